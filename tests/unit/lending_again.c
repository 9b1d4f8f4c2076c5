/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A letter that a person sends again: the same letter, to the address on record, and only where
 * that still has a meaning.
 */
#include "lending_steps.h"

static enum outcome again(struct lending_house *h, int64_t letter_id)
{
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    enum outcome o = lending_send_again(&h->house, h->arena, letter_id, &h->fault);
    if (o == DONE)
        assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    else
        db_rollback(h->house.db);
    house_sound(h);
    return o;
}

/* P1 was asked, and that letter is in the given state; its id. */
static int64_t asked(struct lending_house *h, const char *set)
{
    h->settings.routing.automatic = false;
    house_people(h, 2, "stroke");
    request_comes(h);
    assert_did(staff_invites(h, "P1"), h);
    letters_note(h);
    house_sql(h,
              arena_printf(h->arena, "UPDATE letter SET made = 1, %s WHERE recipient = 'P1'", set));
    return letter_to(h, "P1", "invitation_person").id;
}

static const char FAILED[] = "state = 'failed', ended_at = '2027-03-01T09:10:00.000Z', noticed = 0";
static const char RETURNED[] = "state = 'sent', token = NULL, ended_at ="
                               " '2027-03-01T09:10:00.000Z', noticed = 0";

static void what_only_failed_goes_as_it_is(void **state)
{
    struct lending_house *h = *state;
    int64_t id = asked(h, FAILED);
    letters_notice(h);
    struct letter before = letter_to(h, "P1", "invitation_person");
    assert_did(again(h, id), h);
    struct letter l = letter_to(h, "P1", "invitation_person");
    assert_string_equal(l.state, "queued");
    assert_string_equal(l.token, before.token);
    assert_string_equal(l.message_id, before.message_id);
    assert_true(l.made);
    letters_leave(h);
    assert_book(h, ASKED, "P1:sent");
    assert_book(h, TASKS, "wave"); /* it stood a while with nobody asked */
}

static void a_corrected_address_gets_the_same_letter(void **state)
{
    struct lending_house *h = *state;
    int64_t id = asked(h, RETURNED);
    letters_notice(h);
    house_sql(h, "UPDATE letter SET bounced_at = '2027-03-01T09:20:00.000Z' WHERE recipient = 'P1';"
                 "UPDATE invitation SET state = 'bounced';"
                 "UPDATE person SET email = 'ny@example.net' WHERE id = 1");
    const char *old = h->tokens[id];
    old = arena_strdup(h->arena, old);
    struct letter before = letter_to(h, "P1", "invitation_person");
    assert_did(again(h, id), h);
    struct letter l = letter_to(h, "P1", "invitation_person");
    assert_int_equal(l.id, id);
    assert_string_equal(l.address, "ny@example.net");
    assert_string_equal(l.message_id, before.message_id);
    assert_string_not_equal(l.token, old);
    assert_false(l.made);
    assert_int_equal(l.bounced_at, -1);
    assert_book(h, "SELECT count(*) FROM letter WHERE recipient = 'P1'", "1");
    assert_book(h,
                "SELECT address || ':' || (ended_at IS NULL) FROM token WHERE party = 'P1'"
                " ORDER BY id",
                "p1@example.net:0 ny@example.net:1");
    letters_leave(h);
    assert_book(h, ASKED, "P1:sent");
    /* The new address answers; the old one's link is dead. */
    struct mail m = mail_comes(h, .to = address_of(h, "P1", "invitation_person"),
                               .from = "ny@example.net", .body = "Ja!\r\n");
    assert_string_equal(m.state, "read");
    assert_book(h, ASKED, "P1:yes");
    m = mail_comes(h, .to = reply_address(h, old), .from = "p1@example.net", .body = "Nej!\r\n");
    assert_string_equal(m.state, "waiting");
    assert_book(h, ASKED, "P1:yes");
}

static void what_could_not_be_made_is_made_anew(void **state)
{
    struct lending_house *h = *state;
    int64_t id = asked(h, FAILED);
    house_sql(h, "UPDATE letter SET made = 0 WHERE recipient = 'P1'");
    assert_did(again(h, id), h);
    struct letter l = letter_to(h, "P1", "invitation_person");
    assert_string_equal(l.state, "queued");
    assert_non_null(l.token);
}

/* What was never sent is nobody's: neither its bytes nor its link outlive it. */
static void a_letter_dropped_before_it_left_takes_its_link_with_it(void **state)
{
    static const char bytes[] = "INSERT INTO letter_body SELECT id, CAST('a link' AS BLOB)"
                                " FROM letter WHERE recipient = 'P1'";
    static const char open[] = "SELECT count(*) FROM token WHERE ended_at IS NULL AND party = 'P1'";
    struct lending_house *h = *state;
    int64_t id = asked(h, "state = 'held'");
    house_sql(h, bytes);
    assert_book(h, open, "1");
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(
        outbox_settle(h->house.db, h->arena, id, "dropped", clock_now(&h->house.clock), &h->fault),
        h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_book(h, open, "0");
    assert_book(h, "SELECT count(*) FROM letter_body", "0");
}

/* One that a server has had may have arrived: its link goes on, in the reader's hands alone. */
static void one_that_may_have_arrived_keeps_it(void **state)
{
    struct lending_house *h = *state;
    asked(h, "state = 'sending', attempts = 1");
    house_sql(h, "INSERT INTO letter_body SELECT id, CAST('a link' AS BLOB) FROM letter"
                 " WHERE recipient = 'P1';"
                 "UPDATE letter SET state = 'dropped', noticed = 0,"
                 " ended_at = '2027-03-01T09:10:00.000Z' WHERE state = 'sending'");
    assert_book(h, "SELECT count(*) FROM token WHERE ended_at IS NULL AND party = 'P1'", "1");
    assert_book(h, "SELECT count(*) FROM letter WHERE recipient = 'P1' AND token IS NULL", "1");
    assert_book(h, "SELECT count(*) FROM letter_body", "0");
}

/* A draft and a sign-up are found by the link in the letter that they were mailed. */
static void what_is_of_no_request_keeps_its_link(void **state)
{
    static const char *const nobodys[] = {"unit", "a"};
    struct lending_house *h = *state;
    for (size_t i = 0; i < 2; i++) {
        house_sql(h, arena_printf(h->arena,
                                  "INSERT INTO letter (recipient, address, purpose, language, view,"
                                  " state, message_id, token, queued_at, next_at) VALUES ('%s',"
                                  " 'x@example.org', 'code', 'sv', '{}', 'unknown', 'm%zu',"
                                  " 'abcdefghijklmnopqrstuvwx23', '2027-03-01T08:00:00.000Z',"
                                  " '2027-03-01T08:00:00.000Z')",
                                  nobodys[i], i));
        int64_t id = strtoll(house_value(h, "SELECT max(id) FROM letter"), NULL, 10);
        struct letter l;
        assert_did(again(h, id), h);
        assert_did(outbox_load(h->house.db, h->arena, id, &l, &h->fault), h);
        assert_string_equal(l.state, "queued");
        assert_string_equal(l.token, "abcdefghijklmnopqrstuvwx23");
        assert_string_equal(l.address, "x@example.org");
    }
}

static void what_arrived_is_not_sent_again(void **state)
{
    struct lending_house *h = *state;
    int64_t id = asked(h, RETURNED);
    letters_notice(h);
    const char *before = house_dump(h);
    assert_refusal(again(h, id), h, EXIT_DATA, "is sent");
    house_sql(h, "UPDATE person SET email = 'ny@example.net' WHERE id = 1");
    assert_refusal(again(h, id), h, EXIT_DATA, "is sent");
    house_sql(h, "UPDATE person SET email = 'p1@example.net' WHERE id = 1");
    assert_refusal(again(h, 99), h, EXIT_NO_INPUT, "99");
    assert_string_equal(house_dump(h), before);
}

static void nothing_is_asked_of_a_request_that_is_over(void **state)
{
    struct lending_house *h = *state;
    int64_t id = asked(h, FAILED);
    letters_notice(h);
    staff(h, .kind = EVENT_CANCEL, .text = "Slut");
    assert_refusal(again(h, id), h, EXIT_DATA, "over");
    house_sql(h, "UPDATE letter SET state = 'failed', made = 1 WHERE purpose = 'cancelled_unit'");
    assert_did(again(h, letter_to(h, "unit", "cancelled_unit").id), h);
}

static void nor_of_those_who_cannot_be_written_to(void **state)
{
    struct lending_house *h = *state;
    int64_t id = asked(h, FAILED);
    letters_notice(h);
    house_sql(h, "UPDATE person SET email = '' WHERE id = 1");
    assert_refusal(again(h, id), h, EXIT_DATA, "no e-mail");
    house_sql(h, "UPDATE person SET email = 'p1@example.net', deceased = 1 WHERE id = 1");
    assert_refusal(again(h, id), h, EXIT_DATA, "no longer");
}

static void the_units_letter_goes_to_the_contact_that_staff_set(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    request_comes(h);
    house_sql(h, "UPDATE letter SET state = 'failed', made = 1");
    assert_did(staff_sets(h, FACT_CONTACT_EMAIL, "eva.ek@vgregion.example"), h);
    assert_did(again(h, 1), h);
    assert_string_equal(letter_to(h, "unit", "acknowledgement").address, "eva.ek@vgregion.example");
    mail_comes(h, .to = address_of(h, "unit", "acknowledgement"), .from = "eva.ek@vgregion.example",
               .body = "Vad bra!\r\n");
    assert_book(h, "SELECT party FROM inbox WHERE id = 2", "unit");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(what_only_failed_goes_as_it_is),
        house_test(a_corrected_address_gets_the_same_letter),
        house_test(what_could_not_be_made_is_made_anew),
        house_test(a_letter_dropped_before_it_left_takes_its_link_with_it),
        house_test(one_that_may_have_arrived_keeps_it),
        house_test(what_is_of_no_request_keeps_its_link),
        house_test(what_arrived_is_not_sent_again),
        house_test(nothing_is_asked_of_a_request_that_is_over),
        house_test(nor_of_those_who_cannot_be_written_to),
        house_test(the_units_letter_goes_to_the_contact_that_staff_set),
    };
    return cmocka_run_group_tests_name("lending_again", tests, house_group, house_group_over);
}
