/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Transactions: labels, savepoints, one state for several reads, a disk that is full or broken.
 */
#include <signal.h>
#include <sys/resource.h>

#include "store_db_book.h"

static const char label[] = "unit of work";

static void a_commit_is_seen_by_others_and_a_rollback_is_not(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0), *other = book_open(*state, DB_WEB, 0);
    struct fault f = {0};
    assert_done(db_begin(db, label, &f), f);
    assert_true(db_in_transaction(db));
    assert_done(book_add(db, "Asta", &f), f);
    assert_int_equal(book_count(other), 0);
    assert_done(db_commit(db, label, &f), f);
    assert_false(db_in_transaction(db));
    assert_int_equal(book_count(other), 1);

    assert_done(db_begin(db, label, &f), f);
    assert_done(book_add(db, "Bo", &f), f);
    db_rollback(db);
    db_rollback(db);
    assert_false(db_in_transaction(db));
    assert_int_equal(book_count(db), 1);
    assert_done(book_commit_person(other, "Bo", &f), f);
    db_close(&db);
    db_close(&other);
}

static void closing_rolls_back(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0), *other = book_open(*state, DB_WEB, 0);
    struct fault f = {0};
    assert_done(db_begin(db, label, &f), f);
    assert_done(book_add(db, "Asta", &f), f);
    db_close(&db);
    assert_null(db);
    db_close(&db);
    assert_done(book_commit_person(other, "Bo", &f), f);
    assert_int_equal(book_count(other), 1);
    db_close(&other);
}

/* What a child does with the book; its messages are not shown. */
static int in_child(const struct place *p, void (*act)(struct db *db))
{
    pid_t pid = fork();
    if (pid == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(3);
        struct db *db = book_open(p, DB_WORK, 0);
        act(db);
        db_close(&db);
        _exit(0);
    }
    return child_end(pid);
}

static void commit_right(struct db *db)
{
    db_begin(db, label, NULL);
    db_commit(db, label, NULL);
}

static void commit_wrong(struct db *db)
{
    static const char another[] = "unit of work"; /* the same words, but not the same text */
    db_begin(db, label, NULL);
    db_commit(db, another, NULL);
}

static void commit_nothing(struct db *db)
{
    db_commit(db, label, NULL);
}

static void a_stray_commit_ends_the_process(void **state)
{
    assert_int_equal(in_child(*state, commit_right), 0);
    assert_int_equal(in_child(*state, commit_wrong), -SIGABRT);
    assert_int_equal(in_child(*state, commit_nothing), -SIGABRT);
}

static void a_transaction_does_not_begin_in_another(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0);
    struct fault f = {0};
    assert_done(db_begin(db, label, &f), f);
    assert_fault(db_begin(db, "inner", &f), f, NEVER, EXIT_INTERNAL, "unit of work");
    assert_fault(db_read_begin(db, &f), f, NEVER, EXIT_INTERNAL, "unit of work");
    assert_fault(db_checkpoint(db, &f), f, NEVER, EXIT_INTERNAL, "within a transaction");
    assert_done(db_commit(db, label, &f), f);
    assert_done(db_read_begin(db, &f), f);
    assert_fault(db_begin(db, "grown", &f), f, NEVER, EXIT_INTERNAL, "grown");
    db_read_end(db);
    db_read_end(db);
    assert_done(book_commit_person(db, "Asta", &f), f);
    db_close(&db);
}

static void a_read_transaction_sees_one_state(void **state)
{
    struct db *db = book_open(*state, DB_WEB, 0), *writer = book_open(*state, DB_WORK, 0);
    struct fault f = {0};
    assert_done(db_read_begin(db, &f), f);
    assert_int_equal(book_count(db), 0);
    assert_done(book_commit_person(writer, "Asta", &f), f);
    assert_int_equal(book_count(db), 0);
    db_read_end(db);
    assert_int_equal(book_count(db), 1);
    db_close(&db);
    db_close(&writer);
}

static void a_savepoint_undone_keeps_the_rest(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0);
    struct fault f = {0};
    assert_fault(db_savepoint(db, &f), f, NEVER, EXIT_INTERNAL, "outside of any transaction");
    assert_done(db_begin(db, label, &f), f);
    assert_done(book_add(db, "Asta", &f), f);
    assert_done(db_savepoint(db, &f), f);
    assert_done(book_add(db, "Bo", &f), f);
    assert_done(db_savepoint(db, &f), f);
    assert_done(book_add(db, "Cilla", &f), f);
    assert_done(db_savepoint_keep(db, &f), f);
    db_savepoint_undo(db);
    assert_int_equal(book_count(db), 1);
    assert_done(db_savepoint(db, &f), f);
    assert_done(book_add(db, "Disa", &f), f);
    assert_fault(book_add(db, "Disa", &f), f, NEVER, EXIT_DATA, "person.name");
    assert_done(db_savepoint_keep(db, &f), f);
    assert_fault(db_savepoint_keep(db, &f), f, NEVER, EXIT_INTERNAL, "no savepoint");
    db_savepoint_undo(db);
    assert_done(db_commit(db, label, &f), f);
    assert_int_equal(book_count(db), 2);
    db_close(&db);
}

static void a_savepoint_ends_its_own_statements_only(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0);
    struct fault f = {0};
    struct sql_row *outer, *inner;
    enum outcome outcome;
    assert_done(book_commit_person(db, "Asta", &f), f);
    assert_done(book_commit_person(db, "Bo", &f), f);
    assert_done(db_begin(db, label, &f), f);
    assert_done(sql_query(db, &book_list, PERSON_ALL, SQL_NO_ARGS, &outer, &f), f);
    int rows = 0;
    while (sql_next(outer, &outcome, &f)) {
        rows++;
        assert_done(db_savepoint(db, &f), f);
        assert_done(
            sql_query(db, &book_list, PERSON_NAME, SQL_ARGS(ID(sql_int(outer, 0))), &inner, &f), f);
        enum outcome unused;
        assert_true(sql_next(inner, &unused, &f));
        assert_done(sql_run(db, &book_list, PERSON_SWAPPED,
                            SQL_ARGS(INT(sql_int(outer, 0)), TEXT("Ingen")), NULL, &f),
                    f);
        db_savepoint_undo(db);
    }
    assert_int_equal(outcome, DONE);
    assert_int_equal(rows, 2);
    assert_done(db_commit(db, label, &f), f);
    db_close(&db);
}

static void a_savepoint_left_open_is_not_committed(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0);
    struct fault f = {0};
    assert_done(db_begin(db, label, &f), f);
    assert_done(db_savepoint(db, &f), f);
    assert_done(book_add(db, "Asta", &f), f);
    assert_fault(db_commit(db, label, &f), f, NEVER, EXIT_INTERNAL, "savepoint is open");
    assert_false(db_in_transaction(db));
    assert_int_equal(book_count(db), 0);
    assert_done(book_commit_person(db, "Bo", &f), f);
    db_close(&db);
}

/* Adds people with long names until something refuses. */
static enum outcome fill(struct db *db, struct fault *f)
{
    char name[9000];
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = '\0';
    enum outcome outcome = DONE;
    for (int i = 0; i < 500 && outcome == DONE; i++) {
        memcpy(name, (char[4]){(char)('a' + i % 26), (char)('a' + i / 26)}, 2);
        outcome = book_add(db, name, f);
    }
    return outcome;
}

static void a_full_disk_is_again_and_the_book_stays_sound(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0);
    struct fault f = {0};
    assert_done(book_commit_person(db, "Asta", &f), f);
    assert_done(engine_run(db, "PRAGMA max_page_count = 60", &f), f);
    assert_done(db_begin(db, label, &f), f);
    assert_fault(fill(db, &f), f, AGAIN, EXIT_TRY_AGAIN, "the disk is full");
    db_rollback(db);
    assert_int_equal(book_count(db), 1);
    assert_sound(db);
    assert_done(engine_run(db, "PRAGMA max_page_count = 100000", &f), f);
    assert_done(book_commit_person(db, "Bo", &f), f);
    db_close(&db);
}

/* As the engine does after some faults. */
static void a_transaction_undone_by_the_engine_is_noticed(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0);
    struct fault f = {0};
    assert_done(db_begin(db, label, &f), f);
    assert_done(book_add(db, "Asta", &f), f);
    assert_done(db_savepoint(db, &f), f);
    assert_done(engine_run(db, "ROLLBACK", &f), f);
    assert_fault(book_add(db, "Bo", &f), f, AGAIN, EXIT_TRY_AGAIN, "undid the transaction");
    assert_fault(db_savepoint_keep(db, &f), f, AGAIN, EXIT_TRY_AGAIN, "undid the transaction");
    assert_fault(db_savepoint(db, &f), f, AGAIN, EXIT_TRY_AGAIN, "undid the transaction");
    assert_fault(db_commit(db, label, &f), f, AGAIN, EXIT_TRY_AGAIN, "undid the transaction");
    assert_false(db_in_transaction(db));
    assert_int_equal(book_count(db), 0);
    assert_done(book_commit_person(db, "Bo", &f), f);
    db_close(&db);
}

/* In a child, whose files may not grow: each commit goes through or is AGAIN, until none does. */
static int write_with_little_room(const struct place *p)
{
    struct fault f = {0};
    struct db *db = book_open(p, DB_WORK, 0);
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit most = {200000, 200000};
    setrlimit(RLIMIT_FSIZE, &most);
    int kept = 0, refused = 0;
    for (int i = 0; i < 200 && refused < 3; i++) {
        char name[32];
        snprintf(name, sizeof name, "person %d", i);
        enum outcome outcome = book_commit_person(db, name, &f);
        if (outcome == DONE)
            kept++;
        else if (outcome == AGAIN && f.code == EXIT_TRY_AGAIN && strstr(f.text, "disk"))
            refused++;
        else
            return 1;
        if (db_in_transaction(db))
            return 2;
    }
    long count = book_count(db);
    db_close(&db);
    return refused == 3 && kept > 0 && count == kept ? 0 : 3;
}

static void a_broken_disk_is_again_and_the_book_stays_sound(void **state)
{
    pid_t pid = fork();
    if (pid == 0)
        _exit(write_with_little_room(*state));
    assert_int_equal(child_end(pid), 0);
    struct db *db = book_open(*state, DB_WORK, 0);
    struct fault f = {0};
    assert_sound(db);
    assert_true(book_count(db) > 0);
    assert_done(book_commit_person(db, "Asta", &f), f);
    db_close(&db);
}

/* A foreign key that is looked at when the transaction ends. */
static void a_commit_that_fails_leaves_no_transaction(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0);
    struct fault f = {0};
    assert_done(db_begin(db, label, &f), f);
    assert_done(engine_run(db,
                           "PRAGMA defer_foreign_keys = ON;"
                           "INSERT INTO letter (person_id) VALUES (77)",
                           &f),
                f);
    assert_fault(db_commit(db, label, &f), f, NEVER, EXIT_DATA, "FOREIGN KEY");
    assert_false(db_in_transaction(db));
    assert_done(book_commit_person(db, "Asta", &f), f);
    assert_sound(db);
    db_close(&db);
}

static void a_checkpoint_empties_the_log(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0), *reader = book_open(*state, DB_WEB, 0);
    struct fault f = {0};
    assert_done(book_commit_person(db, "Asta", &f), f);
    assert_true(db_wal_bytes(db) > 0);
    assert_done(db_checkpoint(db, &f), f);
    assert_int_equal(db_wal_bytes(db), 0);

    assert_done(db_read_begin(reader, &f), f);
    assert_int_equal(book_count(reader), 1);
    assert_done(book_commit_person(db, "Bo", &f), f);
    assert_done(db_checkpoint(db, &f), f); /* a reader needs the old state: no fault */
    assert_true(db_wal_bytes(db) > 0);
    db_read_end(reader);
    assert_done(db_checkpoint(db, &f), f);
    assert_int_equal(db_wal_bytes(db), 0);
    assert_int_equal(book_count(reader), 2);
    db_close(&reader);
    db_close(&db);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, place_make, place_clear)
    const struct CMUnitTest tests[] = {
        CASE(a_commit_is_seen_by_others_and_a_rollback_is_not),
        CASE(closing_rolls_back),
        CASE(a_stray_commit_ends_the_process),
        CASE(a_transaction_does_not_begin_in_another),
        CASE(a_read_transaction_sees_one_state),
        CASE(a_savepoint_undone_keeps_the_rest),
        CASE(a_savepoint_ends_its_own_statements_only),
        CASE(a_savepoint_left_open_is_not_committed),
        CASE(a_full_disk_is_again_and_the_book_stays_sound),
        CASE(a_transaction_undone_by_the_engine_is_noticed),
        CASE(a_broken_disk_is_again_and_the_book_stays_sound),
        CASE(a_commit_that_fails_leaves_no_transaction),
        CASE(a_checkpoint_empties_the_log),
    };
    return cmocka_run_group_tests_name("store_db_transactions", tests, NULL, NULL);
}
