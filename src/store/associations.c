/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Associations: loaded and saved whole, with their areas; and whom they cooperate with already.
 */
#include "store/associations.h"

#include "base/text.h"

#include "lists.h"

enum {
    LOAD,
    AREAS,
    INSERT,
    UPDATE,
    AREAS_CLEAR,
    AREA_ADD,
    LIST,
    BY_NAME,
    COOPERATING,
    COOPERATE,
    COOPERATE_NO_MORE,
};

#define COLUMNS                                                                                    \
    "name, email, contact, municipalities, mandate, letter_language, reply_days, left_at"

static const char *const texts[] = {
    [LOAD] = "SELECT id, " COLUMNS " FROM association WHERE id = $1",
    [AREAS] = "SELECT area FROM association_area WHERE association_id = $1 ORDER BY area",
    [INSERT] = "INSERT INTO association (" COLUMNS ", created_at)"
               " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
    [UPDATE] = "UPDATE association SET name = $2, email = $3, contact = $4, municipalities = $5,"
               " mandate = $6, letter_language = $7, reply_days = $8, left_at = $9 WHERE id = $1",
    [AREAS_CLEAR] = "DELETE FROM association_area WHERE association_id = $1",
    [AREA_ADD] = "INSERT INTO association_area (association_id, area) VALUES ($1, $2)"
                 " ON CONFLICT DO NOTHING",
    [LIST] = "SELECT id, " COLUMNS " FROM association WHERE left_at IS NULL ORDER BY name",
    [BY_NAME] = "SELECT id FROM association WHERE name = $1",
    [COOPERATING] = "SELECT association_id FROM cooperation"
                    " JOIN association ON association.id = association_id"
                    " WHERE left_at IS NULL AND (unit = $1 OR unit IN"
                    "  (SELECT other.folded FROM unit_name AS own JOIN unit_name AS other"
                    "   ON other.unit_id = own.unit_id WHERE own.folded = $1))"
                    " ORDER BY association_id LIMIT 1",
    [COOPERATE] = "INSERT INTO cooperation (association_id, unit) VALUES ($1, $2)"
                  " ON CONFLICT DO NOTHING",
    [COOPERATE_NO_MORE] = "DELETE FROM cooperation WHERE association_id = $1 AND unit = $2",
};
const struct sql_list associations_sql = {"associations", SLOT_ASSOCIATIONS, SQL_TEXTS(texts)};

static void read_association(struct sql_row *row, struct arena *a, struct association *x)
{
    int c = 0;
    x->id = sql_int(row, c++);
    x->name = sql_text(row, c++, a);
    x->email = sql_text(row, c++, a);
    x->contact = sql_text(row, c++, a);
    x->municipalities = sql_text(row, c++, a);
    x->mandate = sql_text(row, c++, a);
    x->letter_language = sql_text(row, c++, a);
    x->reply_days = (int)sql_int(row, c++);
    x->left_at = sql_time(row, c++);
}

static enum outcome load_areas(struct db *db, struct arena *a, struct association *x,
                               struct fault *f)
{
    struct grown list = {.size = sizeof *x->areas};
    struct sql_row *row;
    enum outcome o = sql_query(db, &associations_sql, AREAS, SQL_ARGS(INT(x->id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        const char **area = grow(a, &list);
        *area = sql_text(row, 0, a);
    }
    x->areas = list.items;
    x->area_count = list.count;
    return o;
}

enum outcome associations_load(struct db *db, struct arena *a, int64_t id, struct association *out,
                               struct fault *f)
{
    *out = (struct association){0};
    struct sql_row *row;
    enum outcome o = sql_query(db, &associations_sql, LOAD, SQL_ARGS(INT(id)), &row, f);
    if (o != DONE)
        return o;
    bool found = sql_next(row, &o, f);
    if (found)
        read_association(row, a, out);
    sql_end(row);
    if (!found && o == DONE)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no association A%lld", (long long)id);
    return found ? load_areas(db, a, out, f) : o;
}

static enum outcome insert(struct db *db, struct arena *a, const struct association *x, instant now,
                           int64_t *id, struct fault *f)
{
    return sql_number(db, &associations_sql, INSERT,
                      SQL_ARGS(TEXT(x->name), TEXT(x->email ? x->email : ""),
                               TEXT(x->contact ? x->contact : ""),
                               TEXT(x->municipalities ? x->municipalities : ""),
                               TEXT(x->mandate ? x->mandate : ""),
                               TEXT(x->letter_language ? x->letter_language : "sv"),
                               ID(x->reply_days), TIME(a, x->left_at), TIME(a, now)),
                      id, f);
}

static enum outcome update(struct db *db, struct arena *a, const struct association *x,
                           struct fault *f)
{
    int64_t changed;
    enum outcome o = sql_run(db, &associations_sql, UPDATE,
                             SQL_ARGS(INT(x->id), TEXT(x->name), TEXT(x->email ? x->email : ""),
                                      TEXT(x->contact ? x->contact : ""),
                                      TEXT(x->municipalities ? x->municipalities : ""),
                                      TEXT(x->mandate ? x->mandate : ""),
                                      TEXT(x->letter_language ? x->letter_language : "sv"),
                                      ID(x->reply_days), TIME(a, x->left_at)),
                             &changed, f);
    if (o == DONE && changed == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no association A%lld",
                         (long long)x->id);
    return o == DONE ? sql_run(db, &associations_sql, AREAS_CLEAR, SQL_ARGS(INT(x->id)), NULL, f)
                     : o;
}

enum outcome associations_save(struct db *db, struct arena *a, const struct association *x,
                               instant now, int64_t *id, struct fault *f)
{
    *id = x->id;
    enum outcome o = x->id ? update(db, a, x, f) : insert(db, a, x, now, id, f);
    for (size_t i = 0; o == DONE && i < x->area_count; i++)
        o = sql_run(db, &associations_sql, AREA_ADD, SQL_ARGS(INT(*id), TEXT(x->areas[i])), NULL,
                    f);
    return o;
}

enum outcome associations_list(struct db *db, struct arena *a, struct association **out,
                               size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &associations_sql, LIST, SQL_NO_ARGS, &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_association(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    for (size_t i = 0; o == DONE && i < *count; i++)
        o = load_areas(db, a, &(*out)[i], f);
    return o;
}

enum outcome associations_by_name(struct db *db, const char *name, int64_t *id, struct fault *f)
{
    return optional_number(sql_number(db, &associations_sql, BY_NAME, SQL_ARGS(TEXT(name)), id, f),
                           id, f);
}

enum outcome associations_cooperating(struct db *db, struct arena *a, const char *unit, int64_t *id,
                                      struct fault *f)
{
    return optional_number(
        sql_number(db, &associations_sql, COOPERATING, SQL_ARGS(TEXT(text_fold(a, unit))), id, f),
        id, f);
}

enum outcome associations_cooperate(struct db *db, struct arena *a, int64_t id, const char *unit,
                                    bool on, struct fault *f)
{
    return sql_run(db, &associations_sql, on ? COOPERATE : COOPERATE_NO_MORE,
                   SQL_ARGS(INT(id), TEXT(text_fold(a, unit))), NULL, f);
}
