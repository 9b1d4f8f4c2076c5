/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The wire: bytes cut into responses, each whole with its literals.
 *
 * A response is a line; where an untagged line that is no status ends with "{n}", n bytes follow
 * that are counted and not read, and then the line goes on. Status lines (OK, NO, BAD, BYE) end
 * with free text, in which "{3}" means nothing. Three bounds hold: on the text, on the literals,
 * and, by the deadline, on the time.
 */
#include "imap.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"

enum { IN_SIZE = 64 * 1024 };

void wire_init(struct wire *w, struct net_stream *stream)
{
    *w = (struct wire){.stream = stream, .literal_max = IMAP_LITERAL_SMALL};
    w->in = malloc(IN_SIZE);
    if (!w->in)
        abort();
    buffer_init(&w->response, (size_t)IMAP_MAIL_MAX + 2 * IMAP_TEXT_MAX);
}

void wire_free(struct wire *w)
{
    net_close(&w->stream);
    buffer_free(&w->response);
    free(w->in);
    w->in = NULL;
}

static enum wire_got lost(struct fault *f, enum exit_code code, const char *why)
{
    fault_set(f, AGAIN, code, "%s", why);
    return WIRE_LOST;
}

/* Reads more bytes; WIRE_RESPONSE means that some are there. */
static enum wire_got fill(struct wire *w, int64_t deadline, struct fault *f)
{
    int64_t quiet = clock_ticks() + IMAP_COMMAND_MS;
    size_t got = 0;
    w->from = w->to = 0;
    switch (net_read(w->stream, w->in, IN_SIZE, &got, deadline < quiet ? deadline : quiet)) {
    case NET_BYTES:
        w->to = got;
        return WIRE_RESPONSE;
    case NET_QUIET:
        return WIRE_QUIET;
    default:
        return lost(f, EXIT_UNAVAILABLE, "the server closed the connection");
    }
}

/* Moves n bytes from the input to the response. */
static bool take(struct wire *w, size_t n)
{
    bool fits = buffer_add(&w->response, w->in + w->from, n);
    w->from += n;
    return fits;
}

/* An untagged line whose last words may be free text, and a "+ …", has no literals. */
static bool is_status(const char *line, size_t len)
{
    static const char *const kinds[] = {"* OK", "* NO", "* BAD", "* BYE", "* PREAUTH"};
    if (len < 2 || line[0] != '*' || line[1] != ' ')
        return true;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        size_t n = strlen(kinds[i]);
        if (len >= n && strncasecmp(line, kinds[i], n) == 0 && (len == n || line[n] <= ' '))
            return true;
    }
    return false;
}

/* Does the line, without its line end, announce a literal? Its count; false for a wild one. */
static bool announces(const char *line, size_t len, bool *literal, uint64_t *count)
{
    *literal = false;
    if (len < 3 || line[len - 1] != '}')
        return true;
    size_t at = len - 1;
    while (at > 0 && line[at - 1] >= '0' && line[at - 1] <= '9')
        at--;
    if (at == len - 1 || at == 0 || line[at - 1] != '{')
        return true;
    if (len - 1 - at > 10)
        return false;
    *literal = true;
    *count = 0;
    for (; line[at] != '}'; at++)
        *count = *count * 10 + (uint64_t)(line[at] - '0');
    return true;
}

/* A line has come to its end: is the response whole, or does a literal follow? */
static enum wire_got line_ended(struct wire *w, struct fault *f)
{
    const char *line = w->response.data + w->line_start;
    size_t len = w->response.len - w->line_start - 1;
    if (len > 0 && line[len - 1] == '\r')
        len--;
    bool literal = false;
    uint64_t count = 0;
    if (!is_status(w->response.data, w->response.len) && !announces(line, len, &literal, &count))
        return lost(f, EXIT_DATA, "the server announces too large a literal");
    if (!literal) {
        w->response.len = w->line_start + len;
        w->response.data[w->response.len] = '\0';
        w->whole = true;
        return WIRE_RESPONSE;
    }
    if (count > w->literal_max - w->literal_len)
        return lost(f, EXIT_DATA, "the server announces too large a literal");
    w->literal_len += (size_t)count;
    w->literal_left = (size_t)count;
    w->line_start = w->response.len + (size_t)count;
    return WIRE_QUIET;
}

/* Goes on with the bytes at hand; WIRE_QUIET: more are needed, or the next line begins. */
static enum wire_got advance(struct wire *w, struct fault *f)
{
    size_t there = w->to - w->from;
    if (w->literal_left > 0) {
        size_t n = there < w->literal_left ? there : w->literal_left;
        w->literal_left -= n;
        return take(w, n) ? WIRE_QUIET : lost(f, EXIT_DATA, "the server's answer is too long");
    }
    const char *line_end = memchr(w->in + w->from, '\n', there);
    size_t n = line_end ? (size_t)(line_end - (w->in + w->from)) + 1 : there;
    w->text_len += n;
    if (w->text_len > IMAP_TEXT_MAX || !take(w, n))
        return lost(f, EXIT_DATA, "the server's answer is too long");
    return line_end ? line_ended(w, f) : WIRE_QUIET;
}

enum wire_got wire_read(struct wire *w, int64_t deadline, struct fault *f)
{
    if (w->whole) {
        buffer_clear(&w->response);
        w->line_start = w->text_len = w->literal_len = 0;
        w->whole = false;
    }
    for (;;) {
        enum wire_got got = WIRE_QUIET;
        if (w->from == w->to && (got = fill(w, deadline, f)) != WIRE_RESPONSE)
            return got;
        got = advance(w, f);
        if (got != WIRE_QUIET)
            return got;
    }
}
