/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: who of the pool is invited to a meeting, and who comes. A meeting is an occasion
 * without a request (store/occasions.h).
 */
#ifndef LEVANDE_STORE_GUESTS_H
#define LEVANDE_STORE_GUESTS_H

#include "store/db.h"
#include "store/occasions.h"

struct guest {
    int64_t occasion_id, person_id;
    const char *name;                 /* the person's; only read */
    int told;                         /* the sequence of the occasion that this one was last told */
    instant invited_at;               /* -1: nobody has invited this one */
    const char *answer;               /* "", "yes", "no" */
    const char *how;                  /* "page", "phone", "letter", "staff"; "" */
    instant answered_at, reminded_at; /* -1: not */
};

/* out->invited_at is -1 when that one is not invited. */
enum outcome guests_find(struct db *db, struct arena *a, int64_t occasion, int64_t person,
                         struct guest *out, struct fault *f);
/* Adds or writes the whole row. */
enum outcome guests_save(struct db *db, struct arena *a, const struct guest *g, struct fault *f);
/* All of a meeting who are still there, by name. */
enum outcome guests_of(struct db *db, struct arena *a, int64_t occasion, struct guest **out,
                       size_t *count, struct fault *f);

/* Whom of the pool the next letter goes to; ids, at most max. */
enum guests_wanted {
    GUESTS_UNINVITED, /* of the pool, and not yet invited, as the kind of the meeting says */
    GUESTS_UNTOLD,    /* have not said no, and have not been told how it is now */
    GUESTS_UNREMINDED /* come, and have not been reminded */
};
enum outcome guests_next(struct db *db, struct arena *a, const struct occasion *o,
                         enum guests_wanted wanted, const char *today, size_t max, int64_t **ids,
                         size_t *count, struct fault *f);
/* How many know how it is now. */
enum outcome guests_told(struct db *db, const struct occasion *o, int64_t *count, struct fault *f);

/* Meetings of which somebody is still to be told; *id 0: none. */
enum outcome meetings_telling(struct db *db, int64_t *id, struct fault *f);
/* Sets whether there is somebody to tell; id 0: of all that are planned. */
enum outcome meetings_tell(struct db *db, int64_t id, bool telling, struct fault *f);

#endif
