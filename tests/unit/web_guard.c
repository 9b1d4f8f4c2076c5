/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Tokens against forgery: good for one path, one link and twelve hours; the key outlives a restart.
 */
#include "pool_house.h"

#include "craft.h"

static const unsigned char key[GUARD_KEY] = "a key of thirty-two bytes, yes!";
static const unsigned char other[GUARD_KEY] = "another of thirty-two bytes....";
static const instant NOW = 1811851200000;

static void a_token_holds_where_it_was_made(void **state)
{
    struct arena *a = ((struct pool_book *)*state)->arena;
    const char *t = guard_make(a, key, "/svar/x", "x", NOW);
    assert_true(guard_holds(a, key, "/svar/x", "x", NOW, t));
    assert_true(guard_holds(a, key, "/svar/x", "x", NOW + HOURS(11), t));
    assert_false(guard_holds(a, key, "/svar/x", "x", NOW + HOURS(12) + MINUTES(1), t));
    assert_false(guard_holds(a, key, "/svar/x", "x", NOW - HOURS(1), t));
    assert_false(guard_holds(a, key, "/svar/y", "x", NOW, t));
    assert_false(guard_holds(a, key, "/svar/x", "y", NOW, t));
    assert_false(guard_holds(a, other, "/svar/x", "x", NOW, t));
}

static void nothing_like_a_token_holds(void **state)
{
    struct arena *a = ((struct pool_book *)*state)->arena;
    char *t = guard_make(a, key, "/a", NULL, NOW);
    const char *const wrong[] = {"",
                                 "-",
                                 "1",
                                 "x-y",
                                 "9223372036854775807-",
                                 strchr(t, '-'),
                                 arena_printf(a, "%s0", t),
                                 arena_printf(a, "0%s", t)};
    assert_false(guard_holds(a, key, "/a", NULL, NOW, NULL));
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        if (guard_holds(a, key, "/a", NULL, NOW, wrong[i]))
            fail_msg("'%s' holds", wrong[i]);
    for (size_t i = 0; t[i]; i++) {
        char *bent = arena_strdup(a, t);
        bent[i] = bent[i] == '1' ? '2' : '1';
        assert_false(guard_holds(a, key, "/a", NULL, NOW, bent));
    }
}

static void the_key_is_made_once(void **state)
{
    struct pool_house *h = *state;
    unsigned char first[GUARD_KEY], second[GUARD_KEY], none[GUARD_KEY] = {0};
    assert_done(guard_key(&h->house, first, &h->book.fault), h->book.fault);
    assert_done(guard_key(&h->house, second, &h->book.fault), h->book.fault);
    assert_memory_equal(first, second, GUARD_KEY);
    assert_memory_not_equal(first, none, GUARD_KEY);
    pool_sql(&h->book, "UPDATE health_note SET value = 'kort' WHERE name = 'web.form_key'");
    assert_refused(guard_key(&h->house, second, &h->book.fault), h->book.fault, EXIT_DATA,
                   "cannot be read");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_holds_where_it_was_made),
        cmocka_unit_test(nothing_like_a_token_holds),
        cmocka_unit_test(the_key_is_made_once),
    };
    return cmocka_run_group_tests_name("web_guard", tests, pool_house_make, pool_house_clear);
}
