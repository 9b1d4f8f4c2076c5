/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Letters: queued once, made once.
 */
#include "store/outbox.h"

#include "lists.h"

#include <string.h>

#include "base/text.h"

enum {
    REVIVE,
    QUEUE,
    UNMADE,
    MAKE,
    PUT_BODY,
    UNMAKEABLE,
    LOAD,
    RAW,
    OF_REQUEST,
    WAITING,
    BY_MESSAGE_ID,
    UNNOTICED,
    NOTICE,
    LIST,
    LIST_OPEN,
    DROP,
    DROP_CAUSE,
    CLOSE_DROPPED,
    ASK_DROPPED,
    REWORD,
    WORD,
    SETTLE_QUEUED,
    RENEW,
    REDIRECT,
    SETTLE_DROPPED,
    RELEASE,
    BOUNCED,
};

#define COLUMNS                                                                                    \
    "id, request_id, recipient, address, name, purpose, cause, language, view, own_text, "         \
    "urgency, state, message_id, in_reply_to, token, token_hash, made, queued_at, next_at, "       \
    "begun_at, ended_at, bounced_at, attempts, answer, template"

static const char *const texts[] = {
    /*
     * An ask that was dropped before it left has asked nobody: it may ask after all. One that a
     * server has seen keeps its Message-ID, in case it arrived; one that was dropped in flight and
     * has not been noticed yet counts as having asked.
     */
    [REVIVE] = "UPDATE letter SET state = CASE WHEN $3 = '' THEN 'to_print' ELSE 'queued' END,"
               " address = $3, name = $4, language = $7, view = $8, own_text = $9, urgency = $10,"
               " message_id = CASE WHEN attempts = 0 THEN $11 ELSE message_id END,"
               " in_reply_to = $12, token = $13, token_hash = $14, queued_at = $15, next_at = $16,"
               " made = 0, ended_at = NULL"
               " WHERE request_id = $1 AND recipient = $2 AND purpose = $5 AND cause = $6"
               " AND state = 'dropped' AND noticed = 1 AND purpose LIKE 'invitation_%'"
               " RETURNING id",
    [QUEUE] = "INSERT INTO letter (request_id, recipient, address, name, purpose, cause, language,"
              " view, own_text, urgency, turn, state, message_id, in_reply_to, token, token_hash,"
              " queued_at, next_at)"
              " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
              " (SELECT count(*) FROM letter WHERE request_id = $1 AND state = 'queued'),"
              " CASE WHEN $3 = '' THEN 'to_print' ELSE 'queued' END,"
              " $11, $12, $13, $14, $15, $16)"
              " ON CONFLICT DO NOTHING RETURNING id",
    [UNMADE] = "SELECT " COLUMNS " FROM letter WHERE made = 0 AND state IN ('queued', 'to_print')"
               " ORDER BY id LIMIT $1",
    [MAKE] = "UPDATE letter SET made = 1, template = $2 WHERE id = $1 AND made = 0"
             " AND state IN ('queued', 'to_print') AND view = $3 AND coalesce(own_text, '') = $4"
             " AND token_hash = $5",
    [PUT_BODY] = "INSERT INTO letter_body (letter_id, raw) VALUES ($1, $2)"
                 " ON CONFLICT (letter_id) DO UPDATE SET raw = excluded.raw",
    [UNMAKEABLE] = "UPDATE letter SET state = 'failed', answer = $2, ended_at = $3, noticed = 0"
                   " WHERE id = $1 AND state IN ('queued', 'to_print')",
    [LOAD] = "SELECT " COLUMNS " FROM letter WHERE id = $1",
    [RAW] = "SELECT raw FROM letter_body WHERE letter_id = $1",
    [OF_REQUEST] = "SELECT " COLUMNS " FROM letter WHERE request_id = $1 ORDER BY id",
    [WAITING] = "SELECT " COLUMNS " FROM letter WHERE recipient = $1"
                " AND state IN ('queued', 'deferred', 'held') ORDER BY id",
    [BY_MESSAGE_ID] = "SELECT " COLUMNS " FROM letter WHERE message_id = $1",
    [UNNOTICED] = "SELECT " COLUMNS " FROM letter WHERE noticed = 0 ORDER BY id LIMIT $1",
    [NOTICE] = "UPDATE letter SET noticed = 1 WHERE id = $1",
    [LIST] = "SELECT " COLUMNS " FROM letter ORDER BY id DESC LIMIT $1",
    [LIST_OPEN] = "SELECT " COLUMNS " FROM letter"
                  " WHERE state = 'failed' OR state = 'unknown' OR state = 'held'"
                  " OR state = 'to_print'"
                  " ORDER BY id DESC LIMIT $1",
    [DROP] = "UPDATE letter SET state = 'dropped', ended_at = $4, token = NULL"
             " WHERE request_id = $1 AND (recipient = $2 OR $2 = '')"
             " AND (purpose = $3 OR ($3 = '' AND purpose NOT LIKE 'payment_%'))"
             " AND state IN ('queued', 'deferred', 'held', 'to_print')",
    [DROP_CAUSE] = "UPDATE letter SET state = 'dropped', ended_at = $3, token = NULL"
                   " WHERE request_id = $1 AND substr(cause, 1, length($2)) = $2"
                   " AND state IN ('queued', 'deferred', 'held', 'to_print')",
    [CLOSE_DROPPED] = "UPDATE task SET closed_at = $2, closed_by = 'system'"
                      " WHERE closed_at IS NULL AND letter_id IN (SELECT id FROM letter"
                      " WHERE request_id = $1 AND state = 'dropped')",
    [ASK_DROPPED] = "SELECT count(*) FROM letter WHERE state = 'dropped' AND id ="
                    " (SELECT max(id) FROM letter WHERE request_id = $1 AND recipient = $2"
                    " AND purpose LIKE 'invitation_%')",
    /* One that the server put off is made again as if it were new; one that is held stays so. */
    [REWORD] = "UPDATE letter SET view = $4, made = 0,"
               " state = CASE WHEN state = 'deferred' THEN 'queued' ELSE state END"
               " WHERE request_id = $1 AND recipient = $2 AND purpose = $3"
               " AND state IN ('queued', 'deferred', 'held', 'to_print')",
    [WORD] = "UPDATE letter SET own_text = $2 WHERE id = $1 AND made = 0"
             " AND state IN ('queued', 'to_print')",
    [SETTLE_QUEUED] =
        "UPDATE letter SET state = 'queued', next_at = $2, released = 1, attempts = 0,"
        " queued_at = $2, ended_at = NULL, noticed = 1"
        " WHERE id = $1 AND token IS NOT NULL"
        " AND state IN ('deferred', 'failed', 'unknown', 'held') AND address <> ''",
    [RENEW] =
        "UPDATE letter SET state = 'queued', address = $2, token = $3, token_hash = $4,"
        " made = 0, released = 1, attempts = 0, queued_at = $5, next_at = $5, ended_at = NULL,"
        " bounced_at = NULL, noticed = 1, resent_as = resent_as + 1 WHERE id = $1"
        " AND (state IN ('deferred', 'failed', 'unknown', 'held', 'to_print')"
        " OR (state = 'sent' AND bounced_at IS NOT NULL))",
    [REDIRECT] = "UPDATE letter SET address = $2, name = $3, view = $4, token = $5,"
                 " token_hash = $6, made = 0,"
                 " state = CASE WHEN state = 'deferred' THEN 'queued' ELSE state END"
                 " WHERE id = $1 AND state IN ('queued', 'deferred', 'held')",
    [SETTLE_DROPPED] = "UPDATE letter SET state = 'dropped', ended_at = $2, token = NULL,"
                       " noticed = 1 WHERE id = $1"
                       " AND state IN ('queued', 'deferred', 'failed', 'unknown', 'held',"
                       " 'to_print')",
    [RELEASE] = "UPDATE letter SET state = 'queued', released = 1, next_at = $1"
                " WHERE state = 'held'",
    [BOUNCED] = "UPDATE letter SET bounced_at = $3, answer = $2 WHERE id = $1",
};
const struct sql_list outbox_sql = {"outbox", SLOT_OUTBOX, SQL_TEXTS(texts)};

static void read_letter(struct sql_row *row, struct arena *a, struct letter *l)
{
    int c = 0;
    l->id = sql_int(row, c++);
    l->request_id = sql_int(row, c++);
    l->recipient = sql_text(row, c++, a);
    l->address = sql_text(row, c++, a);
    l->name = sql_text(row, c++, a);
    l->purpose = sql_text(row, c++, a);
    l->cause = sql_text(row, c++, a);
    l->language = sql_text(row, c++, a);
    l->view = sql_text(row, c++, a);
    l->own_text = sql_text(row, c++, a);
    l->urgency = (int)sql_int(row, c++);
    l->state = sql_text(row, c++, a);
    l->message_id = sql_text(row, c++, a);
    l->in_reply_to = sql_text(row, c++, a);
    l->token = sql_text(row, c++, a);
    l->token_hash = sql_text(row, c++, a);
    l->made = sql_int(row, c++) != 0;
    l->queued_at = sql_time(row, c++);
    l->next_at = sql_time(row, c++);
    l->begun_at = sql_time(row, c++);
    l->ended_at = sql_time(row, c++);
    l->bounced_at = sql_time(row, c++);
    l->attempts = (int)sql_int(row, c++);
    l->answer = sql_text(row, c++, a);
    l->template_version = sql_text(row, c++, a);
}

enum outcome outbox_queue(struct db *db, struct arena *a, struct letter *l, struct fault *f)
{
    static const unsigned ways[] = {REVIVE, QUEUE};
    enum outcome o = DONE;
    l->id = 0;
    for (size_t i = text_starts(l->purpose, "invitation_") ? 0 : 1;
         o == DONE && l->id == 0 && i < 2; i++)
        o = optional_number(
            sql_number(db, &outbox_sql, ways[i],
                       SQL_ARGS(ID(l->request_id), TEXT(l->recipient), TEXT(l->address),
                                TEXT(l->name), TEXT(l->purpose), TEXT(l->cause), TEXT(l->language),
                                TEXT(l->view), TEXT(l->own_text), INT(l->urgency),
                                TEXT(l->message_id), TEXT(l->in_reply_to ? l->in_reply_to : ""),
                                TEXT(l->token), TEXT(l->token_hash ? l->token_hash : ""),
                                TIME(a, l->queued_at), TIME(a, l->next_at)),
                       &l->id, f),
            &l->id, f);
    return o;
}

static enum outcome list_letters(struct db *db, struct arena *a, unsigned text, struct sql_arg key,
                                 struct letter **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &outbox_sql, text, &key, 1, &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_letter(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome outbox_unmade(struct db *db, struct arena *a, size_t max, struct letter **out,
                           size_t *count, struct fault *f)
{
    return list_letters(db, a, UNMADE, INT((int64_t)max), out, count, f);
}

enum outcome outbox_of_request(struct db *db, struct arena *a, int64_t request_id,
                               struct letter **out, size_t *count, struct fault *f)
{
    return list_letters(db, a, OF_REQUEST, INT(request_id), out, count, f);
}

enum outcome outbox_waiting(struct db *db, struct arena *a, const char *recipient,
                            struct letter **out, size_t *count, struct fault *f)
{
    return list_letters(db, a, WAITING, TEXT(recipient), out, count, f);
}

enum outcome outbox_unnoticed(struct db *db, struct arena *a, size_t max, struct letter **out,
                              size_t *count, struct fault *f)
{
    return list_letters(db, a, UNNOTICED, INT((int64_t)max), out, count, f);
}

enum outcome outbox_list(struct db *db, struct arena *a, bool open, size_t max, struct letter **out,
                         size_t *count, struct fault *f)
{
    return list_letters(db, a, open ? LIST_OPEN : LIST, INT((int64_t)max), out, count, f);
}

enum outcome outbox_made(struct db *db, const struct letter *as_read, const void *raw, size_t len,
                         const char *template_version, bool *taken, struct fault *f)
{
    int64_t changed;
    enum outcome o = sql_run(db, &outbox_sql, MAKE,
                             SQL_ARGS(INT(as_read->id), TEXT(template_version), TEXT(as_read->view),
                                      TEXT(as_read->own_text ? as_read->own_text : ""),
                                      TEXT(as_read->token_hash ? as_read->token_hash : "")),
                             &changed, f);
    *taken = o == DONE && changed > 0;
    if (!*taken)
        return o;
    return sql_run(db, &outbox_sql, PUT_BODY, SQL_ARGS(INT(as_read->id), BLOB(raw, len)), NULL, f);
}

enum outcome outbox_unmakeable(struct db *db, struct arena *a, int64_t id, const char *why,
                               instant now, struct fault *f)
{
    return sql_run(db, &outbox_sql, UNMAKEABLE, SQL_ARGS(INT(id), TEXT(why), TIME(a, now)), NULL,
                   f);
}

/* One letter, or id 0 where there is none. */
static enum outcome find_letter(struct db *db, struct arena *a, unsigned text, struct sql_arg key,
                                struct letter *out, struct fault *f)
{
    memset(out, 0, sizeof *out);
    struct sql_row *row;
    enum outcome o = sql_query(db, &outbox_sql, text, &key, 1, &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        read_letter(row, a, out);
        sql_end(row);
    }
    return o;
}

enum outcome outbox_load(struct db *db, struct arena *a, int64_t id, struct letter *out,
                         struct fault *f)
{
    enum outcome o = find_letter(db, a, LOAD, INT(id), out, f);
    if (o == DONE && out->id == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no letter %lld", (long long)id);
    return o;
}

enum outcome outbox_by_message_id(struct db *db, struct arena *a, const char *message_id,
                                  struct letter *out, struct fault *f)
{
    return find_letter(db, a, BY_MESSAGE_ID, TEXT(message_id), out, f);
}

enum outcome outbox_raw(struct db *db, struct arena *a, int64_t id, char **raw, size_t *len,
                        struct fault *f)
{
    struct sql_row *row;
    *raw = NULL;
    enum outcome o = sql_query(db, &outbox_sql, RAW, SQL_ARGS(INT(id)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        *raw = sql_blob(row, 0, a, len);
        sql_end(row);
    }
    if (o == DONE && !*raw)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "letter %lld has not been made", (long long)id);
    return o;
}

enum outcome outbox_notice(struct db *db, int64_t id, struct fault *f)
{
    return sql_run(db, &outbox_sql, NOTICE, SQL_ARGS(INT(id)), NULL, f);
}

enum outcome outbox_drop(struct db *db, struct arena *a, int64_t request_id, const char *recipient,
                         const char *purpose, instant now, struct fault *f)
{
    int64_t changed;
    enum outcome o = sql_run(
        db, &outbox_sql, DROP,
        SQL_ARGS(INT(request_id), TEXT(recipient), TEXT(purpose), TIME(a, now)), &changed, f);
    if (o != DONE || changed == 0)
        return o;
    return sql_run(db, &outbox_sql, CLOSE_DROPPED, SQL_ARGS(INT(request_id), TIME(a, now)), NULL,
                   f);
}

enum outcome outbox_drop_cause(struct db *db, struct arena *a, int64_t request_id,
                               const char *prefix, instant now, struct fault *f)
{
    enum outcome o = sql_run(db, &outbox_sql, DROP_CAUSE,
                             SQL_ARGS(INT(request_id), TEXT(prefix), TIME(a, now)), NULL, f);
    if (o == DONE)
        o = sql_run(db, &outbox_sql, CLOSE_DROPPED, SQL_ARGS(INT(request_id), TIME(a, now)), NULL,
                    f);
    return o;
}

enum outcome outbox_ask_is_dropped(struct db *db, int64_t request_id, const char *recipient,
                                   bool *dropped, struct fault *f)
{
    int64_t count = 0;
    enum outcome o = sql_number(db, &outbox_sql, ASK_DROPPED,
                                SQL_ARGS(INT(request_id), TEXT(recipient)), &count, f);
    *dropped = count > 0;
    return o;
}

enum outcome outbox_reword(struct db *db, int64_t request_id, const char *recipient,
                           const char *purpose, const char *view, struct fault *f)
{
    return sql_run(db, &outbox_sql, REWORD,
                   SQL_ARGS(INT(request_id), TEXT(recipient), TEXT(purpose), TEXT(view)), NULL, f);
}

enum outcome outbox_word(struct db *db, int64_t id, const char *own_text, struct fault *f)
{
    return sql_run(db, &outbox_sql, WORD, SQL_ARGS(INT(id), TEXT(own_text)), NULL, f);
}

static enum outcome refuse_settling(struct db *db, struct arena *a, int64_t id, const char *state,
                                    struct fault *f)
{
    struct letter l;
    enum outcome o = outbox_load(db, a, id, &l, f);
    if (o != DONE)
        return o;
    return fault_set(f, NEVER, EXIT_DATA, "letter %lld is %s and cannot become %s", (long long)id,
                     l.state, state);
}

enum outcome outbox_renew(struct db *db, struct arena *a, const struct letter *l, instant now,
                          struct fault *f)
{
    int64_t changed;
    enum outcome o = sql_run(db, &outbox_sql, RENEW,
                             SQL_ARGS(INT(l->id), TEXT(l->address), TEXT(l->token),
                                      TEXT(l->token_hash), TIME(a, instant_minute(now))),
                             &changed, f);
    return o == DONE && changed == 0 ? refuse_settling(db, a, l->id, "queued", f) : o;
}

enum outcome outbox_redirect(struct db *db, const struct letter *l, struct fault *f)
{
    return sql_run(db, &outbox_sql, REDIRECT,
                   SQL_ARGS(INT(l->id), TEXT(l->address), TEXT(l->name), TEXT(l->view),
                            TEXT(l->token), TEXT(l->token_hash)),
                   NULL, f);
}

enum outcome outbox_settle(struct db *db, struct arena *a, int64_t id, const char *state,
                           instant now, struct fault *f)
{
    unsigned text = strcmp(state, "queued") == 0 ? SETTLE_QUEUED : SETTLE_DROPPED;
    int64_t changed;
    enum outcome o = sql_run(db, &outbox_sql, text, SQL_ARGS(INT(id), TIME(a, instant_minute(now))),
                             &changed, f);
    return o == DONE && changed == 0 ? refuse_settling(db, a, id, state, f) : o;
}

enum outcome outbox_release(struct db *db, struct arena *a, instant now, int64_t *count,
                            struct fault *f)
{
    return sql_run(db, &outbox_sql, RELEASE, SQL_ARGS(TIME(a, instant_minute(now))), count, f);
}

enum outcome outbox_bounced(struct db *db, struct arena *a, int64_t id, const char *diagnostic,
                            instant now, struct fault *f)
{
    return sql_run(db, &outbox_sql, BOUNCED,
                   SQL_ARGS(INT(id), TEXT(diagnostic ? diagnostic : ""), TIME(a, now)), NULL, f);
}
