/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande meeting …`: introductions and network meetings of the pool, and who comes.
 */
#include "entries.h"

#include <string.h>

#include "lending/meetings.h"
#include "view/meetings.h"
#include "view/people.h"

static enum outcome row_of(struct command *c, const struct occasion *m, json_t **row,
                           struct fault *f)
{
    struct guest *guests;
    size_t count = 0;
    enum outcome o = guests_of(c->house->db, c->arena, m->id, &guests, &count, f);
    *row = o == DONE ? view_meeting_row(c->arena, m, guests, count) : NULL;
    return o;
}

static void print_row(struct command *c, const struct occasion *m, const json_t *row)
{
    fprintf(c->out, "%-4lld %-10s %-13s %s%s%s  %lld ja, %lld nej av %lld\n", (long long)m->id,
            m->state, m->kind, m->starts, *m->ends ? " – " : "", m->ends,
            (long long)json_integer_value(json_object_get(row, "yes")),
            (long long)json_integer_value(json_object_get(row, "no")),
            (long long)json_integer_value(json_object_get(row, "invited")));
}

/* All of them, or the one. */
static enum outcome list(struct command *c, int64_t only, struct fault *f)
{
    struct occasion *all;
    size_t count;
    enum outcome o = occasions_of_request(c->house->db, c->arena, 0, &all, &count, f);
    json_t *rows = json_array(), *row;
    for (size_t i = 0; o == DONE && i < count; i++) {
        if (only && all[i].id != only)
            continue;
        o = row_of(c, &all[i], &row, f);
        if (o == DONE && !c->json)
            print_row(c, &all[i], row);
        json_array_append_new(rows, row);
    }
    if (o != DONE || !c->json) {
        json_decref(rows);
        return o;
    }
    json_t *shown = only ? json_incref(json_array_get(rows, 0)) : json_incref(rows);
    json_decref(rows);
    return command_print_json(c, shown, f);
}

static enum outcome meeting_list(struct command *c, struct fault *f)
{
    return list(c, 0, f);
}

static enum outcome act(struct command *c, const char *kind, const struct occasion_change *change,
                        struct fault *f)
{
    int64_t id;
    enum outcome o = lending_meeting(c->house, c->arena, c->actor, kind, change, &id, f);
    return o == DONE ? list(c, id, f) : o;
}

static enum outcome meeting_add(struct command *c, struct fault *f)
{
    struct occasion_change change = {.what = OCCASION_ADD};
    enum outcome o = entries_occasion(c, &change, 2, 3, f);
    if (o != DONE)
        return o;
    change.starts = c->argv[1];
    change.ends = c->argc > 2 ? c->argv[2] : NULL;
    return act(c, c->argv[0], &change, f);
}

static enum outcome meeting_move(struct command *c, struct fault *f)
{
    struct occasion_change change = {.what = OCCASION_MOVE};
    enum outcome o = entries_occasion_move(c, 0, &change, f);
    return o == DONE ? act(c, NULL, &change, f) : o;
}

static enum outcome meeting_cancel(struct command *c, struct fault *f)
{
    struct occasion_change change = {.what = OCCASION_CANCEL};
    enum outcome o = command_id(c->argv[0], '\0', &change.id, f);
    return o == DONE ? act(c, NULL, &change, f) : o;
}

static enum outcome meeting_show(struct command *c, struct fault *f)
{
    int64_t id;
    struct guest *guests;
    size_t count = 0;
    enum outcome o = command_id(c->argv[0], '\0', &id, f);
    if (o == DONE)
        o = lending_meeting_guests(c->house, c->arena, c->actor, id, &guests, &count, f);
    json_t *rows = json_array();
    for (size_t i = 0; o == DONE && i < count; i++) {
        json_array_append_new(rows, view_guest(c->arena, &guests[i]));
        if (!c->json)
            fprintf(c->out, "P%-5lld %-4s %s\n", (long long)guests[i].person_id,
                    *guests[i].answer ? guests[i].answer : "-", guests[i].name);
    }
    if (o == DONE && c->json)
        return command_print_json(c, rows, f);
    json_decref(rows);
    return o;
}

static enum outcome meeting_answer(struct command *c, struct fault *f)
{
    const char *how;
    int64_t id, person;
    enum outcome o = command_option(c, "--how", &how, f);
    if (o == DONE)
        o = command_count(c, 3, 3, f);
    if (o == DONE)
        o = command_id(c->argv[0], '\0', &id, f);
    if (o == DONE)
        o = command_id(c->argv[1], 'P', &person, f);
    if (o != DONE)
        return o;
    bool said = strcmp(c->argv[2], "yes") == 0 || strcmp(c->argv[2], "no") == 0;
    if (!said || (how && strcmp(how, "phone") != 0 && strcmp(how, "letter") != 0))
        return fault_set(f, NEVER, EXIT_USAGE,
                         "expected yes or no, and --how phone or --how letter");
    o = lending_meeting_answer(c->house, c->arena, c->actor, id, person, c->argv[2],
                               how ? how : "staff", f);
    return o == DONE ? list(c, id, f) : o;
}

const struct verb meeting_verbs[] = {
    {"meeting", "list", "", "introductions and network meetings, and how many come", meeting_list,
     NEEDS_BOOK, 0, 0},
    {"meeting", "add", "network|introduction START [END] [--place P] [--link L] [--access A]",
     "a new meeting; the pool is invited", meeting_add, NEEDS_BOOK, 2, 9},
    {"meeting", "move", "ID [START [END]] [--place P] [--link L] [--access A]",
     "another time or place; whoever has not said no is told", meeting_move, NEEDS_BOOK, 1, 9},
    {"meeting", "cancel", "ID", "calls it off; whoever has not said no is told", meeting_cancel,
     NEEDS_BOOK, 1, 1},
    {"meeting", "show", "ID", "who is invited and who comes", meeting_show, NEEDS_BOOK, 1, 1},
    {"meeting", "answer", "ID P yes|no [--how phone|letter]",
     "an answer that came by phone or letter", meeting_answer, NEEDS_BOOK, 3, 5},
    {0},
};
