/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Nominations: an association names somebody, who is asked to confirm before the unit sees anything
 * of them.
 *
 * Whoever is named stands as a person of that association, outside the pool and its matching, with
 * an invitation of their own: so answers, reminders and what became of it go the ways that stand.
 * A yes confirms; who declines or stays silent for 14 days is erased (lending_forget_nominees).
 * The letter does not name the association, whose name may name an illness (invariant 9).
 */
#include "deed.h"

#include <stdlib.h>
#include <string.h>

#include "fields.h"
#include "lending/people.h"
#include "store/nominations.h"
#include "store/people.h"

enum {
    NOMINEES_MAX = 20, /* of one association for one request */
    FORGET_AT_ONCE = 20,
};

static int64_t association_of(const struct deed *d)
{
    return strtoll(d->event->who + 1, NULL, 10);
}

/* The association was asked, and has not named more than anybody can need. */
static enum outcome may_name(struct deed *d, struct fault *f)
{
    struct invitation asked;
    struct nomination *list;
    size_t count;
    enum outcome o = invitations_find(d->db, d->arena, d->request.id, d->event->who, &asked, f);
    if (o == DONE && (asked.id == 0 || *d->event->who != 'A'))
        return fault_set(f, NEVER, EXIT_DATA, "%s was not asked for %s", d->event->who,
                         d->request.number);
    if (o == DONE)
        o = nominations_of(d->db, d->arena, d->request.id, association_of(d), &list, &count, f);
    if (o == DONE && count >= NOMINEES_MAX)
        return fault_set(f, NEVER, EXIT_DATA, "%s has named %zu already", d->event->who, count);
    return o;
}

/* The person of that name and address, made where the association has not named them before. */
static enum outcome person_named(struct deed *d, int64_t *id, struct fault *f)
{
    enum outcome o =
        nominations_known(d->db, association_of(d), d->event->text, d->event->email, id, f);
    if (o != DONE || *id != 0)
        return o;
    struct person p = person_empty();
    p.name = d->event->text;
    p.email = d->event->email;
    p.letter_language = d->house->settings->library.language;
    p.via = association_of(d);
    return people_save(d->db, d->arena, &p, d->now, id, f);
}

static enum outcome name_person(struct deed *d, int64_t person, struct fault *f)
{
    struct nomination n = {.request_id = d->request.id,
                           .association_id = association_of(d),
                           .person_id = person,
                           .at = d->now};
    enum outcome o = nominations_add(d->db, d->arena, &n, f);
    if (o != DONE)
        return o;
    struct audit_entry entry = {.actor = d->event->actor,
                                .event = "nominated",
                                .request_id = d->request.id,
                                .subject = arena_printf(d->arena, "P%lld", (long long)person),
                                .now = d->now,
                                .random = d->house->random};
    return audit_add(d->db, d->arena, &entry, f);
}

enum outcome deed_nominate(struct deed *d, struct fault *f)
{
    bool asked = false;
    int64_t person = 0;
    enum outcome o = may_name(d, f);
    if (o == DONE)
        o = nominations_asked(d->db, d->request.id, d->event->email, &asked, f);
    if (o == DONE && asked)
        return deed_task(d, "nominated", d->event->who,
                         arena_printf(d->arena,
                                      "%s har nominerat någon som redan är tillfrågad för samma "
                                      "uppdrag. Personen får ingen ny fråga.",
                                      d->event->who),
                         f);
    if (o == DONE)
        o = person_named(d, &person, f);
    if (o == DONE)
        o = name_person(d, person, f);
    if (o == DONE)
        o = deed_ask(d, arena_printf(d->arena, "P%lld", (long long)person), 0, f);
    return o;
}

enum outcome deed_nominee_said(struct deed *d, const char *who, const char *state, struct fault *f)
{
    struct nomination n;
    enum outcome o = nominations_find(d->db, d->arena, d->request.id, who, &n, f);
    if (o != DONE || n.id == 0 || strcmp(n.state, state) == 0)
        return o;
    n.state = state;
    return nominations_save(d->db, &n, f);
}

/* Two transactions: what has expired is forgotten the next day, if not now. */
static enum outcome forget(const struct house *house, struct arena *a, int64_t person,
                           struct fault *f)
{
    static const char label[] = "forget a nominee";
    enum outcome o = db_begin(house->db, label, f);
    if (o != DONE)
        return o;
    o = nominations_expire(house->db, person, f);
    o = db_end(house->db, label, o, f);
    return o == DONE ? roster_person_erase(house, a, "system", person, f) : o;
}

enum outcome lending_forget_nominees(const struct house *house, struct arena *a, struct fault *f)
{
    int64_t *people;
    size_t count = 0;
    bool certain = false; /* a yes may lie in the mailbox still */
    instant now = clock_now(&house->clock);
    enum outcome o = inbox_caught_up(house->db, a, now - DAYS(1), &certain, f);
    if (o == DONE && certain)
        o = nominations_forgotten(house->db, a, now - DAYS(NOMINEE_DAYS + 1), FORGET_AT_ONCE,
                                  &people, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = forget(house, a, people[i], f);
    return o;
}
