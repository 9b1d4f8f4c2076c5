/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The listening socket. A bare port would listen to the whole world; here an address is always
 * named, and loopback is the default.
 */
#include "web.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024 }; /* that wait while a flood is sorted out */

static enum outcome resolve(const struct settings *s, struct addrinfo **out, struct fault *f)
{
    char port[16];
    snprintf(port, sizeof port, "%d", s->web.listen_port);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    int rc = getaddrinfo(s->web.listen_host, port, &hints, out);
    if (rc != 0)
        return fault_set(f, NEVER, EXIT_UNAVAILABLE, "[web] listen: %s: %s", s->web.listen_host,
                         gai_strerror(rc));
    return DONE;
}

static int port_of(int fd)
{
    struct sockaddr_storage at;
    socklen_t len = sizeof at;
    if (getsockname(fd, (struct sockaddr *)&at, &len) != 0)
        return -1;
    return at.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&at)->sin6_port)
                                    : ntohs(((struct sockaddr_in *)&at)->sin_port);
}

enum outcome web_listen(const struct settings *s, int *fd, int *port, struct fault *f)
{
    struct addrinfo *to;
    enum outcome o = resolve(s, &to, f);
    if (o != DONE)
        return o;
    int one = 1;
    int sock = socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool ok = sock >= 0 && setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
              bind(sock, to->ai_addr, to->ai_addrlen) == 0 && listen(sock, BACKLOG) == 0;
    int why = errno;
    freeaddrinfo(to);
    if (!ok) {
        if (sock >= 0)
            close(sock);
        return fault_set(f, NEVER, EXIT_UNAVAILABLE, "cannot listen on %s port %d: %s",
                         s->web.listen_host, s->web.listen_port, strerror(why));
    }
    *fd = sock;
    *port = port_of(sock);
    return DONE;
}

bool web_listens_at(int fd, const struct settings *s)
{
    struct addrinfo *to;
    struct fault f;
    if (resolve(s, &to, &f) != DONE)
        return false;
    struct sockaddr_storage at;
    socklen_t len = sizeof at;
    bool same = getsockname(fd, (struct sockaddr *)&at, &len) == 0 && len == to->ai_addrlen &&
                (s->web.listen_port == 0 || memcmp(&at, to->ai_addr, len) == 0);
    freeaddrinfo(to);
    return same;
}
