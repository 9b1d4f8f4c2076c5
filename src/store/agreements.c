/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Agreements: rows are added and accepted, and otherwise left as they are. Which of them stands is
 * lending's to say.
 */
#include "store/agreements.h"

#include <string.h>

#include "lists.h"

enum { ADD, NEWEST, ALL, ACCEPT_UNIT, ACCEPT_REPRESENTATIVE, COMMENT_ADD, COMMENTS };

#define COLUMNS                                                                                    \
    "id, placement_id, version, body, sha256, written_by, unit_accepted_at, unit_accepted_how, "   \
    "representative_accepted_at, representative_accepted_how, created_at"

static const char *const texts[] = {
    [ADD] = "INSERT INTO agreement (placement_id, version, body, sha256, written_by, created_at)"
            " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    [NEWEST] = "SELECT " COLUMNS " FROM agreement WHERE placement_id = $1"
               " ORDER BY version DESC LIMIT 1",
    [ALL] = "SELECT " COLUMNS " FROM agreement WHERE placement_id = $1 ORDER BY version",
    [ACCEPT_UNIT] = "UPDATE agreement SET unit_accepted_at = $2, unit_accepted_how = $3"
                    " WHERE id = $1 AND unit_accepted_at IS NULL",
    [ACCEPT_REPRESENTATIVE] =
        "UPDATE agreement SET representative_accepted_at = $2, representative_accepted_how = $3"
        " WHERE id = $1 AND representative_accepted_at IS NULL",
    [COMMENT_ADD] = "INSERT INTO agreement_comment (placement_id, version, written_by, text, at)"
                    " VALUES ($1, $2, $3, $4, $5) RETURNING id",
    [COMMENTS] = "SELECT id, placement_id, version, written_by, text, at FROM agreement_comment"
                 " WHERE placement_id = $1 ORDER BY id",
};
const struct sql_list agreements_sql = {"agreements", SLOT_AGREEMENTS, SQL_TEXTS(texts)};

bool agreement_accepted(const struct agreement *g)
{
    return g->id != 0 && g->unit.at >= 0 && g->representative.at >= 0;
}

static void read_agreement(struct sql_row *row, struct arena *a, struct agreement *g)
{
    int c = 0;
    g->id = sql_int(row, c++);
    g->placement_id = sql_int(row, c++);
    g->version = (int)sql_int(row, c++);
    g->body = sql_text(row, c++, a);
    g->sha256 = sql_text(row, c++, a);
    g->written_by = sql_text(row, c++, a);
    g->unit.at = sql_time(row, c++);
    g->unit.how = sql_text(row, c++, a);
    g->representative.at = sql_time(row, c++);
    g->representative.how = sql_text(row, c++, a);
    g->created_at = sql_time(row, c++);
}

enum outcome agreements_add(struct db *db, struct arena *a, struct agreement *g, struct fault *f)
{
    return sql_number(db, &agreements_sql, ADD,
                      SQL_ARGS(INT(g->placement_id), INT(g->version), TEXT(g->body),
                               TEXT(g->sha256), TEXT(g->written_by), TIME(a, g->created_at)),
                      &g->id, f);
}

enum outcome agreements_newest(struct db *db, struct arena *a, int64_t placement_id,
                               struct agreement *out, struct fault *f)
{
    memset(out, 0, sizeof *out);
    struct sql_row *row;
    enum outcome o = sql_query(db, &agreements_sql, NEWEST, SQL_ARGS(INT(placement_id)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        read_agreement(row, a, out);
        sql_end(row);
    }
    return o;
}

enum outcome agreements_of_placement(struct db *db, struct arena *a, int64_t placement_id,
                                     struct agreement **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &agreements_sql, ALL, SQL_ARGS(INT(placement_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_agreement(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome agreements_accept_unit(struct db *db, struct arena *a, int64_t id, const char *how,
                                    instant now, struct fault *f)
{
    return sql_run(db, &agreements_sql, ACCEPT_UNIT, SQL_ARGS(INT(id), TIME(a, now), TEXT(how)),
                   NULL, f);
}

enum outcome agreements_accept_representative(struct db *db, struct arena *a, int64_t id,
                                              const char *how, instant now, struct fault *f)
{
    return sql_run(db, &agreements_sql, ACCEPT_REPRESENTATIVE,
                   SQL_ARGS(INT(id), TIME(a, now), TEXT(how)), NULL, f);
}

enum outcome agreement_comments_add(struct db *db, struct arena *a, struct agreement_comment *c,
                                    struct fault *f)
{
    return sql_number(db, &agreements_sql, COMMENT_ADD,
                      SQL_ARGS(INT(c->placement_id), INT(c->version), TEXT(c->written_by),
                               TEXT(c->text), TIME(a, c->at)),
                      &c->id, f);
}

enum outcome agreement_comments_of(struct db *db, struct arena *a, int64_t placement_id,
                                   struct agreement_comment **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &agreements_sql, COMMENTS, SQL_ARGS(INT(placement_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct agreement_comment *c = grow(a, &list);
        c->id = sql_int(row, 0);
        c->placement_id = sql_int(row, 1);
        c->version = (int)sql_int(row, 2);
        c->written_by = sql_text(row, 3, a);
        c->text = sql_text(row, 4, a);
        c->at = sql_time(row, 5);
    }
    *out = list.items;
    *count = list.count;
    return o;
}
