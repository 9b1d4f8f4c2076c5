/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the files of store/db/ share: the connection, and small helpers over the engine.
 *
 * This folder alone knows SQLite. Its own SQL (transactions, pragmas, migrations) goes through
 * engine_run() and engine_first(), which lift the role's authority for that one text; the texts
 * of store/ never do.
 */
#ifndef LEVANDE_STORE_DB_ENGINE_H
#define LEVANDE_STORE_DB_ENGINE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "../sql.h"
#include "migrations.h"
#include "store/db.h"

/* "LeBo", the application id in the header of every case book. */
#define BOOK_APPLICATION_ID 0x4C65426F

/* The writer's lock of one connection (turns.c). */
struct turn {
    int gate; /* PATH.turn: held while waiting */
    int lock; /* PATH.lock: held while writing */
    bool mine;
};

/* One prepared text, and its use under way. */
struct sql_row {
    struct db *db;
    const struct sql_list *list;
    unsigned id;
    sqlite3_stmt *statement; /* NULL: not for this role */
    unsigned short *numbers; /* of its parameters, in the engine's order: $n is n */
    size_t parameters;
    bool live;
    unsigned depth; /* number of savepoints open when it began */
    struct sql_row *newer, *older;
};

struct statements {
    const struct sql_list *list; /* NULL: no list in this slot */
    struct sql_row *rows;        /* one a text */
};

/* What begins and ends transactions. */
enum control {
    CONTROL_READ,
    CONTROL_WRITE,
    CONTROL_COMMIT,
    CONTROL_ROLLBACK,
    CONTROL_SAVE,
    CONTROL_UNDO,
    CONTROL_KEEP,
    CONTROL_COUNT,
};

struct db {
    struct arena *arena; /* this struct and all that it points to */
    sqlite3 *engine;
    enum db_role role;
    int lock_wait_ms;
    const char *path;
    const char *wake_path;
    int wake;
    struct turn turn;
    int version;
    const char *label; /* of the open write transaction, else NULL */
    bool reading;      /* a read transaction is open */
    bool trusted;      /* a text of the engine's own is under way: no role, no table of authority */
    unsigned depth;    /* savepoints open */
    bool around;       /* it may hold others */
    const char *inner; /* label of the one that is open inside it, else NULL */
    struct statements slots[SLOT_COUNT];
    struct sql_row *live;                  /* statements under way, the newest first */
    sqlite3_stmt *controls[CONTROL_COUNT]; /* each prepared when it is first used */
};

/* open.c */

/* db_open() with the lists (ended by NULL) and migrations handed in. */
enum outcome db_open_with(const struct db_options *options, const struct sql_list *const *lists,
                          const struct migration *steps, size_t count, struct db **out,
                          struct fault *f);

/* Runs texts of the engine's own, with their rows thrown away. */
enum outcome engine_run(struct db *db, const char *text, struct fault *f);

/* The first column of the first row, cut to size; "" when there is no row. */
enum outcome engine_first(struct db *db, const char *text, char *value, size_t size,
                          struct fault *f);

/* faults.c */

/*
 * The outcome of the engine's result code, with "what: why" as the fault. Values never stand in
 * it. Out of memory ends the process. SQLITE_OK is not to be handed in.
 */
enum outcome engine_fault(sqlite3 *engine, int code, struct fault *f, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* files.c */

/* PATH with a suffix, in the arena. */
char *beside(struct arena *a, const char *path, const char *suffix);

/*
 * Opens PATH with the suffix, and makes it where it is missing, with the book's owner and mode.
 * *fd is -1 on a fault.
 */
enum outcome beside_open(const char *path, const char *suffix, int *fd, struct fault *f);

/* fsync of a file, and of the folder that a file lies in. */
enum outcome sync_file(const char *path, struct fault *f);
enum outcome sync_folder(const char *path, struct fault *f);

/* The errno as a fault: NEVER EXIT_NOT_PERMITTED, NEVER EXIT_NO_INPUT, or AGAIN. */
enum outcome engine_system_fault(int number, struct fault *f, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* turns.c */
enum outcome turn_open(struct turn *turn, const char *path, struct fault *f);
void turn_close(struct turn *turn);
enum outcome turn_take(struct turn *turn, int wait_ms, struct fault *f);
void turn_give(struct turn *turn);
void engine_pause(long microseconds);

/* transactions.c: AGAIN when the engine undid the open write transaction by itself. */
enum outcome transaction_stands(const struct db *db, struct fault *f);

/* authority.c: the authorizer; context is the connection's struct db. */
int authority_check(void *context, int action, const char *first, const char *second,
                    const char *database, const char *trigger);

/* statements.c */
enum outcome statements_prepare(struct db *db, const struct sql_list *const *lists,
                                struct fault *f);
/* Ends the statements under way that began within that many savepoints or more; 0: all. */
void statements_end(struct db *db, unsigned depth);
void statements_finalize(struct db *db);

/* migrations.c */

/* Makes the book where create allows it, runs the steps it lacks, and sets db->version. */
enum outcome schema_update(struct db *db, bool create, const struct migration *steps, size_t count,
                           struct fault *f);

/* DONE when the open database is a case book not newer than `newest`; *version is its schema's. */
enum outcome schema_known(struct db *db, int newest, int *version, struct fault *f);

/* restore.c: db_restore() with the newest schema number handed in. */
enum outcome db_restore_with(const char *path, const char *source, int newest, struct fault *f);

#endif
