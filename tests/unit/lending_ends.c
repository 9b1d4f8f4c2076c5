/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Ends, and what staff do on the way: whoever was asked is told, what has not left is dropped, and
 * what the rules refuse leaves the book byte for byte as it was.
 */
#include "lending_steps.h"

#define TOLD                                                                                       \
    "SELECT recipient FROM letter WHERE purpose = 'cancelled_asked' AND state = 'queued'"          \
    " ORDER BY id"

static void arrived(struct lending_house *h, const char *body)
{
    h->settings.routing.automatic = false;
    house_people(h, 5, "stroke");
    house_association(h, "Strokekamraterna", "a1@example.net", "stroke");
    mail_comes(h, .body = body);
}

static void cancel(struct lending_house *h)
{
    staff(h, .kind = EVENT_CANCEL, .text = "Chefen har slutat.");
    assert_book(h, STATE, "cancelled");
    assert_book(h, TIMERS, "");
    assert_book(h, "SELECT dropped_text FROM request", "Chefen har slutat.");
    assert_book(h,
                "SELECT count(*) FROM letter WHERE state = 'queued' AND purpose NOT LIKE"
                " 'cancelled_%'",
                "0");
}

static void cancelled_while_clarifying(void **state)
{
    struct lending_house *h = *state;
    arrived(h, part_request);
    cancel(h);
    assert_book(h, LETTERS, "unit:acknowledgement:dropped unit:cancelled_unit:queued");
    assert_book(h, TASKS, "");
}

static void cancelled_in_triage(void **state)
{
    struct lending_house *h = *state;
    arrived(h, whole_request);
    letters_leave(h);
    cancel(h);
    assert_book(h, LETTERS, "unit:acknowledgement:sent unit:cancelled_unit:queued");
}

static void cancelled_while_received(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    mail_comes(h, .from = "x@elsewhere.example");
    assert_book(h, TASKS, "untrusted_sender");
    cancel(h);
    assert_book(h, LETTERS, "unit:cancelled_unit:queued");
    assert_book(h, TASKS, "");
}

static void the_asked_are_told_and_the_queued_are_not(void **state)
{
    struct lending_house *h = *state;
    arrived(h, whole_request);
    assert_did(staff_invites(h, "P1 P2 A1"), h);
    letters_leave(h);
    staff(h, .kind = EVENT_ANSWER, .who = "P2", .answer = ANSWER_NO, .how = "staff");
    assert_did(staff_invites(h, "P3"), h); /* has not left yet */
    cancel(h);
    assert_book(h, TOLD, "P1 P2 A1");
    assert_book(h, ASKED, "P1:cancelled P2:no A1:cancelled P3:cancelled");
    assert_book(h, "SELECT DISTINCT outcome FROM invitation", "cancelled");
    assert_book(h, "SELECT state FROM letter WHERE recipient = 'P3'", "dropped");
    letters_leave(h);
    assert_book(h, "SELECT count(*) FROM invitation WHERE told_at IS NOT NULL", "3");
}

static void the_uncertain_counts_as_asked(void **state)
{
    struct lending_house *h = *state;
    arrived(h, whole_request);
    assert_did(staff_invites(h, "P1"), h);
    house_sql(h, "UPDATE letter SET state = 'unknown', noticed = 0 WHERE recipient = 'P1'");
    letters_notice(h);
    assert_book(h, ASKED, "P1:unknown");
    assert_book(h, TASKS, "letter_unknown");
    cancel(h);
    assert_book(h, TOLD, "P1");
}

static void a_letter_that_leaves_all_the_same_is_followed_by_word(void **state)
{
    struct lending_house *h = *state;
    arrived(h, whole_request);
    assert_did(staff_invites(h, "P1 P2"), h);
    house_sql(h, "UPDATE letter SET state = 'sending' WHERE recipient = 'P1'"); /* under way */
    cancel(h);
    assert_book(h, TOLD, "");
    house_sql(h, "UPDATE letter SET state = 'sent', made = 1, noticed = 0, token = NULL"
                 " WHERE recipient = 'P1'");
    letters_notice(h);
    assert_book(h, TOLD, "P1");
    assert_book(h, ASKED, "P1:cancelled P2:cancelled");
    letters_leave(h);
    assert_book(h, "SELECT count(told_at) FROM invitation", "1");
}

static void nobody_is_written_to_who_cannot_be_told(void **state)
{
    struct lending_house *h = *state;
    arrived(h, whole_request);
    assert_did(staff_invites(h, "P1 P2 P3 P4"), h);
    letters_leave(h);
    house_sql(h, "UPDATE person SET deceased = 1 WHERE id = 1;"
                 "UPDATE person SET erased_at = '2027-03-01T09:30:00.000Z', name = '', email = ''"
                 " WHERE id = 2; UPDATE invitation SET state = 'bounced' WHERE person_id = 3");
    cancel(h);
    assert_book(h, TOLD, "P4");
}

static void cancelling_closes_every_task_of_the_request(void **state)
{
    struct lending_house *h = *state;
    arrived(h, whole_request);
    assert_did(staff_invites(h, "P1"), h);
    house_sql(h, "UPDATE letter SET state = 'failed', noticed = 0 WHERE recipient = 'P1'");
    letters_notice(h);
    assert_book(h, TASKS, "wave address letter_failed");
    assert_did(staff_invites(h, "P2"), h); /* a move that mends the first alone */
    assert_book(h, TASKS, "address letter_failed");
    cancel(h);
    assert_book(h, TASKS, "");
}

static void declined_and_advised(void **state)
{
    struct lending_house *h = *state;
    arrived(h, part_request);
    mail_comes(h, .body = part_request, .id = "second@vgregion.example");
    staff(h, .kind = EVENT_DECLINE, .text = "Det ligger utanför vårt uppdrag.");
    assert_book(h, "SELECT purpose || ':' || state FROM letter WHERE request_id = 1",
                "acknowledgement:dropped declined:queued");
    assert_non_null(strstr(letter_to(h, "unit", "declined").view, "utanför vårt uppdrag"));
    staff(h, .request_id = 2, .kind = EVENT_ADVICE);
    assert_book(h, STATE, "declined advised");
    assert_book(h, TASKS, "advice");
    assert_book(h, TIMERS, "");
    staff(h, .request_id = 2, .kind = EVENT_CLOSE);
    assert_book(h, STATE, "declined closed");
    assert_book(h, TASKS, "");
}

static void a_note_and_a_letter_change_no_state(void **state)
{
    struct lending_house *h = *state;
    arrived(h, whole_request);
    staff(h, .kind = EVENT_NOTE, .text = "Ringde.");
    staff(h, .kind = EVENT_WRITE, .who = "unit", .text = "Hej Anna!");
    staff(h, .kind = EVENT_WRITE, .who = "P1", .text = "Hej Person!");
    assert_book(h, STATE, "triage");
    assert_book(h, "SELECT recipient || ':' || own_text FROM letter WHERE purpose = 'message'",
                "unit:Hej Anna! P1:Hej Person!");
    assert_book(h,
                "SELECT text FROM audit_text JOIN audit ON audit.id = audit_id"
                " WHERE event = 'note'",
                "Ringde.");
    assert_book(h, "SELECT actor || '/' || subject FROM audit WHERE event = 'write'",
                "staff:1/unit staff:1/P1");
}

static void the_dead_get_no_letters(void **state)
{
    struct lending_house *h = *state;
    arrived(h, whole_request);
    house_sql(h, "UPDATE person SET deceased = 1 WHERE id = 1");
    staff_refused(h, "P1", .kind = EVENT_WRITE, .who = "P1", .text = "Hej");
}

static void refusals_leave_the_book_as_it_was(void **state)
{
    struct lending_house *h = *state;
    arrived(h, whole_request);
    const char *const names[] = {"P2"};
    staff_refused(h, "triage", .kind = EVENT_CLOSE);
    staff_refused(h, "triage", .kind = EVENT_READ);
    staff_refused(h, "triage", .kind = EVENT_ANSWER, .who = "P1", .answer = ANSWER_YES);
    assert_did(staff_invites(h, "P1"), h);
    staff_refused(h, "P2 was not asked", .kind = EVENT_ANSWER, .who = "P2", .answer = ANSWER_YES);
    staff_refused(h, "inviting", .kind = EVENT_DECLINE, .text = "Nej");
    staff_refused(h, "inviting", .kind = EVENT_ADVICE);
    cancel(h);
    staff_refused(h, "cancelled", .kind = EVENT_CANCEL, .text = "igen");
    staff_refused(h, "cancelled", .kind = EVENT_ROUTE, .route = "pool");
    staff_refused(h, "cancelled", .kind = EVENT_INVITE, .names = names, .name_count = 1);
    staff_refused(h, "cancelled", .kind = EVENT_CLOSE);
    const char *before = house_dump(h);
    assert_refusal(staff_sets(h, FACT_COST_REF, "123"), h, EXIT_DATA, "cancelled");
    assert_refusal(staff_invites(h, "P2"), h, EXIT_DATA, "cancelled");
    assert_refusal(staff_event(h, (struct event){.kind = EVENT_NOTE, .request_id = 99}), h,
                   EXIT_NO_INPUT, "99");
    assert_string_equal(house_dump(h), before);
}

static void an_offer_that_is_refused_leaves_nothing(void **state)
{
    struct lending_house *h = *state;
    arrived(h, whole_request);
    const char *before = house_dump(h);
    bool taken = true;
    struct event event = {.kind = EVENT_TIMER_MISSING, .request_id = 1, .actor = "system"};
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(lending_offer(&h->house, h->arena, &event, &taken, &h->fault), h);
    assert_false(taken);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_string_equal(house_dump(h), before);
}

static void staff_complete_a_request_by_telephone(void **state)
{
    struct lending_house *h = *state;
    arrived(h, part_request);
    assert_did(staff_sets(h, FACT_PEOPLE_MIN, "2"), h);
    assert_did(staff_sets(h, FACT_OCCASIONS, "2027-04-22T13:00/2027-04-22T15:00"), h);
    assert_book(h, STATE, "clarifying");
    assert_did(staff_sets(h, FACT_MUNICIPALITY, "Göteborg"), h);
    assert_did(staff_sets(h, FACT_FORMAT, "on_site"), h);
    assert_book(h, STATE, "triage");
    assert_book(h, LETTERS, "unit:acknowledgement:queued"); /* the unit wrote nothing: no thanks */
    assert_book(h, TASKS, "route");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(cancelled_while_clarifying),
        house_test(cancelled_in_triage),
        house_test(cancelled_while_received),
        house_test(the_asked_are_told_and_the_queued_are_not),
        house_test(the_uncertain_counts_as_asked),
        house_test(a_letter_that_leaves_all_the_same_is_followed_by_word),
        house_test(nobody_is_written_to_who_cannot_be_told),
        house_test(cancelling_closes_every_task_of_the_request),
        house_test(declined_and_advised),
        house_test(a_note_and_a_letter_change_no_state),
        house_test(the_dead_get_no_letters),
        house_test(refusals_leave_the_book_as_it_was),
        house_test(an_offer_that_is_refused_leaves_nothing),
        house_test(staff_complete_a_request_by_telephone),
    };
    return cmocka_run_group_tests_name("lending_ends", tests, house_group, house_group_over);
}
