/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A case book in a temporary folder with letters in its outbox, for the tests of `send`. Letters
 * are put in and looked at by a second connection, which the table of authority does not bind.
 */
#ifndef LEVANDE_TESTS_SEND_BOOK_H
#define LEVANDE_TESTS_SEND_BOOK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "store/db.h"

#define TOKEN "abcdefghijklmnopqrstuvwx23"
#define REPLY_TOKEN "srchi6fglkk7u4gaz7qr7ewp6a" /* that belongs to it */
#define LONG_AGO "2027-03-01T08:00:00.000Z"

struct book {
    char folder[64], path[96];
    struct db *db;
    sqlite3 *beside;
    struct arena *arena;
};

static inline void book_sql(struct book *b, const char *sql)
{
    char *why = NULL;
    if (sqlite3_exec(b->beside, sql, NULL, NULL, &why) != SQLITE_OK)
        fail_msg("%s: %s", sql, why);
}

/* The first column of the first row, as text ("" for NULL), in the book's arena. */
static inline const char *book_value(struct book *b, const char *sql)
{
    sqlite3_stmt *s = NULL;
    assert_int_equal(sqlite3_prepare_v2(b->beside, sql, -1, &s, NULL), SQLITE_OK);
    const char *text = "";
    if (sqlite3_step(s) == SQLITE_ROW && sqlite3_column_type(s, 0) != SQLITE_NULL)
        text = arena_strndup(b->arena, (const char *)sqlite3_column_blob(s, 0),
                             (size_t)sqlite3_column_bytes(s, 0));
    sqlite3_finalize(s);
    return text;
}

#define assert_value(b, sql, expected) assert_string_equal(book_value(b, sql), expected)

static inline int book_open(void **state)
{
    struct book *b = calloc(1, sizeof *b);
    struct fault f = {0};
    *state = b;
    strcpy(b->folder, "/tmp/levande-send-XXXXXX");
    assert_non_null(mkdtemp(b->folder));
    snprintf(b->path, sizeof b->path, "%s/levande.db", b->folder);
    b->arena = arena_new();
    struct db_options o = {.path = b->path, .role = DB_SEND, .create = true};
    if (db_open(&o, &b->db, &f) != DONE)
        fail_msg("%s", f.text);
    assert_int_equal(sqlite3_open(b->path, &b->beside), SQLITE_OK);
    sqlite3_busy_timeout(b->beside, 5000);
    for (int i = 1; i <= 3; i++)
        book_sql(b, arena_printf(b->arena,
                                 "INSERT INTO request (id, year, serial, number, state,"
                                 " state_since, source, received_at) VALUES (%d, 2027, %d,"
                                 " 'LB-2027-%04d', 'inviting', '" LONG_AGO "', 'mail',"
                                 " '" LONG_AGO "')",
                                 i, i, i));
    return 0;
}

static inline int book_close(void **state)
{
    struct book *b = *state;
    db_close(&b->db);
    sqlite3_close(b->beside);
    arena_free(&b->arena);
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", b->folder);
    assert_int_equal(system(command), 0);
    free(b);
    return 0;
}

struct row {
    int id, request, urgency, turn;
    const char *address; /* NULL: p<id>@example.net */
    const char *more;    /* an UPDATE's SET for this row, or NULL */
};

/* Queues a finished letter. */
static inline void book_letter(struct book *b, struct row r)
{
    const char *address = r.address ? r.address : arena_printf(b->arena, "p%d@example.net", r.id);
    book_sql(b, arena_printf(b->arena,
                             "INSERT INTO letter (id, request_id, recipient, address, purpose,"
                             " cause, language, view, urgency, turn, made, message_id, token,"
                             " queued_at, next_at) VALUES (%d, nullif(%d, 0), 'P%d', '%s',"
                             " 'invitation', '', 'sv', '{}', %d, %d, 1, 'm%d@example.org',"
                             " '" TOKEN "', '" LONG_AGO "', '" LONG_AGO "')",
                             r.id, r.request, r.id, address, r.urgency, r.turn, r.id));
    book_sql(b, arena_printf(b->arena,
                             "INSERT INTO letter_body VALUES (%d, CAST('From: l@example.org' ||"
                             " char(13,10) || 'To: %s' || char(13,10) || 'Date: x' ||"
                             " char(13,10) || 'Reply-To: l+" REPLY_TOKEN "@example.org' ||"
                             " char(13,10) || 'Message-ID: <m%d@example.org>' || char(13,10,13,10)"
                             " || 'link " TOKEN "' || char(13,10) AS BLOB))",
                             r.id, address, r.id));
    if (r.more)
        book_sql(b, arena_printf(b->arena, "UPDATE letter SET %s WHERE id = %d", r.more, r.id));
}

#endif
