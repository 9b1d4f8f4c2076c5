/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Requests as the desk lists them (include/store/cases.h).
 *
 * A text that is looked for is first turned into some thousand ids by the indexes, and then the
 * list is taken from them: a single letter costs no more than a whole name. There is no index over
 * all the words of all mails: what is weeded would live on in it.
 */
#include "store/cases.h"

#include <string.h>

#include "base/text.h"
#include "lists.h"

/* Each order in the row of enum case_order: of all, of one state, of what is found. */
enum {
    NEWEST,
    OLDEST,
    BY_DAY,
    BY_UNIT,
    NEWEST_OF,
    OLDEST_OF,
    BY_DAY_OF,
    BY_UNIT_OF,
    FOUND_NEWEST,
    FOUND_OLDEST,
    FOUND_BY_DAY,
    FOUND_BY_UNIT,
    COUNT,
    TASKS,
    SEARCH
};

#define ROW                                                                                        \
    "SELECT request.id, number, subject, sender_address, state, state_since, received_at,"         \
    " (SELECT value FROM fact WHERE request_id = request.id AND key = 'unit'"                      \
    "  ORDER BY origin DESC LIMIT 1),"                                                             \
    " (SELECT count(*) FROM task WHERE request_id = request.id AND closed_at IS NULL),"            \
    " nullif(first_day, '~')"                                                                      \
    " FROM request"

/* $2: the last one shown, after which the list goes on; 0: none. */
#define ON_NEWEST " request.id < $2 ORDER BY request.id DESC LIMIT $1"
#define ON_OLDEST " request.id > $2 ORDER BY request.id LIMIT $1"
#define ON_BY(column)                                                                              \
    " (" column ", request.id) > (coalesce((SELECT " column                                        \
    " FROM request WHERE id = $2), ''), $2) ORDER BY " column ", request.id LIMIT $1"
#define OF_STATE " WHERE state = $3 AND"

#define BEGINS(column) column " >= $4 COLLATE NOCASE AND " column " < $5 COLLATE NOCASE"
#define FOUND                                                                                      \
    "WITH found(id) AS (SELECT id FROM request WHERE number >= upper($4) AND number < upper($5)"   \
    " UNION SELECT * FROM (SELECT id FROM request WHERE " BEGINS(                                  \
        "subject") " LIMIT 2000)"                                                                  \
                   " UNION SELECT * FROM (SELECT request_id FROM fact WHERE key = 'unit' "         \
                   "AND " BEGINS("value") " LIMIT 2000)"                                           \
                                          " UNION SELECT * FROM (SELECT id FROM request WHERE "    \
                                          "lower(sender_address) = lower($4)"                      \
                                          " ORDER BY id DESC LIMIT 2000)"                          \
                                          " UNION SELECT * FROM (SELECT request_id FROM fact "     \
                                          "WHERE key = 'contact_email'"                            \
                                          " AND lower(value) = lower($4) LIMIT 2000)"              \
                                          " UNION SELECT * FROM (SELECT request_id FROM "          \
                                          "invitation WHERE person_id = $6 LIMIT 2000)"            \
                                          " UNION SELECT * FROM (SELECT request_id FROM "          \
                                          "invitation WHERE association_id = $7"                   \
                                          " LIMIT 2000)) " ROW                                     \
                                          " WHERE request.id IN found AND ($3 = '' OR state = $3)"

static const char *const texts[] = {
    [COUNT] = "SELECT count(*) FROM (SELECT 1 FROM request WHERE state = $1 LIMIT $2)",
    [NEWEST] = ROW " WHERE" ON_NEWEST,
    [OLDEST] = ROW " WHERE" ON_OLDEST,
    [BY_DAY] = ROW " WHERE" ON_BY("first_day"),
    [BY_UNIT] = ROW " WHERE" ON_BY("unit_name"),
    [NEWEST_OF] = ROW OF_STATE ON_NEWEST,
    [OLDEST_OF] = ROW OF_STATE ON_OLDEST,
    [BY_DAY_OF] = ROW OF_STATE ON_BY("first_day"),
    [BY_UNIT_OF] = ROW OF_STATE ON_BY("unit_name"),
    [FOUND_NEWEST] = FOUND " AND" ON_NEWEST,
    [FOUND_OLDEST] = FOUND " AND" ON_OLDEST,
    [FOUND_BY_DAY] = FOUND " AND" ON_BY("first_day"),
    [FOUND_BY_UNIT] = FOUND " AND" ON_BY("unit_name"),
    [TASKS] = "SELECT id, inbox_id, letter_id, kind, subject, text, since FROM task"
              " WHERE request_id = $1 AND closed_at IS NULL ORDER BY id LIMIT 200",
    [SEARCH] = "SELECT id FROM search WHERE request_id = $1 AND actor = $2"
               " ORDER BY id DESC LIMIT 1",
};
const struct sql_list cases_sql = {"cases", SLOT_CASES, SQL_TEXTS(texts)};

enum outcome cases_count(struct db *db, int64_t counts[STATE_COUNT], struct fault *f)
{
    enum outcome o = DONE;
    for (enum state s = 0; o == DONE && s < STATE_COUNT; s++)
        o = sql_number(db, &cases_sql, COUNT, SQL_ARGS(TEXT(state_name(s)), INT(CASES_COUNTED)),
                       &counts[s], f);
    return o;
}

/* "P12" is 12 where the letter is P; 0: the text is no such name. */
static int64_t party_id(const char *text, char letter)
{
    int64_t id = 0;
    size_t digits = strlen(text) > 1 ? strspn(text + 1, "0123456789") : 0;
    if (*text != letter || digits == 0 || digits > 15 || text[digits + 1])
        return 0;
    for (const char *at = text + 1; *at; at++)
        id = id * 10 + (*at - '0');
    return id;
}

static enum outcome start(struct db *db, struct arena *a, const struct case_list *list,
                          struct sql_row **row, struct fault *f)
{
    bool any = list->state == STATE_COUNT;
    const char *state = any ? "" : state_name(list->state);
    int64_t after = list->after;
    if (after <= 0)
        after = list->order == CASES_NEWEST ? INT64_MAX : 0;
    int64_t max = (int64_t)list->max;
    if (!text_blank(list->text))
        return sql_query(db, &cases_sql, FOUND_NEWEST + list->order,
                         SQL_ARGS(INT(max), INT(after), TEXT(state), TEXT(list->text),
                                  TEXT(arena_printf(a, "%s\xf4\x8f\xbf\xbf", list->text)),
                                  INT(party_id(list->text, 'P')), INT(party_id(list->text, 'A'))),
                         row, f);
    if (any)
        return sql_query(db, &cases_sql, NEWEST + list->order, SQL_ARGS(INT(max), INT(after)), row,
                         f);
    return sql_query(db, &cases_sql, NEWEST_OF + list->order,
                     SQL_ARGS(INT(max), INT(after), TEXT(state)), row, f);
}

enum outcome cases_list(struct db *db, struct arena *a, const struct case_list *list,
                        struct case_row **out, size_t *count, struct fault *f)
{
    struct sql_row *row;
    struct grown rows = {.size = sizeof **out};
    enum outcome o = start(db, a, list, &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct case_row *r = grow(a, &rows);
        int c = 0;
        r->id = sql_int(row, c++);
        r->number = sql_text(row, c++, a);
        r->subject = sql_text(row, c++, a);
        r->sender = sql_text(row, c++, a);
        r->state = state_by_name(sql_text(row, c++, a));
        r->state_since = sql_time(row, c++);
        r->received_at = sql_time(row, c++);
        r->unit = sql_text(row, c++, a);
        r->tasks = sql_int(row, c++);
        r->first_day = sql_text(row, c++, a);
    }
    *out = rows.items;
    *count = rows.count;
    return o;
}

enum outcome cases_tasks(struct db *db, struct arena *a, int64_t request_id, struct task **out,
                         size_t *count, struct fault *f)
{
    struct sql_row *row;
    struct grown rows = {.size = sizeof **out};
    enum outcome o = sql_query(db, &cases_sql, TASKS, SQL_ARGS(INT(request_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct task *t = grow(a, &rows);
        int c = 0;
        t->id = sql_int(row, c++);
        t->inbox_id = sql_int(row, c++);
        t->letter_id = sql_int(row, c++);
        t->kind = sql_text(row, c++, a);
        t->subject = sql_text(row, c++, a);
        t->text = sql_text(row, c++, a);
        t->since = sql_time(row, c++);
        t->request_id = request_id;
    }
    *out = rows.items;
    *count = rows.count;
    return o;
}

enum outcome cases_last_search(struct db *db, int64_t request_id, const char *actor, int64_t *id,
                               struct fault *f)
{
    return optional_number(
        sql_number(db, &cases_sql, SEARCH, SQL_ARGS(INT(request_id), TEXT(actor)), id, f), id, f);
}
