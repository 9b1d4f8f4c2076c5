/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Asks that cannot leave: a mail server that is away while deadlines pass, and asks that were
 * dropped before they left, which have asked nobody.
 */
#include "lending_steps.h"

static void asked(struct lending_house *h, int people)
{
    h->settings.routing.automatic = true;
    house_people(h, people, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    timers_ring(h);
    assert_book(h, "SELECT DISTINCT deadline FROM invitation", "2027-03-08");
}

#define INVITED "SELECT count(*) FROM invitation"
#define LEFT "SELECT count(*) FROM letter WHERE purpose = 'invitation_person' AND state = 'queued'"

static void an_ask_that_could_not_leave_gets_a_new_day(void **state)
{
    struct lending_house *h = *state;
    asked(h, 12);
    const char *before = house_value(h, INVITED);
    house_at(h, "2027-03-10T10:00");
    assert_int_equal(timers_ring(h), 1);
    assert_book(h, "SELECT DISTINCT deadline FROM invitation", "2027-03-17");
    assert_book(h, INVITED, before); /* and no wave beside them */
    const char *view = letter_to(h, "P1", "invitation_person").view;
    assert_non_null(strstr(view, "17 mars"));
    assert_null(strstr(view, "8 mars"));
    letters_leave(h);
    assert_book(h, "SELECT DISTINCT deadline FROM invitation", "2027-03-17");
    house_at(h, "2027-03-18T10:00");
    timers_ring(h);
    assert_book(h, "SELECT DISTINCT state FROM invitation WHERE wave = 1", "expired");
}

static void an_ask_does_not_leave_when_it_is_too_late(void **state)
{
    struct lending_house *h = *state;
    asked(h, 12);
    house_at(h, "2027-04-21T10:00"); /* the day before */
    timers_ring(h);
    assert_book(h, LEFT, "0");
    assert_book(h, "SELECT DISTINCT state FROM invitation", "cancelled");
    assert_book(h, TASKS, "short");
}

/* Who said yes takes it back: those whose asks were dropped unsent may be asked after all. */
static void who_was_dropped_unsent_may_be_asked(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 3, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    assert_did(staff_invites(h, "P1 P2"), h);
    letters_leave(h);
    assert_did(staff_invites(h, "P3"), h);
    int64_t first = letter_to(h, "P3", "invitation_person").id;
    staff(h, .kind = EVENT_ANSWER, .who = "P1", .answer = ANSWER_YES, .how = "staff");
    staff(h, .kind = EVENT_ANSWER, .who = "P2", .answer = ANSWER_YES, .how = "staff");
    assert_book(h, STATE, "choosing");
    assert_string_equal(letter_to(h, "P3", "invitation_person").state, "dropped");
    staff(h, .kind = EVENT_ANSWER, .who = "P2", .answer = ANSWER_NO, .how = "staff");
    assert_did(staff_invites(h, "P3"), h);
    struct letter again = letter_to(h, "P3", "invitation_person");
    assert_int_equal(again.id, first);
    assert_string_equal(again.state, "queued");
    assert_book(h,
                "SELECT state || ':' || coalesce(outcome, '-') FROM invitation"
                " WHERE person_id = 3",
                "queued:-");
    letters_leave(h);
    mail_comes(h, .to = address_of(h, "P3", "invitation_person"), .from = "p3@example.net",
               .subject = "Svar", .body = "Ja\r\n");
    assert_book(h, STATE, "choosing");
}

/* Whose ask has left is never asked again. */
static void who_was_asked_is_not_asked_again(void **state)
{
    struct lending_house *h = *state;
    asked(h, 2);
    letters_leave(h);
    assert_refusal(staff_invites(h, "P1"), h, EXIT_DATA, "already_asked");
}

#define in_a_house(test) cmocka_unit_test_setup_teardown(test, house_make, house_over)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_house(an_ask_that_could_not_leave_gets_a_new_day),
        in_a_house(an_ask_does_not_leave_when_it_is_too_late),
        in_a_house(who_was_dropped_unsent_may_be_asked),
        in_a_house(who_was_asked_is_not_asked_again),
    };
    return cmocka_run_group_tests_name("lending_late", tests, house_group, house_group_over);
}
