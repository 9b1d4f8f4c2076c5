/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Text: the attack table of UTF-8, folding as Swedish needs it, cutting and splitting.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static int with_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static int without_arena(void **state)
{
    struct arena *a = *state;
    arena_free(&a);
    return 0;
}

static const struct {
    const char *bytes;
    bool good;
    const char *repaired;
} sequences[] = {
    {"", true, ""},
    {"Åsa", true, "Åsa"},
    {"\x7F", true, "\x7F"},
    {"\xC2\x80", true, "\xC2\x80"},
    {"\xDF\xBF", true, "\xDF\xBF"},
    {"\xE0\xA0\x80", true, "\xE0\xA0\x80"},
    {"\xED\x9F\xBF", true, "\xED\x9F\xBF"},
    {"\xEE\x80\x80", true, "\xEE\x80\x80"},
    {"\xEF\xBF\xBF", true, "\xEF\xBF\xBF"},
    {"\xF0\x90\x80\x80", true, "\xF0\x90\x80\x80"},
    {"\xF4\x8F\xBF\xBF", true, "\xF4\x8F\xBF\xBF"},
    {"\x80", false, "\uFFFD"},                     /* a continuation alone */
    {"a\xBF!", false, "a\uFFFD!"},                 /* the same inside */
    {"\xC0\xAF", false, "\uFFFD\uFFFD"},           /* '/' in two bytes */
    {"\xC1\xBF", false, "\uFFFD\uFFFD"},           /* U+007F in two bytes */
    {"\xE0\x80\xAF", false, "\uFFFD\uFFFD\uFFFD"}, /* '/' in three bytes */
    {"\xE0\x9F\xBF", false, "\uFFFD\uFFFD\uFFFD"}, /* U+07FF in three bytes */
    {"\xF0\x80\x80\xAF", false, "\uFFFD\uFFFD\uFFFD\uFFFD"},
    {"\xF0\x8F\xBF\xBF", false, "\uFFFD\uFFFD\uFFFD\uFFFD"},
    {"\xED\xA0\x80", false, "\uFFFD\uFFFD\uFFFD"},           /* the first surrogate */
    {"\xED\xBF\xBF", false, "\uFFFD\uFFFD\uFFFD"},           /* the last */
    {"\xF4\x90\x80\x80", false, "\uFFFD\uFFFD\uFFFD\uFFFD"}, /* U+110000 */
    {"\xF5\x80\x80\x80", false, "\uFFFD\uFFFD\uFFFD\uFFFD"},
    {"\xFE", false, "\uFFFD"},
    {"\xFF", false, "\uFFFD"},
    {"\xC3", false, "\uFFFD"}, /* cut short */
    {"\xE2\x82", false, "\uFFFD\uFFFD"},
    {"\xF0\x9F\x98", false, "\uFFFD\uFFFD\uFFFD"},
    {"\xC3(", false, "\uFFFD("}, /* swallows no neighbour */
    {"\xE2\x82\"x", false, "\uFFFD\uFFFD\"x"},
    {"Malm\xF6", false, "Malm\uFFFD"}, /* Latin-1 */
};

static void malformed_sequences_are_found_and_mended(void **state)
{
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
        size_t len = strlen(sequences[i].bytes);
        assert_int_equal(text_is_utf8(sequences[i].bytes, len), sequences[i].good);
        char *mended = text_repair(*state, sequences[i].bytes, len);
        assert_string_equal(mended, sequences[i].repaired);
        assert_true(text_is_utf8(mended, strlen(mended)));
    }
    assert_string_equal(text_repair(*state, "a\0b", 3), "a\uFFFDb");
    assert_true(text_is_utf8("a\0b", 3));
    assert_false(text_is_utf8("\xC3\xA5", 1));
}

static void every_code_point_is_written_and_read_back(void **state)
{
    (void)state;
    for (uint32_t cp = 1; cp <= 0x10FFFF; cp += cp < 0x3000 ? 1 : 61) {
        char text[5] = {0};
        size_t len = text_put(cp, text);
        const char *at = text;
        bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;
        assert_int_equal(text_next(&at), surrogate ? 0xFFFD : cp);
        assert_ptr_equal(at, text + len);
        assert_true(text_is_utf8(text, len));
        assert_int_equal(text_next(&at), 0);
        assert_ptr_equal(at, text + len);
    }
    char text[4];
    assert_int_equal(text_put(0x110000, text), 3);
    assert_memory_equal(text, "\uFFFD", 3);
}

static void capitals_get_their_small_letters(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"Å", "å"}, {"Ä", "ä"}, {"Ö", "ö"}, {"É", "é"}, {"Ü", "ü"}, {"Ø", "ø"}, {"Æ", "æ"},
        {"Þ", "þ"}, {"À", "à"}, {"Ā", "ā"}, {"Č", "č"}, {"Š", "š"}, {"Ž", "ž"}, {"Ż", "ż"},
        {"Ł", "ł"}, {"Ń", "ń"}, {"Ŋ", "ŋ"}, {"Œ", "œ"}, {"Ÿ", "ÿ"}, {"İ", "i"}, {"Ķ", "ķ"},
        {"×", "×"}, {"ß", "ß"}, {"ĸ", "ĸ"}, {"ŉ", "ŉ"}, {"ı", "ı"}, {"ſ", "ſ"}, {"÷", "÷"},
        {"@", "@"}, {"[", "["}, {"A", "a"}, {"Z", "z"}, {"Ω", "Ω"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *upper = pairs[i][0], *lower = pairs[i][1];
        uint32_t small = text_next(&lower);
        assert_int_equal(text_lower(text_next(&upper)), small);
        assert_int_equal(text_lower(small), small);
    }
}

static void folding_lowers_and_joins_white_space(void **state)
{
    struct arena *a = *state;
    assert_string_equal(text_fold(a, "  ÅSA \t\r\n ÄNGSTRÖM\u00A0 \u2003ÖBERG "),
                        "åsa ängström öberg");
    assert_string_equal(text_fold(a, ""), "");
    assert_string_equal(text_fold(a, " \u00A0\t "), "");
    assert_string_equal(text_fold(a, "A\xFF"), "a\uFFFD");
    assert_true(text_same("Norra  Hisingen", " norra\u00A0hisingen "));
    assert_true(text_same("", "  "));
    assert_true(text_same("ÖSTRA", "östra"));
    assert_false(text_same("Östra", "Ostra"));
    assert_false(text_same("norra hisingen", "norrahisingen"));
    assert_false(text_same("a", "a b"));
    assert_false(text_same("a b", "a"));
}

static void ends_are_trimmed(void **state)
{
    struct arena *a = *state;
    assert_string_equal(text_trim(a, " \u00A0 hej  du \r\n"), "hej  du");
    assert_string_equal(text_trim(a, "hej"), "hej");
    assert_string_equal(text_trim(a, "\t"), "");
    assert_true(text_blank(NULL));
    assert_true(text_blank(""));
    assert_true(text_blank(" \t\u00A0\u2028"));
    assert_false(text_blank(" \u200B."));
}

static void beginnings_and_ends_are_compared(void **state)
{
    (void)state;
    assert_true(text_starts("levande", "lev"));
    assert_true(text_starts("lev", ""));
    assert_false(text_starts("le", "lev"));
    assert_true(text_ends("a.ini", ".ini"));
    assert_false(text_ends("ini", ".ini"));
    assert_true(text_starts_nocase("CONTENT-Type: x", "content-type:"));
    assert_false(text_starts_nocase("Cont", "content"));
    assert_true(text_equals_nocase("BODY", "body"));
    assert_false(text_equals_nocase("body", "bodyx"));
    assert_false(text_equals_nocase("Å", "å"));
    assert_false(text_equals_nocase("@", "`"));
}

static void needles_are_found_within_the_length_given(void **state)
{
    (void)state;
    const char *hay = "one TWO three";
    assert_ptr_equal(text_find_nocase(hay, 13, "two"), hay + 4);
    assert_ptr_equal(text_find_nocase(hay, 13, "Three"), hay + 8);
    assert_null(text_find_nocase(hay, 12, "three"));
    assert_null(text_find_nocase(hay, 2, "three"));
    assert_ptr_equal(text_find_nocase(hay, 13, ""), hay);
    assert_non_null(text_find_nocase("aab", 3, "AB"));
    assert_non_null(text_find_nocase("a\0needle", 8, "NEEDLE"));
}

static void words_are_made_of_letters_and_digits(void **state)
{
    (void)state;
    for (const char *at = "azAZ09_åäöÅÄÖéüøčŽ"; *at;)
        assert_true(text_is_word(text_next(&at)));
    for (const char *at = " .-@[`{×÷\u00A0…”Ω"; *at;)
        assert_false(text_is_word(text_next(&at)));
    assert_false(text_is_word(0));
}

static void long_texts_are_cut_at_a_word(void **state)
{
    struct arena *a = *state;
    assert_int_equal(text_length("åäö…\xFF"), 5);
    assert_string_equal(text_shorten(a, "en två tre", 10), "en två tre");
    assert_string_equal(text_shorten(a, "en två tre", 9), "en två…");
    assert_string_equal(text_shorten(a, "en två tre", 8), "en två…");
    assert_string_equal(text_shorten(a, "en två tre", 7), "en två…");
    assert_string_equal(text_shorten(a, "en två tre", 6), "en…");
    assert_string_equal(text_shorten(a, "ångström", 4), "ång…");
    assert_string_equal(text_shorten(a, "en", 1), "…");
    assert_string_equal(text_shorten(a, "e", 1), "e");
    assert_string_equal(text_shorten(a, "en", 0), "");
    assert_string_equal(text_shorten(a, "", 5), "");
    for (size_t max = 1; max < 20; max++)
        assert_true(text_length(text_shorten(a, "å ä ö  lite till att läsa", max)) <= max);
}

static void pieces_are_trimmed_and_empty_ones_left_out(void **state)
{
    struct arena *a = *state;
    size_t count;
    char **list = text_split(a, ", norr ;söder,, \u00A0 ; väst er", ",;", &count);
    assert_int_equal(count, 3);
    assert_string_equal(list[0], "norr");
    assert_string_equal(list[1], "söder");
    assert_string_equal(list[2], "väst er");
    list = text_split(a, "a·b…c", "·…", &count);
    assert_int_equal(count, 3);
    assert_string_equal(list[2], "c");
    text_split(a, "", ",", &count);
    assert_int_equal(count, 0);
    text_split(a, ",,,", ",", &count);
    assert_int_equal(count, 0);
}

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, with_arena, without_arena)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(malformed_sequences_are_found_and_mended),
        WITH_ARENA(every_code_point_is_written_and_read_back),
        WITH_ARENA(capitals_get_their_small_letters),
        WITH_ARENA(folding_lowers_and_joins_white_space),
        WITH_ARENA(ends_are_trimmed),
        WITH_ARENA(beginnings_and_ends_are_compared),
        WITH_ARENA(needles_are_found_within_the_length_given),
        WITH_ARENA(words_are_made_of_letters_and_digits),
        WITH_ARENA(long_texts_are_cut_at_a_word),
        WITH_ARENA(pieces_are_trimmed_and_empty_ones_left_out),
    };
    return cmocka_run_group_tests_name("base_text", tests, NULL, NULL);
}
