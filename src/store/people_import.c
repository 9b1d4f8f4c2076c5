/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People laid down by an import, unseen until they are shown (include/store/people.h).
 *
 * The caller chooses the slices and their transactions; each call here is one step of one.
 */
#include "store/people.h"

#include "people_texts.h"

enum outcome people_keys(struct db *db, struct arena *a, struct person_key **out, size_t *count,
                         struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &people_sql, PERSON_KEYS, SQL_NO_ARGS, &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct person_key *k = grow(a, &list);
        k->id = sql_int(row, 0);
        k->via = sql_int(row, 1);
        k->name = sql_text(row, 2, a);
        k->email = sql_text(row, 3, a);
        k->phone = sql_text(row, 4, a);
    }
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome people_import_id(struct db *db, int64_t *import, struct fault *f)
{
    return sql_number(db, &people_sql, PERSON_IMPORT_ID, SQL_NO_ARGS, import, f);
}

enum outcome people_import_add(struct db *db, struct arena *a, const struct person *p,
                               int64_t import, instant now, int64_t *id, struct fault *f)
{
    return person_insert(db, a, p, import, now, id, f);
}

enum outcome people_import_show(struct db *db, int64_t import, size_t max, int64_t *first,
                                int64_t *last, struct fault *f)
{
    *first = *last = 0;
    struct sql_row *row;
    enum outcome o = sql_query(db, &people_sql, PERSON_IMPORT_RANGE,
                               SQL_ARGS(INT(import), INT((int64_t)max)), &row, f);
    if (o != DONE || !sql_next(row, &o, f))
        return o;
    *first = sql_int(row, 0);
    *last = sql_int(row, 1);
    sql_end(row);
    if (*last == 0)
        return DONE;
    return sql_run(db, &people_sql, PERSON_IMPORT_SHOW,
                   SQL_ARGS(INT(import), INT(*first), INT(*last)), NULL, f);
}

enum outcome people_import_discard(struct db *db, size_t max, int64_t *deleted, struct fault *f)
{
    const struct sql_arg most = INT((int64_t)max);
    *deleted = 0;
    enum outcome o = sql_run(db, &people_sql, PERSON_DISCARD_AREAS, &most, 1, NULL, f);
    if (o == DONE)
        o = sql_run(db, &people_sql, PERSON_DISCARD_CONSENTS, &most, 1, NULL, f);
    return o == DONE ? sql_run(db, &people_sql, PERSON_DISCARD, &most, 1, deleted, f) : o;
}
