/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Randomness, hashes and passwords: the one file that knows libsodium.
 *
 * Passwords cost Argon2id, two passes over 19 MiB: some tens of milliseconds, and little enough
 * memory that a login leaves no mark on a small machine. A hash holds its own costs, so one that
 * was made with others is read as well.
 */
#include "base/secret.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

enum { TOKEN_BYTES = 16, PASSWORD_PASSES = 2, PASSWORD_MEMORY = 19 << 20 };

static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct sha256), "room for the state");
_Static_assert(_Alignof(crypto_hash_sha256_state) <= _Alignof(struct sha256), "aligned for it");
_Static_assert(crypto_hash_sha256_BYTES == SHA256_BYTES, "the length of a hash");

/* sodium_init() may be called again and again; only the first call does anything. */
static void make_ready(void)
{
    if (sodium_init() < 0) {
        fputs("<3> base random_missing\n", stderr);
        abort();
    }
}

static void fill_system(void *state, void *out, size_t len)
{
    (void)state;
    randombytes_buf(out, len);
}

struct random_source random_system(void)
{
    make_ready();
    return (struct random_source){.fill = fill_system};
}

/* The nth word of the sequence splitmix64 that a seed begins. */
static uint64_t seeded_word(uint64_t seed, uint64_t n)
{
    uint64_t z = seed + (n + 1) * UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* Byte by byte, so that the sequence is the same however it is cut into pieces. */
static void fill_seeded(void *state, void *out, size_t len)
{
    struct seeded *s = state;
    unsigned char *bytes = out;
    for (size_t i = 0; i < len; i++, s->drawn++)
        bytes[i] = (unsigned char)(seeded_word(s->seed, s->drawn / 8) >> (s->drawn % 8 * 8));
}

struct random_source random_seeded(struct seeded *s)
{
    return (struct random_source){.fill = fill_seeded, .state = s};
}

void random_fill(struct random_source r, void *out, size_t len)
{
    r.fill(r.state, out, len);
}

/* Draws again below 2^32 mod bound: what is left is a whole number of bounds. */
uint32_t random_below(struct random_source r, uint32_t bound)
{
    if (bound == 0)
        return 0;
    uint32_t least = (0U - bound) % bound;
    for (;;) {
        unsigned char b[4];
        random_fill(r, b, sizeof b);
        uint32_t n =
            (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
        if (n >= least)
            return n % bound;
    }
}

static void write_token(const unsigned char bytes[TOKEN_BYTES], char out[TOKEN_CHARS + 1])
{
    uint32_t held = 0;
    unsigned bits = 0;
    size_t used = 0;
    for (size_t i = 0; i < TOKEN_BYTES; i++) {
        held = held << 8 | bytes[i];
        for (bits += 8; bits >= 5; bits -= 5)
            out[used++] = base32[held >> (bits - 5) & 31];
    }
    out[used++] = base32[held << (5 - bits) & 31];
    out[used] = '\0';
}

void random_token(struct random_source r, char out[TOKEN_CHARS + 1])
{
    unsigned char bytes[TOKEN_BYTES];
    random_fill(r, bytes, sizeof bytes);
    write_token(bytes, out);
    sodium_memzero(bytes, sizeof bytes);
}

/* What is made of a token for one use, and says nothing of it. */
static void derive(const char *token, const char *use, unsigned char out[SHA256_BYTES])
{
    struct sha256 h;
    sha256_start(&h);
    sha256_add(&h, use, strlen(use));
    sha256_add(&h, token, strlen(token));
    sha256_end(&h, out);
}

void token_for_replies(const char *token, char out[TOKEN_CHARS + 1])
{
    unsigned char hash[SHA256_BYTES];
    derive(token, "reply ", hash);
    write_token(hash, out);
    sodium_memzero(hash, sizeof hash);
}

/* Of 64 bits, so that no code is likelier than another by anything that could be used. */
void token_for_code(const char *token, char out[CODE_CHARS + 1])
{
    unsigned char hash[SHA256_BYTES];
    uint64_t n = 0;
    derive(token, "code ", hash);
    for (size_t i = 0; i < sizeof n; i++)
        n = n << 8 | hash[i];
    for (size_t i = CODE_CHARS; i-- > 0; n /= 10)
        out[i] = (char)('0' + n % 10);
    out[CODE_CHARS] = '\0';
    sodium_memzero(hash, sizeof hash);
}

char *token_hash(struct arena *a, const char *token)
{
    char reply[TOKEN_CHARS + 1];
    token_for_replies(token, reply);
    char *hash = sha256_text(a, reply);
    sodium_memzero(reply, sizeof reply);
    return hash;
}

void random_name(struct random_source r, int64_t now, char out[TOKEN_CHARS + 1])
{
    static const char sorted[] = "234567abcdefghijklmnopqrstuvwxyz";
    enum { TIME_CHARS = 9 };
    random_token(r, out);
    uint64_t time = now > 0 ? (uint64_t)now : 0;
    for (size_t i = TIME_CHARS; i > 0; i--, time >>= 5)
        out[i - 1] = sorted[time & 31];
}

bool token_formed(const char *text)
{
    return text && strlen(text) == TOKEN_CHARS && strspn(text, base32) == TOKEN_CHARS;
}

void sha256(const void *data, size_t len, unsigned char out[SHA256_BYTES])
{
    crypto_hash_sha256(out, data, len);
}

void sha256_start(struct sha256 *h)
{
    crypto_hash_sha256_init((void *)h->state);
}

void sha256_add(struct sha256 *h, const void *data, size_t len)
{
    crypto_hash_sha256_update((void *)h->state, data, len);
}

void sha256_end(struct sha256 *h, unsigned char out[SHA256_BYTES])
{
    crypto_hash_sha256_final((void *)h->state, out);
}

char *hex_text(struct arena *a, const void *data, size_t len)
{
    char *text = arena_array(a, len + 1, 2);
    return sodium_bin2hex(text, 2 * len + 1, data, len);
}

char *sha256_text(struct arena *a, const char *text)
{
    unsigned char hash[SHA256_BYTES];
    sha256(text, strlen(text), hash);
    return hex_text(a, hash, sizeof hash);
}

char *password_hash(struct arena *a, const char *password)
{
    make_ready();
    char *hash = arena_alloc(a, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str(hash, password, strlen(password), PASSWORD_PASSES, PASSWORD_MEMORY) != 0)
        memory_out(PASSWORD_MEMORY);
    return hash;
}

/* libsodium reads the hash from an array of full length. */
bool password_matches(const char *hash, const char *password)
{
    make_ready();
    char padded[crypto_pwhash_STRBYTES] = {0};
    size_t len = strlen(hash);
    if (len >= sizeof padded)
        return false;
    memcpy(padded, hash, len);
    return crypto_pwhash_str_verify(padded, password, strlen(password)) == 0;
}
