/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Deadlines: the earliest of three days, never before the sending, never in a pause when it can be
 * helped; and the notice that is realistic.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow.h"

struct pause {
    struct date from, to;
};

static bool within(const void *pauses, struct date d)
{
    for (const struct pause *p = pauses; p->from.year; p++)
        if (date_compare(d, p->from) >= 0 && date_compare(d, p->to) <= 0)
            return true;
    return false;
}

static struct date day(const char *text)
{
    struct date d = {0};
    if (text)
        assert_true(date_parse(text, &d));
    return d;
}

#define assert_deadline(wanted, ...)                                                               \
    do {                                                                                           \
        struct arena *a = arena_new();                                                             \
        assert_string_equal(date_text(a, flow_deadline(__VA_ARGS__)), wanted);                     \
        arena_free(&a);                                                                            \
    } while (0)

static void the_earliest_of_three_counts(void **state)
{
    (void)state;
    struct date sent = day("2027-03-01"), none = {0};
    assert_deadline("2027-03-08", sent, 7, none, none, NULL, NULL);
    assert_deadline("2027-03-05", sent, 7, day("2027-03-05"), none, NULL, NULL);
    assert_deadline("2027-03-08", sent, 7, day("2027-03-20"), day("2027-04-20"), NULL, NULL);
    /* Two working days before Monday the 8th is Thursday the 4th. */
    assert_deadline("2027-03-04", sent, 7, day("2027-03-05"), day("2027-03-08"), NULL, NULL);
}

static void working_days_skip_the_holidays(void **state)
{
    (void)state;
    struct date none = {0};
    /* Easter 2027: Good Friday is March 26, Easter Monday March 29. */
    assert_deadline("2027-03-24", day("2027-03-20"), 30, none, day("2027-03-30"), NULL, NULL);
    /* Christmas Eve, Day and Boxing Day 2026: Thursday to Saturday. */
    assert_deadline("2026-12-22", day("2026-12-10"), 30, none, day("2026-12-28"), NULL, NULL);
}

static void never_before_the_sending(void **state)
{
    (void)state;
    struct date sent = day("2027-03-01"), none = {0};
    assert_deadline("2027-03-01", sent, 7, day("2027-02-01"), none, NULL, NULL);
    assert_deadline("2027-03-01", sent, 7, none, day("2027-03-02"), NULL, NULL);
    assert_deadline("2027-03-01", sent, 7, none, day("2027-01-02"), NULL, NULL);
    assert_deadline("2027-03-01", sent, 0, none, none, NULL, NULL);
}

static void pauses_move_the_day_on(void **state)
{
    (void)state;
    const struct pause summer[] = {{day("2027-07-05"), day("2027-08-06")}, {{0}, {0}}};
    struct date none = {0}, sent = day("2027-07-01");
    assert_deadline("2027-08-09", sent, 7, none, none, within, summer); /* a Monday */
    assert_deadline("2027-07-04", sent, 3, none, none, within, summer); /* before the pause */
    assert_deadline("2027-07-20", sent, 7, day("2027-07-20"), none, within, summer);
}

static void a_pause_behind_a_weekend_is_a_pause(void **state)
{
    (void)state;
    const struct pause two[] = {
        {day("2027-07-05"), day("2027-07-09")}, {day("2027-07-12"), day("2027-07-16")}, {{0}, {0}}};
    struct date none = {0};
    assert_deadline("2027-07-19", day("2027-07-01"), 5, none, none, within, two);
}

static bool always(const void *pauses, struct date d)
{
    (void)pauses;
    return d.year > 0;
}

static void a_pause_without_end_ends_the_search(void **state)
{
    (void)state;
    struct date none = {0};
    assert_deadline("2027-03-20", day("2027-03-01"), 7, day("2027-03-20"), none, always, NULL);
}

static void notice_is_short_under_four_weeks(void **state)
{
    (void)state;
    struct date today = day("2027-03-01"), none = {0};
    assert_int_equal(flow_short_notice_weeks(today, none), 0);
    assert_int_equal(flow_short_notice_weeks(today, day("2027-02-28")), 0);
    assert_int_equal(flow_short_notice_weeks(today, today), 4);
    assert_int_equal(flow_short_notice_weeks(today, day("2027-03-28")), 4);
    assert_int_equal(flow_short_notice_weeks(today, day("2027-03-29")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_earliest_of_three_counts),
        cmocka_unit_test(working_days_skip_the_holidays),
        cmocka_unit_test(never_before_the_sending),
        cmocka_unit_test(pauses_move_the_day_on),
        cmocka_unit_test(a_pause_behind_a_weekend_is_a_pause),
        cmocka_unit_test(a_pause_without_end_ends_the_search),
        cmocka_unit_test(notice_is_short_under_four_weeks),
    };
    return cmocka_run_group_tests_name("flow_deadlines", tests, NULL, NULL);
}
