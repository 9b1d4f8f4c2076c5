/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book for `send`: which letter goes next, and what became of it.
 *
 * Promise (invariant 4): a letter is marked `sending`, committed, before its first byte leaves;
 * what the server answered is committed after it. One commit may close letter n and open n+1. A
 * letter found `sending` when `send` starts was in flight at a crash: `unknown`, and by rule or by
 * a person it is resent with the same Message-ID, or dropped; into a Maildir it is never unknown.
 */
#ifndef LEVANDE_STORE_SENDING_H
#define LEVANDE_STORE_SENDING_H

#include "store/db.h"

struct outgoing {
    int64_t id;
    int64_t request_id; /* 0: none */
    const char *address, *message_id, *purpose;
    const char *reply_token; /* in clear: for the envelope sender; NULL: none */
    const char *raw;         /* RFC 5322 with CRLF */
    size_t len;
    int attempts; /* this one included */
    instant queued_at;
    instant tried_at; /* when the attempt before this one began; -1: this is the first */
};

/* What became of the letter in flight. */
struct sending_result {
    int64_t id;           /* 0: there was none */
    enum outcome outcome; /* DONE sent; AGAIN deferred; NEVER failed; UNSURE unknown */
    const char *answer;   /* the server's words, "250 2.0.0 Ok"; no more than 500 bytes are kept */
    instant next_at;      /* AGAIN: not before; INSTANT_NEVER: given up after three days of trying,
                             which makes it failed */
    bool uncounted;       /* AGAIN: the letter had no part in it (no connection, no login), so that
                             this attempt is not counted */
};

/* What may be sent now. */
struct sending_policy {
    instant now;
    bool asks;           /* within [send] hours and no pause: urgency 1 may go */
    int rate_per_minute; /* 0: no limit */
    int address_per_day, request_per_address, all_per_hour; /* 0: no such limit */
    bool only_settle;   /* claim nothing: the server is down, or the role is to end */
    bool never_unknown; /* the target is a Maildir */
    enum outcome crash; /* what nobody knows (`sending` at start, UNSURE later) becomes: UNSURE
                           unknown, AGAIN sent again (at most twice), NEVER dropped */
};

/* What the turn found. */
struct sending_turn {
    bool has_letter;
    struct outgoing letter;
    bool settled;    /* work has something to notice: call db_wake() */
    size_t held;     /* letters that this turn held for going past a cap */
    instant next_at; /* no letter: when the next may be due; INSTANT_NEVER: none waits */
    int64_t rate_ms; /* over 0: only the rate limit holds the next up, and for this long */
    bool waiting;    /* letters are left that wait for a server (deferred) */
};

/*
 * Called once when `send` starts: settles the letters found `sending` by policy->crash
 * (or queues them again when never_unknown); *count of them.
 */
enum outcome sending_recover(struct db *db, const struct sending_policy *policy, size_t *count,
                             struct fault *f);

/*
 * One commit: writes what became of the last letter and claims the next due one, in fair order
 * (urgency, then turn about between requests). Letters past a cap become `held` on the way, at
 * most 100 a turn. Tokens and code of a letter sent are masked in its bytes and taken out of its
 * row; a result that work must act on is marked not noticed. The letter's texts live in the arena.
 */
enum outcome sending_turn(struct db *db, struct arena *a, const struct sending_result *last,
                          const struct sending_policy *policy, struct sending_turn *out,
                          struct fault *f);

/*
 * Notes in `send.fault`, for /halsa and the operator, why nothing can be sent at all (no login, a
 * certificate that does not hold); "" when it is mended. No transaction may be open.
 */
enum outcome sending_fault(struct db *db, const char *why, instant now, struct fault *f);

#endif
