/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Nominations: who is named is asked to confirm before anybody learns of them, and is forgotten
 * when they decline or stay silent.
 */
#include "lending_steps.h"

#include "deed.h"

#define NOMINATIONS "SELECT 'P' || person_id || ':' || state FROM nomination ORDER BY id"
#define NAMES "SELECT name FROM person WHERE erased_at IS NULL ORDER BY id"

/* An association has been asked; the pool has one person, who has nothing to do with it. */
static void association_asked(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    house_person(h, "Anna Pool", "anna@example.net", "diabetes");
    house_association(h, "Strokekamraterna", "a1@example.net", "stroke");
    house_sql(h, "INSERT INTO mailbox (source, complete_at)"
                 " VALUES ('imaps://imap.example.org/INBOX', '2027-12-31T08:00:00.000Z')");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "association", .route_by = "staff");
    assert_did(staff_invites(h, "A1"), h);
    letters_leave(h);
}

#define named(h, name, address)                                                                    \
    staff((h), .kind = EVENT_NOMINATE, .who = "A1", .text = (name), .email = (address))

static void forget(struct lending_house *h)
{
    assert_did(lending_forget_nominees(&h->house, h->arena, &h->fault), h);
    house_sound(h);
}

static void who_is_named_is_asked_and_counts_when_confirmed(void **state)
{
    struct lending_house *h = *state;
    association_asked(h);
    named(h, "Doris Falk", "doris@example.net");
    assert_book(h, NOMINATIONS, "P2:named");
    assert_book(h, ASKED, "A1:sent P2:queued");
    assert_string_equal(letter_to(h, "P2", "invitation_nominee").address, "doris@example.net");
    letters_leave(h);
    mail_comes(h, .to = address_of(h, "P2", "invitation_nominee"), .from = "doris@example.net",
               .subject = "Svar", .body = "Ja\r\n");
    assert_book(h, NOMINATIONS, "P2:confirmed");
    named(h, "Erik Gran", "erik@example.net");
    letters_leave(h);
    staff(h, .kind = EVENT_ANSWER, .who = "P3", .answer = ANSWER_YES, .how = "staff");
    assert_book(h, STATE, "choosing"); /* two places, two confirmed */
}

/* Outside the pool: matching never finds them. */
static void who_is_named_is_not_of_the_pool(void **state)
{
    struct lending_house *h = *state;
    association_asked(h);
    named(h, "Doris Falk", "doris@example.net");
    json_t *found;
    assert_did(lending_match(&h->house, h->arena, 1, "staff:1", 0, &found, &h->fault), h);
    for (size_t i = 0; i < json_array_size(found); i++)
        assert_string_not_equal(json_string_value(json_object_get(json_array_get(found, i), "who")),
                                "P2");
    json_decref(found);
}

static void the_letter_does_not_name_the_association(void **state)
{
    struct lending_house *h = *state;
    association_asked(h);
    named(h, "Doris Falk", "doris@example.net");
    assert_null(strstr(letter_to(h, "P2", "invitation_nominee").view, "Stroke"));
}

static void who_declines_is_forgotten(void **state)
{
    struct lending_house *h = *state;
    association_asked(h);
    named(h, "Doris Falk", "doris@example.net");
    letters_leave(h);
    forget(h);
    assert_book(h, NAMES, "Anna Pool Doris Falk");
    mail_comes(h, .to = address_of(h, "P2", "invitation_nominee"), .from = "doris@example.net",
               .subject = "Svar", .body = "Nej tack\r\n");
    assert_book(h, NOMINATIONS, "P2:declined");
    forget(h); /* the letter that thanks has not left */
    assert_book(h, NAMES, "Anna Pool Doris Falk");
    letters_leave(h);
    forget(h);
    assert_book(h, NAMES, "Anna Pool");
    assert_book(h, "SELECT count(*) FROM audit_text WHERE text LIKE '%Doris%'", "0");
}

static void who_stays_silent_for_14_days_is_forgotten(void **state)
{
    struct lending_house *h = *state;
    association_asked(h);
    named(h, "Doris Falk", "doris@example.net");
    assert_book(h, "SELECT deadline FROM invitation WHERE person_id = 2", "2027-03-15");
    letters_leave(h);
    house_at(h, "2027-03-15T23:00");
    timers_ring(h);
    forget(h);
    assert_book(h, NOMINATIONS, "P2:named");
    house_at(h, "2027-03-16T10:00");
    timers_ring(h);
    assert_book(h, NOMINATIONS, "P2:expired");
    forget(h);
    assert_book(h, NAMES, "Anna Pool");
}

/* The answer may lie in a mailbox that could not be read. */
static void not_while_the_mailbox_has_not_been_read(void **state)
{
    struct lending_house *h = *state;
    association_asked(h);
    named(h, "Doris Falk", "doris@example.net");
    letters_leave(h);
    house_sql(h, "UPDATE mailbox SET complete_at = '2027-03-03T08:00:00.000Z'");
    house_at(h, "2027-04-01T10:00");
    timers_ring(h);
    forget(h);
    assert_book(h, NOMINATIONS, "P2:named");
    assert_book(h, NAMES, "Anna Pool Doris Falk");
}

static void who_had_no_time_to_confirm_is_forgotten_with_the_request(void **state)
{
    struct lending_house *h = *state;
    association_asked(h);
    named(h, "Doris Falk", "doris@example.net");
    letters_leave(h);
    staff(h, .kind = EVENT_CANCEL, .text = "Dagen blev inställd.");
    forget(h);
    assert_book(h, NAMES, "Anna Pool Doris Falk");
    letters_leave(h);
    assert_string_equal(letter_to(h, "P2", "cancelled_asked").state, "sent");
    forget(h);
    assert_book(h, NAMES, "Anna Pool");
    assert_book(h, NOMINATIONS, "P2:expired");
}

static void named_twice_is_asked_once(void **state)
{
    struct lending_house *h = *state;
    association_asked(h);
    named(h, "Doris Falk", "doris@example.net");
    named(h, "Doris F", "DORIS@example.net");
    assert_book(h, NOMINATIONS, "P2:named");
    assert_book(h, TASKS, "nominated");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'invitation_nominee'", "1");
}

static void only_who_was_asked_names(void **state)
{
    struct lending_house *h = *state;
    association_asked(h);
    house_association(h, "Andra", "a2@example.net", "diabetes");
    staff_refused(h, "was not asked", .kind = EVENT_NOMINATE, .who = "A2", .text = "Doris Falk",
                  .email = "doris@example.net");
}

static void nobody_names_without_end(void **state)
{
    struct lending_house *h = *state;
    association_asked(h);
    for (int i = 0; i < 20; i++)
        named(h, arena_printf(h->arena, "Person %d", i),
              arena_printf(h->arena, "n%d@example.net", i));
    staff_refused(h, "has named", .kind = EVENT_NOMINATE, .who = "A1", .text = "En till",
                  .email = "en.till@example.net");
}

#define in_a_house(test) cmocka_unit_test_setup_teardown(test, house_make, house_over)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_house(who_is_named_is_asked_and_counts_when_confirmed),
        in_a_house(who_is_named_is_not_of_the_pool),
        in_a_house(the_letter_does_not_name_the_association),
        in_a_house(who_declines_is_forgotten),
        in_a_house(who_stays_silent_for_14_days_is_forgotten),
        in_a_house(not_while_the_mailbox_has_not_been_read),
        in_a_house(who_had_no_time_to_confirm_is_forgotten_with_the_request),
        in_a_house(named_twice_is_asked_once),
        in_a_house(only_who_was_asked_names),
        in_a_house(nobody_names_without_end),
    };
    return cmocka_run_group_tests_name("lending_nominate", tests, house_group, house_group_over);
}
