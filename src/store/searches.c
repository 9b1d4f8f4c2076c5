/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Searches over people, written before their result is shown (invariant 13).
 */
#include "store/searches.h"

#include "lists.h"

enum { ADD, LOAD };

static const char *const texts[] = {
    [ADD] = "INSERT INTO search (request_id, actor, purpose, basis, at, result)"
            " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    [LOAD] = "SELECT coalesce(request_id, 0), actor, purpose, basis, result, at FROM search"
             " WHERE id = $1",
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

enum outcome searches_load(struct db *db, struct arena *a, int64_t id, struct search *out,
                           struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &searches_sql, LOAD, SQL_ARGS(INT(id)), &row, f);
    *out = (struct search){0};
    if (o != DONE)
        return o;
    bool found = sql_next(row, &o, f);
    if (found)
        *out = (struct search){.request_id = sql_int(row, 0),
                               .actor = sql_text(row, 1, a),
                               .purpose = sql_text(row, 2, a),
                               .basis = sql_text(row, 3, a),
                               .result = sql_text(row, 4, a),
                               .at = sql_time(row, 5)};
    sql_end(row);
    if (!found && o == DONE)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no search %lld", (long long)id);
    return o;
}
