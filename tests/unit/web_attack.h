/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Somebody who means harm, for tests that walk the table of routes: a house with a request whose
 * agreement is made, a mail full of markup, staff of each role, links of each kind; and what an
 * answer must be whatever was asked.
 */
#ifndef LEVANDE_TESTS_WEB_ATTACK_H
#define LEVANDE_TESTS_WEB_ATTACK_H

#include "lending_choice.h"

#include "access.h"
#include "desk.h"
#include "lending/signup.h"
#include "lending/staff.h"
#include "memo.h"
#include "pace.h"

#define SCRIPT "<script>alert(1)</script>"

static const unsigned char key[GUARD_KEY] = "a key of thirty-two bytes, yes!";

struct enemy {
    struct lending_house *book; /* opened as work does, to lay things out and to look */
    struct house house;         /* as web has it */
    struct limits *limits;
    struct pace *pace;
    struct memo *memo;
    struct access_log *access;
    sqlite3 *watch;             /* sees what others commit */
    struct arena *arena;        /* of one request */
    int64_t staff[3];           /* by role */
    const char *signup, *draft; /* the tokens of one that is begun */
    int people, tokens;
    bool let_in; /* the code was given */
};

/* ---- The place ---- */

static inline struct web_request request(struct enemy *e, const char *method, const char *path)
{
    return (struct web_request){.house = &e->house,
                                .key = key,
                                .limits = e->limits,
                                .pace = e->pace,
                                .memo = e->memo,
                                .access = e->access,
                                .arena = e->arena,
                                .method = method,
                                .path = path,
                                .language = "sv",
                                .client = {.loopback = true, .machine = true}};
}

static inline int64_t seen(const struct enemy *e)
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
static inline void begin_anew(struct enemy *e)
{
    arena_reset(e->arena);
}

static inline const struct pair *pair_of(const struct pair *pairs, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(pairs[i].name, name) == 0)
            return &pairs[i];
    return NULL;
}

/* Does the page hold these words? Its bytes may be any. */
static inline bool says(const struct web_answer *x, const char *words)
{
    return x->body && x->len > 0 && memmem(x->body, x->len, words, strlen(words)) != NULL;
}

static inline void answer(struct enemy *e, struct web_request *q, struct web_answer *out)
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
static inline const char *log_in(struct enemy *e, int role, bool half)
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
static inline const char *party_of(struct enemy *e, const char *purpose, char party)
{
    if (party != 'P')
        return party == 'u' ? "unit" : party == 'A' ? "A1" : "a";
    if (strcmp(purpose, "person") == 0)
        return arena_printf(e->book->arena, "P%d", e->people);
    return strcmp(purpose, "answer") == 0 ? "P2" : "P1";
}

/* A link of this purpose, to this party; of one to the unit P1 is the subject. */
static inline const char *link_for(struct enemy *e, const char *purpose, char party)
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
static inline const char *link_of(struct enemy *e, const struct web_route *r)
{
    size_t len = strcspn(r->purposes, " ");
    return link_for(e, arena_strndup(e->book->arena, r->purposes, len), r->parties[0]);
}

/* What stands at TOKEN in the desk's paths: what there is one of. */
static inline const char *named(struct enemy *e, const struct web_route *r)
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
static inline const char *path_with(struct enemy *e, const struct web_route *r, const char *token,
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

static inline const char *part_of(const struct web_route *r)
{
    return text_starts(r->path, "/personal/mejl/") ? "las-om" : "uppgifter";
}

static inline const char *path_of(struct enemy *e, const struct web_route *r)
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

static inline const char *good(const struct field *x)
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

static inline size_t fields_of(const struct web_route *r)
{
    size_t count = 0;
    while (r->fields[count].name)
        count++;
    return count;
}

/* All fields well filled in, and the token; room for one more. */
static inline struct pair *fill_in(struct enemy *e, const struct web_route *r, const char *token)
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
static inline const char *token_of(struct enemy *e, const struct web_route *r, const char *path,
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

static inline void post(struct enemy *e, const char *path, const char *cookie,
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
}

/* It says so, or leads to where one shows first who one is; and nothing has changed. */
static inline bool refused_at(const struct enemy *e, const struct web_answer *out, int64_t before)
{
    return (out->status >= 400 || out->status == 303) && seen(e) == before;
}

/* ---- What does not belong ---- */

enum { LONG = 20000 };

static inline const struct pair *wrong_values(struct enemy *e, size_t *count)
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

static inline bool is_last(const struct web_route *r)
{
    return text_ends(r->path, "stall-in") || text_ends(r->path, "lamna") ||
           text_ends(r->path, "radera") || text_ends(r->path, "stang");
}

/* ---- Laying out ---- */

static inline void add_staff(struct enemy *e, int role)
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
static inline const char *write_draft(struct enemy *e)
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
static inline void make_request(struct enemy *e)
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

static inline void make_mail(struct enemy *e)
{
    static const char raw[] =
        "From: " SCRIPT " <x@example.net>\r\nSubject: " SCRIPT "\r\n\r\n" SCRIPT "\r\n";
    struct lending_house *h = e->book;
    assert_int_equal(mail_store(h, raw, strlen(raw)), 2);
    house_sql(h, "UPDATE inbox SET state = 'waiting', from_address = 'x@example.net',"
                 " from_name = '" SCRIPT "', subject = '" SCRIPT "' WHERE id = 2");
}

static inline void begin_signup(struct enemy *e)
{
    struct lending_house *h = e->book;
    static const struct signup_words words = {
        .fields = "{\"name\":\"Doris Falk\"}", .address = "doris@example.org", .language = "sv"};
    assert_did(lending_signup_begin(&h->house, h->arena, &words, &e->signup, &h->fault), h);
}

static inline int enemy_make(void **state)
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
    e->memo = memo_new();
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

static inline int enemy_over(void **state)
{
    struct enemy *e = *state;
    void *book = e->book;
    sqlite3_close(e->watch);
    db_close(&e->house.db);
    limits_free(&e->limits);
    pace_free(&e->pace);
    memo_free(&e->memo);
    access_free(&e->access);
    arena_free(&e->arena);
    free(e);
    return house_over(&book);
}

#define enemy_test(function) cmocka_unit_test_setup_teardown(function, enemy_make, enemy_over)

#endif
