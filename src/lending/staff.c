/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The library's staff: their accounts, as those who keep them see to them. What each keeps of their
 * own: staff_own.c.
 */
#include "lending/staff.h"

#include <string.h>

#include "base/text.h"
#include "staff_deed.h"
#include "store/sessions.h"

enum { LONGEST_NAME = 200 };

static bool is_role(const char *role)
{
    static const char *const roles[] = {"staff", "admin", "reader"};
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (strcmp(role, roles[i]) == 0)
            return true;
    return false;
}

enum outcome lending_staff_check(const struct staff *s, struct fault *f)
{
    if (text_blank(s->name) || *s->name == '-' || !text_is_utf8(s->name, strlen(s->name)) ||
        text_length(s->name) > LONGEST_NAME)
        return fault_set(f, NEVER, EXIT_USAGE, "expected a name first");
    if (!text_blank(s->email) && !text_is_address(s->email))
        return fault_set(f, NEVER, EXIT_DATA, "--email: this is no e-mail address");
    if (!is_role(s->role))
        return fault_set(f, NEVER, EXIT_DATA, "--role: expected staff, admin or reader");
    return DONE;
}

/* ---- A deed: somebody is named, something is done to their account, and the trail has it ---- */

struct staff_deed {
    const struct house *house;
    struct arena *a;
    const char *actor, *name;
    struct staff s; /* whose account it is, as it was */
    const char *role, *hash;
    bool spare; /* from the desk: not oneself, nor the last administrator */
    instant first_until;
};
typedef enum outcome staff_act(struct staff_deed *d, struct fault *f);

enum outcome staff_trail(const struct house *house, struct arena *a, const char *actor,
                         const char *event, int64_t id, struct fault *f)
{
    return audit_add(house->db, a,
                     &(struct audit_entry){.actor = actor,
                                           .event = event,
                                           .subject = arena_printf(a, "staff:%lld", (long long)id),
                                           .now = clock_now(&house->clock),
                                           .random = house->random},
                     f);
}

static enum outcome carry_out(struct staff_deed *d, staff_act *act, const char *event, bool ends,
                              struct fault *f)
{
    struct db *db = d->house->db;
    enum outcome o = db_begin(db, STAFF_DEED, f);
    if (o != DONE)
        return o;
    o = staff_by_name(db, d->a, d->name, &d->s, f);
    if (o == DONE)
        o = act(d, f);
    if (o == DONE)
        o = staff_trail(d->house, d->a, d->actor, event, d->s.id, f);
    if (o == DONE && ends) /* what takes a key from somebody: who has it open is out at once */
        o = sessions_end_all(db, d->a, d->s.id, clock_now(&d->house->clock), f);
    return db_end(db, STAFF_DEED, o, f);
}

/* Nobody takes from the desk the last one who may change its settings, or their own account. */
static enum outcome spare_the_desk(const struct staff_deed *d, struct fault *f)
{
    int64_t admins;
    if (strcmp(d->actor, arena_printf(d->a, "staff:%lld", (long long)d->s.id)) == 0)
        return fault_set(f, NEVER, EXIT_DATA, "nobody closes or lessens the account they use");
    if (d->s.disabled || strcmp(d->s.role, "admin") != 0)
        return DONE;
    enum outcome o = staff_admins(d->house->db, &admins, f);
    return o == DONE && admins < 2
               ? fault_set(f, NEVER, EXIT_DATA, "somebody has to be administrator")
               : o;
}

/* ---- The deeds ---- */

static enum outcome add(struct staff_deed *d, const struct staff *staff, struct fault *f)
{
    int64_t id;
    enum outcome o = staff_add(d->house->db, d->a, staff, clock_now(&d->house->clock), &id, f);
    return o == DONE ? staff_trail(d->house, d->a, d->actor, "staff_added", id, f) : o;
}

enum outcome lending_staff_add(const struct house *house, struct arena *a, const char *actor,
                               const struct staff *staff, struct fault *f)
{
    struct staff_deed d = {.house = house, .a = a, .actor = actor};
    enum outcome o = lending_staff_check(staff, f);
    if (o == DONE)
        o = db_begin(house->db, STAFF_DEED, f);
    return o == DONE ? db_end(house->db, STAFF_DEED, add(&d, staff, f), f) : o;
}

static enum outcome disable(struct staff_deed *d, struct fault *f)
{
    enum outcome o = d->spare ? spare_the_desk(d, f) : DONE;
    if (o == DONE)
        o = staff_disable(d->house->db, d->a, d->name, clock_now(&d->house->clock), f);
    return o == DONE ? staff_calendar_end(d->house->db, d->s.id, f) : o;
}

enum outcome lending_staff_disable(const struct house *house, struct arena *a, const char *actor,
                                   const char *name, bool spare, struct fault *f)
{
    struct staff_deed d = {.house = house, .a = a, .actor = actor, .name = name, .spare = spare};
    return carry_out(&d, disable, "staff_disabled", true, f);
}

static enum outcome change_role(struct staff_deed *d, struct fault *f)
{
    enum outcome o = spare_the_desk(d, f);
    return o == DONE ? staff_role(d->house->db, d->s.id, d->role, f) : o;
}

enum outcome lending_staff_role(const struct house *house, struct arena *a, const char *actor,
                                const char *name, const char *role, struct fault *f)
{
    struct staff_deed d = {.house = house, .a = a, .actor = actor, .name = name, .role = role};
    if (!is_role(role))
        return fault_set(f, NEVER, EXIT_DATA, "expected staff, admin or reader");
    return carry_out(&d, change_role, "staff_role", false, f);
}

static enum outcome reset(struct staff_deed *d, struct fault *f)
{
    return factors_clear(d->house->db, d->s.id, f);
}

enum outcome lending_staff_reset(const struct house *house, struct arena *a, const char *actor,
                                 const char *name, struct fault *f)
{
    struct staff_deed d = {.house = house, .a = a, .actor = actor, .name = name};
    return carry_out(&d, reset, "second_factor_reset", true, f);
}

static enum outcome change_password(struct staff_deed *d, struct fault *f)
{
    return staff_password(d->house->db, d->a, d->name, d->hash, d->first_until, f);
}

enum outcome lending_staff_password(const struct house *house, struct arena *a, const char *actor,
                                    const char *name, const char *hash, struct fault *f)
{
    struct staff_deed d = {
        .house = house, .a = a, .actor = actor, .name = name, .hash = hash, .first_until = -1};
    return carry_out(&d, change_password, "staff_password", true, f);
}

void staff_first_password(const struct house *house, struct arena *a, const char **shown,
                          const char **hash, instant *until)
{
    *shown = staff_secret(house, a, FIRST_CHARS);
    *hash = password_hash(a, *shown);
    *until = clock_now(&house->clock) + DAYS(FIRST_DAYS);
}

enum outcome lending_staff_first(const struct house *house, struct arena *a, const char *actor,
                                 const char *name, const char **shown, struct fault *f)
{
    struct staff_deed d = {.house = house, .a = a, .actor = actor, .name = name};
    staff_first_password(house, a, shown, &d.hash, &d.first_until);
    return carry_out(&d, change_password, "staff_first_password", true, f);
}
