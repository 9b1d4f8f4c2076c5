/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Codes that open a page in one browser.
 */
#include "store/web.h"

#include "lists.h"

#include <string.h>

enum { CODE_ADD, CODE_WEED, CODE_NEWEST, CODE_SINCE, CODE_TRY, CODE_PASS, CODE_RENAME };

static const char *const texts[] = {
    [CODE_ADD] = "INSERT INTO code (party, browser_hash, code_hash, created_at, expires_at)"
                 " VALUES ($1, $2, $3, $4, $5)",
    [CODE_WEED] = "DELETE FROM code WHERE created_at < $1",
    [CODE_NEWEST] = "SELECT id, party, browser_hash, code_hash, tries, created_at, expires_at,"
                    " passed_until FROM code WHERE browser_hash = $1 AND party = $2"
                    " ORDER BY id DESC LIMIT 1",
    [CODE_SINCE] = "SELECT count(*) FROM code WHERE party = $1 AND created_at >= $2",
    [CODE_TRY] = "UPDATE code SET tries = tries + 1 WHERE id = $1",
    [CODE_PASS] = "UPDATE code SET passed_until = $2 WHERE id = $1",
    [CODE_RENAME] = "UPDATE code SET browser_hash = $2 WHERE browser_hash = $1",
};
const struct sql_list web_codes_sql = {"web_codes", SLOT_WEB_CODES, SQL_TEXTS(texts)};

enum outcome codes_add(struct db *db, struct arena *a, const struct code *c, struct fault *f)
{
    return sql_run(db, &web_codes_sql, CODE_ADD,
                   SQL_ARGS(TEXT(c->party), TEXT(c->browser_hash), TEXT(c->code_hash),
                            TIME(a, c->created_at), TIME(a, c->expires_at)),
                   NULL, f);
}

enum outcome codes_weed(struct db *db, struct arena *a, instant before, struct fault *f)
{
    return sql_run(db, &web_codes_sql, CODE_WEED, SQL_ARGS(TIME(a, before)), NULL, f);
}

enum outcome codes_newest(struct db *db, struct arena *a, const char *browser_hash,
                          const char *party, struct code *out, struct fault *f)
{
    memset(out, 0, sizeof *out);
    struct sql_row *row;
    enum outcome o = sql_query(db, &web_codes_sql, CODE_NEWEST,
                               SQL_ARGS(TEXT(browser_hash), TEXT(party)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        out->id = sql_int(row, 0);
        out->party = sql_text(row, 1, a);
        out->browser_hash = sql_text(row, 2, a);
        out->code_hash = sql_text(row, 3, a);
        out->tries = (int)sql_int(row, 4);
        out->created_at = sql_time(row, 5);
        out->expires_at = sql_time(row, 6);
        out->passed_until = sql_time(row, 7);
        sql_end(row);
    }
    return o;
}

enum outcome codes_since(struct db *db, struct arena *a, const char *party, instant since,
                         int64_t *count, struct fault *f)
{
    return sql_number(db, &web_codes_sql, CODE_SINCE, SQL_ARGS(TEXT(party), TIME(a, since)), count,
                      f);
}

enum outcome codes_try(struct db *db, int64_t id, struct fault *f)
{
    return sql_run(db, &web_codes_sql, CODE_TRY, SQL_ARGS(INT(id)), NULL, f);
}

enum outcome codes_pass(struct db *db, struct arena *a, const struct code *c, const char *browser,
                        instant until, struct fault *f)
{
    enum outcome o =
        sql_run(db, &web_codes_sql, CODE_PASS, SQL_ARGS(INT(c->id), TIME(a, until)), NULL, f);
    return o == DONE ? sql_run(db, &web_codes_sql, CODE_RENAME,
                               SQL_ARGS(TEXT(c->browser_hash), TEXT(browser)), NULL, f)
                     : o;
}
