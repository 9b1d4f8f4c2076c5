/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What may be the time of an occasion, how long it lasts and when it is reminded of: around the
 * change of the clocks, over weekends and Swedish holidays.
 */
#include "lending_house.h"

#include "lending/occasions.h"

static instant at(const char *local)
{
    struct civil c;
    if (!civil_parse(local, &c))
        fail_msg("%s is no time", local);
    return civil_to_instant(c);
}

#define NOW at("2027-03-01T10:00")

static void expect(const char *starts, const char *ends, enum time_flaw wanted)
{
    enum time_flaw got = occasion_flaw(starts, ends, NOW);
    if (got != wanted)
        fail_msg("%s to %s: %d, not %d", starts ? starts : "NULL", ends ? ends : "NULL", (int)got,
                 (int)wanted);
}

static void good_times_are_taken(void **state)
{
    (void)state;
    expect("2027-03-01T10:01", "2027-03-01T12:00", TIME_GOOD);
    expect("2027-03-01T10:01", "", TIME_GOOD);
    expect("2027-03-01T10:01", NULL, TIME_GOOD);
    expect("2027-04-22 13:00", "2027-04-22 15:00", TIME_GOOD);
    expect("2027-03-01", "", TIME_GOOD); /* today, some time */
    expect("2027-04-22", "2027-04-22", TIME_GOOD);
    expect("2027-04-22", "2027-04-24", TIME_GOOD);
    expect("2027-04-22T22:00", "2027-04-23T02:00", TIME_GOOD);
}

static void slips_of_the_pen_are_not(void **state)
{
    (void)state;
    expect(NULL, NULL, TIME_MALFORMED);
    expect("", "", TIME_MALFORMED);
    expect("i morgon", "", TIME_MALFORMED);
    expect("2027-02-29", "", TIME_MALFORMED);
    expect("2027-04-22T25:00", "", TIME_MALFORMED);
    expect("2027-04-22T13:00", "kl 15", TIME_MALFORMED);
    expect("2027-04-22T13:00", "2027-04-22", TIME_MALFORMED); /* one of each */
    expect("2027-04-22", "2027-04-22T15:00", TIME_MALFORMED);
    expect("2027-04-22T13:00", "2027-04-22T12:59", TIME_BACKWARDS);
    expect("2027-04-22T13:00", "2027-04-22T13:00", TIME_BACKWARDS);
    expect("2027-04-22", "2027-04-21", TIME_BACKWARDS);
    expect("2027-03-01T10:00", "2027-03-01T12:00", TIME_PAST);
    expect("2026-04-22T13:00", "2026-04-22T15:00", TIME_PAST);
    expect("2027-02-28", "", TIME_PAST);
    expect("2072-04-22", "", TIME_FAR);
    expect("2027-04-22T13:00", "2028-04-22T15:00", TIME_LONG);
}

/* Sunday 28 March 2027: after 01.59 comes 03.00. Sunday 31 October: 02.00 to 02.59 come twice. */
static void the_change_of_the_clocks_is_known(void **state)
{
    (void)state;
    expect("2027-03-28T01:59", "2027-03-28T03:00", TIME_GOOD);
    expect("2027-03-28T02:00", "2027-03-28T04:00", TIME_SKIPPED);
    expect("2027-03-28T02:30", "", TIME_SKIPPED);
    expect("2027-03-28T01:00", "2027-03-28T02:30", TIME_SKIPPED);
    expect("2027-10-31T01:59", "2027-10-31T03:00", TIME_GOOD);
    expect("2027-10-31T02:00", "2027-10-31T04:00", TIME_DOUBLED);
    expect("2027-10-31T02:59", "", TIME_DOUBLED);
    expect("2027-10-30T22:00", "2027-10-31T02:30", TIME_DOUBLED);
    expect("2027-10-30T22:00", "2027-10-31T04:00", TIME_GOOD); /* across it */
}

static void every_flaw_has_words(void **state)
{
    (void)state;
    assert_null(occasion_flaw_words(TIME_GOOD, false));
    for (int flaw = TIME_GOOD + 1; flaw < TIME_FLAWS; flaw++) {
        assert_true(strlen(occasion_flaw_words((enum time_flaw)flaw, false)) > 20);
        assert_true(strlen(occasion_flaw_words((enum time_flaw)flaw, true)) > 20);
    }
}

static struct time_span span(const char *starts, const char *ends)
{
    return occasion_span(&(struct occasion){.starts = starts, .ends = ends});
}

static void it_lasts_as_long_as_it_lasts(void **state)
{
    (void)state;
    struct time_span s = span("2027-04-22T13:00", "2027-04-22T15:00");
    assert_int_equal(s.from, at("2027-04-22T13:00"));
    assert_int_equal(s.to - s.from, HOURS(2));
    assert_int_equal(span("2027-04-22T13:00", "").to, at("2027-04-23")); /* open: the day */
    s = span("2027-04-22", "");
    assert_int_equal(s.from, at("2027-04-22"));
    assert_int_equal(s.to - s.from, HOURS(24));
    s = span("2027-04-22", "2027-04-24");
    assert_int_equal(s.to - s.from, HOURS(72));
    s = span("2027-03-28", ""); /* the day of 23 hours, and the one of 25 */
    assert_int_equal(s.to - s.from, HOURS(23));
    s = span("2027-10-31", "");
    assert_int_equal(s.to - s.from, HOURS(25));
    s = span("2027-10-30T22:00", "2027-10-31T04:00");
    assert_int_equal(s.to - s.from, HOURS(7));
}

static void the_day_before_is_one_on_which_people_work(void **state)
{
    struct lending_house *h = *state;
    static const struct {
        const char *starts, *eve;
    } cases[] = {
        {"2027-04-22T13:00", "2027-04-21"}, /* a Thursday */
        {"2027-04-26T09:00", "2027-04-23"}, /* a Monday */
        {"2027-04-25T09:00", "2027-04-23"}, /* a Sunday */
        {"2027-03-30T09:00", "2027-03-25"}, /* the Tuesday after Easter */
        {"2027-05-07", "2027-05-05"},       /* the Friday after Ascension Day */
        {"2027-06-28", "2027-06-24"},       /* the Monday after Midsummer */
        {"2027-12-27T08:00", "2027-12-23"}, /* the Monday after Christmas */
        {"2028-01-07T08:00", "2028-01-05"}, /* the Friday after Epiphany */
    };
    h->settings.send.hours_from = 7 * 60 + 30;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct occasion o = {.starts = cases[i].starts, .ends = ""};
        assert_string_equal(
            civil_text(h->arena, civil_from_instant(occasion_eve(&h->settings, &o))),
            arena_printf(h->arena, "%sT07:30", cases[i].eve));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_times_are_taken),
        cmocka_unit_test(slips_of_the_pen_are_not),
        cmocka_unit_test(the_change_of_the_clocks_is_known),
        cmocka_unit_test(every_flaw_has_words),
        cmocka_unit_test(it_lasts_as_long_as_it_lasts),
        house_test(the_day_before_is_one_on_which_people_work),
    };
    return cmocka_run_group_tests_name("lending_times", tests, house_group, house_group_over);
}
