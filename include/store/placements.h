/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: who was chosen for a request, and how far it has come with each.
 */
#ifndef LEVANDE_STORE_PLACEMENTS_H
#define LEVANDE_STORE_PLACEMENTS_H

#include "store/db.h"

struct placement {
    int64_t id, request_id, person_id;
    const char *who;    /* "P12" */
    int64_t speaks_for; /* the association whose mandate it is; 0: own experience only */
    const char *state;  /* chosen|agreed|done|followed_up|withdrawn|cancelled */
    const char *chosen_by, *ended_by, *ended_why;
    instant chosen_at, agreed_at, ended_at; /* -1: not yet */
    bool f_tax;
};

/* Does it stand: neither withdrawn nor cancelled? */
bool placement_stands(const struct placement *p);

/*
 * Adds p, or chooses the same one anew after a withdrawal; p->id is filled in, and 0 when that one
 * stands chosen already.
 */
enum outcome placements_put(struct db *db, struct arena *a, struct placement *p, struct fault *f);
/* Those of a request, in the order in which they were chosen. */
enum outcome placements_of_request(struct db *db, struct arena *a, int64_t request_id,
                                   struct placement **out, size_t *count, struct fault *f);
/* Those of a person, newest first. */
enum outcome placements_of_person(struct db *db, struct arena *a, int64_t person_id,
                                  struct placement **out, size_t *count, struct fault *f);
/* out->id 0 when that one was not chosen. */
enum outcome placements_find(struct db *db, struct arena *a, int64_t request_id, const char *who,
                             struct placement *out, struct fault *f);
/* Writes state, times, ending and f_tax. */
enum outcome placements_save(struct db *db, struct arena *a, const struct placement *p,
                             struct fault *f);

#endif
