/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: patient and user associations, their areas, and existing cooperations.
 */
#ifndef LEVANDE_STORE_ASSOCIATIONS_H
#define LEVANDE_STORE_ASSOCIATIONS_H

#include "store/db.h"

struct association {
    int64_t id;
    const char *name, *email, *contact, *municipalities, *mandate, *letter_language;
    int reply_days;  /* usual; 0: not said */
    instant left_at; /* -1: no */
    const char **areas;
    size_t area_count;
};

enum outcome associations_load(struct db *db, struct arena *a, int64_t id, struct association *out,
                               struct fault *f);
enum outcome associations_save(struct db *db, struct arena *a, const struct association *x,
                               instant now, int64_t *id, struct fault *f);
/* All that have not left, by name. */
enum outcome associations_list(struct db *db, struct arena *a, struct association **out,
                               size_t *count, struct fault *f);
/* Id by name (folded by the caller to nothing: exact); 0 when there is none. */
enum outcome associations_by_name(struct db *db, const char *name, int64_t *id, struct fault *f);

/*
 * The association that this unit cooperates with already, under this name (folded by text_fold) or
 * another of its own; 0: none.
 */
enum outcome associations_cooperating(struct db *db, struct arena *a, const char *unit, int64_t *id,
                                      struct fault *f);
enum outcome associations_cooperate(struct db *db, struct arena *a, int64_t id, const char *unit,
                                    bool on, struct fault *f);

#endif
