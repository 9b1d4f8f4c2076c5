/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Bringing a book's schema up to date.
 *
 * The header of the file tells whose it is (application_id) and how far it has come
 * (user_version). Each step is one transaction with its number in it: a step that is interrupted
 * leaves nothing behind, and two processes that start together run each step once, because they
 * look again under the writer's lock. A book from a newer program is refused, never guessed at.
 *
 * While a step runs foreign keys are not enforced, so that it may rebuild a table; before it
 * commits they are all checked.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine.h"

struct header {
    long application, version;
    bool empty; /* no table */
    bool wal;
};

static enum outcome number(struct db *db, const char *text, long *value, struct fault *f)
{
    char digits[32];
    enum outcome outcome = engine_first(db, text, digits, sizeof digits, f);
    *value = strtol(digits, NULL, 10);
    return outcome;
}

/* In one read transaction: another process may be making the book just now. */
static enum outcome read_header(struct db *db, struct header *h, struct fault *f)
{
    long tables = 0;
    char mode[16] = "";
    enum outcome outcome = db_read_begin(db, f);
    if (outcome == DONE)
        outcome = number(db, "PRAGMA application_id", &h->application, f);
    if (outcome == DONE)
        outcome = number(db, "PRAGMA user_version", &h->version, f);
    if (outcome == DONE)
        outcome = number(db, "SELECT count(*) FROM sqlite_schema", &tables, f);
    db_read_end(db);
    if (outcome == DONE)
        outcome = engine_first(db, "PRAGMA journal_mode", mode, sizeof mode, f);
    h->empty = h->application == 0 && h->version == 0 && tables == 0;
    h->wal = strcmp(mode, "wal") == 0;
    if (outcome != DONE)
        fault_prefix(f, "the case book %s", db->path);
    return outcome;
}

static enum outcome judge(const struct db *db, const struct header *h, int newest, struct fault *f)
{
    if (!h->empty && h->application != BOOK_APPLICATION_ID)
        return fault_set(f, NEVER, EXIT_DATA, "%s is a database of another program", db->path);
    if (h->version > newest)
        return fault_set(f, NEVER, EXIT_CONFIG,
                         "the case book %s is of a newer program (schema %ld, this one knows %d)",
                         db->path, h->version, newest);
    return DONE;
}

enum outcome schema_known(struct db *db, int newest, int *version, struct fault *f)
{
    struct header h = {0};
    enum outcome outcome = read_header(db, &h, f);
    if (outcome == DONE)
        outcome = judge(db, &h, newest, f);
    if (outcome == DONE && h.empty)
        outcome = fault_set(f, NEVER, EXIT_DATA, "%s is no case book: it is empty", db->path);
    *version = (int)h.version;
    return outcome;
}

static enum outcome check_keys(struct db *db, struct fault *f)
{
    char table[128];
    enum outcome outcome = engine_first(db, "PRAGMA foreign_key_check", table, sizeof table, f);
    if (outcome == DONE && table[0])
        return fault_set(f, NEVER, EXIT_INTERNAL, "rows of %s refer to what is not there", table);
    return outcome;
}

/* The step's statements and its number, inside a transaction already begun. */
static enum outcome apply(struct db *db, const struct migration *step, struct fault *f)
{
    db->trusted = true;
    int code = sqlite3_exec(db->engine, step->text, NULL, NULL, NULL);
    db->trusted = false;
    if (code == SQLITE_ERROR)
        return fault_set(f, NEVER, EXIT_INTERNAL, "%s", sqlite3_errmsg(db->engine));
    if (code != SQLITE_OK)
        return engine_fault(db->engine, code, f, "the engine");
    if (sqlite3_get_autocommit(db->engine))
        return fault_set(f, NEVER, EXIT_INTERNAL, "it ended its transaction by itself");
    enum outcome outcome = check_keys(db, f);
    if (outcome != DONE)
        return outcome;
    char stamp[96]; /* a pragma takes no parameters; both values are numbers of ours */
    snprintf(stamp, sizeof stamp, "PRAGMA application_id = %d; PRAGMA user_version = %d",
             BOOK_APPLICATION_ID, step->number);
    return engine_run(db, stamp, f);
}

static enum outcome run_step(struct db *db, const struct migration *step, struct fault *f)
{
    enum outcome outcome = engine_run(db, "PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE", f);
    if (outcome == DONE)
        outcome = apply(db, step, f);
    if (outcome == DONE)
        outcome = engine_run(db, "COMMIT", f);
    if (!sqlite3_get_autocommit(db->engine))
        engine_run(db, "ROLLBACK", NULL);
    if (outcome != DONE) {
        fault_prefix(f, "migration %03d %s", step->number, step->name);
        return outcome;
    }
    return engine_run(db, "PRAGMA foreign_keys = ON", f);
}

/* Under the writer's lock: looks again, and does what is still to do. */
static enum outcome bring_up(struct db *db, bool create, const struct migration *steps,
                             size_t count, struct fault *f)
{
    struct header h = {0};
    enum outcome outcome = read_header(db, &h, f);
    if (outcome == DONE)
        outcome = judge(db, &h, (int)count, f);
    if (outcome != DONE)
        return outcome;
    if (h.empty && !create)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "%s is empty and no case book", db->path);
    char mode[16];
    outcome = engine_first(db, "PRAGMA journal_mode = WAL", mode, sizeof mode, f);
    if (outcome == DONE && strcmp(mode, "wal") != 0)
        outcome = fault_set(f, NEVER, EXIT_CONFIG,
                            "the file system of %s does not bear a write-ahead log", db->path);
    for (size_t i = (size_t)h.version; i < count && outcome == DONE; i++)
        outcome = run_step(db, &steps[i], f);
    db->version = (int)count;
    return outcome;
}

enum outcome schema_update(struct db *db, bool create, const struct migration *steps, size_t count,
                           struct fault *f)
{
    struct header h = {0};
    enum outcome outcome = read_header(db, &h, f);
    if (outcome == DONE)
        outcome = judge(db, &h, (int)count, f);
    if (outcome != DONE)
        return outcome;
    db->version = (int)h.version;
    if (!h.empty && h.wal && h.version == (long)count)
        return DONE;
    outcome = turn_take(&db->turn, db->lock_wait_ms, f);
    if (outcome != DONE)
        return outcome;
    outcome = bring_up(db, create, steps, count, f);
    turn_give(&db->turn);
    return outcome;
}
