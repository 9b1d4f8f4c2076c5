/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Occasions: the times at which people meet, each with the UID that its calendar file keeps for as
 * long as it lives. None is ever deleted: one that is called off stays, as cancelled.
 */
#include "store/occasions.h"

#include "lists.h"

#include <string.h>

enum { ADD, OF_REQUEST, OF_POOL, LOAD, BY_UID, SAVE };

#define COLUMNS                                                                                    \
    "id, request_id, kind, uid, sequence, starts, ends, place, link, access, state, created_at,"   \
    " changed_at"

static const char *const texts[] = {
    [ADD] = "INSERT INTO occasion (request_id, kind, uid, sequence, starts, ends, place, link,"
            " access, state, created_at, changed_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id",
    [OF_REQUEST] = "SELECT " COLUMNS " FROM occasion WHERE request_id = $1 ORDER BY starts, id",
    [OF_POOL] = "SELECT " COLUMNS " FROM occasion WHERE request_id IS NULL ORDER BY starts, id",
    [LOAD] = "SELECT " COLUMNS " FROM occasion WHERE id = $1",
    [BY_UID] = "SELECT " COLUMNS " FROM occasion WHERE uid = $1",
    [SAVE] = "UPDATE occasion SET sequence = $2, starts = $3, ends = $4, place = $5, link = $6,"
             " access = $7, state = $8, changed_at = $9 WHERE id = $1",
};
const struct sql_list occasions_sql = {"occasions", SLOT_OCCASIONS, SQL_TEXTS(texts)};

static void read_occasion(struct sql_row *row, struct arena *a, struct occasion *o)
{
    int c = 0;
    o->id = sql_int(row, c++);
    o->request_id = sql_int(row, c++);
    o->kind = sql_text(row, c++, a);
    o->uid = sql_text(row, c++, a);
    o->sequence = (int)sql_int(row, c++);
    o->starts = sql_text(row, c++, a);
    o->ends = sql_text(row, c++, a);
    o->place = sql_text(row, c++, a);
    o->link = sql_text(row, c++, a);
    o->access = sql_text(row, c++, a);
    o->state = sql_text(row, c++, a);
    o->created_at = sql_time(row, c++);
    o->changed_at = sql_time(row, c++);
}

enum outcome occasions_add(struct db *db, struct arena *a, struct occasion *o, struct fault *f)
{
    return sql_number(db, &occasions_sql, ADD,
                      SQL_ARGS(ID(o->request_id), TEXT(o->kind), TEXT(o->uid), INT(o->sequence),
                               TEXT(o->starts), TEXT(o->ends), TEXT(o->place), TEXT(o->link),
                               TEXT(o->access), TEXT(o->state), TIME(a, o->created_at),
                               TIME(a, o->changed_at)),
                      &o->id, f);
}

enum outcome occasions_of_request(struct db *db, struct arena *a, int64_t request_id,
                                  struct occasion **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o =
        request_id ? sql_query(db, &occasions_sql, OF_REQUEST, SQL_ARGS(INT(request_id)), &row, f)
                   : sql_query(db, &occasions_sql, OF_POOL, SQL_NO_ARGS, &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_occasion(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

/* The first row, if there is one. */
static enum outcome first(enum outcome o, struct sql_row *row, struct arena *a,
                          struct occasion *out, struct fault *f)
{
    memset(out, 0, sizeof *out);
    if (o == DONE && sql_next(row, &o, f)) {
        read_occasion(row, a, out);
        sql_end(row);
    }
    return o;
}

enum outcome occasions_load(struct db *db, struct arena *a, int64_t id, struct occasion *out,
                            struct fault *f)
{
    struct sql_row *row = NULL;
    enum outcome o = sql_query(db, &occasions_sql, LOAD, SQL_ARGS(INT(id)), &row, f);
    o = first(o, row, a, out, f);
    if (o == DONE && out->id == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no occasion %lld", (long long)id);
    return o;
}

enum outcome occasions_by_uid(struct db *db, struct arena *a, const char *uid, struct occasion *out,
                              struct fault *f)
{
    struct sql_row *row = NULL;
    enum outcome o = sql_query(db, &occasions_sql, BY_UID, SQL_ARGS(TEXT(uid)), &row, f);
    return first(o, row, a, out, f);
}

enum outcome occasions_save(struct db *db, struct arena *a, const struct occasion *o,
                            struct fault *f)
{
    return sql_run(db, &occasions_sql, SAVE,
                   SQL_ARGS(INT(o->id), INT(o->sequence), TEXT(o->starts), TEXT(o->ends),
                            TEXT(o->place), TEXT(o->link), TEXT(o->access), TEXT(o->state),
                            TIME(a, o->changed_at)),
                   NULL, f);
}
