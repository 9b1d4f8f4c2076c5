/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Documents: asked for with a view, drawn once, kept with the hash of what was drawn.
 */
#include "store/documents.h"

#include <string.h>

#include "base/secret.h"
#include "lists.h"

enum { ASK, WAITING, MADE, UNMAKEABLE, FIND, OF_REQUEST, BYTES };

#define COLUMNS "id, request_id, kind, subject, view, created_at, made_at, sha256, failed"

static const char *const texts[] = {
    [ASK] = "INSERT INTO document (request_id, kind, subject, view, created_at)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kind, subject) DO UPDATE"
            " SET view = excluded.view, created_at = excluded.created_at, made_at = NULL,"
            " sha256 = '', bytes = NULL, failed = '' WHERE document.view <> excluded.view",
    [WAITING] = "SELECT " COLUMNS " FROM document WHERE made_at IS NULL AND failed = ''"
                " ORDER BY id LIMIT 1",
    [MADE] = "UPDATE document SET bytes = $2, sha256 = $3, made_at = $4"
             " WHERE id = $1 AND view = $5 AND made_at IS NULL",
    [UNMAKEABLE] = "UPDATE document SET failed = $2 WHERE id = $1 AND made_at IS NULL",
    [FIND] = "SELECT " COLUMNS " FROM document WHERE kind = $1 AND subject = $2",
    [OF_REQUEST] = "SELECT " COLUMNS " FROM document WHERE request_id = $1 ORDER BY id",
    [BYTES] = "SELECT bytes FROM document WHERE id = $1 AND made_at IS NOT NULL",
};
const struct sql_list documents_sql = {"documents", SLOT_DOCUMENTS, SQL_TEXTS(texts)};

static void read_document(struct sql_row *row, struct arena *a, struct document *d)
{
    int c = 0;
    d->id = sql_int(row, c++);
    d->request_id = sql_int(row, c++);
    d->kind = sql_text(row, c++, a);
    d->subject = sql_text(row, c++, a);
    d->view = sql_text(row, c++, a);
    d->created_at = sql_time(row, c++);
    d->made_at = sql_time(row, c++);
    d->sha256 = sql_text(row, c++, a);
    d->failed = sql_text(row, c++, a);
}

static enum outcome first_row(struct sql_row *row, struct arena *a, struct document *out,
                              struct fault *f)
{
    enum outcome o = DONE;
    if (sql_next(row, &o, f)) {
        read_document(row, a, out);
        sql_end(row);
    }
    return o;
}

enum outcome documents_ask(struct db *db, struct arena *a, const struct document *d,
                           struct fault *f)
{
    return sql_run(db, &documents_sql, ASK,
                   SQL_ARGS(ID(d->request_id), TEXT(d->kind), TEXT(d->subject), TEXT(d->view),
                            TIME(a, d->created_at)),
                   NULL, f);
}

enum outcome documents_waiting(struct db *db, struct arena *a, struct document *out,
                               struct fault *f)
{
    memset(out, 0, sizeof *out);
    struct sql_row *row;
    enum outcome o = sql_query(db, &documents_sql, WAITING, SQL_NO_ARGS, &row, f);
    return o == DONE ? first_row(row, a, out, f) : o;
}

enum outcome documents_made(struct db *db, struct arena *a, const struct document *d,
                            const void *bytes, size_t len, instant now, bool *kept, struct fault *f)
{
    unsigned char hash[SHA256_BYTES];
    int64_t changed = 0;
    sha256(bytes, len, hash);
    enum outcome o =
        sql_run(db, &documents_sql, MADE,
                SQL_ARGS(INT(d->id), BLOB(bytes, len), TEXT(hex_text(a, hash, sizeof hash)),
                         TIME(a, now), TEXT(d->view)),
                &changed, f);
    *kept = changed > 0;
    return o;
}

enum outcome documents_unmakeable(struct db *db, int64_t id, const char *why, struct fault *f)
{
    return sql_run(db, &documents_sql, UNMAKEABLE, SQL_ARGS(INT(id), TEXT(why)), NULL, f);
}

enum outcome documents_find(struct db *db, struct arena *a, const char *kind, const char *subject,
                            struct document *out, struct fault *f)
{
    memset(out, 0, sizeof *out);
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &documents_sql, FIND, SQL_ARGS(TEXT(kind), TEXT(subject)), &row, f);
    return o == DONE ? first_row(row, a, out, f) : o;
}

enum outcome documents_of_request(struct db *db, struct arena *a, int64_t request_id,
                                  struct document **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &documents_sql, OF_REQUEST, SQL_ARGS(INT(request_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_document(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome documents_bytes(struct db *db, struct arena *a, int64_t id, void **bytes, size_t *len,
                             struct fault *f)
{
    *bytes = NULL;
    *len = 0;
    struct sql_row *row;
    enum outcome o = sql_query(db, &documents_sql, BYTES, SQL_ARGS(INT(id)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        *bytes = sql_blob(row, 0, a, len);
        sql_end(row);
    }
    return o;
}
