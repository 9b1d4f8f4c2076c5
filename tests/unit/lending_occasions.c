/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Occasions from the choice to the last of them: rows and the fact that follows, changes that all
 * concerned hear of once, the day before, and what follows when one is over.
 */
#include "lending_steps.h"

#include "lending/occasions.h"

#define ROWS                                                                                       \
    "SELECT id || ':' || sequence || ':' || state || ':' || starts || '/' || ends FROM occasion"   \
    " ORDER BY id"
#define FACT "SELECT value FROM fact WHERE key = 'occasions' ORDER BY origin DESC LIMIT 1"
#define OF_OCCASIONS                                                                               \
    "SELECT recipient || ':' || substr(purpose, 10) || ':' || cause || ':' || state FROM letter"   \
    " WHERE purpose LIKE 'occasion_%' ORDER BY id"
#define TIMES                                                                                      \
    "SELECT kind || '/' || subject FROM timer WHERE kind IN ('eve', 'over') ORDER BY kind, id"

/* Two are wanted, on 22 April; P1 and P2 have said yes, and P3 and P4 have not answered. */
static void asked(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    house_people(h, 4, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    assert_did(staff_invites(h, "P1 P2 P3 P4"), h);
    letters_leave(h);
    for (int i = 1; i <= 2; i++)
        staff(h, .kind = EVENT_ANSWER, .who = arena_printf(h->arena, "P%d", i),
              .answer = ANSWER_YES, .how = "staff");
}

static void chosen(struct lending_house *h)
{
    const char *const both[] = {"P1", "P2"};
    asked(h);
    staff(h, .kind = EVENT_CHOOSE, .names = both, .name_count = 2);
    assert_book(h, STATE, "connected");
    letters_leave(h);
}

static enum outcome ask(struct lending_house *h, struct occasion_change change)
{
    enum outcome o = lending_occasion(&h->house, h->arena, 1, "staff:1", &change, NULL, &h->fault);
    house_sound(h);
    return o;
}

/* change(h, OCCASION_MOVE, .id = 1, .starts = "…") */
#define change(h, ...) assert_did(ask((h), (struct occasion_change){__VA_ARGS__}), (h))
#define unchanged(h, code_, words, ...)                                                            \
    do {                                                                                           \
        const char *before_ = house_dump(h);                                                       \
        assert_refusal(ask((h), (struct occasion_change){__VA_ARGS__}), (h), (code_), (words));    \
        assert_string_equal(house_dump(h), before_);                                               \
    } while (0)

static json_t *view_of(struct lending_house *h, const char *who, const char *purpose)
{
    json_t *view = json_loads(letter_to(h, who, purpose).view, 0, NULL);
    assert_non_null(view);
    return view;
}

static const char *calendar_says(struct lending_house *h, const char *who, const char *purpose,
                                 const char *key)
{
    json_t *view = view_of(h, who, purpose);
    json_t *calendar = json_object_get(view, "calendar");
    json_t *event = json_array_get(json_object_get(calendar, "events"), 0);
    json_t *value = json_object_get(calendar, key);
    if (!value)
        value = json_object_get(event, key);
    const char *text = json_is_integer(value)
                           ? arena_printf(h->arena, "%lld", json_integer_value(value))
                           : arena_strdup(h->arena, json_string_value(value));
    json_decref(view);
    return text ? text : "";
}

/* ---- Rows and the fact ---- */

static void rows_are_made_when_somebody_is_chosen(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    assert_book(h, ROWS, "");
    staff(h, .kind = EVENT_CHOOSE, .names = (const char *const[]){"P1"}, .name_count = 1);
    assert_book(h, ROWS, "1:0:planned:2027-04-22T13:00/2027-04-22T15:00");
    assert_book(h, "SELECT place FROM occasion", "Göteborg");
    assert_book(h, TIMES, "eve/1 over/1");
    assert_string_equal(timer_due(h, "eve"), "2027-04-21T07:00");
    assert_string_equal(timer_due(h, "over"), "2027-04-22T15:00");
    staff(h, .kind = EVENT_CHOOSE, .names = (const char *const[]){"P2"}, .name_count = 1);
    assert_book(h, "SELECT count(*) FROM occasion", "1");
    assert_book(h, TIMES, "eve/1 over/1");
    assert_string_equal(calendar_says(h, "P2", "connected_person", "method"), "REQUEST");
    assert_string_equal(calendar_says(h, "P2", "connected_person", "uid"),
                        house_value(h, "SELECT uid FROM occasion"));
}

static void an_assignment_without_times_is_a_task(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    assert_did(staff_sets(h, FACT_OCCASIONS, ""), h);
    letters_leave(h);
    for (int i = 1; i <= 2; i++)
        staff(h, .kind = EVENT_ANSWER, .who = arena_printf(h->arena, "P%d", i),
              .answer = ANSWER_YES, .how = "staff");
    staff(h, .kind = EVENT_CHOOSE, .names = (const char *const[]){"P1", "P2"}, .name_count = 2);
    assert_book(h, "SELECT count(*) FROM task WHERE kind = 'no_occasions' AND closed_at IS NULL",
                "1");
}

static void a_fact_that_rows_have_overtaken_cannot_be_set(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    const char *before = house_dump(h);
    assert_refusal(staff_sets(h, FACT_OCCASIONS, "2027-05-03T09:00/2027-05-03T11:00"), h, EXIT_DATA,
                   "occasion list");
    assert_string_equal(house_dump(h), before);
}

/* ---- Changes ---- */

static void all_concerned_hear_of_a_moved_occasion(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    const char *uid = house_value(h, "SELECT uid FROM occasion");
    change(h, OCCASION_MOVE, .id = 1, .starts = "2027-04-26T09:00", .ends = "2027-04-26T12:00");
    assert_book(h, ROWS, "1:1:planned:2027-04-26T09:00/2027-04-26T12:00");
    assert_book(h, FACT, "2027-04-26T09:00/2027-04-26T12:00");
    assert_book(h, OF_OCCASIONS,
                "P1:changed:O1:1:queued P2:changed:O1:1:queued unit:changed:O1:1:queued");
    assert_string_equal(timer_due(h, "eve"), "2027-04-23T07:00");
    assert_string_equal(timer_due(h, "over"), "2027-04-26T12:00");
    const char *const readers[] = {"P1", "P2", "unit"};
    for (size_t i = 0; i < 3; i++) {
        assert_string_equal(calendar_says(h, readers[i], "occasion_changed", "method"), "REQUEST");
        assert_string_equal(calendar_says(h, readers[i], "occasion_changed", "uid"), uid);
        assert_string_equal(calendar_says(h, readers[i], "occasion_changed", "sequence"), "1");
        assert_string_equal(calendar_says(h, readers[i], "occasion_changed", "starts"),
                            "2027-04-26T09:00");
    }
    assert_book(h,
                "SELECT text FROM audit_text JOIN audit ON audit_id = id WHERE event = 'occasion'",
                "1: from 2027-04-22T13:00/2027-04-22T15:00 to 2027-04-26T09:00/2027-04-26T12:00");
}

static void the_same_again_changes_nothing(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    const char *before = house_dump(h);
    change(h, OCCASION_MOVE, .id = 1, .starts = "2027-04-22 13:00", .ends = "2027-04-22T15:00",
           .place = " Göteborg ");
    change(h, OCCASION_ADD, .starts = "2027-04-22T13:00", .ends = "2027-04-22T15:00");
    assert_string_equal(house_dump(h), before);
    change(h, OCCASION_CANCEL, .id = 1);
    before = house_dump(h);
    change(h, OCCASION_CANCEL, .id = 1);
    assert_string_equal(house_dump(h), before);
}

static void what_cannot_be_is_refused_and_leaves_the_book(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    unchanged(h, EXIT_DATA, "in the past", OCCASION_ADD, .starts = "2027-02-26T09:00");
    unchanged(h, EXIT_DATA, "before it begins", OCCASION_MOVE, .id = 1,
              .starts = "2027-04-26T09:00", .ends = "2027-04-26T08:00");
    unchanged(h, EXIT_DATA, "put forward", OCCASION_ADD, .starts = "2027-03-28T02:30");
    unchanged(h, EXIT_DATA, "comes twice", OCCASION_ADD, .starts = "2027-10-31T02:30");
    unchanged(h, EXIT_DATA, "a time is", OCCASION_ADD, .starts = "snart");
    unchanged(h, EXIT_DATA, "a time is", OCCASION_ADD, .place = "Borås");
    unchanged(h, EXIT_DATA, "the link", OCCASION_MOVE, .id = 1, .link = "javascript:alert(1)");
    unchanged(h, EXIT_DATA, "the link", OCCASION_MOVE, .id = 1, .link = "https://a.example/b c");
    unchanged(h, EXIT_NO_INPUT, "no occasion 7", OCCASION_MOVE, .id = 7, .place = "Borås");
    unchanged(h, EXIT_NO_INPUT, "no occasion 7", OCCASION_CANCEL, .id = 7);
    change(h, OCCASION_CANCEL, .id = 1);
    unchanged(h, EXIT_DATA, "called off", OCCASION_MOVE, .id = 1, .place = "Borås");
}

static void another_room_needs_no_new_agreement(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    change(h, OCCASION_MOVE, .id = 1, .place = "Göteborg, Storgatan 5", .access = "Ring på.");
    assert_book(h, ROWS, "1:1:planned:2027-04-22T13:00/2027-04-22T15:00");
    assert_book(h, "SELECT max(version) FROM agreement", "1");
    json_t *view = view_of(h, "P1", "occasion_changed");
    assert_true(json_is_true(json_object_get(view, "details_changed")));
    assert_true(json_is_null(json_object_get(view, "occasion_before")));
    json_decref(view);
}

static void an_added_one_and_a_cancelled_one(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    change(h, OCCASION_ADD, .starts = "2027-05-10T09:00", .ends = "2027-05-10T11:00");
    assert_book(h, FACT, "2027-04-22T13:00/2027-04-22T15:00 2027-05-10T09:00/2027-05-10T11:00");
    assert_book(h, TIMES, "eve/1 eve/2 over/1 over/2");
    json_t *view = view_of(h, "unit", "occasion_changed");
    assert_true(json_is_true(json_object_get(view, "is_new")));
    json_decref(view);
    letters_leave(h);
    change(h, OCCASION_CANCEL, .id = 1);
    assert_book(h, ROWS,
                "1:1:cancelled:2027-04-22T13:00/2027-04-22T15:00 "
                "2:0:planned:2027-05-10T09:00/2027-05-10T11:00");
    assert_book(h, FACT, "2027-05-10T09:00/2027-05-10T11:00");
    assert_book(h, TIMES, "eve/2 over/2");
    assert_string_equal(calendar_says(h, "P1", "occasion_cancelled", "method"), "CANCEL");
    assert_string_equal(calendar_says(h, "P1", "occasion_cancelled", "sequence"), "1");
    assert_string_equal(calendar_says(h, "unit", "occasion_cancelled", "uid"),
                        house_value(h, "SELECT uid FROM occasion WHERE id = 1"));
    assert_book(h, "SELECT count(*) FROM task WHERE kind = 'no_occasions'", "0");
}

static void without_any_left_a_person_must_see_to_it(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    change(h, OCCASION_CANCEL, .id = 1);
    assert_book(h, "SELECT count(*) FROM task WHERE kind = 'no_occasions' AND closed_at IS NULL",
                "1");
    assert_book(h, STATE, "connected");
    assert_book(h, TIMES, "");
    change(h, OCCASION_ADD, .starts = "2027-05-10");
    assert_book(h, "SELECT count(*) FROM task WHERE kind = 'no_occasions' AND closed_at IS NULL",
                "0");
    assert_book(h, ROWS, "1:1:cancelled:2027-04-22T13:00/2027-04-22T15:00 2:0:planned:2027-05-10/");
}

static void what_has_not_left_is_overtaken_by_the_next_change(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    change(h, OCCASION_MOVE, .id = 1, .starts = "2027-04-26T09:00");
    change(h, OCCASION_MOVE, .id = 1, .starts = "2027-04-27T09:00");
    assert_book(h, OF_OCCASIONS,
                "P1:changed:O1:1:dropped P2:changed:O1:1:dropped unit:changed:O1:1:dropped "
                "P1:changed:O1:2:queued P2:changed:O1:2:queued unit:changed:O1:2:queued");
}

static void before_anybody_is_chosen_it_is_a_fact(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    unchanged(h, EXIT_DATA, "municipality", OCCASION_MOVE, .id = 1, .place = "Borås");
    unchanged(h, EXIT_NO_INPUT, "no occasion 2", OCCASION_CANCEL, .id = 2);
    unchanged(h, EXIT_DATA, "in the past", OCCASION_ADD, .starts = "2027-02-26T09:00");
    change(h, OCCASION_ADD, .starts = "2027-04-19T09:00", .ends = "2027-04-19T10:00");
    assert_book(h, FACT, "2027-04-19T09:00/2027-04-19T10:00 2027-04-22T13:00/2027-04-22T15:00");
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'changed' ORDER BY id",
                "P1 P2 P3 P4");
    assert_book(h, ROWS, "");
    letters_leave(h);
    change(h, OCCASION_MOVE, .id = 2, .starts = "2027-04-15T13:00", .ends = "2027-04-15T15:00");
    change(h, OCCASION_CANCEL, .id = 2);
    assert_book(h, FACT, "2027-04-15T13:00/2027-04-15T15:00");
}

static void those_still_asked_hear_of_it_and_the_chosen_once(void **state)
{
    struct lending_house *h = *state;
    asked(h);
    staff(h, .kind = EVENT_CHOOSE, .names = (const char *const[]){"P1"}, .name_count = 1);
    letters_leave(h);
    change(h, OCCASION_MOVE, .id = 1, .starts = "2027-04-26T09:00", .ends = "2027-04-26T12:00");
    assert_book(h, "SELECT recipient FROM letter WHERE purpose = 'changed' ORDER BY id",
                "P2 P3 P4");
    assert_book(h, OF_OCCASIONS, "P1:changed:O1:1:queued unit:changed:O1:1:queued");
    assert_book(h, STATE, "inviting");
}

/* ---- What a representative may read in a letter (invariant 9) ---- */

static void a_persons_letter_holds_none_of_the_units_words(void **state)
{
    static const char *const secrets[] = {"Strokeenheten", "sjukhuset", "stroke", "Ring på"};
    struct lending_house *h = *state;
    chosen(h);
    change(h, OCCASION_MOVE, .id = 1, .place = "Strokeenheten, Södra sjukhuset, Göteborg",
           .link = "https://mote.example.org/stroke", .access = "Ring på klockan till stroke.");
    const char *person = letter_to(h, "P1", "occasion_changed").view;
    const char *unit = letter_to(h, "unit", "occasion_changed").view;
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        assert_null(strstr(person, secrets[i]));
        assert_non_null(strstr(unit, secrets[i]));
    }
    assert_non_null(strstr(person, "Göteborg"));
    assert_null(strstr(unit, "Person 1")); /* nor is anybody named beside the unit's words */
    change(h, OCCASION_MOVE, .id = 1, .link = "https://mote.example.org/a1b2c3");
    assert_non_null(strstr(letter_to(h, "P1", "occasion_changed").view, "mote.example.org/a1b2c3"));
    change(h, OCCASION_MOVE, .id = 1, .place = "Strokeenheten i Borås");
    assert_null(strstr(letter_to(h, "P1", "occasion_changed").view, "Göteborg"));
}

/* ---- The day before ---- */

static void all_are_reminded_the_working_day_before(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    house_at(h, "2027-04-21T06:59");
    timers_ring(h);
    assert_book(h, OF_OCCASIONS, "");
    house_at(h, "2027-04-21T07:00");
    timers_ring(h);
    timers_ring(h);
    assert_book(h, OF_OCCASIONS,
                "P1:reminder:O1:0:queued P2:reminder:O1:0:queued unit:reminder:O1:0:queued");
    assert_book(h, TIMES, "over/1");
}

static void a_late_reminder_waits_for_the_morning_and_never_comes_afterwards(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    house_at(h, "2027-04-21T23:30"); /* the service stood still all day */
    timers_ring(h);
    assert_book(h, OF_OCCASIONS, "");
    assert_string_equal(timer_due(h, "eve"), "2027-04-22T07:00");
    house_at(h, "2027-04-22T13:00");
    timers_ring(h);
    assert_book(h, OF_OCCASIONS, "");
    assert_book(h, TIMES, "over/1");
}

static void an_occasion_that_is_moved_to_tomorrow_is_told_once(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    house_at(h, "2027-04-20T10:00");
    change(h, OCCASION_MOVE, .id = 1, .starts = "2027-04-21T09:00", .ends = "2027-04-21T10:00");
    assert_book(h, TIMES, "over/1");
    assert_book(h, OF_OCCASIONS,
                "P1:changed:O1:1:queued P2:changed:O1:1:queued unit:changed:O1:1:queued");
}

/* ---- Afterwards ---- */

static void when_the_last_is_over_the_assignment_is_carried_out(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    change(h, OCCASION_ADD, .starts = "2027-04-29T13:00", .ends = "2027-04-29T15:00");
    house_at(h, "2027-04-22T15:00");
    timers_ring(h);
    assert_book(h, STATE, "connected");
    assert_book(h, "SELECT state FROM occasion ORDER BY id", "done planned");
    assert_book(h, "SELECT count(*) FROM compensation", "2");
    house_at(h, "2027-04-29T14:59");
    timers_ring(h);
    assert_book(h, STATE, "connected");
    house_at(h, "2027-04-29T15:00");
    timers_ring(h);
    assert_book(h, STATE, "carried_out");
    assert_book(h, "SELECT state FROM occasion ORDER BY id", "done done");
    assert_book(h, "SELECT count(*) FROM compensation", "4");
    assert_book(h, TIMES, "");
}

static void when_the_rest_is_called_off_those_that_were_are_all(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    change(h, OCCASION_ADD, .starts = "2027-04-29T13:00", .ends = "2027-04-29T15:00");
    house_at(h, "2027-04-22T15:00");
    timers_ring(h);
    change(h, OCCASION_CANCEL, .id = 2);
    assert_book(h, STATE, "connected");
    timers_ring(h);
    assert_book(h, STATE, "carried_out");
    assert_book(h, "SELECT count(*) FROM task WHERE kind = 'no_occasions'", "0");
}

static void whoever_says_done_calls_off_what_lay_ahead(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    change(h, OCCASION_ADD, .starts = "2027-04-29T13:00", .ends = "2027-04-29T15:00");
    letters_leave(h);
    house_at(h, "2027-04-22T14:00"); /* in the middle of the first */
    staff(h, .kind = EVENT_DONE);
    assert_book(h, STATE, "carried_out");
    assert_book(h, "SELECT state FROM occasion ORDER BY id", "done cancelled");
    assert_book(h, "SELECT count(*) FROM compensation", "2");
    assert_string_equal(calendar_says(h, "P2", "occasion_cancelled", "method"), "CANCEL");
    assert_book(h, TIMES, "");
}

static void with_the_request_all_occasions_are_called_off(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    const char *uid = house_value(h, "SELECT uid FROM occasion");
    staff(h, .kind = EVENT_CANCEL, .text = "Vi måste ställa in.");
    assert_book(h, "SELECT state || sequence FROM occasion", "cancelled1");
    assert_book(h, TIMES, "");
    assert_string_equal(calendar_says(h, "P1", "cancelled_placed", "method"), "CANCEL");
    assert_string_equal(calendar_says(h, "P1", "cancelled_placed", "uid"), uid);
    assert_string_equal(calendar_says(h, "P1", "cancelled_placed", "sequence"), "1");
    assert_string_equal(calendar_says(h, "unit", "cancelled_unit", "method"), "CANCEL");
}

static void who_withdraws_is_taken_out_and_hears_no_more(void **state)
{
    struct lending_house *h = *state;
    chosen(h);
    staff(h, .kind = EVENT_WITHDRAW, .who = "P1", .party = "representative");
    assert_string_equal(calendar_says(h, "P1", "withdrawn_person", "method"), "CANCEL");
    change(h, OCCASION_MOVE, .id = 1, .starts = "2027-04-26T09:00", .ends = "2027-04-26T12:00");
    assert_book(h, OF_OCCASIONS, "P2:changed:O1:1:queued unit:changed:O1:1:queued");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(rows_are_made_when_somebody_is_chosen),
        house_test(an_assignment_without_times_is_a_task),
        house_test(a_fact_that_rows_have_overtaken_cannot_be_set),
        house_test(all_concerned_hear_of_a_moved_occasion),
        house_test(the_same_again_changes_nothing),
        house_test(what_cannot_be_is_refused_and_leaves_the_book),
        house_test(another_room_needs_no_new_agreement),
        house_test(an_added_one_and_a_cancelled_one),
        house_test(without_any_left_a_person_must_see_to_it),
        house_test(what_has_not_left_is_overtaken_by_the_next_change),
        house_test(before_anybody_is_chosen_it_is_a_fact),
        house_test(those_still_asked_hear_of_it_and_the_chosen_once),
        house_test(a_persons_letter_holds_none_of_the_units_words),
        house_test(all_are_reminded_the_working_day_before),
        house_test(a_late_reminder_waits_for_the_morning_and_never_comes_afterwards),
        house_test(an_occasion_that_is_moved_to_tomorrow_is_told_once),
        house_test(when_the_last_is_over_the_assignment_is_carried_out),
        house_test(when_the_rest_is_called_off_those_that_were_are_all),
        house_test(whoever_says_done_calls_off_what_lay_ahead),
        house_test(with_the_request_all_occasions_are_called_off),
        house_test(who_withdraws_is_taken_out_and_hears_no_more),
    };
    return cmocka_run_group_tests_name("lending_occasions", tests, house_group, house_group_over);
}
