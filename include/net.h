/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A connection to a mail server, secured and logged in, as a stream of bytes.
 *
 * libcurl finds the host, connects, does TLS or STARTTLS, checks certificate and host name, and
 * logs in by password or XOAUTH2; what is said after that is the caller's own dialogue. `fetch`
 * and `send` share this module; curl's header is included here alone.
 *
 * Promises: without TLS only a loopback address is spoken to; a certificate that does not hold, or
 * a server without STARTTLS, ends before any login; no secret, token or user name ever stands in a
 * fault. The process is expected to ignore SIGPIPE.
 *
 * A stream is a struct of functions, so that a scripted peer can stand in for the server.
 */
#ifndef LEVANDE_NET_H
#define LEVANDE_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "settings.h"

/* What became of a read. */
enum net_got {
    NET_BYTES, /* at least one byte is there */
    NET_QUIET, /* nothing came before the deadline; the stream is as it was */
    NET_ENDED, /* the peer has closed, or the connection broke */
};

struct net_stream {
    /* As net_read(), net_write(), net_close() below. */
    enum net_got (*read)(struct net_stream *s, void *into, size_t cap, size_t *got,
                         int64_t deadline);
    enum outcome (*write)(struct net_stream *s, const void *data, size_t len, int64_t deadline,
                          struct fault *f);
    void (*close)(struct net_stream *s);
    int fd;            /* readable when something comes, for wish.fd; -1: none. Bytes already
                          decrypted do not show there: read until NET_QUIET before waiting on it */
    bool patient;      /* set by the caller while it waits for an answer that decides: it is then
                          waited for though the process is told to end */
    const char *heard; /* lines the server said while connecting, since its last greeting (SMTP:
                          since the last EHLO, its reply lines; IMAP: since its last CAPABILITY),
                          with LF between them; never NULL, at most 64 KiB; belongs to the stream */
};

/*
 * Reads what is there, at most cap bytes, waiting for the first until clock_ticks() reaches the
 * deadline; a deadline in the past only looks. NET_ENDED too when the process is told to end
 * (SIGTERM or SIGINT is pending) while nothing comes, so that a server that hangs holds nobody up.
 * *got is over 0 with NET_BYTES and 0 otherwise.
 */
enum net_got net_read(struct net_stream *s, void *into, size_t cap, size_t *got, int64_t deadline);

/*
 * Writes all of it before the deadline (a moment of clock_ticks()). AGAIN (EXIT_UNAVAILABLE) when
 * that fails: then the connection is good for nothing but net_close().
 */
enum outcome net_write(struct net_stream *s, const void *data, size_t len, int64_t deadline,
                       struct fault *f);

/* Closes without a farewell (the caller's dialogue says it), frees, sets *s to NULL. */
void net_close(struct net_stream **s);

enum net_protocol { NET_IMAP, NET_IMAPS, NET_SMTP, NET_SMTPS };

/* An access token and how long it holds. Zeroed: none yet. The caller keeps it between calls. */
struct net_token {
    char text[16 * 1024];
    int64_t got_at, ends_at; /* clock_ticks() */
};

struct net_target {
    enum net_protocol protocol; /* IMAP and SMTP use STARTTLS, unless server->tls is false */
    const struct mail_server *server;
    struct net_token *token; /* needed with oauth2_token_url; NULL else */
    int connect_ms;          /* until the host is reached and TLS stands; 0: 20,000 */
    int total_ms;            /* … and until it has logged in; 0: 60,000 */
};

/*
 * Opens a stream. With OAuth2 a token that is missing or soon over is fetched first, and when the
 * login is refused with a token that was not new, a new one is fetched and tried once.
 *
 *   AGAIN  EXIT_UNAVAILABLE    not reached, out of time, broken off, or "later" from the server
 *   NEVER  EXIT_NOT_PERMITTED  the login was refused, or is not offered
 *   NEVER  EXIT_CONFIG         certificate or host name refused, TLS not offered, clear text asked
 *                              of a host that is not loopback, a file of ca_file missing
 *   NEVER  EXIT_NO_INPUT       the password's or client secret's file cannot be read
 */
enum outcome net_open(const struct net_target *t, struct net_stream **out, struct fault *f);

/*
 * Fetches an access token by client credentials (RFC 6749 section 4.4) over HTTPS (HTTP only to a
 * loopback address), for scope where one is given, within timeout_ms. expires_in is honoured, one
 * minute early; without it a token holds for five minutes. Outcomes as net_open().
 */
enum outcome oauth2_token(const struct mail_server *server, int timeout_ms, struct net_token *out,
                          struct fault *f);

/*
 * Does the server offer this word? Looks for a line of `heard` that has the word behind its reply
 * code ("250-SIZE 1000" offers "SIZE"); ASCII without case. *value, when value is not NULL, is
 * set to the rest of that line in the arena ("1000"). For SMTP.
 */
bool net_offers(const struct net_stream *s, struct arena *a, const char *word, char **value);

/* True for localhost, 127.0.0.0/8 and ::1, with or without brackets. */
bool net_is_loopback(const char *host);

#endif
