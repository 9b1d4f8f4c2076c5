/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People in the case book: kept whole, found, counted, paused, merged, erased to the last byte.
 */
#include "pool_book.h"

#include "store/people.h"
#include "store/searches.h"

static const char label[] = "test";
static const instant now = 1811851200000; /* 2027-06-01T12:00Z */

static int64_t add(struct pool_book *b, struct person p)
{
    int64_t id = 0;
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_done(people_save(b->db, b->arena, &p, now, &id, &b->fault), b->fault);
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
    return id;
}

static struct person anna(void)
{
    static const char *areas[] = {"diabetes.typ1", "psyk"}, *unwanted[] = {"vald"};
    return (struct person){.name = "Anna Testsson",
                           .email = "anna.testsson@example.org",
                           .phone = "070-174 06 05",
                           .postal_address = "Provgatan 1, 411 01 Göteborg",
                           .perspective = "both",
                           .formats = "digital",
                           .municipality = "Mölndal",
                           .travel_km = 30,
                           .languages = "sv fi",
                           .letter_language = "sv-lattlast",
                           .ways = "workshop",
                           .access_needs = "hörslinga",
                           .story = "Jag har levt med detta sedan jag var barn.",
                           .conflicts = "Medicinkliniken",
                           .birth_year = 1980,
                           .consent_date = "2026-03-01",
                           .consent_version = "2",
                           .consent_how = "paper",
                           .introduction_date = "2026-04-02",
                           .renewed_on = "2027-04-02",
                           .paused_until = "2027-08-01",
                           .objects = true,
                           .left_at = -1,
                           .areas = areas,
                           .area_count = 2,
                           .unwanted = unwanted,
                           .unwanted_count = 1};
}

static struct person plain(const char *name, const char *email)
{
    return (struct person){.name = name, .email = email, .travel_km = -1, .left_at = -1};
}

static void a_person_comes_back_as_saved(void **state)
{
    struct pool_book *b = *state;
    int64_t id = add(b, anna());
    struct person p;
    assert_done(people_load(b->db, b->arena, id, &p, &b->fault), b->fault);
    assert_string_equal(p.name, "Anna Testsson");
    assert_string_equal(p.email, "anna.testsson@example.org");
    assert_string_equal(p.postal_address, "Provgatan 1, 411 01 Göteborg");
    assert_string_equal(p.perspective, "both");
    assert_string_equal(p.formats, "digital");
    assert_int_equal(p.travel_km, 30);
    assert_string_equal(p.languages, "sv fi");
    assert_string_equal(p.letter_language, "sv-lattlast");
    assert_string_equal(p.conflicts, "Medicinkliniken");
    assert_int_equal(p.birth_year, 1980);
    assert_string_equal(p.consent_date, "2026-03-01");
    assert_string_equal(p.introduction_date, "2026-04-02");
    assert_string_equal(p.renewed_on, "2027-04-02");
    assert_string_equal(p.paused_until, "2027-08-01");
    assert_true(p.objects);
    assert_false(p.protected_identity);
    assert_false(p.deceased);
    assert_int_equal(p.left_at, -1);
    assert_int_equal(p.erased_at, -1);
    assert_int_equal(p.area_count, 2);
    assert_string_equal(p.areas[0], "diabetes.typ1");
    assert_string_equal(p.unwanted[0], "vald");
}

static void an_update_replaces_areas(void **state)
{
    struct pool_book *b = *state;
    int64_t id = add(b, anna());
    static const char *areas[] = {"stroke"};
    struct person p = anna();
    p.id = id;
    p.areas = areas;
    p.area_count = 1;
    p.consent_date = NULL;
    assert_int_equal(add(b, p), id);
    struct person again;
    assert_done(people_load(b->db, b->arena, id, &again, &b->fault), b->fault);
    assert_int_equal(again.area_count, 1);
    assert_string_equal(again.areas[0], "stroke");
    assert_null(again.consent_date);
}

static void an_unknown_person_is_said_to_be_so(void **state)
{
    struct pool_book *b = *state;
    struct person p;
    assert_refused(people_load(b->db, b->arena, 77, &p, &b->fault), b->fault, EXIT_NO_INPUT, "P77");
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_refused(people_erase(b->db, 77, now, &b->fault), b->fault, EXIT_NO_INPUT, "P77");
    db_rollback(b->db);
}

static void areas_and_addresses_find_people_of_the_pool(void **state)
{
    struct pool_book *b = *state;
    int64_t id = add(b, anna());
    struct person gone = anna();
    gone.left_at = now;
    add(b, gone);
    int64_t *ids;
    size_t count;
    assert_done(people_with_area(b->db, b->arena, "psyk", &ids, &count, &b->fault), b->fault);
    assert_int_equal(count, 1);
    assert_int_equal(ids[0], id);
    assert_done(people_with_area(b->db, b->arena, "vald", &ids, &count, &b->fault), b->fault);
    assert_int_equal(count, 0);
    assert_done(
        people_with_email(b->db, b->arena, "ANNA.testsson@Example.org", &ids, &count, &b->fault),
        b->fault);
    assert_int_equal(count, 2);
    assert_done(people_with_email(b->db, b->arena, "", &ids, &count, &b->fault), b->fault);
    assert_int_equal(count, 0);
    assert_done(people_ids(b->db, b->arena, &ids, &count, &b->fault), b->fault);
    assert_int_equal(count, 1);
}

static void an_import_is_unseen_until_shown(void **state)
{
    struct pool_book *b = *state;
    int64_t import, id, first, last, *ids;
    size_t count;
    assert_done(people_import_id(b->db, &import, &b->fault), b->fault);
    struct person p = anna();
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    for (int i = 0; i < 3; i++)
        assert_done(people_import_add(b->db, b->arena, &p, import, now, &id, &b->fault), b->fault);
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
    assert_done(people_ids(b->db, b->arena, &ids, &count, &b->fault), b->fault);
    assert_int_equal(count, 0);
    assert_refused(people_load(b->db, b->arena, id, &p, &b->fault), b->fault, EXIT_NO_INPUT, "P");
    assert_done(people_with_area(b->db, b->arena, "psyk", &ids, &count, &b->fault), b->fault);
    assert_int_equal(count, 0);

    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_done(people_import_show(b->db, import, 2, &first, &last, &b->fault), b->fault);
    assert_int_equal(last - first, 1);
    assert_done(people_import_show(b->db, import, 2, &first, &last, &b->fault), b->fault);
    assert_int_equal(first, id);
    assert_done(people_import_show(b->db, import, 2, &first, &last, &b->fault), b->fault);
    assert_int_equal(last, 0);
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
    assert_done(people_ids(b->db, b->arena, &ids, &count, &b->fault), b->fault);
    assert_int_equal(count, 3);
}

static void a_broken_off_import_is_discarded(void **state)
{
    struct pool_book *b = *state;
    int64_t kept = add(b, anna()), id, deleted, *ids;
    size_t count;
    struct person p = anna();
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    for (int i = 0; i < 3; i++)
        assert_done(people_import_add(b->db, b->arena, &p, 9, now, &id, &b->fault), b->fault);
    assert_done(people_import_discard(b->db, 2, &deleted, &b->fault), b->fault);
    assert_int_equal(deleted, 2);
    assert_done(people_import_discard(b->db, 2, &deleted, &b->fault), b->fault);
    assert_int_equal(deleted, 1);
    assert_done(people_import_discard(b->db, 2, &deleted, &b->fault), b->fault);
    assert_int_equal(deleted, 0);
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
    assert_done(people_ids(b->db, b->arena, &ids, &count, &b->fault), b->fault);
    assert_int_equal(count, 1);
    assert_int_equal(ids[0], kept);
    assert_value(b, "SELECT count(*) FROM person_area", "3");
}

static const char scene[] =
    "INSERT INTO request (id, year, serial, number, state, state_since, source, received_at)"
    " VALUES (1, 2027, 1, 'LB-2027-0001', 'inviting', '2027-05-01T08:00:00Z', 'mail', '2027'),"
    " (2, 2027, 2, 'LB-2027-0002', 'inviting', '2027-05-01T08:00:00Z', 'mail', '2027');"
    "INSERT INTO invitation (request_id, person_id, wave, state, queued_at, asked_at, text) VALUES"
    " (1, 1, 1, 'yes', '2027-05-20T08:00:00Z', '2027-05-20T09:00:00Z', 'Hemlig berättelse'),"
    " (2, 1, 1, 'queued', '2027-03-01T08:00:00Z', NULL, '');"
    "INSERT INTO answer (invitation_id, answer, how, text, at)"
    " VALUES (1, 'yes', 'mail', 'Hemlig berättelse', '2027-05-21T08:00:00Z');"
    "INSERT INTO letter (id, request_id, recipient, address, name, purpose, language, view,"
    " urgency, state, message_id, token, queued_at, next_at) VALUES"
    " (1, 1, 'P1', 'anna.testsson@example.org', 'Anna Testsson', 'invitation', 'sv',"
    "  '{\"name\":\"Anna Testsson\"}', 1, 'sent', 'a@x', NULL, '2027', '2027'),"
    " (2, 2, 'P1', 'anna.testsson@example.org', 'Anna Testsson', 'invitation', 'sv', '{}', 1,"
    "  'queued', 'b@x', 'tok', '2027', '2027'),"
    " (3, 1, 'P1', 'anna.testsson@example.org', 'Anna Testsson', 'message', 'sv', '{}', 0,"
    "  'deferred', 'c@x', 'tok', '2027', '2027'),"
    " (4, 1, 'P12', 'twelve@example.org', 'Tolv', 'message', 'sv', '{}', 1, 'queued', 'd@x', NULL,"
    "  '2027', '2027');"
    "INSERT INTO letter_body VALUES (1, CAST('To: Anna Testsson' AS BLOB));"
    "INSERT INTO token (sha256, purpose, request_id, party, address, created_at)"
    " VALUES ('h', 'answer', 1, 'P1', 'anna.testsson@example.org', '2027');"
    "INSERT INTO audit (id, at, actor, event, subject, hash) VALUES (1, '2027', 'command', 'x',"
    " 'P1', 'h');"
    "INSERT INTO audit_text VALUES (1, 's', 'Anna Testsson ringde');";

static void overtaking_asks_leaves_the_rest(void **state)
{
    struct pool_book *b = *state;
    add(b, anna());
    pool_sql(b, scene);
    int64_t dropped;
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_done(people_overtake(b->db, 1, 1, now, &dropped, &b->fault), b->fault);
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
    assert_int_equal(dropped, 1);
    assert_value(b, "SELECT group_concat(state) FROM (SELECT state FROM letter ORDER BY id)",
                 "sent,dropped,deferred,queued");
    assert_value(b, "SELECT token FROM letter WHERE id = 2", "");
    assert_value(b, "SELECT group_concat(state) FROM invitation", "yes,cancelled");
}

static void history_counts_what_reached_the_person(void **state)
{
    struct pool_book *b = *state;
    add(b, anna());
    pool_sql(b, scene);
    pool_sql(b, "INSERT INTO placement (request_id, person_id, state, chosen_at, chosen_by)"
                " VALUES (1, 1, 'chosen', '2027-05-25T08:00:00Z', 'unit')");
    struct person_history h;
    assert_done(people_history(b->db, b->arena, 1, now - DAYS(365), now, &h, &b->fault), b->fault);
    assert_int_equal(h.asked, 2);
    assert_int_equal(h.asked_last_30_days, 1);
    assert_int_equal(h.assigned, 1);
    assert_string_equal(h.last_asked, "2027-05-20");
    assert_done(people_history(b->db, b->arena, 99, 0, now, &h, &b->fault), b->fault);
    assert_int_equal(h.asked, 0);
    assert_null(h.last_asked);
    int64_t asked, yes;
    assert_done(people_answer_rate(b->db, b->arena, now - DAYS(365), &asked, &yes, &b->fault),
                b->fault);
    assert_int_equal(asked, 1);
    assert_int_equal(yes, 1);
    assert_done(people_answer_rate(b->db, b->arena, now, &asked, &yes, &b->fault), b->fault);
    assert_int_equal(asked, 0);
}

static void records_hold_all_that_is_stored(void **state)
{
    struct pool_book *b = *state;
    add(b, anna());
    pool_sql(b, scene);
    int64_t search;
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_done(searches_add(b->db, b->arena, 0, "command", "utskick", "consent",
                             "[{\"who\":\"P1\"}]", now, &search, &b->fault),
                b->fault);
    assert_done(searches_add(b->db, b->arena, 0, "command", "annat", "consent",
                             "[{\"who\":\"P11\"}]", now, &search, &b->fault),
                b->fault);
    assert_done(people_consent_add(
                    b->db, b->arena, 1,
                    &(struct consent){.version = "2", .how = "paper", .given = true, .at = now},
                    &b->fault),
                b->fault);
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
    struct person_record *records;
    size_t count, letters = 0, searches = 0, links = 0, consents = 0;
    assert_done(people_records(b->db, b->arena, 1, &records, &count, &b->fault), b->fault);
    for (size_t i = 0; i < count; i++) {
        letters += strcmp(records[i].kind, "letters") == 0;
        searches += strcmp(records[i].kind, "searches") == 0;
        links += strcmp(records[i].kind, "links") == 0;
        consents += strcmp(records[i].kind, "consents") == 0;
        for (size_t c = 0; c < records[i].count; c++)
            assert_false(records[i].values[c] && strcmp(records[i].values[c], "tok") == 0);
    }
    assert_int_equal(letters, 3);
    assert_int_equal(searches, 1);
    assert_int_equal(links, 1);
    assert_int_equal(consents, 1);
}

static void merging_moves_the_history(void **state)
{
    struct pool_book *b = *state;
    add(b, anna());
    int64_t other = add(b, plain("Anna T", "anna.t@example.org"));
    pool_sql(b, scene);
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_done(people_merge(b->db, other, 1, now, &b->fault), b->fault);
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
    assert_value(b, "SELECT group_concat(person_id) FROM invitation", "2,2");
    assert_value(b,
                 "SELECT group_concat(recipient) FROM (SELECT recipient FROM letter ORDER BY id)",
                 "P2,P2,P2,P12");
    assert_value(b, "SELECT group_concat(state) FROM (SELECT state FROM letter ORDER BY id)",
                 "sent,queued,deferred,queued");
    assert_value(b, "SELECT party FROM token", "P2");
    assert_value(b, "SELECT name || erased_at FROM person WHERE id = 1",
                 "2027-06-01T12:00:00.000Z");
}

static void those_asked_for_the_same_are_not_merged(void **state)
{
    struct pool_book *b = *state;
    add(b, anna());
    int64_t other = add(b, plain("Anna T", "anna.t@example.org"));
    pool_sql(b, scene);
    pool_sql(b, "INSERT INTO placement (request_id, person_id, state, chosen_at, chosen_by)"
                " VALUES (1, 2, 'chosen', '2027', 'unit')");
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_refused(people_merge(b->db, other, 1, now, &b->fault), b->fault, EXIT_DATA, "same");
    assert_refused(people_merge(b->db, 1, 1, now, &b->fault), b->fault, EXIT_DATA, "P1");
    db_rollback(b->db);
}

static void erasing_leaves_no_byte_of_the_person(void **state)
{
    struct pool_book *b = *state;
    add(b, anna());
    pool_sql(b, scene);
    db_close(&b->db);
    pool_open(b, DB_WORK);
    assert_done(db_checkpoint(b->db, &b->fault), b->fault);
    assert_true(pool_holds(b, "", "anna.testsson"));
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_done(people_erase(b->db, 1, now, &b->fault), b->fault);
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
    assert_done(db_checkpoint(b->db, &b->fault), b->fault);
    static const char *const words[] = {"Anna Testsson", "anna.testsson", "levt med detta",
                                        "Provgatan",     "Hemlig",        "Medicinkliniken"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (pool_holds(b, "", words[i]) || pool_holds(b, "-wal", words[i]))
            fail_msg("\"%s\" is still in the file", words[i]);
    }
    assert_value(b, "SELECT group_concat(state) FROM (SELECT state FROM letter ORDER BY id)",
                 "sent,dropped,dropped,queued");
    assert_value(b, "SELECT group_concat(state) FROM invitation", "yes,cancelled");
    assert_value(b, "SELECT count(*) FROM person_area", "0");
    assert_value(b, "SELECT ended_at FROM token", "2027-06-01T12:00:00.000Z");
    assert_value(b, "SELECT address FROM letter WHERE id = 4", "twelve@example.org");
    struct person p;
    assert_done(people_load(b->db, b->arena, 1, &p, &b->fault), b->fault);
    assert_int_equal(p.erased_at, now);
    assert_string_equal(p.name, "");
}

#define test(name) cmocka_unit_test_setup_teardown(name, pool_make, pool_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_person_comes_back_as_saved),
        test(an_update_replaces_areas),
        test(an_unknown_person_is_said_to_be_so),
        test(areas_and_addresses_find_people_of_the_pool),
        test(an_import_is_unseen_until_shown),
        test(a_broken_off_import_is_discarded),
        test(overtaking_asks_leaves_the_rest),
        test(history_counts_what_reached_the_person),
        test(records_hold_all_that_is_stored),
        test(merging_moves_the_history),
        test(those_asked_for_the_same_are_not_merged),
        test(erasing_leaves_no_byte_of_the_person),
    };
    return cmocka_run_group_tests_name("store_people", tests, NULL, NULL);
}
