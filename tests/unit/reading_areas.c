/* SPDX-License-Identifier: EUPL-1.2 */
/* The area file: the shipped one, and each fault with its line. */
#include "reading_mail.h"

static const struct {
    const char *text, *fault;
} faults[] = {
    {"", "t.ini:1: the file holds no area"},
    {"sv = A\n", "t.ini:1: a section \"[id]\" must come first"},
    {"[a\nsv = A\n", "t.ini:1: a section is"},
    {"[A b]\nsv = A\n", "t.ini:1: an id is"},
    {"[a]\nsv = A\n[a]\nsv = B\n", "t.ini:3: this area was given before"},
    {"[a]\nsv = A\nname = B\n", "t.ini:3: unknown key"},
    {"[a]\nsv = A\nsv = B\n", "t.ini:3: this key was given before"},
    {"[a]\nsv = A\nwords\n", "t.ini:3: expected \"key = value\""},
    {"[a]\n  lost\n", "t.ini:2: an indented line"},
    {"[a]\nwords = x\n", "t.ini:1: the area has no name"},
    {"[a]\nsv = A\nparent = b\n", "t.ini:3: there is no such parent: b"},
    {"[a]\nsv = A\nparent = a\n", "t.ini:3: the parents form a loop: a"},
    {"[a]\nsv = A\nparent = b\n[b]\nsv = B\nparent = a\n", "t.ini:3: the parents form a loop: a"},
    {"[a]\nsv = A\nwords = gikt\n[b]\nsv = B\nwords = gikt\n",
     "t.ini:6: this word belongs to [a] already: gikt"},
    {"[a]\nsv = A\nphrases = * gikt\n", "t.ini:3: the first word of a phrase"},
    {"[a]\nsv = A\nphrases = a b c d e f g h i\n", "t.ini:3: a phrase has one to eight words"},
    {"[a]\nsv = A\nsetting = maybe\n", "t.ini:3: expected \"setting = yes\""},
    {"[a]\nsv = A\nfirm = no\n", "t.ini:3: expected \"firm = yes\""},
    {"[a]\nsv = \xFF\n", "t.ini:1: the file is not UTF-8"},
};

static void each_fault_names_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct fault f = {.text = ""};
        struct areas *out;
        assert_int_equal(areas_read(arena, "t.ini", faults[i].text, &out, &f), NEVER);
        assert_int_equal(f.code, EXIT_CONFIG);
        if (strncmp(f.text, faults[i].fault, strlen(faults[i].fault)) != 0)
            fail_msg("%s\nexpected %s", f.text, faults[i].fault);
    }
}

static void a_chain_into_a_loop_is_found(void **state)
{
    (void)state;
    struct fault f;
    struct areas *out;
    const char *text =
        "[x]\nsv = X\nparent = a\n[a]\nsv = A\nparent = b\n[b]\nsv = B\nparent = a\n";
    assert_int_equal(areas_read(arena, "t.ini", text, &out, &f), NEVER);
    assert_non_null(strstr(f.text, "loop"));
}

static void the_tree_knows_kin(void **state)
{
    (void)state;
    assert_int_equal(areas_count(areas), 95);
    assert_string_equal(areas_find(areas, "cancer.brost")->sv, "Bröstcancer");
    assert_string_equal(areas_find(areas, "cancer.brost")->en, "Breast cancer");
    assert_string_equal(areas_find(areas, "cancer.brost")->parent, "cancer");
    assert_string_equal(areas_find(areas, "cancer")->parent, "");
    assert_null(areas_find(areas, "brost"));
    assert_null(areas_at(areas, areas_count(areas)));
    assert_true(areas_within(areas, "cancer.brost", "cancer"));
    assert_true(areas_within(areas, "cancer", "cancer"));
    assert_false(areas_within(areas, "cancer", "cancer.brost"));
    assert_false(areas_within(areas, "nothing", "cancer"));
}

static void every_area_is_found_by_its_own_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < areas_count(areas); i++) {
        const struct area *area = areas_at(areas, i);
        const char *name = arena_strndup(arena, area->sv, strcspn(area->sv, "("));
        struct reading_input in =
            mail_of("", arena_printf(arena, "Vi söker personer med %s.", name));
        const char *got = read_mail(&in).facts[FACT_AREAS].value;
        if (!got || !strstr(got, area->id))
            fail_msg("%s is read as %s", area->id, got ? got : "nothing");
    }
}

static void capitals_and_prefixes_hold(void **state)
{
    (void)state;
    struct areas *own;
    struct fault f;
    assert_int_equal(areas_read(arena, "t.ini",
                                "\xEF\xBB\xBF# comment\n[a]\nsv = A\nwords = MS\nstems = dialys\n"
                                "phrases = ulcerös kolit,\n  två ord\n",
                                &own, &f),
                     DONE);
    static const struct fact_case cases[] = {
        {"Vi söker någon med MS.", "a"},
        {"Vi söker någon med ms.", NULL},
        {"Vi söker dialyspatienter.", "a"},
        {"Vi söker någon med två ord.", "a"},
        {"Vi söker någon med ulcerös kolit.", "a"},
    };
    struct areas *shipped = areas;
    areas = own;
    CHECK(FACT_AREAS, cases);
    areas = shipped;
}

static void what_an_area_is_beside_others_stands_in_the_file(void **state)
{
    (void)state;
    struct areas *own;
    struct fault f;
    assert_int_equal(areas_read(arena, "t.ini",
                                "[gikt]\nsv = Gikt\nwords = gikt\n"
                                "[unga]\nsv = Unga\nwords = unga\nyields = yes\n"
                                "[tand]\nsv = Tand\nwords = karies\nbeside = yes\n"
                                "[app]\nsv = App\nwords = appar\nsetting = yes\nfirm = yes\n"
                                "[allt]\nsv = Allt\nany = allt duger\n"
                                "[psyk]\nsv = Psyk\nwords = psyk\n"
                                "[psyk.oro]\nparent = psyk\nsv = Oro\nwords = oro\n"
                                "[psyk.bup]\nparent = psyk\nsv = BUP\nwords = BUP\nunit = yes\n",
                                &own, &f),
                     DONE);
    static const struct fact_case cases[] = {
        {"Vi söker unga.", "unga"},
        {"Vi söker unga med gikt.", "gikt"},
        {"Vi söker unga med karies.", "unga tand"},
        {"Allt duger, vi söker patienter.", "allt"},
        {"Allt duger, vi söker någon som har prövat appar.", "app"},
        {"BUP-mottagningen söker unga med oro.", "psyk.oro psyk.bup"},
        {"BUP-mottagningen söker unga med gikt.", "gikt"},
        {"Vi söker någon med psyk och oro.", "psyk psyk.oro"},
        {"Vi söker någon med psyk, helst oro.", "psyk.oro"},
    };
    struct areas *shipped = areas;
    areas = own;
    CHECK(FACT_AREAS, cases);
    areas = shipped;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_names_its_line),
        cmocka_unit_test(a_chain_into_a_loop_is_found),
        cmocka_unit_test(the_tree_knows_kin),
        cmocka_unit_test(every_area_is_found_by_its_own_name),
        cmocka_unit_test(capitals_and_prefixes_hold),
        cmocka_unit_test(what_an_area_is_beside_others_stands_in_the_file),
    };
    return cmocka_run_group_tests_name("reading_areas", tests, open_areas, close_areas);
}
