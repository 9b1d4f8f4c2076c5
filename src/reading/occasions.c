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
#include "when.h"
#include "zones.h"

enum { MOST_OCCASIONS = 40, WINDOW = 14, AFTER = 8, NEAR = 45 };

enum role { ROLE_OTHER, ROLE_OCCASION, ROLE_PERHAPS, ROLE_RESPOND };

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

static const struct cue latest[] = {
    {"senast", 0},   {"senest", 0},   {"sista dag*", 0}, {"sista svar*", 0},
    {"by", 0},       {"före den", 0}, {"innan den", 0},  {"latest", 0},
    {"deadline", 0}, {"no later", 0}, {"fram till", 0},  {"innan", 0},
    {"före", 0},     {"before", 0},   {"osa", 0},        {NULL, 0},
};

static const struct cue answering[] = {
    {"svar*", 0},     {"besked*", 0},      {"återkom*", 0},   {"hör av", 0},
    {"höra av", 0},   {"veta", 0},         {"meddela*", 0},   {"namn*", 0},
    {"förslag*", 0},  {"återkoppl*", 0},   {"klartecken", 0}, {"let me know", 0},
    {"anmäl*", 0},    {"navn*", 0},        {"osa", 0},        {"reply", 0},
    {"get back", 0},  {"höra från er", 0}, {"höra ifrån", 0}, {"respond", 0},
    {"hear from", 0}, {"intresse*", 0},    {"kontakta", 0},   {"hör gärna", 0},
    {"ringer", 0},    {"mejla", 0},        {"tacksam*", 0},   {"hör ni av", 0},
    {"hördes", 0},    {"vet vi", 0},       {"fått in", 0},    {"ge oss", 0},
    {"få ett", 0},    {NULL, 0},
};

static const struct cue elsewhere[] = {
    {"semester*", 0},
    {"ledig*", 0},
    {"tryck*", 0},
    {"klar", 0},
    {"klara", 0},
    {"färdig*", 0},
    {"annons*", 0},
    {"inbjudan", 0},
    {"inbjudning*", 0},
    {"går ut", 0},
    {"publicer*", 0},
    {"lanser*", 0},
    {"går live", 0},
    {"flytt*", 0},
    {"invig*", 0},
    {"drar igång", 0},
    {"beslut*", 0},
    {"dnr", 0},
    {"född", 0},
    {"födda", 0},
    {"fött", 0},
    {"pågår", 0},
    {"till och med", 0},
    {"t o m", 0},
    {"tom", 0},
    {"projektet", 0},
    {"sportlov*", 0},
    {"åter", 0},
    {"tillbaka", 0},
    {"har varit", 0},
    {"förra", 0},
    {"i fjol", 0},
    {"träffades", 0},
    {"begyndte", 0},
    {"från och med", 0},
    {"fr o m", 0},
    {"from", 0},
    {"var vi", 0},
    {"hade vi", 0},
    {"höll vi", 0},
    {"ska in", 0},
    {"skall in", 0},
    {"lämnas in", 0},
    {"träder i kraft", 0},
    {"höstlov*", 0},
    {"inlämn*", 0},
    {"skolan startar", 0},
    {"until", 0},
    {"gravid*", 0},
    {"graviditetsv*", 0},
    {"stängt", 0},
    {"lov", 0},
    {"konferens i", 0},
    {"öppnar", 0},
    {"införs", 0},
    {"sen dess", 0},
    {"sedan dess", 0},
    {"mejlade", 0},
    {"skrev", 0},
    {"ringde", 0},
    {"borta", 0},
    {"frånvarande", 0},
    {"bortrest", 0},
    {"tjänstledig*", 0},
    {"byggs", 0},
    {"utkast", 0},
    {"remiss*", 0},
    {"rapport*", 0},
    {"driftsätt*", 0},
    {"schemat", 0},
    {"programmet", 0},
    {"skickas", 0},
    {"skickades", 0},
    {"jullov*", 0},
    {"föräldraled*", 0},
    {"sjukskriv*", 0},
    {"stänger", 0},
    {"redovis*", 0},
    {"avslutas", 0},
    {"i kraft", 0},
    {"personalmöte*", 0},
    {"internt", 0},
    {"budget*", 0},
    {"ansökan", 0},
    {"löper", 0},
    {NULL, 0},
};

static const struct cue meeting[] = {
    {"träff*", 0},     {"möt*", 0},       {"ses", 0},       {"håll*", 0},     {"hålls", 0},
    {"äger rum", 0},   {"inspel*", 0},    {"workshop*", 0}, {"semin*", 0},    {"*dag", 0},
    {"*kväll", 0},     {"kväll*", 0},     {"test*", 0},     {"intervju*", 0}, {"fokus*", 0},
    {"rundvandr*", 0}, {"utbildn*", 0},   {"föreläs*", 0},  {"görs", 0},      {"sker", 0},
    {"nån gång", 0},   {"någon gång", 0}, {"tillfäll*", 0}, {"panel*", 0},    {"kurs*", 0},
    {"webbin*", 0},    {"*dagen", 0},     {"under", 0},     {"antingen", 0},  {"*seminarium", 0},
    {"när", 0},        {"*möte*", 0},     {"filma*", 0},    {"meeting", 0},   {"on", 0},
    {"apt", 0},        {"skola*", 0},     {"start", 0},     {"infaller", 0},  {"har vi", 0},
    {"planerad*", 0},  {"blir", 0},       {"datum*", 0},    {"bokat", 0},     {"kommer", 0},
    {"konferens*", 0}, {NULL, 0},
};

static const struct cue only_then[] = {
    {"bara", 0},      {"endast", 0},     {"medverka*", 0}, {"patient*", 0},    {"behövs", 0},
    {"föräldra*", 0}, {"pass*", 0},      {"delen", 0},     {"inslag*", 0},     {"behöver ni", 0},
    {"just", 0},      {"represent*", 0}, {"anhörig*", 0},  {"närstående*", 0}, {"vara med", 0},
    {"er del", 0},    {"deras", 0},      {NULL, 0},
};

/* Where the words about mention i begin: behind the mention before it, at most WINDOW back. */
static size_t window_start(const struct plan *plan, size_t i)
{
    const struct when *w = &plan->found[i];
    size_t start = plan->p->sentences[plan->p->tokens[w->first].sentence].first;
    for (size_t j = i; j-- > 0;) {
        if (plan->found[j].kind > WHEN_WEEK)
            continue;
        if (plan->found[j].stop > start)
            start = plan->found[j].stop;
        break;
    }
    return w->first > start + WINDOW ? w->first - WINDOW : start;
}

/* Where the words behind it end: at a comma, full stop or the next mention. */
static size_t window_end(const struct plan *plan, size_t i)
{
    const struct when *w = &plan->found[i];
    size_t end = plan->p->sentences[plan->p->tokens[w->first].sentence].end;
    size_t stop = w->stop;
    while (stop < end && stop < w->stop + AFTER && !mark_at(plan->p, stop, ",") &&
           !mark_at(plan->p, stop, "(") && !cue_at(plan->p, stop, "så") &&
           !(i + 1 < plan->count && plan->found[i + 1].kind <= WHEN_WEEK &&
             stop >= plan->found[i + 1].first))
        stop++;
    return stop;
}

/* The start of the clause before the mention: the last comma in the window, if words follow it. */
static size_t clause_start(const struct page *p, size_t start, size_t first)
{
    for (size_t i = first; i-- > start;)
        if ((mark_at(p, i, ",") && i + 2 < first) || mark_at(p, i, ";") || mark_at(p, i, "("))
            return i + 1;
    return start;
}

static bool clock_near(const struct plan *plan, size_t i)
{
    const struct when *w = &plan->found[i];
    for (size_t j = i + 1; j < plan->count && plan->found[j].first < w->stop + 12; j++)
        if (plan->found[j].kind == WHEN_CLOCK || plan->found[j].kind == WHEN_SAME)
            return plan->p->tokens[plan->found[j].first].sentence ==
                   plan->p->tokens[w->first].sentence;
    return false;
}

static enum role answer_role(const struct plan *plan, size_t i, size_t start, size_t end)
{
    const struct page *p = plan->p;
    const struct when *w = &plan->found[i];
    const struct sentence *s = &p->sentences[p->tokens[w->first].sentence];
    size_t clause = clause_start(p, start, w->first);
    bool by = cue_in(p, start, w->first + 1, latest, NULL);
    bool answers = cue_in(p, start, w->first, answering, NULL) ||
                   cue_in(p, w->stop, end, answering, NULL) ||
                   (by && cue_in(p, s->first, w->first, answering, NULL));
    bool other = cue_in(p, clause, w->first, elsewhere, NULL);
    bool late_word = cue_in(
        p, clause, w->first + 1,
        (struct cue[]){
            {"senast", 0}, {"senest", 0}, {"sista *dag", 0}, {"by", 0}, {"latest", 0}, {NULL, 0}},
        NULL);
    if (by && answers)
        return ROLE_RESPOND;
    if (by && late_word && !other && !cue_in(p, w->stop, end, elsewhere, NULL))
        return ROLE_RESPOND;
    if (by && late_word)
        return ROLE_OTHER;
    if (answers && !clock_near(plan, i) && !cue_in(p, start, w->first, meeting, NULL) && !other)
        return ROLE_RESPOND;
    return ROLE_OCCASION;
}

static enum role role_of(const struct plan *plan, size_t i)
{
    const struct page *p = plan->p;
    const struct when *w = &plan->found[i];
    enum label label = form_label(p, w->first);
    if (label == LABEL_RESPOND)
        return ROLE_RESPOND;
    if (label == LABEL_OTHER || label == LABEL_COST)
        return ROLE_OTHER;
    size_t start = window_start(plan, i), end = window_end(plan, i);
    enum role role = answer_role(plan, i, start, end);
    if (role != ROLE_OCCASION || w->past)
        return w->past ? ROLE_OTHER : role;
    if (label == LABEL_DATE || label == LABEL_TIME)
        return ROLE_OCCASION;
    size_t clause = clause_start(p, start, w->first);
    if (cue_in(p, clause, w->first + 1, elsewhere, NULL) || p->tokens[w->first].negated)
        return ROLE_OTHER;
    if (cue_in(p, w->stop, end, elsewhere, NULL) && !clock_near(plan, i))
        return ROLE_OTHER;
    if (clock_near(plan, i))
        return ROLE_OCCASION;
    const struct sentence *s = &p->sentences[p->tokens[w->first].sentence];
    bool meets = cue_in(p, s->first, w->first, meeting, NULL) ||
                 cue_in(p, w->stop, end, meeting, NULL) || s->seeks;
    return meets ? ROLE_OCCASION : ROLE_PERHAPS;
}

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
    enum role role = role_of(plan, i);
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
    bool weak = last && last->sentence != sentence && !own_field && clock->end < 0;
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
    prune(&plan);
    tell(f, &plan);
}
