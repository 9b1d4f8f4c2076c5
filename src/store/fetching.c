/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book for `fetch`: places, bytes, cursors.
 *
 * Bytes are kept once, under their hash, in pieces of at most 1 MiB; a row of inbox says where they
 * were found. So a mail that staff move back into the mailbox costs one small row, and pieces laid
 * down by a fetch that died are simply laid down again, the same as before.
 *
 * What is not here: reading the mails (inbox.c).
 */
#include "store/fetching.h"

#include <string.h>

#include "sql.h"

enum { PIECE = 1024 * 1024 };

enum {
    MAILBOX_FIND,
    MAILBOX_ADD,
    PLACE_FIND,
    BYTES_FIND,
    BYTES_LAID,
    PIECE_LAY,
    MAIL_ADD,
    RESYNC,
    TOLD,
    UNTOLD,
    GONE,
    CURSOR,
    COMPLETE,
    COUNT_ALL,
    COUNT_LEFT,
    NOTE,
    NOTE_READ,
    KNOWN,
};

static const char *const texts[] = {
    [MAILBOX_FIND] = "SELECT id, uidvalidity, next_uid, complete_at FROM mailbox WHERE source = $1",
    [MAILBOX_ADD] = "INSERT INTO mailbox (source) VALUES ($1) ON CONFLICT (source) DO NOTHING",
    [PLACE_FIND] = "SELECT id, told_at IS NOT NULL, sha256 FROM inbox"
                   " WHERE mailbox_id = $1 AND uidvalidity = $2 AND uid = $3 AND name = $4",
    /* A mail kept whole is no twin of one of which only the start is kept. */
    [BYTES_FIND] = "SELECT id FROM inbox WHERE sha256 = $1 AND cut = $2 AND duplicate_of IS NULL"
                   " ORDER BY id LIMIT 1",
    [BYTES_LAID] = "SELECT coalesce(sum(length(bytes)), 0) FROM inbox_chunk"
                   " WHERE inbox_sha256 = $1",
    [PIECE_LAY] = "INSERT INTO inbox_chunk (inbox_sha256, seq, bytes) VALUES ($1, $2, $3)"
                  " ON CONFLICT (inbox_sha256, seq) DO UPDATE SET bytes = excluded.bytes",
    [MAIL_ADD] = "INSERT INTO inbox (mailbox_id, uidvalidity, uid, name, sha256, bytes, cut,"
                 " stored_at, duplicate_of, state)"
                 " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
    /* The new place was not told yet, whatever became of the old one. */
    [RESYNC] = "UPDATE inbox SET uidvalidity = $2, uid = $3, name = '', told_at = NULL WHERE id ="
               " (SELECT id FROM inbox WHERE sha256 = $4 AND duplicate_of IS NULL"
               "  AND +mailbox_id = $1 AND uidvalidity <> $2 AND uid <> 0"
               "  UNION ALL SELECT id FROM inbox WHERE sha256 = $4 AND duplicate_of IS NOT NULL"
               "  AND +mailbox_id = $1 AND uidvalidity <> $2 AND uid <> 0"
               "  ORDER BY id LIMIT 1) RETURNING id",
    [TOLD] = "UPDATE inbox SET told_at = $2 WHERE id = $1 AND told_at IS NULL",
    [UNTOLD] = "SELECT id, uidvalidity, uid, name FROM inbox"
               " WHERE mailbox_id = $1 AND told_at IS NULL ORDER BY id LIMIT $2",
    [GONE] = "UPDATE inbox SET told_at = $3"
             " WHERE mailbox_id = $1 AND told_at IS NULL AND uidvalidity <> $2",
    [CURSOR] = "UPDATE mailbox SET uidvalidity = $2, next_uid = $3 WHERE id = $1",
    [COMPLETE] = "UPDATE mailbox SET uidvalidity = $2, next_uid = $3, complete_at = $4,"
                 " server_count = $5 WHERE id = $1",
    [COUNT_ALL] = "SELECT count(*) FROM inbox WHERE mailbox_id = $1 AND uidvalidity = $2",
    [COUNT_LEFT] = "SELECT count(*) FROM inbox WHERE mailbox_id = $1 AND uidvalidity = $2"
                   " AND (told_at IS NULL OR cut = 1)",
    [NOTE] = "INSERT INTO health_note (name, value, at) VALUES ($1, $2, $3)"
             " ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
    [NOTE_READ] = "SELECT value FROM health_note WHERE name = $1",
    [KNOWN] = "SELECT count(*) FROM inbox WHERE sha256 = $1 AND duplicate_of IS NULL",
};

const struct sql_list fetching_sql = {.name = "fetching", .slot = SLOT_FETCHING, SQL_TEXTS(texts)};

/* Runs a text that changes rows, with its own transaction when none is open. */
static enum outcome write_alone(struct db *db, unsigned id, const struct sql_arg *args,
                                size_t count, struct fault *f)
{
    static const char label[] = "fetching";
    bool alone = !db_in_transaction(db);
    enum outcome outcome = alone ? db_begin(db, label, f) : DONE;
    if (outcome != DONE)
        return outcome;
    outcome = sql_run(db, &fetching_sql, id, args, count, NULL, f);
    if (alone && outcome == DONE)
        outcome = db_commit(db, label, f);
    if (alone && outcome != DONE)
        db_rollback(db);
    return outcome;
}

/* Reads the mailbox's row; out->id stays 0 when there is none. */
static enum outcome find_mailbox(struct db *db, const char *source, struct mailbox *out,
                                 struct fault *f)
{
    *out = (struct mailbox){.complete_at = -1};
    struct sql_row *row;
    enum outcome outcome =
        sql_query(db, &fetching_sql, MAILBOX_FIND, SQL_ARGS(TEXT(source)), &row, f);
    while (outcome == DONE && sql_next(row, &outcome, f))
        *out = (struct mailbox){.id = sql_int(row, 0),
                                .uidvalidity = (uint32_t)sql_int(row, 1),
                                .next_uid = (uint32_t)sql_int(row, 2),
                                .complete_at = sql_time(row, 3)};
    return outcome;
}

enum outcome fetching_mailbox(struct db *db, const char *source, struct mailbox *out,
                              struct fault *f)
{
    enum outcome outcome = find_mailbox(db, source, out, f);
    if (outcome != DONE || out->id)
        return outcome;
    outcome = write_alone(db, MAILBOX_ADD, SQL_ARGS(TEXT(source)), f);
    return outcome == DONE ? find_mailbox(db, source, out, f) : outcome;
}

enum outcome fetching_find(struct db *db, int64_t mailbox, const struct place *place,
                           struct stored *out, struct fault *f)
{
    *out = (struct stored){0};
    struct arena *a = arena_new();
    struct sql_row *row;
    enum outcome outcome = sql_query(
        db, &fetching_sql, PLACE_FIND,
        SQL_ARGS(INT(mailbox), INT(place->uidvalidity), INT(place->uid), TEXT(place->name)), &row,
        f);
    while (outcome == DONE && sql_next(row, &outcome, f)) {
        out->id = sql_int(row, 0);
        out->told = sql_int(row, 1) != 0;
        strncpy(out->sha256, sql_text(row, 2, a), sizeof out->sha256 - 1);
    }
    arena_free(&a);
    return outcome;
}

/* The first number of the first row, 0 when there is none. */
static enum outcome number_or_0(struct db *db, unsigned id, const struct sql_arg *args,
                                size_t count, int64_t *value, struct fault *f)
{
    *value = 0;
    struct sql_row *row;
    enum outcome outcome = sql_query(db, &fetching_sql, id, args, count, &row, f);
    while (outcome == DONE && sql_next(row, &outcome, f))
        *value = sql_int(row, 0);
    return outcome;
}

static enum outcome lay_piece(struct db *db, const char *sha256, int64_t seq, const void *bytes,
                              size_t len, struct fault *f)
{
    return sql_run(db, &fetching_sql, PIECE_LAY,
                   SQL_ARGS(TEXT(sha256), INT(seq), BLOB(len ? bytes : "", len)), NULL, f);
}

/* The bytes of a message that is new: laid down now, or, when large, found laid down whole. */
static enum outcome keep_bytes(struct db *db, const char *sha256, const void *raw, size_t len,
                               struct fault *f)
{
    if (len <= PIECE)
        return lay_piece(db, sha256, 0, raw, len, f);
    int64_t laid = 0;
    enum outcome outcome = number_or_0(db, BYTES_LAID, SQL_ARGS(TEXT(sha256)), &laid, f);
    if (outcome == DONE && laid != (int64_t)len)
        return fault_set(f, NEVER, EXIT_INTERNAL, "a large message was not laid down first");
    return outcome;
}

enum outcome fetching_add(struct db *db, int64_t mailbox, const struct place *place,
                          const char *sha256, const void *raw, size_t len, bool cut, instant now,
                          int64_t *id, struct fault *f)
{
    *id = 0;
    int64_t first = 0;
    enum outcome outcome = number_or_0(db, BYTES_FIND, SQL_ARGS(TEXT(sha256), INT(cut)), &first, f);
    if (outcome == DONE && !first)
        outcome = keep_bytes(db, sha256, raw, len, f);
    if (outcome != DONE)
        return outcome;
    struct arena *a = arena_new();
    outcome = sql_number(db, &fetching_sql, MAIL_ADD,
                         SQL_ARGS(INT(mailbox), INT(place->uidvalidity), INT(place->uid),
                                  TEXT(place->name), TEXT(sha256), INT((int64_t)len), INT(cut),
                                  TEXT(instant_to_text(a, now)), ID(first),
                                  TEXT(first ? "duplicate" : "unread")),
                         id, f);
    arena_free(&a);
    return outcome;
}

enum outcome fetching_lay(struct db *db, const char *sha256, const void *raw, size_t len,
                          struct fault *f)
{
    static const char label[] = "lay bytes";
    int64_t laid = 0;
    enum outcome outcome = number_or_0(db, BYTES_LAID, SQL_ARGS(TEXT(sha256)), &laid, f);
    if (outcome != DONE || laid == (int64_t)len)
        return outcome;
    for (size_t at = 0, seq = 0; outcome == DONE && at < len; at += PIECE, seq++) {
        size_t piece = len - at < PIECE ? len - at : PIECE;
        outcome = db_begin(db, label, f);
        if (outcome == DONE)
            outcome = lay_piece(db, sha256, (int64_t)seq, (const char *)raw + at, piece, f);
        if (outcome == DONE)
            outcome = db_commit(db, label, f);
        if (outcome != DONE)
            db_rollback(db);
    }
    return outcome;
}

enum outcome fetching_resync(struct db *db, int64_t mailbox, const struct place *place,
                             const char *sha256, struct stored *out, struct fault *f)
{
    *out = (struct stored){0};
    enum outcome outcome = number_or_0(
        db, RESYNC, SQL_ARGS(INT(mailbox), INT(place->uidvalidity), INT(place->uid), TEXT(sha256)),
        &out->id, f);
    out->elsewhere = out->id != 0;
    return outcome;
}

enum outcome fetching_told(struct db *db, int64_t id, instant now, struct fault *f)
{
    struct arena *a = arena_new();
    enum outcome outcome =
        write_alone(db, TOLD, SQL_ARGS(INT(id), TEXT(instant_to_text(a, now))), f);
    arena_free(&a);
    return outcome;
}

enum outcome fetching_untold(struct db *db, struct arena *a, int64_t mailbox, size_t max,
                             struct untold **out, size_t *count, struct fault *f)
{
    *count = 0;
    *out = arena_array(a, max, sizeof **out);
    struct sql_row *row;
    enum outcome outcome =
        sql_query(db, &fetching_sql, UNTOLD, SQL_ARGS(INT(mailbox), INT((int64_t)max)), &row, f);
    while (outcome == DONE && sql_next(row, &outcome, f))
        (*out)[(*count)++] = (struct untold){.id = sql_int(row, 0),
                                             .place = {.uidvalidity = (uint32_t)sql_int(row, 1),
                                                       .uid = (uint32_t)sql_int(row, 2),
                                                       .name = sql_text(row, 3, a)}};
    return outcome;
}

enum outcome fetching_gone(struct db *db, int64_t mailbox, uint32_t uidvalidity, instant now,
                           struct fault *f)
{
    struct arena *a = arena_new();
    enum outcome outcome = write_alone(
        db, GONE, SQL_ARGS(INT(mailbox), INT(uidvalidity), TEXT(instant_to_text(a, now))), f);
    arena_free(&a);
    return outcome;
}

enum outcome fetching_cursor(struct db *db, int64_t mailbox, uint32_t uidvalidity,
                             uint32_t next_uid, bool complete, uint32_t server_count, instant now,
                             struct fault *f)
{
    if (!complete)
        return write_alone(db, CURSOR, SQL_ARGS(INT(mailbox), INT(uidvalidity), INT(next_uid)), f);
    struct arena *a = arena_new();
    enum outcome outcome = write_alone(db, COMPLETE,
                                       SQL_ARGS(INT(mailbox), INT(uidvalidity), INT(next_uid),
                                                TEXT(instant_to_text(a, now)), INT(server_count)),
                                       f);
    arena_free(&a);
    return outcome;
}

enum outcome fetching_count(struct db *db, int64_t mailbox, uint32_t uidvalidity, bool left,
                            int64_t *count, struct fault *f)
{
    return number_or_0(db, left ? COUNT_LEFT : COUNT_ALL, SQL_ARGS(INT(mailbox), INT(uidvalidity)),
                       count, f);
}

enum outcome fetching_note(struct db *db, const char *name, const char *value, instant now,
                           struct fault *f)
{
    struct arena *a = arena_new();
    enum outcome outcome =
        write_alone(db, NOTE, SQL_ARGS(TEXT(name), TEXT(value), TEXT(instant_to_text(a, now))), f);
    arena_free(&a);
    return outcome;
}

enum outcome fetching_restored(struct db *db, struct date *since, struct fault *f)
{
    *since = (struct date){0};
    struct arena *a = arena_new();
    struct sql_row *row;
    enum outcome outcome =
        sql_query(db, &fetching_sql, NOTE_READ, SQL_ARGS(TEXT("restore.since")), &row, f);
    while (outcome == DONE && sql_next(row, &outcome, f))
        date_parse(sql_text(row, 0, a), since);
    arena_free(&a);
    return outcome;
}

enum outcome fetching_known(struct db *db, const char *sha256, bool *known, struct fault *f)
{
    int64_t count = 0;
    enum outcome outcome = number_or_0(db, KNOWN, SQL_ARGS(TEXT(sha256)), &count, f);
    *known = count > 0;
    return outcome;
}
