/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Waves: whom to ask next, and how many at once.
 *
 * The matching is done before the transaction, so that a large pool holds nobody up; inside it the
 * book's constraints see to it that nobody is asked twice. An association counts in a wave only by
 * those it nominates, so it takes no place of a person's.
 */
#include <stdlib.h>
#include <string.h>

#include "deed.h"
#include "pool.h"

#include "base/text.h"
#include "store/associations.h"
#include "store/invitations.h"
#include "store/people.h"
#include "store/searches.h"

static const char *const WAVE = "wave";

/* At most this many associations at once: those of the areas, best first. */
enum { MAX_ASSOCIATIONS = 5 };

struct wave {
    const char **names;
    int *scores;
    size_t count;
    bool filled; /* as many have said yes as there are places: nobody is asked */
};

static void add_name(struct wave *w, const char *who, int score)
{
    w->names[w->count] = who;
    w->scores[w->count++] = score;
}

static enum outcome count_yes(const struct house *house, struct arena *a, const struct request *r,
                              size_t *yes, struct fault *f)
{
    struct invitation *list;
    size_t count;
    enum outcome o = invitations_of_request(house->db, a, r->id, &list, &count, f);
    *yes = 0;
    for (size_t i = 0; o == DONE && i < count; i++)
        *yes += asking_counts(&list[i]);
    return o;
}

/* How many people this wave asks, so that the places are filled with the wanted probability. */
static enum outcome wave_size(const struct house *house, struct arena *a,
                              const struct candidates *c, size_t *size, bool *filled,
                              struct fault *f)
{
    size_t yes_here, places = asking_places(c->facts);
    int64_t asked, yes;
    enum outcome o = count_yes(house, a, &c->request, &yes_here, f);
    if (o == DONE)
        o = people_answer_rate(house->db, a, clock_now(&house->clock) - DAYS(365), &asked, &yes, f);
    if (o != DONE)
        return o;
    *size = 0;
    *filled = yes_here >= places;
    if (!*filled)
        *size = match_wave_size(places - yes_here, match_yes_rate((long)asked, (long)yes),
                                house->settings->invite.fill_probability,
                                (size_t)house->settings->invite.max_wave);
    return DONE;
}

/* An existing cooperation is steered to its own association, not around it. */
static enum outcome partner_of(const struct house *house, struct arena *a,
                               const struct candidates *c, int64_t *partner, struct fault *f)
{
    *partner = 0;
    const char *unit = c->facts[FACT_UNIT].value;
    if (strcmp(c->request.route_by, "cooperation") != 0 || !unit)
        return DONE;
    return associations_cooperating(house->db, a, text_fold(a, unit), partner, f);
}

static enum outcome choose(const struct house *house, struct arena *a, const struct candidates *c,
                           struct wave *w, struct fault *f)
{
    size_t size = 0, people = 0, groups = 0;
    int64_t partner;
    enum outcome o = wave_size(house, a, c, &size, &w->filled, f);
    if (o == DONE)
        o = partner_of(house, a, c, &partner, f);
    w->names = arena_array(a, c->people_count + c->group_count + 1, sizeof *w->names);
    w->scores = arena_array(a, c->people_count + c->group_count + 1, sizeof *w->scores);
    for (size_t i = 0; o == DONE && i < c->group_count && groups < MAX_ASSOCIATIONS; i++) {
        const struct match *m = &c->groups_ranked[i];
        const char *who = c->groups[m->person].who;
        if (partner != 0 && strtoll(who + 1, NULL, 10) != partner)
            continue;
        if (m->excluded && (partner == 0 || strcmp(m->excluded, "already_asked") == 0))
            break;
        add_name(w, who, m->score);
        groups++;
    }
    for (size_t i = 0; o == DONE && i < c->people_count && people < size; i++) {
        const struct match *m = &c->people_ranked[i];
        if (m->excluded)
            break;
        add_name(w, c->people[m->person].who, m->score);
        people++;
    }
    return o;
}

/* Asks, or says why not; what the machine would ask too late, a person decides on. */
static enum outcome ask(const struct house *house, struct arena *a, const struct candidates *c,
                        const struct wave *w, const char *actor, struct fault *f)
{
    enum outcome o = DONE;
    if (w->filled && strcmp(actor, "system") == 0)
        return DONE;
    if (c->pool)
        o = pool_record(house, a, c, actor, "nästa omgång av frågor", f);
    bool late = strcmp(actor, "system") == 0 && asking_is_late(house, a, c->facts);
    struct event event = {.kind = w->count == 0 ? EVENT_NOBODY
                                  : late        ? EVENT_SHORT_NOTICE
                                                : EVENT_INVITE,
                          .request_id = c->request.id,
                          .actor = actor,
                          .names = w->names,
                          .scores = w->scores,
                          .name_count = w->count};
    return o == DONE ? lending_event(house, a, &event, NULL, f) : o;
}

/* The timer that called for this wave ends with it; what is asked may set the next one. */
static enum outcome end_timer(const struct house *house, struct arena *a, int64_t request_id,
                              const struct timer *timer, bool *stood, struct fault *f)
{
    *stood = true;
    return timer ? timers_end(house->db, a, timer, stood, f)
                 : timers_clear(house->db, request_id, "wave", f);
}

/* timer NULL: a person asks. */
static enum outcome next_wave(const struct house *house, struct arena *a, int64_t request_id,
                              const char *actor, const struct timer *timer, size_t *asked,
                              struct fault *f)
{
    bool stood;
    struct candidates c;
    struct wave w = {0};
    enum outcome o = pool_candidates(house, a, request_id, &c, f);
    if (o == DONE && !*c.request.route)
        return fault_set(f, NEVER, EXIT_DATA, "%s has no route yet: settle it first",
                         c.request.number);
    if (o == DONE)
        o = choose(house, a, &c, &w, f);
    if (o == DONE)
        o = db_begin(house->db, WAVE, f);
    if (o != DONE)
        return o;
    o = end_timer(house, a, request_id, timer, &stood, f);
    if (o == DONE && stood)
        o = ask(house, a, &c, &w, actor, f);
    o = db_end(house->db, WAVE, o, f);
    if (o == DONE)
        db_wake(house->db);
    if (asked)
        *asked = w.count;
    return o;
}

enum outcome lending_wave(const struct house *house, struct arena *a, int64_t request_id,
                          const char *actor, size_t *asked, struct fault *f)
{
    return next_wave(house, a, request_id, actor, NULL, asked, f);
}

enum outcome pool_ring_wave(const struct house *house, struct arena *a, const struct timer *timer,
                            struct fault *f)
{
    return next_wave(house, a, timer->request_id, "system", timer, NULL, f);
}

/* ---- Named by a person ---- */

/* What a person may pass over when naming somebody; every other exclusion stands. */
static bool may_pass(const char *exclusion)
{
    static const char *const passable[] = {"area",    "perspective", "format",     "language",
                                           "resting", "protected",   "unconfirmed"};
    for (size_t i = 0; i < sizeof passable / sizeof passable[0]; i++)
        if (strcmp(passable[i], exclusion) == 0)
            return true;
    return false;
}

static enum outcome check_association(const struct house *house, struct arena *a,
                                      const struct candidates *c, const char *who, struct fault *f)
{
    struct association x;
    struct invitation i = {0};
    enum outcome o = associations_load(house->db, a, strtoll(who + 1, NULL, 10), &x, f);
    if (o == DONE)
        o = invitations_find(house->db, a, c->request.id, who, &i, f);
    bool unasked = i.id == 0 || (i.asked_at < 0 && strcmp(i.state, "cancelled") == 0);
    if (o != DONE || (x.left_at < 0 && unasked))
        return o;
    return fault_set(f, NEVER, EXIT_DATA, "%s must not be asked: %s", who,
                     x.left_at >= 0 ? "left" : "already_asked");
}

static enum outcome check_named(const struct house *house, struct arena *a, struct candidates *c,
                                const char *who, struct fault *f)
{
    if (*who == 'A')
        return check_association(house, a, c, who, f);
    if (!c->basis)
        return fault_set(f, NEVER, EXIT_NOT_PERMITTED,
                         "the pool cannot be asked: [library] legal_basis is none");
    struct match m;
    enum outcome o = pool_person(house, a, c, who, &m, f);
    if (o == DONE && m.excluded && !may_pass(m.excluded))
        return fault_set(f, NEVER, EXIT_DATA, "%s must not be asked: %s", who, m.excluded);
    return o;
}

enum outcome lending_invite(const struct house *house, struct arena *a, int64_t request_id,
                            const char *actor, const char *const *names, size_t count,
                            struct verdict *verdict, struct fault *f)
{
    struct candidates c;
    enum outcome o = pool_candidates(house, a, request_id, &c, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = check_named(house, a, &c, names[i], f);
    if (o != DONE)
        return o;
    struct event event = {.kind = EVENT_INVITE,
                          .request_id = request_id,
                          .actor = actor,
                          .names = names,
                          .name_count = count};
    return lending_event(house, a, &event, verdict, f);
}

/* ---- Looking ---- */

static json_t *match_view(const char *who, const char *name, const struct match *m)
{
    json_t *reasons = json_array();
    for (size_t i = 0; i < m->reason_count; i++)
        json_array_append_new(reasons,
                              json_pack("{s:s, s:s, s:i}", "key", m->reasons[i].key, "text",
                                        m->reasons[i].text, "weight", m->reasons[i].weight));
    return json_pack("{s:s, s:s, s:i, s:o, s:o}", "who", who, "name", name, "score", m->score,
                     "reasons", reasons, "excluded", view_text(m->excluded));
}

static json_t *candidates_view(const struct candidates *c, size_t limit)
{
    json_t *array = json_array();
    for (size_t i = 0; i < c->people_count && (limit == 0 || json_array_size(array) < limit); i++) {
        const struct match *m = &c->people_ranked[i];
        const struct match_person *p = &c->people[m->person];
        json_array_append_new(array, match_view(p->who, p->name, m));
    }
    for (size_t i = 0; i < c->group_count && (limit == 0 || json_array_size(array) < limit); i++) {
        const struct match *m = &c->groups_ranked[i];
        const struct match_association *g = &c->groups[m->person];
        json_array_append_new(array, match_view(g->who, g->name, m));
    }
    return array;
}

enum outcome lending_match(const struct house *house, struct arena *a, int64_t request_id,
                           const char *actor, size_t limit, json_t **out, struct fault *f)
{
    struct candidates c;
    enum outcome o = pool_candidates(house, a, request_id, &c, f);
    if (o == DONE && !c.basis && strcmp(c.request.route, "pool") == 0)
        return fault_set(f, NEVER, EXIT_NOT_PERMITTED,
                         "the pool cannot be searched: [library] legal_basis is none");
    if (o == DONE && c.pool) {
        o = db_begin(house->db, WAVE, f);
        if (o == DONE)
            o = pool_record(house, a, &c, actor, "förslag på representanter", f);
        o = db_end(house->db, WAVE, o, f);
    }
    if (o != DONE)
        return o;
    *out = candidates_view(&c, limit);
    return DONE;
}

enum outcome lending_match_shown(const struct house *house, struct arena *a, int64_t request_id,
                                 const char *actor, int64_t search_id, size_t limit, json_t **out,
                                 struct fault *f)
{
    struct candidates c;
    struct search recorded = {0};
    enum outcome o = pool_candidates(house, a, request_id, &c, f);
    if (o != DONE || !c.pool) {
        *out = o == DONE ? candidates_view(&c, limit) : NULL;
        return o;
    }
    o = searches_load(house->db, a, search_id, &recorded, f);
    if (o != DONE)
        return o;
    if (recorded.request_id != request_id || strcmp(recorded.actor, actor) != 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "no such search was made");
    *out = candidates_view(&c, limit);
    return DONE;
}
