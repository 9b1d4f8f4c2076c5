/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Tokens: the book knows their hashes only.
 */
#include "store/desk.h"

#include "lists.h"

#include <string.h>

enum { ADD, FIND, END_LETTER, END_OTHERS, END_PARTY, GIVEN };

/* Of one that was mailed to a former address; a letter by post, and one weeded, has none. */
#define ELSEWHERE                                                                                  \
    "party = $1 AND address <> '' AND lower(address) <> lower($2) AND ended_at IS NULL"

static const char *const texts[] = {
    [ADD] = "INSERT INTO token (sha256, purpose, request_id, party, subject, address, letter_id,"
            " created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    [END_LETTER] = "UPDATE token SET ended_at = $2 WHERE letter_id = $1 AND ended_at IS NULL",
    [END_OTHERS] = "UPDATE token SET ended_at = $4 WHERE request_id = $1 AND party = $2"
                   " AND lower(address) <> lower($3) AND ended_at IS NULL",
    [END_PARTY] = "UPDATE token SET ended_at = $3 WHERE " ELSEWHERE,
    [GIVEN] = "SELECT DISTINCT coalesce(request_id, 0) FROM token WHERE " ELSEWHERE
              " AND EXISTS (SELECT 1 FROM letter WHERE letter.id = letter_id"
              " AND bounced_at IS NULL AND state IN ('sending', 'sent', 'unknown'))"
              " ORDER BY 1 DESC LIMIT $3",
    [FIND] = "SELECT id, request_id, letter_id, purpose, party, subject, address, created_at,"
             " expires_at, ended_at FROM token WHERE sha256 = $1",
};
const struct sql_list tokens_sql = {"tokens", SLOT_TOKENS, SQL_TEXTS(texts)};

enum outcome tokens_add(struct db *db, struct arena *a, const char *sha256, const struct token *t,
                        struct fault *f)
{
    return sql_run(db, &tokens_sql, ADD,
                   SQL_ARGS(TEXT(sha256), TEXT(t->purpose), ID(t->request_id), TEXT(t->party),
                            TEXT(t->subject ? t->subject : ""), TEXT(t->address), ID(t->letter_id),
                            TIME(a, t->created_at), TIME(a, t->expires_at)),
                   NULL, f);
}

enum outcome tokens_find(struct db *db, struct arena *a, const char *sha256, struct token *out,
                         struct fault *f)
{
    memset(out, 0, sizeof *out);
    struct sql_row *row;
    enum outcome o = sql_query(db, &tokens_sql, FIND, SQL_ARGS(TEXT(sha256)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        out->id = sql_int(row, 0);
        out->request_id = sql_int(row, 1);
        out->letter_id = sql_int(row, 2);
        out->purpose = sql_text(row, 3, a);
        out->party = sql_text(row, 4, a);
        out->subject = sql_text(row, 5, a);
        out->address = sql_text(row, 6, a);
        out->created_at = sql_time(row, 7);
        out->expires_at = sql_time(row, 8);
        out->ended_at = sql_time(row, 9);
        sql_end(row);
    }
    return o;
}

enum outcome tokens_end_letter(struct db *db, struct arena *a, int64_t letter_id, instant now,
                               struct fault *f)
{
    return sql_run(db, &tokens_sql, END_LETTER, SQL_ARGS(INT(letter_id), TIME(a, now)), NULL, f);
}

enum outcome tokens_end_others(struct db *db, struct arena *a, int64_t request_id,
                               const char *party, const char *address, instant now, struct fault *f)
{
    return sql_run(db, &tokens_sql, END_OTHERS,
                   SQL_ARGS(INT(request_id), TEXT(party), TEXT(address), TIME(a, now)), NULL, f);
}

enum outcome tokens_end_party(struct db *db, struct arena *a, const char *party,
                              const char *address, instant now, struct fault *f)
{
    return sql_run(db, &tokens_sql, END_PARTY, SQL_ARGS(TEXT(party), TEXT(address), TIME(a, now)),
                   NULL, f);
}

enum outcome tokens_given(struct db *db, struct arena *a, const char *party, const char *address,
                          size_t max, int64_t **requests, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **requests};
    struct sql_row *row;
    enum outcome o = sql_query(db, &tokens_sql, GIVEN,
                               SQL_ARGS(TEXT(party), TEXT(address), INT((int64_t)max)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        *(int64_t *)grow(a, &list) = sql_int(row, 0);
    *requests = list.items;
    *count = list.count;
    return o;
}
