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
#include <stdint.h>

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
    EVENT_TIMER_REMIND,  /* somebody who was asked has been silent for some days */
    EVENT_TIMER_WAVE,    /* the time to answer is over */
    EVENT_CANCEL,
    EVENT_CLOSE,
    EVENT_NOTE,  /* staff note something */
    EVENT_WRITE, /* staff write to a party */

    EVENT_NOMINATE,              /* an association names somebody */
    EVENT_CHOOSE,                /* the unit, or staff, choose among those who said yes */
    EVENT_WITHDRAW,              /* one who was chosen will not take part after all */
    EVENT_PROPOSE,               /* a new version of an agreement */
    EVENT_COMMENT,               /* words about a version that change nothing */
    EVENT_ACCEPT,                /* a party accepts a version */
    EVENT_TIMER_AGREE,           /* an agreement has not been accepted by both for some days */
    EVENT_OCCASION,              /* an occasion is added, moved or cancelled */
    EVENT_TIMER_EVE,             /* the working day before an occasion */
    EVENT_TIMER_OVER,            /* an occasion is over */
    EVENT_DONE,                  /* somebody says that the assignment has been carried out */
    EVENT_TIMER_FOLLOWUP,        /* some days after that */
    EVENT_TIMER_FOLLOWUP_REMIND, /* a follow-up has not been answered for some days */
    EVENT_TIMER_FOLLOWUP_END,    /* nor after the reminder */
    EVENT_FOLLOWUP,              /* a follow-up is answered */
    EVENT_REPORT,                /* hours, travel or outlays of a payment basis are reported */
    EVENT_PAID,                  /* a compensation has been paid, or has not */
    EVENT_TIMER_PAID,            /* the unit was reminded of one, and nothing has been heard */
    EVENT_TIMER_CLOSE,           /* all is followed up: is anything left? */
    EVENT_COUNT,
};

/* "received" … as in the book and in JSON; and back (STATE_COUNT for an unknown name). */
const char *state_name(enum state state);
enum state state_by_name(const char *name);
const char *state_swedish(enum state state); /* "Inkommen" … */
const char *event_name(enum event_kind event);

/* What follows from a move; a set of bits, carried out in the order of src/lending/effects.c. */
typedef uint64_t effects;
#define EFFECT(n) (UINT64_C(1) << (n))

#define EFFECT_OVERTAKE_ALL EFFECT(0)       /* letters not yet begun are dropped, timers cleared */
#define EFFECT_OVERTAKE_REMINDERS EFFECT(1) /* those of missing facts, not yet begun, are dropped */
#define EFFECT_CLOSE_TASKS EFFECT(2)        /* tasks whose cause is gone with the move */
#define EFFECT_ACKNOWLEDGE EFFECT(3)        /* letter: acknowledgement */
#define EFFECT_ASK_MISSING EFFECT(4)        /* letter: missing_facts */
#define EFFECT_THANK_COMPLETE EFFECT(5)     /* letter: facts_complete */
#define EFFECT_TELL_DECLINED EFFECT(6)      /* letter: declined */
#define EFFECT_TELL_CANCELLED EFFECT(7)     /* letters: cancelled_unit, cancelled_asked */
#define EFFECT_TELL_UNFILLED EFFECT(8)      /* letters: unfilled_unit, cancelled_asked */
#define EFFECT_RECORD_ANSWER EFFECT(9)      /* the answer, and what it overtakes */
#define EFFECT_RECORD_SENT EFFECT(10)       /* an invitation has left */
#define EFFECT_RECORD_BOUNCE EFFECT(11)     /* an invitation came back */
#define EFFECT_TELL_LATE EFFECT(12)      /* letter: cancelled_asked, to one whose ask left late */
#define EFFECT_EXPIRE EFFECT(13)         /* whose time is over without an answer */
#define EFFECT_STOP_ASKING EFFECT(14)    /* asks and reminders not yet begun are dropped */
#define EFFECT_TELL_CHANGED EFFECT(15)   /* letters: changed; every yes is asked to confirm */
#define EFFECT_SETTLE EFFECT(16)         /* the rules propose a route, or settle it */
#define EFFECT_SET_ROUTE EFFECT(17)      /* the event's route becomes the request's */
#define EFFECT_POOL_TURN EFFECT(18)      /* association_first: now the pool */
#define EFFECT_INVITE EFFECT(19)         /* the invitations of the event, and their letters */
#define EFFECT_WAVE EFFECT(20)           /* the next wave: by itself, or as a task */
#define EFFECT_CHOICE EFFECT(21)         /* enough have said yes: the unit's turn, or a task */
#define EFFECT_REMIND EFFECT(22)         /* letter: reminder_answer */
#define EFFECT_WRITE EFFECT(23)          /* letter: message */
#define EFFECT_TIMER_MISSING EFFECT(24)  /* the unit is reminded after three working days */
#define EFFECT_TIMER_SILENT EFFECT(25)   /* staff are told after three more */
#define EFFECT_TIMER_DEADLINE EFFECT(26) /* the wave's deadline */
#define EFFECT_TIMER_REMIND EFFECT(27)   /* whoever was asked is reminded, if time allows */
#define EFFECT_TASK_UNTRUSTED EFFECT(28)
#define EFFECT_TASK_UNSURE EFFECT(29) /* the reading was not sure that this is a request */
#define EFFECT_TASK_ADVICE EFFECT(30)
#define EFFECT_TASK_SILENT EFFECT(31)
#define EFFECT_TASK_NOBODY EFFECT(32) /* staff and unit settle: go on, wait, or unfilled */
#define EFFECT_TASK_SHORT EFFECT(33)  /* too little time is left for letters */
#define EFFECT_TASK_ADDRESS EFFECT(34)
#define EFFECT_CLEAR_TIMERS EFFECT(35) /* nothing rings any more; letters under way still go */

/* From a yes to the follow-up. */
#define EFFECT_NOMINATE EFFECT(36)    /* who is named is asked to confirm */
#define EFFECT_PLACE EFFECT(37)       /* placements, agreements, letters: connected_… */
#define EFFECT_TELL_CHOICE EFFECT(38) /* letters: not_chosen, filled */
#define EFFECT_WITHDRAW EFFECT(39)    /* the placement ends; letters: withdrawn_… */
#define EFFECT_REOPEN EFFECT(40)      /* a place is free: the next in line are asked */
#define EFFECT_CANCEL_PLACEMENTS                                                                   \
    EFFECT(41)                             /* letters: cancelled_placed, with the calendar's word */
#define EFFECT_VERSION EFFECT(42)          /* a new version of the agreement, for both to accept */
#define EFFECT_COMMENT EFFECT(43)          /* the other party hears it */
#define EFFECT_ACCEPT EFFECT(44)           /* accepted; by both: it stands */
#define EFFECT_REMIND_AGREEMENT EFFECT(45) /* letter: agreement_reminder; the second time a task */
#define EFFECT_OCCASIONS EFFECT(46)        /* the occasion changes; all concerned hear of it */
#define EFFECT_REMIND_OCCASION EFFECT(47)  /* letters: occasion_reminder */
#define EFFECT_OCCASION_OVER EFFECT(48)    /* occasions that are over are done: payment bases */
#define EFFECT_CARRIED_OUT EFFECT(49)      /* placements are done; what is missing is a task */
#define EFFECT_TIMER_FOLLOWUP EFFECT(50)
#define EFFECT_ASK_FOLLOWUP EFFECT(51)    /* letters: followup_… */
#define EFFECT_REMIND_FOLLOWUP EFFECT(52) /* letters: followup_reminder */
#define EFFECT_END_FOLLOWUP                                                                        \
    EFFECT(53)                     /* who stays silent is not asked again; what is owed, a task */
#define EFFECT_FOLLOWUP EFFECT(54) /* the answers, and what follows: outcome_…, tasks */
#define EFFECT_PAID EFFECT(55)
#define EFFECT_TASK_UNPAID EFFECT(56)
#define EFFECT_TIMER_CLOSE EFFECT(57)
#define EFFECT_TASK_CLOSE EFFECT(58) /* what stands in the way of closing */
#define EFFECT_REPORT EFFECT(59)     /* the payment basis is stated anew */

/* What the rules may look at; a set of bits. */
enum known {
    KNOWN_TRUSTED = 1 << 0,  /* the sender is of a trusted domain */
    KNOWN_SURE = 1 << 1,     /* the reading is sure that this is a request */
    KNOWN_COMPLETE = 1 << 2, /* nothing that the unit owes is missing */
    KNOWN_BY_UNIT = 1 << 3,  /* the event comes from the unit */
    KNOWN_ACKNOWLEDGED = 1 << 4,
    KNOWN_POOL_WAITS = 1 << 5,   /* association_first, and the pool has not been asked */
    KNOWN_DECLINED_ALL = 1 << 6, /* no association that was asked is left to answer yes */
    KNOWN_ENOUGH = 1 << 7,       /* as many have said yes as there are places */
    KNOWN_OUTSTANDING = 1 << 8,  /* somebody who was asked may still answer */
    KNOWN_CHANGED = 1 << 9, /* EVENT_FACTS: time, place, format or pay are others than before */

    /* Of placements, follow-ups and occasions; the event itself is counted in. */
    KNOWN_PLACED = 1 << 10,       /* somebody is chosen and stands */
    KNOWN_FILLED = 1 << 11,       /* as many as there are places; or no more are wanted */
    KNOWN_ALL_AGREED = 1 << 12,   /* every placement that stands is agreed */
    KNOWN_LAST_OVER = 1 << 13,    /* no occasion lies ahead */
    KNOWN_ALL_ANSWERED = 1 << 14, /* every follow-up is answered */
    KNOWN_SETTLED = 1 << 15,      /* all has been told and paid, and no task is open */

    KNOWN_UNSENT = 1 << 16, /* an ask has not left by its day, and may still leave in time */
};

struct move {
    bool allowed;
    enum state next;
    effects effects;
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

/* ---- Compensation (fees.c) ---- */

/* By how long an assignment lasts: up to 2 hours (exactly 2 too), up to 4, more. */
enum fee_class { FEE_SHORT, FEE_HALF_DAY, FEE_FULL_DAY };
enum fee_class flow_fee_class(int minutes);

/*
 * The national model: 0.9, 1.8 and 3.6 % of the year's price base amount, in whole kronor, halves
 * rounded up (regionuppsala.se, ny ersättningsmodell).
 */
long flow_national_fee(enum fee_class fee_class, long base_amount);

/* The price base amount of a year. */
struct fee_base {
    int year;
    long kronor;
};

/* Amounts of a region's own from a day on; up to four hours is half a day, shorter ones too. */
struct fee_fixed {
    struct date from;
    long half_day, full_day;
};

/* What the configuration says: both lists rise, and the one that is used is not empty. */
struct fee_model {
    bool national; /* else fixed */
    const struct fee_base *bases;
    size_t base_count;
    const struct fee_fixed *fixed;
    size_t fixed_count;
};

struct fee {
    long kronor; /* -1: the model has no amount for that day */
    enum fee_class fee_class;
    int base_year;    /* national: whose base amount was used; else 0 */
    long base_amount; /* and how much it is */
    struct date from; /* fixed: since when the amount is so; else year 0 */
    bool outdated;    /* national: the day's own year has no base amount, another's was used */
};

/*
 * What so many minutes, travelling counted in, pay on that day. A year without a base amount of
 * its own takes the latest before it, and the first one when there is none before.
 */
struct fee flow_fee(const struct fee_model *model, struct date day, int minutes);

/*
 * Reads an amount as people write it: "1 284,50", "84.5", "300 kr", "300:-"; in öre. False when it
 * is none, or too much to be one.
 */
bool flow_read_kronor(const char *text, int64_t *ore);

/* By own car, 25 kronor for ten kilometres: what is free of tax. In öre. */
long flow_car_ore(int kilometres);

/*
 * Does the payer owe employer's contributions? Not below 1,000 kronor a year to the same person
 * (exactly 1,000 is owed), and from the first krona, earlier payments too, once it is reached;
 * never for one who invoices with F-tax. before_ore: what the year held before this one.
 */
enum fee_duty { DUTY_NONE, DUTY_REACHED, DUTY_SINCE_BEFORE, DUTY_NEVER };
enum { FEE_YEAR_LIMIT_ORE = 1000 * 100 };
enum fee_duty flow_fee_duty(long before_ore, long this_ore, bool f_tax);

#endif
