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

/* The server has put it off, or a cap holds it: its bytes are made, and say what was so then. */
static void made_and_waiting(struct lending_house *h, const char *state)
{
    house_sql(h, arena_printf(h->arena,
                              "UPDATE letter SET made = 1, attempts = %d, state = '%s'"
                              " WHERE purpose = 'invitation_person'",
                              strcmp(state, "deferred") == 0, state));
}

static void an_ask_that_was_put_off_is_made_anew(void **state)
{
    static const char *const waits[] = {"deferred", "held"}, *const then[] = {"queued", "held"};
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 2, "stroke");
    request_comes(h);
    assert_did(staff_invites(h, "P1"), h);
    for (size_t i = 0; i < 2; i++) {
        made_and_waiting(h, waits[i]);
        const char *day = i == 0 ? "28" : "29";
        assert_did(
            staff_sets(h, FACT_OCCASIONS,
                       arena_printf(h->arena, "2027-04-%sT13:00/2027-04-%sT15:00", day, day)),
            h);
        struct letter l = letter_to(h, "P1", "invitation_person");
        assert_non_null(strstr(l.view, arena_printf(h->arena, "%s april", day)));
        assert_string_equal(l.state, then[i]);
        assert_false(l.made);
    }
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'changed'", "0");
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

/* The server would not have it at first: it has asked nobody, and asks after all. */
static void one_that_was_put_off_and_dropped_may_be_asked(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 2, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    assert_did(staff_invites(h, "P1"), h);
    made_and_waiting(h, "deferred");
    struct letter before = letter_to(h, "P1", "invitation_person");
    assert_did(staff_sets(h, FACT_PEOPLE_MIN, "1"), h);
    assert_did(staff_invites(h, "P2"), h);
    staff(h, .kind = EVENT_ANSWER, .who = "P2", .answer = ANSWER_YES, .how = "staff");
    assert_book(h, ASKED, "P1:cancelled P2:yes");
    staff(h, .kind = EVENT_ANSWER, .who = "P2", .answer = ANSWER_NO, .how = "staff");
    assert_did(staff_invites(h, "P1"), h);
    struct letter l = letter_to(h, "P1", "invitation_person");
    assert_string_equal(l.state, "queued");
    assert_string_equal(l.message_id, before.message_id); /* the same letter: it may have arrived */
    assert_false(l.made);
    assert_book(h, ASKED, "P1:queued P2:no");
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
        in_a_house(an_ask_that_was_put_off_is_made_anew),
        in_a_house(an_ask_does_not_leave_when_it_is_too_late),
        in_a_house(who_was_dropped_unsent_may_be_asked),
        in_a_house(one_that_was_put_off_and_dropped_may_be_asked),
        in_a_house(who_was_asked_is_not_asked_again),
    };
    return cmocka_run_group_tests_name("lending_late", tests, house_group, house_group_over);
}
