/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Civil dates: counted, numbered by week, kept free on holidays, read and written.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"

static struct date day(const char *text)
{
    struct date d;
    if (!date_parse(text, &d))
        fail_msg("not a date: %s", text);
    return d;
}

static void assert_date(struct date d, const char *expected)
{
    char text[40];
    snprintf(text, sizeof text, "%04d-%02d-%02d", d.year, d.month, d.day);
    assert_string_equal(text, expected);
}

static void days_are_counted_both_ways(void **state)
{
    (void)state;
    assert_int_equal(date_to_days(day("1970-01-01")), 0);
    assert_int_equal(date_to_days(day("1969-12-31")), -1);
    assert_int_equal(date_to_days(day("2000-03-01")), 11017);
    assert_int_equal(date_to_days(day("2027-03-01")), 20878);
    assert_int_equal(date_to_days(day("0001-01-01")), -719162);
    assert_int_equal(date_to_days(day("9999-12-31")), 2932896);
    struct date before = day("1599-12-31");
    int weekday = date_weekday(before);
    for (long n = date_to_days(before) + 1; n < 200000; n++) {
        struct date d = date_from_days(n);
        weekday = weekday % 7 + 1;
        if (!date_valid(d) || date_to_days(d) != n || date_compare(before, d) >= 0 ||
            date_weekday(d) != weekday)
            fail_msg("day %ld", n);
        before = d;
    }
}

static void computed_dates_stop_at_the_ends_of_time(void **state)
{
    (void)state;
    assert_date(date_add(day("2027-03-01"), LONG_MAX), "9999-12-31");
    assert_date(date_add(day("2027-03-01"), LONG_MIN), "0001-01-01");
    assert_date(date_from_days(LONG_MAX), "9999-12-31");
    assert_date(date_add_working_days(day("9999-12-20"), 100), "9999-12-31");
    assert_date(date_add_working_days(day("0001-01-05"), -100), "0001-01-01");
    assert_date(date_add(day("2028-02-28"), 1), "2028-02-29");
    assert_date(date_add(day("2028-03-01"), -1), "2028-02-29");
    assert_date(date_add(day("2027-12-31"), 1), "2028-01-01");
}

static void only_real_dates_are_valid(void **state)
{
    (void)state;
    static const struct date bad[] = {
        {0, 0, 0},     {0, 1, 1},     {2027, 0, 1},  {2027, 13, 1}, {2027, 1, 0},
        {2027, 1, 32}, {2027, 4, 31}, {2027, 2, 29}, {1900, 2, 29}, {10000, 1, 1},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(date_valid(bad[i]));
    assert_true(date_valid((struct date){2000, 2, 29}));
    assert_true(date_valid((struct date){2028, 2, 29}));
}

static const struct {
    const char *date;
    int weekday, week;
} weeks[] = {
    {"2026-12-27", 7, 52}, {"2026-12-28", 1, 53}, {"2027-01-01", 5, 53}, {"2027-01-03", 7, 53},
    {"2027-01-04", 1, 1},  {"2027-04-08", 4, 14}, {"2027-12-31", 5, 52}, {"2028-01-02", 7, 52},
    {"2024-12-30", 1, 1},  {"2025-12-29", 1, 1},  {"2021-01-03", 7, 53}, {"2020-12-31", 4, 53},
    {"2016-01-01", 5, 53}, {"2005-01-01", 6, 53}, {"2009-12-31", 4, 53}, {"2018-12-31", 1, 1},
    {"0001-01-01", 1, 1},  {"9999-12-31", 5, 52},
};

static void weeks_are_numbered_as_iso_8601_does(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++) {
        assert_int_equal(date_weekday(day(weeks[i].date)), weeks[i].weekday);
        assert_int_equal(date_week(day(weeks[i].date)), weeks[i].week);
    }
    assert_date(date_of_week(2026, 53), "2026-12-28");
    assert_date(date_of_week(2027, 1), "2027-01-04");
    assert_date(date_of_week(2027, 14), "2027-04-05");
    assert_date(date_of_week(2025, 1), "2024-12-30");
    assert_date(date_of_week(2027, 53), "0000-00-00");
    assert_date(date_of_week(2027, 0), "0000-00-00");
    assert_date(date_of_week(2026, 54), "0000-00-00");
}

static void long_years_have_53_weeks(void **state)
{
    (void)state;
    static const int long_years[] = {2004, 2009, 2015, 2020, 2026, 2032, 2037, 2043, 2048};
    size_t next = 0;
    for (int year = 2000; year <= 2048; year++) {
        bool is_long = year == long_years[next];
        next += is_long;
        assert_int_equal(date_weeks_in_year(year), is_long ? 53 : 52);
    }
    for (int year = 1900; year < 2300; year++) {
        for (int week = 1; week <= date_weeks_in_year(year); week++)
            assert_int_equal(date_week(date_of_week(year, week)), week);
    }
}

static void easter_is_found(void **state)
{
    (void)state;
    static const char *const easters[] = {
        "1818-03-22", "1943-04-25", "1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23",
        "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16",
        "2029-04-01", "2030-04-21", "2038-04-25", "2049-04-18", "2076-04-19", "2285-03-22",
    };
    for (size_t i = 0; i < sizeof easters / sizeof *easters; i++)
        assert_date(date_easter(day(easters[i]).year), easters[i]);
}

/* All the holidays of a year, in order, as month and day. */
static const struct {
    int year;
    int days[16];
} holidays[] = {
    {2025, {101, 106, 418, 420, 421, 501, 529, 606, 608, 620, 621, 1101, 1224, 1225, 1226, 1231}},
    {2026, {101, 106, 403, 405, 406, 501, 514, 524, 606, 619, 620, 1031, 1224, 1225, 1226, 1231}},
    {2027, {101, 106, 326, 328, 329, 501, 506, 516, 606, 625, 626, 1106, 1224, 1225, 1226, 1231}},
    {2028, {101, 106, 414, 416, 417, 501, 525, 604, 606, 623, 624, 1104, 1224, 1225, 1226, 1231}},
    {2038, {101, 106, 423, 425, 426, 501, 603, 606, 613, 625, 626, 1106, 1224, 1225, 1226, 1231}},
};

static void holidays_of_whole_years(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof holidays / sizeof *holidays; i++) {
        size_t found = 0;
        struct date d = {holidays[i].year, 1, 1};
        for (; d.year == holidays[i].year; d = date_add(d, 1)) {
            if (!date_is_holiday(d))
                continue;
            assert_true(found < 16);
            assert_int_equal(100 * d.month + d.day, holidays[i].days[found++]);
        }
        assert_int_equal(found, 16);
    }
}

static void ascension_on_the_first_of_may_counts_once(void **state)
{
    (void)state;
    assert_true(date_is_holiday(day("2008-05-01")));
    assert_false(date_is_holiday(day("2008-05-02")));
    assert_true(date_is_holiday(day("2008-05-11")));
}

static void working_days_are_neither_weekend_nor_holiday(void **state)
{
    (void)state;
    assert_true(date_is_working_day(day("2027-03-25")));  /* skärtorsdag */
    assert_false(date_is_working_day(day("2027-03-26"))); /* långfredag */
    assert_false(date_is_working_day(day("2027-03-27")));
    assert_false(date_is_working_day(day("2027-06-25"))); /* midsommarafton */
    assert_true(date_is_working_day(day("2027-06-24")));
    assert_true(date_is_working_day(day("2027-05-07"))); /* the day after Ascension */
    assert_true(date_is_working_day(day("2027-11-05"))); /* Friday before all saints */
    assert_false(date_is_working_day(day("2027-12-24")));
    assert_true(date_is_working_day(day("2027-12-23")));
}

static const struct {
    const char *from;
    int n;
    const char *to;
} steps[] = {
    {"2027-03-01", 0, "2027-03-01"},  {"2027-03-06", 0, "2027-03-08"},
    {"2027-03-26", 0, "2027-03-30"},  {"2027-03-25", 1, "2027-03-30"},
    {"2027-03-30", -1, "2027-03-25"}, {"2027-03-28", 1, "2027-03-30"},
    {"2027-03-28", -1, "2027-03-25"}, {"2027-06-24", 1, "2027-06-28"},
    {"2027-06-28", -1, "2027-06-24"}, {"2026-12-23", 1, "2026-12-28"},
    {"2026-12-23", 4, "2027-01-04"},  {"2027-01-04", -4, "2026-12-23"},
    {"2027-03-01", 5, "2027-03-08"},  {"2027-03-08", -5, "2027-03-01"},
    {"2027-01-05", 1, "2027-01-07"},  {"2027-03-06", 1, "2027-03-08"},
    {"2027-03-06", -1, "2027-03-05"}, {"2026-01-01", 250, "2026-12-29"},
};

static void working_days_are_added_both_ways(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        assert_date(date_add_working_days(day(steps[i].from), steps[i].n), steps[i].to);
    for (struct date d = day("2026-12-01"); d.year < 2028; d = date_add(d, 1)) {
        if (!date_is_working_day(d))
            continue;
        for (int n = 0; n < 12; n++)
            assert_int_equal(
                date_compare(date_add_working_days(date_add_working_days(d, n), -n), d), 0);
    }
}

static void dates_are_read_strictly(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "2027",        "2027-03",     "2027-3-01",  "2027-03-1",  "27-03-01",
        "2027-02-29", "2027-03-01 ", " 2027-03-01", "2027/03/01", "20270301",   "2027-03-0x",
        "0000-01-01", "-027-03-01",  "2027-03-01T", "2027-00-10", "2027-04-31",
    };
    struct date kept = {1999, 9, 9};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (date_parse(bad[i], &kept))
            fail_msg("accepted: %s", bad[i]);
    }
    assert_date(kept, "1999-09-09");
    assert_true(date_parse("2028-02-29", &kept));
    assert_date(kept, "2028-02-29");
}

static void civil_times_are_read_and_written(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct civil c;
    assert_true(civil_parse("2027-04-08T10:05", &c));
    assert_string_equal(civil_text(a, c), "2027-04-08T10:05");
    assert_true(civil_parse("2027-04-08 23:59", &c));
    assert_string_equal(civil_text(a, c), "2027-04-08T23:59");
    assert_true(civil_parse("2027-04-08", &c));
    assert_int_equal(c.hour, -1);
    assert_string_equal(civil_text(a, c), "2027-04-08");
    static const char *const bad[] = {
        "2027-04-08T",       "2027-04-08T24:00",    "2027-04-08T10:60",  "2027-04-08T1:00",
        "2027-04-08T10:00Z", "2027-04-08T10:00:00", "2027-04-08  10:00", "2027-04-31T10:00",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (civil_parse(bad[i], &c))
            fail_msg("accepted: %s", bad[i]);
    }
    arena_free(&a);
}

static void civil_times_are_compared(void **state)
{
    (void)state;
    struct civil none = {{2027, 4, 8}, -1, 0}, midnight = {{2027, 4, 8}, 0, 0};
    struct civil ten = {{2027, 4, 8}, 10, 0}, eve = {{2027, 4, 7}, 23, 59};
    assert_int_equal(civil_compare(none, midnight), 0);
    assert_true(civil_compare(none, ten) < 0);
    assert_true(civil_compare(ten, midnight) > 0);
    assert_true(civil_compare(eve, none) < 0);
}

static void dates_are_put_in_words(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct date d = day("2027-04-08");
    assert_string_equal(date_in_words(a, d, "sv"), "torsdag 8 april 2027");
    assert_string_equal(date_in_words(a, d, "en"), "Thursday 8 April 2027");
    assert_string_equal(date_in_words(a, d, NULL), "torsdag 8 april 2027");
    assert_string_equal(date_in_words(a, day("2027-10-31"), "fi"), "söndag 31 oktober 2027");
    assert_string_equal(date_in_words(a, day("2028-01-01"), "sv"), "lördag 1 januari 2028");
    assert_string_equal(date_in_words(a, (struct date){0, 0, 0}, "sv"), "");
    arena_free(&a);
}

static void days_beside_today_say_so(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct date today = day("2027-12-31");
    assert_string_equal(date_near(a, day("2028-01-01"), today, "sv"),
                        "i morgon, lördag 1 januari 2028");
    assert_string_equal(date_near(a, day("2027-12-30"), today, "en"),
                        "yesterday, Thursday 30 December 2027");
    assert_string_equal(date_near(a, day("2028-01-02"), today, "sv"), "söndag 2 januari 2028");
    assert_string_equal(time_near(a, (struct civil){today, 13, 0}, today),
                        "i dag, 31 december, kl. 13");
    assert_string_equal(time_near(a, (struct civil){day("2027-12-29"), 9, 5}, today),
                        "onsdag 29 december kl. 9.05");
    assert_string_equal(time_near(a, (struct civil){day("2028-01-02"), 0, 0}, today),
                        "söndag 2 januari 2028 kl. 0");
    assert_string_equal(time_near(a, (struct civil){{0, 0, 0}, 0, 0}, today), "");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_counted_both_ways),
        cmocka_unit_test(computed_dates_stop_at_the_ends_of_time),
        cmocka_unit_test(only_real_dates_are_valid),
        cmocka_unit_test(weeks_are_numbered_as_iso_8601_does),
        cmocka_unit_test(long_years_have_53_weeks),
        cmocka_unit_test(easter_is_found),
        cmocka_unit_test(holidays_of_whole_years),
        cmocka_unit_test(ascension_on_the_first_of_may_counts_once),
        cmocka_unit_test(working_days_are_neither_weekend_nor_holiday),
        cmocka_unit_test(working_days_are_added_both_ways),
        cmocka_unit_test(dates_are_read_strictly),
        cmocka_unit_test(civil_times_are_read_and_written),
        cmocka_unit_test(civil_times_are_compared),
        cmocka_unit_test(dates_are_put_in_words),
        cmocka_unit_test(days_beside_today_say_so),
    };
    return cmocka_run_group_tests_name("base_calendar", tests, NULL, NULL);
}
