/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Mails that came: read in order, kept byte for byte.
 */
#include "store/inbox.h"

#include "lists.h"

#include <string.h>

enum {
    UNREAD,
    LOAD,
    CHUNKS,
    BEGIN,
    SAVE,
    FIRST_BY_HASH,
    ADD,
    ADD_CHUNK,
    LIST,
    LIST_OPEN,
    OF_REQUEST,
    SET_STATE,
    PARTY_WAITS,
    BEHIND,
};

#define COLUMNS                                                                                    \
    "id, bytes, duplicate_of, request_id, sha256, cut, stored_at, read_at, state, attempts, "      \
    "intent, automatic, from_address, from_name, subject, message_id, party, defects"

static const char *const texts[] = {
    [UNREAD] = "SELECT " COLUMNS " FROM inbox WHERE state = 'unread' ORDER BY id LIMIT $1",
    [LOAD] = "SELECT " COLUMNS " FROM inbox WHERE id = $1",
    [CHUNKS] = "SELECT bytes FROM inbox_chunk WHERE inbox_sha256 = $1 ORDER BY seq",
    [BEGIN] = "UPDATE inbox SET attempts = attempts + 1 WHERE id = $1",
    [SAVE] = "UPDATE inbox SET state = $2, read_at = $3, intent = $4, automatic = $5,"
             " from_address = $6, from_name = $7, subject = $8, message_id = $9,"
             " request_id = $10, party = $11, defects = $12 WHERE id = $1",
    [FIRST_BY_HASH] = "SELECT id FROM inbox WHERE sha256 = $1 AND duplicate_of IS NULL"
                      " ORDER BY id LIMIT 1",
    [ADD] = "INSERT INTO inbox (sha256, bytes, stored_at, told_at, state)"
            " VALUES ($1, $2, $3, $3, 'read') RETURNING id",
    [ADD_CHUNK] = "INSERT INTO inbox_chunk (inbox_sha256, seq, bytes) VALUES ($1, $2, $3)"
                  " ON CONFLICT (inbox_sha256, seq) DO UPDATE SET bytes = excluded.bytes",
    [LIST] = "SELECT " COLUMNS " FROM inbox ORDER BY id DESC LIMIT $1",
    [LIST_OPEN] = "SELECT " COLUMNS " FROM inbox WHERE id IN"
                  " (SELECT id FROM inbox WHERE state = 'unread'"
                  " UNION ALL SELECT id FROM inbox WHERE state = 'waiting')"
                  " ORDER BY id DESC LIMIT $1",
    [OF_REQUEST] = "SELECT " COLUMNS " FROM inbox WHERE request_id = $1 ORDER BY id",
    [SET_STATE] = "UPDATE inbox SET state = $2, attempts = 0 WHERE id = $1",
    /* Two looks, since no one index knows both: what belongs to the request, and what came from
       its sender's address. */
    [PARTY_WAITS] = "SELECT count(*) FROM"
                    " (SELECT id FROM inbox WHERE state = 'waiting' AND request_id = $1"
                    " AND (party = $2 OR ($2 = 'asked' AND party NOT IN ('', 'unit')))"
                    " UNION SELECT id FROM inbox WHERE state = 'waiting' AND $2 = 'unit'"
                    " AND from_address <> '' AND lower(from_address) ="
                    " (SELECT lower(sender_address) FROM request WHERE request.id = $1)) AS waiting"
                    " WHERE EXISTS (SELECT 1 FROM task WHERE task.inbox_id = waiting.id"
                    " AND closed_at IS NULL)",
    /* The mailbox read last is the one at hand: rows of former sources stay as they were. */
    [BEHIND] = "SELECT (SELECT CASE WHEN count(*) > 0 AND coalesce(max(complete_at), '') < $1"
               " THEN 1 ELSE 0 END FROM mailbox)"
               " + (SELECT count(*) FROM inbox WHERE state = 'unread')",
};
const struct sql_list inbox_sql = {"inbox", SLOT_INBOX, SQL_TEXTS(texts)};

static void read_mail(struct sql_row *row, struct arena *a, struct mail *m)
{
    int c = 0;
    m->id = sql_int(row, c++);
    m->bytes = sql_int(row, c++);
    m->duplicate_of = sql_int(row, c++);
    m->request_id = sql_int(row, c++);
    m->sha256 = sql_text(row, c++, a);
    m->cut = sql_int(row, c++) != 0;
    m->stored_at = sql_time(row, c++);
    m->read_at = sql_time(row, c++);
    m->state = sql_text(row, c++, a);
    m->attempts = (int)sql_int(row, c++);
    m->intent = sql_text(row, c++, a);
    m->automatic = sql_text(row, c++, a);
    m->from_address = sql_text(row, c++, a);
    m->from_name = sql_text(row, c++, a);
    m->subject = sql_text(row, c++, a);
    m->message_id = sql_text(row, c++, a);
    m->party = sql_text(row, c++, a);
    m->defects = sql_text(row, c++, a);
}

/* bound: what the text is bound to, a limit or a request. */
static enum outcome list_mails(struct db *db, struct arena *a, unsigned text, size_t bound,
                               struct mail **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &inbox_sql, text, SQL_ARGS(INT((int64_t)bound)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_mail(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome inbox_unread(struct db *db, struct arena *a, size_t max, struct mail **out,
                          size_t *count, struct fault *f)
{
    return list_mails(db, a, UNREAD, max, out, count, f);
}

enum outcome inbox_list(struct db *db, struct arena *a, bool open, size_t max, struct mail **out,
                        size_t *count, struct fault *f)
{
    return list_mails(db, a, open ? LIST_OPEN : LIST, max, out, count, f);
}

enum outcome inbox_of_request(struct db *db, struct arena *a, int64_t request_id, struct mail **out,
                              size_t *count, struct fault *f)
{
    return list_mails(db, a, OF_REQUEST, (size_t)request_id, out, count, f);
}

enum outcome inbox_load(struct db *db, struct arena *a, int64_t id, struct mail *out,
                        struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &inbox_sql, LOAD, SQL_ARGS(INT(id)), &row, f);
    if (o != DONE)
        return o;
    bool found = sql_next(row, &o, f);
    if (found)
        read_mail(row, a, out);
    sql_end(row);
    if (!found && o == DONE)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no mail %lld", (long long)id);
    return found ? DONE : o;
}

enum outcome inbox_raw(struct db *db, struct arena *a, const char *sha256, char **raw, size_t *len,
                       struct fault *f)
{
    struct {
        char *bytes;
        size_t len;
    } piece, *pieces;
    struct grown list = {.size = sizeof piece};
    struct sql_row *row;
    enum outcome o = sql_query(db, &inbox_sql, CHUNKS, SQL_ARGS(TEXT(sha256)), &row, f);
    *len = 0;
    while (o == DONE && sql_next(row, &o, f)) {
        piece.bytes = sql_blob(row, 0, a, &piece.len);
        *len += piece.len;
        memcpy(grow(a, &list), &piece, sizeof piece);
    }
    if (o == DONE && list.count == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "the bytes of the mail have been weeded");
    pieces = list.items;
    if (list.count == 1) {
        *raw = pieces[0].bytes;
        return o;
    }
    *raw = arena_alloc(a, *len + 1);
    size_t at = 0;
    for (size_t i = 0; i < list.count; at += pieces[i++].len)
        memcpy(*raw + at, pieces[i].bytes, pieces[i].len);
    return o;
}

enum outcome inbox_begin(struct db *db, int64_t id, struct fault *f)
{
    return sql_run(db, &inbox_sql, BEGIN, SQL_ARGS(INT(id)), NULL, f);
}

enum outcome inbox_save(struct db *db, struct arena *a, const struct mail *m, struct fault *f)
{
    return sql_run(db, &inbox_sql, SAVE,
                   SQL_ARGS(INT(m->id), TEXT(m->state), TIME(a, m->read_at), TEXT(m->intent),
                            TEXT(m->automatic), TEXT(m->from_address), TEXT(m->from_name),
                            TEXT(m->subject), TEXT(m->message_id), ID(m->request_id),
                            TEXT(m->party), TEXT(m->defects)),
                   NULL, f);
}

enum outcome inbox_add(struct db *db, const char *sha256, const void *raw, size_t len, instant now,
                       struct arena *a, int64_t *id, struct fault *f)
{
    enum { SLICE = 1 << 20 };
    enum outcome o = optional_number(
        sql_number(db, &inbox_sql, FIRST_BY_HASH, SQL_ARGS(TEXT(sha256)), id, f), id, f);
    if (o != DONE || *id != 0)
        return o;
    const char *bytes = raw;
    size_t at = 0;
    for (int seq = 0; o == DONE && (at < len || seq == 0); seq++) {
        size_t n = len - at < SLICE ? len - at : SLICE;
        o = sql_run(db, &inbox_sql, ADD_CHUNK,
                    SQL_ARGS(TEXT(sha256), INT(seq), BLOB(bytes + at, n)), NULL, f);
        at += n;
    }
    if (o == DONE)
        o = sql_number(db, &inbox_sql, ADD, SQL_ARGS(TEXT(sha256), INT((int64_t)len), TIME(a, now)),
                       id, f);
    return o;
}

enum outcome inbox_set_state(struct db *db, int64_t id, const char *state, struct fault *f)
{
    int64_t changed;
    enum outcome o =
        sql_run(db, &inbox_sql, SET_STATE, SQL_ARGS(INT(id), TEXT(state)), &changed, f);
    if (o == DONE && changed == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no mail %lld", (long long)id);
    return o;
}

enum outcome inbox_party_waits(struct db *db, int64_t request_id, const char *party, bool *waits,
                               struct fault *f)
{
    int64_t count = 0;
    enum outcome o =
        sql_number(db, &inbox_sql, PARTY_WAITS, SQL_ARGS(INT(request_id), TEXT(party)), &count, f);
    *waits = count > 0;
    return o;
}

enum outcome inbox_caught_up(struct db *db, struct arena *a, instant when, bool *yes,
                             struct fault *f)
{
    int64_t behind = 0;
    enum outcome o = sql_number(db, &inbox_sql, BEHIND, SQL_ARGS(TIME(a, when)), &behind, f);
    *yes = behind == 0;
    return o;
}
