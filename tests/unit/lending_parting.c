/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What took place is paid, whoever parts afterwards and however soon: before the timer of its end
 * has rung, while the letters about the payment still wait, by a withdrawal or a cancellation.
 */
#include "lending_choice.h"

#include "store/followups.h"

#define BASES                                                                                      \
    "SELECT 'P' || person_id || ':' || coalesce(paid, '-') FROM compensation JOIN placement"       \
    " ON placement.id = placement_id ORDER BY compensation.id"
#define ABOUT_PAY                                                                                  \
    "SELECT recipient || ':' || purpose || ':' || state FROM letter WHERE purpose LIKE"            \
    " 'payment_%' ORDER BY id"
#define PAY_TIMERS "SELECT subject FROM timer WHERE kind = 'paid' ORDER BY id"

/* P1 and P2 are chosen, and the one occasion ends at three on 22 April. */
static void both_chosen(struct lending_house *h)
{
    asked(h, "P1 P2");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    choose(h, "P1 P2", false);
    letters_leave(h);
}

static void who_withdraws_right_after_it(void **state)
{
    struct lending_house *h = *state;
    both_chosen(h);
    house_at(h, "2027-04-22T15:01"); /* nothing has rung */
    withdraw(h, "P1", "representative");
    assert_book(h, BASES, "P1:-");
    timers_ring(h);
    assert_book(h, STATE, "carried_out");
    assert_book(h, BASES, "P1:- P2:-");
    assert_book(h, PAY_TIMERS, "1 2");
}

static void called_off_right_after_it(void **state)
{
    struct lending_house *h = *state;
    both_chosen(h);
    house_at(h, "2027-04-22T15:01");
    staff(h, .kind = EVENT_CANCEL, .text = "Inget mer i år.");
    assert_book(h, BASES, "P1:- P2:-");
    assert_book(h, PAY_TIMERS, "1 2");
    assert_book(h,
                "SELECT count(*) FROM letter WHERE purpose = 'payment_basis' AND state ="
                " 'queued'",
                "2");
}

static void nobody_is_paid_for_what_did_not_take_place(void **state)
{
    struct lending_house *h = *state;
    both_chosen(h);
    house_at(h, "2027-04-22T14:59");
    withdraw(h, "P1", "representative");
    staff(h, .kind = EVENT_CANCEL, .text = "Lokalen brann.");
    assert_book(h, BASES, "");
}

/* Another occasion follows, so that the assignment goes on. */
static void letters_about_pay_are_not_overtaken(void **state)
{
    struct lending_house *h = *state;
    const struct occasion_change more = {.what = OCCASION_ADD,
                                         .starts = "2027-05-06T13:00",
                                         .ends = "2027-05-06T15:00",
                                         .place = "",
                                         .link = "",
                                         .access = ""};
    both_chosen(h);
    staff(h, .kind = EVENT_OCCASION, .changed = true, .change = &more);
    house_at(h, "2027-04-22T15:00");
    timers_ring(h);
    withdraw(h, "P1", "unit");
    staff(h, .kind = EVENT_CANCEL, .text = "Inget mer i år.");
    assert_book(h, ABOUT_PAY,
                "unit:payment_basis:queued P1:payment_report:queued unit:payment_basis:queued"
                " P2:payment_report:queued");
}

/* P1 was there, took no part in the rest, and is owed all the same: nothing closes before that. */
static void nothing_closes_while_one_who_left_is_owed(void **state)
{
    struct lending_house *h = *state;
    both_chosen(h);
    house_at(h, "2027-04-22T15:01");
    withdraw(h, "P1", "representative");
    timers_ring(h);
    letters_leave(h);
    house_sql(h, "UPDATE compensation SET paid = 'yes' WHERE id = 2; UPDATE request SET state ="
                 " 'followed_up'; UPDATE task SET closed_at = '2027-04-22'; UPDATE placement SET"
                 " state = 'followed_up' WHERE state = 'done'");
    struct followups_left left;
    assert_did(followups_left(h->house.db, 1, &left, &h->fault), h);
    assert_int_equal(left.unpaid, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(who_withdraws_right_after_it),
        house_test(called_off_right_after_it),
        house_test(nobody_is_paid_for_what_did_not_take_place),
        house_test(letters_about_pay_are_not_overtaken),
        house_test(nothing_closes_while_one_who_left_is_owed),
    };
    return cmocka_run_group_tests_name("lending_parting", tests, house_group, house_group_over);
}
