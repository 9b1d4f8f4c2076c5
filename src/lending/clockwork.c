/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Timers ring from the state as it is (invariant 11): a timer is only a reason to look. One that
 * the rules no longer take is ended without a word.
 *
 * A timer that acts on somebody's silence waits until the mailbox has been read to its end after
 * the due time and every fetched mail has been read, and while a mail of that party waits for
 * staff: the answer may lie there; and as long as the question itself has not left.
 */
#include "deed.h"
#include "pool.h"

#include <stdlib.h>
#include <string.h>

static const char *const RING = "ring";

/* What the subject of a timer of this kind names: nothing of the event's, a party, or an id. */
static const struct {
    const char *kind;
    enum event_kind event;
    enum { NOBODY, PARTY, ID } subject;
} kinds[] = {
    {"missing", EVENT_TIMER_MISSING, NOBODY},
    {"silent", EVENT_TIMER_SILENT, NOBODY},
    {"remind", EVENT_TIMER_REMIND, PARTY},
    {"deadline", EVENT_TIMER_WAVE, NOBODY},
    {"agree", EVENT_TIMER_AGREE, PARTY},
    {"eve", EVENT_TIMER_EVE, ID},
    {"over", EVENT_TIMER_OVER, ID},
    {"followup", EVENT_TIMER_FOLLOWUP, NOBODY},
    {"followup_remind", EVENT_TIMER_FOLLOWUP_REMIND, PARTY},
    {"followup_end", EVENT_TIMER_FOLLOWUP_END, NOBODY},
    {"paid", EVENT_TIMER_PAID, ID},
    {"close", EVENT_TIMER_CLOSE, NOBODY},
};

/* Does the letter ask something of the unit that it may yet answer, or has not had time to? */
static bool asks_unit_still(const struct letter *l, instant now)
{
    static const char *const unsent[] = {"queued", "deferred", "sending", "held"};
    if (strcmp(l->recipient, "unit") != 0 ||
        (strcmp(l->purpose, "acknowledgement") != 0 && strcmp(l->purpose, "missing_facts") != 0 &&
         strcmp(l->purpose, "candidates") != 0))
        return false;
    for (size_t i = 0; i < sizeof unsent / sizeof unsent[0]; i++)
        if (strcmp(l->state, unsent[i]) == 0)
            return true;
    return strcmp(l->state, "sent") == 0 && deed_in_working_days(l->ended_at, UNIT_DAYS) > now;
}

/* The unit's days count from when it was asked in truth: a letter may have waited for a server. */
static enum outcome unit_has_time(const struct house *house, struct arena *a, const struct timer *t,
                                  bool *has, struct fault *f)
{
    struct letter *list;
    size_t count;
    enum outcome o = outbox_of_request(house->db, a, t->request_id, &list, &count, f);
    *has = false;
    for (size_t i = 0; o == DONE && i < count; i++)
        *has = *has || asks_unit_still(&list[i], clock_now(&house->clock));
    return o;
}

static enum outcome silence_is_certain(const struct house *house, struct arena *a,
                                       const struct timer *t, bool *certain, struct fault *f)
{
    bool waits = false;
    enum outcome o = inbox_caught_up(house->db, a, t->due_at, certain, f);
    if (o == DONE && *certain)
        o = inbox_party_waits(house->db, t->request_id, t->silence, &waits, f);
    if (o == DONE && *certain && !waits && strcmp(t->silence, "unit") == 0)
        o = unit_has_time(house, a, t, &waits, f);
    *certain = *certain && !waits;
    return o;
}

/* The timer's end and what it sets off are one transaction. */
static enum outcome ring(const struct house *house, struct arena *a, const struct timer *t,
                         struct fault *f)
{
    bool stood;
    enum outcome o = timers_end(house->db, a, t, &stood, f);
    if (o != DONE || !stood)
        return o;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].kind, t->kind) != 0)
            continue;
        struct event event = {.kind = kinds[i].event,
                              .request_id = t->request_id,
                              .actor = "system",
                              .who = kinds[i].subject == PARTY ? t->subject : NULL,
                              .subject_id =
                                  kinds[i].subject == ID ? strtoll(t->subject, NULL, 10) : 0};
        bool taken; /* else the timer has come too late */
        return lending_offer(house, a, &event, &taken, f);
    }
    return DONE;
}

/* A wave matches before its transaction, which ends the timer; one that is refused ends it here. */
static enum outcome ring_wave(const struct house *house, struct arena *a, const struct timer *t,
                              struct fault *f)
{
    enum outcome o = pool_ring_wave(house, a, t, f);
    if (o != NEVER || f->code != EXIT_DATA)
        return o;
    o = db_begin(house->db, RING, f);
    if (o != DONE)
        return o;
    o = timers_end(house->db, a, t, NULL, f);
    return db_end(house->db, RING, o, f);
}

enum outcome lending_ring(const struct house *house, struct arena *a, const struct timer *t,
                          bool *waits, struct fault *f)
{
    bool certain = true;
    enum outcome o = DONE;
    if (*t->silence)
        o = silence_is_certain(house, a, t, &certain, f);
    *waits = !certain;
    if (o != DONE || !certain)
        return o;
    if (strcmp(t->kind, "wave") == 0)
        return ring_wave(house, a, t, f);
    o = db_begin(house->db, RING, f);
    if (o != DONE)
        return o;
    o = ring(house, a, t, f);
    o = db_end(house->db, RING, o, f);
    if (o == DONE)
        db_wake(house->db);
    return o;
}
