/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The size of a wave, against binomials worked out here in another way: Pascal's triangle over
 * whole probabilities, trial by trial, never by the formula that the module uses.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching.h"

enum { TRIALS = 200 };

/* P(at least k of n say yes), from the distribution of the number of yeses after n trials. */
static double at_least(size_t n, size_t k, double p)
{
    long double chance[TRIALS + 1] = {1}, sum = 0;
    for (size_t trial = 1; trial <= n; trial++)
        for (size_t i = trial + 1; i-- > 0;)
            chance[i] = chance[i] * (1 - (long double)p) + (i ? chance[i - 1] * (long double)p : 0);
    for (size_t i = k; i <= n; i++)
        sum += chance[i];
    return (double)sum;
}

static void a_wave_is_the_smallest_that_fills(void **state)
{
    (void)state;
    static const double rates[] = {0.05, 0.2, 1.0 / 3, 0.5, 0.75, 0.9};
    static const double wanted[] = {0.5, 0.8, 0.9, 0.95, 0.99};
    size_t bounded = 0;
    for (size_t places = 1; places <= 10; places++)
        for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
            for (size_t j = 0; j < sizeof wanted / sizeof *wanted; j++) {
                size_t n = match_wave_size(places, rates[i], wanted[j], TRIALS);
                assert_true(n >= places && n <= TRIALS);
                if (n < TRIALS)
                    assert_true(at_least(n, places, rates[i]) >= wanted[j] - 1e-8);
                if (n > places)
                    assert_true(at_least(n - 1, places, rates[i]) < wanted[j]);
                bounded += n == TRIALS;
            }
    assert_true(bounded < 100); /* most were decided by the binomial, not by the bound */
}

/* Worked out by hand: 1 - (2/3)^n, 0.5 + 0.25, and (2/3)^n + n/3 (2/3)^(n-1). */
static void known_waves(void **state)
{
    (void)state;
    assert_int_equal(match_wave_size(1, 1.0 / 3, 0.9, 20), 6);
    assert_int_equal(match_wave_size(1, 0.5, 0.75, 20), 2);
    assert_int_equal(match_wave_size(1, 0.5, 0.5, 20), 1);
    assert_int_equal(match_wave_size(2, 0.5, 0.9, 20), 7);
    assert_int_equal(match_wave_size(2, 1.0 / 3, 0.9, 20), 11);
}

static void bounds_of_a_wave(void **state)
{
    (void)state;
    assert_int_equal(match_wave_size(0, 0.3, 0.9, 20), 0);
    assert_int_equal(match_wave_size(3, 1, 0.9, 20), 3);
    assert_int_equal(match_wave_size(3, 2, 1, 20), 3);
    assert_int_equal(match_wave_size(3, 0, 0.9, 20), 20);
    assert_int_equal(match_wave_size(3, -1, 0.9, 20), 20);
    assert_int_equal(match_wave_size(3, (double)NAN, 0.9, 20), 20);
    assert_int_equal(match_wave_size(3, 0.9, 1, 20), 20);
    assert_int_equal(match_wave_size(3, 0.01, 0.99, 20), 20);
    assert_int_equal(match_wave_size(5, 0.3, 0.9, 5), 5);
    assert_int_equal(match_wave_size(9, 0.3, 0.9, 5), 5);
    assert_int_equal(match_wave_size(1, 0.3, 0.9, 0), 0);
}

/* Where p^k is far below the smallest double, the answer stays near the mean. */
static void large_waves_do_not_underflow(void **state)
{
    (void)state;
    size_t n = match_wave_size(900, 0.1, 0.5, 100000);
    assert_in_range(n, 8950, 9010);
    n = match_wave_size(5000, 1.0 / 3, 0.9, 1000000);
    assert_in_range(n, 15000, 15500);
}

static void more_is_asked_when_fewer_say_yes(void **state)
{
    (void)state;
    size_t before = 1000;
    for (double rate = 0.05; rate < 1; rate += 0.05) {
        size_t n = match_wave_size(3, rate, 0.9, 1000);
        assert_true(n <= before);
        before = n;
    }
}

static void the_rate_moves_from_one_in_three_to_what_was_seen(void **state)
{
    (void)state;
    assert_true(fabs(match_yes_rate(0, 0) - 1.0 / 3) < 1e-12);
    assert_true(fabs(match_yes_rate(9, 9) - 12.0 / 18) < 1e-12);
    assert_true(fabs(match_yes_rate(1000, 900) - 0.9) < 0.01);
    assert_true(match_yes_rate(1000, 0) > 0);
    assert_true(match_yes_rate(5, 9) <= 1);
    assert_true(fabs(match_yes_rate(-5, -1) - 1.0 / 3) < 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wave_is_the_smallest_that_fills),
        cmocka_unit_test(known_waves),
        cmocka_unit_test(bounds_of_a_wave),
        cmocka_unit_test(large_waves_do_not_underflow),
        cmocka_unit_test(more_is_asked_when_fewer_say_yes),
        cmocka_unit_test(the_rate_moves_from_one_in_three_to_what_was_seen),
    };
    return cmocka_run_group_tests_name("matching_wave", tests, NULL, NULL);
}
