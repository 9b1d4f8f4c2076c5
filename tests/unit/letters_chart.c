/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Charts as SVG: that all figures are in them, that nothing of them can do harm in a page, and what
 * is refused.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "letters/chart.h"

static const char SERIES[] = "\"labels\": [\"Kv 1\", \"Kv 2\", \"Kv 3\"],"
                             "\"series\": [{\"name\": \"Hela\", \"values\": [1234.5, 7, null]},"
                             "            {\"name\": \"Delar\", \"values\": [3, 0, 12]}]";

static char *svg_of(struct arena *a, const char *json)
{
    struct fault f = {0};
    char *svg = NULL;
    json_t *tree = json_loads(json, 0, NULL);
    assert_non_null(tree);
    if (chart_svg(a, tree, "c1", &svg, &f) != DONE)
        fail_msg("%s", f.text);
    json_decref(tree);
    return svg;
}

static char *svg_of_kind(struct arena *a, const char *kind, const char *more)
{
    return svg_of(
        a, arena_printf(a, "{\"kind\": \"%s\", \"title\": \"Året\", %s %s}", kind, more, SERIES));
}

static size_t count_of(const char *text, const char *word)
{
    size_t n = 0;
    for (; (text = strstr(text, word)) != NULL; text += strlen(word))
        n++;
    return n;
}

static void is_named_and_described(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    const char *svg = svg_of_kind(a, "columns", "\"desc\": \"Så gick det\",");
    assert_non_null(strstr(svg, "role=\"img\" aria-labelledby=\"c1-t c1-d\""));
    assert_non_null(strstr(svg, "<title id=\"c1-t\">Året</title>"));
    assert_non_null(strstr(svg, "<desc id=\"c1-d\">Så gick det</desc>"));
    svg = svg_of_kind(a, "columns", "");
    assert_non_null(strstr(svg, ">Hela: Kv 1 1\u00a0234,5, Kv 2 7, Kv 3 visas inte. "
                                "Delar: Kv 1 3, Kv 2 0, Kv 3 12.</desc>"));
    svg = svg_of_kind(a, "columns", "\"lang\": \"en\",");
    assert_non_null(strstr(svg, "Kv 1 1,234.5, Kv 2 7, Kv 3 not shown."));
    arena_free(&a);
}

static void draws_each_value_that_is_not_hidden(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    static const char *const kinds[] = {"columns", "bars", "stacked"};
    for (size_t i = 0; i < 3; i++) {
        const char *svg = svg_of_kind(a, kinds[i], "");
        /* four boxes are higher than nothing; two stand in the legend */
        assert_int_equal(
            count_of(svg, "\" stroke=\"#1c5954\"/>") + count_of(svg, "\" stroke=\"#b55e05\"/>"), 6);
        assert_int_equal(count_of(svg, "fill=\"url(#c1-p1)\""), 3);
        assert_non_null(strstr(svg, "– = visas inte"));
    }
    const char *svg = svg_of_kind(a, "lines", "");
    assert_int_equal(count_of(svg, "<polyline"), 4);
    assert_int_equal(count_of(svg, "<polygon"), 7);
    assert_non_null(strstr(svg, "stroke-dasharray=\"8 4\""));
    svg = svg_of_kind(a, "bars", "\"unit\": \"tim\",");
    assert_non_null(strstr(svg, ">1\u00a0234,5 tim</text>"));
    arena_free(&a);
}

static void the_longest_column_is_as_long_as_its_value(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    const char *svg = svg_of(a, "{\"kind\": \"columns\", \"title\": \"T\", \"labels\": [\"a\", "
                                "\"b\"], \"series\": [{\"values\": [10, 5]}]}");
    assert_non_null(strstr(svg, "height=\"260.0\" fill=\"#1c5954\""));
    assert_non_null(strstr(svg, "height=\"130.0\" fill=\"#1c5954\""));
    assert_non_null(strstr(svg, ">10</text>"));
    arena_free(&a);
}

static void no_text_becomes_markup(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    const char *svg =
        svg_of(a, "{\"kind\": \"bars\", \"title\": \"<script>alert(1)</script>\", \"desc\": \"a & "
                  "b\", \"unit\": \"\\\"><g>\", \"labels\": [\"<b onclick='x'>\\u0001\"],"
                  "\"series\": [{\"name\": \"]]>\", \"values\": [1]}]}");
    assert_null(strstr(svg, "<script"));
    assert_null(strstr(svg, "<b "));
    assert_null(strstr(svg, "<g>"));
    assert_null(strstr(svg, "\x01"));
    assert_non_null(strstr(svg, "&lt;script&gt;"));
    assert_non_null(strstr(svg, "a &amp; b"));
    assert_null(strstr(svg, "style="));
    assert_null(strstr(svg, "href"));
    assert_int_equal(count_of(svg, "http"), 1); /* the namespace */
    arena_free(&a);
}

static void the_same_tree_gives_the_same_bytes(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    assert_string_equal(svg_of_kind(a, "stacked", ""), svg_of_kind(a, "stacked", ""));
    arena_free(&a);
}

static void the_table_has_all_figures(void **state)
{
    struct arena *a = arena_new();
    struct fault f;
    (void)state;
    json_t *tree = json_loads(
        arena_printf(a, "{\"kind\": \"lines\", \"title\": \"T\", \"unit\": \"st\", %s}", SERIES), 0,
        NULL);
    json_t *table = chart_table(a, tree, &f);
    char *text = json_dumps(table, JSON_COMPACT);
    assert_string_equal(text, "{\"type\":\"table\",\"head\":[\"Vad\",\"Hela (st)\",\"Delar (st)\"],"
                              "\"rows\":[[\"Kv 1\",\"1\u00a0234,5\",\"3\"],[\"Kv 2\",\"7\",\"0\"],"
                              "[\"Kv 3\",\"visas inte\",\"12\"]],"
                              "\"align\":[\"left\",\"right\",\"right\"]}");
    free(text);
    json_decref(table);
    json_decref(tree);
    arena_free(&a);
}

static void odd_figures_have_a_scale(void **state)
{
    struct arena *a = arena_new();
    (void)state;
    static const char *const values[] = {"0",    "0.001", "1e12", "1",    "0.5",
                                         "null", "99999", "3",    "1e-9", "123456789.75"};
    static const char *const kinds[] = {"columns", "bars", "stacked", "lines"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        for (size_t k = 0; k < 4; k++) {
            const char *svg = svg_of(
                a, arena_printf(a,
                                "{\"kind\": \"%s\", \"title\": \"T\", \"labels\": [\"\", \"b\"],"
                                "\"series\": [{\"values\": [%s, %s]}]}",
                                kinds[k], values[i], values[i]));
            assert_null(strstr(svg, "nan"));
            assert_null(strstr(svg, "inf"));
            assert_true(strlen(svg) < 10000);
        }
    arena_free(&a);
}

static void what_is_not_as_it_should_be_is_refused(void **state)
{
    static const char *const trees[] = {
        "{}",
        "[]",
        "{\"kind\": \"pie\", \"title\": \"T\", \"labels\": [\"a\"], \"series\": [{\"values\": "
        "[1]}]}",
        "{\"kind\": \"bars\", \"labels\": [\"a\"], \"series\": [{\"values\": [1]}]}",
        "{\"kind\": \"bars\", \"title\": \"T\", \"labels\": [], \"series\": [{\"values\": []}]}",
        "{\"kind\": \"bars\", \"title\": \"T\", \"labels\": [\"a\"], \"series\": []}",
        "{\"kind\": \"bars\", \"title\": \"T\", \"labels\": [\"a\"], \"series\": [{\"values\": [1, "
        "2]}]}",
        "{\"kind\": \"bars\", \"title\": \"T\", \"labels\": [\"a\"], \"series\": [{\"values\": "
        "[-1]}]}",
        "{\"kind\": \"bars\", \"title\": \"T\", \"labels\": [\"a\"], \"series\": [{\"values\": "
        "[1e300]}]}",
        "{\"kind\": \"bars\", \"title\": \"T\", \"labels\": [\"a\"], \"series\": [{\"values\": "
        "[\"1\"]}]}",
    };
    struct arena *a = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) {
        struct fault f = {0};
        char *svg;
        json_t *tree = json_loads(trees[i], 0, NULL);
        assert_non_null(tree);
        if (chart_svg(a, tree, "c1", &svg, &f) != NEVER)
            fail_msg("%s", trees[i]);
        json_decref(tree);
    }
    json_t *tree =
        json_loads(arena_printf(a, "{\"kind\":\"bars\",\"title\":\"T\",%s}", SERIES), 0, NULL);
    char *svg;
    assert_int_equal(chart_svg(a, tree, "c1\"><script>", &svg, NULL), NEVER);
    assert_int_equal(chart_svg(a, tree, "", &svg, NULL), NEVER);
    json_decref(tree);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_named_and_described),
        cmocka_unit_test(draws_each_value_that_is_not_hidden),
        cmocka_unit_test(the_longest_column_is_as_long_as_its_value),
        cmocka_unit_test(no_text_becomes_markup),
        cmocka_unit_test(the_same_tree_gives_the_same_bytes),
        cmocka_unit_test(the_table_has_all_figures),
        cmocka_unit_test(odd_figures_have_a_scale),
        cmocka_unit_test(what_is_not_as_it_should_be_is_refused),
    };
    return cmocka_run_group_tests_name("letters_chart", tests, NULL, NULL);
}
