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

/* ---- Once a day ---- */

#define TO_RECOUNT                                                                                 \
    "SELECT kind || '/' || subject FROM task WHERE closed_at IS NULL AND kind IN ('base_amount',"  \
    " 'recount') ORDER BY id"

/* Two bases of 2027, counted by the amount of 2026; the second is declined. */
static const char counted[] =
    "INSERT INTO occasion (id, request_id, uid, starts, created_at, changed_at) VALUES"
    " (1, 1, 'u', '2027-02-01T09:00', '', '');"
    "INSERT INTO placement (id, request_id, person_id, chosen_at, chosen_by) VALUES"
    " (1, 1, 1, '', ''), (2, 1, 2, '', '');"
    "INSERT INTO compensation (placement_id, occasion_id, payer, day, minutes, fee_ore, model,"
    " stated_at, changed_at, paid) VALUES (1, 1, 'e', '2027-02-01', 120, 53300, '', '', '', NULL),"
    " (2, 1, 'e', '2027-02-01', 120, 53300, '', '', '', 'declined');"
    "INSERT INTO task (kind, subject, since) VALUES ('base_amount', '2027', '')";

static void a_base_amount_that_becomes_known_is_looked_for(void **state)
{
    static const struct base_amount years[] = {{2026, 59200}, {2027, 60000}};
    struct lending_house *h = *state;
    house_people(h, 2, "stroke");
    request_comes(h);
    house_sql(h, counted);
    h->settings.compensation.base_amounts = years;
    h->settings.compensation.base_amount_count = 1;
    assert_did(lending_tidy(&h->house, h->arena, &h->fault), h);
    assert_book(h, TO_RECOUNT, "base_amount/2027");
    h->settings.compensation.base_amount_count = 2;
    house_at(h, "2027-03-02T10:00");
    assert_did(lending_tidy(&h->house, h->arena, &h->fault), h);
    assert_book(h, TO_RECOUNT, "recount/C1"); /* nobody is owed the other */
    assert_non_null(strstr(house_value(h, "SELECT text FROM task WHERE kind = 'recount'"), "540"));
    assert_book(h, "SELECT fee_ore FROM compensation", "53300 53300");
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
        house_test(a_base_amount_that_becomes_known_is_looked_for),
    };
    return cmocka_run_group_tests_name("lending_watch", tests, house_group, house_group_over);
}
