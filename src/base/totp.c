/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Codes that change with time: the one file that knows OpenSSL's HMAC, for SHA-1 is what the
 * telephones' programs take as given, and libsodium has none.
 */
#include "base/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"

enum { SHA1_BYTES = 20, COUNTER_BYTES = 8, TEXT_CHARS = TOTP_BYTES * 8 / 5 };

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

char *totp_secret_text(struct arena *a, const unsigned char secret[TOTP_BYTES])
{
    char *text = arena_alloc(a, TEXT_CHARS + 1);
    unsigned bits = 0, held = 0;
    size_t at = 0;
    for (size_t i = 0; i < TOTP_BYTES; i++) {
        bits = bits << 8 | secret[i];
        for (held += 8; held >= 5; held -= 5)
            text[at++] = base32[bits >> (held - 5) & 31];
    }
    return text;
}

bool totp_secret_read(const char *text, unsigned char secret[TOTP_BYTES])
{
    unsigned bits = 0, held = 0;
    size_t at = 0;
    if (strlen(text) != TEXT_CHARS)
        return false;
    for (; *text; text++) {
        const char *found = strchr(base32, *text);
        if (!found)
            return false;
        bits = bits << 5 | (unsigned)(found - base32);
        held += 5;
        if (held >= 8) {
            held -= 8;
            secret[at++] = (unsigned char)(bits >> held);
        }
    }
    return true;
}

int64_t totp_step(instant at)
{
    return at / SECONDS(TOTP_SECONDS);
}

/* Dynamic truncation (RFC 4226, 5.3). */
void totp_code(const unsigned char secret[TOTP_BYTES], int64_t step, char out[TOTP_FIGURES + 1])
{
    unsigned char counter[COUNTER_BYTES], mac[SHA1_BYTES];
    unsigned len = 0;
    for (size_t i = 0; i < COUNTER_BYTES; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (8 * (COUNTER_BYTES - 1 - i)));
    if (!HMAC(EVP_sha1(), secret, TOTP_BYTES, counter, sizeof counter, mac, &len) ||
        len != SHA1_BYTES)
        memory_out(sizeof mac);
    const unsigned char *from = mac + (mac[SHA1_BYTES - 1] & 15);
    uint32_t n = (uint32_t)(from[0] & 127) << 24 | (uint32_t)from[1] << 16 |
                 (uint32_t)from[2] << 8 | from[3];
    snprintf(out, TOTP_FIGURES + 1, "%06u", n % 1000000u);
}

/* Compared to the end, so that the time it takes tells nothing. */
static bool same(const char *x, const char *y)
{
    unsigned char differs = 0;
    for (size_t i = 0; i < TOTP_FIGURES; i++)
        differs |= (unsigned char)(x[i] ^ y[i]);
    return differs == 0;
}

bool totp_matches(const unsigned char secret[TOTP_BYTES], const char *code, instant now,
                  int64_t used, int64_t *step)
{
    bool found = false;
    if (strlen(code) != TOTP_FIGURES)
        return false;
    for (int64_t s = totp_step(now) - 1; s <= totp_step(now) + 1; s++) {
        char right[TOTP_FIGURES + 1];
        totp_code(secret, s, right);
        if (same(code, right) && s > used && !found) {
            *step = s;
            found = true;
        }
    }
    return found;
}
