/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Who is no more while an assignment goes on: whatever rings, changes or comes for somebody who has
 * died or is erased is no fault, stops nothing for the others, and says no yes. And what took
 * place is not called off by the unit, nor asked for again.
 */
#include "lending_choice.h"

#include "lending/people.h"

static void dies(struct lending_house *h, int64_t person)
{
    const struct roster_change died = {"deceased", "yes"};
    assert_did(roster_person_set(&h->house, h->arena, "staff:1", person, &died, 1, &h->fault), h);
    house_sound(h);
}

static void nobody_reminds_the_dead(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    dies(h, 1);
    const char *reminds = "SELECT subject FROM timer WHERE kind = 'remind' ORDER BY id";
    assert_book(h, reminds, "P1 P2");
    h->house.clock.offset += DAYS(h->settings.invite.reminder_days);
    timers_ring(h);
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'reminder_answer'", "P2");
    assert_book(h, reminds, "");
}

static void a_change_reaches_the_others(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_NO);
    answers(h, "P2", ANSWER_YES);
    dies(h, 1);
    assert_did(roster_person_erase(&h->house, h->arena, "staff:1", 3, &h->fault), h);
    assert_did(staff_sets(h, FACT_MUNICIPALITY, "Borås"), h);
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'changed'", "P2");
}

static void the_dead_say_no_yes(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    const char *to = address_of(h, "P1", "invitation_person");
    letters_leave(h);
    dies(h, 1);
    staff_refused(h, "can no longer take part", .kind = EVENT_ANSWER, .who = "P1",
                  .answer = ANSWER_YES, .how = "page", .text = "");
    mail_comes(h, .from = "p1@example.net", .to = to, .body = "Ja, gärna!\r\n");
    assert_book(h, OUTCOMES, "P1:sent:- P2:sent:-");
    assert_book(h, "SELECT kind FROM task WHERE closed_at IS NULL", "answer");
}

static void the_unit_calls_off_nothing_that_took_place(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", true);
    staff(h, .kind = EVENT_DONE);
    staff_refused(h, "carried_out", .kind = EVENT_CANCEL, .actor = "unit", .by_unit = true,
                  .text = "Inställt");
    assert_book(h, PLACED, "P1:done");
}

static void an_agreement_that_is_off_is_not_asked_for_again(void **state)
{
    struct lending_house *h = *state;
    asked(h, "P1 P2");
    answers(h, "P1", ANSWER_YES);
    choose(h, "P1", true);
    staff(h, .kind = EVENT_PROPOSE, .who = "P1", .party = "unit", .actor = "unit",
          .body = "{\"task\":\"Läsa\"}");
    staff(h, .kind = EVENT_CANCEL, .text = "Inställt");
    struct letter l = letter_to(h, "P1", "agreement_changed");
    assert_string_equal(l.state, "dropped");
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_refusal(lending_send_again(&h->house, h->arena, l.id, &h->fault), h, EXIT_DATA,
                   "nothing to ask");
    db_rollback(h->house.db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(nobody_reminds_the_dead),
        house_test(a_change_reaches_the_others),
        house_test(the_dead_say_no_yes),
        house_test(the_unit_calls_off_nothing_that_took_place),
        house_test(an_agreement_that_is_off_is_not_asked_for_again),
    };
    return cmocka_run_group_tests_name("lending_absent", tests, house_group, house_group_over);
}
