/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Questions to settings: tokens in addresses, our own addresses, rules and pauses.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "settings.h"

#define TOKEN "abcdefghijklmnopqrstuvwx27"
#define PLUS "levande.bibliotek+{token}@example.org"

static struct arena *arena;

static int fresh(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int over(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

static void an_address_carries_its_token_there_and_back(void **state)
{
    (void)state;
    static const char *const patterns[][2] = {
        {PLUS, "levande.bibliotek+" TOKEN "@example.org"},
        {"{token}@svar.example.org", TOKEN "@svar.example.org"},
        {"svar-{token}-x@example.org", "svar-" TOKEN "-x@example.org"},
        {"Svar{token}@Example.Org", "Svar" TOKEN "@Example.Org"},
    };
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        char *address = settings_address(arena, patterns[i][0], TOKEN);
        assert_string_equal(address, patterns[i][1]);
        assert_string_equal(settings_token(arena, patterns[i][0], address), TOKEN);
        for (char *c = address; *c; c++)
            if (*c >= 'a' && *c <= 'z')
                *c = (char)(*c - 'a' + 'A');
        assert_string_equal(settings_token(arena, patterns[i][0], address), TOKEN);
    }
    assert_string_equal(settings_address(arena, "l@example.org", TOKEN), "l@example.org");
}

static void other_addresses_carry_none(void **state)
{
    (void)state;
    static const char *const addresses[] = {
        "",
        "levande.bibliotek@example.org",
        "levande.bibliotek+@example.org",
        "levande.bibliotek" TOKEN "@example.org",
        "levande.bibliotek+" TOKEN "@example.com",
        "levande.bibliotek+" TOKEN "@example.org.example.com",
        "levande.bibliotek+" TOKEN "@sub.example.org",
        "levande.bibliotek+" TOKEN "x@example.org",
        "levande.bibliotek+abcdefghijklmnopqrstuvwx28@example.org",
        "levande.bibliotek+abcdefghijklmnopqrstuvwx2@example.org",
        "levande.bibliotek-" TOKEN "@example.org",
        "x" TOKEN,
    };
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        assert_null(settings_token(arena, PLUS, addresses[i]));
    assert_null(settings_token(arena, "l@example.org", "l@example.org"));
    assert_null(settings_token(arena, "l@example.org", "levande.bibliotek+" TOKEN "@example.org"));
}

static void our_own_addresses_are_told_once_each(void **state)
{
    (void)state;
    struct settings s = {.library.address = "levande.bibliotek@example.org",
                         .send = {.from = "Levande.Bibliotek@example.org",
                                  .reply_address = PLUS,
                                  .return_address = PLUS}};
    assert_string_equal(settings_own_addresses(arena, &s), "levande.bibliotek@example.org");
    s.send.from = "fran@example.org";
    s.send.reply_address = "svar-{token}-x@example.org";
    s.send.return_address = "{token}@studs.example.org";
    assert_string_equal(settings_own_addresses(arena, &s),
                        "levande.bibliotek@example.org fran@example.org svar-x@example.org");
}

/* An id lies within another when it begins with it and a point. */
static bool within(const void *tree, const char *id, const char *ancestor)
{
    (void)tree;
    size_t len = strlen(ancestor);
    return strncmp(id, ancestor, len) == 0 && (id[len] == '\0' || id[len] == '.');
}

static void the_first_rule_that_fits_wins(void **state)
{
    (void)state;
    static const char *const breast[] = {"cancer.brost"};
    static const char *const cancer[] = {"diabetes", "cancer"};
    static const struct routing_rule rules[] = {
        {"bröstcancer", breast, 1, ROUTE_ASSOCIATION_FIRST},
        {"cancer och diabetes", cancer, 2, ROUTE_POOL},
        {"cancer igen", cancer, 2, ROUTE_ASSOCIATION},
    };
    const struct settings s = {.routing = {.rules = rules, .rule_count = 3}};
    static const struct {
        const char *areas[2];
        size_t count;
        enum route route;
        const char *rule;
    } cases[] = {
        {{"cancer.brost"}, 1, ROUTE_ASSOCIATION_FIRST, "bröstcancer"},
        {{"diabetes.typ1", "cancer.brost"}, 2, ROUTE_ASSOCIATION_FIRST, "bröstcancer"},
        {{"cancer"}, 1, ROUTE_POOL, "cancer och diabetes"},
        {{"stroke", "diabetes.typ1"}, 2, ROUTE_POOL, "cancer och diabetes"},
        {{"stroke"}, 1, ROUTE_NONE, NULL},
        {{NULL}, 0, ROUTE_NONE, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *rule = NULL;
        assert_int_equal(
            settings_rule_route(&s, cases[i].areas, cases[i].count, within, NULL, &rule),
            cases[i].route);
        assert_true(cases[i].rule ? rule && strcmp(rule, cases[i].rule) == 0 : !rule);
    }
    assert_int_equal(settings_rule_route(&s, breast, 1, within, NULL, NULL),
                     ROUTE_ASSOCIATION_FIRST);
}

static void a_pause_holds_both_its_ends(void **state)
{
    (void)state;
    static const struct date_range pauses[] = {
        {{2027, 7, 5}, {2027, 8, 6}},
        {{2027, 12, 24}, {2027, 12, 24}},
    };
    const struct settings s = {.invite = {.pauses = pauses, .pause_count = 2}};
    assert_false(settings_paused(&s, (struct date){2027, 7, 4}));
    assert_true(settings_paused(&s, (struct date){2027, 7, 5}));
    assert_true(settings_paused(&s, (struct date){2027, 8, 6}));
    assert_false(settings_paused(&s, (struct date){2027, 8, 7}));
    assert_true(settings_paused(&s, (struct date){2027, 12, 24}));
    assert_false(settings_paused(&s, (struct date){2028, 7, 10}));
}

static void routes_have_names(void **state)
{
    (void)state;
    for (int r = ROUTE_ASSOCIATION; r <= ROUTE_BOTH; r++)
        assert_int_equal(route_by_name(route_name((enum route)r)), r);
    assert_string_equal(route_name(ROUTE_ASSOCIATION_FIRST), "association_first");
    assert_null(route_name(ROUTE_NONE));
    assert_int_equal(route_by_name("advice"), ROUTE_NONE);
    assert_int_equal(route_by_name(NULL), ROUTE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_address_carries_its_token_there_and_back, fresh, over),
        cmocka_unit_test_setup_teardown(other_addresses_carry_none, fresh, over),
        cmocka_unit_test_setup_teardown(our_own_addresses_are_told_once_each, fresh, over),
        cmocka_unit_test(the_first_rule_that_fits_wins),
        cmocka_unit_test(a_pause_holds_both_its_ends),
        cmocka_unit_test(routes_have_names),
    };
    return cmocka_run_group_tests_name("settings_questions", tests, NULL, NULL);
}
