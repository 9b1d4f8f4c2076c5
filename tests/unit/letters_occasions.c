/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The letters about an occasion, as each side reads them in the three languages: the unit with its
 * number and its own words, a representative with neither; and none of them with a hole.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "letters.h"

#define LINK "https://levande.example.org/overenskommelse/abcdefghijklmnopqrstuvwxyz"
#define VIEW(side, more)                                                                           \
    "{\"person\":" side ",\"library\":{\"name\":\"Levande bibliotek\",\"region\":\"\","            \
    "\"address\":\"bibliotek@example.org\"},\"recipient\":{\"first_name\":\"Anna\"},"              \
    "\"letter\":{\"number\":\"LB-2027-0001\"},\"link\":\"" LINK "\","                              \
    "\"occasion_when\":\"torsdag 8 april 2027 kl. 13.00–15.00\"" more "}"
#define MUCH                                                                                       \
    ",\"is_new\":false,\"details_changed\":true,\"occasion_before\":\"onsdag 7 april 2027\","      \
    "\"occasion_place\":\"Göteborg\",\"meeting_link\":\"https://mote.example.org/a\","            \
    "\"access\":\"Ring på klockan.\",\"calendar\":{\"method\":\"REQUEST\"}"
#define LITTLE                                                                                     \
    ",\"is_new\":true,\"details_changed\":false,\"occasion_before\":null,\"occasion_place\":null," \
    "\"meeting_link\":null,\"access\":null"

static const char *const languages[] = {"sv", "sv-lattlast", "en"};
static const char *const letters[] = {"occasion_changed", "occasion_cancelled",
                                      "occasion_reminder"};

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

static struct letter_texts make(struct desk *d, size_t language, size_t letter, const char *json)
{
    struct letter_texts texts = {0};
    struct fault f = {0};
    json_t *view = json_loads(json, 0, NULL);
    assert_non_null(view);
    if (letter_make(d->arena, d->shelf, languages[language], letters[letter], view, NULL, &texts,
                    &f) != DONE)
        fail_msg("%s/%s: %s", languages[language], letters[letter], f.text);
    json_decref(view);
    return texts;
}

static void expect_whole(const struct letter_texts *t)
{
    static const char *const holes[] = {"{{", "}}", " .", " ,", "\n\n\n", "  ", "- \n", "null"};
    for (size_t i = 0; i < sizeof holes / sizeof holes[0]; i++)
        if (strstr(t->text, holes[i]))
            fail_msg("'%s' in:\n%s", holes[i], t->text);
    assert_non_null(strstr(t->text, "torsdag 8 april 2027 kl. 13.00–15.00"));
    assert_non_null(strstr(t->text, "\n" LINK "\n"));
    assert_non_null(strstr(t->html, "<a href=\"" LINK "\">"));
}

static void the_unit_reads_its_number_and_its_own_words(void **state)
{
    for (size_t l = 0; l < 3; l++)
        for (size_t n = 0; n < 3; n++) {
            struct letter_texts t = make(*state, l, n, VIEW("false", MUCH));
            expect_whole(&t);
            assert_non_null(strstr(t.subject, "[LB-2027-0001]"));
            assert_non_null(strstr(t.text, "LB-2027-0001"));
            if (n != 1)
                assert_non_null(strstr(t.text, "Ring på klockan."));
        }
}

static void a_representative_reads_no_number(void **state)
{
    for (size_t l = 0; l < 3; l++)
        for (size_t n = 0; n < 3; n++) {
            struct letter_texts t = make(*state, l, n, VIEW("true", MUCH));
            expect_whole(&t);
            assert_null(strstr(t.subject, "["));
            assert_null(strstr(t.text, "LB-2027"));
        }
}

static void with_little_to_say_they_are_whole(void **state)
{
    for (size_t l = 0; l < 3; l++)
        for (size_t n = 0; n < 3; n++) {
            struct letter_texts person = make(*state, l, n, VIEW("true", LITTLE));
            struct letter_texts unit = make(*state, l, n, VIEW("false", LITTLE));
            expect_whole(&person);
            expect_whole(&unit);
            assert_null(strstr(person.text, "kalenderfil"));
            assert_null(strstr(person.text, "calendar file"));
        }
}

static void what_no_longer_holds_is_said(void **state)
{
    struct letter_texts t = make(*state, 0, 0, VIEW("true", MUCH));
    assert_non_null(strstr(t.text, "- Tiden som inte gäller längre: onsdag 7 april 2027\n"));
    assert_string_equal(t.subject, "Ett tillfälle har ändrats");
    t = make(*state, 0, 0, VIEW("true", LITTLE));
    assert_null(strstr(t.text, "inte gäller längre"));
    assert_string_equal(t.subject, "Ett nytt tillfälle");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_unit_reads_its_number_and_its_own_words),
        cmocka_unit_test(a_representative_reads_no_number),
        cmocka_unit_test(with_little_to_say_they_are_whole),
        cmocka_unit_test(what_no_longer_holds_is_said),
    };
    return cmocka_run_group_tests_name("letters_occasions", tests, set_up, tear_down);
}
