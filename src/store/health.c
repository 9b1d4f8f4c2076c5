/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Health: what the case book itself shows of whether the service does its work.
 */
#include "store/desk.h"

#include "base/calendar.h"
#include "lists.h"

enum { TIMES, READ, NOTE, READ_NOTE, HOLD_ALL, LAST_SIGN };

#define TIMES_OF                                                                                   \
    "(SELECT max(complete_at) FROM mailbox),"                                                      \
    " (SELECT min(stored_at) FROM inbox WHERE state = 'unread'),"                                  \
    " (SELECT min(next_at) FROM letter WHERE state IN ('queued', 'deferred')"                      \
    " AND next_at <= $1 AND urgency = 0),"                                                         \
    " (SELECT min(next_at) FROM letter WHERE state IN ('queued', 'deferred')"                      \
    " AND next_at <= $1 AND urgency = 1)"

static const char *const texts[] = {
    [TIMES] = "SELECT " TIMES_OF,
    [READ] = "SELECT " TIMES_OF ", (SELECT count(*) FROM task WHERE closed_at IS NULL),"
             " (SELECT count(*) FROM inbox), (SELECT count(*) FROM request),"
             " (SELECT count(*) FROM letter WHERE state IN ('queued', 'deferred'))",
    [NOTE] = "INSERT INTO health_note (name, value, at) VALUES ($1, $2, $3)"
             " ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
    [READ_NOTE] = "SELECT value, at FROM health_note WHERE name = $1",
    [HOLD_ALL] = "UPDATE letter SET state = 'held', released = 0, noticed = 0"
                 " WHERE state IN ('queued', 'deferred', 'sending')",
    [LAST_SIGN] = "SELECT max(at) FROM (SELECT max(at) AS at FROM audit"
                  " UNION ALL SELECT max(complete_at) FROM mailbox"
                  " UNION ALL SELECT max(stored_at) FROM inbox) AS signs",
};
const struct sql_list health_sql = {"health", SLOT_HEALTH, SQL_TEXTS(texts)};

/* Of letters that may leave at any hour and asks that may not, the one that waits longest. */
static instant waits_since(instant at_once, instant ask, instant asks_since)
{
    if (ask < 0 || asks_since < 0)
        return at_once;
    instant since = ask > asks_since ? ask : asks_since;
    return at_once >= 0 && at_once < since ? at_once : since;
}

static void read_times(struct sql_row *row, instant asks_since, struct health *out)
{
    out->last_complete_fetch = sql_time(row, 0);
    out->oldest_unread = sql_time(row, 1);
    out->oldest_due = waits_since(sql_time(row, 2), sql_time(row, 3), asks_since);
}

enum outcome health_times(struct db *db, struct arena *a, instant now, instant asks_since,
                          struct health *out, struct fault *f)
{
    struct sql_row *row;
    *out = (struct health){.last_complete_fetch = -1, .oldest_unread = -1, .oldest_due = -1};
    enum outcome o = sql_query(db, &health_sql, TIMES, SQL_ARGS(TIME(a, now)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        read_times(row, asks_since, out);
        sql_end(row);
    }
    return o;
}

enum outcome health_read(struct db *db, struct arena *a, instant now, instant asks_since,
                         struct health *out, struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &health_sql, READ, SQL_ARGS(TIME(a, now)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        read_times(row, asks_since, out);
        out->tasks = sql_int(row, 4);
        out->mails = sql_int(row, 5);
        out->requests = sql_int(row, 6);
        out->queued = sql_int(row, 7);
        sql_end(row);
    }
    return o;
}

enum outcome health_note(struct db *db, struct arena *a, const char *name, const char *value,
                         instant now, struct fault *f)
{
    return sql_run(db, &health_sql, NOTE, SQL_ARGS(TEXT(name), TEXT(value), TIME(a, now)), NULL, f);
}

enum outcome health_restored(struct db *db, struct arena *a, instant now, int64_t *held,
                             struct fault *f)
{
    struct sql_row *row;
    instant last = now;
    enum outcome o = sql_query(db, &health_sql, LAST_SIGN, SQL_NO_ARGS, &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        if (!sql_is_null(row, 0))
            last = sql_time(row, 0);
        sql_end(row);
    }
    if (o == DONE)
        o = sql_run(db, &health_sql, HOLD_ALL, SQL_NO_ARGS, held, f);
    if (o != DONE)
        return o;
    struct date since = date_add(civil_from_instant(last).date, -7);
    return health_note(db, a, "restore.since", date_text(a, since), now, f);
}

enum outcome health_note_read(struct db *db, struct arena *a, const char *name, struct note *out,
                              struct fault *f)
{
    *out = (struct note){.at = -1};
    struct sql_row *row;
    enum outcome o = sql_query(db, &health_sql, READ_NOTE, SQL_ARGS(TEXT(name)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        out->value = sql_text(row, 0, a);
        out->at = sql_time(row, 1);
        sql_end(row);
    }
    return o;
}
