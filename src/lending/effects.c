/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Effects: what the rules ask for, carried out in the order of the table at the end. What a move
 * overtakes goes first; then what is recorded and told; then timers and tasks, which may not be
 * closed by what their own move asks for.
 */
#include "deed.h"
#include "pool.h"

#include <string.h>

#include "base/text.h"

typedef enum outcome effect_function(struct deed *d, struct fault *f);

enum outcome deed_task(struct deed *d, const char *kind, const char *subject, const char *text,
                       struct fault *f)
{
    struct task t = {.kind = kind,
                     .request_id = d->request.id,
                     .subject = subject,
                     .text = text,
                     .since = d->now};
    return tasks_open(d->db, d->arena, &t, f);
}

enum outcome deed_timer(struct deed *d, const char *kind, instant due, const char *silence,
                        struct fault *f)
{
    struct timer t = {.request_id = d->request.id, .kind = kind, .due_at = due, .silence = silence};
    return timers_set(d->db, d->arena, &t, f);
}

static enum outcome overtake_all(struct deed *d, struct fault *f)
{
    enum outcome o = outbox_drop(d->db, d->arena, d->request.id, "", "", d->now, f);
    if (o == DONE)
        o = timers_clear(d->db, d->request.id, "", f);
    return o == DONE ? deed_keep_unpaid(d, f) : o;
}

static enum outcome overtake_reminders(struct deed *d, struct fault *f)
{
    enum outcome o = outbox_drop(d->db, d->arena, d->request.id, "", "missing_facts", d->now, f);
    if (o == DONE)
        o = timers_clear(d->db, d->request.id, "missing", f);
    return o == DONE ? timers_clear(d->db, d->request.id, "silent", f) : o;
}

/*
 * With the request's end every task's cause is gone; else that of those which asked for a move, and
 * with the task to choose the unit's letter that it is to choose.
 */
static enum outcome close_tasks(struct deed *d, struct fault *f)
{
    static const char *const gone[] = {"route",       "wave",  "nobody",           "deadline",
                                       "unit_silent", "short", "untrusted_sender", "unsure",
                                       "choose"};
    if (d->request.state >= STATE_CLOSED)
        return tasks_close_request(d->db, d->arena, d->request.id, "", d->now, f);
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < sizeof gone / sizeof gone[0]; i++)
        o = tasks_close_request(d->db, d->arena, d->request.id, gone[i], d->now, f);
    return o == DONE ? outbox_drop(d->db, d->arena, d->request.id, "unit", "candidates", d->now, f)
                     : o;
}

static enum outcome acknowledge(struct deed *d, struct fault *f)
{
    d->request.acknowledged = true;
    if (text_blank(deed_unit_address(d)))
        return DONE;
    return deed_write_unit(d, "acknowledgement", "", NULL, f);
}

static enum outcome ask_missing(struct deed *d, struct fault *f)
{
    const char *cause = d->event->cause;
    if (!cause) /* a reminder: one a day at most, and another after each reply that fell short */
        cause = arena_printf(d->arena, "reminder:%s",
                             date_text(d->arena, civil_from_instant(d->now).date));
    return deed_write_unit(d, "missing_facts", cause, NULL, f);
}

static enum outcome thank_complete(struct deed *d, struct fault *f)
{
    return deed_write_unit(d, "facts_complete", "", NULL, f);
}

static enum outcome tell_declined(struct deed *d, struct fault *f)
{
    d->request.ending = d->event->text ? d->event->text : "";
    if (text_blank(deed_unit_address(d)))
        return DONE;
    return deed_write_unit(d, "declined", "", d->event->text, f);
}

static enum outcome tell_cancelled(struct deed *d, struct fault *f)
{
    d->request.ending = d->event->text ? d->event->text : "";
    return deed_tell_cancelled(d, f);
}

instant deed_in_working_days(instant from, int days)
{
    struct civil c = civil_from_instant(from);
    c.date = date_add_working_days(c.date, days);
    return civil_to_instant(c);
}

static enum outcome timer_missing(struct deed *d, struct fault *f)
{
    return deed_timer(d, "missing", deed_in_working_days(d->now, UNIT_DAYS), "unit", f);
}

static enum outcome timer_silent(struct deed *d, struct fault *f)
{
    return deed_timer(d, "silent", deed_in_working_days(d->now, UNIT_DAYS), "unit", f);
}

enum outcome deed_deadline(struct deed *d, const char *deadline, struct fault *f)
{
    struct civil end = {.hour = 0};
    if (!deadline || !date_parse(deadline, &end.date))
        return DONE;
    end.date = date_add(end.date, 1);
    struct timer t = {.request_id = d->request.id,
                      .kind = "deadline",
                      .subject = deadline,
                      .due_at = civil_to_instant(end),
                      .silence = "asked"};
    return timers_set(d->db, d->arena, &t, f);
}

/* The day that this ask had rings no more, unless others have it too. */
static enum outcome forget_deadline(struct deed *d, const struct invitation *of, struct fault *f)
{
    struct invitation *list;
    size_t count;
    enum outcome o = invitations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (list[i].id != of->id && list[i].deadline && strcmp(list[i].deadline, of->deadline) == 0)
            return DONE;
    return o == DONE ? timers_clear_one(d->db, d->request.id, "deadline", of->deadline, f) : o;
}

/*
 * The answers' time is over when the deadline's day is; each wave has its own. An ask that left
 * after its day gives as many days as it would have given; one by post counts from its printing.
 */
static enum outcome timer_deadline(struct deed *d, struct fault *f)
{
    struct invitation i;
    enum outcome o =
        invitations_find(d->db, d->arena, d->request.id, d->event->who ? d->event->who : "", &i, f);
    if (o != DONE || i.id == 0 || !i.deadline)
        return o;
    bool passed = strcmp(i.deadline, date_text(d->arena, civil_from_instant(d->now).date)) < 0;
    if (passed || d->event->printed) {
        o = forget_deadline(d, &i, f);
        i.deadline = date_text(d->arena, asking_deadline(d->house, d->arena, d->facts,
                                                         d->house->settings->invite.answer_days,
                                                         d->event->printed));
        if (o == DONE)
            o = invitations_save(d->db, d->arena, &i, f);
    }
    return o == DONE ? deed_deadline(d, i.deadline, f) : o;
}

static enum outcome clear_timers(struct deed *d, struct fault *f)
{
    return timers_clear(d->db, d->request.id, "", f);
}

static enum outcome tell_unfilled(struct deed *d, struct fault *f)
{
    d->request.ending = d->event->text ? d->event->text : "";
    return deed_tell_unfilled(d, f);
}

static enum outcome set_route(struct deed *d, struct fault *f)
{
    (void)f;
    d->request.route = d->event->route;
    d->request.route_by = d->event->route_by ? d->event->route_by : "staff";
    return DONE;
}

/* By itself in automatic mode; in assist mode a person says go. */
enum outcome deed_wave(struct deed *d, struct fault *f)
{
    if (d->house->settings->routing.automatic)
        return deed_timer(d, "wave", d->now, "", f);
    return deed_task(d, "wave", "", "Nästa omgång kan frågas.", f);
}

static enum outcome pool_turn(struct deed *d, struct fault *f)
{
    d->request.pool_asked = true;
    return timers_clear(d->db, d->request.id, "deadline", f);
}

static enum outcome write_message(struct deed *d, struct fault *f)
{
    const char *cause = arena_printf(d->arena, "%s", instant_to_text(d->arena, d->now));
    if (strcmp(d->event->who, "unit") == 0)
        return deed_write_unit(d, "message", cause, d->event->text, f);
    return deed_write_asked(d, d->event->who, "message", cause, NULL, d->event->text, f);
}

static enum outcome task_untrusted(struct deed *d, struct fault *f)
{
    return deed_task(d, "untrusted_sender", "",
                     "Förfrågan kommer från en avsändare som vi inte känner. Läs mejlet och avgör "
                     "vad som ska hända.",
                     f);
}

static enum outcome task_unsure(struct deed *d, struct fault *f)
{
    return deed_task(d, "unsure", "",
                     "Det är inte säkert att mejlet är en förfrågan. Läs det och avgör.", f);
}

static enum outcome task_advice(struct deed *d, struct fault *f)
{
    d->request.advice = true;
    return deed_task(d, "advice", "",
                     "Verksamheten vill ha råd. Skriv till dem, gärna med någon av texterna som "
                     "redan finns.",
                     f);
}

static enum outcome task_silent(struct deed *d, struct fault *f)
{
    const char *missing =
        "Verksamheten har fått en påminnelse om uppgifter som saknas och har inte "
        "svarat. Ring gärna.";
    const char *choice = "Verksamheten har inte valt än, och de som har sagt ja väntar på besked. "
                         "Ring gärna.";
    bool choosing = d->request.state == STATE_CHOOSING;
    return deed_task(d, "unit_silent", "", choosing ? choice : missing, f);
}

static enum outcome task_nobody(struct deed *d, struct fault *f)
{
    bool without_basis = strcmp(d->house->settings->library.legal_basis, "none") == 0;
    if (without_basis && strcmp(d->request.route, "association") != 0)
        return deed_task(d, "nobody", "",
                         "Poolen får inte sökas utan rättslig grund ([library] legal_basis), och "
                         "det finns ingen mer förening att fråga.",
                         f);
    return deed_task(d, "nobody", "",
                     "Det finns ingen mer att fråga. Sök på annat sätt, eller kom överens med "
                     "verksamheten om hur ni går vidare.",
                     f);
}

static enum outcome task_address(struct deed *d, struct fault *f)
{
    const char *who = d->event->who;
    struct task t = {
        .kind = "address",
        .request_id = d->request.id,
        .letter_id = d->event->letter_id,
        .subject = who,
        .text = arena_printf(d->arena,
                             "Brevet till %s kom inte fram. Rätta adressen och skicka det igen.",
                             strcmp(who, "unit") == 0 ? "verksamheten" : who),
        .since = d->now};
    return tasks_open(d->db, d->arena, &t, f);
}

static enum outcome task_short(struct deed *d, struct fault *f)
{
    return deed_task(d, "short", "",
                     "Det är mindre än ett dygn kvar att svara på. Ring dem som kan passa, eller "
                     "fråga nästa omgång ändå.",
                     f);
}

/* What each effect does, in the order in which those of a move are carried out. */
static const struct {
    effects effect;
    effect_function *run;
} table[] = {
    {EFFECT_OVERTAKE_ALL, overtake_all},
    {EFFECT_OVERTAKE_REMINDERS, overtake_reminders},
    {EFFECT_CLEAR_TIMERS, clear_timers},
    {EFFECT_CLOSE_TASKS, close_tasks},
    {EFFECT_ACKNOWLEDGE, acknowledge},
    {EFFECT_ASK_MISSING, ask_missing},
    {EFFECT_THANK_COMPLETE, thank_complete},
    {EFFECT_TELL_DECLINED, tell_declined},
    {EFFECT_TELL_CANCELLED, tell_cancelled},
    {EFFECT_CANCEL_PLACEMENTS, deed_cancel_placements},
    {EFFECT_TELL_UNFILLED, tell_unfilled},
    {EFFECT_RECORD_ANSWER, deed_record_answer},
    {EFFECT_RECORD_SENT, deed_record_sent},
    {EFFECT_RECORD_BOUNCE, deed_record_bounce},
    {EFFECT_TELL_LATE, deed_tell_late},
    {EFFECT_EXPIRE, deed_expire},
    {EFFECT_STOP_ASKING, deed_stop_asking},
    {EFFECT_OCCASIONS, deed_occasions},
    {EFFECT_REMIND_OCCASION, deed_remind_occasion},
    {EFFECT_TELL_CHANGED, deed_tell_changed},
    {EFFECT_SETTLE, deed_settle},
    {EFFECT_SET_ROUTE, set_route},
    {EFFECT_POOL_TURN, pool_turn},
    {EFFECT_INVITE, deed_invite},
    {EFFECT_WAVE, deed_wave},
    {EFFECT_PLACE, deed_place},
    {EFFECT_TELL_CHOICE, deed_tell_choice},
    {EFFECT_VERSION, deed_version},
    {EFFECT_COMMENT, deed_comment},
    {EFFECT_ACCEPT, deed_accept},
    {EFFECT_REMIND_AGREEMENT, deed_remind_agreement},
    {EFFECT_WITHDRAW, deed_withdraw},
    {EFFECT_REOPEN, deed_reopen},
    {EFFECT_CHOICE, deed_choice},
    {EFFECT_REMIND, deed_remind},
    {EFFECT_NOMINATE, deed_nominate},
    {EFFECT_WRITE, write_message},
    {EFFECT_OCCASION_OVER, deed_occasion_over},
    {EFFECT_CARRIED_OUT, deed_carried_out},
    {EFFECT_TIMER_FOLLOWUP, deed_timer_followup},
    {EFFECT_ASK_FOLLOWUP, deed_ask_followup},
    {EFFECT_REMIND_FOLLOWUP, deed_remind_followup},
    {EFFECT_END_FOLLOWUP, deed_end_followup},
    {EFFECT_REPORT, deed_report},
    {EFFECT_PAID, deed_paid},
    {EFFECT_TASK_UNPAID, deed_task_unpaid},
    {EFFECT_FOLLOWUP, deed_followup},
    {EFFECT_TIMER_CLOSE, deed_timer_close},
    {EFFECT_TASK_CLOSE, deed_task_close},
    {EFFECT_TIMER_MISSING, timer_missing},
    {EFFECT_TIMER_SILENT, timer_silent},
    {EFFECT_TIMER_DEADLINE, timer_deadline},
    {EFFECT_TIMER_REMIND, deed_timer_remind},
    {EFFECT_TASK_UNTRUSTED, task_untrusted},
    {EFFECT_TASK_UNSURE, task_unsure},
    {EFFECT_TASK_ADVICE, task_advice},
    {EFFECT_TASK_SILENT, task_silent},
    {EFFECT_TASK_NOBODY, task_nobody},
    {EFFECT_TASK_SHORT, task_short},
    {EFFECT_TASK_ADDRESS, task_address},
};

enum outcome deed_effects(struct deed *d, effects wanted, struct fault *f)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < sizeof table / sizeof table[0]; i++)
        if (wanted & table[i].effect)
            o = table[i].run(d, f);
    return o;
}
