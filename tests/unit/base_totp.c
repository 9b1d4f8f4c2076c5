/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Codes that change with time: the figures of RFC 6238 itself, and what counts when.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/totp.h"

static const unsigned char secret[TOTP_BYTES + 1] = "12345678901234567890";

/* Appendix B, the last six of its eight figures. */
static void the_codes_are_those_of_the_standard(void **state)
{
    (void)state;
    static const struct {
        int64_t second;
        const char *code;
    } rows[] = {{59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
                {1234567890, "005924"}, {2000000000, "279037"}, {20000000000, "353130"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char code[TOTP_FIGURES + 1];
        totp_code(secret, totp_step(SECONDS(rows[i].second)), code);
        assert_string_equal(code, rows[i].code);
    }
}

static void a_code_counts_one_step_early_or_late_and_once(void **state)
{
    (void)state;
    char code[TOTP_FIGURES + 1];
    int64_t step = totp_step(SECONDS(1234567890)), found = 0;
    totp_code(secret, step, code);
    for (int away = -3; away <= 3; away++) {
        instant now = SECONDS(1234567890 + 30 * away);
        assert_int_equal(totp_matches(secret, code, now, 0, &found), away >= -1 && away <= 1);
    }
    assert_int_equal(found, step);
    assert_false(totp_matches(secret, code, SECONDS(1234567890), step, &found));
    assert_true(totp_matches(secret, code, SECONDS(1234567890), step - 1, &found));
    assert_false(totp_matches(secret, "", SECONDS(1234567890), 0, &found));
    assert_false(totp_matches(secret, "00592", SECONDS(1234567890), 0, &found));
    assert_false(totp_matches(secret, "0059245", SECONDS(1234567890), 0, &found));
}

static void a_secret_is_written_and_read_back(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    unsigned char back[TOTP_BYTES];
    const char *text = totp_secret_text(a, secret);
    assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assert_true(totp_secret_read(text, back));
    assert_memory_equal(back, secret, TOTP_BYTES);
    assert_false(totp_secret_read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ", back));
    assert_false(totp_secret_read("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", back));
    assert_false(totp_secret_read("gezdgnbvgy3tqojqgezdgnbvgy3tqojq", back));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_codes_are_those_of_the_standard),
        cmocka_unit_test(a_code_counts_one_step_early_or_late_and_once),
        cmocka_unit_test(a_secret_is_written_and_read_back),
    };
    return cmocka_run_group_tests_name("base_totp", tests, NULL, NULL);
}
