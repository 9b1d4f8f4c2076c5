/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How many representatives are wanted; perspective.c says whether patients or relatives.
 *
 * Groups ("en patient och en närstående", "fem personer med IF … och därutöver två anhöriga") are
 * read only in sentences that say that somebody is wanted, and added up; a total that is then
 * broken down ("tre personer: två som …, och en förälder") counts once. Numbers of staff, places,
 * students or earlier participants stand in other sentences, or with other nouns.
 */
#include <string.h>

#include "groups.h"
#include "when.h"
#include "zones.h"

enum { NOUN_REACH = 4, SHORT_SENTENCE = 6 };

/* What may stand between number and noun: adjectives; not a verb, a mark, another number. */
static bool may_pass(const struct token *t)
{
    static const char *const stops[] = {
        "som", "i",   "på",     "till", "av",     "per",   "om",  "ska",   "är",    "var",  "har",
        "för", "vid", "gånger", "år",   "timmar", "timme", "del", "plats", "grupp", "annan"};
    if (t->kind != TOKEN_WORD || t->number >= 0)
        return false;
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
        if (strcmp(stops[i], t->word) == 0)
            return false;
    return true;
}

/* The noun behind a quantity; *end is the token behind it. */
static enum who noun_behind(const struct page *p, size_t at, size_t *end)
{
    at += mark_at(p, at, ",") && p->tokens[at - 1].number > 0 && at > 2 && mark_at(p, at - 3, ",");
    for (size_t i = at; i < at + NOUN_REACH && i < p->count; i++) {
        enum who who = who_at(p, i);
        if (!who && i == at && i && cue_at(p, i - 1, "en man"))
            who = WHO_PATIENT; /* elsewhere "man" is "one" */
        if (who == WHO_PERSON && i + 1 < at + NOUN_REACH && i + 1 < p->count &&
            who_at(p, i + 1) > WHO_PERSON)
            continue;
        if (who) {
            *end = i + 1;
            return who;
        }
        if (!may_pass(&p->tokens[i]))
            break;
    }
    return WHO_NOBODY;
}

static bool bare_behind(const struct page *p, size_t at)
{
    return at < p->count && (cue_at(p, at, "som") || cue_at(p, at, "med") || cue_at(p, at, "från"));
}

/* Staff and audiences have nouns of ours sometimes: "sex personer från personalen". */
static bool about_others(const struct page *p, size_t first, size_t end)
{
    static const struct cue staff[] = {
        {"från personal*", 0}, {"ur personal*", 0}, {"i personal*", 0}, {"anställda", 0},
        {"ska ingå", 0},       {"att ingå", 0},     {"i publik*", 0},   {"anmälda", 0},
        {"medarbetare", 0},    {"som redan", 0},    {"per dag", 0},     {"i teamet", 0},
        {"i månaden", 0},      {"om året", 0},      {"per år", 0},      {NULL, 0},
    };
    static const struct cue ours[] = {
        {"vi är", 0},      {"vi har", 0},    {"har redan", 0}, {"redan", 0},
        {"gruppen på", 0}, {"av våra", 0},   {"vi hade", 0},   {"hade vi", 0},
        {"är vi", 0},      {"består av", 0}, {NULL, 0},
    };
    size_t back = first > 4 ? first - 4 : 0;
    size_t limit = end + 4 < p->count ? end + 4 : p->count;
    size_t sentence = p->sentences[p->tokens[first].sentence].first;
    return cue_in(p, end, limit, staff, NULL) ||
           cue_in(p, back > sentence ? back : sentence, first, ours, NULL);
}

static bool joined_before(const struct page *p, size_t first)
{
    static const struct cue links[] = {
        {"och", 0},   {"o", 0}, {"samt", 0}, {"plus", 0}, {"därutöver", 0}, {"dessutom", 0},
        {"jämte", 0}, {"&", 0}, {"+", 0},    {"även", 0}, {"and", 0},       {NULL, 0},
    };
    size_t back = first > 2 ? first - 2 : 0;
    return cue_in(p, back, first, links, NULL) || mark_at(p, first ? first - 1 : 0, ",");
}

static void add_group(struct crowd *c, const struct page *p, size_t i, size_t end, enum who who,
                      struct quantity q, bool bare)
{
    /* "8 deltagare (4 patienter och 4 närstående)": the total stands before its parts */
    bool part = c->count && p->tokens[i].aside &&
                c->group[c->count - 1].sentence == (size_t)p->tokens[i].sentence;
    if (c->count == MOST_GROUPS || part || about_others(p, i, end))
        return;
    struct group *g = &c->group[c->count++];
    *g = (struct group){.q = q,
                        .who = who,
                        .first = i,
                        .end = end,
                        .bare = bare,
                        .sentence = (size_t)p->tokens[i].sentence};
    g->joined = joined_before(p, i);
    if (who == WHO_PAIR) {
        g->q.lo *= 2;
        g->q.hi *= 2;
        g->who = WHO_RELATIVE;
    }
}

/* A lone "3" or "3-4" in a field for the number. */
static bool field_number(const struct page *p, size_t i, size_t used)
{
    const struct line *l = &p->lines[p->tokens[i].line];
    bool starts = i == l->value || (i && p->tokens[i - 1].kind == TOKEN_MARK) ||
                  (i > l->value && cue_at(p, i - 1, "dock"));
    return form_label(p, i) == LABEL_PEOPLE && starts &&
           (i + used >= l->end || p->tokens[i + used].kind == TOKEN_MARK);
}

/* "…, dock högst sex." */
static bool bounded_end(const struct page *p, size_t i, size_t used)
{
    size_t end = i + used;
    return used > 1 && p->tokens[i].number < 0 &&
           (end >= p->count || p->tokens[end].sentence != p->tokens[i].sentence ||
            p->tokens[end].kind == TOKEN_MARK);
}

/* "5-7 deltagare.": a short sentence that is nothing but the number. */
static bool number_alone(const struct sentence *s)
{
    return s->end - s->first <= SHORT_SENTENCE;
}

/* What representatives do at an assignment: where no sentence seeks, these tell of them. */
static bool acts(const struct page *p, const struct sentence *s)
{
    static const struct cue parts[] = {
        {"berättar", 0},    {"berätta", 0}, {"föreläser", 0}, {"medverkar", 0}, {"deltar", 0},
        {"ställer upp", 0}, {"är med", 0},  {"får läsa", 0},  {"skulle få", 0}, {"planerar", 0},
        {"ordnar", 0},      {"i varje", 0}, {"som får", 0},   {NULL, 0},
    };
    return cue_in(p, s->first, s->end, parts, NULL);
}

static void gather(const struct page *p, struct crowd *c, bool by_parts)
{
    for (size_t i = 0; i < p->count;) {
        const struct token *t = &p->tokens[i];
        const struct sentence *s = &p->sentences[t->sentence];
        struct quantity q;
        size_t end = 0, used = 0;
        bool counts = t->zone < ZONE_SIGNATURE && !t->negated && form_label(p, i) != LABEL_OTHER;
        bool follows = t->sentence > 0 && p->sentences[t->sentence - 1].seeks && i <= s->first + 2;
        if (counts && (s->seeks || by_parts || t->zone == ZONE_SUBJECT || follows))
            used = quantity_at(p, i, &q);
        if (!used) {
            i++;
            continue;
        }
        enum who who = noun_behind(p, i + used, &end);
        bool among = i > 1 && cue_at(p, i - 1, "med") &&
                     (cue_at(p, i - 2, "*intervju*") || cue_at(p, i - 2, "*grupp*") ||
                      cue_at(p, i - 2, "samtal*"));
        bool plain = !by_parts || acts(p, s) || among || number_alone(s) || t->zone == ZONE_SUBJECT;
        if (!plain && who != WHO_ANY)
            who = WHO_NOBODY;
        bool several = p->tokens[i].number != 1 || used > 1;
        if (who)
            add_group(c, p, i, end, who, q, false);
        else if (field_number(p, i, used))
            add_group(c, p, i, i + used, WHO_PERSON, q, false);
        else if (by_parts && (number_alone(s) || i == s->first) && cue_at(p, i + used - 1, "st*"))
            add_group(c, p, i, i + used, WHO_PERSON, q, true);
        else if (s->seeks && !by_parts &&
                 (bare_behind(p, i + used) || bounded_end(p, i, used) ||
                  (several && cue_at(p, i + used - 1, "st*"))))
            add_group(c, p, i, i + used, WHO_PERSON, q, true);
        i += used;
    }
}

/* The subject repeats the text: its groups count only when there are no others. */
static void drop_subject(const struct page *p, struct crowd *c)
{
    size_t body = 0;
    for (size_t i = 0; i < c->count; i++)
        body += p->tokens[c->group[i].first].zone != ZONE_SUBJECT;
    size_t kept = 0;
    for (size_t i = 0; i < c->count; i++)
        if (!body || p->tokens[c->group[i].first].zone != ZONE_SUBJECT)
            c->group[kept++] = c->group[i];
    c->count = kept;
}

/* Groups of the first sentence that has any, and of those that go on with "därutöver". */
static size_t run_length(const struct crowd *c)
{
    size_t n = c->count ? 1 : 0;
    while (n < c->count &&
           (c->group[n].sentence == c->group[n - 1].sentence ||
            (c->group[n].sentence == c->group[n - 1].sentence + 1 && c->group[n].joined)))
        n++;
    return n;
}

/* "fyra deltagare: två vuxna …, en förälder": the parts of what stands before the colon. */
static bool colon_between(const struct page *p, const struct group *g)
{
    size_t end = p->sentences[p->tokens[g->first].sentence].end;
    for (size_t i = g->end; i < g->end + NOUN_REACH && i < end; i++)
        if (mark_at(p, i, ":") || cue_at(p, i, "varav"))
            return true;
    return mark_at(p, g->end, ",") && cue_at(p, g->end + 1, "varav");
}

static struct quantity add_up(const struct page *p, const struct crowd *c, size_t n)
{
    struct quantity first = c->group[0].q, rest = {0, 0, false};
    for (size_t i = 1; i < n; i++) {
        const struct group *g = &c->group[i];
        if (g->q.total)
            return g->q;
        if (!g->joined)
            continue;
        rest.lo += g->q.lo;
        rest.hi += g->q.hi;
    }
    bool spelled_out = first.lo > 1 && rest.lo <= first.lo && colon_between(p, &c->group[0]);
    if (first.total || spelled_out ||
        (n > 2 && rest.lo == first.lo && rest.hi == first.hi && first.lo > 1) || !rest.lo)
        return first;
    if (n > 2 && c->group[n - 1].q.lo == first.lo + rest.lo - c->group[n - 1].q.lo &&
        c->group[n - 1].q.lo > 1)
        return c->group[n - 1].q;
    /* a breakdown by "en …" that does not fill the total: the total stands */
    if (first.lo > 1 && rest.lo < first.lo && c->group[1].bare)
        return first;
    return (struct quantity){first.lo + rest.lo, first.hi ? first.hi + rest.hi : 0, false};
}

/* "4–6 deltagare per grupp": how many groups the page speaks of, 1 when nothing is said. */
static int groups_of(const struct page *p, size_t end)
{
    static const struct cue each[] = {
        {"per *grupp*", 0}, {"i varje *grupp*", 0}, {"i vardera *grupp*", 0}, {NULL, 0}};
    if (end >= p->count || !cue_of(p, end, each))
        return 1;
    for (size_t i = 0; i < p->count; i++) {
        struct quantity q;
        size_t at = i + quantity_at(p, i, &q);
        if (at == i || !q.lo || q.lo != q.hi)
            continue;
        at += at < p->count && cue_at(p, at, "digital*");
        if (at < p->count && (cue_at(p, at, "*grupper") || cue_at(p, at + 1, "*grupper")))
            return q.lo;
    }
    return 1;
}

/* "två av varje", where the mail asks for two diagnoses: so many for each of them. */
static bool tell_each(struct findings *f)
{
    const struct page *p = f->page;
    const char *areas = f->facts[FACT_AREAS].value;
    int kinds = 1;
    for (const char *at = areas; at && (at = strchr(at, ' ')); at++)
        kinds++;
    for (size_t i = 0; i < p->count && kinds > 1; i++) {
        struct quantity q;
        size_t used = p->tokens[i].zone == ZONE_BODY ? quantity_at(p, i, &q) : 0;
        if (!used || !q.lo ||
            !(cue_at(p, i + used, "av varje") || cue_at(p, i + used, "av vardera")))
            continue;
        const char *source = page_sentence(p, i);
        find_fact(f, FACT_PEOPLE_MIN, arena_printf(f->arena, "%d", kinds * q.lo), source);
        find_fact(f, FACT_PEOPLE_MAX, arena_printf(f->arena, "%d", kinds * q.hi), source);
        return true;
    }
    return false;
}

static void tell_numbers(struct findings *f, const struct crowd *c)
{
    size_t n = run_length(c);
    if (tell_each(f) || !n)
        return;
    struct quantity q = add_up(f->page, c, n);
    int groups = n == 1 ? groups_of(f->page, c->group[0].end) : 1;
    q.lo *= groups;
    q.hi *= groups;
    const char *source = page_slice(f->page, c->group[0].first, c->group[n - 1].end);
    if (q.lo)
        find_fact(f, FACT_PEOPLE_MIN, arena_printf(f->arena, "%d", q.lo), source);
    if (q.hi)
        find_fact(f, FACT_PEOPLE_MAX, arena_printf(f->arena, "%d", q.hi), source);
}

void find_people(struct findings *f)
{
    struct crowd c = {.count = 0};
    gather(f->page, &c, false);
    if (!c.count)
        gather(f->page, &c, true);
    drop_subject(f->page, &c);
    tell_numbers(f, &c);
    find_perspective(f, &c);
}
