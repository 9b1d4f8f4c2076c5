/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Ranking: what must hold for everybody, shown on thousands of people and requests drawn from a
 * seed, and over many requests in a row.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/secret.h"
#include "matching.h"

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

/* An id lies within another when it begins with it and a point. */
static bool within(const void *tree, const char *id, const char *ancestor)
{
    (void)tree;
    size_t len = strlen(ancestor);
    return strncmp(id, ancestor, len) == 0 && (id[len] == '\0' || id[len] == '.');
}

static const char *const BREAST[] = {"cancer.brost"};
static const struct date TODAY = {2027, 3, 1};

static struct match_request request_for(const char *const *areas, size_t count)
{
    return (struct match_request){
        .number = "LB-2027-0001", .areas = areas, .area_count = count, .today = TODAY};
}

/* Somebody with nothing against them. */
static struct match_person somebody(void)
{
    return (struct match_person){.who = "P1",
                                 .name = "Kim Ek",
                                 .areas = BREAST,
                                 .area_count = 1,
                                 .travel_km = -1,
                                 .has_address = true,
                                 .consents = true};
}

static const struct match_rules RULES = {.consent_is_basis = true, .max_asks_per_month = 2};

static const char *const POOL_AREAS[] = {"cancer",   "cancer.brost",  "cancer.lung",
                                         "diabetes", "diabetes.typ1", "delaktighet"};

static const char *one_of(struct random_source r, const char *const *texts, uint32_t count)
{
    return texts[random_below(r, count)];
}

static bool now_and_then(struct random_source r)
{
    return random_below(r, 25) == 0;
}

static struct match_person person_drawn(struct random_source r, size_t i)
{
    static const char *const perspectives[] = {"patient", "relative", "both", NULL};
    static const char *const formats[] = {"on_site", "digital", "both", NULL};
    static const char *const places[] = {"Göteborg", "Borås", "Skövde", NULL};
    static const char *const languages[] = {"sv", "sv en", "fi", NULL};
    struct match_person p = {.who = arena_printf(arena, "P%zu", i + 1),
                             .name = "N",
                             .areas = POOL_AREAS + random_below(r, 5),
                             .area_count = random_below(r, 3) > 0,
                             .unwanted = POOL_AREAS + random_below(r, 5),
                             .unwanted_count = now_and_then(r),
                             .perspective = one_of(r, perspectives, 4),
                             .formats = one_of(r, formats, 4),
                             .municipality = one_of(r, places, 4),
                             .travel_km = (int)random_below(r, 120) - 1,
                             .languages = one_of(r, languages, 4),
                             .has_address = !now_and_then(r),
                             .consents = !now_and_then(r),
                             .objects = now_and_then(r),
                             .protected_identity = now_and_then(r),
                             .deceased = now_and_then(r),
                             .left = now_and_then(r),
                             .conflict = now_and_then(r),
                             .already_asked = now_and_then(r),
                             .asked_lately = (int)random_below(r, 6),
                             .assigned_lately = (int)random_below(r, 3)};
    if (now_and_then(r))
        p.paused_until = date_add(TODAY, (long)random_below(r, 60) - 30);
    if (random_below(r, 2))
        p.introduced = (struct date){2026, 1, 1};
    if (p.asked_lately || random_below(r, 2))
        p.last_asked = date_add(TODAY, -(long)random_below(r, 700));
    return p;
}

static struct match_request request_drawn(struct random_source r, size_t i)
{
    static const char *const perspectives[] = {"patient", "relative", "either", NULL};
    static const char *const formats[] = {"on_site", "digital", "hybrid", NULL};
    static const char *const places[] = {"Göteborg", "Borås", NULL};
    static const char *const languages[] = {NULL, NULL, NULL, "sv", "en"};
    struct match_request request = {.number = arena_printf(arena, "LB-2027-%04zu", i + 1),
                                    .areas = POOL_AREAS + random_below(r, 5),
                                    .area_count = random_below(r, 3),
                                    .perspective = one_of(r, perspectives, 4),
                                    .format = one_of(r, formats, 4),
                                    .municipality = one_of(r, places, 3),
                                    .language = one_of(r, languages, 5),
                                    .today = TODAY};
    if (request.areas + request.area_count > POOL_AREAS + 6)
        request.area_count = 1;
    return request;
}

enum { REQUESTS = 100, PEOPLE = 100 };

/* 10,000 pairs: reasons add up, the excluded stand behind and have none, the order is by score. */
static void reasons_add_up_and_the_order_holds(void **state)
{
    (void)state;
    struct seeded seed = {.seed = 20270301};
    struct random_source r = random_seeded(&seed);
    size_t ranked = 0, excluded = 0;
    for (size_t i = 0; i < REQUESTS; i++) {
        struct match_request request = request_drawn(r, i);
        struct match_person people[PEOPLE];
        bool seen[PEOPLE] = {false};
        struct match *out = NULL;
        for (size_t j = 0; j < PEOPLE; j++)
            people[j] = person_drawn(r, j);
        match_rank(arena, &request, people, PEOPLE, &RULES, within, NULL, &out);
        for (size_t j = 0; j < PEOPLE; j++) {
            int sum = 0;
            for (size_t k = 0; k < out[j].reason_count; k++) {
                sum += out[j].reasons[k].weight;
                assert_true(out[j].reasons[k].weight != 0 && out[j].reasons[k].text[0]);
            }
            assert_int_equal(sum, out[j].score);
            assert_false(seen[out[j].person]);
            seen[out[j].person] = true;
            if (j > 0 && !out[j].excluded)
                assert_true(!out[j - 1].excluded && out[j - 1].score >= out[j].score);
            if (j > 0 && out[j].excluded && out[j - 1].excluded)
                assert_true(out[j - 1].person < out[j].person);
            ranked += !out[j].excluded;
            excluded += out[j].excluded != NULL;
        }
    }
    assert_true(ranked > 1000 && excluded > 1000); /* the sample says something */
}

/* However the people are handed in, the same stand in the same places. */
static void the_order_of_the_input_does_not_matter(void **state)
{
    (void)state;
    struct seeded seed = {.seed = 7};
    struct random_source r = random_seeded(&seed);
    for (size_t i = 0; i < 50; i++) {
        struct match_request request = request_drawn(r, i);
        struct match_person people[PEOPLE], shuffled[PEOPLE];
        struct match *first = NULL, *second = NULL;
        for (size_t j = 0; j < PEOPLE; j++)
            people[j] = shuffled[j] = person_drawn(r, j);
        for (uint32_t j = PEOPLE - 1; j > 0; j--) {
            uint32_t k = random_below(r, j + 1);
            struct match_person swap = shuffled[j];
            shuffled[j] = shuffled[k];
            shuffled[k] = swap;
        }
        match_rank(arena, &request, people, PEOPLE, &RULES, within, NULL, &first);
        match_rank(arena, &request, shuffled, PEOPLE, &RULES, within, NULL, &second);
        for (size_t j = 0; j < PEOPLE; j++) {
            assert_int_equal(first[j].excluded == NULL, second[j].excluded == NULL);
            assert_int_equal(first[j].score, second[j].score);
            if (!first[j].excluded)
                assert_string_equal(people[first[j].person].who, shuffled[second[j].person].who);
        }
    }
}

/* Among equals the asks of 200 requests are spread to within one, and no one is always first. */
static void equals_are_asked_equally_often(void **state)
{
    (void)state;
    enum { EQUALS = 17, WAVE = 3, ASSIGNMENTS = 200 };
    struct match_person people[EQUALS];
    int first[EQUALS] = {0}, asked_first = 0;
    for (size_t i = 0; i < EQUALS; i++) {
        people[i] = somebody();
        people[i].who = arena_printf(arena, "P%zu", i + 1);
    }
    for (int i = 0; i < ASSIGNMENTS; i++) {
        struct match_request r = request_for(BREAST, 1);
        struct match *out = NULL;
        int least = INT32_MAX, most = 0;
        r.number = arena_printf(arena, "LB-2027-%04d", i + 1);
        match_rank(arena, &r, people, EQUALS, &(struct match_rules){0}, within, NULL, &out);
        first[out[0].person]++;
        for (size_t j = 0; j < WAVE; j++) {
            people[out[j].person].asked_lately++;
            people[out[j].person].last_asked = TODAY;
        }
        for (size_t j = 0; j < EQUALS; j++) {
            least = people[j].asked_lately < least ? people[j].asked_lately : least;
            most = people[j].asked_lately > most ? people[j].asked_lately : most;
        }
        assert_true(most - least <= 1);
    }
    for (size_t i = 0; i < EQUALS; i++)
        asked_first = first[i] > asked_first ? first[i] : asked_first;
    assert_true(asked_first < ASSIGNMENTS / 5);
}

/* Ties fall anew with each request: of two equals each is before the other about half the time. */
static void ties_fall_by_lot(void **state)
{
    (void)state;
    struct match_person people[2] = {somebody(), somebody()};
    people[1].who = "P2";
    int before = 0;
    for (int i = 0; i < 1000; i++) {
        struct match_request r = request_for(BREAST, 1);
        struct match *out = NULL;
        r.number = arena_printf(arena, "LB-2027-%04d", i + 1);
        match_rank(arena, &r, people, 2, &RULES, within, NULL, &out);
        before += out[0].person == 0;
    }
    assert_in_range(before, 440, 560);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, over)
    const struct CMUnitTest tests[] = {
        TEST(reasons_add_up_and_the_order_holds),
        TEST(the_order_of_the_input_does_not_matter),
        TEST(equals_are_asked_equally_often),
        TEST(ties_fall_by_lot),
    };
    return cmocka_run_group_tests_name("matching_everybody", tests, NULL, NULL);
}
