/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Care units: their names, their requests, their contacts, and two that become one
 * (include/store/units.h). What the desk shows of them: unit_lists.c.
 */
#include "store/units.h"

#include "base/text.h"

#include "lists.h"

enum {
    LOAD,
    SAVE,
    ADD,
    NAMED,
    NAME_ADD,
    NAMES,
    OF_REQUEST,
    SET_REQUEST,
    DROP_CONTACTS,
    DROP_NAMES,
    DROP,
    CONTACT_SEEN,
    CONTACTS,
    CONTACT_LOAD,
    CONTACT_AT,
    CONTACT_ADD,
    CONTACT_SAVE,
    CONTACT_REMOVE,
    /* two become one: $1 what stays, $2 what becomes a part of it; in this order */
    MERGE_KNOWN,
    MERGE_TWICE,
    MERGE_CONTACTS,
    MERGE_NAMES,
    MERGE_REQUESTS,
    MERGE_PARTS,
    MERGE_KEPT,
};

#define CONTACT "id, unit_id, address, name, phone, seen_at"
#define UNUSED                                                                                     \
    " AND NOT EXISTS (SELECT 1 FROM unit WHERE id = $1 AND kept = 1)"                              \
    " AND NOT EXISTS (SELECT 1 FROM unit WHERE merged_into = $1)"                                  \
    " AND NOT EXISTS (SELECT 1 FROM request WHERE unit_id = $1)"
#define THE_OTHER                                                                                  \
    "FROM unit_contact AS other WHERE other.unit_id = $2 AND other.address <> ''"                  \
    " AND lower(other.address) = lower(unit_contact.address)"

static const char *const texts[] = {
    [LOAD] = "SELECT id, name, division, merged_into FROM unit WHERE id = $1",
    [SAVE] = "UPDATE unit SET name = $2, division = $3, kept = 1 WHERE id = $1",
    [ADD] = "INSERT INTO unit (name, created_at) VALUES ($1, $2) RETURNING id",
    [NAMED] = "SELECT unit_id FROM unit_name WHERE folded = $1",
    [NAME_ADD] = "INSERT INTO unit_name (folded, unit_id) VALUES ($1, $2)"
                 " ON CONFLICT (folded) DO NOTHING",
    [NAMES] = "SELECT folded FROM unit_name WHERE unit_id = $1 ORDER BY folded",
    [OF_REQUEST] = "SELECT unit_id FROM request WHERE id = $1 AND unit_id IS NOT NULL",
    [SET_REQUEST] = "UPDATE request SET unit_id = $2 WHERE id = $1",
    [DROP_CONTACTS] = "DELETE FROM unit_contact WHERE unit_id = $1" UNUSED,
    [DROP_NAMES] = "DELETE FROM unit_name WHERE unit_id = $1" UNUSED,
    [DROP] = "DELETE FROM unit WHERE id = $1" UNUSED,
    [CONTACT_SEEN] =
        "INSERT INTO unit_contact (unit_id, address, name, phone, seen_at)"
        " VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (unit_id, lower(address)) WHERE address <> '' DO UPDATE SET"
        " name = CASE WHEN by_staff = 1 OR excluded.name = '' THEN name ELSE excluded.name END,"
        " phone = CASE WHEN by_staff = 1 OR excluded.phone = '' THEN phone"
        "  ELSE excluded.phone END, seen_at = excluded.seen_at",
    [CONTACTS] = "SELECT " CONTACT " FROM unit_contact WHERE unit_id = $1"
                 " ORDER BY seen_at DESC, id DESC LIMIT $2",
    [CONTACT_LOAD] = "SELECT " CONTACT " FROM unit_contact WHERE id = $1 AND unit_id = $2",
    [CONTACT_AT] = "SELECT id FROM unit_contact WHERE unit_id = $1 AND address <> ''"
                   " AND lower(address) = lower($2)",
    [CONTACT_ADD] = "INSERT INTO unit_contact (unit_id, address, name, phone, seen_at, by_staff)"
                    " VALUES ($1, $2, $3, $4, $5, 1) RETURNING id",
    [CONTACT_SAVE] = "UPDATE unit_contact SET address = $2, name = $3, phone = $4, seen_at = $5,"
                     " by_staff = 1 WHERE id = $1",
    [CONTACT_REMOVE] = "DELETE FROM unit_contact WHERE id = $1",
    [MERGE_KNOWN] =
        "UPDATE unit_contact SET"
        " name = CASE WHEN name = '' THEN (SELECT other.name " THE_OTHER ") ELSE name END,"
        " phone = CASE WHEN phone = '' THEN (SELECT other.phone " THE_OTHER ") ELSE phone END,"
        " seen_at = max(seen_at, (SELECT other.seen_at " THE_OTHER "))"
        " WHERE unit_id = $1 AND address <> '' AND EXISTS (SELECT 1 " THE_OTHER ")",
    [MERGE_TWICE] = "DELETE FROM unit_contact WHERE unit_id = $2 AND address <> ''"
                    " AND EXISTS (SELECT 1 FROM unit_contact AS own WHERE own.unit_id = $1"
                    " AND own.address <> '' AND lower(own.address) = lower(unit_contact.address))",
    [MERGE_CONTACTS] = "UPDATE unit_contact SET unit_id = $1 WHERE unit_id = $2",
    [MERGE_NAMES] = "UPDATE unit_name SET unit_id = $1 WHERE unit_id = $2",
    [MERGE_REQUESTS] = "UPDATE request SET unit_id = $1 WHERE unit_id = $2",
    [MERGE_PARTS] = "UPDATE unit SET merged_into = $1 WHERE id = $2 OR merged_into = $2",
    [MERGE_KEPT] = "UPDATE unit SET kept = 1, division = CASE WHEN division = '' THEN"
                   " (SELECT other.division FROM unit AS other WHERE other.id = $2)"
                   " ELSE division END WHERE id = $1",
};
const struct sql_list units_sql = {"units", SLOT_UNITS, SQL_TEXTS(texts)};

/* ---- A unit and its names ---- */

enum outcome units_load(struct db *db, struct arena *a, int64_t id, struct unit *out,
                        struct fault *f)
{
    *out = (struct unit){0};
    struct sql_row *row;
    enum outcome o = sql_query(db, &units_sql, LOAD, SQL_ARGS(INT(id)), &row, f);
    if (o != DONE)
        return o;
    if (!sql_next(row, &o, f))
        return o == DONE
                   ? fault_set(f, NEVER, EXIT_NO_INPUT, "there is no unit U%lld", (long long)id)
                   : o;
    *out = (struct unit){.id = sql_int(row, 0),
                         .name = sql_text(row, 1, a),
                         .division = sql_text(row, 2, a),
                         .merged_into = sql_int(row, 3)};
    sql_end(row);
    return DONE;
}

enum outcome units_save(struct db *db, const struct unit *u, struct fault *f)
{
    return sql_run(db, &units_sql, SAVE,
                   SQL_ARGS(INT(u->id), TEXT(u->name), TEXT(u->division ? u->division : "")), NULL,
                   f);
}

enum outcome units_add(struct db *db, struct arena *a, const char *name, instant now, int64_t *id,
                       struct fault *f)
{
    enum outcome o = sql_number(db, &units_sql, ADD, SQL_ARGS(TEXT(name), TIME(a, now)), id, f);
    return o == DONE ? units_name_add(db, *id, text_fold(a, name), f) : o;
}

enum outcome units_named(struct db *db, const char *folded, int64_t *id, struct fault *f)
{
    return optional_number(sql_number(db, &units_sql, NAMED, SQL_ARGS(TEXT(folded)), id, f), id, f);
}

enum outcome units_name_add(struct db *db, int64_t id, const char *folded, struct fault *f)
{
    return sql_run(db, &units_sql, NAME_ADD, SQL_ARGS(TEXT(folded), INT(id)), NULL, f);
}

enum outcome units_names(struct db *db, struct arena *a, int64_t id, const char ***names,
                         size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **names};
    struct sql_row *row;
    enum outcome o = sql_query(db, &units_sql, NAMES, SQL_ARGS(INT(id)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        *(const char **)grow(a, &list) = sql_text(row, 0, a);
    *names = list.items;
    *count = list.count;
    return o;
}

enum outcome units_of_request(struct db *db, int64_t request_id, int64_t *id, struct fault *f)
{
    return optional_number(sql_number(db, &units_sql, OF_REQUEST, SQL_ARGS(INT(request_id)), id, f),
                           id, f);
}

enum outcome units_set_request(struct db *db, int64_t request_id, int64_t unit_id, struct fault *f)
{
    return sql_run(db, &units_sql, SET_REQUEST, SQL_ARGS(INT(request_id), ID(unit_id)), NULL, f);
}

enum outcome units_drop_unused(struct db *db, int64_t id, struct fault *f)
{
    enum outcome o = DONE;
    for (unsigned text = DROP_CONTACTS; o == DONE && text <= DROP; text++)
        o = sql_run(db, &units_sql, text, SQL_ARGS(INT(id)), NULL, f);
    return o;
}

enum outcome units_merge(struct db *db, int64_t to, int64_t from, struct fault *f)
{
    enum outcome o = DONE;
    for (unsigned text = MERGE_KNOWN; o == DONE && text <= MERGE_KEPT; text++)
        o = sql_run(db, &units_sql, text, SQL_ARGS(INT(to), INT(from)), NULL, f);
    return o;
}

/* ---- Contacts ---- */

enum outcome units_contact_seen(struct db *db, struct arena *a, const struct unit_contact *x,
                                struct fault *f)
{
    return sql_run(db, &units_sql, CONTACT_SEEN,
                   SQL_ARGS(INT(x->unit_id), TEXT(x->address), TEXT(x->name ? x->name : ""),
                            TEXT(x->phone ? x->phone : ""), TIME(a, x->seen_at)),
                   NULL, f);
}

static struct unit_contact contact_of(struct sql_row *row, struct arena *a)
{
    return (struct unit_contact){.id = sql_int(row, 0),
                                 .unit_id = sql_int(row, 1),
                                 .address = sql_text(row, 2, a),
                                 .name = sql_text(row, 3, a),
                                 .phone = sql_text(row, 4, a),
                                 .seen_at = sql_time(row, 5)};
}

enum outcome units_contacts(struct db *db, struct arena *a, int64_t unit_id, size_t max,
                            struct unit_contact **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &units_sql, CONTACTS, SQL_ARGS(INT(unit_id), INT((int64_t)max)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct unit_contact *x = grow(a, &list);
        *x = contact_of(row, a);
    }
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome units_contact_load(struct db *db, struct arena *a, int64_t unit_id, int64_t id,
                                struct unit_contact *out, struct fault *f)
{
    *out = (struct unit_contact){0};
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &units_sql, CONTACT_LOAD, SQL_ARGS(INT(id), INT(unit_id)), &row, f);
    if (o != DONE)
        return o;
    if (!sql_next(row, &o, f))
        return o == DONE ? fault_set(f, NEVER, EXIT_NO_INPUT, "U%lld has no such contact",
                                     (long long)unit_id)
                         : o;
    *out = contact_of(row, a);
    sql_end(row);
    return DONE;
}

enum outcome units_contact_at(struct db *db, int64_t unit_id, const char *address, int64_t *id,
                              struct fault *f)
{
    return optional_number(
        sql_number(db, &units_sql, CONTACT_AT, SQL_ARGS(INT(unit_id), TEXT(address)), id, f), id,
        f);
}

enum outcome units_contact_save(struct db *db, struct arena *a, const struct unit_contact *x,
                                int64_t *id, struct fault *f)
{
    *id = x->id;
    const char *address = x->address ? x->address : "", *name = x->name ? x->name : "",
               *phone = x->phone ? x->phone : "";
    if (x->id == 0)
        return sql_number(
            db, &units_sql, CONTACT_ADD,
            SQL_ARGS(INT(x->unit_id), TEXT(address), TEXT(name), TEXT(phone), TIME(a, x->seen_at)),
            id, f);
    return sql_run(
        db, &units_sql, CONTACT_SAVE,
        SQL_ARGS(INT(x->id), TEXT(address), TEXT(name), TEXT(phone), TIME(a, x->seen_at)), NULL, f);
}

enum outcome units_contact_remove(struct db *db, int64_t id, struct fault *f)
{
    return sql_run(db, &units_sql, CONTACT_REMOVE, SQL_ARGS(INT(id)), NULL, f);
}
