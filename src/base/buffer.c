/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The bounded buffer: doubles as it grows, and never holds more than its bound.
 *
 * Room is always kept for one byte more than the content, so that the content ends with a NUL.
 */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "memory.h"

enum { CAP_LEAST = 64 };

void buffer_init(struct buffer *b, size_t max)
{
    *b = (struct buffer){.max = max < SIZE_MAX ? max : SIZE_MAX - 1};
}

void buffer_free(struct buffer *b)
{
    free(b->data);
    buffer_init(b, b->max);
}

void buffer_clear(struct buffer *b)
{
    b->len = 0;
    b->full = false;
    if (b->data)
        b->data[0] = '\0';
}

/* Makes room for more bytes and a NUL; false, and full, when that goes past the bound. */
static bool make_room(struct buffer *b, size_t more)
{
    if (more > b->max - b->len) {
        b->full = true;
        return false;
    }
    size_t need = b->len + more + 1;
    if (need <= b->cap)
        return true;
    size_t cap = b->cap > b->max / 2 ? b->max + 1 : 2 * b->cap;
    if (cap < CAP_LEAST)
        cap = CAP_LEAST;
    if (cap < need)
        cap = need;
    char *data = realloc(b->data, cap);
    if (!data)
        memory_out(cap);
    b->data = data;
    b->cap = cap;
    return true;
}

bool buffer_add(struct buffer *b, const void *data, size_t len)
{
    if (!make_room(b, len))
        return false;
    if (len > 0)
        memcpy(b->data + b->len, data, len);
    b->len += len;
    b->data[b->len] = '\0';
    return true;
}

bool buffer_puts(struct buffer *b, const char *text)
{
    return buffer_add(b, text, strlen(text));
}

bool buffer_putc(struct buffer *b, char c)
{
    return buffer_add(b, &c, 1);
}

/* Formats behind the content when there is room at once, and a second time when there was not. */
bool buffer_printf(struct buffer *b, const char *fmt, ...)
{
    size_t room = b->cap - b->len;
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int len = vsnprintf(b->data ? b->data + b->len : NULL, room, fmt, ap);
    bool fits = len >= 0 && make_room(b, (size_t)len);
    if (fits && (size_t)len >= room)
        vsnprintf(b->data + b->len, (size_t)len + 1, fmt, again);
    va_end(again);
    va_end(ap);
    if (fits) {
        b->len += (size_t)len;
    } else {
        b->full = true;
        if (b->data)
            b->data[b->len] = '\0';
    }
    return fits;
}

void buffer_drop(struct buffer *b, size_t n)
{
    if (!b->data)
        return;
    if (n > b->len)
        n = b->len;
    b->len -= n;
    memmove(b->data, b->data + n, b->len);
    b->data[b->len] = '\0';
}

const char *buffer_text(const struct buffer *b)
{
    return b->data ? b->data : "";
}
