/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Inside the engine `libesmtp`: one session with the server, and what watches over it.
 */
#ifndef LEVANDE_SEND_ESMTP_H
#define LEVANDE_SEND_ESMTP_H

#include <signal.h>
#include <time.h>

#include "wire.h"

/* ---- esmtp_watch.c: the clock over a library that may block */

/*
 * A timer whose signal breaks a blocking connect() off, and shuts the socket down once it is known.
 * Its address is handed to the kernel: it must not move while it is set up.
 */
struct watch {
    timer_t timer;
    struct sigaction before;  /* what SIGALRM did before */
    volatile sig_atomic_t fd; /* the session's socket; -1: not known, or none */
    volatile sig_atomic_t rung;
};

bool watch_start(struct watch *w);
void watch_arm(struct watch *w, int ms); /* from now; 0: stop */
void watch_end(struct watch *w);

/* Ends the conversation at once: whatever reads or writes the socket finds it closed. */
void watch_shut(struct watch *w);

/* The lowest descriptor that is free now: the next socket gets it, or one above it. */
int socket_mark(void);

/* The connected socket to that port, from the mark upwards; -1: there is none. */
int socket_find(int mark, int port);

/* ---- esmtp_monitor.c: what is said, seen from beside */

struct monitor {
    struct watch *watch;
    bool login;                /* a login is configured: without it nothing is sent */
    struct reply reply;        /* the one being read */
    bool starttls;             /* STARTTLS was said … */
    bool agreed;               /* … and answered: until TLS stands, nothing more may come */
    bool secured;              /* TLS stands */
    bool injected;             /* something came all the same */
    bool noise;                /* what came is no reply */
    bool ehlo;                 /* the reply to EHLO is being read */
    bool chunking, pipelining; /* offered by the last EHLO */
    bool authenticating, authenticated;
    bool refused;   /* no login: see login_reply */
    bool enveloped; /* MAIL was said */
    char login_reply[REPLY_TEXT];
};

/* For smtp_set_monitorcb(); arg is a struct monitor. Text of a login goes nowhere. */
void monitor_heard(const char *text, int len, int writing, void *arg);

/* ---- esmtp_tls.c: the context that libesmtp is given instead of its own */

/* What the callbacks of the context need; one session at a time. */
struct tls_session {
    struct monitor *monitor;
    const char *host;  /* the configured one */
    const char *fault; /* why the certificate was refused; NULL: it was not */
};

typedef struct ssl_ctx_st tls_context; /* OpenSSL's SSL_CTX */

/* NEVER (EXIT_CONFIG) when the CA file can't be used. */
enum outcome tls_context_new(const struct mail_server *server, tls_context **out, struct fault *f);
void tls_context_use(tls_context *ctx, struct tls_session *session);
void tls_context_free(tls_context **ctx);

#endif
