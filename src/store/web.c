/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What pages keep and ask for (include/store/web.h), but for codes and nominations (web_codes.c).
 */
#include "store/web.h"

#include "lists.h"

#include <string.h>

enum {
    DRAFT_ADD,
    DRAFT_FIND,
    DRAFT_SAVE,
    DRAFT_BECAME,
    DRAFT_SINCE,
    DRAFT_WEED,
    WISH_ADD,
    WISHES,
    WISH_NEXT,
    WISH_DONE,
    REQUESTS_OF,
    LINKS_SINCE,
    NOTE,
    NOTE_FIRST,
    FIGURES,
};

/* Letters that wait for something are few, and indexed; of those that are over none is "oldest". */
static const char *const texts[] = {
    [DRAFT_ADD] = "INSERT INTO draft (token_hash, fields, address, language, created_at,"
                  " expires_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    [DRAFT_FIND] = "SELECT id, token_hash, fields, address, language, created_at, expires_at,"
                   " request_id FROM draft WHERE token_hash = $1",
    [DRAFT_SAVE] = "UPDATE draft SET fields = $2 WHERE id = $1 AND request_id IS NULL",
    [DRAFT_BECAME] = "UPDATE draft SET request_id = $2, fields = '{}' WHERE id = $1",
    [DRAFT_SINCE] = "SELECT count(*) FROM draft WHERE expires_at >= $2"
                    " AND ($1 = '' OR lower(address) = lower($1))",
    [DRAFT_WEED] = "DELETE FROM draft WHERE request_id IS NULL AND expires_at < $1",
    [WISH_ADD] = "INSERT INTO link_wish (kind, address, at) VALUES ($1, $2, $3)",
    [WISHES] = "SELECT count(*) FROM link_wish",
    [WISH_NEXT] = "SELECT id, kind, address FROM link_wish ORDER BY id LIMIT 1",
    [WISH_DONE] = "DELETE FROM link_wish WHERE id = $1",
    [REQUESTS_OF] = "SELECT id FROM request WHERE lower(sender_address) = lower($1)"
                    " UNION SELECT request_id FROM fact WHERE key = 'contact_email'"
                    " AND lower(value) = lower($1) ORDER BY 1 DESC LIMIT $2",
    [LINKS_SINCE] = "SELECT count(*) FROM token WHERE party = $1 AND purpose = $2"
                    " AND created_at >= $3",
    [NOTE] = "SELECT value FROM health_note WHERE name = $1",
    [NOTE_FIRST] = "INSERT INTO health_note (name, value, at) VALUES ($1, $2, $3)"
                   " ON CONFLICT (name) DO NOTHING",
    [FIGURES] =
        "SELECT 'requests', state, count(*), min(state_since) FROM request GROUP BY state"
        " UNION ALL SELECT 'advice', state, count(*), min(state_since) FROM request"
        " WHERE kind = 'advice' GROUP BY state"
        " UNION ALL SELECT 'letters', state, count, CASE"
        " WHEN state IN ('queued', 'deferred') THEN (SELECT min(next_at) FROM letter"
        "  WHERE letter.state IN ('queued', 'deferred') AND letter.state = letter_tally.state)"
        " WHEN state = 'sending' THEN (SELECT min(next_at) FROM letter WHERE state = 'sending')"
        " WHEN state IN ('failed', 'unknown', 'held', 'to_print') THEN (SELECT min(next_at)"
        "  FROM letter WHERE (letter.state = 'failed' OR letter.state = 'unknown'"
        "  OR letter.state = 'held' OR letter.state = 'to_print')"
        "  AND letter.state = letter_tally.state) END FROM letter_tally WHERE count > 0"
        " UNION ALL SELECT 'mails', state, count(*), min(stored_at) FROM inbox GROUP BY state"
        " UNION ALL SELECT 'tasks', kind, count(*), min(since) FROM task WHERE closed_at IS NULL"
        " GROUP BY kind"
        " UNION ALL SELECT 'timers', kind, count(*), min(due_at) FROM timer GROUP BY kind"
        " UNION ALL SELECT 'invitations', state, count(*), min(queued_at) FROM invitation"
        " GROUP BY state",
};
const struct sql_list web_sql = {"web", SLOT_WEB, SQL_TEXTS(texts)};

enum outcome drafts_add(struct db *db, struct arena *a, struct draft *d, struct fault *f)
{
    return sql_number(db, &web_sql, DRAFT_ADD,
                      SQL_ARGS(TEXT(d->token_hash), TEXT(d->fields), TEXT(d->address),
                               TEXT(d->language), TIME(a, d->created_at), TIME(a, d->expires_at)),
                      &d->id, f);
}

enum outcome drafts_find(struct db *db, struct arena *a, const char *token_hash, struct draft *out,
                         struct fault *f)
{
    memset(out, 0, sizeof *out);
    struct sql_row *row;
    enum outcome o = sql_query(db, &web_sql, DRAFT_FIND, SQL_ARGS(TEXT(token_hash)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        out->id = sql_int(row, 0);
        out->token_hash = sql_text(row, 1, a);
        out->fields = sql_text(row, 2, a);
        out->address = sql_text(row, 3, a);
        out->language = sql_text(row, 4, a);
        out->created_at = sql_time(row, 5);
        out->expires_at = sql_time(row, 6);
        out->request_id = sql_int(row, 7);
        sql_end(row);
    }
    return o;
}

enum outcome drafts_save(struct db *db, int64_t id, const char *fields, struct fault *f)
{
    return sql_run(db, &web_sql, DRAFT_SAVE, SQL_ARGS(INT(id), TEXT(fields)), NULL, f);
}

enum outcome drafts_became(struct db *db, int64_t id, int64_t request_id, struct fault *f)
{
    return sql_run(db, &web_sql, DRAFT_BECAME, SQL_ARGS(INT(id), INT(request_id)), NULL, f);
}

enum outcome drafts_since(struct db *db, struct arena *a, const char *address, instant expiring,
                          int64_t *count, struct fault *f)
{
    return sql_number(db, &web_sql, DRAFT_SINCE, SQL_ARGS(TEXT(address), TIME(a, expiring)), count,
                      f);
}

enum outcome drafts_weed(struct db *db, struct arena *a, instant now, struct fault *f)
{
    return sql_run(db, &web_sql, DRAFT_WEED, SQL_ARGS(TIME(a, now)), NULL, f);
}

enum outcome wishes_add(struct db *db, struct arena *a, const struct link_wish *w, instant now,
                        int64_t *waiting, struct fault *f)
{
    enum outcome o = sql_run(db, &web_sql, WISH_ADD,
                             SQL_ARGS(TEXT(w->kind), TEXT(w->address), TIME(a, now)), NULL, f);
    return o == DONE ? sql_number(db, &web_sql, WISHES, SQL_NO_ARGS, waiting, f) : o;
}

enum outcome wishes_next(struct db *db, struct arena *a, struct link_wish *out, struct fault *f)
{
    struct sql_row *row;
    memset(out, 0, sizeof *out);
    enum outcome o = sql_query(db, &web_sql, WISH_NEXT, SQL_NO_ARGS, &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        out->id = sql_int(row, 0);
        out->kind = sql_text(row, 1, a);
        out->address = sql_text(row, 2, a);
        sql_end(row);
    }
    return o;
}

enum outcome wishes_done(struct db *db, int64_t id, struct fault *f)
{
    return sql_run(db, &web_sql, WISH_DONE, SQL_ARGS(INT(id)), NULL, f);
}

enum outcome web_requests_of(struct db *db, struct arena *a, const char *address, size_t max,
                             int64_t **ids, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **ids};
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &web_sql, REQUESTS_OF, SQL_ARGS(TEXT(address), INT((int64_t)max)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        *(int64_t *)grow(a, &list) = sql_int(row, 0);
    *ids = list.items;
    *count = list.count;
    return o;
}

enum outcome web_links_since(struct db *db, struct arena *a, const char *party, const char *purpose,
                             instant since, int64_t *count, struct fault *f)
{
    return sql_number(db, &web_sql, LINKS_SINCE,
                      SQL_ARGS(TEXT(party), TEXT(purpose), TIME(a, since)), count, f);
}

enum outcome web_note(struct db *db, struct arena *a, const char *name, const char **value,
                      struct fault *f)
{
    *value = NULL;
    struct sql_row *row;
    enum outcome o = sql_query(db, &web_sql, NOTE, SQL_ARGS(TEXT(name)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        *value = sql_text(row, 0, a);
        sql_end(row);
    }
    return o;
}

enum outcome web_note_first(struct db *db, struct arena *a, const char *name, const char *value,
                            instant now, struct fault *f)
{
    return sql_run(db, &web_sql, NOTE_FIRST, SQL_ARGS(TEXT(name), TEXT(value), TIME(a, now)), NULL,
                   f);
}

enum outcome web_figures(struct db *db, struct arena *a, struct figure **out, size_t *count,
                         struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &web_sql, FIGURES, SQL_NO_ARGS, &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct figure *x = grow(a, &list);
        x->name = sql_text(row, 0, a);
        x->label = sql_text(row, 1, a);
        x->value = sql_int(row, 2);
        x->oldest = sql_time(row, 3);
    }
    *out = list.items;
    *count = list.count;
    return o;
}
