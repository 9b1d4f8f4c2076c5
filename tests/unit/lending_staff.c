/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The staff's accounts: who may take what from whom, first passwords that end, recovery codes and
 * calendars of one's own; each with its row of the trail.
 */
#include "lending_house.h"

#include "lending/staff.h"
#include "store/sessions.h"

static int64_t add(struct lending_house *h, const char *name, const char *role)
{
    struct staff s = {.name = name, .email = "", .role = role, .password_hash = "x"};
    assert_did(lending_staff_add(&h->house, h->arena, "command", &s, &h->fault), h);
    assert_did(staff_by_name(h->house.db, h->arena, name, &s, &h->fault), h);
    assert_true(s.first_until < 0);
    return s.id;
}

static const char *staff(struct lending_house *h, int64_t id)
{
    return arena_printf(h->arena, "staff:%lld", (long long)id);
}

static void nobody_takes_the_last_keys(void **state)
{
    struct lending_house *h = *state;
    int64_t karin = add(h, "Karin", "admin"), olle = add(h, "Olle", "staff");
    const char *own = staff(h, karin);
    const char *before = house_dump(h);
    assert_refusal(lending_staff_disable(&h->house, h->arena, own, "Karin", true, &h->fault), h,
                   EXIT_DATA, "the account they use");
    assert_refusal(lending_staff_role(&h->house, h->arena, own, "Karin", "staff", &h->fault), h,
                   EXIT_DATA, "the account they use");
    assert_refusal(
        lending_staff_disable(&h->house, h->arena, staff(h, olle), "Karin", true, &h->fault), h,
        EXIT_DATA, "has to be administrator");
    assert_refusal(lending_staff_role(&h->house, h->arena, own, "Olle", "king", &h->fault), h,
                   EXIT_DATA, "expected staff");
    assert_refusal(lending_staff_role(&h->house, h->arena, own, "Nisse", "admin", &h->fault), h,
                   EXIT_NO_INPUT, "nobody");
    assert_string_equal(house_dump(h), before);
    assert_did(lending_staff_role(&h->house, h->arena, own, "Olle", "admin", &h->fault), h);
    assert_did(lending_staff_disable(&h->house, h->arena, staff(h, olle), "Karin", true, &h->fault),
               h);
    assert_book(h, "SELECT event FROM audit ORDER BY id",
                "staff_added staff_added staff_role staff_disabled");
    assert_did(lending_staff_disable(&h->house, h->arena, staff(h, olle), "Olle", false, &h->fault),
               h);
    house_sound(h);
}

/* A session with both factors, found as the desk finds it; 0: none stands. */
static int64_t session(struct lending_house *h, const char *hash, bool *first)
{
    struct staff_session s;
    assert_did(
        sessions_find(h->house.db, h->arena, hash, clock_now(&h->house.clock), &s, &h->fault), h);
    *first = s.first;
    return s.id;
}

static void open_session(struct lending_house *h, int64_t id, const char *hash)
{
    struct staff_session open = {.token_hash = hash,
                                 .staff_id = id,
                                 .expires_at = clock_now(&h->house.clock) + HOURS(1),
                                 .passed = true};
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(sessions_add(h->house.db, h->arena, &open, clock_now(&h->house.clock), &h->fault),
               h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
}

static void a_first_password_is_good_for_a_week_and_ends_what_was_open(void **state)
{
    struct lending_house *h = *state;
    const char *shown;
    struct staff s;
    bool first;
    instant begun = clock_now(&h->house.clock);
    int64_t id = add(h, "Karin", "staff");
    open_session(h, id, "before");
    assert_true(session(h, "before", &first) != 0 && !first);
    assert_did(lending_staff_first(&h->house, h->arena, "staff:9", "Karin", &shown, &h->fault), h);
    assert_int_equal(session(h, "before", &first), 0);
    assert_did(staff_load(h->house.db, h->arena, id, &s, &h->fault), h);
    assert_int_equal(strlen(shown), FIRST_CHARS + FIRST_CHARS / 4 - 1);
    assert_true(password_matches(s.password_hash, shown));
    assert_in_range(s.first_until, begun + DAYS(FIRST_DAYS),
                    clock_now(&h->house.clock) + DAYS(FIRST_DAYS));
    open_session(h, id, "after");
    assert_true(session(h, "after", &first) != 0 && first);
    assert_did(lending_staff_password(&h->house, h->arena, "staff:1", "Karin", "y", &h->fault), h);
    assert_did(staff_load(h->house.db, h->arena, id, &s, &h->fault), h);
    assert_true(s.first_until < 0);
    assert_refusal(staff_load(h->house.db, h->arena, 99, &s, &h->fault), h, EXIT_NO_INPUT,
                   "nobody");
    house_sound(h);
}

static void new_recovery_codes_take_the_place_of_the_old(void **state)
{
    struct lending_house *h = *state;
    const char *codes[RECOVERY_CODES], *later[RECOVERY_CODES];
    int64_t id = add(h, "Karin", "staff");
    assert_did(lending_staff_recovery(&h->house, h->arena, id, codes, &h->fault), h);
    assert_did(lending_staff_recovery(&h->house, h->arena, id, later, &h->fault), h);
    assert_book(h, "SELECT count(*) FROM recovery_code", "10");
    assert_string_not_equal(codes[0], later[0]);
    assert_book(h, "SELECT event FROM audit ORDER BY id",
                "staff_added recovery_codes recovery_codes");
    house_sound(h);
}

static int64_t found(struct lending_house *h, const char *token)
{
    int64_t id = -1;
    assert_did(staff_calendar_find(h->house.db, sha256_text(h->arena, token), &id, &h->fault), h);
    return id;
}

static void a_calendar_has_one_address_and_closes_with_the_account(void **state)
{
    struct lending_house *h = *state;
    char old[TOKEN_CHARS + 1], new[TOKEN_CHARS + 1];
    instant made, begun = clock_now(&h->house.clock);
    int64_t id = add(h, "Karin", "staff");
    assert_did(staff_calendar_of(h->house.db, id, &made, &h->fault), h);
    assert_true(made < 0);
    assert_did(lending_staff_calendar(&h->house, h->arena, id, old, &h->fault), h);
    assert_int_equal(found(h, old), id);
    assert_did(staff_calendar_of(h->house.db, id, &made, &h->fault), h);
    assert_in_range(made, begun, clock_now(&h->house.clock));
    assert_null(strstr(house_dump(h), old)); /* the book keeps its hash */
    assert_did(lending_staff_calendar(&h->house, h->arena, id, new, &h->fault), h);
    assert_int_equal(found(h, old), 0);
    assert_int_equal(found(h, new), id);
    assert_did(lending_staff_calendar_end(&h->house, h->arena, id, &h->fault), h);
    assert_int_equal(found(h, new), 0);
    assert_did(lending_staff_calendar(&h->house, h->arena, id, new, &h->fault), h);
    assert_did(lending_staff_disable(&h->house, h->arena, "command", "Karin", false, &h->fault), h);
    assert_int_equal(found(h, new), 0);
    assert_book(h, "SELECT count(*) FROM staff_calendar", "0");
    house_sound(h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(nobody_takes_the_last_keys),
        house_test(a_first_password_is_good_for_a_week_and_ends_what_was_open),
        house_test(new_recovery_codes_take_the_place_of_the_old),
        house_test(a_calendar_has_one_address_and_closes_with_the_account),
    };
    return cmocka_run_group_tests_name("lending_staff", tests, house_group, house_group_over);
}
