/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: payment bases. One says what one occasion pays one representative, with travel and
 * outlays, and whether it has been paid. No number of a person or an account stands here.
 */
#ifndef LEVANDE_STORE_COMPENSATIONS_H
#define LEVANDE_STORE_COMPENSATIONS_H

#include "store/db.h"

struct compensation {
    int64_t id, placement_id, occasion_id;
    const char *payer;    /* the unit's name, folded: the year's sum is kept by it */
    const char *day;      /* of the occasion: decides amounts and year */
    int minutes;          /* with travelling; 0: nobody has said how long it was */
    int travel_minutes;   /* of these */
    int travel_km;        /* by own car */
    int64_t travel_ore;   /* other travel, by receipt */
    const char *receipts; /* outlays with receipts, in words */
    int64_t fee_ore;      /* before tax */
    const char *model;    /* how the fee was found, in Swedish words */
    const char *cost_ref; /* what the payment is marked with */
    bool f_tax;           /* invoices as a business */
    const char *paid;     /* yes|no|declined; NULL: nobody has said */
    instant stated_at, changed_at;
    instant paid_at, chased_at; /* -1: not */

    /* Of its placement and occasion; read, never written. */
    int64_t request_id, person_id;
    const char *who;           /* "P12" */
    const char *starts, *ends; /* of the occasion */
};

/* Is something still owed: neither paid nor declined? */
bool compensation_owed(const struct compensation *c);

/* Adds c; c->id is filled in, and is 0 where this occasion has one for this placement already. */
enum outcome compensations_add(struct db *db, struct arena *a, struct compensation *c,
                               struct fault *f);
/* NEVER EXIT_NO_INPUT when there is none. */
enum outcome compensations_load(struct db *db, struct arena *a, int64_t id,
                                struct compensation *out, struct fault *f);
/* Those of a request, by day, then by when they were stated. */
enum outcome compensations_of_request(struct db *db, struct arena *a, int64_t request_id,
                                      struct compensation **out, size_t *count, struct fault *f);
/* Those for occasions of a calendar year; a walk through all, so not for every day. */
enum outcome compensations_of_year(struct db *db, struct arena *a, int year,
                                   struct compensation **out, size_t *count, struct fault *f);
/* out->id 0 when that one has none for that occasion. */
enum outcome compensations_find(struct db *db, struct arena *a, int64_t request_id, const char *who,
                                int64_t occasion_id, struct compensation *out, struct fault *f);
/* Writes all that may change: times, travel, fee, model, cost_ref, f_tax, paid, chased. */
enum outcome compensations_save(struct db *db, struct arena *a, const struct compensation *c,
                                struct fault *f);
/*
 * Fees in öre that the same payer owes or paid the same person in the same calendar year for
 * occasions before this one, in their order; those declined, and by F-tax, are not counted.
 */
enum outcome compensations_before(struct db *db, const struct compensation *c, int64_t *ore,
                                  struct fault *f);

#endif
