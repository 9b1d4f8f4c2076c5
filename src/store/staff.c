/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The library's staff. Nobody is deleted: the trail names them, so they are only disabled.
 */
#include "store/staff.h"

#include "lists.h"

enum {
    ADD,
    LIST,
    BY_NAME,
    BY_ID,
    DISABLE,
    PASSWORD,
    ROLE,
    ADMINS,
    CALENDAR_MAKE,
    CALENDAR_END,
    CALENDAR_OF,
    CALENDAR_FIND,
};

#define COLUMNS "id, name, email, role, password_hash, disabled_at, first_until"

static const char *const texts[] = {
    [ADD] = "INSERT INTO staff (name, email, role, password_hash, created_at, first_until)"
            " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id",
    [LIST] = "SELECT " COLUMNS " FROM staff ORDER BY name",
    [BY_NAME] = "SELECT " COLUMNS " FROM staff WHERE name = $1",
    [BY_ID] = "SELECT " COLUMNS " FROM staff WHERE id = $1",
    [DISABLE] = "UPDATE staff SET disabled_at = coalesce(disabled_at, $2) WHERE name = $1",
    [PASSWORD] = "UPDATE staff SET password_hash = $2, first_until = $3 WHERE name = $1",
    [ROLE] = "UPDATE staff SET role = $2 WHERE id = $1",
    [ADMINS] = "SELECT count(*) FROM staff WHERE role = 'admin' AND disabled_at IS NULL",
    [CALENDAR_MAKE] = "INSERT INTO staff_calendar (staff_id, token_hash, made_at)"
                      " VALUES ($1, $2, $3) ON CONFLICT (staff_id) DO UPDATE"
                      " SET token_hash = excluded.token_hash, made_at = excluded.made_at",
    [CALENDAR_END] = "DELETE FROM staff_calendar WHERE staff_id = $1",
    [CALENDAR_OF] = "SELECT made_at FROM staff_calendar WHERE staff_id = $1",
    [CALENDAR_FIND] = "SELECT staff_id FROM staff_calendar JOIN staff ON staff.id = staff_id"
                      " WHERE token_hash = $1 AND disabled_at IS NULL",
};
const struct sql_list staff_sql = {"staff", SLOT_STAFF, SQL_TEXTS(texts)};

enum outcome staff_add(struct db *db, struct arena *a, const struct staff *s, instant now,
                       int64_t *id, struct fault *f)
{
    enum outcome o = sql_number(db, &staff_sql, ADD,
                                SQL_ARGS(TEXT(s->name), TEXT(s->email ? s->email : ""),
                                         TEXT(s->role), TEXT(s->password_hash), TIME(a, now),
                                         TIME(a, s->first_until > 0 ? s->first_until : -1)),
                                id, f);
    o = optional_number(o, id, f);
    if (o == DONE && *id == 0)
        return fault_set(f, NEVER, EXIT_DATA, "somebody of the staff has that name already");
    return o;
}

static void read_staff(struct sql_row *row, struct arena *a, struct staff *s)
{
    s->id = sql_int(row, 0);
    s->name = sql_text(row, 1, a);
    s->email = sql_text(row, 2, a);
    s->role = sql_text(row, 3, a);
    s->password_hash = sql_text(row, 4, a);
    s->disabled = !sql_is_null(row, 5);
    s->first_until = sql_time(row, 6);
}

enum outcome staff_list(struct db *db, struct arena *a, struct staff **out, size_t *count,
                        struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &staff_sql, LIST, SQL_NO_ARGS, &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_staff(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

static enum outcome nobody(struct fault *f)
{
    return fault_set(f, NEVER, EXIT_NO_INPUT, "nobody of the staff has that name");
}

static enum outcome load(struct db *db, struct arena *a, unsigned text, struct sql_arg who,
                         struct staff *out, struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &staff_sql, text, SQL_ARGS(who), &row, f);
    if (o != DONE)
        return o;
    bool found = sql_next(row, &o, f);
    if (found) {
        read_staff(row, a, out);
        sql_end(row);
    }
    return found || o != DONE ? o : nobody(f);
}

enum outcome staff_by_name(struct db *db, struct arena *a, const char *name, struct staff *out,
                           struct fault *f)
{
    return load(db, a, BY_NAME, TEXT(name), out, f);
}

enum outcome staff_load(struct db *db, struct arena *a, int64_t id, struct staff *out,
                        struct fault *f)
{
    return load(db, a, BY_ID, INT(id), out, f);
}

enum outcome staff_role(struct db *db, int64_t id, const char *role, struct fault *f)
{
    return sql_run(db, &staff_sql, ROLE, SQL_ARGS(INT(id), TEXT(role)), NULL, f);
}

enum outcome staff_admins(struct db *db, int64_t *count, struct fault *f)
{
    return sql_number(db, &staff_sql, ADMINS, SQL_NO_ARGS, count, f);
}

enum outcome staff_disable(struct db *db, struct arena *a, const char *name, instant now,
                           struct fault *f)
{
    int64_t changed;
    enum outcome o =
        sql_run(db, &staff_sql, DISABLE, SQL_ARGS(TEXT(name), TIME(a, now)), &changed, f);
    return o == DONE && changed == 0 ? nobody(f) : o;
}

enum outcome staff_password(struct db *db, struct arena *a, const char *name, const char *hash,
                            instant first_until, struct fault *f)
{
    int64_t changed;
    enum outcome o = sql_run(db, &staff_sql, PASSWORD,
                             SQL_ARGS(TEXT(name), TEXT(hash), TIME(a, first_until)), &changed, f);
    return o == DONE && changed == 0 ? nobody(f) : o;
}

/* ---- Calendars ---- */

enum outcome staff_calendar_make(struct db *db, struct arena *a, int64_t staff_id, const char *hash,
                                 instant now, struct fault *f)
{
    return sql_run(db, &staff_sql, CALENDAR_MAKE, SQL_ARGS(INT(staff_id), TEXT(hash), TIME(a, now)),
                   NULL, f);
}

enum outcome staff_calendar_end(struct db *db, int64_t staff_id, struct fault *f)
{
    return sql_run(db, &staff_sql, CALENDAR_END, SQL_ARGS(INT(staff_id)), NULL, f);
}

enum outcome staff_calendar_of(struct db *db, int64_t staff_id, instant *made_at, struct fault *f)
{
    struct sql_row *row;
    *made_at = -1;
    enum outcome o = sql_query(db, &staff_sql, CALENDAR_OF, SQL_ARGS(INT(staff_id)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        *made_at = sql_time(row, 0);
        sql_end(row);
    }
    return o;
}

enum outcome staff_calendar_find(struct db *db, const char *hash, int64_t *staff_id,
                                 struct fault *f)
{
    enum outcome o = sql_number(db, &staff_sql, CALENDAR_FIND, SQL_ARGS(TEXT(hash)), staff_id, f);
    return optional_number(o, staff_id, f);
}
