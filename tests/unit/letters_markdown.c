/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a hostile or merely odd value can do to a letter: nothing. And how the two parts are tidied.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "letters.h"
#include "texts.h"

/* A template with one value, rendered for Markdown and made to HTML. */
static char *html_with(struct arena *a, const char *template, const char *value)
{
    struct mustache *t = NULL;
    struct fault f = {0};
    char *markdown = NULL;
    json_t *view = json_pack("{s:s}", "v", value);

    assert_int_equal(mustache_parse(a, "t", template, &t, &f), DONE);
    assert_int_equal(
        mustache_render(a, t, view, ESCAPE_MARKDOWN, NULL, NULL, 1 << 16, &markdown, &f), DONE);
    json_decref(view);
    return markdown_html(a, markdown);
}

/* In "Sa: {{v}} slut", whatever v is, its characters and nothing else are seen. */
static const struct {
    const char *value, *seen;
} attacks[] = {
    {"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
    {"<img src=x onerror=y>", "&lt;img src=x onerror=y&gt;"},
    {"<!-- göm -->", "&lt;!-- göm --&gt;"},
    {"[klicka](javascript:alert(1))", "[klicka](javascript:alert(1))"},
    {"[klicka](https://ond.example)", "[klicka](https://ond.example)"},
    {"![bild](https://ond.example/p.png)", "![bild](https://ond.example/p.png)"},
    {"<https://ond.example>", "&lt;https://ond.example&gt;"},
    {"<a@ond.example>", "&lt;a@ond.example&gt;"},
    {"*fet* **fetare** _em_ __em__", "*fet* **fetare** _em_ __em__"},
    {"`kod` ``kod``", "`kod` ``kod``"},
    {"&lt;b&gt; &amp; &#60;", "&amp;lt;b&amp;gt; &amp;amp; &amp;#60;"},
    {"\\<b\\> \\", "\\&lt;b\\&gt; \\"},
    {"a\n# rubrik", "a<br />\n# rubrik"},
    {"a\n===", "a<br />\n==="},
    {"a\n---", "a<br />\n---"},
    {"a\n- punkt\n* punkt\n+ punkt", "a<br />\n- punkt<br />\n* punkt<br />\n+ punkt"},
    {"a\n1. ett\n2) två", "a<br />\n1. ett<br />\n2) två"},
    {"a\n> citat", "a<br />\n&gt; citat"},
    {"a\n    kod\n\tkod", "a<br />\nkod<br />\nkod"},
    {"a\n```\nkod\n```", "a<br />\n```<br />\nkod<br />\n```"},
    {"a\n\n\nb", "a<br />\nb"},
    {"a\r\nb\r\n", "a<br />\nb"},
    {"a\n[x]: https://ond.example\n[x]", "a<br />\n[x]: https://ond.example<br />\n[x]"},
    {"a\x01\x1b[31m\x7f"
     "b",
     "a[31mb"},
    {"{{v}} {{{v}}}", "{{v}} {{{v}}}"},
    {"a\n\x01\nb", "a<br />\nb"},
    {"a\n\x0b\t\tkod", "a<br />\nkod"},
    {"\n \n", ""},
};

static void no_value_becomes_markup(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        struct arena *a = arena_new();
        const char *html = html_with(a, "Sa: {{v}} slut.\n", attacks[i].value);
        const char *expected = arena_printf(a, "<p>Sa: %s slut.</p>\n", attacks[i].seen);
        assert_string_equal(html, expected);
        const char *item = html_with(a, "- {{v}}x\n- y\n", attacks[i].value);
        expected = arena_printf(a, "<ul>\n<li>%sx</li>\n<li>y</li>\n</ul>\n", attacks[i].seen);
        /* At the start of an item a blank line ends nothing: the item keeps its lines. */
        assert_string_equal(item, expected);
        arena_free(&a);
    }
}

static void a_value_on_its_own_lines_keeps_paragraphs(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    assert_string_equal(html_with(a, "Hej\n\n{{v}}\n\nslut\n", "\n  ett\n två\n\n\n    tre <b>\n"),
                        "<p>Hej</p>\n<p>ett<br />\ntvå</p>\n<p>tre &lt;b&gt;</p>\n<p>slut</p>\n");
    arena_free(&a);
}

static void an_address_with_a_line_to_itself_is_a_link(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    assert_string_equal(html_with(a, "Här:\n{{v}}\nslut\n", "https://a.example/svar/x?y=1&z=_2_"),
                        "<p>Här:<br />\n<a href=\"https://a.example/svar/x?y=1&amp;z=_2_\">"
                        "https://a.example/svar/x?y=1&amp;z=_2_</a><br />\nslut</p>\n");
    assert_string_equal(html_with(a, "{{v}}/halsa\n", "http://127.0.0.1:8080"),
                        "<p><a href=\"http://127.0.0.1:8080/halsa\">http://127.0.0.1:8080/halsa</a>"
                        "</p>\n");
    assert_string_equal(html_with(a, "{{v}}\n", "hej@example.org"),
                        "<p><a href=\"mailto:hej@example.org\">hej@example.org</a></p>\n");
    arena_free(&a);
}

static void other_addresses_are_no_links(void **state)
{
    static const char *const values[] = {
        "javascript:alert(1)",   "data:text/html,x",    "ftp://a.example",
        "https://a.example x",   "https://å.example",   "se https://a.example",
        "https://a.example/\"x", "hej@example.org och",
    };

    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct arena *a = arena_new();
        assert_null(strstr(html_with(a, "{{v}}\n", values[i]), "<a "));
        arena_free(&a);
    }
}

/* Markdown that staff wrote, with what they may have pasted into it. */
static const struct {
    const char *markdown, *html;
} own_words[] = {
    {"<script>x</script>\n", "<!-- raw HTML omitted -->\n"},
    {"a <b onclick=x>b</b>\n", "<p>a <!-- raw HTML omitted -->b<!-- raw HTML omitted --></p>\n"},
    {"[x](javascript:alert)\n", "<p><a href=\"\">x</a></p>\n"},
    {"[x](data:text/html,y)\n", "<p><a href=\"\">x</a></p>\n"},
    {"[x](https://a.example)\n", "<p><a href=\"https://a.example\">x</a></p>\n"},
    {"![en *bild* här](https://a.example/p.png)\n", "<p>en <em>bild</em> här</p>\n"},
    {"![a ![b](x) c](y) d\n", "<p>a b c d</p>\n"},
    {"[![b](x)](https://a.example)\n", "<p><a href=\"https://a.example\">b</a></p>\n"},
    {"[https://a.example](https://b.example)\n",
     "<p><a href=\"https://b.example\">https://a.example</a></p>\n"},
    {"*a*\nb\n", "<p><em>a</em><br />\nb</p>\n"},
    {"*a*https://a.example\n", "<p><em>a</em>https://a.example</p>\n"},
    {"https://a.example*a*\n", "<p>https://a.example<em>a</em></p>\n"},
};

static void pasted_html_and_images_are_left_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof own_words / sizeof *own_words; i++) {
        struct arena *a = arena_new();
        assert_string_equal(markdown_html(a, own_words[i].markdown), own_words[i].html);
        arena_free(&a);
    }
}

static void a_subject_is_one_line(void **state)
{
    struct arena *a = arena_new();
    char *longer = arena_alloc(a, 4001);

    (void)state;
    assert_string_equal(plain_line(a, " \n a\r\nBcc: b\t\tc \x01 "), "a Bcc: b c");
    assert_string_equal(plain_line(a, ""), "");
    for (int i = 0; i < 1000; i++)
        strcpy(longer + i * 4, "åå");
    assert_true(strlen(plain_line(a, longer)) < 400);
    arena_free(&a);
}

static void a_text_part_is_tidy(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    assert_string_equal(plain_text(a, "\n\n a  \r\n\n \t\n\nb\tc\x07\nd"), " a\n\nb c\nd\n");
    assert_string_equal(plain_text(a, " \n\n"), "");
    assert_string_equal(plain_text(a, "x"), "x\n");
    arena_free(&a);
}

static size_t longest_line(const char *text)
{
    size_t longest = 0;

    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        longest = len > longest ? len : longest;
        text += len + (text[len] == '\n');
    }
    return longest;
}

/* Six thousand bytes of a piece, folded as text and, between tags, as HTML. */
static void check_folding(const char *piece)
{
    struct arena *a = arena_new();
    char *line = arena_alloc(a, 6001 + strlen(piece));

    while (strlen(line) < 6000)
        strcat(line, piece);
    char *text = plain_text(a, line);
    char *html = folded_html(a, arena_printf(a, "<p title=\"a b\">%s</p>\n", line));
    assert_in_range(longest_line(text), 400, LINE_BYTES);
    assert_in_range(longest_line(html), 400, LINE_BYTES + 8);
    assert_non_null(strstr(html, "<p title=\"a b\">"));
    assert_non_null(strstr(html, "</p>\n"));
    arena_free(&a);
}

static void long_lines_are_broken(void **state)
{
    struct arena *a = arena_new();

    (void)state;
    check_folding("ord ");
    check_folding("å");
    check_folding("x");
    check_folding("&amp;");
    check_folding("€");
    check_folding("mycket_långt_ord_utan_mellanrum");
    assert_string_equal(folded_html(a, "a\n\nb"), "a\n\nb");
    arena_free(&a);
}

static void entities_and_letters_stay_whole(void **state)
{
    struct arena *a = arena_new();
    char *line = arena_alloc(a, 6001);

    (void)state;
    for (int i = 0; i < 1000; i++)
        strcpy(line + i * 5, "&lt;");
    for (int i = 0; i < 1000; i++)
        line[i * 5 + 4] = 'x';
    char *html = folded_html(a, line);
    for (char *c = html; (c = strchr(c, '&')) != NULL; c++)
        assert_memory_equal(c, "&lt;", 4);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_value_becomes_markup),
        cmocka_unit_test(a_value_on_its_own_lines_keeps_paragraphs),
        cmocka_unit_test(an_address_with_a_line_to_itself_is_a_link),
        cmocka_unit_test(other_addresses_are_no_links),
        cmocka_unit_test(pasted_html_and_images_are_left_out),
        cmocka_unit_test(a_subject_is_one_line),
        cmocka_unit_test(a_text_part_is_tidy),
        cmocka_unit_test(long_lines_are_broken),
        cmocka_unit_test(entities_and_letters_stay_whole),
    };

    return cmocka_run_group_tests_name("letters_markdown", tests, NULL, NULL);
}
