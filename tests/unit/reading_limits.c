/* SPDX-License-Identifier: EUPL-1.2 */
/* Hostile text in linear time, values typed by staff, and names. */
#include "reading_mail.h"

#include <time.h>

enum { MEGABYTE = 1 << 20, SECONDS_ALLOWED = 20 };

static void hostile_text_costs_little(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "1",
        "\n",
        "kl ",
        "den 1 och ",
        "v 9 ",
        "söker 2 patienter ",
        ">",
        "> Från: a\n",
        "Aa ",
        "a@",
        "- ",
        "(",
        "8 april kl 9-10 ",
        "Från: a\nSkickat: b\n",
        "inte ",
        "Plats: Vara\n",
        "0701740605 ",
        "\xC3\xA5",
        "\xFF",
        "Vi söker ",
        "Enhet: x\n",
        "[",
        "\"",
        "a, ",
        "-- \n",
    };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct arena *own = arena_new(), *outer = arena;
        size_t len = strlen(pieces[i]);
        char *text = arena_alloc(own, MEGABYTE + 1);
        for (size_t at = 0; at + len <= MEGABYTE; at += len)
            memcpy(text + at, pieces[i], len);
        clock_t start = clock();
        struct reading r;
        struct reading_input in = mail_of("Fokusgrupp", text);
        reading_read(own, areas, &in, &r);
        reading_answer(own, text);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (seconds > SECONDS_ALLOWED)
            fail_msg("a megabyte of \"%s\" took %.1f s", pieces[i], seconds);
        arena = outer;
        arena_free(&own);
    }
}

static void nothing_given_is_nothing_read(void **state)
{
    (void)state;
    struct reading_input in = {.subject = NULL};
    struct reading r;
    reading_read(arena, NULL, &in, &r);
    assert_int_equal(r.intent, INTENT_OTHER);
    assert_int_equal(r.proposal_count, 0);
}

static const struct {
    enum fact_key key;
    const char *typed, *value; /* value NULL: refused */
} typed[] = {
    {FACT_KIND, " Workshop ", "workshop"},
    {FACT_KIND, "party", NULL},
    {FACT_AREAS, "lunga.kol, stroke lunga.kol", "lunga.kol stroke"},
    {FACT_AREAS, "lunga.nej", NULL},
    {FACT_PERSPECTIVE, "relative", "relative"},
    {FACT_PEOPLE_MIN, " 3", "3"},
    {FACT_PEOPLE_MIN, "0", NULL},
    {FACT_PEOPLE_MAX, "-1", NULL},
    {FACT_PEOPLE_MAX, "3 st", NULL},
    {FACT_ROUTE, "both", "both"},
    {FACT_OCCASIONS, "2027-04-08T10:00/2027-04-08T12:00,2027-04-09",
     "2027-04-08T10:00/2027-04-08T12:00 2027-04-09/2027-04-09"},
    {FACT_OCCASIONS, "2027-04-08T12:00/2027-04-08T10:00", NULL},
    {FACT_OCCASIONS, "2027-02-30", NULL},
    {FACT_RESPOND_BY, "2027-03-01", "2027-03-01"},
    {FACT_RESPOND_BY, "1 mars", NULL},
    {FACT_FORMAT, "hybrid", "hybrid"},
    {FACT_MUNICIPALITY, "göteborg", "Göteborg"},
    {FACT_MUNICIPALITY, "lilla edet", "Lilla Edet"},
    {FACT_MUNICIPALITY, "Atlantis", NULL},
    {FACT_COMPENSATION, "refused", "refused"},
    {FACT_CONTACT_PHONE, "070-174 06 05", "070-174 06 05"},
    {FACT_CONTACT_PHONE, "ring", NULL},
    {FACT_CONTACT_EMAIL, "a@example.org", "a@example.org"},
    {FACT_CONTACT_EMAIL, "a at example", NULL},
    {FACT_UNIT, " Kliniken ", "Kliniken"},
    {FACT_UNIT, "a\nb", NULL},
    {FACT_UNIT, "  ", NULL},
    {FACT_DESCRIPTION, "a\nb", "a\nb"},
};

static void typed_values_get_one_form(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct fault f = {.text = ""};
        const char *out = NULL;
        enum outcome done = fact_normalise(arena, areas, typed[i].key, typed[i].typed, &out, &f);
        if ((done == DONE) != (typed[i].value != NULL))
            fail_msg("%s \"%s\": %s", fact_name(typed[i].key), typed[i].typed, f.text);
        if (typed[i].value)
            assert_string_equal(out, typed[i].value);
        else
            assert_int_equal(f.code, EXIT_DATA);
    }
}

static void names_go_there_and_back(void **state)
{
    (void)state;
    for (int key = 0; key < FACT_COUNT; key++)
        assert_int_equal(fact_by_name(fact_name((enum fact_key)key)), key);
    assert_int_equal(fact_by_name("colour"), FACT_COUNT);
    assert_string_equal(intent_name(INTENT_AUTO_REPLY), "auto_reply");
    assert_null(answer_name(ANSWER_NONE));
    assert_string_equal(answer_name(ANSWER_UNCLEAR), "unclear");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_text_costs_little),
        cmocka_unit_test(nothing_given_is_nothing_read),
        cmocka_unit_test(typed_values_get_one_form),
        cmocka_unit_test(names_go_there_and_back),
    };
    return cmocka_run_group_tests_name("reading_limits", tests, open_areas, close_areas);
}
