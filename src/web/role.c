/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The web role: libmicrohttpd in our own loop, one thread, one connection to the book.
 *
 * The library's epoll descriptor is what the role waits on; each step lets it do what is ready. The
 * first page shown is the progress that the supervisor hears of: a web that dies later is started
 * anew at once.
 */
#include "server.h"

#include <malloc.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "access.h"
#include "memo.h"
#include "mime.h"
#include "pace.h"
#include "web.h"

struct web {
    struct server server;
    int listen_fd; /* ours to close; -1: the supervisor's */
};

/*
 * What one large page took is given back when it is gone, not kept for the next one: of what is
 * larger than a chunk of an arena each has its own pages, and the heap's end is cut off.
 */
static void keep_little(void)
{
    enum { LARGE = 3 << 19, SPARE = 4 << 20 };
    (void)mallopt(M_MMAP_THRESHOLD, LARGE);
    (void)mallopt(M_TRIM_THRESHOLD, SPARE);
    (void)mallopt(M_ARENA_MAX, 1);
}

static enum outcome web_open(const struct house *house, void **state, struct fault *f)
{
    struct web *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    keep_little();
    mime_start();
    w->server.house = house;
    w->server.limits = limits_new(house->random);
    w->server.pace = pace_new(house->random);
    w->server.access = access_new(db_path(house->db), house->settings->retention.access);
    w->server.memo = memo_new();
    w->listen_fd = -1;
    *state = w;
    enum outcome o = guard_key(house, w->server.key, f);
    int fd = house->listen_fd, port;
    if (o == DONE && fd < 0) {
        o = web_listen(house->settings, &fd, &port, f);
        if (o != DONE)
            return o;
        w->listen_fd = fd;
        log_event(&house->log, LOG_INFO, "listening", "port=%d", port);
    }
    return o == DONE ? server_start(&w->server, fd, f) : o;
}

static enum outcome web_step(void *state, struct wish *wish, struct fault *f)
{
    struct web *w = state;
    (void)f;
    bool first = w->server.answered == 0;
    MHD_run(w->server.daemon);
    first = first && w->server.answered > 0;
    int64_t wait = guests_send_off(&w->server);
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(w->server.daemon, MHD_DAEMON_INFO_EPOLL_FD);
    MHD_UNSIGNED_LONG_LONG timeout;
    bool timed = MHD_get_timeout(w->server.daemon, &timeout) == MHD_YES;
    if (!w->server.guests)
        wait = 60000;
    if (timed && (int64_t)timeout < wait)
        wait = (int64_t)timeout;
    *wish = (struct wish){
        .fd = info ? info->epoll_fd : -1, .events = POLLIN, .wait_ms = wait, .moved = first};
    return DONE;
}

static const char *web_report(const void *state, struct arena *a)
{
    const struct web *w = state;
    return arena_printf(a, "%zu pages shown", w->server.answered);
}

static void web_close(void **state)
{
    struct web *w = *state;
    if (!w)
        return;
    server_stop(&w->server);
    limits_free(&w->server.limits);
    pace_free(&w->server.pace);
    access_free(&w->server.access);
    memo_free(&w->server.memo);
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
