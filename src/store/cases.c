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

enum { COUNT, NEWEST, OLDEST, NEWEST_OF, OLDEST_OF, FOUND_NEWEST, FOUND_OLDEST, TASKS, SEARCH };

#define ROW                                                                                        \
    "SELECT request.id, number, subject, sender_address, state, state_since, received_at,"         \
    " (SELECT value FROM fact WHERE request_id = request.id AND key = 'unit'"                      \
    "  ORDER BY origin DESC LIMIT 1),"                                                             \
    " (SELECT count(*) FROM task WHERE request_id = request.id AND closed_at IS NULL)"             \
    " FROM request"

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
    [NEWEST] = ROW " WHERE request.id < $2 ORDER BY request.id DESC LIMIT $1",
    [OLDEST] = ROW " WHERE request.id > $2 ORDER BY request.id LIMIT $1",
    [NEWEST_OF] = ROW " WHERE state = $3 AND request.id < $2 ORDER BY request.id DESC LIMIT $1",
    [OLDEST_OF] = ROW " WHERE state = $3 AND request.id > $2 ORDER BY request.id LIMIT $1",
    [FOUND_NEWEST] = FOUND " AND request.id < $2 ORDER BY request.id DESC LIMIT $1",
    [FOUND_OLDEST] = FOUND " AND request.id > $2 ORDER BY request.id LIMIT $1",
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
    bool any = list->state == STATE_COUNT, down = !list->oldest_first;
    const char *state = any ? "" : state_name(list->state);
    int64_t after = list->after > 0 || !down ? list->after : INT64_MAX;
    int64_t max = (int64_t)list->max;
    if (!text_blank(list->text))
        return sql_query(db, &cases_sql, down ? FOUND_NEWEST : FOUND_OLDEST,
                         SQL_ARGS(INT(max), INT(after), TEXT(state), TEXT(list->text),
                                  TEXT(arena_printf(a, "%s\xf4\x8f\xbf\xbf", list->text)),
                                  INT(party_id(list->text, 'P')), INT(party_id(list->text, 'A'))),
                         row, f);
    if (any)
        return sql_query(db, &cases_sql, down ? NEWEST : OLDEST, SQL_ARGS(INT(max), INT(after)),
                         row, f);
    return sql_query(db, &cases_sql, down ? NEWEST_OF : OLDEST_OF,
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
