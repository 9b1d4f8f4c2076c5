/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A placement that ends before its time: the representative or the unit withdraws, or the whole
 * assignment is called off.
 *
 * What had not left about it is overtaken (invariant 3), both sides are told, and a withdrawal
 * frees a place: those who were not chosen are asked first, for they have said yes once.
 */
#include "deed.h"
#include "pool.h"

#include <string.h>

#include "base/text.h"
#include "store/occasions.h"
#include "store/placements.h"

/* ---- A withdrawal ---- */

static enum outcome overtake(struct deed *d, const char *who, struct fault *f)
{
    enum outcome o = outbox_drop(d->db, d->arena, d->request.id, who, "", d->now, f);
    if (o == DONE)
        o = outbox_drop_cause(d->db, d->arena, d->request.id, arena_printf(d->arena, "%s:", who),
                              d->now, f);
    if (o == DONE)
        o = timers_clear_one(d->db, d->request.id, "agree", who, f);
    return o == DONE ? tasks_close_subject(d->db, d->arena, d->request.id, who, d->now, f) : o;
}

/* A yes that is taken back is a no; one that the unit takes back is no longer waited for. */
static enum outcome take_back_yes(struct deed *d, const char *who, struct fault *f)
{
    struct invitation i;
    bool by_unit = strcmp(d->event->party, "unit") == 0;
    enum outcome o = invitations_find(d->db, d->arena, d->request.id, who, &i, f);
    if (o != DONE || i.id == 0)
        return o;
    i.state = by_unit ? "cancelled" : "no";
    i.told_at = -1; /* until the letter that says so has left */
    return invitations_save(d->db, d->arena, &i, f);
}

static enum outcome tell_both(struct deed *d, const struct placement *p, struct fault *f)
{
    const char *cause = instant_to_text(d->arena, d->now), *party = d->event->party;
    bool by_unit = strcmp(party, "unit") == 0, by_person = strcmp(party, "representative") == 0;
    const struct about person = {
        .placement = p,
        .purpose = "withdrawn_person",
        .cause = cause,
        .more = json_pack("{s:b, s:b}", "by_unit", by_unit, "by_person", by_person)};
    const struct about unit = {.placement = p,
                               .purpose = "withdrawn_unit",
                               .cause = cause,
                               .link_path = "/forfragan/",
                               .token_purpose = "request",
                               .more = json_pack("{s:b}", "by_unit", by_unit)};
    enum outcome o = deed_write_placed(d, false, &person, f);
    return o == DONE ? deed_write_placed(d, true, &unit, f) : o;
}

enum outcome deed_withdraw(struct deed *d, struct fault *f)
{
    const struct event *e = d->event;
    struct placement p;
    enum outcome o = placements_find(d->db, d->arena, d->request.id, e->who, &p, f);
    if (o != DONE)
        return o;
    if (!placement_stands(&p))
        return fault_set(f, NEVER, EXIT_DATA, "%s has no place in %s", e->who, d->request.number);
    o = deed_pay_until_now(d, &p, f);
    p.state = "withdrawn";
    p.ended_at = d->now;
    p.ended_by = e->actor;
    p.ended_why = e->text ? e->text : "";
    if (o == DONE)
        o = placements_save(d->db, d->arena, &p, f);
    if (o == DONE)
        o = overtake(d, e->who, f);
    if (o == DONE)
        o = take_back_yes(d, e->who, f);
    if (o == DONE && strcmp(e->party, "staff") == 0) /* a mail that said so waits no longer */
        o = tasks_answered(d->db, d->arena, d->request.id, e->who, d->now, f);
    return o == DONE ? tell_both(d, &p, f) : o;
}

/* ---- The place is free ---- */

static bool was_not_chosen(const struct invitation *i)
{
    return i->person_id != 0 && strcmp(i->state, "yes") == 0 && i->outcome &&
           strcmp(i->outcome, "not_chosen") == 0;
}

/* The question is new, and so is its day; until it has left, what they were told stands. */
static enum outcome ask_again(struct deed *d, struct invitation *i, const char *deadline,
                              bool *asked, struct fault *f)
{
    bool can;
    enum outcome o = deed_can_be_told(d, i, &can, f);
    if (o != DONE || !can)
        return o;
    *asked = true;
    i->state = "queued";
    i->deadline = deadline;
    o = invitations_save(d->db, d->arena, i, f);
    if (o != DONE)
        return o;
    return deed_write_asked(d, i->who, "invitation_reopened", instant_to_text(d->arena, d->now),
                            deadline, NULL, f);
}

static enum outcome ask_those_not_chosen(struct deed *d, bool *asked, struct fault *f)
{
    struct invitation *list;
    size_t count;
    int days = d->house->settings->invite.answer_days;
    const char *deadline =
        date_text(d->arena, asking_deadline(d->house, d->arena, d->facts, days, false));
    enum outcome o = invitations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (was_not_chosen(&list[i]))
            o = ask_again(d, &list[i], deadline, asked, f);
    return o;
}

enum outcome deed_reopen(struct deed *d, struct fault *f)
{
    bool asked = false;
    unsigned known = 0;
    enum outcome o = DONE;
    if (!asking_is_late(d->house, d->arena, d->facts))
        o = ask_those_not_chosen(d, &asked, f);
    if (o == DONE)
        o = deed_tally(d, &known, f);
    if (o != DONE || asked || (known & KNOWN_OUTSTANDING))
        return o;
    return deed_wave(d, f);
}

/* ---- Called off ---- */

static enum outcome call_off(struct deed *d, struct placement *p, struct fault *f)
{
    struct invitation i;
    enum outcome o = invitations_find(d->db, d->arena, d->request.id, p->who, &i, f);
    if (o == DONE && i.id != 0) {
        i.outcome = "cancelled";
        i.told_at = -1;
        o = invitations_save(d->db, d->arena, &i, f);
    }
    if (o == DONE)
        o = deed_pay_until_now(d, p, f);
    p->state = "cancelled";
    p->ended_at = d->now;
    p->ended_by = d->event->actor;
    p->ended_why = d->event->text ? d->event->text : "";
    if (o == DONE)
        o = placements_save(d->db, d->arena, p, f);
    const struct about about = {.placement = p, .purpose = "cancelled_placed"};
    return o == DONE ? deed_write_placed(d, false, &about, f) : o;
}

enum outcome deed_cancel_placements(struct deed *d, struct fault *f)
{
    struct placement *list;
    size_t count;
    enum outcome o = placements_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (placement_stands(&list[i]))
            o = call_off(d, &list[i], f);
    return o == DONE ? deed_cancel_occasions(d, f) : o;
}
