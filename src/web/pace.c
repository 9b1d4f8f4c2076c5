/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The pace of logins.
 *
 * Failures count for a name from a network, so that whoever tries a name from elsewhere locks out
 * nobody here. A network that fails with many names waits too, but for no more than ten seconds:
 * a whole region can sit behind one address. Which names exist is not known here, so that a wait
 * does not tell. What is kept is a keyed hash; the table is of fixed size, and the place that gives
 * way is the one with the fewest failures, so that a flood of names does not wash out the failures
 * of the one that it hides.
 */
#include "pace.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
    PLACES = 4096,
    WAYS = 8, /* places that one pair may take */
    ID = 16,  /* bytes of its hash */
    NAME_MAX_CHARS = 200,
    AT_ONCE = 3, /* turns that may follow one another */
};

static const int64_t forgotten_ms = 60 * 60 * 1000, turn_ms = 200;

/* How many failures are free, and the longest wait. */
static const struct rule {
    int free;
    int64_t longest_ms;
} of_name = {.free = 2, .longest_ms = 5 * 60 * 1000},
  of_network = {.free = 20, .longest_ms = 10 * 1000};

struct tried {
    unsigned char id[ID];
    int faults; /* 0: the place is free */
    int64_t at; /* of the last */
};

struct pace {
    unsigned char seed[SHA256_BYTES];
    struct tried table[PLACES];
    int64_t turns_until; /* when all turns that were taken have been paid for */
};

struct pace *pace_new(struct random_source random)
{
    struct pace *p = calloc(1, sizeof *p);
    if (!p)
        abort();
    random_fill(random, p->seed, sizeof p->seed);
    return p;
}

void pace_free(struct pace **pace)
{
    free(*pace);
    *pace = NULL;
}

/* The hash of name and network; of the network alone where name is NULL. */
static void identify(const struct pace *p, const char *name, const struct client *client,
                     unsigned char id[ID])
{
    unsigned char hash[SHA256_BYTES];
    struct sha256 h;
    struct arena *a = arena_new();
    const char *folded = name ? text_fold(a, text_shorten(a, name, NAME_MAX_CHARS)) : "\n";
    sha256_start(&h);
    sha256_add(&h, p->seed, sizeof p->seed);
    sha256_add(&h, client->bytes, sizeof client->bytes);
    sha256_add(&h, folded, strlen(folded));
    sha256_end(&h, hash);
    memcpy(id, hash, ID);
    arena_free(&a);
}

static struct tried *first_place(struct pace *p, const unsigned char id[ID])
{
    unsigned at = (unsigned)id[0] << 8 | id[1];
    return &p->table[at % (PLACES / WAYS) * WAYS];
}

/* NULL where it has not failed within the hour. */
static struct tried *find(struct pace *p, const unsigned char id[ID], int64_t now)
{
    struct tried *set = first_place(p, id);
    for (size_t i = 0; i < WAYS; i++)
        if (set[i].faults > 0 && memcmp(set[i].id, id, ID) == 0)
            return now - set[i].at < forgotten_ms ? &set[i] : NULL;
    return NULL;
}

static int64_t wait_of(const struct tried *t, const struct rule *rule, int64_t now)
{
    if (!t || t->faults <= rule->free)
        return 0;
    int doublings = t->faults - rule->free - 1;
    int64_t wait = doublings > 20 ? rule->longest_ms : (int64_t)1000 << doublings;
    if (wait > rule->longest_ms)
        wait = rule->longest_ms;
    return t->at + wait > now ? t->at + wait - now : 0;
}

int64_t pace_wait(struct pace *p, const char *name, const struct client *client, int64_t now)
{
    unsigned char id[ID];
    identify(p, name, client, id);
    int64_t wait = wait_of(find(p, id, now), &of_name, now);
    identify(p, NULL, client, id);
    int64_t of_all = client->loopback ? 0 : wait_of(find(p, id, now), &of_network, now);
    return wait > of_all ? wait : of_all;
}

static bool gives_way(const struct tried *x, const struct tried *to)
{
    return x->faults < to->faults || (x->faults == to->faults && x->at < to->at);
}

static void count(struct pace *p, const unsigned char id[ID], int64_t now)
{
    struct tried *t = find(p, id, now), *set = first_place(p, id);
    if (!t) {
        t = set;
        for (size_t i = 1; i < WAYS; i++)
            if (memcmp(set[i].id, id, ID) == 0 || gives_way(&set[i], t))
                t = &set[i];
        memcpy(t->id, id, ID);
        t->faults = 0;
    }
    t->faults++;
    t->at = now;
}

void pace_failed(struct pace *p, const char *name, const struct client *client, int64_t now)
{
    unsigned char id[ID];
    identify(p, name, client, id);
    count(p, id, now);
    identify(p, NULL, client, id);
    count(p, id, now);
}

void pace_passed(struct pace *p, const char *name, const struct client *client)
{
    unsigned char id[ID];
    identify(p, name, client, id);
    struct tried *set = first_place(p, id);
    for (size_t i = 0; i < WAYS; i++)
        if (memcmp(set[i].id, id, ID) == 0)
            set[i].faults = 0;
}

bool pace_turn(struct pace *p, int64_t now)
{
    if (p->turns_until > now + AT_ONCE * turn_ms - turn_ms)
        return false;
    p->turns_until = (p->turns_until > now ? p->turns_until : now) + turn_ms;
    return true;
}
