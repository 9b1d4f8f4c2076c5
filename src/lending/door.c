/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The one door: load, ask the rules, carry out, save, append to the trail; one transaction.
 *
 * When the rules settle a route by themselves, or connect those who said yes, that is a second
 * event, with its own row in the trail, in the same transaction.
 */
#include "deed.h"

#include <string.h>

#include "base/text.h"
#include "contact.h"
#include "store/occasions.h"
#include "store/statistics.h"
#include "words.h"

static const char *const DOOR = "door";

static unsigned known_of(const struct deed *d)
{
    const struct request *r = &d->request;
    size_t missing;
    view_missing(d->arena, d->facts, &missing);
    unsigned known = 0;
    if (r->trusted)
        known |= KNOWN_TRUSTED;
    if (d->event->sure)
        known |= KNOWN_SURE;
    if (missing == 0)
        known |= KNOWN_COMPLETE;
    if (d->event->by_unit)
        known |= KNOWN_BY_UNIT;
    if (d->event->changed)
        known |= KNOWN_CHANGED;
    if (r->acknowledged)
        known |= KNOWN_ACKNOWLEDGED;
    if (strcmp(r->route, "association_first") == 0 && !r->pool_asked)
        known |= KNOWN_POOL_WAITS;
    return known;
}

/* What stands beside the row: the route, and whatever words came with the event. */
static const char *trail_text(const struct deed *d)
{
    const struct event *e = d->event;
    if (e->kind == EVENT_NOMINATE) /* a name: it goes with the person */
        return NULL;
    if (e->route && e->text)
        return arena_printf(d->arena, "%s: %s", e->route, e->text);
    return e->text ? e->text : e->route;
}

static enum outcome append_trail(struct deed *d, enum state from, struct fault *f)
{
    const struct event *e = d->event;
    bool moved = from != d->request.state;
    struct audit_entry entry = {.actor = e->actor,
                                .event = event_name(e->kind),
                                .request_id = d->request.id,
                                .subject = e->who,
                                .from_state = moved ? state_name(from) : "",
                                .to_state = moved ? state_name(d->request.state) : "",
                                .text = trail_text(d),
                                .now = d->now,
                                .random = d->house->random};
    return audit_add(d->db, d->arena, &entry, f);
}

static enum outcome load_deed(struct deed *d, struct fault *f)
{
    enum outcome o = requests_load(d->db, d->arena, d->event->request_id, &d->request, f);
    if (o == DONE)
        o = facts_load(d->db, d->arena, d->request.id, d->facts, f);
    return o;
}

static bool is_over(enum state state)
{
    return state == STATE_CLOSED || state == STATE_ADVISED || state == STATE_DECLINED ||
           state == STATE_CANCELLED || state == STATE_UNFILLED;
}

/* The figures of a request that is over outlive it. */
static enum outcome keep_figures(struct deed *d, enum state from, struct fault *f)
{
    if (is_over(d->request.state))
        return statistics_keep(d->db, d->arena, d->request.id, f);
    return is_over(from) ? statistics_drop(d->db, d->request.id, f) : DONE;
}

/*
 * Whose request it is, once somebody has taken it up: what nobody asked for, and is declined or
 * left, makes no unit.
 */
static enum outcome find_unit(struct deed *d, enum state from, struct fault *f)
{
    enum state now = d->request.state;
    bool taken_up = from == STATE_RECEIVED && now != STATE_RECEIVED;
    bool told = d->event->kind == EVENT_FACTS && now != STATE_RECEIVED;
    return (taken_up || told) && !is_over(now) ? deed_unit(d, f) : DONE;
}

static enum outcome pass_one(struct deed *d, struct verdict *verdict, struct fault *f)
{
    enum outcome o = load_deed(d, f);
    if (o != DONE)
        return o;
    unsigned known = known_of(d);
    o = deed_tally(d, &known, f);
    if (o == DONE)
        o = deed_tally_placed(d, &known, f);
    if (o != DONE)
        return o;

    enum state from = d->request.state;
    struct move move = flow_decide(d->arena, from, d->event->kind, known);
    if (!move.allowed && verdict)
        verdict->refused = true;
    if (!move.allowed)
        return fault_set(f, NEVER, EXIT_DATA, "%s: %s", d->request.number, move.refusal);
    d->request.state = move.next;
    if (move.next != from)
        d->request.state_since = d->now;
    o = deed_effects(d, move.effects, f);
    if (o == DONE)
        o = requests_save(d->db, d->arena, &d->request, f);
    if (o == DONE)
        o = find_unit(d, from, f);
    if (o == DONE)
        o = append_trail(d, from, f);
    if (o == DONE)
        o = keep_figures(d, from, f);
    if (o == DONE && verdict)
        *verdict = (struct verdict){.from = from, .to = move.next, .number = d->request.number};
    return o;
}

static enum outcome pass(const struct house *house, struct arena *a, const struct event *event,
                         struct verdict *verdict, struct fault *f)
{
    struct deed d = {.house = house,
                     .db = house->db,
                     .arena = a,
                     .now = clock_now(&house->clock),
                     .event = event};
    enum outcome o = pass_one(&d, verdict, f);
    if (o != DONE || (!d.settled_route && d.connected_count == 0))
        return o;
    struct event next = {.kind = d.settled_route ? EVENT_ROUTE : EVENT_CHOOSE,
                         .request_id = event->request_id,
                         .actor = "system",
                         .route = d.settled_route,
                         .route_by = d.settled_by,
                         .names = d.connected,
                         .name_count = d.connected_count};
    return pass(house, a, &next, verdict, f);
}

enum outcome lending_event(const struct house *house, struct arena *a, const struct event *event,
                           struct verdict *verdict, struct fault *f)
{
    if (db_in_transaction(house->db))
        return pass(house, a, event, verdict, f);
    enum outcome o = db_begin(house->db, DOOR, f);
    if (o != DONE)
        return o;
    o = pass(house, a, event, verdict, f);
    o = db_end(house->db, DOOR, o, f);
    if (o == DONE)
        db_wake(house->db);
    return o;
}

enum outcome lending_offer(const struct house *house, struct arena *a, const struct event *event,
                           bool *taken, struct fault *f)
{
    *taken = false;
    enum outcome o = db_savepoint(house->db, f);
    if (o != DONE)
        return o;
    struct verdict verdict = {0};
    o = pass(house, a, event, &verdict, f);
    if (o == DONE) {
        *taken = true;
        return db_savepoint_keep(house->db, f);
    }
    db_savepoint_undo(house->db);
    return verdict.refused ? DONE : o;
}

static enum outcome put_facts(const struct house *house, struct arena *a, int64_t request_id,
                              enum origin origin, const struct fact facts[FACT_COUNT],
                              int64_t inbox_id, struct fault *f)
{
    instant now = clock_now(&house->clock);
    enum outcome o = DONE;
    for (enum fact_key key = 0; o == DONE && key < FACT_COUNT; key++)
        if (facts[key].value)
            o = facts_put(house->db, a, request_id, key, origin, facts[key].value,
                          facts[key].source, inbox_id, now, f);
    return o;
}

/* Time, place, format or pay: what somebody who was asked must hear of when it changes. */
static bool differs(const struct known_fact before[FACT_COUNT],
                    const struct known_fact after[FACT_COUNT])
{
    static const enum fact_key keys[] = {FACT_OCCASIONS, FACT_FORMAT, FACT_MUNICIPALITY,
                                         FACT_COMPENSATION};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const char *was = before[keys[i]].value, *is = after[keys[i]].value;
        if ((was == NULL) != (is == NULL) || (was && strcmp(was, is) != 0))
            return true;
    }
    return false;
}

/* Once somebody has been chosen each occasion is a row, and the fact only follows. */
static enum outcome refuse_occasions(const struct house *house, struct arena *a, int64_t request_id,
                                     enum origin origin, const struct fact facts[FACT_COUNT],
                                     struct fault *f)
{
    struct occasion *rows;
    size_t count = 0;
    enum outcome o = DONE;
    if (origin == ORIGIN_STAFF && facts[FACT_OCCASIONS].value)
        o = occasions_of_request(house->db, a, request_id, &rows, &count, f);
    if (o != DONE || count == 0)
        return o;
    return fault_set(f, NEVER, EXIT_DATA,
                     "somebody has been chosen for these occasions: see occasion list, add, move "
                     "and cancel");
}

static enum outcome change_facts(const struct house *house, struct arena *a, int64_t request_id,
                                 enum origin origin, const struct fact facts[FACT_COUNT],
                                 int64_t inbox_id, const struct event *event,
                                 struct verdict *verdict, struct fault *f)
{
    struct known_fact before[FACT_COUNT] = {{0}}, after[FACT_COUNT] = {{0}};
    struct event changing = *event;
    enum outcome o = refuse_occasions(house, a, request_id, origin, facts, f);
    if (o == DONE)
        o = facts_load(house->db, a, request_id, before, f);
    if (o == DONE)
        o = put_facts(house, a, request_id, origin, facts, inbox_id, f);
    if (o == DONE)
        o = words_take_request(house, a, request_id, false, f);
    if (o == DONE)
        o = facts_load(house->db, a, request_id, after, f);
    changing.changed = o == DONE && differs(before, after);
    if (o == DONE)
        o = lending_event(house, a, &changing, verdict, f);
    if (o != DONE || origin != ORIGIN_STAFF)
        return o;
    struct request r;
    o = requests_load(house->db, a, request_id, &r, f);
    return o == DONE ? contact_moved(house, a, &r, before, after, f) : o;
}

enum outcome lending_facts(const struct house *house, struct arena *a, int64_t request_id,
                           enum origin origin, const struct fact facts[FACT_COUNT],
                           int64_t inbox_id, const struct event *event, struct verdict *verdict,
                           struct fault *f)
{
    bool own = !db_in_transaction(house->db);
    enum outcome o = own ? db_begin(house->db, DOOR, f) : DONE;
    if (o != DONE)
        return o;
    o = change_facts(house, a, request_id, origin, facts, inbox_id, event, verdict, f);
    if (!own)
        return o;
    o = db_end(house->db, DOOR, o, f);
    if (o == DONE)
        db_wake(house->db);
    return o;
}
