/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Random numbers, hashes, tokens and passwords (libsodium behind it).
 */
#ifndef LEVANDE_BASE_SECRET_H
#define LEVANDE_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum {
    SHA256_BYTES = 32,
    TOKEN_CHARS = 26, /* 128 bits in base32 */
};

/* The random source that is handed in. `state` is the source's own. */
struct random_source {
    void (*fill)(void *state, void *out, size_t len);
    void *state;
};

/* The system's generator; made ready on the first call, which ends the process if it fails. */
struct random_source random_system(void);

/* A sequence that the seed alone decides: for tests and simulations, never for secrets. */
struct seeded {
    uint64_t seed, drawn;
};
struct random_source random_seeded(struct seeded *s);

void random_fill(struct random_source r, void *out, size_t len);

/* A number from 0 to below bound, without bias; bound 0 gives 0. */
uint32_t random_below(struct random_source r, uint32_t bound);

/* 128 random bits as 26 lower-case base32 characters (RFC 4648, a-z2-7) and a NUL. */
void random_token(struct random_source r, char out[TOKEN_CHARS + 1]);

/*
 * The token for answers by mail that belongs to a link's token: the first 128 bits of a hash of it,
 * in the same form. Who sees the one in a mail's header cannot find the other.
 */
void token_for_replies(const char *token, char out[TOKEN_CHARS + 1]);

/*
 * By what the case book knows a link's token and its token for replies, both: the hash of the
 * latter, in hexadecimal. So one row stands for the two, found by a mail with sha256_text() of what
 * it came to, and by a page with this; and neither token opens what the other does.
 */
char *token_hash(struct arena *a, const char *token);

/*
 * A name for something of ours, unlike all others (a Message-ID, a calendar's UID): a token whose
 * first 9 characters tell the time, so that names made one after another sort so, and those of a
 * moment lie side by side in an index; 80 random bits follow. now: milliseconds.
 */
void random_name(struct random_source r, int64_t now, char out[TOKEN_CHARS + 1]);

/* The code of six figures that belongs to the token of the letter that brings it. */
enum { CODE_CHARS = 6 };
void token_for_code(const char *token, char out[CODE_CHARS + 1]);

/* True when the text is 26 characters of a-z2-7. */
bool token_formed(const char *text);

void sha256(const void *data, size_t len, unsigned char out[SHA256_BYTES]);

/* A running SHA-256 for data that comes in pieces. */
struct sha256 {
    _Alignas(16) unsigned char state[128];
};
void sha256_start(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *data, size_t len);
void sha256_end(struct sha256 *h, unsigned char out[SHA256_BYTES]);

/* Lower-case hexadecimal. */
char *hex_text(struct arena *a, const void *data, size_t len);

/* SHA-256 of a text, in hexadecimal. */
char *sha256_text(struct arena *a, const char *text);

/* Argon2id, with its salt and cost inside the text. */
char *password_hash(struct arena *a, const char *password);
bool password_matches(const char *hash, const char *password);

#endif
