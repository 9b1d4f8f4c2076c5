/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Doors: each page of the table of routes, tried by each role, by nobody, by half a login, with
 * links that are not its own, and with what is no name in its path and behind it.
 */
#include "web_attack.h"

/* ---- Every page, by those who may not ---- */

/* Nobody, half a login, and each role. */
enum { NOBODY = -2, HALF = -1 };

static void knock(struct enemy *e, const struct web_route *r, int who)
{
    bool get = strcmp(r->method, "GET") == 0;
    const char *path = path_of(e, r);
    begin_anew(e);
    const char *cookie =
        who == NOBODY ? NULL : log_in(e, who == HALF ? ROLE_ADMIN : who, who == HALF);
    struct web_answer out;
    struct web_request q = request(e, r->method, path);
    q.desk_cookie = cookie;
    if (!get) {
        q.pairs = fill_in(e, r, cookie ? token_of(e, r, path, cookie) : "");
        q.pair_count = fields_of(r) + 1;
        assert_non_null(pair_of(q.pairs, q.pair_count, "form"));
    }
    bool may = who >= 0 && who >= (int)r->role;
    unsigned wanted = who < 0 ? 303 : 403;
    int64_t before = seen(e);
    answer(e, &q, &out);
    if (!may && (out.status != wanted || seen(e) != before))
        fail_msg("%s %s: %u for %d", r->method, path, out.status, who);
    if (!may && out.location && !text_starts(out.location, "/personal/logga-in") &&
        !text_starts(out.location, "/personal/kod"))
        fail_msg("%s %s leads to %s", r->method, path, out.location);
    if (may && ((out.status == 403 && !strstr(path, "/sokning/")) || out.status >= 500))
        fail_msg("%s %s: %u for %s, who may", r->method, path, out.status, role_names[who]);
}

static void nobody_does_what_is_above_their_role(void **state)
{
    struct enemy *e = *state;
    for (int who = NOBODY; who <= ROLE_ADMIN; who++)
        for (size_t i = 0; i < web_route_count; i++)
            if (web_routes[i].who == WHO_STAFF && !is_last(&web_routes[i]))
                knock(e, &web_routes[i], who);
}

/* A link that was made for something else, has ended, or was never made. */
static void a_link_opens_its_own_pages_alone(void **state)
{
    struct enemy *e = *state;
    const char *foreign = link_for(e, "no purpose", 'P'), *over[] = {NULL, NULL};
    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *r = &web_routes[i];
        if (r->who != WHO_LINK)
            continue;
        const char *tokens[] = {foreign, "zzzzzzzzzzzzzzzzzzzzzzzzzz", "1", "A2", "..", "%s%n", ""};
        struct web_answer out;
        for (size_t k = 0; k < sizeof tokens / sizeof tokens[0]; k++) {
            begin_anew(e);
            struct web_request q = request(e, r->method, path_with(e, r, tokens[k], "x"));
            answer(e, &q, &out);
            if (out.status != 404 && out.status != 405)
                fail_msg("%s %s: %u", r->method, q.path, out.status);
        }
        if (strstr(r->purposes, "signup") || strstr(r->purposes, "draft"))
            continue;
        over[0] = link_of(e, r);
        house_sql(e->book, arena_printf(e->book->arena,
                                        "UPDATE token SET ended_at = '2027-03-01T08:00:00.000Z'"
                                        " WHERE sha256 = '%s'",
                                        token_hash(e->book->arena, over[0])));
        over[1] = link_of(e, r);
        house_sql(e->book, arena_printf(e->book->arena,
                                        "UPDATE token SET expires_at = '2027-03-01T08:00:00.000Z'"
                                        " WHERE sha256 = '%s'",
                                        token_hash(e->book->arena, over[1])));
        for (size_t k = 0; k < 2; k++) {
            begin_anew(e);
            struct web_request q = request(e, r->method, path_with(e, r, over[k], "x"));
            int64_t before = seen(e);
            answer(e, &q, &out);
            if (out.status != 410 || seen(e) != before)
                fail_msg("%s %s, which is over: %u", r->method, q.path, out.status);
        }
    }
}

/* ---- Paths and what stands behind them ---- */

static void no_name_in_a_path_breaks_a_page(void **state)
{
    struct enemy *e = *state;
    const char *cookie = log_in(e, ROLE_ADMIN, false);
    static const char *const names[] = {"..",
                                        ".",
                                        "%s%n",
                                        "P99999999999999999999",
                                        "P-1",
                                        "P0",
                                        "P1 OR 1=1",
                                        SCRIPT,
                                        "\xff\xfe",
                                        "LB-2027-9999",
                                        "LB-99999999999999999999-1",
                                        "M1\r\nX: y",
                                        "L9",
                                        "-1",
                                        "0",
                                        "999999999999999999",
                                        "bilaga-0",
                                        "bilaga-99999999999999",
                                        "\x01",
                                        "A\\..\\x",
                                        "P1;"};
    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *r = &web_routes[i];
        if (r->fields || !strstr(r->path, "TOKEN"))
            continue;
        for (size_t k = 0; k < 2 * sizeof names / sizeof names[0]; k++) {
            begin_anew(e);
            const char *name = names[k / 2], *token = k % 2 ? name : named(e, r);
            struct web_answer out;
            struct web_request q = request(e, "GET", path_with(e, r, token, name));
            q.desk_cookie = cookie;
            int64_t before = seen(e);
            answer(e, &q, &out);
            if (seen(e) != before)
                fail_msg("GET %s changes the book", q.path);
        }
    }
}

static void no_question_in_an_address_breaks_a_page(void **state)
{
    struct enemy *e = *state;
    const char *cookie = log_in(e, ROLE_ADMIN, false);
    size_t wrongs;
    const struct pair *wrong = wrong_values(e, &wrongs);
    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *r = &web_routes[i];
        for (const struct field *x = r->asks; x && x->name; x++)
            for (size_t k = 0; k < wrongs; k++) {
                begin_anew(e);
                struct pair asked[] = {{x->name, wrong[k].value, wrong[k].len, false},
                                       {"till", wrong[k].value, wrong[k].len, false}};
                struct web_answer out;
                struct web_request q = request(e, "GET", path_of(e, r));
                q.desk_cookie = cookie;
                q.query = asked;
                q.query_count = strcmp(x->name, "till") == 0 ? 1 : 2;
                int64_t before = seen(e);
                answer(e, &q, &out);
                if (seen(e) != before || out.status >= 500)
                    fail_msg("GET %s?%s=%s: %u", q.path, x->name, wrong[k].name, out.status);
            }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        enemy_test(nobody_does_what_is_above_their_role),
        enemy_test(a_link_opens_its_own_pages_alone),
        enemy_test(no_name_in_a_path_breaks_a_page),
        enemy_test(no_question_in_an_address_breaks_a_page),
    };
    return cmocka_run_group_tests_name("web_doors", tests, house_group, house_group_over);
}
