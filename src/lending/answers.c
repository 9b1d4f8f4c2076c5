/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Answers and their end: how many have said yes, who may still answer, who is reminded, whose time
 * is over, and what everyone is told when the assignment changes.
 *
 * The last answer wins and history is kept. An answer overtakes what it makes needless: a reminder
 * that has not left, and once enough have said yes, asks that have not left (invariant 3).
 */
#include "deed.h"
#include "pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* ---- Counting ---- */

static bool is_one_of(const char *state, const char *const *states)
{
    for (; *states; states++)
        if (strcmp(state, *states) == 0)
            return true;
    return false;
}

static bool may_answer(const char *state)
{
    static const char *const open[] = {"queued", "sent", "unknown", "maybe", NULL};
    return is_one_of(state, open);
}

size_t asking_places(const struct known_fact facts[FACT_COUNT])
{
    const enum fact_key keys[] = {FACT_PEOPLE_MIN, FACT_PEOPLE_MAX};
    for (size_t i = 0; i < 2; i++) {
        long places = facts[keys[i]].value ? strtol(facts[keys[i]].value, NULL, 10) : 0;
        if (places > 0)
            return (size_t)places;
    }
    return 1;
}

/* The state that the event itself gives the invitation it is about. */
static const char *state_after(const struct deed *d, const struct invitation *i)
{
    const struct event *e = d->event;
    if (!e->who || strcmp(i->who, e->who) != 0)
        return i->state;
    if (e->kind == EVENT_ANSWER)
        return answer_name(e->answer);
    if (e->kind == EVENT_LETTER_FAILED && may_answer(i->state))
        return "bounced";
    if (e->kind == EVENT_WITHDRAW && strcmp(i->state, "yes") == 0)
        return "no";
    return i->state;
}

/*
 * May this one still give a yes? The silent may until their time is declared over; a maybe, and an
 * association whose people have yet to say yes, are waited for until the deadline and not for ever.
 */
static bool is_open(const struct invitation *i, const char *state, const char *today)
{
    if (i->outcome &&
        strcmp(state, "queued") != 0) /* told already; but asked anew, and waited for */
        return false;
    bool waited_for =
        strcmp(state, "maybe") == 0 || (i->association_id != 0 && strcmp(state, "yes") == 0);
    return waited_for ? !i->deadline || strcmp(i->deadline, today) >= 0 : may_answer(state);
}

/* Has its day passed before the ask could leave? */
static bool is_unsent(const struct invitation *i, const char *today)
{
    return strcmp(i->state, "queued") == 0 && i->deadline && strcmp(i->deadline, today) < 0;
}

enum outcome deed_tally(struct deed *d, unsigned *known, struct fault *f)
{
    struct invitation *list;
    size_t count, yes = 0, open = 0, unsent = 0, groups = 0, groups_open = 0;
    if (d->request.state != STATE_INVITING && d->request.state != STATE_CHOOSING)
        return DONE;
    const char *today = date_text(d->arena, civil_from_instant(d->now).date);
    enum outcome o = invitations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        struct invitation after = list[i];
        const char *state = after.state = state_after(d, &list[i]);
        bool group = after.association_id != 0, says_yes = strcmp(state, "yes") == 0;
        yes += asking_counts(&after);
        open += is_open(&after, state, today);
        unsent += is_unsent(&list[i], today);
        groups += group;
        groups_open += group && (may_answer(state) || says_yes);
    }
    if (yes >= asking_places(d->facts))
        *known |= KNOWN_ENOUGH;
    if (open > 0)
        *known |= KNOWN_OUTSTANDING;
    if (unsent > 0 && !asking_is_late(d->house, d->arena, d->facts))
        *known |= KNOWN_UNSENT;
    if (groups > 0 && groups_open == 0)
        *known |= KNOWN_DECLINED_ALL;
    return o;
}

/* ---- An answer ---- */

/* A reminder to this one that has not left is overtaken: by the answer, or by the deadline. */
static enum outcome overtake_reminders_to(struct deed *d, const char *who, struct fault *f)
{
    enum outcome o = outbox_drop(d->db, d->arena, d->request.id, who, "reminder_answer", d->now, f);
    return o == DONE ? timers_clear_one(d->db, d->request.id, "remind", who, f) : o;
}

static enum outcome thank_for(struct deed *d, const struct invitation *i, struct fault *f)
{
    if (strcmp(d->event->how, "mail") != 0)
        return DONE;
    return deed_write_asked(d, i->who, "answer_received",
                            arena_printf(d->arena, "mail:%lld", (long long)d->event->inbox_id),
                            i->deadline, NULL, f);
}

/* The letter that asks this one, if it has not left. */
static enum outcome drop_ask(struct deed *d, const char *who, struct fault *f)
{
    static const char *const asks[] = {"invitation_person", "invitation_nominee",
                                       "invitation_association", "invitation_reopened"};
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < sizeof asks / sizeof asks[0]; i++)
        o = outbox_drop(d->db, d->arena, d->request.id, who, asks[i], d->now, f);
    return o;
}

enum outcome deed_record_answer(struct deed *d, struct fault *f)
{
    const struct event *e = d->event;
    struct invitation i;
    enum outcome o = invitations_find(d->db, d->arena, d->request.id, e->who, &i, f);
    if (o != DONE)
        return o;
    if (i.id == 0)
        return fault_set(f, NEVER, EXIT_DATA, "%s was not asked for %s", e->who, d->request.number);
    if (i.outcome && strcmp(i.outcome, "chosen") == 0 && strcmp(i.state, "yes") == 0)
        return fault_set(f, NEVER, EXIT_DATA, "%s is chosen: to take that back is a withdrawal",
                         e->who);
    struct party party;
    o = deed_party(d, e->who, &party, f);
    if (o == DONE && party.gone && e->answer != ANSWER_NO)
        return fault_set(f, NEVER, EXIT_DATA, "%s can no longer take part", e->who);
    if (o != DONE)
        return o;
    bool unasked = strcmp(i.state, "queued") == 0 && e->answer != ANSWER_MAYBE;
    if (e->answer != ANSWER_NO || i.asked_at < 0) { /* news after what was told, if anything was */
        i.outcome = NULL;
        i.told_at = -1;
    }
    i.state = answer_name(e->answer);
    i.answered_at = d->now;
    i.answer_how = e->how;
    if (!text_blank(e->text))
        i.text = e->text;
    if (i.asked_at < 0)
        i.asked_at = d->now;
    o = invitations_save(d->db, d->arena, &i, f);
    if (o == DONE)
        o = answers_add(d->db, d->arena, i.id, i.state, e->how, e->inbox_id, e->text, d->now, f);
    if (o == DONE)
        o = overtake_reminders_to(d, i.who, f);
    if (o == DONE && unasked) /* by phone: a letter that has not left asks for what was answered */
        o = drop_ask(d, i.who, f);
    if (o == DONE && e->answer != ANSWER_MAYBE)
        o = deed_nominee_said(d, i.who, e->answer == ANSWER_YES ? "confirmed" : "declined", f);
    bool by_staff = strcmp(e->how, "mail") != 0 && strcmp(e->how, "page") != 0;
    if (o == DONE && by_staff)
        o = tasks_answered(d->db, d->arena, d->request.id, e->who, d->now, f);
    return o == DONE ? thank_for(d, &i, f) : o;
}

/* Enough have said yes: nobody is asked or reminded any more. */
enum outcome deed_stop_asking(struct deed *d, struct fault *f)
{
    static const char *const purposes[] = {"reminder_answer", "invitation_person",
                                           "invitation_nominee", "invitation_association",
                                           "invitation_reopened"};
    struct invitation *list;
    size_t count;
    enum outcome o = timers_clear(d->db, d->request.id, "remind", f);
    for (size_t i = 0; o == DONE && i < sizeof purposes / sizeof purposes[0]; i++)
        o = outbox_drop(d->db, d->arena, d->request.id, "", purposes[i], d->now, f);
    if (o == DONE)
        o = invitations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        bool dropped;
        if (strcmp(list[i].state, "queued") != 0)
            continue;
        o = outbox_ask_is_dropped(d->db, d->request.id, list[i].who, &dropped, f);
        if (o != DONE || !dropped)
            continue;
        list[i].state = "cancelled";
        if (!list[i].outcome) /* else one who was asked anew, and knows of the first choice */
            list[i].outcome = "filled";
        o = invitations_save(d->db, d->arena, &list[i], f);
    }
    return o;
}

/* ---- Silence ---- */

static bool is_silent(const struct invitation *i)
{
    return strcmp(i->state, "sent") == 0 || strcmp(i->state, "unknown") == 0;
}

/* One reminder, and only while two days are left to answer in. */
enum outcome deed_timer_remind(struct deed *d, struct fault *f)
{
    enum { DAYS_LEFT = 2 };
    struct invitation i;
    struct date deadline;
    enum outcome o =
        invitations_find(d->db, d->arena, d->request.id, d->event->who ? d->event->who : "", &i, f);
    if (o != DONE || i.id == 0 || !i.deadline || !date_parse(i.deadline, &deadline))
        return o;
    struct civil at = civil_from_instant(d->now);
    at.date = date_add(at.date, d->house->settings->invite.reminder_days);
    if (date_to_days(deadline) - date_to_days(at.date) < DAYS_LEFT)
        return DONE;
    struct timer t = {.request_id = d->request.id,
                      .kind = "remind",
                      .subject = i.who,
                      .due_at = civil_to_instant(at),
                      .silence = i.who};
    return timers_set(d->db, d->arena, &t, f);
}

/* One that comes late, or cannot leave at once, is left out when less than two days remain. */
enum outcome deed_remind(struct deed *d, struct fault *f)
{
    struct invitation i;
    struct date deadline;
    enum outcome o =
        invitations_find(d->db, d->arena, d->request.id, d->event->who ? d->event->who : "", &i, f);
    if (o != DONE || i.id == 0 || !is_silent(&i) || !i.deadline ||
        !date_parse(i.deadline, &deadline))
        return o;
    struct civil leaves = civil_from_instant(asking_moment(d->house->settings, d->now));
    if (date_to_days(deadline) - date_to_days(leaves.date) < 2)
        return DONE;
    bool can;
    o = deed_can_be_told(d, &i, &can, f);
    if (o != DONE || !can) /* the silence of somebody who is no more */
        return o;
    return deed_write_asked(d, i.who, "reminder_answer", "", i.deadline, NULL, f);
}

/*
 * An ask that could not leave before its day was over (the mail server was away) gets a new day; or
 * is dropped, when no day is left to answer in.
 */
static enum outcome ask_later(struct deed *d, struct invitation *i, struct fault *f)
{
    if (!asking_is_late(d->house, d->arena, d->facts)) {
        struct date day = asking_deadline(d->house, d->arena, d->facts,
                                          d->house->settings->invite.answer_days, false);
        const char *deadline = date_text(d->arena, day);
        enum outcome o = deed_reword_ask(d, i->who, deadline, f);
        return o == DONE ? deed_deadline(d, deadline, f) : o;
    }
    bool dropped;
    enum outcome o = drop_ask(d, i->who, f);
    if (o == DONE)
        o = outbox_ask_is_dropped(d->db, d->request.id, i->who, &dropped, f);
    if (o != DONE || !dropped) /* it is leaving at this moment */
        return o;
    i->state = "cancelled";
    return invitations_save(d->db, d->arena, i, f);
}

enum outcome deed_expire(struct deed *d, struct fault *f)
{
    struct invitation *list;
    size_t count;
    const char *today = date_text(d->arena, civil_from_instant(d->now).date);
    enum outcome o = invitations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        if (is_unsent(&list[i], today))
            o = ask_later(d, &list[i], f);
        if (o != DONE || !is_silent(&list[i]) || !list[i].deadline ||
            strcmp(list[i].deadline, today) >= 0)
            continue;
        list[i].state = "expired";
        o = overtake_reminders_to(d, list[i].who, f);
        if (o == DONE)
            o = deed_nominee_said(d, list[i].who, "expired", f);
        if (o == DONE)
            o = invitations_save(d->db, d->arena, &list[i], f);
    }
    return o;
}

/* ---- Change ---- */

/*
 * One who was asked is told how it is now; a yes was said to something else, and is asked for
 * again. An ask that has not left is made anew from the new facts instead.
 */
static enum outcome tell_change_to(struct deed *d, struct invitation *i, const char *deadline,
                                   struct fault *f)
{
    static const char *const concerned[] = {"sent",  "unknown", "yes", "no",
                                            "maybe", "expired", NULL};
    if (i->outcome && strcmp(i->outcome, "chosen") == 0)
        return DONE; /* hears of an occasion's change in a letter of its own */
    if (strcmp(i->state, "queued") == 0)
        return deed_reword_ask(d, i->who, deadline, f);
    if (i->outcome) /* chosen, and told of it another way; or told that others were */
        return DONE;
    bool can = false;
    enum outcome o = DONE;
    if (is_one_of(i->state, concerned))
        o = deed_can_be_told(d, i, &can, f);
    if (o != DONE || !can)
        return o;
    o = deed_write_asked(d, i->who, "changed",
                         arena_printf(d->arena, "change:%d", d->request.change), deadline, NULL, f);
    if (strcmp(i->state, "yes") == 0 || strcmp(i->state, "expired") == 0)
        i->state = "sent";
    i->deadline = deadline;
    return o == DONE ? invitations_save(d->db, d->arena, i, f) : o;
}

enum outcome deed_tell_changed(struct deed *d, struct fault *f)
{
    struct invitation *list;
    size_t count;
    d->request.change++;
    struct date day = asking_deadline(d->house, d->arena, d->facts,
                                      d->house->settings->invite.answer_days, false);
    const char *deadline = date_text(d->arena, day);
    enum outcome o = invitations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    if (o == DONE)
        o = timers_clear(d->db, d->request.id, "deadline", f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = tell_change_to(d, &list[i], deadline, f);
    return o == DONE ? deed_deadline(d, deadline, f) : o;
}
