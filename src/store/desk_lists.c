/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the desk lists of people, associations and units (include/store/desk_lists.h, units.h).
 *
 * SQLite folds the letters of English alone: a word is looked for as it is folded, and with its
 * first letters large, as names are written ("åsa", "Åsa").
 */
#include "store/desk_lists.h"

#include <string.h>

#include "base/text.h"
#include "lists.h"
#include "store/units.h"

enum { FIND, FIND_AREA, OF_AREA, ASKS, ASSOCIATIONS, UNITS, UNIT_PAGE, CALENDAR };

#define OF_POOL                                                                                    \
    "import_id IS NULL AND erased_at IS NULL AND via IS NULL AND left_at IS NULL"                  \
    " AND deceased = 0 AND CASE WHEN $1 THEN consent_date IS NOT NULL ELSE objects = 0 END"        \
    " AND ($2 = '' OR municipality = $2 COLLATE NOCASE)"
#define HAS(column) column " LIKE $3 ESCAPE '\\' OR " column " LIKE $4 ESCAPE '\\'"
/* One look at a column where one will do: a search goes through a hundred thousand rows. */
#define SAYS                                                                                       \
    " AND CASE $7 WHEN 1 THEN name LIKE $3 ESCAPE '\\'"                                            \
    " WHEN 2 THEN " HAS("name") " WHEN 3 THEN email LIKE $3 ESCAPE '\\' OR phone LIKE $3"          \
                                " ESCAPE '\\' ELSE 1 END"

static const char *const texts[] = {
    [FIND] = "SELECT id FROM person INDEXED BY person_by_name WHERE " OF_POOL SAYS
             " AND ($6 = '' OR EXISTS (SELECT 1 FROM person_area WHERE person_id = person.id"
             " AND area = $6 AND unwanted = 0)) ORDER BY name, id LIMIT $5",
    [FIND_AREA] =
        "SELECT id FROM person_area JOIN person ON person.id = person_id"
        " WHERE area = $6 AND unwanted = 0 AND " OF_POOL SAYS " ORDER BY name, id LIMIT $5",
    [OF_AREA] = "SELECT count(*) FROM (SELECT 1 FROM person_area WHERE area = $1"
                " AND unwanted = 0 LIMIT $2) AS some",
    [ASKS] = "SELECT number, subject, invitation.state, outcome,"
             " (SELECT placement.state FROM placement WHERE placement.request_id = request.id"
             "  AND placement.person_id = $1 LIMIT 1), coalesce(asked_at, queued_at)"
             " FROM invitation JOIN request ON request.id = invitation.request_id"
             " WHERE invitation.person_id = $1 ORDER BY queued_at DESC LIMIT $2",
    [ASSOCIATIONS] = "SELECT id FROM association WHERE left_at IS NULL AND name > $1"
                     " AND ($3 = '%%' OR " HAS("name") " OR " HAS("contact") " OR " HAS(
                         "municipalities") ") ORDER BY name LIMIT $2",
    /* Every unit and contact is looked at: they are some thousands, and each row is short. */
    [UNIT_PAGE] =
        "SELECT id FROM unit WHERE merged_into IS NULL AND (name COLLATE NOCASE, id) >"
        " (coalesce((SELECT name FROM unit WHERE id = $1), ''), $1)"
        " AND ($3 = '%%' OR id IN (SELECT unit_id FROM unit_name WHERE folded LIKE $3 ESCAPE '\\'"
        "  UNION SELECT id FROM unit WHERE " HAS(
            "division") "  UNION SELECT unit_id FROM unit_contact WHERE address LIKE $3 ESCAPE "
                        "'\\' OR " HAS("name") ")) ORDER BY name COLLATE NOCASE, id LIMIT $2",
    [CALENDAR] = "SELECT starts, ends, occasion.kind, (SELECT number FROM request"
                 " WHERE request.id = request_id), place, uid, sequence, 0 FROM occasion"
                 " WHERE starts >= $1 AND starts < $2 AND state <> 'cancelled'"
                 " UNION ALL"
                 " SELECT deadline, '', 'deadline', (SELECT number FROM request"
                 "  WHERE request.id = request_id), '', '', 0, count(*) FROM invitation"
                 " WHERE (state = 'queued' OR state = 'sent' OR state = 'unknown')"
                 " AND deadline >= $1 AND deadline < $2 GROUP BY deadline, request_id"
                 " ORDER BY 1, 4 LIMIT $3",
    [UNITS] = "SELECT unit FROM cooperation WHERE association_id = $1 ORDER BY unit",
};
const struct sql_list desk_lists_sql = {"desk_lists", SLOT_DESK_LISTS, SQL_TEXTS(texts)};

/* "%…%", in which % and _ are only themselves. */
static const char *anywhere(struct arena *a, const char *words)
{
    char *out = arena_array(a, strlen(words) + 2, 2), *to = out;
    *to++ = '%';
    for (const char *at = words; *at; at++) {
        if (*at == '%' || *at == '_' || *at == '\\')
            *to++ = '\\';
        *to++ = *at;
    }
    *to = '%';
    return out;
}

/* With the Swedish letters large that stand first in a word: SQLite does the others. */
static const char *as_names(struct arena *a, const char *folded)
{
    char *out = arena_strdup(a, folded);
    for (char *at = out; *at; at++) {
        bool first = at == out || at[-1] == ' ' || at[-1] == '-';
        if (first && at[0] == '\xc3' && (unsigned char)at[1] >= 0xa0)
            at[1] = (char)(at[1] - 0x20);
    }
    return out;
}

static enum outcome ids_of(struct db *db, struct arena *a, unsigned text,
                           const struct sql_arg *args, size_t arg_count, int64_t **ids,
                           size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **ids};
    struct sql_row *row;
    enum outcome o = sql_query(db, &desk_lists_sql, text, args, arg_count, &row, f);
    while (o == DONE && sql_next(row, &o, f))
        *(int64_t *)grow(a, &list) = sql_int(row, 0);
    *ids = list.items;
    *count = list.count;
    return o;
}

/* Where the words can stand; what SAYS asks by. */
enum { ANYWHERE, IN_NAME, IN_NAME_LARGE, IN_REACH };

static int place_of(const char *words, const char *large)
{
    if (!*words)
        return ANYWHERE;
    if (strpbrk(words, "@.0123456789"))
        return IN_REACH;
    return strcmp(words, large) == 0 ? IN_NAME : IN_NAME_LARGE;
}

/* Few have the area: they are looked through one by one, and else all by their name. */
static enum outcome choose_text(struct db *db, const char *area, unsigned *text, struct fault *f)
{
    enum { FEW = 2000 };
    int64_t count = FEW;
    enum outcome o = DONE;
    if (*area)
        o = sql_number(db, &desk_lists_sql, OF_AREA, SQL_ARGS(TEXT(area), INT(FEW)), &count, f);
    *text = count < FEW ? FIND_AREA : FIND;
    return o;
}

enum outcome people_search(struct db *db, struct arena *a, const struct people_query *query,
                           size_t max, int64_t **ids, size_t *count, struct fault *f)
{
    const char *words = text_fold(a, query->words), *large = as_names(a, words);
    unsigned text;
    enum outcome o = choose_text(db, query->area, &text, f);
    if (o != DONE)
        return o;
    return ids_of(db, a, text,
                  SQL_ARGS(INT(query->consent_is_basis), TEXT(query->municipality),
                           TEXT(anywhere(a, words)), TEXT(anywhere(a, large)), INT((int64_t)max),
                           TEXT(query->area), INT(place_of(words, large))),
                  ids, count, f);
}

enum outcome people_asks(struct db *db, struct arena *a, int64_t id, size_t max,
                         struct person_ask **out, size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o =
        sql_query(db, &desk_lists_sql, ASKS, SQL_ARGS(INT(id), INT((int64_t)max)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct person_ask *x = grow(a, &list);
        x->number = sql_text(row, 0, a);
        x->subject = sql_text(row, 1, a);
        x->state = sql_text(row, 2, a);
        x->outcome = sql_text(row, 3, a);
        x->placement = sql_text(row, 4, a);
        x->at = sql_time(row, 5);
    }
    *out = list.items;
    *count = list.count;
    return o;
}

enum outcome associations_page(struct db *db, struct arena *a, const char *words, const char *after,
                               size_t max, int64_t **ids, size_t *count, struct fault *f)
{
    const char *folded = text_fold(a, words);
    return ids_of(db, a, ASSOCIATIONS,
                  SQL_ARGS(TEXT(after), INT((int64_t)max), TEXT(anywhere(a, folded)),
                           TEXT(anywhere(a, as_names(a, folded)))),
                  ids, count, f);
}

enum outcome units_page(struct db *db, struct arena *a, const char *words, int64_t after,
                        size_t max, int64_t **ids, size_t *count, struct fault *f)
{
    const char *folded = text_fold(a, words);
    return ids_of(db, a, UNIT_PAGE,
                  SQL_ARGS(INT(after), INT((int64_t)max), TEXT(anywhere(a, folded)),
                           TEXT(anywhere(a, as_names(a, folded)))),
                  ids, count, f);
}

enum outcome associations_units(struct db *db, struct arena *a, int64_t id, const char ***units,
                                size_t *count, struct fault *f)
{
    struct grown list = {.size = sizeof **units};
    struct sql_row *row;
    enum outcome o = sql_query(db, &desk_lists_sql, UNITS, SQL_ARGS(INT(id)), &row, f);
    while (o == DONE && sql_next(row, &o, f))
        *(const char **)grow(a, &list) = sql_text(row, 0, a);
    *units = list.items;
    *count = list.count;
    return o;
}

enum outcome calendar_entries(struct db *db, struct arena *a, const char *from, const char *until,
                              size_t max, struct calendar_entry **out, size_t *count,
                              struct fault *f)
{
    struct grown list = {.size = sizeof **out};
    struct sql_row *row;
    enum outcome o = sql_query(db, &desk_lists_sql, CALENDAR,
                               SQL_ARGS(TEXT(from), TEXT(until), INT((int64_t)max)), &row, f);
    while (o == DONE && sql_next(row, &o, f)) {
        struct calendar_entry *x = grow(a, &list);
        x->starts = sql_text(row, 0, a);
        x->ends = sql_text(row, 1, a);
        x->kind = sql_text(row, 2, a);
        x->number = sql_text(row, 3, a);
        x->place = sql_text(row, 4, a);
        x->uid = sql_text(row, 5, a);
        x->sequence = (int)sql_int(row, 6);
        x->waited_for = sql_int(row, 7);
    }
    *out = list.items;
    *count = list.count;
    return o;
}
