/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A reply that completes a request: its own words give facts, whatever its intent; what it quotes
 * and its subject, which are ours, give none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reading.h"

static const char tree[] = "[stroke]\nsv = Stroke\nen = Stroke\nwords = stroke\n"
                           "[diabetes]\nsv = Diabetes\nen = Diabetes\nwords = diabetes\n";

static struct reading read_reply(struct arena *a, bool completes, const char *own, const char *text)
{
    struct areas *areas;
    struct fault f;
    struct reading r;
    assert_int_equal(areas_read(a, "areas", tree, &areas, &f), DONE);
    const struct reading_input in = {.from_name = "Anna Berg",
                                     .from_address = "anna.berg@vgregion.example",
                                     .subject = "Sv: Tack för er förfrågan: Diabetes",
                                     .text = text,
                                     .own_text = own,
                                     .date = {2027, 3, 2},
                                     .in_thread = true,
                                     .completes = completes,
                                     .own_addresses = "levande.bibliotek@example.org"};
    reading_read(a, areas, &in, &r);
    return r;
}

static const char own[] = "Hej!\n\nTid: 2027-04-22 kl 13:00-15:00\nPlats: Göteborg\nAntal: 2\n";
static const char whole[] =
    "Hej!\n\nTid: 2027-04-22 kl 13:00-15:00\nPlats: Göteborg\nAntal: 2\n\n"
    "Från: Levande bibliotek <levande.bibliotek@example.org>\n"
    "Skickat: den 1 mars 2027 09:00\nTill: Anna Berg\nÄmne: Tack för er förfrågan\n\n"
    "Innan vi kan fråga någon: Kontaktperson: Eva Ek, 031-390 06 99, diabetes\n";

static void the_own_words_give_facts(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct reading r = read_reply(a, true, own, whole);
    assert_string_equal(r.facts[FACT_OCCASIONS].value, "2027-04-22T13:00/2027-04-22T15:00");
    assert_string_equal(r.facts[FACT_MUNICIPALITY].value, "Göteborg");
    assert_string_equal(r.facts[FACT_PEOPLE_MIN].value, "2");
    assert_non_null(strstr(r.facts[FACT_OCCASIONS].source, "2027-04-22"));
    assert_null(r.facts[FACT_AREAS].value);
    assert_null(r.facts[FACT_CONTACT_PHONE].value);
    arena_free(&a);
}

static void without_the_word_a_reply_gives_none(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct reading r = read_reply(a, false, own, whole);
    assert_int_equal(r.intent, INTENT_REPLY);
    for (enum fact_key key = 0; key < FACT_COUNT; key++)
        assert_true(!r.facts[key].value || key == FACT_COMPENSATION);
    arena_free(&a);
}

static void thanks_give_none(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct reading r = read_reply(a, true, "Tack så mycket!\n", "Tack så mycket!\n");
    assert_null(r.facts[FACT_OCCASIONS].value);
    assert_null(r.facts[FACT_MUNICIPALITY].value);
    assert_null(r.facts[FACT_AREAS].value);
    r = read_reply(a, true, "", "");
    assert_null(r.facts[FACT_OCCASIONS].value);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_own_words_give_facts),
        cmocka_unit_test(without_the_word_a_reply_gives_none),
        cmocka_unit_test(thanks_give_none),
    };
    return cmocka_run_group_tests_name("reading_completes", tests, NULL, NULL);
}
