/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: figures, from the book for requests that are under way and from what was kept for
 * the others. The two views of the migration say what is counted; what follow-ups hold is JSON, so
 * it is read here.
 *
 * What is not here: what the figures mean, and which of them are too small to be shown (view/).
 */
#include "store/statistics.h"

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "lists.h"

enum {
    REQUESTS,
    HOW_MANY,
    COUNTS_KEPT,
    COUNTS_NOW,
    ANSWERS_NOW,
    ANSWERS_OF,
    POOL,
    KEEP,
    KEEP_CLEAR,
    KEEP_COUNTS,
    KEEP_ITEM,
    KEPT,
    DROP_COUNTS,
    DROP,
    FIGURED,
    UNKEPT,
};

#define FIGURE                                                                                     \
    "came, asked, answered, filled, closed, state, advice, unit, areas, kind, route, places, "     \
    "taken"
#define OVER "('closed', 'advised', 'declined', 'cancelled', 'unfilled')"
#define ANSWERS                                                                                    \
    "SELECT fu.party, fu.answered_at, fu.answers, EXISTS (SELECT 1 FROM placement AS p"            \
    " WHERE p.request_id = fu.request_id AND p.speaks_for IS NOT NULL"                             \
    " AND 'P' || CAST(p.person_id AS TEXT) = fu.party)"                                            \
    " FROM request JOIN followup AS fu ON fu.request_id = request.id"

static const char *const texts[] = {
    [REQUESTS] = "SELECT " FIGURE " FROM figure WHERE came >= $1 AND came < $2"
                 " UNION ALL SELECT " FIGURE " FROM figure_now"
                 " WHERE figured = 0 AND came >= $1 AND came < $2",
    [HOW_MANY] = "SELECT (SELECT count(*) FROM figure WHERE came >= $1 AND came < $2)"
                 " + (SELECT count(*) FROM figure_now"
                 " WHERE figured = 0 AND came >= $1 AND came < $2)",
    [COUNTS_KEPT] = "SELECT what, who, value, sum(n), sum(amount) FROM figure_count"
                    " WHERE hour >= $1 AND hour < $2 GROUP BY what, who, value",
    [COUNTS_NOW] = "SELECT what, who, value, sum(n), sum(amount) FROM figure_now_count"
                   " WHERE figured = 0 AND hour >= $1 AND hour < $2 GROUP BY what, who, value",
    [ANSWERS_NOW] = ANSWERS " WHERE figured = 0 AND fu.answered_at >= $1 AND fu.answered_at < $2",
    [ANSWERS_OF] = ANSWERS " WHERE request.id = $1 AND fu.answered_at IS NOT NULL",
    /* Who was nominated only, and is erased, looks like one of the pool but for the nomination. */
    [POOL] = "SELECT coalesce(i.n, 0) AS asks, coalesce(p.n, 0) AS assignments FROM person"
             " LEFT JOIN (SELECT person_id, count(*) AS n FROM invitation"
             "  WHERE person_id IS NOT NULL AND state <> 'bounced' AND asked_at >= $1"
             "  AND asked_at < $2 AND NOT EXISTS (SELECT 1 FROM nomination"
             "   WHERE nomination.person_id = invitation.person_id"
             "   AND nomination.request_id = invitation.request_id)"
             "  GROUP BY person_id) AS i ON i.person_id = person.id"
             " LEFT JOIN (SELECT person_id, count(*) AS n FROM placement"
             "  WHERE speaks_for IS NULL AND state NOT IN ('withdrawn', 'cancelled')"
             "  AND chosen_at >= $1 AND chosen_at < $2"
             "  GROUP BY person_id) AS p ON p.person_id = person.id"
             " WHERE import_id IS NULL AND via IS NULL AND created_at < $2"
             " AND (left_at IS NULL OR left_at >= $1)"
             " AND (erased_at IS NULL OR NOT EXISTS (SELECT 1 FROM nomination"
             "  WHERE nomination.person_id = person.id))"
             " ORDER BY 1, 2",

    [KEEP] = "INSERT INTO figure (request_id, " FIGURE ") SELECT request_id, " FIGURE
             " FROM figure_now WHERE request_id = $1"
             " ON CONFLICT (request_id) DO UPDATE SET"
             " asked = excluded.asked, answered = excluded.answered, filled = excluded.filled,"
             " closed = excluded.closed, state = excluded.state, advice = excluded.advice,"
             " unit = excluded.unit, areas = excluded.areas, kind = excluded.kind,"
             " route = excluded.route, places = excluded.places, taken = excluded.taken",
    [KEEP_CLEAR] = "DELETE FROM figure_count WHERE figure_id ="
                   " (SELECT id FROM figure WHERE request_id = $1)",
    [KEEP_COUNTS] = "INSERT INTO figure_count (figure_id, what, who, value, hour, n, amount)"
                    " SELECT figure.id, what, who, value, hour, sum(n), sum(amount)"
                    " FROM figure_now_count AS now JOIN figure ON figure.request_id ="
                    " now.request_id WHERE now.request_id = $1"
                    " GROUP BY figure.id, what, who, value, hour",
    [KEEP_ITEM] = "INSERT INTO figure_count (figure_id, what, who, value, hour, n, amount)"
                  " SELECT id, 'item', $2, $3, substr($4, 1, 13), 1, $5 FROM figure"
                  " WHERE request_id = $1 ON CONFLICT (figure_id, what, who, value, hour)"
                  " DO UPDATE SET n = figure_count.n + 1,"
                  " amount = figure_count.amount + excluded.amount",
    [KEPT] = "SELECT weeded FROM request WHERE id = $1",
    [DROP_COUNTS] = "DELETE FROM figure_count WHERE figure_id ="
                    " (SELECT id FROM figure WHERE request_id = $1)",
    [DROP] = "DELETE FROM figure WHERE request_id = $1",
    [FIGURED] = "UPDATE request SET figured = $2 WHERE id = $1 AND figured <> $2",
    [UNKEPT] = "SELECT id FROM request WHERE figured = 0 AND state IN " OVER " ORDER BY id LIMIT 1",
};
const struct sql_list statistics_sql = {"statistics", SLOT_STATISTICS, SQL_TEXTS(texts)};

/* "2027-03-01T08" */
static const char *hour_text(struct arena *a, instant t)
{
    return arena_strndup(a, instant_to_text(a, t < 0 ? 0 : t), strlen("2027-03-01T08"));
}

static instant hour_at(struct sql_row *row, int column, struct arena *a)
{
    char text[sizeof "2027-03-01T08:00:00.000Z"];
    const char *hour = sql_text(row, column, a);
    if (!hour)
        return -1;
    snprintf(text, sizeof text, "%s:00:00.000Z", hour);
    return instant_from_text(text);
}

/*
 * Each text once: units, areas and states of a hundred thousand requests are the same some hundred.
 */
enum { SLOTS = 4096 };
struct texts {
    const char *slots[SLOTS];
};

static const char *text_once(struct texts *seen, struct arena *a, const char *text)
{
    size_t hash = 5381;
    for (const char *at = text; *at; at++)
        hash = hash * 33 + (unsigned char)*at;
    const char **slot = &seen->slots[hash % SLOTS];
    if (!*slot || strcmp(*slot, text) != 0)
        *slot = arena_strdup(a, text); /* another text of the same slot is only kept again */
    return *slot;
}

static void read_figure(struct sql_row *row, struct arena *a, struct arena *once,
                        struct texts *seen, struct figure *figure)
{
    figure->came = hour_at(row, 0, once);
    figure->asked = hour_at(row, 1, once);
    figure->answered = hour_at(row, 2, once);
    figure->filled = hour_at(row, 3, once);
    figure->closed = hour_at(row, 4, once);
    figure->state = text_once(seen, a, sql_text(row, 5, once));
    figure->advice = sql_int(row, 6) != 0;
    figure->unit = text_once(seen, a, sql_text(row, 7, once));
    figure->areas = text_once(seen, a, sql_text(row, 8, once));
    figure->kind = text_once(seen, a, sql_text(row, 9, once));
    figure->route = text_once(seen, a, sql_text(row, 10, once));
    figure->places = (int)sql_int(row, 11);
    figure->taken = (int)sql_int(row, 12);
}

/* Room for all at once: an array that grows in an arena leaves behind as much as it is. */
enum outcome statistics_requests(struct db *db, struct arena *a, instant from, instant to,
                                 struct figure **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    const char *begin = hour_text(a, from), *end = hour_text(a, to);
    int64_t many;
    enum outcome o =
        sql_number(db, &statistics_sql, HOW_MANY, SQL_ARGS(TEXT(begin), TEXT(end)), &many, f);
    if (o == DONE)
        o = sql_query(db, &statistics_sql, REQUESTS, SQL_ARGS(TEXT(begin), TEXT(end)), &row, f);
    if (o == DONE && many > 0) {
        list.room = (size_t)many;
        list.items = arena_array(a, list.room, list.size);
    }
    struct arena *once = arena_new();
    struct texts *seen = arena_alloc(a, sizeof *seen);
    while (o == DONE && sql_next(row, &o, f)) {
        read_figure(row, a, once, seen, grow(a, &list));
        arena_reset(once);
    }
    arena_free(&once);
    *out = list.items;
    *count = list.count;
    return o;
}

/* ---- Counts ---- */

static enum outcome add_counts(struct db *db, struct arena *a, unsigned text, const char *from,
                               const char *to, struct grown *list, struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &statistics_sql, text, SQL_ARGS(TEXT(from), TEXT(to)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct figure_count *c = grow(a, list);
        c->what = sql_text(row, 0, a);
        c->who = sql_text(row, 1, a);
        c->value = sql_text(row, 2, a);
        c->n = sql_int(row, 3);
        c->amount = sql_int(row, 4);
    }
    return o;
}

/* An answer of a follow-up: who gave it, when, and which items. */
struct answered {
    const char *who, *at;
    json_t *answers;
};

static struct answered read_answered(struct sql_row *row, struct arena *a)
{
    const char *party = sql_text(row, 0, a);
    return (struct answered){.who = strcmp(party, "unit") == 0 ? "unit"
                                    : sql_int(row, 3)          ? "mandate"
                                                               : "own",
                             .at = sql_text(row, 1, a),
                             .answers = json_loads(sql_text(row, 2, a), 0, NULL)};
}

/* Scales and words are counted, own words are not; "support=4", NULL for what is not counted. */
static const char *item_value(struct arena *a, const char *key, const json_t *value)
{
    if (json_is_integer(value))
        return arena_printf(a, "%s=%lld", key, (long long)json_integer_value(value));
    bool words = strcmp(key, "text") == 0 || strcmp(key, "changed") == 0;
    return json_is_string(value) && !words ? arena_printf(a, "%s=%s", key, json_string_value(value))
                                           : NULL;
}

static void add_items(struct arena *a, const struct answered *answered, struct grown *list)
{
    const char *key;
    json_t *value;
    json_object_foreach(answered->answers, key, value)
    {
        const char *item = item_value(a, key, value);
        if (item)
            *(struct figure_count *)grow(a, list) =
                (struct figure_count){"item", answered->who, item, 1, json_integer_value(value)};
    }
}

static enum outcome add_answers(struct db *db, struct arena *a, const char *from, const char *to,
                                struct grown *list, struct fault *f)
{
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &statistics_sql, ANSWERS_NOW, SQL_ARGS(TEXT(from), TEXT(to)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct answered answered = read_answered(row, a);
        add_items(a, &answered, list);
        json_decref(answered.answers);
    }
    return o;
}

enum outcome statistics_counts(struct db *db, struct arena *a, instant from, instant to,
                               struct figure_count **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    const char *begin = hour_text(a, from), *end = hour_text(a, to);
    enum outcome o = add_counts(db, a, COUNTS_KEPT, begin, end, &list, f);
    if (o == DONE)
        o = add_counts(db, a, COUNTS_NOW, begin, end, &list, f);
    if (o == DONE)
        o = add_answers(db, a, begin, end, &list, f);
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome statistics_pool(struct db *db, struct arena *a, instant from, instant to,
                             struct spread **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &statistics_sql, POOL,
                               SQL_ARGS(TEXT(hour_text(a, from)), TEXT(hour_text(a, to))), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct spread *s = grow(a, &list);
        s->asks = sql_int(row, 0);
        s->assignments = sql_int(row, 1);
    }
    *out = list.items;
    *count = list.count;
    return o;
}

/* ---- Keeping ---- */

static enum outcome keep_items(struct db *db, struct arena *a, int64_t request_id, struct fault *f)
{
    struct grown list = {.size = sizeof(struct answered)};
    struct sql_row *row;
    enum outcome o = sql_query(db, &statistics_sql, ANSWERS_OF, SQL_ARGS(INT(request_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        *(struct answered *)grow(a, &list) = read_answered(row, a);
    struct answered *all = list.items;
    for (size_t i = 0; i < list.count; i++) {
        struct grown items = {.size = sizeof(struct figure_count)};
        add_items(a, &all[i], &items);
        json_decref(all[i].answers);
        const struct figure_count *item = items.items;
        for (size_t k = 0; o == DONE && k < items.count; k++)
            o = sql_run(db, &statistics_sql, KEEP_ITEM,
                        SQL_ARGS(INT(request_id), TEXT(item[k].who), TEXT(item[k].value),
                                 TEXT(all[i].at), INT(item[k].amount)),
                        NULL, f);
    }
    return o;
}

enum outcome statistics_keep(struct db *db, struct arena *a, int64_t request_id, struct fault *f)
{
    static const unsigned steps[] = {KEEP, KEEP_CLEAR, KEEP_COUNTS};
    int64_t weeded;
    enum outcome o = sql_number(db, &statistics_sql, KEPT, SQL_ARGS(INT(request_id)), &weeded, f);
    if (o != DONE || weeded != 0)
        return o;
    for (size_t i = 0; o == DONE && i < sizeof steps / sizeof steps[0]; i++)
        o = sql_run(db, &statistics_sql, steps[i], SQL_ARGS(INT(request_id)), NULL, f);
    if (o == DONE)
        o = keep_items(db, a, request_id, f);
    if (o == DONE)
        o = sql_run(db, &statistics_sql, FIGURED, SQL_ARGS(INT(request_id), INT(1)), NULL, f);
    return o;
}

enum outcome statistics_drop(struct db *db, int64_t request_id, struct fault *f)
{
    enum outcome o = sql_run(db, &statistics_sql, DROP_COUNTS, SQL_ARGS(INT(request_id)), NULL, f);
    if (o == DONE)
        o = sql_run(db, &statistics_sql, DROP, SQL_ARGS(INT(request_id)), NULL, f);
    if (o == DONE)
        o = sql_run(db, &statistics_sql, FIGURED, SQL_ARGS(INT(request_id), INT(0)), NULL, f);
    return o;
}

enum outcome statistics_unkept(struct db *db, int64_t *request_id, struct fault *f)
{
    enum outcome o = sql_number(db, &statistics_sql, UNKEPT, SQL_NO_ARGS, request_id, f);
    return optional_number(o, request_id, f);
}
