/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What people do not see does not stay in a text: control characters, invisible marks, soft
 * hyphens, white space at line ends, heaps of empty lines. So that what follows can compare
 * words, and nobody hides one word from the software and another from the eye.
 */
#include "mime_private.h"

#include <string.h>

#include "base/text.h"

/* Marks without width: soft hyphen, zero width space, direction marks, byte order mark. */
static bool invisible(uint32_t cp)
{
    return cp == 0xAD || cp == 0x200B || cp == 0x200E || cp == 0x200F || cp == 0x2060 ||
           cp == 0xFEFF || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

/* Spaces of other widths, the no-break space among them. */
static bool space(uint32_t cp)
{
    return cp == ' ' || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
           cp == 0x202F || cp == 0x205F || cp == 0x3000;
}

static bool control(uint32_t cp)
{
    return cp < 0x20 || cp == 0x7F || (cp >= 0x80 && cp <= 0x9F);
}

char *charset_header(struct arena *a, const char *value)
{
    char *good = text_repair(a, value, strlen(value));
    char *out = arena_alloc(a, strlen(good) * 2 + 1), *to = out;
    for (const char *p = good; *p;) {
        uint32_t cp = charset_c1(text_next(&p));
        if (invisible(cp))
            continue;
        to += text_put(control(cp) || space(cp) || cp == 0x2028 || cp == 0x2029 ? ' ' : cp, to);
    }
    *to = '\0';
    return text_trim(a, out);
}

/* Ends a line that began at `line`: trims it, and keeps at most two empty lines in a row. */
static char *end_line(const char *begin, char *line, char *to)
{
    while (to > line && (to[-1] == ' ' || to[-1] == '\t'))
        to--;
    if (to == line + 2 && line[0] == '-' && line[1] == '-' && line[2] == ' ')
        to++;
    if (to == line && (line == begin || (line - begin >= 3 && memcmp(line - 3, "\n\n\n", 3) == 0)))
        return line;
    *to++ = '\n';
    return to;
}

char *charset_tidy(struct arena *a, const char *text, size_t len)
{
    char *out = arena_alloc(a, len * 3 + 4), *to = out, *line = out;
    const char *p = text, *end = text + len;
    while (p < end) {
        if (*p == '\0') {
            p++;
            continue;
        }
        uint32_t cp = charset_c1(text_next(&p));
        if (cp == '\r' && p < end && *p == '\n')
            continue;
        if (cp == '\n' || cp == '\r' || cp == '\f' || cp == 0x2028 || cp == 0x2029)
            line = to = end_line(out, line, to);
        else if (space(cp))
            *to++ = ' ';
        else if (cp == '\t' || !(control(cp) || invisible(cp)))
            to += text_put(cp, to);
    }
    to = end_line(out, line, to);
    while (to > out && (to[-1] == '\n' || to[-1] == ' '))
        to--;
    memset(to, 0, 2);
    return out;
}

char *charset_cut(char *text, size_t max)
{
    size_t len = strlen(text);
    if (len <= max)
        return text;
    while (max > 0 && (text[max] & 0xC0) == 0x80)
        max--;
    text[max] = '\0';
    return text;
}
