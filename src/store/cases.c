/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Requests as the desk lists them (include/store/cases.h).
 *
 * A text that is looked for is first turned into at most some thousand ids, by its words or by a
 * name of the book's, and then the list is taken from them.
 */
#include "store/cases.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "lists.h"
#include "store/words.h"

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
    LAST,
    NUMBERED,
    OF_PERSON,
    OF_ASSOCIATION,
    TASKS,
    SEARCH
};

enum { FOUND_MOST = 2000 }; /* so many are put into another order than that of their coming */

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

#define FOUND                                                                                      \
    ROW " WHERE request.id IN (SELECT value FROM json_each($4)) AND ($3 = '' OR state = $3) AND"

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
    [FOUND_NEWEST] = FOUND ON_NEWEST,
    [FOUND_OLDEST] = FOUND ON_OLDEST,
    [FOUND_BY_DAY] = FOUND ON_BY("first_day"),
    [FOUND_BY_UNIT] = FOUND ON_BY("unit_name"),
    [LAST] = "SELECT coalesce(max(id), 0) FROM request",
    [NUMBERED] = "SELECT id FROM request WHERE number >= upper($1) AND number < upper($1) || '~'"
                 " ORDER BY number DESC LIMIT $2",
    [OF_PERSON] = "SELECT request_id FROM invitation WHERE person_id = $1"
                  " UNION SELECT request_id FROM nomination WHERE person_id = $1"
                  " ORDER BY 1 DESC LIMIT $2",
    [OF_ASSOCIATION] = "SELECT request_id FROM invitation WHERE association_id = $1"
                       " ORDER BY 1 DESC LIMIT $2",
    [TASKS] = "SELECT id, inbox_id, letter_id, kind, subject, text, since FROM task"
              " WHERE request_id = $1 AND closed_at IS NULL ORDER BY id LIMIT 200",
    [SEARCH] = "SELECT id FROM search WHERE request_id = $1 AND actor = $2"
               " ORDER BY id DESC LIMIT 1",
};
const struct sql_list cases_sql = {"cases", SLOT_CASES, SQL_TEXTS(texts)};

static enum outcome count_state(struct db *db, enum state state, int64_t *count, struct fault *f)
{
    return sql_number(db, &cases_sql, COUNT, SQL_ARGS(TEXT(state_name(state)), INT(CASES_COUNTED)),
                      count, f);
}

enum outcome cases_count(struct db *db, int64_t counts[STATE_COUNT], struct fault *f)
{
    enum outcome o = DONE;
    for (enum state s = 0; o == DONE && s < STATE_COUNT; s++)
        o = count_state(db, s, &counts[s], f);
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

/* ---- What is looked for ---- */

struct found {
    int64_t *ids;
    size_t count;
};

static enum outcome named(struct db *db, struct arena *a, unsigned text, struct sql_arg name,
                          struct found *found, struct fault *f)
{
    struct grown list = {.size = sizeof *found->ids};
    struct sql_row *row;
    enum outcome o = sql_query(db, &cases_sql, text, SQL_ARGS(name, INT(FOUND_MOST)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        *(int64_t *)grow(a, &list) = sql_int(row, 0);
    *found = (struct found){list.items, list.count};
    return o;
}

/* Where the list has the order of the walk through the words, a page of them is enough. */
static enum outcome worded(struct db *db, struct arena *a, const struct case_list *list,
                           struct found *found, struct fault *f)
{
    bool of_state = list->state != STATE_COUNT, as_came = list->order <= CASES_OLDEST;
    struct words_query query = {.oldest_first = list->order == CASES_OLDEST,
                                .after = as_came ? list->after : 0};
    int64_t in_state = CASES_COUNTED;
    query.words = words_in(a, list->text, strlen(list->text), &query.count);
    enum outcome o = sql_number(db, &cases_sql, LAST, SQL_NO_ARGS, &query.newest, f);
    if (o == DONE && of_state)
        o = count_state(db, list->state, &in_state, f);
    if (in_state < CASES_COUNTED)
        query.state = state_name(list->state);
    size_t max = as_came && !of_state ? list->max : FOUND_MOST;
    return o == DONE ? words_find(db, a, &query, max, &found->ids, &found->count, f) : o;
}

static enum outcome search(struct db *db, struct arena *a, const struct case_list *list,
                           struct found *found, struct fault *f)
{
    int64_t person = party_id(list->text, 'P'), association = party_id(list->text, 'A');
    if (person > 0)
        return named(db, a, OF_PERSON, INT(person), found, f);
    if (association > 0)
        return named(db, a, OF_ASSOCIATION, INT(association), found, f);
    if (text_equals_nocase(list->text, "LB") || text_starts_nocase(list->text, "LB-"))
        return named(db, a, NUMBERED, TEXT(list->text), found, f);
    return worded(db, a, list, found, f);
}

/* "[3,2,1]" */
static const char *as_json(struct arena *a, const struct found *found)
{
    enum { ROOM = 21 }; /* an id and what stands before it */
    char *out = arena_array(a, found->count + 1, ROOM + 1), *at = out;
    *at++ = '[';
    for (size_t i = 0; i < found->count; i++)
        at += snprintf(at, ROOM + 1, "%s%lld", i > 0 ? "," : "", (long long)found->ids[i]);
    *at++ = ']';
    *at = '\0';
    return out;
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
    if (!text_blank(list->text)) {
        struct found found;
        enum outcome o = search(db, a, list, &found, f);
        return o == DONE ? sql_query(db, &cases_sql, FOUND_NEWEST + list->order,
                                     SQL_ARGS(INT(max), INT(after), TEXT(state),
                                              TEXT(as_json(a, &found))),
                                     row, f)
                         : o;
    }
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
