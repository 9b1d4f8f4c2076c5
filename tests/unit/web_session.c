/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Sessions at the desk: how long each stands, what its cookie must be, what each role may; the pace
 * of those who fail; and the access log, which keeps what it must and no longer.
 */
#include "pool_house.h"

#include <unistd.h>

#include "access.h"
#include "base/file.h"
#include "desk.h"
#include "lending/staff.h"
#include "pace.h"

static const unsigned char key[GUARD_KEY] = "a key of thirty-two bytes, yes!";

/* A request with this cookie, as much of it as sessions need. */
static struct web_request request(struct pool_house *h, const char *cookie)
{
    static const struct web_route desk = {
        .method = "GET", .path = "/personal", .who = WHO_STAFF, .role = ROLE_READER};
    return (struct web_request){.house = &h->house,
                                .key = key,
                                .arena = h->book.arena,
                                .method = "GET",
                                .path = "/personal",
                                .route = &desk,
                                .desk_cookie = cookie};
}

static int64_t add(struct pool_house *h, const char *name, const char *role)
{
    struct staff s = {.name = name, .email = "", .role = role, .password_hash = "x"}, found;
    struct fault *f = &h->book.fault;
    assert_done(lending_staff_add(&h->house, h->book.arena, "command", &s, f), *f);
    assert_done(staff_by_name(h->book.db, h->book.arena, name, &found, f), *f);
    return found.id;
}

/* The cookie of a whole session. */
static const char *log_in(struct pool_house *h, int64_t staff)
{
    static const char label[] = "test";
    struct fault *f = &h->book.fault;
    struct web_request q = request(h, NULL);
    assert_done(session_begin(&q, staff, f), *f);
    assert_false(q.session.passed);
    assert_done(db_begin(h->book.db, label, f), *f);
    assert_done(session_pass(&q, f), *f);
    assert_done(db_commit(h->book.db, label, f), *f);
    return q.new_desk_cookie;
}

/* Who the cookie is; NULL: nobody. *fresh: the cookie that the answer would set. */
static const char *who(struct pool_house *h, const char *cookie, const char **fresh)
{
    struct web_request q = request(h, cookie);
    assert_done(session_find(&q, &h->book.fault), h->book.fault);
    *fresh = q.new_desk_cookie;
    return q.session.id != 0 && q.session.passed ? q.session.name : NULL;
}

static void later(struct pool_house *h, instant by)
{
    h->house.clock.offset += by;
}

static void a_session_ends_after_an_hour_without_a_look(void **state)
{
    struct pool_house *h = *state;
    const char *fresh, *cookie = log_in(h, add(h, "Karin Holm", "staff"));
    assert_string_equal(who(h, cookie, &fresh), "Karin Holm");
    assert_null(fresh);
    later(h, MINUTES(50));
    assert_string_equal(who(h, cookie, &fresh), "Karin Holm");
    assert_non_null(fresh);
    later(h, MINUTES(50));
    const char *again;
    assert_null(who(h, cookie, &again));
    assert_string_equal(who(h, fresh, &again), "Karin Holm");
    later(h, MINUTES(61));
    assert_null(who(h, again, &fresh));
}

static void a_session_ends_after_twelve_hours_however_busy(void **state)
{
    struct pool_house *h = *state;
    const char *fresh, *cookie = log_in(h, add(h, "Eva Lind", "staff"));
    for (int i = 0; i < 15; i++) {
        later(h, MINUTES(45));
        assert_non_null(who(h, cookie, &fresh));
        cookie = fresh ? fresh : cookie;
    }
    later(h, MINUTES(45)); /* twelve hours */
    assert_null(who(h, cookie, &fresh));
}

static void looking_writes_nothing(void **state)
{
    struct pool_house *h = *state;
    const char *fresh, *cookie = log_in(h, add(h, "Siv Ro", "staff"));
    assert_done(db_read_begin(h->book.db, &h->book.fault), h->book.fault);
    later(h, MINUTES(30));
    assert_non_null(who(h, cookie, &fresh));
    assert_non_null(fresh);
    db_read_end(h->book.db);
}

static void only_a_whole_cookie_opens(void **state)
{
    struct pool_house *h = *state;
    struct arena *a = h->book.arena;
    const char *fresh, *cookie = log_in(h, add(h, "Nils Berg", "staff"));
    const char *const others[] = {NULL,
                                  "",
                                  ".",
                                  "abc",
                                  arena_printf(a, "%s0", cookie),
                                  arena_printf(a, "a%s", cookie),
                                  arena_strndup(a, cookie, 26),
                                  arena_strndup(a, cookie, strlen(cookie) - 1)};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_null(who(h, others[i], &fresh));
    for (size_t i = 0; cookie[i]; i++) {
        char *bent = arena_strdup(a, cookie);
        bent[i] = bent[i] == '2' ? '3' : '2';
        if (who(h, bent, &fresh))
            fail_msg("bent at %zu, it opens", i);
    }
    assert_non_null(who(h, cookie, &fresh));
}

static void an_account_that_is_closed_or_reset_is_out_at_once(void **state)
{
    struct pool_house *h = *state;
    struct fault *f = &h->book.fault;
    int64_t id = add(h, "Ulla Ek", "staff");
    const char *fresh, *cookie = log_in(h, id), *other = log_in(h, id);
    assert_done(lending_staff_reset(&h->house, h->book.arena, "command", "Ulla Ek", f), *f);
    assert_null(who(h, cookie, &fresh));
    assert_null(who(h, other, &fresh));
    cookie = log_in(h, id);
    assert_done(lending_staff_disable(&h->house, h->book.arena, "command", "Ulla Ek", false, f),
                *f);
    assert_null(who(h, cookie, &fresh));
    assert_string_equal(pool_value(&h->book, "SELECT count(*) FROM staff_session WHERE ended_at IS"
                                             " NULL AND passed_at IS NOT NULL AND staff_id ="
                                             " (SELECT id FROM staff WHERE name = 'Ulla Ek')"),
                        "0");
}

static void each_role_may_what_those_below_it_may(void **state)
{
    (void)state;
    static const char *const roles[] = {"reader", "staff", "admin"};
    for (size_t i = 0; i < 3; i++)
        for (enum desk_role least = ROLE_READER; least <= ROLE_ADMIN; least++) {
            struct web_request q = {.session = {.id = 1, .role = roles[i], .passed = true}};
            assert_int_equal(web_may(&q, least), i >= (size_t)least);
            q.session.passed = false;
            assert_false(web_may(&q, least));
        }
}

/* ---- The pace ---- */

static void who_fails_waits_and_nobody_else(void **state)
{
    struct pool_house *h = *state;
    struct pace *p = pace_new(h->house.random);
    struct client here = {.bytes = {1}}, there = {.bytes = {2}};
    int64_t now = 1000, before = 0;
    assert_int_equal(pace_wait(p, "Maria", &here, now), 0);
    pace_failed(p, "Maria", &here, now);
    pace_failed(p, "Maria", &here, now);
    assert_int_equal(pace_wait(p, "Maria", &here, now), 0);
    for (int i = 0; i < 17; i++) {
        pace_failed(p, "MARIA ", &here, now);
        int64_t wait = pace_wait(p, "maria", &here, now);
        assert_true(i == 0 ? wait == 1000 : wait == 2 * before || wait == 300000);
        before = wait;
    }
    assert_int_equal(pace_wait(p, "Maria", &here, now + 299000), 1000);
    assert_int_equal(pace_wait(p, "Maria", &there, now), 0);
    assert_int_equal(pace_wait(p, "Karin", &here, now), 0);
    for (int i = 0; i < 40; i++)
        pace_failed(p, arena_printf(h->book.arena, "namn %d", i), &here, now);
    assert_int_equal(pace_wait(p, "Karin", &here, now), 10000);
    pace_passed(p, "Maria", &here);
    assert_true(pace_wait(p, "Maria", &here, now) <= 10000);
    assert_int_equal(pace_wait(p, "Karin", &here, now + 3600000), 0);
    pace_free(&p);
}

static void three_passwords_at_once_and_then_one_by_one(void **state)
{
    struct pool_house *h = *state;
    struct pace *p = pace_new(h->house.random);
    int64_t now = 50000;
    for (int i = 0; i < 3; i++)
        assert_true(pace_turn(p, now));
    assert_false(pace_turn(p, now));
    assert_true(pace_turn(p, now + 200));
    assert_false(pace_turn(p, now + 200));
    for (int i = 0; i < 3; i++)
        assert_true(pace_turn(p, now + 5000));
    assert_false(pace_turn(p, now + 5000));
    pace_free(&p);
}

/* ---- The access log ---- */

static void a_look_is_a_line_and_old_lines_go(void **state)
{
    struct pool_house *h = *state;
    struct arena *a = h->book.arena;
    struct fault *f = &h->book.fault;
    const char *path = arena_printf(a, "%s.access.log", db_path(h->book.db));
    struct access_log *log = access_new(db_path(h->book.db), 12);
    char *text;
    size_t len;
    instant now = instant_from_text("2027-06-01T12:00:00Z");
    assert_done(access_note(log, now - DAYS(370), "staff:1", "GET", "/personal/a", "P1", f), *f);
    assert_done(access_note(log, now - DAYS(360), "staff:1", "GET", "/b\nstaff:2 GET", "P2", f),
                *f);
    assert_done(access_note(log, now, "staff:3", "POST", "/personal/c", "P3 P4", f), *f);
    assert_done(file_read(a, path, 1 << 20, &text, &len, f), *f);
    assert_string_equal(text, "2026-06-06T12:00:00.000Z staff:1 GET /b?staff:2?GET P2\n"
                              "2027-06-01T12:00:00.000Z staff:3 POST /personal/c P3 P4\n");
    access_free(&log);
    unlink(path);
    log = access_new("/nowhere/at/all", -1);
    assert_int_equal(access_note(log, now, "staff:3", "GET", "/", "P1", f), AGAIN);
    access_free(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_session_ends_after_an_hour_without_a_look),
        cmocka_unit_test(a_session_ends_after_twelve_hours_however_busy),
        cmocka_unit_test(looking_writes_nothing),
        cmocka_unit_test(only_a_whole_cookie_opens),
        cmocka_unit_test(an_account_that_is_closed_or_reset_is_out_at_once),
        cmocka_unit_test(each_role_may_what_those_below_it_may),
        cmocka_unit_test(who_fails_waits_and_nobody_else),
        cmocka_unit_test(three_passwords_at_once_and_then_one_by_one),
        cmocka_unit_test(a_look_is_a_line_and_old_lines_go),
    };
    return cmocka_run_group_tests_name("web_session", tests, pool_house_make, pool_house_clear);
}
