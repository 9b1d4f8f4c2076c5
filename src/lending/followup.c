/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The follow-up: who is asked how it went, when, and what is still owed before a request closes.
 *
 * Each party is asked once and reminded once, and its days count from when its letter left. Silence
 * is nobody's fault: who stays silent is asked no more. What the unit owes those who took part, the
 * word of what their contribution changed, is then a task (invariant 5). What an answer sets off
 * stands in followup_answer.c.
 */
#include "deed.h"
#include "followup.h"

#include <string.h>

#include "base/text.h"

enum {
    POST_DAYS = 4,        /* that a letter by post takes */
    CLOSE_AFTER_DAYS = 1, /* all answered: a day in which an answer may be changed */
    LOOK_AGAIN_DAYS = 7,  /* while something stands in the way of closing */
};

/* The same time of day, so many days on. */
static instant in_days(instant from, int days)
{
    struct civil c = civil_from_instant(from);
    c.date = date_add(c.date, days);
    return civil_to_instant(c);
}

static enum outcome timer_to(struct deed *d, const char *kind, const char *subject, instant due,
                             const char *silence, struct fault *f)
{
    struct timer t = {.request_id = d->request.id,
                      .kind = kind,
                      .subject = subject,
                      .due_at = due,
                      .silence = silence};
    return timers_set(d->db, d->arena, &t, f);
}

static bool is_advice(const struct deed *d)
{
    return d->request.advice;
}

/* ---- Who is waited for ---- */

enum outcome followups_awaited(struct deed *d, struct followup **out, size_t *count,
                               struct fault *f)
{
    struct followup *list;
    size_t all, kept = 0;
    enum outcome o = followups_of_request(d->db, d->arena, d->request.id, &list, &all, f);
    for (size_t i = 0; o == DONE && i < all; i++) {
        bool answered = list[i].answered_at >= 0, stands = true;
        if (!answered && strcmp(list[i].party, "unit") != 0)
            o = followup_party_stands(d, list[i].party, &stands, f);
        if (!answered && stands)
            list[kept++] = list[i];
    }
    *out = list;
    *count = kept;
    return o;
}

enum outcome followup_party_stands(struct deed *d, const char *who, bool *stands, struct fault *f)
{
    struct placement p;
    struct party party = {0};
    enum outcome o = placements_find(d->db, d->arena, d->request.id, who, &p, f);
    *stands = o == DONE && p.id != 0 && placement_stands(&p);
    if (o == DONE && *stands)
        o = deed_party(d, who, &party, f);
    *stands = o == DONE && *stands && !party.gone;
    return o;
}

enum outcome deed_tally_followups(struct deed *d, unsigned *known, struct fault *f)
{
    struct followup *list;
    struct followups_left left = {0};
    size_t count, waits = 0;
    enum state state = d->request.state;
    if (state != STATE_CARRIED_OUT && state != STATE_FOLLOWED_UP)
        return DONE;
    const char *answers =
        d->event->kind == EVENT_FOLLOWUP && d->event->party ? d->event->party : "";
    enum outcome o = followups_awaited(d, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        waits += strcmp(list[i].party, answers) != 0;
    if (o == DONE && waits == 0)
        *known |= KNOWN_ALL_ANSWERED;
    if (o == DONE && d->event->kind == EVENT_TIMER_CLOSE)
        o = followups_left(d->db, d->request.id, &left, f);
    else
        return o;
    if (o == DONE && left.untold == 0 && left.unpaid == 0 && left.tasks == 0)
        *known |= KNOWN_SETTLED;
    return o;
}

/* ---- Carried out ---- */

static enum outcome task_unagreed(struct deed *d, const char *who, struct fault *f)
{
    return deed_task(d, "agreement", who,
                     arena_printf(d->arena,
                                  "Uppdraget är genomfört, men överenskommelsen med %s godkändes "
                                  "aldrig av båda. Stäm av med dem, och skriv in vad som gäller.",
                                  who),
                     f);
}

enum outcome deed_carried_out(struct deed *d, struct fault *f)
{
    struct placement *list;
    size_t count;
    enum outcome o = placements_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        struct placement *p = &list[i];
        if (!placement_stands(p))
            continue;
        if (strcmp(p->state, "chosen") == 0)
            o = task_unagreed(d, p->who, f);
        p->state = "done";
        p->ended_at = d->now;
        p->ended_by = d->event->actor;
        if (o == DONE)
            o = placements_save(d->db, d->arena, p, f);
    }
    return o;
}

static enum outcome add_followup(struct deed *d, const char *party, instant due, struct fault *f)
{
    struct followup fu = {.request_id = d->request.id, .party = party, .due_at = due};
    return followups_add(d->db, d->arena, &fu, f);
}

/* Advice is followed up some days after the last that staff wrote. */
static enum outcome timer_advice(struct deed *d, instant due, struct fault *f)
{
    if (!d->event->who || strcmp(d->event->who, "unit") != 0)
        return DONE;
    enum outcome o = tasks_close_request(d->db, d->arena, d->request.id, "advice", d->now, f);
    if (o == DONE)
        o = add_followup(d, "unit", due, f);
    return o == DONE ? timer_to(d, "followup", "", due, "unit", f) : o;
}

enum outcome deed_timer_followup(struct deed *d, struct fault *f)
{
    struct placement *list;
    size_t count;
    instant due = in_days(d->now, d->house->settings->followup.after_days);
    if (is_advice(d))
        return timer_advice(d, due, f);
    enum outcome o = placements_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    if (o == DONE)
        o = add_followup(d, "unit", due, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (placement_stands(&list[i]))
            o = add_followup(d, list[i].who, due, f);
    return o == DONE ? timer_to(d, "followup", "", due, "", f) : o;
}

/* ---- Asking and reminding ---- */

static const char *asking_letter(const struct deed *d, const char *party)
{
    if (is_advice(d))
        return "advice_followup";
    return strcmp(party, "unit") == 0 ? "followup_unit" : "followup_person";
}

enum outcome deed_ask_followup(struct deed *d, struct fault *f)
{
    struct followup *list;
    size_t count;
    instant due = in_days(d->now, d->house->settings->followup.reminder_days);
    enum outcome o = followups_awaited(d, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        struct followup *fu = &list[i];
        if (fu->sent_at >= 0)
            continue;
        o = followup_write(d, fu->party, asking_letter(d, fu->party), 1, f);
        fu->sent_at = d->now;
        if (o == DONE)
            o = followups_save(d->db, d->arena, fu, f);
        if (o == DONE && !is_advice(d))
            o = timer_to(d, "followup_remind", fu->party, due, fu->party, f);
    }
    /* Whoever asked for advice is not reminded: the conversation ends by itself. */
    if (o == DONE && is_advice(d))
        o = timer_to(d, "followup_end", "", in_days(due, LOOK_AGAIN_DAYS), "unit", f);
    return o;
}

/* Since when the party has had the letter that asks; -1 while it waits to leave. */
static enum outcome asked_since(struct deed *d, const char *party, instant *since, struct fault *f)
{
    static const char *const waits[] = {"queued", "deferred", "sending", "held", "to_print"};
    struct letter *list;
    size_t count;
    *since = 0;
    enum outcome o = outbox_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        const struct letter *l = &list[i];
        if (strcmp(l->recipient, party) != 0 || strcmp(l->purpose, asking_letter(d, party)) != 0)
            continue;
        *since = l->ended_at < 0 ? 0 : in_days(l->ended_at, *l->address ? 0 : POST_DAYS);
        for (size_t k = 0; k < sizeof waits / sizeof waits[0]; k++)
            if (strcmp(l->state, waits[k]) == 0)
                *since = -1;
    }
    return o;
}

enum outcome followup_mind_end(struct deed *d, struct fault *f)
{
    struct followup *list;
    size_t count;
    instant last = -1;
    enum outcome o = followups_awaited(d, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        if (list[i].reminded_at < 0)
            return DONE;
        last = list[i].reminded_at > last ? list[i].reminded_at : last;
    }
    if (o != DONE || count == 0)
        return o;
    return timer_to(d, "followup_end", "",
                    in_days(last, d->house->settings->followup.reminder_days),
                    strcmp(list[0].party, "unit") == 0 ? "unit" : "asked", f);
}

/* Those who have had their letter for so many days; the others when they have. */
enum outcome deed_remind_followup(struct deed *d, struct fault *f)
{
    struct followup *list;
    size_t count;
    instant since;
    int days = d->house->settings->followup.reminder_days;
    const char *who = d->event->who ? d->event->who : "";
    enum outcome o = followups_awaited(d, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        struct followup *fu = &list[i];
        if (strcmp(fu->party, who) != 0 || fu->reminded_at >= 0)
            continue;
        o = asked_since(d, who, &since, f);
        instant due = since < 0 ? in_days(d->now, 1) : in_days(since, days);
        if (o == DONE && due > d->now)
            return timer_to(d, "followup_remind", who, due, who, f);
        if (o == DONE)
            o = followup_write(d, who, "followup_reminder", 1, f);
        fu->reminded_at = d->now;
        if (o == DONE)
            o = followups_save(d->db, d->arena, fu, f);
    }
    return o == DONE ? followup_mind_end(d, f) : o;
}

/* ---- The end ---- */

enum outcome followup_owed(struct deed *d, const char *why, struct fault *f)
{
    return deed_task(d, "outcome_owed", "",
                     arena_printf(d->arena,
                                  "%s Den som var med ska få veta vad bidraget förändrade. Fråga "
                                  "verksamheten och skriv in svaret.",
                                  why),
                     f);
}

static enum outcome mark_followed_up(struct deed *d, struct fault *f)
{
    struct placement *list;
    size_t count;
    enum outcome o = placements_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        if (strcmp(list[i].state, "done") != 0)
            continue;
        list[i].state = "followed_up";
        o = placements_save(d->db, d->arena, &list[i], f);
    }
    return o;
}

enum outcome deed_end_followup(struct deed *d, struct fault *f)
{
    struct followup *list;
    size_t count;
    enum outcome o = followups_awaited(d, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        o = outbox_drop(d->db, d->arena, d->request.id, list[i].party, "followup_reminder", d->now,
                        f);
        if (o == DONE && strcmp(list[i].party, "unit") == 0)
            o = followup_owed(d, "Verksamheten har inte svarat på uppföljningen.", f);
    }
    return o == DONE ? mark_followed_up(d, f) : o;
}

enum outcome deed_timer_close(struct deed *d, struct fault *f)
{
    static const char *const over[] = {"followup", "followup_remind", "followup_end"};
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < sizeof over / sizeof over[0]; i++)
        o = timers_clear(d->db, d->request.id, over[i], f);
    return o == DONE ? timer_to(d, "close", "", in_days(d->now, CLOSE_AFTER_DAYS), "", f) : o;
}

static enum outcome task_close(struct deed *d, const struct followups_left *left, struct fault *f)
{
    return deed_task(
        d, "close", "",
        arena_printf(d->arena,
                     "Uppföljningen är klar, men förfrågan kan inte avslutas än."
                     "%s%s%s",
                     left->untold ? "\nKvar: att berätta vad bidraget förändrade." : "",
                     left->unpaid ? "\nKvar: ersättning som inte är betald." : "",
                     left->tasks ? "\nKvar: uppgifter som väntar på er." : ""),
        f);
}

/*
 * The task stands until what it names is gone; then the next look closes both. A payment that is
 * asked for by letters needs none yet.
 */
enum outcome deed_task_close(struct deed *d, struct fault *f)
{
    struct followups_left left = {0};
    enum outcome o = followups_left(d->db, d->request.id, &left, f);
    bool in_hand = left.untold == 0 && left.tasks == 0 && left.chased > 0;
    if (o == DONE && !in_hand)
        o = task_close(d, &left, f);
    return o == DONE ? timer_to(d, "close", "", in_days(d->now, LOOK_AGAIN_DAYS), "", f) : o;
}
