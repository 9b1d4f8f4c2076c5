/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Tasks: what waits for a human; each stands once, and closes itself when its cause is gone.
 */
#include "store/desk.h"

#include "lists.h"
#include "mask.h"

enum {
    STANDS,
    OPEN,
    LIST,
    COUNT,
    OF_KIND,
    TO_POST,
    DONE_ONE,
    SETTLE_MAIL,
    TO_PRINT,
    MASK_PRINT,
    SETTLE_PRINT,
    CLOSE_REQUEST,
    CLOSE_SUBJECT,
    CLOSE_ABOUT,
    CLOSE_MAIL,
    CLOSE_LETTER,
    CLOSE_GENERAL,
    CLOSE_ANSWERS,
    SETTLE_ANSWERS,
};

#define GONE "closed_at = $2, closed_by = 'system', closed_text = ''"

#define COLUMNS                                                                                    \
    "task.id, request_id, task.inbox_id, letter_id, task.kind, task.subject, text, "               \
    "request.number,"                                                                              \
    " since, coalesce(request.subject, '') FROM task LEFT JOIN request ON request.id = request_id"

static const char *const texts[] = {
    [STANDS] = "SELECT count(*) FROM task WHERE closed_at IS NULL AND kind = $1"
               " AND coalesce(request_id, 0) = $2 AND coalesce(inbox_id, 0) = $3"
               " AND coalesce(letter_id, 0) = $4 AND subject = $5",
    [OPEN] = "INSERT INTO task (kind, request_id, inbox_id, letter_id, subject, text, since)"
             " VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [LIST] = "SELECT " COLUMNS " WHERE closed_at IS NULL ORDER BY task.id",
    /* From kind to kind along the index, and no further into each than is counted. */
    [COUNT] = "WITH RECURSIVE kinds (kind) AS (SELECT min(kind) FROM task WHERE closed_at IS NULL"
              " UNION ALL SELECT (SELECT min(kind) FROM task WHERE closed_at IS NULL"
              " AND kind > kinds.kind) FROM kinds WHERE kinds.kind IS NOT NULL)"
              " SELECT kind, (SELECT count(*) FROM (SELECT 1 FROM task WHERE closed_at IS NULL"
              " AND task.kind = kinds.kind LIMIT $1) AS some), (SELECT since FROM task"
              " WHERE closed_at IS NULL AND task.kind = kinds.kind ORDER BY id LIMIT 1)"
              " FROM kinds WHERE kind IS NOT NULL",
    [OF_KIND] = "SELECT " COLUMNS " WHERE closed_at IS NULL AND task.kind = $1 AND task.id > $2"
                " ORDER BY task.id LIMIT $3",
    [TO_POST] = "SELECT id FROM task WHERE closed_at IS NULL AND kind = 'to_print'"
                " AND letter_id = $1",
    [DONE_ONE] = "UPDATE task SET closed_at = $2, closed_by = $3, closed_text = $4"
                 " WHERE id = $1 AND closed_at IS NULL",
    [SETTLE_MAIL] = "UPDATE inbox SET state = 'read' WHERE state = 'waiting'"
                    " AND id = (SELECT inbox_id FROM task WHERE id = $1) AND NOT EXISTS"
                    " (SELECT 1 FROM task WHERE task.inbox_id = inbox.id AND closed_at IS NULL)",
    [TO_PRINT] =
        "SELECT letter.id, token, purpose, raw FROM letter JOIN letter_body"
        " ON letter_body.letter_id = letter.id WHERE state = 'to_print' AND made = 1"
        " AND letter.id = (SELECT letter_id FROM task WHERE id = $1 AND kind = 'to_print')",
    [MASK_PRINT] = "UPDATE letter_body SET raw = $2 WHERE letter_id = $1",
    [SETTLE_PRINT] = "UPDATE letter SET state = 'printed', ended_at = $2, noticed = 0, token = NULL"
                     " WHERE state = 'to_print' AND made = 1 AND id = (SELECT letter_id FROM task"
                     " WHERE id = $1 AND kind = 'to_print')",
    [CLOSE_REQUEST] = "UPDATE task SET " GONE " WHERE request_id = $1 AND closed_at IS NULL"
                      " AND (kind = $3 OR $3 = '') AND inbox_id IS NULL",
    [CLOSE_ABOUT] = "UPDATE task SET " GONE " WHERE request_id = $1 AND closed_at IS NULL"
                    " AND kind = $3 AND subject = $4",
    [CLOSE_SUBJECT] = "UPDATE task SET " GONE " WHERE request_id = $1 AND closed_at IS NULL"
                      " AND (subject = $3 OR substr(subject, 1, length($3) + 1) = $3 || ':')"
                      " AND inbox_id IS NULL AND letter_id IS NULL",
    [CLOSE_MAIL] = "UPDATE task SET " GONE " WHERE inbox_id = $1 AND closed_at IS NULL",
    [CLOSE_LETTER] = "UPDATE task SET " GONE " WHERE letter_id = $1 AND closed_at IS NULL",
    [CLOSE_GENERAL] = "UPDATE task SET " GONE " WHERE request_id IS NULL AND closed_at IS NULL"
                      " AND kind = $1 AND subject = $3",
    [CLOSE_ANSWERS] = "UPDATE task SET " GONE " WHERE kind = 'answer' AND closed_at IS NULL"
                      " AND inbox_id IN (SELECT id FROM inbox WHERE request_id = $1"
                      " AND party = $3)",
    [SETTLE_ANSWERS] = "UPDATE inbox SET state = 'read' WHERE state = 'waiting'"
                       " AND request_id = $1 AND party = $2 AND NOT EXISTS"
                       " (SELECT 1 FROM task WHERE task.inbox_id = inbox.id"
                       " AND closed_at IS NULL)",
};
const struct sql_list tasks_sql = {"tasks", SLOT_TASKS, SQL_TEXTS(texts)};

enum outcome tasks_open(struct db *db, struct arena *a, const struct task *t, struct fault *f)
{
    const char *subject = t->subject ? t->subject : "";
    int64_t standing = 0;
    enum outcome o = sql_number(db, &tasks_sql, STANDS,
                                SQL_ARGS(TEXT(t->kind), INT(t->request_id), INT(t->inbox_id),
                                         INT(t->letter_id), TEXT(subject)),
                                &standing, f);
    if (o != DONE || standing > 0)
        return o;
    return sql_run(db, &tasks_sql, OPEN,
                   SQL_ARGS(TEXT(t->kind), ID(t->request_id), ID(t->inbox_id), ID(t->letter_id),
                            TEXT(subject), TEXT(t->text ? t->text : ""), TIME(a, t->since)),
                   NULL, f);
}

static enum outcome read_tasks(enum outcome o, struct sql_row *row, struct arena *a,
                               struct task **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    while (o == DONE && sql_next(row, &o, f)) {
        struct task *t = grow(a, &list);
        t->id = sql_int(row, 0);
        t->request_id = sql_int(row, 1);
        t->inbox_id = sql_int(row, 2);
        t->letter_id = sql_int(row, 3);
        t->kind = sql_text(row, 4, a);
        t->subject = sql_text(row, 5, a);
        t->text = sql_text(row, 6, a);
        t->number = sql_text(row, 7, a);
        t->since = sql_time(row, 8);
        t->asked = sql_text(row, 9, a);
    }
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome tasks_list(struct db *db, struct arena *a, struct task **out, size_t *count,
                        struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &tasks_sql, LIST, SQL_NO_ARGS, &row, f);
    return read_tasks(o, row, a, out, count, f);
}

enum outcome tasks_of_kind(struct db *db, struct arena *a, const char *kind, int64_t after,
                           size_t max, struct task **out, size_t *count, struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &tasks_sql, OF_KIND,
                               SQL_ARGS(TEXT(kind), INT(after), INT((int64_t)max)), &row, f);
    return read_tasks(o, row, a, out, count, f);
}

enum outcome tasks_count(struct db *db, struct arena *a, struct task_count **out, size_t *count,
                         struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &tasks_sql, COUNT, SQL_ARGS(INT(TASKS_COUNTED)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct task_count *c = grow(a, &list);
        c->kind = sql_text(row, 0, a);
        c->count = sql_int(row, 1);
        c->oldest = sql_time(row, 2);
    }
    *out = list.items;
    *count = list.count;
    return o;
}

/* What has been printed keeps its link in clear no longer than what has been sent (invariant 9). */
static enum outcome settle_print(struct db *db, struct arena *a, int64_t task, instant now,
                                 struct fault *f)
{
    struct sql_row *row;
    enum outcome o = sql_query(db, &tasks_sql, TO_PRINT, SQL_ARGS(INT(task)), &row, f);
    if (o != DONE || !sql_next(row, &o, f))
        return o;
    int64_t letter = sql_int(row, 0);
    const char *token = sql_text(row, 1, a), *purpose = sql_text(row, 2, a);
    size_t len;
    char *raw = sql_blob(row, 3, a, &len);
    sql_end(row);
    if (token && mask_letter(a, raw, len, token, purpose) > 0)
        o = sql_run(db, &tasks_sql, MASK_PRINT, SQL_ARGS(INT(letter), BLOB(raw, len)), NULL, f);
    if (o == DONE)
        o = sql_run(db, &tasks_sql, SETTLE_PRINT, SQL_ARGS(INT(task), TIME(a, now)), NULL, f);
    return o;
}

enum outcome tasks_to_print(struct db *db, int64_t letter_id, int64_t *id, struct fault *f)
{
    enum outcome o = sql_number(db, &tasks_sql, TO_POST, SQL_ARGS(INT(letter_id)), id, f);
    return optional_number(o, id, f);
}

enum outcome tasks_done(struct db *db, struct arena *a, int64_t id, const char *by,
                        const char *text, instant now, struct fault *f)
{
    int64_t changed;
    enum outcome o =
        sql_run(db, &tasks_sql, DONE_ONE,
                SQL_ARGS(INT(id), TIME(a, now), TEXT(by), TEXT(text ? text : "")), &changed, f);
    if (o == DONE && changed == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no open task %lld", (long long)id);
    if (o == DONE)
        o = sql_run(db, &tasks_sql, SETTLE_MAIL, SQL_ARGS(INT(id)), NULL, f);
    if (o == DONE)
        o = settle_print(db, a, id, now, f);
    return o;
}

enum outcome tasks_close_request(struct db *db, struct arena *a, int64_t request_id,
                                 const char *kind, instant now, struct fault *f)
{
    return sql_run(db, &tasks_sql, CLOSE_REQUEST,
                   SQL_ARGS(INT(request_id), TIME(a, now), TEXT(kind)), NULL, f);
}

enum outcome tasks_close_about(struct db *db, struct arena *a, int64_t request_id, const char *kind,
                               const char *subject, instant now, struct fault *f)
{
    return sql_run(db, &tasks_sql, CLOSE_ABOUT,
                   SQL_ARGS(INT(request_id), TIME(a, now), TEXT(kind), TEXT(subject)), NULL, f);
}

enum outcome tasks_close_subject(struct db *db, struct arena *a, int64_t request_id,
                                 const char *subject, instant now, struct fault *f)
{
    return sql_run(db, &tasks_sql, CLOSE_SUBJECT,
                   SQL_ARGS(INT(request_id), TIME(a, now), TEXT(subject)), NULL, f);
}

enum outcome tasks_close_mail(struct db *db, struct arena *a, int64_t inbox_id, instant now,
                              struct fault *f)
{
    return sql_run(db, &tasks_sql, CLOSE_MAIL, SQL_ARGS(INT(inbox_id), TIME(a, now)), NULL, f);
}

enum outcome tasks_close_letter(struct db *db, struct arena *a, int64_t letter_id, instant now,
                                struct fault *f)
{
    return sql_run(db, &tasks_sql, CLOSE_LETTER, SQL_ARGS(INT(letter_id), TIME(a, now)), NULL, f);
}

enum outcome tasks_close_general(struct db *db, struct arena *a, const char *kind,
                                 const char *subject, instant now, struct fault *f)
{
    return sql_run(db, &tasks_sql, CLOSE_GENERAL, SQL_ARGS(TEXT(kind), TIME(a, now), TEXT(subject)),
                   NULL, f);
}

enum outcome tasks_answered(struct db *db, struct arena *a, int64_t request_id, const char *party,
                            instant now, struct fault *f)
{
    enum outcome o = sql_run(db, &tasks_sql, CLOSE_ANSWERS,
                             SQL_ARGS(INT(request_id), TIME(a, now), TEXT(party)), NULL, f);
    if (o == DONE)
        o = sql_run(db, &tasks_sql, SETTLE_ANSWERS, SQL_ARGS(INT(request_id), TEXT(party)), NULL,
                    f);
    return o;
}
