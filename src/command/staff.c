/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * levande staff …: who may log in at the desk.
 */
#include "command.h"

#include <string.h>

#include "base/text.h"
#include "entries.h"
#include "password.h"
#include "store/audit.h"
#include "store/staff.h"
#include "view/people.h"

static enum outcome check(const struct staff *s, struct fault *f)
{
    static const char *const roles[] = {"staff", "admin", "reader"};
    if (text_blank(s->name) || *s->name == '-' || !text_is_utf8(s->name, strlen(s->name)) ||
        text_length(s->name) > 200)
        return fault_set(f, NEVER, EXIT_USAGE, "expected a name first");
    if (*s->email && !text_is_address(s->email))
        return fault_set(f, NEVER, EXIT_DATA, "--email: this is no e-mail address");
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (strcmp(s->role, roles[i]) == 0)
            return DONE;
    return fault_set(f, NEVER, EXIT_DATA, "--role: expected staff, admin or reader");
}

static enum outcome trail(struct command *c, const char *event, const char *name, struct fault *f)
{
    struct staff s;
    enum outcome o = staff_by_name(c->house->db, c->arena, name, &s, f);
    if (o != DONE)
        return o;
    return audit_add(
        c->house->db, c->arena,
        &(struct audit_entry){.actor = c->actor,
                              .event = event,
                              .subject = arena_printf(c->arena, "staff:%lld", (long long)s.id),
                              .now = clock_now(&c->house->clock),
                              .random = c->house->random},
        f);
}

static enum outcome finish(struct command *c, const char *label, enum outcome o, struct fault *f)
{
    if (o == DONE)
        return db_commit(c->house->db, label, f);
    db_rollback(c->house->db);
    return o;
}

static enum outcome save(struct command *c, const struct staff *s, struct fault *f)
{
    static const char label[] = "add staff";
    int64_t id;
    enum outcome o = db_begin(c->house->db, label, f);
    if (o != DONE)
        return o;
    o = staff_add(c->house->db, c->arena, s, clock_now(&c->house->clock), &id, f);
    if (o == DONE)
        o = trail(c, "staff_added", s->name, f);
    return finish(c, label, o, f);
}

static enum outcome print_one(struct command *c, const char *name, struct fault *f)
{
    struct staff s;
    enum outcome o = staff_by_name(c->house->db, c->arena, name, &s, f);
    return o == DONE ? entries_print(c, view_staff(&s), f) : o;
}

static enum outcome staff_verb_add(struct command *c, struct fault *f)
{
    const char *email = entries_option(c, "--email"), *role = entries_option(c, "--role");
    struct staff s = {
        .name = c->argv[0], .email = email ? email : "", .role = role ? role : "staff"};
    enum outcome o = check(&s, f);
    if (o != DONE)
        return o;
    char password[PASSWORD_BYTES];
    o = password_ask(c->in, password, f);
    if (o == DONE) {
        s.password_hash = password_hash(c->arena, password);
        o = save(c, &s, f);
    }
    explicit_bzero(password, sizeof password);
    return o == DONE ? print_one(c, s.name, f) : o;
}

static enum outcome staff_verb_list(struct command *c, struct fault *f)
{
    static const char *const keys[] = {"name", "role", "email", "disabled", NULL};
    struct staff *list;
    size_t count;
    enum outcome o = staff_list(c->house->db, c->arena, &list, &count, f);
    if (o != DONE)
        return o;
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(rows, view_staff(&list[i]));
    return entries_print_rows(c, rows, keys, f);
}

static enum outcome staff_verb_disable(struct command *c, struct fault *f)
{
    static const char label[] = "disable staff";
    enum outcome o = db_begin(c->house->db, label, f);
    if (o != DONE)
        return o;
    o = staff_disable(c->house->db, c->arena, c->argv[0], clock_now(&c->house->clock), f);
    if (o == DONE)
        o = trail(c, "staff_disabled", c->argv[0], f);
    o = finish(c, label, o, f);
    return o == DONE ? print_one(c, c->argv[0], f) : o;
}

const struct verb staff_verbs[] = {
    {"staff", "add", "NAME [--email E] [--role staff|admin|reader]",
     "lets somebody log in; the password is asked for, or read from standard input", staff_verb_add,
     NEEDS_BOOK, 1, 5},
    {"staff", "list", "", "who may log in", staff_verb_list, NEEDS_BOOK, 0, 0},
    {"staff", "disable", "NAME", "lets somebody log in no more", staff_verb_disable, NEEDS_BOOK, 1,
     1},
    {0},
};
