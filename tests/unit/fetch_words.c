/* SPDX-License-Identifier: EUPL-1.2 */
/* The tokeniser: every kind of word, and every way in which one can be wrong. */
#include "fetch_script.h"

#include "fetch/imap.h"

static struct words of(char *store, const char *text)
{
    strcpy(store, text);
    return words_of(store, strlen(text));
}

static void atoms_numbers_and_lists(void **state)
{
    (void)state;
    char store[256];
    struct bytes b;
    uint32_t n;
    struct words w = of(store, "FETCH (UID 7 BODY[HEADER.FIELDS (A B)]<0> x) 4294967295");
    assert_true(words_take(&w, "fetch"));
    assert_true(words_char(&w, '('));
    assert_false(words_take(&w, "UIDX"));
    assert_true(words_take(&w, "UID"));
    assert_true(words_number(&w, &n));
    assert_int_equal(n, 7);
    assert_true(words_atom(&w, &b));
    assert_true(bytes_are(&b, "BODY[HEADER.FIELDS (A B)]<0>"));
    assert_true(words_skip(&w));
    assert_true(words_char(&w, ')'));
    assert_true(words_number(&w, &n));
    assert_int_equal(n, UINT32_MAX);
    assert_true(words_end(&w));
    assert_false(w.bad);
}

static void strings_in_their_three_forms(void **state)
{
    (void)state;
    char store[256];
    struct bytes b;
    struct words w = of(store, "\"a\\\"b\\\\c\" {5}\r\n)\r\n\"( nil \"\"");
    assert_true(words_string(&w, &b));
    assert_int_equal(b.len, 5);
    assert_memory_equal(b.data, "a\"b\\c", 5);
    assert_true(words_string(&w, &b));
    assert_int_equal(b.len, 5);
    assert_memory_equal(b.data, ")\r\n\"(", 5);
    assert_true(words_string(&w, &b));
    assert_true(b.nil);
    assert_true(words_string(&w, &b));
    assert_true(!b.nil && b.len == 0);
    assert_true(words_end(&w));
}

static void any_value_is_skipped(void **state)
{
    (void)state;
    char store[256];
    struct words w =
        of(store, "(a (b \"c)\") {3}\r\n))) NIL ()) atom (\\Seen \\*) \"x\" {0}\r\n end");
    for (int i = 0; i < 5; i++)
        assert_true(words_skip(&w));
    assert_true(words_take(&w, "end"));
}

static void what_is_malformed_is_refused(void **state)
{
    (void)state;
    static const char *const strings[] = {
        "\"open", "\"a\r\nb\"",        "{5}\r\nabc", "{5} abcde", "{}\r\n",
        "{5",     "{99999999999}\r\n", "{-1}\r\n",   "atom",      ""};
    char store[256];
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        struct bytes b;
        struct words w = of(store, strings[i]);
        if (words_string(&w, &b) || !w.bad)
            fail_msg("taken as a string: %s", strings[i]);
        assert_true(words_end(&w));
    }
    static const char *const values[] = {"(a (b)", ")", "(\"", "BODY[x", ""};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct words w = of(store, values[i]);
        if (words_skip(&w))
            fail_msg("taken as a value: %s", values[i]);
    }
    uint32_t n;
    struct words w = of(store, "4294967296");
    assert_false(words_number(&w, &n));
    w = of(store, "x");
    assert_false(words_number(&w, &n));
}

static void depth_has_a_bound(void **state)
{
    (void)state;
    char *deep = calloc(1, 200001);
    assert_non_null(deep);
    memset(deep, '(', 200000);
    struct words w = words_of(deep, 200000);
    assert_false(words_skip(&w));
    assert_true(w.bad);
    free(deep);
}

static void sets_and_folder_names(void **state)
{
    (void)state;
    static const struct {
        const char *name, *coded;
    } names[] = {
        {"INBOX", "\"INBOX\""},         {"Åtgärdat & klart", "\"&AMU-tg&AOQ-rdat &- klart\""},
        {"a\"b\\c", "\"a\\\"b\\\\c\""}, {"日本語", "\"&ZeVnLIqe-\""},
        {"😀/x", "\"&2D3eAA-/x\""},      {"a\r\nL9 LOGOUT", "\"a&AA0ACg-L9 LOGOUT\""}};
    struct buffer out;
    buffer_init(&out, 1000);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        buffer_clear(&out);
        imap_folder_name(&out, names[i].name);
        assert_string_equal(buffer_text(&out), names[i].coded);
    }
    const uint32_t uids[] = {1, 3, 4, 5, 9, 4294967295u};
    buffer_clear(&out);
    imap_set(&out, uids, 6);
    assert_string_equal(buffer_text(&out), "1,3:5,9,4294967295");
    buffer_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(atoms_numbers_and_lists),      cmocka_unit_test(any_value_is_skipped),
        cmocka_unit_test(strings_in_their_three_forms), cmocka_unit_test(depth_has_a_bound),
        cmocka_unit_test(what_is_malformed_is_refused), cmocka_unit_test(sets_and_folder_names),
    };
    return cmocka_run_group_tests_name("fetch_words", tests, NULL, NULL);
}
