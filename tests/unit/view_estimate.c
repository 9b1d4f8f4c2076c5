/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a unit is told while it writes: the sum, kind warnings, and the steps of a loan.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/estimate.h"
#include "view/pages.h"

static const struct base_amount years[] = {{2026, 59200}, {2027, 60000}};

/* A house without a book: nothing here reads one. */
struct scene {
    struct arena *arena;
    struct settings settings;
    struct house house;
};

static int set_up(void **state)
{
    static struct scene s;
    struct clock system = {0};
    const instant now = 1803805200000; /* 2027-02-28T09:00Z */
    s = (struct scene){.arena = arena_new()};
    s.settings.compensation.national = true;
    s.settings.compensation.base_amounts = (struct base_amount *)years;
    s.settings.compensation.base_amount_count = sizeof years / sizeof years[0];
    s.settings.invite.answer_days = 7;
    s.house =
        (struct house){.settings = &s.settings, .clock = {.offset = now - clock_now(&system)}};
    *state = &s;
    return calendar_zone("Europe/Stockholm") ? 0 : -1;
}

static int tear_down(void **state)
{
    struct scene *s = *state;
    arena_free(&s->arena);
    return 0;
}

static void expect_total(struct scene *s, struct sketch sketch, const char *total, bool untimed)
{
    json_t *view = view_estimate(s->arena, &s->house, &sketch, "sv");
    assert_non_null(view);
    const char *said = json_string_value(json_object_get(view, "total"));
    if (!total)
        assert_null(said);
    else
        assert_string_equal(said, total);
    assert_int_equal(json_is_true(json_object_get(view, "untimed")), untimed);
    json_decref(view);
}

static void each_occasion_is_counted_by_its_own_class_and_all_by_all_people(void **state)
{
    struct scene *s = *state;
    static const char two_hours[] = "2027-04-08T13:00/2027-04-08T15:00";
    static const char two[] = "2027-04-08T13:00/2027-04-08T15:01 2027-04-09T09:00/2027-04-09T16:00";
    expect_total(s, (struct sketch){.occasions = two_hours}, "540\u00a0kronor", false);
    expect_total(s, (struct sketch){.occasions = two_hours, .people_min = 2, .people_max = 5},
                 "1\u00a0080\u00a0kronor", false);
    expect_total(s, (struct sketch){.occasions = two, .people_max = 3}, "9\u00a0720\u00a0kronor",
                 false);
    expect_total(s, (struct sketch){.occasions = "2027-04-08/2027-04-08"}, NULL, true);
}

static void nothing_is_counted_without_a_day_or_without_pay(void **state)
{
    struct scene *s = *state;
    struct sketch unpaid = {.occasions = "2027-04-08T13:00/2027-04-08T15:00",
                            .compensation = "refused"};
    assert_null(view_estimate(s->arena, &s->house, &(struct sketch){0}, "sv"));
    assert_null(view_estimate(s->arena, &s->house, &unpaid, "sv"));
}

/* The only warning there is holds these words; NULL: there is none. */
static void expect_warning(struct scene *s, struct sketch sketch, const char *words)
{
    json_t *list = view_warnings(s->arena, &s->house, &sketch, "sv");
    assert_int_equal(json_array_size(list), words ? 1 : 0);
    if (words && !strstr(json_string_value(json_array_get(list, 0)), words))
        fail_msg("%s", json_string_value(json_array_get(list, 0)));
    json_decref(list);
}

static void warnings_are_kind_and_come_only_when_they_are_due(void **state)
{
    struct scene *s = *state;
    expect_warning(s, (struct sketch){0}, NULL);
    expect_warning(s, (struct sketch){.occasions = "2027-03-28/2027-03-28"}, NULL);
    expect_warning(s, (struct sketch){.occasions = "2027-03-27/2027-03-27"}, "27 dagar kvar");
    expect_warning(s, (struct sketch){.occasions = "2027-03-01/2027-03-01"}, "redan i morgon");
    expect_warning(s, (struct sketch){.occasions = "2027-02-28/2027-02-28"}, "redan i dag");
    expect_warning(s, (struct sketch){.respond_by = "2027-03-06"}, "7 dagar att tänka efter");
    expect_warning(s, (struct sketch){.respond_by = "2027-03-07"}, NULL);
    expect_warning(s, (struct sketch){.kind = "workshop", .people_min = 1}, "Två är ett gott råd");
    expect_warning(s, (struct sketch){.kind = "workshop", .people_max = 1}, "Två är ett gott råd");
    expect_warning(s, (struct sketch){.kind = "workshop", .people_min = 1, .people_max = 3}, NULL);
    expect_warning(s, (struct sketch){.kind = "interview", .people_max = 1}, NULL);
    expect_warning(s, (struct sketch){.compensation = "refused"}, "Utan ersättning");
}

static void a_request_stands_at_one_step_or_has_left_the_way(void **state)
{
    (void)state;
    static const int at[STATE_COUNT] = {1, 1, 2, 3, 4, 5, 6, 6, 7, 8, 0, 0, 0, 0};
    for (enum state state_ = 0; state_ < STATE_COUNT; state_++) {
        json_t *steps = view_loan_steps(state_, "sv-lattlast"), *step;
        size_t i, now = 0, done = 0;
        json_array_foreach(steps, i, step)
        {
            now += json_is_true(json_object_get(step, "now"));
            done += json_is_true(json_object_get(step, "done"));
            assert_false(json_is_true(json_object_get(step, "now")) && done != i);
        }
        assert_int_equal(json_array_size(steps), at[state_] ? 7 : 0);
        assert_int_equal(now, at[state_] > 0 && at[state_] < 8);
        assert_int_equal(done, at[state_] ? at[state_] - 1 : 0);
        json_decref(steps);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            each_occasion_is_counted_by_its_own_class_and_all_by_all_people, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_counted_without_a_day_or_without_pay, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(warnings_are_kind_and_come_only_when_they_are_due, set_up,
                                        tear_down),
        cmocka_unit_test(a_request_stands_at_one_step_or_has_left_the_way),
    };
    return cmocka_run_group_tests_name("view_estimate", tests, NULL, NULL);
}
