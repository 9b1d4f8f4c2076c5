/* SPDX-License-Identifier: EUPL-1.2 */
/* One form of each letter, however it was written. */
#include "mime_mail.h"

static void composes(void **state)
{
    static const char *const pairs[][2] = {
        {"", ""},
        {"Hej på dig", "Hej på dig"},
        {"a\xCC\x8A", "å"},
        {"O\xCC\x88rebro", "Örebro"},
        {"e\xCC\x81", "é"},
        {"q\xCC\x8A", "q\xCC\x8A"}, /* there is no such letter in one piece */
        {"\xE2\x84\xAB", "Å"},      /* the Ångström sign */
        {"ﬁ", "ﬁ"},                 /* what only looks like another is left */
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(mime_composed(*state, pairs[i][0]), pairs[i][1]);
}

static void what_is_no_text_is_repaired(void **state)
{
    assert_string_equal(mime_composed(*state, "a\xFF"
                                              "b"),
                        "a\xEF\xBF\xBD"
                        "b");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(composes),
        TEST(what_is_no_text_is_repaired),
    };
    return cmocka_run_group_tests_name("mime_compose", tests, NULL, NULL);
}
