/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Deadlines around a library that has not enough of its own.
 *
 * libesmtp's connect() blocks as long as the kernel likes, and its timeouts count from the last
 * byte, so that a server which sends one now and then holds it for ever. A timer sends a signal,
 * once a second from the deadline on. The handler runs without SA_RESTART: it breaks connect() off
 * (EINTR), and the library goes on to the next address or gives up. Where the socket is known it is
 * shut down too, which every read, write and poll in the library notices. The alternative, a probe
 * that connects first, would prove nothing of the connection after it and doubles the load.
 *
 * The library hides its socket. POSIX gives a new descriptor the lowest free number, so it is
 * looked for from there upwards: the first connected TCP socket with the server's port.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "esmtp.h"

enum { DESCRIPTORS = 1024 };

void watch_shut(struct watch *w)
{
    if (w->fd >= 0)
        shutdown(w->fd, SHUT_RDWR);
}

/* Only what is allowed in a signal's handler: two stores and shutdown(2). */
static void ring(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    if (info->si_code != SI_TIMER || !info->si_value.sival_ptr)
        return;
    struct watch *w = info->si_value.sival_ptr;
    w->rung = 1;
    watch_shut(w);
}

bool watch_start(struct watch *w)
{
    struct sigaction action = {.sa_sigaction = ring, .sa_flags = SA_SIGINFO};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    event.sigev_value.sival_ptr = w;
    *w = (struct watch){.fd = -1};
    sigset_t mine;
    sigemptyset(&mine);
    sigaddset(&mine, SIGALRM);
    sigprocmask(SIG_UNBLOCK, &mine, NULL);
    if (sigaction(SIGALRM, &action, &w->before) != 0)
        return false;
    if (timer_create(CLOCK_MONOTONIC, &event, &w->timer) == 0)
        return true;
    sigaction(SIGALRM, &w->before, NULL);
    return false;
}

void watch_arm(struct watch *w, int ms)
{
    struct itimerspec when = {.it_value = {ms / 1000, ms % 1000 * 1000000L}};
    if (ms > 0)
        when.it_interval.tv_sec = 1;
    timer_settime(w->timer, 0, &when, NULL);
}

void watch_end(struct watch *w)
{
    w->fd = -1;
    timer_delete(w->timer);
    sigaction(SIGALRM, &w->before, NULL);
}

int socket_mark(void)
{
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (fd >= 0)
        close(fd);
    return fd < 0 ? 3 : fd;
}

static int peer_port(int fd)
{
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
        struct sockaddr_storage room;
    } peer;
    socklen_t len = sizeof peer;
    if (getpeername(fd, &peer.any, &len) != 0)
        return -1;
    if (peer.any.sa_family == AF_INET)
        return ntohs(peer.v4.sin_port);
    return peer.any.sa_family == AF_INET6 ? ntohs(peer.v6.sin6_port) : -1;
}

int socket_find(int mark, int port)
{
    for (int fd = mark; fd < DESCRIPTORS; fd++)
        if (peer_port(fd) == port)
            return fd;
    return -1;
}
