/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: weeding. One row a type of document: the texts that take it out of a request, and
 * the one that takes out what belongs to no request.
 *
 * A mail keeps its hash, so that the same bytes are known when they come again.
 */
#include "store/weeding.h"

#include "lists.h"

enum {
    /* of a request: $1 its id, $2 now */
    MAILS,
    MAIL_WORDS,
    MAIL_WORDS_SHARED,
    FACTS,
    PROPOSALS,
    ASKS,
    ANSWERS,
    ENDINGS,
    OCCASIONS,
    TASKS,
    DRAFTS,
    TRAIL,
    SENDER,
    WORDS,
    WORDS_SHARED,
    VERSIONS,
    COMMENTS,
    BASES,
    PAPERS,
    BODIES,
    LETTERS,
    PRINTED,
    FOLLOWUPS,
    FOLLOWUP_TRAIL,
    SEARCHES,
    LINKS,
    /* of none: $1 before, $2 max, $3 now */
    LOOSE_MAILS,
    LOOSE_TASKS,
    LOOSE_CONTACTS,
    LOOSE_BODIES,
    LOOSE_LETTERS,
    LOOSE_SEARCHES,
    LOOSE_LINKS,
    /* the rest */
    UNLINK,
    MARK,
    DUE,
    BYTES,
    BYTES_GONE,
    PERSON_DUE,
    PERSON_TRAIL,
    LOG,
    LOG_OF_REQUEST,
};

#define OVER "('closed', 'advised', 'declined', 'cancelled', 'unfilled')"
#define OF_REQUEST " WHERE request_id = $1"
#define WEEDED_MAIL                                                                                \
    "from_address = '', from_name = '', subject = '', message_id = '', defects = '',"              \
    " weeding = CASE WHEN duplicate_of IS NULL THEN 1 ELSE 0 END"
#define WEEDED_LETTER                                                                              \
    "address = '', name = '', view = '{}', own_text = NULL, token = NULL, answer = ''"
/* The words of one origin, and those that the other has too (store/words.h). */
#define IN_RUN " WHERE run = $1 / 256 AND request_id = $1"
#define WORDS_OF(origin) "DELETE FROM word" IN_RUN " AND origins = " origin
#define WORDS_LEFT(other) "UPDATE word SET origins = " other IN_RUN " AND origins = 3"
#define SENT_LOOSE                                                                                 \
    "(SELECT id FROM letter WHERE request_id IS NULL AND (address <> '' OR view <> '{}')"          \
    " AND ended_at < $1 AND state IN ('sent', 'dropped', 'failed', 'printed') AND NOT EXISTS"      \
    " (SELECT 1 FROM task WHERE letter_id = letter.id AND closed_at IS NULL)"                      \
    " ORDER BY id LIMIT $2)"

static const char *const texts[] = {
    [MAILS] = "UPDATE inbox SET weeded_at = $2, " WEEDED_MAIL OF_REQUEST " AND weeded_at IS NULL",
    [MAIL_WORDS] = WORDS_OF("1"),
    [MAIL_WORDS_SHARED] = WORDS_LEFT("2"),
    [FACTS] = "DELETE FROM fact" OF_REQUEST,
    [PROPOSALS] = "DELETE FROM proposal" OF_REQUEST,
    [ASKS] = "UPDATE invitation SET text = '', score = NULL" OF_REQUEST,
    [ANSWERS] = "UPDATE answer SET text = '' WHERE invitation_id IN"
                " (SELECT id FROM invitation" OF_REQUEST ")",
    [ENDINGS] = "UPDATE placement SET ended_why = ''" OF_REQUEST,
    [OCCASIONS] = "UPDATE occasion SET place = '', link = '', access = ''" OF_REQUEST,
    [TASKS] = "UPDATE task SET text = '', closed_text = ''" OF_REQUEST,
    [DRAFTS] = "DELETE FROM draft" OF_REQUEST,
    [TRAIL] = "DELETE FROM audit_text WHERE audit_id IN (SELECT id FROM audit" OF_REQUEST ")",
    [SENDER] = "UPDATE request SET subject = '', sender_address = '', sender_name = '',"
               " message_id = '', dropped_text = '' WHERE id = $1",
    [WORDS] = WORDS_OF("2"),
    [WORDS_SHARED] = WORDS_LEFT("1"),
    [VERSIONS] = "UPDATE agreement SET body = '{}' WHERE placement_id IN"
                 " (SELECT id FROM placement" OF_REQUEST ")",
    [COMMENTS] = "DELETE FROM agreement_comment WHERE placement_id IN"
                 " (SELECT id FROM placement" OF_REQUEST ")",
    [BASES] = "UPDATE compensation SET receipts = '', cost_ref = '' WHERE placement_id IN"
              " (SELECT id FROM placement" OF_REQUEST ")",
    [PAPERS] = "DELETE FROM document" OF_REQUEST " AND kind IN ('agreement', 'payment')",
    [BODIES] = "DELETE FROM letter_body WHERE letter_id IN (SELECT id FROM letter" OF_REQUEST ")",
    [LETTERS] = "UPDATE letter SET " WEEDED_LETTER OF_REQUEST,
    [PRINTED] = "DELETE FROM document" OF_REQUEST " AND kind = 'letter'",
    [FOLLOWUPS] = "UPDATE followup SET answers = '{}'" OF_REQUEST,
    [FOLLOWUP_TRAIL] = "DELETE FROM audit_text WHERE audit_id IN"
                       " (SELECT id FROM audit" OF_REQUEST " AND event = 'followup')",
    [SEARCHES] = "DELETE FROM search" OF_REQUEST,
    [LINKS] = "UPDATE token SET address = '', ended_at = coalesce(ended_at, $2)" OF_REQUEST,

    /* A copy's bytes are those of the first; they go with it. */
    [LOOSE_MAILS] = "UPDATE inbox SET weeded_at = $3, " WEEDED_MAIL " WHERE id IN"
                    " (SELECT id FROM inbox WHERE request_id IS NULL AND weeded_at IS NULL"
                    " AND stored_at < $1 AND state IN ('read', 'dropped', 'duplicate')"
                    " AND NOT EXISTS (SELECT 1 FROM task WHERE inbox_id = inbox.id"
                    " AND closed_at IS NULL) ORDER BY id LIMIT $2)",
    [LOOSE_TASKS] = "UPDATE task SET text = '', closed_text = '' WHERE id IN"
                    " (SELECT id FROM task WHERE request_id IS NULL AND closed_at < $1"
                    " AND (text <> '' OR closed_text <> '') ORDER BY id LIMIT $2)",
    [LOOSE_CONTACTS] = "DELETE FROM unit_contact WHERE id IN (SELECT id FROM unit_contact"
                       " WHERE seen_at < $1 AND NOT EXISTS (SELECT 1 FROM request"
                       " WHERE request.unit_id = unit_contact.unit_id AND state NOT IN " OVER ")"
                       " ORDER BY id LIMIT $2)",
    [LOOSE_BODIES] = "DELETE FROM letter_body WHERE letter_id IN " SENT_LOOSE,
    [LOOSE_LETTERS] = "UPDATE letter SET " WEEDED_LETTER " WHERE id IN " SENT_LOOSE,
    [LOOSE_SEARCHES] = "DELETE FROM search WHERE id IN (SELECT id FROM search"
                       " WHERE request_id IS NULL AND at < $1 ORDER BY id LIMIT $2)",
    [LOOSE_LINKS] = "UPDATE token SET address = '', ended_at = coalesce(ended_at, $3) WHERE id IN"
                    " (SELECT id FROM token WHERE request_id IS NULL AND address <> ''"
                    " AND coalesce(ended_at, expires_at, created_at) < $1 ORDER BY id LIMIT $2)",

    [UNLINK] = "UPDATE figure SET request_id = NULL WHERE request_id = $1",
    [MARK] = "UPDATE request SET weeded = weeded | $2 WHERE id = $1",
    /* Advice and what was carried out are followed up after their end: timers say so. */
    [DUE] =
        "SELECT id, state_since FROM request WHERE id > $1 AND state IN " OVER
        " AND state_since < $2 AND (weeded & $3) = 0 AND figured = 1"
        " AND NOT EXISTS (SELECT 1 FROM timer WHERE timer.request_id = request.id)"
        " AND NOT EXISTS (SELECT 1 FROM task WHERE task.request_id = request.id"
        "  AND closed_at IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM inbox WHERE inbox.request_id = request.id"
        "  AND inbox.state IN ('unread', 'waiting'))"
        " AND NOT EXISTS (SELECT 1 FROM letter WHERE letter.request_id = request.id"
        "  AND letter.state IN ('queued', 'sending', 'deferred', 'unknown', 'held', 'to_print'))"
        " ORDER BY id LIMIT 1",
    [BYTES] = "DELETE FROM inbox_chunk WHERE (inbox_sha256, seq) IN"
              " (SELECT inbox_sha256, seq FROM inbox_chunk WHERE inbox_sha256 ="
              "  (SELECT sha256 FROM inbox WHERE weeding = 1 ORDER BY id LIMIT 1) LIMIT $1)",
    [BYTES_GONE] = "UPDATE inbox SET weeding = 0 WHERE id ="
                   " (SELECT id FROM inbox WHERE weeding = 1 ORDER BY id LIMIT 1)",
    [PERSON_DUE] =
        "SELECT id FROM person WHERE id > $1 AND erased_at IS NULL AND import_id IS NULL"
        " AND created_at < $2 AND coalesce(last_contact_at, '') < $2"
        " AND coalesce(renewed_on, '') < $2 AND coalesce(introduction_date, '') < $2"
        " AND NOT EXISTS (SELECT 1 FROM consent WHERE person_id = person.id AND at >= $2)"
        " AND NOT EXISTS (SELECT 1 FROM invitation JOIN request ON request.id = request_id"
        "  WHERE person_id = person.id AND (queued_at >= $2 OR answered_at >= $2"
        "  OR told_at >= $2 OR request.state NOT IN " OVER "))"
        " AND NOT EXISTS (SELECT 1 FROM placement JOIN request ON request.id = request_id"
        "  WHERE person_id = person.id AND (chosen_at >= $2 OR ended_at >= $2"
        "  OR request.state_since >= $2 OR request.state NOT IN " OVER "))"
        " AND NOT EXISTS (SELECT 1 FROM guest WHERE person_id = person.id"
        "  AND (invited_at >= $2 OR answered_at >= $2))"
        " AND NOT EXISTS (SELECT 1 FROM inbox WHERE party NOT IN ('', 'unit')"
        "  AND party = 'P' || CAST(person.id AS TEXT) AND stored_at >= $2)"
        " AND NOT EXISTS (SELECT 1 FROM audit WHERE actor <> 'system' AND actor <> 'unit'"
        "  AND actor <> 'command' AND actor = 'P' || CAST(person.id AS TEXT) AND at >= $2)"
        " AND NOT EXISTS (SELECT 1 FROM audit WHERE subject <> ''"
        "  AND subject = 'P' || CAST(person.id AS TEXT) AND event LIKE 'person_%' AND at >= $2)"
        " AND NOT EXISTS (SELECT 1 FROM task WHERE subject <> ''"
        "  AND subject = 'P' || CAST(person.id AS TEXT) AND closed_at IS NULL)"
        " ORDER BY id LIMIT 1",
    [PERSON_TRAIL] = "DELETE FROM audit_text WHERE audit_id IN (SELECT id FROM audit"
                     " WHERE subject <> '' AND subject = 'P' || CAST($1 AS TEXT)"
                     " AND request_id IS NULL)",
    [LOG] = "INSERT INTO weeding (at, what, rule, request_id, subject, n)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
    [LOG_OF_REQUEST] = "SELECT at, what, rule, subject, n FROM weeding" OF_REQUEST " ORDER BY id",
};
const struct sql_list weeding_sql = {"weeding", SLOT_WEEDING, SQL_TEXTS(texts)};

/* What a type is called, and its texts, from the first to the last; the first one's rows count. */
static const struct type {
    const char *name;
    unsigned first, last;
    unsigned loose_first, loose_last; /* 0: there is nothing of that type without a request */
} types[WEED_COUNT] = {
    [WEED_MAIL] = {"mail", MAILS, MAIL_WORDS_SHARED, LOOSE_MAILS, LOOSE_MAILS},
    [WEED_REQUEST] = {"request", FACTS, WORDS_SHARED, LOOSE_TASKS, LOOSE_CONTACTS},
    [WEED_AGREEMENT] = {"agreement", VERSIONS, PAPERS, 0, 0},
    [WEED_LETTER] = {"letter", BODIES, PRINTED, LOOSE_BODIES, LOOSE_LETTERS},
    [WEED_FOLLOWUP] = {"followup", FOLLOWUPS, FOLLOWUP_TRAIL, 0, 0},
    [WEED_SEARCH] = {"search", SEARCHES, SEARCHES, LOOSE_SEARCHES, LOOSE_SEARCHES},
    [WEED_ACCESS] = {"access", LINKS, LINKS, LOOSE_LINKS, LOOSE_LINKS},
    [WEED_PERSON] = {"person", 0, 0, 0, 0},
};

const char *weed_name(enum weed what)
{
    return what < WEED_COUNT ? types[what].name : "";
}

enum outcome weeding_due(struct db *db, struct arena *a, enum weed what, instant before,
                         int64_t after, struct weed_due *out, struct fault *f)
{
    *out = (struct weed_due){0};
    struct sql_row *row;
    enum outcome o = sql_query(db, &weeding_sql, DUE,
                               SQL_ARGS(INT(after), TIME(a, before), INT(1 << what)), &row, f);
    if (o != DONE || !sql_next(row, &o, f))
        return o;
    *out = (struct weed_due){sql_int(row, 0), sql_time(row, 1)};
    sql_end(row);
    return DONE;
}

enum outcome weeding_request(struct db *db, struct arena *a, enum weed what, int64_t request_id,
                             instant now, int64_t *n, struct fault *f)
{
    const struct type *type = &types[what];
    enum outcome o = DONE;
    *n = 0;
    for (unsigned text = type->first; o == DONE && text <= type->last; text++) {
        int64_t changed;
        bool dated = text == MAILS || text == LINKS;
        o = dated ? sql_run(db, &weeding_sql, text, SQL_ARGS(INT(request_id), TIME(a, now)),
                            &changed, f)
                  : sql_run(db, &weeding_sql, text, SQL_ARGS(INT(request_id)), &changed, f);
        if (text == type->first && o == DONE)
            *n = changed;
    }
    if (o == DONE && what == WEED_REQUEST)
        o = sql_run(db, &weeding_sql, UNLINK, SQL_ARGS(INT(request_id)), NULL, f);
    if (o == DONE)
        o = sql_run(db, &weeding_sql, MARK, SQL_ARGS(INT(request_id), INT(1 << what)), NULL, f);
    return o;
}

enum outcome weeding_loose(struct db *db, struct arena *a, enum weed what, instant before,
                           size_t max, instant now, int64_t *n, struct fault *f)
{
    const struct type *type = &types[what];
    enum outcome o = DONE;
    *n = 0;
    for (unsigned text = type->loose_first; o == DONE && text != 0 && text <= type->loose_last;
         text++) {
        bool dated = text == LOOSE_MAILS || text == LOOSE_LINKS;
        int64_t most = (int64_t)max, changed = 0;
        o = dated ? sql_run(db, &weeding_sql, text,
                            SQL_ARGS(TIME(a, before), INT(most), TIME(a, now)), &changed, f)
                  : sql_run(db, &weeding_sql, text, SQL_ARGS(TIME(a, before), INT(most)), &changed,
                            f);
        *n = changed > *n ? changed : *n;
    }
    return o;
}

enum outcome weeding_bytes(struct db *db, size_t max, int64_t *n, struct fault *f)
{
    enum outcome o = sql_run(db, &weeding_sql, BYTES, SQL_ARGS(INT((int64_t)max)), n, f);
    if (o == DONE && *n < (int64_t)max) {
        int64_t ended;
        o = sql_run(db, &weeding_sql, BYTES_GONE, SQL_NO_ARGS, &ended, f);
        *n += ended;
    }
    return o;
}

enum outcome weeding_person_due(struct db *db, struct arena *a, instant before, int64_t after,
                                int64_t *id, struct fault *f)
{
    enum outcome o =
        sql_number(db, &weeding_sql, PERSON_DUE, SQL_ARGS(INT(after), TIME(a, before)), id, f);
    return optional_number(o, id, f);
}

enum outcome weeding_person(struct db *db, int64_t id, struct fault *f)
{
    return sql_run(db, &weeding_sql, PERSON_TRAIL, SQL_ARGS(INT(id)), NULL, f);
}

enum outcome weeding_add(struct db *db, struct arena *a, const struct weeding *w, struct fault *f)
{
    return sql_run(db, &weeding_sql, LOG,
                   SQL_ARGS(TIME(a, w->at), TEXT(w->what), TEXT(w->rule), ID(w->request_id),
                            TEXT(w->subject ? w->subject : ""), INT(w->n)),
                   NULL, f);
}

enum outcome weeding_of_request(struct db *db, struct arena *a, int64_t request_id,
                                struct weeding **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &weeding_sql, LOG_OF_REQUEST, SQL_ARGS(INT(request_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct weeding *w = grow(a, &list);
        w->at = sql_time(row, 0);
        w->what = sql_text(row, 1, a);
        w->rule = sql_text(row, 2, a);
        w->subject = sql_text(row, 3, a);
        w->request_id = request_id;
        w->n = sql_int(row, 4);
    }
    *out = list.items;
    *count = list.count;
    return o;
}
