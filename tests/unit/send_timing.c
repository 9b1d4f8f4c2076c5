/* SPDX-License-Identifier: EUPL-1.2 */
/* Hours, pauses, patience. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/calendar.h"
#include "timing.h"

static instant local(const char *text)
{
    struct civil c;
    assert_true(civil_parse(text, &c));
    return civil_to_instant(c);
}

static void asks_keep_to_the_hours(void **state)
{
    (void)state;
    const struct date_range pause = {{2027, 7, 5}, {2027, 8, 6}};
    struct settings s = {.send = {.hours_from = 7 * 60, .hours_to = 19 * 60},
                         .invite = {.pauses = &pause, .pause_count = 1}};
    static const struct {
        const char *when;
        bool asks;
    } table[] = {
        {"2027-03-01T06:59", false}, {"2027-03-01T07:00", true},  {"2027-03-01T18:59", true},
        {"2027-03-01T19:00", false}, {"2027-07-04T12:00", true},  {"2027-07-05T12:00", false},
        {"2027-08-06T18:00", false}, {"2027-08-07T07:00", true},  {"2027-06-15T07:00", true},
        {"2027-03-28T07:00", true}, /* the day that summer time begins */
        {"2027-03-28T06:59", false}, {"2027-10-31T19:00", false},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (timing_asks(&s, local(table[i].when)) != table[i].asks)
            fail_msg("%s", table[i].when);
    s.send.hours_from = 22 * 60;
    s.send.hours_to = 6 * 60;
    assert_true(timing_asks(&s, local("2027-03-01T23:00")));
    assert_true(timing_asks(&s, local("2027-03-01T05:59")));
    assert_false(timing_asks(&s, local("2027-03-01T12:00")));
    s.send.hours_to = s.send.hours_from;
    assert_true(timing_asks(&s, local("2027-03-01T12:00")));
}

static void the_policy_is_that_of_the_configuration(void **state)
{
    (void)state;
    struct settings s = {
        .send = {.kind = TARGET_MAILDIR, .rate_per_minute = 30, .unknown = UNKNOWN_RESEND},
        .limits = {10, 20, 500}};
    struct sending_policy p = timing_policy(&s, local("2027-03-01T12:00"));
    assert_true(p.never_unknown);
    assert_int_equal(p.rate_per_minute, 30);
    assert_int_equal(p.address_per_day, 10);
    assert_int_equal(p.request_per_address, 20);
    assert_int_equal(p.all_per_hour, 500);
    assert_int_equal(p.crash, AGAIN);
    s.send.unknown = UNKNOWN_DROP;
    assert_int_equal(timing_policy(&s, 0).crash, NEVER);
    s.send.unknown = UNKNOWN_ASK;
    assert_int_equal(timing_policy(&s, 0).crash, UNSURE);
}

static void pauses_of_a_letter_grow_for_three_days(void **state)
{
    (void)state;
    static const int minutes[] = {1, 2, 5, 15, 30, 60, 120, 240, 240};
    const instant start = local("2027-03-01T12:00");
    struct outgoing l = {.queued_at = start - DAYS(30), .tried_at = -1};
    instant now = start;
    for (l.attempts = 1; l.attempts < 100; l.attempts++) {
        instant next = timing_retry(&l, now);
        if (next == INSTANT_NEVER)
            break;
        if (l.attempts <= 9)
            assert_int_equal(next - now, MINUTES(minutes[l.attempts - 1]));
        l.tried_at = now;
        now = next;
    }
    assert_true(now - start >= DAYS(3));
    assert_true(now - start < DAYS(3) + HOURS(4));
}

static void a_long_silence_counts_as_trying(void **state)
{
    (void)state;
    const instant start = local("2027-03-01T12:00");
    struct outgoing l = {.attempts = 2, .tried_at = start};
    assert_int_equal(timing_retry(&l, start + DAYS(4)), INSTANT_NEVER);
    assert_int_equal(timing_retry(&l, start + DAYS(2)), start + DAYS(2) + MINUTES(2));
    l = (struct outgoing){.attempts = 1, .queued_at = start - DAYS(40), .tried_at = -1};
    assert_int_equal(timing_retry(&l, start), start + MINUTES(1));
}

static void pauses_of_the_role_grow_to_five_minutes(void **state)
{
    (void)state;
    assert_int_equal(timing_pause_ms(0), 0);
    assert_int_equal(timing_pause_ms(1), 1000);
    assert_int_equal(timing_pause_ms(2), 2000);
    assert_int_equal(timing_pause_ms(9), 256000);
    assert_int_equal(timing_pause_ms(10), 300000);
    assert_int_equal(timing_pause_ms(4000000000u), 300000);
}

static int set_zone(void **state)
{
    (void)state;
    return calendar_zone("Europe/Stockholm") ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asks_keep_to_the_hours),
        cmocka_unit_test(the_policy_is_that_of_the_configuration),
        cmocka_unit_test(pauses_of_a_letter_grow_for_three_days),
        cmocka_unit_test(a_long_silence_counts_as_trying),
        cmocka_unit_test(pauses_of_the_role_grow_to_five_minutes),
    };
    return cmocka_run_group_tests_name("send_timing", tests, set_zone, NULL);
}
