/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Timers: what is to happen at a time; each rings once.
 */
#include "store/desk.h"

#include "lists.h"

enum { SET, DUE, END, CLEAR, CLEAR_ONE, NEXT };

static const char *const texts[] = {
    [SET] = "INSERT INTO timer (request_id, kind, subject, due_at, silence)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (request_id, kind, subject)"
            " DO UPDATE SET due_at = excluded.due_at, silence = excluded.silence",
    [DUE] = "SELECT id, request_id, kind, subject, due_at, silence FROM timer"
            " WHERE due_at <= $1 AND (due_at > $2 OR (due_at = $2 AND id > $3))"
            " ORDER BY due_at, id LIMIT $4",
    [END] = "DELETE FROM timer WHERE id = $1 AND kind = $2 AND due_at = $3",
    [CLEAR] = "DELETE FROM timer WHERE request_id = $1 AND (kind = $2 OR $2 = '')",
    [CLEAR_ONE] = "DELETE FROM timer WHERE request_id = $1 AND kind = $2 AND subject = $3",
    [NEXT] = "SELECT due_at FROM timer ORDER BY due_at LIMIT 1",
};
const struct sql_list timers_sql = {"timers", SLOT_TIMERS, SQL_TEXTS(texts)};

enum outcome timers_set(struct db *db, struct arena *a, const struct timer *t, struct fault *f)
{
    return sql_run(db, &timers_sql, SET,
                   SQL_ARGS(ID(t->request_id), TEXT(t->kind), TEXT(t->subject ? t->subject : ""),
                            TIME(a, t->due_at), TEXT(t->silence ? t->silence : "")),
                   NULL, f);
}

enum outcome timers_due(struct db *db, struct arena *a, instant now, const struct timer *after,
                        size_t max, struct timer **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &timers_sql, DUE,
                  SQL_ARGS(TIME(a, now), TEXT(after ? instant_to_text(a, after->due_at) : ""),
                           INT(after ? after->id : 0), INT((int64_t)max)),
                  &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct timer *t = grow(a, &list);
        t->id = sql_int(row, 0);
        t->request_id = sql_int(row, 1);
        t->kind = sql_text(row, 2, a);
        t->subject = sql_text(row, 3, a);
        t->due_at = sql_time(row, 4);
        t->silence = sql_text(row, 5, a);
    }
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome timers_end(struct db *db, struct arena *a, const struct timer *t, bool *was,
                        struct fault *f)
{
    int64_t changed;
    enum outcome o = sql_run(db, &timers_sql, END,
                             SQL_ARGS(INT(t->id), TEXT(t->kind), TIME(a, t->due_at)), &changed, f);
    if (was)
        *was = o == DONE && changed > 0;
    return o;
}

enum outcome timers_clear(struct db *db, int64_t request_id, const char *kind, struct fault *f)
{
    return sql_run(db, &timers_sql, CLEAR, SQL_ARGS(INT(request_id), TEXT(kind)), NULL, f);
}

enum outcome timers_next(struct db *db, instant *due, struct fault *f)
{
    *due = INSTANT_NEVER;
    struct sql_row *row;
    enum outcome o = sql_query(db, &timers_sql, NEXT, SQL_NO_ARGS, &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        *due = sql_time(row, 0);
        sql_end(row);
    }
    return o;
}

enum outcome timers_clear_one(struct db *db, int64_t request_id, const char *kind,
                              const char *subject, struct fault *f)
{
    return sql_run(db, &timers_sql, CLEAR_ONE, SQL_ARGS(INT(request_id), TEXT(kind), TEXT(subject)),
                   NULL, f);
}
