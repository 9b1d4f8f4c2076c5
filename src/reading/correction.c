/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Corrections: "inte den 13 utan den 20 april, samma tid", "vi börjar kl 14 i stället", "vi lägger
 * till den 5 maj".
 *
 * A newer mail replaces what is quoted below it, but no more than it speaks of: where it names one
 * of several days as changed, the others stand; where it gives a day and no clock time, the time
 * that all the old ones share goes on; where it gives a clock time and no day, the only day stands.
 */
#include "correction.h"

#include <string.h>

#include "base/text.h"
#include "when.h"

enum { MOST = 40, BACK = 3 };

struct span {
    struct civil start, end;
};

struct spans {
    struct span at[MOST];
    size_t count;
};

static struct spans spans_of(struct arena *a, const char *value)
{
    struct spans s = {.count = 0};
    size_t count;
    char **pieces = text_split(a, value ? value : "", " ", &count);
    for (size_t i = 0; i < count && s.count < MOST; i++) {
        char *slash = strchr(pieces[i], '/');
        if (!slash)
            continue;
        *slash = '\0';
        struct span *x = &s.at[s.count];
        s.count += civil_parse(pieces[i], &x->start) && civil_parse(slash + 1, &x->end);
    }
    return s;
}

static const char *spans_text(struct arena *a, const struct spans *s)
{
    const char *all = "";
    for (size_t i = 0; i < s->count; i++)
        all = arena_printf(a, "%s%s%s/%s", all, *all ? " " : "", civil_text(a, s->at[i].start),
                           civil_text(a, s->at[i].end));
    return *all ? all : NULL;
}

static bool same_day(const struct span *a, const struct span *b)
{
    return date_compare(a->start.date, b->start.date) == 0;
}

static bool holds(const struct spans *s, const struct span *x)
{
    for (size_t i = 0; i < s->count; i++)
        if (same_day(&s->at[i], x))
            return true;
    return false;
}

/* What is said of a day behind it, up to the next mention. */
static bool said_behind(const struct page *p, const struct when *found, size_t count, size_t i,
                        const struct cue *table)
{
    size_t end = p->sentences[p->tokens[found[i].first].sentence].end;
    if (i + 1 < count && found[i + 1].first < end)
        end = found[i + 1].first;
    return cue_in(p, found[i].stop, end, table, NULL);
}

static bool is_day(const struct when *w, const struct span *x)
{
    return w->kind == WHEN_DAY && date_compare(w->from, x->start.date) == 0;
}

/* The newer page speaks of this old day ("inte den 13"), and not to say that it stands. */
static bool spoken_of(const struct page *p, const struct when *found, size_t count,
                      const struct span *x)
{
    static const struct cue stays[] = {{"kvar", 0},         {"består", 0},      {"som planerat", 0},
                                       {"fortfarande", 0},  {"oförändrad*", 0}, {"gäller än", 0},
                                       {"som tidigare", 0}, {NULL, 0}};
    for (size_t i = 0; i < count; i++)
        if (is_day(&found[i], x) && !said_behind(p, found, count, i, stays))
            return true;
    return false;
}

/* "den 9 mars blir i stället …", "från den 9 mars till …", "den 9 mars ställs in". */
static bool given_up(const struct page *p, const struct when *found, size_t count,
                     const struct span *x)
{
    static const struct cue moves[] = {{"blir i stället", 0},
                                       {"blir istället", 0},
                                       {"flytta*", 0},
                                       {"byts", 0},
                                       {"byter vi", 0},
                                       {"ändras", 0},
                                       {"ersätts", 0},
                                       {"ställs in", 0},
                                       {"utgår", 0},
                                       {"är inställ*", 0},
                                       {"går bort", 0},
                                       {"stryks", 0},
                                       {NULL, 0}};
    static const struct cue before[] = {
        {"från", 0}, {"i stället för", 0}, {"istället för", 0}, {"inte", 0}, {NULL, 0}};
    for (size_t i = 0; i < count; i++) {
        size_t from = found[i].first > BACK ? found[i].first - BACK : 0;
        if (is_day(&found[i], x) && (said_behind(p, found, count, i, moves) ||
                                     cue_in(p, from, found[i].first + 1, before, NULL)))
            return true;
    }
    return false;
}

static bool adds(const struct page *p)
{
    static const struct cue more[] = {
        {"lägger till", 0},
        {"lägga till", 0},
        {"ytterligare ett", 0},
        {"ett extra", 0},
        {"också den", 0},
        {"även den", 0},
        {"ett tillfälle till", 0},
        {"en träff till", 0},
        {"ett möte till", 0},
        {"dessutom den", 0},
        {NULL, 0},
    };
    return cue_in(p, 0, p->count, more, NULL);
}

/* Days without clock times take the one that all the old ones share. */
static void share_clock(struct spans *now, const struct spans *before)
{
    const struct span *first = &before->at[0];
    for (size_t i = 0; i < before->count; i++)
        if (before->at[i].start.hour != first->start.hour ||
            before->at[i].start.minute != first->start.minute ||
            before->at[i].end.hour != first->end.hour ||
            before->at[i].end.minute != first->end.minute)
            return;
    for (size_t i = 0; i < now->count && first->start.hour >= 0; i++) {
        struct span *x = &now->at[i];
        if (x->start.hour >= 0 || date_compare(x->start.date, x->end.date) != 0)
            continue;
        x->start = (struct civil){x->start.date, first->start.hour, first->start.minute};
        x->end = (struct civil){x->end.date, first->end.hour, first->end.minute};
    }
}

/* A new clock time without a day: it is that of the only day there was. */
static const char *new_clock(struct arena *a, const struct when *found, size_t count,
                             struct spans *before)
{
    const struct when *clock = NULL;
    for (size_t i = 0; i < count; i++)
        if (found[i].kind == WHEN_CLOCK && found[i].end >= 0)
            clock = clock ? clock : &found[i];
    if (clock && before->count == 1) {
        struct span *x = &before->at[0];
        x->start = (struct civil){x->start.date, clock->start / 60, clock->start % 60};
        x->end = (struct civil){x->start.date, clock->end / 60 % 24, clock->end % 60};
    }
    return spans_text(a, before);
}

/* Leaves out the days that the newer page gives up; how many. */
static size_t drop_given_up(struct spans *s, const struct page *p, const struct when *found,
                            size_t count)
{
    size_t kept = 0, had = s->count;
    for (size_t i = 0; i < had; i++)
        if (!given_up(p, found, count, &s->at[i]))
            s->at[kept++] = s->at[i];
    s->count = kept;
    return had - kept;
}

/* Into its place in time. */
static void put(struct spans *s, const struct span *x)
{
    size_t i = s->count++;
    for (; i > 0 && civil_compare(x->start, s->at[i - 1].start) < 0; i--)
        s->at[i] = s->at[i - 1];
    s->at[i] = *x;
}

const char *correct_occasions(struct arena *a, const struct page *newer, const char *now,
                              const char *before)
{
    struct spans new = spans_of(a, now), old = spans_of(a, before);
    size_t count;
    const struct when *found = when_all(newer, &count);
    if (!old.count)
        return now;
    struct spans all = {.count = 0};
    size_t changed = drop_given_up(&new, newer, found, count);
    if (!new.count && !changed)
        changed = drop_given_up(&old, newer, found, count);
    if (!new.count && !changed)
        return new_clock(a, found, count, &old);
    share_clock(&new, &old);
    for (size_t i = 0; i < old.count; i++) {
        bool kept = !holds(&new, &old.at[i]) && !spoken_of(newer, found, count, &old.at[i]);
        changed += !kept;
        if (kept)
            all.at[all.count++] = old.at[i];
    }
    if (!changed && !adds(newer))
        all.count = 0; /* it speaks of none of them: the whole list is new */
    for (size_t i = 0; i < new.count &&all.count < MOST; i++)
        put(&all, &new.at[i]);
    return spans_text(a, &all);
}
