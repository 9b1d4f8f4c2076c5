/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A value on its way into a letter or a page: made harmless for what will read it.
 *
 * HTML: the five characters that can begin or end markup, in text and in quoted attributes.
 *
 * Markdown: every ASCII punctuation character gets a backslash, which CommonMark takes away again;
 * so nothing in a value can be a link, an image, HTML, emphasis, an entity or a heading. What
 * Markdown reads from white space is settled too: indentation (code) goes, and blank lines stay
 * only where the value stands at the beginning of a line.
 */
#include "template.h"

#include <string.h>

/* What ends a stretch of plain text. */
static const bool special_in_html[256] = {
    ['\0'] = true, ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true,
};

static void add_html(struct buffer *out, const char *value)
{
    for (;; value++) {
        size_t plain = 0;
        while (!special_in_html[(unsigned char)value[plain]])
            plain++;
        buffer_add(out, value, plain);
        value += plain;
        switch (*value) {
        case '&':
            buffer_puts(out, "&amp;");
            break;
        case '<':
            buffer_puts(out, "&lt;");
            break;
        case '>':
            buffer_puts(out, "&gt;");
            break;
        case '"':
            buffer_puts(out, "&quot;");
            break;
        case '\'':
            buffer_puts(out, "&#39;");
            break;
        default:
            return;
        }
    }
}

static bool is_punctuation(char c)
{
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
           (c >= '{' && c <= '~');
}

/* White space and control characters: what may not stand at the ends of a line. */
static bool is_gap(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7f;
}

/* One line of a value, without gaps at its ends. */
static void add_markdown_line(struct buffer *out, const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (is_gap(line[i]) && line[i] != ' ' && line[i] != '\t')
            continue;
        if (is_punctuation(line[i]))
            buffer_putc(out, '\\');
        buffer_putc(out, line[i] == '\t' ? ' ' : line[i]);
    }
}

static void add_markdown(struct buffer *out, const char *value)
{
    bool paragraphs = out->len == 0 || out->data[out->len - 1] == '\n';
    size_t newlines = 0;
    bool begun = false;

    while (*value != '\0') {
        while (*value != '\n' && *value != '\0' && is_gap(*value))
            value++;
        size_t whole = strcspn(value, "\n"), len = whole;
        while (len > 0 && is_gap(value[len - 1]))
            len--;
        if (len > 0) {
            if (begun)
                buffer_puts(out, newlines > 1 && paragraphs ? "\n\n" : "\n");
            add_markdown_line(out, value, len);
            begun = true;
            newlines = 0;
        }
        value += whole;
        if (*value == '\n') {
            newlines++;
            value++;
        }
    }
}

void escape_add(struct buffer *out, enum escape escape, const char *value)
{
    switch (escape) {
    case ESCAPE_HTML:
        add_html(out, value);
        break;
    case ESCAPE_MARKDOWN:
        add_markdown(out, value);
        break;
    case ESCAPE_NONE:
        buffer_puts(out, value);
        break;
    }
}
