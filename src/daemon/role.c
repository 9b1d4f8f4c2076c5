/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One role in one process: open, step, wait, until a signal says stop.
 *
 * Signals come through a descriptor and not through a handler, so that a step is never interrupted
 * in its middle: it is bounded, and the stop is seen between two steps.
 */
#include "running.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

void daemon_report(void *context, const char *line)
{
    (void)context;
    fprintf(stderr, "%s\n", line);
}

int running_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGXFSZ, SIG_IGN); /* a file at its limit is a write that fails, like a full disk */
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

int running_next_signal(int fd)
{
    struct signalfd_siginfo info;
    return read(fd, &info, sizeof info) == sizeof info ? (int)info.ssi_signo : 0;
}

/*
 * Under the supervisor all was read before, and what was good then holds until a good SIGHUP,
 * whatever the files say by now.
 */
static enum outcome take_house(struct running *r, const struct daemon_options *options,
                               struct fault *f)
{
    bool texts = r->role->db_role == DB_WORK || r->role->db_role == DB_WEB;
    if (!options->house)
        return house_read(r->arena, options->config, texts, daemon_report, NULL, &r->house, f);
    r->house = *options->house;
    calendar_zone(r->house.settings->library.timezone);
    return DONE;
}

enum outcome running_open(struct running *r, const struct daemon_options *options,
                          const struct role *role, int listen_fd, struct fault *f)
{
    *r = (struct running){.role = role, .lock = -1, .arena = arena_new()};
    enum outcome o = take_house(r, options, f);
    if (o != DONE)
        return o;
    r->house.once = options->once;
    r->house.listen_fd = listen_fd;
    r->house.log = (struct log){.to = stderr, .role = role->name, .least = LOG_INFO};
    if (options->clock_set)
        r->house.clock.offset = options->offset;
    else if (options->now && !house_set_clock(&r->house, options->now))
        return fault_set(f, NEVER, EXIT_USAGE, "--now expects YYYY-MM-DDTHH:MM");
    o = db_role_lock(r->house.settings->database.path, role->name, &r->lock, f);
    if (o == DONE)
        o = house_open_book(&r->house, role->db_role, true, f);
    if (o == DONE)
        o = house_take_book(&r->house, daemon_report, NULL, f);
    return o == DONE ? role->open(&r->house, &r->state, f) : o;
}

void running_close(struct running *r)
{
    if (r->state)
        r->role->close(&r->state);
    house_close(&r->house);
    db_role_unlock(&r->lock);
    arena_free(&r->arena);
}

/* The wake file tells that another role has committed something; a missed one costs five seconds.
 */
static int watch_wake(const struct house *house)
{
    int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd >= 0)
        inotify_add_watch(fd, db_wake_path(house->db), IN_ATTRIB | IN_MODIFY | IN_CLOSE_WRITE);
    return fd;
}

static void drain(int fd)
{
    char buf[4096];
    while (read(fd, buf, sizeof buf) > 0)
        continue;
}

/* Waits for what the role wished for; true when it is to stop. */
static bool wait_for_news(const struct wish *wish, int signals, int wake)
{
    struct pollfd fds[3] = {{.fd = signals, .events = POLLIN},
                            {.fd = wake, .events = POLLIN},
                            {.fd = wish->fd, .events = wish->events}};
    int64_t wait = wish->moved || wish->more ? 0 : wish->wait_ms;
    if (wait < 0)
        wait = 0;
    int n = poll(fds, wish->fd >= 0 ? 3 : 2, wait > 3600 * 1000 ? 3600 * 1000 : (int)wait);
    if (n > 0 && fds[1].revents)
        drain(wake);
    if (n <= 0 || !fds[0].revents)
        return false;
    int signal = running_next_signal(signals);
    return signal == SIGTERM || signal == SIGINT;
}

static void tell(int fd, char word)
{
    if (fd >= 0 && write(fd, &word, 1) < 0 && errno != EAGAIN)
        return; /* the supervisor is gone; the parent-death signal ends this process */
}

static enum outcome step_until_told(struct running *r, int ready_fd, struct fault *f)
{
    int signals = running_signals();
    int wake = watch_wake(&r->house);
    bool progress = false, stop = false;
    enum outcome o = DONE;
    log_event(&r->house.log, LOG_INFO, "ready", "pid=%d", (int)getpid());
    tell(ready_fd, 'r'); /* after the line: the supervisor's own is the last of the log */
    while (!stop && o != NEVER) {
        struct wish wish = {.fd = -1, .wait_ms = 1000};
        house_renew(&r->house);
        o = r->role->step(r->state, &wish, f);
        if (o == NEVER)
            break;
        if (wish.moved && !progress) {
            progress = true;
            tell(ready_fd, 'p');
        }
        stop = wait_for_news(&wish, signals, wake);
    }
    close(wake);
    close(signals);
    return o == NEVER ? o : DONE;
}

int daemon_run_role(const struct daemon_options *options, const struct role *role, int listen_fd,
                    int ready_fd)
{
    struct running r;
    struct fault f = {0};
    enum outcome o = running_open(&r, options, role, listen_fd, &f);
    if (o == DONE)
        o = running_cage(&r, 1, &f);
    if (o == DONE)
        o = step_until_told(&r, ready_fd, &f);
    if (o != DONE)
        fprintf(stderr, "<3> %s stopped why=\"%s\"\n", role->name, f.text);
    else
        log_event(&r.house.log, LOG_INFO, "stopped", "pid=%d", (int)getpid());
    running_close(&r);
    return o == DONE ? EXIT_OK : f.code != EXIT_OK ? (int)f.code : EXIT_INTERNAL;
}
