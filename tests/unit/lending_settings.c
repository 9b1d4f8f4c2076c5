/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What staff change of the shipped texts and values: kept as versions with a row of the trail, seen
 * at the next step, refused when it does not fit, and gone back on.
 */
#include "lending_house.h"

#include "base/buffer.h"
#include "lending/settings.h"
#include "store/versions.h"

static const char CODE[] = "letters/sv/code.md";
static const char NEW[] = "Subject: Kod\n\nKoden är {{code}}.\n";

static const char house_tree[] = "[cancer]\nsv = Cancer\nwords = cancer\n\n"
                                 "[cancer.brost]\nparent = cancer\nsv = Bröstcancer\n"
                                 "words = bröstcancer\n\n[smarta]\nsv = Smärta\n";

static void note(void *context, const char *line)
{
    const char **all = context;
    *all = arena_printf(house_arena, "%s%s\n", *all, line);
}

/* A small tree of areas, whose text is known. */
static int make(void **state)
{
    int failed = house_make(state);
    struct lending_house *h = *state;
    struct areas *areas;
    assert_did(areas_read(h->arena, "areas", house_tree, &areas, &h->fault), h);
    h->house.areas = areas;
    h->house.areas_text = house_tree;
    assert_did(house_take_book(&h->house, house_tell, NULL, &h->fault), h);
    return failed;
}

static int over(void **state)
{
    struct lending_house *h = *state;
    house_leave_book(&h->house);
    return house_over(state);
}

static int64_t save(struct lending_house *h, const char *name, const char *text)
{
    struct setting_edit edit = {.name = name, .text = text, .seen = -1, .report = house_tell};
    int64_t version = -1;
    assert_did(lending_setting_save(&h->house, h->arena, "command", &edit, &version, &h->fault), h);
    house_renew(&h->house);
    house_sound(h);
    return version;
}

/* Refused with this exit code; exactly these faults were told, and the book is as it was. */
static void refused(struct lending_house *h, const char *name, const char *text, int code,
                    const char *told)
{
    const char *all = "", *before = house_dump(h);
    struct setting_edit edit = {
        .name = name, .text = text, .seen = -1, .report = note, .context = &all};
    int64_t version = -1;
    assert_int_equal(
        lending_setting_save(&h->house, h->arena, "command", &edit, &version, &h->fault), NEVER);
    assert_int_equal(h->fault.code, code);
    assert_int_equal(version, 0);
    assert_string_equal(all, told);
    assert_string_equal(house_dump(h), before);
    house_sound(h);
}

static void a_letter_is_changed_from_the_next_step_on(void **state)
{
    struct lending_house *h = *state;
    const struct shelf *before = h->house.shelf;
    struct setting_edit edit = {.name = CODE, .text = NEW, .seen = 0, .report = house_tell};
    int64_t version;
    assert_did(lending_setting_save(&h->house, h->arena, "command", &edit, &version, &h->fault), h);
    assert_int_equal(version, 1);
    assert_ptr_equal(h->house.shelf, before);
    house_renew(&h->house);
    assert_string_equal(shelf_text(h->house.shelf, CODE), NEW);
    assert_string_equal(house_text(&h->house, h->arena, CODE), NEW);
    assert_string_equal(house_shipped_text(&h->house, h->arena, CODE), shelf_text(before, CODE));
    assert_book(h, "SELECT event || subject FROM audit", "setting_changedsetting:1");
    assert_book(h, "SELECT text FROM audit_text", "letters/sv/code.md, version 1");
}

static void going_back_is_a_version_too(void **state)
{
    struct lending_house *h = *state;
    const char *shipped = shelf_text(h->house.shelf, CODE);
    assert_int_equal(save(h, CODE, NEW), 1);
    assert_int_equal(save(h, CODE, NULL), 2);
    assert_string_equal(shelf_text(h->house.shelf, CODE), shipped);
    assert_int_equal(save(h, CODE, NEW), 3);
    assert_int_equal(save(h, CODE, shipped), 4);
    assert_book(h, "SELECT shipped FROM setting_version ORDER BY id", "0 1 0 1");
    assert_book(h, "SELECT event FROM audit ORDER BY id",
                "setting_changed setting_restored setting_changed setting_restored");
    struct setting_version v;
    assert_did(versions_get(h->house.db, h->arena, CODE, 1, &v, &h->fault), h);
    assert_string_equal(v.body, NEW);
    assert_string_equal(v.of_sha256, sha256_text(h->arena, shipped));
}

static void what_holds_already_makes_no_version(void **state)
{
    struct lending_house *h = *state;
    assert_int_equal(save(h, CODE, NULL), 0);
    assert_int_equal(save(h, CODE, shelf_text(h->house.shelf, CODE)), 0);
    assert_int_equal(save(h, CODE, NEW), 1);
    assert_int_equal(save(h, CODE, "Subject: Kod\r\n\r\nKoden är {{code}}.\r\n\r\n"), 0);
    assert_book(h, "SELECT count(*) FROM audit", "1");
}

static void two_who_change_at_once_do_not_overwrite_each_other(void **state)
{
    struct lending_house *h = *state;
    struct setting_edit edit = {.name = CODE, .text = NEW, .seen = 0, .report = house_tell};
    int64_t version;
    assert_int_equal(save(h, CODE, "Subject: Annan\n\n{{code}}\n"), 1);
    assert_refusal(lending_setting_save(&h->house, h->arena, "command", &edit, &version, &h->fault),
                   h, EXIT_DATA, "version 1 stands");
    assert_non_null(strstr(house_text(&h->house, h->arena, CODE), "Annan"));
}

static void what_is_broken_is_refused_and_nothing_is_changed(void **state)
{
    struct lending_house *h = *state;
    refused(h, CODE, "Subject: Kod\n\n{{#code}}\n", EXIT_DATA,
            "letters/sv/code.md:3: the section 'code' is not closed\n");
    refused(h, "rules", "[rule x]\nareas = smarta okand\nroute = pool\n", EXIT_DATA,
            "rules:1: [rule x] names the area okand; expected an id of config/areas.ini\n");
    refused(h, "rules", "[rule x]\nareas = smarta\n", EXIT_DATA,
            "rules:1: [rule] route is missing; expected association, association_first, pool or "
            "both\n");
    refused(h, "compensation.fixed", "snart:1/2", EXIT_DATA,
            "compensation.fixed:1: [compensation] fixed = snart:1/2: \"snart:1/2\" is not valid; "
            "expected DATE:HALF/FULL in kronor, each date once, as 2019-01-01:900/1800\n");
    refused(h, "retention.mail", "12\n24", EXIT_DATA,
            "retention.mail:1: the value has several lines; expected one\n");
    refused(h, "areas/smarta", "sv = Smärta\nwords = cancer\n", EXIT_DATA,
            "areas/smarta:2: this word belongs to [cancer] already: cancer\n");
    refused(h, "areas/smarta", "sv = Smärta\n[x]\nsv = x\n", EXIT_DATA,
            "areas/smarta:1: a section stands in the section\n");
    refused(h, "areas/Stort Id", "sv = Smärta\n", EXIT_DATA,
            "areas/Stort Id:1: this is no id of an area: small letters, digits and dots\n");
}

static void what_is_the_files_own_cannot_be_changed(void **state)
{
    struct lending_house *h = *state;
    refused(h, "library.legal_basis", "consent", EXIT_NOT_PERMITTED, "");
    refused(h, "send.target", "maildir:/tmp/x", EXIT_NOT_PERMITTED, "");
    refused(h, "pages/forfragan.html", "<p>x</p>", EXIT_NOT_PERMITTED, "");
    refused(h, "letters/sv/finnsinte.md", "Subject: x\n\nx\n", EXIT_NO_INPUT, "");
    refused(h, "finnsinte", "x", EXIT_NO_INPUT, "");
}

static void rules_and_values_of_the_book_decide(void **state)
{
    struct lending_house *h = *state;
    const char *const wanted[] = {"smarta"};
    bool (*within)(const void *, const char *, const char *) =
        (bool (*)(const void *, const char *, const char *))areas_within;
    assert_int_equal(
        settings_rule_route(h->house.settings, wanted, 1, within, h->house.areas, NULL),
        ROUTE_NONE);
    assert_int_equal(save(h, "rules", "[rule smärta]\nareas = smarta\nroute = association_first\n"),
                     1);
    assert_int_equal(
        settings_rule_route(h->house.settings, wanted, 1, within, h->house.areas, NULL),
        ROUTE_ASSOCIATION_FIRST);
    assert_int_equal(h->house.settings->routing.rule_count, 1);
    save(h, "retention.mail", "6");
    save(h, "compensation.fixed", "2019-01-01:900/1800, 2030-01-01:1000/2000");
    assert_int_equal(h->house.settings->retention.mail, 6);
    assert_int_equal(h->house.settings->compensation.fixed_count, 2);
    assert_int_equal(h->house.settings->compensation.fixed[1].full_day, 2000);
    assert_string_equal(h->house.settings->library.address, h->settings.library.address);
    assert_int_equal(save(h, "rules", ""), 2);
    assert_int_equal(h->house.settings->routing.rule_count, 0);
    save(h, "rules", NULL);
    assert_int_equal(h->house.settings->routing.rule_count, 1);
    assert_string_equal(h->house.settings->routing.rules[0].name, "krav");
    assert_int_equal(h->house.settings->retention.mail, 6);
}

static void areas_come_change_and_go(void **state)
{
    struct lending_house *h = *state;
    save(h, "areas/migran", "parent = smarta\nsv = Migrän\nwords = migrän\n");
    assert_string_equal(areas_find(h->house.areas, "migran")->parent, "smarta");
    assert_int_equal(areas_count(h->house.areas), 4);
    save(h, "areas/smarta", "sv = Långvarig smärta\n");
    assert_string_equal(areas_find(h->house.areas, "smarta")->sv, "Långvarig smärta");
    house_person(h, "Anna", "a@example.net", "migran");
    refused(h, "areas/migran", NULL, EXIT_DATA, "");
    house_sql(h, "DELETE FROM person_area");
    save(h, "areas/migran", NULL);
    assert_null(areas_find(h->house.areas, "migran"));
    assert_string_equal(areas_find(h->house.areas, "smarta")->sv, "Långvarig smärta");
    assert_string_equal(house_shipped_text(&h->house, h->arena, "areas/smarta"), "sv = Smärta\n");
}

/* A later version of the files may not bear what staff once wrote: that is told, not guessed. */
static void what_no_longer_fits_is_refused_at_start_and_passed_over_in_a_step(void **state)
{
    struct lending_house *h = *state;
    const char *all = "";
    save(h, "retention.mail", "6");
    house_sql(h, "INSERT INTO setting_version (kind, name, version, body, at)"
                 " VALUES ('template', 'letters/sv/code.md', 1, 'x', '2027-03-01T09:00:00.000Z')");
    house_renew(&h->house);
    assert_int_equal(h->house.settings->retention.mail, 6);
    assert_refusal(house_take_book(&h->house, note, &all, &h->fault), h, EXIT_CONFIG, "faults");
    assert_string_equal(all, "letters/sv/code.md (version 1):1: the first line is no subject; "
                             "expected 'Subject: …' and then the letter\n");
    assert_int_equal(save(h, CODE, NULL), 2);
    assert_did(house_take_book(&h->house, house_tell, NULL, &h->fault), h);
}

static void who_changed_what_can_be_listed(void **state)
{
    struct lending_house *h = *state;
    house_sql(h, "INSERT INTO staff (id, name, password_hash, created_at)"
                 " VALUES (3, 'Siv', 'x', '2027-01-01T00:00:00.000Z')");
    struct setting_edit edit = {.name = CODE, .text = NEW, .seen = 0, .report = house_tell};
    struct setting_version *list;
    int64_t version;
    size_t count;
    assert_did(lending_setting_save(&h->house, h->arena, "staff:3", &edit, &version, &h->fault), h);
    save(h, "retention.mail", "6");
    save(h, CODE, NULL);
    assert_did(versions_list(h->house.db, h->arena, "", 0, 2, &list, &count, &h->fault), h);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].name, CODE);
    assert_true(list[0].shipped);
    assert_did(versions_list(h->house.db, h->arena, "", list[1].id, 9, &list, &count, &h->fault),
               h);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].by_name, "Siv");
    assert_book(h, "SELECT actor FROM audit ORDER BY id", "staff:3 command command");
    assert_did(versions_standing(h->house.db, h->arena, &list, &count, &h->fault), h);
    assert_int_equal(count, 1);
    assert_string_equal(list[0].name, "retention.mail");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, over)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_letter_is_changed_from_the_next_step_on),
        TEST(going_back_is_a_version_too),
        TEST(what_holds_already_makes_no_version),
        TEST(two_who_change_at_once_do_not_overwrite_each_other),
        TEST(what_is_broken_is_refused_and_nothing_is_changed),
        TEST(what_is_the_files_own_cannot_be_changed),
        TEST(rules_and_values_of_the_book_decide),
        TEST(areas_come_change_and_go),
        TEST(what_no_longer_fits_is_refused_at_start_and_passed_over_in_a_step),
        TEST(who_changed_what_can_be_listed),
    };
    return cmocka_run_group_tests_name("lending_settings", tests, house_group, house_group_over);
}
