/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A cheap look at the raw mail before GMime builds a tree of it.
 *
 * GMime is quick and safe, but gives each part and each header field a few objects: 200,000 parts
 * take 266 MB. So the lines are walked once here; boundaries are counted where they were declared
 * ("boundary=" in a header block), header lines wherever headers stand, and where a bound is
 * passed the mail ends for us. What it cuts off stays in the original.
 *
 * This is no parser. It errs towards counting too much only in mail that is built to confuse.
 */
#include "mime_private.h"

#include <string.h>

#include "base/text.h"

enum {
    HEADER_LINES = 20000, /* in all header blocks together */
    SLOTS = 4096,         /* of the table of boundaries, a power of two */
    BOUNDARY_BYTES = 1024,
};

struct scan {
    uint64_t seen[SLOTS]; /* hashes of the declared boundaries; 0: free */
    size_t declared;
    size_t parts, header_lines;
    bool in_header, nested; /* nested: this header block is that of a message/rfc822 */
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

/* Takes one line in; p[0..len) is without its line end. */
static void step(struct scan *s, const char *p, size_t len)
{
    if (is_boundary(s, p, len)) {
        s->parts++;
        s->in_header = true;
        s->nested = false;
    } else if (!s->in_header) {
        return;
    } else if (len == 0) {
        s->in_header = s->nested;
        s->nested = false;
    } else {
        s->header_lines++;
        declare(s, p, len);
        if (text_find_nocase(p, len < 200 ? len : 200, "message/") != NULL) {
            s->nested = true;
            s->parts++;
        }
    }
}

size_t scan_bound(const char *raw, size_t len, const struct mime_limits *limits,
                  const char **defect)
{
    struct scan s = {.in_header = true};
    const char *end = raw + len;
    *defect = NULL;
    for (const char *p = raw; p < end;) {
        size_t line = line_length(p, end);
        step(&s, p, trimmed(p, line));
        if (s.parts > 2 * (size_t)limits->parts) /* an opening and a closing line each */
            *defect = "parts_limit";
        else if (s.header_lines > HEADER_LINES)
            *defect = "header_limit";
        if (*defect != NULL)
            return (size_t)(p - raw);
        p += line < (size_t)(end - p) ? line + 1 : line;
    }
    return len;
}
