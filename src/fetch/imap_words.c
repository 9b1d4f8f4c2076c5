/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Words: a response taken apart.
 *
 * A response lies whole in memory, with its literals in their places, each behind its count; so a
 * literal is stepped over by counting and never looked into. Nothing is copied: a quoted string
 * with escapes is unescaped where it stands.
 */
#include "imap.h"

#include <string.h>
#include <strings.h>

enum { DEPTH_MAX = 64 };

struct words words_of(char *data, size_t len)
{
    return (struct words){.at = data, .end = data + len};
}

static bool fail(struct words *w)
{
    w->bad = true;
    w->at = w->end;
    return false;
}

static void skip_spaces(struct words *w)
{
    while (w->at < w->end && *w->at == ' ')
        w->at++;
}

bool words_end(struct words *w)
{
    skip_spaces(w);
    return w->at == w->end;
}

bool words_char(struct words *w, char c)
{
    skip_spaces(w);
    if (w->at == w->end || *w->at != c)
        return false;
    w->at++;
    return true;
}

static bool ends_atom(char c)
{
    return (unsigned char)c <= ' ' || c == '(' || c == ')' || c == '"' || c == '{' || c == 0x7f;
}

/* Steps over "[…]", which may hold spaces and lists, as a part of an atom. */
static bool skip_section(struct words *w)
{
    char *close = memchr(w->at, ']', (size_t)(w->end - w->at));
    if (!close)
        return fail(w);
    w->at = close + 1;
    return true;
}

bool words_atom(struct words *w, struct bytes *out)
{
    skip_spaces(w);
    char *start = w->at;
    while (w->at < w->end && !ends_atom(*w->at)) {
        if (*w->at == '[') {
            if (!skip_section(w))
                return false;
        } else {
            w->at++;
        }
    }
    if (w->at == start)
        return fail(w);
    *out = (struct bytes){.data = start, .len = (size_t)(w->at - start)};
    return true;
}

bool bytes_are(const struct bytes *b, const char *word)
{
    return b->len == strlen(word) && strncasecmp(b->data, word, b->len) == 0;
}

bool words_take(struct words *w, const char *word)
{
    struct words ahead = *w;
    struct bytes atom;
    if (!words_atom(&ahead, &atom) || !bytes_are(&atom, word))
        return false;
    *w = ahead;
    return true;
}

bool words_number(struct words *w, uint32_t *out)
{
    skip_spaces(w);
    uint64_t value = 0;
    char *start = w->at;
    while (w->at < w->end && *w->at >= '0' && *w->at <= '9') {
        value = value * 10 + (uint64_t)(*w->at++ - '0');
        if (value > UINT32_MAX)
            return fail(w);
    }
    if (w->at == start)
        return fail(w);
    *out = (uint32_t)value;
    return true;
}

static bool quoted(struct words *w, struct bytes *out)
{
    char *to = w->at, *start = to;
    while (w->at < w->end && *w->at != '"') {
        if (*w->at == '\r' || *w->at == '\n')
            return fail(w);
        if (*w->at == '\\' && ++w->at == w->end)
            return fail(w);
        *to++ = *w->at++;
    }
    if (w->at == w->end)
        return fail(w);
    w->at++;
    *out = (struct bytes){.data = start, .len = (size_t)(to - start)};
    return true;
}

/* At the count of "{n}CRLF" and its bytes. The line end may be a lone LF, as the wire takes it. */
static bool literal(struct words *w, struct bytes *out)
{
    uint32_t len;
    if (!words_number(w, &len) || w->at == w->end || *w->at++ != '}')
        return fail(w);
    if (w->at < w->end && *w->at == '\r')
        w->at++;
    if (w->at == w->end || *w->at++ != '\n' || (size_t)(w->end - w->at) < len)
        return fail(w);
    *out = (struct bytes){.data = w->at, .len = len};
    w->at += len;
    return true;
}

bool words_string(struct words *w, struct bytes *out)
{
    if (words_char(w, '"'))
        return quoted(w, out);
    words_char(w, '~');
    if (words_char(w, '{'))
        return literal(w, out);
    if (!words_take(w, "NIL"))
        return fail(w);
    *out = (struct bytes){.data = "", .nil = true};
    return true;
}

/* One thing: a parenthesis, a string, or an atom. */
static bool skip_one(struct words *w, int *depth)
{
    struct bytes ignored;
    if (words_char(w, '('))
        return ++*depth <= DEPTH_MAX || fail(w);
    if (words_char(w, ')'))
        return --*depth >= 0 || fail(w);
    skip_spaces(w);
    if (w->at < w->end && (*w->at == '"' || *w->at == '{' || *w->at == '~'))
        return words_string(w, &ignored);
    return words_atom(w, &ignored);
}

bool words_skip(struct words *w)
{
    int depth = 0;
    do {
        if (!skip_one(w, &depth))
            return false;
    } while (depth > 0);
    return true;
}
