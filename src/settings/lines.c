/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A configuration file to headings and keys, by inih.
 *
 * inih is forgiving where a configuration must not be: it goes on under the old section when a
 * heading is broken, takes an indented line for more of the value above, cuts what is long, and
 * gives its handler no line numbers. So it never meets such a line: it asks for its lines one by
 * one, and the reader here counts them, refuses each malformed one with its number, and hands
 * an empty line over in its place. The handler is called before the next line is asked for, so the
 * count is the line of the key in hand. Headings are read here too, since inih keeps only their
 * first 49 bytes.
 *
 * inih's knobs are globals of the library; they are set anew at each reading.
 */
#include "conf.h"

#include <ini.h>
#include <string.h>

#include "base/text.h"

enum { LONGEST = 4096 }; /* bytes in a line; inih wants three more */

static const char BOM[] = "\xEF\xBB\xBF";
static const char *const FORM = "[SECTION], KEY = VALUE, or a comment after ; at its start";

static bool has_control(const char *line)
{
    for (const char *c = line; *c; c++)
        if (((unsigned char)*c < ' ' && *c != '\t') || *c == 0x7F)
            return true;
    return false;
}

/* Looks at the bytes of a line; false, with a fault, when they are no text. */
static bool bytes_fit(struct loader *l, const char *line, size_t len)
{
    if (len > LONGEST)
        conf_fault(l, l->line, "the line is %zu bytes long; expected at most %d", len, LONGEST);
    else if (memchr(line, '\0', len))
        conf_fault(l, l->line, "the line holds a NUL; expected plain text in UTF-8");
    else if (!text_is_utf8(line, len))
        conf_fault(l, l->line, "the line is not in UTF-8; expected plain text in UTF-8");
    else
        return true;
    return false;
}

/* A line that begins with '[': opens its section; one that is broken closes the one before. */
static void heading(struct loader *l, const char *line)
{
    const char *close = strchr(line, ']');
    l->headed = true;
    l->section = NULL;
    if (!close)
        conf_fault(l, l->line, "the section has no ] at its end; expected [SECTION]");
    else if (close[1] != '\0')
        conf_fault(l, l->line, "something stands behind the section; expected [SECTION] alone");
    else
        conf_open(l, text_trim(l->a, arena_strndup(l->a, line + 1, (size_t)(close - line - 1))));
}

/* True for KEY = VALUE as inih will understand it; otherwise a fault. */
static bool pair_fits(struct loader *l, const char *line)
{
    size_t name = strcspn(line, "=:");
    if (line[0] == ' ' || line[0] == '\t')
        conf_fault(l, l->line,
                   "the line is indented; expected a key at its start (a value has one line)");
    else if (name == 0)
        conf_fault(l, l->line, "no key stands before the %c; expected KEY = VALUE", line[0]);
    else if (line[name] != '=')
        conf_fault(l, l->line, "the line is no key and no section; expected %s", FORM);
    else if (strstr(line + name, " ;") || strstr(line + name, "\t;"))
        conf_fault(l, l->line,
                   "a comment stands behind the value; expected comments on lines of their own");
    else
        return true;
    return false;
}

/* True when the line is for inih: a key. All else is settled here. */
static bool for_inih(struct loader *l, char *line, size_t len)
{
    if (!bytes_fit(l, line, len))
        return false;
    if (len && line[len - 1] == '\r')
        line[len - 1] = '\0';
    if (has_control(line)) {
        conf_fault(l, l->line, "the line holds a control character; expected plain text in UTF-8");
        return false;
    }
    const char *text = text_trim(l->a, line);
    if (text[0] == '\0' || text[0] == ';' || text[0] == '#')
        return false;
    if (line[0] == '[') {
        heading(l, text);
        return false;
    }
    return pair_fits(l, line);
}

/* inih's reader: the next line, or an empty one where it is not for inih; NULL at the end. */
static char *next_line(char *out, int size, void *context)
{
    struct loader *l = context;
    if (l->data == l->end)
        return NULL;
    const char *stop = memchr(l->data, '\n', (size_t)(l->end - l->data));
    size_t len = (size_t)((stop ? stop : l->end) - l->data);
    char *line = arena_strndup(l->a, l->data, len);
    l->data += len + (stop != NULL);
    l->line++;
    if (!for_inih(l, line, len))
        line[0] = '\0';
    size_t keep = strlen(line);
    if (keep + 2 > (size_t)size) /* cannot be: the buffer is larger than LONGEST */
        keep = (size_t)size - 2;
    memcpy(out, line, keep);
    memcpy(out + keep, "\n", 2);
    return out;
}

/* inih's handler. Its section is not asked: headings were read above. */
static int pair(void *context, const char *section, const char *name, const char *value)
{
    (void)section;
    conf_take(context, name, value);
    return 1;
}

void conf_lines(struct loader *l, const char *data, size_t len)
{
    l->data = data;
    l->end = data + len;
    if (len >= 3 && memcmp(data, BOM, 3) == 0)
        l->data += 3;
    ini_use_stack = false;
    ini_allow_realloc = true;
    ini_initial_alloc = ini_max_line = LONGEST + 4;
    ini_allow_inline_comments = false;
    ini_allow_multiline = false;
    ini_allow_no_value = false;
    ini_stop_on_first_error = false;
    int bad = ini_parse_stream(next_line, l, pair, l);
    if (bad != 0)
        conf_fault(l, bad > 0 ? bad : l->line, "the line cannot be read; expected %s", FORM);
}
