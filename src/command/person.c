/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * levande person …: the pool, by hand. What a change implies is done by lending/people.h.
 */
#include "command.h"

#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "entries.h"
#include "lending/care.h"
#include "lending/people.h"
#include "store/people.h"
#include "view/people.h"

static enum outcome person_of(struct command *c, int argument, int64_t *id, struct fault *f)
{
    return command_id(c->argv[argument], 'P', id, f);
}

/* With --json the person as it now stands, else the id. */
static enum outcome print_person(struct command *c, int64_t id, struct fault *f)
{
    if (!c->json) {
        fprintf(c->out, "P%lld\n", (long long)id);
        return DONE;
    }
    struct person p;
    enum outcome o = people_load(c->house->db, c->arena, id, &p, f);
    return o == DONE ? command_print_json(c, view_person(c->arena, &p), f) : o;
}

static enum outcome person_add(struct command *c, struct fault *f)
{
    struct roster_change *changes;
    size_t count;
    int64_t id;
    enum outcome o = entries_changes(c, 0, &changes, &count, f);
    if (o == DONE)
        o = roster_person_add(c->house, c->arena, c->actor, changes, count, &id, f);
    return o == DONE ? print_person(c, id, f) : o;
}

static enum outcome person_import(struct command *c, struct fault *f)
{
    return entries_import(c, import_people, f);
}

static enum outcome person_list(struct command *c, struct fault *f)
{
    static const char *const keys[] = {"id", "name", "municipality", "areas", NULL};
    struct person *people;
    size_t count, left_out;
    enum outcome o = roster_list(c->house, c->arena, c->actor, entries_option(c, "--why"), &people,
                                 &count, &left_out, f);
    if (o != DONE)
        return o;
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(rows, view_person_row(c->arena, &people[i]));
    o = entries_print_rows(c, rows, keys, f);
    if (o == DONE && left_out && !c->json)
        fprintf(c->out, "%zu left out, whom the legal basis does not cover\n", left_out);
    return o;
}

static enum outcome person_show(struct command *c, struct fault *f)
{
    int64_t id;
    struct person p;
    enum outcome o = person_of(c, 0, &id, f);
    if (o == DONE)
        o = people_load(c->house->db, c->arena, id, &p, f);
    return o == DONE ? entries_print(c, view_person(c->arena, &p), f) : o;
}

static enum outcome set(struct command *c, int64_t id, const struct roster_change *changes,
                        size_t count, struct fault *f)
{
    enum outcome o = roster_person_set(c->house, c->arena, c->actor, id, changes, count, f);
    return o == DONE ? print_person(c, id, f) : o;
}

static enum outcome person_set(struct command *c, struct fault *f)
{
    struct roster_change *changes;
    size_t count;
    int64_t id;
    enum outcome o = person_of(c, 0, &id, f);
    if (o == DONE)
        o = entries_changes(c, 1, &changes, &count, f);
    return o == DONE ? set(c, id, changes, count, f) : o;
}

static enum outcome person_pause(struct command *c, struct fault *f)
{
    int64_t id;
    struct date until, today = civil_from_instant(clock_now(&c->house->clock)).date;
    enum outcome o = person_of(c, 0, &id, f);
    if (o != DONE)
        return o;
    if (!date_parse(c->argv[1], &until) || date_compare(until, today) <= 0)
        return fault_set(f, NEVER, EXIT_USAGE,
                         "expected a day to come as 2027-09-01; person set P paused_until= ends a "
                         "pause");
    return set(c, id, &(struct roster_change){"paused_until", c->argv[1]}, 1, f);
}

/* Somebody has said, by phone or letter, that all is still right. */
static enum outcome person_confirm(struct command *c, struct fault *f)
{
    int64_t id;
    enum outcome o = person_of(c, 0, &id, f);
    if (o == DONE)
        o = lending_confirm(c->house, c->arena, c->actor, id, f);
    return o == DONE ? print_person(c, id, f) : o;
}

static enum outcome person_consent(struct command *c, struct fault *f)
{
    int64_t id;
    const char *how;
    enum outcome o = command_option(c, "--how", &how, f);
    if (o == DONE)
        o = command_count(c, 2, 2, f);
    if (o == DONE)
        o = person_of(c, 0, &id, f);
    if (o != DONE)
        return o;
    bool yes = strcmp(c->argv[1], "yes") == 0, no = strcmp(c->argv[1], "no") == 0;
    if ((!yes && !no) || (how && strcmp(how, "phone") != 0 && strcmp(how, "letter") != 0))
        return fault_set(f, NEVER, EXIT_USAGE,
                         "expected yes or no, and --how phone or --how letter");
    o = lending_willing(c->house, c->arena, c->actor, id, yes, how ? how : "staff", f);
    return o == DONE ? print_person(c, id, f) : o;
}

static enum outcome person_merge(struct command *c, struct fault *f)
{
    int64_t to, from;
    enum outcome o = person_of(c, 0, &to, f);
    if (o == DONE)
        o = person_of(c, 1, &from, f);
    if (o == DONE)
        o = roster_person_merge(c->house, c->arena, c->actor, to, from, f);
    return o == DONE ? print_person(c, to, f) : o;
}

/* Always JSON: it is made to be handed over. */
static enum outcome person_export(struct command *c, struct fault *f)
{
    int64_t id;
    json_t *all;
    enum outcome o = person_of(c, 0, &id, f);
    if (o == DONE)
        o = db_read_begin(c->house->db, f);
    if (o != DONE)
        return o;
    o = lending_person_export(c->house, c->arena, id, &all, f);
    db_read_end(c->house->db);
    return o == DONE ? command_print_json(c, all, f) : o;
}

static enum outcome person_erase(struct command *c, struct fault *f)
{
    int64_t id;
    enum outcome o = person_of(c, 0, &id, f);
    if (o == DONE)
        o = roster_person_erase(c->house, c->arena, c->actor, id, f);
    return o == DONE ? print_person(c, id, f) : o;
}

const struct verb person_verbs[] = {
    {"person", "add", "KEY=VALUE ...", "adds somebody to the pool", person_add, NEEDS_BOOK, 1, -1},
    {"person", "import", "FILE.csv", "adds and updates people from a file", person_import,
     NEEDS_BOOK, 1, 1},
    {"person", "list", "--why TEXT", "the pool, for a stated purpose", person_list, NEEDS_BOOK, 0,
     2},
    {"person", "show", "P", "one person", person_show, NEEDS_BOOK, 1, 1},
    {"person", "set", "P KEY=VALUE ...", "changes what is known of a person", person_set,
     NEEDS_BOOK, 2, -1},
    {"person", "pause", "P UNTIL", "no asks until that day", person_pause, NEEDS_BOOK, 2, 2},
    {"person", "confirm", "P", "all is still right, and P is still willing", person_confirm,
     NEEDS_BOOK, 1, 1},
    {"person", "consent", "P yes|no [--how phone|letter]",
     "P lets us search by experience, or no longer does", person_consent, NEEDS_BOOK, 2, 4},
    {"person", "merge", "P P", "makes the second part of the first", person_merge, NEEDS_BOOK, 2,
     2},
    {"person", "export", "P", "everything that is stored of a person, as JSON", person_export,
     NEEDS_BOOK, 1, 1},
    {"person", "erase", "P", "erases a person", person_erase, NEEDS_BOOK, 1, 1},
    {0},
};
