/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Lists of people without a request: for a purpose, on a legal basis, written down first
 * (invariant 13).
 */
#include "lending/people.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "roster.h"
#include "store/desk_lists.h"
#include "store/searches.h"
#include "view/people.h"

static enum outcome check(const struct house *house, const char *purpose, struct fault *f)
{
    if (text_blank(purpose))
        return fault_set(f, NEVER, EXIT_USAGE, "say what the list is for: --why TEXT");
    if (strcmp(house->settings->library.legal_basis, "none") == 0)
        return fault_set(f, NEVER, EXIT_NOT_PERMITTED,
                         "the configuration names no legal basis, so people may not be listed; "
                         "set [library] legal_basis to consent, or to the decision that allows it");
    return DONE;
}

static bool consent_is_basis(const struct house *house)
{
    return strcmp(house->settings->library.legal_basis, "consent") == 0;
}

static bool listed(const struct person *p, bool by_consent)
{
    return !p->deceased && (by_consent ? p->consent_date != NULL : !p->objects);
}

static enum outcome load(const struct house *house, struct arena *a, struct person **people,
                         size_t *count, size_t *left_out, struct fault *f)
{
    bool consent = consent_is_basis(house);
    int64_t *ids;
    size_t all;
    enum outcome o = people_ids(house->db, a, &ids, &all, f);
    struct person *list = arena_array(a, o == DONE ? all : 0, sizeof *list);
    *count = *left_out = 0;
    for (size_t i = 0; o == DONE && i < all; i++) {
        o = people_load(house->db, a, ids[i], &list[*count], f);
        if (o == DONE && listed(&list[*count], consent))
            ++*count;
        else
            ++*left_out;
    }
    *people = list;
    return o;
}

/* [{"who":"P1"}, …], as every search writes it. */
static const char *result_of(struct arena *a, const int64_t *ids, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s}", "who", view_who(a, 'P', ids[i])));
    char *text = json_dumps(list, JSON_COMPACT);
    const char *copy = arena_strdup(a, text ? text : "[]");
    free(text);
    json_decref(list);
    return copy;
}

static enum outcome record(const struct hand *hand, const char *purpose, const char *result,
                           int64_t *id, struct fault *f)
{
    static const char label[] = "record a search";
    struct db *db = hand->house->db;
    enum outcome o = db_begin(db, label, f);
    if (o != DONE)
        return o;
    o = searches_add(db, hand->a, 0, hand->actor, purpose,
                     hand->house->settings->library.legal_basis, result, hand->now, id, f);
    if (o == DONE)
        o = roster_trail(hand, "people_listed",
                         arena_printf(hand->a, "search:%lld", (long long)*id), purpose, f);
    return db_end(db, label, o, f);
}

enum outcome roster_list(const struct house *house, struct arena *a, const char *actor,
                         const char *purpose, struct person **people, size_t *count,
                         size_t *left_out, struct fault *f)
{
    struct hand hand = {
        .house = house, .a = a, .actor = actor, .how = actor, .now = clock_now(&house->clock)};
    *people = NULL;
    *count = *left_out = 0;
    enum outcome o = check(house, purpose, f);
    if (o == DONE)
        o = db_read_begin(house->db, f);
    if (o != DONE)
        return o;
    o = load(house, a, people, count, left_out, f);
    db_read_end(house->db);
    int64_t id, *ids = arena_array(a, *count, sizeof *ids);
    for (size_t i = 0; i < *count; i++)
        ids[i] = (*people)[i].id;
    if (o == DONE)
        o = record(&hand, purpose, result_of(a, ids, *count), &id, f);
    if (o != DONE)
        *count = 0;
    return o;
}

/* The purpose with what was looked for, but for the words: they may name somebody. */
static const char *purpose_of(struct arena *a, const struct roster_query *q)
{
    const char *area = *q->area ? arena_printf(a, " Område: %s.", q->area) : "";
    const char *where = *q->municipality ? arena_printf(a, " Kommun: %s.", q->municipality) : "";
    return *area || *where ? arena_printf(a, "%s –%s%s", q->purpose, area, where) : q->purpose;
}

enum outcome roster_search(const struct house *house, struct arena *a, const char *actor,
                           const struct roster_query *query, int64_t *id, struct fault *f)
{
    struct hand hand = {
        .house = house, .a = a, .actor = actor, .how = actor, .now = clock_now(&house->clock)};
    const struct people_query wanted = {.words = query->words,
                                        .municipality = query->municipality,
                                        .area = query->area,
                                        .consent_is_basis = consent_is_basis(house)};
    int64_t *ids;
    size_t count;
    enum outcome o = check(house, query->purpose, f);
    if (o == DONE)
        o = people_search(house->db, a, &wanted, ROSTER_SEARCH_MOST, &ids, &count, f);
    return o == DONE ? record(&hand, purpose_of(a, query), result_of(a, ids, count), id, f) : o;
}
