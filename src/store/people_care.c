/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People as the daily look at the pool needs them: who may be due, and what has been written.
 * What is due and what follows is decided in lending/.
 */
#include "store/people.h"

#include "people_texts.h"

enum outcome people_care_due(struct db *db, struct arena *a, const struct care_due *due,
                             int64_t after, size_t max, int64_t **ids, size_t *count,
                             struct fault *f)
{
    struct grown list = {.size = sizeof **ids};
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &people_sql, PERSON_CARE_DUE,
                  SQL_ARGS(TEXT(due->today), TEXT(due->remind), TEXT(due->rest), TEXT(due->renew),
                           TEXT(due->version), INT(after), INT((int64_t)max)),
                  &row, f);
    while (o == DONE && sql_next(row, &o, f))
        *(int64_t *)grow(a, &list) = sql_int(row, 0);
    *ids = list.items;
    *count = list.count;
    return o;
}

enum outcome people_asked_on(struct db *db, const char *day, int64_t *count, struct fault *f)
{
    return sql_number(db, &people_sql, PERSON_ASKED_ON, SQL_ARGS(TEXT(day)), count, f);
}

enum outcome people_resting(struct db *db, int64_t *count, struct fault *f)
{
    return sql_number(db, &people_sql, PERSON_RESTING, SQL_NO_ARGS, count, f);
}

static enum outcome any_letter(struct db *db, enum people_text text, int64_t id,
                               const char *purpose, bool *any, struct fault *f)
{
    int64_t count = 0;
    enum outcome o = sql_number(db, &people_sql, text, SQL_ARGS(INT(id), TEXT(purpose)), &count, f);
    *any = count > 0;
    return o;
}

enum outcome people_letter_waits(struct db *db, int64_t id, const char *purpose, bool *waits,
                                 struct fault *f)
{
    return any_letter(db, PERSON_LETTER_WAITS, id, purpose, waits, f);
}

enum outcome people_was_written(struct db *db, int64_t id, const char *purpose, bool *was,
                                struct fault *f)
{
    return any_letter(db, PERSON_WAS_WRITTEN, id, purpose, was, f);
}

enum outcome people_drop_purpose(struct db *db, struct arena *a, int64_t id, const char *purpose,
                                 instant now, struct fault *f)
{
    enum outcome o = sql_run(db, &people_sql, PERSON_DROP_PURPOSE,
                             SQL_ARGS(INT(id), TEXT(purpose), TIME(a, now)), NULL, f);
    if (o == DONE)
        o = sql_run(db, &people_sql, PERSON_CLOSE_DROPPED, SQL_ARGS(INT(id), TIME(a, now)), NULL,
                    f);
    return o;
}

enum outcome people_renewal_left(struct db *db, int64_t id, const char *day, struct fault *f)
{
    return sql_run(db, &people_sql, PERSON_RENEWAL_LEFT, SQL_ARGS(INT(id), TEXT(day)), NULL, f);
}
