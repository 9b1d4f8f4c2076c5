/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Candidates: the people and associations that have to do with a request's areas, loaded from the
 * book and ranked by matching/.
 *
 * Without a legal basis in the configuration no person is looked for; only associations are.
 */
#include "pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/associations.h"
#include "store/invitations.h"
#include "store/people.h"
#include "store/searches.h"

enum { MAX_ASKS_A_MONTH = 2 };

static bool within(const void *tree, const char *id, const char *ancestor)
{
    return areas_within(tree, id, ancestor);
}

static bool basis_given(const struct settings *s)
{
    return strcmp(s->library.legal_basis, "none") != 0;
}

static bool route_is(const struct request *r, const char *route)
{
    return strcmp(r->route, route) == 0;
}

static struct match_request wish_of(const struct house *house, struct arena *a,
                                    const struct candidates *c)
{
    const struct known_fact *facts = c->facts;
    struct match_request m = {.number = c->request.number,
                              .perspective = facts[FACT_PERSPECTIVE].value,
                              .format = facts[FACT_FORMAT].value,
                              .municipality = facts[FACT_MUNICIPALITY].value,
                              .first_occasion = view_first_day(a, facts[FACT_OCCASIONS].value),
                              .today = civil_from_instant(clock_now(&house->clock)).date};
    const char *areas = facts[FACT_AREAS].value;
    m.areas = (const char *const *)text_split(a, areas ? areas : "", " ", &m.area_count);
    return m;
}

/* ---- People ---- */

/* Whose ask was dropped before it left has not been asked. */
static bool asked_already(const struct invitation *asked, size_t count, const char *who)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(asked[i].who, who) == 0)
            return asked[i].asked_at >= 0 || strcmp(asked[i].state, "cancelled") != 0;
    return false;
}

static bool has_conflict(struct arena *a, const struct person *p, const char *unit)
{
    if (!unit)
        return false;
    size_t count;
    char **units = text_split(a, p->conflicts, "\n;", &count);
    for (size_t i = 0; i < count; i++)
        if (text_same(units[i], unit))
            return true;
    return false;
}

static struct date day_of(const char *text)
{
    struct date d = {0};
    if (text)
        date_parse(text, &d);
    return d;
}

static const char *or_null(const char *text)
{
    return text_blank(text) ? NULL : text;
}

static enum outcome load_person(const struct house *house, struct arena *a, int64_t id,
                                const struct candidates *c, const struct invitation *asked,
                                size_t asked_count, struct match_person *out, struct fault *f)
{
    struct person p;
    struct person_history history;
    instant now = clock_now(&house->clock);
    enum outcome o = people_load(house->db, a, id, &p, f);
    if (o == DONE)
        o = people_history(house->db, a, id, now - DAYS(365), now, &history, f);
    if (o != DONE)
        return o;
    const char *who = arena_printf(a, "P%lld", (long long)id);
    *out = (struct match_person){.who = who,
                                 .name = p.name,
                                 .areas = p.areas,
                                 .area_count = p.area_count,
                                 .unwanted = p.unwanted,
                                 .unwanted_count = p.unwanted_count,
                                 .perspective = or_null(p.perspective),
                                 .formats = or_null(p.formats),
                                 .municipality = or_null(p.municipality),
                                 .travel_km = p.travel_km,
                                 .languages = or_null(p.languages),
                                 .story = p.story,
                                 .has_address =
                                     text_is_address(p.email) || !text_blank(p.postal_address),
                                 .consents = p.consent_date != NULL,
                                 .objects = p.objects,
                                 .protected_identity = p.protected_identity,
                                 .deceased = p.deceased,
                                 .left = p.left_at >= 0 || p.erased_at >= 0,
                                 .unconfirmed = p.rests_since != NULL,
                                 .conflict = has_conflict(a, &p, c->facts[FACT_UNIT].value),
                                 .already_asked = asked_already(asked, asked_count, who),
                                 .paused_until = day_of(p.paused_until),
                                 .introduced = day_of(p.introduction_date),
                                 .asked_month = history.asked_last_30_days,
                                 .asked_lately = history.asked,
                                 .assigned_lately = history.assigned,
                                 .last_asked = day_of(history.last_asked)};
    return DONE;
}

static int by_id(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

struct ids {
    int64_t *list;
    size_t count;
};

static void append_ids(struct arena *a, struct ids *all, const int64_t *more, size_t count)
{
    int64_t *list = arena_array(a, all->count + count, sizeof *list);
    if (all->count > 0)
        memcpy(list, all->list, all->count * sizeof *list);
    if (count > 0)
        memcpy(list + all->count, more, count * sizeof *list);
    all->list = list;
    all->count += count;
}

static void sort_and_fold(struct ids *all)
{
    if (all->count == 0)
        return;
    qsort(all->list, all->count, sizeof *all->list, by_id);
    size_t kept = 1;
    for (size_t i = 1; i < all->count; i++)
        if (all->list[i] != all->list[kept - 1])
            all->list[kept++] = all->list[i];
    all->count = kept;
}

/* Does an area that somebody has to do with touch one that is wanted? */
static bool touches(const struct areas *tree, const struct match_request *wish, const char *area)
{
    for (size_t i = 0; i < wish->area_count; i++)
        if (strcmp(wish->areas[i], MATCH_ANY_AREA) == 0 ||
            areas_within(tree, area, wish->areas[i]) || areas_within(tree, wish->areas[i], area))
            return true;
    return false;
}

static enum outcome find_people(const struct house *house, struct arena *a,
                                const struct match_request *wish, struct ids *all, struct fault *f)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < areas_count(house->areas); i++) {
        const char *area = areas_at(house->areas, i)->id;
        struct ids some;
        if (!touches(house->areas, wish, area))
            continue;
        o = people_with_area(house->db, a, area, &some.list, &some.count, f);
        if (o == DONE)
            append_ids(a, all, some.list, some.count);
    }
    sort_and_fold(all);
    return o;
}

static struct match_rules rules_of(const struct settings *s)
{
    return (struct match_rules){.consent_is_basis = strcmp(s->library.legal_basis, "consent") == 0,
                                .max_asks_per_month = MAX_ASKS_A_MONTH};
}

static enum outcome rank_people(const struct house *house, struct arena *a,
                                const struct match_request *wish, const struct invitation *asked,
                                size_t asked_count, struct candidates *c, struct fault *f)
{
    struct ids ids = {0};
    enum outcome o = find_people(house, a, wish, &ids, f);
    c->people = arena_array(a, ids.count + 1, sizeof *c->people);
    for (size_t i = 0; o == DONE && i < ids.count; i++)
        o = load_person(house, a, ids.list[i], c, asked, asked_count, &c->people[i], f);
    if (o != DONE)
        return o;
    struct match_rules rules = rules_of(house->settings);
    c->people_count = ids.count;
    match_rank(a, wish, c->people, c->people_count, &rules, within, house->areas,
               &c->people_ranked);
    return DONE;
}

/* ---- Associations ---- */

static enum outcome rank_groups(const struct house *house, struct arena *a,
                                const struct match_request *wish, const struct invitation *asked,
                                size_t asked_count, struct candidates *c, struct fault *f)
{
    struct association *list;
    enum outcome o = associations_list(house->db, a, &list, &c->group_count, f);
    if (o != DONE)
        return o;
    c->groups = arena_array(a, c->group_count + 1, sizeof *c->groups);
    for (size_t i = 0; i < c->group_count; i++) {
        const char *who = arena_printf(a, "A%lld", (long long)list[i].id);
        c->groups[i] =
            (struct match_association){.who = who,
                                       .name = list[i].name,
                                       .areas = list[i].areas,
                                       .area_count = list[i].area_count,
                                       .municipalities = list[i].municipalities,
                                       .has_address = text_is_address(list[i].email),
                                       .already_asked = asked_already(asked, asked_count, who)};
    }
    match_associations(a, wish, c->groups, c->group_count, within, house->areas, &c->groups_ranked);
    return DONE;
}

/* ---- The whole ---- */

static enum outcome load_request(const struct house *house, struct arena *a, int64_t request_id,
                                 struct candidates *c, struct fault *f)
{
    memset(c, 0, sizeof *c);
    enum outcome o = requests_load(house->db, a, request_id, &c->request, f);
    if (o == DONE)
        o = facts_load(house->db, a, request_id, c->facts, f);
    if (o != DONE)
        return o;
    const struct request *r = &c->request;
    bool settled = *r->route != '\0';
    c->basis = basis_given(house->settings) ? house->settings->library.legal_basis : NULL;
    c->associations = !settled || !route_is(r, "pool");
    c->pool = c->basis && (!settled || route_is(r, "pool") || route_is(r, "both") ||
                           (route_is(r, "association_first") && r->pool_asked));
    return DONE;
}

enum outcome pool_candidates(const struct house *house, struct arena *a, int64_t request_id,
                             struct candidates *c, struct fault *f)
{
    struct invitation *asked;
    size_t asked_count;
    enum outcome o = load_request(house, a, request_id, c, f);
    if (o == DONE)
        o = invitations_of_request(house->db, a, request_id, &asked, &asked_count, f);
    if (o != DONE)
        return o;
    struct match_request wish = wish_of(house, a, c);
    if (c->pool)
        o = rank_people(house, a, &wish, asked, asked_count, c, f);
    if (o == DONE && c->associations)
        o = rank_groups(house, a, &wish, asked, asked_count, c, f);
    return o;
}

enum outcome pool_person(const struct house *house, struct arena *a, struct candidates *c,
                         const char *who, struct match *out, struct fault *f)
{
    struct invitation *asked;
    size_t asked_count;
    struct match_person *person = arena_alloc(a, sizeof *person);
    enum outcome o = invitations_of_request(house->db, a, c->request.id, &asked, &asked_count, f);
    if (o == DONE)
        o = load_person(house, a, strtoll(who + 1, NULL, 10), c, asked, asked_count, person, f);
    if (o != DONE)
        return o;
    struct match_request wish = wish_of(house, a, c);
    struct match_rules rules = rules_of(house->settings);
    struct match *ranked;
    match_rank(a, &wish, person, 1, &rules, within, house->areas, &ranked);
    *out = ranked[0];
    return DONE;
}

enum outcome pool_record(const struct house *house, struct arena *a, const struct candidates *c,
                         const char *actor, const char *purpose, struct fault *f)
{
    json_t *result = json_array();
    for (size_t i = 0; i < c->people_count; i++) {
        const struct match *m = &c->people_ranked[i];
        json_array_append_new(result,
                              json_pack("{s:s, s:i, s:o}", "who", c->people[m->person].who, "score",
                                        m->score, "excluded", view_text(m->excluded)));
    }
    char *text = json_dumps(result, JSON_COMPACT);
    json_decref(result);
    int64_t id;
    enum outcome o = searches_add(house->db, a, c->request.id, actor, purpose, c->basis,
                                  arena_strdup(a, text), clock_now(&house->clock), &id, f);
    free(text);
    return o;
}
