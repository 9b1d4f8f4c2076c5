/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The choice: who is connected, who is told what and when, and that a second click, another
 * browser, or somebody who has just withdrawn breaks nothing. Withdrawals: lending_withdraw.c.
 */
#include "lending_choice.h"

#include "lending/people.h"

/* ---- Whose turn ---- */

static void enough_yes_is_the_units_turn_and_a_task(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3 P4");
    answers(h, "P1", ANSWER_YES);
    assert_book(h, TASKS, "");
    answers(h, "P2", ANSWER_YES);
    assert_book(h, STATE, "choosing");
    assert_book(h, TASKS, "choose");
    assert_string_equal(letter_to(h, "unit", "candidates").state, "queued");
}

static void in_automatic_mode_those_who_fit_are_connected(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    h->settings.routing.automatic = true;
    answers(h, "P1", ANSWER_YES);
    answers(h, "P3", ANSWER_YES);
    assert_book(h, STATE, "connected");
    assert_book(h, PLACED, "P1:chosen P3:chosen");
    assert_book(h, OUTCOMES, "P1:yes:chosen P2:cancelled:filled P3:yes:chosen");
    assert_book(h, "SELECT actor FROM audit WHERE event = 'choose'", "system");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'candidates'", "0");
    assert_book(h, TASKS, "");
}

static void in_automatic_mode_too_many_are_the_units_to_choose_among(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    answers(h, "P3", ANSWER_YES);
    h->settings.routing.automatic = true;
    answers(h, "P3", ANSWER_NO);
    answers(h, "P3", ANSWER_YES);
    assert_book(h, STATE, "choosing");
    assert_book(h, PLACED, "");
}

/* Two yes for one place, whose choice the unit forgets. */
static void a_unit_that_does_not_choose_is_a_task(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    h->settings.routing.automatic = true;
    answers(h, "P1", ANSWER_YES);
    house_sql(h, "UPDATE invitation SET state = 'yes' WHERE person_id IN (2, 3)");
    answers(h, "P3", ANSWER_YES);
    assert_book(h, STATE, "choosing");
    letters_leave(h);
    assert_string_equal(timer_due(h, "silent"), "2027-03-04T10:00");
    house_at(h, "2027-03-04T10:01");
    house_sql(h, "UPDATE timer SET silence = '' WHERE kind = 'silent'");
    timers_ring(h);
    assert_book(h, TASKS, "unit_silent");
    choose(h, "P1 P3", false);
    assert_book(h, TASKS, "");
}

static void a_yes_taken_back_takes_the_units_turn_back(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    answers(h, "P2", ANSWER_NO);
    assert_book(h, STATE, "inviting");
    assert_string_equal(letter_to(h, "unit", "candidates").state, "dropped");
    house_at(h, "2027-03-02T10:00");
    answers(h, "P3", ANSWER_YES);
    assert_string_equal(letter_to(h, "unit", "candidates").state, "queued");
}

/* ---- Chosen ---- */

static void both_sides_get_a_letter_with_a_link_of_its_own(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", false);
    assert_book(h, STATE, "inviting");
    assert_book(h,
                "SELECT party || ':' || subject FROM token WHERE purpose = 'agreement'"
                " ORDER BY id",
                "P1:P1 unit:P1");
    struct letter person = letter_to(h, "P1", "connected_person");
    struct letter unit = letter_to(h, "unit", "connected_unit");
    assert_non_null(strstr(unit.view, "\"other_first_name\":\"Person\""));
    assert_non_null(strstr(unit.view, "LB-2027-0001"));
    assert_null(strstr(person.view, "\"letter\":")); /* the number stands in the calendar alone */
    static const char *const secrets[] = {"troke", "Strokeenheten", "tar emot"};
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        assert_null(strstr(person.view, secrets[i]));
        assert_null(strstr(unit.view, secrets[i]));
    }
    assert_book(h, "SELECT version FROM agreement", "1");
    assert_book(h, "SELECT count(*) FROM occasion", "1");
}

static void nobody_is_refused_before_all_places_are_taken(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3 P4 P5");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    answers(h, "P3", ANSWER_YES);
    answers(h, "P4", ANSWER_NO);
    choose(h, "P2", false);
    assert_book(h, STATE, "choosing");
    assert_book(h, OUTCOMES, "P1:yes:- P2:yes:chosen P3:yes:- P4:no:- P5:sent:-");
    choose(h, "P3", false);
    assert_book(h, STATE, "connected");
    assert_book(h, OUTCOMES,
                "P1:yes:not_chosen P2:yes:chosen P3:yes:chosen P4:no:filled P5:cancelled:filled");
    assert_book(h, ENDINGS,
                "P1:not_chosen P2:connected_person P3:connected_person P4:filled"
                " P5:filled");
    assert_book(h, TASKS, "");
    assert_book(h, "SELECT kind FROM timer WHERE kind IN ('deadline', 'remind', 'wave')", "");
}

static void told_is_noted_when_the_letter_has_left(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    choose(h, "P1 P2", false);
    assert_book(h, "SELECT count(*) FROM invitation WHERE told_at IS NOT NULL", "0");
    letters_leave(h);
    assert_book(h, "SELECT count(*) FROM invitation WHERE told_at IS NULL", "0");
}

static void done_goes_on_with_those_found(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    refused(h, "does not take the event choose", "", true);
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", false);
    assert_book(h, STATE, "inviting");
    choose(h, "", true);
    assert_book(h, STATE, "connected");
    assert_book(h, ENDINGS, "P1:connected_person P2:filled");
}

static void who_has_not_said_yes_cannot_be_chosen(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_MAYBE);
    refused(h, "P2 has not said yes", "P1 P2", false);
    refused(h, "P3 has not said yes", "P3", true);
    refused(h, "P9 has not said yes", "P9", false);
    refused(h, "A1 has not said yes", "A1", false);
}

static void who_took_the_yes_back_a_second_ago_cannot_be_chosen(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    answers(h, "P2", ANSWER_NO);
    refused(h, "P2 has not said yes", "P1 P2", false);
    assert_book(h, PLACED, "");
    choose(h, "P1", false);
    withdraw(h, "P1", "representative");
    refused(h, "P1 has not said yes", "P1", false);
}

static void a_second_click_changes_nothing(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    choose(h, "P1 P2", false);
    const char *letters = house_value(h, LETTERS), *placed = house_value(h, PLACED);
    choose(h, "P1 P2", false);
    choose(h, "P1 P1", true);
    assert_string_equal(house_value(h, LETTERS), letters);
    assert_string_equal(house_value(h, PLACED), placed);
    assert_book(h, STATE, "connected");
}

/* Two browsers choose one each, and another: nobody loses a place that was given. */
static void two_browsers_choose_at_once(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    answers(h, "P3", ANSWER_YES);
    choose(h, "P1 P2", false);
    choose(h, "P2 P3", false);
    assert_book(h, STATE, "connected");
    assert_book(h, PLACED, "P1:chosen P2:chosen P3:chosen");
    assert_book(h, OUTCOMES, "P1:yes:chosen P2:yes:chosen P3:yes:chosen");
}

static void an_answer_from_one_who_is_chosen_waits_for_a_person(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", false);
    staff_refused(h, "to take that back is a withdrawal", .kind = EVENT_ANSWER, .who = "P1",
                  .answer = ANSWER_NO, .how = "staff");
}

/* A letter that was under way when the choice was made asks too late, and says so. */
static void one_whose_question_left_late_is_told_too(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 2, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    assert_did(staff_invites(h, "P1 P2"), h);
    house_sql(h, "UPDATE letter SET state = 'sending' WHERE recipient = 'P2'");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", true);
    assert_book(h, OUTCOMES, "P1:yes:chosen P2:queued:-");
    letters_leave(h);
    assert_book(h, OUTCOMES, "P1:yes:chosen P2:cancelled:filled");
    assert_string_equal(letter_to(h, "P2", "filled").state, "queued");
}

/* ---- Associations ---- */

static void an_association_hears_of_its_nominee_or_that_all_is_filled(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 1, "stroke");
    house_association(h, "Första", "a1@example.org", "stroke");
    house_association(h, "Andra", "a2@example.org", "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "both", .route_by = "staff");
    assert_did(staff_invites(h, "P1 A1 A2"), h);
    letters_leave(h);
    staff(h, .kind = EVENT_NOMINATE, .who = "A1", .text = "Kim Berg", .email = "kim@example.net");
    letters_leave(h);
    answers(h, "P2", ANSWER_YES);
    choose(h, "P2", true);
    assert_book(h, "SELECT speaks_for FROM placement", "1");
    assert_book(h, ENDINGS, "P1:filled A1:nominee_chosen A2:filled P2:connected_person");
    assert_book(h, "SELECT outcome FROM invitation ORDER BY id", "filled chosen filled chosen");
}

/* The ask was dropped unsent, and staff hear a no by phone: that one is told with the others. */
static void a_no_from_one_whose_ask_never_left(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    house_person(h, "Person 3", "p3@example.net", "stroke");
    assert_did(staff_invites(h, "P3"), h);
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    assert_book(h, OUTCOMES, "P1:yes:- P2:yes:- P3:cancelled:filled");
    answers(h, "P3", ANSWER_NO);
    choose(h, "P1 P2", false);
    assert_book(h, OUTCOMES, "P1:yes:chosen P2:yes:chosen P3:no:filled");
    assert_string_equal(letter_to(h, "P3", "filled").state, "queued");
}

#define GUARDIANS "SELECT subject FROM task WHERE kind = 'guardian' AND closed_at IS NULL"

static void born(struct lending_house *h, int64_t person, const char *year)
{
    const struct roster_change change = {"birth_year", year};
    assert_did(roster_person_set(&h->house, h->arena, "staff:1", person, &change, 1, &h->fault), h);
    house_sound(h);
}

/* Chosen as somebody of age, or of no age known; then the year of birth is corrected, twice. */
static void one_who_turns_out_to_be_young_needs_a_guardian(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    born(h, 1, "1999");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    choose(h, "P1 P2", false);
    assert_book(h, GUARDIANS, "");
    born(h, 1, "2009"); /* perhaps seventeen still */
    assert_book(h, GUARDIANS, "P1");
    born(h, 3, "2012"); /* who is not chosen */
    assert_book(h, GUARDIANS, "P1");
    born(h, 1, "2008");
    assert_book(h, GUARDIANS, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(enough_yes_is_the_units_turn_and_a_task),
        house_test(in_automatic_mode_those_who_fit_are_connected),
        house_test(in_automatic_mode_too_many_are_the_units_to_choose_among),
        house_test(a_unit_that_does_not_choose_is_a_task),
        house_test(a_yes_taken_back_takes_the_units_turn_back),
        house_test(both_sides_get_a_letter_with_a_link_of_its_own),
        house_test(nobody_is_refused_before_all_places_are_taken),
        house_test(told_is_noted_when_the_letter_has_left),
        house_test(done_goes_on_with_those_found),
        house_test(who_has_not_said_yes_cannot_be_chosen),
        house_test(who_took_the_yes_back_a_second_ago_cannot_be_chosen),
        house_test(a_second_click_changes_nothing),
        house_test(two_browsers_choose_at_once),
        house_test(an_answer_from_one_who_is_chosen_waits_for_a_person),
        house_test(one_whose_question_left_late_is_told_too),
        house_test(an_association_hears_of_its_nominee_or_that_all_is_filled),
        house_test(a_no_from_one_whose_ask_never_left),
        house_test(one_who_turns_out_to_be_young_needs_a_guardian),
    };
    return cmocka_run_group_tests_name("lending_choose", tests, house_group, house_group_over);
}
