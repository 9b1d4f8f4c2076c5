/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Which experience areas a page asks for.
 *
 * Each mention of an area gets points by where it stands: most where somebody is sought and in the
 * field for it, fewer where a kind of assignment is named, one elsewhere. What is negated, part of
 * a unit's name, in the signature, or told of an earlier time counts for nothing. Areas that are
 * only mentioned in passing become proposals when others are asked for plainly.
 */
#include <string.h>

#include "areas_table.h"
#include "findings.h"
#include "zones.h"

struct mention {
    size_t area, first, end;
};

enum {
    POINTS_ASKED = 3,
    POINTS_TOPIC = 2,
    POINTS_PASSING = 1,
    SLIP_LENGTH = 9,
    SLIP_TOKENS = 2000,
    INDIFFERENT_REACH = 5
};

struct hit {
    int points, denied, named; /* named: by an association */
    int unit;                  /* only in a unit's name */
    bool paired;               /* "psykisk ohälsa och beroende": asked for beside one below it */
    size_t first, used;        /* the mention with the most points */
    int best;
};

static const struct cue before_now[] = {
    {"sist", 0},           {"förra gången", 0}, {"förra året", 0},    {"i fjol", 0},
    {"förra omgången", 0}, {"har tidigare", 0}, {"tidigare haft", 0}, {"förra hösten", 0},
    {"förra våren", 0},    {NULL, 0},
};

static const struct cue turned_down[] = {
    {"inte vara med", 0},   {"söker vi * inte", 0}, {"söker vi inte", 0},
    {"inte aktuell*", 0},   {"har ett eget", 0},    {"har en egen", 0},
    {"har vi redan", 0},    {"tar vi senare", 0},   {"inte den här gången", 0},
    {"inte denna gång", 0}, {"tar vi till", 0},     {"är inte målgrupp*", 0},
    {"ingår inte", 0},      {"omfattas inte", 0},   {NULL, 0},
};

/* "operation eller läkemedel spelar ingen roll": neither is asked for. */
static const struct cue indifferent[] = {
    {"spelar ingen roll", 0}, {"spelar inte", 0}, {"kvittar", 0}, {"är oviktigt", 0}, {NULL, 0},
};

/* The clause around i tells of an earlier time. */
static bool told_of_before(const struct page *p, size_t i)
{
    const struct sentence *s = &p->sentences[p->tokens[i].sentence];
    size_t first = i, end = i;
    while (first > s->first && p->tokens[first - 1].word[0] != ',')
        first--;
    while (end < s->end && p->tokens[end].word[0] != ',')
        end++;
    return cue_in(p, first, end, before_now, NULL);
}

/* Who works there, and not who is cared for: "ambulanspersonal", "diabetessköterskor". */
static bool staff_compound(const char *word)
{
    static const char *const ends[] = {"*personal*", "*sköterskor*", "*sköterska*", "*läkare*",
                                       "*terapeuter*"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (word_fits(ends[i], strlen(ends[i]), word))
            return true;
    return false;
}

/* Words whose end makes them a unit, whatever they start with. */
static bool unit_compound(const char *word)
{
    static const char *const ends[] = {"mottagning*", "avdelning*", "klinik*", "centrum*",
                                       "enheten*"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char pattern[32] = "*";
        strncat(pattern, ends[i], sizeof pattern - 2);
        if (word_fits(pattern, strlen(pattern), word))
            return true;
    }
    return false;
}

/* "en ny klimakteriemottagning": what the assignment is about, and not who asks. */
static bool any_unit(const struct page *p, size_t i)
{
    static const struct cue some[] = {{"ny", 0}, {"nya", 0}, {"en", 0}, {NULL, 0}};
    return !p->tokens[i].capital && cue_at(p, i, "*mottagning") && i && cue_of(p, i - 1, some);
}

static int points_at(const struct page *p, size_t i)
{
    const struct sentence *s = &p->sentences[p->tokens[i].sentence];
    enum label label = form_label(p, i);
    if (label == LABEL_AREAS || label == LABEL_PEOPLE || s->seeks)
        return POINTS_ASKED;
    if (p->tokens[i].zone == ZONE_SUBJECT || s->topical)
        return POINTS_TOPIC;
    return POINTS_PASSING;
}

static void take(struct hit *h, const struct page *p, size_t i, size_t used,
                 const struct phrase *phrase)
{
    const struct token *t = &p->tokens[i];
    const struct sentence *s = &p->sentences[t->sentence];
    int points = points_at(p, i);
    if (phrase->source == PHRASE_ASSOCIATION) {
        h->named++;
    } else if (t->unit || staff_compound(t->word) || (unit_compound(t->word) && !any_unit(p, i))) {
        h->unit++;
    } else if (t->negated || cue_in(p, i, s->end, turned_down, NULL) ||
               cue_in(p, i, i + INDIFFERENT_REACH, indifferent, NULL)) {
        h->denied++;
    } else if (!told_of_before(p, i)) {
        h->points += points;
        if (points <= h->best)
            return;
        h->best = points;
        h->first = i;
        h->used = used;
        return;
    }
    if (!h->used) {
        h->first = i;
        h->used = used;
    }
}

/* A long word with one slip in it ("alkoholberonde"). */
static const struct phrase *near_phrase(const struct areas *areas, const struct token *t)
{
    if (t->kind != TOKEN_WORD || strlen(t->word) < SLIP_LENGTH)
        return NULL;
    for (size_t at = areas->buckets[areas_bucket(t->word)]; at; at = areas->phrases[at - 1].next) {
        const struct phrase *phrase = &areas->phrases[at - 1];
        if (phrase->count == 1 && phrase->source <= PHRASE_STEM &&
            strlen(phrase->words[0].text) >= SLIP_LENGTH - 1 &&
            word_near(phrase->words[0].text, t->word))
            return phrase;
    }
    return NULL;
}

static bool is_above(const struct areas *areas, size_t above, size_t below)
{
    for (size_t up = areas->parent[below]; up < areas->count; up = areas->parent[up])
        if (up == above)
            return true;
    return false;
}

/* Two mentions with nothing but "och" between them: both are asked for, though one is the wider. */
static void pair(const struct areas *areas, const struct page *p, struct hit *hits,
                 const struct mention *one, const struct mention *two)
{
    static const struct cue links[] = {{"och", 0},
                                       {"samt", 0},
                                       {"eller", 0},
                                       {"respektive", 0},
                                       {"i kombination med", 0},
                                       {"och även", 0},
                                       {"och / eller", 0},
                                       {"and", 0},
                                       {"&", 0},
                                       {NULL, 0}};
    const struct cue *link = one->end < two->first ? cue_of(p, one->end, links) : NULL;
    if (!link || one->end + cue_at(p, one->end, link->pattern) != two->first)
        return;
    if (is_above(areas, one->area, two->area))
        hits[one->area].paired = true;
    if (is_above(areas, two->area, one->area))
        hits[two->area].paired = true;
}

static void gather(const struct areas *areas, const struct page *p, struct hit *hits,
                   struct hit *any, size_t *general)
{
    struct mention last = {.end = p->count};
    for (size_t i = 0; i < p->count;) {
        const struct token *t = &p->tokens[i];
        size_t used = 0;
        const struct phrase *phrase = NULL;
        if (t->zone < ZONE_SIGNATURE && form_label(p, i) != LABEL_OTHER &&
            form_label(p, i) != LABEL_UNIT)
            phrase = areas_match(areas, p, i, &used);
        if (!phrase && t->zone < ZONE_SIGNATURE && i < SLIP_TOKENS) {
            phrase = near_phrase(areas, t);
            used = phrase ? 1 : 0;
        }
        if (phrase && phrase->source == PHRASE_ANY) {
            *any = (struct hit){.points = POINTS_ASKED, .first = i, .used = used};
            *general = phrase->area;
        } else if (phrase && phrase->source != PHRASE_EXCEPT) {
            struct mention now = {phrase->area, i, i + used};
            take(&hits[phrase->area], p, i, used, phrase);
            pair(areas, p, hits, &last, &now);
            last = now;
        }
        i += used ? used : 1;
    }
}

struct choice {
    struct findings *f;
    const struct areas *areas;
    struct hit *hits;
    bool *chosen;
    size_t count;
};

static void choose(struct choice *c, int least, bool settings)
{
    for (size_t i = 0; i < c->areas->count; i++) {
        const struct hit *h = &c->hits[i];
        if (!c->chosen[i] && h->points >= least && h->points > h->denied &&
            !(c->areas->flags[i] & AREA_SETTING) == !settings) {
            c->chosen[i] = true;
            c->count++;
        }
    }
}

/* An area goes when one below it is asked for: the most specific that fit. */
static void drop_ancestors(struct choice *c)
{
    for (size_t i = 0; i < c->areas->count; i++)
        for (size_t up = c->areas->parent[i]; c->chosen[i] && up < c->areas->count;
             up = c->areas->parent[up])
            c->chosen[up] = c->chosen[up] && c->hits[up].paired;
}

/* A child's diagnosis gives the diagnosis alone: what yields goes, where a diagnosis is asked. */
static void drop_yielding(struct choice *c)
{
    size_t others = 0;
    for (size_t i = 0; i < c->areas->count; i++)
        others += c->chosen[i] && !(c->areas->flags[i] & (AREA_YIELDS | AREA_BESIDE));
    for (size_t i = 0; i < c->areas->count && others; i++)
        if (c->areas->flags[i] & AREA_YIELDS)
            c->chosen[i] = false;
}

/* A unit for young patients, asking for a diagnosis under the same parent, asks for both. */
static void add_units(struct choice *c)
{
    for (size_t i = 0; i < c->areas->count; i++) {
        bool beside = false;
        for (size_t n = 0; n < c->areas->count; n++)
            beside = beside || (c->chosen[n] && n != i && c->areas->parent[n] < c->areas->count &&
                                c->areas->parent[n] == c->areas->parent[i]);
        if ((c->areas->flags[i] & AREA_UNIT) && c->hits[i].unit && !c->hits[i].denied &&
            (beside || !c->count)) {
            c->chosen[i] = true;
            c->count++;
        }
    }
}

static void tell(struct choice *c)
{
    struct findings *f = c->f;
    const char *value = "", *source = "";
    for (size_t i = 0; i < c->areas->count; i++) {
        const struct hit *h = &c->hits[i];
        const char *piece = page_slice(f->page, h->first, h->first + h->used);
        if (c->chosen[i]) {
            f->diagnosis = f->diagnosis || !(c->areas->flags[i] & AREA_SETTING);
            value =
                arena_printf(f->arena, "%s%s%s", value, *value ? " " : "", c->areas->list[i].id);
            source = arena_printf(f->arena, "%s%s%s", source, *source ? "; " : "", piece);
        }
    }
    if (*value)
        find_fact(f, FACT_AREAS, value, source);
    for (size_t i = 0; i < c->areas->count; i++) {
        const struct hit *h = &c->hits[i];
        bool passing = h->points > 0 && h->points > h->denied;
        if (c->chosen[i] || (!passing && !h->named && !h->unit) || (c->count && !passing))
            continue;
        find_proposal(f, FACT_AREAS, c->areas->list[i].id,
                      page_slice(f->page, h->first, h->first + h->used),
                      passing    ? "in_passing"
                      : h->named ? "association"
                                 : "unit");
    }
}

void find_areas(struct findings *f)
{
    const struct areas *areas = f->areas;
    if (!areas)
        return;
    struct hit *hits = arena_array(f->arena, areas->count + 1, sizeof *hits), any = {.points = 0};
    struct choice c = {.f = f,
                       .areas = areas,
                       .hits = hits,
                       .chosen = arena_array(f->arena, areas->count + 1, sizeof(bool))};
    size_t general = areas->count;
    gather(areas, f->page, hits, &any, &general);
    for (size_t i = 0; i < areas->count; i++)
        f->association_named = f->association_named || hits[i].named;
    choose(&c, POINTS_TOPIC, false);
    if (!c.count)
        choose(&c, POINTS_PASSING, false);
    bool firm = false;
    for (size_t i = 0; i < areas->count; i++)
        firm = firm || ((areas->flags[i] & AREA_FIRM) && hits[i].points >= POINTS_ASKED);
    if (!c.count && any.points && !firm) {
        hits[general] = any;
        c.chosen[general] = true;
        c.count = 1;
    }
    if (!c.count)
        choose(&c, POINTS_TOPIC, true);
    drop_ancestors(&c);
    drop_yielding(&c);
    add_units(&c);
    tell(&c);
}
