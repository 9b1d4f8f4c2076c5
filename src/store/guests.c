/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Guests: who of the pool is invited to a meeting, and who is still to be told of it.
 *
 * To a network meeting everyone is invited who has not left and is not on a pause; to an
 * introduction, who has not had one. Nobody who rests is written to.
 */
#include "store/guests.h"

#include <string.h>

#include "lists.h"

enum { FIND, SAVE, OF, UNINVITED, UNTOLD, UNREMINDED, TOLD, TELLING, TELL, TELL_ALL };

#define COLUMNS                                                                                    \
    "occasion_id, person_id, name, told, invited_at, answer, how, answered_at, reminded_at"
#define THERE "erased_at IS NULL AND left_at IS NULL AND deceased = 0"
#define JOINED " FROM guest JOIN person ON person.id = person_id WHERE occasion_id = $1 AND "

static const char *const texts[] = {
    [FIND] = "SELECT " COLUMNS " FROM guest JOIN person ON person.id = person_id"
             " WHERE occasion_id = $1 AND person_id = $2",
    [SAVE] = "INSERT INTO guest (occasion_id, person_id, told, invited_at, answer, how,"
             " answered_at, reminded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
             " ON CONFLICT (occasion_id, person_id) DO UPDATE SET told = excluded.told,"
             " answer = excluded.answer, how = excluded.how, answered_at = excluded.answered_at,"
             " reminded_at = excluded.reminded_at",
    [OF] = "SELECT " COLUMNS JOINED THERE " ORDER BY name, person_id",
    [UNINVITED] = "SELECT id FROM person WHERE " THERE " AND via IS NULL AND import_id IS NULL"
                  " AND rests_since IS NULL AND (email <> '' OR postal_address <> '')"
                  " AND ($2 <> 'network' OR paused_until IS NULL OR paused_until < $3)"
                  " AND ($2 <> 'introduction' OR introduction_date IS NULL)"
                  " AND NOT EXISTS (SELECT 1 FROM guest WHERE occasion_id = $1"
                  " AND person_id = person.id) ORDER BY id LIMIT $4",
    [UNTOLD] = "SELECT person_id" JOINED THERE " AND told < $2 AND answer <> 'no'"
               " ORDER BY person_id LIMIT $3",
    [UNREMINDED] = "SELECT person_id" JOINED THERE " AND answer = 'yes' AND reminded_at IS NULL"
                   " ORDER BY person_id LIMIT $2",
    [TOLD] = "SELECT count(*) FROM guest WHERE occasion_id = $1 AND told = $2",
    [TELLING] = "SELECT coalesce(min(id), 0) FROM occasion WHERE telling = 1",
    [TELL] = "UPDATE occasion SET telling = $2 WHERE id = $1",
    [TELL_ALL] = "UPDATE occasion SET telling = $1 WHERE request_id IS NULL AND state = 'planned'",
};
const struct sql_list guests_sql = {"guests", SLOT_GUESTS, SQL_TEXTS(texts)};

static void read_guest(struct sql_row *row, struct arena *a, struct guest *g)
{
    g->occasion_id = sql_int(row, 0);
    g->person_id = sql_int(row, 1);
    g->name = sql_text(row, 2, a);
    g->told = (int)sql_int(row, 3);
    g->invited_at = sql_time(row, 4);
    g->answer = sql_text(row, 5, a);
    g->how = sql_text(row, 6, a);
    g->answered_at = sql_time(row, 7);
    g->reminded_at = sql_time(row, 8);
}

enum outcome guests_find(struct db *db, struct arena *a, int64_t occasion, int64_t person,
                         struct guest *out, struct fault *f)
{
    *out = (struct guest){.occasion_id = occasion,
                          .person_id = person,
                          .answer = "",
                          .how = "",
                          .invited_at = -1,
                          .answered_at = -1,
                          .reminded_at = -1};
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &guests_sql, FIND, SQL_ARGS(INT(occasion), INT(person)), &row, f);
    if (o != DONE || !sql_next(row, &o, f))
        return o;
    read_guest(row, a, out);
    sql_end(row);
    return DONE;
}

enum outcome guests_save(struct db *db, struct arena *a, const struct guest *g, struct fault *f)
{
    return sql_run(db, &guests_sql, SAVE,
                   SQL_ARGS(INT(g->occasion_id), INT(g->person_id), INT(g->told),
                            TIME(a, g->invited_at), TEXT(g->answer), TEXT(g->how),
                            TIME(a, g->answered_at), TIME(a, g->reminded_at)),
                   NULL, f);
}

enum outcome guests_of(struct db *db, struct arena *a, int64_t occasion, struct guest **out,
                       size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &guests_sql, OF, SQL_ARGS(INT(occasion)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        read_guest(row, a, grow(a, &list));
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome guests_next(struct db *db, struct arena *a, const struct occasion *m,
                         enum guests_wanted wanted, const char *today, size_t max, int64_t **ids,
                         size_t *count, struct fault *f)
{
    const struct sql_arg most = INT((int64_t)max);
    const struct sql_arg uninvited[] = {INT(m->id), TEXT(m->kind), TEXT(today), most};
    const struct sql_arg untold[] = {INT(m->id), INT(m->sequence), most};
    const struct sql_arg unreminded[] = {INT(m->id), most};
    const struct {
        unsigned text;
        const struct sql_arg *args;
        size_t count;
    } questions[] = {[GUESTS_UNINVITED] = {UNINVITED, uninvited, 4},
                     [GUESTS_UNTOLD] = {UNTOLD, untold, 3},
                     [GUESTS_UNREMINDED] = {UNREMINDED, unreminded, 2}};
    struct grown list = {.size = sizeof **ids};
    struct sql_row *row;
    enum outcome o = sql_query(db, &guests_sql, questions[wanted].text, questions[wanted].args,
                               questions[wanted].count, &row, f);
    while (o == DONE && sql_next(row, &o, f))
        *(int64_t *)grow(a, &list) = sql_int(row, 0);
    *ids = list.items;
    *count = list.count;
    return o;
}

enum outcome guests_told(struct db *db, const struct occasion *m, int64_t *count, struct fault *f)
{
    return sql_number(db, &guests_sql, TOLD, SQL_ARGS(INT(m->id), INT(m->sequence)), count, f);
}

enum outcome meetings_telling(struct db *db, int64_t *id, struct fault *f)
{
    return sql_number(db, &guests_sql, TELLING, SQL_NO_ARGS, id, f);
}

enum outcome meetings_tell(struct db *db, int64_t id, bool telling, struct fault *f)
{
    if (id == 0)
        return sql_run(db, &guests_sql, TELL_ALL, SQL_ARGS(INT(telling)), NULL, f);
    return sql_run(db, &guests_sql, TELL, SQL_ARGS(INT(id), INT(telling)), NULL, f);
}
