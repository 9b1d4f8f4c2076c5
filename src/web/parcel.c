/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How an answer goes over the wire: packed, as it is, or not at all since the browser has it.
 *
 * Packing tells a listener on the line how long the packed bytes are, and so how much of a page is
 * said twice in it. Where a stranger can put words of their own beside a secret, the length gives
 * the secret away, guess by guess (BREACH). So only this is packed: what was packed when the
 * program was built; pages that are open to all, on which nobody's secret stands, for the token of
 * a form there is the same for everybody; and those behind a link whose every word is ours or its
 * holder's. All others behind a link or a session go as they are: they are short, and the first
 * packets of a connection hold them whole.
 *
 * What is alike for all has a tag, by which a browser asks whether what it has still holds.
 */
#include "server.h"

#include <string.h>

#define ZLIB_CONST
#include <zlib.h>

#include "assets.h"
#include "base/secret.h"
#include "desk.h"

enum {
    WORTH = 1024, /* bytes: less goes in one packet anyhow */
    TAG = 16,     /* figures of a hash: enough to tell one page from another */
};

/* Could a stranger's words stand beside a secret there? */
static bool may_pack(const struct web_request *q)
{
    return q->route && !desk_is(q) && (q->route->who == WHO_ALL || q->route->own_words);
}

/* Is it one page for all, or one file? */
static bool is_named(const struct web_request *q, const struct web_answer *x)
{
    return x->status == 200 && (x->kept || (q->route && q->route->still && !q->json));
}

/* The body by gzip, in the arena; NULL when there is no memory for it. */
static const char *pack(struct arena *a, const char *body, size_t len, size_t *packed_len)
{
    enum { LEVEL = 6, GZIP = 15 + 16, MEMORY = 8 };
    z_stream z = {.next_in = (const Bytef *)body, .avail_in = (uInt)len};
    if (deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return NULL;
    size_t most = deflateBound(&z, (uLong)len);
    char *out = arena_alloc(a, most);
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)most;
    bool whole = deflate(&z, Z_FINISH) == Z_STREAM_END;
    *packed_len = z.total_out;
    deflateEnd(&z);
    return whole ? out : NULL;
}

/* A page is named by its hash, a file by that of all files; packed bytes are others. */
static const char *tag_of(const struct web_request *q, const struct web_answer *x, bool packed)
{
    const char *sum = assets_version;
    if (!x->kept) {
        unsigned char hash[SHA256_BYTES];
        struct sha256 h;
        sha256_start(&h);
        sha256_add(&h, x->body, x->len);
        sha256_end(&h, hash);
        sum = hex_text(q->arena, hash, sizeof hash);
    }
    return arena_printf(q->arena, "\"%.*s%s\"", TAG, sum, packed ? "-gzip" : "");
}

static bool is_known(const char *has, const char *tag)
{
    return has && (strcmp(has, "*") == 0 || strstr(has, tag));
}

struct parcel parcel_of(const struct web_request *q, const struct web_answer *x)
{
    struct parcel p = {.body = x->body, .len = x->len};
    size_t len = x->packed_len;
    p.varies = x->packed || (may_pack(q) && x->len >= WORTH);
    if (p.varies && q->takes_packed) {
        const char *packed = x->packed ? x->packed : pack(q->arena, x->body, x->len, &len);
        p.packed = packed != NULL;
        p.body = packed ? packed : x->body;
        p.len = packed ? len : x->len;
    }
    if (is_named(q, x)) {
        p.tag = tag_of(q, x, p.packed);
        p.known = is_known(q->has, p.tag);
    }
    if (p.known)
        p.len = 0;
    return p;
}
