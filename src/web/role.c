/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The web role: libmicrohttpd in our own loop, one thread, one connection to the book.
 *
 * The library's epoll descriptor is what the role waits on; each step lets it do what is ready.
 * Answers carry the headers that keep a page to itself: no script, no frame, nothing from
 * elsewhere, nothing kept by caches, no address told onwards.
 */
#include "pages.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <poll.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/text.h"
#include "web.h"

enum { CONNECTION_SECONDS = 30, CONNECTIONS = 1000, MEMORY = 32 << 10 };

struct web {
    const struct house *house;
    struct MHD_Daemon *daemon;
    int listen_fd; /* ours to close; -1: the supervisor's */
    size_t answered;
};

static const struct {
    const char *name, *value;
} protections[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
     "frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
    {"Cache-Control", "no-store"},
};

static enum MHD_Result send_answer(struct MHD_Connection *connection, const struct web_answer *x)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(x->len, (void *)x->body, MHD_RESPMEM_MUST_COPY);
    if (!response)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", x->type);
    for (size_t i = 0; i < sizeof protections / sizeof protections[0]; i++)
        MHD_add_response_header(response, protections[i].name, protections[i].value);
    if (x->status == 405)
        MHD_add_response_header(response, "Allow", "GET, HEAD");
    enum MHD_Result queued = MHD_queue_response(connection, x->status, response);
    MHD_destroy_response(response);
    return queued;
}

/* First called with the head alone; then with each piece of a body, which nothing here wants. */
static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **seen)
{
    static const char HEAD_SEEN = 'h';
    (void)version;
    (void)upload;
    if (!*seen) {
        *seen = (void *)&HEAD_SEEN;
        return MHD_YES;
    }
    if (*upload_size > 0) {
        *upload_size = 0;
        return MHD_YES;
    }
    struct web *w = context;
    struct web_answer answer = {0};
    struct web_request q = {.house = w->house, .arena = arena_new(), .method = method, .path = url};
    if (text_ends(url, ".json")) {
        q.json = true;
        q.path = arena_strndup(q.arena, url, strlen(url) - strlen(".json"));
    }
    web_answer(&q, &answer);
    enum MHD_Result result = send_answer(connection, &answer);
    arena_free(&q.arena);
    w->answered++;
    return result;
}

static enum outcome start(struct web *w, int fd, struct fault *f)
{
    w->daemon = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, handle, w, MHD_OPTION_LISTEN_SOCKET,
                                 fd, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_SECONDS,
                                 MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
                                 MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
                                 MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
    if (!w->daemon)
        return fault_set(f, NEVER, EXIT_UNAVAILABLE, "the web server cannot be started");
    return DONE;
}

static enum outcome web_open(const struct house *house, void **state, struct fault *f)
{
    struct web *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    w->house = house;
    w->listen_fd = -1;
    *state = w;
    int fd = house->listen_fd, port;
    if (fd < 0) {
        enum outcome o = web_listen(house->settings, &fd, &port, f);
        if (o != DONE)
            return o;
        w->listen_fd = fd;
        log_event(&house->log, LOG_INFO, "listening", "port=%d", port);
    }
    return start(w, fd, f);
}

static enum outcome web_step(void *state, struct wish *wish, struct fault *f)
{
    struct web *w = state;
    (void)f;
    MHD_run(w->daemon);
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(w->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    MHD_UNSIGNED_LONG_LONG timeout;
    bool timed = MHD_get_timeout(w->daemon, &timeout) == MHD_YES;
    *wish = (struct wish){.fd = info ? info->epoll_fd : -1,
                          .events = POLLIN,
                          .wait_ms = timed && timeout < 60000 ? (int64_t)timeout : 60000};
    return DONE;
}

static const char *web_report(const void *state, struct arena *a)
{
    const struct web *w = state;
    return arena_printf(a, "%zu pages shown", w->answered);
}

static void web_close(void **state)
{
    struct web *w = *state;
    if (!w)
        return;
    if (w->daemon) {
        /* The supervisor's socket outlives this role: it is taken out before the daemon ends. */
        MHD_quiesce_daemon(w->daemon);
        MHD_stop_daemon(w->daemon);
    }
    if (w->listen_fd >= 0)
        close(w->listen_fd);
    free(w);
    *state = NULL;
}

const struct role web_role = {.name = "web",
                              .db_role = DB_WEB,
                              .open = web_open,
                              .step = web_step,
                              .report = web_report,
                              .close = web_close};
