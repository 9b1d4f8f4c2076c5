/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: payment bases.
 */
#include "store/compensations.h"

#include <stdlib.h>
#include <string.h>

#include "lists.h"

enum { ADD, LOAD, OF_REQUEST, OF_YEAR, FIND, SAVE, BEFORE };

#define SELECT                                                                                     \
    "SELECT c.id, c.placement_id, c.occasion_id, c.payer, c.day, c.minutes, c.travel_minutes,"     \
    " c.travel_km, c.travel_ore, c.receipts, c.fee_ore, c.model, c.cost_ref, c.f_tax, c.paid,"     \
    " c.stated_at, c.changed_at, c.paid_at, c.chased_at, p.request_id, p.person_id, o.starts,"     \
    " o.ends FROM compensation c JOIN placement p ON p.id = c.placement_id"                        \
    " JOIN occasion o ON o.id = c.occasion_id"

static const char *const texts[] = {
    [ADD] = "INSERT INTO compensation (placement_id, occasion_id, payer, day, minutes, fee_ore,"
            " model, cost_ref, f_tax, stated_at, changed_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)"
            " ON CONFLICT DO NOTHING RETURNING id",
    [LOAD] = SELECT " WHERE c.id = $1",
    [OF_REQUEST] = SELECT " WHERE p.request_id = $1 ORDER BY c.day, c.id",
    [OF_YEAR] = SELECT " WHERE c.day >= $1 AND c.day <= $2 ORDER BY c.id",
    [FIND] = SELECT " WHERE p.request_id = $1 AND p.person_id = $2 AND c.occasion_id = $3",
    [SAVE] = "UPDATE compensation SET minutes = $2, travel_minutes = $3, travel_km = $4,"
             " travel_ore = $5, receipts = $6, fee_ore = $7, model = $8, cost_ref = $9,"
             " f_tax = $10, changed_at = $11, paid = $12, paid_at = $13, chased_at = $14"
             " WHERE id = $1",
    [BEFORE] = "SELECT coalesce(sum(c.fee_ore), 0) FROM compensation c"
               " JOIN placement p ON p.id = c.placement_id"
               " WHERE c.payer = $1 AND p.person_id = $2 AND c.day >= $3 AND c.day <= $4"
               " AND (c.day < $4 OR c.id < $5) AND c.f_tax = 0"
               " AND coalesce(c.paid, '') <> 'declined'",
};
const struct sql_list compensations_sql = {"compensations", SLOT_COMPENSATIONS, SQL_TEXTS(texts)};

bool compensation_owed(const struct compensation *c)
{
    return !c->paid || strcmp(c->paid, "no") == 0;
}

static void read_compensation(struct sql_row *row, struct arena *a, struct compensation *c)
{
    int i = 0;
    c->id = sql_int(row, i++);
    c->placement_id = sql_int(row, i++);
    c->occasion_id = sql_int(row, i++);
    c->payer = sql_text(row, i++, a);
    c->day = sql_text(row, i++, a);
    c->minutes = (int)sql_int(row, i++);
    c->travel_minutes = (int)sql_int(row, i++);
    c->travel_km = (int)sql_int(row, i++);
    c->travel_ore = sql_int(row, i++);
    c->receipts = sql_text(row, i++, a);
    c->fee_ore = sql_int(row, i++);
    c->model = sql_text(row, i++, a);
    c->cost_ref = sql_text(row, i++, a);
    c->f_tax = sql_int(row, i++) != 0;
    c->paid = sql_text(row, i++, a);
    c->stated_at = sql_time(row, i++);
    c->changed_at = sql_time(row, i++);
    c->paid_at = sql_time(row, i++);
    c->chased_at = sql_time(row, i++);
    c->request_id = sql_int(row, i++);
    c->person_id = sql_int(row, i++);
    c->starts = sql_text(row, i++, a);
    c->ends = sql_text(row, i++, a);
    c->who = arena_printf(a, "P%lld", (long long)c->person_id);
}

enum outcome compensations_add(struct db *db, struct arena *a, struct compensation *c,
                               struct fault *f)
{
    enum outcome o =
        sql_number(db, &compensations_sql, ADD,
                   SQL_ARGS(INT(c->placement_id), INT(c->occasion_id), TEXT(c->payer), TEXT(c->day),
                            INT(c->minutes), INT(c->fee_ore), TEXT(c->model), TEXT(c->cost_ref),
                            INT(c->f_tax), TIME(a, c->stated_at)),
                   &c->id, f);
    return optional_number(o, &c->id, f);
}

enum outcome compensations_load(struct db *db, struct arena *a, int64_t id,
                                struct compensation *out, struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &compensations_sql, LOAD, SQL_ARGS(INT(id)), &row, f);
    if (o != DONE)
        return o;
    if (!sql_next(row, &o, f))
        return o != DONE ? o : fault_set(f, NEVER, EXIT_NO_INPUT, "there is no such payment basis");
    read_compensation(row, a, out);
    sql_end(row);
    return DONE;
}

static enum outcome read_all(enum outcome o, struct sql_row *row, struct arena *a,
                             struct compensation **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    while (o == DONE && sql_next(row, &o, f))
        read_compensation(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome compensations_of_request(struct db *db, struct arena *a, int64_t request_id,
                                      struct compensation **out, size_t *count, struct fault *f)
{
    struct sql_row *row = NULL;
    enum outcome o =
        sql_query(db, &compensations_sql, OF_REQUEST, SQL_ARGS(INT(request_id)), &row, f);
    return read_all(o, row, a, out, count, f);
}

enum outcome compensations_of_year(struct db *db, struct arena *a, int year,
                                   struct compensation **out, size_t *count, struct fault *f)
{
    struct sql_row *row = NULL;
    enum outcome o = sql_query(db, &compensations_sql, OF_YEAR,
                               SQL_ARGS(TEXT(arena_printf(a, "%04d-01-01", year)),
                                        TEXT(arena_printf(a, "%04d-12-31", year))),
                               &row, f);
    return read_all(o, row, a, out, count, f);
}

enum outcome compensations_find(struct db *db, struct arena *a, int64_t request_id, const char *who,
                                int64_t occasion_id, struct compensation *out, struct fault *f)
{
    memset(out, 0, sizeof *out);
    if (who[0] != 'P')
        return DONE;
    struct sql_row *row;
    enum outcome o = sql_query(
        db, &compensations_sql, FIND,
        SQL_ARGS(INT(request_id), INT(strtoll(who + 1, NULL, 10)), INT(occasion_id)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        read_compensation(row, a, out);
        sql_end(row);
    }
    return o;
}

enum outcome compensations_save(struct db *db, struct arena *a, const struct compensation *c,
                                struct fault *f)
{
    return sql_run(db, &compensations_sql, SAVE,
                   SQL_ARGS(INT(c->id), INT(c->minutes), INT(c->travel_minutes), INT(c->travel_km),
                            INT(c->travel_ore), TEXT(c->receipts), INT(c->fee_ore), TEXT(c->model),
                            TEXT(c->cost_ref), INT(c->f_tax), TIME(a, c->changed_at), TEXT(c->paid),
                            TIME(a, c->paid_at), TIME(a, c->chased_at)),
                   NULL, f);
}

enum outcome compensations_before(struct db *db, const struct compensation *c, int64_t *ore,
                                  struct fault *f)
{
    char first[] = "0000-01-01"; /* of the same year */
    memcpy(first, c->day, 4);
    return sql_number(
        db, &compensations_sql, BEFORE,
        SQL_ARGS(TEXT(c->payer), INT(c->person_id), TEXT(first), TEXT(c->day), INT(c->id)), ore, f);
}
