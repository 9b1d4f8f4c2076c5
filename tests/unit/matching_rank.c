/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Ranking: each exclusion and each reason by an example. What must hold for everybody stands in
 * matching_everybody.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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
static const char *const CANCER[] = {"cancer"};
static const char *const LUNG[] = {"cancer.lung"};
static const char *const ANY[] = {"delaktighet"};
static const char *const TWO[] = {"cancer.brost", "diabetes"};
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

static struct match rank_one(const struct match_request *request, const struct match_person *p)
{
    struct match *out = NULL;
    match_rank(arena, request, p, 1, &RULES, within, NULL, &out);
    assert_int_equal(out[0].person, 0);
    return out[0];
}

static void assert_excluded(const struct match_request *request, const struct match_person *p,
                            const char *key)
{
    struct match m = rank_one(request, p);
    if (!m.excluded || strcmp(m.excluded, key) != 0)
        fail_msg("excluded by %s instead of %s", m.excluded ? m.excluded : "nothing", key);
    assert_int_equal(m.reason_count, 0);
    assert_int_equal(m.score, 0);
}

/* The weight of the reason with that key; 0: there is none. */
static int weight_of(const struct match *m, const char *key)
{
    assert_null(m->excluded);
    for (size_t i = 0; i < m->reason_count; i++)
        if (strcmp(m->reasons[i].key, key) == 0)
            return m->reasons[i].weight;
    return 0;
}

static void each_exclusion_has_its_key(void **state)
{
    (void)state;
    struct match_request r = request_for(BREAST, 1);
    struct match_person p = somebody();
    assert_null(rank_one(&r, &p).excluded);
#define EXCLUDED(key, change)                                                                      \
    do {                                                                                           \
        p = somebody();                                                                            \
        change;                                                                                    \
        assert_excluded(&r, &p, key);                                                              \
    } while (0)
    EXCLUDED("deceased", p.deceased = true);
    EXCLUDED("left", p.left = true);
    EXCLUDED("protected", p.protected_identity = true);
    EXCLUDED("no_consent", p.consents = false);
    EXCLUDED("objects", p.objects = true);
    EXCLUDED("unconfirmed", p.unconfirmed = true);
    EXCLUDED("no_address", p.has_address = false);
    EXCLUDED("conflict", p.conflict = true);
    EXCLUDED("already_asked", p.already_asked = true);
    EXCLUDED("paused", p.paused_until = TODAY);
    EXCLUDED("resting", p.asked_month = 2);
    EXCLUDED("unwanted_area", (p.unwanted = CANCER, p.unwanted_count = 1));
    EXCLUDED("area", p.areas = LUNG);
    EXCLUDED("area", p.area_count = 0);
    r.perspective = "patient";
    EXCLUDED("perspective", p.perspective = "relative");
    r.format = "on_site";
    EXCLUDED("format", p.formats = "digital");
    r.format = "digital";
    EXCLUDED("format", p.formats = "on_site");
    r.language = "fi";
    EXCLUDED("language", p.languages = "sv en");
    EXCLUDED("language", p.languages = NULL);
    /* the gravest is told */
    EXCLUDED("deceased", p.deceased = p.left = p.conflict = true);
#undef EXCLUDED
}

static void what_is_not_known_excludes_nobody(void **state)
{
    (void)state;
    struct match_request r = request_for(BREAST, 1);
    struct match_person p = somebody();
    r.perspective = "relative", r.format = "on_site", r.municipality = "Borås";
    assert_null(rank_one(&r, &p).excluded);
    p.perspective = "both", p.formats = "both";
    assert_null(rank_one(&r, &p).excluded);
    r.perspective = "either", r.format = "hybrid";
    p.perspective = "patient", p.formats = "digital";
    assert_null(rank_one(&r, &p).excluded);
    p = somebody();
    p.paused_until = (struct date){2027, 2, 28};
    p.unwanted = LUNG, p.unwanted_count = 1;
    p.asked_month = 1, p.last_asked = (struct date){2027, 2, 20};
    assert_null(rank_one(&r, &p).excluded);
}

static void an_objection_excludes_where_consent_is_not_the_basis(void **state)
{
    (void)state;
    const struct match_rules rules = {.consent_is_basis = false};
    struct match_request r = request_for(BREAST, 1);
    struct match_person people[2] = {somebody(), somebody()};
    struct match *out = NULL;
    people[0].consents = false, people[0].asked_month = 50;
    people[1].who = "P2", people[1].objects = true;
    match_rank(arena, &r, people, 2, &rules, within, NULL, &out);
    assert_int_equal(out[0].person, 0);
    assert_null(out[0].excluded);
    assert_string_equal(out[1].excluded, "objects");
}

/* One ask a month: the date of the last one is enough to know. */
static void whoever_was_asked_this_month_rests(void **state)
{
    (void)state;
    const struct match_rules rules = {.max_asks_per_month = 1};
    struct match_request r = request_for(BREAST, 1);
    struct match_person p = somebody();
    struct match *out = NULL;
    p.asked_lately = 1;
    p.last_asked = date_add(TODAY, -29);
    match_rank(arena, &r, &p, 1, &rules, within, NULL, &out);
    assert_string_equal(out[0].excluded, "resting");
    p.last_asked = date_add(TODAY, -30);
    match_rank(arena, &r, &p, 1, &rules, within, NULL, &out);
    assert_null(out[0].excluded);
}

static void areas_weigh_by_how_near_they_are(void **state)
{
    (void)state;
    struct match_request breast = request_for(BREAST, 1), cancer = request_for(CANCER, 1);
    struct match_request any = request_for(ANY, 1), two = request_for(TWO, 2);
    struct match_request none = request_for(NULL, 0);
    struct match_person exact = somebody(), broad = somebody(), bare = somebody();
    broad.areas = CANCER, bare.area_count = 0;
    struct match m = rank_one(&breast, &exact);
    int is = weight_of(&m, "area_exact");
    assert_non_null(strstr(m.reasons[0].text, "(cancer.brost)"));
    m = rank_one(&cancer, &exact);
    int below = weight_of(&m, "area_near");
    m = rank_one(&breast, &broad);
    int above = weight_of(&m, "area_near");
    assert_true(is > below && below > above && above > 0);
    m = rank_one(&any, &bare);
    assert_true(weight_of(&m, "area_any") > 0);
    m = rank_one(&none, &bare);
    assert_int_equal(weight_of(&m, "area_any"), 0);
    exact.areas = TWO, exact.area_count = 2;
    assert_true(rank_one(&two, &exact).score == rank_one(&breast, &exact).score + is);
}

static void each_reason_weighs_as_it_should(void **state)
{
    (void)state;
    struct match_request r = request_for(BREAST, 1);
    struct match_person p = somebody();
    int plain = rank_one(&r, &p).score;
    r.perspective = "patient", p.perspective = "both";
    struct match m = rank_one(&r, &p);
    assert_true(weight_of(&m, "perspective") > 0);
    r.format = "on_site", p.formats = "on_site";
    r.municipality = "Göteborg", p.municipality = "göteborg";
    m = rank_one(&r, &p);
    assert_true(weight_of(&m, "format") > 0);
    int same = weight_of(&m, "distance");
    p.municipality = "Borås";
    m = rank_one(&r, &p);
    assert_int_equal(weight_of(&m, "distance"), 0);
    p.travel_km = 80;
    m = rank_one(&r, &p);
    int travels = weight_of(&m, "distance");
    p.travel_km = 0;
    m = rank_one(&r, &p);
    assert_true(same > travels && travels > 0 && weight_of(&m, "distance") < 0);
    r.format = "digital", p.formats = "digital";
    m = rank_one(&r, &p);
    assert_int_equal(weight_of(&m, "distance"), 0);
    r.format = "hybrid", p.formats = "both";
    m = rank_one(&r, &p);
    assert_int_equal(weight_of(&m, "distance"), 0);
    p = somebody(), r = request_for(BREAST, 1);
    p.introduced = (struct date){2026, 5, 4};
    assert_true(rank_one(&r, &p).score > plain);
    p = somebody(), p.languages = "fi";
    m = rank_one(&r, &p);
    assert_true(weight_of(&m, "language") < 0);
    r.language = "fi";
    m = rank_one(&r, &p);
    assert_true(weight_of(&m, "language") > 0);
}

static void whoever_was_asked_or_chosen_steps_back(void **state)
{
    (void)state;
    struct match_request r = request_for(BREAST, 1);
    struct match_person p = somebody();
    struct match m = rank_one(&r, &p);
    int never = m.score;
    assert_true(weight_of(&m, "fair") > 0);
    p.last_asked = (struct date){2025, 1, 1};
    int long_ago = rank_one(&r, &p).score;
    p.last_asked = (struct date){2026, 9, 1}, p.asked_lately = 1;
    m = rank_one(&r, &p);
    int once = m.score;
    assert_non_null(strstr(m.reasons[m.reason_count - 1].text, "en gång"));
    p.asked_lately = 2;
    m = rank_one(&r, &p);
    int twice = m.score;
    assert_non_null(strstr(m.reasons[m.reason_count - 1].text, "2 gånger"));
    p.assigned_lately = 1;
    m = rank_one(&r, &p);
    assert_true(never > long_ago && long_ago > once && once > twice && twice > m.score);
    assert_true(weight_of(&m, "assigned_lately") < twice - once);
    p.asked_lately = p.assigned_lately = INT32_MAX;
    assert_true(rank_one(&r, &p).score < 0);
}

static void nobody_at_all_is_a_list_too(void **state)
{
    (void)state;
    struct match_request r = request_for(BREAST, 1);
    struct match *out = NULL;
    match_rank(arena, &r, NULL, 0, &RULES, within, NULL, &out);
    assert_non_null(out);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, over)
    const struct CMUnitTest tests[] = {
        TEST(each_exclusion_has_its_key),
        TEST(what_is_not_known_excludes_nobody),
        TEST(an_objection_excludes_where_consent_is_not_the_basis),
        TEST(whoever_was_asked_this_month_rests),
        TEST(areas_weigh_by_how_near_they_are),
        TEST(each_reason_weighs_as_it_should),
        TEST(whoever_was_asked_or_chosen_steps_back),
        TEST(nobody_at_all_is_a_list_too),
    };
    return cmocka_run_group_tests_name("matching_rank", tests, NULL, NULL);
}
