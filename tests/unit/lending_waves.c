/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Waves and named asks: as many as it takes, nobody twice, and nobody who must not be asked.
 */
#include "lending_steps.h"

#include "lending/people.h"
#include "matching.h"

static void ready(struct lending_house *h, int people)
{
    h->settings.routing.automatic = false;
    house_people(h, people, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
}

static size_t wave(struct lending_house *h)
{
    size_t asked = 0;
    assert_did(lending_wave(&h->house, h->arena, 1, "staff:1", &asked, &h->fault), h);
    house_sound(h);
    return asked;
}

static size_t asked_now(struct lending_house *h)
{
    return (size_t)atoi(house_value(h, "SELECT count(*) FROM invitation"));
}

static void a_wave_is_as_large_as_the_probability_asks(void **state)
{
    struct lending_house *h = *state;
    ready(h, 20);
    size_t wanted = match_wave_size(2, match_yes_rate(0, 0), 0.9, 20);
    assert_true(wanted > 2 && wanted < 20);
    assert_int_equal(wave(h), wanted);
    assert_int_equal(asked_now(h), wanted);
    assert_book(h, STATE, "inviting");
    assert_book(h, "SELECT DISTINCT deadline FROM invitation", "2027-03-08");
    assert_book(h, "SELECT DISTINCT wave FROM invitation", "1");
    assert_book(h, "SELECT wave FROM request", "1");
}

static void a_yes_makes_the_next_wave_smaller(void **state)
{
    struct lending_house *h = *state;
    ready(h, 30);
    size_t first = wave(h);
    letters_leave(h);
    const char *who = house_value(h, "SELECT 'P' || person_id FROM invitation LIMIT 1");
    staff(h, .kind = EVENT_ANSWER, .who = who, .answer = ANSWER_YES, .how = "staff");
    size_t wanted = match_wave_size(1, match_yes_rate(1, 1), 0.9, 20);
    assert_int_equal(wave(h), wanted);
    assert_int_equal(asked_now(h), first + wanted);
    assert_book(h, "SELECT count(*) - count(DISTINCT person_id) FROM invitation", "0");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'invitation_person'",
                arena_printf(h->arena, "%zu", first + wanted));
}

static void max_wave_is_a_bound(void **state)
{
    struct lending_house *h = *state;
    h->settings.invite.max_wave = 3;
    ready(h, 20);
    assert_int_equal(wave(h), 3);
}

static void when_nobody_is_left_it_is_a_task(void **state)
{
    struct lending_house *h = *state;
    ready(h, 1);
    assert_int_equal(wave(h), 1);
    assert_book(h, TASKS, "");
    assert_int_equal(wave(h), 0);
    assert_book(h, TASKS, ""); /* one may still answer */
    letters_leave(h);
    const char *who = house_value(h, "SELECT 'P' || person_id FROM invitation LIMIT 1");
    staff(h, .kind = EVENT_ANSWER, .who = who, .answer = ANSWER_NO, .how = "staff");
    assert_int_equal(wave(h), 0);
    assert_book(h, TASKS, "nobody");
    assert_book(h, STATE, "inviting");
    assert_book(h, "SELECT count(*) FROM search", "3");
}

static void without_a_route_there_is_no_wave(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 1, "stroke");
    request_comes(h);
    const char *before = house_dump(h);
    assert_refusal(lending_wave(&h->house, h->arena, 1, "staff:1", NULL, &h->fault), h, EXIT_DATA,
                   "no route");
    assert_string_equal(house_dump(h), before);
}

static void a_wave_whose_timer_is_gone_asks_nobody(void **state)
{
    struct lending_house *h = *state;
    ready(h, 20);
    house_sql(h, "INSERT INTO timer (request_id, kind, due_at) VALUES"
                 " (1, 'wave', '2027-03-01T00:00:00.000Z')");
    struct timer *list;
    size_t count, first;
    bool waits;
    assert_did(timers_due(h->house.db, h->arena, clock_now(&h->house.clock), NULL, 9, &list, &count,
                          &h->fault),
               h);
    first = wave(h); /* staff are quicker, and their wave ends the timer */
    assert_book(h, TIMERS, "deadline");
    assert_did(lending_ring(&h->house, h->arena, &list[0], &waits, &h->fault), h);
    house_sound(h);
    assert_int_equal(asked_now(h), first);
}

/* Two that matched at the same time: the second finds that the first has asked. */
static void two_waves_at_once_ask_nobody_twice(void **state)
{
    struct lending_house *h = *state;
    ready(h, 3);
    const char *const names[] = {"P1", "P2", "P2", "P3"};
    for (int turn = 0; turn < 2; turn++)
        staff(h, .kind = EVENT_INVITE, .names = names, .name_count = 4);
    assert_book(h, ASKED, "P1:queued P2:queued P3:queued");
    assert_book(h, "SELECT count(*) FROM letter WHERE purpose = 'invitation_person'", "3");
}

/* ---- Too late to ask ---- */

static void less_than_a_day_to_answer_is_for_a_person(void **state)
{
    struct lending_house *h = *state;
    house_people(h, 9, "stroke");
    house_at(h, "2027-04-20T09:00"); /* two working days before the 22nd */
    request_comes(h);
    timers_ring(h);
    assert_int_equal(asked_now(h), 0);
    assert_book(h, TASKS, "short");
    assert_book(h, STATE, "triage");
    assert_true(wave(h) > 0); /* staff may ask all the same */
    assert_book(h, TASKS, "");
}

static void a_day_and_more_is_enough(void **state)
{
    struct lending_house *h = *state;
    house_people(h, 9, "stroke");
    house_at(h, "2027-04-19T09:00");
    request_comes(h);
    timers_ring(h);
    assert_true(asked_now(h) > 0);
}

/* ---- Named ---- */

static const struct never {
    const char *key, *sql;
} nevers[] = {
    {"deceased", "UPDATE person SET deceased = 1 WHERE id = 1"},
    {"left", "UPDATE person SET left_at = '2027-01-01T00:00:00.000Z' WHERE id = 1"},
    {"no_consent", "UPDATE person SET consent_date = NULL WHERE id = 1"},
    {"objects", "UPDATE person SET objects = 1 WHERE id = 1"},
    {"no_address", "UPDATE person SET email = '', postal_address = '' WHERE id = 1"},
    {"conflict", "UPDATE person SET conflicts = 'Strokeenheten, Södra sjukhuset' WHERE id = 1"},
    {"paused", "UPDATE person SET paused_until = '2027-06-01' WHERE id = 1"},
    {"unwanted_area", "INSERT OR REPLACE INTO person_area VALUES (1, 'stroke', 1)"},
};

static void excluded_people_are_refused_with_the_reason(void **state)
{
    struct lending_house *h = *state;
    ready(h, 2);
    for (size_t i = 0; i < sizeof nevers / sizeof nevers[0]; i++) {
        house_sql(h, "DELETE FROM person_area; INSERT INTO person_area (person_id, area) VALUES"
                     " (1, 'stroke'), (2, 'stroke'); UPDATE person SET deceased = 0, left_at ="
                     " NULL, consent_date = '2027-01-01', objects = 0, email = 'p@example.net',"
                     " conflicts = '', paused_until = NULL");
        house_sql(h, nevers[i].sql);
        const char *before = house_dump(h);
        if (staff_invites(h, "P2 P1") != NEVER || !strstr(h->fault.text, nevers[i].key))
            fail_msg("%s: %s", nevers[i].key, h->fault.text);
        assert_string_equal(house_dump(h), before);
    }
}

static void what_staff_may_pass_over(void **state)
{
    struct lending_house *h = *state;
    ready(h, 1);
    house_person(h, "Utanför", "p2@example.net", "diabetes");
    house_sql(h, "UPDATE person SET protected_identity = 1 WHERE id = 1");
    assert_did(staff_invites(h, "P1 P2"), h);
    assert_book(h, ASKED, "P1:queued P2:queued");
}

static void named_twice_is_asked_once(void **state)
{
    struct lending_house *h = *state;
    ready(h, 2);
    assert_did(staff_invites(h, "P1 P1"), h);
    assert_book(h, ASKED, "P1:queued");
    assert_refusal(staff_invites(h, "P1"), h, EXIT_DATA, "already_asked");
    assert_refusal(staff_invites(h, "P9"), h, EXIT_NO_INPUT, "9");
    assert_book(h, ASKED, "P1:queued");
}

static void associations_are_looked_at_too(void **state)
{
    struct lending_house *h = *state;
    ready(h, 1);
    house_association(h, "Strokekamraterna", "a1@example.net", "stroke");
    house_association(h, "Som slutat", "a2@example.net", "stroke");
    house_sql(h, "UPDATE association SET left_at = '2027-01-01T00:00:00.000Z' WHERE id = 2");
    assert_did(staff_invites(h, "A1"), h);
    const char *before = house_dump(h);
    assert_refusal(staff_invites(h, "A1"), h, EXIT_DATA, "already_asked");
    assert_refusal(staff_invites(h, "A2"), h, EXIT_DATA, "left");
    assert_refusal(staff_invites(h, "A9"), h, EXIT_NO_INPUT, "9");
    assert_string_equal(house_dump(h), before);
}

static void without_email_the_letter_is_printed(void **state)
{
    struct lending_house *h = *state;
    ready(h, 1);
    house_person(h, "Utan e-post", "", "stroke");
    assert_did(staff_invites(h, "P2"), h);
    struct letter l = letter_to(h, "P2", "invitation_person");
    assert_string_equal(l.state, "to_print");
    assert_string_equal(l.address, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(a_wave_is_as_large_as_the_probability_asks),
        house_test(a_yes_makes_the_next_wave_smaller),
        house_test(max_wave_is_a_bound),
        house_test(when_nobody_is_left_it_is_a_task),
        house_test(without_a_route_there_is_no_wave),
        house_test(a_wave_whose_timer_is_gone_asks_nobody),
        house_test(two_waves_at_once_ask_nobody_twice),
        house_test(less_than_a_day_to_answer_is_for_a_person),
        house_test(a_day_and_more_is_enough),
        house_test(excluded_people_are_refused_with_the_reason),
        house_test(what_staff_may_pass_over),
        house_test(named_twice_is_asked_once),
        house_test(associations_are_looked_at_too),
        house_test(without_email_the_letter_is_printed),
    };
    return cmocka_run_group_tests_name("lending_waves", tests, house_group, house_group_over);
}
