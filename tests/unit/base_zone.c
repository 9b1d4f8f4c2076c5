/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Local time in Europe/Stockholm: the hour that is missing in spring, the hour that comes twice
 * in autumn, and all others there and back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"

static int in_stockholm(void **state)
{
    *state = arena_new();
    return calendar_zone("Europe/Stockholm") ? 0 : -1;
}

static int afterwards(void **state)
{
    struct arena *a = *state;
    arena_free(&a);
    return 0;
}

static const struct {
    const char *civil, *utc, *local;
} times[] = {
    {"2027-03-01T09:15", "2027-03-01T08:15:00.000Z", "2027-03-01T09:15:00+01:00"},
    {"2027-07-01T09:15", "2027-07-01T07:15:00.000Z", "2027-07-01T09:15:00+02:00"},
    {"2027-03-01", "2027-02-28T23:00:00.000Z", "2027-03-01T00:00:00+01:00"},
    /* the gap: 2027-03-28, from 02:00 to 03:00 */
    {"2027-03-28T01:59", "2027-03-28T00:59:00.000Z", "2027-03-28T01:59:00+01:00"},
    {"2027-03-28T02:00", "2027-03-28T01:00:00.000Z", "2027-03-28T03:00:00+02:00"},
    {"2027-03-28T02:30", "2027-03-28T01:30:00.000Z", "2027-03-28T03:30:00+02:00"},
    {"2027-03-28T02:59", "2027-03-28T01:59:00.000Z", "2027-03-28T03:59:00+02:00"},
    {"2027-03-28T03:00", "2027-03-28T01:00:00.000Z", "2027-03-28T03:00:00+02:00"},
    {"2027-03-28T23:59", "2027-03-28T21:59:00.000Z", "2027-03-28T23:59:00+02:00"},
    /* the overlap: 2027-10-31, from 03:00 back to 02:00 */
    {"2027-10-31T01:59", "2027-10-30T23:59:00.000Z", "2027-10-31T01:59:00+02:00"},
    {"2027-10-31T02:00", "2027-10-31T00:00:00.000Z", "2027-10-31T02:00:00+02:00"},
    {"2027-10-31T02:59", "2027-10-31T00:59:00.000Z", "2027-10-31T02:59:00+02:00"},
    {"2027-10-31T03:00", "2027-10-31T02:00:00.000Z", "2027-10-31T03:00:00+01:00"},
    {"2027-10-31T00:00", "2027-10-30T22:00:00.000Z", "2027-10-31T00:00:00+02:00"},
    {"2027-11-01T00:00", "2027-10-31T23:00:00.000Z", "2027-11-01T00:00:00+01:00"},
};

static void civil_times_become_instants(void **state)
{
    struct arena *a = *state;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct civil c;
        assert_true(civil_parse(times[i].civil, &c));
        instant t = civil_to_instant(c);
        assert_string_equal(instant_to_text(a, t), times[i].utc);
        assert_string_equal(instant_local_text(a, t), times[i].local);
    }
}

static void second_of_the_doubled_hours_is_told_apart(void **state)
{
    struct arena *a = *state;
    instant second = instant_from_text("2027-10-31T01:30:00.000Z");
    assert_string_equal(instant_local_text(a, second), "2027-10-31T02:30:00+01:00");
    struct civil c = civil_from_instant(second);
    assert_string_equal(civil_text(a, c), "2027-10-31T02:30");
    assert_int_equal(second - civil_to_instant(c), HOURS(1));
}

/* Every quarter of a year and a half, but for the hour that comes twice. */
static void instants_return_from_local_time(void **state)
{
    (void)state;
    instant end = instant_from_text("2028-07-01T00:00:00.000Z");
    instant doubled = instant_from_text("2027-10-31T01:00:00.000Z");
    for (instant t = instant_from_text("2027-01-01T00:00:00.000Z"); t < end; t += MINUTES(15)) {
        instant expected = t >= doubled && t < doubled + HOURS(1) ? t - HOURS(1) : t;
        assert_int_equal(civil_to_instant(civil_from_instant(t)), expected);
    }
}

static void ends_of_time_have_local_texts(void **state)
{
    struct arena *a = *state;
    assert_string_equal(instant_local_text(a, INSTANT_NEVER), "9999-12-31T00:59:59+01:00");
    assert_int_equal(civil_from_instant(INT64_MIN).date.year, 1);
    assert_string_equal(instant_local_text(a, -1), "1970-01-01T00:59:59+01:00");
}

static void other_zones_and_unknown_ones(void **state)
{
    struct arena *a = *state;
    static const char *const unknown[] = {
        "",       "Europe/Atlantis", "../../etc/passwd", "/etc/passwd",
        "Europe", "CET-1CEST",       "zone.tab",         "../zoneinfo/UTC"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        if (calendar_zone(unknown[i]))
            fail_msg("accepted: %s", unknown[i]);
    }
    instant t = instant_from_text("2027-01-15T12:00:00.000Z");
    assert_string_equal(instant_local_text(a, t), "2027-01-15T13:00:00+01:00");
    assert_true(calendar_zone("America/St_Johns"));
    assert_string_equal(instant_local_text(a, t), "2027-01-15T08:30:00-03:30");
    assert_int_equal(civil_to_instant(civil_from_instant(t)), t);
    assert_true(calendar_zone("UTC"));
    assert_string_equal(instant_local_text(a, t), "2027-01-15T12:00:00+00:00");
}

#define IN_STOCKHOLM(test) cmocka_unit_test_setup_teardown(test, in_stockholm, afterwards)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_STOCKHOLM(civil_times_become_instants),
        IN_STOCKHOLM(second_of_the_doubled_hours_is_told_apart),
        IN_STOCKHOLM(instants_return_from_local_time),
        IN_STOCKHOLM(ends_of_time_have_local_texts),
        IN_STOCKHOLM(other_zones_and_unknown_ones),
    };
    return cmocka_run_group_tests_name("base_zone", tests, NULL, NULL);
}
