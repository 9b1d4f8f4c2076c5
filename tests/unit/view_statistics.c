/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Which groups are hidden: that no small one is shown, that none can be worked out from the total,
 * and that no more are hidden than it takes; the CSV and the report that come of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "letters/document.h"
#include "view/statistics.h"

enum { MOST = 8 };

struct groups {
    struct tally list[MOST];
    size_t count;
    bool whole;
};

/* "12 3 0" */
static struct groups hidden(const char *numbers)
{
    struct groups g = {0};
    for (char *end; *numbers; numbers = *end ? end + 1 : end)
        g.list[g.count++] =
            (struct tally){.key = "k", .label = "l", .n = strtol(numbers, &end, 10)};
    g.whole = statistics_hide(g.list, g.count);
    return g;
}

/* As a text, with '-' for each group that is hidden, and '!' where the total is too. */
static void assert_hidden(const char *numbers, const char *wanted)
{
    struct groups g = hidden(numbers);
    char said[128] = "";
    for (size_t i = 0; i < g.count; i++)
        snprintf(said + strlen(said), sizeof said - strlen(said), g.list[i].hidden ? "%s-" : "%s%d",
                 i > 0 ? " " : "", (int)g.list[i].n);
    if (!g.whole)
        strcat(said, " !");
    assert_string_equal(said, wanted);
}

static void a_small_group_takes_another_with_it(void **state)
{
    (void)state;
    assert_hidden("12 7 5", "12 7 5");
    assert_hidden("12 0 5", "12 0 5");
    assert_hidden("12 7 3", "12 - -");
    assert_hidden("12 5 7 1", "12 - 7 -");
    assert_hidden("12 4 4", "12 - -");
    assert_hidden("20 4 3 2", "20 - - -");
}

static void what_is_left_open_holds_five(void **state)
{
    (void)state;
    /* Two of one each: their sum, two, would tell both. */
    assert_hidden("12 9 1 1", "12 - - -");
    assert_hidden("12 1 1 1 1", "- - - - -");
    assert_hidden("12 9 1 4", "12 9 - -");
}

static void where_nothing_else_is_there_the_total_goes_too(void **state)
{
    (void)state;
    assert_hidden("3", "- !");
    assert_hidden("3 0", "- - !");
    assert_hidden("1 2 0", "- - - !");
    assert_hidden("0 0", "0 0");
    assert_hidden("", "");
    assert_hidden("7 0 3", "- 0 -");
}

/* Every way in which the hidden groups may share their sum: more than one must fit each. */
static bool is_open(const struct groups *g)
{
    int64_t sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < g->count; i++) {
        sum += g->list[i].hidden ? g->list[i].n : 0;
        n += g->list[i].hidden;
    }
    return n == 0 || (n >= 2 && sum >= STATISTICS_LEAST);
}

static void no_distribution_gives_a_small_group_away(void **state)
{
    (void)state;
    for (int code = 0; code < 9 * 9 * 9 * 9; code++) {
        struct groups g = {.count = 4};
        for (int i = 0, rest = code; i < 4; i++, rest /= 9)
            g.list[i] = (struct tally){.key = "k", .label = "l", .n = rest % 9};
        g.whole = statistics_hide(g.list, g.count);
        for (size_t i = 0; i < g.count; i++)
            assert_true(g.list[i].hidden || g.list[i].n == 0 || g.list[i].n >= STATISTICS_LEAST);
        assert_true(!g.whole || is_open(&g));
    }
}

/* ---- CSV and report ---- */

static const char TREE[] =
    "{\"period\": {\"from\": \"2027-01-01\", \"to\": \"2027-12-31\"}, \"hidden_under\": 5,"
    " \"requests\": {\"total\": 1240, \"by_unit\": [{\"key\": \"=1+1\", \"label\": \"=1+1; <b>\","
    " \"n\": null}, {\"key\": \"viken\", \"label\": \"Viken\", \"n\": 7}]},"
    " \"fill\": {\"total\": 40, \"filled\": 30, \"rate\": 0.75, \"places\": 60, \"taken\": 50},"
    " \"times\": {\"filled\": {\"n\": 30, \"median_days\": 2.5, \"p90_days\": 9.0}}}";

static void csv_has_a_line_a_figure_and_no_formula(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    json_t *tree = json_loads(TREE, 0, NULL);
    const char *csv = view_statistics_csv(a, tree);
    assert_true(text_starts(csv, "\xEF\xBB\xBF"
                                 "figure;key;label;value\r\n"));
    assert_non_null(strstr(csv, "\r\nrequests.total;\"\";\"\";1240\r\n"));
    assert_non_null(strstr(csv, "\r\nrequests.by_unit.n;\"'=1+1\";\"'=1+1; <b>\";..\r\n"));
    assert_non_null(strstr(csv, "\r\nrequests.by_unit.n;\"viken\";\"Viken\";7\r\n"));
    assert_non_null(strstr(csv, "\r\ntimes.filled.median_days;\"\";\"\";2,5\r\n"));
    assert_non_null(strstr(csv, "\r\nfill.rate;\"\";\"\";0,75\r\n"));
    json_decref(tree);
    arena_free(&a);
}

static void the_report_is_a_page_and_a_paper(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct fault f = {0};
    struct settings settings = {.library = {.name = "Levande <bibliotek>", .region = "Region X"}};
    struct house house = {.settings = &settings};
    json_t *tree = json_loads(TREE, 0, NULL);
    json_t *report = view_statistics_report(a, &house, tree);
    char *html, *pdf;
    size_t len;
    assert_non_null(report);
    if (document_html(a, report, &html, &f) != DONE || document_make(a, report, 0, &pdf, &len, &f))
        fail_msg("%s", f.text);
    assert_non_null(strstr(html, "<html lang=\"sv\">"));
    assert_non_null(strstr(html, "<h1>Levande &lt;bibliotek&gt; i siffror</h1>"));
    assert_non_null(strstr(html, "1\u00a0240 förfrågningar"));
    assert_non_null(strstr(html, "<th scope=\"row\">=1+1; &lt;b&gt;</th><td class=\"right\">..<"));
    assert_non_null(strstr(html, "75\u00a0% tillsatta"));
    assert_null(strstr(html, "<b>"));
    assert_memory_equal(pdf, "%PDF-", 5);
    json_decref(report);
    json_decref(tree);
    arena_free(&a);
}

static void an_unknown_block_makes_no_page(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct fault f = {0};
    char *html;
    json_t *tree = json_loads("{\"title\": \"x\", \"blocks\": [{\"type\": \"link\"}]}", 0, NULL);
    assert_int_equal(document_html(a, tree, &html, &f), NEVER);
    assert_string_equal(f.text, "block 1: there is no type \"link\"");
    json_decref(tree);
    arena_free(&a);
}

static void every_block_becomes_html(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct fault f = {0};
    char *html = NULL;
    json_t *tree = json_loads(
        "{\"title\": \"x\", \"lang\": \"en\", \"blocks\": [{\"type\": \"quote\", \"text\": "
        "\"a\\nb\"},"
        "{\"type\": \"list\", \"ordered\": true, \"items\": [\"one\", {\"spans\": [{\"text\": "
        "\"two\","
        " \"link\": \"https://example.org/\", \"strong\": true}], \"items\": [\"below\"]}]},"
        "{\"type\": \"pairs\", \"rows\": [{\"label\": \"l\", \"value\": \"v\"}]},"
        "{\"type\": \"signature\", \"parties\": [{\"role\": \"Unit\", \"name\": \"Eva\"}]},"
        "{\"type\": \"address\", \"from\": [\"x\"], \"to\": [\"y\", \"z\"], \"date\": \"d\"},"
        "{\"type\": \"paragraph\", \"spans\": [{\"text\": \"bad\", \"link\": \"javascript:a()\"}]},"
        "{\"type\": \"rule\"}, {\"type\": \"page\"}]}",
        0, NULL);
    assert_non_null(tree);
    if (document_html(a, tree, &html, &f) != DONE)
        fail_msg("%s", f.text);
    assert_non_null(strstr(html, "<blockquote><p>a<br>b</p></blockquote>"));
    assert_non_null(strstr(html, "<ol>\n<li>one</li>\n<li><a href=\"https://example.org/\">"
                                 "<strong>two</strong></a><ul>\n<li>below</li>\n</ul>\n</li>"));
    assert_non_null(strstr(html, "<dt>l</dt>\n<dd>v</dd>"));
    assert_non_null(strstr(html, "<dt>Unit</dt>\n<dd>Eva<br>___"));
    assert_non_null(strstr(html, "<p>y<br>z</p>"));
    assert_null(strstr(html, "javascript:"));
    json_decref(tree);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_group_takes_another_with_it),
        cmocka_unit_test(what_is_left_open_holds_five),
        cmocka_unit_test(where_nothing_else_is_there_the_total_goes_too),
        cmocka_unit_test(no_distribution_gives_a_small_group_away),
        cmocka_unit_test(csv_has_a_line_a_figure_and_no_formula),
        cmocka_unit_test(the_report_is_a_page_and_a_paper),
        cmocka_unit_test(an_unknown_block_makes_no_page),
        cmocka_unit_test(every_block_becomes_html),
    };
    return cmocka_run_group_tests_name("view_statistics", tests, NULL, NULL);
}
