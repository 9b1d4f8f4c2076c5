/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Compensation as a table: classes to the minute, amounts to the krona and by date, travel by car,
 * the year's limit, and amounts as people write them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "flow.h"

static void the_class_is_by_the_minute(void **state)
{
    (void)state;
    assert_int_equal(flow_fee_class(0), FEE_SHORT);
    assert_int_equal(flow_fee_class(45), FEE_SHORT);
    assert_int_equal(flow_fee_class(120), FEE_SHORT);
    assert_int_equal(flow_fee_class(121), FEE_HALF_DAY);
    assert_int_equal(flow_fee_class(240), FEE_HALF_DAY);
    assert_int_equal(flow_fee_class(241), FEE_FULL_DAY);
    assert_int_equal(flow_fee_class(24 * 60), FEE_FULL_DAY);
}

static void amounts_are_those_of_2026(void **state)
{
    (void)state;
    assert_int_equal(flow_national_fee(FEE_FULL_DAY, 59200), 2131);
    assert_int_equal(flow_national_fee(FEE_HALF_DAY, 59200), 1066);
    assert_int_equal(flow_national_fee(FEE_SHORT, 59200), 533);
    assert_int_equal(flow_national_fee(FEE_FULL_DAY, 58800), 2117);
    assert_int_equal(flow_national_fee(FEE_HALF_DAY, 58800), 1058);
    assert_int_equal(flow_national_fee(FEE_SHORT, 58800), 529);
}

static void halves_are_rounded_up(void **state)
{
    (void)state;
    assert_int_equal(flow_national_fee(FEE_SHORT, 500), 5);    /* 4.5 */
    assert_int_equal(flow_national_fee(FEE_HALF_DAY, 250), 5); /* 4.5 */
    assert_int_equal(flow_national_fee(FEE_FULL_DAY, 125), 5); /* 4.5 */
    assert_int_equal(flow_national_fee(FEE_SHORT, 499), 4);    /* 4.491 */
    assert_int_equal(flow_national_fee(FEE_FULL_DAY, 0), 0);
}

/* ---- The model by date ---- */

static const struct fee_base bases[] = {{2025, 58800}, {2026, 59200}, {2028, 60700}};
static const struct fee_fixed amounts[] = {{{2019, 1, 1}, 900, 1800}, {{2027, 7, 1}, 950, 1900}};
static const struct fee_model national = {true, bases, 3, amounts, 2};
static const struct fee_model fixed = {false, bases, 3, amounts, 2};

static const struct {
    const struct fee_model *model;
    struct date day;
    int minutes, travel; /* there, and on the way */
    long kronor;
    enum fee_class fee_class;
    int base_year;
    bool outdated;
} fees[] = {
    /* Exactly two hours are short, exactly four are half a day. */
    {&national, {2026, 3, 2}, 120, 0, 533, FEE_SHORT, 2026, false},
    {&national, {2026, 3, 2}, 121, 0, 1066, FEE_HALF_DAY, 2026, false},
    {&national, {2026, 3, 2}, 240, 0, 1066, FEE_HALF_DAY, 2026, false},
    {&national, {2026, 3, 2}, 241, 0, 2131, FEE_FULL_DAY, 2026, false},

    /* Travel lifts the class, by a minute too. */
    {&national, {2026, 3, 2}, 120, 1, 1066, FEE_HALF_DAY, 2026, false},
    {&national, {2026, 3, 2}, 90, 30, 533, FEE_SHORT, 2026, false},
    {&national, {2026, 3, 2}, 180, 60, 1066, FEE_HALF_DAY, 2026, false},
    {&national, {2026, 3, 2}, 180, 61, 2131, FEE_FULL_DAY, 2026, false},

    /* The turn of a year. */
    {&national, {2025, 12, 31}, 120, 0, 529, FEE_SHORT, 2025, false},
    {&national, {2026, 1, 1}, 120, 0, 533, FEE_SHORT, 2026, false},
    {&national, {2026, 12, 31}, 300, 0, 2131, FEE_FULL_DAY, 2026, false},

    /* A year without an amount takes the latest before it; before all, the first. */
    {&national, {2027, 1, 1}, 120, 0, 533, FEE_SHORT, 2026, true},
    {&national, {2028, 1, 1}, 120, 0, 546, FEE_SHORT, 2028, false},
    {&national, {2031, 6, 6}, 300, 0, 2185, FEE_FULL_DAY, 2028, true},
    {&national, {2024, 12, 31}, 300, 0, 2117, FEE_FULL_DAY, 2025, true},

    /* A model of the region's own: two classes, and amounts from a day on. */
    {&fixed, {2018, 12, 31}, 120, 0, -1, FEE_SHORT, 0, false},
    {&fixed, {2019, 1, 1}, 30, 0, 900, FEE_SHORT, 0, false},
    {&fixed, {2027, 6, 30}, 240, 0, 900, FEE_HALF_DAY, 0, false},
    {&fixed, {2027, 6, 30}, 240, 1, 1800, FEE_FULL_DAY, 0, false},
    {&fixed, {2027, 7, 1}, 240, 0, 950, FEE_HALF_DAY, 0, false},
    {&fixed, {2027, 7, 1}, 241, 0, 1900, FEE_FULL_DAY, 0, false},
};

static void a_fee_is_by_model_day_and_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fees / sizeof fees[0]; i++) {
        struct fee fee = flow_fee(fees[i].model, fees[i].day, fees[i].minutes + fees[i].travel);
        if (fee.kronor != fees[i].kronor || fee.fee_class != fees[i].fee_class ||
            fee.base_year != fees[i].base_year || fee.outdated != fees[i].outdated)
            fail_msg("row %zu: %ld kronor, class %d, of %d, outdated %d", i, fee.kronor,
                     (int)fee.fee_class, fee.base_year, fee.outdated);
    }
}

static void a_fee_tells_where_it_comes_from(void **state)
{
    (void)state;
    struct fee fee = flow_fee(&national, (struct date){2027, 3, 1}, 60);
    assert_int_equal(fee.base_amount, 59200);
    fee = flow_fee(&fixed, (struct date){2027, 8, 1}, 60);
    assert_int_equal(fee.from.year, 2027);
    assert_int_equal(fee.from.month, 7);
    const struct fee_model empty = {.national = true};
    assert_int_equal(flow_fee(&empty, (struct date){2027, 3, 1}, 60).kronor, -1);
}

static void a_car_pays_25_kronor_for_ten_kilometres(void **state)
{
    (void)state;
    assert_int_equal(flow_car_ore(0), 0);
    assert_int_equal(flow_car_ore(1), 250);
    assert_int_equal(flow_car_ore(10), 2500);
    assert_int_equal(flow_car_ore(37), 9250);
}

/* ---- The year's limit ---- */

static void contributions_are_owed_from_1000_kronor(void **state)
{
    (void)state;
    static const struct {
        long before, now; /* öre */
        bool f_tax;
        enum fee_duty duty;
    } cases[] = {
        {0, 99900, false, DUTY_NONE},          {0, 99999, false, DUTY_NONE},
        {0, 100000, false, DUTY_REACHED},      {53300, 46699, false, DUTY_NONE},
        {53300, 46700, false, DUTY_REACHED},   {53300, 53300, false, DUTY_REACHED},
        {99999, 1, false, DUTY_REACHED},       {99999, 0, false, DUTY_NONE},
        {100000, 1, false, DUTY_SINCE_BEFORE}, {213100, 53300, false, DUTY_SINCE_BEFORE},
        {0, 213100, true, DUTY_NEVER},         {213100, 53300, true, DUTY_NEVER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (flow_fee_duty(cases[i].before, cases[i].now, cases[i].f_tax) != cases[i].duty)
            fail_msg("row %zu", i);
}

/* ---- Amounts as people write them ---- */

static void amounts_are_read_as_they_are_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ore; /* -1: none */
    } cases[] = {
        {"84,50", 8450},
        {"84.5", 8450},
        {"84,05", 8405},
        {"300", 30000},
        {" 300 kr", 30000},
        {"300:-", 30000},
        {"1 284,50", 128450},
        {"1\u00a0284 kronor", 128400},
        {"0", 0},
        {"12:50", 1250},
        {"", -1},
        {"kr", -1},
        {"-5", -1},
        {"84,505", -1},
        {"tre", -1},
        {"12 tre", -1},
        {"1e3", -1},
        {"99999999999999999999", -1},
        {"84,", -1},
        {"1 284,50 kr.", 128450},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t ore = -1;
        bool read = flow_read_kronor(cases[i].text, &ore);
        if (read != (cases[i].ore >= 0) || (read && ore != cases[i].ore))
            fail_msg("\"%s\" gave %lld", cases[i].text, (long long)ore);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_class_is_by_the_minute),
        cmocka_unit_test(amounts_are_those_of_2026),
        cmocka_unit_test(halves_are_rounded_up),
        cmocka_unit_test(a_fee_is_by_model_day_and_time),
        cmocka_unit_test(a_fee_tells_where_it_comes_from),
        cmocka_unit_test(a_car_pays_25_kronor_for_ten_kilometres),
        cmocka_unit_test(contributions_are_owed_from_1000_kronor),
        cmocka_unit_test(amounts_are_read_as_they_are_written),
    };
    return cmocka_run_group_tests_name("flow_fees", tests, NULL, NULL);
}
