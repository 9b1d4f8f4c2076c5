/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A real case book in a folder of its own, for tests of people and associations: opened with the
 * program's own schema and texts, and a second connection of the engine's for looking behind them.
 */
#ifndef LEVANDE_TESTS_POOL_BOOK_H
#define LEVANDE_TESTS_POOL_BOOK_H

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

#include "base/arena.h"
#include "base/file.h"
#include "store/db.h"

struct pool_book {
    char folder[64];
    char path[80];
    struct arena *arena;
    struct db *db;
    struct fault fault;
};

#define assert_done(call, f)                                                                       \
    do {                                                                                           \
        if ((call) != DONE)                                                                        \
            fail_msg("%s: %s", #call, (f).text);                                                   \
    } while (0)

#define assert_refused(call, f, wanted_code, words)                                                \
    do {                                                                                           \
        assert_int_equal((call), NEVER);                                                           \
        if ((f).code != (wanted_code) || !strstr((f).text, (words)))                               \
            fail_msg("%s: got %d \"%s\"", #call, (int)(f).code, (f).text);                         \
    } while (0)

static inline void pool_open(struct pool_book *b, enum db_role role)
{
    struct db_options options = {.path = b->path, .role = role, .create = true};
    assert_done(db_open(&options, &b->db, &b->fault), b->fault);
}

static inline int pool_make(void **state)
{
    struct pool_book *b = calloc(1, sizeof *b);
    if (!b)
        return -1;
    strcpy(b->folder, "/tmp/levande-pool-XXXXXX");
    if (!mkdtemp(b->folder))
        return -1;
    snprintf(b->path, sizeof b->path, "%s/book", b->folder);
    b->arena = arena_new();
    *state = b;
    pool_open(b, DB_COMMAND);
    return 0;
}

/* Do the bytes of the book, or of its file with this suffix, hold the word? */
static inline bool pool_holds(const struct pool_book *b, const char *suffix, const char *word)
{
    char *data;
    size_t len;
    if (file_read(b->arena, arena_printf(b->arena, "%s%s", b->path, suffix), 64 << 20, &data, &len,
                  NULL) != DONE)
        return false;
    return memmem(data, len, word, strlen(word)) != NULL;
}

static inline int pool_clear(void **state)
{
    struct pool_book *b = *state;
    db_close(&b->db);
    char **names = NULL;
    size_t count = 0;
    file_list(b->arena, b->folder, NULL, &names, &count, NULL);
    for (size_t i = 0; i < count; i++)
        unlink(arena_printf(b->arena, "%s/%s", b->folder, names[i]));
    int failed = rmdir(b->folder);
    arena_free(&b->arena);
    free(b);
    return failed;
}

/* Runs SQL behind the book's back, to set a scene that other modules make in operation. */
static inline void pool_sql(const struct pool_book *b, const char *text)
{
    sqlite3 *engine = NULL;
    assert_int_equal(sqlite3_open(b->path, &engine), SQLITE_OK);
    sqlite3_busy_timeout(engine, 5000);
    sqlite3_db_config(engine, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    char *why = NULL;
    if (sqlite3_exec(engine, text, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %.40s", why, text);
    sqlite3_close(engine);
}

/* The first column of the first row, "" for NULL or no row. */
static inline const char *pool_value(const struct pool_book *b, const char *text)
{
    sqlite3 *engine = NULL;
    sqlite3_stmt *row = NULL;
    assert_int_equal(sqlite3_open(b->path, &engine), SQLITE_OK);
    sqlite3_busy_timeout(engine, 5000);
    sqlite3_db_config(engine, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    if (sqlite3_prepare_v2(engine, text, -1, &row, NULL) != SQLITE_OK)
        fail_msg("%s: %s", text, sqlite3_errmsg(engine));
    const char *value = "";
    if (sqlite3_step(row) == SQLITE_ROW && sqlite3_column_text(row, 0))
        value = arena_strdup(b->arena, (const char *)sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
    sqlite3_close(engine);
    return value;
}

#define assert_value(book, text, wanted) assert_string_equal(pool_value((book), (text)), (wanted))

#endif
