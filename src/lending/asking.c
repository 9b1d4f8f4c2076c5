/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Asking, and what becomes of an ask: sent, came back, answered, called off.
 *
 * Asked once: the book's constraints see to it that nobody is asked twice for the same request,
 * whatever path led here (invariant 4).
 */
#include "deed.h"
#include "pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/people.h"
#include "store/placements.h"

enum { POST_DAYS = 4 }; /* that a letter by post takes */

static bool paused(const void *settings, struct date d)
{
    return settings_paused(settings, d);
}

instant asking_moment(const struct settings *s, instant now)
{
    struct civil at = civil_from_instant(now);
    int minute = at.hour * 60 + at.minute;
    bool over = minute >= s->send.hours_to;
    struct date day = over ? date_add(at.date, 1) : at.date;
    for (int days = 0; days < 366 && settings_paused(s, day); days++)
        day = date_add(day, 1);
    if (date_compare(day, at.date) == 0 && minute >= s->send.hours_from)
        return now;
    return civil_to_instant((struct civil){
        .date = day, .hour = s->send.hours_from / 60, .minute = s->send.hours_from % 60});
}

struct date asking_deadline(const struct house *house, struct arena *a,
                            const struct known_fact facts[FACT_COUNT], int answer_days,
                            bool by_post)
{
    const struct settings *s = house->settings;
    struct date respond_by = {0};
    if (facts[FACT_RESPOND_BY].value)
        date_parse(facts[FACT_RESPOND_BY].value, &respond_by);
    struct date asked = civil_from_instant(asking_moment(s, clock_now(&house->clock))).date;
    if (by_post)
        asked = date_add(asked, POST_DAYS);
    return flow_deadline(asked, answer_days, respond_by,
                         view_first_day(a, facts[FACT_OCCASIONS].value), paused, s);
}

bool asking_is_late(const struct house *house, struct arena *a,
                    const struct known_fact facts[FACT_COUNT])
{
    int days = house->settings->invite.answer_days;
    struct civil end = {.date = date_add(asking_deadline(house, a, facts, days, false), 1)};
    instant leaves = asking_moment(house->settings, clock_now(&house->clock));
    return civil_to_instant(end) - leaves <= DAYS(1); /* just so: the day may be over */
}

/* The name of the letter that asks this one. */
static const char *ask_of(const struct party *party)
{
    return party->association ? "invitation_association"
           : party->nominated ? "invitation_nominee"
                              : "invitation_person";
}

enum outcome deed_ask(struct deed *d, const char *who, int score, struct fault *f)
{
    struct party party;
    enum outcome o = deed_party(d, who, &party, f);
    if (o != DONE)
        return o;
    int days = party.nominated ? NOMINEE_DAYS : d->house->settings->invite.answer_days;
    struct date day =
        asking_deadline(d->house, d->arena, d->facts, days, !text_is_address(party.address));
    const char *deadline = date_text(d->arena, day);
    bool association = *who == 'A';
    int64_t id = strtoll(who + 1, NULL, 10);
    struct invitation i = {.request_id = d->request.id,
                           .person_id = association ? 0 : id,
                           .association_id = association ? id : 0,
                           .wave = d->request.wave,
                           .queued_at = d->now,
                           .deadline = deadline,
                           .score = score};
    o = invitations_add(d->db, d->arena, &i, f);
    if (o != DONE || i.id == 0)
        return o;
    o = deed_write_asked(d, who, ask_of(&party), "", deadline, NULL, f);
    return o == DONE ? deed_deadline(d, deadline, f) : o;
}

/* An ask that has not left says the new facts and the new day. */
enum outcome deed_reword_ask(struct deed *d, const char *who, const char *deadline, struct fault *f)
{
    struct party party;
    struct invitation i;
    enum outcome o = deed_party(d, who, &party, f);
    if (o == DONE)
        o = invitations_find(d->db, d->arena, d->request.id, who, &i, f);
    if (o != DONE)
        return o;
    json_t *view =
        view_asked_letter(d->arena, d->house, &d->request, d->facts, party.first_contact,
                          party.association ? party.name : NULL, deadline, party.language);
    char *text = json_dumps(view, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(view);
    const char *frozen = arena_strdup(d->arena, text);
    o = outbox_reword(d->db, d->request.id, who, ask_of(&party), frozen, f);
    if (o == DONE)
        o = outbox_reword(d->db, d->request.id, who, "invitation_reopened", frozen, f);
    free(text);
    i.deadline = deadline;
    return o == DONE ? invitations_save(d->db, d->arena, &i, f) : o;
}

enum outcome deed_invite(struct deed *d, struct fault *f)
{
    d->request.wave++;
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < d->event->name_count; i++)
        o = deed_ask(d, d->event->names[i], d->event->scores ? d->event->scores[i] : 0, f);
    return o;
}

/* The invitation that the event is about; id 0 when that one was not asked. */
static enum outcome invitation_of_event(struct deed *d, struct invitation *i, struct fault *f)
{
    return invitations_find(d->db, d->arena, d->request.id, d->event->who ? d->event->who : "", i,
                            f);
}

enum outcome deed_record_sent(struct deed *d, struct fault *f)
{
    struct invitation i;
    enum outcome o = invitation_of_event(d, &i, f);
    if (o != DONE || i.id == 0)
        return o;
    if (strcmp(i.state, "queued") == 0) { /* asked anew: what was told of a choice is past */
        i.outcome = NULL;
        i.told_at = -1;
    }
    if (strcmp(i.state, "queued") == 0 || strcmp(i.state, "unknown") == 0 ||
        strcmp(i.state, "bounced") == 0)
        i.state = d->event->unknown ? "unknown" : "sent";
    i.asked_at = d->now;
    return invitations_save(d->db, d->arena, &i, f);
}

/* Only the letter that asked says whether the ask arrived; a later one says nothing of it. */
enum outcome deed_record_bounce(struct deed *d, struct fault *f)
{
    struct letter l;
    struct invitation i;
    enum outcome o = outbox_load(d->db, d->arena, d->event->letter_id, &l, f);
    if (o != DONE || !text_starts(l.purpose, "invitation_"))
        return o;
    o = invitation_of_event(d, &i, f);
    if (o != DONE || i.id == 0)
        return o;
    if (strcmp(i.state, "queued") == 0 || strcmp(i.state, "sent") == 0 ||
        strcmp(i.state, "unknown") == 0)
        i.state = "bounced";
    return invitations_save(d->db, d->arena, &i, f);
}

enum outcome deed_can_be_told(struct deed *d, const struct invitation *i, bool *can,
                              struct fault *f)
{
    struct person p;
    enum outcome o = DONE;
    *can = i->asked_at >= 0 && strcmp(i->state, "bounced") != 0;
    if (*can && i->person_id != 0)
        o = people_load(d->db, d->arena, i->person_id, &p, f);
    if (o == DONE && *can && i->person_id != 0)
        *can = !p.deceased && p.erased_at < 0;
    return o;
}

static enum outcome tell_cancelled_to(struct deed *d, const struct invitation *i, struct fault *f)
{
    bool can;
    enum outcome o = deed_can_be_told(d, i, &can, f);
    if (o != DONE || !can)
        return o;
    return deed_write_asked(d, i->who, "cancelled_asked", "", i->deadline, NULL, f);
}

enum outcome deed_tell_late(struct deed *d, struct fault *f)
{
    struct invitation i;
    enum outcome o = invitation_of_event(d, &i, f);
    if (o != DONE || i.id == 0)
        return o;
    if (d->request.state != STATE_CANCELLED && d->request.state != STATE_UNFILLED)
        return deed_tell_filled(d, &i, f);
    i.state = i.outcome = "cancelled";
    o = invitations_save(d->db, d->arena, &i, f);
    return o == DONE ? tell_cancelled_to(d, &i, f) : o;
}

/*
 * Is the end news to this one? Not to whoever was told how the choice went; and one who is chosen
 * gets a letter of their own (deed_cancel_placements).
 */
static enum outcome is_owed_the_end(struct deed *d, const struct invitation *i, bool *owed,
                                    struct fault *f)
{
    struct placement p;
    bool chosen = i->outcome && strcmp(i->outcome, "chosen") == 0;
    enum outcome o = placements_find(d->db, d->arena, d->request.id, i->who, &p, f);
    *owed = o == DONE && !placement_stands(&p) &&
            (!i->outcome || i->told_at < 0 || (chosen && i->association_id != 0));
    return o;
}

/*
 * Everyone whose letter left, or may have left, is told; who was never reached need not be
 * (invariant 5). The letters that had not left were overtaken before.
 */
static enum outcome tell_all_asked(struct deed *d, struct fault *f)
{
    struct invitation *list;
    size_t count;
    enum outcome o = invitations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t k = 0; o == DONE && k < count; k++) {
        struct invitation *i = &list[k];
        bool owed;
        o = is_owed_the_end(d, i, &owed, f);
        if (o != DONE || !owed)
            continue;
        i->outcome = "cancelled";
        i->told_at = -1;
        o = tell_cancelled_to(d, i, f);
        if (strcmp(i->state, "queued") == 0 || strcmp(i->state, "sent") == 0 ||
            strcmp(i->state, "unknown") == 0)
            i->state = "cancelled";
        if (o == DONE)
            o = invitations_save(d->db, d->arena, i, f);
    }
    return o;
}

enum outcome deed_tell_cancelled(struct deed *d, struct fault *f)
{
    enum outcome o = deed_write_unit(d, "cancelled_unit", "", d->event->text, f);
    return o == DONE ? tell_all_asked(d, f) : o;
}

enum outcome deed_tell_unfilled(struct deed *d, struct fault *f)
{
    enum outcome o = DONE;
    if (!text_blank(deed_unit_address(d)))
        o = deed_write_unit(d, "unfilled_unit", "", d->event->text, f);
    return o == DONE ? tell_all_asked(d, f) : o;
}
