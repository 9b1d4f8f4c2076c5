/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Addresses that may stand in a command and a header, and those that would break out of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void good_addresses_pass(void **state)
{
    (void)state;
    static const char *const good[] = {
        "a@b",
        "bibliotek@example.org",
        "bibliotek+f4k7@example.org",
        "first.last@sub.example.com",
        "o'brien@example.net",
        "!#$%&'*+-/=?^_`{|}~@example.org",
        "X@XN--RDRMMAR-X2A.EXAMPLE",
        "1@1.example",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (!text_is_address(good[i]))
            fail_msg("refused: %s", good[i]);
    }
}

static void bad_addresses_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "@",
        "a",
        "a@",
        "@example.org",
        "a@b@example.org",
        "a b@example.org",
        " a@example.org",
        "a@example.org ",
        "a@example.org\n",
        "a@example.org\r\nRCPT TO:<b@example.net>",
        "a@exa\tmple.org",
        "a\x01@example.org",
        "a\x7F@example.org",
        "<a@example.org>",
        "a@example.org>",
        "a,b@example.org",
        "a;b@example.org",
        "a:b@example.org",
        "\"a\"@example.org",
        "a(x)@example.org",
        "a@[192.0.2.1]",
        "a\\b@example.org",
        ".a@example.org",
        "a.@example.org",
        "a..b@example.org",
        "a@.example.org",
        "a@example.org.",
        "a@example..org",
        "a@-example.org",
        "a@example-.org",
        "a@exam_ple.org",
        "åsa@example.org",
        "a@exämple.org",
        "a@example.org\xC2\xA0",
        "a\xFF@example.org",
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (text_is_address(bad[i]))
            fail_msg("accepted: %s", bad[i]);
    }
}

static void lengths_are_bounded(void **state)
{
    (void)state;
    char text[300];
    for (int len = 250; len < 260; len++) {
        snprintf(text, sizeof text, "%0*d@example.org", len - 12, 0);
        assert_int_equal(strlen(text), len);
        assert_int_equal(text_is_address(text), len <= 254);
    }
    for (int label = 60; label < 67; label++) {
        snprintf(text, sizeof text, "a@%0*d.example", label, 0);
        assert_int_equal(text_is_address(text), label <= 63);
    }
}

static void domains_lie_within_others(void **state)
{
    (void)state;
    assert_string_equal(text_domain("a@example.org"), "example.org");
    assert_string_equal(text_domain("example.org"), "");
    assert_string_equal(text_domain("a@"), "");
    assert_true(text_domain_within("example.org", "example.org"));
    assert_true(text_domain_within("Sub.EXAMPLE.org", "example.com, example.ORG"));
    assert_true(text_domain_within("a.b.example.net", "example.com example.net"));
    assert_false(text_domain_within("badexample.org", "example.org"));
    assert_false(text_domain_within("example.org.attacker.example", "example.org"));
    assert_false(text_domain_within("org", "example.org"));
    assert_false(text_domain_within("", "example.org"));
    assert_false(text_domain_within("example.org", ""));
    assert_false(text_domain_within("example.org", " , "));
    assert_false(text_domain_within("example.org", "example.org.net"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_addresses_pass),
        cmocka_unit_test(bad_addresses_are_refused),
        cmocka_unit_test(lengths_are_bounded),
        cmocka_unit_test(domains_lie_within_others),
    };
    return cmocka_run_group_tests_name("base_address", tests, NULL, NULL);
}
