/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Facts of a request: one row a key and origin, so that no word is lost when a higher one speaks.
 */
#include "store/requests.h"

#include "lists.h"

#include <string.h>

enum { PUT, LOAD, VALUES, PUT_PROPOSAL, LOAD_PROPOSALS };

static const char *const texts[] = {
    [PUT] = "INSERT INTO fact (request_id, key, origin, value, source, inbox_id, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7)"
            " ON CONFLICT (request_id, key, origin) DO UPDATE"
            " SET value = excluded.value, source = excluded.source,"
            " inbox_id = excluded.inbox_id, at = excluded.at",
    [LOAD] = "SELECT key, value, source, origin, inbox_id FROM fact WHERE request_id = $1"
             " ORDER BY key, origin",
    [VALUES] = "SELECT key, value FROM fact WHERE request_id = $1 ORDER BY key, origin",
    [PUT_PROPOSAL] = "INSERT INTO proposal (request_id, key, value, source, why)"
                     " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (request_id, key, value) DO NOTHING",
    [LOAD_PROPOSALS] = "SELECT key, value, source, why FROM proposal WHERE request_id = $1"
                       " ORDER BY key, value",
};
const struct sql_list facts_sql = {"facts", SLOT_FACTS, SQL_TEXTS(texts)};

enum outcome facts_put(struct db *db, struct arena *a, int64_t request_id, enum fact_key key,
                       enum origin origin, const char *value, const char *source, int64_t inbox_id,
                       instant now, struct fault *f)
{
    return sql_run(db, &facts_sql, PUT,
                   SQL_ARGS(INT(request_id), TEXT(fact_name(key)), INT(origin), TEXT(value),
                            TEXT(source ? source : ""), ID(inbox_id), TIME(a, now)),
                   NULL, f);
}

enum outcome facts_load(struct db *db, struct arena *a, int64_t request_id,
                        struct known_fact out[FACT_COUNT], struct fault *f)
{
    memset(out, 0, sizeof *out * FACT_COUNT);
    struct sql_row *row;
    enum outcome o = sql_query(db, &facts_sql, LOAD, SQL_ARGS(INT(request_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        enum fact_key key = fact_by_name(sql_text(row, 0, a));
        if (key == FACT_COUNT)
            continue;
        const char *value = sql_text(row, 1, a);
        out[key] = (struct known_fact){.value = *value ? value : NULL,
                                       .source = sql_text(row, 2, a),
                                       .origin = (enum origin)sql_int(row, 3),
                                       .inbox_id = sql_int(row, 4)};
    }
    return o;
}

enum outcome facts_values(struct db *db, struct arena *a, int64_t request_id,
                          struct known_fact out[FACT_COUNT], struct fault *f)
{
    memset(out, 0, sizeof *out * FACT_COUNT);
    struct sql_row *row;
    enum outcome o = sql_query(db, &facts_sql, VALUES, SQL_ARGS(INT(request_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        enum fact_key key = fact_by_name(sql_text(row, 0, a));
        const char *value = key < FACT_COUNT ? sql_text(row, 1, a) : "";
        if (key < FACT_COUNT)
            out[key].value = *value ? value : NULL;
    }
    return o;
}

enum outcome proposals_put(struct db *db, int64_t request_id, const struct proposal *p,
                           struct fault *f)
{
    return sql_run(db, &facts_sql, PUT_PROPOSAL,
                   SQL_ARGS(INT(request_id), TEXT(fact_name(p->key)), TEXT(p->value),
                            TEXT(p->source ? p->source : ""), TEXT(p->why ? p->why : "")),
                   NULL, f);
}

enum outcome proposals_load(struct db *db, struct arena *a, int64_t request_id,
                            struct proposal **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &facts_sql, LOAD_PROPOSALS, SQL_ARGS(INT(request_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct proposal *p = grow(a, &list);
        p->key = fact_by_name(sql_text(row, 0, a));
        p->value = sql_text(row, 1, a);
        p->source = sql_text(row, 2, a);
        p->why = sql_text(row, 3, a);
    }
    *out = list.items;
    *count = list.count;
    return o;
}
