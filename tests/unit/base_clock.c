/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Instants as text and back, and the offset of the clock that is handed in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"

static const struct {
    instant t;
    const char *text;
} known[] = {
    {0, "1970-01-01T00:00:00.000Z"},
    {1, "1970-01-01T00:00:00.001Z"},
    {-1000, "1969-12-31T23:59:59.000Z"},
    {-750, "1969-12-31T23:59:59.250Z"},
    {INT64_C(951782400000), "2000-02-29T00:00:00.000Z"},
    {INT64_C(1803888900250), "2027-03-01T08:15:00.250Z"},
    {INT64_C(4107542399999), "2100-02-28T23:59:59.999Z"},
    {INT64_C(-62135596800000), "0001-01-01T00:00:00.000Z"},
};

static void instants_are_written_and_read_back(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_string_equal(instant_to_text(a, known[i].t), known[i].text);
        assert_int_equal(instant_from_text(known[i].text), known[i].t);
    }
    arena_free(&a);
}

static void never_has_a_text_of_its_own(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_string_equal(instant_to_text(a, INSTANT_NEVER), "9999-12-31T23:59:59.999Z");
    assert_true(instant_from_text("9999-12-31T23:59:59.999Z") == INSTANT_NEVER);
    assert_string_equal(instant_to_text(a, INT64_MIN), "0001-01-01T00:00:00.000Z");
    arena_free(&a);
}

static void other_forms_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "2027-03-01",
        "2027-03-01T08:15:00",
        "2027-03-01 08:15:00Z",
        "2027-03-01T08:15:00+01:00",
        "2027-03-01T08:15:00Z ",
        "2027-03-01T08:15:00.25Z",
        "2027-03-01T08:15:00.2500Z",
        "2027-03-01T08:15:00.Z",
        "2027-02-29T08:15:00Z",
        "2027-13-01T08:15:00Z",
        "2027-00-01T08:15:00Z",
        "2027-03-01T24:00:00Z",
        "2027-03-01T08:60:00Z",
        "2027-03-01T08:15:60Z",
        "0000-01-01T00:00:00Z",
        "2027-3-01T08:15:00Z",
        "+027-03-01T08:15:00Z",
        "2027-03-01T08:15:0",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (instant_from_text(bad[i]) != -1)
            fail_msg("accepted: %s", bad[i]);
    }
}

static void clock_adds_its_offset(void **state)
{
    (void)state;
    struct clock real = {0}, ahead = {DAYS(30)};
    instant before = (instant)time(NULL) * 1000, now = clock_now(&real), later = clock_now(&ahead);
    assert_in_range(now - before, 0, SECONDS(60));
    assert_in_range(later - now, DAYS(30), DAYS(30) + SECONDS(60));
    int64_t tick = clock_ticks();
    assert_true(clock_ticks() >= tick);
}

static void a_minute_begins_where_it_begins(void **state)
{
    (void)state;
    assert_int_equal(instant_minute(INT64_C(1803888900250)), INT64_C(1803888900000));
    assert_int_equal(instant_minute(INT64_C(1803888959999)), INT64_C(1803888900000));
    assert_int_equal(instant_minute(INT64_C(1803888960000)), INT64_C(1803888960000));
    assert_int_equal(instant_minute(-1), -60000);
    assert_true(instant_minute(INSTANT_NEVER) == INSTANT_NEVER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(instants_are_written_and_read_back),
        cmocka_unit_test(never_has_a_text_of_its_own),
        cmocka_unit_test(other_forms_are_refused),
        cmocka_unit_test(clock_adds_its_offset),
        cmocka_unit_test(a_minute_begins_where_it_begins),
    };
    return cmocka_run_group_tests_name("base_clock", tests, NULL, NULL);
}
