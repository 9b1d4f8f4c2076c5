/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A mail arrives: what becomes a request, who is answered, and that one mail makes one request.
 */
#include "lending_steps.h"

#include "view.h"

static void a_whole_request_is_acknowledged_and_routed(void **state)
{
    struct lending_house *h = *state;
    h->settings.routing.automatic = false;
    struct mail m = mail_comes(h, .id = "first@vgregion.example");
    assert_string_equal(m.state, "read");
    assert_string_equal(m.party, "unit");
    assert_int_equal(m.request_id, 1);
    assert_book(h, "SELECT number || ' ' || state || ' ' || trusted FROM request",
                "LB-2027-0001 triage 1");
    assert_book(h, LETTERS, "unit:acknowledgement:queued");
    struct letter l = letter_to(h, "unit", "acknowledgement");
    assert_string_equal(l.in_reply_to, "first@vgregion.example");
    assert_string_equal(l.address, UNIT);
    assert_int_equal(l.urgency, 0);
    assert_book(h, TASKS, "route");
    assert_book(h, TIMERS, "");
    assert_book(h, "SELECT event || ':' || from_state || ':' || to_state FROM audit",
                "arrived::received read:received:triage");
}

static void facts_stand_with_their_sources(void **state)
{
    struct lending_house *h = *state;
    request_comes(h);
    assert_book(h, "SELECT value FROM fact WHERE key = 'occasions'",
                "2027-04-22T13:00/2027-04-22T15:00");
    assert_book(h,
                "SELECT source || '/' || origin || '/' || inbox_id FROM fact"
                " WHERE key = 'municipality'",
                "Göteborg/1/1");
    assert_book(h, "SELECT value FROM fact WHERE key IN ('areas', 'people_min') ORDER BY key",
                "stroke 2");
    assert_book(h, "SELECT count(*) FROM fact WHERE source = '' AND value <> 'unsaid'", "0");
}

static void what_is_missing_is_asked_for(void **state)
{
    struct lending_house *h = *state;
    mail_comes(h, .body = part_request);
    assert_book(h, STATE, "clarifying");
    assert_book(h, LETTERS, "unit:acknowledgement:queued");
    assert_book(h, TIMERS, "missing");
    struct letter l = letter_to(h, "unit", "acknowledgement");
    assert_non_null(strstr(l.view, "\"has_missing\":true"));
    assert_book(h, TASKS, "");
}

static void a_stranger_is_not_answered(void **state)
{
    struct lending_house *h = *state;
    mail_comes(h, .from = "anna.berg@elsewhere.example");
    assert_book(h, STATE, "received");
    assert_book(h, LETTERS, "");
    assert_book(h, TASKS, "untrusted_sender");
    assert_book(h, TIMERS, "");
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    assert_book(h, STATE, "triage");
    assert_book(h, LETTERS, "unit:acknowledgement:queued");
    assert_book(h, TASKS, "");
    staff(h, .kind = EVENT_ROUTE, .route = "both", .route_by = "staff");
    assert_book(h, LETTERS, "unit:acknowledgement:queued");
}

static void other_mail_is_a_task_only(void **state)
{
    struct lending_house *h = *state;
    struct mail m = mail_comes(h, .subject = "Lunch", .body = "Hej, ska vi äta på fredag?\r\n");
    assert_string_equal(m.state, "waiting");
    mail_comes(h, .subject = "Metoder",
               .body = "Hej! Har ni tips och råd om metoder för att arbeta med patienter i "
                       "förbättringsarbete? Vi söker ingen person, bara råd.\r\n");
    assert_book(h, "SELECT count(*) FROM request", "0");
    assert_book(h, LETTERS, "");
    assert_book(h, "SELECT count(*) FROM task WHERE closed_at IS NULL AND inbox_id IS NOT NULL",
                "2");
}

static void the_same_bytes_make_one_request(void **state)
{
    struct lending_house *h = *state;
    char *raw = mail_text(h, &(struct mail_written){.id = "twice@vgregion.example"});
    mail_raw_comes(h, raw);
    int64_t again = mail_store(h, raw, strlen(raw));
    struct mail m;
    struct mime_message message;
    struct reading reading;
    lending_read(h->arena, &h->house, raw, strlen(raw), &message, &reading);
    assert_did(inbox_load(h->house.db, h->arena, again, &m, &h->fault), h);
    const char *before = house_dump(h);
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(db_savepoint(h->house.db, &h->fault), h);
    assert_int_equal(lending_mail(&h->house, h->arena, &m, &message, &reading, &h->fault), NEVER);
    assert_int_equal(h->fault.code, EXIT_DATA);
    db_savepoint_undo(h->house.db);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_string_equal(house_dump(h), before);
    sqlite3 *engine = house_engine(h);
    assert_int_equal(sqlite3_exec(engine, "UPDATE inbox SET duplicate_of = NULL", NULL, NULL, NULL),
                     SQLITE_CONSTRAINT);
    sqlite3_close(engine);
}

static void a_known_message_id_with_other_bytes_is_kept_and_shown(void **state)
{
    struct lending_house *h = *state;
    mail_comes(h, .id = "same@vgregion.example");
    struct mail m = mail_comes(h, .id = "same@vgregion.example", .body = part_request);
    assert_string_equal(m.state, "waiting");
    assert_book(h, "SELECT count(*) FROM request", "2");
    assert_book(h, "SELECT state FROM request WHERE id = 2", "received");
    assert_book(h, "SELECT kind FROM task WHERE request_id = 2 ORDER BY id", "unsure perhaps_same");
    assert_book(h, "SELECT count(*) FROM letter WHERE request_id = 2", "0");
}

static void numbers_follow_the_year_of_arrival(void **state)
{
    struct lending_house *h = *state;
    house_at(h, "2026-12-31T23:58");
    request_comes(h);
    request_comes(h);
    char *late = mail_text(h, &(struct mail_written){0});
    int64_t id = mail_store(h, late, strlen(late));
    house_at(h, "2027-01-01T00:10");
    mail_take(h, id); /* it came in the old year, and is read in the new one */
    request_comes(h);
    assert_book(h, "SELECT number FROM request ORDER BY id",
                "LB-2026-0001 LB-2026-0002 LB-2026-0003 LB-2027-0001");
    house_sql(h, "UPDATE request SET serial = 9999, number = 'LB-2027-9999' WHERE id = 4");
    request_comes(h);
    assert_book(h, "SELECT number FROM request WHERE id = 5", "LB-2027-10000");
}

static void a_request_by_hand_is_made_once(void **state)
{
    struct lending_house *h = *state;
    char *raw = mail_text(h, &(struct mail_written){.from = "x@elsewhere.example"});
    int64_t id = mail_store(h, raw, strlen(raw));
    struct mime_message message;
    struct reading reading;
    struct mail m;
    lending_read(h->arena, &h->house, raw, strlen(raw), &message, &reading);
    for (int turn = 0; turn < 2; turn++) {
        assert_did(inbox_load(h->house.db, h->arena, id, &m, &h->fault), h);
        assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
        enum outcome o = lending_request_from(&h->house, h->arena, &m, &message, &reading,
                                              "staff:1", NULL, &h->fault);
        if (o == DONE)
            assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
        else
            db_rollback(h->house.db);
        assert_int_equal(o, turn == 0 ? DONE : NEVER);
        house_sound(h);
    }
    assert_int_equal(h->fault.code, EXIT_DATA);
    assert_book(h, "SELECT source || state FROM request", "commandreceived");
    assert_book(h, "SELECT actor FROM audit WHERE event = 'arrived'", "staff:1");
}

static void a_mail_without_a_sender_is_a_request_for_staff(void **state)
{
    struct lending_house *h = *state;
    mail_raw_comes(h, arena_printf(h->arena,
                                   "To: " LIBRARY "\r\nSubject: Behov\r\nContent-Type: text/plain;"
                                   " charset=utf-8\r\n\r\n%s",
                                   whole_request));
    assert_book(h, STATE, "received");
    assert_book(h, LETTERS, "");
    staff(h, .kind = EVENT_ROUTE, .route = "association", .route_by = "staff");
    assert_book(h, LETTERS, "");
    assert_book(h, "SELECT acknowledged FROM request", "1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(a_whole_request_is_acknowledged_and_routed),
        house_test(facts_stand_with_their_sources),
        house_test(what_is_missing_is_asked_for),
        house_test(a_stranger_is_not_answered),
        house_test(other_mail_is_a_task_only),
        house_test(the_same_bytes_make_one_request),
        house_test(a_known_message_id_with_other_bytes_is_kept_and_shown),
        house_test(numbers_follow_the_year_of_arrival),
        house_test(a_request_by_hand_is_made_once),
        house_test(a_mail_without_a_sender_is_a_request_for_staff),
    };
    return cmocka_run_group_tests_name("lending_arrival", tests, house_group, house_group_over);
}
