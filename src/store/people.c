/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People: loaded and saved whole, with their areas; found by area and by address.
 *
 * What belongs to a person elsewhere in the book, erasing and merging: people_records.c. Imports:
 * people_import.c. The texts: people_texts.c.
 */
#include "store/people.h"

#include "people_texts.h"

/* Column, parameter and struct stand in one order: that of COLUMNS in people_texts.c. */
enum { PERSON_ARGS = 30 };

static void bind_person(struct arena *a, const struct person *p, struct sql_arg args[PERSON_ARGS])
{
    const struct sql_arg all[PERSON_ARGS - 1] = {
        TEXT(p->name),
        TEXT(p->email ? p->email : ""),
        TEXT(p->phone ? p->phone : ""),
        TEXT(p->postal_address ? p->postal_address : ""),
        TEXT(p->perspective ? p->perspective : ""),
        TEXT(p->formats ? p->formats : ""),
        TEXT(p->municipality ? p->municipality : ""),
        INT(p->travel_km),
        TEXT(p->languages && *p->languages ? p->languages : "sv"),
        TEXT(p->letter_language && *p->letter_language ? p->letter_language : "sv"),
        TEXT(p->ways ? p->ways : ""),
        TEXT(p->access_needs ? p->access_needs : ""),
        TEXT(p->story ? p->story : ""),
        TEXT(p->conflicts ? p->conflicts : ""),
        ID(p->birth_year),
        TEXT(p->consent_date),
        TEXT(p->consent_version ? p->consent_version : ""),
        TEXT(p->consent_how ? p->consent_how : ""),
        TEXT(p->introduction_date),
        TEXT(p->renewed_on),
        TEXT(p->paused_until),
        INT(p->objects),
        INT(p->protected_identity),
        INT(p->deceased),
        TIME(a, p->left_at),
        ID(p->via),
        TEXT(p->renewal_asked_on),
        TEXT(p->renewal_reminded_on),
        TEXT(p->rests_since),
    };
    for (int i = 0; i < PERSON_ARGS - 1; i++)
        args[1 + i] = all[i];
}

static void read_person(struct sql_row *row, struct arena *a, struct person *p)
{
    int c = 0;
    p->id = sql_int(row, c++);
    p->name = sql_text(row, c++, a);
    p->email = sql_text(row, c++, a);
    p->phone = sql_text(row, c++, a);
    p->postal_address = sql_text(row, c++, a);
    p->perspective = sql_text(row, c++, a);
    p->formats = sql_text(row, c++, a);
    p->municipality = sql_text(row, c++, a);
    p->travel_km = (int)sql_int(row, c++);
    p->languages = sql_text(row, c++, a);
    p->letter_language = sql_text(row, c++, a);
    p->ways = sql_text(row, c++, a);
    p->access_needs = sql_text(row, c++, a);
    p->story = sql_text(row, c++, a);
    p->conflicts = sql_text(row, c++, a);
    p->birth_year = (int)sql_int(row, c++);
    p->consent_date = sql_text(row, c++, a);
    p->consent_version = sql_text(row, c++, a);
    p->consent_how = sql_text(row, c++, a);
    p->introduction_date = sql_text(row, c++, a);
    p->renewed_on = sql_text(row, c++, a);
    p->paused_until = sql_text(row, c++, a);
    p->objects = sql_int(row, c++) != 0;
    p->protected_identity = sql_int(row, c++) != 0;
    p->deceased = sql_int(row, c++) != 0;
    p->left_at = sql_time(row, c++);
    p->via = sql_int(row, c++);
    p->renewal_asked_on = sql_text(row, c++, a);
    p->renewal_reminded_on = sql_text(row, c++, a);
    p->rests_since = sql_text(row, c++, a);
    p->erased_at = sql_time(row, c++);
}

static enum outcome load_areas(struct db *db, struct arena *a, struct person *p, struct fault *f)
{
    struct grown wanted = {.size = sizeof *p->areas}, unwanted = {.size = sizeof *p->unwanted};
    struct sql_row *row;
    enum outcome o = sql_query(db, &people_sql, PERSON_AREAS, SQL_ARGS(INT(p->id)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        const char **area = grow(a, sql_int(row, 1) ? &unwanted : &wanted);
        *area = sql_text(row, 0, a);
    }
    p->areas = wanted.items;
    p->area_count = wanted.count;
    p->unwanted = unwanted.items;
    p->unwanted_count = unwanted.count;
    return o;
}

enum outcome people_load_alone(struct db *db, struct arena *a, int64_t id, struct person *out,
                               struct fault *f)
{
    *out = (struct person){0};
    struct sql_row *row;
    enum outcome o = sql_query(db, &people_sql, PERSON_LOAD, SQL_ARGS(INT(id)), &row, f);
    if (o != DONE)
        return o;
    bool found = sql_next(row, &o, f);
    if (found)
        read_person(row, a, out);
    sql_end(row);
    if (!found && o == DONE)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no person P%lld", (long long)id);
    return o;
}

enum outcome people_load(struct db *db, struct arena *a, int64_t id, struct person *out,
                         struct fault *f)
{
    enum outcome o = people_load_alone(db, a, id, out, f);
    return o == DONE ? load_areas(db, a, out, f) : o;
}

/* An area that stands in both lists is unwanted: what somebody does not want goes first. */
static enum outcome save_areas(struct db *db, const struct person *p, int64_t id, struct fault *f)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < p->area_count; i++)
        o = sql_run(db, &people_sql, PERSON_AREA_ADD, SQL_ARGS(INT(id), TEXT(p->areas[i]), INT(0)),
                    NULL, f);
    for (size_t i = 0; o == DONE && i < p->unwanted_count; i++)
        o = sql_run(db, &people_sql, PERSON_AREA_ADD,
                    SQL_ARGS(INT(id), TEXT(p->unwanted[i]), INT(1)), NULL, f);
    return o;
}

enum outcome person_insert(struct db *db, struct arena *a, const struct person *p, int64_t import,
                           instant now, int64_t *id, struct fault *f)
{
    struct sql_arg args[PERSON_ARGS + 1];
    bind_person(a, p, args);
    args[0] = ID(import);
    args[PERSON_ARGS] = TIME(a, now);
    enum outcome o = sql_number(db, &people_sql, PERSON_INSERT, args, PERSON_ARGS + 1, id, f);
    return o == DONE ? save_areas(db, p, *id, f) : o;
}

static enum outcome person_update(struct db *db, struct arena *a, const struct person *p,
                                  struct fault *f)
{
    struct sql_arg args[PERSON_ARGS];
    bind_person(a, p, args);
    args[0] = INT(p->id);
    int64_t changed;
    enum outcome o = sql_run(db, &people_sql, PERSON_UPDATE, args, PERSON_ARGS, &changed, f);
    if (o == DONE && changed == 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no person P%lld", (long long)p->id);
    if (o == DONE)
        o = sql_run(db, &people_sql, PERSON_AREAS_CLEAR, SQL_ARGS(INT(p->id)), NULL, f);
    return o == DONE ? save_areas(db, p, p->id, f) : o;
}

enum outcome people_save(struct db *db, struct arena *a, const struct person *p, instant now,
                         int64_t *id, struct fault *f)
{
    if (p->id == 0)
        return person_insert(db, a, p, 0, now, id, f);
    *id = p->id;
    return person_update(db, a, p, f);
}

static enum outcome list_ids(struct db *db, struct arena *a, enum people_text text,
                             const struct sql_arg *args, size_t arg_count, int64_t **ids,
                             size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **ids};
    struct sql_row *row;
    enum outcome o = sql_query(db, &people_sql, text, args, arg_count, &row, f);
    while (o == DONE && sql_next(row, &o, f))
        *(int64_t *)grow(a, &list) = sql_int(row, 0);
    *ids = list.items;
    *count = list.count;
    return o;
}

enum outcome people_ids(struct db *db, struct arena *a, int64_t **ids, size_t *count,
                        struct fault *f)
{
    return list_ids(db, a, PERSON_IDS, SQL_NO_ARGS, ids, count, f);
}

enum outcome people_with_area(struct db *db, struct arena *a, const char *area, int64_t **ids,
                              size_t *count, struct fault *f)
{
    return list_ids(db, a, PERSON_WITH_AREA, SQL_ARGS(TEXT(area)), ids, count, f);
}

enum outcome people_with_email(struct db *db, struct arena *a, const char *email, int64_t **ids,
                               size_t *count, struct fault *f)
{
    return list_ids(db, a, PERSON_WITH_EMAIL, SQL_ARGS(TEXT(email)), ids, count, f);
}

enum outcome people_history(struct db *db, struct arena *a, int64_t id, instant since, instant now,
                            struct person_history *out, struct fault *f)
{
    *out = (struct person_history){0};
    struct sql_row *row;
    enum outcome o = sql_query(db, &people_sql, PERSON_HISTORY,
                               SQL_ARGS(INT(id), TIME(a, since), TIME(a, now - DAYS(30))), &row, f);
    if (o != DONE || !sql_next(row, &o, f))
        return o;
    out->asked = (int)sql_int(row, 0);
    out->asked_last_30_days = (int)sql_int(row, 1);
    out->last_asked = sql_text(row, 2, a);
    out->assigned = (int)sql_int(row, 3);
    sql_end(row);
    return DONE;
}

enum outcome people_answer_rate(struct db *db, struct arena *a, instant since, int64_t *asked,
                                int64_t *yes, struct fault *f)
{
    *asked = *yes = 0;
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &people_sql, PERSON_ANSWER_RATE, SQL_ARGS(TIME(a, since)), &row, f);
    if (o != DONE || !sql_next(row, &o, f))
        return o;
    *asked = sql_int(row, 0);
    *yes = sql_int(row, 1);
    sql_end(row);
    return DONE;
}
