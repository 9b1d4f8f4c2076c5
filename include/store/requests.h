/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: requests, what is known of them, and where each fact comes from.
 *
 * Only lending/ writes here (the one door); everybody may read.
 */
#ifndef LEVANDE_STORE_REQUESTS_H
#define LEVANDE_STORE_REQUESTS_H

#include "flow.h"
#include "reading.h"
#include "store/db.h"

struct request {
    int64_t id;
    const char *number; /* "LB-2027-0001" */
    enum state state;
    instant state_since, received_at;
    const char *source;      /* mail | web | command */
    int64_t inbox_id;        /* the mail that it came with; 0: none */
    const char *mail_sha256; /* of its bytes; NULL: none */
    const char *subject;
    bool trusted;
    const char *sender_address, *sender_name, *message_id, *language;
    const char *route, *route_by; /* "" until settled */
    bool pool_asked, acknowledged;
    bool advice; /* a conversation with staff, and no loan */
    int wave, change;
    const char *ending; /* staff's words when it was cancelled or declined */
    const char *unit;   /* in a list only: the fact, by the highest word; NULL: not known */
};

/*
 * Adds a request: year and serial give the next number of the year. r->id and r->number are
 * filled in. NEVER EXIT_DATA when this mail, or these bytes, made a request before (invariant 2).
 */
enum outcome requests_add(struct db *db, struct arena *a, struct request *r, int year,
                          struct fault *f);

/* NEVER EXIT_NO_INPUT when there is none. */
enum outcome requests_load(struct db *db, struct arena *a, int64_t id, struct request *out,
                           struct fault *f);
enum outcome requests_by_number(struct db *db, struct arena *a, const char *number,
                                struct request *out, struct fault *f);

/* Writes what may change of a request: state, route, sender, flags. */
enum outcome requests_save(struct db *db, struct arena *a, const struct request *r,
                           struct fault *f);

/* All in the given state (STATE_COUNT: all), newest first, at most max. */
enum outcome requests_list(struct db *db, struct arena *a, enum state state, size_t max,
                           struct request **out, size_t *count, struct fault *f);

/* An open request of the same sender whose mail had this Message-ID, other than by this mail; 0. */
enum outcome requests_with_message_id(struct db *db, const char *message_id, int64_t *id,
                                      struct fault *f);

/* ---- Facts ---- */

/* Whose word a fact is; the highest that has spoken counts. */
enum origin { ORIGIN_MAIL = 1, ORIGIN_REPLY = 2, ORIGIN_FORM = 3, ORIGIN_STAFF = 4 };

struct known_fact {
    const char *value; /* NULL: not known */
    const char *source;
    enum origin origin;
    int64_t inbox_id;
};

enum outcome facts_put(struct db *db, struct arena *a, int64_t request_id, enum fact_key key,
                       enum origin origin, const char *value, const char *source, int64_t inbox_id,
                       instant now, struct fault *f);
enum outcome facts_load(struct db *db, struct arena *a, int64_t request_id,
                        struct known_fact out[FACT_COUNT], struct fault *f);

/* As facts_load(), but the values alone. */
enum outcome facts_values(struct db *db, struct arena *a, int64_t request_id,
                          struct known_fact out[FACT_COUNT], struct fault *f);

enum outcome proposals_put(struct db *db, int64_t request_id, const struct proposal *p,
                           struct fault *f);
enum outcome proposals_load(struct db *db, struct arena *a, int64_t request_id,
                            struct proposal **out, size_t *count, struct fault *f);

#endif
