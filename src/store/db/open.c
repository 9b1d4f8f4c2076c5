/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Opening the case book: the connection, its settings, its schema, its texts; and closing it.
 *
 * The settings that matter most: WAL with synchronous=FULL, so that a commit has reached the disk
 * when it returns; no automatic checkpoint and none at close, in any role, because only
 * db_checkpoint() runs one, under the writer's lock; foreign keys on; deleted rows overwritten,
 * since erasing is a promise made to people; no double-quoted strings, no schema that runs
 * untrusted code, no attached databases, no temporary files.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"

enum { WAIT_WEB_MS = 1000, WAIT_MS = 30000, CHECKPOINT_WAIT_MS = 10 };

const char *db_role_name(enum db_role role)
{
    static const char *const names[DB_ROLE_COUNT] = {
        [DB_FETCH] = "fetch", [DB_WORK] = "work",       [DB_SEND] = "send",
        [DB_WEB] = "web",     [DB_COMMAND] = "command",
    };
    return role < DB_ROLE_COUNT ? names[role] : "unknown";
}

enum outcome engine_run(struct db *db, const char *text, struct fault *f)
{
    db->trusted = true;
    int code = sqlite3_exec(db->engine, text, NULL, NULL, NULL);
    db->trusted = false;
    return code == SQLITE_OK ? DONE : engine_fault(db->engine, code, f, "%.40s", text);
}

enum outcome engine_first(struct db *db, const char *text, char *value, size_t size,
                          struct fault *f)
{
    value[0] = '\0';
    sqlite3_stmt *statement = NULL;
    db->trusted = true;
    int code = sqlite3_prepare_v2(db->engine, text, -1, &statement, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    db->trusted = false;
    if (code == SQLITE_ROW) {
        const char *first = (const char *)sqlite3_column_text(statement, 0);
        strncat(value, first ? first : "", size - 1);
    }
    enum outcome outcome = code == SQLITE_ROW || code == SQLITE_DONE
                               ? DONE
                               : engine_fault(db->engine, code, f, "%.40s", text);
    sqlite3_finalize(statement);
    return outcome;
}

/* An empty file for a new book: unless a restore broke off, which must be ended first. */
static enum outcome make_file(const struct db_options *options, struct fault *f)
{
    if (!options->create)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no case book at %s", options->path);
    struct arena *a = arena_new();
    bool set_aside = access(beside(a, options->path, ".before-restore"), F_OK) == 0;
    arena_free(&a);
    if (set_aside)
        return fault_set(f, NEVER, EXIT_CONFIG,
                         "a restore of %s broke off: its book lies in %s.before-restore",
                         options->path, options->path);
    int fd = open(options->path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno != EEXIST)
        return engine_system_fault(errno, f, "make the case book %s", options->path);
    if (fd >= 0)
        close(fd);
    return DONE;
}

/* The book's file as it must be: there (made where that is wanted), a file, ours to write. */
static enum outcome check_file(const struct db_options *options, struct fault *f)
{
    struct stat info;
    if (stat(options->path, &info) != 0)
        return errno == ENOENT
                   ? make_file(options, f)
                   : engine_system_fault(errno, f, "open the case book %s", options->path);
    if (!S_ISREG(info.st_mode))
        return fault_set(f, NEVER, EXIT_NO_INPUT, "the case book %s is not a file", options->path);
    if (access(options->path, R_OK | W_OK) != 0)
        return engine_system_fault(errno, f, "open the case book %s", options->path);
    return DONE;
}

static enum outcome connect_engine(struct db *db, struct fault *f)
{
    /* Nobody asks how much memory the engine has taken: so it need not lock and count. Refused, and
     * no matter, once a book has been opened in this process. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int code = sqlite3_open_v2(db->path, &db->engine, flags, NULL);
    if (code != SQLITE_OK)
        return engine_fault(db->engine, code, f, "open the case book %s", db->path);
    sqlite3_busy_timeout(db->engine, db->lock_wait_ms);
    static const struct {
        int option, value;
    } settings[] = {
        {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1}, {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},   {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},          {SQLITE_DBCONFIG_DEFENSIVE, 1},
    };
    for (size_t i = 0; i < sizeof settings / sizeof settings[0] && code == SQLITE_OK; i++)
        code = sqlite3_db_config(db->engine, settings[i].option, settings[i].value, NULL);
    if (code != SQLITE_OK)
        return engine_fault(db->engine, code, f, "configure the engine");
    sqlite3_wal_autocheckpoint(db->engine, 0);
    sqlite3_limit(db->engine, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_set_authorizer(db->engine, authority_check, db);
    enum outcome outcome = engine_run(db,
                                      "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
                                      "PRAGMA cache_size = -4096; PRAGMA temp_store = MEMORY",
                                      f);
    if (outcome != DONE)
        fault_prefix(f, "open the case book %s", db->path);
    return outcome;
}

static struct db *db_new(const struct db_options *options)
{
    struct arena *a = arena_new();
    struct db *db = arena_alloc(a, sizeof *db);
    db->arena = a;
    db->role = options->role;
    db->lock_wait_ms = options->lock_wait_ms     ? options->lock_wait_ms
                       : options->role == DB_WEB ? WAIT_WEB_MS
                                                 : WAIT_MS;
    db->path = arena_strdup(a, options->path);
    db->wake_path = beside(a, options->path, ".wake");
    db->wake = -1;
    db->turn = (struct turn){.gate = -1, .lock = -1};
    return db;
}

enum outcome db_open_with(const struct db_options *options, const struct sql_list *const *lists,
                          const struct migration *steps, size_t count, struct db **out,
                          struct fault *f)
{
    *out = NULL;
    enum outcome outcome = check_file(options, f);
    if (outcome != DONE)
        return outcome;
    struct db *db = db_new(options);
    outcome = turn_open(&db->turn, db->path, f);
    if (outcome == DONE)
        outcome = beside_open(db->path, ".wake", &db->wake, f);
    if (outcome == DONE)
        outcome = connect_engine(db, f);
    if (outcome == DONE)
        outcome = schema_update(db, options->create, steps, count, f);
    if (outcome == DONE)
        outcome = statements_prepare(db, lists, f);
    if (outcome == DONE)
        *out = db;
    else
        db_close(&db);
    return outcome;
}

enum outcome db_open(const struct db_options *options, struct db **out, struct fault *f)
{
    return db_open_with(options, sql_lists, migrations, migration_count, out, f);
}

void db_close(struct db **dbp)
{
    struct db *db = *dbp;
    if (!db)
        return;
    *dbp = NULL;
    db_rollback(db);
    db_read_end(db);
    statements_finalize(db);
    sqlite3_close(db->engine);
    turn_close(&db->turn);
    if (db->wake >= 0)
        close(db->wake);
    struct arena *a = db->arena;
    arena_free(&a);
}

const char *db_path(const struct db *db)
{
    return db->path;
}

int db_version(const struct db *db)
{
    return db->version;
}

int64_t db_wal_bytes(const struct db *db)
{
    struct arena *a = arena_new();
    struct stat info;
    bool there = stat(beside(a, db->path, "-wal"), &info) == 0;
    arena_free(&a);
    return there ? (int64_t)info.st_size : 0;
}

/* What others have changed the engine counts from commit to commit, what we have row by row. */
enum outcome db_state(struct db *db, int64_t *state, struct fault *f)
{
    char others[24];
    enum outcome outcome = engine_first(db, "PRAGMA data_version", others, sizeof others, f);
    uint64_t ours = (uint64_t)sqlite3_total_changes64(db->engine) & UINT32_MAX;
    *state = (int64_t)(strtoull(others, NULL, 10) << 32 | ours);
    return outcome;
}

enum outcome db_checkpoint(struct db *db, struct fault *f)
{
    if (db->role != DB_WORK)
        return fault_set(f, NEVER, EXIT_NOT_PERMITTED, "a checkpoint is not for the role %s",
                         db_role_name(db->role));
    if (db->label || db->reading || db->live)
        return fault_set(f, NEVER, EXIT_INTERNAL, "a checkpoint within a transaction");
    enum outcome outcome = turn_take(&db->turn, db->lock_wait_ms, f);
    if (outcome != DONE)
        return outcome;
    sqlite3_busy_timeout(db->engine, CHECKPOINT_WAIT_MS);
    int code =
        sqlite3_wal_checkpoint_v2(db->engine, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(db->engine, db->lock_wait_ms);
    turn_give(&db->turn);
    /* Busy: a reader held an old state. What it did not need has been moved all the same. */
    if (code == SQLITE_OK || (code & 0xFF) == SQLITE_BUSY)
        return DONE;
    return engine_fault(db->engine, code, f, "checkpoint");
}

void db_wake(const struct db *db)
{
    (void)futimens(db->wake, NULL);
}

const char *db_wake_path(const struct db *db)
{
    return db->wake_path;
}
