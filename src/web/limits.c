/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Limits for each address: a token bucket each, in a table of fixed size.
 *
 * An IPv6 address counts by its network of 64 bits, since whoever has one has them all. Addresses
 * that hash to the same few places share them: the one that has waited longest gives way, so that a
 * flood from many addresses costs no memory. This machine itself is not limited: it is the
 * operator, or a proxy that has not been named, behind which everybody would share one bucket.
 *
 * Letters that open pages let anybody have us send are counted by themselves, so that one network
 * cannot use up what there is of them for all.
 */
#include "craft.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
    PLACES = 4096,
    WAYS = 4, /* places that one address may take */
};

/* How much a bucket holds, and how long until there is one more. */
static const struct rate {
    int full;
    int64_t refill_ms;
} rate_of_requests = {.full = 120, .refill_ms = 500},
  rate_of_letters = {.full = LETTERS_AN_HOUR, .refill_ms = 3600 * 1000 / LETTERS_AN_HOUR};

struct bucket {
    unsigned char who[16];
    int64_t at; /* when it was last looked at; 0: never used */
    int left;
};

struct limits {
    uint64_t seed;
    struct bucket requests[PLACES], letters[PLACES];
};

struct limits *limits_new(struct random_source random)
{
    struct limits *l = calloc(1, sizeof *l);
    if (!l)
        abort();
    random_fill(random, &l->seed, sizeof l->seed);
    return l;
}

void limits_free(struct limits **limits)
{
    free(*limits);
    *limits = NULL;
}

/* FNV-1a from a start that nobody outside knows. */
static size_t place_of(const struct limits *l, const unsigned char who[16])
{
    uint64_t h = 14695981039346656037u ^ l->seed;
    for (size_t i = 0; i < 16; i++)
        h = (h ^ who[i]) * 1099511628211u;
    return (size_t)((h ^ h >> 29) % (PLACES / WAYS)) * WAYS;
}

static struct bucket *bucket_of(struct bucket *set, const unsigned char who[16], int full,
                                int64_t now)
{
    struct bucket *oldest = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].at != 0 && memcmp(set[i].who, who, 16) == 0)
            return &set[i];
        if (set[i].at < oldest->at)
            oldest = &set[i];
    }
    memcpy(oldest->who, who, 16);
    oldest->at = now;
    oldest->left = full;
    return oldest;
}

static bool is_v4(const unsigned char address[16])
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    return memcmp(address, mapped, sizeof mapped) == 0;
}

static bool take(struct bucket *set, const unsigned char who[16], const struct rate *rate, int cost,
                 int64_t now)
{
    now++; /* never 0, which marks a place as free */
    struct bucket *b = bucket_of(set, who, rate->full, now);
    int64_t more = (now - b->at) / rate->refill_ms;
    if (more > 0) {
        b->left = b->left + more > rate->full ? rate->full : b->left + (int)more;
        b->at += more * rate->refill_ms;
    }
    if (b->left < cost)
        return false;
    b->left -= cost;
    return true;
}

bool limits_take(struct limits *l, const struct client *client, int cost, int64_t now)
{
    return client->loopback || take(&l->requests[place_of(l, client->bytes)], client->bytes,
                                    &rate_of_requests, cost, now);
}

bool limits_take_letter(struct limits *l, const struct client *client, int64_t now)
{
    enum { SITE = 6 }; /* bytes: whoever rents an IPv6 address often gets a site of 48 bits */
    unsigned char site[16];
    memcpy(site, client->bytes, sizeof site);
    if (!is_v4(site))
        memset(site + SITE, 0, sizeof site - SITE);
    return client->loopback || take(&l->letters[place_of(l, site)], site, &rate_of_letters, 1, now);
}

/* ---- Who asks ---- */

/* IPv4 is mapped into IPv6, so that there is one form. */
static bool parse_address(const char *text, unsigned char out[16])
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    struct in_addr v4;
    if (inet_pton(AF_INET, text, &v4) == 1) {
        memcpy(out, mapped, sizeof mapped);
        memcpy(out + sizeof mapped, &v4, sizeof v4);
        return true;
    }
    return inet_pton(AF_INET6, text, out) == 1;
}

static bool is_loopback(const unsigned char address[16])
{
    static const unsigned char one[16] = {[15] = 1};
    return memcmp(address, one, 16) == 0 || (is_v4(address) && address[12] == 127);
}

static bool same_bits(const unsigned char *x, const unsigned char *y, int bits)
{
    int whole = bits / 8, rest = bits % 8;
    return memcmp(x, y, (size_t)whole) == 0 &&
           (rest == 0 || (x[whole] ^ y[whole]) >> (8 - rest) == 0);
}

static bool in_network(struct arena *a, const unsigned char address[16], const char *network)
{
    unsigned char base[16];
    const char *slash = strchr(network, '/');
    size_t len = slash ? (size_t)(slash - network) : strlen(network);
    if (!parse_address(arena_strndup(a, network, len), base))
        return false;
    int bits = slash ? atoi(slash + 1) + (is_v4(base) ? 96 : 0) : 128;
    return bits >= 0 && bits <= 128 && same_bits(address, base, bits);
}

static bool is_trusted(struct arena *a, const unsigned char address[16], const char *trusted)
{
    size_t count = 0;
    char **networks = trusted ? text_split(a, trusted, " \t,", &count) : NULL;
    for (size_t i = 0; i < count; i++)
        if (in_network(a, address, networks[i]))
            return true;
    return false;
}

struct client client_of(struct arena *a, const char *peer, const char *forwarded,
                        const char *trusted)
{
    struct client c = {.loopback = false};
    if (!parse_address(peer, c.bytes))
        return c;
    size_t count = 0;
    char **hops = NULL;
    if (forwarded && is_trusted(a, c.bytes, trusted))
        hops = text_split(a, forwarded, ", \t", &count);
    unsigned char hop[16];
    bool told = false; /* by a header, which anybody behind the proxy may write */
    while (count > 0 && is_trusted(a, c.bytes, trusted) && parse_address(hops[count - 1], hop)) {
        memcpy(c.bytes, hop, sizeof hop);
        count--;
        told = true;
    }
    c.loopback = !told && is_loopback(c.bytes);
    c.machine = c.loopback && !is_trusted(a, c.bytes, trusted);
    if (!is_v4(c.bytes))
        memset(c.bytes + 8, 0, 8);
    return c;
}
