/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How the files of store/ talk to the engine: constant SQL texts in lists, bound arguments, rows.
 *
 * Each file of store/ declares its texts in one const list and is registered in sql_lists[]
 * (lists.c); db_open() prepares them all. Nothing builds SQL from pieces, and no value ever
 * becomes part of a text.
 *
 *     enum { INBOX_ADD, INBOX_NEXT };
 *     static const char *const texts[] = {
 *         [INBOX_ADD] = "INSERT INTO inbox (…) VALUES ($1, $2) RETURNING id",
 *     };
 *     const struct sql_list inbox_sql = {.name = "inbox", .slot = SLOT_INBOX, SQL_TEXTS(texts)};
 *
 *     struct sql_row *row;
 *     outcome = sql_query(db, &inbox_sql, INBOX_NEXT, SQL_ARGS(INT(5), TEXT(name)), &row, f);
 *     while (outcome == DONE && sql_next(row, &outcome, f))
 *         … sql_int(row, 0) … sql_text(row, 1, arena) …
 */
#ifndef LEVANDE_STORE_SQL_H
#define LEVANDE_STORE_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "store/db.h"

/* One slot a list; the order has no meaning. */
enum sql_slot {
    SLOT_INBOX,
    SLOT_OUTBOX,
    SLOT_REQUESTS,
    SLOT_FACTS,
    SLOT_INVITATIONS,
    SLOT_PEOPLE,
    SLOT_ASSOCIATIONS,
    SLOT_STAFF,
    SLOT_TASKS,
    SLOT_TIMERS,
    SLOT_TOKENS,
    SLOT_AUDIT,
    SLOT_SEARCHES,
    SLOT_HEALTH,
    SLOT_CHECKS,
    SLOT_FETCHING,
    SLOT_SENDING,
    SLOT_CAPS,
    SLOT_WEB,
    SLOT_WEB_CODES,
    SLOT_OCCASIONS,
    SLOT_NOMINATIONS,
    SLOT_FOLLOWUPS,
    SLOT_AGREEMENTS,
    SLOT_DOCUMENTS,
    SLOT_COMPENSATIONS,
    SLOT_PLACEMENTS,
    SLOT_GUESTS,
    SLOT_STATISTICS,
    SLOT_WEEDING,
    SLOT_SESSIONS,
    SLOT_SIGNUPS,
    SLOT_VERSIONS,
    SLOT_DESK_LISTS,
    SLOT_CASES,
    SLOT_WORDS,
    SLOT_UNITS,
    SLOT_UNIT_LISTS,
    SLOT_COUNT,
};

struct sql_list {
    const char *name; /* the file's, for messages */
    enum sql_slot slot;
    const char *const *texts;
    size_t count;
};
#define SQL_TEXTS(array) .texts = (array), .count = sizeof(array) / sizeof((array)[0])

/* All lists, ended by NULL: what db_open() prepares (lists.c). */
extern const struct sql_list *const sql_lists[];

/* A bound value. */
struct sql_arg {
    enum { ARG_NULL, ARG_INT, ARG_TEXT, ARG_BLOB } type;
    int64_t number;
    const char *text; /* NULL binds NULL */
    const void *blob;
    size_t len;
};
#define INT(n) ((struct sql_arg){.type = ARG_INT, .number = (n)})
#define TEXT(t) ((struct sql_arg){.type = ARG_TEXT, .text = (t)})
#define BLOB(p, n) ((struct sql_arg){.type = ARG_BLOB, .blob = (p), .len = (n)})
#define NONE ((struct sql_arg){.type = ARG_NULL})
/* An id, or NULL for 0. */
#define ID(n) ((struct sql_arg){.type = (n) ? ARG_INT : ARG_NULL, .number = (n)})
/* An instant as the book's ISO text (a NULL for -1 and INSTANT_NEVER); needs an arena. */
#define TIME(a, t)                                                                                 \
    ((struct sql_arg){.type = ARG_TEXT,                                                            \
                      .text = (t) < 0 || (t) == INSTANT_NEVER ? NULL : instant_to_text((a), (t))})

#define SQL_ARGS(...)                                                                              \
    (const struct sql_arg[]){__VA_ARGS__},                                                         \
        sizeof((const struct sql_arg[]){__VA_ARGS__}) / sizeof(struct sql_arg)
#define SQL_NO_ARGS NULL, 0

struct sql_row; /* a statement under way; belongs to the connection; one use at a time each text */

/*
 * Starts text `id` of the list with the arguments bound. A text that is not this role's is NEVER
 * (EXIT_NOT_PERMITTED). Text and blob arguments must live until the last sql_next() or sql_end().
 */
enum outcome sql_query(struct db *db, const struct sql_list *list, unsigned id,
                       const struct sql_arg *args, size_t count, struct sql_row **row,
                       struct fault *f);

/*
 * Steps to the next row: true when there is one. At the end, or on a fault, false, with *outcome
 * set (DONE at the end) and the statement ready for its next use.
 */
bool sql_next(struct sql_row *row, enum outcome *outcome, struct fault *f);

/* Ends a statement before its last row; harmless on NULL and on an ended one. */
void sql_end(struct sql_row *row);

/* Runs a text to its end; *changed (may be NULL) is the number of rows changed. */
enum outcome sql_run(struct db *db, const struct sql_list *list, unsigned id,
                     const struct sql_arg *args, size_t count, int64_t *changed, struct fault *f);

/*
 * Runs a text that gives one number in its first row (a count, RETURNING id); *value is 0 and the
 * outcome NEVER with EXIT_NO_INPUT when there is no row.
 */
enum outcome sql_number(struct db *db, const struct sql_list *list, unsigned id,
                        const struct sql_arg *args, size_t count, int64_t *value, struct fault *f);

/* Columns of the row, from 0. Texts and blobs are copied into the arena; NULL gives NULL, 0, -1. */
bool sql_is_null(struct sql_row *row, int column);
int64_t sql_int(struct sql_row *row, int column);
char *sql_text(struct sql_row *row, int column, struct arena *a);
void *sql_blob(struct sql_row *row, int column, struct arena *a, size_t *len);
instant sql_time(struct sql_row *row, int column); /* -1 for NULL */

#endif
