/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Withdrawals and cancellations at every point: both sides are told, the place is asked for anew,
 * what was under way is overtaken, and everyone who was asked has an outcome and a letter. And
 * people who die, or are erased, in the middle of an assignment.
 */
#include "lending_choice.h"

#include "lending/people.h"
#include "store/agreements.h"

/* Four asked, of whom P1 and P2 are chosen, P3 said yes too, and P4 is silent. */
static void connected(struct lending_house *h)
{
    asked(h, "P1 P2 P3 P4");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    answers(h, "P3", ANSWER_YES);
    choose(h, "P1 P2", false);
    letters_leave(h);
}

static void accept_one(struct lending_house *h, const char *who, const char *party)
{
    struct agreement g;
    int64_t placement = atoll(house_value(
        h, arena_printf(h->arena, "SELECT id FROM placement WHERE person_id = %s", who + 1)));
    assert_did(agreements_newest(h->house.db, h->arena, placement, &g, &h->fault), h);
    staff(h, .kind = EVENT_ACCEPT, .who = who, .party = party, .how = "phone", .hash = g.sha256);
}

static void accept_both(struct lending_house *h, const char *who)
{
    accept_one(h, who, "unit");
    accept_one(h, who, "representative");
}

static void agreed(struct lending_house *h)
{
    connected(h);
    accept_both(h, "P1");
    accept_both(h, "P2");
    assert_book(h, STATE, "agreed");
    letters_leave(h);
}

/* ---- A withdrawal ---- */

static void both_are_told_and_those_not_chosen_are_asked_again(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    house_at(h, "2027-03-02T10:00");
    withdraw(h, "P2", "representative");
    assert_book(h, STATE, "inviting");
    assert_book(h, PLACED, "P1:chosen P2:withdrawn");
    assert_book(h, OUTCOMES, "P1:yes:chosen P2:no:chosen P3:queued:not_chosen P4:cancelled:filled");
    assert_non_null(strstr(letter_to(h, "P2", "withdrawn_person").view, "\"by_person\":true"));
    assert_non_null(strstr(letter_to(h, "unit", "withdrawn_unit").view, "\"by_unit\":false"));
    assert_string_equal(letter_to(h, "P3", "invitation_reopened").state, "queued");
    assert_book(h, "SELECT subject FROM timer WHERE kind = 'agree'", "P1");
    letters_leave(h);
    assert_book(h, OUTCOMES, "P1:yes:chosen P2:no:chosen P3:sent:- P4:cancelled:filled");
    answers(h, "P3", ANSWER_YES);
    assert_book(h, STATE, "choosing");
    choose(h, "P3", false);
    assert_book(h, STATE, "connected");
    assert_book(h, PLACED, "P1:chosen P2:withdrawn P3:chosen");
}

static void one_who_changed_their_mind_since_is_no_longer_asked(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    withdraw(h, "P1", "staff");
    letters_leave(h);
    answers(h, "P3", ANSWER_NO);
    assert_book(h, STATE, "inviting");
    assert_book(h, TASKS, "wave");
    assert_book(h, ENDINGS, "P1:withdrawn_person P2:connected_person P3:not_chosen P4:filled");
}

static void with_nobody_in_line_the_next_wave_is_due(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    choose(h, "P1 P2", false);
    withdraw(h, "P1", "unit");
    assert_book(h, TASKS, "wave");
    assert_non_null(strstr(letter_to(h, "P1", "withdrawn_person").view, "\"by_unit\":true"));
    h->settings.routing.automatic = true;
    withdraw(h, "P2", "representative");
    assert_string_equal(timer_due(h, "wave"), "2027-03-01T10:00");
}

static void what_had_not_left_about_it_is_overtaken(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", false);
    withdraw(h, "P1", "representative");
    assert_string_equal(letter_to(h, "P1", "connected_person").state, "dropped");
    assert_string_equal(letter_to(h, "unit", "connected_unit").state, "dropped");
    letters_leave(h);
    assert_book(h, ENDINGS, "P1:withdrawn_person -");
}

static void one_place_kept_is_an_agreement_kept(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    choose(h, "P3", false); /* one more than was asked for */
    accept_both(h, "P1");
    accept_both(h, "P2");
    assert_book(h, STATE, "connected");
    withdraw(h, "P3", "representative");
    assert_book(h, STATE, "agreed");
    assert_book(h, PLACED, "P1:agreed P2:agreed P3:withdrawn");
}

static void a_withdrawal_after_the_agreement_reopens_too(void **state)
{
    struct lending_house *h = *state;
    agreed(h);
    withdraw(h, "P1", "representative");
    assert_book(h, STATE, "inviting");
    staff_refused(h, "has no place", .kind = EVENT_WITHDRAW, .who = "P1",
                  .party = "representative");
    staff_refused(h, "has no place", .kind = EVENT_WITHDRAW, .who = "P4", .party = "unit");
}

static void one_who_withdrew_may_be_chosen_again(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    house_at(h, "2027-03-02T10:00");
    withdraw(h, "P1", "representative");
    letters_leave(h);
    answers(h, "P1", ANSWER_YES);
    house_at(h, "2027-03-03T10:00");
    choose(h, "P1", false);
    assert_book(h, PLACED, "P1:chosen P2:chosen");
    assert_string_equal(letter_to(h, "P1", "connected_person").state, "queued");
    assert_string_equal(letter_to(h, "unit", "connected_unit").state, "queued");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'connected_person'", "3");
}

static void a_mail_of_one_who_is_chosen_is_for_a_person(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", false);
    const char *to = address_of(h, "P1", "connected_person");
    letters_leave(h);
    mail_comes(h, .from = "p1@example.net", .to = to, .subject = "Sv: Du ar vald",
               .body = "Nej, jag kan inte.\r\n");
    assert_book(h, PLACED, "P1:chosen");
    assert_book(h, TASKS, "answer");
    withdraw(h, "P1", "staff");
    assert_book(h, "SELECT kind FROM task WHERE closed_at IS NULL AND kind = 'answer'", "");
    assert_book(h, "SELECT count(*) FROM inbox WHERE state = 'waiting'", "0");
}

static void when_the_assignment_is_over_nobody_withdraws(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    staff(h, .kind = EVENT_DONE);
    staff_refused(h, "does not take the event withdraw", .kind = EVENT_WITHDRAW, .who = "P1",
                  .party = "representative");
}

/* ---- Cancelled ---- */

static void cancel(struct lending_house *h)
{
    staff(h, .kind = EVENT_CANCEL, .text = "Lokalen brann.");
    assert_book(h, STATE, "cancelled");
    assert_book(h, "SELECT count(*) FROM placement WHERE state NOT IN ('cancelled', 'withdrawn')",
                "0");
    assert_book(h, "SELECT count(*) FROM timer WHERE kind <> 'paid'", "0");
    letters_leave(h);
    assert_book(h,
                "SELECT count(*) FROM invitation WHERE outcome IS NULL OR (asked_at IS NOT NULL"
                " AND told_at IS NULL AND person_id NOT IN (SELECT id FROM person"
                " WHERE deceased = 1 OR erased_at IS NOT NULL))",
                "0");
}

static void cancelled_while_choosing(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    cancel(h);
    assert_book(h, ENDINGS, "P1:cancelled_asked P2:cancelled_asked P3:cancelled_asked");
    assert_string_equal(letter_to(h, "unit", "candidates").state, "dropped");
}

static void cancelled_with_one_of_two_chosen(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", false);
    letters_leave(h);
    cancel(h);
    assert_book(h, ENDINGS, "P1:cancelled_placed P2:cancelled_asked P3:cancelled_asked");
}

static void cancelled_when_connected(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    cancel(h);
    assert_book(h, ENDINGS, "P1:cancelled_placed P2:cancelled_placed P3:not_chosen P4:filled");
    assert_book(h, OUTCOMES,
                "P1:yes:cancelled P2:yes:cancelled P3:yes:not_chosen P4:cancelled:filled");
}

/* The letters of the choice had not left: what they would have said is told in one. */
static void cancelled_before_the_letters_of_the_choice_left(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    choose(h, "P1", true);
    cancel(h);
    assert_book(h, ENDINGS, "P1:cancelled_placed P2:cancelled_asked P3:cancelled_asked");
}

static void cancelled_when_agreed(void **state)
{
    struct lending_house *h = *state;
    agreed(h);
    cancel(h);
    assert_book(h, ENDINGS, "P1:cancelled_placed P2:cancelled_placed P3:not_chosen P4:filled");
}

static void cancelled_after_a_withdrawal(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    withdraw(h, "P1", "representative");
    cancel(h); /* before anything of the withdrawal has left */
    assert_book(h, ENDINGS, "P1:cancelled_asked P2:cancelled_placed P3:not_chosen P4:filled");
}

static void cancelled_after_it_was_asked_anew(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    withdraw(h, "P1", "representative");
    letters_leave(h);
    cancel(h);
    assert_book(h, ENDINGS, "P1:withdrawn_person P2:cancelled_placed P3:cancelled_asked P4:filled");
}

static void cancelled_after_all(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    staff(h, .kind = EVENT_DONE);
    letters_leave(h);
    cancel(h);
    assert_book(h, PLACED, "P1:cancelled P2:cancelled");
}

/* ---- One of two places, and the last occasion is over ---- */

static void one_of_two_filled_when_the_last_is_over(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", false);
    answers(h, "P2", ANSWER_MAYBE);
    letters_leave(h);
    house_at(h, "2027-04-22T16:00");
    house_sql(h, "UPDATE timer SET silence = ''; DELETE FROM timer WHERE kind <> 'over'");
    timers_ring(h);
    assert_book(h, STATE, "carried_out");
    assert_book(h, PLACED, "P1:done");
    letters_leave(h);
    assert_book(h, OUTCOMES, "P1:yes:chosen P2:maybe:not_chosen P3:cancelled:filled");
}

/* ---- Gone ---- */

static void one_who_dies_leaves_the_place_and_the_unit_is_told(void **state)
{
    struct lending_house *h = *state;
    agreed(h);
    const struct roster_change died = {"deceased", "yes"};
    assert_did(roster_person_set(&h->house, h->arena, "staff:1", 1, &died, 1, &h->fault), h);
    house_sound(h);
    assert_book(h, STATE, "inviting");
    assert_book(h, PLACED, "P1:withdrawn P2:agreed");
    assert_string_equal(letter_to(h, "unit", "withdrawn_unit").state, "queued");
    assert_string_equal(letter_to(h, "P1", "withdrawn_person").state, "dropped");
    assert_book(h, "SELECT count(*) FROM letter WHERE recipient = 'P1' AND state = 'queued'", "0");
    cancel(h);
}

static void one_who_is_erased_leaves_the_place(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    assert_did(roster_person_erase(&h->house, h->arena, "staff:1", 2, &h->fault), h);
    house_sound(h);
    assert_book(h, STATE, "inviting");
    assert_book(h, PLACED, "P1:chosen P2:withdrawn");
    assert_string_equal(letter_to(h, "unit", "withdrawn_unit").state, "queued");
    assert_book(h, "SELECT count(*) FROM letter WHERE recipient = 'P2' AND state = 'queued'", "0");
    refused(h, "P2 has not said yes", "P2", false);
    cancel(h);
}

static void the_yes_of_one_who_is_gone_waits_for_nothing(void **state)
{
    struct lending_house *h = *state;
    const struct roster_change died = {"deceased", "yes"};
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    assert_did(roster_person_set(&h->house, h->arena, "staff:1", 1, &died, 1, &h->fault), h);
    house_sound(h);
    assert_book(h, STATE, "inviting");
    assert_book(h, TASKS, "wave");
    refused(h, "P1 has not said yes", "P1", false);
    answers(h, "P3", ANSWER_YES);
    assert_did(roster_person_erase(&h->house, h->arena, "staff:1", 3, &h->fault), h);
    house_sound(h);
    assert_book(h, STATE, "inviting");
    assert_book(h, TASKS, "wave");
}

static void what_was_carried_out_stands_when_somebody_is_erased(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    staff(h, .kind = EVENT_DONE);
    letters_leave(h);
    assert_did(roster_person_erase(&h->house, h->arena, "staff:1", 2, &h->fault), h);
    house_sound(h);
    assert_book(h, STATE, "carried_out");
    assert_book(h, PLACED, "P1:done P2:done");
}

static void two_who_are_one_keep_the_assignment(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    int64_t twin = house_person(h, "Person 1", "annan@example.net", "stroke");
    assert_did(roster_person_merge(&h->house, h->arena, "staff:1", twin, 1, &h->fault), h);
    house_sound(h);
    assert_book(h, PLACED, "P5:chosen P2:chosen");
    assert_book(h, "SELECT DISTINCT subject FROM token WHERE purpose = 'agreement' ORDER BY 1",
                "P2 P5");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(both_are_told_and_those_not_chosen_are_asked_again),
        house_test(one_who_changed_their_mind_since_is_no_longer_asked),
        house_test(with_nobody_in_line_the_next_wave_is_due),
        house_test(what_had_not_left_about_it_is_overtaken),
        house_test(one_place_kept_is_an_agreement_kept),
        house_test(a_withdrawal_after_the_agreement_reopens_too),
        house_test(one_who_withdrew_may_be_chosen_again),
        house_test(a_mail_of_one_who_is_chosen_is_for_a_person),
        house_test(when_the_assignment_is_over_nobody_withdraws),
        house_test(cancelled_while_choosing),
        house_test(cancelled_with_one_of_two_chosen),
        house_test(cancelled_when_connected),
        house_test(cancelled_before_the_letters_of_the_choice_left),
        house_test(cancelled_when_agreed),
        house_test(cancelled_after_a_withdrawal),
        house_test(cancelled_after_it_was_asked_anew),
        house_test(cancelled_after_all),
        house_test(one_of_two_filled_when_the_last_is_over),
        house_test(one_who_dies_leaves_the_place_and_the_unit_is_told),
        house_test(one_who_is_erased_leaves_the_place),
        house_test(the_yes_of_one_who_is_gone_waits_for_nothing),
        house_test(what_was_carried_out_stands_when_somebody_is_erased),
        house_test(two_who_are_one_keep_the_assignment),
    };
    return cmocka_run_group_tests_name("lending_withdraw", tests, house_group, house_group_over);
}
