/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The table of moves: every rule of lending, one row each.
 *
 * A row says: in one of these states, on this event, when all of `when` is known and none of
 * `unless`, the request goes to `next` (or stays) with these effects. The first row that fits
 * decides; where none does, the move is refused. So the order matters only among rows of the same
 * event, and a special case stands before the general one.
 */
#include "flow.h"

#define IN(state) (1u << STATE_##state)
#define EARLY (IN(RECEIVED) | IN(CLARIFYING) | IN(TRIAGE))
#define UNDER_WAY                                                                                  \
    (EARLY | IN(INVITING) | IN(CHOOSING) | IN(CONNECTED) | IN(AGREED) | IN(CARRIED_OUT) |          \
     IN(FOLLOWED_UP))
#define ANY ((1u << STATE_COUNT) - 1)
#define STAY STATE_COUNT
#define ENOUGH_YES (EFFECT_STOP_ASKING | EFFECT_CLOSE_TASKS | EFFECT_CHOICE)

struct row {
    unsigned states;
    enum event_kind event;
    unsigned when, unless; /* enum known */
    enum state next;       /* STAY: as it was */
    effects effects;
};

static const struct row rows[] = {
    /* A new request. Only what a trusted sender surely asks for is answered by itself. */
    {IN(RECEIVED), EVENT_READ, 0, KNOWN_TRUSTED, STAY, EFFECT_TASK_UNTRUSTED},
    {IN(RECEIVED), EVENT_READ, 0, KNOWN_SURE, STAY, EFFECT_TASK_UNSURE},
    {IN(RECEIVED), EVENT_READ, KNOWN_COMPLETE, 0, STATE_TRIAGE, EFFECT_ACKNOWLEDGE | EFFECT_SETTLE},
    {IN(RECEIVED), EVENT_READ, 0, 0, STATE_CLARIFYING, EFFECT_ACKNOWLEDGE | EFFECT_TIMER_MISSING},

    /* Facts. While the unit owes some, each reply of its own is answered. */
    {IN(RECEIVED) | IN(TRIAGE), EVENT_FACTS, 0, 0, STAY, 0},
    {IN(CLARIFYING), EVENT_FACTS, KNOWN_COMPLETE | KNOWN_BY_UNIT, 0, STATE_TRIAGE,
     EFFECT_OVERTAKE_REMINDERS | EFFECT_CLOSE_TASKS | EFFECT_THANK_COMPLETE | EFFECT_SETTLE},
    {IN(CLARIFYING), EVENT_FACTS, KNOWN_COMPLETE, 0, STATE_TRIAGE,
     EFFECT_OVERTAKE_REMINDERS | EFFECT_CLOSE_TASKS | EFFECT_SETTLE},
    {IN(CLARIFYING), EVENT_FACTS, KNOWN_BY_UNIT, 0, STAY,
     EFFECT_OVERTAKE_REMINDERS | EFFECT_CLOSE_TASKS | EFFECT_ASK_MISSING | EFFECT_TIMER_MISSING},
    {IN(CLARIFYING), EVENT_FACTS, 0, 0, STAY, 0},
    {IN(INVITING) | IN(CHOOSING), EVENT_FACTS, KNOWN_CHANGED, 0, STATE_INVITING,
     EFFECT_CLOSE_TASKS | EFFECT_TELL_CHANGED},
    {IN(INVITING), EVENT_FACTS, KNOWN_ENOUGH, 0, STATE_CHOOSING, ENOUGH_YES},
    {IN(CHOOSING), EVENT_FACTS, 0, KNOWN_ENOUGH, STATE_INVITING, EFFECT_CLOSE_TASKS | EFFECT_WAVE},
    {IN(INVITING) | IN(CHOOSING), EVENT_FACTS, 0, 0, STAY, 0},

    /* The unit is silent: one reminder, then a person. */
    {IN(CLARIFYING), EVENT_TIMER_MISSING, 0, 0, STAY, EFFECT_ASK_MISSING | EFFECT_TIMER_SILENT},
    {IN(CLARIFYING), EVENT_TIMER_SILENT, 0, 0, STAY, EFFECT_TASK_SILENT},

    /* The route. Whom staff give a route has their trust, and is answered if it was not yet. */
    {EARLY, EVENT_ROUTE, 0, KNOWN_ACKNOWLEDGED, STATE_TRIAGE,
     EFFECT_OVERTAKE_REMINDERS | EFFECT_CLOSE_TASKS | EFFECT_ACKNOWLEDGE | EFFECT_SET_ROUTE |
         EFFECT_WAVE},
    {EARLY, EVENT_ROUTE, 0, 0, STATE_TRIAGE,
     EFFECT_OVERTAKE_REMINDERS | EFFECT_CLOSE_TASKS | EFFECT_SET_ROUTE | EFFECT_WAVE},
    {IN(INVITING), EVENT_ROUTE, 0, 0, STAY, EFFECT_CLOSE_TASKS | EFFECT_SET_ROUTE | EFFECT_WAVE},
    {EARLY, EVENT_ADVICE, 0, 0, STATE_ADVISED,
     EFFECT_OVERTAKE_ALL | EFFECT_CLOSE_TASKS | EFFECT_TASK_ADVICE},
    {EARLY, EVENT_DECLINE, 0, 0, STATE_DECLINED,
     EFFECT_OVERTAKE_ALL | EFFECT_CLOSE_TASKS | EFFECT_TELL_DECLINED},

    /* Asking. */
    {EARLY, EVENT_INVITE, 0, KNOWN_ACKNOWLEDGED, STATE_INVITING,
     EFFECT_OVERTAKE_REMINDERS | EFFECT_CLOSE_TASKS | EFFECT_ACKNOWLEDGE | EFFECT_INVITE},
    {EARLY | IN(INVITING) | IN(CHOOSING), EVENT_INVITE, 0, 0, STATE_INVITING,
     EFFECT_OVERTAKE_REMINDERS | EFFECT_CLOSE_TASKS | EFFECT_INVITE},
    {IN(TRIAGE) | IN(INVITING), EVENT_NOBODY, KNOWN_POOL_WAITS, 0, STAY,
     EFFECT_POOL_TURN | EFFECT_WAVE},
    {IN(INVITING), EVENT_NOBODY, KNOWN_OUTSTANDING, 0, STAY, 0},
    {IN(TRIAGE) | IN(INVITING), EVENT_NOBODY, 0, 0, STAY, EFFECT_CLOSE_TASKS | EFFECT_TASK_NOBODY},
    {IN(TRIAGE) | IN(INVITING), EVENT_SHORT_NOTICE, 0, 0, STAY,
     EFFECT_CLOSE_TASKS | EFFECT_TASK_SHORT},
    {IN(INVITING), EVENT_LETTER_SENT, 0, 0, STAY,
     EFFECT_RECORD_SENT | EFFECT_TIMER_DEADLINE | EFFECT_TIMER_REMIND},
    {IN(CANCELLED) | IN(UNFILLED), EVENT_LETTER_SENT, 0, 0, STAY,
     EFFECT_RECORD_SENT | EFFECT_TELL_LATE},
    {ANY, EVENT_LETTER_SENT, 0, 0, STAY, EFFECT_RECORD_SENT},
    {IN(INVITING), EVENT_LETTER_FAILED, KNOWN_ENOUGH, KNOWN_OUTSTANDING, STATE_CHOOSING,
     EFFECT_RECORD_BOUNCE | EFFECT_TASK_ADDRESS | ENOUGH_YES},
    {IN(INVITING), EVENT_LETTER_FAILED, KNOWN_POOL_WAITS, KNOWN_OUTSTANDING, STAY,
     EFFECT_RECORD_BOUNCE | EFFECT_TASK_ADDRESS | EFFECT_POOL_TURN | EFFECT_WAVE},
    {IN(INVITING), EVENT_LETTER_FAILED, 0, KNOWN_OUTSTANDING, STAY,
     EFFECT_RECORD_BOUNCE | EFFECT_TASK_ADDRESS | EFFECT_WAVE},
    {ANY, EVENT_LETTER_FAILED, 0, 0, STAY, EFFECT_RECORD_BOUNCE | EFFECT_TASK_ADDRESS},
    {IN(INVITING), EVENT_TIMER_REMIND, 0, KNOWN_ENOUGH, STAY, EFFECT_REMIND},

    /*
     * Answers. Enough yes: the choice. The last that declines gives the pool its turn; where nobody
     * is left to answer, the next are asked. A yes taken back reopens the asking.
     */
    {IN(INVITING), EVENT_ANSWER, KNOWN_ENOUGH, 0, STATE_CHOOSING,
     EFFECT_RECORD_ANSWER | ENOUGH_YES},
    {IN(INVITING), EVENT_ANSWER, KNOWN_POOL_WAITS | KNOWN_DECLINED_ALL, 0, STAY,
     EFFECT_RECORD_ANSWER | EFFECT_POOL_TURN | EFFECT_WAVE},
    {IN(INVITING), EVENT_ANSWER, 0, KNOWN_OUTSTANDING, STAY, EFFECT_RECORD_ANSWER | EFFECT_WAVE},
    {IN(INVITING), EVENT_ANSWER, 0, 0, STAY, EFFECT_RECORD_ANSWER},
    {IN(CHOOSING), EVENT_ANSWER, KNOWN_ENOUGH, 0, STAY, EFFECT_RECORD_ANSWER},
    {IN(CHOOSING), EVENT_ANSWER, 0, 0, STATE_INVITING,
     EFFECT_RECORD_ANSWER | EFFECT_CLOSE_TASKS | EFFECT_WAVE},
    {IN(INVITING), EVENT_TIMER_WAVE, KNOWN_ENOUGH, 0, STATE_CHOOSING, EFFECT_EXPIRE | ENOUGH_YES},
    {IN(INVITING), EVENT_TIMER_WAVE, KNOWN_POOL_WAITS, 0, STAY,
     EFFECT_EXPIRE | EFFECT_POOL_TURN | EFFECT_WAVE},
    {IN(INVITING), EVENT_TIMER_WAVE, 0, 0, STAY, EFFECT_EXPIRE | EFFECT_WAVE},

    /* Ends. */
    {UNDER_WAY, EVENT_CANCEL, 0, 0, STATE_CANCELLED,
     EFFECT_OVERTAKE_ALL | EFFECT_CLOSE_TASKS | EFFECT_TELL_CANCELLED},
    {IN(INVITING) | IN(CHOOSING), EVENT_CLOSE, 0, 0, STATE_UNFILLED,
     EFFECT_OVERTAKE_ALL | EFFECT_CLOSE_TASKS | EFFECT_TELL_UNFILLED},
    {IN(ADVISED) | IN(UNFILLED) | IN(FOLLOWED_UP), EVENT_CLOSE, 0, 0, STATE_CLOSED,
     EFFECT_CLEAR_TIMERS | EFFECT_CLOSE_TASKS},

    /* A person's own words. */
    {ANY, EVENT_NOTE, 0, 0, STAY, 0},
    {ANY, EVENT_WRITE, 0, 0, STAY, EFFECT_WRITE},
};

static const struct row *find_row(enum state state, enum event_kind event, unsigned known)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        if (row->event == event && (row->states & 1u << state) &&
            (known & row->when) == row->when && !(known & row->unless))
            return row;
    }
    return NULL;
}

struct move flow_decide(struct arena *a, enum state state, enum event_kind event, unsigned known)
{
    const struct row *row = find_row(state, event, known);
    if (!row)
        return (struct move){.next = state,
                             .refusal =
                                 arena_printf(a, "a request that is %s does not take the event %s",
                                              state_name(state), event_name(event))};
    return (struct move){
        .allowed = true, .next = row->next == STAY ? state : row->next, .effects = row->effects};
}
