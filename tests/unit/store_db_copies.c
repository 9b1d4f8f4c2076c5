/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Backups made while the book is written, restored, refused; and the check that finds damage.
 */
#include <errno.h>
#include <signal.h>

#include "base/clock.h"
#include "store_db_book.h"

static char *name_of(struct arena *a, const struct place *p, const char *name)
{
    return arena_printf(a, "%s/%s", p->folder, name);
}

/* The names in the folder, so that litter is seen. */
static char *listing(struct arena *a, const struct place *p)
{
    char **names;
    size_t count;
    assert_int_equal(file_list(a, p->folder, NULL, &names, &count, NULL), DONE);
    char *all = arena_strdup(a, "");
    for (size_t i = 0; i < count; i++)
        all = arena_printf(a, "%s %s", all, names[i]);
    return all;
}

static void fill(struct db *db, int people)
{
    static const char label[] = "fill";
    struct fault f = {0};
    char name[2000];
    memset(name, 'x', sizeof name);
    assert_done(db_begin(db, label, &f), f);
    for (int i = 0; i < people; i++) {
        snprintf(name + sizeof name - 12, 12, "%d", i);
        assert_done(book_add(db, name, &f), f);
    }
    assert_done(db_commit(db, label, &f), f);
}

static pid_t write_until_killed(const struct place *p)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct db *db = book_open(p, DB_WORK, 0);
        for (int i = 0;; i++) {
            char name[32];
            snprintf(name, sizeof name, "meanwhile %d", i);
            book_commit_person(db, name, NULL);
        }
    }
    return pid;
}

static void a_backup_during_writes_is_whole(void **state)
{
    enum { PEOPLE = 1500 };
    struct place *p = *state;
    struct arena *a = arena_new();
    struct fault f = {0};
    struct db *db = book_open(p, DB_COMMAND, 0);
    fill(db, PEOPLE);
    pid_t pid = write_until_killed(p);
    int64_t deadline = clock_ticks() + 10000;
    while (book_count(db) < PEOPLE + 5 && clock_ticks() < deadline)
        engine_pause(1000);
    long before = book_count(db);
    assert_done(db_backup(db, name_of(a, p, "copy"), &f), f);
    long after = book_count(db);
    kill(pid, SIGKILL);
    assert_int_equal(child_end(pid), -SIGKILL);
    db_close(&db);
    assert_true(after > before); /* the writer was not kept waiting */

    struct place copy = *p;
    strcpy(copy.book, name_of(a, p, "copy"));
    db = book_open(&copy, DB_COMMAND, 0);
    assert_sound(db);
    assert_in_range(book_count(db), before, after);
    db_close(&db);
    arena_free(&a);
}

static void a_backup_never_overwrites(void **state)
{
    struct place *p = *state;
    struct arena *a = arena_new();
    struct fault f = {0};
    struct db *db = book_open(p, DB_COMMAND, 0);
    const char *target = name_of(a, p, "copy");
    assert_int_equal(file_write(target, "mine", 4, 0600, NULL), DONE);
    assert_fault(db_backup(db, target, &f), f, NEVER, EXIT_CANT_CREATE, "exists already");
    char *data;
    size_t len;
    assert_done(file_read(a, target, 100, &data, &len, &f), f);
    assert_string_equal(data, "mine");
    assert_fault(db_backup(db, name_of(a, p, "missing/copy"), &f), f, NEVER, EXIT_CANT_CREATE,
                 "missing");
    assert_fault(db_backup(db, p->book, &f), f, NEVER, EXIT_CANT_CREATE, "exists already");
    assert_done(db_begin(db, "open", &f), f);
    assert_fault(db_backup(db, name_of(a, p, "other"), &f), f, NEVER, EXIT_INTERNAL, "open");
    db_close(&db);
    assert_string_equal(listing(a, p),
                        " book book-shm book-wal book.lock book.turn book.wake copy");
    arena_free(&a);
}

static void a_restore_brings_back_the_backup_and_keeps_the_old(void **state)
{
    struct place *p = *state;
    struct arena *a = arena_new();
    struct fault f = {0};
    struct db *db = book_open(p, DB_WORK, 0);
    const char *copy = name_of(a, p, "copy");
    assert_done(book_commit_person(db, "Asta", &f), f);
    assert_done(db_backup(db, copy, &f), f);
    assert_done(book_commit_person(db, "Bo", &f), f); /* in the log only, when the book closes */
    db_close(&db);

    assert_done(db_restore_with(p->book, copy, 2, &f), f);
    assert_string_equal(listing(a, p),
                        " book book.before-restore book.before-restore-wal book.lock book.turn"
                        " book.wake copy");
    db = book_open(p, DB_WORK, 0);
    assert_int_equal(book_count(db), 1);
    assert_sound(db);
    assert_done(book_commit_person(db, "Cilla", &f), f);
    db_close(&db);

    assert_fault(db_restore_with(p->book, copy, 2, &f), f, NEVER, EXIT_CANT_CREATE,
                 "earlier restore");
    struct place old = *p;
    strcpy(old.book, name_of(a, p, "book.before-restore"));
    db = book_open(&old, DB_COMMAND, 0);
    assert_int_equal(book_count(db), 2);
    db_close(&db);
    arena_free(&a);
}

static void a_lost_book_is_restored(void **state)
{
    struct place *p = *state;
    struct arena *a = arena_new();
    struct fault f = {0};
    struct db *db = book_open(p, DB_WORK, 0);
    assert_done(book_commit_person(db, "Asta", &f), f);
    assert_done(db_backup(db, name_of(a, p, "copy"), &f), f);
    assert_done(book_commit_person(db, "Bo", &f), f);
    db_close(&db);
    unlink(p->book); /* its log lies there still, and must not be played into the new one */
    assert_true(access(name_of(a, p, "book-wal"), F_OK) == 0);
    assert_done(db_restore_with(p->book, name_of(a, p, "copy"), 2, &f), f);
    db = book_open(p, DB_WORK, 0);
    assert_int_equal(book_count(db), 1);
    assert_sound(db);
    db_close(&db);
    arena_free(&a);
}

/* Overwrites bytes in the middle of a file. */
static void damage(const char *path, long offset, const char *bytes)
{
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    fseek(file, offset, SEEK_SET);
    fputs(bytes, file);
    fclose(file);
}

static void a_damaged_book_is_set_aside_with_its_log(void **state)
{
    struct place *p = *state;
    struct arena *a = arena_new();
    struct fault f = {0};
    struct db *db = book_open(p, DB_WORK, 0);
    assert_done(book_commit_person(db, "Asta", &f), f);
    assert_done(db_checkpoint(db, &f), f);
    assert_done(db_backup(db, name_of(a, p, "copy"), &f), f);
    assert_done(book_commit_person(db, "Bo", &f), f);
    db_close(&db);
    unlink(name_of(a, p, "book-shm"));
    unlink(p->book);
    assert_int_equal(file_write(p->book, "what was a book is none any more", 32, 0600, NULL), DONE);

    assert_done(db_restore_with(p->book, name_of(a, p, "copy"), 2, &f), f);
    db = book_open(p, DB_WORK, 0);
    assert_int_equal(book_count(db), 1);
    assert_sound(db);
    db_close(&db);
    assert_int_equal(access(name_of(a, p, "book.before-restore"), F_OK), 0);
    assert_int_equal(access(name_of(a, p, "book.before-restore-wal"), F_OK), 0);
    arena_free(&a);
}

static void what_is_no_sound_book_is_not_restored(void **state)
{
    struct place *p = *state;
    struct arena *a = arena_new();
    struct fault f = {0};
    struct db *db = book_open(p, DB_WORK, 0);
    fill(db, 200);
    const char *copy = name_of(a, p, "copy"), *bad = name_of(a, p, "bad");
    assert_done(db_backup(db, copy, &f), f);
    assert_fault(db_restore_with(p->book, name_of(a, p, "none"), 2, &f), f, NEVER, EXIT_NO_INPUT,
                 "none");
    assert_int_equal(file_write(bad, "no book", 7, 0600, NULL), DONE);
    assert_fault(db_restore_with(p->book, bad, 2, &f), f, NEVER, EXIT_DATA, "no database");
    assert_int_equal(file_write(bad, "", 0, 0600, NULL), DONE);
    assert_fault(db_restore_with(p->book, bad, 2, &f), f, NEVER, EXIT_DATA, "no case book");
    assert_fault(db_restore_with(p->book, copy, 1, &f), f, NEVER, EXIT_CONFIG, "newer program");
    assert_fault(db_restore_with(p->book, p->book, 2, &f), f, NEVER, EXIT_DATA, "in use");
    char zeros[64];
    memset(zeros, 'z', sizeof zeros - 1);
    zeros[sizeof zeros - 1] = '\0';
    damage(copy, 10 * 4096, zeros);
    assert_fault(db_restore_with(p->book, copy, 2, &f), f, NEVER, EXIT_DATA, "");
    assert_int_equal(book_count(db), 200);
    db_close(&db);
    assert_string_equal(listing(a, p),
                        " bad book book-shm book-wal book.lock book.turn book.wake copy");
    arena_free(&a);
}

static void count_line(void *context, const char *line)
{
    (void)line;
    ++*(int *)context;
}

static void keep_line(void *context, const char *line)
{
    snprintf(context, 200, "%s", line);
}

static void a_missing_parent_is_told(void **state)
{
    struct db *db = book_open(*state, DB_WORK, 0);
    struct fault f = {0};
    char line[200] = "";
    assert_done(engine_run(db,
                           "PRAGMA foreign_keys = OFF;"
                           "INSERT INTO letter (id, person_id) VALUES (5, 77);"
                           "PRAGMA foreign_keys = ON",
                           &f),
                f);
    assert_fault(db_sound(db, keep_line, line, &f), f, NEVER, EXIT_DATA, "not sound: 1 fault");
    assert_string_equal(line, "letter row 5 refers to a row of person that is not there");
    db_close(&db);
}

static void a_damaged_index_is_told(void **state)
{
    struct place *p = *state;
    struct db *db = book_open(p, DB_WORK, 0);
    struct fault f = {0};
    fill(db, 300);
    assert_sound(db);
    assert_done(db_checkpoint(db, &f), f);
    db_close(&db);
    damage(p->book, 20 * 4096 + 2000, "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy");
    db = book_open(p, DB_WORK, 0);
    int lines = 0;
    enum outcome outcome = db_sound(db, count_line, &lines, &f);
    assert_int_equal(outcome, NEVER);
    assert_true(lines > 0);
    assert_fault(db_backup(db, "/tmp/levande-no-such-folder/copy", &f), f, NEVER, EXIT_CANT_CREATE,
                 "levande-no-such-folder");
    db_close(&db);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, place_make, place_clear)
    const struct CMUnitTest tests[] = {
        CASE(a_backup_during_writes_is_whole),
        CASE(a_backup_never_overwrites),
        CASE(a_restore_brings_back_the_backup_and_keeps_the_old),
        CASE(a_lost_book_is_restored),
        CASE(a_damaged_book_is_set_aside_with_its_log),
        CASE(what_is_no_sound_book_is_not_restored),
        CASE(a_missing_parent_is_told),
        CASE(a_damaged_index_is_told),
    };
    return cmocka_run_group_tests_name("store_db_copies", tests, NULL, NULL);
}
