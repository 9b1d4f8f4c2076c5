/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Invitations: one a request and party, by constraint; answers beside them, all of them.
 */
#include "store/invitations.h"

#include "lists.h"

#include <stdlib.h>
#include <string.h>

enum { REVIVE, ADD, OF_REQUEST, WILLING, FIND_PERSON, FIND_ASSOCIATION, SAVE, ADD_ANSWER };

#define COLUMNS                                                                                    \
    "id, request_id, person_id, association_id, wave, state, queued_at, asked_at, answered_at, "   \
    "told_at, deadline, answer_how, text, outcome, score"

static const char *const texts[] = {
    [REVIVE] = "UPDATE invitation SET state = 'queued', outcome = NULL, wave = $4, queued_at = $5,"
               " deadline = $6, score = $7 WHERE request_id = $1"
               " AND (person_id = $2 OR association_id = $3)"
               " AND state = 'cancelled' AND asked_at IS NULL RETURNING id",
    [ADD] = "INSERT INTO invitation (request_id, person_id, association_id, wave, state,"
            " queued_at, deadline, score) VALUES ($1, $2, $3, $4, 'queued', $5, $6, $7)"
            " ON CONFLICT DO NOTHING RETURNING id",
    [OF_REQUEST] = "SELECT " COLUMNS " FROM invitation WHERE request_id = $1 ORDER BY id",
    [WILLING] = "SELECT " COLUMNS " FROM invitation WHERE person_id = $1 AND outcome IS NULL"
                " AND (state = 'yes' OR state = 'maybe') ORDER BY id",
    [FIND_PERSON] = "SELECT " COLUMNS " FROM invitation WHERE request_id = $1 AND person_id = $2",
    [FIND_ASSOCIATION] = "SELECT " COLUMNS " FROM invitation"
                         " WHERE request_id = $1 AND association_id = $2",
    [SAVE] = "UPDATE invitation SET state = $2, asked_at = $3, answered_at = $4, told_at = $5,"
             " deadline = $6, answer_how = $7, text = $8, outcome = $9 WHERE id = $1",
    [ADD_ANSWER] = "INSERT INTO answer (invitation_id, answer, how, inbox_id, text, at)"
                   " VALUES ($1, $2, $3, $4, $5, $6)",
};
const struct sql_list invitations_sql = {"invitations", SLOT_INVITATIONS, SQL_TEXTS(texts)};

static void read_invitation(struct sql_row *row, struct arena *a, struct invitation *i)
{
    int c = 0;
    i->id = sql_int(row, c++);
    i->request_id = sql_int(row, c++);
    i->person_id = sql_int(row, c++);
    i->association_id = sql_int(row, c++);
    i->who = i->person_id ? arena_printf(a, "P%lld", (long long)i->person_id)
                          : arena_printf(a, "A%lld", (long long)i->association_id);
    i->wave = (int)sql_int(row, c++);
    i->state = sql_text(row, c++, a);
    i->queued_at = sql_time(row, c++);
    i->asked_at = sql_time(row, c++);
    i->answered_at = sql_time(row, c++);
    i->told_at = sql_time(row, c++);
    i->deadline = sql_text(row, c++, a);
    i->answer_how = sql_text(row, c++, a);
    i->text = sql_text(row, c++, a);
    i->outcome = sql_text(row, c++, a);
    i->score = (int)sql_int(row, c++);
}

enum outcome invitations_add(struct db *db, struct arena *a, struct invitation *i, struct fault *f)
{
    static const unsigned ways[] = {REVIVE, ADD};
    enum outcome o = DONE;
    i->id = 0;
    for (size_t k = 0; o == DONE && i->id == 0 && k < sizeof ways / sizeof ways[0]; k++)
        o = optional_number(
            sql_number(db, &invitations_sql, ways[k],
                       SQL_ARGS(INT(i->request_id), ID(i->person_id), ID(i->association_id),
                                INT(i->wave), TIME(a, i->queued_at), TEXT(i->deadline),
                                INT(i->score)),
                       &i->id, f),
            &i->id, f);
    return o;
}

static enum outcome list_all(struct db *db, struct arena *a, unsigned text, int64_t id,
                             struct invitation **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &invitations_sql, text, SQL_ARGS(INT(id)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_invitation(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome invitations_of_request(struct db *db, struct arena *a, int64_t request_id,
                                    struct invitation **out, size_t *count, struct fault *f)
{
    return list_all(db, a, OF_REQUEST, request_id, out, count, f);
}

enum outcome invitations_willing(struct db *db, struct arena *a, int64_t person_id,
                                 struct invitation **out, size_t *count, struct fault *f)
{
    return list_all(db, a, WILLING, person_id, out, count, f);
}

enum outcome invitations_find(struct db *db, struct arena *a, int64_t request_id, const char *who,
                              struct invitation *out, struct fault *f)
{
    memset(out, 0, sizeof *out);
    if (who[0] != 'P' && who[0] != 'A')
        return DONE;
    struct sql_row *row;
    enum outcome o = sql_query(db, &invitations_sql, who[0] == 'P' ? FIND_PERSON : FIND_ASSOCIATION,
                               SQL_ARGS(INT(request_id), INT(strtoll(who + 1, NULL, 10))), &row, f);
    if (o == DONE && sql_next(row, &o, f)) {
        read_invitation(row, a, out);
        sql_end(row);
    }
    return o;
}

enum outcome invitations_save(struct db *db, struct arena *a, const struct invitation *i,
                              struct fault *f)
{
    return sql_run(db, &invitations_sql, SAVE,
                   SQL_ARGS(INT(i->id), TEXT(i->state), TIME(a, i->asked_at),
                            TIME(a, i->answered_at), TIME(a, i->told_at), TEXT(i->deadline),
                            TEXT(i->answer_how), TEXT(i->text), TEXT(i->outcome)),
                   NULL, f);
}

enum outcome answers_add(struct db *db, struct arena *a, int64_t invitation_id, const char *answer,
                         const char *how, int64_t inbox_id, const char *text, instant now,
                         struct fault *f)
{
    return sql_run(db, &invitations_sql, ADD_ANSWER,
                   SQL_ARGS(INT(invitation_id), TEXT(answer), TEXT(how), ID(inbox_id),
                            TEXT(text ? text : ""), TIME(a, now)),
                   NULL, f);
}
