/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Connections: how many, and how long each may take.
 *
 * A connection has 30 seconds for each request, head and body and answer, however busily it drips,
 * and one address has a hundred of a thousand. When nine tenths are taken it is crowded: an address
 * that holds ten then gets no more, and for each that comes the one goes that has waited longest.
 * So whoever fills the room from many addresses pushes out their own, and a reader who comes and
 * asks at once is answered. Behind a proxy that is named, all have its address, and only the second
 * holds.
 */
#include "server.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/text.h"

enum {
    REQUEST_MS = 30 * 1000,
    CONNECTIONS = 1000,
    OWN_FILES = 64, /* the book, its locks, logs: what this process opens beside connections */
    OF_ONE_ADDRESS = 100,
    OF_ONE_IN_A_CROWD = 10,
};

/* ---- Who it is ---- */

static void address_text(const struct sockaddr *address, char out[GUEST_ADDRESS])
{
    out[0] = '\0';
    if (address && address->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, out, GUEST_ADDRESS);
    else if (address && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, out, GUEST_ADDRESS);
}

void guest_address(struct MHD_Connection *connection, char out[GUEST_ADDRESS])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    address_text(info ? info->client_addr : NULL, out);
}

static struct client client_at(const char *peer)
{
    return client_of(NULL, peer, NULL, NULL);
}

/* ---- How many ---- */

int guests_room(struct server *s)
{
    struct rlimit files;
    s->room = CONNECTIONS;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return s->room;
    rlim_t wanted = CONNECTIONS + OWN_FILES;
    if (files.rlim_cur < wanted) {
        files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
        setrlimit(RLIMIT_NOFILE, &files); /* what cannot be raised is what there is */
        getrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur < wanted)
        s->room = files.rlim_cur > 2 * OWN_FILES ? (int)files.rlim_cur - OWN_FILES : OWN_FILES;
    return s->room;
}

static bool crowded(const struct server *s)
{
    return s->guest_count >= s->room - s->room / 10;
}

enum MHD_Result guests_may_come(void *server, const struct sockaddr *address, socklen_t len)
{
    const struct server *s = server;
    (void)len;
    if (!text_blank(s->house->settings->web.trusted_proxies))
        return MHD_YES;
    char peer[GUEST_ADDRESS];
    address_text(address, peer);
    struct client who = client_at(peer);
    int held = 0;
    for (const struct guest *g = s->guests; g; g = g->next)
        held += !g->leaves && memcmp(g->who.bytes, who.bytes, sizeof who.bytes) == 0;
    return held < (crowded(s) ? OF_ONE_IN_A_CROWD : OF_ONE_ADDRESS) ? MHD_YES : MHD_NO;
}

/* The library sees the end of it and closes it. */
static void send_off(struct guest *g)
{
    g->leaves = true;
    shutdown(g->fd, SHUT_RDWR);
}

static void make_room(struct server *s)
{
    struct guest *longest = NULL;
    for (struct guest *g = s->guests; g; g = g->next)
        if (!g->leaves && (!longest || g->since <= longest->since))
            longest = g;
    if (longest)
        send_off(longest);
}

static void add(struct server *s, struct MHD_Connection *connection, void **guest)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct guest *g = calloc(1, sizeof *g);
    if (!g || !info)
        abort();
    char peer[GUEST_ADDRESS];
    guest_address(connection, peer);
    if (crowded(s))
        make_room(s);
    *g = (struct guest){
        .fd = info->connect_fd, .who = client_at(peer), .since = clock_ticks(), .next = s->guests};
    if (s->guests)
        s->guests->before = g;
    s->guests = g;
    s->guest_count++;
    *guest = g;
}

void guests_came_or_went(void *server, struct MHD_Connection *connection, void **guest,
                         enum MHD_ConnectionNotificationCode what)
{
    struct server *s = server;
    struct guest *g = *guest;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        add(s, connection, guest);
        return;
    }
    if (!g)
        return;
    if (g->before)
        g->before->next = g->next;
    else
        s->guests = g->next;
    if (g->next)
        g->next->before = g->before;
    s->guest_count--;
    free(g);
    *guest = NULL;
}

/* ---- How long ---- */

void guest_answered(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct guest *g = info ? info->socket_context : NULL;
    if (g)
        g->since = clock_ticks();
}

int64_t guests_send_off(struct server *s)
{
    int64_t now = clock_ticks(), soonest = REQUEST_MS;
    for (struct guest *g = s->guests; g; g = g->next) {
        int64_t left = g->since + REQUEST_MS - now;
        if (left <= 0) {
            send_off(g);
            left = REQUEST_MS;
        }
        if (left < soonest)
            soonest = left;
    }
    return soonest;
}
