/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The outbox as `send` sees it: the last letter settled and the next claimed in one commit.
 *
 * That commit is what keeps invariant 4: before it, letter n is the only one in doubt; after it,
 * letter n+1 is. A letter's state is read anew inside the transaction that claims it, so that one
 * which a move has dropped meanwhile is never sent (invariant 3).
 *
 * What is not here: how long to wait after a fault, and when asks may go; the role decides that.
 * The caps are counted in caps.c.
 */
#include "store/sending.h"

#include <string.h>

#include "base/secret.h"
#include "base/text.h"
#include "caps.h"
#include "lists.h"
#include "mask.h"

enum {
    RESEND,
    NOT_KNOWN,
    DROP_ALL,
    SENT,
    DEFER,
    END,
    BYTES,
    MASK,
    NEXT,
    WHEN,
    WAITING,
    PACE,
    HOLD,
    CLAIM,
    NOTE,
};

enum {
    ANSWER_BYTES = 500,
    MOST_HELD = 100,  /* letters held in one turn, so that the transaction stays short */
    MOST_RESENDS = 2, /* of a letter of which nobody knows whether it arrived */
};

#define READY "state IN ('queued', 'deferred') AND made = 1 AND address <> '' AND urgency <= $1"
#define IN_FLIGHT "id = $1 AND state = 'sending'"

static const char *const texts[] = {
    [RESEND] = "UPDATE letter SET state = 'queued', next_at = $1"
               " WHERE state = 'sending' AND attempts <= $2",
    [NOT_KNOWN] = "UPDATE letter SET state = 'unknown', noticed = 0 WHERE state = 'sending'",
    [DROP_ALL] = "UPDATE letter SET state = 'dropped', ended_at = $1, noticed = 0"
                 " WHERE state = 'sending'",
    [SENT] = "UPDATE letter SET state = 'sent', ended_at = $2, answer = $3, token = NULL,"
             " noticed = 0 WHERE " IN_FLIGHT,
    [DEFER] = "UPDATE letter SET state = 'deferred', next_at = $2, answer = $3,"
              " attempts = attempts - $4 WHERE " IN_FLIGHT,
    [END] = "UPDATE letter SET state = $2, ended_at = $3, answer = $4, noticed = 0"
            " WHERE " IN_FLIGHT,
    [BYTES] = "SELECT letter_body.raw, letter.token, letter.attempts, letter.purpose FROM letter"
              " LEFT JOIN letter_body ON letter_body.letter_id = letter.id WHERE letter.id = $1",
    [MASK] = "UPDATE letter_body SET raw = $2 WHERE letter_id = $1",
    /* Urgency, then turn about between requests: `turn` counts the letters of the same request
       that stand before this one. */
    [NEXT] = "SELECT id, request_id, address, message_id, purpose, token, attempts, queued_at,"
             " begun_at, released FROM letter WHERE " READY " AND next_at <= $2"
             " ORDER BY urgency, turn, id LIMIT 1",
    [WHEN] = "SELECT min(next_at) FROM letter WHERE " READY,
    [WAITING] = "SELECT count(*) FROM (SELECT 1 FROM letter"
                " WHERE state IN ('queued', 'deferred') AND state = 'deferred' LIMIT 1)"
                " AS one",
    [PACE] = "SELECT begun_at FROM letter WHERE begun_at > $1 ORDER BY begun_at DESC"
             " LIMIT 1 OFFSET $2",
    [HOLD] = "UPDATE letter SET state = 'held', answer = $2, noticed = 0 WHERE id = $1",
    [CLAIM] = "UPDATE letter SET state = 'sending', begun_at = $2, attempts = attempts + 1"
              " WHERE id = $1 AND state IN ('queued', 'deferred')",
    [NOTE] = "INSERT INTO health_note (name, value, at) VALUES ($1, $2, $3)"
             " ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
};
const struct sql_list sending_sql = {"sending", SLOT_SENDING, SQL_TEXTS(texts)};

#define RUN(id, changed, ...) sql_run(db, &sending_sql, id, SQL_ARGS(__VA_ARGS__), changed, f)

/* ---------------------------------------------------------------- after a crash */

static const char recovering[] = "recover letters in flight";

static enum outcome recover(struct db *db, struct arena *a, const struct sending_policy *p,
                            size_t *count, struct fault *f)
{
    int64_t resent = 0, ended = 0;
    enum outcome o = DONE;
    if (p->never_unknown)
        o = RUN(RESEND, &resent, TIME(a, p->now), INT(INT32_MAX));
    else if (p->crash == AGAIN)
        o = RUN(RESEND, &resent, TIME(a, p->now), INT(MOST_RESENDS));
    if (o == DONE && p->crash == NEVER)
        o = RUN(DROP_ALL, &ended, TIME(a, p->now));
    else if (o == DONE)
        o = sql_run(db, &sending_sql, NOT_KNOWN, SQL_NO_ARGS, &ended, f);
    *count = (size_t)(resent + ended);
    return o;
}

enum outcome sending_recover(struct db *db, const struct sending_policy *policy, size_t *count,
                             struct fault *f)
{
    *count = 0;
    enum outcome o = db_begin(db, recovering, f);
    if (o != DONE)
        return o;
    struct arena *a = arena_new();
    o = recover(db, a, policy, count, f);
    o = db_end(db, recovering, o, f);
    arena_free(&a);
    return o;
}

/* ---------------------------------------------------------------- what became of the last */

/* What the book has of a letter besides its row. */
struct content {
    char *raw;
    size_t len;
    char *token;
    int attempts;
    const char *purpose;
};

static enum outcome read_content(struct db *db, struct arena *a, int64_t id, struct content *c,
                                 struct fault *f)
{
    struct sql_row *row;
    *c = (struct content){.raw = ""};
    enum outcome o = sql_query(db, &sending_sql, BYTES, SQL_ARGS(INT(id)), &row, f);
    if (o != DONE)
        return o;
    if (sql_next(row, &o, f)) {
        if (!sql_is_null(row, 0))
            c->raw = sql_blob(row, 0, a, &c->len);
        c->token = sql_text(row, 1, a);
        c->attempts = (int)sql_int(row, 2);
        c->purpose = sql_text(row, 3, a);
        sql_end(row);
    }
    return o;
}

/* The server's words as they are kept: one line of UTF-8, with a bound. */
static const char *kept_answer(struct arena *a, const char *answer)
{
    char *text = text_repair(a, answer ? answer : "", strnlen(answer ? answer : "", ANSWER_BYTES));
    for (char *p = text; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 0x7F)
            *p = ' ';
    return text_trim(a, text);
}

static enum outcome settle_sent(struct db *db, struct arena *a, const struct sending_result *last,
                                const struct sending_policy *p, struct fault *f)
{
    struct content c;
    enum outcome o = read_content(db, a, last->id, &c, f);
    if (o == DONE && c.token && mask_letter(a, c.raw, c.len, c.token, c.purpose) > 0)
        o = RUN(MASK, NULL, INT(last->id), BLOB(c.raw, c.len));
    if (o != DONE)
        return o;
    return RUN(SENT, NULL, INT(last->id), TIME(a, p->now), TEXT(kept_answer(a, last->answer)));
}

/* Nobody knows whether it arrived: the configured rule speaks. */
static enum outcome settle_unsure(struct db *db, struct arena *a, const struct sending_result *last,
                                  const struct sending_policy *p, struct fault *f)
{
    const char *answer = kept_answer(a, last->answer);
    struct content c;
    enum outcome o = read_content(db, a, last->id, &c, f);
    if (o != DONE)
        return o;
    if (p->crash == AGAIN && c.attempts <= MOST_RESENDS)
        return RUN(DEFER, NULL, INT(last->id), TIME(a, last->next_at), TEXT(answer), INT(0));
    if (p->crash == NEVER)
        return RUN(END, NULL, INT(last->id), TEXT("dropped"), TIME(a, p->now), TEXT(answer));
    return RUN(END, NULL, INT(last->id), TEXT("unknown"), NONE, TEXT(answer));
}

static enum outcome settle(struct db *db, struct arena *a, const struct sending_result *last,
                           const struct sending_policy *p, struct fault *f)
{
    const char *answer = kept_answer(a, last->answer);
    switch (last->outcome) {
    case DONE:
        return settle_sent(db, a, last, p, f);
    case UNSURE:
        return settle_unsure(db, a, last, p, f);
    case AGAIN:
        if (last->next_at != INSTANT_NEVER)
            return RUN(DEFER, NULL, INT(last->id), TIME(a, last->next_at), TEXT(answer),
                       INT(last->uncounted));
        break;
    case NEVER:
        break;
    }
    return RUN(END, NULL, INT(last->id), TEXT("failed"), TIME(a, p->now), TEXT(answer));
}

/* ---------------------------------------------------------------- which goes next */

struct candidate {
    struct outgoing letter;
    bool found, released;
};

static const char *reply_token(struct arena *a, const char *token)
{
    char *reply = token ? arena_alloc(a, TOKEN_CHARS + 1) : NULL;
    if (token)
        token_for_replies(token, reply);
    return reply;
}

static enum outcome find_next(struct db *db, struct arena *a, const struct sending_policy *p,
                              struct candidate *c, struct fault *f)
{
    struct sql_row *row;
    *c = (struct candidate){0};
    enum outcome o =
        sql_query(db, &sending_sql, NEXT, SQL_ARGS(INT(p->asks), TIME(a, p->now)), &row, f);
    if (o != DONE)
        return o;
    if (sql_next(row, &o, f)) {
        c->found = true;
        c->letter = (struct outgoing){
            .id = sql_int(row, 0),
            .request_id = sql_int(row, 1),
            .address = sql_text(row, 2, a),
            .message_id = sql_text(row, 3, a),
            .purpose = sql_text(row, 4, a),
            .reply_token = reply_token(a, sql_text(row, 5, a)),
            .attempts = (int)sql_int(row, 6) + 1,
            .queued_at = sql_time(row, 7),
            .tried_at = sql_time(row, 8),
        };
        c->released = sql_int(row, 9) != 0;
        sql_end(row);
    }
    return o;
}

/* How long the rate holds the next letter up, in milliseconds; 0: not at all. */
static enum outcome pace(struct db *db, struct arena *a, const struct sending_policy *p,
                         int64_t *wait, struct fault *f)
{
    struct sql_row *row;
    *wait = 0;
    if (p->rate_per_minute <= 0)
        return DONE;
    enum outcome o =
        sql_query(db, &sending_sql, PACE,
                  SQL_ARGS(TIME(a, p->now - MINUTES(1)), INT(p->rate_per_minute - 1)), &row, f);
    if (o != DONE)
        return o;
    if (sql_next(row, &o, f)) {
        int64_t left = sql_time(row, 0) + MINUTES(1) - p->now;
        *wait = left < 1 ? 1 : left > MINUTES(1) ? MINUTES(1) : left;
        sql_end(row);
    }
    return o;
}

static enum outcome claim(struct db *db, struct arena *a, const struct candidate *c,
                          const struct sending_policy *p, struct sending_turn *out, struct fault *f)
{
    struct content content;
    enum outcome o = RUN(CLAIM, NULL, INT(c->letter.id), TIME(a, p->now));
    if (o == DONE)
        o = read_content(db, a, c->letter.id, &content, f);
    if (o != DONE)
        return o;
    out->letter = c->letter;
    out->letter.raw = content.raw;
    out->letter.len = content.len;
    out->has_letter = true;
    return DONE;
}

/* Claims the first letter that is within the caps; those before it are held. */
static enum outcome choose(struct db *db, struct arena *a, const struct sending_policy *p,
                           struct sending_turn *out, struct fault *f)
{
    while (out->held < MOST_HELD) {
        struct candidate c;
        const char *cap = NULL;
        enum outcome o = find_next(db, a, p, &c, f);
        if (o != DONE || !c.found)
            return o;
        if (!c.released)
            o = caps_passed(db, a, p, &c.letter, &cap, f);
        if (o != DONE)
            return o;
        if (!cap)
            return claim(db, a, &c, p, out, f);
        o = RUN(HOLD, NULL, INT(c.letter.id), TEXT(cap));
        if (o != DONE)
            return o;
        out->held++;
    }
    return DONE;
}

/* ---------------------------------------------------------------- the turn */

static const char taking_turn[] = "settle one letter and claim the next";

/* Is there anything to write? Looks without the writer's turn, so that idling disturbs nobody. */
static enum outcome look(struct db *db, struct arena *a, const struct sending_policy *p, bool *any,
                         struct sending_turn *out, struct fault *f)
{
    struct candidate c;
    *any = false;
    if (p->only_settle)
        return DONE;
    enum outcome o = find_next(db, a, p, &c, f);
    if (o == DONE && c.found)
        o = pace(db, a, p, &out->rate_ms, f);
    *any = c.found && out->rate_ms == 0;
    return o;
}

static enum outcome write_turn(struct db *db, struct arena *a, const struct sending_result *last,
                               const struct sending_policy *p, struct sending_turn *out,
                               struct fault *f)
{
    enum outcome o = db_begin(db, taking_turn, f);
    if (o != DONE)
        return o;
    struct candidate c = {0};
    if (last && last->id)
        o = settle(db, a, last, p, f);
    if (o == DONE && !p->only_settle)
        o = find_next(db, a, p, &c, f);
    if (o == DONE && c.found)
        o = pace(db, a, p, &out->rate_ms, f);
    if (o == DONE && c.found && out->rate_ms == 0)
        o = choose(db, a, p, out, f);
    return db_end(db, taking_turn, o, f);
}

/* What there is to wait for when no letter can go now. */
static enum outcome idle(struct db *db, const struct sending_policy *p, struct sending_turn *out,
                         struct fault *f)
{
    struct sql_row *row;
    int64_t deferred = 0;
    out->next_at = INSTANT_NEVER;
    enum outcome o = sql_query(db, &sending_sql, WHEN, SQL_ARGS(INT(p->asks)), &row, f);
    if (o != DONE)
        return o;
    if (sql_next(row, &o, f)) {
        if (!sql_is_null(row, 0))
            out->next_at = sql_time(row, 0);
        sql_end(row);
    }
    if (o == DONE)
        o = sql_number(db, &sending_sql, WAITING, SQL_NO_ARGS, &deferred, f);
    out->waiting = deferred > 0;
    return o;
}

enum outcome sending_turn(struct db *db, struct arena *a, const struct sending_result *last,
                          const struct sending_policy *policy, struct sending_turn *out,
                          struct fault *f)
{
    *out = (struct sending_turn){.next_at = INSTANT_NEVER};
    bool settles = last && last->id, any = settles;
    enum outcome o = settles ? DONE : look(db, a, policy, &any, out, f);
    if (o == DONE && any)
        o = write_turn(db, a, last, policy, out, f);
    if (o != DONE) {
        *out = (struct sending_turn){.next_at = INSTANT_NEVER};
        return o;
    }
    out->settled =
        out->held > 0 || (settles && (last->outcome != AGAIN || last->next_at == INSTANT_NEVER));
    return out->has_letter ? DONE : idle(db, policy, out, f);
}

enum outcome sending_fault(struct db *db, const char *why, instant now, struct fault *f)
{
    static const char noting[] = "note what hinders sending";
    enum outcome o = db_begin(db, noting, f);
    if (o != DONE)
        return o;
    struct arena *a = arena_new();
    o = RUN(NOTE, NULL, TEXT("send.fault"), TEXT(why), TIME(a, now));
    o = db_end(db, noting, o, f);
    arena_free(&a);
    return o;
}
