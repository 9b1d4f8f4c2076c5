/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What each role may write, tried out: every table, every role, every kind of write; and what no
 * role may do at all.
 */
#include "store_db_book.h"

/* One list with one text, opened by one role; whether the text may run. */
static bool permitted(const struct place *p, enum db_role role, const char *text)
{
    const char *const texts[] = {text};
    struct sql_list list = {.name = "tried", .slot = SLOT_CHECKS, SQL_TEXTS(texts)};
    const struct sql_list *lists[] = {&list, NULL};
    struct db_options options = {.path = p->book, .role = role, .create = true};
    struct db *db;
    struct fault f = {0};
    static const char label[] = "try";
    assert_done(db_open_with(&options, lists, book_steps, 2, &db, &f), f);
    assert_done(db_begin(db, label, &f), f);
    enum outcome outcome = sql_run(db, &list, 0, SQL_NO_ARGS, NULL, &f);
    if (outcome != DONE) {
        assert_int_equal(outcome, NEVER);
        assert_int_equal(f.code, EXIT_NOT_PERMITTED);
        assert_non_null(strstr(f.text, db_role_name(role)));
    }
    db_close(&db);
    return outcome == DONE;
}

/* For each role: which of insert, update, delete are allowed ("iud"), in the order of db_role. */
static const struct {
    const char *table, *column;
    const char *allowed[DB_ROLE_COUNT];
} tables[] = {
    /*                           fetch  work   send  web    command */
    {"mailbox", "next_uid", {"iu", "", "", "", "iud"}},
    {"inbox", "state", {"iu", "ud", "", "u", "iud"}},
    {"inbox_chunk", "bytes", {"iud", "ud", "", "", "iud"}},
    {"letter", "state", {"", "iud", "u", "iud", "iud"}},
    {"letter", "address", {"", "iud", "", "iud", "iud"}},
    {"letter", "purpose", {"", "iud", "", "iud", "iud"}},
    {"letter", "view", {"", "iud", "", "iud", "iud"}},
    {"letter_body", "raw", {"", "iud", "u", "iud", "iud"}},
    {"health_note", "note", {"iu", "iud", "iu", "iud", "iud"}},
    {"person", "born", {"", "iud", "", "iud", "iud"}},
};

static void each_role_writes_what_is_its_own(void **state)
{
    struct arena *a = arena_new();
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const char *t = tables[i].table, *c = tables[i].column;
        const char *const texts[] = {
            arena_printf(a, "INSERT INTO %s (%s) SELECT NULL WHERE 0", t, c),
            arena_printf(a, "UPDATE %s SET %s = NULL", t, c),
            arena_printf(a, "DELETE FROM %s", t),
        };
        for (unsigned role = 0; role < DB_ROLE_COUNT; role++)
            for (int kind = 0; kind < 3; kind++) {
                bool wanted = strchr(tables[i].allowed[role], "iud"[kind]) != NULL;
                if (permitted(*state, role, texts[kind]) != wanted)
                    fail_msg("%s: %s is %s", db_role_name(role), texts[kind],
                             wanted ? "refused" : "allowed");
            }
    }
    arena_free(&a);
}

static void reading_is_free(void **state)
{
    for (unsigned role = 0; role < DB_ROLE_COUNT; role++) {
        assert_true(permitted(*state, role, "SELECT name FROM person"));
        assert_true(permitted(*state, role,
                              "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                              " WHERE i < 3) SELECT sum(i) FROM n"));
        assert_true(permitted(*state, role, "SELECT value FROM json_each('[1, 2]')"));
    }
}

static void no_role_leaves_its_place(void **state)
{
    static const char *const texts[] = {
        "ATTACH DATABASE ':memory:' AS other",
        "DETACH DATABASE main",
        "DROP TABLE person",
        "DROP INDEX sqlite_autoindex_person_1",
        "CREATE TABLE extra (id INTEGER)",
        "CREATE TEMP TABLE extra (id INTEGER)",
        "CREATE INDEX extra ON person (born)",
        "CREATE VIEW extra AS SELECT 1",
        "CREATE TRIGGER extra AFTER INSERT ON person BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE extra USING fts5 (words)",
        "ALTER TABLE person ADD COLUMN extra TEXT",
        "ALTER TABLE person RENAME TO people",
        "REINDEX",
        "ANALYZE",
        "VACUUM INTO '/tmp/elsewhere'",
        "PRAGMA synchronous = OFF",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA user_version = 7",
        "PRAGMA wal_checkpoint",
        "SELECT load_extension('anything')",
        "BEGIN",
        "COMMIT",
        "SAVEPOINT mine",
        "UPDATE sqlite_schema SET sql = ''",
        "DELETE FROM sqlite_schema",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        for (unsigned role = 0; role < DB_ROLE_COUNT; role++) {
            const char *const one[] = {texts[i]};
            struct sql_list list = {.name = "tried", .slot = SLOT_CHECKS, SQL_TEXTS(one)};
            const struct sql_list *lists[] = {&list, NULL};
            const struct place *p = *state;
            struct db_options options = {.path = p->book, .role = role, .create = true};
            struct db *db;
            struct fault f = {0};
            /* Refused while it is prepared: either as a fault of the text, or as not permitted. */
            enum outcome outcome = db_open_with(&options, lists, book_steps, 2, &db, &f);
            if (outcome == DONE)
                outcome = sql_run(db, &list, 0, SQL_NO_ARGS, NULL, &f);
            if (outcome != NEVER)
                fail_msg("%s may: %s", db_role_name(role), texts[i]);
            db_close(&db);
        }
    struct db *db = book_open(*state, DB_COMMAND, 0);
    assert_int_equal(book_count(db), 0);
    assert_sound(db);
    db_close(&db);
}

static void only_work_checkpoints(void **state)
{
    for (unsigned role = 0; role < DB_ROLE_COUNT; role++) {
        struct db *db = book_open(*state, role, 0);
        struct fault f = {0};
        if (role == DB_WORK)
            assert_done(db_checkpoint(db, &f), f);
        else
            assert_fault(db_checkpoint(db, &f), f, NEVER, EXIT_NOT_PERMITTED, db_role_name(role));
        db_close(&db);
    }
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, place_make, place_clear)
    const struct CMUnitTest tests[] = {
        CASE(each_role_writes_what_is_its_own),
        CASE(reading_is_free),
        CASE(no_role_leaves_its_place),
        CASE(only_work_checkpoints),
    };
    return cmocka_run_group_tests_name("store_db_authority", tests, NULL, NULL);
}
