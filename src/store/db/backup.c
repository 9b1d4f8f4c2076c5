/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Copying the book while it is in use.
 *
 * The copy is made in steps, inside one read transaction, so that it is the book of one moment:
 * writers go on committing meanwhile (into the WAL) and never make it start again. It gets its
 * name only when it is whole, sound and on the disk; before that it is called TARGET.partial-….
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine.h"

enum { STEP_PAGES = 256, STEP_PAUSE_US = 1000 };

static enum outcome copy_pages(struct db *db, sqlite3 *copy, struct fault *f)
{
    sqlite3_backup *job = sqlite3_backup_init(copy, "main", db->engine, "main");
    if (!job)
        return engine_fault(copy, sqlite3_extended_errcode(copy), f, "backup");
    int code;
    while ((code = sqlite3_backup_step(job, STEP_PAGES)) == SQLITE_OK)
        engine_pause(STEP_PAUSE_US);
    sqlite3_backup_finish(job);
    return code == SQLITE_DONE ? DONE : engine_fault(copy, code, f, "backup");
}

/* A backup that nobody could restore from is none. */
static enum outcome check_copy(sqlite3 *copy, struct fault *f)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(copy, "PRAGMA quick_check(1)", -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    const char *verdict =
        code == SQLITE_ROW ? (const char *)sqlite3_column_text(statement, 0) : NULL;
    bool sound = verdict && strcmp(verdict, "ok") == 0;
    sqlite3_finalize(statement);
    if (code != SQLITE_ROW)
        return engine_fault(copy, code, f, "check of the backup");
    return sound ? DONE : fault_set(f, NEVER, EXIT_INTERNAL, "the book is damaged: see the check");
}

static enum outcome copy_book(struct db *db, const char *partial, struct fault *f)
{
    sqlite3 *copy = NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int code = sqlite3_open_v2(partial, &copy, flags, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(copy, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL,
                            NULL);
    enum outcome outcome =
        code == SQLITE_OK ? copy_pages(db, copy, f) : engine_fault(copy, code, f, "backup");
    if (outcome == DONE)
        outcome = check_copy(copy, f);
    sqlite3_close(copy);
    return outcome;
}

/* Holds one state of the book while it is copied. */
static enum outcome copy_snapshot(struct db *db, const char *partial, struct fault *f)
{
    enum outcome outcome = db_read_begin(db, f);
    if (outcome != DONE)
        return outcome;
    char count[32];
    outcome = engine_first(db, "SELECT count(*) FROM sqlite_schema", count, sizeof count, f);
    if (outcome == DONE)
        outcome = copy_book(db, partial, f);
    db_read_end(db);
    return outcome;
}

static enum outcome exists(const char *target, struct fault *f)
{
    return fault_set(f, NEVER, EXIT_CANT_CREATE, "%s exists already", target);
}

/* Gives the copy its name, unless another file has taken it meanwhile. */
static enum outcome publish(const char *partial, const char *target, struct fault *f)
{
    enum outcome outcome = sync_file(partial, f);
    if (outcome != DONE)
        return outcome;
    if (renameat2(AT_FDCWD, partial, AT_FDCWD, target, RENAME_NOREPLACE) != 0)
        return errno == EEXIST ? exists(target, f)
                               : engine_system_fault(errno, f, "name the backup %s", target);
    return sync_folder(target, f);
}

enum outcome db_backup(struct db *db, const char *target, struct fault *f)
{
    if (access(target, F_OK) == 0)
        return exists(target, f);
    struct arena *a = arena_new();
    char *partial = beside(a, target, ".partial-XXXXXX");
    int fd = mkstemp(partial);
    enum outcome outcome = DONE;
    if (fd < 0)
        outcome = fault_set(f, NEVER, EXIT_CANT_CREATE, "make %s: %s", target, strerror(errno));
    else
        close(fd);
    if (outcome == DONE)
        outcome = copy_snapshot(db, partial, f);
    if (outcome == DONE)
        outcome = publish(partial, target, f);
    if (outcome != DONE && fd >= 0)
        unlink(partial);
    arena_free(&a);
    return outcome;
}
