/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The supervisor: starts each role in a process of its own, and starts it anew when it ends; at
 * once if it had made progress, else with growing pauses. It holds the listening socket, opens no
 * book, and does the SIGHUP: when the new configuration is good, the roles are renewed one after
 * another; when it is not, that is reported and nothing changes. A role that is started anew gets
 * the configuration that holds, as it was read, and not what the files say by then.
 */
#include "daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <systemd/sd-daemon.h>

#include "running.h"
#include "web.h"

enum { PAUSE_MOST_MS = 60 * 1000, STOP_PATIENCE_MS = 10 * 1000 };

struct child {
    const struct role *role;
    pid_t pid; /* 0: not running */
    int pipe;  /* what it tells: 'r' ready, 'p' progress; -1: closed */
    bool ready, progress;
    unsigned failures; /* ends without progress, in a row */
    int64_t start_at;  /* clock_ticks() of the next start, while pid is 0 */
    bool renew;        /* to be ended and started anew, in its turn */
    int64_t kill_at;   /* it has been asked to end, and has until then; 0: not asked */
};

struct supervisor {
    struct daemon_options options;
    struct log log;
    struct child children[4];
    size_t count;
    int signals, listen_fd;
    bool stopping;
    bool announced; /* that all are ready stands in the log */
    bool notified;  /* and the service manager knows it, since the start or the last reload */
    pid_t pid;
    struct arena *arena; /* of the house */
    struct house house; /* the configuration that holds; roles take it along when they are forked */
};

static void become_role(struct supervisor *s, struct child *c, int pipe_out)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != s->pid)
        exit(EXIT_OK); /* the supervisor ended before this process could ask to be told */
    prctl(PR_SET_NAME, c->role->name);
    close(s->signals);
    for (size_t i = 0; i < s->count; i++)
        if (s->children[i].pipe >= 0)
            close(s->children[i].pipe);
    bool web = c->role == &web_role;
    if (!web && s->listen_fd >= 0)
        close(s->listen_fd);
    unsetenv("NOTIFY_SOCKET");
    exit(daemon_run_role(&s->options, c->role, web ? s->listen_fd : -1, pipe_out));
}

static void start_child(struct supervisor *s, struct child *c)
{
    int ends[2];
    c->start_at = clock_ticks() + 1000; /* should it come to nothing */
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        become_role(s, c, ends[1]);
    }
    close(ends[1]);
    if (pid < 0) {
        close(ends[0]);
        return;
    }
    c->pid = pid;
    c->pipe = ends[0];
    c->ready = c->progress = c->renew = false;
    c->kill_at = 0;
}

/* Asks a role to end; one that hangs is killed when its patience is over. */
static void end_child(struct child *c)
{
    if (c->pid == 0 || c->kill_at != 0)
        return;
    kill(c->pid, SIGTERM);
    c->kill_at = clock_ticks() + STOP_PATIENCE_MS;
}

static void announce(struct supervisor *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (!s->children[i].ready || s->children[i].renew)
            return;
    if (!s->announced)
        log_event(&s->log, LOG_INFO, "ready", "roles=%zu pid=%d", s->count, (int)getpid());
    if (!s->notified) {
        sd_notify(0, "READY=1");
        daemon_rest();
    }
    s->announced = s->notified = true;
}

static void hear_child(struct supervisor *s, struct child *c)
{
    char words[16];
    ssize_t n = read(c->pipe, words, sizeof words);
    for (ssize_t i = 0; i < n; i++) {
        c->ready = true;
        if (words[i] == 'p') {
            c->progress = true;
            c->failures = 0;
        }
    }
    if (n == 0) {
        close(c->pipe);
        c->pipe = -1;
    }
    announce(s);
}

static void end_of_child(struct supervisor *s, struct child *c, int status)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    if (c->pipe >= 0)
        hear_child(s, c);
    if (c->pipe >= 0)
        close(c->pipe);
    bool wanted = s->stopping || c->renew;
    int64_t pause = 0;
    if (!wanted && !c->progress) {
        pause = 1000LL << (c->failures > 6 ? 6 : c->failures);
        pause = pause > PAUSE_MOST_MS ? PAUSE_MOST_MS : pause;
        c->failures++;
    }
    if (!wanted)
        log_event(&s->log, LOG_ERROR, "role_ended", "role=%s code=%d pause_ms=%lld", c->role->name,
                  code, (long long)pause);
    c->pid = 0;
    c->pipe = -1;
    c->ready = c->renew = false;
    c->kill_at = 0;
    c->start_at = clock_ticks() + pause;
}

static void reap(struct supervisor *s)
{
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
        for (size_t i = 0; i < s->count; i++)
            if (s->children[i].pid == pid)
                end_of_child(s, &s->children[i], status);
}

/* One at a time: the next is ended when those before it are ready again. */
static void renew_next(struct supervisor *s)
{
    for (size_t i = 0; i < s->count; i++) {
        struct child *c = &s->children[i];
        if (c->renew)
            end_child(c);
        if (c->renew || !c->ready)
            return;
    }
}

/*
 * What the book holds over the files must fit them too. A book that is not there yet, or cannot be
 * opened now, is the roles' to make or to tell of.
 */
static enum outcome check_book(const struct house *house, struct fault *f)
{
    struct house looked = *house;
    struct fault closed;
    enum outcome o = DONE;
    if (house_open_book(&looked, DB_COMMAND, false, &closed) == DONE)
        o = house_take_book(&looked, daemon_report, NULL, f);
    house_leave_book(&looked);
    return o;
}

/*
 * Where the address to listen on has changed too, the new socket is opened before anything else is
 * touched; the old one goes when the web role is renewed.
 */
static bool take_configuration(struct supervisor *s)
{
    struct arena *a = arena_new(), *old = s->arena;
    struct house house;
    struct fault f;
    enum outcome o = house_read(a, s->options.config, true, daemon_report, NULL, &house, &f);
    if (o == DONE)
        o = check_book(&house, &f);
    if (o == DONE && s->listen_fd >= 0 && !web_listens_at(s->listen_fd, house.settings)) {
        int fd, port;
        o = web_listen(house.settings, &fd, &port, &f);
        if (o == DONE) {
            close(s->listen_fd);
            s->listen_fd = fd;
        } else {
            daemon_report(NULL, f.text);
        }
    }
    if (o != DONE) {
        house_close(&house);
        arena_free(&a);
        return false;
    }
    house_close(&s->house);
    arena_free(&old);
    s->house = house;
    s->arena = a;
    return true;
}

static void reload(struct supervisor *s)
{
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%lld", (long long)clock_ticks() * 1000);
    if (!take_configuration(s)) {
        log_event(&s->log, LOG_ERROR, "configuration_refused", "the old one stays");
        sd_notify(0, "READY=1");
        return;
    }
    s->notified = false;
    log_event(&s->log, LOG_NOTICE, "configuration_taken", "roles=%zu", s->count);
    for (size_t i = 0; i < s->count; i++)
        s->children[i].renew = s->children[i].pid > 0;
}

static void stop_all(struct supervisor *s)
{
    if (s->stopping)
        return;
    s->stopping = true;
    sd_notify(0, "STOPPING=1");
    for (size_t i = 0; i < s->count; i++)
        end_child(&s->children[i]);
}

static void hear_signals(struct supervisor *s)
{
    int signal;
    while ((signal = running_next_signal(s->signals)) != 0) {
        if (signal == SIGTERM || signal == SIGINT)
            stop_all(s);
        else if (signal == SIGHUP && !s->stopping)
            reload(s);
    }
}

static bool any_runs(const struct supervisor *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->children[i].pid > 0)
            return true;
    return false;
}

static void shorten(int64_t *wait, int64_t other)
{
    if (*wait < 0 || other < *wait)
        *wait = other > 0 ? other : 0;
}

static void kill_child(struct supervisor *s, struct child *c)
{
    log_event(&s->log, LOG_ERROR, "role_killed", "role=%s pid=%d", c->role->name, (int)c->pid);
    kill(c->pid, SIGKILL);
    c->kill_at = clock_ticks() + STOP_PATIENCE_MS;
}

/* Starts what is due, kills what hangs; the time until the next start or kill, -1 for none. */
static int64_t look_after(struct supervisor *s)
{
    int64_t now = clock_ticks(), wait = -1;
    for (size_t i = 0; i < s->count; i++) {
        struct child *c = &s->children[i];
        if (c->pid == 0 && c->start_at <= now && !s->stopping)
            start_child(s, c);
        if (c->pid > 0 && c->kill_at != 0 && c->kill_at <= now)
            kill_child(s, c);
        if (c->pid == 0 && !s->stopping)
            shorten(&wait, c->start_at - now);
        if (c->pid > 0 && c->kill_at != 0)
            shorten(&wait, c->kill_at - now);
    }
    return wait;
}

static void wait_for_news(struct supervisor *s, int64_t wait)
{
    struct pollfd fds[5] = {{.fd = s->signals, .events = POLLIN}};
    for (size_t i = 0; i < s->count; i++)
        fds[i + 1] = (struct pollfd){.fd = s->children[i].pipe, .events = POLLIN};
    if (poll(fds, (nfds_t)s->count + 1, (int)wait) < 0)
        return;
    for (size_t i = 0; i < s->count; i++)
        if (fds[i + 1].revents && s->children[i].pipe >= 0)
            hear_child(s, &s->children[i]);
}

/* Nobody else may have the book's roles; the holder is named. */
static enum outcome check_holders(const struct daemon_options *options, const char *path,
                                  struct fault *f)
{
    for (size_t i = 0; i < options->role_count; i++) {
        int pid = db_role_holder(path, options->roles[i]->name);
        if (pid != 0)
            return fault_set(f, AGAIN, EXIT_TRY_AGAIN,
                             "the role %s of this case book runs already, as process %d",
                             options->roles[i]->name, pid);
    }
    return DONE;
}

static enum outcome prepare(struct supervisor *s, struct fault *f)
{
    struct house *house = &s->house;
    int port = 0;
    s->options.house = house;
    enum outcome o = house_read(s->arena, s->options.config, true, daemon_report, NULL, house, f);
    if (o == DONE && s->options.now && house_set_clock(house, s->options.now)) {
        s->options.offset = house->clock.offset;
        s->options.clock_set = true;
    }
    if (o == DONE)
        o = check_holders(&s->options, house->settings->database.path, f);
    if (o == DONE)
        o = check_book(house, f);
    for (size_t i = 0; o == DONE && i < s->count; i++)
        if (s->children[i].role == &web_role)
            o = web_listen(house->settings, &s->listen_fd, &port, f);
    if (o == DONE && port != 0)
        log_event(&s->log, LOG_INFO, "listening", "host=%s port=%d",
                  house->settings->web.listen_host, port);
    return o;
}

static int end(struct supervisor *s, int code)
{
    house_close(&s->house);
    arena_free(&s->arena);
    return code;
}

int daemon_supervise(const struct daemon_options *options)
{
    struct supervisor s = {.options = *options,
                           .count = options->role_count,
                           .listen_fd = -1,
                           .pid = getpid(),
                           .arena = arena_new(),
                           .log = {.to = stderr, .role = "supervisor", .least = LOG_INFO}};
    struct fault f = {0};
    for (size_t i = 0; i < s.count; i++)
        s.children[i] = (struct child){.role = options->roles[i], .pipe = -1};
    if (prepare(&s, &f) != DONE) {
        fprintf(stderr, "levanded: %s\n", f.text);
        return end(&s, f.code);
    }
    s.signals = running_signals();
    while (!s.stopping || any_runs(&s)) {
        int64_t wait = look_after(&s);
        if (s.stopping && !any_runs(&s))
            break;
        wait_for_news(&s, wait);
        hear_signals(&s);
        reap(&s);
        renew_next(&s);
    }
    log_event(&s.log, LOG_INFO, "stopped", "pid=%d", (int)getpid());
    return end(&s, EXIT_OK);
}
