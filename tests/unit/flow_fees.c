/* SPDX-License-Identifier: EUPL-1.2 */
/* Compensation by the national model: its classes to the minute, its amounts to the krona. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_class_is_by_the_minute),
        cmocka_unit_test(amounts_are_those_of_2026),
        cmocka_unit_test(halves_are_rounded_up),
    };
    return cmocka_run_group_tests_name("flow_fees", tests, NULL, NULL);
}
