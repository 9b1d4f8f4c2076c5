/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * An arena: memory for one unit of work (one mail, one event, one page), given back all at once.
 *
 * All that a unit of work allocates has the same life, so nothing is freed one by one and nothing
 * leaks. Allocation never returns NULL: when memory is out, a line goes to standard error and the
 * process ends with abort(); what was committed stands.
 */
#ifndef LEVANDE_BASE_ARENA_H
#define LEVANDE_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* A new, empty arena. The caller owns it and ends it with arena_free(). */
struct arena *arena_new(void);

/* Frees all that was allocated from *a, and the arena; sets *a to NULL. *a may be NULL. */
void arena_free(struct arena **a);

/* Frees all that was allocated from a, and keeps the arena for the next unit of work. */
void arena_reset(struct arena *a);

/* size bytes, zeroed, aligned for any type; size 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t size);

/* An array of count zeroed elements; ends the process on overflow of count * size. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* A copy of the text; NULL gives NULL. */
char *arena_strdup(struct arena *a, const char *text);

/* A copy of the first len bytes, and a NUL. */
char *arena_strndup(struct arena *a, const char *text, size_t len);

/* printf into the arena. */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap);

/* Bytes handed out since the start or the last reset, for tests and bounds. */
size_t arena_used(const struct arena *a);

#endif
