/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The unit's contact is another, or a representative's address, by staff's word: the former one's
 * links end, what has not left goes to the new one, and the new one gets a link.
 */
#include "lending_steps.h"

#include "lending/people.h"
#include "lending/web.h"

#define EVA "eva.ek@vgregion.example"
#define OPEN_LINKS                                                                                 \
    "SELECT purpose || ':' || address FROM token WHERE party = 'unit' AND ended_at IS NULL"        \
    " ORDER BY id"
#define TO_UNIT                                                                                    \
    "SELECT purpose || ':' || state || ':' || address FROM letter WHERE recipient = 'unit'"        \
    " ORDER BY id"

static void acknowledged(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    request_comes(h);
    letters_leave(h);
    assert_book(h, OPEN_LINKS, "request:" UNIT);
}

static void another_contact_gets_a_link_and_the_former_one_has_none(void **state)
{
    struct lending_house *h = *state;
    acknowledged(h);
    assert_did(staff_sets(h, FACT_CONTACT_NAME, "Eva Ek"), h);
    assert_did(staff_sets(h, FACT_CONTACT_EMAIL, EVA), h);
    assert_book(h, OPEN_LINKS, "request:" EVA);
    assert_book(h, TO_UNIT, "acknowledgement:sent:" UNIT " new_link:queued:" EVA);
    const char *view = letter_to(h, "unit", "new_link").view;
    assert_non_null(strstr(view, "\"first_name\":\"Eva\""));
    assert_non_null(strstr(view, "\"new_contact\":true"));
    letters_leave(h);
    assert_did(staff_sets(h, FACT_CONTACT_EMAIL, "EVA.Ek@vgregion.example"), h); /* the same */
    assert_book(h, OPEN_LINKS, "request:" EVA);
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'new_link'", "1");
}

static void what_has_not_left_goes_to_the_new_contact(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    request_comes(h);
    letters_note(h);
    struct letter before = letter_to(h, "unit", "acknowledgement");
    house_sql(h, "UPDATE letter SET made = 1, state = 'deferred', attempts = 1");
    assert_did(staff_sets(h, FACT_CONTACT_NAME, "Eva Ek"), h);
    assert_did(staff_sets(h, FACT_CONTACT_EMAIL, EVA), h);
    struct letter l = letter_to(h, "unit", "acknowledgement");
    assert_book(h, TO_UNIT, "acknowledgement:queued:" EVA); /* it has a link: no other is needed */
    assert_book(h, OPEN_LINKS, "request:" EVA);
    assert_false(l.made);
    assert_string_equal(l.name, "Eva Ek");
    assert_string_not_equal(l.token, before.token);
    assert_non_null(strstr(l.view, "\"first_name\":\"Eva\""));
    assert_null(strstr(l.view, "\"first_name\":\"Anna\""));
}

static void a_letter_that_a_cap_holds_stays_held(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    request_comes(h);
    house_sql(h, "UPDATE letter SET made = 1, state = 'held'");
    assert_did(staff_sets(h, FACT_CONTACT_EMAIL, EVA), h);
    assert_book(h, TO_UNIT, "acknowledgement:held:" EVA);
}

static void the_former_contact_is_mailed_no_new_link(void **state)
{
    struct lending_house *h = *state;
    acknowledged(h);
    assert_did(staff_sets(h, FACT_CONTACT_EMAIL, EVA), h);
    letters_leave(h);
    static const char *const asking[] = {UNIT, EVA};
    for (size_t i = 0; i < 2; i++) {
        bool moved = false;
        h->house.clock.offset += MINUTES(20);
        assert_did(lending_link_ask(&h->house, h->arena, "request", asking[i], &h->fault), h);
        assert_did(lending_link_mail(&h->house, h->arena, &moved, &h->fault), h);
    }
    assert_book(h, "SELECT address FROM letter WHERE purpose = 'new_link' AND state = 'queued'",
                EVA);
}

/* An answer to a letter that went to the former contact is for a person to read. */
static void an_answer_of_the_former_contacts_waits_for_staff(void **state)
{
    struct lending_house *h = *state;
    acknowledged(h);
    const char *to = address_of(h, "unit", "acknowledgement");
    assert_did(staff_sets(h, FACT_CONTACT_EMAIL, EVA), h);
    mail_comes(h, .to = to, .body = "Antal: 3\r\n");
    assert_book(h, "SELECT kind FROM task WHERE inbox_id = 2", "expired");
}

/* A name that only stands in the mail is not whom a letter to its sender greets. */
static void the_sender_is_greeted_by_the_senders_name(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    request_comes(h);
    house_sql(h, "INSERT INTO fact (request_id, key, origin, value, at) VALUES"
                 " (1, 'contact_email', 1, 'karin@vgregion.example', '');"
                 "INSERT OR REPLACE INTO fact (request_id, key, origin, value, at) VALUES"
                 " (1, 'contact_name', 1, 'Karin Holm', '')");
    staff(h, .kind = EVENT_WRITE, .who = "unit", .text = "Hej!");
    struct letter l = letter_to(h, "unit", "message");
    assert_string_equal(l.address, UNIT);
    assert_string_equal(l.name, "Anna Berg");
    assert_null(strstr(l.view, "\"first_name\":\"Karin\""));
}

/* ---- A representative's address ---- */

#define NEW "ny.adress@example.org"
#define OPEN_TO(who)                                                                               \
    "SELECT purpose || ':' || address FROM token WHERE party = '" who "' AND ended_at IS NULL"     \
    " ORDER BY id"
#define MAILED_TO(who)                                                                             \
    "SELECT purpose || ':' || state || ':' || address FROM letter WHERE recipient = '" who "'"     \
    " ORDER BY id"

static void asked(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    house_people(h, 2, "stroke");
    request_comes(h);
    assert_did(staff_invites(h, "P1"), h);
}

static void email_set(struct lending_house *h, const char *actor, const char *address)
{
    const struct roster_change change = {"email", address};
    h->house.clock.offset += MINUTES(1);
    assert_did(roster_person_set(&h->house, h->arena, actor, 1, &change, 1, &h->fault), h);
    house_sound(h);
}

static void who_was_asked_gets_another_link_and_is_not_asked_again(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    letters_leave(h);
    assert_book(h, OPEN_TO("P1"), "answer:p1@example.net");
    email_set(h, "staff:1", NEW);
    assert_book(h, OPEN_TO("P1"), "answer:" NEW);
    assert_book(h, MAILED_TO("P1"), "invitation_person:sent:p1@example.net new_link:queued:" NEW);
    const char *view = letter_to(h, "P1", "new_link").view;
    assert_non_null(strstr(view, "\"link_path\":\"/svar/\""));
    assert_non_null(strstr(view, "\"new_address\":true"));
    assert_null(strstr(view, "LB-2027"));
    email_set(h, "staff:1", "NY.Adress@example.org"); /* the same */
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'new_link'", "1");
}

static void an_ask_that_has_not_left_goes_to_the_new_address(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    letters_note(h);
    struct letter before = letter_to(h, "P1", "invitation_person");
    house_sql(h, "UPDATE letter SET made = 1 WHERE recipient = 'P1'");
    email_set(h, "staff:1", NEW);
    struct letter l = letter_to(h, "P1", "invitation_person");
    assert_book(h, MAILED_TO("P1"), "invitation_person:queued:" NEW);
    assert_book(h, OPEN_TO("P1"), "answer:" NEW);
    assert_false(l.made);
    assert_string_not_equal(l.token, before.token);
}

/* Where nothing waits for an answer, the own page leads to all else. */
static void other_links_give_way_to_the_own_page(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    letters_leave(h);
    house_sql(h, "UPDATE invitation SET state = 'no'");
    email_set(h, "command", NEW);
    assert_book(h, OPEN_TO("P1"), "person:" NEW);
    assert_non_null(strstr(letter_to(h, "P1", "new_link").view, "/mina-uppgifter/"));
}

static void who_changes_it_themselves_keeps_the_links(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    letters_leave(h);
    email_set(h, "staff:1", ""); /* there is no other that anything could go to */
    assert_book(h, OPEN_TO("P1"), "answer:p1@example.net");
    email_set(h, "P1", NEW);
    assert_book(h, OPEN_TO("P1"), "answer:p1@example.net");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'new_link'", "0");
}

/* What never reached anybody is sent again by a person's hand (again.c), link and all. */
static void a_refused_address_put_right_gets_no_letter_of_its_own(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    letters_note(h);
    house_sql(h, "UPDATE letter SET made = 1, state = 'failed', ended_at ="
                 " '2027-03-01T09:10:00.000Z' WHERE recipient = 'P1'");
    email_set(h, "staff:1", NEW);
    assert_book(h, OPEN_TO("P1"), "");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'new_link'", "0");
}

/* A link on paper was sent to nobody's address. */
static void a_first_address_ends_no_link_on_paper(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 2, "stroke");
    house_sql(h, "UPDATE person SET email = '' WHERE id = 1");
    request_comes(h);
    assert_did(staff_invites(h, "P1"), h);
    email_set(h, "staff:1", NEW);
    assert_book(h, OPEN_TO("P1"), "answer:");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'new_link'", "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(another_contact_gets_a_link_and_the_former_one_has_none),
        house_test(what_has_not_left_goes_to_the_new_contact),
        house_test(a_letter_that_a_cap_holds_stays_held),
        house_test(the_former_contact_is_mailed_no_new_link),
        house_test(an_answer_of_the_former_contacts_waits_for_staff),
        house_test(the_sender_is_greeted_by_the_senders_name),
        house_test(who_was_asked_gets_another_link_and_is_not_asked_again),
        house_test(an_ask_that_has_not_left_goes_to_the_new_address),
        house_test(other_links_give_way_to_the_own_page),
        house_test(who_changes_it_themselves_keeps_the_links),
        house_test(a_refused_address_put_right_gets_no_letter_of_its_own),
        house_test(a_first_address_ends_no_link_on_paper),
    };
    return cmocka_run_group_tests_name("lending_contact", tests, house_group, house_group_over);
}
