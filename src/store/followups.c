/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Follow-ups: whose words are waited for, when they were asked and reminded, and what they said.
 */
#include "store/followups.h"

#include "lists.h"

#include <string.h>

enum { ADD, OF_REQUEST, FIND, SAVE, UNTOLD, UNPAID, TASKS, CHASED };

#define COLUMNS                                                                                    \
    "id, request_id, party, due_at, sent_at, reminded_at, answered_at, answer_how, answers"

/* A person closed such a task: it is settled in another way than by the book. */
#define SETTLED(such)                                                                              \
    "EXISTS (SELECT 1 FROM task WHERE task.request_id = $1 AND " such                              \
    " AND closed_at IS NOT NULL AND closed_by <> 'system')"

static const char *const texts[] = {
    [ADD] = "INSERT INTO followup (request_id, party, due_at) VALUES ($1, $2, $3)"
            " ON CONFLICT (request_id, party) DO NOTHING RETURNING id",
    [OF_REQUEST] = "SELECT " COLUMNS " FROM followup WHERE request_id = $1 ORDER BY id",
    [FIND] = "SELECT " COLUMNS " FROM followup WHERE request_id = $1 AND party = $2",
    [SAVE] = "UPDATE followup SET due_at = $2, sent_at = $3, reminded_at = $4, answered_at = $5,"
             " answer_how = $6, answers = $7 WHERE id = $1",
    [UNTOLD] =
        "SELECT count(*) FROM placement WHERE request_id = $1"
        " AND state IN ('done', 'followed_up') AND NOT EXISTS (SELECT 1 FROM letter"
        " WHERE letter.request_id = $1 AND purpose = 'outcome_person'"
        " AND state <> 'dropped' AND recipient = 'P' || CAST(person_id AS TEXT))"
        " AND NOT EXISTS (SELECT 1 FROM person WHERE person.id = person_id"
        " AND (deceased = 1 OR erased_at IS NOT NULL)) AND NOT " SETTLED("kind = 'outcome_owed'"),
    [UNPAID] = "SELECT count(*) FROM compensation"
               " JOIN placement ON placement.id = placement_id WHERE request_id = $1"
               " AND (paid IS NULL OR paid = 'no') AND NOT " SETTLED(
                   "kind = 'unpaid' AND subject = 'C' || CAST(compensation.id AS TEXT)"),
    [TASKS] = "SELECT count(*) FROM task WHERE request_id = $1 AND closed_at IS NULL"
              " AND kind <> 'close'",
    [CHASED] = "SELECT count(*) FROM timer WHERE request_id = $1 AND kind = 'paid'",
};
const struct sql_list followups_sql = {"followups", SLOT_FOLLOWUPS, SQL_TEXTS(texts)};

static void read_followup(struct sql_row *row, struct arena *a, struct followup *fu)
{
    int c = 0;
    fu->id = sql_int(row, c++);
    fu->request_id = sql_int(row, c++);
    fu->party = sql_text(row, c++, a);
    fu->due_at = sql_time(row, c++);
    fu->sent_at = sql_time(row, c++);
    fu->reminded_at = sql_time(row, c++);
    fu->answered_at = sql_time(row, c++);
    fu->answer_how = sql_text(row, c++, a);
    fu->answers = sql_text(row, c++, a);
}

enum outcome followups_add(struct db *db, struct arena *a, struct followup *fu, struct fault *f)
{
    enum outcome o =
        sql_number(db, &followups_sql, ADD,
                   SQL_ARGS(INT(fu->request_id), TEXT(fu->party), TIME(a, fu->due_at)), &fu->id, f);
    return optional_number(o, &fu->id, f);
}

enum outcome followups_of_request(struct db *db, struct arena *a, int64_t request_id,
                                  struct followup **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &followups_sql, OF_REQUEST, SQL_ARGS(INT(request_id)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_followup(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome followups_find(struct db *db, struct arena *a, int64_t request_id, const char *party,
                            struct followup *out, struct fault *f)
{
    struct sql_row *row;
    memset(out, 0, sizeof *out);
    enum outcome o =
        sql_query(db, &followups_sql, FIND, SQL_ARGS(INT(request_id), TEXT(party)), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        read_followup(row, a, out);
        sql_end(row);
    }
    return o;
}

enum outcome followups_save(struct db *db, struct arena *a, const struct followup *fu,
                            struct fault *f)
{
    return sql_run(db, &followups_sql, SAVE,
                   SQL_ARGS(INT(fu->id), TIME(a, fu->due_at), TIME(a, fu->sent_at),
                            TIME(a, fu->reminded_at), TIME(a, fu->answered_at),
                            TEXT(fu->answer_how), TEXT(fu->answers)),
                   NULL, f);
}

enum outcome followups_left(struct db *db, int64_t request_id, struct followups_left *out,
                            struct fault *f)
{
    int64_t *const counts[] = {&out->untold, &out->unpaid, &out->tasks, &out->chased};
    const unsigned ids[] = {UNTOLD, UNPAID, TASKS, CHASED};
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < sizeof ids / sizeof ids[0]; i++)
        o = sql_number(db, &followups_sql, ids[i], SQL_ARGS(INT(request_id)), counts[i], f);
    return o;
}
