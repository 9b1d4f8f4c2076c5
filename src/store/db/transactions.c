/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Transactions: begun by name, committed by the same name, nested by savepoints.
 *
 * A write transaction starts with the writer's lock and BEGIN IMMEDIATE and ends with both gone,
 * whatever happened: after db_commit() there is no transaction, whether it went through or not.
 * AGAIN from db_commit() means that the book stands as before; should the power fail at that very
 * moment, it may stand as after, but whole. The engine undoes a transaction by itself when the
 * disk is full or broken: db_commit() notices, and until then no write text runs (statements.c).
 *
 * When a transaction or a savepoint ends, the statements that began in it end too, so that no
 * forgotten reader keeps an old state alive.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "engine.h"

static const char *const controls[CONTROL_COUNT] = {
    [CONTROL_READ] = "BEGIN",          [CONTROL_WRITE] = "BEGIN IMMEDIATE",
    [CONTROL_COMMIT] = "COMMIT",       [CONTROL_ROLLBACK] = "ROLLBACK",
    [CONTROL_SAVE] = "SAVEPOINT unit", [CONTROL_UNDO] = "ROLLBACK TO unit",
    [CONTROL_KEEP] = "RELEASE unit",
};

static enum outcome control(struct db *db, enum control c, struct fault *f)
{
    sqlite3_stmt **statement = &db->controls[c];
    int code = SQLITE_OK;
    db->trusted = true;
    if (!*statement)
        code = sqlite3_prepare_v3(db->engine, controls[c], -1, SQLITE_PREPARE_PERSISTENT, statement,
                                  NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(*statement);
    db->trusted = false;
    enum outcome outcome =
        code == SQLITE_DONE ? DONE : engine_fault(db->engine, code, f, "%s", controls[c]);
    sqlite3_reset(*statement);
    return outcome;
}

static enum outcome misuse(struct fault *f, const char *what, const char *label)
{
    return fault_set(f, NEVER, EXIT_INTERNAL, "%s within the transaction \"%s\"", what,
                     label ? label : "read");
}

enum outcome transaction_stands(const struct db *db, struct fault *f)
{
    if (!sqlite3_get_autocommit(db->engine))
        return DONE;
    return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "%s: the engine undid the transaction after a fault",
                     db->label);
}

/* A transaction must not begin while one is open or a statement outside of it is being read. */
static enum outcome check_idle(struct db *db, const char *label, struct fault *f)
{
    if (db->label || db->reading)
        return misuse(f, label, db->label);
    if (db->live)
        return fault_set(f, NEVER, EXIT_INTERNAL, "\"%s\" begins while %s:%u is being read", label,
                         db->live->list->name, db->live->id);
    return DONE;
}

/* One transaction inside another is a savepoint with a label. */
static enum outcome begin_inside(struct db *db, const char *label, struct fault *f)
{
    if (db->inner || db->depth)
        return misuse(f, label, db->inner ? db->inner : db->label);
    enum outcome outcome = db_savepoint(db, f);
    if (outcome == DONE)
        db->inner = label;
    return outcome;
}

enum outcome db_begin(struct db *db, const char *label, struct fault *f)
{
    if (db->around)
        return begin_inside(db, label, f);
    enum outcome outcome = check_idle(db, label, f);
    if (outcome != DONE)
        return outcome;
    int64_t deadline = clock_ticks() + db->lock_wait_ms;
    outcome = turn_take(&db->turn, db->lock_wait_ms, f);
    if (outcome != DONE)
        return outcome;
    int64_t left = deadline - clock_ticks();
    sqlite3_busy_timeout(db->engine, left > 1 ? (int)left : 1);
    outcome = control(db, CONTROL_WRITE, f);
    sqlite3_busy_timeout(db->engine, db->lock_wait_ms);
    if (outcome != DONE) {
        turn_give(&db->turn);
        fault_prefix(f, "%s", label);
        return outcome;
    }
    db->label = label;
    db->depth = 0;
    return DONE;
}

enum outcome db_begin_around(struct db *db, const char *label, struct fault *f)
{
    if (db->around)
        return misuse(f, label, db->label);
    enum outcome outcome = db_begin(db, label, f);
    db->around = outcome == DONE;
    return outcome;
}

void db_rollback(struct db *db)
{
    if (!db->label)
        return;
    if (db->inner) {
        while (db->depth)
            db_savepoint_undo(db);
        db->inner = NULL;
        return;
    }
    statements_end(db, 0);
    if (!sqlite3_get_autocommit(db->engine))
        control(db, CONTROL_ROLLBACK, NULL);
    db->label = NULL;
    db->depth = 0;
    db->around = false;
    turn_give(&db->turn);
}

static void check_label(const struct db *db, const char *label)
{
    const char *open = db->inner ? db->inner : db->label;
    if (open && open == label)
        return;
    fprintf(stderr, "db_commit: \"%s\" commits what \"%s\" began\n", label, open ? open : "nobody");
    abort();
}

static enum outcome commit_inside(struct db *db, const char *label, struct fault *f)
{
    if (db->depth != 1) {
        db_rollback(db);
        return misuse(f, "a savepoint is open at the end", label);
    }
    db->inner = NULL;
    return db_savepoint_keep(db, f);
}

enum outcome db_commit(struct db *db, const char *label, struct fault *f)
{
    check_label(db, label);
    if (db->inner)
        return commit_inside(db, label, f);
    statements_end(db, 0);
    enum outcome outcome = transaction_stands(db, f);
    if (outcome == DONE && db->depth)
        outcome = misuse(f, "a savepoint is open at the end", label);
    if (outcome == DONE)
        outcome = control(db, CONTROL_COMMIT, f);
    if (outcome != DONE) {
        db_rollback(db);
        return outcome;
    }
    db->label = NULL;
    db->around = false;
    turn_give(&db->turn);
    return DONE;
}

enum outcome db_end(struct db *db, const char *label, enum outcome so_far, struct fault *f)
{
    if (so_far == DONE)
        return db_commit(db, label, f);
    db_rollback(db);
    return so_far;
}

bool db_in_transaction(const struct db *db)
{
    return db->label != NULL;
}

/* Savepoints share one name: the engine takes the newest of that name. */
enum outcome db_savepoint(struct db *db, struct fault *f)
{
    if (!db->label)
        return fault_set(f, NEVER, EXIT_INTERNAL, "a savepoint outside of any transaction");
    enum outcome outcome = transaction_stands(db, f); /* alone, SAVEPOINT would begin one */
    if (outcome == DONE)
        outcome = control(db, CONTROL_SAVE, f);
    if (outcome == DONE)
        db->depth++;
    return outcome;
}

enum outcome db_savepoint_keep(struct db *db, struct fault *f)
{
    if (!db->depth)
        return fault_set(f, NEVER, EXIT_INTERNAL, "no savepoint to keep");
    statements_end(db, db->depth);
    enum outcome outcome = transaction_stands(db, f);
    if (outcome == DONE)
        outcome = control(db, CONTROL_KEEP, f);
    db->depth--;
    return outcome;
}

void db_savepoint_undo(struct db *db)
{
    if (!db->depth)
        return;
    statements_end(db, db->depth);
    if (!sqlite3_get_autocommit(db->engine) && control(db, CONTROL_UNDO, NULL) == DONE)
        control(db, CONTROL_KEEP, NULL);
    db->depth--;
}

enum outcome db_read_begin(struct db *db, struct fault *f)
{
    enum outcome outcome = check_idle(db, "read", f);
    if (outcome == DONE)
        outcome = control(db, CONTROL_READ, f);
    if (outcome == DONE)
        db->reading = true;
    return outcome;
}

void db_read_end(struct db *db)
{
    if (!db->reading)
        return;
    statements_end(db, 0);
    if (!sqlite3_get_autocommit(db->engine))
        control(db, CONTROL_ROLLBACK, NULL);
    db->reading = false;
}
