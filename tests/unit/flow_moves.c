/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Every state, every event, and every combination of what may be known of it: each is allowed with
 * exactly its next state and effects, or refused with its reason. What no line of an event speaks
 * of is left out once and known once, and must make no difference.
 *
 * What is expected stands in flow_table.h. The first line that fits counts; a pair that no line
 * fits must be refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "flow_table.h"

enum { EVERYTHING_KNOWN = (1 << 17) - 1 };

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

/* The bits that the line wants known, and those that it wants unknown. */
static void bits_wanted(const char *when, unsigned *is, unsigned *is_not)
{
    *is = *is_not = 0;
    for (size_t i = 0; i < COUNT(known_words); i++) {
        char without[32];
        snprintf(without, sizeof without, "!%s", known_words[i]);
        *is |= has(when, known_words[i]) ? 1u << i : 0;
        *is_not |= has(when, without) ? 1u << i : 0;
    }
}

/* All that any line of this event speaks of. */
static unsigned spoken_of(enum event_kind event)
{
    unsigned all = 0;
    for (size_t i = 0; i < COUNT(lines); i++) {
        unsigned is, is_not;
        bits_wanted(lines[i].when, &is, &is_not);
        if (strcmp(lines[i].event, event_name(event)) == 0)
            all |= is | is_not;
    }
    return all;
}

static const struct line *expected(enum state state, enum event_kind event, unsigned known)
{
    for (size_t i = 0; i < COUNT(lines); i++) {
        const struct line *l = &lines[i];
        if (strcmp(l->event, event_name(event)) != 0 ||
            (strcmp(l->states, "any") != 0 && !has(l->states, state_name(state))))
            continue;
        unsigned is, is_not;
        bits_wanted(l->when, &is, &is_not);
        if ((known & is) == is && !(known & is_not))
            return l;
    }
    return NULL;
}

static void compare(struct arena *a, enum state state, enum event_kind event, unsigned known)
{
    const struct line *l = expected(state, event, known);
    struct move move = flow_decide(a, state, event, known);
    const char *at =
        arena_printf(a, "%s × %s, known %05x", state_name(state), event_name(event), known);
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
    for (enum event_kind e = 0; e < EVENT_COUNT; e++) {
        const unsigned matters = spoken_of(e);
        for (enum state s = 0; s < STATE_COUNT; s++, arena_reset(a)) {
            unsigned known = matters; /* each subset of what matters, from all to none */
            do {
                at_one(a, s, e, known);
                at_one(a, s, e, known | (EVERYTHING_KNOWN & ~matters));
                known = (known - 1) & matters;
            } while (known != matters);
        }
    }
    arena_free(&a);
}

static void every_pair_is_as_the_table_says(void **state)
{
    (void)state;
    over_all(compare);
}

static bool lines_met[COUNT(lines)];

static void note_line(struct arena *a, enum state s, enum event_kind e, unsigned known)
{
    (void)a;
    const struct line *l = expected(s, e, known);
    if (l)
        lines_met[l - lines] = true;
}

static void every_line_of_the_table_is_met(void **state)
{
    (void)state;
    over_all(note_line);
    for (size_t i = 0; i < COUNT(lines); i++)
        if (!lines_met[i])
            fail_msg("line %zu (%s × %s) is met by nothing", i, lines[i].states, lines[i].event);
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
    if (over(s) && m.next != s && m.next != STATE_CLOSED)
        fail_msg("%s is left by %s", state_name(s), event_name(e));
    if (!m.allowed || m.next == s || !over(m.next))
        return;
    /* What was written before a case is closed still goes; all else is overtaken. */
    assert_true(m.effects & (m.next == STATE_CLOSED ? EFFECT_CLEAR_TIMERS : EFFECT_OVERTAKE_ALL));
    assert_true(m.effects & EFFECT_CLOSE_TASKS);
    if (has_asked(s) && !(m.effects & (EFFECT_TELL_CANCELLED | EFFECT_TELL_UNFILLED)))
        fail_msg("%s × %s ends without telling those who were asked", state_name(s), event_name(e));
    if (has_asked(s) && m.next == STATE_CANCELLED)
        assert_true(m.effects & EFFECT_CANCEL_PLACEMENTS);
}

static bool asks(enum state s)
{
    return s == STATE_INVITING || s == STATE_CHOOSING;
}

/* Where the asking ends with somebody chosen, nobody is asked any more and all others are told. */
static void check_choice(struct arena *a, enum state s, enum event_kind e, unsigned known)
{
    const effects told = EFFECT_STOP_ASKING | EFFECT_TELL_CHOICE;
    struct move m = flow_decide(a, s, e, known);
    if (asks(s) && m.next >= STATE_CONNECTED && m.next <= STATE_CARRIED_OUT)
        assert_int_equal(m.effects & told, told);
    if (m.allowed && e == EVENT_CHOOSE)
        assert_true(known & (KNOWN_PLACED | KNOWN_FILLED));
    if (!asks(s) && asks(m.next))
        assert_true(m.effects & (EFFECT_INVITE | EFFECT_REOPEN));
}

static void nobody_is_left_between_the_asking_and_the_choice(void **state)
{
    (void)state;
    over_all(check_choice);
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
        assert_int_equal(m.effects & ~EFFECT_TIMER_FOLLOWUP, e == EVENT_WRITE ? EFFECT_WRITE : 0);
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
        cmocka_unit_test(nobody_is_left_between_the_asking_and_the_choice),
        cmocka_unit_test(notes_change_nothing_and_nobody_is_acknowledged_twice),
        cmocka_unit_test(nothing_goes_back_to_received),
        cmocka_unit_test(names_go_there_and_back),
    };
    return cmocka_run_group_tests_name("flow_moves", tests, NULL, NULL);
}
