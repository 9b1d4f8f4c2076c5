/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The verbs of person, association and staff: what they print, refuse, and ask for.
 */
#include "pool_house.h"

#include <jansson.h>

#include "command.h"
#include "store/staff.h"

struct run {
    char out[32768];
    enum outcome outcome;
};

static const struct verb *find(const struct verb *verbs, const char *verb)
{
    for (; verbs->noun; verbs++)
        if (strcmp(verbs->verb, verb) == 0)
            return verbs;
    fail_msg("there is no verb %s", verb);
    return NULL;
}

/* Runs a verb with arguments (ended by NULL) and the standard input. */
static struct run run(struct pool_house *h, const struct verb *verbs, const char *verb, bool json,
                      const char *input, char **argv)
{
    struct run r = {.out = ""};
    FILE *in = tmpfile(), *out = fmemopen(r.out, sizeof r.out, "w");
    assert_non_null(in);
    assert_non_null(out);
    fputs(input, in);
    rewind(in);
    struct command c = {.house = &h->house,
                        .arena = h->book.arena,
                        .json = json,
                        .argv = argv,
                        .in = in,
                        .out = out,
                        .actor = "command"};
    while (argv[c.argc])
        c.argc++;
    r.outcome = find(verbs, verb)->run(&c, &h->book.fault);
    fclose(in);
    fclose(out);
    return r;
}

#define ARGS(...) ((char *[]){__VA_ARGS__, NULL})
#define PERSON(verb, ...) run(h, person_verbs, verb, false, "", ARGS(__VA_ARGS__))
#define PERSON_JSON(verb, ...) run(h, person_verbs, verb, true, "", ARGS(__VA_ARGS__))

static json_t *read_json(const struct run *r)
{
    json_error_t error;
    json_t *value = json_loads(r->out, JSON_DECODE_ANY, &error);
    if (!value)
        fail_msg("no JSON: %s in \"%s\"", error.text, r->out);
    return value;
}

static void a_person_is_added_shown_and_changed(void **state)
{
    struct pool_house *h = *state;
    struct run r = PERSON("add", "name=Anna Prov", "areas=stroke psyk", "story=Ett=två\ntre");
    assert_int_equal(r.outcome, DONE);
    assert_string_equal(r.out, "P1\n");
    r = PERSON("show", "P1");
    assert_non_null(strstr(r.out, "name: Anna Prov\n"));
    assert_non_null(strstr(r.out, "areas: psyk stroke\n"));
    assert_non_null(strstr(r.out, "story: Ett=två\n    tre\n"));
    assert_null(strstr(r.out, "birth_year"));
    r = PERSON_JSON("set", "P1", "birth_year=1950", "unwanted=stroke");
    json_t *value = read_json(&r);
    assert_string_equal(json_string_value(json_object_get(value, "id")), "P1");
    assert_int_equal(json_integer_value(json_object_get(value, "birth_year")), 1950);
    assert_int_equal(json_array_size(json_object_get(value, "unwanted")), 1);
    json_decref(value);
    r = PERSON("set", "P1", "birth_year");
    assert_refused(r.outcome, h->book.fault, EXIT_USAGE, "KEY=VALUE");
    r = PERSON("show", "A1");
    assert_refused(r.outcome, h->book.fault, EXIT_USAGE, "A1");
}

static void a_pause_lies_ahead(void **state)
{
    struct pool_house *h = *state;
    PERSON("add", "name=Anna Prov");
    struct run r = PERSON("pause", "P1", "2027-06-01");
    assert_refused(r.outcome, h->book.fault, EXIT_USAGE, "day to come");
    r = PERSON("pause", "P1", "2027-06-02");
    assert_int_equal(r.outcome, DONE);
    assert_value(&h->book, "SELECT paused_until FROM person", "2027-06-02");
}

static void a_list_is_in_columns_and_hides_the_protected(void **state)
{
    struct pool_house *h = *state;
    PERSON("add", "name=Åke Öst", "municipality=Ale", "areas=stroke", "consent_date=2026-01-02");
    PERSON("add", "name=Bo", "municipality=Hemlig", "protected_identity=ja",
           "consent_date=2026-01-02");
    PERSON("add", "name=Utan samtycke");
    struct run r = PERSON("list", "--why", "prov");
    assert_string_equal(r.out, "P1  Åke Öst  Ale  stroke\nP2  Bo            \n"
                               "1 left out, whom the legal basis does not cover\n");
    r = PERSON_JSON("list", "--why=prov");
    json_t *value = read_json(&r);
    assert_int_equal(json_array_size(value), 2);
    json_decref(value);
    h->settings.library.legal_basis = "none";
    r = PERSON("list", "--why", "prov");
    assert_refused(r.outcome, h->book.fault, EXIT_NOT_PERMITTED, "legal basis");
    assert_string_equal(r.out, "");
}

static void an_export_holds_what_is_stored_and_erasing_ends_it(void **state)
{
    struct pool_house *h = *state;
    PERSON("add", "name=Anna Prov", "consent_date=2026-01-02", "consent_version=3");
    PERSON("list", "--why", "prov");
    struct run r = PERSON("export", "P1");
    json_t *value = read_json(&r);
    const json_t *consent = json_array_get(json_object_get(value, "consents"), 0);
    assert_string_equal(json_string_value(json_object_get(consent, "version")), "3");
    const json_t *search = json_array_get(json_object_get(value, "searches"), 0);
    assert_string_equal(json_string_value(json_object_get(search, "purpose")), "prov");
    json_decref(value);
    r = PERSON("erase", "P1");
    assert_string_equal(r.out, "P1\n");
    r = PERSON("show", "P1");
    assert_null(strstr(r.out, "Anna"));
    assert_non_null(strstr(r.out, "erased_at: 2027-06-01T"));
}

static void an_import_tells_what_came_of_it(void **state)
{
    struct pool_house *h = *state;
    char *path = arena_printf(h->book.arena, "%s/people.csv", h->book.folder);
    static const char good[] = "name,email\nA,a@example.org\nB,a@example.org\n", bad[] = "x\n1\n";
    assert_done(file_write(path, good, strlen(good), 0600, &h->book.fault), h->book.fault);
    struct run r = PERSON("import", path);
    assert_string_equal(r.out, "line 2: the same e-mail as line 3, with another name\n"
                               "line 3: the same e-mail as line 2, with another name\n"
                               "rows: 2\nadded: 2\nupdated: 0\n");
    assert_done(file_write(path, bad, strlen(bad), 0600, &h->book.fault), h->book.fault);
    r = PERSON_JSON("import", path);
    assert_refused(r.outcome, h->book.fault, EXIT_DATA, "nothing was imported");
    json_t *value = read_json(&r);
    assert_true(json_array_size(json_object_get(value, "faults")) >= 1);
    json_decref(value);
    r = PERSON("import", "/nowhere/people.csv");
    assert_refused(r.outcome, h->book.fault, EXIT_NO_INPUT, "people.csv");
}

static void associations_are_kept_by_hand(void **state)
{
    struct pool_house *h = *state;
    struct run r = run(h, association_verbs, "add", false, "",
                       ARGS("name=Provföreningen", "areas=stroke", "reply_days=9"));
    assert_string_equal(r.out, "A1\n");
    r = run(h, association_verbs, "set", true, "", ARGS("A1", "municipalities=Ale, Borås"));
    assert_int_equal(r.outcome, DONE);
    r = run(h, association_verbs, "list", false, "", (char *[]){NULL});
    assert_string_equal(r.out, "A1  Provföreningen  Ale, Borås  stroke\n");
    r = run(h, association_verbs, "show", false, "", ARGS("A1"));
    assert_non_null(strstr(r.out, "reply_days: 9\n"));
}

static void staff_need_a_long_password(void **state)
{
    struct pool_house *h = *state;
    struct run r = run(h, staff_verbs, "add", true, "elva tecken\n", ARGS("Eva"));
    assert_refused(r.outcome, h->book.fault, EXIT_DATA, "at least 12");
    r = run(h, staff_verbs, "add", true, "", ARGS("Eva"));
    assert_refused(r.outcome, h->book.fault, EXIT_DATA, "one line");
    r = run(h, staff_verbs, "add", true, "tolv tecken!\n", ARGS("Eva", "--role", "boss"));
    assert_refused(r.outcome, h->book.fault, EXIT_DATA, "--role");
    r = run(h, staff_verbs, "add", true, "tolv tecken!\r\n", ARGS("Eva", "--role=reader"));
    assert_int_equal(r.outcome, DONE);
    assert_null(strstr(r.out, "hash"));
    struct staff s;
    assert_done(staff_by_name(h->book.db, h->book.arena, "Eva", &s, &h->book.fault), h->book.fault);
    assert_string_equal(s.role, "reader");
    assert_true(password_matches(s.password_hash, "tolv tecken!"));
    r = run(h, staff_verbs, "add", true, "tolv tecken!\n", ARGS("Eva"));
    assert_refused(r.outcome, h->book.fault, EXIT_DATA, "that name already");
    r = run(h, staff_verbs, "disable", true, "", ARGS("Eva"));
    assert_non_null(strstr(r.out, "true"));
    r = run(h, staff_verbs, "disable", true, "", ARGS("Bo"));
    assert_refused(r.outcome, h->book.fault, EXIT_NO_INPUT, "nobody");
    assert_value(&h->book, "SELECT group_concat(event || ' ' || subject) FROM audit",
                 "staff_added staff:1,staff_disabled staff:1");
}

#define test(name) cmocka_unit_test_setup_teardown(name, pool_house_make, pool_house_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_person_is_added_shown_and_changed),
        test(a_pause_lies_ahead),
        test(a_list_is_in_columns_and_hides_the_protected),
        test(an_export_holds_what_is_stored_and_erasing_ends_it),
        test(an_import_tells_what_came_of_it),
        test(associations_are_kept_by_hand),
        test(staff_need_a_long_password),
    };
    return cmocka_run_group_tests_name("command_roster", tests, NULL, NULL);
}
