/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Forms in the hands of who means harm: each field of each row of the table of routes with what
 * does not belong in it, each form without its token. What is refused changes nothing, and nothing
 * breaks. The rows are walked, not listed: a new form is attacked from its first day.
 */
#include "web_attack.h"

/* ---- Every field, with what does not belong in it ---- */

static void let_in(struct enemy *e)
{
    struct arena *a = e->book->arena;
    const char *whose[] = {"R1", "P1", "P2", arena_printf(a, "P%d", e->people)};
    for (size_t i = 0; i < sizeof whose / sizeof whose[0]; i++)
        house_sql(e->book, arena_printf(a,
                                        "INSERT INTO code (party, browser_hash, code_hash,"
                                        " created_at, expires_at, passed_until) VALUES ('%s',"
                                        " '%s', 'x', '2027-03-01T08:00:00.000Z',"
                                        " '2027-03-01T08:10:00.000Z', '2029-01-01T08:00:00.000Z')",
                                        whose[i], sha256_text(a, BROWSER)));
    e->let_in = true;
}

static void attack_fields(struct enemy *e, const struct web_route *r, const struct pair *wrong,
                          size_t wrongs)
{
    e->people++;
    house_person(e->book, arena_printf(e->book->arena, "Person %d", e->people),
                 arena_printf(e->book->arena, "p%d@example.net", e->people), "stroke");
    let_in(e);
    const char *path = path_of(e, r);
    const char *cookie = r->who == WHO_STAFF || r->who == WHO_HALF
                             ? log_in(e, ROLE_ADMIN, r->who == WHO_HALF)
                             : NULL;
    size_t count = fields_of(r);
    struct web_answer out;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < wrongs; k++) {
            begin_anew(e);
            struct pair *pairs = fill_in(e, r, token_of(e, r, path, cookie));
            pairs[i].value = wrong[k].value;
            pairs[i].len = wrong[k].len;
            pairs[i].file = wrong[k].file;
            post(e, path, cookie, pairs, count + 1, &out);
        }
    begin_anew(e);
    struct pair *pairs = fill_in(e, r, token_of(e, r, path, cookie));
    pairs[count + 1] = (struct pair){"strange", "1", 1, false};
    int64_t before = seen(e);
    post(e, path, cookie, pairs, count + 2, &out);
    if (!refused_at(e, &out, before))
        fail_msg("%s takes a field that it does not know: %u", path, out.status);
}

static void no_field_takes_what_it_should_not(void **state)
{
    struct enemy *e = *state;
    size_t wrongs;
    const struct pair *wrong = wrong_values(e, &wrongs);
    for (int last = 0; last < 2; last++)
        for (size_t i = 0; i < web_route_count; i++)
            if (web_routes[i].fields && is_last(&web_routes[i]) == (last == 1))
                attack_fields(e, &web_routes[i], wrong, wrongs);
    assert_string_equal(house_breaches(e->book), "");
    assert_book(e->book, "PRAGMA integrity_check", "ok");
    assert_book(e->book, "SELECT count(*) > 20 FROM person", "1");
    assert_book(e->book, "SELECT count(*) >= 3 FROM staff", "1");
    assert_book(e->book, "SELECT count(*) FROM letter WHERE address GLOB '*[' || char(1) || '- ]*'",
                "0");
}

/* ---- Forged forms ---- */

/* Without a token, and with one of another path, of another holder, too old, or bent. */
static void no_form_is_taken_without_its_token(void **state)
{
    struct enemy *e = *state;
    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *r = &web_routes[i];
        if (!r->fields || r->no_token)
            continue;
        const char *path = path_of(e, r);
        const char *cookie = log_in(e, ROLE_ADMIN, r->who == WHO_HALF);
        begin_anew(e);
        instant now = clock_now(&e->house.clock);
        char *bent = arena_strdup(e->arena, token_of(e, r, path, cookie));
        bent[strlen(bent) - 1] = bent[strlen(bent) - 1] == '0' ? '1' : '0';
        const char *tokens[] = {"",
                                "x",
                                bent,
                                guard_make(e->arena, key, path, "another", now),
                                guard_make(e->arena, key, "/another", "", now),
                                guard_make(e->arena, key, path, "", now - HOURS(13)),
                                "99999999-0000",
                                "-1-0"};
        for (size_t k = 0; k < sizeof tokens / sizeof tokens[0]; k++) {
            struct web_answer out;
            int64_t before = seen(e);
            post(e, path, cookie, fill_in(e, r, tokens[k]), fields_of(r) + 1, &out);
            if (!refused_at(e, &out, before))
                fail_msg("%s with the token \"%s\": %u", path, tokens[k], out.status);
        }
        struct web_answer out;
        struct web_request q = request(e, "POST", path);
        q.desk_cookie = cookie;
        q.foreign = true;
        q.pairs = fill_in(e, r, token_of(e, r, path, cookie));
        q.pair_count = fields_of(r) + 1;
        int64_t before = seen(e);
        answer(e, &q, &out);
        if (!refused_at(e, &out, before))
            fail_msg("%s from another site: %u", path, out.status);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        enemy_test(no_field_takes_what_it_should_not),
        enemy_test(no_form_is_taken_without_its_token),
    };
    return cmocka_run_group_tests_name("web_enemy", tests, house_group, house_group_over);
}
