/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: whom an association has named for a request, and what that person says of it.
 */
#ifndef LEVANDE_STORE_NOMINATIONS_H
#define LEVANDE_STORE_NOMINATIONS_H

#include "store/db.h"

struct nomination {
    int64_t id, request_id, association_id, person_id;
    const char *name, *email; /* of the person */
    const char *state;        /* named | confirmed | declined | expired */
    instant at;
};

enum outcome nominations_add(struct db *db, struct arena *a, const struct nomination *n,
                             struct fault *f);
/* Those of an association for a request (association 0: of all), oldest first. */
enum outcome nominations_of(struct db *db, struct arena *a, int64_t request_id,
                            int64_t association_id, struct nomination **out, size_t *count,
                            struct fault *f);
/* The one of this person ("P12") for the request; out->id 0 when nobody named them. */
enum outcome nominations_find(struct db *db, struct arena *a, int64_t request_id, const char *who,
                              struct nomination *out, struct fault *f);
enum outcome nominations_save(struct db *db, const struct nomination *n, struct fault *f);

/*
 * The person that the association has named before under this name and address, not erased;
 * *person 0 when there is none.
 */
enum outcome nominations_known(struct db *db, int64_t association_id, const char *name,
                               const char *email, int64_t *person, struct fault *f);

/* Has somebody with this address been asked for the request already? */
enum outcome nominations_asked(struct db *db, int64_t request_id, const char *email, bool *asked,
                               struct fault *f);

/*
 * People who were named and did not confirm: they declined, have been silent since before
 * named_before, or the request ended without them; and no letter to them is on its way. At most
 * max of them.
 */
enum outcome nominations_forgotten(struct db *db, struct arena *a, instant named_before, size_t max,
                                   int64_t **people, size_t *count, struct fault *f);

/* What the person has not confirmed has expired. */
enum outcome nominations_expire(struct db *db, int64_t person, struct fault *f);

#endif
