/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book as a database: opening, transactions, locks, migrations, backups.
 *
 * Promises: writers take turns by a lock of our own, fairly, so that no writer starves and no
 * checkpoint runs beside a commit (SQLite up to 3.51.2 can corrupt a WAL otherwise); a commit has
 * reached the disk when it returns (synchronous=FULL); a role can write only what the table of
 * authority allows it. Only src/store/db/ knows the engine; the SQL texts stand in src/store/.
 */
#ifndef LEVANDE_STORE_DB_H
#define LEVANDE_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/fault.h"

struct db; /* one connection; one per process and role */

/*
 * Who opens the book. Decides what may be written (src/store/db/authority.c) and who checkpoints.
 */
enum db_role { DB_FETCH, DB_WORK, DB_SEND, DB_WEB, DB_COMMAND, DB_ROLE_COUNT };

/* "fetch", "work", "send", "web", "command". */
const char *db_role_name(enum db_role role);

struct db_options {
    const char *path;
    enum db_role role;
    bool create;      /* make the book where there is none; else NEVER, EXIT_NO_INPUT */
    int lock_wait_ms; /* how long a writer waits for its turn; 0: the default, 1,000 for DB_WEB,
                          30,000 else */
};

/*
 * Opens the book, brings its schema up to date (under the writer's lock), and prepares every SQL
 * text that the role may use: a typo is found here and not in use. A book of a newer program is
 * NEVER (EXIT_CONFIG). Files beside it: PATH-wal, PATH-shm (the engine's), PATH.lock and
 * PATH.turn (the writer's lock), PATH.wake, PATH.role-NAME (the roles' locks).
 */
enum outcome db_open(const struct db_options *options, struct db **out, struct fault *f);

/* Rolls back what is open, closes, sets *db to NULL. Never checkpoints: db_checkpoint() does. */
void db_close(struct db **db);

const char *db_path(const struct db *db);

/*
 * A write transaction: waits its turn, then BEGIN IMMEDIATE. AGAIN (EXIT_TRY_AGAIN) when the turn
 * did not come in time. label is a constant text that names the unit of work; db_commit() must be
 * given the same pointer, so that nobody commits what another began.
 */
enum outcome db_begin(struct db *db, const char *label, struct fault *f);
enum outcome db_commit(struct db *db, const char *label, struct fault *f);
void db_rollback(struct db *db); /* of the open transaction, if there is one */
/* Ends a transaction by how it went: commits after DONE, else undoes it; how it went in the end. */
enum outcome db_end(struct db *db, const char *label, enum outcome so_far, struct fault *f);
bool db_in_transaction(const struct db *db);

/*
 * As db_begin(), but of a transaction that may hold others: what is begun inside it, one after the
 * other, is committed with it or not at all. So something can be done to look at what it would do.
 * db_commit() with its own label ends it; db_rollback() undoes what is open inside it, if anything
 * is, and else all of it.
 */
enum outcome db_begin_around(struct db *db, const char *label, struct fault *f);

/* One nested unit inside a transaction (SAVEPOINT): either kept or undone as a whole. */
enum outcome db_savepoint(struct db *db, struct fault *f);
enum outcome db_savepoint_keep(struct db *db, struct fault *f);
void db_savepoint_undo(struct db *db);

/*
 * A read transaction, so that several reads see one state; short, and never grown into a write.
 */
enum outcome db_read_begin(struct db *db, struct fault *f);
void db_read_end(struct db *db);

/* Moves the WAL into the database; DB_WORK only, under the writer's lock. Truncates when it can. */
enum outcome db_checkpoint(struct db *db, struct fault *f);

/* Bytes in the WAL now, to decide when to checkpoint. */
int64_t db_wal_bytes(const struct db *db);

/* A number that is another once anything in the book has changed, whoever changed it. */
enum outcome db_state(struct db *db, int64_t *state, struct fault *f);

/* Tells the other roles that there is work: touches PATH.wake. Called after a commit. */
void db_wake(const struct db *db);

/* The path of the wake file, for inotify; it exists once the book was opened. */
const char *db_wake_path(const struct db *db);

/*
 * The lock that makes a role the only one of its kind on this book. AGAIN (EXIT_TRY_AGAIN), naming
 * the holder's process id, when another holds it. The lock ends with the process or
 * db_role_unlock(). name is "fetch", …, "supervisor".
 */
enum outcome db_role_lock(const char *path, const char *name, int *lock, struct fault *f);
void db_role_unlock(int *lock);

/* Process id of the holder of that lock, 0 when nobody holds it. */
int db_role_holder(const char *path, const char *name);

/* Copies the book to a new file in steps, while it is in use; NEVER when the target exists. */
enum outcome db_backup(struct db *db, const char *target, struct fault *f);

/*
 * Puts a backup in the book's place; the caller holds all role locks. The old book is kept beside
 * it as PATH.before-restore. NEVER when the file is no sound case book.
 */
enum outcome db_restore(const char *path, const char *source, struct fault *f);

/*
 * The engine's own check of the whole file, and of foreign keys: each fault to report. DONE when
 * sound.
 */
enum outcome db_sound(struct db *db, void (*report)(void *context, const char *line), void *context,
                      struct fault *f);

/* The schema's number. */
int db_version(const struct db *db);

#endif
