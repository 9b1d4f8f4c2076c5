/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Imports into a real book: all or nothing, again without harm, and everyone's line told.
 */
#include "pool_house.h"

#include "lending/import.h"
#include "lending/people.h"
#include "store/associations.h"
#include "store/people.h"

static struct import_result given;

static enum outcome give_bytes(struct pool_house *h, const char *data, size_t len)
{
    memset(&h->told, 0, sizeof h->told);
    return import_people(&h->house, h->book.arena, "command", data, len,
                         &(struct import_report){.line = pool_tell, .context = &h->told}, &given,
                         &h->book.fault);
}

static enum outcome give(struct pool_house *h, const char *text)
{
    return give_bytes(h, text, strlen(text));
}

static enum outcome give_associations(struct pool_house *h, const char *text)
{
    memset(&h->told, 0, sizeof h->told);
    return import_associations(&h->house, h->book.arena, "command", text, strlen(text),
                               &(struct import_report){.line = pool_tell, .context = &h->told},
                               &given, &h->book.fault);
}

static size_t people_count(struct pool_house *h)
{
    int64_t *ids;
    size_t count;
    assert_done(people_ids(h->book.db, h->book.arena, &ids, &count, &h->book.fault), h->book.fault);
    return count;
}

static struct person load(struct pool_house *h, int64_t id)
{
    struct person p;
    assert_done(people_load(h->book.db, h->book.arena, id, &p, &h->book.fault), h->book.fault);
    return p;
}

static const char two[] =
    "name;email;phone;areas;perspective;municipality;languages;formats;birth_year;consent_date;"
    "consent_version;introduction_date;story\n"
    "Åsa Test;asa@EXAMPLE.org;070-174 06 05;stroke diabetes.typ1;patient;Borås;SV, fi sv;both;1961;"
    "2026-02-03;2;2026-03-04;\"Jag fick stroke.\nDet var 2019.\"\n"
    "Bo Prov;;;;;;;;;;;;\n";

static void whole_people_come_in(void **state)
{
    struct pool_house *h = *state;
    assert_done(give(h, two), h->book.fault);
    assert_int_equal(given.added, 2);
    assert_int_equal(given.updated, 0);
    assert_int_equal(people_count(h), 2);
    struct person p = load(h, 1);
    assert_string_equal(p.name, "Åsa Test");
    assert_string_equal(p.email, "asa@example.org");
    assert_int_equal(p.area_count, 2);
    assert_string_equal(p.areas[0], "diabetes.typ1");
    assert_string_equal(p.languages, "sv fi");
    assert_int_equal(p.birth_year, 1961);
    assert_string_equal(p.consent_date, "2026-02-03");
    assert_string_equal(p.story, "Jag fick stroke.\nDet var 2019.");
    p = load(h, 2);
    assert_string_equal(p.languages, "sv");
    assert_null(p.consent_date);
    assert_value(&h->book, "SELECT group_concat(person_id || given || version || how) FROM consent",
                 "112import");
    assert_value(&h->book, "SELECT group_concat(event || ' ' || subject) FROM audit",
                 "people_imported P1-P2");
}

static void the_same_file_again_changes_nothing(void **state)
{
    struct pool_house *h = *state;
    assert_done(give(h, two), h->book.fault);
    const char *rows = pool_value(&h->book, "SELECT count(*) FROM audit");
    assert_done(give(h, two), h->book.fault);
    assert_int_equal(given.added, 0);
    assert_int_equal(given.updated, 0);
    assert_int_equal(given.notes, 0);
    assert_int_equal(people_count(h), 2);
    assert_value(&h->book, "SELECT count(*) FROM audit", rows);
}

static void same_name_and_email_updates(void **state)
{
    struct pool_house *h = *state;
    assert_done(give(h, two), h->book.fault);
    assert_done(give(h, "name,email,phone,municipality,areas\n"
                        " åsa  TEST ,ASA@example.org,070-174 06 99,,psyk\n"),
                h->book.fault);
    assert_int_equal(given.added, 0);
    assert_int_equal(given.updated, 1);
    struct person p = load(h, 1);
    assert_string_equal(p.phone, "070-174 06 99");
    assert_string_equal(p.municipality, "Borås");
    assert_int_equal(p.area_count, 1);
    assert_string_equal(p.areas[0], "psyk");
    assert_string_equal(p.consent_date, "2026-02-03");
}

static void same_email_with_another_name_is_added_and_told(void **state)
{
    struct pool_house *h = *state;
    assert_done(give(h, two), h->book.fault);
    assert_done(give(h, "name,email\nAlf Test,asa@example.org\nC,c@example.org\nD,C@example.org\n"),
                h->book.fault);
    assert_int_equal(given.added, 3);
    assert_int_equal(given.notes, 3);
    assert_non_null(strstr(h->told.text, "line 2: the same e-mail as P1, with another name"));
    assert_non_null(strstr(h->told.text, "line 3: the same e-mail as line 4"));
    assert_int_equal(people_count(h), 5);
}

static void without_an_email_the_phone_tells_people_apart(void **state)
{
    struct pool_house *h = *state;
    assert_done(give(h, "name,phone\nEva Prov,070-174 06 10\nEva Prov,070-174 06 11\n"),
                h->book.fault);
    assert_int_equal(given.added, 2);
    assert_int_equal(given.notes, 2);
    assert_done(give(h, "name,phone,municipality\nEva Prov,070-174 06 11,Ale\n"), h->book.fault);
    assert_int_equal(given.updated, 1);
    assert_string_equal(load(h, 2).municipality, "Ale");
    assert_string_equal(load(h, 1).municipality, "");
}

static void one_bad_row_and_nothing_is_imported(void **state)
{
    struct pool_house *h = *state;
    static const struct {
        const char *file, *wanted;
    } table[] = {
        {"name,areas\nA,stroke\nB,hjartat\nC,psyk\n",
         "line 3: areas: there is no area \"hjartat\""},
        {"name,email\nA,a@example.org\n,b@example.org\n", "line 3: name: a name is needed"},
        {"name,email\nA,a@example\xC3\xA5.org\n", "line 2: email: this is no e-mail address"},
        {"name,email\nA,a b@example.org\n", "line 2: email: this is no e-mail address"},
        {"name,perspective\nA,patent\n", "line 2: perspective: \"patent\" is none of: patient"},
        {"name,formats\nA,zoom\n", "line 2: formats: \"zoom\" is none of: on_site"},
        {"name,languages\nA,svenska\n", "line 2: languages: \"svenska\" is no language code"},
        {"name,birth_year\nA,1899\nB,2028\nC,61\n", "line 2: birth_year: expected a number from"},
        {"name,consent_date\nA,3/2 2026\n", "line 2: consent_date: expected a date as"},
        {"name,consent_date\nA,2026-02-30\n", "line 2: consent_date: expected a date as"},
        {"name,consent_date\nA,2027-06-02\n", "line 2: consent_date: this day is yet to come"},
        {"name,phone\nA,\"070\n174\"\n", "line 2: phone: line breaks"},
        {"name\tareas\nA\tstroke\n", "line 1: there is no column \"name areas\""},
        {"namn,email\nA,a@example.org\n", "line 1: there is no column \"namn\""},
        {"name,personnummer\nA,1\n", "line 1: there is no column \"personnummer\""},
        {"email\na@example.org\n", "line 1: the column \"name\" is missing"},
        {"name,email\nA,a@example.org\na,A@example.org\n",
         "line 3: this is the same person as on line 2"},
        {"name,story\nA,\"never closed\nB,x\n", "line 2: a quotation mark is opened"},
        {"", "the file is empty"},
    };
    assert_done(give(h, two), h->book.fault);
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        assert_refused(give(h, table[i].file), h->book.fault, EXIT_DATA, "nothing was imported");
        if (!strstr(h->told.text, table[i].wanted))
            fail_msg("case %zu: got \"%s\"", i, h->told.text);
        assert_int_equal(h->told.faults, given.faults);
        assert_int_equal(people_count(h), 2);
    }
    assert_value(&h->book, "SELECT count(*) FROM person", "2");
}

static void each_bad_row_is_told(void **state)
{
    struct pool_house *h = *state;
    assert_refused(give(h, "name,birth_year,areas\nA,1,x\nB,1950,stroke\nC,2,\n"), h->book.fault,
                   EXIT_DATA, "3 faults");
    assert_non_null(strstr(h->told.text, "line 2: birth_year"));
    assert_non_null(strstr(h->told.text, "line 2: areas"));
    assert_non_null(strstr(h->told.text, "line 4: birth_year"));
    assert_null(strstr(h->told.text, "line 3"));
}

static void ten_thousand_rows(void **state)
{
    struct pool_house *h = *state;
    enum { ROWS = 10000 };
    char *file = malloc(ROWS * 80);
    assert_non_null(file);
    size_t n = (size_t)sprintf(file, "name;email;areas\n");
    for (int i = 0; i < ROWS; i++)
        n += (size_t)sprintf(file + n, "Person %d;p%d@example.org;stroke psyk\n", i, i);
    assert_done(give_bytes(h, file, n), h->book.fault);
    assert_int_equal(given.added, ROWS);
    assert_int_equal(people_count(h), ROWS);
    n += (size_t)sprintf(file + n, "Ny;p7@example.org;x\n");
    assert_refused(give_bytes(h, file, n), h->book.fault, EXIT_DATA, "1 faults");
    assert_int_equal(people_count(h), ROWS);
    free(file);
}

static void what_a_broken_off_import_left_is_swept_away(void **state)
{
    struct pool_house *h = *state;
    pool_sql(&h->book,
             "INSERT INTO person (name, import_id, created_at) VALUES ('Kvar', 3, '2027');"
             "INSERT INTO person_area VALUES (1, 'stroke', 0);");
    assert_done(give(h, two), h->book.fault);
    assert_int_equal(people_count(h), 2);
    assert_value(&h->book, "SELECT count(*) FROM person WHERE name = 'Kvar'", "0");
    assert_value(&h->book, "SELECT count(*) FROM person WHERE import_id IS NOT NULL", "0");
}

static void one_import_at_a_time(void **state)
{
    struct pool_house *h = *state;
    int lock;
    assert_done(db_role_lock(h->book.path, "import", &lock, &h->book.fault), h->book.fault);
    assert_int_equal(give(h, two), AGAIN);
    assert_int_equal(h->book.fault.code, EXIT_TRY_AGAIN);
    db_role_unlock(&lock);
    assert_done(give(h, two), h->book.fault);
}

static void a_withdrawn_consent_stays_withdrawn(void **state)
{
    struct pool_house *h = *state;
    assert_done(give(h, two), h->book.fault);
    assert_done(roster_person_set(&h->house, h->book.arena, "command", 1,
                                  &(struct roster_change){"consent_date", ""}, 1, &h->book.fault),
                h->book.fault);
    assert_done(give(h, two), h->book.fault);
    assert_null(load(h, 1).consent_date);
    assert_non_null(strstr(h->told.text, "line 2: P1 has withdrawn this consent since"));
    assert_done(give(h, "name,email,consent_date\nÅsa Test,asa@example.org,2027-06-01\n"),
                h->book.fault);
    assert_string_equal(load(h, 1).consent_date, "2027-06-01");
    assert_value(&h->book, "SELECT group_concat(given) FROM consent WHERE person_id = 1", "1,0,1");
}

static void associations_come_in_by_name(void **state)
{
    struct pool_house *h = *state;
    static const char file[] =
        "name,email,contact,areas,municipalities\n"
        "Strokevännerna Prov,stroke@example.org,Eva Prov,stroke,\"Borås, Ale\"\n"
        "Diabetesklubben Prov,diabetes@example.org,,diabetes,\n";
    assert_done(give_associations(h, file), h->book.fault);
    assert_int_equal(given.added, 2);
    struct association x;
    assert_done(associations_load(h->book.db, h->book.arena, 1, &x, &h->book.fault), h->book.fault);
    assert_string_equal(x.municipalities, "Borås, Ale");
    assert_string_equal(x.areas[0], "stroke");
    assert_done(give_associations(h, file), h->book.fault);
    assert_int_equal(given.added + given.updated, 0);
    assert_done(give_associations(h, "name,email,contact\n"
                                     "strokevännerna prov,,Bo Prov\n"
                                     "Annan,stroke@example.org,\n"),
                h->book.fault);
    assert_int_equal(given.added, 1);
    assert_int_equal(given.updated, 1);
    assert_non_null(strstr(h->told.text, "line 3: the same e-mail as A1, with another name"));
    assert_done(associations_load(h->book.db, h->book.arena, 1, &x, &h->book.fault), h->book.fault);
    assert_string_equal(x.contact, "Bo Prov");
    assert_string_equal(x.email, "stroke@example.org");
    assert_refused(give_associations(h, "name,story\nA,b\n"), h->book.fault, EXIT_DATA, "nothing");
    assert_refused(give_associations(h, "name,areas\nA,stroke\nA,psyk\n"), h->book.fault, EXIT_DATA,
                   "nothing");
    assert_non_null(strstr(h->told.text, "line 3: this is the same association as on line 2"));
}

static void staff_are_told_in_swedish(void **state)
{
    struct pool_house *h = *state;
    const struct import_report report = {.line = pool_tell, .context = &h->told, .swedish = true};
    const char *people = "name,email,areas,birth_year,consent_date,shoe\n"
                         ",bo,sport,17,2999-01-01,\n"
                         "Bo,,,,3 mars,41,42\n",
               *twice = "name,email\nBo,bo@example.org\nBo,bo@example.org\n";
    assert_refused(import_people(&h->house, h->book.arena, "staff:1", people, strlen(people),
                                 &report, &given, &h->book.fault),
                   h->book.fault, EXIT_DATA, "nothing");
    static const char *const told[] = {
        "Rad 1: det finns ingen kolumn \"shoe\"",
        "Rad 2: name: ett namn behövs",
        "Rad 2: email: det är ingen e-postadress",
        "Rad 2: areas: det finns inget område \"sport\"",
        "Rad 2: birth_year: det ska vara ett tal från 1900 till",
        "Rad 2: consent_date: den dagen har inte varit än",
        "Rad 3: raden har 7 fält, men den första raden har 6 kolumner",
    };
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        if (!strstr(h->told.text, told[i]))
            fail_msg("%s is not in\n%s", told[i], h->told.text);
    assert_refused(import_people(&h->house, h->book.arena, "staff:1", twice, strlen(twice), &report,
                                 &given, &h->book.fault),
                   h->book.fault, EXIT_DATA, "nothing");
    assert_non_null(strstr(h->told.text, "Rad 3: det här är samma person som på rad 2"));
}

#define test(name) cmocka_unit_test_setup_teardown(name, pool_house_make, pool_house_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(whole_people_come_in),
        test(the_same_file_again_changes_nothing),
        test(same_name_and_email_updates),
        test(same_email_with_another_name_is_added_and_told),
        test(without_an_email_the_phone_tells_people_apart),
        test(one_bad_row_and_nothing_is_imported),
        test(each_bad_row_is_told),
        test(ten_thousand_rows),
        test(what_a_broken_off_import_left_is_swept_away),
        test(one_import_at_a_time),
        test(a_withdrawn_consent_stays_withdrawn),
        test(associations_come_in_by_name),
        test(staff_are_told_in_swedish),
    };
    return cmocka_run_group_tests_name("lending_import", tests, NULL, NULL);
}
