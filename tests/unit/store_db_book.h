/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A small case book of the tests' own: a folder, two migrations, one list of texts.
 *
 * The tables bear names from the real book where the table of authority knows them, so that the
 * tests of the engine need neither the real schema nor the real texts.
 */
#ifndef LEVANDE_TESTS_STORE_DB_BOOK_H
#define LEVANDE_TESTS_STORE_DB_BOOK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "db/engine.h"

static const struct migration book_steps[] = {
    {1, "tables",
     "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, born TEXT) STRICT;"
     "CREATE TABLE letter (id INTEGER PRIMARY KEY, address TEXT, purpose TEXT, view TEXT,"
     " state TEXT, person_id INTEGER REFERENCES person (id)) STRICT;"},
    {2, "mail",
     "CREATE TABLE mailbox (id INTEGER PRIMARY KEY, next_uid INTEGER) STRICT;"
     "CREATE TABLE inbox (id INTEGER PRIMARY KEY, state TEXT) STRICT;"
     "CREATE TABLE inbox_chunk (inbox_id INTEGER, bytes BLOB) STRICT;"
     "CREATE TABLE letter_body (letter_id INTEGER PRIMARY KEY, raw BLOB) STRICT;"
     "CREATE TABLE health_note (role TEXT PRIMARY KEY, note TEXT) STRICT;"},
};

enum { PERSON_ADD, PERSON_COUNT, PERSON_ALL, PERSON_DELETE, PERSON_NAME, PERSON_SWAPPED };
static const char *const book_texts[] = {
    [PERSON_ADD] = "INSERT INTO person (name, born) VALUES ($1, $2) RETURNING id",
    [PERSON_COUNT] = "SELECT count(*) FROM person",
    [PERSON_ALL] = "SELECT id, name, born FROM person ORDER BY id",
    [PERSON_DELETE] = "DELETE FROM person WHERE id = $1",
    [PERSON_NAME] = "SELECT name FROM person WHERE id = $1",
    [PERSON_SWAPPED] = "UPDATE person SET name = $2 WHERE id = $1",
};
static const struct sql_list book_list = {
    .name = "book", .slot = SLOT_PEOPLE, SQL_TEXTS(book_texts)};
static const struct sql_list *const book_lists[] = {&book_list, NULL};

/* The folder of the test under way, and the book's path in it. */
struct place {
    char folder[64];
    char book[80];
};

static inline int place_make(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    strcpy(p->folder, "/tmp/levande-store-XXXXXX");
    if (!p || !mkdtemp(p->folder))
        return -1;
    snprintf(p->book, sizeof p->book, "%s/book", p->folder);
    *state = p;
    return 0;
}

static inline int place_clear(void **state)
{
    struct place *p = *state;
    struct arena *a = arena_new();
    char **names = NULL;
    size_t count = 0;
    file_list(a, p->folder, NULL, &names, &count, NULL);
    for (size_t i = 0; i < count; i++)
        unlink(arena_printf(a, "%s/%s", p->folder, names[i]));
    int failed = rmdir(p->folder);
    arena_free(&a);
    free(p);
    return failed;
}

static inline struct db *book_open(const struct place *p, enum db_role role, int wait_ms)
{
    struct db_options options = {
        .path = p->book, .role = role, .create = true, .lock_wait_ms = wait_ms};
    struct fault f = {0};
    struct db *db = NULL;
    if (db_open_with(&options, book_lists, book_steps, 2, &db, &f) != DONE)
        fail_msg("open: %s", f.text);
    return db;
}

static inline enum outcome book_add(struct db *db, const char *name, struct fault *f)
{
    int64_t id;
    return sql_number(db, &book_list, PERSON_ADD, SQL_ARGS(TEXT(name), NONE), &id, f);
}

/* One person in one transaction. */
static inline enum outcome book_commit_person(struct db *db, const char *name, struct fault *f)
{
    static const char label[] = "one person";
    enum outcome outcome = db_begin(db, label, f);
    if (outcome != DONE)
        return outcome;
    outcome = book_add(db, name, f);
    if (outcome == DONE)
        return db_commit(db, label, f);
    db_rollback(db);
    return outcome;
}

static inline long book_count(struct db *db)
{
    int64_t count = -1;
    struct fault f = {0};
    if (sql_number(db, &book_list, PERSON_COUNT, SQL_NO_ARGS, &count, &f) != DONE)
        fail_msg("count: %s", f.text);
    return (long)count;
}

static inline void book_print_line(void *context, const char *line)
{
    ++*(int *)context;
    print_message("  unsound: %s\n", line);
}

static inline void assert_sound(struct db *db)
{
    int lines = 0;
    struct fault f = {0};
    if (db_sound(db, book_print_line, &lines, &f) != DONE || lines)
        fail_msg("unsound: %s", f.text);
}

#define assert_done(call, f)                                                                       \
    do {                                                                                           \
        if ((call) != DONE)                                                                        \
            fail_msg("%s: %s", #call, (f).text);                                                   \
    } while (0)

#define assert_fault(call, f, wanted_outcome, wanted_code, words)                                  \
    do {                                                                                           \
        assert_int_equal((call), (wanted_outcome));                                                \
        assert_int_equal((f).outcome, (wanted_outcome));                                           \
        if ((f).code != (wanted_code) || !strstr((f).text, (words)))                               \
            fail_msg("%s: got %d \"%s\"", #call, (int)(f).code, (f).text);                         \
    } while (0)

/* Waits for a child of ours; its exit status, or minus the signal that ended it. */
static inline int child_end(pid_t pid)
{
    int status = 0;
    if (waitpid(pid, &status, 0) != pid)
        return 1000;
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

#endif
