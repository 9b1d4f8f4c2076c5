/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for associations: one change, one transaction, one row of the trail.
 */
#include "roster.h"

#include <jansson.h>

#include "base/text.h"
#include "address.h"
#include "fields.h"
#include "view/people.h"

static bool same(struct arena *a, const struct association *x, const struct association *y)
{
    json_t *before = view_association(a, x), *after = view_association(a, y);
    bool equal = json_equal(before, after);
    json_decref(before);
    json_decref(after);
    return equal;
}

/* Two associations never bear one name. */
static enum outcome check_name(const struct hand *hand, const struct association *x,
                               struct fault *f)
{
    int64_t other;
    enum outcome o = associations_by_name(hand->house->db, x->name, &other, f);
    if (o == DONE && other != 0 && other != x->id)
        return fault_set(f, NEVER, EXIT_DATA, "name: A%lld has that name already",
                         (long long)other);
    return o;
}

static enum outcome take_address(const struct hand *hand, const struct association *before,
                                 const struct association *after, struct fault *f)
{
    const struct moved moved = {.who = view_who(hand->a, 'A', after->id),
                                .address = after->email,
                                .name = after->contact,
                                .language = after->letter_language,
                                .gone = after->left_at >= 0};
    return address_moved(hand, before->email, &moved, f);
}

enum outcome roster_save_association(const struct hand *hand, const struct association *before,
                                     const struct association *after, int64_t *id, bool *changed,
                                     struct fault *f)
{
    *id = after->id;
    *changed = !before || !same(hand->a, before, after);
    if (!*changed)
        return DONE;
    enum outcome o = check_name(hand, after, f);
    if (o == DONE)
        o = associations_save(hand->house->db, hand->a, after, hand->now, id, f);
    if (o == DONE && before)
        o = take_address(hand, before, after, f);
    if (o != DONE)
        return o;
    return roster_trail(hand, before ? "association_changed" : "association_added",
                        view_who(hand->a, 'A', *id), NULL, f);
}

static enum outcome apply(const struct hand *hand, const struct roster_change *changes,
                          size_t count, struct association *x, struct fault *f)
{
    struct field_rules rules = field_rules_of(hand->house, hand->a, hand->now);
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < count; i++)
        o = association_field_set(&rules, x, changes[i].key, changes[i].value, f);
    if (o == DONE && (!x->name || *x->name == '\0'))
        o = fault_set(f, NEVER, EXIT_DATA, "name: a name is needed");
    return o;
}

/* id 0: a new one. */
static enum outcome save(const struct house *house, struct arena *a, const char *actor, int64_t *id,
                         const struct roster_change *changes, size_t count, struct fault *f)
{
    static const char label[] = "save an association";
    struct hand hand = {
        .house = house, .a = a, .actor = actor, .how = actor, .now = clock_now(&house->clock)};
    struct association before = association_empty(), after;
    bool changed, known = *id != 0;
    enum outcome o = db_begin(house->db, label, f);
    if (o != DONE)
        return o;
    if (known)
        o = associations_load(house->db, a, *id, &before, f);
    after = before;
    if (o == DONE)
        o = apply(&hand, changes, count, &after, f);
    if (o == DONE)
        o = roster_save_association(&hand, known ? &before : NULL, &after, id, &changed, f);
    return db_end(house->db, label, o, f);
}

enum outcome roster_association_add(const struct house *house, struct arena *a, const char *actor,
                                    const struct roster_change *changes, size_t count, int64_t *id,
                                    struct fault *f)
{
    *id = 0;
    return save(house, a, actor, id, changes, count, f);
}

enum outcome roster_association_set(const struct house *house, struct arena *a, const char *actor,
                                    int64_t id, const struct roster_change *changes, size_t count,
                                    struct fault *f)
{
    if (id <= 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "there is no association A%lld", (long long)id);
    return save(house, a, actor, &id, changes, count, f);
}

enum outcome roster_cooperate(const struct house *house, struct arena *a, const char *actor,
                              int64_t id, const char *unit, bool on, struct fault *f)
{
    static const char label[] = "cooperate";
    struct association x;
    struct hand hand = {
        .house = house, .a = a, .actor = actor, .how = actor, .now = clock_now(&house->clock)};
    if (text_blank(unit))
        return fault_set(f, NEVER, EXIT_USAGE, "the unit needs a name");
    enum outcome o = db_begin(house->db, label, f);
    if (o != DONE)
        return o;
    o = associations_load(house->db, a, id, &x, f);
    if (o == DONE)
        o = associations_cooperate(house->db, a, id, text_fold(a, unit), on, f);
    if (o == DONE)
        o = roster_trail(&hand, on ? "cooperation_begun" : "cooperation_ended",
                         view_who(a, 'A', id), unit, f);
    return db_end(house->db, label, o, f);
}
