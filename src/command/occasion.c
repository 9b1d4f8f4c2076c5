/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande occasion …`: the times of a request. Until somebody is chosen an occasion's id is its
 * place in the list; afterwards it keeps the one it was given.
 */
#include "entries.h"

#include <string.h>

#include "base/text.h"
#include "lending/occasions.h"
#include "view/occasions.h"

static void print_row(struct command *c, const struct occasion *o)
{
    fprintf(c->out, "%-4lld %-10s %s%s%s%s%s\n", (long long)o->id, o->state, o->starts,
            *o->ends ? " – " : "", o->ends, *o->place ? "  " : "", o->place);
}

static enum outcome list(struct command *c, const char *number, struct fault *f)
{
    struct request r;
    struct occasion *all;
    size_t count;
    enum outcome o = requests_by_number(c->house->db, c->arena, number, &r, f);
    if (o == DONE)
        o = lending_occasions(c->house, c->arena, r.id, &all, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++) {
        json_array_append_new(array, view_occasion(c->arena, &all[i], "sv"));
        if (!c->json)
            print_row(c, &all[i]);
    }
    if (o == DONE && c->json)
        return command_print_json(c, array, f);
    json_decref(array);
    return o;
}

static enum outcome occasion_list(struct command *c, struct fault *f)
{
    return list(c, c->argv[0], f);
}

static enum outcome act(struct command *c, const struct occasion_change *change, struct fault *f)
{
    struct request r;
    enum outcome o = requests_by_number(c->house->db, c->arena, c->argv[0], &r, f);
    if (o == DONE)
        o = lending_occasion(c->house, c->arena, r.id, c->actor, change, NULL, f);
    return o == DONE ? list(c, r.number, f) : o;
}

static enum outcome occasion_add(struct command *c, struct fault *f)
{
    struct occasion_change change = {.what = OCCASION_ADD};
    enum outcome o = entries_occasion(c, &change, 2, 3, f);
    if (o != DONE)
        return o;
    change.starts = c->argv[1];
    change.ends = c->argc > 2 ? c->argv[2] : "";
    return act(c, &change, f);
}

static enum outcome occasion_move(struct command *c, struct fault *f)
{
    struct occasion_change change = {.what = OCCASION_MOVE};
    enum outcome o = entries_occasion_move(c, 1, &change, f);
    return o == DONE ? act(c, &change, f) : o;
}

static enum outcome occasion_cancel(struct command *c, struct fault *f)
{
    struct occasion_change change = {.what = OCCASION_CANCEL};
    enum outcome o = command_id(c->argv[1], '\0', &change.id, f);
    return o == DONE ? act(c, &change, f) : o;
}

const struct verb occasion_verbs[] = {
    {"occasion", "list", "N", "the times of a request", occasion_list, NEEDS_BOOK, 1, 1},
    {"occasion", "add", "N START [END] [--place P] [--link L] [--access A]",
     "a new time; everybody concerned is told", occasion_add, NEEDS_BOOK, 2, 9},
    {"occasion", "move", "N ID [START [END]] [--place P] [--link L] [--access A]",
     "another time or place; everybody concerned is told", occasion_move, NEEDS_BOOK, 2, 10},
    {"occasion", "cancel", "N ID", "calls one time off; everybody concerned is told",
     occasion_cancel, NEEDS_BOOK, 2, 2},
    {0},
};
