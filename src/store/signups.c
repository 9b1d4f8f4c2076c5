/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Who signs up (include/store/signups.h).
 */
#include "store/signups.h"

#include "lists.h"

#include <string.h>

enum {
    SIGNUP_ADD,
    SIGNUP_FIND,
    SIGNUP_SAVE,
    SIGNUP_BECAME,
    SIGNUP_LETTER,
    SIGNUP_LINK,
    SIGNUP_END,
    SIGNUP_SINCE,
    SIGNUP_MAILED,
    SIGNUP_WEED,
};

static const char *const texts[] = {
    [SIGNUP_ADD] = "INSERT INTO signup (token_hash, fields, address, language, created_at,"
                   " expires_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
    [SIGNUP_FIND] = "SELECT id, token_hash, letter_hash, fields, address, language, created_at,"
                    " expires_at, person_id FROM signup WHERE token_hash = $1 OR letter_hash = $1",
    [SIGNUP_SAVE] = "UPDATE signup SET fields = $2, address = $3, language = $4, letter_hash = $5,"
                    " expires_at = $6 WHERE id = $1 AND person_id IS NULL",
    [SIGNUP_BECAME] = "UPDATE signup SET person_id = $2, fields = '{}', address = '' WHERE id = $1",
    [SIGNUP_LETTER] = "UPDATE letter SET recipient = $2 WHERE id = (SELECT letter_id FROM token"
                      " WHERE sha256 = $1)",
    [SIGNUP_LINK] = "UPDATE token SET party = $2 WHERE sha256 = $1",
    [SIGNUP_END] = "UPDATE token SET ended_at = $2 WHERE sha256 = $1 AND ended_at IS NULL",
    [SIGNUP_SINCE] = "SELECT count(*) FROM signup WHERE created_at >= $1",
    [SIGNUP_MAILED] = "SELECT count(*) FROM token WHERE party = 'applicant'"
                      " AND purpose = 'confirm_signup' AND created_at >= $2"
                      " AND ($1 = '' OR lower(address) = lower($1))",
    [SIGNUP_WEED] = "DELETE FROM signup WHERE expires_at < $1",
};
const struct sql_list signups_sql = {"signups", SLOT_SIGNUPS, SQL_TEXTS(texts)};

enum outcome signups_add(struct db *db, struct arena *a, struct signup *s, struct fault *f)
{
    return sql_number(db, &signups_sql, SIGNUP_ADD,
                      SQL_ARGS(TEXT(s->token_hash), TEXT(s->fields), TEXT(s->address),
                               TEXT(s->language), TIME(a, s->created_at), TIME(a, s->expires_at)),
                      &s->id, f);
}

enum outcome signups_find(struct db *db, struct arena *a, const char *hash, struct signup *out,
                          struct fault *f)
{
    memset(out, 0, sizeof *out);
    struct sql_row *row;
    enum outcome o = sql_query(db, &signups_sql, SIGNUP_FIND, SQL_ARGS(TEXT(hash)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        out->id = sql_int(row, 0);
        out->token_hash = sql_text(row, 1, a);
        out->letter_hash = sql_text(row, 2, a);
        out->fields = sql_text(row, 3, a);
        out->address = sql_text(row, 4, a);
        out->language = sql_text(row, 5, a);
        out->created_at = sql_time(row, 6);
        out->expires_at = sql_time(row, 7);
        out->person_id = sql_int(row, 8);
        sql_end(row);
    }
    return o;
}

enum outcome signups_save(struct db *db, struct arena *a, const struct signup *s, struct fault *f)
{
    return sql_run(db, &signups_sql, SIGNUP_SAVE,
                   SQL_ARGS(INT(s->id), TEXT(s->fields), TEXT(s->address), TEXT(s->language),
                            TEXT(s->letter_hash), TIME(a, s->expires_at)),
                   NULL, f);
}

enum outcome signups_became(struct db *db, struct arena *a, const struct signup *s,
                            const char *person, int64_t person_id, instant now, struct fault *f)
{
    enum outcome o =
        sql_run(db, &signups_sql, SIGNUP_BECAME, SQL_ARGS(INT(s->id), INT(person_id)), NULL, f);
    if (o == DONE)
        o = sql_run(db, &signups_sql, SIGNUP_LETTER, SQL_ARGS(TEXT(s->letter_hash), TEXT(person)),
                    NULL, f);
    if (o == DONE)
        o = sql_run(db, &signups_sql, SIGNUP_LINK, SQL_ARGS(TEXT(s->letter_hash), TEXT(person)),
                    NULL, f);
    if (o == DONE)
        o = sql_run(db, &signups_sql, SIGNUP_END, SQL_ARGS(TEXT(s->token_hash), TIME(a, now)), NULL,
                    f);
    return o;
}

enum outcome signups_since(struct db *db, struct arena *a, instant since, int64_t *count,
                           struct fault *f)
{
    return sql_number(db, &signups_sql, SIGNUP_SINCE, SQL_ARGS(TIME(a, since)), count, f);
}

enum outcome signups_mailed(struct db *db, struct arena *a, const char *address, instant since,
                            int64_t *count, struct fault *f)
{
    return sql_number(db, &signups_sql, SIGNUP_MAILED, SQL_ARGS(TEXT(address), TIME(a, since)),
                      count, f);
}

enum outcome signups_weed(struct db *db, struct arena *a, instant now, struct fault *f)
{
    return sql_run(db, &signups_sql, SIGNUP_WEED, SQL_ARGS(TIME(a, now)), NULL, f);
}
