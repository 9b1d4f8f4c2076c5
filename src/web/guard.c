/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Tokens against forgery: a keyed hash (HMAC-SHA-256) over the path, whose link or session it is,
 * and until when the form may be sent. Nothing is kept for each form: the key is enough, and the
 * key lies in the book. The same seal says at the guest's side until when a session is not idle.
 */
#include "craft.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"

enum { BLOCK = 64, HEX = 2 * SHA256_BYTES };

static const char *const NOTE = "web.form_key";

static bool from_hex(const char *text, unsigned char *out, size_t len)
{
    if (strlen(text) != 2 * len || strspn(text, "0123456789abcdef") != 2 * len)
        return false;
    for (size_t i = 0; i < len; i++) {
        char pair[3] = {text[2 * i], text[2 * i + 1], '\0'};
        out[i] = (unsigned char)strtoul(pair, NULL, 16);
    }
    return true;
}

static enum outcome make_key(const struct house *house, struct arena *a, struct fault *f)
{
    static const char *const MAKE = "the forms' key";
    unsigned char fresh[GUARD_KEY];
    random_fill(house->random, fresh, sizeof fresh);
    enum outcome o = db_begin(house->db, MAKE, f);
    if (o != DONE)
        return o;
    o = web_note_first(house->db, a, NOTE, hex_text(a, fresh, sizeof fresh),
                       clock_now(&house->clock), f);
    return db_end(house->db, MAKE, o, f);
}

enum outcome guard_key(const struct house *house, unsigned char key[GUARD_KEY], struct fault *f)
{
    struct arena *a = arena_new();
    const char *text = NULL;
    enum outcome o = web_note(house->db, a, NOTE, &text, f);
    if (o == DONE && !text) {
        o = make_key(house, a, f);
        if (o == DONE)
            o = web_note(house->db, a, NOTE, &text, f);
    }
    if (o == DONE && (!text || !from_hex(text, key, GUARD_KEY)))
        o = fault_set(f, NEVER, EXIT_DATA, "the forms' key in the book cannot be read");
    arena_free(&a);
    return o;
}

static void keyed_hash(const unsigned char key[GUARD_KEY], const char *text,
                       unsigned char out[SHA256_BYTES])
{
    unsigned char inner[BLOCK], outer[BLOCK];
    for (size_t i = 0; i < BLOCK; i++) {
        unsigned char k = i < GUARD_KEY ? key[i] : 0;
        inner[i] = k ^ 0x36;
        outer[i] = k ^ 0x5c;
    }
    struct sha256 h;
    sha256_start(&h);
    sha256_add(&h, inner, BLOCK);
    sha256_add(&h, text, strlen(text));
    sha256_end(&h, out);
    sha256_start(&h);
    sha256_add(&h, outer, BLOCK);
    sha256_add(&h, out, SHA256_BYTES);
    sha256_end(&h, out);
}

/* "<minute until which it holds>-<hash>" */
static char *seal_for(struct arena *a, const unsigned char key[GUARD_KEY], const char *path,
                      const char *session, int64_t until)
{
    unsigned char hash[SHA256_BYTES];
    keyed_hash(key, arena_printf(a, "%" PRId64 "\n%s\n%s", until, path, session ? session : ""),
               hash);
    return arena_printf(a, "%" PRId64 "-%s", until, hex_text(a, hash, sizeof hash));
}

char *guard_seal(struct arena *a, const unsigned char key[GUARD_KEY], const char *what,
                 const char *session, instant until)
{
    return seal_for(a, key, what, session, until / MINUTES(1));
}

/* Compared to the end, so that the time it takes tells nothing. */
static bool same(const char *x, const char *y)
{
    size_t len = strlen(x);
    unsigned char differs = 0;
    if (len != strlen(y))
        return false;
    for (size_t i = 0; i < len; i++)
        differs |= (unsigned char)(x[i] ^ y[i]);
    return differs == 0;
}

bool guard_sealed(struct arena *a, const unsigned char key[GUARD_KEY], const char *what,
                  const char *session, instant now, instant longest, const char *seal,
                  instant *until)
{
    if (!seal || strlen(seal) > HEX + 24)
        return false;
    char *end;
    int64_t minute = strtoll(seal, &end, 10);
    if (*end != '-' || minute < now / MINUTES(1) || minute > (now + longest) / MINUTES(1))
        return false;
    *until = minute * MINUTES(1);
    return same(seal, seal_for(a, key, what, session, minute));
}

char *guard_make(struct arena *a, const unsigned char key[GUARD_KEY], const char *path,
                 const char *session, instant now)
{
    return guard_seal(a, key, path, session, now + HOURS(GUARD_HOURS));
}

bool guard_holds(struct arena *a, const unsigned char key[GUARD_KEY], const char *path,
                 const char *session, instant now, const char *token)
{
    instant until;
    return guard_sealed(a, key, path, session, now, HOURS(GUARD_HOURS), token, &until);
}
