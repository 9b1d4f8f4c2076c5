/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: follow-ups, one a request and party, and what is left before a request can close.
 *
 * The row holds the newest answers; those before them stand in the trail.
 */
#ifndef LEVANDE_STORE_FOLLOWUPS_H
#define LEVANDE_STORE_FOLLOWUPS_H

#include "store/db.h"

struct followup {
    int64_t id, request_id;
    const char *party;                                 /* "unit", "P12" */
    instant due_at, sent_at, reminded_at, answered_at; /* -1: not yet */
    const char *answer_how;                            /* "page", "phone", "paper", "mail" */
    const char *answers;                               /* JSON: an object */
};

/* Adds; fu->id is 0 when the party has one for this request already. */
enum outcome followups_add(struct db *db, struct arena *a, struct followup *fu, struct fault *f);
/* Those of a request, in the order in which they were added. */
enum outcome followups_of_request(struct db *db, struct arena *a, int64_t request_id,
                                  struct followup **out, size_t *count, struct fault *f);
/* out->id 0 when the party has none. */
enum outcome followups_find(struct db *db, struct arena *a, int64_t request_id, const char *party,
                            struct followup *out, struct fault *f);
/* Writes times and answers. */
enum outcome followups_save(struct db *db, struct arena *a, const struct followup *fu,
                            struct fault *f);

/* What stands between a request that has been followed up and its end. */
struct followups_left {
    int64_t untold; /* the unit has not said what changed, and nobody has told it in its place */
    int64_t unpaid; /* compensations not paid, and not settled by staff */
    int64_t tasks;  /* that are open, other than the one that says what stands in the way */
    int64_t chased; /* compensations whose turn at being asked for has yet to come */
};
enum outcome followups_left(struct db *db, int64_t request_id, struct followups_left *out,
                            struct fault *f);

#endif
