/* SPDX-License-Identifier: EUPL-1.2 */
/* A session of libesmtp, between the driver (esmtp.c) and the library's events. */
#ifndef LEVANDE_SEND_ESMTP_SESSION_H
#define LEVANDE_SEND_ESMTP_SESSION_H

#include <openssl/ssl.h> /* before libesmtp.h, which else hides smtp_starttls_set_ctx() */
#include <auth-client.h>
#include <libesmtp.h>

#include "esmtp.h"

struct esmtp {
    struct driver driver;
    struct driver_options options;
    tls_context *tls;
    struct watch watch;
};

/* One session. The letter under way is the last that was added. */
struct session {
    struct esmtp *engine;
    smtp_session_t smtp;
    smtp_recipient_t recipient;
    const struct feed *feed;
    struct delivery *out;
    struct monitor monitor;
    struct tls_session tls;
    struct arena *arena; /* of the letter under way */
    const char *bytes;   /* its bytes, mended */
    size_t len;
    bool served;    /* the library has been handed them */
    bool data_went; /* some of them may have left */
    bool concluded; /* out says what became of it */
    bool connected, no_starttls;
    int mark; /* socket_mark() before it connected */
    unsigned letters;
    int64_t began;
};

/* Hands the letter over to the library; false: it was not taken. */
bool session_add(struct session *s, const struct outgoing *l);

/* For smtp_set_eventcb(); arg is a struct session. */
void session_event(smtp_session_t smtp, int event, void *arg, ...);

/* The session ended before its letter was answered: says in out what that means. */
void session_ended_early(struct session *s);

#endif
