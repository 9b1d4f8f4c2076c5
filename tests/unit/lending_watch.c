/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The digest to staff and the alarms to the operator: when, to whom, how often, and what stands in
 * them.
 */
#include "lending_house.h"
#include "lending_steps.h"

#include "store/staff.h"

static void hire(struct lending_house *h, const char *name, const char *email)
{
    struct staff s = {.name = name, .email = email, .role = "staff", .password_hash = "x"};
    int64_t id;
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(staff_add(h->house.db, h->arena, &s, clock_now(&h->house.clock), &id, &h->fault), h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
}

static bool digest(struct lending_house *h, const char *local)
{
    bool moved = false;
    house_at(h, local);
    assert_did(lending_digest(&h->house, h->arena, &moved, &h->fault), h);
    return moved;
}

static bool alarm_sounds(struct lending_house *h, const char *local)
{
    bool moved = false;
    house_at(h, local);
    assert_did(lending_alarms(&h->house, h->arena, &moved, &h->fault), h);
    return moved;
}

#define DIGESTS "SELECT address FROM letter WHERE purpose = 'digest' ORDER BY id"
#define ALARMS "SELECT count(*) FROM letter WHERE purpose = 'operator_alarm'"

static void the_digest_comes_once_each_working_day(void **state)
{
    struct lending_house *h = *state;
    h->settings.staff.digest = 7 * 60 + 30;
    hire(h, "Eva", "eva@example.org");
    hire(h, "Utan adress", "");
    hire(h, "Slutat", "slutat@example.org");
    house_sql(h, "UPDATE staff SET disabled_at = '2027-01-01T00:00:00.000Z' WHERE name = 'Slutat'");
    assert_false(digest(h, "2027-03-24T07:29"));
    assert_true(digest(h, "2027-03-24T07:30")); /* a Wednesday */
    assert_book(h, DIGESTS, "eva@example.org");
    assert_false(digest(h, "2027-03-24T16:00"));
    assert_true(digest(h, "2027-03-25T09:00"));
    assert_false(digest(h, "2027-03-26T09:00")); /* Good Friday */
    assert_false(digest(h, "2027-03-28T09:00")); /* Easter */
    assert_false(digest(h, "2027-03-29T09:00")); /* and its Monday */
    assert_true(digest(h, "2027-03-30T09:00"));
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'digest'", "3");
}

static void without_an_hour_there_is_none(void **state)
{
    struct lending_house *h = *state;
    h->settings.staff.digest = -1;
    hire(h, "Eva", "eva@example.org");
    assert_false(digest(h, "2027-03-24T09:00"));
    assert_book(h, DIGESTS, "");
}

static void it_tells_what_waits_and_names_nobody(void **state)
{
    struct lending_house *h = *state;
    h->settings.staff.digest = 0;
    hire(h, "Eva", "eva@example.org");
    mail_comes(h, .from = "Rut.Hemlig@example.net", .subject = "Min cancer",
               .body = "Hej! Jag har haft bröstcancer och vill gärna bli patientföreträdare.\r\n");
    assert_true(digest(h, "2027-03-24T09:00"));
    const char *view = house_value(h, "SELECT view FROM letter WHERE purpose = 'digest'");
    assert_non_null(strstr(view, "patientföreträdare"));
    assert_null(strstr(view, "Hemlig"));
    assert_null(strstr(view, "cancer"));
}

static void an_alarm_sounds_once_in_twelve_hours(void **state)
{
    struct lending_house *h = *state;
    h->settings.library.operator_address = "drift@example.org";
    h->settings.fetch.poll_seconds = 60;
    house_sql(h, "INSERT INTO mailbox (source, complete_at)"
                 " VALUES ('maildir:/x', '2027-03-24T08:00:00.000Z')");
    house_sql(h, "UPDATE mailbox SET source = 'maildir:/x'");
    assert_false(alarm_sounds(h, "2027-03-24T09:14")); /* fourteen minutes, in local time */
    assert_true(alarm_sounds(h, "2027-03-24T09:16"));
    letters_leave(h);
    assert_false(alarm_sounds(h, "2027-03-24T12:00"));
    assert_true(alarm_sounds(h, "2027-03-24T21:17"));
    letters_leave(h);
    assert_book(h, ALARMS, "2");
    house_sql(h, "UPDATE mailbox SET complete_at = '2027-03-25T08:00:00.000Z'");
    assert_false(alarm_sounds(h, "2027-03-25T09:05"));
}

static void letters_that_wait_too_long_are_an_alarm(void **state)
{
    struct lending_house *h = *state;
    h->settings.library.operator_address = "drift@example.org";
    h->settings.routing.automatic = false;
    request_comes(h); /* an acknowledgement, at once */
    house_sql(h, "UPDATE letter SET next_at = '2027-03-24T08:00:00.000Z'");
    assert_false(alarm_sounds(h, "2027-03-24T09:29"));
    assert_true(alarm_sounds(h, "2027-03-24T09:31"));
}

static void without_an_operator_there_is_none(void **state)
{
    struct lending_house *h = *state;
    h->settings.library.operator_address = NULL;
    h->settings.routing.automatic = false;
    request_comes(h);
    assert_false(alarm_sounds(h, "2027-04-24T09:31"));
    assert_book(h, ALARMS, "0");
}

static void what_was_never_confirmed_is_tidied_away(void **state)
{
    struct lending_house *h = *state;
    house_sql(h, "INSERT INTO draft (token_hash, fields, address, language, created_at, expires_at)"
                 " VALUES ('a', '{}', 'a@example.org', 'sv', '2027-03-01T08:00:00.000Z',"
                 " '2027-03-08T08:00:00.000Z'),"
                 " ('b', '{}', 'b@example.org', 'sv', '2027-03-07T08:00:00.000Z',"
                 " '2027-03-14T08:00:00.000Z')");
    house_at(h, "2027-03-07T10:00");
    assert_did(lending_tidy(&h->house, h->arena, &h->fault), h);
    assert_book(h, "SELECT token_hash FROM draft ORDER BY id", "a b");
    house_at(h, "2027-03-09T10:00");
    assert_did(lending_tidy(&h->house, h->arena, &h->fault), h);
    assert_book(h, "SELECT token_hash FROM draft ORDER BY id", "b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(the_digest_comes_once_each_working_day),
        house_test(without_an_hour_there_is_none),
        house_test(it_tells_what_waits_and_names_nobody),
        house_test(an_alarm_sounds_once_in_twelve_hours),
        house_test(letters_that_wait_too_long_are_an_alarm),
        house_test(without_an_operator_there_is_none),
        house_test(what_was_never_confirmed_is_tidied_away),
    };
    return cmocka_run_group_tests_name("lending_watch", tests, house_group, house_group_over);
}
