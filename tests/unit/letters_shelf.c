/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The shelf: what is wrong in a folder of templates is told with file and line, all of it at once.
 *
 * Each case copies nothing from config/: it writes a small, whole shelf of its own and breaks one
 * thing in it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/file.h"
#include "letters.h"

static const char *const languages[] = {"sv", "sv-lattlast", "en"};

struct desk {
    struct arena *arena;
    char folder[32];
    struct buffer told; /* the faults, one a line, without the folder's name */
};

static const char *path_of(struct desk *d, const char *name)
{
    return arena_printf(d->arena, "%s/%s", d->folder, name);
}

static void put(struct desk *d, const char *name, const char *text)
{
    char *path = arena_strdup(d->arena, path_of(d, name));
    struct fault f;

    *strrchr(path, '/') = '\0';
    assert_int_equal(file_mkdirs(path, 0700, &f), DONE);
    assert_int_equal(file_write(path_of(d, name), text, strlen(text), 0600, &f), DONE);
}

static void put_letter(struct desk *d, const char *language, const char *name, const char *text)
{
    put(d, arena_printf(d->arena, "letters/%s/%s.md", language, name), text);
}

static int set_up(void **state)
{
    struct desk *d = calloc(1, sizeof *d);

    d->arena = arena_new();
    buffer_init(&d->told, 1 << 16);
    strcpy(d->folder, "/tmp/shelf-XXXXXX");
    if (mkdtemp(d->folder) == NULL)
        return -1;
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        for (const char *const *name = letter_names; *name != NULL; name++)
            put_letter(d, languages[i], *name, "Subject: Hej\n\nHej {{name}}.\n");
    put(d, "letters/frame.html", "<html lang=\"{{lang}}\">{{title}}|{{{body}}}</html>\n");
    put(d, "pages/frame.html", "<title>{{title}}</title>\n{{>content}}\n");
    put(d, "pages/home.html", "<p>{{library.name}}</p>\n");
    *state = d;
    return 0;
}

static int tear_down(void **state)
{
    struct desk *d = *state;
    char *command = arena_printf(d->arena, "rm -rf '%s'", d->folder);
    int removed = system(command);

    buffer_free(&d->told);
    arena_free(&d->arena);
    free(d);
    return removed;
}

static void note(void *context, const char *line)
{
    struct desk *d = context;

    buffer_printf(&d->told, "%s\n", line + strlen(d->folder) + 1);
}

/* Opens the shelf; what was told is exactly this. */
static void expect_faults(struct desk *d, const char *told)
{
    struct shelf *s = NULL;
    struct fault f = {0};

    assert_int_equal(shelf_open(d->folder, note, d, &s, &f), NEVER);
    assert_int_equal(f.code, EXIT_CONFIG);
    assert_null(s);
    assert_string_equal(buffer_text(&d->told), told);
}

static void expect_fault_part(struct desk *d, const char *part)
{
    struct shelf *s = NULL;

    assert_int_equal(shelf_open(d->folder, note, d, &s, NULL), NEVER);
    if (strstr(buffer_text(&d->told), part) == NULL)
        fail_msg("'%s' is not in '%s'", part, buffer_text(&d->told));
}

static struct shelf *open_shelf(struct desk *d)
{
    struct shelf *s = NULL;
    struct fault f = {0};

    if (shelf_open(d->folder, note, d, &s, &f) != DONE)
        fail_msg("%s: %s", f.text, buffer_text(&d->told));
    return s;
}

static void a_whole_shelf_opens(void **state)
{
    struct desk *d = *state;
    struct shelf *s = open_shelf(d);

    assert_string_equal(buffer_text(&d->told), "");
    assert_non_null(shelf_text(s, "pages/home.html"));
    shelf_free(&s);
    assert_null(s);
    shelf_free(&s);
}

static void a_letter_without_subject(void **state)
{
    put_letter(*state, "en", "message", "Hello\n");
    expect_faults(*state, "letters/en/message.md:1: the first line is no subject; expected "
                          "'Subject: …' and then the letter\n");
}

static void a_letter_with_an_empty_subject(void **state)
{
    put_letter(*state, "en", "message", "Subject: \n\nHello\n");
    expect_faults(*state, "letters/en/message.md:1: the subject is empty\n");
}

static void a_template_that_does_not_parse(void **state)
{
    put_letter(*state, "sv", "message", "Subject: a\n\nrad tre\n{{#a}}\n");
    expect_faults(*state, "letters/sv/message.md:4: the section 'a' is not closed\n");
}

static void a_subject_that_does_not_parse(void **state)
{
    put_letter(*state, "sv", "message", "Subject: {{a\n\nrad\n");
    expect_faults(*state,
                  "letters/sv/message.md:1: a tag begins with {{ and does not end with }}\n");
}

static void a_partial_that_is_not_there(void **state)
{
    struct desk *d = *state;

    put(d, "letters/sv/partials/there.md", "{{>gone}}\n");
    put_letter(d, "sv", "message", "Subject: a\n\n{{>there}}\n{{>away}}\n");
    expect_faults(d, "letters/sv/message.md:4: there is no partial 'away' in the folder partials/\n"
                     "letters/sv/partials/there.md:1: there is no partial 'gone' in the folder "
                     "partials/\n");
}

/* Texts for advice use the partials of the letters in their language; Swedish steps in. */
static void advice_is_found_by_name_and_looked_through(void **state)
{
    struct desk *d = *state;

    put(d, "letters/sv/partials/there.md", "Hej!\n");
    put(d, "advice/sv/tips.md", "{{>there}}\nPröva.\n");
    put(d, "advice/sv/bara-pa-svenska.md", "Så här.\n");
    put(d, "advice/en/tips.md", "Try.\n");
    struct shelf *s = open_shelf(d);
    assert_string_equal(shelf_advice(s, "sv", "tips"), "{{>there}}\nPröva.\n");
    assert_string_equal(shelf_advice(s, "en", "tips"), "Try.\n");
    assert_string_equal(shelf_advice(s, "en", "bara-pa-svenska"), "Så här.\n");
    assert_string_equal(shelf_advice(s, "sv-lattlast", "tips"), "{{>there}}\nPröva.\n");
    assert_null(shelf_advice(s, "sv", "../letters/sv/message"));
    assert_string_equal(shelf_advice_names(d->arena, s), "bara-pa-svenska, tips");
    shelf_free(&s);
    put(d, "advice/en/tips.md", "{{>there}}\n");
    put(d, "advice/sv/tips.md", "{{#a}}\n");
    expect_faults(d, "advice/sv/tips.md:1: the section 'a' is not closed\n"
                     "advice/en/tips.md:1: there is no partial 'there' in the folder partials/\n");
}

static void a_page_partial_that_is_not_there(void **state)
{
    put(*state, "pages/home.html", "{{>content}}\n");
    expect_faults(*state, "pages/home.html:1: there is no partial 'content' in the folder "
                          "partials/\n");
}

static void a_letter_that_is_not_in_all_languages(void **state)
{
    struct desk *d = *state;

    put_letter(d, "sv", "extra", "Subject: a\n\nb\n");
    put_letter(d, "en", "extra", "Subject: a\n\nb\n");
    expect_faults(d, "letters/sv-lattlast/extra.md:1: there is no such file; expected every letter "
                     "in sv, sv-lattlast and en\n");
}

static void a_needed_letter_that_is_nowhere(void **state)
{
    struct desk *d = *state;

    for (size_t i = 0; i < 3; i++)
        unlink(path_of(d, arena_printf(d->arena, "letters/%s/declined.md", languages[i])));
    expect_faults(d, "letters/sv/declined.md:1: there is no such file; expected every letter in "
                     "sv, sv-lattlast and en\n"
                     "letters/sv-lattlast/declined.md:1: there is no such file; expected every "
                     "letter in sv, sv-lattlast and en\n"
                     "letters/en/declined.md:1: there is no such file; expected every letter in "
                     "sv, sv-lattlast and en\n");
}

static void missing_frames(void **state)
{
    struct desk *d = *state;

    unlink(path_of(d, "pages/frame.html"));
    unlink(path_of(d, "letters/frame.html"));
    expect_fault_part(d, "pages/frame.html:1: there is no such file");
    expect_fault_part(d, "letters/frame.html:1: ");
}

static void frames_without_a_place_for_their_content(void **state)
{
    put(*state, "letters/frame.html", "<html>{{title}}</html>");
    put(*state, "pages/frame.html", "<html>{{title}}</html>");
    expect_faults(*state, "letters/frame.html:1: the frame has no place for the letter; expected "
                          "{{{body}}}\n"
                          "pages/frame.html:1: the frame has no place for the page; expected "
                          "{{>content}}\n");
}

static void text_that_is_not_utf8(void **state)
{
    put_letter(*state, "sv", "message", "Subject: h\xe4j\n\na\n");
    expect_faults(*state, "letters/sv/message.md:1: the file is not text in UTF-8\n");
}

static void all_faults_at_once(void **state)
{
    struct desk *d = *state;
    struct shelf *s = NULL;
    struct fault f = {0};

    put_letter(d, "sv", "message", "Subject: a\n\n{{#a}}\n");
    put_letter(d, "en", "message", "a\n");
    put(d, "pages/home.html", "{{a");
    assert_int_equal(shelf_open(d->folder, note, d, &s, &f), NEVER);
    assert_non_null(strstr(f.text, "3 faults"));
}

static void no_folder_at_all(void **state)
{
    struct fault f = {0};
    struct shelf *s = NULL;

    (void)state;
    assert_int_equal(shelf_open("/nonexistent", NULL, NULL, &s, &f), NEVER);
}

static void other_languages_fall_back_to_swedish(void **state)
{
    struct desk *d = *state;
    struct letter_texts texts;
    json_t *view = json_pack("{s:s}", "name", "Åsa");

    put_letter(d, "fi", "message", "Subject: Moi\n\nMoi {{name}}.\n");
    struct shelf *s = open_shelf(d);
    assert_int_equal(letter_make(d->arena, s, "fi", "message", view, NULL, &texts, NULL), DONE);
    assert_string_equal(texts.text, "Moi Åsa.\n");
    assert_non_null(strstr(texts.html, "<html lang=\"fi\">Moi|<p>Moi Åsa.</p>"));
    assert_int_equal(letter_make(d->arena, s, "fi", "declined", view, NULL, &texts, NULL), DONE);
    assert_string_equal(texts.text, "Hej Åsa.\n");
    assert_int_equal(letter_make(d->arena, s, "xx", "message", view, NULL, &texts, NULL), DONE);
    assert_non_null(strstr(texts.html, "<html lang=\"sv\">"));
    shelf_free(&s);
    json_decref(view);
}

static char *version(struct desk *d, const char *letter)
{
    struct shelf *s = open_shelf(d);
    const char *hash = shelf_version(s, "sv", letter);
    char *copy = arena_strdup(d->arena, hash);

    shelf_free(&s);
    return copy;
}

static void a_version_changes_with_what_it_is_made_of(void **state)
{
    struct desk *d = *state;

    put(d, "letters/sv/partials/end.md", "Hälsningar\n");
    put_letter(d, "sv", "message", "Subject: a\n\nb {{>end}}\n");
    const char *first = version(d, "message"), *other = version(d, "declined");
    assert_int_equal(strlen(first), 64);
    assert_string_equal(version(d, "message"), first);
    put(d, "letters/sv/partials/end.md", "Hej då\n");
    const char *second = version(d, "message");
    assert_string_not_equal(second, first);
    assert_string_equal(version(d, "declined"), other);
    put_letter(d, "sv", "message", "Subject: a\n\nc {{>end}}\n");
    assert_string_not_equal(version(d, "message"), second);
    put(d, "letters/frame.html", "{{{body}}}");
    assert_string_not_equal(version(d, "declined"), other);
    assert_null(version(d, "nosuch"));
}

static void pages_lie_in_their_frame(void **state)
{
    struct desk *d = *state;
    struct fault f = {0};
    char *html = NULL;
    json_t *view = json_pack("{s:s, s:{s:s}}", "title", "A & B", "library", "name", "<b>");
    struct shelf *s = open_shelf(d);

    assert_int_equal(page_render(d->arena, s, "frame", "home", view, &html, &f), DONE);
    assert_string_equal(html, "<title>A &amp; B</title>\n<p>&lt;b&gt;</p>\n");
    assert_int_equal(page_render(d->arena, s, "frame", "nosuch", view, &html, &f), NEVER);
    assert_int_equal(f.code, EXIT_NO_INPUT);
    assert_int_equal(page_render(d->arena, s, "frame", "frame", view, &html, &f), NEVER);
    shelf_free(&s);
    json_decref(view);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_whole_shelf_opens),
        TEST(a_letter_without_subject),
        TEST(a_letter_with_an_empty_subject),
        TEST(a_template_that_does_not_parse),
        TEST(a_subject_that_does_not_parse),
        TEST(a_partial_that_is_not_there),
        TEST(advice_is_found_by_name_and_looked_through),
        TEST(a_page_partial_that_is_not_there),
        TEST(a_letter_that_is_not_in_all_languages),
        TEST(a_needed_letter_that_is_nowhere),
        TEST(missing_frames),
        TEST(frames_without_a_place_for_their_content),
        TEST(text_that_is_not_utf8),
        TEST(all_faults_at_once),
        TEST(no_folder_at_all),
        TEST(other_languages_fall_back_to_swedish),
        TEST(a_version_changes_with_what_it_is_made_of),
        TEST(pages_lie_in_their_frame),
    };

    return cmocka_run_group_tests_name("letters_shelf", tests, NULL, NULL);
}
