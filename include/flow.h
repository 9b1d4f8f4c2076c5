/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The rules of lending: what may happen to a request in which state, and what follows from it.
 * Pure: a state, an event and what is known come in; the new state and a list of effects go out.
 *
 * All rules stand in one table (src/flow/moves.c). A pair of state and event that no row allows is
 * refused with a reason, so every pair can be enumerated. Effects are only named here; lending/
 * carries them out, all in the one transaction of the move (invariant 3).
 */
#ifndef LEVANDE_FLOW_H
#define LEVANDE_FLOW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/calendar.h"

enum state {
    STATE_RECEIVED,
    STATE_CLARIFYING,
    STATE_TRIAGE,
    STATE_INVITING,
    STATE_CHOOSING,
    STATE_CONNECTED,
    STATE_AGREED,
    STATE_CARRIED_OUT,
    STATE_FOLLOWED_UP,
    STATE_CLOSED,
    STATE_ADVISED,
    STATE_DECLINED,
    STATE_CANCELLED,
    STATE_UNFILLED,
    STATE_COUNT,
};

enum event_kind {
    EVENT_READ,          /* a new request has been read */
    EVENT_FACTS,         /* facts came: the unit's reply, a form, staff */
    EVENT_ROUTE,         /* the route is settled */
    EVENT_ADVICE,        /* staff: this is advice, no loan */
    EVENT_DECLINE,       /* staff: the library cannot take it on */
    EVENT_INVITE,        /* somebody is asked: the named, or a wave */
    EVENT_NOBODY,        /* a wave found nobody to ask */
    EVENT_SHORT_NOTICE,  /* a wave would leave less than a day to answer in */
    EVENT_LETTER_SENT,   /* an invitation has left */
    EVENT_LETTER_FAILED, /* an invitation came back, or was refused for good */
    EVENT_ANSWER,        /* somebody who was asked answered */
    EVENT_TIMER_MISSING, /* the unit has been silent for three working days */
    EVENT_TIMER_SILENT,  /* and after the reminder, as long again */
    EVENT_TIMER_WAVE,    /* the time to answer is over */
    EVENT_CANCEL,
    EVENT_CLOSE,
    EVENT_NOTE,  /* staff note something */
    EVENT_WRITE, /* staff write to a party */
    EVENT_COUNT,
};

/* "received" … as in the book and in JSON; and back (STATE_COUNT for an unknown name). */
const char *state_name(enum state state);
enum state state_by_name(const char *name);
const char *state_swedish(enum state state); /* "Inkommen" … */
const char *event_name(enum event_kind event);

/* What follows from a move; a set of bits, carried out in this order. */
enum effect {
    EFFECT_OVERTAKE_ALL = 1 << 0,       /* letters not yet begun are dropped, timers cleared */
    EFFECT_OVERTAKE_REMINDERS = 1 << 1, /* reminders of missing facts not yet begun are dropped */
    EFFECT_CLOSE_TASKS = 1 << 2,    /* all tasks of the request whose cause is gone with the move */
    EFFECT_ACKNOWLEDGE = 1 << 3,    /* letter: acknowledgement */
    EFFECT_ASK_MISSING = 1 << 4,    /* letter: missing_facts */
    EFFECT_THANK_COMPLETE = 1 << 5, /* letter: facts_complete */
    EFFECT_TELL_DECLINED = 1 << 6,  /* letter: declined */
    EFFECT_TELL_CANCELLED = 1 << 7, /* letters: cancelled_unit, cancelled_asked */
    EFFECT_TIMER_MISSING = 1 << 8,  /* the unit is reminded after three working days */
    EFFECT_TIMER_SILENT = 1 << 9,   /* staff are told after three more */
    EFFECT_TIMER_DEADLINE = 1 << 10, /* the wave's deadline */
    EFFECT_SETTLE = 1 << 11,         /* the rules propose a route, or settle it */
    EFFECT_SET_ROUTE = 1 << 12,      /* the event's route becomes the request's */
    EFFECT_WAVE = 1 << 13,           /* the next wave: by itself, or as a task */
    EFFECT_INVITE = 1 << 14,         /* the invitations of the event, and their letters */
    EFFECT_POOL_TURN = 1 << 15,      /* association_first: now the pool */
    EFFECT_RECORD_ANSWER = 1 << 16,
    EFFECT_RECORD_SENT = 1 << 17,
    EFFECT_RECORD_BOUNCE = 1 << 18,
    EFFECT_WRITE = 1 << 19, /* letter: message */
    EFFECT_TASK_UNTRUSTED = 1 << 20,
    EFFECT_TASK_UNSURE = 1 << 21, /* the reading was not sure that this is a request */
    EFFECT_TASK_ADVICE = 1 << 22,
    EFFECT_TASK_SILENT = 1 << 23,
    EFFECT_TASK_NOBODY = 1 << 24,
    EFFECT_TASK_DEADLINE = 1 << 25,
    EFFECT_TASK_ADDRESS = 1 << 26,
    EFFECT_TASK_CHANGED = 1 << 27, /* facts changed after somebody was asked */
    EFFECT_TASK_SHORT = 1 << 28,   /* too little time is left to ask by letter */
    EFFECT_TELL_LATE = 1 << 29,    /* letter: cancelled_asked, to one whose ask left after all */
};

/* What the rules may look at; a set of bits. */
enum known {
    KNOWN_TRUSTED = 1 << 0,  /* the sender is of a trusted domain */
    KNOWN_SURE = 1 << 1,     /* the reading is sure that this is a request */
    KNOWN_COMPLETE = 1 << 2, /* nothing that the unit owes is missing */
    KNOWN_BY_UNIT = 1 << 3,  /* the event comes from the unit */
    KNOWN_ACKNOWLEDGED = 1 << 4,
    KNOWN_POOL_WAITS = 1 << 5,   /* association_first, and the pool has not been asked */
    KNOWN_DECLINED_ALL = 1 << 6, /* no association that was asked is left to answer yes */
};

struct move {
    bool allowed;
    enum state next;
    unsigned effects;    /* enum effect */
    const char *refusal; /* not allowed: why, one sentence in English; in the arena */
};

/* Decides. The first row of the table that fits the state, the event and what is known. */
struct move flow_decide(struct arena *a, enum state state, enum event_kind event, unsigned known);

/*
 * The day until which an answer is waited for: the earliest of answer_days after `sent`,
 * respond_by, and two working days before the first occasion (year 0: none); a day in a pause
 * moves to the first working day after it, when the other two allow. Never before `sent`.
 */
struct date flow_deadline(struct date sent, int answer_days, struct date respond_by,
                          struct date first_occasion, bool (*paused)(const void *, struct date),
                          const void *pauses);

/* Weeks of notice that are realistic, and what there is: 0 when four weeks or more are left. */
int flow_short_notice_weeks(struct date today, struct date first_occasion);

/* ---- Compensation ---- */

/* By how long an assignment lasts: up to 2 hours (exactly 2 too), up to 4, more. */
enum fee_class { FEE_SHORT, FEE_HALF_DAY, FEE_FULL_DAY };
enum fee_class flow_fee_class(int minutes);

/*
 * The national model: 0.9, 1.8 and 3.6 % of the year's price base amount, in whole kronor, halves
 * rounded up (regionuppsala.se, ny ersättningsmodell).
 */
long flow_national_fee(enum fee_class fee_class, long base_amount);

#endif
