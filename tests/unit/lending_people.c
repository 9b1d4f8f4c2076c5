/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for people: what a change implies comes with it, and nothing is listed without a reason.
 */
#include "pool_house.h"

#include "lending/people.h"

#define CHANGES(...)                                                                               \
    (const struct roster_change[]){__VA_ARGS__},                                                   \
        sizeof((const struct roster_change[]){__VA_ARGS__}) / sizeof(struct roster_change)

static int64_t add(struct pool_house *h, const struct roster_change *changes, size_t count)
{
    int64_t id = 0;
    assert_done(
        roster_person_add(&h->house, h->book.arena, "staff:1", changes, count, &id, &h->book.fault),
        h->book.fault);
    return id;
}

static enum outcome set(struct pool_house *h, int64_t id, const char *key, const char *value)
{
    return roster_person_set(&h->house, h->book.arena, "staff:1", id, CHANGES({key, value}),
                             &h->book.fault);
}

static int64_t anna(struct pool_house *h)
{
    return add(h, CHANGES({"name", "Anna Prov"}, {"email", "anna@Example.ORG"},
                          {"areas", "stroke  diabetes"}, {"consent_date", "2026-02-03"},
                          {"consent_version", "2"}, {"travel_km", "40"}, {"objects", "nej"}));
}

static struct person load(struct pool_house *h, int64_t id)
{
    struct person p;
    assert_done(people_load(h->book.db, h->book.arena, id, &p, &h->book.fault), h->book.fault);
    return p;
}

static const char letters[] =
    "INSERT INTO request (id, year, serial, number, state, state_since, source, received_at)"
    " VALUES (1, 2027, 1, 'LB-2027-0001', 'inviting', '2027', 'mail', '2027');"
    "INSERT INTO invitation (request_id, person_id, wave, queued_at) VALUES (1, 1, 1, '2027');"
    "INSERT INTO letter (id, request_id, recipient, address, purpose, language, view, urgency,"
    " message_id, queued_at, next_at) VALUES"
    " (1, 1, 'P1', 'anna@example.org', 'invitation', 'sv', '{}', 1, 'a', '2027', '2027'),"
    " (2, 1, 'P1', 'anna@example.org', 'message', 'sv', '{}', 0, 'b', '2027', '2027');";
#define LETTERS "SELECT group_concat(state) FROM letter"

static void adding_is_written_in_the_trail_without_values(void **state)
{
    struct pool_house *h = *state;
    int64_t id = anna(h);
    struct person p = load(h, id);
    assert_string_equal(p.email, "anna@example.org");
    assert_string_equal(p.areas[0], "diabetes");
    assert_int_equal(p.travel_km, 40);
    assert_done(set(h, id, "phone", "070-174 06 12"), h->book.fault);
    assert_done(set(h, id, "phone", "070-174 06 12"), h->book.fault);
    assert_value(&h->book,
                 "SELECT group_concat(actor || ' ' || event || ' ' || subject, '; ') FROM audit",
                 "staff:1 person_added P1; staff:1 person_changed P1");
    assert_value(&h->book, "SELECT group_concat(text) FROM audit_text", "phone");
    assert_value(&h->book, "SELECT how FROM consent", "staff:1");
}

static void bad_values_change_nothing(void **state)
{
    struct pool_house *h = *state;
    int64_t id = anna(h);
    assert_refused(set(h, id, "areas", "stroke sport"), h->book.fault, EXIT_DATA, "\"sport\"");
    assert_refused(set(h, id, "name", " "), h->book.fault, EXIT_DATA, "name is needed");
    assert_refused(set(h, id, "shoe_size", "41"), h->book.fault, EXIT_USAGE, "travel_km");
    assert_refused(set(h, id, "travel_km", "-4"), h->book.fault, EXIT_DATA, "0 to 2000");
    assert_refused(set(h, id, "deceased", "kanske"), h->book.fault, EXIT_DATA, "yes or no");
    assert_refused(set(h, id, "phone", "\xE5"), h->book.fault, EXIT_DATA, "UTF-8");
    assert_refused(set(h, 9, "phone", "1"), h->book.fault, EXIT_NO_INPUT, "P9");
    int64_t other;
    assert_refused(roster_person_add(&h->house, h->book.arena, "command",
                                     CHANGES({"email", "x@example.org"}), &other, &h->book.fault),
                   h->book.fault, EXIT_DATA, "name");
    assert_value(&h->book, "SELECT count(*) FROM audit", "1");
    assert_false(db_in_transaction(h->book.db));
}

static void pausing_and_objecting_overtake_asks(void **state)
{
    struct pool_house *h = *state;
    int64_t id = anna(h);
    pool_sql(&h->book, letters);
    assert_done(set(h, id, "municipality", "Ale"), h->book.fault);
    assert_value(&h->book, LETTERS, "queued,queued");
    assert_done(set(h, id, "paused_until", "2027-09-01"), h->book.fault);
    assert_value(&h->book, LETTERS, "dropped,queued");
    pool_sql(&h->book, "UPDATE letter SET state = 'deferred'");
    assert_done(set(h, id, "paused_until", ""), h->book.fault);
    assert_value(&h->book, LETTERS, "deferred,deferred");
    assert_done(set(h, id, "objects", "ja"), h->book.fault);
    assert_value(&h->book, LETTERS, "dropped,deferred");
}

static void dying_overtakes_every_letter(void **state)
{
    struct pool_house *h = *state;
    int64_t id = anna(h);
    pool_sql(&h->book, letters);
    assert_done(set(h, id, "deceased", "1"), h->book.fault);
    assert_value(&h->book, LETTERS, "dropped,dropped");
    assert_value(&h->book, "SELECT state FROM invitation", "cancelled");
}

static void withdrawing_consent_is_a_row_and_overtakes_where_it_is_the_basis(void **state)
{
    struct pool_house *h = *state;
    int64_t id = anna(h);
    pool_sql(&h->book, letters);
    assert_done(set(h, id, "consent_date", ""), h->book.fault);
    assert_null(load(h, id).consent_date);
    assert_value(&h->book, "SELECT group_concat(version || given) FROM consent", "21,20");
    assert_value(&h->book, LETTERS, "dropped,queued");
    assert_refused(set(h, id, "consent_date", "2026-02-03"), h->book.fault, EXIT_DATA,
                   "withdrawn on 2027-06-01");
    assert_null(load(h, id).consent_date);
    assert_done(set(h, id, "consent_date", "2027-06-01"), h->book.fault);
    assert_value(&h->book, "SELECT group_concat(version || given) FROM consent", "21,20,21");
}

static void erasing_is_once_and_in_the_trail(void **state)
{
    struct pool_house *h = *state;
    int64_t id = anna(h);
    pool_sql(&h->book, letters);
    assert_done(set(h, id, "story", "En lång historia"), h->book.fault);
    assert_done(roster_person_erase(&h->house, h->book.arena, "command", id, &h->book.fault),
                h->book.fault);
    assert_value(&h->book, LETTERS, "dropped,dropped");
    assert_value(&h->book, "SELECT event FROM audit ORDER BY id DESC LIMIT 1", "person_erased");
    assert_value(&h->book, "SELECT count(*) FROM audit_text", "0");
    assert_refused(set(h, id, "phone", "1"), h->book.fault, EXIT_NO_INPUT, "erased");
    assert_refused(roster_person_erase(&h->house, h->book.arena, "command", id, &h->book.fault),
                   h->book.fault, EXIT_NO_INPUT, "P1");
}

static void merging_keeps_what_each_knew(void **state)
{
    struct pool_house *h = *state;
    int64_t id = anna(h);
    pool_sql(&h->book, letters);
    int64_t other = add(h, CHANGES({"name", "Anna Provsson"}, {"areas", "psyk"},
                                   {"unwanted", "diabetes"}, {"phone", "070-174 06 13"}));
    assert_done(roster_person_merge(&h->house, h->book.arena, "command", other, id, &h->book.fault),
                h->book.fault);
    struct person p = load(h, other);
    assert_string_equal(p.name, "Anna Provsson");
    assert_string_equal(p.email, "anna@example.org");
    assert_string_equal(p.phone, "070-174 06 13");
    assert_int_equal(p.area_count, 2);
    assert_string_equal(p.areas[1], "stroke");
    assert_string_equal(p.unwanted[0], "diabetes");
    assert_null(p.consent_date);
    assert_value(&h->book, "SELECT person_id FROM invitation", "2");
    assert_value(&h->book, "SELECT from_state || to_state FROM audit WHERE event = 'person_merged'",
                 "P1P2");
    assert_refused(
        roster_person_merge(&h->house, h->book.arena, "command", other, other, &h->book.fault),
        h->book.fault, EXIT_DATA, "same");
    assert_refused(
        roster_person_merge(&h->house, h->book.arena, "command", other, id, &h->book.fault),
        h->book.fault, EXIT_NO_INPUT, "erased");
}

static enum outcome list(struct pool_house *h, const char *why, size_t *count, size_t *left_out)
{
    struct person *people;
    return roster_list(&h->house, h->book.arena, "command", why, &people, count, left_out,
                       &h->book.fault);
}

static void a_list_needs_a_purpose_and_a_basis(void **state)
{
    struct pool_house *h = *state;
    anna(h);
    add(h, CHANGES({"name", "Utan samtycke"}));
    add(h, CHANGES({"name", "Emot"}, {"consent_date", "2026-02-03"}, {"objects", "ja"}));
    size_t count, left_out;
    assert_refused(list(h, "", &count, &left_out), h->book.fault, EXIT_USAGE, "--why");
    h->settings.library.legal_basis = "none";
    assert_refused(list(h, "utskick", &count, &left_out), h->book.fault, EXIT_NOT_PERMITTED,
                   "legal_basis");
    assert_int_equal(count, 0);
    assert_value(&h->book, "SELECT count(*) FROM search", "0");
    h->settings.library.legal_basis = "consent";
    assert_done(list(h, "utskick", &count, &left_out), h->book.fault);
    assert_int_equal(count, 2);
    assert_int_equal(left_out, 1);
    assert_value(&h->book, "SELECT actor || purpose || basis || result FROM search",
                 "commandutskickconsent[{\"who\":\"P1\"},{\"who\":\"P3\"}]");
    h->settings.library.legal_basis = "Regionfullmäktiges beslut";
    assert_done(list(h, "utskick", &count, &left_out), h->book.fault);
    assert_int_equal(count, 2);
    assert_value(&h->book, "SELECT result FROM search ORDER BY id DESC LIMIT 1",
                 "[{\"who\":\"P1\"},{\"who\":\"P2\"}]");
}

static void associations_have_names_of_their_own(void **state)
{
    struct pool_house *h = *state;
    int64_t id, other;
    struct arena *a = h->book.arena;
    assert_done(roster_association_add(
                    &h->house, a, "command",
                    CHANGES({"name", "Provföreningen"}, {"areas", "stroke"}, {"reply_days", "10"}),
                    &id, &h->book.fault),
                h->book.fault);
    assert_refused(roster_association_add(&h->house, a, "command",
                                          CHANGES({"name", "Provföreningen"}), &other,
                                          &h->book.fault),
                   h->book.fault, EXIT_DATA, "A1");
    assert_done(roster_association_set(&h->house, a, "command", id,
                                       CHANGES({"contact", "Eva"}, {"name", "Provet"}),
                                       &h->book.fault),
                h->book.fault);
    struct association x;
    assert_done(associations_load(h->book.db, a, id, &x, &h->book.fault), h->book.fault);
    assert_string_equal(x.name, "Provet");
    assert_string_equal(x.contact, "Eva");
    assert_int_equal(x.reply_days, 10);
    assert_int_equal(x.area_count, 1);
    assert_refused(roster_association_set(&h->house, a, "command", 0, CHANGES({"contact", "x"}),
                                          &h->book.fault),
                   h->book.fault, EXIT_NO_INPUT, "A0");
    assert_value(&h->book, "SELECT group_concat(event) FROM audit",
                 "association_added,association_changed");
}

#define test(name) cmocka_unit_test_setup_teardown(name, pool_house_make, pool_house_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(adding_is_written_in_the_trail_without_values),
        test(bad_values_change_nothing),
        test(pausing_and_objecting_overtake_asks),
        test(dying_overtakes_every_letter),
        test(withdrawing_consent_is_a_row_and_overtakes_where_it_is_the_basis),
        test(erasing_is_once_and_in_the_trail),
        test(merging_keeps_what_each_knew),
        test(a_list_needs_a_purpose_and_a_basis),
        test(associations_have_names_of_their_own),
    };
    return cmocka_run_group_tests_name("lending_people", tests, NULL, NULL);
}
