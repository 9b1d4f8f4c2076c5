/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for care units (include/lending/units.h); and at its end, how a request finds its unit.
 *
 * The trail names the keys that changed, and never who answers the telephone there.
 */
#include "lending/units.h"

#include <string.h>

#include "base/text.h"
#include "deed.h"
#include "fields.h"
#include "roster.h"
#include "view/people.h"

static struct hand hand_of(const struct house *house, struct arena *a, const char *actor)
{
    return (struct hand){
        .house = house, .a = a, .actor = actor, .how = actor, .now = clock_now(&house->clock)};
}

static enum outcome trail(const struct hand *hand, const char *event, int64_t id, const char *text,
                          struct fault *f)
{
    return roster_trail(hand, event, view_who(hand->a, 'U', id), text, f);
}

/* One that stands by itself: what has become a part of another is changed there. */
static enum outcome load(const struct hand *hand, int64_t id, struct unit *u, struct fault *f)
{
    enum outcome o = units_load(hand->house->db, hand->a, id, u, f);
    if (o == DONE && u->merged_into)
        return fault_set(f, NEVER, EXIT_DATA, "U%lld is a part of U%lld", (long long)id,
                         (long long)u->merged_into);
    return o;
}

static const char *also(struct arena *a, const char *keys, const char *key, const char *was,
                        const char *is)
{
    if (strcmp(was, is) == 0)
        return keys;
    return arena_printf(a, "%s%s%s", keys, *keys ? ", " : "", key);
}

/* ---- A unit ---- */

/* A name is one unit's: a new one becomes its own as well. */
static enum outcome take_name(const struct hand *hand, const struct unit *u, struct fault *f)
{
    const char *folded = text_fold(hand->a, u->name);
    int64_t other;
    enum outcome o = units_named(hand->house->db, folded, &other, f);
    if (o == DONE && other != 0 && other != u->id)
        return fault_set(f, NEVER, EXIT_DATA, "name: U%lld is called so already", (long long)other);
    return o == DONE ? units_name_add(hand->house->db, u->id, folded, f) : o;
}

static enum outcome change(const struct hand *hand, int64_t id, const struct roster_change *changes,
                           size_t count, struct fault *f)
{
    struct field_rules rules = field_rules_of(hand->house, hand->a, hand->now);
    struct unit before, after;
    enum outcome o = load(hand, id, &before, f);
    after = before;
    for (size_t i = 0; o == DONE && i < count; i++)
        o = unit_field_set(&rules, &after, changes[i].key, changes[i].value, f);
    if (o != DONE)
        return o;
    const char *keys = also(hand->a, "", "name", before.name, after.name);
    keys = also(hand->a, keys, "division", before.division, after.division);
    if (!*keys)
        return DONE;
    o = take_name(hand, &after, f);
    if (o == DONE)
        o = units_save(hand->house->db, &after, f);
    return o == DONE ? trail(hand, "unit_changed", id, keys, f) : o;
}

enum outcome roster_unit_set(const struct house *house, struct arena *a, const char *actor,
                             int64_t id, const struct roster_change *changes, size_t count,
                             struct fault *f)
{
    static const char label[] = "change a unit";
    struct hand hand = hand_of(house, a, actor);
    enum outcome o = db_begin(house->db, label, f);
    return o == DONE ? db_end(house->db, label, change(&hand, id, changes, count, f), f) : o;
}

/* ---- Contacts ---- */

static enum outcome check_contact(const struct hand *hand, const struct unit_contact *x,
                                  struct fault *f)
{
    int64_t other = 0;
    if (!*x->name && !*x->address && !*x->phone)
        return fault_set(f, NEVER, EXIT_DATA, "name: a name, an address or a phone is needed");
    enum outcome o = DONE;
    if (*x->address)
        o = units_contact_at(hand->house->db, x->unit_id, x->address, &other, f);
    if (o == DONE && other != 0 && other != x->id)
        return fault_set(f, NEVER, EXIT_DATA, "address: the unit has a contact with it already");
    return o;
}

static enum outcome save_contact(const struct hand *hand, const struct unit *u, int64_t *contact,
                                 const struct roster_change *changes, size_t count, struct fault *f)
{
    struct db *db = hand->house->db;
    struct field_rules rules = field_rules_of(hand->house, hand->a, hand->now);
    struct unit_contact before = {.name = "", .address = "", .phone = ""}, after;
    enum outcome o = *contact ? units_contact_load(db, hand->a, u->id, *contact, &before, f) : DONE;
    after = before;
    for (size_t i = 0; o == DONE && i < count; i++)
        o = unit_contact_field_set(&rules, &after, changes[i].key, changes[i].value, f);
    after.unit_id = u->id;
    after.seen_at = hand->now;
    if (o == DONE)
        o = check_contact(hand, &after, f);
    if (o != DONE)
        return o;
    const char *keys = also(hand->a, "", "name", before.name, after.name);
    keys = also(hand->a, keys, "address", before.address, after.address);
    keys = also(hand->a, keys, "phone", before.phone, after.phone);
    if (!*keys)
        return DONE;
    bool added = *contact == 0;
    o = units_contact_save(db, hand->a, &after, contact, f);
    if (o == DONE)
        o = units_save(db, u, f);
    return o == DONE
               ? trail(hand, added ? "unit_contact_added" : "unit_contact_changed", u->id, keys, f)
               : o;
}

enum outcome roster_unit_contact(const struct house *house, struct arena *a, const char *actor,
                                 int64_t id, int64_t *contact, const struct roster_change *changes,
                                 size_t count, struct fault *f)
{
    static const char label[] = "save a contact";
    struct hand hand = hand_of(house, a, actor);
    struct unit u;
    enum outcome o = db_begin(house->db, label, f);
    if (o != DONE)
        return o;
    o = load(&hand, id, &u, f);
    if (o == DONE)
        o = save_contact(&hand, &u, contact, changes, count, f);
    return db_end(house->db, label, o, f);
}

enum outcome roster_unit_contact_remove(const struct house *house, struct arena *a,
                                        const char *actor, int64_t id, int64_t contact,
                                        struct fault *f)
{
    static const char label[] = "remove a contact";
    struct hand hand = hand_of(house, a, actor);
    struct unit u;
    struct unit_contact x;
    enum outcome o = db_begin(house->db, label, f);
    if (o != DONE)
        return o;
    o = load(&hand, id, &u, f);
    if (o == DONE)
        o = units_contact_load(house->db, a, id, contact, &x, f);
    if (o == DONE)
        o = units_contact_remove(house->db, contact, f);
    if (o == DONE)
        o = trail(&hand, "unit_contact_removed", id, NULL, f);
    return db_end(house->db, label, o, f);
}

/* ---- Two that are one ---- */

static enum outcome merge(const struct hand *hand, int64_t to, int64_t from, struct fault *f)
{
    struct unit stays, goes;
    enum outcome o = load(hand, to, &stays, f);
    if (o == DONE)
        o = load(hand, from, &goes, f);
    if (o == DONE && to == from)
        o = fault_set(f, NEVER, EXIT_DATA, "U%lld and U%lld are the same", (long long)to,
                      (long long)from);
    if (o == DONE)
        o = units_merge(hand->house->db, to, from, f);
    if (o != DONE)
        return o;
    return audit_add(hand->house->db, hand->a,
                     &(struct audit_entry){.actor = hand->actor,
                                           .event = "unit_merged",
                                           .subject = view_who(hand->a, 'U', to),
                                           .from_state = view_who(hand->a, 'U', from),
                                           .to_state = view_who(hand->a, 'U', to),
                                           .now = hand->now,
                                           .random = hand->house->random},
                     f);
}

enum outcome roster_unit_merge(const struct house *house, struct arena *a, const char *actor,
                               int64_t to, int64_t from, struct fault *f)
{
    static const char label[] = "make two units one";
    struct hand hand = hand_of(house, a, actor);
    enum outcome o = db_begin(house->db, label, f);
    return o == DONE ? db_end(house->db, label, merge(&hand, to, from, f), f) : o;
}

/* ---- A request finds its unit ---- */

static enum outcome see_contact(struct deed *d, int64_t unit_id, struct fault *f)
{
    const char *phone = d->facts[FACT_CONTACT_PHONE].value;
    struct unit_contact x = {.unit_id = unit_id,
                             .address = deed_unit_address(d),
                             .name = view_unit_contact(&d->request, d->facts),
                             .phone = phone,
                             .seen_at = d->now};
    return text_is_address(x.address) ? units_contact_seen(d->db, d->arena, &x, f) : DONE;
}

enum outcome deed_unit(struct deed *d, struct fault *f)
{
    const char *name = d->facts[FACT_UNIT].value;
    int64_t before, id;
    if (text_blank(name))
        return DONE;
    enum outcome o = units_of_request(d->db, d->request.id, &before, f);
    if (o == DONE)
        o = units_named(d->db, text_fold(d->arena, name), &id, f);
    if (o == DONE && id == 0)
        o = units_add(d->db, d->arena, name, d->now, &id, f);
    if (o == DONE && id != before)
        o = units_set_request(d->db, d->request.id, id, f);
    if (o == DONE && before != 0 && id != before)
        o = units_drop_unused(d->db, before, f);
    return o == DONE ? see_contact(d, id, f) : o;
}
