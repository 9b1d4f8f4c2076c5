/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The arena: a list of chunks, of which the newest is filled from its start to its end.
 *
 * Chunks begin at 16 KiB and double up to 1 MiB. A piece that is large beside the chunk at hand
 * gets one of its own, laid behind the newest, so that the newest goes on being filled.
 *
 * Under AddressSanitizer all that is not handed out is poisoned, and a gap lies behind each piece:
 * a write past the end of a piece is found there, though malloc() knows only the chunk.
 */
#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "memory.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#define POISON(at, len) ASAN_POISON_MEMORY_REGION(at, len)
#define UNPOISON(at, len) ASAN_UNPOISON_MEMORY_REGION(at, len)
enum { GAP = 16 };
#else
#define POISON(at, len) ((void)(at), (void)(len))
#define UNPOISON(at, len) ((void)(at), (void)(len))
enum { GAP = 0 };
#endif

enum {
    ALIGNMENT = _Alignof(max_align_t),
    CHUNK_LEAST = 16 * 1024,
    CHUNK_MOST = 1024 * 1024,
};

struct chunk {
    struct chunk *older;
    size_t size; /* of data */
    size_t used;
    _Alignas(max_align_t) unsigned char data[];
};

struct arena {
    struct chunk *newest;
    size_t next; /* size of the next ordinary chunk */
    size_t used;
};

static struct chunk *chunk_new(size_t size)
{
    struct chunk *c = malloc(sizeof *c + size);
    if (!c)
        memory_out(size);
    c->older = NULL;
    c->size = size;
    c->used = 0;
    POISON(c->data, size);
    return c;
}

static void chunks_free(struct chunk *c)
{
    while (c) {
        struct chunk *older = c->older;
        UNPOISON(c->data, c->size);
        free(c);
        c = older;
    }
}

struct arena *arena_new(void)
{
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        memory_out(sizeof *a);
    a->next = CHUNK_LEAST;
    return a;
}

void arena_free(struct arena **a)
{
    if (!a || !*a)
        return;
    chunks_free((*a)->newest);
    free(*a);
    *a = NULL;
}

/* Keeps the newest chunk when it is an ordinary one, since the next unit of work needs one too. */
void arena_reset(struct arena *a)
{
    struct chunk *kept = a->newest;
    if (kept && kept->size > CHUNK_MOST) {
        chunks_free(kept);
        kept = NULL;
    }
    if (kept) {
        chunks_free(kept->older);
        kept->older = NULL;
        kept->used = 0;
        POISON(kept->data, kept->size);
    }
    a->newest = kept;
    a->next = kept ? kept->size : CHUNK_LEAST;
    a->used = 0;
}

/* A chunk with room for need bytes: a new newest one, or one for this piece alone. */
static struct chunk *chunk_for(struct arena *a, size_t need)
{
    struct chunk *newest = a->newest;
    if (newest && need > a->next / 4) {
        struct chunk *own = chunk_new(need);
        own->older = newest->older;
        newest->older = own;
        return own;
    }
    struct chunk *c = chunk_new(need > a->next ? need : a->next);
    c->older = newest;
    a->newest = c;
    if (a->next < CHUNK_MOST)
        a->next *= 2;
    return c;
}

/* size bytes as malloc() left them. */
static void *take(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        memory_out(size);
    size_t need = (size + GAP + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (need == 0)
        need = ALIGNMENT;
    struct chunk *c = a->newest;
    if (!c || need > c->size - c->used)
        c = chunk_for(a, need);
    void *piece = c->data + c->used;
    c->used += need;
    a->used += size;
    UNPOISON(piece, size);
    return piece;
}

void *arena_alloc(struct arena *a, size_t size)
{
    void *piece = take(a, size);
    memset(piece, 0, size);
    return piece;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        memory_out(SIZE_MAX);
    return arena_alloc(a, total);
}

char *arena_strdup(struct arena *a, const char *text)
{
    return text ? arena_strndup(a, text, strlen(text)) : NULL;
}

char *arena_strndup(struct arena *a, const char *text, size_t len)
{
    if (len == SIZE_MAX)
        memory_out(len);
    char *copy = take(a, len + 1);
    if (len > 0)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = arena_vprintf(a, fmt, ap);
    va_end(ap);
    return text;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
    char brief[256];
    va_list again;
    va_copy(again, ap);
    int len = vsnprintf(brief, sizeof brief, fmt, ap);
    if (len < 0)
        memory_out(SIZE_MAX);
    char *text;
    if ((size_t)len < sizeof brief) {
        text = arena_strndup(a, brief, (size_t)len);
    } else {
        text = take(a, (size_t)len + 1);
        vsnprintf(text, (size_t)len + 1, fmt, again);
    }
    va_end(again);
    return text;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
