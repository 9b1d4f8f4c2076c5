/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Faults: the outcome is returned and kept, sentences are cut between characters, and a fault may
 * quote itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/fault.h"

static void outcome_is_returned_and_kept(void **state)
{
    (void)state;
    struct fault f;
    assert_int_equal(fault_set(&f, AGAIN, EXIT_UNAVAILABLE, "connect to %s: %d", "host", 7), AGAIN);
    assert_int_equal(f.outcome, AGAIN);
    assert_int_equal(f.code, EXIT_UNAVAILABLE);
    assert_string_equal(f.text, "connect to host: 7");
    assert_int_equal(fault_set(NULL, NEVER, EXIT_DATA, "unseen"), NEVER);
    fault_prefix(NULL, "unseen");
}

static void long_sentence_is_cut_between_characters(void **state)
{
    (void)state;
    struct fault f;
    char text[700];
    for (size_t shift = 0; shift < 2; shift++) {
        memset(text, 'x', shift);
        for (size_t i = shift; i + 2 < sizeof text; i += 2)
            memcpy(text + i, "å", 3);
        fault_set(&f, NEVER, EXIT_DATA, "%s", text);
        assert_int_equal(strlen(f.text), shift ? 511 : 510);
        assert_memory_equal(f.text, text, strlen(f.text));
    }
}

static void fault_may_quote_itself(void **state)
{
    (void)state;
    struct fault f;
    fault_set(&f, NEVER, EXIT_DATA, "no such key");
    fault_set(&f, AGAIN, EXIT_CONFIG, "line %d: %s", 3, f.text);
    assert_string_equal(f.text, "line 3: no such key");
    fault_prefix(&f, "read %s", "a.conf");
    assert_string_equal(f.text, "read a.conf: line 3: no such key");
    assert_int_equal(f.outcome, AGAIN);
    assert_int_equal(f.code, EXIT_CONFIG);
}

static void outcomes_have_names(void **state)
{
    (void)state;
    assert_string_equal(outcome_name(DONE), "done");
    assert_string_equal(outcome_name(AGAIN), "again");
    assert_string_equal(outcome_name(NEVER), "never");
    assert_string_equal(outcome_name(UNSURE), "unsure");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcome_is_returned_and_kept),
        cmocka_unit_test(long_sentence_is_cut_between_characters),
        cmocka_unit_test(fault_may_quote_itself),
        cmocka_unit_test(outcomes_have_names),
    };
    return cmocka_run_group_tests_name("base_fault", tests, NULL, NULL);
}
