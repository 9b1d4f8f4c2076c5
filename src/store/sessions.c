/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Sessions of the staff, and their second factor. Whether a session stands is asked in one text, so
 * that no page can forget a part of the question: not ended, not over, its owner not disabled.
 */
#include "store/sessions.h"

#include <string.h>

#include "lists.h"

enum {
    ADD,
    FIND,
    END,
    END_ALL,
    WEED,
    FACTOR,
    ENROL,
    USE,
    FAULT_OF_SESSION,
    FAULT_OF_STAFF,
    RECOVERY_ADD,
    RECOVERY_USE,
    CLEAR,
    CLEAR_CODES,
};

static const char *const texts[] = {
    [ADD] = "INSERT INTO staff_session (token_hash, staff_id, created_at, expires_at, passed_at)"
            " VALUES ($1, $2, $3, $4, $5)",
    [FIND] =
        "SELECT staff_session.id, staff_id, name, role, email, expires_at, passed_at, tries,"
        " first_until FROM staff_session JOIN staff ON staff.id = staff_id WHERE token_hash = $1"
        " AND ended_at IS NULL AND expires_at > $2 AND disabled_at IS NULL",
    [END] = "UPDATE staff_session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL",
    [END_ALL] = "UPDATE staff_session SET ended_at = $2 WHERE staff_id = $1 AND ended_at IS NULL",
    [WEED] = "DELETE FROM staff_session WHERE created_at < $1",
    [FACTOR] = "SELECT totp_secret, totp_step, code_faults, (SELECT count(*) FROM recovery_code"
               " WHERE staff_id = staff.id AND used_at IS NULL) FROM staff WHERE id = $1",
    [ENROL] = "UPDATE staff SET totp_secret = $2, totp_step = $3, code_faults = 0 WHERE id = $1"
              " AND totp_secret IS NULL",
    [USE] = "UPDATE staff SET totp_step = $2, code_faults = 0 WHERE id = $1 AND totp_step < $2",
    [FAULT_OF_SESSION] = "UPDATE staff_session SET tries = tries + 1 WHERE id = $1",
    [FAULT_OF_STAFF] = "UPDATE staff SET code_faults = code_faults + 1 WHERE id = $1",
    [RECOVERY_ADD] = "INSERT INTO recovery_code (staff_id, code_hash) VALUES ($1, $2)",
    [RECOVERY_USE] = "UPDATE recovery_code SET used_at = $3 WHERE staff_id = $1 AND code_hash = $2"
                     " AND used_at IS NULL",
    [CLEAR] = "UPDATE staff SET totp_secret = NULL, totp_step = 0, code_faults = 0 WHERE id = $1",
    [CLEAR_CODES] = "DELETE FROM recovery_code WHERE staff_id = $1",
};
const struct sql_list sessions_sql = {"sessions", SLOT_SESSIONS, SQL_TEXTS(texts)};

enum outcome sessions_add(struct db *db, struct arena *a, const struct staff_session *s,
                          instant now, struct fault *f)
{
    return sql_run(db, &sessions_sql, ADD,
                   SQL_ARGS(TEXT(s->token_hash), INT(s->staff_id), TIME(a, now),
                            TIME(a, s->expires_at), TIME(a, s->passed ? now : -1)),
                   NULL, f);
}

enum outcome sessions_find(struct db *db, struct arena *a, const char *token_hash, instant now,
                           struct staff_session *out, struct fault *f)
{
    memset(out, 0, sizeof *out);
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &sessions_sql, FIND, SQL_ARGS(TEXT(token_hash), TIME(a, now)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        *out = (struct staff_session){.id = sql_int(row, 0),
                                      .staff_id = sql_int(row, 1),
                                      .token_hash = token_hash,
                                      .name = sql_text(row, 2, a),
                                      .role = sql_text(row, 3, a),
                                      .email = sql_text(row, 4, a),
                                      .expires_at = sql_time(row, 5),
                                      .passed = !sql_is_null(row, 6),
                                      .tries = (int)sql_int(row, 7),
                                      .first = !sql_is_null(row, 8)};
        sql_end(row);
    }
    return o;
}

enum outcome sessions_end(struct db *db, struct arena *a, int64_t id, instant now, struct fault *f)
{
    return sql_run(db, &sessions_sql, END, SQL_ARGS(INT(id), TIME(a, now)), NULL, f);
}

enum outcome sessions_end_all(struct db *db, struct arena *a, int64_t staff_id, instant now,
                              struct fault *f)
{
    return sql_run(db, &sessions_sql, END_ALL, SQL_ARGS(INT(staff_id), TIME(a, now)), NULL, f);
}

enum outcome sessions_weed(struct db *db, struct arena *a, instant before, struct fault *f)
{
    return sql_run(db, &sessions_sql, WEED, SQL_ARGS(TIME(a, before)), NULL, f);
}

/* ---- The second factor ---- */

enum outcome factors_load(struct db *db, struct arena *a, int64_t staff_id,
                          struct second_factor *out, struct fault *f)
{
    memset(out, 0, sizeof *out);
    struct sql_row *row;
    enum outcome o = sql_query(db, &sessions_sql, FACTOR, SQL_ARGS(INT(staff_id)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        *out = (struct second_factor){.secret = sql_text(row, 0, a),
                                      .step = sql_int(row, 1),
                                      .faults = sql_int(row, 2),
                                      .codes_left = sql_int(row, 3)};
        sql_end(row);
    }
    return o;
}

static enum outcome run_once(struct db *db, unsigned text, const struct sql_arg *args, size_t count,
                             bool *took, struct fault *f)
{
    int64_t changed = 0;
    enum outcome o = sql_run(db, &sessions_sql, text, args, count, &changed, f);
    *took = changed > 0;
    return o;
}

enum outcome factors_enrol(struct db *db, int64_t staff_id, const char *secret, int64_t step,
                           bool *took, struct fault *f)
{
    return run_once(db, ENROL, SQL_ARGS(INT(staff_id), TEXT(secret), INT(step)), took, f);
}

enum outcome factors_use(struct db *db, int64_t staff_id, int64_t step, bool *took, struct fault *f)
{
    return run_once(db, USE, SQL_ARGS(INT(staff_id), INT(step)), took, f);
}

enum outcome factors_fault(struct db *db, int64_t session_id, int64_t staff_id, struct fault *f)
{
    enum outcome o =
        sql_run(db, &sessions_sql, FAULT_OF_SESSION, SQL_ARGS(INT(session_id)), NULL, f);
    return o == DONE ? sql_run(db, &sessions_sql, FAULT_OF_STAFF, SQL_ARGS(INT(staff_id)), NULL, f)
                     : o;
}

enum outcome recovery_add(struct db *db, int64_t staff_id, const char *code_hash, struct fault *f)
{
    return sql_run(db, &sessions_sql, RECOVERY_ADD, SQL_ARGS(INT(staff_id), TEXT(code_hash)), NULL,
                   f);
}

enum outcome recovery_use(struct db *db, struct arena *a, int64_t staff_id, const char *code_hash,
                          instant now, bool *took, struct fault *f)
{
    return run_once(db, RECOVERY_USE, SQL_ARGS(INT(staff_id), TEXT(code_hash), TIME(a, now)), took,
                    f);
}

enum outcome recovery_clear(struct db *db, int64_t staff_id, struct fault *f)
{
    return sql_run(db, &sessions_sql, CLEAR_CODES, SQL_ARGS(INT(staff_id)), NULL, f);
}

enum outcome factors_clear(struct db *db, int64_t staff_id, struct fault *f)
{
    enum outcome o = sql_run(db, &sessions_sql, CLEAR, SQL_ARGS(INT(staff_id)), NULL, f);
    return o == DONE ? recovery_clear(db, staff_id, f) : o;
}
