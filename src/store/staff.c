/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The library's staff. Nobody is deleted: the trail names them, so they are only disabled.
 */
#include "store/staff.h"

#include "lists.h"

enum { ADD, LIST, BY_NAME, DISABLE, PASSWORD };

#define COLUMNS "id, name, email, role, password_hash, disabled_at"

static const char *const texts[] = {
    [ADD] = "INSERT INTO staff (name, email, role, password_hash, created_at)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id",
    [LIST] = "SELECT " COLUMNS " FROM staff ORDER BY name",
    [BY_NAME] = "SELECT " COLUMNS " FROM staff WHERE name = $1",
    [DISABLE] = "UPDATE staff SET disabled_at = coalesce(disabled_at, $2) WHERE name = $1",
    [PASSWORD] = "UPDATE staff SET password_hash = $2 WHERE name = $1",
};
const struct sql_list staff_sql = {"staff", SLOT_STAFF, SQL_TEXTS(texts)};

enum outcome staff_add(struct db *db, struct arena *a, const struct staff *s, instant now,
                       int64_t *id, struct fault *f)
{
    enum outcome o = sql_number(db, &staff_sql, ADD,
                                SQL_ARGS(TEXT(s->name), TEXT(s->email ? s->email : ""),
                                         TEXT(s->role), TEXT(s->password_hash), TIME(a, now)),
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

enum outcome staff_by_name(struct db *db, struct arena *a, const char *name, struct staff *out,
                           struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &staff_sql, BY_NAME, SQL_ARGS(TEXT(name)), &row, f);
    if (o != DONE)
        return o;
    bool found = sql_next(row, &o, f);
    if (found)
        read_staff(row, a, out);
    sql_end(row);
    return found || o != DONE ? o : nobody(f);
}

enum outcome staff_disable(struct db *db, struct arena *a, const char *name, instant now,
                           struct fault *f)
{
    int64_t changed;
    enum outcome o =
        sql_run(db, &staff_sql, DISABLE, SQL_ARGS(TEXT(name), TIME(a, now)), &changed, f);
    return o == DONE && changed == 0 ? nobody(f) : o;
}

enum outcome staff_password(struct db *db, const char *name, const char *hash, struct fault *f)
{
    int64_t changed;
    enum outcome o =
        sql_run(db, &staff_sql, PASSWORD, SQL_ARGS(TEXT(name), TEXT(hash)), &changed, f);
    return o == DONE && changed == 0 ? nobody(f) : o;
}
