/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The seam between the role and the ways in which a letter leaves: libesmtp, our own dialogue over
 * a connection of libcurl's, and a Maildir. A scripted driver stands here in tests.
 *
 * A driver is handed letters that are marked `sending` in the book, and says of each what became
 * of it. It knows no book, no rate, no hours and no caps.
 */
#ifndef LEVANDE_SEND_DRIVER_H
#define LEVANDE_SEND_DRIVER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/fault.h"
#include "net.h"
#include "settings.h"
#include "store/sending.h"

/* What went wrong besides the letter. */
enum trouble {
    TROUBLE_NONE,
    TROUBLE_BROKEN, /* the connection broke with the letter under way: the others wait a little */
    TROUBLE_BEFORE, /* no connection, no login: the letter had no part in it */
};

struct delivery {
    enum outcome outcome;
    enum trouble trouble;
    bool lasting;     /* a person must mend it (password, certificate, our address refused) */
    bool settled;     /* the feed has settled it: nothing is left to be written */
    char answer[512]; /* the server's words, or ours; without personal data of ours */
};

/* Fills in a delivery; the text is cut to what fits. */
void delivery_set(struct delivery *d, enum outcome outcome, enum trouble trouble, const char *fmt,
                  ...) __attribute__((format(printf, 4, 5)));

/*
 * Where a driver gets its next letter when it must have it before the connection ends (libesmtp).
 * next() settles the last one and claims another in one commit; false: there is none now, and the
 * last is settled all the same. *letter lives until the next call.
 */
struct feed {
    bool (*next)(void *context, const struct delivery *last, struct outgoing *letter);
    void *context;
};

struct driver {
    /*
     * Sends the letter, and then as many from the feed (which may be NULL) as suit the driver. *out
     * is of the last letter, unless out->settled.
     */
    void (*send)(struct driver *d, const struct outgoing *letter, const struct feed *feed,
                 struct delivery *out);
    /* There is no letter now: a connection that has idled long enough is ended. */
    void (*rest)(struct driver *d);
    /* Ends politely what is open, and frees the driver. */
    void (*close)(struct driver *d);
};

/* How long each part of a dialogue may take, in milliseconds (RFC 5321 section 4.5.3.2). */
struct deadlines {
    int connect, command, data, body, dot, idle;
};
extern const struct deadlines deadlines_default;

/* The envelope sender: the return address with the token for replies, else the library's. */
const char *driver_return_path(const struct settings *s, const struct outgoing *l, struct arena *a);

/* How a connection is opened; net_open() but in tests. */
typedef enum outcome (*net_opener)(const struct net_target *t, struct net_stream **out,
                                   struct fault *f);

struct driver_options {
    const struct settings *settings; /* [send] */
    const char *home;                /* a folder of the role's own, for libesmtp */
    const struct deadlines *deadlines;
    net_opener open; /* smtp_open() */
};

/*
 * Each gives a driver, or says why it cannot (NEVER: a setting that does not suit it). None speaks
 * to a server yet. The options' pointers must outlive the driver.
 */
enum outcome esmtp_open(const struct driver_options *o, struct driver **out, struct fault *f);
enum outcome smtp_open(const struct driver_options *o, struct driver **out, struct fault *f);
enum outcome maildir_open(const struct driver_options *o, struct driver **out, struct fault *f);

#endif
