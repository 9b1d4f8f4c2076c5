/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Versions of what staff wrote instead of what is shipped.
 */
#include "store/versions.h"

#include "lists.h"

enum { NEWEST, STANDING, CURRENT, GET, LIST, LIST_ALL, ADD, AREA_USED };

#define COLUMNS                                                                                    \
    "v.id, v.kind, v.name, v.version, v.body, v.shipped, v.of_sha256, v.by_staff, staff.name, "    \
    "v.at"
#define FROM " FROM setting_version AS v LEFT JOIN staff ON staff.id = v.by_staff "

static const char *const texts[] = {
    [NEWEST] = "SELECT coalesce(max(id), 0) FROM setting_version",
    [STANDING] = "SELECT " COLUMNS FROM "WHERE v.shipped = 0 AND v.version = (SELECT max(w.version)"
                 " FROM setting_version AS w WHERE w.name = v.name) ORDER BY v.name",
    [CURRENT] = "SELECT " COLUMNS FROM "WHERE v.name = $1 ORDER BY v.version DESC LIMIT 1",
    [GET] = "SELECT " COLUMNS FROM "WHERE v.name = $1 AND v.version = $2",
    [LIST] =
        "SELECT " COLUMNS FROM "WHERE v.name = $1 AND v.id < $2 ORDER BY v.version DESC LIMIT $3",
    [LIST_ALL] = "SELECT " COLUMNS FROM "WHERE v.id < $1 ORDER BY v.id DESC LIMIT $2",
    [ADD] = "INSERT INTO setting_version"
            " (kind, name, version, body, shipped, of_sha256, by_staff, at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
    [AREA_USED] = "SELECT (EXISTS (SELECT 1 FROM person_area WHERE area = $1)"
                  " OR EXISTS (SELECT 1 FROM association_area WHERE area = $1))",
};
const struct sql_list versions_sql = {"versions", SLOT_VERSIONS, SQL_TEXTS(texts)};

static void read_version(struct sql_row *row, struct arena *a, struct setting_version *v)
{
    v->id = sql_int(row, 0);
    v->kind = sql_text(row, 1, a);
    v->name = sql_text(row, 2, a);
    v->version = sql_int(row, 3);
    v->body = sql_text(row, 4, a);
    v->shipped = sql_int(row, 5) != 0;
    v->of_sha256 = sql_text(row, 6, a);
    v->by_staff = sql_int(row, 7);
    v->by_name = sql_text(row, 8, a);
    v->at = sql_time(row, 9);
}

static enum outcome read_all(struct db *db, struct arena *a, unsigned text,
                             const struct sql_arg *args, size_t arg_count,
                             struct setting_version **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &versions_sql, text, args, arg_count, &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_version(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome versions_newest(struct db *db, int64_t *id, struct fault *f)
{
    return sql_number(db, &versions_sql, NEWEST, SQL_NO_ARGS, id, f);
}

enum outcome versions_standing(struct db *db, struct arena *a, struct setting_version **out,
                               size_t *count, struct fault *f)
{
    return read_all(db, a, STANDING, SQL_NO_ARGS, out, count, f);
}

enum outcome versions_current(struct db *db, struct arena *a, const char *name,
                              struct setting_version *out, struct fault *f)
{
    struct setting_version *list;
    size_t count;
    enum outcome o = read_all(db, a, CURRENT, SQL_ARGS(TEXT(name)), &list, &count, f);
    *out = o == DONE && count > 0 ? list[0] : (struct setting_version){0};
    return o;
}

enum outcome versions_get(struct db *db, struct arena *a, const char *name, int64_t version,
                          struct setting_version *out, struct fault *f)
{
    struct setting_version *list;
    size_t count;
    enum outcome o = read_all(db, a, GET, SQL_ARGS(TEXT(name), INT(version)), &list, &count, f);
    if (o == DONE && count == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no version %lld of %s",
                         (long long)version, name);
    if (o == DONE)
        *out = list[0];
    return o;
}

enum outcome versions_list(struct db *db, struct arena *a, const char *name, int64_t before,
                           size_t max, struct setting_version **out, size_t *count, struct fault *f)
{
    int64_t end = before > 0 ? before : INT64_MAX;
    if (*name)
        return read_all(db, a, LIST, SQL_ARGS(TEXT(name), INT(end), INT((int64_t)max)), out, count,
                        f);
    return read_all(db, a, LIST_ALL, SQL_ARGS(INT(end), INT((int64_t)max)), out, count, f);
}

enum outcome versions_add(struct db *db, struct arena *a, struct setting_version *v, instant now,
                          struct fault *f)
{
    struct setting_version last;
    enum outcome o = versions_current(db, a, v->name, &last, f);
    if (o != DONE)
        return o;
    v->version = last.version + 1;
    v->at = now;
    return sql_number(db, &versions_sql, ADD,
                      SQL_ARGS(TEXT(v->kind), TEXT(v->name), INT(v->version), TEXT(v->body),
                               INT(v->shipped), TEXT(v->of_sha256), ID(v->by_staff), TIME(a, now)),
                      &v->id, f);
}

enum outcome versions_area_used(struct db *db, const char *area, bool *used, struct fault *f)
{
    int64_t n = 0;
    enum outcome o = sql_number(db, &versions_sql, AREA_USED, SQL_ARGS(TEXT(area)), &n, f);
    *used = n != 0;
    return o;
}
