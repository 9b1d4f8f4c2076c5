/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for care units: a request finds its unit by name, and two units become one without
 * anything being lost.
 */
#include "pool_house.h"

#include "lending.h"
#include "lending/units.h"
#include "store/requests.h"

#define CHANGES(...)                                                                               \
    (const struct roster_change[]){__VA_ARGS__},                                                   \
        sizeof((const struct roster_change[]){__VA_ARGS__}) / sizeof(struct roster_change)
#define ON(h) &(h)->house, (h)->book.arena, "staff:1"

#define AT "'2027-05-01T08:00:00.000Z'"
#define REQUEST(id, state, address, name)                                                          \
    "INSERT INTO request (id, year, serial, number, state, state_since, source, received_at,"      \
    " sender_address, sender_name) VALUES (" id ", 2027, " id ", 'LB-2027-000" id "', '" state     \
    "', " AT ", 'web', " AT ", '" address "', '" name "');"

static const char requests[] = REQUEST("1", "triage", "eva@vgregion.example", "Eva Alm")
    REQUEST("2", "triage", "bo@vgregion.example", "Bo Ek")
        REQUEST("3", "triage", "EVA@vgregion.example", "")
            REQUEST("4", "received", "x@fjarran.example", "");

/* Staff say what the unit of a request is called. */
static enum outcome call(struct pool_house *h, int64_t request, const char *unit, const char *phone)
{
    struct fact facts[FACT_COUNT] = {
        [FACT_UNIT] = {.value = unit}, [FACT_CONTACT_PHONE] = {.value = phone}};
    struct event event = {.kind = EVENT_FACTS, .request_id = request, .actor = "staff:1"};
    struct verdict verdict;
    return lending_facts(&h->house, h->book.arena, request, ORIGIN_STAFF, facts, 0, &event,
                         &verdict, &h->book.fault);
}

static int make(void **state)
{
    if (pool_house_make(state) != 0)
        return -1;
    struct pool_house *h = *state;
    pool_sql(&h->book, requests);
    return 0;
}

/* U1 Strokeenheten Östra with requests 1 and 3, U2 Stroke Östra with 2. */
static void name_both(struct pool_house *h)
{
    assert_done(call(h, 1, "Strokeenheten Östra", "031-390 06 01"), h->book.fault);
    assert_done(call(h, 2, "Stroke Östra", NULL), h->book.fault);
    assert_done(call(h, 3, "STROKEENHETEN  ÖSTRA", NULL), h->book.fault);
}

#define OF_REQUESTS                                                                                \
    "SELECT group_concat(coalesce(unit_id, '-'), ' ') FROM (SELECT * FROM request ORDER BY id)"
#define UNITS                                                                                      \
    "SELECT group_concat(id || ' ' || name, '; ')"                                                 \
    " FROM (SELECT * FROM unit WHERE merged_into IS NULL ORDER BY id)"
#define CONTACTS                                                                                   \
    "SELECT group_concat(unit_id || ' ' || address || ' ' || name || ' ' || phone, '; ')"          \
    " FROM (SELECT * FROM unit_contact ORDER BY id)"
#define TRAIL                                                                                      \
    "SELECT group_concat(actor || ' ' || event || ' ' || subject, '; ') FROM audit"                \
    " WHERE subject LIKE 'U%'"

static void a_request_finds_its_unit_by_name_in_letters_of_any_size(void **state)
{
    struct pool_house *h = *state;
    name_both(h);
    assert_value(&h->book, OF_REQUESTS, "1 2 1 -");
    assert_value(&h->book, UNITS, "1 Strokeenheten Östra; 2 Stroke Östra");
    assert_value(&h->book, CONTACTS,
                 "1 eva@vgregion.example Eva Alm 031-390 06 01; 2 bo@vgregion.example Bo Ek ");
}

static void a_name_that_was_wrong_leaves_no_unit_behind(void **state)
{
    struct pool_house *h = *state;
    assert_done(call(h, 1, "Vi på stroken", NULL), h->book.fault);
    assert_done(call(h, 1, "Strokeenheten", NULL), h->book.fault);
    assert_value(&h->book, "SELECT group_concat(name) FROM unit", "Strokeenheten");
    assert_value(&h->book, "SELECT group_concat(folded) FROM unit_name", "strokeenheten");
    assert_value(&h->book, "SELECT count(*) FROM unit_contact", "1");
}

static void what_staff_have_named_stays_without_a_request(void **state)
{
    struct pool_house *h = *state;
    assert_done(call(h, 1, "Stroken", NULL), h->book.fault);
    assert_done(roster_unit_set(ON(h), 1, CHANGES({"division", "Östra"}), &h->book.fault),
                h->book.fault);
    assert_done(call(h, 1, "Hjärtat", NULL), h->book.fault);
    assert_value(&h->book, UNITS, "1 Stroken; 2 Hjärtat");
}

static void what_nobody_has_taken_up_makes_no_unit(void **state)
{
    struct pool_house *h = *state;
    assert_done(call(h, 4, "Fjärran", NULL), h->book.fault);
    assert_value(&h->book, "SELECT state FROM request WHERE id = 4", "received");
    assert_value(&h->book, "SELECT count(*) FROM unit", "0");
}

static void a_new_name_is_one_more_and_a_taken_one_is_refused(void **state)
{
    struct pool_house *h = *state;
    name_both(h);
    assert_refused(
        roster_unit_set(ON(h), 2, CHANGES({"name", "strokeenheten östra"}), &h->book.fault),
        h->book.fault, EXIT_DATA, "name: U1 is called so");
    assert_refused(roster_unit_set(ON(h), 2, CHANGES({"name", " "}), &h->book.fault), h->book.fault,
                   EXIT_DATA, "name is needed");
    assert_refused(roster_unit_set(ON(h), 9, CHANGES({"name", "X"}), &h->book.fault), h->book.fault,
                   EXIT_NO_INPUT, "U9");
    assert_done(roster_unit_set(ON(h), 2, CHANGES({"name", "Strokemottagningen"}), &h->book.fault),
                h->book.fault);
    assert_done(roster_unit_set(ON(h), 2, CHANGES({"name", "Strokemottagningen"}), &h->book.fault),
                h->book.fault);
    assert_value(&h->book, "SELECT group_concat(folded) FROM unit_name WHERE unit_id = 2",
                 "stroke östra,strokemottagningen");
    assert_value(&h->book, TRAIL, "staff:1 unit_changed U2");
    assert_done(call(h, 4, "x", NULL), h->book.fault);
    assert_done(call(h, 1, "Strokemottagningen", NULL), h->book.fault);
    assert_value(&h->book, OF_REQUESTS, "2 2 1 -");
}

static void staffs_word_about_a_contact_stands_over_what_requests_say(void **state)
{
    struct pool_house *h = *state;
    name_both(h);
    int64_t contact = 1, other = 0;
    assert_done(roster_unit_contact(ON(h), 1, &contact, CHANGES({"phone", "031-390 06 44"}),
                                    &h->book.fault),
                h->book.fault);
    assert_done(call(h, 1, "Strokeenheten Östra", "031-390 06 02"), h->book.fault);
    assert_value(&h->book, "SELECT phone FROM unit_contact WHERE id = 1", "031-390 06 44");
    assert_refused(roster_unit_contact(ON(h), 1, &other,
                                       CHANGES({"address", "Eva@VGREGION.example"}),
                                       &h->book.fault),
                   h->book.fault, EXIT_DATA, "address: the unit has");
    assert_refused(roster_unit_contact(ON(h), 1, &other, CHANGES({"name", ""}), &h->book.fault),
                   h->book.fault, EXIT_DATA, "name: a name");
    assert_refused(
        roster_unit_contact(ON(h), 1, &other, CHANGES({"address", "eva"}), &h->book.fault),
        h->book.fault, EXIT_DATA, "no e-mail");
    assert_done(roster_unit_contact(ON(h), 1, &other, CHANGES({"name", "Växeln"}), &h->book.fault),
                h->book.fault);
    assert_done(roster_unit_contact_remove(ON(h), 1, other, &h->book.fault), h->book.fault);
    assert_refused(roster_unit_contact_remove(ON(h), 1, 2, &h->book.fault), h->book.fault,
                   EXIT_NO_INPUT, "no such contact");
    assert_value(&h->book, TRAIL,
                 "staff:1 unit_contact_changed U1; staff:1 unit_contact_added U1; staff:1"
                 " unit_contact_removed U1");
    assert_value(&h->book,
                 "SELECT group_concat(text, '; ') FROM audit_text JOIN audit ON audit.id = audit_id"
                 " WHERE subject = 'U1'",
                 "phone; name");
}

static void two_become_one_and_nothing_is_lost(void **state)
{
    struct pool_house *h = *state;
    name_both(h);
    pool_sql(&h->book,
             "INSERT INTO unit_contact (unit_id, address, name, phone, seen_at) VALUES"
             " (2, 'Eva@vgregion.example', 'E. Alm', '031-390 06 05', '2028'),"
             " (2, '', 'Växeln', '031-390 06 06', '2026');"
             "UPDATE unit_contact SET phone = '' WHERE id = 1;"
             "UPDATE unit SET division = 'SU' WHERE id = 2;"
             "INSERT INTO association (name, created_at) VALUES ('Strokeföreningen', '2027');"
             "INSERT INTO cooperation VALUES (1, 'stroke östra')");
    assert_done(roster_unit_merge(ON(h), 1, 2, &h->book.fault), h->book.fault);
    assert_value(&h->book, OF_REQUESTS, "1 1 1 -");
    assert_value(&h->book, UNITS, "1 Strokeenheten Östra");
    assert_value(&h->book, "SELECT division FROM unit WHERE id = 1", "SU");
    assert_value(&h->book, CONTACTS,
                 "1 eva@vgregion.example Eva Alm 031-390 06 05; 1 bo@vgregion.example Bo Ek ;"
                 " 1  Växeln 031-390 06 06");
    assert_value(&h->book, "SELECT seen_at FROM unit_contact WHERE id = 1", "2028");
    assert_value(&h->book,
                 "SELECT actor || ' ' || subject || ' ' || from_state || '>' || to_state"
                 " FROM audit WHERE event = 'unit_merged'",
                 "staff:1 U1 U2>U1");
    int64_t partner;
    assert_done(associations_cooperating(h->book.db, h->book.arena, "Strokeenheten Östra", &partner,
                                         &h->book.fault),
                h->book.fault);
    assert_int_equal(partner, 1);
    assert_done(call(h, 2, "Hjärtat", NULL), h->book.fault);
    assert_done(call(h, 2, "Stroke Östra", NULL), h->book.fault);
    assert_value(&h->book, OF_REQUESTS, "1 1 1 -");
}

static void a_unit_is_not_merged_with_itself_or_with_what_is_merged(void **state)
{
    struct pool_house *h = *state;
    name_both(h);
    assert_refused(roster_unit_merge(ON(h), 1, 1, &h->book.fault), h->book.fault, EXIT_DATA,
                   "the same");
    assert_refused(roster_unit_merge(ON(h), 1, 9, &h->book.fault), h->book.fault, EXIT_NO_INPUT,
                   "U9");
    assert_value(&h->book, OF_REQUESTS, "1 2 1 -");
    assert_done(roster_unit_merge(ON(h), 1, 2, &h->book.fault), h->book.fault);
    assert_refused(roster_unit_merge(ON(h), 2, 1, &h->book.fault), h->book.fault, EXIT_DATA,
                   "U2 is a part of U1");
    assert_refused(roster_unit_set(ON(h), 2, CHANGES({"name", "Ny"}), &h->book.fault),
                   h->book.fault, EXIT_DATA, "U2 is a part of U1");
    assert_value(&h->book, "SELECT count(*) FROM audit WHERE event = 'unit_merged'", "1");
    assert_false(db_in_transaction(h->book.db));
}

static void lists_go_on_from_where_they_ended(void **state)
{
    struct pool_house *h = *state;
    int64_t *ids;
    size_t count;
    assert_done(call(h, 1, "öron", NULL), h->book.fault);
    assert_done(call(h, 2, "Barn 100%", NULL), h->book.fault);
    assert_done(call(h, 3, "akut", NULL), h->book.fault);
    struct db *db = h->book.db;
    struct arena *a = h->book.arena;
    assert_done(units_page(db, a, "", 0, 2, &ids, &count, &h->book.fault), h->book.fault);
    assert_true(count == 2 && ids[0] == 3 && ids[1] == 2);
    assert_done(units_page(db, a, "", 2, 2, &ids, &count, &h->book.fault), h->book.fault);
    assert_true(count == 1 && ids[0] == 1);
    const struct {
        const char *words;
        int64_t found;
    } all[] = {{"ÖRON", 1}, {"0%", 2}, {"bo ek", 2}, {"EVA@", 3}, {"a_k", 0}};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        assert_done(units_page(db, a, all[i].words, 0, 9, &ids, &count, &h->book.fault),
                    h->book.fault);
        bool found = false;
        for (size_t k = 0; k < count; k++)
            found = found || ids[k] == all[i].found;
        if (found != (all[i].found != 0))
            fail_msg("%s: %zu found", all[i].words, count);
    }
}

int main(void)
{
#define UNIT_TEST(test) cmocka_unit_test_setup_teardown(test, make, pool_house_clear)
    const struct CMUnitTest tests[] = {
        UNIT_TEST(a_request_finds_its_unit_by_name_in_letters_of_any_size),
        UNIT_TEST(a_name_that_was_wrong_leaves_no_unit_behind),
        UNIT_TEST(what_staff_have_named_stays_without_a_request),
        UNIT_TEST(what_nobody_has_taken_up_makes_no_unit),
        UNIT_TEST(a_new_name_is_one_more_and_a_taken_one_is_refused),
        UNIT_TEST(staffs_word_about_a_contact_stands_over_what_requests_say),
        UNIT_TEST(two_become_one_and_nothing_is_lost),
        UNIT_TEST(a_unit_is_not_merged_with_itself_or_with_what_is_merged),
        UNIT_TEST(lists_go_on_from_where_they_ended),
    };
    return cmocka_run_group_tests_name("lending_units", tests, NULL, NULL);
}
