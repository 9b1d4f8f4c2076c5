/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Associations: their exclusions, and what puts one before another.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "matching.h"

static bool within(const void *tree, const char *id, const char *ancestor)
{
    (void)tree;
    size_t len = strlen(ancestor);
    return strncmp(id, ancestor, len) == 0 && (id[len] == '\0' || id[len] == '.');
}

static const char *const BREAST[] = {"cancer.brost"};
static const char *const CANCER[] = {"cancer"};
static const char *const DIABETES[] = {"diabetes"};

static const struct match_association ALL[] = {
    {"A1", "Cancerföreningen", CANCER, 1, "", true, false},
    {"A2", "Bröstcancerföreningen Borås", BREAST, 1, "Borås, Mark", true, false},
    {"A3", "Bröstcancerföreningen", BREAST, 1, NULL, true, false},
    {"A4", "Bröstcancerföreningen Skövde", BREAST, 1, "Skövde", true, false},
    {"A5", "Diabetesföreningen", DIABETES, 1, "", true, false},
    {"A6", "Utan adress", BREAST, 1, "", false, false},
    {"A7", "Redan tillfrågad", BREAST, 1, "", true, true},
};
enum { COUNT = sizeof ALL / sizeof *ALL };

static void assert_list(const struct match_request *request, const char *wanted)
{
    struct arena *a = arena_new();
    struct match *out = NULL;
    char *list = arena_strdup(a, "");
    match_associations(a, request, ALL, COUNT, within, NULL, &out);
    for (size_t i = 0; i < COUNT; i++) {
        int sum = 0;
        for (size_t j = 0; j < out[i].reason_count; j++)
            sum += out[i].reasons[j].weight;
        assert_int_equal(sum, out[i].score);
        list = arena_printf(a, "%s%s%s%s ", list, ALL[out[i].person].who,
                            out[i].excluded ? ":" : "", out[i].excluded ? out[i].excluded : "");
    }
    assert_string_equal(list, wanted);
    arena_free(&a);
}

static void the_nearest_in_subject_and_place_comes_first(void **state)
{
    (void)state;
    assert_list(&(struct match_request){.number = "LB-2027-0001",
                                        .areas = BREAST,
                                        .area_count = 1,
                                        .format = "on_site",
                                        .municipality = "mark"},
                "A2 A3 A1 A4:catchment A5:area A6:no_address A7:already_asked ");
}

static void place_does_not_matter_to_what_is_digital(void **state)
{
    (void)state;
    struct match_request request = {.number = "LB-2027-0001",
                                    .areas = DIABETES,
                                    .area_count = 1,
                                    .format = "digital",
                                    .municipality = "Göteborg"};
    assert_list(&request, "A5 A1:area A2:area A3:area A4:area A6:no_address A7:already_asked ");
    request.areas = BREAST;
    struct arena *a = arena_new();
    struct match *out = NULL;
    match_associations(a, &request, ALL, COUNT, within, NULL, &out);
    assert_null(out[3].excluded); /* A1 to A4 all reach it */
    assert_string_equal(out[4].excluded, "area");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_nearest_in_subject_and_place_comes_first),
        cmocka_unit_test(place_does_not_matter_to_what_is_digital),
    };
    return cmocka_run_group_tests_name("matching_associations", tests, NULL, NULL);
}
