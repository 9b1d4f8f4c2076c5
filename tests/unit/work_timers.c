/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Rounds over the due timers: those that wait for a silence to be certain are no work done, and
 * hold up none that can ring.
 */
#include "pool_house.h"

#include "work.h"

enum { MANY = 50, TOO_MANY = 250 }; /* more than two batches; more than a step looks at */

static void look_behind(struct pool_house *h, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open(h->book.path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
    sqlite3_close(db);
}

static void add_timer(struct pool_house *h, const char *kind, const char *subject, instant due,
                      const char *silence)
{
    static const char label[] = "timer";
    const struct timer t = {
        .request_id = 1, .kind = kind, .subject = subject, .due_at = due, .silence = silence};
    assert_done(db_begin(h->book.db, label, &h->book.fault), h->book.fault);
    assert_done(timers_set(h->book.db, h->book.arena, &t, &h->book.fault), h->book.fault);
    assert_done(db_commit(h->book.db, label, &h->book.fault), h->book.fault);
}

/* A request, a mailbox that was never read to its end, and timers that wait for it. */
static void make_waiting(struct pool_house *h, instant now, int count)
{
    look_behind(h, "INSERT INTO mailbox (source) VALUES ('maildir:/in');"
                   "INSERT INTO request (id, year, serial, number, state, state_since, source,"
                   " received_at) VALUES (1, 2027, 1, 'LB-2027-0001', 'clarifying', '', 'mail',"
                   " '2027-06-01T00:00:00.000Z')");
    for (int i = 0; i < count; i++)
        add_timer(h, "missing", arena_printf(h->book.arena, "%d", i), now - HOURS(2), "unit");
}

static void waiting_timers_are_no_work_done(void **state)
{
    struct pool_house *h = *state;
    make_waiting(h, clock_now(&h->house.clock), MANY);
    struct worker w = {.house = &h->house, .arena = h->book.arena};
    for (int i = 0; i < 3; i++) {
        bool moved = false;
        assert_done(work_ring_timers(&w, &moved, &h->book.fault), h->book.fault);
        assert_false(moved);
        assert_int_equal(w.waiting, MANY);
        assert_int_equal(w.timers, 0);
    }
}

static void one_behind_them_rings(void **state)
{
    struct pool_house *h = *state;
    instant now = clock_now(&h->house.clock);
    make_waiting(h, now, MANY);
    add_timer(h, "nothing that anybody knows", "", now - HOURS(1), "");
    struct worker w = {.house = &h->house, .arena = h->book.arena};
    bool moved = false;
    assert_done(work_ring_timers(&w, &moved, &h->book.fault), h->book.fault);
    assert_true(moved);
    assert_int_equal(w.timers, 1);
    moved = false;
    assert_done(work_ring_timers(&w, &moved, &h->book.fault), h->book.fault);
    assert_false(moved);
}

/* However many wait, a step looks at so many; the round goes on in the next, to its end. */
static void a_step_is_bounded(void **state)
{
    struct pool_house *h = *state;
    instant now = clock_now(&h->house.clock);
    make_waiting(h, now, TOO_MANY);
    add_timer(h, "nothing that anybody knows", "", now - HOURS(1), "");
    struct worker w = {.house = &h->house, .arena = h->book.arena};
    bool moved = false;
    assert_done(work_ring_timers(&w, &moved, &h->book.fault), h->book.fault);
    assert_false(moved);
    assert_true(w.round);
    assert_int_equal(w.waiting, 200);
    assert_done(work_ring_timers(&w, &moved, &h->book.fault), h->book.fault);
    assert_true(moved);
    assert_int_equal(w.waiting, TOO_MANY);
    assert_int_equal(w.timers, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(waiting_timers_are_no_work_done, pool_house_make,
                                        pool_house_clear),
        cmocka_unit_test_setup_teardown(one_behind_them_rings, pool_house_make, pool_house_clear),
        cmocka_unit_test_setup_teardown(a_step_is_bounded, pool_house_make, pool_house_clear),
    };
    return cmocka_run_group_tests_name("work_timers", tests, NULL, NULL);
}
