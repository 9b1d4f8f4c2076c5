/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A transaction around others: what is done inside it stands or falls with it.
 */
#include "store_db_book.h"

static const char outer[] = "all of it", first[] = "the first", second[] = "the second";

static void what_was_committed_inside_is_undone_with_it(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0), *other = book_open(*state, DB_WEB, 0);
    struct fault f = {0};
    assert_done(db_begin_around(db, outer, &f), f);
    assert_done(db_begin(db, first, &f), f);
    assert_done(book_add(db, "Asta", &f), f);
    assert_done(db_commit(db, first, &f), f);
    assert_int_equal(book_count(db), 1);
    assert_int_equal(book_count(other), 0);
    db_rollback(db);
    assert_false(db_in_transaction(db));
    assert_int_equal(book_count(db), 0);
    assert_done(book_commit_person(other, "Bo", &f), f);
    db_close(&db);
    db_close(&other);
}

static void what_is_undone_inside_leaves_the_rest(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0), *other = book_open(*state, DB_WEB, 0);
    struct fault f = {0};
    assert_done(db_begin_around(db, outer, &f), f);
    assert_done(db_begin(db, first, &f), f);
    assert_done(book_add(db, "Asta", &f), f);
    assert_done(db_commit(db, first, &f), f);
    assert_done(db_begin(db, second, &f), f);
    assert_done(db_savepoint(db, &f), f);
    assert_done(book_add(db, "Bo", &f), f);
    db_rollback(db);
    assert_true(db_in_transaction(db));
    assert_int_equal(book_count(db), 1);
    assert_done(db_commit(db, outer, &f), f);
    assert_false(db_in_transaction(db));
    assert_int_equal(book_count(other), 1);
    assert_done(book_commit_person(other, "Bo", &f), f);
    db_close(&db);
    db_close(&other);
}

static void one_inside_at_a_time_and_none_left_open(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0);
    struct fault f = {0};
    assert_done(db_begin_around(db, outer, &f), f);
    assert_int_equal(db_begin_around(db, outer, &f), NEVER);
    assert_done(db_begin(db, first, &f), f);
    assert_int_equal(db_begin(db, second, &f), NEVER);
    assert_done(db_savepoint(db, &f), f);
    assert_done(book_add(db, "Asta", &f), f);
    assert_int_equal(db_commit(db, first, &f), NEVER);
    assert_int_equal(book_count(db), 0);
    db_rollback(db);
    assert_false(db_in_transaction(db));
    assert_done(db_begin(db, first, &f), f);
    assert_int_equal(db_begin(db, second, &f), NEVER);
    db_rollback(db);
    db_close(&db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_committed_inside_is_undone_with_it, place_make,
                                        place_clear),
        cmocka_unit_test_setup_teardown(what_is_undone_inside_leaves_the_rest, place_make,
                                        place_clear),
        cmocka_unit_test_setup_teardown(one_inside_at_a_time_and_none_left_open, place_make,
                                        place_clear),
    };
    return cmocka_run_group_tests_name("store_db_around", tests, NULL, NULL);
}
