/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Amounts and times in words, what an occasion pays, and cells that no sheet takes for a formula.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "view/pay.h"

static const struct base_amount years[] = {{2026, 59200}, {2027, 60000}};

static int set_up(void **state)
{
    *state = arena_new();
    return calendar_zone("Europe/Stockholm") ? 0 : -1;
}

static int tear_down(void **state)
{
    struct arena *a = *state;
    arena_free(&a);
    return 0;
}

static void amounts_are_written_as_in_swedish(void **state)
{
    struct arena *a = *state;
    static const struct {
        int64_t ore;
        const char *sv, *en;
    } cases[] = {
        {0, "0\u00a0kronor", "SEK\u00a00"},
        {53300, "533\u00a0kronor", "SEK\u00a0533"},
        {99950, "999,50\u00a0kronor", "SEK\u00a0999.50"},
        {106600, "1\u00a0066\u00a0kronor", "SEK\u00a01\u00a0066"},
        {100005, "1\u00a0000,05\u00a0kronor", "SEK\u00a01\u00a0000.05"},
        {123456700, "1\u00a0234\u00a0567\u00a0kronor", "SEK\u00a01\u00a0234\u00a0567"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(view_kronor(a, cases[i].ore, "sv"), cases[i].sv);
        assert_string_equal(view_kronor(a, cases[i].ore, "sv-lattlast"), cases[i].sv);
        assert_string_equal(view_kronor(a, cases[i].ore, "en"), cases[i].en);
    }
    assert_string_equal(view_duration(a, 60, "sv"), "1\u00a0timme");
    assert_string_equal(view_duration(a, 121, "sv"), "2\u00a0timmar 1\u00a0minut");
    assert_string_equal(view_duration(a, 45, "en"), "45\u00a0minutes");
}

static void a_sheet_calculates_nothing(void **state)
{
    struct arena *a = *state;
    static const struct {
        const char *text, *cell;
    } cells[] = {
        {"tåg", "\"tåg\""},   {"=1+1", "\"'=1+1\""},         {"+46", "\"'+46\""},
        {"-1", "\"'-1\""},    {"@SUM(A1)", "\"'@SUM(A1)\""}, {" =1", "\"' =1\""},
        {"a;b", "\"a;b\""},   {"\"x\"", "\"\"\"x\"\"\""},    {"", "\"\""},
        {"a\nb", "\"a\nb\""},
    };
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        assert_string_equal(view_csv_cell(a, cells[i].text), cells[i].cell);
}

static void what_an_occasion_pays_is_said_before(void **state)
{
    struct arena *a = *state;
    struct settings settings = {0};
    const struct house house = {.settings = &settings};
    settings.compensation.national = true;
    settings.compensation.base_amounts = years;
    settings.compensation.base_amount_count = 2;
    const char *sv = view_occasion_pay(a, &house, "2027-04-22T13:00", "2027-04-22T17:00", "sv");
    assert_non_null(strstr(sv, "1\u00a0080\u00a0kronor per tillfälle för en halv dag"));
    const char *en = view_occasion_pay(a, &house, "2026-04-22T13:00", "2026-04-22T17:01", "en");
    assert_non_null(strstr(en, "SEK\u00a02\u00a0131 for a full day"));
    assert_non_null(
        strstr(view_occasion_pay(a, &house, "2027-04-22", "", "sv"), "regionens regler"));
    /* The clock is put forward at two: three hours by the wall are two. */
    assert_int_equal(view_minutes("2027-03-28T01:00", "2027-03-28T04:00"), 120);
    assert_int_equal(view_minutes("2027-10-31T01:00", "2027-10-31T04:00"), 240);
    assert_int_equal(view_minutes("2027-04-22T15:00", "2027-04-22T13:00"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_written_as_in_swedish),
        cmocka_unit_test(a_sheet_calculates_nothing),
        cmocka_unit_test(what_an_occasion_pays_is_said_before),
    };
    return cmocka_run_group_tests_name("view_pay", tests, set_up, tear_down);
}
