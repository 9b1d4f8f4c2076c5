/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Who signs up: what is kept of one who has not consented, and that nothing waits for ever.
 */
#include "pool_house.h"

#include "lending/signup.h"

static const struct roster_change told[] = {{"name", "Doris Falk"},
                                            {"email", "doris@example.org"},
                                            {"letter_language", "sv-lattlast"},
                                            {"areas", "stroke"},
                                            {"story", "Jag fick en stroke."}};
enum { TOLD = sizeof told / sizeof told[0] };

static const struct signup_words words = {
    .fields = "{\"name\":\"Doris Falk\"}", .address = "doris@example.org", .language = "sv"};

static void without_consent_only_name_and_address_are_kept(void **state)
{
    (void)state;
    struct roster_change changes[TOLD];
    memcpy(changes, told, sizeof told);
    assert_int_equal(lending_signup_kept(changes, TOLD, true), TOLD);
    assert_int_equal(lending_signup_kept(changes, TOLD, false), 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(changes[i].key, told[i].key);
}

static void consent_is_asked_for_where_no_decision_is_the_basis(void **state)
{
    struct pool_house *h = *state;
    assert_true(lending_signup_asks_consent(&h->settings));
    h->settings.library.legal_basis = "none";
    assert_true(lending_signup_asks_consent(&h->settings));
    h->settings.library.legal_basis = "Regionstyrelsens beslut 2027-01-12";
    assert_false(lending_signup_asks_consent(&h->settings));
}

static struct signup begun(struct pool_house *h)
{
    const char *token;
    struct signup s;
    assert_done(lending_signup_begin(&h->house, h->book.arena, &words, &token, &h->book.fault),
                h->book.fault);
    assert_done(signups_find(h->book.db, h->book.arena, token_hash(h->book.arena, token), &s,
                             &h->book.fault),
                h->book.fault);
    assert_string_equal(s.fields, words.fields);
    return s;
}

static void what_is_not_sent_in_is_forgotten_after_a_day(void **state)
{
    struct pool_house *h = *state;
    struct signup s = begun(h);
    h->house.clock.offset += HOURS(SIGNUP_HOURS) - MINUTES(1);
    begun(h);
    assert_value(&h->book, "SELECT count(*) FROM signup", "2");
    h->house.clock.offset += MINUTES(2);
    begun(h);
    assert_value(&h->book, "SELECT count(*) FROM signup", "2");
    assert_value(&h->book, "SELECT count(*) FROM signup WHERE id = 1", "0");
    assert_int_equal(s.id, 1);
}

static void what_is_written_later_takes_the_place_of_what_was(void **state)
{
    struct pool_house *h = *state;
    struct signup s = begun(h);
    struct signup_words later = words;
    later.fields = "{\"name\":\"Doris Gran\"}";
    assert_done(lending_signup_keep(&h->house, h->book.arena, &s, &later, &h->book.fault),
                h->book.fault);
    assert_value(&h->book, "SELECT fields FROM signup", "{\"name\":\"Doris Gran\"}");
    assert_value(&h->book, "SELECT count(*) FROM person", "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_consent_only_name_and_address_are_kept),
        cmocka_unit_test_setup_teardown(consent_is_asked_for_where_no_decision_is_the_basis,
                                        pool_house_make, pool_house_clear),
        cmocka_unit_test_setup_teardown(what_is_not_sent_in_is_forgotten_after_a_day,
                                        pool_house_make, pool_house_clear),
        cmocka_unit_test_setup_teardown(what_is_written_later_takes_the_place_of_what_was,
                                        pool_house_make, pool_house_clear),
    };
    return cmocka_run_group_tests_name("lending_signup", tests, NULL, NULL);
}
