/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Figures from the book itself: the bounds of a period, own experience and mandate apart, who is of
 * the pool, and that what is kept is what is read without it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/file.h"
#include "store/statistics.h"

struct book {
    char folder[64], path[80];
    struct arena *a;
    struct db *db;
    struct fault f;
};

#define assert_did(call, b)                                                                        \
    do {                                                                                           \
        if ((call) != DONE)                                                                        \
            fail_msg("%s: %s", #call, (b)->f.text);                                                \
    } while (0)

static int make(void **state)
{
    struct book *b = calloc(1, sizeof *b);
    if (!b)
        return -1;
    strcpy(b->folder, "/tmp/levande-statistics-XXXXXX");
    if (!mkdtemp(b->folder))
        return -1;
    snprintf(b->path, sizeof b->path, "%s/book", b->folder);
    b->a = arena_new();
    struct db_options options = {.path = b->path, .role = DB_WORK, .create = true};
    *state = b;
    return db_open(&options, &b->db, &b->f) == DONE ? 0 : -1;
}

static int over(void **state)
{
    struct book *b = *state;
    char **names = NULL;
    size_t count = 0;
    db_close(&b->db);
    file_list(b->a, b->folder, NULL, &names, &count, NULL);
    for (size_t i = 0; i < count; i++)
        unlink(arena_printf(b->a, "%s/%s", b->folder, names[i]));
    int failed = rmdir(b->folder);
    arena_free(&b->a);
    free(b);
    return failed;
}

static void put(struct book *b, const char *text)
{
    sqlite3 *engine = NULL;
    char *why = NULL;
    assert_int_equal(sqlite3_open(b->path, &engine), SQLITE_OK);
    if (sqlite3_exec(engine, text, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %.60s", why, text);
    sqlite3_close(engine);
}

static void put_request(struct book *b, int id, const char *state, const char *received)
{
    put(b, arena_printf(b->a,
                        "INSERT INTO request (id, year, serial, number, state, state_since, source,"
                        " received_at) VALUES (%d, 2027, %d, 'LB-2027-%04d', '%s',"
                        " '2027-06-01T08:00:00.000Z', 'web', '%s')",
                        id, id, id, state, received));
}

static instant at(const char *text)
{
    return instant_from_text(text);
}

static size_t requests_between(struct book *b, const char *from, const char *to)
{
    struct figure *list;
    size_t count;
    assert_did(statistics_requests(b->db, b->a, at(from), at(to), &list, &count, &b->f), b);
    return count;
}

static int by_text(const void *x, const void *y)
{
    return strcmp(*(char *const *)x, *(char *const *)y);
}

/* All counts of a year, "ask own yes 1 0;…", in the order of their names. */
static const char *counts(struct book *b)
{
    struct figure_count *list;
    size_t count;
    const char *all = "";
    assert_did(statistics_counts(b->db, b->a, at("2027-01-01T00:00:00.000Z"),
                                 at("2028-01-01T00:00:00.000Z"), &list, &count, &b->f),
               b);
    char **texts = arena_array(b->a, count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i] = arena_printf(b->a, "%s %s %s %lld %lld;", list[i].what, list[i].who,
                                list[i].value, (long long)list[i].n, (long long)list[i].amount);
    if (count > 0)
        qsort(texts, count, sizeof *texts, by_text);
    for (size_t i = 0; i < count; i++)
        all = arena_printf(b->a, "%s%s", all, texts[i]);
    return all;
}

static void keep(struct book *b, int64_t id)
{
    static const char label[] = "keep";
    assert_did(db_begin(b->db, label, &b->f), b);
    assert_did(statistics_keep(b->db, b->a, id, &b->f), b);
    assert_did(db_commit(b->db, label, &b->f), b);
}

/* Two of the pool and one nominated; one of the pool and the nominee took part and were paid. */
static void put_loan(struct book *b)
{
    put_request(b, 1, "closed", "2027-03-01T08:15:00.000Z");
    put(b, "INSERT INTO association (id, name, created_at) VALUES (1, 'F', '2027-01-01');"
           "INSERT INTO person (id, name, created_at, via) VALUES (1, 'A', '2027-01-01', NULL),"
           " (2, 'B', '2027-01-01', NULL), (3, 'C', '2027-01-01', 1);"
           "INSERT INTO invitation (id, request_id, person_id, association_id, wave, state,"
           " queued_at, asked_at) VALUES"
           " (1, 1, 1, NULL, 1, 'yes', '2027-03-02', '2027-03-02T09:00:00.000Z'),"
           " (2, 1, 2, NULL, 1, 'expired', '2027-03-02', '2027-03-02T09:00:00.000Z'),"
           " (3, 1, 3, NULL, 1, 'yes', '2027-03-03', '2027-03-03T09:00:00.000Z'),"
           " (4, 1, NULL, 1, 1, 'yes', '2027-03-02', '2027-03-02T09:00:00.000Z');"
           "INSERT INTO nomination (request_id, association_id, person_id, state, at)"
           " VALUES (1, 1, 3, 'confirmed', '2027-03-03');"
           "INSERT INTO placement (id, request_id, person_id, speaks_for, state, chosen_at,"
           " chosen_by) VALUES (1, 1, 1, NULL, 'done', '2027-03-05T09:00:00.000Z', 'unit'),"
           " (2, 1, 3, 1, 'done', '2027-03-05T09:00:00.000Z', 'unit');"
           "INSERT INTO occasion (id, request_id, uid, starts, created_at, changed_at)"
           " VALUES (1, 1, 'u', '2027-04-01', '2027-03-05', '2027-03-05');"
           "INSERT INTO compensation (placement_id, occasion_id, payer, day, minutes, fee_ore,"
           " model, stated_at, changed_at, paid, travel_km) VALUES"
           " (1, 1, 'u', '2027-04-01', 60, 53300, 'm', '2027', '2027', 'yes', 12),"
           " (2, 1, 'u', '2027-04-01', 60, 53300, 'm', '2027', '2027', NULL, 0);"
           "INSERT INTO followup (request_id, party, due_at, sent_at, answered_at, answers) VALUES"
           " (1, 'P1', '2027-04-08', '2027-04-08T08:00:00.000Z', '2027-04-09T08:00:00.000Z',"
           "  '{\"again\":\"yes\",\"support\":4,\"text\":\"Tack\"}'),"
           " (1, 'P3', '2027-04-08', '2027-04-08T08:00:00.000Z', '2027-04-09T08:00:00.000Z',"
           "  '{\"support\":2}'),"
           " (1, 'unit', '2027-04-08', '2027-04-08T08:00:00.000Z', NULL, '{}')");
}

static const char LOAN[] =
    "ask association yes 1 0;ask mandate yes 1 0;ask own silent 1 0;ask own yes 1 0;"
    "followup mandate answered 1 0;followup own answered 1 0;followup unit silent 1 0;"
    "item mandate support=2 1 2;item own again=yes 1 0;item own support=4 1 4;"
    "pay mandate unsaid 1 53300;pay own yes 1 53300;placed mandate stands 1 0;"
    "placed own stands 1 0;travel own km 1 12;";

static void a_period_holds_its_first_hour_and_not_its_last(void **state)
{
    struct book *b = *state;
    put_request(b, 1, "triage", "2027-03-01T07:59:59.999Z");
    put_request(b, 2, "triage", "2027-03-01T08:00:00.000Z");
    put_request(b, 3, "closed", "2027-03-01T08:59:59.999Z");
    put_request(b, 4, "closed", "2027-03-01T09:00:00.000Z");
    keep(b, 3);
    keep(b, 4);
    assert_int_equal(requests_between(b, "2027-03-01T08:00:00.000Z", "2027-03-01T09:00:00.000Z"),
                     2);
    assert_int_equal(requests_between(b, "2027-03-01T07:00:00.000Z", "2027-03-01T10:00:00.000Z"),
                     4);
    assert_int_equal(requests_between(b, "2027-03-01T10:00:00.000Z", "2028-03-01T10:00:00.000Z"),
                     0);
}

static void own_experience_and_mandate_stay_apart(void **state)
{
    struct book *b = *state;
    put_loan(b);
    assert_string_equal(counts(b), LOAN);
    keep(b, 1);
    assert_string_equal(counts(b), LOAN);
    keep(b, 1); /* again: nothing is counted twice */
    assert_string_equal(counts(b), LOAN);
}

static void what_is_kept_stands_when_the_book_forgets(void **state)
{
    struct book *b = *state;
    put_loan(b);
    keep(b, 1);
    put(b, "UPDATE followup SET answers = '{}'; DELETE FROM fact;"
           " UPDATE request SET weeded = 1");
    keep(b, 1); /* a late event: what was weeded is not counted anew */
    assert_string_equal(counts(b), LOAN);
}

static void a_request_that_goes_on_is_read_from_the_book(void **state)
{
    static const char label[] = "drop";
    struct book *b = *state;
    put_loan(b);
    keep(b, 1);
    assert_did(db_begin(b->db, label, &b->f), b);
    assert_did(statistics_drop(b->db, 1, &b->f), b);
    assert_did(db_commit(b->db, label, &b->f), b);
    put(b, "UPDATE invitation SET state = 'no' WHERE id = 2");
    assert_non_null(strstr(counts(b), "ask own no 1 0;ask own yes 1 0;"));
}

static void the_pool_is_who_was_in_it_then(void **state)
{
    struct book *b = *state;
    struct spread *list;
    size_t count;
    put_loan(b);
    put(b, "INSERT INTO person (name, created_at, left_at) VALUES"
           " ('left before', '2026-01-01', '2026-06-01'), ('came after', '2028-02-01', NULL),"
           " ('left later', '2026-01-01', '2027-06-01')");
    put(b, "UPDATE person SET erased_at = '2029-01-01', left_at = '2029-01-01', via = NULL");
    put(b, "UPDATE person SET left_at = '2026-06-01' WHERE name = 'left before'");
    assert_did(statistics_pool(b->db, b->a, at("2027-01-01T00:00:00.000Z"),
                               at("2028-01-01T00:00:00.000Z"), &list, &count, &b->f),
               b);
    /* P1, P2 and the one who left later; the nominee is not of the pool, though erased. */
    assert_int_equal(count, 3);
    assert_int_equal(list[0].asks, 0);
    assert_int_equal(list[1].asks, 1);
    assert_int_equal(list[2].asks, 1);
    assert_int_equal(list[1].assignments + list[2].assignments, 1);
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, make, over)
    const struct CMUnitTest tests[] = {
        TEST(a_period_holds_its_first_hour_and_not_its_last),
        TEST(own_experience_and_mandate_stay_apart),
        TEST(what_is_kept_stands_when_the_book_forgets),
        TEST(a_request_that_goes_on_is_read_from_the_book),
        TEST(the_pool_is_who_was_in_it_then),
    };
    return cmocka_run_group_tests_name("store_statistics", tests, NULL, NULL);
}
