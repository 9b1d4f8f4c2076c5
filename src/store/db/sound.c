/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The engine's own check: the file's structure and indexes, then every foreign key.
 *
 * Lines name tables, indexes and row numbers, never values. At most 100 of each kind: a book that
 * bad is restored, not mended line by line.
 */
#include "engine.h"

enum { LINES_MOST = 100 };

struct check {
    void (*report)(void *context, const char *line);
    void *context;
    struct arena *arena;
    size_t faults;
};

static void add_line(struct check *check, sqlite3_stmt *row)
{
    const char *line = (const char *)sqlite3_column_text(row, 0);
    check->faults++;
    check->report(check->context, line ? line : "a fault without a description");
}

static void add_key(struct check *check, sqlite3_stmt *row)
{
    const char *table = (const char *)sqlite3_column_text(row, 0);
    const char *parent = (const char *)sqlite3_column_text(row, 2);
    check->faults++;
    check->report(check->context,
                  arena_printf(check->arena, "%s row %lld refers to a row of %s that is not there",
                               table, (long long)sqlite3_column_int64(row, 1), parent));
}

static bool is_fault(sqlite3_stmt *row)
{
    const char *line = (const char *)sqlite3_column_text(row, 0);
    return !line || sqlite3_stricmp(line, "ok") != 0;
}

/* Runs one check and reports each row of it that is a fault. */
static enum outcome run(struct db *db, const char *text, struct check *check,
                        void (*add)(struct check *, sqlite3_stmt *), struct fault *f)
{
    sqlite3_stmt *statement = NULL;
    db->trusted = true;
    int code = sqlite3_prepare_v2(db->engine, text, -1, &statement, NULL);
    db->trusted = false;
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    for (int lines = 0; code == SQLITE_ROW && lines < LINES_MOST; lines++) {
        if (is_fault(statement))
            add(check, statement);
        code = sqlite3_step(statement);
    }
    enum outcome outcome = code == SQLITE_DONE || code == SQLITE_ROW
                               ? DONE
                               : engine_fault(db->engine, code, f, "%s", text);
    sqlite3_finalize(statement);
    return outcome;
}

enum outcome db_sound(struct db *db, void (*report)(void *context, const char *line), void *context,
                      struct fault *f)
{
    struct check check = {.report = report, .context = context, .arena = arena_new()};
    enum outcome outcome = run(db, "PRAGMA integrity_check(100)", &check, add_line, f);
    if (outcome == DONE)
        outcome = run(db, "PRAGMA foreign_key_check", &check, add_key, f);
    if (outcome == DONE && check.faults)
        outcome =
            fault_set(f, NEVER, EXIT_DATA, "the case book is not sound: %zu faults", check.faults);
    arena_free(&check.arena);
    return outcome;
}
