/* SPDX-License-Identifier: EUPL-1.2 */
/* The server library's side of the web role. Private to web/: server.c and role.c. */
#ifndef LEVANDE_WEB_SERVER_H
#define LEVANDE_WEB_SERVER_H

#include <microhttpd.h>

#include "base/buffer.h"
#include "craft.h"

/* A connection, from when it came or last had an answer. */
struct guest {
    int fd;
    struct client who;
    int64_t since;
    bool leaves; /* it has been sent off, and the library has not closed it yet */
    struct guest *before, *next;
};

struct server {
    const struct house *house;
    struct MHD_Daemon *daemon;
    unsigned char key[GUARD_KEY];
    struct limits *limits;
    struct pace *pace;
    struct access_log *access;
    struct memo *memo;
    struct guest *guests;
    int guest_count, room; /* how many there are, and may be */
    struct arena *spare;   /* for the next visit; NULL: none */
    struct arena *pem;     /* certificate and key; NULL: no TLS here */
    size_t answered;
};

enum outcome server_start(struct server *s, int fd, struct fault *f);
void server_stop(struct server *s);

/* Remembers which language a reader chose. */
#define SERVER_LANGUAGE_COOKIE "levande-sprak"
/* ---- The head of a request (head.c) ---- */

enum { KEY_MAX = 64 }; /* bytes of a field's name */

/* The X-Forwarded-For lines as one; NULL: there is none. */
const char *head_forwarded(struct arena *a, struct MHD_Connection *connection);
/*
 * Does the head say once where its body ends? Where a proxy in front could read another end than
 * the library does, a second request could be hidden in a first (RFC 9112, 11.2).
 */
bool head_ends_clearly(struct MHD_Connection *connection);
/* What the address asks for, into q->query. */
void head_query(struct MHD_Connection *connection, struct web_request *q);
/* Browsers say whether a form of ours is sent from a page of ours (Fetch Metadata). */
bool head_is_foreign(struct MHD_Connection *connection);

/* Does the browser unpack what gzip has packed? (RFC 9110, 12.5.3) */
bool head_takes_packed(struct MHD_Connection *connection);

/* ---- What goes out (parcel.c) ---- */

struct parcel {
    const char *body;
    size_t len;
    bool packed;     /* by gzip */
    bool varies;     /* another browser could get it packed, or not */
    const char *tag; /* a name of these very bytes, in quotes; NULL: they have none */
    bool known;      /* the browser has them already: nothing but the head goes out */
};
struct parcel parcel_of(const struct web_request *q, const struct web_answer *answer);

/* The name of our cookie: under TLS one that only this host can set. */
const char *server_cookie(const struct settings *s);
/* That of the desk's sessions. */
const char *server_desk_cookie(const struct settings *s);
/* The body lies in the request's arena, which lives until the answer has been sent. */
enum MHD_Result server_reply(struct MHD_Connection *connection, const struct web_request *q,
                             const struct web_answer *answer);

/* ---- Connections (guests.c) ---- */

/* How many connections there may be: what this process may have open leaves room for its own. */
int guests_room(struct server *s);

/* The library asks, and tells. */
enum MHD_Result guests_may_come(void *server, const struct sockaddr *address, socklen_t len);
void guests_came_or_went(void *server, struct MHD_Connection *connection, void **guest,
                         enum MHD_ConnectionNotificationCode what);
/* A request was answered to its end: the time for the next begins. */
void guest_answered(struct MHD_Connection *connection);

enum { GUEST_ADDRESS = 46 }; /* INET6_ADDRSTRLEN */
void guest_address(struct MHD_Connection *connection, char out[GUEST_ADDRESS]);

/* Ends connections that have had their time; how many ms until the next may have. */
int64_t guests_send_off(struct server *s);

#endif
