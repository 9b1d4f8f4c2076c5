/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Bytes to and from a connection that libcurl has opened.
 *
 * TLS may hold bytes that were decrypted and not yet asked for; so a read asks libcurl first and
 * waits on the socket only when it has nothing. A handle serves one connection: to connect again
 * with it would leak the old one.
 */
#include "net_private.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

enum { HEARD_MAX = 64 * 1024, LOOK_MS = 500 };

bool told_to_end(void)
{
    sigset_t pending;
    return sigpending(&pending) == 0 &&
           (sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1);
}

enum wait { READY, LATE, TOLD };

/* Waits for the socket. A broken one counts as ready. */
static enum wait wait_for(const struct net_stream *s, short events, int64_t deadline)
{
    struct pollfd p = {.fd = s->fd, .events = events};
    for (;;) {
        int64_t left = deadline - clock_ticks();
        if (left <= 0)
            return LATE;
        if (poll(&p, 1, left > LOOK_MS ? LOOK_MS : (int)left) != 0)
            return clock_ticks() < deadline ? READY : LATE;
        if (!s->patient && told_to_end())
            return TOLD;
    }
}

static enum net_got curl_read(struct net_stream *s, void *into, size_t cap, size_t *got,
                              int64_t deadline)
{
    struct curl_stream *c = (struct curl_stream *)s;
    for (;;) {
        CURLcode code = curl_easy_recv(c->handle, into, cap, got);
        if (code == CURLE_OK)
            return *got > 0 ? NET_BYTES : NET_ENDED;
        *got = 0;
        if (code != CURLE_AGAIN)
            return NET_ENDED;
        enum wait wait = wait_for(s, POLLIN, deadline);
        if (wait != READY)
            return wait == LATE ? NET_QUIET : NET_ENDED;
    }
}

static enum outcome curl_write(struct net_stream *s, const void *data, size_t len, int64_t deadline,
                               struct fault *f)
{
    struct curl_stream *c = (struct curl_stream *)s;
    const char *from = data;
    while (len > 0) {
        size_t sent = 0;
        CURLcode code = curl_easy_send(c->handle, from, len, &sent);
        if (code == CURLE_OK) {
            from += sent;
            len -= sent;
        } else if (code != CURLE_AGAIN) {
            return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "write to the server: %s",
                             curl_easy_strerror(code));
        } else if (wait_for(s, POLLOUT, deadline) != READY) {
            return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "write to the server: out of time");
        }
    }
    return DONE;
}

static void curl_close(struct net_stream *s)
{
    struct curl_stream *c = (struct curl_stream *)s;
    if (c->handle)
        curl_easy_cleanup(c->handle);
    curl_global_cleanup();
    buffer_free(&c->heard);
    free(c);
}

/*
 * libcurl shows each line the server says while connecting. What was said before the last EHLO or
 * CAPABILITY was perhaps said in clear, so it is forgotten when a new greeting or list begins.
 */
static size_t hear(char *line, size_t size, size_t count, void *context)
{
    struct curl_stream *c = context;
    size_t len = size * count, bare = len;
    while (bare > 0 && (line[bare - 1] == '\r' || line[bare - 1] == '\n'))
        bare--;
    static const char capability[] = "* CAPABILITY";
    bool anew = c->smtp ? bare >= 3 && memcmp(line, "220", 3) == 0
                        : bare >= sizeof capability - 1 &&
                              strncasecmp(line, capability, sizeof capability - 1) == 0;
    if (anew)
        buffer_clear(&c->heard);
    buffer_add(&c->heard, line, bare);
    buffer_putc(&c->heard, '\n');
    return len;
}

struct curl_stream *curl_stream_new(bool smtp)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return NULL;
    struct curl_stream *c = calloc(1, sizeof *c);
    CURL *handle = c ? curl_easy_init() : NULL;
    if (!handle) {
        free(c);
        curl_global_cleanup();
        return NULL;
    }
    buffer_init(&c->heard, HEARD_MAX);
    c->smtp = smtp;
    c->handle = handle;
    c->stream = (struct net_stream){
        .read = curl_read, .write = curl_write, .close = curl_close, .fd = -1, .heard = ""};
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, hear);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, c);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, c->error);
    return c;
}

enum net_got net_read(struct net_stream *s, void *into, size_t cap, size_t *got, int64_t deadline)
{
    *got = 0;
    return s->read(s, into, cap, got, deadline);
}

enum outcome net_write(struct net_stream *s, const void *data, size_t len, int64_t deadline,
                       struct fault *f)
{
    return s->write(s, data, len, deadline, f);
}

void net_close(struct net_stream **s)
{
    if (*s)
        (*s)->close(*s);
    *s = NULL;
}

bool net_offers(const struct net_stream *s, struct arena *a, const char *word, char **value)
{
    size_t len = strlen(word);
    for (const char *line = s->heard; line && *line;) {
        const char *end = strchrnul(line, '\n');
        size_t rest = (size_t)(end - line);
        bool code = rest > 4 && text_starts(line, "250") && (line[3] == '-' || line[3] == ' ');
        if (code && rest >= 4 + len && text_starts_nocase(line + 4, word) &&
            (rest == 4 + len || line[4 + len] == ' ' || line[4 + len] == '=')) {
            const char *from = rest == 4 + len ? end : line + 4 + len + 1;
            if (value)
                *value = arena_strndup(a, from, (size_t)(end - from));
            return true;
        }
        line = *end ? end + 1 : end;
    }
    return false;
}
