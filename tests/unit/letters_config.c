/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The letters and pages that are shipped, in all three languages: whole with much to say and with
 * little, silent about what a person's letter must not hold, and harmless whatever a value holds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "letters.h"
#include "letters_views.h"

struct desk {
    struct arena *arena;
    struct shelf *shelf;
};

static void tell(void *context, const char *line)
{
    (void)context;
    print_error("%s\n", line);
}

static int set_up(void **state)
{
    static struct desk d;

    d.arena = arena_new();
    *state = &d;
    return shelf_open("config", tell, NULL, &d.shelf, NULL) == DONE ? 0 : -1;
}

static int tear_down(void **state)
{
    struct desk *d = *state;

    shelf_free(&d->shelf);
    arena_free(&d->arena);
    return 0;
}

static struct letter_texts make(struct desk *d, const char *language, const char *letter,
                                const char *json)
{
    struct letter_texts texts = {0};
    struct fault f = {0};
    json_t *view = json_loads(json, 0, NULL);

    assert_non_null(view);
    if (letter_make(d->arena, d->shelf, language, letter, view, NULL, &texts, &f) != DONE)
        fail_msg("%s", f.text);
    json_decref(view);
    return texts;
}

static void expect_lacks(const char *what, const char *text, const char *piece)
{
    if (strstr(text, piece) != NULL)
        fail_msg("%s holds '%s':\n%s", what, piece, text);
}

static void expect_holds(const char *what, const char *text, const char *piece)
{
    if (strstr(text, piece) == NULL)
        fail_msg("%s lacks '%s':\n%s", what, piece, text);
}

/* A line that ends in a colon announces something: after it a list or a link, or a list a line on.
 */
static void expect_no_empty_announcement(const char *what, const char *text)
{
    for (const char *c = text; (c = strstr(c, ":\n")) != NULL; c++) {
        const char *next = c + 2;
        if (*next == '\n' ? strncmp(next, "\n- ", 3) != 0 && strncmp(next, "\n1. ", 4) != 0
                          : strncmp(next, "http", 4) != 0)
            fail_msg("%s announces nothing: %.40s", what, c);
    }
}

static void expect_no_holes(const char *what, const struct letter_texts *t)
{
    static const char *const holes[] = {"{{",     "}}", " ,",  " .",   " !",   " ?",   "()", "[]",
                                        "\n\n\n", "  ", " \n", ": \n", "- \n", "null", "\t"};

    for (size_t i = 0; i < sizeof holes / sizeof *holes; i++)
        expect_lacks(what, t->text, holes[i]);
    expect_lacks(what, t->subject, "{{");
    expect_lacks(what, t->subject, "  ");
    expect_lacks(what, t->subject, ": [");
    expect_lacks(what, t->html, "{{");
    expect_lacks(what, t->html, "<li></li>");
    expect_lacks(what, t->html, "<p></p>");
    expect_no_empty_announcement(what, t->text);
}

static void expect_short_lines(const char *what, const char *text)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        if (len >= 998)
            fail_msg("%s has a line of %zu bytes", what, len);
        text += len + (text[len] == '\n');
    }
}

static void check_all(struct desk *d, const char *json)
{
    for (const char *const *language = languages; *language != NULL; language++)
        for (const char *const *name = letter_names; *name != NULL; name++) {
            struct letter_texts t = make(d, *language, *name, json);
            const char *what = arena_printf(d->arena, "%s/%s", *language, *name);
            expect_no_holes(what, &t);
            expect_short_lines(what, t.text);
            expect_short_lines(what, t.html);
            expect_holds(what, t.html,
                         **language == 's' ? "<html lang=\"sv\">" : "<html lang=\"en\">");
            assert_int_equal(strncmp(t.html, "<!doctype html>\n", 16), 0);
            assert_null(strpbrk(t.subject, "\r\n"));
        }
}

static void letters_with_much_to_say_have_no_holes(void **state)
{
    check_all(*state, full);
}

static void letters_with_little_to_say_have_no_holes(void **state)
{
    check_all(*state, minimal);
}

static void a_persons_letter_is_silent_about_topic_and_unit(void **state)
{
    static const char *const secrets[] = {"bröstcancer", "Kirurgkliniken", "LB-2027"};

    for (const char *const *language = languages; *language != NULL; language++)
        for (const char *const *name = person_letters; *name != NULL; name++) {
            struct letter_texts t = make(*state, *language, *name, indiscreet);
            for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
                expect_lacks(*name, t.subject, secrets[i]);
                expect_lacks(*name, t.text, secrets[i]);
                expect_lacks(*name, t.html, secrets[i]);
            }
        }
}

static void the_topic_stands_in_a_letter_only_where_the_view_has_one(void **state)
{
    char json[sizeof indiscreet + 40];

    snprintf(json, sizeof json, "{\"topic\":\"sömn\",%s", indiscreet + 1);
    struct letter_texts with = make(*state, "sv", "invitation_person", json);
    struct letter_texts without = make(*state, "sv", "invitation_person", indiscreet);
    expect_holds("invitation", with.text, "- Ämne: sömn\n");
    expect_lacks("invitation", with.subject, "sömn");
    expect_lacks("invitation", without.text, "Ämne");
}

static void subjects_carry_the_number_to_units_only(void **state)
{
    for (const char *const *language = languages; *language != NULL; language++) {
        for (const char *const *name = unit_letters; *name != NULL; name++)
            expect_holds(*name, make(*state, *language, *name, full).subject, "[LB-2027-0001]");
        for (const char *const *name = person_letters; *name != NULL; name++)
            expect_lacks(*name, make(*state, *language, *name, full).subject, "[");
    }
}

/* One template for both: the unit's names number and first name, the person's neither. */
static void agreement_letters_tell_a_person_nothing_of_the_unit(void **state)
{
    static const char *const names[] = {"agreement_changed", "agreement_reminder",
                                        "agreement_stands"};
    static const char *const flags[] = {"\"comment\":true,", "\"comment\":false,"};
    char json[sizeof indiscreet + 200];

    for (const char *const *language = languages; *language != NULL; language++)
        for (size_t i = 0; i < 6; i++) {
            const char *name = names[i / 2];
            snprintf(json, sizeof json, "{\"to_unit\":false,%s%s", flags[i % 2], indiscreet + 1);
            struct letter_texts person = make(*state, *language, name, json);
            expect_no_holes(name, &person);
            expect_lacks(name, person.subject, "[");
            expect_lacks(name, person.text, "LB-2027");
            expect_lacks(name, person.html, "bröstcancer");
            expect_lacks(name, person.text, "Kirurgkliniken");
            expect_holds(name, person.text, "\n" LINK "\n");
            snprintf(json, sizeof json, "{\"to_unit\":true,\"other_first_name\":\"Kim\",%s%s",
                     flags[i % 2], indiscreet + 1);
            struct letter_texts unit = make(*state, *language, name, json);
            expect_no_holes(name, &unit);
            expect_holds(name, unit.subject, "[LB-2027-0001]");
            expect_holds(name, unit.text, "Kim");
            expect_lacks(name, unit.text, "bröstcancer");
            expect_holds(name, unit.text, "\n" LINK "\n");
        }
}

static void a_reminder_of_a_follow_up_suits_its_reader(void **state)
{
    char json[sizeof full + 40];

    snprintf(json, sizeof json, "{\"to_unit\":true,%s", full + 1);
    for (const char *const *language = languages; *language != NULL; language++) {
        struct letter_texts unit = make(*state, *language, "followup_reminder", json);
        struct letter_texts person = make(*state, *language, "followup_reminder", full);
        expect_no_holes(*language, &unit);
        expect_holds(*language, unit.subject, "[LB-2027-0001]");
        expect_holds(*language, unit.text, "\n" LINK "\n");
        expect_holds(*language, person.text, "\n" LINK "\n");
        expect_lacks(*language, person.text, "LB-2027");
    }
}

static void an_invitation_says_all_that_is_promised(void **state)
{
    static const char *const words[][2] = {
        {"ja eller nej", "skäl"}, {"ja eller nej", "säga nej"}, {"yes or no", "no reason"}};
    static const char *const facts[] = {"workshop",     "8 april",      "9 april",
                                        "Göteborg",     "två personer", "1 066 kronor",
                                        "18 mars 2027", "\n" LINK "\n", "bibliotek@example.org"};

    for (size_t l = 0; l < 3; l++) {
        struct letter_texts t = make(*state, languages[l], "invitation_person", full);
        for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
            expect_holds(languages[l], t.text, facts[i]);
        expect_holds(languages[l], t.text, words[l][0]);
        expect_holds(languages[l], t.text, words[l][1]);
        expect_holds(languages[l], t.html, "<a href=\"" LINK "\">" LINK "</a>");
        expect_holds(languages[l], t.html, "<a href=\"mailto:bibliotek@example.org\">");
    }
}

static void an_acknowledgement_says_what_was_read_and_what_is_missing(void **state)
{
    struct letter_texts t = make(*state, "sv", "acknowledgement", full);

    expect_holds("acknowledgement", t.text, "nummer LB-2027-0001");
    expect_holds("acknowledgement", t.text, "- Vad: workshop\n- Antal: två\n");
    expect_holds("acknowledgement", t.text, "- Plats – kommun, eller digitalt\n- Tid\n");
    expect_holds("acknowledgement", t.text, "om två veckor. De flesta behöver minst fyra veckor");
    t = make(*state, "sv", "acknowledgement", minimal);
    expect_lacks("acknowledgement", t.text, "Fyll i");
    expect_lacks("acknowledgement", t.text, "veckor");
}

static void no_value_does_harm(void **state)
{
    static const char *const harms[] = {"<script",
                                        "<img",
                                        "<iframe",
                                        "<svg",
                                        "<br>",
                                        "<a href=x",
                                        "\"javascript:",
                                        "href=\"https://ond",
                                        "<h1>",
                                        "<code>",
                                        "<b>"};

    for (const char *const *language = languages; *language != NULL; language++)
        for (const char *const *name = letter_names; *name != NULL; name++) {
            struct letter_texts t = make(*state, *language, *name, hostile);
            for (size_t i = 0; i < sizeof harms / sizeof *harms; i++)
                expect_lacks(*name, t.html, harms[i]);
            assert_null(strpbrk(t.subject, "\r\n"));
        }
}

/* What is left of the full view when one name is taken out must not make this letter. */
static void expect_refused(struct desk *d, const char *letter, const char *taken)
{
    struct letter_texts texts = {0};
    struct fault f = {0};
    json_t *view = json_loads(full, 0, NULL);

    json_object_del(view, taken);
    assert_int_equal(letter_make(d->arena, d->shelf, "sv", letter, view, NULL, &texts, &f), NEVER);
    expect_holds("the fault", f.text, taken);
    json_decref(view);
}

static void a_letter_with_a_hole_is_never_made(void **state)
{
    struct letter_texts texts = {0};
    struct fault f = {0};
    struct desk *d = *state;

    expect_refused(d, "acknowledgement", "letter");
    expect_refused(d, "acknowledgement", "library");
    expect_refused(d, "missing_facts", "link");
    expect_refused(d, "invitation_person", "link");
    expect_refused(d, "invitation_person", "kind_label");
    expect_refused(d, "invitation_association", "answer_by");
    expect_refused(d, "message", "text");
    assert_int_equal(letter_make(d->arena, d->shelf, "sv", "nosuch", NULL, NULL, &texts, &f),
                     NEVER);
}

static void staff_may_write_the_letter_themselves(void **state)
{
    struct desk *d = *state;
    struct letter_texts t = {0};
    struct fault f = {0};
    json_t *view = json_loads(full, 0, NULL);

    assert_int_equal(letter_make(d->arena, d->shelf, "sv", "invitation_person", view,
                                 "Hej *du*!\n\n{{link}}\n\n{{>signature}}\n", &t, &f),
                     DONE);
    assert_string_equal(t.subject, "En fråga till dig från Levande bibliotek");
    assert_string_equal(t.text, "Hej *du*!\n\n" LINK "\n\nVänliga hälsningar\n"
                                "Levande bibliotek, Region Exempel\nbibliotek@example.org\n");
    expect_holds("own", t.html, "<p>Hej <em>du</em>!</p>\n<p><a href=\"" LINK "\">");
    assert_int_equal(letter_make(d->arena, d->shelf, "sv", "message", view, "{{oj", &t, &f), NEVER);
    expect_holds("the fault", f.text, "own text:1:");
    assert_int_equal(letter_make(d->arena, d->shelf, "sv", "message", view, "{{oj}}", &t, &f),
                     NEVER);
    assert_int_equal(letter_make(d->arena, d->shelf, "sv", "message", view, " \n", &t, &f), NEVER);
    json_decref(view);
}

static void the_longest_view_is_bounded(void **state)
{
    struct desk *d = *state;
    struct letter_texts t = {0};
    struct fault f = {0};
    json_t *view = json_loads(full, 0, NULL);
    char *text = arena_alloc(d->arena, 2000001);

    memset(text, 'x', 20000);
    json_object_set_new(view, "text", json_string(text));
    assert_int_equal(letter_make(d->arena, d->shelf, "sv", "message", view, NULL, &t, &f), DONE);
    expect_short_lines("message", t.text);
    expect_short_lines("message", t.html);
    memset(text, 'x', 2000000);
    json_object_set_new(view, "text", json_string(text));
    assert_int_equal(letter_make(d->arena, d->shelf, "sv", "message", view, NULL, &t, &f), NEVER);
    json_decref(view);
}

static void pages_are_whole(void **state)
{
    static const char *const pages[] = {"home", "home-en", "error"};
    struct desk *d = *state;
    json_t *view = json_loads(full, 0, NULL);

    json_object_set_new(view, "title", json_string("<Titel>"));
    json_object_set_new(view, "lang", json_string("sv"));
    json_object_set_new(view, "forms", json_true());
    json_object_set_new(view, "status", json_integer(404));
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char *html = NULL;
        assert_int_equal(page_render(d->arena, d->shelf, "frame", pages[i], view, &html, NULL),
                         DONE);
        expect_holds(pages[i], html, "<!doctype html>\n<html lang=\"sv\">");
        expect_holds(pages[i], html, "<title>&lt;Titel&gt; – Levande bibliotek</title>");
        expect_holds(pages[i], html, "<h1");
        expect_holds(pages[i], html, "mailto:bibliotek@example.org");
        expect_holds(pages[i], html, "</html>\n");
        expect_lacks(pages[i], html, "{{");
        expect_lacks(pages[i], html, "<script>");
        assert_int_equal(strncmp(html, "<!doctype", 9), 0);
    }
    json_decref(view);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_with_much_to_say_have_no_holes),
        cmocka_unit_test(letters_with_little_to_say_have_no_holes),
        cmocka_unit_test(a_persons_letter_is_silent_about_topic_and_unit),
        cmocka_unit_test(the_topic_stands_in_a_letter_only_where_the_view_has_one),
        cmocka_unit_test(subjects_carry_the_number_to_units_only),
        cmocka_unit_test(agreement_letters_tell_a_person_nothing_of_the_unit),
        cmocka_unit_test(a_reminder_of_a_follow_up_suits_its_reader),
        cmocka_unit_test(an_invitation_says_all_that_is_promised),
        cmocka_unit_test(an_acknowledgement_says_what_was_read_and_what_is_missing),
        cmocka_unit_test(no_value_does_harm),
        cmocka_unit_test(a_letter_with_a_hole_is_never_made),
        cmocka_unit_test(staff_may_write_the_letter_themselves),
        cmocka_unit_test(the_longest_view_is_bounded),
        cmocka_unit_test(pages_are_whole),
    };

    return cmocka_run_group_tests_name("letters_config", tests, set_up, tear_down);
}
