/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * levande staff …: who may log in at the desk.
 */
#include "command.h"

#include <string.h>

#include "entries.h"
#include "lending/staff.h"
#include "password.h"
#include "view/people.h"

static enum outcome print_one(struct command *c, const char *name, struct fault *f)
{
    struct staff s;
    enum outcome o = staff_by_name(c->house->db, c->arena, name, &s, f);
    return o == DONE ? entries_print(c, view_staff(&s), f) : o;
}

static enum outcome ask_hash(struct command *c, const char **hash, struct fault *f)
{
    char password[PASSWORD_BYTES];
    enum outcome o = password_ask(c->in, password, f);
    if (o == DONE)
        *hash = password_hash(c->arena, password);
    explicit_bzero(password, sizeof password);
    return o;
}

static enum outcome staff_verb_add(struct command *c, struct fault *f)
{
    const char *email = entries_option(c, "--email"), *role = entries_option(c, "--role");
    struct staff s = {
        .name = c->argv[0], .email = email ? email : "", .role = role ? role : "staff"};
    enum outcome o = lending_staff_check(&s, f);
    if (o == DONE)
        o = ask_hash(c, &s.password_hash, f);
    if (o == DONE)
        o = lending_staff_add(c->house, c->arena, c->actor, &s, f);
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
    enum outcome o = lending_staff_disable(c->house, c->arena, c->actor, c->argv[0], false, f);
    return o == DONE ? print_one(c, c->argv[0], f) : o;
}

static enum outcome staff_verb_reset(struct command *c, struct fault *f)
{
    enum outcome o = lending_staff_reset(c->house, c->arena, c->actor, c->argv[0], f);
    return o == DONE ? print_one(c, c->argv[0], f) : o;
}

static enum outcome staff_verb_password(struct command *c, struct fault *f)
{
    struct staff s;
    const char *hash;
    enum outcome o = staff_by_name(c->house->db, c->arena, c->argv[0], &s, f);
    if (o == DONE)
        o = ask_hash(c, &hash, f);
    if (o == DONE)
        o = lending_staff_password(c->house, c->arena, c->actor, s.name, hash, f);
    return o == DONE ? print_one(c, s.name, f) : o;
}

const struct verb staff_verbs[] = {
    {"staff", "add", "NAME [--email E] [--role staff|admin|reader]",
     "lets somebody log in; the password is asked for, or read from standard input", staff_verb_add,
     NEEDS_BOOK, 1, 5},
    {"staff", "list", "", "who may log in", staff_verb_list, NEEDS_BOOK, 0, 0},
    {"staff", "disable", "NAME", "lets somebody log in no more", staff_verb_disable, NEEDS_BOOK, 1,
     1},
    {"staff", "reset", "NAME", "takes the second factor away; the next login enrols a new one",
     staff_verb_reset, NEEDS_BOOK, 1, 1},
    {"staff", "password", "NAME", "a new password, asked for or read from standard input",
     staff_verb_password, NEEDS_BOOK, 1, 1},
    {0},
};
