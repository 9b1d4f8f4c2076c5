/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * levande association …: patient and user associations, by hand.
 */
#include "command.h"

#include <string.h>

#include "entries.h"
#include "store/associations.h"
#include "view/people.h"

static enum outcome print_association(struct command *c, int64_t id, struct fault *f)
{
    if (!c->json) {
        fprintf(c->out, "A%lld\n", (long long)id);
        return DONE;
    }
    struct association x;
    enum outcome o = associations_load(c->house->db, c->arena, id, &x, f);
    return o == DONE ? command_print_json(c, view_association(c->arena, &x), f) : o;
}

static enum outcome association_add(struct command *c, struct fault *f)
{
    struct roster_change *changes;
    size_t count;
    int64_t id;
    enum outcome o = entries_changes(c, 0, &changes, &count, f);
    if (o == DONE)
        o = roster_association_add(c->house, c->arena, c->actor, changes, count, &id, f);
    return o == DONE ? print_association(c, id, f) : o;
}

static enum outcome association_import(struct command *c, struct fault *f)
{
    return entries_import(c, import_associations, f);
}

static enum outcome association_list(struct command *c, struct fault *f)
{
    static const char *const keys[] = {"id", "name", "municipalities", "areas", NULL};
    struct association *list;
    size_t count;
    enum outcome o = associations_list(c->house->db, c->arena, &list, &count, f);
    if (o != DONE)
        return o;
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(rows, view_association(c->arena, &list[i]));
    return entries_print_rows(c, rows, keys, f);
}

static enum outcome association_show(struct command *c, struct fault *f)
{
    int64_t id;
    struct association x;
    enum outcome o = command_id(c->argv[0], 'A', &id, f);
    if (o == DONE)
        o = associations_load(c->house->db, c->arena, id, &x, f);
    return o == DONE ? entries_print(c, view_association(c->arena, &x), f) : o;
}

static enum outcome association_set(struct command *c, struct fault *f)
{
    struct roster_change *changes;
    size_t count;
    int64_t id;
    enum outcome o = command_id(c->argv[0], 'A', &id, f);
    if (o == DONE)
        o = entries_changes(c, 1, &changes, &count, f);
    if (o == DONE)
        o = roster_association_set(c->house, c->arena, c->actor, id, changes, count, f);
    return o == DONE ? print_association(c, id, f) : o;
}

static enum outcome association_cooperate(struct command *c, struct fault *f)
{
    int64_t id;
    bool ends = c->argc == 3;
    enum outcome o = command_id(c->argv[0], 'A', &id, f);
    if (o == DONE && ends && strcmp(c->argv[2], "--end") != 0)
        return fault_set(f, NEVER, EXIT_USAGE, "%s: expected --end", c->argv[2]);
    if (o == DONE)
        o = roster_cooperate(c->house, c->arena, c->actor, id, c->argv[1], !ends, f);
    return o == DONE ? print_association(c, id, f) : o;
}

const struct verb association_verbs[] = {
    {"association", "add", "KEY=VALUE ...", "adds an association", association_add, NEEDS_BOOK, 1,
     -1},
    {"association", "import", "FILE.csv", "adds and updates associations from a file",
     association_import, NEEDS_BOOK, 1, 1},
    {"association", "list", "", "all associations", association_list, NEEDS_BOOK, 0, 0},
    {"association", "show", "A", "one association", association_show, NEEDS_BOOK, 1, 1},
    {"association", "set", "A KEY=VALUE ...", "changes what is known of an association",
     association_set, NEEDS_BOOK, 2, -1},
    {"association", "cooperate", "A UNIT [--end]",
     "a unit that works with the association already: its requests go there", association_cooperate,
     NEEDS_BOOK, 2, 3},
    {0},
};
