/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande check`: each invariant that the data can show is broken by hand, and found with exactly
 * the line that names it; and the trail shows what was changed, taken out, put in or cut off.
 */
#include "lending_steps.h"

#include "store/weeding.h"

/* A sound book with a bit of everything: two requests, asks that left, answers, a search. */
static void full_book(struct lending_house *h)
{
    h->settings.routing.automatic = false;
    house_people(h, 3, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    json_t *found;
    assert_did(lending_match(&h->house, h->arena, 1, "staff:1", 0, &found, &h->fault), h);
    json_decref(found);
    assert_did(staff_invites(h, "P1 P2 P3"), h);
    letters_leave(h);
    staff(h, .kind = EVENT_NOTE, .text = "Ringde Anna.");
    mail_comes(h, .body = part_request);
}

/* The tables' constraints forbid what is to be planted: the same tables without them. */
#define WITHOUT(table)                                                                             \
    "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON;"                                   \
    "CREATE TABLE loose AS SELECT * FROM " table "; DROP TABLE " table ";"                         \
    "ALTER TABLE loose RENAME TO " table ";"

static const struct breach {
    const char *sql, *line;
} breaches[] = {
    {"UPDATE inbox_chunk SET bytes = x'00' WHERE inbox_sha256 ="
     " (SELECT sha256 FROM inbox WHERE id = 1)",
     "stored first: the bytes of this mail are not whole: 1 mail"},
    {"DELETE FROM inbox_chunk WHERE inbox_sha256 = (SELECT sha256 FROM inbox WHERE id = 2)",
     "stored first: the bytes of this mail are not whole: 2 mail"},
    {WITHOUT("request") "UPDATE request SET mail_sha256 = 'same'",
     "one request per mail: these bytes made more than one: 1 request"},
    {"UPDATE request SET state = 'choosing' WHERE id = 1",
     "together: the state is not the last that the trail tells: 1 LB-2027-0001"},
    {"DROP INDEX letter_once; INSERT INTO letter (request_id, recipient, address, purpose, cause,"
     " language, view, message_id, queued_at, next_at) SELECT request_id, recipient, address,"
     " purpose, cause, language, view, 'again', queued_at, next_at FROM letter WHERE id = 1",
     "asked once: the same letter stands twice: 1 letter"},
    {"PRAGMA foreign_keys = OFF; UPDATE letter SET recipient = 'P9' WHERE recipient = 'P2'",
     "together: an invitation without its letter: 2 invitation"},
    {"UPDATE letter SET token = 'abc' WHERE id = 1",
     "private: a token in clear in a letter that has been sent: 1 acknowledgement"},
    {"UPDATE letter SET made = 0 WHERE id = 1",
     "together: a letter was sent that was never made: 1 acknowledgement"},
    {"PRAGMA ignore_check_constraints = ON; UPDATE search SET basis = ''",
     "searches: no reason or no basis: 1 staff:1"},
    {"PRAGMA ignore_check_constraints = ON; UPDATE search SET purpose = ''",
     "searches: no reason or no basis: 1 staff:1"},
    {"INSERT INTO placement (request_id, person_id, state, chosen_at, chosen_by) VALUES"
     " (1, 1, 'agreed', '2027', 'staff'); INSERT INTO agreement (placement_id, version, body,"
     " sha256, written_by, unit_accepted_at, created_at) VALUES (1, 1, '', '', 'unit', '2027', '')",
     "agreement: a placement is agreed without both acceptances of its newest version:"
     " 1 placement"},
    {"UPDATE invitation SET outcome = 'chosen' WHERE id = 1",
     "together: chosen, and no placement says so: 1 invitation"},
    {"INSERT INTO placement (request_id, person_id, chosen_at, chosen_by) VALUES"
     " (1, 1, '2027', 'staff:1'); UPDATE person SET deceased = 1 WHERE id = 1",
     "together: an assignment waits for somebody who is gone: 1 LB-2027-0001"},
    {"UPDATE audit SET actor = 'staff:Eva' WHERE id = 1",
     "nothing forged: the trail names staff by something else than an id: 1 audit row;"
     " audit row 1 does not fit the chain"},
};

static void each_breach_is_found_by_its_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof breaches / sizeof breaches[0]; i++) {
        void *own = NULL;
        assert_int_equal(house_make(&own), 0);
        struct lending_house *h = own;
        full_book(h);
        house_sound(h);
        house_sql(h, breaches[i].sql);
        assert_string_equal(house_breaches(h), breaches[i].line);
        assert_int_equal(house_over(&own), 0);
    }
}

/* ---- Of requests that are over ---- */

static void cancelled_book(struct lending_house *h)
{
    full_book(h);
    staff(h, .kind = EVENT_CANCEL, .text = "Slut");
}

static void one_who_was_not_told_is_found(void **state)
{
    struct lending_house *h = *state;
    cancelled_book(h);
    house_sql(h, "DELETE FROM token WHERE party = 'P1'; DELETE FROM letter WHERE recipient = 'P1'"
                 " AND purpose = 'cancelled_asked'");
    assert_string_equal(
        house_breaches(h),
        "nobody left unanswered: asked, the asking is over, and not told: 1 LB-2027-0001");
}

static void one_whose_word_was_dropped_is_found(void **state)
{
    struct lending_house *h = *state;
    cancelled_book(h);
    house_sql(h, "UPDATE letter SET state = 'dropped' WHERE recipient = 'P2'"
                 " AND purpose = 'cancelled_asked'");
    assert_string_equal(
        house_breaches(h),
        "nobody left unanswered: asked, the asking is over, and not told: 2 LB-2027-0001");
}

static void one_who_is_left_standing_is_found(void **state)
{
    struct lending_house *h = *state;
    cancelled_book(h);
    house_sql(h, "INSERT INTO placement (request_id, person_id, chosen_at, chosen_by)"
                 " VALUES (1, 1, '2027', 'staff:1')");
    assert_string_equal(
        house_breaches(h),
        "together: a placement stands, and the request is called off: 1 LB-2027-0001");
}

static void one_without_an_outcome_is_found(void **state)
{
    struct lending_house *h = *state;
    cancelled_book(h);
    house_sql(h, "UPDATE invitation SET outcome = NULL WHERE id = 3");
    assert_string_equal(
        house_breaches(h),
        "nobody left unanswered: asked, the asking is over, and not told: 3 LB-2027-0001");
}

static void a_timer_that_outlives_its_request_is_found(void **state)
{
    struct lending_house *h = *state;
    cancelled_book(h);
    house_sql(h, "INSERT INTO timer (request_id, kind, due_at) VALUES (1, 'deadline', '2027')");
    assert_string_equal(house_breaches(h),
                        "together: the request is over and a timer still stands: 1 LB-2027-0001");
}

/* ---- The trail ---- */

#define NOTE "(SELECT id FROM audit WHERE event = 'note')"

static const struct forgery {
    const char *sql, *found;
} forgeries[] = {
    {"UPDATE audit SET actor = 'staff:2' WHERE id = " NOTE, "audit row"},
    {"UPDATE audit SET at = '2027-03-01T08:00:00.000Z' WHERE id = " NOTE, "audit row"},
    {"UPDATE audit SET request_id = 2 WHERE id = " NOTE, "audit row"},
    {"UPDATE audit SET subject = 'P3' WHERE id = " NOTE, "audit row"},
    {"UPDATE audit SET event = 'write' WHERE id = " NOTE, "audit row"},
    {"UPDATE audit SET text_hash = '' WHERE id = " NOTE, "audit row"},
    {"UPDATE audit SET hash = 'x' WHERE id = " NOTE, "audit row"},
    {"UPDATE audit_text SET text = 'Ringde inte.'", "audit row"},
    {"UPDATE audit_text SET salt = 'x'", "audit row"},
    {"DELETE FROM audit_text; DELETE FROM audit WHERE id = " NOTE, "audit row"},
    {"DELETE FROM audit WHERE id = 1", "audit row"},
    {"INSERT INTO audit (id, at, actor, event, request_id, hash) VALUES (900,"
     " '2027-03-01T09:00:00.000Z', 'staff:1', 'note', 1, 'x')",
     "audit row 900"},
    {"INSERT INTO audit_text (audit_id, salt, text) VALUES (1, 's', 'Något helt annat')",
     "audit row 1"},
    {"DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)", "does not end where it ended"},
    {"PRAGMA foreign_keys = OFF; DELETE FROM audit", "does not end where it ended"},
};

static void every_forgery_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof forgeries / sizeof forgeries[0]; i++) {
        void *own = NULL;
        assert_int_equal(house_make(&own), 0);
        struct lending_house *h = own;
        full_book(h);
        house_sql(h, forgeries[i].sql);
        const char *lines = "";
        int64_t rows;
        assert_int_equal(audit_walk(h->house.db, house_breach, &lines, &rows, &h->fault), NEVER);
        assert_int_equal(h->fault.code, EXIT_DATA);
        if (!strstr(lines, forgeries[i].found))
            fail_msg("%s: found \"%s\"", forgeries[i].sql, lines);
        assert_int_equal(house_over(&own), 0);
    }
}

static void erased_texts_leave_the_chain_whole(void **state)
{
    struct lending_house *h = *state;
    full_book(h);
    assert_book(h, "SELECT count(*) > 0 FROM audit_text WHERE text = 'Ringde Anna.'", "1");
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    int64_t n;
    assert_did(weeding_request(h->house.db, h->arena, WEED_REQUEST, 1, clock_now(&h->house.clock),
                               &n, &h->fault),
               h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_book(h, "SELECT count(*) FROM audit_text", "0");
    house_sound(h);
    staff(h, .kind = EVENT_NOTE, .text = "Och vidare.");
}

static void the_trail_names_nobody(void **state)
{
    struct lending_house *h = *state;
    cancelled_book(h);
    static const char *const names[] = {"Anna Berg", UNIT, "p1@example.net", "Person 1", "stroke"};
    const char *trail =
        house_value(h, "SELECT actor || event || subject || from_state || to_state FROM audit");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_null(strstr(trail, names[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_breach_is_found_by_its_line),
        house_test(one_who_was_not_told_is_found),
        house_test(one_whose_word_was_dropped_is_found),
        house_test(one_who_is_left_standing_is_found),
        house_test(one_without_an_outcome_is_found),
        house_test(a_timer_that_outlives_its_request_is_found),
        cmocka_unit_test(every_forgery_is_found),
        house_test(erased_texts_leave_the_chain_whole),
        house_test(the_trail_names_nobody),
    };
    return cmocka_run_group_tests_name("lending_checks", tests, house_group, house_group_over);
}
