/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Loose ends: a task that closes when its cause is gone, a mail that is read again, a mailbox that
 * is no more, a pause, and those who can no longer be written to.
 */
#include "lending_steps.h"

#include "lending/desk.h"

static void ask_an_association(struct lending_house *h)
{
    house_sql(h, "INSERT INTO association (id, name, email, created_at) VALUES (3,"
                 " 'Strokekamraterna', 'kansli@stroke.example', '2027-01-01T00:00:00.000Z')");
    h->settings.routing.automatic = false;
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "association");
    assert_did(staff_invites(h, "A3"), h);
    letters_leave(h);
}

static void an_answer_by_staff_settles_the_unclear_mail(void **state)
{
    struct lending_house *h = *state;
    ask_an_association(h);
    struct mail m = mail_comes(h, .from = "kansli@stroke.example",
                               .to = address_of(h, "A3", "invitation_association"),
                               .body = "Ja, vi har några i åtanke.\r\n");
    assert_string_equal(m.state, "waiting");
    assert_book(h, TASKS, "answer");
    staff(h, .kind = EVENT_ANSWER, .who = "A3", .answer = ANSWER_YES, .how = "staff", .text = "");
    assert_book(h, TASKS, "");
    assert_book(h, "SELECT state FROM inbox WHERE party = 'A3'", "read");
}

static void what_staff_heard_stands_with_the_answer(void **state)
{
    struct lending_house *h = *state;
    ask_an_association(h);
    staff(h, .kind = EVENT_ANSWER, .who = "A3", .answer = ANSWER_MAYBE, .how = "staff",
          .text = "Bara på förmiddagen.");
    assert_book(h, "SELECT text FROM invitation", "Bara på förmiddagen.");
    staff(h, .kind = EVENT_ANSWER, .who = "A3", .answer = ANSWER_YES, .how = "staff", .text = "");
    assert_book(h, "SELECT state || ' ' || text FROM invitation", "yes Bara på förmiddagen.");
}

/* `mail retry` of a mail whose request exists. */
static void a_mail_read_again_makes_no_second_request(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    request_comes(h);
    letters_leave(h);
    struct mail m = mail_take(h, 1);
    assert_string_equal(m.state, "read");
    assert_int_equal(m.request_id, 1);
    assert_book(h, STATE, "triage");
    assert_book(h, LETTERS, "unit:acknowledgement:sent");
    assert_book(h, TASKS, "route");
}

/* After a change of [fetch] source the former mailbox is never read again. */
static void a_former_mailbox_holds_no_timer_up(void **state)
{
    struct lending_house *h = *state;
    instant now = clock_now(&h->house.clock);
    bool caught_up;
    house_sql(h, "INSERT INTO mailbox (source, complete_at) VALUES"
                 " ('imaps://old.example/INBOX', '2027-01-01T00:00:00.000Z')");
    assert_did(inbox_caught_up(h->house.db, h->arena, now, &caught_up, &h->fault), h);
    assert_false(caught_up);
    house_sql(h, "INSERT INTO mailbox (source, complete_at) VALUES"
                 " ('imaps://new.example/INBOX', '2027-03-01T09:30:00.000Z')");
    assert_did(inbox_caught_up(h->house.db, h->arena, now, &caught_up, &h->fault), h);
    assert_true(caught_up);
    mail_store(h, "x", 1);
    assert_did(inbox_caught_up(h->house.db, h->arena, now, &caught_up, &h->fault), h);
    assert_false(caught_up);
}

static void an_ask_in_a_pause_gives_time_after_it(void **state)
{
    struct lending_house *h = *state;
    struct date_range pause = {{2027, 3, 1}, {2027, 3, 14}};
    h->settings.invite.pauses = &pause;
    h->settings.invite.pause_count = 1;
    ask_an_association(h);
    assert_book(h, "SELECT deadline FROM invitation", "2027-03-22");
}

static void nobody_writes_to_the_dead_or_erased(void **state)
{
    struct lending_house *h = *state;
    request_comes(h);
    house_sql(h, "INSERT INTO person (id, name, email, deceased, erased_at, created_at) VALUES"
                 " (1, 'Siv Prov', 'siv@example.org', 1, NULL, ''),"
                 " (2, '', '', 0, '2027-02-01T00:00:00.000Z', '')");
    staff_refused(h, "can no longer be written to", .kind = EVENT_WRITE, .who = "P1", .text = "x");
    staff_refused(h, "can no longer be written to", .kind = EVENT_WRITE, .who = "P2", .text = "x");
}

/* A command at 10.00.00.9 of its clock, and then a drill that begins at 10.00.00.0 again. */
static void a_letter_is_due_from_its_whole_minute(void **state)
{
    struct lending_house *h = *state;
    h->house.clock.offset += 900 - clock_now(&h->house.clock) % 1000;
    request_comes(h);
    assert_book(h, "SELECT count(*) FROM letter WHERE next_at NOT LIKE '%:00.000Z'", "0");
    house_sql(h, "UPDATE letter SET state = 'failed', next_at = ''");
    assert_did(lending_letter_settle(&h->house, h->arena, "command", 1, true, &h->fault), h);
    assert_book(h, "SELECT next_at LIKE '%:00.000Z' FROM letter WHERE id = 1", "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(an_answer_by_staff_settles_the_unclear_mail),
        house_test(what_staff_heard_stands_with_the_answer),
        house_test(a_mail_read_again_makes_no_second_request),
        house_test(a_former_mailbox_holds_no_timer_up),
        house_test(an_ask_in_a_pause_gives_time_after_it),
        house_test(nobody_writes_to_the_dead_or_erased),
        house_test(a_letter_is_due_from_its_whole_minute),
    };
    return cmocka_run_group_tests_name("lending_loose", tests, house_group, house_group_over);
}
