/* SPDX-License-Identifier: EUPL-1.2 */
/* HTML to text: what a reader of the page sees, and nothing else; and never slowly. */
#include "mime_mail.h"

#include "base/clock.h"

static void gives(void **state, const char *html, const char *text)
{
    assert_string_equal(mime_html_to_text(*state, html, strlen(html), 100000), text);
}

static void makes_lines_of_blocks(void **state)
{
    gives(state, "<p>Hej</p><p>Vi söker\n två</p>", "Hej\n\nVi söker två");
    gives(state, "<div>a</div><div>b<br>c<br><br>d</div>", "a\nb\nc\n\nd");
    gives(state, "<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal>b</p>", "a\nb");
    gives(
        state,
        "<p class=MsoNormal>a</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>b</p>",
        "a\n\nb");
    gives(state, "<h1>Rubrik</h1>text<hr>mer",
          "Rubrik\ntext\n________________________________\nmer");
    gives(state, "<ul><li>ett</li><li>två</ul>", "- ett\n- två");
    gives(state, "<pre>a\n  b</pre>", "a\n  b");
}

static void makes_rows_of_tables(void **state)
{
    gives(state,
          "<table><tr><td>Datum</td><td>8 "
          "april</td></tr><tr><th>Plats</th><td>Borås</td></tr></table>",
          "Datum\t8 april\nPlats\tBorås");
    gives(state, "<table><tr><td><p>Datum</p></td><td><p>8 april</p></td></tr></table>",
          "Datum\t8 april");
}

static void reads_character_references(void **state)
{
    gives(state, "&aring;&auml;&ouml;&Aring; &amp;lt; &#229;&#xE5; &euro;&#150;&#0;",
          "åäöÅ &lt; åå €–\xEF\xBF\xBD");
    gives(state, "a & b &okänd; &aring", "a & b &okänd; å");
    gives(state, "patient&shy;f&ouml;retr&auml;dare 8&nbsp;april", "patientföreträdare 8 april");
}

static void leaves_out_what_is_not_seen(void **state)
{
    gives(state, "<head><title>T</title><style>p{}</style></head><script>if(a<b)</script>syns",
          "syns");
    gives(state,
          "<!-- dolt --><!--[if mso]><p>x</p><![endif]-->a<span style='display: none'>dolt</span>b",
          "ab");
    gives(state, "<div style=\"mso-hide:all\"><div>x</div>y</div>kvar", "kvar");
    gives(state, "<div hidden>x</div>kvar", "kvar");
    gives(state, "<div style='display:none'>allt är dolt</div>", "allt är dolt");
}

static void keeps_addresses_of_links(void **state)
{
    gives(state, "<a href=\"https://example.org/a?b=1&amp;c=2\">Anmäl</a>",
          "Anmäl <https://example.org/a?b=1&c=2>");
    gives(state, "<a href=\"https://example.org/\">example.org</a>", "example.org");
    gives(state, "<a href='mailto:lisa@vard.example'>lisa@vard.example</a>", "lisa@vard.example");
    gives(state, "<a href='javascript:alert(1)'>x</a>", "x");
}

static void marks_quoted_mail(void **state)
{
    gives(state, "Ja<blockquote type=cite><p>Hej</p><p>du</p></blockquote>slut",
          "Ja\n> Hej\n>\n> du\nslut");
    gives(state, "a<blockquote>indraget</blockquote>", "a\nindraget");
}

static void takes_broken_markup_as_it_comes(void **state)
{
    gives(state, "3 < 4 och 5 <6", "3 < 4 och 5 <6");
    gives(state, "<p title=\"a>b\">text", "text");
    gives(state, "<p title=\"oavslutad>text<b>mer</b>", "textmer");
    gives(state, "</p></div></blockquote>a<", "a<");
    gives(state, "sm\xF6r", "sm\xEF\xBF\xBDr");
}

static void keeps_to_its_bound(void **state)
{
    char *text = mime_html_to_text(*state, "ååååå", 10, 5);
    assert_string_equal(text, "åå");
}

/* Each of these has stopped a mail system: four megabytes must take well under a second or two. */
static void is_linear(void **state)
{
    static const char *const pieces[] = {"<",
                                         "<a ",
                                         "<a b=\">",
                                         "&",
                                         "<!--",
                                         "<div>",
                                         "</div>",
                                         "<a href='http://e.example/'>x",
                                         "<blockquote type=cite>",
                                         "<style>",
                                         "<td>"};
    enum { BYTES = 1 << 22 };
    char *html = arena_alloc(*state, BYTES + 64);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t len = strlen(pieces[i]), n = 0;
        for (; n + len < BYTES; n += len)
            memcpy(html + n, pieces[i], len);
        int64_t start = clock_ticks();
        mime_html_to_text(*state, html, n, 1 << 20);
        assert_true(clock_ticks() - start < 4000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(makes_lines_of_blocks),
        TEST(makes_rows_of_tables),
        TEST(reads_character_references),
        TEST(leaves_out_what_is_not_seen),
        TEST(keeps_addresses_of_links),
        TEST(marks_quoted_mail),
        TEST(takes_broken_markup_as_it_comes),
        TEST(keeps_to_its_bound),
        TEST(is_linear),
    };
    return cmocka_run_group_tests_name("mime_html", tests, NULL, NULL);
}
