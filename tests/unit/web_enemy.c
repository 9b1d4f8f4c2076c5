/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whoever means harm, at every row of the table of routes: each role at each page, each field with
 * what does not belong in it, each place in a path with what is no name. What is refused changes
 * nothing, nothing breaks, and no page says what it should not.
 *
 * The rows are walked, not listed: a new page is attacked from the day that it stands there.
 */
#include "lending_choice.h"

#include "access.h"
#include "desk.h"
#include "lending/signup.h"
#include "lending/staff.h"
#include "pace.h"

#define SCRIPT "<script>alert(1)</script>"

static const unsigned char key[GUARD_KEY] = "a key of thirty-two bytes, yes!";

struct enemy {
    struct lending_house *book; /* opened as work does, to lay things out and to look */
    struct house house;         /* as web has it */
    struct limits *limits;
    struct pace *pace;
    struct access_log *access;
    sqlite3 *watch;             /* sees what others commit */
    struct arena *arena;        /* of one request */
    int64_t staff[3];           /* by role */
    const char *signup, *draft; /* the tokens of one that is begun */
    int people, tokens;
    bool let_in; /* the code was given */
};

/* ---- The place ---- */

static struct web_request request(struct enemy *e, const char *method, const char *path)
{
    return (struct web_request){.house = &e->house,
                                .key = key,
                                .limits = e->limits,
                                .pace = e->pace,
                                .access = e->access,
                                .arena = e->arena,
                                .method = method,
                                .path = path,
                                .language = "sv",
                                .client = {.loopback = true, .machine = true}};
}

static int64_t seen(const struct enemy *e)
{
    sqlite3_stmt *row = NULL;
    assert_int_equal(sqlite3_prepare_v2(e->watch, "PRAGMA data_version", -1, &row, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    int64_t version = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    return version;
}

/* A request's own memory begins here; what was given before is gone. */
static void begin_anew(struct enemy *e)
{
    arena_reset(e->arena);
}

static const struct pair *pair_of(const struct pair *pairs, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].name, name) == 0)
            return &pairs[i];
    return NULL;
}

/* Does the page hold these words? Its bytes may be any. */
static bool says(const struct web_answer *x, const char *words)
{
    return x->body && x->len > 0 && memmem(x->body, x->len, words, strlen(words)) != NULL;
}

static void answer(struct enemy *e, struct web_request *q, struct web_answer *out)
{
    web_answer(q, out);
    assert_false(db_in_transaction(e->house.db));
    if (out->status < 200 || out->status > 503 || out->status == 500)
        fail_msg("%s %s: %u", q->method, q->path, out->status);
    if (out->status != 303 && out->status != 204 && out->len == 0)
        fail_msg("%s %s: %u and no word", q->method, q->path, out->status);
    if (out->location && strpbrk(out->location, "\r\n\t"))
        fail_msg("%s %s: leads to two lines", q->method, q->path);
    static const char *const never[] = {SCRIPT,    "SQL logic", "SQLITE",
                                        "sqlite3", "src/",      "no such column"};
    bool page = out->type && text_starts(out->type, "text/html");
    for (size_t i = 0; page && i < sizeof never / sizeof never[0]; i++)
        if (says(out, never[i]))
            fail_msg("%s %s: %u says %s", q->method, q->path, out->status, never[i]);
}

/* ---- Who attacks ---- */

static const char *const role_names[] = {"reader", "staff", "admin"};

/* The cookie of a session of this role; half: the second factor was not shown. */
static const char *log_in(struct enemy *e, int role, bool half)
{
    static const char label[] = "test";
    struct fault f = {0};
    struct web_request q = request(e, "GET", "/personal");
    assert_int_equal(session_begin(&q, e->staff[role], &f), DONE);
    if (!half) {
        assert_int_equal(db_begin(e->house.db, label, &f), DONE);
        assert_int_equal(session_pass(&q, &f), DONE);
        assert_int_equal(db_commit(e->house.db, label, &f), DONE);
    }
    return arena_strdup(e->book->arena, q.new_desk_cookie);
}

/* P1 is chosen, P2 was asked; whose data they are is somebody new each time. */
static const char *party_of(struct enemy *e, const char *purpose, char party)
{
    if (party != 'P')
        return party == 'u' ? "unit" : party == 'A' ? "A1" : "a";
    if (strcmp(purpose, "person") == 0)
        return arena_printf(e->book->arena, "P%d", e->people);
    return strcmp(purpose, "answer") == 0 ? "P2" : "P1";
}

/* A link of this purpose, to this party; of one to the unit P1 is the subject. */
static const char *link_for(struct enemy *e, const char *purpose, char party)
{
    if (strcmp(purpose, "signup") == 0)
        return e->signup;
    if (strcmp(purpose, "draft") == 0)
        return e->draft;
    struct lending_house *h = e->book;
    char *token = arena_strdup(h->arena, "aaaaaaaaaaaaaaaaaaaaaaaaaa");
    for (int n = ++e->tokens, i = 0; n > 0; n /= 26, i++)
        token[i] = (char)('a' + n % 26);
    house_sql(h, arena_printf(h->arena,
                              "INSERT INTO token (sha256, purpose, request_id, party, subject,"
                              " address, created_at) VALUES ('%s', '%s', 1, '%s', '%s', 'x',"
                              " '2027-03-01T08:00:00.000Z')",
                              token_hash(h->arena, token), purpose, party_of(e, purpose, party),
                              party == 'u' ? "P1" : ""));
    if (strcmp(purpose, "confirm_signup") == 0)
        house_sql(h, arena_printf(h->arena,
                                  "UPDATE signup SET letter_hash = '%s'"
                                  " WHERE id = 1",
                                  token_hash(h->arena, token)));
    return token;
}

/* The first purpose of the row, and the first party. */
static const char *link_of(struct enemy *e, const struct web_route *r)
{
    size_t len = strcspn(r->purposes, " ");
    return link_for(e, arena_strndup(e->book->arena, r->purposes, len), r->parties[0]);
}

/* What stands at TOKEN in the desk's paths: what there is one of. */
static const char *named(struct enemy *e, const struct web_route *r)
{
    static const struct {
        const char *before, *name;
    } names[] = {{"/personal/personer/sokning/", "1"},
                 {"/personal/foreningar/", "A1"},
                 {"/personal/forfragningar/", "LB-2027-0001"},
                 {"/personal/mejl/", "M2"},
                 {"/personal/utskick/", "L1"}};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (text_starts(r->path, names[i].before))
            return names[i].name;
    return arena_printf(e->book->arena, "P%d", e->people);
}

/* The row's path with something in its places. */
static const char *path_with(struct enemy *e, const struct web_route *r, const char *token,
                             const char *part)
{
    struct arena *a = e->book->arena;
    const char *hole = strstr(r->path, "TOKEN");
    if (!hole)
        return r->path;
    const char *path = arena_printf(a, "%.*s%s%s", (int)(hole - r->path), r->path, token, hole + 5);
    hole = strstr(path, "PART");
    return hole ? arena_printf(a, "%.*s%s", (int)(hole - path), path, part) : path;
}

static const char *part_of(const struct web_route *r)
{
    return text_starts(r->path, "/personal/mejl/") ? "las-om" : "uppgifter";
}

static const char *path_of(struct enemy *e, const struct web_route *r)
{
    if (!strstr(r->path, "TOKEN"))
        return r->path;
    const char *token = r->who == WHO_LINK    ? link_of(e, r)
                        : r->who == WHO_STAFF ? named(e, r)
                                              : "abcdef";
    return path_with(e, r, token, part_of(r));
}

/* ---- Forms ---- */

/* The attacker holds the mailbox too: this browser has given the code of whoever it is. */
static const char BROWSER[] = "bbbbbbbbbbbbbbbbbbbbbbbbbb";

static const char *good(const struct field *x)
{
    static const char *const by_type[] = {[FIELD_TEXT] = "Ord",
                                          [FIELD_LINES] = "Några ord",
                                          [FIELD_SCALE] = "3",
                                          [FIELD_AREA] = "stroke",
                                          [FIELD_DATE] = "2027-04-08",
                                          [FIELD_TIME] = "13:00",
                                          [FIELD_EMAIL] = "nagon@example.org",
                                          [FIELD_PHONE] = "031-390 06 11",
                                          [FIELD_TICK] = "yes",
                                          [FIELD_PICKS] = "P1",
                                          [FIELD_CODE] = "123456",
                                          [FIELD_SECRET] = "ett hemligt ord",
                                          [FIELD_FILE] = "name,email\nBo,bo@example.org\n"};
    if (x->choices && x->type != FIELD_SCALE)
        return x->choices[0].value;
    if (x->type == FIELD_NUMBER)
        return x->min > 1 ? "30" : "1";
    return by_type[x->type] ? by_type[x->type] : "x";
}

static size_t fields_of(const struct web_route *r)
{
    size_t count = 0;
    while (r->fields[count].name)
        count++;
    return count;
}

/* All fields well filled in, and the token; room for one more. */
static struct pair *fill_in(struct enemy *e, const struct web_route *r, const char *token)
{
    size_t count = fields_of(r);
    struct pair *pairs = arena_array(e->arena, count + 2, sizeof *pairs);
    for (size_t i = 0; i < count; i++) {
        const char *value = good(&r->fields[i]);
        pairs[i] =
            (struct pair){r->fields[i].name, value, strlen(value), r->fields[i].type == FIELD_FILE};
    }
    pairs[count] = (struct pair){"form", token, strlen(token), false};
    return pairs;
}

/* The token of a form that this one was shown. */
static const char *token_of(struct enemy *e, const struct web_route *r, const char *path,
                            const char *cookie)
{
    const char *holder = "";
    if (r->who == WHO_STAFF || r->who == WHO_HALF)
        holder = sha256_text(e->arena, arena_strndup(e->arena, cookie, TOKEN_CHARS));
    else if (strstr(r->path, "/TOKEN"))
        holder = arena_strndup(e->arena, path + (strstr(r->path, "TOKEN") - r->path), TOKEN_CHARS);
    return guard_make(e->arena, key, r->half ? r->form_path : path, holder,
                      clock_now(&e->house.clock));
}

static void post(struct enemy *e, const struct web_route *r, const char *path, const char *cookie,
                 const struct pair *pairs, size_t count, struct web_answer *out)
{
    struct web_request q = request(e, "POST", path);
    q.desk_cookie = cookie;
    q.cookie = e->let_in ? BROWSER : NULL;
    q.pairs = pairs;
    q.pair_count = count;
    int64_t before = seen(e);
    answer(e, &q, out);
    if (out->status >= 400 && seen(e) != before)
        fail_msg("POST %s: %u, and the book has changed", path, out->status);
    bool busy = r->mails || r->who == WHO_ALL; /* limits by the hour, and turns */
    if (out->status == 503 && !busy)
        fail_msg("POST %s: 503", path);
}

/* It says so, or leads to where one shows first who one is; and nothing has changed. */
static bool refused_at(const struct enemy *e, const struct web_answer *out, int64_t before)
{
    return (out->status >= 400 || out->status == 303) && seen(e) == before;
}

/* ---- Every field, with what does not belong in it ---- */

enum { LONG = 20000 };

static const struct pair *wrong_values(struct enemy *e, size_t *count)
{
    char *much = arena_array(e->book->arena, LONG + 1, 1);
    memset(much, 'x', LONG);
    const struct pair values[] = {
        {.name = "nothing", .value = "", .len = 0},
        {.name = "much", .value = much, .len = LONG},
        {.name = "markup", .value = SCRIPT "\"'&{{{x}}}", .len = strlen(SCRIPT "\"'&{{{x}}}")},
        {.name = "SQL", .value = "1'; DROP TABLE person; --", .len = 25},
        {.name = "NUL", .value = "a\0b", .len = 3},
        {.name = "no UTF-8", .value = "\xc3\x28\xff\xfe", .len = 4},
        {.name = "scripts", .value = "\u202e\u65e5\u672c \u05e2\u05d1 \U0001f600", .len = 18},
        {.name = "number", .value = "-99999999999999999999", .len = 21},
        {.name = "header", .value = "a\r\nBcc: x@example.net", .len = 21},
        {.name = "path", .value = "../../../etc/passwd", .len = 19},
        {.name = "file", .value = "x", .len = 1, .file = true},
    };
    struct pair *kept = arena_array(e->book->arena, sizeof values / sizeof values[0], sizeof *kept);
    memcpy(kept, values, sizeof values);
    *count = sizeof values / sizeof values[0];
    return kept;
}

static bool is_last(const struct web_route *r)
{
    return text_ends(r->path, "stall-in") || text_ends(r->path, "lamna") ||
           text_ends(r->path, "radera") || text_ends(r->path, "stang");
}

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
            post(e, r, path, cookie, pairs, count + 1, &out);
        }
    begin_anew(e);
    struct pair *pairs = fill_in(e, r, token_of(e, r, path, cookie));
    pairs[count + 1] = (struct pair){"strange", "1", 1, false};
    int64_t before = seen(e);
    post(e, r, path, cookie, pairs, count + 2, &out);
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
    assert_book(e->book, "SELECT count(*) FROM staff", "3");
    assert_book(e->book, "SELECT count(*) FROM letter WHERE address GLOB '*[' || char(1) || '- ]*'",
                "0");
}

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
            post(e, r, path, cookie, fill_in(e, r, tokens[k]), fields_of(r) + 1, &out);
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

/* ---- Laying out ---- */

static void add_staff(struct enemy *e, int role)
{
    struct lending_house *h = e->book;
    struct staff s = {.name = arena_printf(h->arena, "Staff %s", role_names[role]),
                      .email = "",
                      .role = role_names[role],
                      .password_hash = "x"},
                 found;
    assert_did(lending_staff_add(&h->house, h->arena, "command", &s, &h->fault), h);
    assert_did(staff_by_name(h->house.db, h->arena, s.name, &found, &h->fault), h);
    e->staff[role] = found.id;
}

/* A draft, whose letter's token the book still holds in clear. */
static const char *write_draft(struct enemy *e)
{
    struct lending_house *h = e->book;
    static const struct page_draft words = {
        .fields = "{\"title\":\"Samtal\",\"kind\":\"workshop\",\"description\":\"Om stroke\"}",
        .address = "karin.holm@vgregion.example",
        .name = "Karin Holm",
        .language = "sv"};
    bool mailed;
    assert_did(lending_draft(&h->house, h->arena, &words, &mailed, &h->fault), h);
    assert_true(mailed);
    return house_value(h, "SELECT token FROM letter ORDER BY id DESC LIMIT 1");
}

/* Three said yes, one of them is chosen, and the agreement is made. */
static void make_request(struct enemy *e)
{
    struct lending_house *h = e->book;
    asked(h, "P1 P2 P3");
    answers(h, "P1", ANSWER_YES);
    answers(h, "P2", ANSWER_YES);
    choose(h, "P1", false);
    letters_leave(h);
    assert_book(h, "SELECT number FROM request", "LB-2027-0001");
    assert_book(h, "SELECT count(*) > 0 FROM agreement", "1");
}

static void make_mail(struct enemy *e)
{
    static const char raw[] =
        "From: " SCRIPT " <x@example.net>\r\nSubject: " SCRIPT "\r\n\r\n" SCRIPT "\r\n";
    struct lending_house *h = e->book;
    assert_int_equal(mail_store(h, raw, strlen(raw)), 2);
    house_sql(h, "UPDATE inbox SET state = 'waiting', from_address = 'x@example.net',"
                 " from_name = '" SCRIPT "', subject = '" SCRIPT "' WHERE id = 2");
}

static void begin_signup(struct enemy *e)
{
    struct lending_house *h = e->book;
    static const struct signup_words words = {
        .fields = "{\"name\":\"Doris Falk\"}", .address = "doris@example.org", .language = "sv"};
    assert_did(lending_signup_begin(&h->house, h->arena, &words, &e->signup, &h->fault), h);
}

static int lay_out(void **state)
{
    struct enemy *e = calloc(1, sizeof *e);
    void *book = NULL;
    if (!e || house_make(&book) != 0)
        return -1;
    struct lending_house *h = e->book = book;
    e->arena = arena_new();
    e->house = h->house;
    e->house.db = NULL;
    e->watch = house_engine(h);
    assert_did(house_open_book(&e->house, DB_WEB, false, &h->fault), h);
    e->limits = limits_new(h->house.random);
    e->pace = pace_new(h->house.random);
    e->access = access_new(h->path, 12);
    for (int role = ROLE_READER; role <= ROLE_ADMIN; role++)
        add_staff(e, role);
    house_association(h, "Strokeföreningen", "forening@example.org", "stroke");
    make_request(e);
    e->people = 3;
    make_mail(e);
    begin_signup(e);
    e->draft = write_draft(e);
    *state = e;
    return 0;
}

static int clear(void **state)
{
    struct enemy *e = *state;
    void *book = e->book;
    sqlite3_close(e->watch);
    db_close(&e->house.db);
    limits_free(&e->limits);
    pace_free(&e->pace);
    access_free(&e->access);
    arena_free(&e->arena);
    free(e);
    return house_over(&book);
}

#define enemy_test(function) cmocka_unit_test_setup_teardown(function, lay_out, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        enemy_test(no_field_takes_what_it_should_not),
        enemy_test(nobody_does_what_is_above_their_role),
        enemy_test(a_link_opens_its_own_pages_alone),
        enemy_test(no_form_is_taken_without_its_token),
        enemy_test(no_name_in_a_path_breaks_a_page),
        enemy_test(no_question_in_an_address_breaks_a_page),
    };
    return cmocka_run_group_tests_name("web_enemy", tests, house_group, house_group_over);
}
