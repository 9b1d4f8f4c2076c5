/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What staff wrote, laid over what is shipped: what it changes, what it leaves, and what is
 * refused, by place and reason.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "letters.h"

static struct shelf *shipped;
static struct arena *arena;
static struct buffer told;

static void note(void *context, const char *line)
{
    (void)context;
    buffer_printf(&told, "%s\n", line);
}

static int set_up(void **state)
{
    (void)state;
    struct fault f;
    arena = arena_new();
    buffer_init(&told, 1 << 16);
    return shelf_open("config", note, NULL, &shipped, &f) == DONE ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    shelf_free(&shipped);
    buffer_free(&told);
    arena_free(&arena);
    return 0;
}

static struct shelf *lay(const char *name, const char *text)
{
    struct shelf_change change = {name, text, name};
    struct shelf *s = NULL;
    struct fault f = {0};
    buffer_clear(&told);
    if (shelf_over(shipped, &change, 1, note, NULL, &s, &f) != DONE)
        fail_msg("%s: %s", f.text, buffer_text(&told));
    return s;
}

/* The text is refused, and exactly this was told. */
static void refused(const char *name, const char *text, const char *words)
{
    struct shelf_change change = {name, text, name};
    struct shelf *s = NULL;
    struct fault f = {0};
    buffer_clear(&told);
    assert_int_equal(shelf_over(shipped, &change, 1, note, NULL, &s, &f), NEVER);
    assert_int_equal(f.code, EXIT_DATA);
    assert_null(s);
    assert_string_equal(buffer_text(&told), words);
}

static struct letter_texts make(const struct shelf *s, const char *language)
{
    struct letter_texts texts = {0};
    struct fault f = {0};
    json_t *view =
        json_loads("{\"library\":{\"name\":\"Biblioteket\",\"address\":\"b@example.org\"}"
                   ",\"recipient\":{\"first_name\":\"Anna\"},\"code\":\"123456\"}",
                   0, NULL);
    if (letter_make(arena, s, language, "code", view, NULL, &texts, &f) != DONE)
        fail_msg("%s", f.text);
    json_decref(view);
    return texts;
}

static void a_new_wording_goes_before_the_shipped_one(void **state)
{
    (void)state;
    struct shelf *s =
        lay("letters/sv/code.md", "Subject: Kod\n\n{{>greeting}}\nHär: {{code}}, varsågod.\n");
    assert_string_equal(make(s, "sv").text, "Hej Anna!\nHär: 123456, varsågod.\n");
    assert_string_equal(make(s, "sv").subject, "Kod");
    assert_non_null(strstr(make(s, "en").text, "123456"));
    assert_string_equal(make(s, "en").text, make(shipped, "en").text);
    assert_string_equal(shelf_text(s, "letters/sv/code.md"),
                        "Subject: Kod\n\n{{>greeting}}\nHär: {{code}}, varsågod.\n");
    assert_null(strstr(make(shipped, "sv").text, "varsågod"));
    shelf_free(&s);
}

static void only_what_was_changed_has_another_version(void **state)
{
    (void)state;
    struct shelf *s = lay("letters/sv/code.md", "Subject: Kod\n\n{{code}}\n");
    assert_string_not_equal(shelf_version(s, "sv", "code"), shelf_version(shipped, "sv", "code"));
    assert_string_equal(shelf_version(s, "en", "code"), shelf_version(shipped, "en", "code"));
    assert_string_equal(shelf_version(s, "sv", "declined"),
                        shelf_version(shipped, "sv", "declined"));
    shelf_free(&s);
    s = lay("letters/sv/partials/greeting.md", "God dag!\n");
    assert_string_not_equal(shelf_version(s, "sv", "code"), shelf_version(shipped, "sv", "code"));
    assert_string_equal(shelf_version(s, "en", "code"), shelf_version(shipped, "en", "code"));
    assert_true(strncmp(make(s, "sv").text, "God dag!\n", 9) == 0);
    shelf_free(&s);
}

static void advice_and_pages_of_text_can_be_changed(void **state)
{
    (void)state;
    struct shelf *s = lay("advice/sv/ersattning.md", "{{>greeting}}\n\nFråga oss.\n");
    assert_string_equal(shelf_advice(s, "sv", "ersattning"), "{{>greeting}}\n\nFråga oss.\n");
    shelf_free(&s);
    s = lay("pages/tillganglighet.html", "<article><h1>Hej &amp; välkommen</h1><br></article>\n");
    char *html = NULL;
    struct fault f;
    json_t *view = json_object();
    assert_int_equal(page_render(arena, s, "frame", "tillganglighet", view, &html, &f), DONE);
    json_decref(view);
    assert_non_null(strstr(html, "<h1>Hej &amp; välkommen</h1>"));
    shelf_free(&s);
}

static void what_cannot_be_read_is_refused_by_its_line(void **state)
{
    (void)state;
    refused("letters/sv/code.md", "Subject: Kod\n\nHej\n{{#code}}\n",
            "letters/sv/code.md:4: the section 'code' is not closed\n");
    refused("letters/sv/code.md", "Hej {{code}}\n",
            "letters/sv/code.md:1: the first line is no subject; expected 'Subject: …' and then "
            "the letter\n");
    refused("letters/sv/code.md", "Subject: Kod\n\n{{code}}\n{{>hej}}\n",
            "letters/sv/code.md:4: there is no partial 'hej' in the folder partials/\n");
}

static void a_field_that_there_is_not_is_refused(void **state)
{
    (void)state;
    refused("letters/sv/code.md", "Subject: Kod\n\n{{code}}\n\n{{nam}}\n",
            "letters/sv/code.md:5: there is no field 'nam'\n");
    refused("letters/en/partials/greeting.md", "Hi {{#nam}}x{{/nam}}!\n",
            "letters/en/partials/greeting.md:1: there is no field 'nam'\n");
    refused("pages/home.html", "<p>{{nam}}</p>\n", "pages/home.html:1: there is no field 'nam'\n");
}

static void a_letter_that_could_have_a_hole_is_refused(void **state)
{
    (void)state;
    refused("letters/sv/code.md", "Subject: Kod\n\n{{code}}\n\n{{when_open}}\n",
            "letters/sv/code.md:5: this letter may lack the field 'when_open'; expected it in a "
            "section of its own\n");
    struct shelf *s =
        lay("letters/sv/code.md", "Subject: Kod\n\n{{code}}\n{{#when_open}}\nx\n{{/when_open}}\n");
    shelf_free(&s);
}

static void a_link_or_code_may_not_get_lost(void **state)
{
    (void)state;
    refused("letters/sv/code.md", "Subject: Kod\n\nHej!\n",
            "letters/sv/code.md:1: the letter lacks the field 'code', which its reader needs\n");
    refused("letters/sv-lattlast/connected_unit.md", "Subject: Nu\n\nHej!\n",
            "letters/sv-lattlast/connected_unit.md:1: the letter lacks the field 'link', which its "
            "reader needs\n");
}

static void forms_frames_and_styles_are_the_files_own(void **state)
{
    (void)state;
    static const char *const fixed[] = {"pages/forfragan.html",
                                        "pages/frame.html",
                                        "pages/partials/field.html",
                                        "pages/style.css",
                                        "letters/frame.html",
                                        "letters/sv/finnsinte.md",
                                        "../levande.ini",
                                        ""};
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) {
        assert_false(shelf_may_change(shipped, fixed[i]));
        char *words = arena_printf(arena, "%s:1: this is no text that may be changed\n", fixed[i]);
        refused(fixed[i], "x\n", words);
    }
    assert_true(shelf_may_change(shipped, "pages/home.html"));
    assert_true(shelf_may_change(shipped, "letters/sv/partials/signature.md"));
}

static void a_page_that_acts_or_is_broken_is_refused(void **state)
{
    (void)state;
    static const char *const pages[][2] = {
        {"<p>Hej\n<script>x</script></p>", "2: a page of text takes no tag 'script'"},
        {"<p style=\"color:red\">x</p>", "1: a page takes no attribute 'style'"},
        {"<p>\n<a href=\"/\" onclick=\"x()\">x</a></p>", "2: a page takes no attribute 'on…'"},
        {"<a href=\"javascript:x\">x</a>", "1: a page takes no address 'javascript: / data:'"},
        {"<img src=\"https://ond.example/x.png\" alt=\"\">",
         "1: a page fetches nothing from elsewhere; it holds 'src'"},
        {"<div>\n<p>x</div>", "2: this tag closes none that is open: 'div'"},
        {"\n<section><p>x</p>", "2: this tag is never closed: 'section'"},
        {"3 < 4", "1: this is no tag; a lone < is written &lt;: '< 4'"},
        {"<!-- x -->", "1: a comment is written {{! … }}, not '<!--'"},
        {"<form action=\"/\"></form>", "1: a page of text takes no tag 'form'"},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        refused("pages/home.html", pages[i][0],
                arena_printf(arena, "pages/home.html:%s\n", pages[i][1]));
}

static void count_one(void *context, const char *name, const char *text, bool changeable)
{
    size_t *counts = context;
    assert_string_equal(shelf_text(shipped, name) ? shelf_text(shipped, name) : text, text);
    assert_true(!changeable || shelf_may_change(shipped, name));
    counts[changeable]++;
}

static void each_file_is_shown_once(void **state)
{
    (void)state;
    size_t counts[2] = {0, 0}, letters = 0;
    while (letter_names[letters])
        letters++;
    shelf_each(shipped, count_one, counts);
    assert_true(counts[1] >= 3 * letters + 6);
    assert_true(counts[0] >= 1);
}

/* What is shipped passes its own measure, each text laid over itself. */
static void lay_itself(void *context, const char *name, const char *text, bool changeable)
{
    (void)context;
    if (!changeable)
        return;
    struct shelf *s = lay(name, text);
    shelf_free(&s);
}

static void what_is_shipped_may_be_saved_as_it_is(void **state)
{
    (void)state;
    shelf_each(shipped, lay_itself, NULL);
}

#define TEST(name) cmocka_unit_test(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_wording_goes_before_the_shipped_one),
        TEST(only_what_was_changed_has_another_version),
        TEST(advice_and_pages_of_text_can_be_changed),
        TEST(what_cannot_be_read_is_refused_by_its_line),
        TEST(a_field_that_there_is_not_is_refused),
        TEST(a_letter_that_could_have_a_hole_is_refused),
        TEST(a_link_or_code_may_not_get_lost),
        TEST(forms_frames_and_styles_are_the_files_own),
        TEST(a_page_that_acts_or_is_broken_is_refused),
        TEST(each_file_is_shown_once),
        TEST(what_is_shipped_may_be_saved_as_it_is),
    };
    return cmocka_run_group_tests_name("letters_over", tests, set_up, tear_down);
}
