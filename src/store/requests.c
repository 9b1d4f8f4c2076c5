/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Requests: numbered by year of arrival, one a mail by constraint.
 */
#include "store/requests.h"

#include "lists.h"

#include <string.h>

enum { ADD, NEXT_SERIAL, BY_ID, BY_NUMBER, SAVE, LIST_ALL, LIST_STATE, WITH_MESSAGE_ID };

#define COLUMNS                                                                                    \
    "id, number, state, state_since, received_at, source, inbox_id, mail_sha256, subject, "        \
    "trusted, sender_address, sender_name, message_id, language, route, route_by, pool_asked, "    \
    "acknowledged, wave, change, dropped_text, kind"

/* Behind COLUMNS, in a list. */
#define UNIT                                                                                       \
    "(SELECT value FROM fact WHERE request_id = request.id AND key = 'unit'"                       \
    " ORDER BY origin DESC LIMIT 1)"
enum { UNIT_COLUMN = 22 };

static const char *const texts[] = {
    [ADD] = "INSERT INTO request (year, serial, number, state, state_since, source, inbox_id,"
            " mail_sha256, subject, received_at, trusted, sender_address, sender_name,"
            " message_id, language)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
            " RETURNING id",
    [NEXT_SERIAL] = "SELECT coalesce(max(serial), 0) + 1 FROM request WHERE year = $1",
    [BY_ID] = "SELECT " COLUMNS " FROM request WHERE id = $1",
    [BY_NUMBER] = "SELECT " COLUMNS " FROM request WHERE number = $1",
    [SAVE] = "UPDATE request SET state = $2, state_since = $3, trusted = $4, sender_address = $5,"
             " sender_name = $6, language = $7, route = $8, route_by = $9, pool_asked = $10,"
             " acknowledged = $11, wave = $12, change = $13, dropped_text = $14,"
             " kind = CASE WHEN $15 = 1 THEN 'advice' ELSE 'loan' END WHERE id = $1",
    [LIST_ALL] = "SELECT " COLUMNS ", " UNIT " FROM request ORDER BY id DESC LIMIT $1",
    [LIST_STATE] =
        "SELECT " COLUMNS ", " UNIT " FROM request WHERE state = $2 ORDER BY id DESC LIMIT $1",
    [WITH_MESSAGE_ID] = ("SELECT request.id FROM request JOIN inbox ON inbox.id = request.inbox_id"
                         " WHERE inbox.message_id = $1 ORDER BY request.id LIMIT 1"),
};
const struct sql_list requests_sql = {"requests", SLOT_REQUESTS, SQL_TEXTS(texts)};

enum outcome requests_add(struct db *db, struct arena *a, struct request *r, int year,
                          struct fault *f)
{
    int64_t serial;
    enum outcome o = sql_number(db, &requests_sql, NEXT_SERIAL, SQL_ARGS(INT(year)), &serial, f);
    if (o != DONE)
        return o;
    r->number = arena_printf(a, "LB-%d-%04d", year, (int)serial);
    return sql_number(db, &requests_sql, ADD,
                      SQL_ARGS(INT(year), INT(serial), TEXT(r->number), TEXT(state_name(r->state)),
                               TIME(a, r->state_since), TEXT(r->source), ID(r->inbox_id),
                               TEXT(r->mail_sha256), TEXT(r->subject), TIME(a, r->received_at),
                               INT(r->trusted), TEXT(r->sender_address), TEXT(r->sender_name),
                               TEXT(r->message_id), TEXT(r->language)),
                      &r->id, f);
}

static void read_request(struct sql_row *row, struct arena *a, struct request *r)
{
    int c = 0;
    r->id = sql_int(row, c++);
    r->number = sql_text(row, c++, a);
    r->state = state_by_name(sql_text(row, c++, a));
    r->state_since = sql_time(row, c++);
    r->received_at = sql_time(row, c++);
    r->source = sql_text(row, c++, a);
    r->inbox_id = sql_int(row, c++);
    r->mail_sha256 = sql_text(row, c++, a);
    r->subject = sql_text(row, c++, a);
    r->trusted = sql_int(row, c++) != 0;
    r->sender_address = sql_text(row, c++, a);
    r->sender_name = sql_text(row, c++, a);
    r->message_id = sql_text(row, c++, a);
    r->language = sql_text(row, c++, a);
    r->route = sql_text(row, c++, a);
    r->route_by = sql_text(row, c++, a);
    r->pool_asked = sql_int(row, c++) != 0;
    r->acknowledged = sql_int(row, c++) != 0;
    r->wave = (int)sql_int(row, c++);
    r->change = (int)sql_int(row, c++);
    r->ending = sql_text(row, c++, a);
    r->advice = strcmp(sql_text(row, c++, a), "advice") == 0;
    r->unit = NULL;
}

static enum outcome load_one(struct db *db, struct arena *a, unsigned text, struct sql_arg key,
                             const char *what, struct request *out, struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &requests_sql, text, &key, 1, &row, f);
    if (o != DONE)
        return o;
    bool found = sql_next(row, &o, f);
    if (found)
        read_request(row, a, out);
    sql_end(row);
    if (!found && o == DONE)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no request %s", what);
    return found ? DONE : o;
}

enum outcome requests_load(struct db *db, struct arena *a, int64_t id, struct request *out,
                           struct fault *f)
{
    return load_one(db, a, BY_ID, INT(id), arena_printf(a, "with id %lld", (long long)id), out, f);
}

enum outcome requests_by_number(struct db *db, struct arena *a, const char *number,
                                struct request *out, struct fault *f)
{
    return load_one(db, a, BY_NUMBER, TEXT(number), number, out, f);
}

enum outcome requests_save(struct db *db, struct arena *a, const struct request *r, struct fault *f)
{
    return sql_run(db, &requests_sql, SAVE,
                   SQL_ARGS(INT(r->id), TEXT(state_name(r->state)), TIME(a, r->state_since),
                            INT(r->trusted), TEXT(r->sender_address), TEXT(r->sender_name),
                            TEXT(r->language), TEXT(r->route), TEXT(r->route_by),
                            INT(r->pool_asked), INT(r->acknowledged), INT(r->wave), INT(r->change),
                            TEXT(r->ending ? r->ending : ""), INT(r->advice)),
                   NULL, f);
}

enum outcome requests_list(struct db *db, struct arena *a, enum state state, size_t max,
                           struct request **out, size_t *count, struct fault *f)
{
    struct sql_row *row;
    enum outcome o;
    if (state == STATE_COUNT)
        o = sql_query(db, &requests_sql, LIST_ALL, SQL_ARGS(INT((int64_t)max)), &row, f);
    else
        o = sql_query(db, &requests_sql, LIST_STATE,
                      SQL_ARGS(INT((int64_t)max), TEXT(state_name(state))), &row, f);
    struct grown list = {.size = sizeof **out};
    while (o == DONE && sql_next(row, &o, f)) {
        struct request *r = grow(a, &list);
        read_request(row, a, r);
        const char *unit = sql_text(row, UNIT_COLUMN, a);
        r->unit = unit && *unit ? unit : NULL;
    }
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome requests_with_message_id(struct db *db, const char *message_id, int64_t *id,
                                      struct fault *f)
{
    return optional_number(
        sql_number(db, &requests_sql, WITH_MESSAGE_ID, SQL_ARGS(TEXT(message_id)), id, f), id, f);
}
