/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for the pages of a choice: what a page meant is done whole or not at all, once, and what
 * came too late is said to be so.
 */
#include "lending_choice.h"

#include "lending/choice.h"
#include "lending/people.h"

static enum choice_verdict picks(struct lending_house *h, const char *names, bool finished)
{
    enum choice_verdict verdict = CHOICE_OVER;
    const struct event e = choice_of(h, names, finished);
    const struct page_choice choice = {
        .request_id = 1, .names = e.names, .count = e.name_count, .finished = finished};
    assert_did(lending_page_choose(&h->house, h->arena, &choice, &verdict, &h->fault), h);
    house_sound(h);
    return verdict;
}

/* What is not done leaves the book byte for byte as it was. */
static void picks_in_vain(struct lending_house *h, const char *names, bool finished,
                          enum choice_verdict wanted)
{
    const char *before = house_dump(h);
    assert_int_equal(picks(h, names, finished), wanted);
    assert_string_equal(house_dump(h), before);
}

static void three_yes(struct lending_house *h)
{
    asked(h, "P1 P2 P3 P4");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    answers(h, "P3", ANSWER_YES);
}

static void all_named_or_none(void **state)
{
    struct lending_house *h = *state;
    three_yes(h);
    picks_in_vain(h, "P1 P4", false, CHOICE_GONE);
    picks_in_vain(h, "P1 P99", false, CHOICE_GONE);
    picks_in_vain(h, "A1", false, CHOICE_GONE);
    picks_in_vain(h, "", true, CHOICE_NOBODY);
    assert_int_equal(picks(h, "P1 P3", false), CHOICE_MADE);
    assert_book(h, PLACED, "P1:chosen P3:chosen");
    assert_book(h, "SELECT actor FROM audit WHERE event = 'choose'", "unit");
}

static void the_second_click_and_the_back_button(void **state)
{
    struct lending_house *h = *state;
    three_yes(h);
    assert_int_equal(picks(h, "P1 P2", false), CHOICE_MADE);
    picks_in_vain(h, "P1 P2", false, CHOICE_MADE);
    picks_in_vain(h, "P2", true, CHOICE_MADE);
    picks_in_vain(h, "P1 P3", false, CHOICE_OVER);
    picks_in_vain(h, "P3", false, CHOICE_OVER);
    picks_in_vain(h, "", false, CHOICE_OVER);
}

static void one_who_withdrew_a_second_ago(void **state)
{
    struct lending_house *h = *state;
    three_yes(h);
    answers(h, "P3", ANSWER_NO);
    picks_in_vain(h, "P1 P3", false, CHOICE_GONE);
    assert_int_equal(picks(h, "P1", false), CHOICE_MADE);
    withdraw(h, "P1", "representative");
    picks_in_vain(h, "P1 P2", false, CHOICE_GONE);
}

static void one_who_died_a_second_ago(void **state)
{
    struct lending_house *h = *state;
    const struct roster_change died = {"deceased", "yes"};
    three_yes(h);
    assert_did(roster_person_set(&h->house, h->arena, "staff:1", 3, &died, 1, &h->fault), h);
    picks_in_vain(h, "P1 P3", false, CHOICE_GONE);
}

static void nothing_is_chosen_when_it_is_called_off(void **state)
{
    struct lending_house *h = *state;
    three_yes(h);
    staff(h, .kind = EVENT_CANCEL, .text = "Inställt");
    picks_in_vain(h, "P1", false, CHOICE_OVER);
}

/* ---- Withdrawals ---- */

static enum choice_verdict leaves(struct lending_house *h, const char *who, bool by_unit)
{
    enum choice_verdict verdict = CHOICE_GONE;
    const struct page_withdrawal w = {
        .request_id = 1, .who = who, .by_unit = by_unit, .text = "Jag orkar inte."};
    assert_did(lending_page_withdraw(&h->house, h->arena, &w, &verdict, &h->fault), h);
    house_sound(h);
    return verdict;
}

static void either_side_withdraws_once(void **state)
{
    struct lending_house *h = *state;
    three_yes(h);
    assert_int_equal(picks(h, "P1 P2", false), CHOICE_MADE);
    assert_int_equal(leaves(h, "P1", false), CHOICE_MADE);
    assert_int_equal(leaves(h, "P1", false), CHOICE_MADE);
    assert_int_equal(leaves(h, "P2", true), CHOICE_MADE);
    assert_int_equal(leaves(h, "P4", true), CHOICE_MADE);
    assert_book(h, PLACED, "P1:withdrawn P2:withdrawn");
    assert_book(h, "SELECT actor FROM audit WHERE event = 'withdraw' ORDER BY id", "P1 unit");
    assert_null(strstr(letter_to(h, "unit", "withdrawn_unit").view, "orkar"));
}

static void nobody_leaves_what_is_over(void **state)
{
    struct lending_house *h = *state;
    three_yes(h);
    assert_int_equal(picks(h, "P1 P2", false), CHOICE_MADE);
    staff(h, .kind = EVENT_DONE);
    assert_int_equal(leaves(h, "P1", false), CHOICE_OVER);
    assert_book(h, PLACED, "P1:done P2:done");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(all_named_or_none),
        house_test(the_second_click_and_the_back_button),
        house_test(one_who_withdrew_a_second_ago),
        house_test(one_who_died_a_second_ago),
        house_test(nothing_is_chosen_when_it_is_called_off),
        house_test(either_side_withdraws_once),
        house_test(nobody_leaves_what_is_over),
    };
    return cmocka_run_group_tests_name("lending_choosing_page", tests, house_group,
                                       house_group_over);
}
