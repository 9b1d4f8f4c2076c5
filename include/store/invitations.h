/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: who was asked, when, and what came of it.
 */
#ifndef LEVANDE_STORE_INVITATIONS_H
#define LEVANDE_STORE_INVITATIONS_H

#include "store/db.h"

struct invitation {
    int64_t id, request_id;
    int64_t person_id, association_id; /* one of them is 0 */
    const char *who;                   /* "P12" or "A3" */
    int wave;
    const char *state; /* queued|sent|unknown|bounced|yes|no|maybe|expired|cancelled */
    instant queued_at, asked_at, answered_at, told_at; /* -1: not yet */
    const char *deadline;                              /* "YYYY-MM-DD" or NULL */
    const char *answer_how, *text;
    const char *outcome; /* NULL | chosen | not_chosen | filled | cancelled */
    int score;
};

/*
 * Adds; i->id is 0 when this one was asked for this request before: asked once. Whose ask was
 * dropped before it left has not been asked, and its row is taken up again.
 */
enum outcome invitations_add(struct db *db, struct arena *a, struct invitation *i, struct fault *f);
enum outcome invitations_of_request(struct db *db, struct arena *a, int64_t request_id,
                                    struct invitation **out, size_t *count, struct fault *f);
/* Those of a person who said yes or maybe, and has not been told what came of it. */
enum outcome invitations_willing(struct db *db, struct arena *a, int64_t person_id,
                                 struct invitation **out, size_t *count, struct fault *f);
/* out->id 0 when that one was not asked. */
enum outcome invitations_find(struct db *db, struct arena *a, int64_t request_id, const char *who,
                              struct invitation *out, struct fault *f);
/* Writes state, times, answer, outcome. */
enum outcome invitations_save(struct db *db, struct arena *a, const struct invitation *i,
                              struct fault *f);
/* Keeps the answer for good, the overtaken ones too. */
enum outcome answers_add(struct db *db, struct arena *a, int64_t invitation_id, const char *answer,
                         const char *how, int64_t inbox_id, const char *text, instant now,
                         struct fault *f);

#endif
