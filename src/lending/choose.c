/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The choice: who said yes is shown to the unit, who is chosen is connected, and everyone else who
 * was asked is told what came of it (invariant 5).
 *
 * Nobody is told of a choice before all places are taken, or no more are wanted. Who withdraws:
 * withdraw.c.
 */
#include "deed.h"

#include <string.h>

#include "base/text.h"
#include "care.h"
#include "lending/occasions.h"
#include "store/agreements.h"
#include "store/nominations.h"
#include "store/placements.h"

/* ---- What is known ---- */

/* Is the placement agreed once this event has been counted in? */
static enum outcome agreed_after(struct deed *d, const struct placement *p, bool *agreed,
                                 struct fault *f)
{
    const struct event *e = d->event;
    struct agreement g;
    *agreed = strcmp(p->state, "chosen") != 0;
    if (*agreed || e->kind != EVENT_ACCEPT || !e->who || strcmp(e->who, p->who) != 0)
        return DONE;
    enum outcome o = agreements_newest(d->db, d->arena, p->id, &g, f);
    if (o != DONE || g.id == 0 || !e->hash || strcmp(e->hash, g.sha256) != 0)
        return o;
    bool unit = strcmp(e->party, "unit") == 0;
    *agreed = unit ? g.representative.at >= 0 : g.unit.at >= 0;
    return DONE;
}

static bool is_named(const struct event *e, const char *who, size_t before)
{
    for (size_t i = 0; i < before; i++)
        if (strcmp(e->names[i], who) == 0)
            return true;
    return false;
}

struct standing {
    size_t count;     /* that stand, with this event counted in */
    size_t unsettled; /* of them, not agreed */
};

static enum outcome count_standing(struct deed *d, struct standing *s, struct fault *f)
{
    const struct event *e = d->event;
    struct placement *list;
    size_t count, named = 0;
    enum outcome o = placements_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; e->kind == EVENT_CHOOSE && i < e->name_count; i++)
        named += !is_named(e, e->names[i], i);
    for (size_t i = 0; o == DONE && i < count; i++) {
        const struct placement *p = &list[i];
        bool leaves = e->kind == EVENT_WITHDRAW && e->who && strcmp(e->who, p->who) == 0;
        bool agreed;
        if (!placement_stands(p) || leaves)
            continue;
        o = agreed_after(d, p, &agreed, f);
        s->count++;
        s->unsettled += !agreed;
        named -= e->kind == EVENT_CHOOSE && is_named(e, p->who, e->name_count);
    }
    s->count += named;
    s->unsettled += named;
    return o;
}

static enum outcome last_is_over(struct deed *d, bool *over, struct fault *f)
{
    struct occasion *list;
    size_t count;
    enum outcome o = occasions_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    *over = true;
    for (size_t i = 0; o == DONE && i < count; i++)
        if (strcmp(list[i].state, "planned") == 0 && occasion_span(&list[i]).to > d->now)
            *over = false;
    return o;
}

enum outcome deed_tally_placed(struct deed *d, unsigned *known, struct fault *f)
{
    struct standing s = {0};
    bool over = false;
    if (d->request.state < STATE_INVITING)
        return DONE;
    enum outcome o = count_standing(d, &s, f);
    if (o == DONE && d->event->kind == EVENT_TIMER_OVER)
        o = last_is_over(d, &over, f);
    bool finished = d->event->kind == EVENT_CHOOSE && d->event->finished;
    if (s.count > 0)
        *known |= KNOWN_PLACED;
    if (s.count > 0 && (finished || s.count >= asking_places(d->facts)))
        *known |= KNOWN_FILLED;
    if (s.count > 0 && s.unsettled == 0)
        *known |= KNOWN_ALL_AGREED;
    if (over)
        *known |= KNOWN_LAST_OVER;
    return o == DONE ? deed_tally_followups(d, known, f) : o;
}

/* ---- Enough have said yes ---- */

bool asking_counts(const struct invitation *i)
{
    return i->person_id != 0 && strcmp(i->state, "yes") == 0 &&
           (!i->outcome || strcmp(i->outcome, "chosen") == 0);
}

/* In automatic mode those who fit are connected at once; *connects says so. */
static enum outcome connect(struct deed *d, bool *connects, struct fault *f)
{
    struct invitation *list;
    size_t count, yes = 0;
    enum outcome o = invitations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    const char **names = arena_array(d->arena, count + 1, sizeof *names);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (asking_counts(&list[i]))
            names[yes++] = list[i].who;
    *connects = yes > 0 && yes <= asking_places(d->facts);
    if (*connects) {
        d->connected = names;
        d->connected_count = yes;
    }
    return o;
}

enum outcome deed_choice(struct deed *d, struct fault *f)
{
    bool automatic = d->house->settings->routing.automatic, connects = false;
    enum outcome o = automatic ? connect(d, &connects, f) : DONE;
    if (o != DONE || connects)
        return o;
    bool reachable = text_is_address(deed_unit_address(d));
    if (reachable)
        o = deed_write_unit(d, "candidates", instant_to_text(d->arena, d->now), NULL, f);
    if (o == DONE && automatic && reachable) /* staff hear of it when the unit lets them wait */
        return deed_timer(d, "silent", deed_in_working_days(d->now, UNIT_DAYS), "unit", f);
    if (o != DONE)
        return o;
    return deed_task(d, "choose", "",
                     arena_printf(d->arena,
                                  "Tillräckligt många har sagt ja (%zu behövs). Nu kan ni välja.",
                                  asking_places(d->facts)),
                     f);
}

/* ---- Chosen ---- */

static enum outcome put(struct deed *d, struct invitation *i, struct placement *p, struct fault *f)
{
    struct nomination n;
    enum outcome o = nominations_find(d->db, d->arena, d->request.id, i->who, &n, f);
    if (o != DONE)
        return o;
    *p = (struct placement){.request_id = d->request.id,
                            .person_id = i->person_id,
                            .speaks_for = n.id ? n.association_id : 0,
                            .chosen_at = d->now,
                            .chosen_by = d->event->actor};
    o = placements_put(d->db, d->arena, p, f);
    i->outcome = "chosen";
    i->told_at = -1;
    return o == DONE && p->id != 0 ? invitations_save(d->db, d->arena, i, f) : o;
}

static enum outcome connecting_letters(struct deed *d, const struct placement *p, struct fault *f)
{
    const char *cause = instant_to_text(d->arena, p->chosen_at);
    const struct about person = {.placement = p, .purpose = "connected_person", .cause = cause};
    const struct about unit = {.placement = p, .purpose = "connected_unit", .cause = cause};
    enum outcome o = deed_write_placed(d, false, &person, f);
    return o == DONE ? deed_write_placed(d, true, &unit, f) : o;
}

static enum outcome place_one(struct deed *d, const char *who, struct fault *f)
{
    struct invitation i;
    struct party party;
    struct placement p;
    enum outcome o = invitations_find(d->db, d->arena, d->request.id, who, &i, f);
    if (o == DONE && (i.id == 0 || i.person_id == 0 || strcmp(i.state, "yes") != 0))
        return fault_set(f, NEVER, EXIT_DATA, "%s has not said yes", who);
    if (o == DONE)
        o = deed_party(d, who, &party, f);
    if (o == DONE && party.gone)
        return fault_set(f, NEVER, EXIT_DATA, "%s can no longer be chosen", who);
    if (o == DONE)
        o = put(d, &i, &p, f);
    if (o != DONE || p.id == 0) /* chosen before: a second click, another browser */
        return o;
    const struct hand hand = {
        .house = d->house, .a = d->arena, .actor = d->event->actor, .now = d->now};
    o = deed_first_version(d, &p, f);
    if (o == DONE)
        o = connecting_letters(d, &p, f);
    return o == DONE ? care_introduce(&hand, i.person_id, f) : o;
}

enum outcome deed_place(struct deed *d, struct fault *f)
{
    enum outcome o = deed_make_occasions(d, f);
    for (size_t i = 0; o == DONE && i < d->event->name_count; i++)
        o = place_one(d, d->event->names[i], f);
    return o;
}

/* ---- Everyone else ---- */

/* Has one whom the association named been chosen? */
static enum outcome nominee_stands(struct deed *d, int64_t association, bool *stands,
                                   struct fault *f)
{
    struct placement *list;
    size_t count;
    enum outcome o = placements_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    *stands = false;
    for (size_t i = 0; o == DONE && i < count; i++)
        if (placement_stands(&list[i]) && list[i].speaks_for == association)
            *stands = true;
    return o;
}

struct ending {
    const char *outcome, *letter;
};

static enum outcome ending_of(struct deed *d, const struct invitation *i, struct ending *e,
                              struct fault *f)
{
    bool willing = strcmp(i->state, "yes") == 0 || strcmp(i->state, "maybe") == 0, stands = false;
    *e =
        willing ? (struct ending){"not_chosen", "not_chosen"} : (struct ending){"filled", "filled"};
    enum outcome o = DONE;
    if (i->association_id != 0)
        o = nominee_stands(d, i->association_id, &stands, f);
    if (stands)
        *e = (struct ending){"chosen", "nominee_chosen"};
    return o;
}

/* Whose ask is on its way out is told when it has left (deed_tell_late). */
enum outcome deed_tell_filled(struct deed *d, struct invitation *i, struct fault *f)
{
    struct ending ending;
    bool can;
    if (i->outcome || (strcmp(i->state, "queued") == 0 && i->asked_at < 0))
        return DONE;
    enum outcome o = ending_of(d, i, &ending, f);
    if (o == DONE)
        o = deed_can_be_told(d, i, &can, f);
    if (o == DONE && can)
        o = deed_write_asked(d, i->who, ending.letter, instant_to_text(d->arena, d->now), NULL,
                             NULL, f);
    i->outcome = ending.outcome;
    if (strcmp(i->state, "sent") == 0 || strcmp(i->state, "unknown") == 0)
        i->state = "cancelled";
    return o == DONE ? invitations_save(d->db, d->arena, i, f) : o;
}

enum outcome deed_tell_choice(struct deed *d, struct fault *f)
{
    struct invitation *list;
    size_t count;
    enum outcome o = timers_clear(d->db, d->request.id, "deadline", f);
    if (o == DONE)
        o = timers_clear(d->db, d->request.id, "wave", f);
    if (o == DONE)
        o = invitations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = deed_tell_filled(d, &list[i], f);
    return o;
}
