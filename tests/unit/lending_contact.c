/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The unit's contact is another, by staff's word: the former one's links end, what has not left
 * goes to the new one, and the new one gets a link.
 */
#include "lending_steps.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(another_contact_gets_a_link_and_the_former_one_has_none),
        house_test(what_has_not_left_goes_to_the_new_contact),
        house_test(a_letter_that_a_cap_holds_stays_held),
        house_test(the_former_contact_is_mailed_no_new_link),
        house_test(an_answer_of_the_former_contacts_waits_for_staff),
        house_test(the_sender_is_greeted_by_the_senders_name),
    };
    return cmocka_run_group_tests_name("lending_contact", tests, house_group, house_group_over);
}
