/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * levande unit …: care units, as their requests name them, and whom one writes to there.
 */
#include "command.h"

#include "entries.h"
#include "lending/units.h"
#include "view/people.h"
#include "view/units.h"

enum { AT_ONCE = 500, CONTACTS = 200 };

static enum outcome unit_of(struct command *c, int argument, int64_t *id, struct fault *f)
{
    return command_id(c->argv[argument], 'U', id, f);
}

/* A contact a line, for people; as a tree for programs. */
static json_t *contacts_view(struct command *c, const struct unit_contact *list, size_t count)
{
    if (c->json)
        return view_unit_contacts(c->arena, list, count);
    const char *lines = "";
    for (size_t i = 0; i < count; i++)
        lines = arena_printf(c->arena, "%s%s%s %s %s", lines, i ? "\n" : "", list[i].name,
                             list[i].address, list[i].phone);
    return json_string(lines);
}

static json_t *names_view(const char *const *names, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_string(names[i]));
    return array;
}

static enum outcome show(struct command *c, int64_t id, struct fault *f)
{
    struct unit u;
    struct unit_contact *contacts;
    const char **names;
    size_t contact_count, name_count;
    int64_t requests;
    instant newest;
    struct db *db = c->house->db;
    enum outcome o = units_load(db, c->arena, id, &u, f);
    if (o == DONE)
        o = units_contacts(db, c->arena, id, CONTACTS, &contacts, &contact_count, f);
    if (o == DONE)
        o = units_names(db, c->arena, id, &names, &name_count, f);
    if (o == DONE)
        o = units_count(db, id, &requests, &newest, f);
    if (o != DONE)
        return o;
    json_t *view = view_unit(c->arena, &u);
    json_object_set_new(view, "names", names_view(names, name_count));
    json_object_set_new(view, "requests", json_integer(requests));
    json_object_set_new(view, "contacts", contacts_view(c, contacts, contact_count));
    return entries_print(c, view, f);
}

static enum outcome add_rows(struct command *c, const int64_t *ids, size_t count, json_t *rows,
                             struct fault *f)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < count; i++) {
        struct unit u;
        int64_t requests = 0;
        instant newest;
        o = units_load(c->house->db, c->arena, ids[i], &u, f);
        if (o == DONE)
            o = units_count(c->house->db, ids[i], &requests, &newest, f);
        if (o != DONE)
            break;
        json_t *row = view_unit(c->arena, &u);
        json_object_set_new(row, "requests", json_integer(requests));
        json_array_append_new(rows, row);
    }
    return o;
}

static enum outcome unit_list(struct command *c, struct fault *f)
{
    static const char *const keys[] = {"id", "name", "division", "requests", NULL};
    json_t *rows = json_array();
    int64_t *ids, after = 0;
    size_t count = AT_ONCE;
    enum outcome o = DONE;
    while (o == DONE && count == AT_ONCE) {
        o = units_page(c->house->db, c->arena, c->argc ? c->argv[0] : "", after, AT_ONCE, &ids,
                       &count, f);
        if (o == DONE)
            o = add_rows(c, ids, count, rows, f);
        if (o == DONE && count)
            after = ids[count - 1];
    }
    if (o != DONE) {
        json_decref(rows);
        return o;
    }
    return entries_print_rows(c, rows, keys, f);
}

static enum outcome unit_show(struct command *c, struct fault *f)
{
    int64_t id;
    enum outcome o = unit_of(c, 0, &id, f);
    return o == DONE ? show(c, id, f) : o;
}

static enum outcome print_unit(struct command *c, int64_t id, struct fault *f)
{
    if (c->json)
        return show(c, id, f);
    fprintf(c->out, "U%lld\n", (long long)id);
    return DONE;
}

static enum outcome unit_set(struct command *c, struct fault *f)
{
    struct roster_change *changes;
    size_t count;
    int64_t id;
    enum outcome o = unit_of(c, 0, &id, f);
    if (o == DONE)
        o = entries_changes(c, 1, &changes, &count, f);
    if (o == DONE)
        o = roster_unit_set(c->house, c->arena, c->actor, id, changes, count, f);
    return o == DONE ? print_unit(c, id, f) : o;
}

static enum outcome unit_merge(struct command *c, struct fault *f)
{
    int64_t to, from;
    enum outcome o = unit_of(c, 0, &to, f);
    if (o == DONE)
        o = unit_of(c, 1, &from, f);
    if (o == DONE)
        o = roster_unit_merge(c->house, c->arena, c->actor, to, from, f);
    return o == DONE ? print_unit(c, to, f) : o;
}

const struct verb unit_verbs[] = {
    {"unit", "list", "[WORD]", "the care units that requests have named", unit_list, NEEDS_BOOK, 0,
     1},
    {"unit", "show", "U", "one unit, its names and contacts", unit_show, NEEDS_BOOK, 1, 1},
    {"unit", "set", "U KEY=VALUE ...", "changes what a unit is called: name, division", unit_set,
     NEEDS_BOOK, 2, -1},
    {"unit", "merge", "U U", "makes the second part of the first", unit_merge, NEEDS_BOOK, 2, 2},
    {0},
};
