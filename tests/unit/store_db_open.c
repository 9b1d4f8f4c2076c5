/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Opening a book: what is refused and how it is said, settings, and migrations.
 */
#include "store_db_book.h"

static enum outcome open_with(const struct place *p, bool create, const struct migration *steps,
                              size_t count, struct db **db, struct fault *f)
{
    struct db_options options = {.path = p->book, .role = DB_COMMAND, .create = create};
    return db_open_with(&options, book_lists, steps, count, db, f);
}

static enum outcome open_list(const struct place *p, const struct sql_list *list, struct fault *f)
{
    struct db *db;
    const struct sql_list *lists[] = {list, NULL};
    struct db_options options = {.path = p->book, .role = DB_COMMAND, .create = true};
    enum outcome outcome = db_open_with(&options, lists, book_steps, 2, &db, f);
    db_close(&db);
    return outcome;
}

static void put(const char *path, const char *bytes)
{
    assert_int_equal(file_write(path, bytes, strlen(bytes), 0600, NULL), DONE);
}

static void a_missing_book_is_named(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    struct db *db;
    assert_fault(open_with(p, false, book_steps, 2, &db, &f), f, NEVER, EXIT_NO_INPUT, p->book);
    assert_null(db);
    assert_int_equal(access(p->book, F_OK), -1);
}

static void an_empty_file_is_no_book(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    struct db *db;
    put(p->book, "");
    assert_fault(open_with(p, false, book_steps, 2, &db, &f), f, NEVER, EXIT_NO_INPUT, "empty");
    assert_done(open_with(p, true, book_steps, 2, &db, &f), f);
    db_close(&db);
}

static void other_files_are_refused(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    struct db *db;
    put(p->book, "Levande bibliotek is what this text is about, and not a database at all.\n");
    assert_fault(open_with(p, true, book_steps, 2, &db, &f), f, NEVER, EXIT_INTERNAL,
                 "no database");
    assert_non_null(strstr(f.text, p->book));
    unlink(p->book);
    assert_int_equal(mkdir(p->book, 0700), 0);
    assert_fault(open_with(p, true, book_steps, 2, &db, &f), f, NEVER, EXIT_NO_INPUT, "not a file");
    rmdir(p->book);

    sqlite3 *other;
    assert_int_equal(sqlite3_open(p->book, &other), SQLITE_OK);
    sqlite3_exec(other, "CREATE TABLE recipe (title TEXT)", NULL, NULL, NULL);
    sqlite3_close(other);
    assert_fault(open_with(p, true, book_steps, 2, &db, &f), f, NEVER, EXIT_DATA,
                 "another program");
}

static void a_new_book_is_private_and_its_files_too(void **state)
{
    struct place *p = *state;
    struct arena *a = arena_new();
    struct db *db = book_open(p, DB_WORK, 0);
    struct fault f = {0};
    assert_done(book_commit_person(db, "Asta Exempel", &f), f);
    static const char *const names[] = {"", "-wal", "-shm", ".lock", ".turn", ".wake"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct stat info;
        assert_int_equal(stat(arena_printf(a, "%s%s", p->book, names[i]), &info), 0);
        assert_int_equal(info.st_mode & 0777, 0600);
    }
    assert_string_equal(db_path(db), p->book);
    assert_string_equal(db_wake_path(db), arena_printf(a, "%s.wake", p->book));
    db_close(&db);
    arena_free(&a);
}

static void the_settings_hold(void **state)
{
    struct db *db = book_open(*state, DB_FETCH, 0);
    static const struct {
        const char *text, *value;
    } settings[] = {
        {"PRAGMA journal_mode", "wal"}, {"PRAGMA synchronous", "2"},
        {"PRAGMA foreign_keys", "1"},   {"PRAGMA wal_autocheckpoint", "0"},
        {"PRAGMA trusted_schema", "0"}, {"PRAGMA secure_delete", "1"},
        {"PRAGMA temp_store", "2"},     {"PRAGMA application_id", "1281704559"},
        {"PRAGMA user_version", "2"},
    };
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        char value[32];
        struct fault f = {0};
        assert_done(engine_first(db, settings[i].text, value, sizeof value, &f), f);
        assert_string_equal(value, settings[i].value);
    }
    db_close(&db);
}

static void closing_leaves_the_log_alone(void **state)
{
    struct place *p = *state;
    static const enum db_role roles[] = {DB_COMMAND, DB_WORK};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        struct db *db = book_open(p, roles[i], 0);
        struct fault f = {0};
        assert_done(book_commit_person(db, i ? "Bo" : "Asta", &f), f);
        int64_t bytes = db_wal_bytes(db);
        assert_true(bytes > 0);
        db_close(&db);
        db = book_open(p, DB_WEB, 0);
        assert_int_equal(db_wal_bytes(db), bytes);
        assert_int_equal(book_count(db), i + 1);
        db_close(&db);
    }
}

static void a_typo_is_found_at_open(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"SELEKT name FROM person", "near \"SELEKT\""},
        {"SELECT nam FROM person", "no such column: nam"},
        {"SELECT name FROM persons", "no such table: persons"},
        {"SELECT name FROM person WHERE name = \"Asta\"", "no such column"},
        {"SELECT name FROM person; SELECT 1", "not one statement"},
        {"  ", "not one statement"},
        {"SELECT name FROM person WHERE id = $2", "not $1 to $1"},
        {"SELECT name FROM person WHERE id = ?", "not $1 to $1"},
        {"SELECT name FROM person WHERE id = :id", "not $1 to $1"},
        {"SELECT name FROM person WHERE id IN ($1, $01)", "not $1 to $2"},
        {NULL, "missing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const texts[] = {"SELECT 1", cases[i].text};
        struct sql_list list = {.name = "drill", .slot = SLOT_AUDIT, SQL_TEXTS(texts)};
        assert_fault(open_list(p, &list, &f), f, NEVER, EXIT_INTERNAL, cases[i].words);
        assert_non_null(strstr(f.text, "drill:1"));
    }
}

static void two_lists_cannot_share_a_slot(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    struct db *db;
    struct sql_list twin = book_list;
    twin.name = "twin";
    const struct sql_list *lists[] = {&book_list, &twin, NULL};
    struct db_options options = {.path = p->book, .role = DB_COMMAND, .create = true};
    assert_fault(db_open_with(&options, lists, book_steps, 2, &db, &f), f, NEVER, EXIT_INTERNAL,
                 "book and twin share a slot");
}

/* Steps that leave a trace each time they run. */
static const struct migration traced[] = {
    {1, "first",
     "CREATE TABLE trace (step INTEGER) STRICT; INSERT INTO trace VALUES (1);"
     "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, born TEXT) STRICT;"},
    {2, "second", "INSERT INTO trace VALUES (2);"},
    {3, "third", "INSERT INTO trace VALUES (3);"},
};

static void assert_trace(struct db *db, const char *steps)
{
    char value[32];
    struct fault f = {0};
    assert_done(
        engine_first(db, "SELECT group_concat(step, ' ') FROM trace", value, sizeof value, &f), f);
    assert_string_equal(value, steps);
}

static void migrations_run_once_and_in_order(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    static const struct {
        size_t known;
        const char *trace;
    } opens[] = {{1, "1"}, {1, "1"}, {3, "1 2 3"}, {3, "1 2 3"}};
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        struct db *db;
        assert_done(open_with(p, true, traced, opens[i].known, &db, &f), f);
        assert_int_equal(db_version(db), opens[i].known);
        assert_trace(db, opens[i].trace);
        db_close(&db);
    }
}

static void processes_that_start_together_migrate_once(void **state)
{
    struct place *p = *state;
    enum { PROCESSES = 4 };
    pid_t pids[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            struct db *db;
            struct fault f = {0};
            if (open_with(p, true, traced, 3, &db, &f) != DONE) {
                fprintf(stderr, "%s\n", f.text);
                _exit(1);
            }
            db_close(&db);
            _exit(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++)
        assert_int_equal(child_end(pids[i]), 0);
    struct db *db;
    struct fault f = {0};
    assert_done(open_with(p, false, traced, 3, &db, &f), f);
    assert_trace(db, "1 2 3");
    db_close(&db);
}

static void a_broken_migration_leaves_nothing_behind(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    struct db *db;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"INSERT INTO trace VALUES (9); CREATE TABLE half (id INTEGER); SELEKT 1;", "SELEKT"},
        {"INSERT INTO trace VALUES (9); COMMIT;", "ended its transaction"},
        {"INSERT INTO trace VALUES (9); CREATE TABLE child (id INTEGER REFERENCES person (id));"
         "INSERT INTO child VALUES (7);",
         "rows of child"},
        {"INSERT INTO trace VALUES (9); ATTACH ':memory:' AS other;", "not permitted"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unlink(p->book);
        assert_done(open_with(p, true, traced, 1, &db, &f), f);
        db_close(&db);
        struct migration steps[] = {traced[0], {2, "broken", cases[i].text}};
        enum outcome outcome = open_with(p, true, steps, 2, &db, &f);
        assert_int_equal(outcome, NEVER);
        assert_non_null(strstr(f.text, "migration 002 broken"));
        if (!strstr(f.text, cases[i].words))
            fail_msg("%zu: %s", i, f.text);
        if (i == 1)
            continue; /* it committed by itself: nothing can take that back */
        assert_done(open_with(p, true, traced, 1, &db, &f), f);
        assert_trace(db, "1");
        db_close(&db);
    }
}

static void a_process_killed_in_a_migration_leaves_nothing_behind(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    struct db *db;
    assert_done(open_with(p, true, traced, 1, &db, &f), f);
    db_close(&db);
    pid_t pid = fork();
    if (pid == 0) {
        /* Ends in the middle of the step, by a row that is far too large to be made in time. */
        static const struct migration steps[] = {
            {1, "first", ""},
            {2, "long",
             "INSERT INTO trace VALUES (9); CREATE TABLE half (id INTEGER);"
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
             " SELECT count(*) FROM n;"},
        };
        alarm(1);
        open_with(p, true, steps, 2, &db, &f);
        _exit(0);
    }
    assert_int_equal(child_end(pid), -SIGALRM);
    assert_done(open_with(p, true, traced, 3, &db, &f), f);
    assert_trace(db, "1 2 3");
    assert_sound(db);
    db_close(&db);
}

static void a_newer_book_is_refused(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    struct db *db;
    assert_done(open_with(p, true, traced, 3, &db, &f), f);
    db_close(&db);
    assert_fault(open_with(p, true, traced, 2, &db, &f), f, NEVER, EXIT_CONFIG, "newer program");
}

static void a_restore_that_broke_off_is_not_papered_over(void **state)
{
    struct place *p = *state;
    struct fault f = {0};
    struct arena *a = arena_new();
    struct db *db;
    put(arena_printf(a, "%s.before-restore", p->book), "the old book");
    assert_fault(open_with(p, true, book_steps, 2, &db, &f), f, NEVER, EXIT_CONFIG, "broke off");
    arena_free(&a);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, place_make, place_clear)
    const struct CMUnitTest tests[] = {
        CASE(a_missing_book_is_named),
        CASE(an_empty_file_is_no_book),
        CASE(other_files_are_refused),
        CASE(a_new_book_is_private_and_its_files_too),
        CASE(the_settings_hold),
        CASE(closing_leaves_the_log_alone),
        CASE(a_typo_is_found_at_open),
        CASE(two_lists_cannot_share_a_slot),
        CASE(migrations_run_once_and_in_order),
        CASE(processes_that_start_together_migrate_once),
        CASE(a_broken_migration_leaves_nothing_behind),
        CASE(a_process_killed_in_a_migration_leaves_nothing_behind),
        CASE(a_newer_book_is_refused),
        CASE(a_restore_that_broke_off_is_not_papered_over),
    };
    return cmocka_run_group_tests_name("store_db_open", tests, NULL, NULL);
}
