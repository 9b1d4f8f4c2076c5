/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The follow-up by its days: each party is asked once and reminded once, and a request closes when
 * nothing is left.
 */
#include "lending_followups.h"

/* ---- Asking and reminding ---- */

static void each_is_asked_once_and_reminded_once(void **state)
{
    struct lending_house *h = *state;
    over(h);
    assert_book(h, FOLLOWUPS, "unit P1 P2");
    assert_book(h, PLACED, "done done");
    assert_string_equal(timer_due(h, "followup"), "2027-04-29T15:00");
    at(h, "2027-04-29T14:59");
    assert_book(h, OF_FOLLOWUPS, "");
    at(h, "2027-04-29T15:00");
    assert_book(h, OF_FOLLOWUPS,
                "unit:followup_unit:queued P1:followup_person:queued P2:followup_person:queued");
    letters_leave(h);
    assert_book(h, REMINDS, "unit P1 P2");
    at(h, "2027-05-06T15:00");
    letters_leave(h);
    assert_book(h,
                "SELECT recipient FROM letter WHERE purpose = 'followup_reminder'"
                " AND state = 'sent' ORDER BY id",
                "unit P1 P2");
    assert_string_equal(timer_due(h, "followup_end"), "2027-05-13T15:00");
    at(h, "2027-05-13T15:00");
    assert_book(h, STATE, "followed_up");
    assert_book(h, PLACED, "followed_up followed_up");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose LIKE 'followup_%'", "6");
    assert_book(h, OWN_TASKS, "outcome_owed:");
    at(h, "2027-06-30T15:00");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose LIKE 'followup_%'", "6");
}

static void days_count_from_when_the_letter_left(void **state)
{
    struct lending_house *h = *state;
    over(h);
    at(h, "2027-04-29T15:00");
    at(h, "2027-05-06T15:00"); /* the letters still wait for a server */
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'followup_reminder'", "0");
    house_at(h, "2027-05-07T09:00");
    letters_leave(h);
    at(h, "2027-05-13T15:00");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'followup_reminder'", "0");
    at(h, "2027-05-14T09:00");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'followup_reminder'", "3");
    assert_book(h, STATE, "carried_out");
}

static void a_letter_by_post_has_four_days_more(void **state)
{
    struct lending_house *h = *state;
    over(h);
    house_sql(h, "UPDATE person SET email = '' WHERE id = 1");
    at(h, "2027-04-29T15:00");
    assert_book(h,
                "SELECT state FROM letter WHERE recipient = 'P1' AND purpose = 'followup_person'",
                "to_print");
    house_sql(h, "UPDATE letter SET state = 'printed', ended_at = queued_at"
                 " WHERE purpose = 'followup_person' AND recipient = 'P1'");
    letters_leave(h);
    at(h, "2027-05-06T15:00");
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'followup_reminder' ORDER BY id",
                "unit P2");
    assert_book(h, "SELECT count(*) FROM timer WHERE kind = 'followup_end'", "0");
    at(h, "2027-05-10T15:00");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'followup_reminder'", "3");
    assert_string_equal(timer_due(h, "followup_end"), "2027-05-17T15:00");
}

static void who_has_answered_is_not_reminded(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=4");
    assert_book(h, REMINDS, "unit P2");
    at(h, "2027-05-06T15:00");
    letters_leave(h);
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'followup_reminder' ORDER BY id",
                "unit P2");
    says(h, "P2", "process=4");
    says(h, "unit", "changed=" WORDS);
    assert_book(h, STATE, "followed_up");
    assert_book(h, "SELECT kind FROM timer WHERE kind LIKE 'followup%'", "");
}

static void an_answer_overtakes_the_letter_that_asks(void **state)
{
    struct lending_house *h = *state;
    over(h);
    at(h, "2027-04-29T15:00");
    assert_did(give(h, "P1", "phone", "process=5"), h);
    assert_book(h,
                "SELECT state FROM letter WHERE recipient = 'P1' AND purpose = 'followup_person'",
                "dropped");
    assert_book(h, "SELECT answer_how FROM followup WHERE party = 'P1'", "phone");
}

static void who_has_answered_before_is_not_asked(void **state)
{
    struct lending_house *h = *state;
    over(h);
    assert_did(give(h, "unit", "phone", "changed=" WORDS), h);
    at(h, "2027-04-29T15:00");
    assert_book(h,
                "SELECT recipient FROM letter WHERE purpose IN ('followup_unit',"
                " 'followup_person') ORDER BY id",
                "P1 P2");
}

static void who_is_erased_is_not_waited_for(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(people_erase(h->house.db, 2, clock_now(&h->house.clock), &h->fault), h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    says(h, "unit", "changed=" WORDS);
    assert_book(h, STATE, "carried_out");
    says(h, "P1", "process=5");
    assert_book(h, STATE, "followed_up");
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'outcome_person'", "P1");
}

/* A mail may be about anything: staff read it, and silence is doubted until they have. */
static void an_answer_by_mail_is_for_staff_to_enter(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    const char *from = letter_to(h, "P1", "followup_person").address;
    mail_comes(h, .from = from, .to = address_of(h, "P1", "followup_person"),
               .subject = "Sv: Hur var det att vara med?", .body = "Ja, det var bra.\r\n");
    mail_comes(h, .to = address_of(h, "unit", "followup_unit"), .subject = "Sv: Hur gick det?",
               .body = "Tack, vi har skrivit om kallelsen.\r\n");
    assert_book(h, "SELECT kind FROM task WHERE inbox_id IS NOT NULL AND closed_at IS NULL",
                "answer answer");
    at(h, "2027-05-06T15:00");
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'followup_reminder'", "P2");
    assert_did(give(h, "P1", "mail", "process=4"), h);
    assert_did(give(h, "unit", "mail", "changed=" WORDS), h);
    assert_book(h, "SELECT count(*) FROM task WHERE inbox_id IS NOT NULL AND closed_at IS NULL",
                "0");
    assert_book(h, "SELECT count(*) FROM inbox WHERE state = 'waiting'", "0");
    at(h, "2027-05-07T15:00");
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'followup_reminder'", "P2");
}

/* ---- Closing ---- */

static void it_closes_by_itself_when_all_is_told_and_paid(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=5|paid=yes");
    says(h, "P2", "process=4|paid=declined");
    says(h, "unit", "changed=" WORDS "|paid=yes");
    assert_book(h, STATE, "followed_up");
    assert_string_equal(timer_due(h, "close"), "2027-04-30T15:00");
    at(h, "2027-04-30T15:00");
    assert_book(h, STATE, "closed");
    assert_book(h, TIMERS, "");
    assert_book(h, OPEN_HERE, "");
    letters_leave(h);
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose LIKE 'outcome_%' AND state = 'sent'",
                "3");
}

static void what_stands_in_the_way_is_a_task_until_it_is_gone(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=5|paid=yes");
    says(h, "P2", "process=5|paid=yes");
    assert_did(give(h, "unit", "phone", "aim=4|paid=yes"), h);
    at(h, "2027-04-30T15:00");
    assert_book(h, STATE, "followed_up");
    assert_book(h, OWN_TASKS, "outcome_owed: close:");
    assert_non_null(strstr(house_value(h, "SELECT text FROM task WHERE kind = 'close'"),
                           "att berätta vad bidraget förändrade"));
    assert_did(give(h, "unit", "phone", "changed=" WORDS), h);
    assert_string_equal(timer_due(h, "close"), "2027-05-01T15:00");
    at(h, "2027-05-01T15:00");
    assert_book(h, STATE, "closed");
    assert_book(h, OPEN_HERE, "");
}

static void a_payment_that_is_asked_for_needs_no_task_yet(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=5");
    says(h, "P2", "process=5|paid=yes");
    says(h, "unit", "changed=" WORDS);
    at(h, "2027-04-30T15:00");
    assert_book(h, STATE, "followed_up");
    assert_book(h, OWN_TASKS, "");
    says(h, "P1", "process=5|paid=yes");
    at(h, "2027-05-01T15:00");
    assert_book(h, STATE, "closed");
}

static void what_a_person_has_settled_is_settled(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "P1", "process=5|paid=yes");
    says(h, "P2", "process=5|paid=yes");
    assert_did(give(h, "unit", "phone", "paid=yes"), h);
    int64_t task = atoll(house_value(h, "SELECT id FROM task WHERE kind = 'outcome_owed'"));
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(tasks_done(h->house.db, h->arena, task, "staff:1", "Berättat i telefon.",
                          clock_now(&h->house.clock), &h->fault),
               h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    at(h, "2027-04-30T15:00");
    assert_book(h, STATE, "closed");
}

static void an_assignment_that_was_never_agreed_is_followed_up_and_a_task(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    agree(h, "P1");
    at(h, "2027-04-22T15:00");
    assert_book(h, STATE, "carried_out");
    assert_book(h,
                "SELECT kind || ':' || subject FROM task WHERE closed_at IS NULL"
                " AND kind = 'agreement' AND text LIKE '%genomfört%'",
                "agreement:P2");
    assert_book(h, FOLLOWUPS, "unit P1 P2");
}

static void nothing_is_followed_up_before_it_is_carried_out(void **state)
{
    struct lending_house *h = *state;
    connected(h);
    assert_refusal(give(h, "P1", "page", "process=3"), h, EXIT_DATA, "no follow-up");
    staff_refused(h, "does not take", .kind = EVENT_FOLLOWUP, .party = "P1", .body = "{}",
                  .how = "page");
}

/* The second answer is empty; what the first one said has been told. */
static void what_has_been_told_is_not_owed_again(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    says(h, "unit", "changed=" WORDS);
    says(h, "unit", "aim=4");
    assert_book(h, OWN_TASKS, "");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'outcome_person'", "2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(each_is_asked_once_and_reminded_once),
        house_test(days_count_from_when_the_letter_left),
        house_test(a_letter_by_post_has_four_days_more),
        house_test(who_has_answered_is_not_reminded),
        house_test(an_answer_overtakes_the_letter_that_asks),
        house_test(who_has_answered_before_is_not_asked),
        house_test(who_is_erased_is_not_waited_for),
        house_test(an_answer_by_mail_is_for_staff_to_enter),
        house_test(it_closes_by_itself_when_all_is_told_and_paid),
        house_test(what_stands_in_the_way_is_a_task_until_it_is_gone),
        house_test(a_payment_that_is_asked_for_needs_no_task_yet),
        house_test(what_a_person_has_settled_is_settled),
        house_test(an_assignment_that_was_never_agreed_is_followed_up_and_a_task),
        house_test(nothing_is_followed_up_before_it_is_carried_out),
        house_test(what_has_been_told_is_not_owed_again),
    };
    return cmocka_run_group_tests_name("lending_followup", tests, house_group, house_group_over);
}
