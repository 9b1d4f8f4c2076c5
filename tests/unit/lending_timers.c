/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Timers: due means now, from the state as it is, and silence is acted on only when it is certain
 * (invariant 11).
 */
#include "lending_steps.h"

static void waits_from(struct lending_house *h, const char *when)
{
    house_at(h, when);
    mail_comes(h, .body = part_request);
    letters_leave(h);
    assert_book(h, TIMERS, "missing");
}

#define assert_due(h, kind, wanted) assert_string_equal(timer_due((h), (kind)), (wanted))

static void three_working_days_skip_weekends_and_holidays(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2027-03-01T10:00"); /* Monday */
    assert_due(h, "missing", "2027-03-04T10:00");
}

static void over_a_weekend(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2027-03-04T10:00"); /* Thursday */
    assert_due(h, "missing", "2027-03-09T10:00");
}

static void over_easter_and_the_change_to_summer_time(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2027-03-24T10:00"); /* Wednesday before Good Friday, the 26th */
    assert_due(h, "missing", "2027-03-31T10:00");
}

static void over_christmas(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2026-12-23T10:00"); /* Wednesday; then eve, day, Boxing Day, Sunday */
    assert_due(h, "missing", "2026-12-30T10:00");
}

static void one_reminder_and_then_a_person(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2027-03-01T10:00");
    house_at(h, "2027-03-04T09:59");
    assert_int_equal(timers_ring(h), 0);
    house_at(h, "2027-03-04T10:01");
    assert_int_equal(timers_ring(h), 1);
    assert_book(h, LETTERS, "unit:acknowledgement:sent unit:missing_facts:queued");
    letters_leave(h);
    assert_book(h, TIMERS, "silent");
    assert_due(h, "silent", "2027-03-09T10:01");
    house_at(h, "2027-03-09T10:02");
    assert_int_equal(timers_ring(h), 1);
    assert_book(h, TASKS, "unit_silent");
    assert_book(h, TIMERS, "");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'missing_facts'", "1");
}

static void a_second_silence_gets_its_own_reminder(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2027-03-01T10:00");
    const char *to = address_of(h, "unit", "acknowledgement");
    house_at(h, "2027-03-04T10:01");
    timers_ring(h);
    letters_leave(h);
    mail_comes(h, .to = to, .body = "Antal: 2\r\n");
    letters_leave(h);
    assert_book(h, TIMERS, "missing");
    house_at(h, "2027-03-10T10:00");
    assert_int_equal(timers_ring(h), 1);
    assert_book(h, "SELECT state FROM letter WHERE purpose = 'missing_facts' ORDER BY id",
                "sent sent queued");
}

static void the_days_count_from_when_the_question_left(void **state)
{
    struct lending_house *h = *state;
    mail_comes(h, .body = part_request);
    house_at(h, "2027-03-04T10:01"); /* the server was away */
    assert_int_equal(timers_ring(h), 0);
    house_sql(h, "UPDATE letter SET state = 'deferred'");
    assert_int_equal(timers_ring(h), 0);
    house_sql(h, "UPDATE letter SET state = 'queued'");
    house_at(h, "2027-03-05T12:00");
    letters_leave(h);
    assert_int_equal(timers_ring(h), 0);
    house_at(h, "2027-03-10T11:59");
    assert_int_equal(timers_ring(h), 0);
    house_at(h, "2027-03-10T12:01");
    assert_int_equal(timers_ring(h), 1);
    assert_book(h, TIMERS, "silent");
    house_at(h, "2027-03-15T12:02");
    assert_int_equal(timers_ring(h), 0); /* nor has the reminder left yet */
    assert_book(h, TASKS, "");
}

static void only_when_the_mailbox_was_read_to_its_end(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2027-03-01T10:00");
    house_sql(h, "INSERT INTO mailbox (source, complete_at)"
                 " VALUES ('imaps://imap.example.org/INBOX', '2027-03-04T08:59:00.000Z')");
    house_at(h, "2027-03-05T10:00");
    assert_int_equal(timers_ring(h), 0); /* last read a minute before the timer was due */
    assert_book(h, TIMERS, "missing");
    house_sql(h, "UPDATE mailbox SET complete_at = '2027-03-04T09:30:00.000Z'");
    assert_int_equal(timers_ring(h), 1);
}

static void not_while_a_fetched_mail_is_unread(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2027-03-01T10:00");
    char *raw = mail_text(h, &(struct mail_written){.body = "Hej.\r\n", .subject = "Annat"});
    int64_t id = mail_store(h, raw, strlen(raw));
    house_at(h, "2027-03-05T10:00");
    assert_int_equal(timers_ring(h), 0);
    house_sql(h, arena_printf(h->arena, "UPDATE inbox SET state = 'read' WHERE id = %lld",
                              (long long)id));
    assert_int_equal(timers_ring(h), 1);
}

static void not_while_a_mail_of_the_unit_waits(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2027-03-01T10:00");
    struct mail m = mail_comes(h, .to = address_of(h, "unit", "acknowledgement"),
                               .body = "Vi återkommer på fredag.\r\n");
    assert_string_equal(m.state, "waiting");
    house_at(h, "2027-03-05T10:00");
    assert_int_equal(timers_ring(h), 0);
    /* Staff have seen to it: the mail waits no more. */
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(tasks_done(h->house.db, h->arena, atoll(house_value(h, "SELECT id FROM task")),
                          "staff:1", "", 0, &h->fault),
               h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_int_equal(timers_ring(h), 1);
}

static void nor_while_one_of_its_sender_waits_outside_the_thread(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2027-03-01T10:00");
    struct mail m = mail_comes(h, .from = "Anna.Berg@vgregion.example", .subject = "Ett tillägg",
                               .body = "Vi ses i Göteborg.\r\n");
    assert_string_equal(m.state, "waiting");
    assert_int_equal(m.request_id, 0);
    house_at(h, "2027-03-05T10:00");
    assert_int_equal(timers_ring(h), 0);
}

/* Those who were asked, with all letters sent; the time to answer is over on the 8th. */
static void asked(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    house_people(h, 2, "stroke");
    house_association(h, "Strokekamraterna", "a1@example.net", "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "both", .route_by = "staff");
    assert_did(staff_invites(h, "P1 A1"), h);
    letters_leave(h);
    assert_due(h, "deadline", "2027-03-09T00:00");
}

static void the_end_of_the_answers_is_a_task(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    house_at(h, "2027-03-08T23:59");
    assert_int_equal(timers_ring(h), 2); /* reminders, too late to be written */
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'reminder_answer'", "0");
    assert_book(h, ASKED, "P1:sent A1:sent");
    house_at(h, "2027-03-09T00:01");
    assert_int_equal(timers_ring(h), 1);
    assert_book(h, ASKED, "P1:expired A1:expired");
    assert_book(h, TASKS, "wave");
}

static void not_while_an_answer_waits_for_staff(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    mail_comes(h, .to = address_of(h, "P1", "invitation_person"), .from = "p1@example.net",
               .body = "Det beror på.\r\n");
    house_at(h, "2027-03-09T00:01");
    assert_int_equal(timers_ring(h), 1); /* the other one's reminder */
    assert_book(h, ASKED, "P1:sent A1:sent");
}

static void a_timer_rings_once(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2027-03-01T10:00");
    house_at(h, "2027-03-05T10:00");
    struct timer *list;
    size_t count;
    bool waits;
    assert_did(timers_due(h->house.db, h->arena, clock_now(&h->house.clock), NULL, 9, &list, &count,
                          &h->fault),
               h);
    assert_int_equal(count, 1);
    assert_did(lending_ring(&h->house, h->arena, &list[0], &waits, &h->fault), h);
    const char *before = house_dump(h);
    assert_did(lending_ring(&h->house, h->arena, &list[0], &waits, &h->fault), h);
    assert_string_equal(house_dump(h), before);
}

static void a_timer_that_comes_too_late_is_silent(void **state)
{
    struct lending_house *h = *state;
    waits_from(h, "2027-03-01T10:00");
    staff(h, .kind = EVENT_ROUTE, .route = "association", .route_by = "staff");
    assert_book(h, "SELECT count(*) FROM timer WHERE kind = 'missing'", "0");
    const char *letters = house_value(h, LETTERS);
    static const char *const late[] = {"missing", "silent", "deadline"};
    for (size_t i = 0; i < 3; i++) {
        house_sql(h, arena_printf(h->arena,
                                  "INSERT INTO timer (request_id, kind, subject, due_at) VALUES"
                                  " (1, '%s', 'late', '2027-03-02T00:00:00.000Z')",
                                  late[i]));
        house_at(h, "2027-03-02T10:00");
        house_sql(h, "DELETE FROM timer WHERE kind = 'wave'");
        assert_int_equal(timers_ring(h), 1);
        assert_book(h, TIMERS, "");
        assert_book(h, LETTERS, letters);
    }
    staff(h, .kind = EVENT_CANCEL, .text = "Nej");
    assert_book(h, TIMERS, "");
    letters = house_value(h, LETTERS);
    house_sql(h, "INSERT INTO timer (request_id, kind, due_at) VALUES"
                 " (1, 'wave', '2027-03-02T00:00:00.000Z')");
    struct timer *list;
    size_t count;
    bool waits;
    assert_did(timers_due(h->house.db, h->arena, clock_now(&h->house.clock), NULL, 9, &list, &count,
                          &h->fault),
               h);
    assert_did(lending_ring(&h->house, h->arena, &list[0], &waits, &h->fault), h);
    assert_book(h, TIMERS, "");
    assert_book(h, LETTERS, letters);
    house_sound(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(three_working_days_skip_weekends_and_holidays),
        house_test(over_a_weekend),
        house_test(over_easter_and_the_change_to_summer_time),
        house_test(over_christmas),
        house_test(one_reminder_and_then_a_person),
        house_test(a_second_silence_gets_its_own_reminder),
        house_test(the_days_count_from_when_the_question_left),
        house_test(only_when_the_mailbox_was_read_to_its_end),
        house_test(not_while_a_fetched_mail_is_unread),
        house_test(not_while_a_mail_of_the_unit_waits),
        house_test(nor_while_one_of_its_sender_waits_outside_the_thread),
        house_test(the_end_of_the_answers_is_a_task),
        house_test(not_while_an_answer_waits_for_staff),
        house_test(a_timer_rings_once),
        house_test(a_timer_that_comes_too_late_is_silent),
    };
    return cmocka_run_group_tests_name("lending_timers", tests, house_group, house_group_over);
}
