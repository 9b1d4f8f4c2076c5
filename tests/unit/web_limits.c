/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Limits by address: who asks, whom a proxy may speak for, and how a bucket empties and fills.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "craft.h"

static struct seeded seed = {.seed = 7};

static struct client of(const char *peer, const char *forwarded, const char *trusted)
{
    struct arena *a = arena_new();
    struct client c = client_of(a, peer, forwarded, trusted);
    arena_free(&a);
    return c;
}

static void assert_same(struct client x, struct client y)
{
    assert_memory_equal(x.bytes, y.bytes, 16);
    assert_int_equal(x.loopback, y.loopback);
}

static void a_proxy_is_believed_only_when_it_is_named(void **state)
{
    (void)state;
    const struct client guest = of("192.0.2.7", NULL, "");
    assert_same(of("192.0.2.7", "198.51.100.1", ""), guest);
    assert_same(of("192.0.2.7", "198.51.100.1", "10.0.0.0/8"), guest);
    assert_same(of("10.1.2.3", "192.0.2.7", "10.0.0.0/8"), guest);
    assert_same(of("::1", "192.0.2.7", "127.0.0.1 ::1"), guest);
    /* What the guest wrote itself stands to the left of what our proxy saw. */
    assert_same(of("10.1.2.3", "127.0.0.1, 192.0.2.7", "10.0.0.0/8"), guest);
    assert_same(of("10.1.2.3", "203.0.113.1, 192.0.2.7, 10.9.9.9", "10.0.0.0/8"), guest);
    assert_same(of("10.1.2.3", "skräp", "10.0.0.0/8"), of("10.1.2.3", NULL, ""));
}

static void an_ipv6_address_counts_by_its_network(void **state)
{
    (void)state;
    assert_same(of("2001:db8:1:2::1", NULL, ""), of("2001:db8:1:2:ffff::9", NULL, ""));
    assert_memory_not_equal(of("2001:db8:1:2::1", NULL, "").bytes,
                            of("2001:db8:1:3::1", NULL, "").bytes, 16);
    assert_same(of("2001:db8::1", "2001:db8:f::7", "2001:db8::/64"), of("2001:db8:f::7", NULL, ""));
}

static void this_machine_is_known(void **state)
{
    (void)state;
    assert_true(of("127.0.0.1", NULL, "").loopback);
    assert_true(of("::1", NULL, "").loopback);
    assert_true(of("::ffff:127.0.0.1", NULL, "").loopback);
    assert_true(of("127.0.0.1", NULL, "").machine && of("127.0.0.1", NULL, "10.0.0.0/8").machine);
    /* Behind it may be anybody, though it says nothing of them. */
    assert_true(of("127.0.0.1", NULL, "127.0.0.1 ::1").loopback);
    assert_false(of("127.0.0.1", NULL, "127.0.0.1 ::1").machine);
    assert_true(of("127.0.0.1", NULL, "127.0.0.2").machine);
    assert_false(of("127.0.0.1", "192.0.2.1", "127.0.0.1").loopback);
    /* A guest on a trusted network writes what it likes. */
    assert_false(of("10.1.2.3", "127.0.0.1, 10.9.9.9", "10.0.0.0/8").loopback);
    assert_false(of("127.0.0.1", "127.0.0.1", "127.0.0.1").loopback);
    assert_false(of("128.0.0.1", NULL, "").loopback);
    assert_false(of("", NULL, "").loopback);
}

static int take_all(struct limits *l, const struct client *c, int64_t now)
{
    int taken = 0;
    while (taken < 100000 && limits_take(l, c, COST_LOOK, now))
        taken++;
    return taken;
}

static void a_bucket_empties_and_fills(void **state)
{
    (void)state;
    struct limits *l = limits_new(random_seeded(&seed));
    struct client one = of("192.0.2.7", NULL, ""), two = of("192.0.2.8", NULL, "");
    int full = take_all(l, &one, 0);
    assert_in_range(full, 60, 1000);
    assert_int_equal(take_all(l, &one, 400), 0);
    assert_int_equal(take_all(l, &one, 10000), 20);
    assert_int_equal(take_all(l, &two, 10000), full);
    assert_int_equal(take_all(l, &one, 10000 + 3600 * 1000), full);
    limits_free(&l);
    assert_null(l);
}

static void a_wrong_link_costs_more_than_a_form_and_that_more_than_a_look(void **state)
{
    (void)state;
    assert_true(COST_LOOK < COST_FORM && COST_FORM < COST_WRONG_LINK);
    struct limits *l = limits_new(random_seeded(&seed));
    struct client c = of("192.0.2.7", NULL, "");
    int links = 0;
    while (limits_take(l, &c, COST_WRONG_LINK, 0))
        links++;
    assert_in_range(links, 5, 20);
    limits_free(&l);
}

static void this_machine_has_no_bucket(void **state)
{
    (void)state;
    struct limits *l = limits_new(random_seeded(&seed));
    struct client c = of("127.0.0.1", NULL, "");
    assert_int_equal(take_all(l, &c, 0), 100000);
    limits_free(&l);
}

/* A flood from very many addresses takes no more memory, and whoever is busy stays limited. */
static void a_flood_does_not_free_who_is_limited(void **state)
{
    (void)state;
    struct limits *l = limits_new(random_seeded(&seed));
    struct client busy = of("192.0.2.7", NULL, "");
    take_all(l, &busy, 1000);
    for (unsigned i = 0; i < 2000; i++) {
        struct client c = {
            .bytes = {0x20, 1, 0xd, 0xb8, (unsigned char)(i >> 8), (unsigned char)i}};
        limits_take(l, &c, COST_LOOK, 500);
    }
    assert_false(limits_take(l, &busy, COST_LOOK, 1000));
    limits_free(&l);
}

static int letters(struct limits *l, struct client c, int64_t now)
{
    int taken = 0;
    while (taken < 1000 && limits_take_letter(l, &c, now))
        taken++;
    return taken;
}

static void a_network_has_few_letters_and_its_own(void **state)
{
    enum { HOUR = 3600 * 1000 };
    (void)state;
    struct limits *l = limits_new(random_seeded(&seed));
    struct client c = of("192.0.2.7", NULL, "");
    take_all(l, &c, 0);
    assert_int_equal(letters(l, c, 0), LETTERS_AN_HOUR);
    assert_int_equal(letters(l, c, HOUR / 2), LETTERS_AN_HOUR / 2);
    assert_int_equal(letters(l, of("192.0.2.8", NULL, ""), 0), LETTERS_AN_HOUR);
    assert_int_equal(letters(l, of("2001:db8:1:2::1", NULL, ""), 0), LETTERS_AN_HOUR);
    assert_int_equal(letters(l, of("2001:db8:1:3::1", NULL, ""), 0), 0);
    assert_int_equal(letters(l, of("2001:db8:2:3::1", NULL, ""), 0), LETTERS_AN_HOUR);
    assert_int_equal(letters(l, of("127.0.0.1", NULL, ""), 0), 1000);
    limits_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_proxy_is_believed_only_when_it_is_named),
        cmocka_unit_test(an_ipv6_address_counts_by_its_network),
        cmocka_unit_test(this_machine_is_known),
        cmocka_unit_test(a_bucket_empties_and_fills),
        cmocka_unit_test(a_wrong_link_costs_more_than_a_form_and_that_more_than_a_look),
        cmocka_unit_test(this_machine_has_no_bucket),
        cmocka_unit_test(a_network_has_few_letters_and_its_own),
        cmocka_unit_test(a_flood_does_not_free_who_is_limited),
    };
    return cmocka_run_group_tests_name("web_limits", tests, NULL, NULL);
}
