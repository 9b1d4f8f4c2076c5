/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A letter in flight that the configured rule drops may have arrived: whoever it asked counts as
 * asked, and is told what comes of it.
 */
#include "pool_house.h"

#include "lending.h"
#include "store/invitations.h"

static const char label[] = "notice";

static void look_behind(struct pool_house *h, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(h->book.path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    sqlite3_close(db);
}

static struct invitation after_notice(struct pool_house *h, const char *letter_state)
{
    struct arena *a = h->book.arena;
    struct letter l;
    struct invitation i;
    look_behind(
        h, arena_printf(
               a,
               "INSERT INTO request (id, year, serial, number, state, state_since, source,"
               " received_at) VALUES (1, 2027, 1, 'LB-2027-0001', 'inviting', "
               "'2027-06-01T00:00:00.000Z', 'mail',"
               " '2027-06-01T00:00:00.000Z');"
               "INSERT INTO association (id, name, created_at) VALUES (3, 'Prov', '');"
               "INSERT INTO invitation (request_id, association_id, wave, queued_at, deadline)"
               " VALUES (1, 3, 1, '2027-06-01T00:00:00.000Z', '2027-06-08');"
               "INSERT INTO letter (id, request_id, recipient, address, purpose, language, view,"
               " state, message_id, queued_at, next_at, begun_at, noticed) VALUES (7, 1, 'A3',"
               " 'a@example.org', 'invitation_association', 'sv', '{}', '%s', 'x@example.org',"
               " '', '', '2027-06-01T00:00:00.000Z', 0)",
               letter_state));
    assert_done(outbox_load(h->book.db, a, 7, &l, &h->book.fault), h->book.fault);
    assert_done(db_begin(h->book.db, label, &h->book.fault), h->book.fault);
    assert_done(lending_notice(&h->house, a, &l, &h->book.fault), h->book.fault);
    assert_done(db_commit(h->book.db, label, &h->book.fault), h->book.fault);
    assert_done(invitations_find(h->book.db, a, 1, "A3", &i, &h->book.fault), h->book.fault);
    return i;
}

static size_t open_tasks(struct pool_house *h)
{
    struct task *list;
    size_t count;
    assert_done(tasks_list(h->book.db, h->book.arena, &list, &count, &h->book.fault),
                h->book.fault);
    return count;
}

static void one_dropped_in_flight_counts_as_asked(void **state)
{
    struct pool_house *h = *state;
    instant due;
    struct invitation i = after_notice(h, "dropped");
    assert_string_equal(i.state, "unknown");
    assert_true(i.asked_at >= 0);
    assert_int_equal(open_tasks(h), 0);
    assert_done(timers_next(h->book.db, &due, &h->book.fault), h->book.fault);
    assert_true(due != INSTANT_NEVER);
}

static void one_unknown_is_a_task_too(void **state)
{
    struct pool_house *h = *state;
    struct invitation i = after_notice(h, "unknown");
    assert_string_equal(i.state, "unknown");
    assert_true(i.asked_at >= 0);
    assert_int_equal(open_tasks(h), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(one_dropped_in_flight_counts_as_asked, pool_house_make,
                                        pool_house_clear),
        cmocka_unit_test_setup_teardown(one_unknown_is_a_task_too, pool_house_make,
                                        pool_house_clear),
    };
    return cmocka_run_group_tests_name("lending_dropped", tests, NULL, NULL);
}
