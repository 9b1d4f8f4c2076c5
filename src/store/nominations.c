/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Nominations: one a request and person, by constraint.
 */
#include "store/nominations.h"

#include "lists.h"

#include <stdlib.h>

enum { ADD, OF_REQUEST, FIND, SAVE, KNOWN, ASKED, FORGOTTEN, EXPIRE };

#define COLUMNS                                                                                    \
    "nomination.id, request_id, association_id, person_id, name, email, state, at"                 \
    " FROM nomination JOIN person ON person.id = person_id"

#define OVER "('cancelled', 'declined', 'advised', 'closed', 'unfilled')"

static const char *const texts[] = {
    [ADD] = "INSERT INTO nomination (request_id, association_id, person_id, state, at)"
            " VALUES ($1, $2, $3, 'named', $4) ON CONFLICT DO NOTHING",
    [OF_REQUEST] = "SELECT " COLUMNS " WHERE request_id = $1 AND ($2 = 0 OR association_id = $2)"
                   " ORDER BY nomination.id",
    [FIND] = "SELECT " COLUMNS " WHERE request_id = $1 AND person_id = $2",
    [SAVE] = "UPDATE nomination SET state = $2 WHERE id = $1",
    [KNOWN] = "SELECT id FROM person WHERE lower(email) = lower($3) AND name = $2 AND via = $1"
              " AND erased_at IS NULL ORDER BY id LIMIT 1",
    [ASKED] = "SELECT count(*) FROM invitation JOIN person ON person.id = person_id"
              " WHERE request_id = $1 AND lower(email) = lower($2)"
              " AND NOT (state = 'cancelled' AND asked_at IS NULL)",
    [FORGOTTEN] =
        "SELECT person.id FROM person WHERE via IS NOT NULL AND erased_at IS NULL"
        " AND EXISTS (SELECT 1 FROM nomination WHERE person_id = person.id)"
        " AND NOT EXISTS (SELECT 1 FROM nomination JOIN request ON request.id = request_id"
        " WHERE person_id = person.id AND (nomination.state = 'confirmed'"
        " OR (nomination.state = 'named' AND request.state NOT IN " OVER
        " AND (nomination.at > $2 OR EXISTS (SELECT 1 FROM invitation"
        " WHERE invitation.request_id = request.id AND person_id = person.id"
        " AND invitation.state = 'maybe')))))"
        " AND NOT EXISTS (SELECT 1 FROM letter WHERE recipient = 'P' || person.id"
        " AND state IN ('queued', 'sending', 'deferred', 'unknown', 'held', 'to_print'))"
        " ORDER BY person.id LIMIT $1",
    [EXPIRE] = "UPDATE nomination SET state = 'expired' WHERE person_id = $1 AND state = 'named'",
};
const struct sql_list nominations_sql = {"nominations", SLOT_NOMINATIONS, SQL_TEXTS(texts)};

static void read_nomination(struct sql_row *row, struct arena *a, struct nomination *n)
{
    n->id = sql_int(row, 0);
    n->request_id = sql_int(row, 1);
    n->association_id = sql_int(row, 2);
    n->person_id = sql_int(row, 3);
    n->name = sql_text(row, 4, a);
    n->email = sql_text(row, 5, a);
    n->state = sql_text(row, 6, a);
    n->at = sql_time(row, 7);
}

enum outcome nominations_add(struct db *db, struct arena *a, const struct nomination *n,
                             struct fault *f)
{
    return sql_run(
        db, &nominations_sql, ADD,
        SQL_ARGS(INT(n->request_id), INT(n->association_id), INT(n->person_id), TIME(a, n->at)),
        NULL, f);
}

enum outcome nominations_of(struct db *db, struct arena *a, int64_t request_id,
                            int64_t association_id, struct nomination **out, size_t *count,
                            struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &nominations_sql, OF_REQUEST,
                               SQL_ARGS(INT(request_id), INT(association_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_nomination(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome nominations_find(struct db *db, struct arena *a, int64_t request_id, const char *who,
                              struct nomination *out, struct fault *f)
{
    *out = (struct nomination){0};
    struct sql_row *row;
    if (*who != 'P')
        return DONE;
    enum outcome o = sql_query(db, &nominations_sql, FIND,
                               SQL_ARGS(INT(request_id), INT(strtoll(who + 1, NULL, 10))), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        read_nomination(row, a, out);
        sql_end(row);
    }
    return o;
}

enum outcome nominations_save(struct db *db, const struct nomination *n, struct fault *f)
{
    return sql_run(db, &nominations_sql, SAVE, SQL_ARGS(INT(n->id), TEXT(n->state)), NULL, f);
}

enum outcome nominations_known(struct db *db, int64_t association_id, const char *name,
                               const char *email, int64_t *person, struct fault *f)
{
    struct sql_row *row;
    *person = 0;
    enum outcome o = sql_query(db, &nominations_sql, KNOWN,
                               SQL_ARGS(INT(association_id), TEXT(name), TEXT(email)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        *person = sql_int(row, 0);
        sql_end(row);
    }
    return o;
}

enum outcome nominations_asked(struct db *db, int64_t request_id, const char *email, bool *asked,
                               struct fault *f)
{
    int64_t count;
    enum outcome o =
        sql_number(db, &nominations_sql, ASKED, SQL_ARGS(INT(request_id), TEXT(email)), &count, f);
    *asked = o == DONE && count > 0;
    return o;
}

enum outcome nominations_expire(struct db *db, int64_t person, struct fault *f)
{
    return sql_run(db, &nominations_sql, EXPIRE, SQL_ARGS(INT(person)), NULL, f);
}

enum outcome nominations_forgotten(struct db *db, struct arena *a, instant named_before, size_t max,
                                   int64_t **people, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **people};
    struct sql_row *row;
    enum outcome o = sql_query(db, &nominations_sql, FORGOTTEN,
                               SQL_ARGS(INT((int64_t)max), TIME(a, named_before)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        *(int64_t *)grow(a, &list) = sql_int(row, 0);
    *people = list.items;
    *count = list.count;
    return o;
}
