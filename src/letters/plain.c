/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Plain text made tidy, and long lines broken.
 *
 * A template leaves gaps where a section had nothing to say, and a value can be of any length and
 * hold anything. What comes out of here reads as if a person had typed it, and fits into a mail.
 */
#include "texts.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

static bool is_control(char c)
{
    return (unsigned char)c < ' ' || c == 0x7f;
}

char *plain_line(struct arena *a, const char *text)
{
    char *line = arena_alloc(a, strlen(text) + 1), *to = line;

    for (; *text != '\0'; text++) {
        if (!is_control(*text) && *text != ' ')
            *to++ = *text;
        else if (to > line && to[-1] != ' ')
            *to++ = ' ';
    }
    while (to > line && to[-1] == ' ')
        to--;
    *to = '\0';
    return text_shorten(a, line, SUBJECT_CHARS);
}

/* The bytes of text, at most LINE_BYTES, that make a line: up to a space, or to a whole letter. */
static size_t line_length(const char *text, size_t len)
{
    if (len <= LINE_BYTES)
        return len;
    for (size_t n = LINE_BYTES; n > LINE_BYTES / 2; n--)
        if (text[n] == ' ')
            return n;
    size_t n = LINE_BYTES;
    while (n > LINE_BYTES - 4 && ((unsigned char)text[n] & 0xc0) == 0x80)
        n--;
    return n;
}

/* Writes a line without its control characters and the white space at its end. */
static char *put_line(char *to, const char *line, size_t len)
{
    char *start = to;

    for (size_t i = 0; i < len; i++)
        if (!is_control(line[i]))
            *to++ = line[i];
        else if (line[i] == '\t')
            *to++ = ' ';
    while (to > start && to[-1] == ' ')
        to--;
    return to;
}

char *plain_text(struct arena *a, const char *text)
{
    size_t bytes = strlen(text);
    char *all = arena_alloc(a, bytes + bytes / (LINE_BYTES / 2) + 2), *to = all;
    bool gap = false;

    while (*text != '\0') {
        size_t whole = strcspn(text, "\n"), len = line_length(text, whole);
        char *start = to;
        if (gap && to > all)
            *to++ = '\n';
        char *end = put_line(to, text, len);
        bool blank = end == to;
        to = blank ? start : end;
        if (!blank)
            *to++ = '\n';
        gap = blank;
        text += len;
        if (*text == '\n' || (len < whole && *text == ' '))
            text++;
    }
    *to = '\0';
    return all;
}

/* Where to break a long line of HTML, outside tags and entities; NULL when it can't be broken. */
static const char *html_break(const char *line, size_t len)
{
    const char *space = NULL, *between = NULL;
    char inside = '\0'; /* '<' in a tag, '&' in an entity */

    for (const char *c = line; c < line + len; c++) {
        if (c - line > LINE_BYTES && (space != NULL || between != NULL))
            break;
        if (inside == '\0' && c > line && ((unsigned char)*c & 0xc0) != 0x80)
            between = c;
        if (inside == '\0' && *c == ' ')
            space = c;
        if (inside == '\0' && (*c == '<' || *c == '&'))
            inside = *c;
        else if ((inside == '<' && *c == '>') || (inside == '&' && *c == ';'))
            inside = '\0';
    }
    return space != NULL ? space : between;
}

char *folded_html(struct arena *a, const char *html)
{
    size_t bytes = strlen(html), len;
    char *all = arena_alloc(a, 2 * bytes + 1), *to = all;

    for (; *html != '\0'; html += len) {
        len = strcspn(html, "\n");
        const char *at = len > LINE_BYTES ? html_break(html, len) : NULL;
        if (at != NULL)
            len = (size_t)(at - html);
        memcpy(to, html, len);
        to += len;
        if (at != NULL || html[len] == '\n')
            *to++ = '\n';
        len += html[len] == '\n' || (at != NULL && *at == ' ');
    }
    *to = '\0';
    return all;
}
