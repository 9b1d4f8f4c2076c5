/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Searches over people, written before their result is shown (invariant 13).
 */
#include "store/searches.h"

#include "lists.h"

enum { ADD };

static const char *const texts[] = {
    [ADD] = "INSERT INTO search (request_id, actor, purpose, basis, at, result)"
            " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
};
const struct sql_list searches_sql = {"searches", SLOT_SEARCHES, SQL_TEXTS(texts)};

enum outcome searches_add(struct db *db, struct arena *a, int64_t request_id, const char *actor,
                          const char *purpose, const char *basis, const char *result, instant now,
                          int64_t *id, struct fault *f)
{
    return sql_number(db, &searches_sql, ADD,
                      SQL_ARGS(ID(request_id), TEXT(actor), TEXT(purpose), TEXT(basis),
                               TIME(a, now), TEXT(result)),
                      id, f);
}
