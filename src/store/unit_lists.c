/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the desk shows of a care unit (include/store/units.h): each list is read by an index and
 * ends after so many rows.
 */
#include "store/units.h"

#include "lists.h"

enum { COUNT, REQUESTS, YEARS, PARTNERS, TWINS };

static const char *const texts[] = {
    [COUNT] = "SELECT count(*), (SELECT received_at FROM request WHERE unit_id = $1"
              " ORDER BY id DESC LIMIT 1) FROM request WHERE unit_id = $1",
    [REQUESTS] = "SELECT id, number, subject, state, received_at,"
                 " (SELECT count(*) FROM placement WHERE request_id = request.id"
                 "  AND placement.state NOT IN ('withdrawn', 'cancelled'))"
                 " FROM request WHERE unit_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
    [YEARS] = "SELECT substr(day, 1, 4), count(DISTINCT occasion_id), count(DISTINCT person_id),"
              " sum(CASE WHEN paid = 'yes' THEN fee_ore ELSE 0 END),"
              " sum(CASE WHEN paid IS NULL OR paid = 'no' THEN fee_ore ELSE 0 END)"
              " FROM unit_name JOIN compensation ON payer = folded"
              " JOIN placement ON placement.id = placement_id"
              " WHERE unit_name.unit_id = $1 GROUP BY 1 ORDER BY 1 DESC LIMIT 10",
    [PARTNERS] = "SELECT DISTINCT association.id, association.name FROM unit_name"
                 " JOIN cooperation ON cooperation.unit = folded"
                 " JOIN association ON association.id = association_id"
                 " WHERE unit_id = $1 AND left_at IS NULL ORDER BY association.name LIMIT 50",
    [TWINS] = "SELECT DISTINCT unit.id, unit.name FROM unit_contact AS own"
              " JOIN unit_contact AS other ON lower(other.address) = lower(own.address)"
              " AND other.address <> '' AND other.unit_id <> own.unit_id"
              " JOIN unit ON unit.id = other.unit_id"
              " WHERE own.unit_id = $1 AND own.address <> '' ORDER BY unit.name LIMIT 5",
};
const struct sql_list unit_lists_sql = {"unit_lists", SLOT_UNIT_LISTS, SQL_TEXTS(texts)};

enum outcome units_count(struct db *db, int64_t id, int64_t *requests, instant *newest,
                         struct fault *f)
{
    *requests = 0;
    *newest = -1;
    struct sql_row *row;
    enum outcome o = sql_query(db, &unit_lists_sql, COUNT, SQL_ARGS(INT(id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        *requests = sql_int(row, 0);
        *newest = sql_time(row, 1);
    }
    return o;
}

enum outcome units_requests(struct db *db, struct arena *a, int64_t id, int64_t before, size_t max,
                            struct unit_request **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(
        db, &unit_lists_sql, REQUESTS,
        SQL_ARGS(INT(id), INT(before > 0 ? before : INT64_MAX), INT((int64_t)max)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct unit_request *r = grow(a, &list);
        *r = (struct unit_request){.id = sql_int(row, 0),
                                   .number = sql_text(row, 1, a),
                                   .subject = sql_text(row, 2, a),
                                   .state = state_by_name(sql_text(row, 3, a)),
                                   .received_at = sql_time(row, 4),
                                   .placed = sql_int(row, 5)};
    }
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome units_years(struct db *db, struct arena *a, int64_t id, struct unit_year **out,
                         size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &unit_lists_sql, YEARS, SQL_ARGS(INT(id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct unit_year *y = grow(a, &list);
        *y = (struct unit_year){.year = sql_text(row, 0, a),
                                .occasions = sql_int(row, 1),
                                .people = sql_int(row, 2),
                                .paid_ore = sql_int(row, 3),
                                .owed_ore = sql_int(row, 4)};
    }
    *out = list.items;
    *count = list.count;
    return o;
}

static enum outcome links_of(struct db *db, struct arena *a, unsigned text, int64_t id,
                             struct unit_link **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &unit_lists_sql, text, SQL_ARGS(INT(id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct unit_link *x = grow(a, &list);
        *x = (struct unit_link){.id = sql_int(row, 0), .name = sql_text(row, 1, a)};
    }
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome units_partners(struct db *db, struct arena *a, int64_t id, struct unit_link **out,
                            size_t *count, struct fault *f)
{
    return links_of(db, a, PARTNERS, id, out, count, f);
}

enum outcome units_twins(struct db *db, struct arena *a, int64_t id, struct unit_link **out,
                         size_t *count, struct fault *f)
{
    return links_of(db, a, TWINS, id, out, count, f);
}
