/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The words that requests are found by: folded, found by their beginnings, page by page in both
 * directions, and gone to the last byte when they are weeded.
 */
#include "pool_book.h"

#include "store/weeding.h"
#include "store/words.h"

static const char label[] = "test";
static const instant now = 1811851200000; /* 2027-06-01T12:00Z */

static void begin(struct pool_book *b)
{
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
}

static void commit(struct pool_book *b)
{
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
}

static void put(struct pool_book *b, int64_t id, enum words_origin origin, const char *text)
{
    assert_done(words_put(b->db, b->arena, id, origin, &text, 1, &b->fault), b->fault);
}

/* The ids that are found, as "3 2 1". */
static const char *found(struct pool_book *b, struct words_query query, const char *text,
                         size_t max)
{
    int64_t *ids = NULL;
    size_t count;
    char *all = arena_strdup(b->arena, "");
    query.words = words_in(b->arena, text, 100, &query.count);
    query.newest = query.newest ? query.newest : 2000;
    assert_done(words_find(b->db, b->arena, &query, max, &ids, &count, &b->fault), b->fault);
    for (size_t i = 0; i < count; i++)
        all = arena_printf(b->arena, "%s%s%lld", all, i > 0 ? " " : "", (long long)ids[i]);
    return all;
}
#define FOUND(b, text) found(b, (struct words_query){0}, text, 50)
#define FOUND_OF(b, text, ...) found(b, (struct words_query){__VA_ARGS__}, text, 50)

static const char *words_as_text(struct pool_book *b, const char *text, size_t max)
{
    size_t count;
    char **words = words_in(b->arena, text, max, &count), *all = arena_strdup(b->arena, "");
    for (size_t i = 0; i < count; i++)
        all = arena_printf(b->arena, "%s%s%s", all, i > 0 ? " " : "", words[i]);
    return all;
}

static void words_are_folded_and_each_stands_once(void **state)
{
    struct pool_book *b = *state;
    assert_string_equal(words_as_text(b, "ÅNGEST ångest  Över_allt\n(Ömsint), é!", 100),
                        "allt ångest ömsint över");
    assert_string_equal(words_as_text(b, "Hej och det att vi som", 100), "");
    assert_string_equal(words_as_text(b, "a-b enhet.7@vgregion.example", 100),
                        "enhet example vgregion");
    assert_string_equal(
        words_as_text(b, "covid-19\xc2\xa0studie \xe2\x80\x9dSträng\xe2\x80\x9d", 100),
        "19 covid sträng studie");
    assert_string_equal(words_as_text(b, "", 100), "");
    assert_string_equal(words_as_text(b, "tre två ett", 1), "tre");
    assert_string_equal(words_as_text(b, "Ελλάδα \xff\xfe x\xc3", 100), "Ελλάδα");
    /* Cut at a letter's end. */
    assert_string_equal(words_as_text(b, "åååååååååååååååååååååååååååååååååååå", 100),
                        "åååååååååååååååå");
}

static void beginnings_find_and_all_must_be_there(void **state)
{
    struct pool_book *b = *state;
    begin(b);
    put(b, 1, WORDS_OF_MAILS, "Bröstcancer och workshop på Östra");
    put(b, 2, WORDS_OF_MAILS, "Bröstmottagningen, föreläsning");
    put(b, 700, WORDS_OF_REQUEST, "bröst");
    put(b, 700, WORDS_OF_MAILS, "Bröst workshop");
    commit(b);
    assert_string_equal(FOUND(b, "bröst"), "700 2 1");
    assert_string_equal(FOUND(b, "BRÖSTC"), "1");
    assert_string_equal(FOUND(b, "works bröst"), "700 1");
    assert_string_equal(FOUND(b, "bröst works östra"), "1");
    assert_string_equal(FOUND(b, "cancer"), "");
    assert_string_equal(FOUND(b, "ostra"), ""); /* å ä ö are letters of their own */
    assert_string_equal(FOUND(b, "%"), "");
    assert_string_equal(FOUND(b, ""), "");
    assert_string_equal(FOUND(b, "b"), "");
}

static void pages_follow_each_other_both_ways(void **state)
{
    struct pool_book *b = *state;
    begin(b);
    for (int64_t id = 1; id <= 1500; id += 125) /* 1, 126 … 1376: twelve in six runs */
        put(b, id, WORDS_OF_MAILS, "sällsynt sällan");
    commit(b);
    struct words_query down = {0}, up = {.oldest_first = true};
    assert_string_equal(found(b, down, "säll", 3), "1376 1251 1126");
    down.after = 1126;
    assert_string_equal(found(b, down, "säll", 4), "1001 876 751 626");
    down.after = 126;
    assert_string_equal(found(b, down, "säll", 3), "1");
    down.after = 1;
    assert_string_equal(found(b, down, "säll", 3), "");
    assert_string_equal(found(b, up, "säll", 3), "1 126 251");
    up.after = 251;
    assert_string_equal(found(b, up, "säll", 2), "376 501");
    up.after = 1251;
    assert_string_equal(found(b, up, "säll", 5), "1376");
    up.after = 9000;
    assert_string_equal(found(b, up, "säll", 5), "");
}

static void what_is_put_anew_takes_the_old_ones_place(void **state)
{
    struct pool_book *b = *state;
    const char *anew = "Lungmottagningen";
    begin(b);
    put(b, 5, WORDS_OF_MAILS, "gemensamt brev");
    put(b, 5, WORDS_OF_REQUEST, "gemensamt Hudmottagningen");
    assert_done(words_replace(b->db, b->arena, 5, WORDS_OF_REQUEST, &anew, 1, &b->fault), b->fault);
    commit(b);
    assert_string_equal(FOUND(b, "hud"), "");
    assert_string_equal(FOUND(b, "lung"), "5");
    assert_string_equal(FOUND(b, "gemensamt brev"), "5");
}

static void a_state_in_which_few_are_narrows(void **state)
{
    struct pool_book *b = *state;
    begin(b);
    for (int64_t id = 1; id <= 600; id += 100)
        put(b, id, WORDS_OF_MAILS, "workshop stroke");
    commit(b);
    pool_sql(b, "INSERT INTO request (id, year, serial, number, state, state_since, source,"
                " received_at) VALUES (101, 2027, 1, 'a', 'closed', '2027', 'mail', '2027'),"
                " (401, 2027, 2, 'b', 'closed', '2027', 'mail', '2027'),"
                " (501, 2027, 3, 'c', 'triage', '2027', 'mail', '2027')");
    assert_string_equal(FOUND_OF(b, "work strok", .state = "closed"), "401 101");
    assert_string_equal(FOUND_OF(b, "work", .state = "closed", .oldest_first = true), "101 401");
    assert_string_equal(FOUND_OF(b, "work", .state = "closed", .after = 401), "101");
    assert_string_equal(FOUND_OF(b, "work", .state = "inviting"), "");
    assert_string_equal(FOUND_OF(b, "work diabetes", .state = "closed"), "");
}

/* ---- Weeding ---- */

static void weed(struct pool_book *b, enum weed what, int64_t id)
{
    int64_t n;
    assert_done(weeding_request(b->db, b->arena, what, id, now, &n, &b->fault), b->fault);
}

static void a_word_goes_with_what_it_came_from(void **state)
{
    struct pool_book *b = *state;
    begin(b);
    put(b, 7, WORDS_OF_MAILS, "brevets ord, gemensamma");
    put(b, 7, WORDS_OF_REQUEST, "uppgifternas ord, gemensamma");
    put(b, 8, WORDS_OF_MAILS, "brevets");
    weed(b, WEED_MAIL, 7);
    commit(b);
    assert_string_equal(FOUND(b, "brevets"), "8");
    assert_string_equal(FOUND(b, "uppgifternas gemensamma ord"), "7");
    begin(b);
    weed(b, WEED_REQUEST, 7);
    commit(b);
    assert_string_equal(FOUND(b, "gemensamma"), "");
    assert_value(b, "SELECT count(*) FROM word WHERE request_id = 7", "0");
}

/* A word that no other request has. */
static const char *rare(struct pool_book *b, int64_t id)
{
    return arena_printf(b->arena, "qz%04lldzq", (long long)id);
}

enum { MANY = 700 };

static void put_many(struct pool_book *b)
{
    begin(b);
    for (int64_t id = 1; id <= MANY; id++) {
        char *text = arena_strdup(b->arena, rare(b, id));
        for (int i = 0; i < 40; i++)
            text =
                arena_printf(b->arena, "%s vanligt%lld", text, (long long)(id * 37 + i * 89) % 997);
        put(b, id, WORDS_OF_MAILS, text);
    }
    commit(b);
}

/* Every third goes, and pages are put together; then all: the book's bytes hold none of them. */
static void weeding_leaves_no_byte_of_a_word(void **state)
{
    struct pool_book *b = *state;
    db_close(&b->db);
    pool_open(b, DB_WORK);
    put_many(b);
    assert_done(db_checkpoint(b->db, &b->fault), b->fault);
    assert_true(pool_holds(b, "", rare(b, 300)));
    for (int64_t step = 3; step >= 1; step--) {
        begin(b);
        for (int64_t id = step; id <= MANY; id += step)
            weed(b, WEED_MAIL, id);
        commit(b);
        assert_done(db_checkpoint(b->db, &b->fault), b->fault);
        for (int64_t id = step; id <= MANY; id += step)
            if (pool_holds(b, "", rare(b, id)) || pool_holds(b, "-wal", rare(b, id)))
                fail_msg("\"%s\" is still in the file", rare(b, id));
    }
    assert_false(pool_holds(b, "", "vanligt"));
}

static void requests_of_before_are_named_one_by_one(void **state)
{
    struct pool_book *b = *state;
    int64_t id;
    assert_done(words_missing(b->db, &id, &b->fault), b->fault);
    assert_int_equal(id, 0);
    pool_sql(b, "PRAGMA foreign_keys = OFF; INSERT INTO wordless VALUES (3), (9)");
    assert_done(words_missing(b->db, &id, &b->fault), b->fault);
    assert_int_equal(id, 9);
    begin(b);
    assert_done(words_there(b->db, 9, &b->fault), b->fault);
    commit(b);
    assert_done(words_missing(b->db, &id, &b->fault), b->fault);
    assert_int_equal(id, 3);
}

#define test(f) cmocka_unit_test_setup_teardown(f, pool_make, pool_clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(words_are_folded_and_each_stands_once),
        test(beginnings_find_and_all_must_be_there),
        test(pages_follow_each_other_both_ways),
        test(what_is_put_anew_takes_the_old_ones_place),
        test(a_state_in_which_few_are_narrows),
        test(a_word_goes_with_what_it_came_from),
        test(weeding_leaves_no_byte_of_a_word),
        test(requests_of_before_are_named_one_by_one),
    };
    return cmocka_run_group_tests_name("store_words", tests, NULL, NULL);
}
