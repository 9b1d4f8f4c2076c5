/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Placements: one a request and person, by constraint. Whoever withdrew and is chosen again keeps
 * the row, and with it what was agreed, paid and said before.
 */
#include "store/placements.h"

#include "lists.h"

#include <stdlib.h>
#include <string.h>

enum { PUT, OF_REQUEST, OF_PERSON, FIND, SAVE };

#define COLUMNS                                                                                    \
    "id, request_id, person_id, speaks_for, state, chosen_at, chosen_by, agreed_at, ended_at, "    \
    "ended_by, ended_why, f_tax"

static const char *const texts[] = {
    [PUT] = "INSERT INTO placement (request_id, person_id, speaks_for, state, chosen_at,"
            " chosen_by) VALUES ($1, $2, $3, 'chosen', $4, $5)"
            " ON CONFLICT (request_id, person_id) DO UPDATE SET speaks_for = excluded.speaks_for,"
            " state = 'chosen', chosen_at = excluded.chosen_at, chosen_by = excluded.chosen_by,"
            " agreed_at = NULL, ended_at = NULL, ended_by = '', ended_why = ''"
            " WHERE placement.state IN ('withdrawn', 'cancelled') RETURNING id",
    [OF_REQUEST] = "SELECT " COLUMNS " FROM placement WHERE request_id = $1 ORDER BY chosen_at, id",
    [OF_PERSON] = "SELECT " COLUMNS " FROM placement WHERE person_id = $1"
                  " ORDER BY chosen_at DESC, id DESC",
    [FIND] = "SELECT " COLUMNS " FROM placement WHERE request_id = $1 AND person_id = $2",
    [SAVE] = "UPDATE placement SET state = $2, agreed_at = $3, ended_at = $4, ended_by = $5,"
             " ended_why = $6, f_tax = $7 WHERE id = $1",
};
const struct sql_list placements_sql = {"placements", SLOT_PLACEMENTS, SQL_TEXTS(texts)};

bool placement_stands(const struct placement *p)
{
    return p->id != 0 && strcmp(p->state, "withdrawn") != 0 && strcmp(p->state, "cancelled") != 0;
}

static void read_placement(struct sql_row *row, struct arena *a, struct placement *p)
{
    int c = 0;
    p->id = sql_int(row, c++);
    p->request_id = sql_int(row, c++);
    p->person_id = sql_int(row, c++);
    p->who = arena_printf(a, "P%lld", (long long)p->person_id);
    p->speaks_for = sql_int(row, c++);
    p->state = sql_text(row, c++, a);
    p->chosen_at = sql_time(row, c++);
    p->chosen_by = sql_text(row, c++, a);
    p->agreed_at = sql_time(row, c++);
    p->ended_at = sql_time(row, c++);
    p->ended_by = sql_text(row, c++, a);
    p->ended_why = sql_text(row, c++, a);
    p->f_tax = sql_int(row, c++) != 0;
}

enum outcome placements_put(struct db *db, struct arena *a, struct placement *p, struct fault *f)
{
    p->who = arena_printf(a, "P%lld", (long long)p->person_id);
    p->state = "chosen";
    p->ended_by = p->ended_why = "";
    p->agreed_at = p->ended_at = -1;
    enum outcome o = sql_number(db, &placements_sql, PUT,
                                SQL_ARGS(INT(p->request_id), INT(p->person_id), ID(p->speaks_for),
                                         TIME(a, p->chosen_at), TEXT(p->chosen_by)),
                                &p->id, f);
    return optional_number(o, &p->id, f);
}

static enum outcome list(struct db *db, struct arena *a, unsigned text, int64_t id,
                         struct placement **out, size_t *count, struct fault *f)
{
    struct grown grown = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &placements_sql, text, SQL_ARGS(INT(id)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_placement(row, a, grow(a, &grown));
    *out = grown.items;
    *count = grown.count;
    return o;
}

enum outcome placements_of_request(struct db *db, struct arena *a, int64_t request_id,
                                   struct placement **out, size_t *count, struct fault *f)
{
    return list(db, a, OF_REQUEST, request_id, out, count, f);
}

enum outcome placements_of_person(struct db *db, struct arena *a, int64_t person_id,
                                  struct placement **out, size_t *count, struct fault *f)
{
    return list(db, a, OF_PERSON, person_id, out, count, f);
}

enum outcome placements_find(struct db *db, struct arena *a, int64_t request_id, const char *who,
                             struct placement *out, struct fault *f)
{
    *out = (struct placement){0};
    if (who[0] != 'P')
        return DONE;
    struct sql_row *row;
    enum outcome o = sql_query(db, &placements_sql, FIND,
                               SQL_ARGS(INT(request_id), INT(strtoll(who + 1, NULL, 10))), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        read_placement(row, a, out);
        sql_end(row);
    }
    return o;
}

enum outcome placements_save(struct db *db, struct arena *a, const struct placement *p,
                             struct fault *f)
{
    return sql_run(db, &placements_sql, SAVE,
                   SQL_ARGS(INT(p->id), TEXT(p->state), TIME(a, p->agreed_at), TIME(a, p->ended_at),
                            TEXT(p->ended_by), TEXT(p->ended_why), INT(p->f_tax)),
                   NULL, f);
}
