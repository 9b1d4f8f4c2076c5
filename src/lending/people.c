/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for people (include/lending/people.h): one change, one transaction, one row of the
 * trail. Associations: associations.c; the list with a purpose: people_list.c.
 *
 * The trail names the keys that changed and never their values: it is kept when the person is
 * erased.
 */
#include "roster.h"

#include <jansson.h>
#include <string.h>

#include "base/text.h"
#include "address.h"
#include "care.h"
#include "fields.h"
#include "guardian.h"
#include "store/audit.h"
#include "store/desk.h"
#include "view/people.h"

enum outcome roster_trail(const struct hand *hand, const char *event, const char *subject,
                          const char *text, struct fault *f)
{
    return audit_add(hand->house->db, hand->a,
                     &(struct audit_entry){.actor = hand->actor,
                                           .event = event,
                                           .subject = subject,
                                           .text = text,
                                           .now = hand->now,
                                           .random = hand->house->random},
                     f);
}

/* The keys whose values differ, separated by commas; "" when the views are the same. */
static const char *changed_keys(struct arena *a, json_t *before, json_t *after)
{
    const char *keys = "", *key;
    json_t *value;
    json_object_foreach(after, key, value) if (!json_equal(value, json_object_get(before, key)))
        keys = arena_printf(a, "%s%s%s", keys, *keys ? ", " : "", key);
    json_decref(before);
    json_decref(after);
    return keys;
}

/* ---- consent ---- */

static bool same_text(const char *x, const char *y)
{
    return strcmp(x ? x : "", y ? y : "") == 0;
}

static bool consent_is_basis(const struct hand *hand)
{
    return strcmp(hand->house->settings->library.legal_basis, "consent") == 0;
}

enum outcome roster_note_consent(const struct hand *hand, int64_t id, const struct person *p,
                                 struct fault *f)
{
    struct date day;
    if (!p->consent_date || !date_parse(p->consent_date, &day))
        return DONE;
    bool said = p->consent_how && *p->consent_how;
    const struct consent given = {.version = p->consent_version ? p->consent_version : "",
                                  .how = said ? p->consent_how : hand->how,
                                  .given = true,
                                  .at = civil_to_instant((struct civil){.date = day})};
    return people_consent_add(hand->house->db, hand->a, id, &given, f);
}

enum outcome roster_withdrawn_on(const struct hand *hand, int64_t id, struct date *day,
                                 struct fault *f)
{
    instant at;
    *day = (struct date){0};
    enum outcome o = people_consent_withdrawn(hand->house->db, id, &at, f);
    if (o == DONE && at >= 0)
        *day = civil_from_instant(at).date;
    return o;
}

/* A consent older than its withdrawal is the one that was withdrawn: it does not come back. */
static enum outcome renew_consent(const struct hand *hand, const struct person *after,
                                  struct fault *f)
{
    struct date withdrawn, given;
    enum outcome o = roster_withdrawn_on(hand, after->id, &withdrawn, f);
    if (o != DONE)
        return o;
    if (withdrawn.year && date_parse(after->consent_date, &given) &&
        date_compare(given, withdrawn) < 0)
        return fault_set(f, NEVER, EXIT_DATA,
                         "consent_date: consent was withdrawn on %s; only a later one counts",
                         date_text(hand->a, withdrawn));
    return roster_note_consent(hand, after->id, after, f);
}

static enum outcome change_consent(const struct hand *hand, const struct person *before,
                                   const struct person *after, struct fault *f)
{
    if (same_text(before->consent_date, after->consent_date) &&
        same_text(before->consent_version, after->consent_version))
        return DONE;
    if (after->consent_date)
        return renew_consent(hand, after, f);
    if (!before->consent_date)
        return DONE;
    const struct consent withdrawn = {
        .version = before->consent_version, .how = hand->how, .given = false, .at = hand->now};
    return people_consent_add(hand->house->db, hand->a, after->id, &withdrawn, f);
}

/* ---- letters that must not go out any more ---- */

/* The least urgency of what is overtaken: 0 all letters, 1 asks and reminders, -1 none. */
static int overtaken(const struct hand *hand, const struct person *before,
                     const struct person *after)
{
    if (after->deceased && !before->deceased)
        return 0;
    bool paused = after->paused_until && !same_text(before->paused_until, after->paused_until);
    bool objects = after->objects && !before->objects;
    bool withdrew = before->consent_date && !after->consent_date && consent_is_basis(hand);
    return paused || objects || withdrew ? 1 : -1;
}

/* What is done with when somebody has answered that all is right, or has been introduced. */
static enum outcome settle(const struct hand *hand, const struct person *before,
                           struct person *after, struct fault *f)
{
    struct db *db = hand->house->db;
    bool renewed = after->renewed_on && !same_text(before->renewed_on, after->renewed_on);
    bool consented =
        after->consent_date && (!same_text(before->consent_date, after->consent_date) ||
                                !same_text(before->consent_version, after->consent_version));
    bool introduced = after->introduction_date && !before->introduction_date;
    enum outcome o = DONE;
    if ((renewed || consented) && !lending_consent_owed(hand->house->settings, after)) {
        after->renewal_asked_on = after->renewal_reminded_on = after->rests_since = NULL;
        o = people_drop_purpose(db, hand->a, after->id, "renewal", hand->now, f);
    }
    if (o == DONE && introduced)
        o = tasks_close_general(db, hand->a, "introduction", view_who(hand->a, 'P', after->id),
                                hand->now, f);
    return o;
}

static enum outcome take_address(const struct hand *hand, const struct person *before,
                                 const struct person *after, struct fault *f)
{
    const struct moved moved = {.who = view_who(hand->a, 'P', after->id),
                                .address = after->email,
                                .name = after->name,
                                .language = after->letter_language,
                                .gone = after->deceased};
    return address_moved(hand, before->email, &moved, f);
}

enum outcome roster_save_change(const struct hand *hand, const struct person *before,
                                const struct person *changed_to, bool *changed, struct fault *f)
{
    struct db *db = hand->house->db;
    struct person now = *changed_to;
    const struct person *after = &now;
    *changed = false;
    enum outcome o = settle(hand, before, &now, f);
    if (o != DONE)
        return o;
    const char *keys =
        changed_keys(hand->a, view_person(hand->a, before), view_person(hand->a, after));
    *changed = *keys != '\0';
    if (!*changed)
        return DONE;
    int64_t id;
    if (after->deceased && !before->deceased)
        o = roster_withdraw(hand, after->id, f);
    if (o == DONE)
        o = people_save(db, hand->a, after, hand->now, &id, f);
    if (o == DONE)
        o = change_consent(hand, before, after, f);
    if (o == DONE && after->birth_year != before->birth_year)
        o = guardian_look_again(hand, after, f);
    if (o == DONE)
        o = take_address(hand, before, after, f);
    int least = overtaken(hand, before, after);
    if (o == DONE && least >= 0)
        o = people_overtake(db, after->id, least, hand->now, NULL, f);
    return o == DONE
               ? roster_trail(hand, "person_changed", view_who(hand->a, 'P', after->id), keys, f)
               : o;
}

/* ---- one transaction each ---- */

static struct hand hand_of(const struct house *house, struct arena *a, const char *actor)
{
    return (struct hand){
        .house = house, .a = a, .actor = actor, .how = actor, .now = clock_now(&house->clock)};
}

static enum outcome finish(const struct house *house, const char *label, enum outcome o,
                           struct fault *f)
{
    if (o != DONE) {
        db_rollback(house->db);
        return o;
    }
    o = db_commit(house->db, label, f);
    if (o == DONE)
        db_wake(house->db);
    return o;
}

static enum outcome apply(const struct hand *hand, const struct roster_change *changes,
                          size_t count, struct person *p, struct fault *f)
{
    struct field_rules rules = field_rules_of(hand->house, hand->a, hand->now);
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < count; i++)
        o = person_field_set(&rules, p, changes[i].key, changes[i].value, f);
    if (o == DONE && (!p->name || *p->name == '\0'))
        o = fault_set(f, NEVER, EXIT_DATA, "name: a name is needed");
    return o;
}

enum outcome roster_person_add(const struct house *house, struct arena *a, const char *actor,
                               const struct roster_change *changes, size_t count, int64_t *id,
                               struct fault *f)
{
    static const char label[] = "add a person";
    struct hand hand = hand_of(house, a, actor);
    struct person p = person_empty();
    enum outcome o = apply(&hand, changes, count, &p, f);
    if (o == DONE)
        o = db_begin(house->db, label, f);
    if (o != DONE)
        return o;
    o = people_save(house->db, a, &p, hand.now, id, f);
    if (o == DONE)
        o = roster_note_consent(&hand, *id, &p, f);
    if (o == DONE)
        o = roster_trail(&hand, "person_added", view_who(a, 'P', *id), NULL, f);
    return finish(house, label, o, f);
}

/* Loads a person who is there to be changed. */
static enum outcome load_living(const struct hand *hand, int64_t id, struct person *p,
                                struct fault *f)
{
    enum outcome o = people_load(hand->house->db, hand->a, id, p, f);
    if (o == DONE && p->erased_at >= 0)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "P%lld has been erased", (long long)id);
    return o;
}

enum outcome roster_person_set(const struct house *house, struct arena *a, const char *actor,
                               int64_t id, const struct roster_change *changes, size_t count,
                               struct fault *f)
{
    static const char label[] = "change a person";
    struct hand hand = hand_of(house, a, actor);
    enum outcome o = db_begin(house->db, label, f);
    if (o != DONE)
        return o;
    struct person before, after;
    bool changed;
    o = load_living(&hand, id, &before, f);
    after = before;
    if (o == DONE)
        o = apply(&hand, changes, count, &after, f);
    if (o == DONE)
        o = roster_save_change(&hand, &before, &after, &changed, f);
    return finish(house, label, o, f);
}

enum outcome roster_person_erase(const struct house *house, struct arena *a, const char *actor,
                                 int64_t id, struct fault *f)
{
    static const char label[] = "erase a person";
    struct hand hand = hand_of(house, a, actor);
    enum outcome o = db_begin(house->db, label, f);
    if (o != DONE)
        return o;
    o = roster_withdraw(&hand, id, f);
    if (o == DONE)
        o = people_erase(house->db, id, hand.now, f);
    if (o == DONE)
        o = roster_trail(&hand, "person_erased", view_who(a, 'P', id), NULL, f);
    return finish(house, label, o, f);
}

/* ---- two people who are one ---- */

static const char *kept(const char *own, const char *other)
{
    return own && *own ? own : other;
}

static const char *both_texts(struct arena *a, const char *own, const char *other)
{
    if (text_blank(own) || text_blank(other) || text_same(own, other))
        return kept(own, other);
    return arena_printf(a, "%s\n%s", own, other);
}

static void join_areas(struct arena *a, const char ***areas, size_t *count,
                       const char *const *others, size_t other_count)
{
    const char **all = arena_array(a, *count + other_count, sizeof *all);
    size_t n = 0;
    for (; n < *count; n++)
        all[n] = (*areas)[n];
    for (size_t i = 0; i < other_count; i++)
        all[n++] = others[i];
    *areas = all;
    *count = n;
}

/* What the first lacks comes from the second; what one of them refused stays refused. */
static struct person joined(struct arena *a, const struct person *p, const struct person *other)
{
    struct person j = *p;
    j.email = kept(p->email, other->email);
    j.phone = kept(p->phone, other->phone);
    j.postal_address = kept(p->postal_address, other->postal_address);
    j.perspective = kept(p->perspective, other->perspective);
    j.formats = kept(p->formats, other->formats);
    j.municipality = kept(p->municipality, other->municipality);
    j.travel_km = p->travel_km >= 0 ? p->travel_km : other->travel_km;
    j.ways = kept(p->ways, other->ways);
    j.access_needs = kept(p->access_needs, other->access_needs);
    j.story = kept(p->story, other->story);
    j.conflicts = both_texts(a, p->conflicts, other->conflicts);
    j.birth_year = p->birth_year ? p->birth_year : other->birth_year;
    j.introduction_date = kept(p->introduction_date, other->introduction_date);
    j.renewed_on = kept(p->renewed_on, other->renewed_on);
    j.paused_until = kept(p->paused_until, other->paused_until);
    j.objects = p->objects || other->objects;
    j.protected_identity = p->protected_identity || other->protected_identity;
    j.deceased = p->deceased || other->deceased;
    join_areas(a, &j.areas, &j.area_count, other->areas, other->area_count);
    join_areas(a, &j.unwanted, &j.unwanted_count, other->unwanted, other->unwanted_count);
    return j;
}

static enum outcome merge(const struct hand *hand, int64_t to, int64_t from, struct fault *f)
{
    struct db *db = hand->house->db;
    struct person stays, goes;
    enum outcome o = load_living(hand, to, &stays, f);
    if (o == DONE)
        o = load_living(hand, from, &goes, f);
    if (o == DONE && to == from)
        o = fault_set(f, NEVER, EXIT_DATA, "P%lld and P%lld are the same", (long long)to,
                      (long long)from);
    if (o == DONE)
        o = people_merge(db, to, from, hand->now, f);
    if (o != DONE)
        return o;
    struct person both = joined(hand->a, &stays, &goes);
    bool changed;
    o = roster_save_change(hand, &stays, &both, &changed, f);
    if (o != DONE)
        return o;
    return audit_add(db, hand->a,
                     &(struct audit_entry){.actor = hand->actor,
                                           .event = "person_merged",
                                           .subject = view_who(hand->a, 'P', to),
                                           .from_state = view_who(hand->a, 'P', from),
                                           .to_state = view_who(hand->a, 'P', to),
                                           .now = hand->now,
                                           .random = hand->house->random},
                     f);
}

enum outcome roster_person_merge(const struct house *house, struct arena *a, const char *actor,
                                 int64_t to, int64_t from, struct fault *f)
{
    static const char label[] = "make two people one";
    struct hand hand = hand_of(house, a, actor);
    enum outcome o = db_begin(house->db, label, f);
    return o == DONE ? finish(house, label, merge(&hand, to, from, f), f) : o;
}
