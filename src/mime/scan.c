/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A cheap look at the raw mail before GMime builds a tree of it.
 *
 * GMime is quick and safe, but gives each part and each header field a few objects: 200,000 parts
 * take 266 MB. So the lines are walked once here; boundaries are counted where they were declared
 * ("boundary=" in a header block), header lines wherever headers stand, and where a bound is
 * passed the mail ends for us. A single field that is too long loses its tail, and then the mail
 * is copied without it. What is cut off stays in the original.
 *
 * This is no parser. It errs towards counting too much only in mail that is built to confuse.
 */
#include "mime_private.h"

#include <string.h>

#include "base/text.h"

enum {
    HEADER_LINES = 20000,       /* in all header blocks together */
    HEADER_BYTES = 1024 * 1024, /* as well */
    FIELD_BYTES = 32 * 1024,    /* of one field: GMime decodes some in quadratic time */
    SLOTS = 4096,               /* of the table of boundaries, a power of two */
    BOUNDARY_BYTES = 1024,
};

struct scan {
    uint64_t seen[SLOTS]; /* hashes of the declared boundaries; 0: free */
    size_t declared;
    size_t parts, header_lines, header_bytes;
    size_t field_bytes;     /* of the field that goes on */
    bool in_header, nested; /* nested: this header block is that of a message/rfc822 */
};

struct scan_result {
    const char *defect;
    bool long_fields;
};

static uint64_t hash(const char *p, size_t len)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < len; i++)
        h = (h ^ (unsigned char)p[i]) * 1099511628211u;
    return h | 1;
}

/* The slot of the hash, or the free one where it belongs. */
static uint64_t *slot(struct scan *s, uint64_t h)
{
    size_t i = h >> 20 & (SLOTS - 1);
    while (s->seen[i] != 0 && s->seen[i] != h)
        i = (i + 1) & (SLOTS - 1);
    return &s->seen[i];
}

static size_t line_length(const char *p, const char *end)
{
    const char *nl = memchr(p, '\n', (size_t)(end - p));
    return nl ? (size_t)(nl - p) : (size_t)(end - p);
}

static size_t trimmed(const char *p, size_t len)
{
    while (len > 0 && (p[len - 1] == '\r' || p[len - 1] == ' ' || p[len - 1] == '\t'))
        len--;
    return len;
}

static void declare(struct scan *s, const char *p, size_t len)
{
    const char *at = text_find_nocase(p, len, "boundary");
    if (at == NULL || s->declared >= SLOTS / 2)
        return;
    const char *end = p + len;
    at += strlen("boundary");
    while (at < end && (*at == ' ' || *at == '\t' || *at == '*' || *at == '0'))
        at++;
    if (at >= end || *at != '=')
        return;
    at++;
    while (at < end && (*at == ' ' || *at == '\t' || *at == '"'))
        at++;
    const char *stop = at;
    while (stop < end && *stop != '"' && *stop != ';')
        stop++;
    size_t size = trimmed(at, (size_t)(stop - at));
    if (size == 0 || size > BOUNDARY_BYTES)
        return;
    uint64_t h = hash(at, size), *where = slot(s, h);
    if (*where == 0) {
        *where = h;
        s->declared++;
    }
}

static bool is_boundary(struct scan *s, const char *p, size_t len)
{
    if (len < 3 || p[0] != '-' || p[1] != '-' || len > BOUNDARY_BYTES)
        return false;
    if (*slot(s, hash(p + 2, len - 2)) != 0)
        return true;
    bool closes = len > 4 && p[len - 1] == '-' && p[len - 2] == '-';
    return closes && *slot(s, hash(p + 2, len - 4)) != 0;
}

/* Counts a line of a header block. */
static void header_line(struct scan *s, const char *p, size_t len)
{
    bool folded = *p == ' ' || *p == '\t';
    s->field_bytes = (folded ? s->field_bytes : 0) + len;
    if (s->field_bytes > FIELD_BYTES)
        return;
    s->header_lines++;
    s->header_bytes += len;
    declare(s, p, len);
    if (text_find_nocase(p, len < 200 ? len : 200, "message/") != NULL) {
        s->nested = true;
        s->parts++;
    }
}

/* Takes one line in; p[0..len) is without its line end. */
static void step(struct scan *s, const char *p, size_t len)
{
    if (is_boundary(s, p, len)) {
        s->parts++;
        s->in_header = true;
        s->nested = false;
        s->field_bytes = 0;
    } else if (!s->in_header) {
        return;
    } else if (len == 0) {
        s->in_header = s->nested;
        s->nested = false;
        s->field_bytes = 0;
    } else {
        header_line(s, p, len);
    }
}

static const char *beyond(const struct scan *s, const struct mime_limits *limits)
{
    if (s->parts > 2 * (size_t)limits->parts) /* an opening and a closing line each */
        return "parts_limit";
    return s->header_lines > HEADER_LINES || s->header_bytes > HEADER_BYTES ? "header_limit" : NULL;
}

static char *put(char *to, const char *p, size_t len)
{
    memcpy(to, p, len);
    return to + len;
}

/* Of a line with which its field has grown to `grown` bytes: what still belongs to its head. */
static char *put_head(char *to, const char *p, size_t len, size_t grown)
{
    size_t before = grown - len;
    if (before >= FIELD_BYTES)
        return to;
    to = put(to, p, FIELD_BYTES - before - 1);
    *to++ = '\n';
    return to;
}

/*
 * Walks the lines; where copy is not NULL, all but the tails of long fields is written there. Gives
 * the number of bytes walked, or written.
 */
static size_t walk(const char *raw, size_t len, const struct mime_limits *limits, char *copy,
                   struct scan_result *r)
{
    struct scan s = {.in_header = true};
    const char *end = raw + len, *p = raw;
    char *to = copy;
    while (p < end) {
        size_t line = line_length(p, end), whole = line < (size_t)(end - p) ? line + 1 : line;
        step(&s, p, trimmed(p, line));
        r->defect = beyond(&s, limits);
        if (r->defect != NULL)
            break;
        bool tail = s.field_bytes > FIELD_BYTES;
        r->long_fields |= tail;
        if (copy != NULL)
            to = tail ? put_head(to, p, trimmed(p, line), s.field_bytes) : put(to, p, whole);
        p += whole;
    }
    return copy ? (size_t)(to - copy) : (size_t)(p - raw);
}

const char *scan_bound(struct arena *a, const char *raw, size_t *len,
                       const struct mime_limits *limits, const char **defect)
{
    struct scan_result r = {0};
    size_t size = walk(raw, *len, limits, NULL, &r);
    const char *bounded = raw;
    *defect = r.defect;
    if (r.long_fields) {
        char *copy = arena_alloc(a, size + 1);
        struct scan_result again = {0};
        *len = walk(raw, size, limits, copy, &again);
        *defect = *defect ? *defect : "header_limit";
        bounded = copy;
    } else {
        *len = size;
    }
    return bounded;
}
