/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The library's staff: their accounts.
 */
#include "lending/staff.h"

#include <string.h>

#include "base/text.h"
#include "store/audit.h"
#include "store/sessions.h"

static const char *const LABEL = "staff";
enum { LONGEST_NAME = 200 };

enum outcome lending_staff_check(const struct staff *s, struct fault *f)
{
    static const char *const roles[] = {"staff", "admin", "reader"};
    if (text_blank(s->name) || *s->name == '-' || !text_is_utf8(s->name, strlen(s->name)) ||
        text_length(s->name) > LONGEST_NAME)
        return fault_set(f, NEVER, EXIT_USAGE, "expected a name first");
    if (!text_blank(s->email) && !text_is_address(s->email))
        return fault_set(f, NEVER, EXIT_DATA, "--email: this is no e-mail address");
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (strcmp(s->role, roles[i]) == 0)
            return DONE;
    return fault_set(f, NEVER, EXIT_DATA, "--role: expected staff, admin or reader");
}

static enum outcome trail(const struct house *house, struct arena *a, const char *actor,
                          const char *event, const char *name, struct staff *s, struct fault *f)
{
    enum outcome o = staff_by_name(house->db, a, name, s, f);
    if (o != DONE)
        return o;
    return audit_add(
        house->db, a,
        &(struct audit_entry){.actor = actor,
                              .event = event,
                              .subject = arena_printf(a, "staff:%lld", (long long)s->id),
                              .now = clock_now(&house->clock),
                              .random = house->random},
        f);
}

static enum outcome finish(const struct house *house, enum outcome o, struct fault *f)
{
    return db_end(house->db, LABEL, o, f);
}

enum outcome lending_staff_add(const struct house *house, struct arena *a, const char *actor,
                               const struct staff *staff, struct fault *f)
{
    int64_t id;
    struct staff s;
    enum outcome o = lending_staff_check(staff, f);
    if (o == DONE)
        o = db_begin(house->db, LABEL, f);
    if (o != DONE)
        return o;
    o = staff_add(house->db, a, staff, clock_now(&house->clock), &id, f);
    if (o == DONE)
        o = trail(house, a, actor, "staff_added", staff->name, &s, f);
    return finish(house, o, f);
}

/* What takes a key from somebody: who has it open is out at once. */
static enum outcome end_sessions(const struct house *house, struct arena *a, enum outcome o,
                                 const struct staff *s, struct fault *f)
{
    if (o == DONE)
        o = sessions_end_all(house->db, a, s->id, clock_now(&house->clock), f);
    return finish(house, o, f);
}

enum outcome lending_staff_disable(const struct house *house, struct arena *a, const char *actor,
                                   const char *name, struct fault *f)
{
    struct staff s;
    enum outcome o = db_begin(house->db, LABEL, f);
    if (o != DONE)
        return o;
    o = staff_disable(house->db, a, name, clock_now(&house->clock), f);
    if (o == DONE)
        o = trail(house, a, actor, "staff_disabled", name, &s, f);
    return end_sessions(house, a, o, &s, f);
}

enum outcome lending_staff_reset(const struct house *house, struct arena *a, const char *actor,
                                 const char *name, struct fault *f)
{
    struct staff s;
    enum outcome o = db_begin(house->db, LABEL, f);
    if (o != DONE)
        return o;
    o = trail(house, a, actor, "second_factor_reset", name, &s, f);
    if (o == DONE)
        o = factors_clear(house->db, s.id, f);
    return end_sessions(house, a, o, &s, f);
}

enum outcome lending_staff_password(const struct house *house, struct arena *a, const char *actor,
                                    const char *name, const char *hash, struct fault *f)
{
    struct staff s;
    enum outcome o = db_begin(house->db, LABEL, f);
    if (o != DONE)
        return o;
    o = staff_password(house->db, name, hash, f);
    if (o == DONE)
        o = trail(house, a, actor, "staff_password", name, &s, f);
    return end_sessions(house, a, o, &s, f);
}
