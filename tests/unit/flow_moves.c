/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Every state, every event, and every combination of what may be known: each is allowed with
 * exactly its next state and effects, or refused with its reason.
 *
 * The table below says what is expected in words of its own, from the description of the states and
 * of the mails, so that a change of the rules is seen here. The first line that fits counts; a pair
 * that no line fits must be refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "flow.h"

enum { EVERYTHING_KNOWN = 1 << 10 };

/* "trusted !sure": what must be known, and what must not. next "": the state stays. */
static const struct line {
    const char *states, *event, *when, *next, *effects;
} lines[] = {
    /* A new request: strangers and doubts wait for a person, all others are acknowledged. */
    {"received", "read", "!trusted", "", "task_untrusted"},
    {"received", "read", "!sure", "", "task_unsure"},
    {"received", "read", "complete", "triage", "acknowledge settle"},
    {"received", "read", "!complete", "clarifying", "acknowledge timer_missing"},

    /* The unit completes its request, in one reply or in several; so may staff, by telephone. */
    {"clarifying", "facts", "complete by_unit", "triage",
     "overtake_reminders close_tasks thank_complete settle"},
    {"clarifying", "facts", "complete", "triage", "overtake_reminders close_tasks settle"},
    {"clarifying", "facts", "by_unit", "",
     "overtake_reminders close_tasks ask_missing timer_missing"},
    {"received clarifying triage", "facts", "", "", ""},
    {"inviting choosing", "facts", "changed", "inviting", "close_tasks tell_changed"},
    {"inviting", "facts", "!changed enough", "choosing", "stop_asking close_tasks choice"},
    {"choosing", "facts", "!changed !enough", "inviting", "close_tasks wave"},
    {"inviting choosing", "facts", "!changed", "", ""},

    /* Silence: one reminder after three working days, and a person after as many more. */
    {"clarifying", "timer_missing", "", "", "ask_missing timer_silent"},
    {"clarifying", "timer_silent", "", "", "task_silent"},

    /* The route; whom nobody has answered yet is answered now. */
    {"received clarifying triage", "route", "!acknowledged", "triage",
     "overtake_reminders close_tasks acknowledge set_route wave"},
    {"received clarifying triage", "route", "acknowledged", "triage",
     "overtake_reminders close_tasks set_route wave"},
    {"inviting", "route", "", "", "close_tasks set_route wave"},
    {"received clarifying triage", "advice", "", "advised", "overtake_all close_tasks task_advice"},
    {"received clarifying triage", "decline", "", "declined",
     "overtake_all close_tasks tell_declined"},

    /* Asking. */
    {"received clarifying triage", "invite", "!acknowledged", "inviting",
     "overtake_reminders close_tasks acknowledge invite"},
    {"received clarifying triage inviting choosing", "invite", "", "inviting",
     "overtake_reminders close_tasks invite"},
    {"triage inviting", "nobody", "pool_waits", "", "pool_turn wave"},
    {"inviting", "nobody", "!pool_waits outstanding", "", ""},
    {"triage inviting", "nobody", "!pool_waits", "", "close_tasks task_nobody"},
    {"triage inviting", "short_notice", "", "", "close_tasks task_short"},

    /* What becomes of the letters that ask: a late one is told that it came too late. */
    {"inviting", "letter_sent", "", "", "record_sent timer_deadline timer_remind"},
    {"cancelled unfilled", "letter_sent", "", "", "record_sent tell_late"},
    {"any", "letter_sent", "", "", "record_sent"},
    {"inviting", "letter_failed", "enough !outstanding", "choosing",
     "record_bounce task_address stop_asking close_tasks choice"},
    {"inviting", "letter_failed", "pool_waits !outstanding", "",
     "record_bounce task_address pool_turn wave"},
    {"inviting", "letter_failed", "!outstanding", "", "record_bounce task_address wave"},
    {"any", "letter_failed", "", "", "record_bounce task_address"},

    /* Answers, and their end. Where associations come first, the pool's turn comes after them. */
    {"inviting", "timer_remind", "!enough", "", "remind"},
    {"inviting", "answer", "enough", "choosing", "record_answer stop_asking close_tasks choice"},
    {"inviting", "answer", "pool_waits declined_all", "", "record_answer pool_turn wave"},
    {"inviting", "answer", "!outstanding", "", "record_answer wave"},
    {"inviting", "answer", "", "", "record_answer"},
    {"choosing", "answer", "enough", "", "record_answer"},
    {"choosing", "answer", "!enough", "inviting", "record_answer close_tasks wave"},
    {"inviting", "timer_wave", "enough", "choosing", "expire stop_asking close_tasks choice"},
    {"inviting", "timer_wave", "pool_waits", "", "expire pool_turn wave"},
    {"inviting", "timer_wave", "!pool_waits", "", "expire wave"},

    /* Ends: whoever was asked is told. */
    {"received clarifying triage inviting choosing connected agreed carried_out followed_up",
     "cancel", "", "cancelled", "overtake_all close_tasks tell_cancelled"},
    {"inviting choosing", "close", "", "unfilled", "overtake_all close_tasks tell_unfilled"},
    {"advised unfilled followed_up", "close", "", "closed", "clear_timers close_tasks"},

    /* Staff's own words, whenever. */
    {"any", "note", "", "", ""},
    {"any", "write", "", "", "write"},
};

/* The bits by their names, in their order. */
static const char *const effect_words[] = {"overtake_all",   "overtake_reminders",
                                           "close_tasks",    "acknowledge",
                                           "ask_missing",    "thank_complete",
                                           "tell_declined",  "tell_cancelled",
                                           "tell_unfilled",  "record_answer",
                                           "record_sent",    "record_bounce",
                                           "tell_late",      "expire",
                                           "stop_asking",    "tell_changed",
                                           "settle",         "set_route",
                                           "pool_turn",      "invite",
                                           "wave",           "choice",
                                           "remind",         "write",
                                           "timer_missing",  "timer_silent",
                                           "timer_deadline", "timer_remind",
                                           "task_untrusted", "task_unsure",
                                           "task_advice",    "task_silent",
                                           "task_nobody",    "task_short",
                                           "task_address",   "clear_timers"};
static const char *const known_words[] = {"trusted",      "sure",       "complete",     "by_unit",
                                          "acknowledged", "pool_waits", "declined_all", "enough",
                                          "outstanding",  "changed"};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static bool among(const char *words, const char *word, size_t len)
{
    for (const char *at = words; (at = strstr(at, word)); at++) {
        bool starts = at == words || at[-1] == ' ';
        if (starts && (at[len] == '\0' || at[len] == ' '))
            return true;
    }
    return false;
}

static bool has(const char *words, const char *word)
{
    return among(words, word, strlen(word));
}

/* The bits that the words name; a word that nobody knows fails the test. */
static effects bits_of(const char *words, const char *const names[], size_t count)
{
    effects bits = 0;
    size_t found = 0, wanted = *words ? 1 : 0;
    for (const char *c = words; *c; c++)
        wanted += *c == ' ';
    for (size_t i = 0; i < count; i++)
        if (has(words, names[i])) {
            bits |= EFFECT(i);
            found++;
        }
    if (found != wanted)
        fail_msg("a word of \"%s\" is unknown", words);
    return bits;
}

static bool when_fits(const char *when, unsigned known)
{
    for (size_t i = 0; i < COUNT(known_words); i++) {
        char without[32];
        snprintf(without, sizeof without, "!%s", known_words[i]);
        bool is = known & 1u << i;
        if ((has(when, known_words[i]) && !is) || (has(when, without) && is))
            return false;
    }
    return true;
}

static const struct line *expected(enum state state, enum event_kind event, unsigned known)
{
    for (size_t i = 0; i < COUNT(lines); i++) {
        const struct line *l = &lines[i];
        if (strcmp(l->event, event_name(event)) == 0 && when_fits(l->when, known) &&
            (strcmp(l->states, "any") == 0 || has(l->states, state_name(state))))
            return l;
    }
    return NULL;
}

static void compare(struct arena *a, enum state state, enum event_kind event, unsigned known)
{
    const struct line *l = expected(state, event, known);
    struct move move = flow_decide(a, state, event, known);
    const char *at =
        arena_printf(a, "%s × %s, known %02x", state_name(state), event_name(event), known);
    if (!l) {
        if (move.allowed)
            fail_msg("%s: allowed, and to be refused", at);
        if (move.next != state || move.effects != 0)
            fail_msg("%s: refused, and yet something follows", at);
        if (!has(move.refusal, state_name(state)) || !has(move.refusal, event_name(event)))
            fail_msg("%s: the refusal \"%s\" does not say what was refused", at, move.refusal);
        return;
    }
    if (!move.allowed)
        fail_msg("%s: %s", at, move.refusal);
    enum state next = *l->next ? state_by_name(l->next) : state;
    if (move.next != next)
        fail_msg("%s: goes to %s, expected %s", at, state_name(move.next), state_name(next));
    effects wanted = bits_of(l->effects, effect_words, COUNT(effect_words));
    for (size_t i = 0; i < COUNT(effect_words); i++)
        if ((move.effects ^ wanted) & EFFECT(i))
            fail_msg("%s: %s %s", at, effect_words[i],
                     wanted & EFFECT(i) ? "is missing" : "is too much");
    if (move.effects != wanted || move.refusal)
        fail_msg("%s: more follows than has a name", at);
}

typedef void look(struct arena *a, enum state state, enum event_kind event, unsigned known);

static void over_all(look *at_one)
{
    struct arena *a = arena_new();
    for (enum state s = 0; s < STATE_COUNT; s++)
        for (enum event_kind e = 0; e < EVENT_COUNT; e++, arena_reset(a))
            for (unsigned known = 0; known < EVERYTHING_KNOWN; known++)
                at_one(a, s, e, known);
    arena_free(&a);
}

static void every_pair_is_as_the_table_says(void **state)
{
    (void)state;
    over_all(compare);
}

static void every_line_of_the_table_is_met(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        bool met = false;
        for (enum state s = 0; s < STATE_COUNT; s++)
            for (enum event_kind e = 0; e < EVENT_COUNT; e++)
                for (unsigned known = 0; known < EVERYTHING_KNOWN; known++)
                    met = met || expected(s, e, known) == &lines[i];
        if (!met)
            fail_msg("line %zu (%s × %s) is met by nothing", i, lines[i].states, lines[i].event);
    }
}

/* ---- What must hold whatever the table says ---- */

static bool over(enum state s)
{
    return s >= STATE_CLOSED;
}

static bool has_asked(enum state s)
{
    return s >= STATE_INVITING && s <= STATE_CARRIED_OUT;
}

static void check_ends(struct arena *a, enum state s, enum event_kind e, unsigned known)
{
    struct move m = flow_decide(a, s, e, known);
    if (over(s) && m.next != s && e != EVENT_CLOSE)
        fail_msg("%s is left by %s", state_name(s), event_name(e));
    if (!m.allowed || m.next == s || !over(m.next))
        return;
    /* What staff wrote before they close a case still goes; all else is overtaken. */
    assert_true(m.effects & (e == EVENT_CLOSE ? EFFECT_CLEAR_TIMERS | EFFECT_OVERTAKE_ALL
                                              : EFFECT_OVERTAKE_ALL));
    assert_true(m.effects & EFFECT_CLOSE_TASKS);
    if (has_asked(s) && !(m.effects & (EFFECT_TELL_CANCELLED | EFFECT_TELL_UNFILLED)))
        fail_msg("%s × %s ends without telling those who were asked", state_name(s), event_name(e));
}

static void ends_are_left_by_closing_only_and_told(void **state)
{
    (void)state;
    over_all(check_ends);
}

static void check_words(struct arena *a, enum state s, enum event_kind e, unsigned known)
{
    struct move m = flow_decide(a, s, e, known);
    if (e == EVENT_NOTE || e == EVENT_WRITE) {
        assert_true(m.allowed);
        assert_int_equal(m.next, s);
        assert_int_equal(m.effects, e == EVENT_WRITE ? EFFECT_WRITE : 0);
    }
    if (known & KNOWN_ACKNOWLEDGED && e != EVENT_READ)
        assert_false(m.effects & EFFECT_ACKNOWLEDGE);
    if (over(s))
        assert_false(m.effects & (EFFECT_INVITE | EFFECT_WAVE | EFFECT_TIMER_DEADLINE |
                                  EFFECT_TIMER_MISSING | EFFECT_TIMER_SILENT));
}

static void notes_change_nothing_and_nobody_is_acknowledged_twice(void **state)
{
    (void)state;
    over_all(check_words);
}

/* Reading is the first event of a request, and no move leads back to where it is taken. */
static void check_reading(struct arena *a, enum state s, enum event_kind e, unsigned known)
{
    struct move m = flow_decide(a, s, e, known);
    if (s != STATE_RECEIVED && m.allowed)
        assert_int_not_equal(m.next, STATE_RECEIVED);
    if (m.allowed && e == EVENT_READ)
        assert_int_equal(s, STATE_RECEIVED);
}

static void nothing_goes_back_to_received(void **state)
{
    (void)state;
    over_all(check_reading);
}

static void names_go_there_and_back(void **state)
{
    (void)state;
    for (enum state s = 0; s < STATE_COUNT; s++) {
        assert_int_equal(state_by_name(state_name(s)), s);
        assert_true(*state_swedish(s) != '\0');
    }
    for (enum event_kind e = 0; e < EVENT_COUNT; e++)
        assert_true(*event_name(e) != '\0');
    assert_int_equal(state_by_name("nowhere"), STATE_COUNT);
    assert_string_equal(state_name(STATE_COUNT), "");
    assert_string_equal(event_name(EVENT_COUNT), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_is_as_the_table_says),
        cmocka_unit_test(every_line_of_the_table_is_met),
        cmocka_unit_test(ends_are_left_by_closing_only_and_told),
        cmocka_unit_test(notes_change_nothing_and_nobody_is_acknowledged_twice),
        cmocka_unit_test(nothing_goes_back_to_received),
        cmocka_unit_test(names_go_there_and_back),
    };
    return cmocka_run_group_tests_name("flow_moves", tests, NULL, NULL);
}
