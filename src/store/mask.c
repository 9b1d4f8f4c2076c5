/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A token in clear exists only in a letter that is not yet sent (invariant 9): afterwards it is
 * masked in the bytes that the book keeps.
 *
 * A token is 26 characters of a-z and 2-7, which no encoding but base64 changes. So it is looked
 * for twice: in the bytes as they stand, where quoted-printable may have broken it with a soft line
 * break; and in each base64 part decoded, which is then written back over itself. In both cases
 * the masked text is as long as it was, so that nothing else in the letter moves.
 *
 * What is not here: tokens in encoded header words. No header of ours that is encoded holds one.
 */
#include "mask.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/secret.h"
#include "base/text.h"

/* The length of a soft line break of quoted-printable at p, or 0. */
static size_t soft_break(const char *p, const char *end)
{
    if (end - p >= 3 && p[0] == '=' && p[1] == '\r' && p[2] == '\n')
        return 3;
    return end - p >= 2 && p[0] == '=' && p[1] == '\n' ? 2 : 0;
}

/* Does the token stand at p? Then *stop is behind it. */
static bool stands_at(const char *p, const char *end, const char *token, const char **stop)
{
    for (const char *t = token; *t; t++) {
        if (t != token)
            for (size_t n; (n = soft_break(p, end)) > 0;)
                p += n;
        if (p == end || *p != *t)
            return false;
        p++;
    }
    *stop = p;
    return true;
}

static size_t mask_plain(char *raw, size_t len, const char *token)
{
    size_t found = 0;
    const char *end = raw + len;
    for (char *p = raw; p < end; p++) {
        p = memchr(p, token[0], (size_t)(end - p));
        const char *stop;
        if (!p)
            break;
        if (!stands_at(p, end, token, &stop))
            continue;
        found++;
        while (p < stop) {
            size_t n = soft_break(p, end);
            if (n > 0)
                p += n;
            else
                *p++ = 'x';
        }
        p--;
    }
    return found;
}

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static int sextet(char c)
{
    const char *p = c ? strchr(alphabet, c) : NULL;
    return p ? (int)(p - alphabet) : -1;
}

/* Decodes a base64 body into bytes; line ends and whatever else is no sextet are passed over. */
static size_t decode(const char *body, size_t len, unsigned char *bytes)
{
    size_t used = 0;
    uint32_t bits = 0;
    int held = 0;
    for (size_t i = 0; i < len; i++) {
        int value = sextet(body[i]);
        if (value < 0)
            continue;
        bits = bits << 6 | (uint32_t)value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes[used++] = (unsigned char)(bits >> held);
        }
    }
    return used;
}

/* Writes the bytes back over the sextets they came from; all else in the body stays. */
static void encode_over(char *body, size_t len, const unsigned char *bytes, size_t used)
{
    size_t bit = 0;
    for (size_t i = 0; i < len; i++) {
        if (sextet(body[i]) < 0)
            continue;
        unsigned value = 0;
        for (int n = 0; n < 6; n++, bit++) {
            size_t at = bit / 8;
            unsigned one = at < used ? bytes[at] >> (7 - bit % 8) & 1u : 0;
            value = value << 1 | one;
        }
        body[i] = alphabet[value];
    }
}

static size_t mask_base64(struct arena *a, char *body, size_t len, const char *token)
{
    unsigned char *bytes = arena_alloc(a, len);
    size_t used = decode(body, len, bytes);
    size_t found = mask_plain((char *)bytes, used, token);
    if (found > 0)
        encode_over(body, len, bytes, used);
    return found;
}

/* The line at p, without its end; *next is where the following one starts. */
static size_t line_at(const char *p, const char *end, const char **next)
{
    const char *lf = memchr(p, '\n', (size_t)(end - p));
    *next = lf ? lf + 1 : end;
    size_t n = (size_t)((lf ? lf : end) - p);
    return n > 0 && p[n - 1] == '\r' ? n - 1 : n;
}

static bool says_base64(const char *line, size_t n)
{
    static const char field[] = "content-transfer-encoding:";
    return n > strlen(field) && text_find_nocase(line, strlen(field), field) == line &&
           text_find_nocase(line, n, "base64") != NULL;
}

/*
 * Walks through the lines. A header block is what stands at the start, and after a line that
 * starts with "--", up to an empty line. A body goes on to the next line of that kind.
 */
static size_t mask_encoded(struct arena *a, char *raw, size_t len, const char *token)
{
    size_t found = 0;
    const char *end = raw + len, *next, *body = NULL;
    bool header = true, base64 = false;
    for (const char *p = raw; p < end; p = next) {
        size_t n = line_at(p, end, &next);
        bool border = n >= 2 && p[0] == '-' && p[1] == '-';
        if (border) {
            if (base64 && body)
                found += mask_base64(a, raw + (body - raw), (size_t)(p - body), token);
            header = true, base64 = false, body = NULL;
        } else if (header && n == 0) {
            header = false, body = next;
        } else if (header && says_base64(p, n)) {
            base64 = true;
        }
    }
    if (base64 && body)
        found += mask_base64(a, raw + (body - raw), (size_t)(end - body), token);
    return found;
}

size_t mask_token(struct arena *a, char *raw, size_t len, const char *token)
{
    if (!token || !token[0])
        return 0;
    return mask_plain(raw, len, token) + mask_encoded(a, raw, len, token);
}

size_t mask_letter(struct arena *a, char *raw, size_t len, const char *token, const char *purpose)
{
    char reply[TOKEN_CHARS + 1], code[CODE_CHARS + 1] = "";
    token_for_replies(token, reply);
    if (strcmp(purpose, "code") == 0)
        token_for_code(token, code);
    return mask_token(a, raw, len, token) + mask_token(a, raw, len, reply) +
           mask_token(a, raw, len, code);
}
