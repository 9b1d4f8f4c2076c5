/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Statistics of a period as a tree: what the book counts, sorted, named, and, in the edition that
 * leaves the desk, with its small groups hidden.
 *
 * What is counted, and where, stands in store/statistics.h. What the words for pages and reports
 * are is not here but in statistics_report.c.
 */
#include "view/statistics.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "statistics_sums.h"
#include "words.h"

/* ---- Distributions ---- */

json_t *sums_number(int64_t n, bool hidden)
{
    return hidden ? json_null() : json_integer(n);
}

json_t *sums_real(double value, int decimals, bool hidden)
{
    double scale = decimals == 1 ? 10 : 1000;
    return hidden ? json_null() : json_real((double)(int64_t)(value * scale + 0.5) / scale);
}

/* The order by size would tell of hidden groups which is the larger: they stand by name, last. */
static int hidden_last(const void *x, const void *y)
{
    const struct tally *a = x, *b = y;
    if (a->hidden != b->hidden)
        return a->hidden - b->hidden;
    return a->hidden || a->n == b->n ? strcmp(a->key, b->key) : (a->n < b->n) - (a->n > b->n);
}

json_t *sums_rows(const struct sums *s, struct tallies t, bool *whole)
{
    *whole = !s->leaves || statistics_hide(t.list, t.count);
    if (s->leaves && t.by_size && t.count > 1)
        qsort(t.list, t.count, sizeof *t.list, hidden_last);
    json_t *rows = json_array();
    for (size_t i = 0; i < t.count; i++)
        json_array_append_new(rows, json_pack("{s:s, s:s, s:o}", "key", t.list[i].key, "label",
                                              t.list[i].label, "n",
                                              sums_number(t.list[i].n, t.list[i].hidden)));
    return rows;
}

json_t *sums_members(const struct sums *s, struct tallies t)
{
    bool whole = !s->leaves || statistics_hide(t.list, t.count);
    int64_t total = 0;
    for (size_t i = 0; i < t.count; i++)
        total += t.list[i].n;
    json_t *members = json_pack("{s:o}", "total", sums_number(total, !whole));
    for (size_t i = 0; i < t.count; i++)
        json_object_set_new(members, t.list[i].key, sums_number(t.list[i].n, t.list[i].hidden));
    return members;
}

static int by_key(const void *x, const void *y)
{
    return strcmp(((const struct tally *)x)->key, ((const struct tally *)y)->key);
}

static int by_number(const void *x, const void *y)
{
    const struct tally *a = x, *b = y;
    return a->n != b->n ? (a->n < b->n) - (a->n > b->n) : strcmp(a->key, b->key);
}

/* Those of the same key become one, the largest first. */
static struct tallies gathered(struct tallies all)
{
    if (all.count == 0)
        return all;
    qsort(all.list, all.count, sizeof *all.list, by_key);
    size_t kept = 0;
    for (size_t i = 1; i < all.count; i++) {
        if (strcmp(all.list[i].key, all.list[kept].key) == 0)
            all.list[kept].n += all.list[i].n;
        else
            all.list[++kept] = all.list[i];
    }
    all.count = kept + 1;
    all.by_size = true;
    qsort(all.list, all.count, sizeof *all.list, by_number);
    return all;
}

/* Adds one; where there is no room, those of the same key become one first. */
static void add_tally(struct arena *a, struct tallies *all, size_t *room, struct tally one)
{
    enum { FIRST_ROOM = 1024 };
    if (all->count == *room) {
        *all = gathered(*all);
        size_t more = *room > 0 ? 2 * *room : FIRST_ROOM;
        struct tally *list = 2 * all->count >= *room ? arena_array(a, more, sizeof *list) : NULL;
        if (list && all->count > 0)
            memcpy(list, all->list, all->count * sizeof *list);
        *room = list ? more : *room;
        all->list = list ? list : all->list;
    }
    all->list[all->count++] = one;
}

/* ---- Requests ---- */

/* What a request counts as, in one respect. */
typedef struct tally respect(const struct sums *s, const struct figure *figure);

static struct tally its_state(const struct sums *s, const struct figure *figure)
{
    (void)s;
    enum state state = state_by_name(figure->state);
    return (struct tally){.key = figure->state, .label = state_swedish(state), .n = 1};
}

static struct tally its_unit(const struct sums *s, const struct figure *figure)
{
    (void)s;
    return (struct tally){.key = figure->unit, .label = figure->unit, .n = 1};
}

static struct tally its_areas(const struct sums *s, const struct figure *figure)
{
    (void)s;
    return (struct tally){.key = figure->areas, .label = figure->areas, .n = 1};
}

static struct tally its_kind(const struct sums *s, const struct figure *figure)
{
    (void)s;
    if (figure->advice)
        return (struct tally){.key = "advice", .label = "rådgivning", .n = 1};
    const char *words = *figure->kind ? words_kind(figure->kind, "sv") : NULL;
    return (struct tally){.key = figure->kind, .label = words ? words : "inte angivet", .n = 1};
}

static struct tally its_route(const struct sums *s, const struct figure *figure)
{
    (void)s;
    const char *words = *figure->route ? words_route(figure->route, "sv") : NULL;
    return (struct tally){.key = figure->route, .label = words ? words : "inte avgjord", .n = 1};
}

static struct tallies tallied(const struct sums *s, respect *of)
{
    struct tallies all = {0};
    size_t room = 0;
    for (size_t i = 0; i < s->figure_count; i++)
        add_tally(s->a, &all, &room, of(s, &s->figures[i]));
    return gathered(all);
}

static json_t *requests_by(const struct sums *s, respect *of)
{
    bool whole;
    return sums_rows(s, tallied(s, of), &whole);
}

/* However a unit's name is written: folded once for each way, and not for each request. */
static json_t *requests_by_unit(const struct sums *s)
{
    bool whole;
    struct tallies written = tallied(s, its_unit);
    for (size_t i = 0; i < written.count; i++) {
        struct tally *t = &written.list[i];
        bool known = !text_blank(t->key);
        t->label = known ? t->key : "Inte angiven";
        t->key = known ? text_fold(s->a, t->key) : "";
    }
    return sums_rows(s, gathered(written), &whole);
}

/* A request counts in each of its areas; those of the same areas are taken together. */
static json_t *requests_by_area(const struct sums *s)
{
    bool whole;
    struct tallies together = tallied(s, its_areas), all = {0};
    size_t room = 0;
    for (size_t i = 0; i < together.count; i++) {
        size_t count;
        int64_t n = together.list[i].n;
        char **ids = text_split(s->a, together.list[i].key, " ", &count);
        for (size_t k = 0; k < count; k++) {
            const struct area *area = areas_find(s->house->areas, ids[k]);
            add_tally(s->a, &all, &room,
                      (struct tally){.key = ids[k], .label = area ? area->sv : ids[k], .n = n});
        }
        if (count == 0)
            add_tally(s->a, &all, &room,
                      (struct tally){.key = "", .label = "Inget område", .n = n});
    }
    return sums_rows(s, gathered(all), &whole);
}

static json_t *requests_view(const struct sums *s)
{
    int64_t total = (int64_t)s->figure_count;
    bool hidden = s->leaves && total > 0 && total < STATISTICS_LEAST;
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "total", sums_number(total, hidden),
                     "by_state", requests_by(s, its_state), "by_unit", requests_by_unit(s),
                     "by_area", requests_by_area(s), "by_kind", requests_by(s, its_kind),
                     "by_route", requests_by(s, its_route));
}

/* Advice is a group of its own among the kinds, and hidden where that one is. */
static json_t *advice_view(const json_t *requests)
{
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(requests, "by_kind"), i, row)
    {
        if (strcmp(json_string_value(json_object_get(row, "key")), "advice") == 0)
            return json_incref(json_object_get(row, "n"));
    }
    return json_integer(0);
}

/* ---- Times ---- */

static int rising(const void *x, const void *y)
{
    instant a = *(const instant *)x, b = *(const instant *)y;
    return (a > b) - (a < b);
}

/* The value that so many of a hundred do not go beyond (the nearest rank), in days. */
static json_t *days_at(const instant *sorted, size_t n, size_t percent)
{
    size_t rank = (n * percent + 99) / 100;
    return sums_real((double)sorted[rank > 0 ? rank - 1 : 0] / (double)DAYS(1), 1, false);
}

static json_t *time_view(const struct sums *s, instant (*end)(const struct figure *))
{
    instant *all = arena_array(s->a, s->figure_count + 1, sizeof *all);
    size_t n = 0;
    for (size_t i = 0; i < s->figure_count; i++) {
        instant at = end(&s->figures[i]);
        if (at >= 0)
            all[n++] = at > s->figures[i].came ? at - s->figures[i].came : 0;
    }
    if (n > 0)
        qsort(all, n, sizeof *all, rising);
    size_t others = s->figure_count - n; /* a group too: who got that far tells who did not */
    bool hidden = s->leaves && n > 0 && n < STATISTICS_LEAST;
    bool bare = hidden || (s->leaves && others > 0 && others < STATISTICS_LEAST);
    return json_pack("{s:o, s:o, s:o}", "n", sums_number((int64_t)n, bare), "median_days",
                     hidden || n == 0 ? json_null() : days_at(all, n, 50), "p90_days",
                     hidden || n == 0 ? json_null() : days_at(all, n, 90));
}

static instant when_answered(const struct figure *figure)
{
    return figure->answered;
}

static instant when_filled(const struct figure *figure)
{
    return figure->filled;
}

static instant when_closed(const struct figure *figure)
{
    return figure->closed;
}

/* ---- Filling ---- */

/* Of the requests that were asked for and are decided: how many got their representatives. */
static json_t *fill_view(const struct sums *s, bool placements_whole)
{
    struct tally both[] = {{.key = "filled"}, {.key = "not_filled"}};
    int64_t places = 0, taken = 0;
    for (size_t i = 0; i < s->figure_count; i++) {
        const struct figure *figure = &s->figures[i];
        if (figure->advice || figure->asked < 0 || (figure->filled < 0 && figure->closed < 0))
            continue;
        both[figure->filled < 0].n++;
        places += figure->places;
        taken += figure->taken;
    }
    int64_t total = both[0].n + both[1].n;
    json_t *view = sums_members(s, (struct tallies){.list = both, .count = 2});
    bool hidden = both[0].hidden || total == 0;
    double rate = hidden ? 0 : (double)both[0].n / (double)total;
    json_object_set_new(view, "rate", sums_real(rate, 3, hidden));
    bool bare = s->leaves && (both[0].hidden || !placements_whole);
    json_object_set_new(view, "places", sums_number(places, bare));
    json_object_set_new(view, "taken", sums_number(taken, bare));
    return view;
}

/* ---- The whole ---- */

static instant day_begins(struct date day)
{
    return civil_to_instant((struct civil){.date = day});
}

static enum outcome load(struct sums *s, const struct statistics_period *period, struct fault *f)
{
    struct db *db = s->house->db;
    instant from = period->from.year ? day_begins(period->from) : 0;
    instant to = day_begins(date_add(period->to, 1));
    enum outcome o = db_read_begin(db, f);
    if (o == DONE)
        o = statistics_requests(db, s->a, from, to, &s->figures, &s->figure_count, f);
    if (o == DONE)
        o = statistics_counts(db, s->a, from, to, &s->counts, &s->count_count, f);
    if (o == DONE)
        o = statistics_pool(db, s->a, from, to, &s->pool, &s->pool_count, f);
    db_read_end(db);
    return o;
}

static json_t *period_view(struct arena *a, const struct statistics_period *period)
{
    return json_pack("{s:o, s:s}", "from",
                     period->from.year ? json_string(date_text(a, period->from)) : json_null(),
                     "to", date_text(a, period->to));
}

static bool all_shown(const json_t *members)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)members, key, value)
    {
        if (json_is_null(value))
            return false;
    }
    return true;
}

static json_t *tree_of(const struct sums *s, const struct statistics_period *period)
{
    json_t *requests = requests_view(s), *advice = advice_view(requests);
    json_t *own = sums_placements(s, "own"), *mandate = sums_placements(s, "mandate");
    bool shown = all_shown(own) && all_shown(mandate);
    json_t *fill = fill_view(s, shown), *filled = time_view(s, when_filled);
    if (s->leaves && json_is_null(json_object_get(fill, "filled")))
        json_object_set_new(filled, "n", json_null());
    return json_pack("{s:o, s:o, s:o, s:{s:o, s:o, s:o}, s:o, s:{s:o, s:o, s:o}, s:{s:o, s:o}, s:o,"
                     " s:{s:o, s:o, s:o}, s:{s:o, s:o}, s:o}",
                     "period", period_view(s->a, period), "hidden_under",
                     s->leaves ? json_integer(STATISTICS_LEAST) : json_null(), "requests", requests,
                     "times", "first_answer", time_view(s, when_answered), "filled", filled,
                     "closed", time_view(s, when_closed), "fill", fill, "asks", "own",
                     sums_asks(s, "own"), "mandate", sums_asks(s, "mandate"), "association",
                     sums_asks(s, "association"), "placements", "own", own, "mandate", mandate,
                     "fairness", sums_fairness(s), "followup", "own", sums_followups(s, "own"),
                     "mandate", sums_followups(s, "mandate"), "unit", sums_followups(s, "unit"),
                     "compensation", "own", sums_compensation(s, "own"), "mandate",
                     sums_compensation(s, "mandate"), "advice", advice);
}

enum outcome view_statistics(struct arena *a, const struct house *house,
                             const struct statistics_period *period, bool leaves, json_t **out,
                             struct fault *f)
{
    struct sums s = {.a = a, .house = house, .leaves = leaves};
    struct statistics_period whole = *period;
    if (whole.to.year == 0)
        whole.to = civil_from_instant(clock_now(&house->clock)).date;
    enum outcome o = load(&s, &whole, f);
    if (o == DONE)
        *out = tree_of(&s, &whole);
    return o;
}
