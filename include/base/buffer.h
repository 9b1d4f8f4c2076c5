/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A buffer that grows up to a bound given at its birth.
 *
 * What would go past the bound is not taken, and the buffer remembers that in `full`: so a writer
 * can add piece by piece and look once at the end.
 */
#ifndef LEVANDE_BASE_BUFFER_H
#define LEVANDE_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct buffer {
    char *data; /* always NUL-terminated once something was added; may hold NULs before that */
    size_t len; /* bytes held, without the terminating NUL */
    size_t cap; /* bytes allocated */
    size_t max; /* len never goes past this */
    bool full;  /* something did not fit */
};

/* An empty buffer that holds at most max bytes. Allocates nothing yet. */
void buffer_init(struct buffer *b, size_t max);

/* Gives the memory back and leaves an empty buffer with the same bound. */
void buffer_free(struct buffer *b);

/* Empties the buffer and keeps the memory. */
void buffer_clear(struct buffer *b);

/* Each returns false, and takes nothing of this piece, when it would not fit. */
bool buffer_add(struct buffer *b, const void *data, size_t len);
bool buffer_puts(struct buffer *b, const char *text);
bool buffer_putc(struct buffer *b, char c);
bool buffer_printf(struct buffer *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Takes the first n bytes away; n greater than len empties the buffer. */
void buffer_drop(struct buffer *b, size_t n);

/* The content as a NUL-terminated text, never NULL; valid until the next call on b. */
const char *buffer_text(const struct buffer *b);

#endif
