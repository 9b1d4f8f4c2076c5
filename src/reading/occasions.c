/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * From mentions of days and clocks to occasions, and to the date by which to answer.
 *
 * Each day has a role, told by the words around it: an occasion, the date to answer by, or neither
 * (holidays, print weeks, project starts, what has been). Clock times go to the days they belong
 * to: those just before them, or, in a list ("kl 9-12 den 14 och 21 januari"), those just behind.
 */
#include <string.h>

#include "base/text.h"
#include "findings.h"
#include "roles.h"
#include "when.h"
#include "zones.h"

enum { MOST_OCCASIONS = 40, NEAR = 45 };

struct occasion {
    struct when when; /* with start and end */
    size_t sentence;
    bool timed, dropped, perhaps;
};

struct plan {
    const struct page *p;
    struct when *found;
    size_t count;
    struct occasion at[MOST_OCCASIONS];
    size_t n;
    struct when clock; /* the latest clock, for "samma tid" and for days behind it */
    bool clock_waits;
    bool strayed; /* the latest day was no occasion: a clock now is not one's either */
};

static const struct cue only_then[] = {
    {"bara", 0},          {"endast", 0},      {"medverka*", 0},
    {"patient*", 0},      {"behövs", 0},      {"föräldra*", 0},
    {"pass*", 0},         {"delen", 0},       {"inslag*", 0},
    {"behöver ni", 0},    {"just", 0},        {"represent*", 0},
    {"anhörig*", 0},      {"närstående*", 0}, {"vara med", 0},
    {"er del", 0},        {"deras", 0},       {"panel*", 0},
    {"programpunkt*", 0}, {"er punkt", 0},    {"berätta*", 0},
    {"föreläs*", 0},      {"prata*", 0},      {"medverkan", 0},
    {"mer än så", 0},     {"då vill", 0},     {"på eftermiddag*", 0},
    {"på förmiddag*", 0}, {NULL, 0},
};

static void set_clock(struct occasion *o, const struct when *clock)
{
    o->when.start = clock->start;
    o->when.end = clock->end;
    o->timed = true;
    o->perhaps = false;
    if (clock->stop > o->when.stop && clock->stop - o->when.first < NEAR)
        o->when.stop = clock->stop;
}

static struct occasion *add(struct plan *plan, const struct when *w, bool perhaps)
{
    if (plan->n == MOST_OCCASIONS)
        return NULL;
    struct occasion *o = &plan->at[plan->n++];
    *o = (struct occasion){.when = *w, .perhaps = perhaps};
    o->sentence = (size_t)plan->p->tokens[w->first].sentence;
    return o;
}

static void take_day(struct plan *plan, size_t i, struct findings *f)
{
    const struct when *w = &plan->found[i];
    enum role role = role_of(&(struct mentions){plan->p, plan->found, plan->count}, i);
    plan->strayed = role == ROLE_OTHER || role == ROLE_RESPOND;
    if (role == ROLE_RESPOND) {
        const struct date by = w->kind == WHEN_WEEK ? w->to : w->from;
        const char *text = date_text(f->arena, by);
        if (w->dubious)
            find_proposal(f, FACT_RESPOND_BY, text, page_sentence(plan->p, w->first), "weekday");
        else
            find_fact(f, FACT_RESPOND_BY, text, page_sentence(plan->p, w->first));
    }
    if (role != ROLE_OCCASION && role != ROLE_PERHAPS)
        return;
    struct occasion *o = add(plan, w, role == ROLE_PERHAPS);
    if (o && plan->clock_waits && w->kind == WHEN_DAY &&
        plan->p->tokens[plan->clock.first].sentence == (int)o->sentence)
        set_clock(o, &plan->clock);
}

/* A clock behind a day that has one: a second occasion that day, or the part that matters. */
static void second_clock(struct plan *plan, struct occasion *last, const struct when *clock)
{
    const struct page *p = plan->p;
    bool same = p->tokens[clock->first].sentence == (int)last->sentence;
    bool within = last->when.start <= clock->start && last->when.end >= clock->end;
    size_t start = p->sentences[p->tokens[clock->first].sentence].first;
    if (clock->end >= 0 && within && cue_in(p, start, clock->first, only_then, NULL)) {
        set_clock(last, clock);
    } else if (clock->end >= 0 && same && !within && clock->first < last->when.stop + 14) {
        struct when w = last->when;
        w.stop = clock->stop;
        struct occasion *o = add(plan, &w, false);
        if (o)
            set_clock(o, clock);
    }
}

static void take_clock(struct plan *plan, const struct when *clock)
{
    const struct page *p = plan->p;
    size_t sentence = (size_t)p->tokens[clock->first].sentence;
    struct occasion *last = plan->n ? &plan->at[plan->n - 1] : NULL;
    bool own_field = form_label(p, clock->first) == LABEL_TIME;
    bool near = last && (own_field || last->sentence == sentence ||
                         (clock->first < last->when.stop + NEAR && sentence <= last->sentence + 2));
    bool next = last && !last->timed && plan->n == 1 && sentence == last->sentence + 1;
    bool weak = last && last->sentence != sentence && !own_field && clock->end < 0 && !next;
    if (plan->strayed || p->tokens[clock->first].negated)
        return;
    if (!near || weak) {
        if (!weak) {
            plan->clock = *clock;
            plan->clock_waits = true;
        }
        return;
    }
    if (last->timed) {
        second_clock(plan, last, clock);
    } else {
        size_t group = last->sentence;
        for (size_t i = plan->n; i-- > 0 && plan->at[i].sentence == group && !plan->at[i].timed;)
            if (plan->at[i].when.kind == WHEN_DAY || plan->at[i].when.kind == WHEN_SPAN)
                set_clock(&plan->at[i], clock);
    }
    plan->clock = *clock;
    plan->clock_waits = false;
}

static void take_same(struct plan *plan)
{
    if (plan->clock.stop == 0)
        return;
    for (size_t i = plan->n; i-- > 0 && !plan->at[i].timed;)
        if (plan->at[i].when.kind == WHEN_DAY) {
            set_clock(&plan->at[i], &plan->clock);
        }
}

/* "kl 13, två timmar": a length gives the end to what began shortly before. */
static void take_length(struct plan *plan, const struct when *length)
{
    for (size_t i = plan->n; i-- > 0;) {
        struct occasion *o = &plan->at[i];
        if (!o->timed || o->when.end >= 0 || length->first > o->when.stop + 16)
            return;
        o->when.end = o->when.start + length->start;
    }
}

/* The only length that the page states gives the end to what has none. */
static void only_length(struct plan *plan)
{
    int minutes = 0;
    for (size_t i = 0; i < plan->count; i++)
        if (plan->found[i].kind == WHEN_LENGTH) {
            if (minutes && minutes != plan->found[i].start)
                return;
            minutes = plan->found[i].start;
        }
    for (size_t i = 0; minutes && i < plan->n; i++) {
        struct occasion *o = &plan->at[i];
        if (o->timed && o->when.end < 0 && o->when.start + minutes < 24 * 60)
            o->when.end = o->when.start + minutes;
    }
}

/* Days said twice, spans narrowed to a day in them, weeks that only gloss a date. */
static void prune(struct plan *plan)
{
    for (size_t i = 0; i < plan->n; i++)
        for (size_t j = 0; j < plan->n; j++) {
            struct occasion *a = &plan->at[i], *b = &plan->at[j];
            if (i == j || a->dropped || b->dropped)
                continue;
            bool inside = date_compare(b->when.from, a->when.from) >= 0 &&
                          date_compare(b->when.to, a->when.to) <= 0;
            bool equal = inside && date_compare(a->when.to, b->when.to) == 0 &&
                         date_compare(a->when.from, b->when.from) == 0;
            if (inside && !a->timed && (b->timed || a->when.kind == WHEN_WEEK || equal) &&
                (!equal || b->timed || i > j))
                a->dropped = true;
            if (equal && a->timed && b->timed && i > j && a->when.start == b->when.start)
                a->dropped = true;
        }
}

static const char *moment(struct arena *a, struct date d, int minutes)
{
    struct civil c = {d, minutes < 0 ? -1 : minutes / 60 % 24, minutes < 0 ? 0 : minutes % 60};
    return civil_text(a, c);
}

static const char *occasion_text(struct arena *a, const struct occasion *o, struct date day)
{
    struct date to = o->when.kind == WHEN_DAY || o->timed ? day : o->when.to;
    return arena_printf(a, "%s/%s", moment(a, day, o->when.start), moment(a, to, o->when.end));
}

static const char *span_text(struct arena *a, const struct occasion *o)
{
    const char *all = "";
    if (o->when.kind != WHEN_SPAN || !o->timed)
        return occasion_text(a, o, o->when.from);
    for (struct date d = o->when.from; date_compare(d, o->when.to) <= 0; d = date_add(d, 1))
        all = arena_printf(a, "%s%s%s", all, *all ? " " : "", occasion_text(a, o, d));
    return all;
}

static void tell(struct findings *f, struct plan *plan)
{
    const char *value = "", *source = "";
    for (size_t i = 0; i < plan->n; i++) {
        struct occasion *o = &plan->at[i];
        if (o->dropped)
            continue;
        const char *text = span_text(f->arena, o);
        const char *piece = page_slice(f->page, o->when.first, o->when.stop);
        if (o->when.dubious || o->perhaps) {
            find_proposal(f, FACT_OCCASIONS, text, piece, o->perhaps ? "no_context" : "weekday");
            continue;
        }
        value = arena_printf(f->arena, "%s%s%s", value, *value ? " " : "", text);
        source = arena_printf(f->arena, "%s%s%s", source, *source ? "; " : "", piece);
    }
    if (*value)
        find_fact(f, FACT_OCCASIONS, value, source);
}

void find_occasions(struct findings *f)
{
    struct plan plan = {.p = f->page};
    plan.found = when_all(f->page, &plan.count);
    for (size_t i = 0; i < plan.count; i++) {
        const struct when *w = &plan.found[i];
        if (w->kind <= WHEN_WEEK)
            take_day(&plan, i, f);
        else if (w->kind == WHEN_CLOCK)
            take_clock(&plan, w);
        else if (w->kind == WHEN_SAME)
            take_same(&plan);
        else
            take_length(&plan, w);
    }
    only_length(&plan);
    prune(&plan);
    tell(f, &plan);
}
