/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The route: the unit's wish, an existing cooperation, the rules, the default, in this order; by
 * itself in automatic mode, as a proposal in assist mode. Where associations come first, the pool's
 * turn comes when they all decline, do not answer, or are not there.
 */
#include "lending_steps.h"

#define ROUTE "SELECT route || '/' || route_by FROM request"

static void cooperation(struct lending_house *h)
{
    int64_t id = house_association(h, "Strokekamraterna", "a1@example.net", "stroke");
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(associations_cooperate(h->house.db, h->arena, id,
                                      text_fold(h->arena, "Strokeenheten, Södra sjukhuset"), true,
                                      &h->fault),
               h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
}

/* A rule for the area of the requests in these tests. */
static void rule(struct lending_house *h, enum route route)
{
    static const char *const areas[] = {"stroke"};
    static struct routing_rule rules[1];
    rules[0] = (struct routing_rule){"stroke", areas, 1, route};
    h->settings.routing.rules = rules;
    h->settings.routing.rule_count = 1;
}

static const char wishes_pool[] =
    "Hej!\r\n\r\nVi på Strokeenheten, Södra sjukhuset, söker två patientföreträdare med "
    "erfarenhet av\r\nstroke till en workshop om hur vi tar emot patienter. Vi vill att frågan går "
    "till er egen pool.\r\n\r\nTid: 2027-04-22 kl 13:00-15:00\r\nPlats: Göteborg\r\nAntal: 2\r\n"
    "Ersättning: utgår enligt regionens regler\r\n\r\nVänliga hälsningar\r\nAnna Berg\r\n"
    "Strokeenheten, Södra sjukhuset\r\n";

static void the_units_wish_goes_first(void **state)
{
    struct lending_house *h = *state;
    cooperation(h);
    rule(h, ROUTE_ASSOCIATION_FIRST);
    mail_comes(h, .body = wishes_pool);
    assert_book(h, ROUTE, "pool/unit");
}

static void then_an_existing_cooperation(void **state)
{
    struct lending_house *h = *state;
    cooperation(h);
    rule(h, ROUTE_POOL);
    request_comes(h);
    assert_book(h, ROUTE, "association/cooperation");
}

static void then_the_rules(void **state)
{
    struct lending_house *h = *state;
    rule(h, ROUTE_ASSOCIATION_FIRST);
    request_comes(h);
    assert_book(h, ROUTE, "association_first/rule");
}

static void then_the_default(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.fallback = ROUTE_POOL;
    request_comes(h);
    assert_book(h, ROUTE, "pool/default");
}

static void staff_go_before_all(void **state)
{
    struct lending_house *h = *state;
    cooperation(h);
    h->settings.routing.automatic = false;
    request_comes(h);
    assert_book(h, ROUTE, "/");
    assert_book(h, TASKS, "route");
    const char *text = house_value(h, "SELECT text FROM task WHERE kind = 'route'");
    assert_non_null(strstr(text, "association"));
    assert_non_null(strstr(text, "samarbetar"));
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    assert_book(h, ROUTE, "pool/staff");
    assert_book(h, TASKS, "wave");
    assert_book(h, TIMERS, "");
}

/* ---- Associations first ---- */

static void first_associations(struct lending_house *h, int associations)
{
    house_people(h, 4, "stroke");
    for (int i = 1; i <= associations; i++)
        house_association(h, arena_printf(h->arena, "Förening %d", i),
                          arena_printf(h->arena, "a%d@example.net", i), "stroke");
    rule(h, ROUTE_ASSOCIATION_FIRST);
    request_comes(h);
    timers_ring(h);
}

static size_t people_asked(struct lending_house *h)
{
    return (size_t)atoi(
        house_value(h, "SELECT count(*) FROM invitation WHERE person_id IS NOT NULL"));
}

static void associations_are_asked_first(void **state)
{
    struct lending_house *h = *state;
    first_associations(h, 2);
    assert_book(h, ASKED, "A1:queued A2:queued");
    assert_book(h, STATE, "inviting");
    assert_book(h, "SELECT count(*) FROM search", "0");
    letters_leave(h);
    timers_ring(h);
    assert_int_equal(people_asked(h), 0);
}

static void the_pools_turn_comes_when_all_decline(void **state)
{
    struct lending_house *h = *state;
    first_associations(h, 2);
    letters_leave(h);
    staff(h, .kind = EVENT_ANSWER, .who = "A1", .answer = ANSWER_NO, .how = "staff");
    timers_ring(h);
    assert_int_equal(people_asked(h), 0);
    staff(h, .kind = EVENT_ANSWER, .who = "A2", .answer = ANSWER_NO, .how = "staff");
    assert_int_equal(timers_ring(h), 1);
    assert_true(people_asked(h) > 0);
    assert_book(h, "SELECT pool_asked FROM request", "1");
    assert_book(h, "SELECT count(*) FROM search WHERE request_id = 1", "1");
}

static void or_when_their_time_is_over(void **state)
{
    struct lending_house *h = *state;
    first_associations(h, 1);
    letters_leave(h);
    house_at(h, "2027-03-09T00:10");
    timers_ring(h);
    assert_true(people_asked(h) > 0);
    assert_book(h, "SELECT kind || ' ' || subject FROM timer", "deadline 2027-03-16");
}

static void or_at_once_when_there_is_none(void **state)
{
    struct lending_house *h = *state;
    first_associations(h, 0);
    assert_true(people_asked(h) > 0);
    assert_book(h, STATE, "inviting");
    assert_book(h, TASKS, "");
}

static void a_yes_of_one_keeps_the_pool_waiting(void **state)
{
    struct lending_house *h = *state;
    first_associations(h, 2);
    letters_leave(h);
    staff(h, .kind = EVENT_ANSWER, .who = "A1", .answer = ANSWER_YES, .how = "staff");
    staff(h, .kind = EVENT_ANSWER, .who = "A2", .answer = ANSWER_NO, .how = "staff");
    timers_ring(h);
    assert_int_equal(people_asked(h), 0);
}

static void in_assist_mode_the_pools_turn_is_a_task(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 3, "stroke");
    house_association(h, "Strokekamraterna", "a1@example.net", "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "association_first", .route_by = "staff");
    size_t asked;
    assert_did(lending_wave(&h->house, h->arena, 1, "staff:1", &asked, &h->fault), h);
    assert_book(h, ASKED, "A1:queued");
    letters_leave(h);
    staff(h, .kind = EVENT_ANSWER, .who = "A1", .answer = ANSWER_NO, .how = "staff");
    assert_book(h, TASKS, "wave");
    timers_ring(h);
    assert_int_equal(people_asked(h), 0);
    assert_did(lending_wave(&h->house, h->arena, 1, "staff:1", &asked, &h->fault), h);
    house_sound(h);
    assert_true(people_asked(h) > 0);
    assert_book(h, TASKS, "");
}

/* ---- Without a legal basis ---- */

static void without_a_basis_no_person_is_ever_looked_for(void **state)
{
    static const char *const routes[] = {"pool", "both", "association_first", "association"};
    struct lending_house *h = *state;
    h->settings.library.legal_basis = "none";
    h->settings.routing.automatic = false;
    house_people(h, 3, "stroke");
    house_association(h, "Strokekamraterna", "a1@example.net", "stroke");
    request_comes(h);
    for (size_t i = 0; i < 4; i++) {
        staff(h, .kind = EVENT_ROUTE, .route = routes[i], .route_by = "staff");
        for (int wave = 0; wave < 3; wave++)
            assert_did(lending_wave(&h->house, h->arena, 1, "staff:1", NULL, &h->fault), h);
        json_t *found = NULL;
        if (lending_match(&h->house, h->arena, 1, "staff:1", 0, &found, &h->fault) != DONE)
            assert_int_equal(h->fault.code, EXIT_NOT_PERMITTED);
        size_t k;
        json_t *row;
        json_array_foreach(found, k, row)
            assert_int_equal(json_string_value(json_object_get(row, "who"))[0], 'A');
        json_decref(found);
        house_sound(h);
    }
    assert_int_equal(people_asked(h), 0);
    assert_book(h, "SELECT count(*) FROM search", "0");
    assert_refusal(staff_invites(h, "P1"), h, EXIT_NOT_PERMITTED, "legal_basis");
    assert_int_equal(people_asked(h), 0);
}

static void a_match_is_written_down_before_it_is_shown(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    house_people(h, 3, "stroke");
    request_comes(h);
    json_t *found = NULL;
    assert_did(lending_match(&h->house, h->arena, 1, "staff:1", 2, &found, &h->fault), h);
    assert_int_equal(json_array_size(found), 2);
    size_t i, k;
    json_t *row, *reason;
    json_array_foreach(found, i, row)
    {
        json_int_t sum = 0;
        json_array_foreach(json_object_get(row, "reasons"), k, reason) sum +=
            json_integer_value(json_object_get(reason, "weight"));
        assert_int_equal(sum, json_integer_value(json_object_get(row, "score")));
    }
    json_decref(found);
    assert_book(h, "SELECT actor || '/' || request_id || '/' || basis FROM search",
                "staff:1/1/consent");
    assert_book(h, "SELECT json_array_length(result) FROM search", "3");
    house_sound(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(the_units_wish_goes_first),
        house_test(then_an_existing_cooperation),
        house_test(then_the_rules),
        house_test(then_the_default),
        house_test(staff_go_before_all),
        house_test(associations_are_asked_first),
        house_test(the_pools_turn_comes_when_all_decline),
        house_test(or_when_their_time_is_over),
        house_test(or_at_once_when_there_is_none),
        house_test(a_yes_of_one_keeps_the_pool_waiting),
        house_test(in_assist_mode_the_pools_turn_is_a_task),
        house_test(without_a_basis_no_person_is_ever_looked_for),
        house_test(a_match_is_written_down_before_it_is_shown),
    };
    return cmocka_run_group_tests_name("lending_routes", tests, house_group, house_group_over);
}
