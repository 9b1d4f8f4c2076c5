/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * format=flowed (RFC 3676): a line that ends with a space goes on in the next one, as long as
 * both are quoted equally deep; "-- " is a signature and never flows; a space at a line's start
 * was stuffed. With DelSp=yes the space that ends a line is no part of the text.
 */
#include "mime_private.h"

#include <string.h>

struct flow {
    struct buffer out;
    bool open;    /* the last line flows on */
    size_t depth; /* of its quoting */
};

static void begin(struct flow *f, size_t depth)
{
    for (size_t i = 0; i < depth; i++)
        buffer_putc(&f->out, '>');
    if (depth > 0)
        buffer_putc(&f->out, ' ');
}

static void add_line(struct flow *f, const char *p, size_t len, bool delsp)
{
    size_t depth = 0;
    while (depth < len && p[depth] == '>')
        depth++;
    p += depth;
    len -= depth;
    if (len > 0 && *p == ' ') {
        p++;
        len--;
    }
    bool signature = len == 3 && memcmp(p, "-- ", 3) == 0;
    if (f->open && (signature || depth != f->depth)) {
        buffer_putc(&f->out, '\n');
        f->open = false;
    }
    if (!f->open)
        begin(f, depth);
    bool flows = !signature && len > 0 && p[len - 1] == ' ';
    buffer_add(&f->out, p, flows && delsp ? len - 1 : len);
    if (!flows)
        buffer_putc(&f->out, '\n');
    f->open = flows;
    f->depth = depth;
}

char *flowed_join(struct arena *a, const char *text, size_t len, bool delsp)
{
    struct flow f = {.open = false};
    buffer_init(&f.out, len * 2 + 16);
    const char *end = text + len;
    for (const char *p = text; p < end;) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        const char *stop = nl ? nl : end;
        size_t size = (size_t)(stop - p);
        add_line(&f, p, size > 0 && p[size - 1] == '\r' ? size - 1 : size, delsp);
        p = nl ? nl + 1 : end;
    }
    char *joined = arena_strndup(a, buffer_text(&f.out), f.out.len);
    buffer_free(&f.out);
    return joined;
}
