/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * From people to a ranked list with reasons.
 *
 * The list depends on who is in it, not on the order in which they came: equals stand in the order
 * of a hash of request and person, which is another one for each request, so that over time nobody
 * is always before somebody else.
 */
#include "weigh.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { WILLING_KM = 50 };

/* FNV-1a over both texts, and the last mixing step of splitmix64, since near names must part. */
static uint64_t lot(const char *number, const char *who)
{
    uint64_t h = UINT64_C(14695981039346656037);
    const char *const texts[] = {number, who};
    for (size_t i = 0; i < 2; i++) {
        for (const char *c = texts[i]; *c; c++)
            h = (h ^ (unsigned char)*c) * UINT64_C(1099511628211);
        h *= UINT64_C(1099511628211);
    }
    h = (h ^ (h >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    h = (h ^ (h >> 27)) * UINT64_C(0x94D049BB133111EB);
    return h ^ (h >> 31);
}

/* A match with what it is sorted by. */
struct entry {
    struct match match;
    const char *who;
    uint64_t lot;
};

static int by_rank(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if ((x->match.excluded == NULL) != (y->match.excluded == NULL))
        return x->match.excluded ? 1 : -1;
    if (x->match.excluded)
        return x->match.person < y->match.person ? -1 : 1;
    if (x->match.score != y->match.score)
        return x->match.score > y->match.score ? -1 : 1;
    if (x->lot != y->lot)
        return x->lot < y->lot ? -1 : 1;
    return strcmp(x->who, y->who);
}

void rank_sort(struct arena *a, const char *number, struct match *matches, size_t count,
               const char *(*who)(const void *all, size_t i), const void *all)
{
    struct entry *entries = arena_array(a, count, sizeof *entries);
    for (size_t i = 0; i < count; i++) {
        const char *name = who(all, matches[i].person);
        entries[i] = (struct entry){matches[i], name, lot(number, name)};
    }
    qsort(entries, count, sizeof *entries, by_rank);
    for (size_t i = 0; i < count; i++)
        matches[i] = entries[i].match;
}

/* What somebody said to be able to, where it was asked for. */
static void add_form(struct match *m, const struct match_request *request,
                     const struct match_person *p)
{
    if (request->perspective && p->perspective && strcmp(request->perspective, "either") != 0)
        weigh_add(m, PERSPECTIVE);
    if (request->format && p->formats && strcmp(request->format, "hybrid") != 0)
        weigh_add(m, FORMAT);
}

/* A digital assignment knows no distance; nor does one that can be joined from home. */
static void add_distance(struct match *m, const struct match_request *request,
                         const struct match_person *p)
{
    bool from_home = request->format && (strcmp(request->format, "digital") == 0 ||
                                         (strcmp(request->format, "hybrid") == 0 && p->formats &&
                                          strcmp(p->formats, "on_site") != 0));
    if (from_home || text_blank(request->municipality) || text_blank(p->municipality))
        return;
    if (text_same(request->municipality, p->municipality))
        weigh_add(m, SAME_MUNICIPALITY);
    else if (p->travel_km >= WILLING_KM)
        weigh_add(m, TRAVELS);
    else if (p->travel_km == 0)
        weigh_add(m, STAYS);
}

static void add_language(struct arena *a, struct match *m, const struct match_request *request,
                         const struct match_person *p)
{
    const char *own = text_blank(p->languages) ? "sv" : p->languages;
    if (!text_blank(request->language) && !text_same(request->language, "sv"))
        weigh_add(m, SPEAKS);
    else if (!weigh_listed(a, own, " ,", "sv"))
        weigh_add(m, INTERPRETER);
}

static void add_fairness(struct arena *a, struct match *m, const struct match_person *p)
{
    if (p->asked_lately > 0)
        weigh_add_times(a, m, ASKED_LATELY, p->asked_lately);
    else
        weigh_add(m, p->last_asked.year ? NOT_ASKED_LATELY : NEVER_ASKED);
    if (p->assigned_lately > 0)
        weigh_add_times(a, m, ASSIGNED_LATELY, p->assigned_lately);
}

static const char *who_of(const void *all, size_t i)
{
    const struct match_person *people = all;
    return people[i].who;
}

void match_rank(struct arena *a, const struct match_request *request,
                const struct match_person *people, size_t people_count,
                const struct match_rules *rules, match_within *within, const void *tree,
                struct match **out)
{
    struct match *matches = arena_array(a, people_count, sizeof *matches);
    for (size_t i = 0; i < people_count; i++) {
        const struct match_person *p = &people[i];
        struct match *m = &matches[i];
        m->person = i;
        m->excluded = exclude_person(a, request, p, rules, within, tree);
        if (m->excluded)
            continue;
        weigh_start(a, request, m);
        weigh_add_areas(a, m, request, p->areas, p->area_count, within, tree);
        add_form(m, request, p);
        add_distance(m, request, p);
        if (p->introduced.year)
            weigh_add(m, INTRODUCED);
        add_language(a, m, request, p);
        add_fairness(a, m, p);
    }
    rank_sort(a, request->number, matches, people_count, who_of, people);
    *out = matches;
}
