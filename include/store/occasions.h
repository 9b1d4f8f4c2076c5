/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: the times at which people meet, of a request or of the whole pool.
 */
#ifndef LEVANDE_STORE_OCCASIONS_H
#define LEVANDE_STORE_OCCASIONS_H

#include "store/db.h"

struct occasion {
    int64_t id, request_id;    /* request_id 0: of the whole pool */
    const char *kind;          /* assignment|network|introduction */
    const char *uid;           /* of the calendar file */
    int sequence;              /* raised by each change */
    const char *starts, *ends; /* local: "2027-03-01" or "2027-03-01T09:00"; ends "" open */
    const char *place, *link, *access;
    const char *state; /* planned|cancelled|done */
    instant created_at, changed_at;
};

/* Adds o; o->id is filled in. */
enum outcome occasions_add(struct db *db, struct arena *a, struct occasion *o, struct fault *f);
/* Those of a request, by their start; request_id 0: those of the pool. */
enum outcome occasions_of_request(struct db *db, struct arena *a, int64_t request_id,
                                  struct occasion **out, size_t *count, struct fault *f);
/* NEVER EXIT_NO_INPUT when there is none. */
enum outcome occasions_load(struct db *db, struct arena *a, int64_t id, struct occasion *out,
                            struct fault *f);
/* The one whose calendar file bears this UID; out->id 0 when there is none. */
enum outcome occasions_by_uid(struct db *db, struct arena *a, const char *uid, struct occasion *out,
                              struct fault *f);
/* Writes sequence, times, place, link, access, state, changed_at. */
enum outcome occasions_save(struct db *db, struct arena *a, const struct occasion *o,
                            struct fault *f);

#endif
