/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A few answers that go through much of the book: figures of a year, counts of all there is.
 *
 * There is no clearing: what was kept of another state of the book is not found, and goes when room
 * is needed. What is too long to be worth it is not kept.
 */
#include "memo.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum { ROOM = 4, LONGEST = 512 << 10 };

struct kept {
    char *name, *body;
    size_t len;
    int64_t state, since, took_ms;
};

struct memo {
    struct kept kept[ROOM];
};

struct memo *memo_new(void)
{
    struct memo *memo = calloc(1, sizeof *memo);
    if (!memo)
        abort();
    return memo;
}

static void drop(struct kept *k)
{
    free(k->name);
    free(k->body);
    *k = (struct kept){0};
}

void memo_free(struct memo **memo)
{
    for (size_t i = 0; *memo && i < ROOM; i++)
        drop(&(*memo)->kept[i]);
    free(*memo);
    *memo = NULL;
}

const char *memo_find(const struct memo *memo, const char *name, int64_t state, int64_t oldest_ms,
                      size_t *len)
{
    for (size_t i = 0; i < ROOM; i++) {
        const struct kept *k = &memo->kept[i];
        if (!k->name || strcmp(k->name, name) != 0)
            continue;
        int64_t age = clock_ticks() - k->since;
        bool recent = k->took_ms >= MEMO_LONG_MS && age < MEMO_AGE_MS;
        if ((k->state != state && !recent) || age >= oldest_ms)
            return NULL;
        *len = k->len;
        return k->body;
    }
    return NULL;
}

/* Its own place, else an empty one, else the oldest. */
static struct kept *place_of(struct memo *memo, const char *name)
{
    struct kept *oldest = &memo->kept[0];
    for (size_t i = 0; i < ROOM; i++) {
        struct kept *k = &memo->kept[i];
        if (k->name && strcmp(k->name, name) == 0)
            return k;
        if (!k->name || (oldest->name && k->since < oldest->since))
            oldest = k;
    }
    return oldest;
}

void memo_keep(struct memo *memo, const char *name, int64_t state, const char *body, size_t len,
               int64_t took_ms)
{
    struct kept *k = place_of(memo, name);
    drop(k);
    if (len > LONGEST)
        return;
    char *copy = malloc(len + 1), *named = strdup(name);
    if (!copy || !named)
        abort();
    memcpy(copy, body, len);
    copy[len] = '\0';
    k->name = named;
    k->body = copy;
    k->len = len;
    k->state = state;
    k->since = clock_ticks();
    k->took_ms = took_ms;
}
