/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: every search over people, with who looked, why, and on what basis (invariant 13).
 */
#ifndef LEVANDE_STORE_SEARCHES_H
#define LEVANDE_STORE_SEARCHES_H

#include "store/db.h"

/*
 * Writes the row before the result is shown; the caller's transaction. purpose and basis are not
 * empty; result is JSON. request_id 0: a search without a request, then the purpose says why.
 */
enum outcome searches_add(struct db *db, struct arena *a, int64_t request_id, const char *actor,
                          const char *purpose, const char *basis, const char *result, instant now,
                          int64_t *id, struct fault *f);

/* A search as it was written down. */
struct search {
    int64_t request_id;
    const char *actor, *purpose, *basis, *result;
    instant at;
};
/* NEVER EXIT_NO_INPUT when there is none. */
enum outcome searches_load(struct db *db, struct arena *a, int64_t id, struct search *out,
                           struct fault *f);

#endif
