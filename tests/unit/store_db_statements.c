/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Texts in use: bound by number, stepped, ended, refused where they must be.
 */
#include "store_db_book.h"

enum { VALUES_ALL, VALUES_SPLIT };
static const char *const value_texts[] = {
    [VALUES_ALL] = "SELECT $4, $3, $2, $1, $3",
    [VALUES_SPLIT] = "SELECT 1, x'', 'a' || char(0) || 'b', '2027-03-01T08:15:00Z', NULL",
};
static const struct sql_list value_list = {
    .name = "values", .slot = SLOT_CHECKS, SQL_TEXTS(value_texts)};

static struct db *open_both(const struct place *p)
{
    static const struct sql_list *const lists[] = {&book_list, &value_list, NULL};
    struct db_options options = {.path = p->book, .role = DB_COMMAND, .create = true};
    struct fault f = {0};
    struct db *db;
    assert_done(db_open_with(&options, lists, book_steps, 2, &db, &f), f);
    return db;
}

static void arguments_are_bound_by_their_number(void **state)
{
    struct db *db = open_both(*state);
    struct arena *a = arena_new();
    struct fault f = {0};
    struct sql_row *row;
    enum outcome outcome;
    assert_done(sql_query(db, &value_list, VALUES_ALL,
                          SQL_ARGS(INT(-7), TEXT("å"), BLOB("\0x", 2), ID(0)), &row, &f),
                f);
    assert_true(sql_next(row, &outcome, &f));
    size_t len;
    assert_true(sql_is_null(row, 0));
    assert_memory_equal(sql_blob(row, 1, a, &len), "\0x", 2);
    assert_int_equal(len, 2);
    assert_string_equal(sql_text(row, 2, a), "å");
    assert_int_equal(sql_int(row, 3), -7);
    assert_memory_equal(sql_blob(row, 4, a, &len), "\0x", 2);
    assert_false(sql_next(row, &outcome, &f));
    assert_int_equal(outcome, DONE);
    arena_free(&a);
    db_close(&db);
}

static void columns_are_read_as_the_contract_says(void **state)
{
    struct db *db = open_both(*state);
    struct arena *a = arena_new();
    struct fault f = {0};
    struct sql_row *row;
    enum outcome outcome;
    assert_done(sql_query(db, &value_list, VALUES_SPLIT, SQL_NO_ARGS, &row, &f), f);
    assert_true(sql_next(row, &outcome, &f));
    size_t len = 9;
    assert_non_null(sql_blob(row, 1, a, &len));
    assert_int_equal(len, 0);
    assert_memory_equal(sql_text(row, 2, a), "a", 2);
    assert_int_equal(sql_time(row, 3), instant_from_text("2027-03-01T08:15:00Z"));
    assert_null(sql_text(row, 4, a));
    assert_null(sql_blob(row, 4, a, &len));
    assert_int_equal(sql_int(row, 4), 0);
    assert_int_equal(sql_time(row, 4), -1);
    sql_end(row);
    sql_end(row);
    sql_end(NULL);
    arena_free(&a);
    db_close(&db);
}

static void the_number_of_arguments_is_checked(void **state)
{
    struct db *db = book_open(*state, DB_COMMAND, 0);
    struct fault f = {0};
    int64_t n;
    assert_fault(sql_number(db, &book_list, PERSON_COUNT, SQL_ARGS(INT(1)), &n, &f), f, NEVER,
                 EXIT_INTERNAL, "wants 0 arguments, not 1");
    assert_fault(sql_number(db, &book_list, PERSON_NAME, SQL_NO_ARGS, &n, &f), f, NEVER,
                 EXIT_INTERNAL, "wants 1 arguments, not 0");
    assert_fault(sql_number(db, &book_list, PERSON_NAME, SQL_ARGS(INT(1)), &n, &f), f, NEVER,
                 EXIT_NO_INPUT, "book:4");
    assert_fault(sql_number(db, &book_list, 99, SQL_NO_ARGS, &n, &f), f, NEVER, EXIT_INTERNAL,
                 "not registered");
    assert_fault(sql_number(db, &value_list, 0, SQL_NO_ARGS, &n, &f), f, NEVER, EXIT_INTERNAL,
                 "not registered");
    db_close(&db);
}

static void a_write_outside_a_transaction_is_refused(void **state)
{
    struct db *db = book_open(*state, DB_COMMAND, 0);
    struct fault f = {0};
    assert_fault(book_add(db, "Asta", &f), f, NEVER, EXIT_INTERNAL, "outside a transaction");
    assert_done(db_read_begin(db, &f), f);
    assert_fault(book_add(db, "Asta", &f), f, NEVER, EXIT_INTERNAL, "outside a transaction");
    db_read_end(db);
    assert_int_equal(book_count(db), 0);
    db_close(&db);
}

static void a_text_has_one_use_at_a_time(void **state)
{
    struct db *db = book_open(*state, DB_COMMAND, 0);
    struct fault f = {0};
    assert_done(book_commit_person(db, "Asta", &f), f);
    struct sql_row *row, *again;
    enum outcome outcome;
    assert_done(sql_query(db, &book_list, PERSON_ALL, SQL_NO_ARGS, &row, &f), f);
    assert_true(sql_next(row, &outcome, &f));
    assert_fault(sql_query(db, &book_list, PERSON_ALL, SQL_NO_ARGS, &again, &f), f, NEVER,
                 EXIT_INTERNAL, "under way already");
    assert_null(again);
    assert_fault(db_begin(db, "grown", &f), f, NEVER, EXIT_INTERNAL, "book:2 is being read");
    sql_end(row);
    assert_done(book_commit_person(db, "Bo", &f), f);
    db_close(&db);
}

static void the_end_of_a_transaction_ends_its_statements(void **state)
{
    static const char label[] = "reader left open";
    struct db *db = book_open(*state, DB_COMMAND, 0);
    struct fault f = {0};
    assert_done(book_commit_person(db, "Asta", &f), f);
    struct sql_row *row;
    enum outcome outcome;
    assert_done(db_begin(db, label, &f), f);
    assert_done(sql_query(db, &book_list, PERSON_ALL, SQL_NO_ARGS, &row, &f), f);
    assert_true(sql_next(row, &outcome, &f));
    assert_done(db_commit(db, label, &f), f);
    assert_false(sql_next(row, &outcome, &f));
    assert_int_equal(outcome, NEVER);
    assert_non_null(strstr(f.text, "ended before its last row"));
    assert_int_equal(book_count(db), 1);
    db_close(&db);
}

static void changed_rows_are_counted(void **state)
{
    static const char label[] = "count";
    struct db *db = book_open(*state, DB_COMMAND, 0);
    struct fault f = {0};
    int64_t changed = 9;
    assert_done(db_begin(db, label, &f), f);
    assert_done(book_add(db, "Asta", &f), f);
    assert_done(sql_run(db, &book_list, PERSON_ALL, SQL_NO_ARGS, &changed, &f), f);
    assert_int_equal(changed, 0);
    assert_done(sql_run(db, &book_list, PERSON_SWAPPED, SQL_ARGS(INT(1), TEXT("Bo")), &changed, &f),
                f);
    assert_int_equal(changed, 1);
    assert_done(sql_run(db, &book_list, PERSON_DELETE, SQL_ARGS(INT(2)), &changed, &f), f);
    assert_int_equal(changed, 0);
    assert_done(db_commit(db, label, &f), f);
    db_close(&db);
}

static void a_broken_rule_is_named_without_the_value(void **state)
{
    struct db *db = book_open(*state, DB_COMMAND, 0);
    struct fault f = {0};
    assert_done(book_commit_person(db, "Asta Exempel", &f), f);
    assert_fault(book_commit_person(db, "Asta Exempel", &f), f, NEVER, EXIT_DATA, "person.name");
    assert_null(strstr(f.text, "Asta"));
    assert_fault(book_commit_person(db, NULL, &f), f, NEVER, EXIT_DATA, "person.name");
    assert_int_equal(book_count(db), 1);
    db_close(&db);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, place_make, place_clear)
    const struct CMUnitTest tests[] = {
        CASE(arguments_are_bound_by_their_number),
        CASE(columns_are_read_as_the_contract_says),
        CASE(the_number_of_arguments_is_checked),
        CASE(a_write_outside_a_transaction_is_refused),
        CASE(a_text_has_one_use_at_a_time),
        CASE(the_end_of_a_transaction_ends_its_statements),
        CASE(changed_rows_are_counted),
        CASE(a_broken_rule_is_named_without_the_value),
    };
    return cmocka_run_group_tests_name("store_db_statements", tests, NULL, NULL);
}
