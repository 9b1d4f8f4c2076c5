/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What took place in a period: asks and their answers, placements, follow-ups, compensation, and
 * how asks and assignments were spread over the pool.
 */
#include <string.h>

#include "statistics_sums.h"

enum { TIMES_ASKED = 4 }; /* never, once, two or three times, more often */

/* ---- Asks, placements, follow-ups ---- */

static struct tally counted(const struct sums *s, const char *what, const char *who,
                            const char *value)
{
    struct tally t = {.key = value, .label = value};
    for (size_t i = 0; i < s->count_count; i++) {
        const struct figure_count *c = &s->counts[i];
        if (strcmp(c->what, what) == 0 && strcmp(c->who, who) == 0 &&
            strcmp(c->value, value) == 0) {
            t.n += c->n;
            t.amount += c->amount;
        }
    }
    return t;
}

/* values: ended by NULL. */
static struct tallies counted_all(const struct sums *s, const char *what, const char *who,
                                  const char *const *values)
{
    struct tallies t = {.list = arena_array(s->a, 8, sizeof *t.list)};
    for (; *values; values++)
        t.list[t.count++] = counted(s, what, who, *values);
    return t;
}

json_t *sums_asks(const struct sums *s, const char *who)
{
    static const char *const values[] = {"yes",     "no",        "maybe", "silent",
                                         "waiting", "cancelled", NULL};
    return sums_members(s, counted_all(s, "ask", who, values));
}

json_t *sums_placements(const struct sums *s, const char *who)
{
    static const char *const values[] = {"stands", "withdrawn", "cancelled", NULL};
    return sums_members(s, counted_all(s, "placed", who, values));
}

struct item {
    const char *key, *label;
    const char *values[6]; /* words, ended by NULL; none: a scale from 1 to 5 */
};

static const struct item representative_items[] = {
    {"process", "Att vara med", {NULL}},
    {"support", "Stödet", {NULL}},
    {"outcome", "Att det gör skillnad", {NULL}},
    {"again", "Vill vara med igen", {"yes", "maybe", "no"}},
    {"paid", "Har fått ersättning", {"yes", "no", "declined"}},
    {0},
};
static const struct item unit_items[] = {
    {"aim", "Nådde det de ville", {NULL}},
    {"told", "Har berättat för den som var med", {"yes", "later", "no"}},
    {"paid", "Har betalat ersättningen", {"yes", "no"}},
    {"helped", "Hade nytta av råden", {NULL}},
    {0},
};

/* {key, label, n, mean} of a scale. */
static json_t *scale_view(const struct sums *s, const struct item *item, const char *who)
{
    int64_t n = 0, sum = 0;
    for (int mark = 1; mark <= 5; mark++) {
        struct tally t = counted(s, "item", who, arena_printf(s->a, "%s=%d", item->key, mark));
        n += t.n;
        sum += t.amount;
    }
    bool hidden = s->leaves && n > 0 && n < STATISTICS_LEAST;
    double mean = n > 0 ? (double)sum / (double)n : 0;
    return json_pack("{s:s, s:s, s:o, s:o}", "key", item->key, "label", item->label, "n",
                     sums_number(n, hidden), "mean", sums_real(mean, 1, hidden || n == 0));
}

/* {key, label, n, values: {yes, no, …}} of words. */
static json_t *words_view(const struct sums *s, const struct item *item, const char *who)
{
    struct tallies t = {.list = arena_array(s->a, 6, sizeof *t.list)};
    for (size_t i = 0; item->values[i]; i++) {
        t.list[t.count] =
            counted(s, "item", who, arena_printf(s->a, "%s=%s", item->key, item->values[i]));
        t.list[t.count++].key = item->values[i];
    }
    json_t *values = sums_members(s, t);
    json_t *n = json_incref(json_object_get(values, "total"));
    json_object_del(values, "total");
    return json_pack("{s:s, s:s, s:o, s:o}", "key", item->key, "label", item->label, "n", n,
                     "values", values);
}

json_t *sums_followups(const struct sums *s, const char *who)
{
    const struct item *items = strcmp(who, "unit") == 0 ? unit_items : representative_items;
    static const char *const values[] = {"answered", "silent", NULL};
    json_t *view = sums_members(s, counted_all(s, "followup", who, values)), *list = json_array();
    for (; items->key; items++)
        json_array_append_new(list, items->values[0] ? words_view(s, items, who)
                                                     : scale_view(s, items, who));
    json_object_set_new(view, "items", list);
    return view;
}

/* ---- Compensation ---- */

static json_t *kronor(int64_t ore, bool hidden)
{
    return hidden ? json_null() : json_integer((ore + 50) / 100);
}

json_t *sums_compensation(const struct sums *s, const char *who)
{
    static const char *const values[] = {"yes", "no", "unsaid", "declined", NULL};
    struct tallies t = counted_all(s, "pay", who, values);
    bool whole = !s->leaves || statistics_hide(t.list, t.count);
    int64_t n = 0, sum = 0;
    json_t *rows = json_array();
    for (size_t i = 0; i < t.count; i++) {
        bool owed = strcmp(t.list[i].key, "declined") != 0;
        n += t.list[i].n;
        sum += owed ? t.list[i].amount : 0;
        json_array_append_new(rows,
                              json_pack("{s:s, s:o, s:o}", "key", t.list[i].key, "n",
                                        sums_number(t.list[i].n, t.list[i].hidden), "kronor",
                                        kronor(owed ? t.list[i].amount : 0, t.list[i].hidden)));
    }
    struct tally receipts = counted(s, "travel", who, "receipts");
    struct tally km = counted(s, "travel", who, "km");
    bool few = s->leaves && receipts.n > 0 && receipts.n < STATISTICS_LEAST;
    bool near = s->leaves && km.n > 0 && km.n < STATISTICS_LEAST;
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "total", sums_number(n, !whole), "kronor",
                     kronor(sum, !whole), "paid", rows, "travel_kronor",
                     kronor(receipts.amount, few), "travel_km", sums_number(km.amount, near));
}

/* ---- Fairness ---- */

static struct tallies spread_of(const struct sums *s, bool assignments)
{
    static const struct tally buckets[TIMES_ASKED] = {
        {"0", "ingen gång", 0, 0, false},
        {"1", "en gång", 0, 0, false},
        {"2-3", "två eller tre gånger", 0, 0, false},
        {"4+", "fyra gånger eller fler", 0, 0, false}};
    struct tallies t = {.list = arena_array(s->a, TIMES_ASKED, sizeof *t.list),
                        .count = TIMES_ASKED};
    memcpy(t.list, buckets, sizeof buckets);
    for (size_t i = 0; i < s->pool_count; i++) {
        int64_t times = assignments ? s->pool[i].assignments : s->pool[i].asks;
        t.list[times > 3 ? 3 : times > 1 ? 2 : times].n++;
    }
    return t;
}

/*
 * How many of all asks went to the tenth of the pool that was asked most. Where a group of the
 * spread is hidden the number of people is too: with the number of asks it would tell the group.
 */
json_t *sums_fairness(const struct sums *s)
{
    bool asks_whole, assignments_whole;
    int64_t asks = 0, top = 0;
    size_t tenth = (s->pool_count + 9) / 10;
    for (size_t i = 0; i < s->pool_count; i++) {
        asks += s->pool[i].asks;
        top += i + tenth >= s->pool_count ? s->pool[i].asks : 0;
    }
    struct tallies asked = spread_of(s, false), chosen = spread_of(s, true);
    json_t *by_asks = sums_rows(s, asked, &asks_whole);
    json_t *by_assignments = sums_rows(s, chosen, &assignments_whole);
    bool hidden = !asks_whole || !assignments_whole;
    for (size_t i = 0; i < TIMES_ASKED; i++)
        hidden = hidden || asked.list[i].hidden || chosen.list[i].hidden;
    bool few = hidden || (s->leaves && tenth < STATISTICS_LEAST);
    double share = asks > 0 ? (double)top / (double)asks : 0;
    return json_pack(
        "{s:o, s:o, s:o, s:o, s:o, s:o}", "people", sums_number((int64_t)s->pool_count, hidden),
        "never_asked", sums_number(asked.list[0].n, asked.list[0].hidden), "times_asked", by_asks,
        "times_chosen", by_assignments, "most_asked_tenth_people", sums_number((int64_t)tenth, few),
        "most_asked_tenth_share", sums_real(share, 3, few || asks == 0));
}
