/* SPDX-License-Identifier: EUPL-1.2 */
/* A token is found and masked however the letter is encoded, and nothing else changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "store/mask.h"

#define TOKEN "abcdefghijklmnopqrstuvwx23"
#define MASK "xxxxxxxxxxxxxxxxxxxxxxxxxx"

static size_t masked(const char *raw, const char *expected)
{
    struct arena *a = arena_new();
    char *text = arena_strdup(a, raw);
    size_t found = mask_token(a, text, strlen(text), TOKEN);
    assert_string_equal(text, expected);
    arena_free(&a);
    return found;
}

static void a_token_in_plain_text_is_masked(void **state)
{
    (void)state;
    assert_int_equal(masked("Reply-To: l+" TOKEN "@example.org\r\n\r\n<https://x/" TOKEN ">\r\n",
                            "Reply-To: l+" MASK "@example.org\r\n\r\n<https://x/" MASK ">\r\n"),
                     2);
    assert_int_equal(masked("a" TOKEN TOKEN, "a" MASK MASK), 2);
    assert_int_equal(masked("abcdefghijklmnopqrstuvwx2", "abcdefghijklmnopqrstuvwx2"), 0);
    assert_int_equal(masked("aab" TOKEN, "aab" MASK), 1);
    assert_int_equal(masked("", ""), 0);
}

static void a_soft_line_break_anywhere_hides_nothing(void **state)
{
    (void)state;
    for (int at = 1; at < 26; at++) {
        char raw[80], expected[80];
        snprintf(raw, sizeof raw, "=3D%.*s=\r\n%s=3D\r\n", at, TOKEN, TOKEN + at);
        snprintf(expected, sizeof expected, "=3D%.*s=\r\n%s=3D\r\n", at, MASK, MASK + at);
        assert_int_equal(masked(raw, expected), 1);
    }
    assert_int_equal(
        masked("abcdefghij=\r\nklmnop=\nqrstuvwx23", "xxxxxxxxxx=\r\nxxxxxx=\nxxxxxxxxxx"), 1);
}

/* "häj <token>!" and what surrounds it, in base64 broken over lines, at each of the three phases.
 */
static void a_base64_part_is_masked_inside(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
    } table[] = {
        {"aMOkaiBhYmNkZWZnaGlq\r\na2xtbm9wcXJzdHV2d3gyMyE=\r\n",
         "aMOkaiB4eHh4eHh4eHh4\r\neHh4eHh4eHh4eHh4eHh4eCE=\r\n"},
        {"aMOkaiAgYWJjZGVmZ2hpamts\r\nbW5vcHFyc3R1dnd4MjMh\r\n",
         "aMOkaiAgeHh4eHh4eHh4eHh4\r\neHh4eHh4eHh4eHh4eHgh\r\n"},
        {"aMOkaiAgIGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eDIzIQ==\r\n",
         "aMOkaiAgIHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4IQ==\r\n"},
    };
    for (size_t i = 0; i < 3; i++) {
        char raw[600], expected[600];
        static const char form[] = "Content-Type: multipart/alternative; boundary=b\r\n\r\n"
                                   "--b\r\nContent-Type: text/plain\r\n\r\nplain %s\r\n"
                                   "--b\r\nContent-Transfer-Encoding: BASE64\r\n"
                                   "Content-Type: text/html\r\n\r\n%s--b--\r\n";
        snprintf(raw, sizeof raw, form, TOKEN, table[i].before);
        snprintf(expected, sizeof expected, form, MASK, table[i].after);
        assert_int_equal(masked(raw, expected), 2);
    }
}

static void a_letter_that_is_all_base64_is_masked(void **state)
{
    (void)state;
    assert_int_equal(masked("Content-Transfer-Encoding: base64\r\n\r\n"
                            "aMOkaiBhYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3gyMyE=",
                            "Content-Transfer-Encoding: base64\r\n\r\n"
                            "aMOkaiB4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eCE="),
                     1);
}

static void base64_without_a_token_stays_byte_for_byte(void **state)
{
    (void)state;
    const char *odd = "Content-Transfer-Encoding: base64\r\n\r\nQQJ=\r\n!!?\r\nQUJDREVG";
    assert_int_equal(masked(odd, odd), 0);
    const char *no_header = "\r\nContent-Transfer-Encoding: base64\r\n\r\nYWJj";
    assert_int_equal(masked(no_header, no_header), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_in_plain_text_is_masked),
        cmocka_unit_test(a_soft_line_break_anywhere_hides_nothing),
        cmocka_unit_test(a_base64_part_is_masked_inside),
        cmocka_unit_test(a_letter_that_is_all_base64_is_masked),
        cmocka_unit_test(base64_without_a_token_stays_byte_for_byte),
    };
    return cmocka_run_group_tests_name("send_mask", tests, NULL, NULL);
}
