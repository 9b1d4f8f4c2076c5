/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What stands on the desk and under it: tasks, backup, restore, check.
 */
#include "command.h"

#include <string.h>

#include "lending/desk.h"
#include "store/audit.h"
#include "store/desk.h"
#include "view.h"

static const char *const DESK = "desk";

static enum outcome list_tasks(struct command *c, struct fault *f)
{
    struct task *list;
    size_t count;
    enum outcome o = tasks_list(c->house->db, c->arena, &list, &count, f);
    if (o != DONE)
        return o;
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(array, view_task(c->arena, &list[i]));
        if (c->json)
            continue;
        fprintf(c->out, "%-5lld %-16s %-13s %s", (long long)list[i].id, list[i].kind,
                list[i].number ? list[i].number : "-", list[i].text);
        if (list[i].inbox_id)
            fprintf(c->out, " [M%lld]", (long long)list[i].inbox_id);
        if (list[i].letter_id)
            fprintf(c->out, " [L%lld]", (long long)list[i].letter_id);
        const char *command = view_task_command(c->arena, &list[i]);
        if (command)
            fprintf(c->out, " (%s)", command);
        fputc('\n', c->out);
    }
    if (c->json)
        return command_print_json(c, array, f);
    json_decref(array);
    return DONE;
}

static enum outcome task_done(struct command *c, struct fault *f)
{
    const char *text;
    int64_t id;
    enum outcome o = command_option(c, "--text", &text, f);
    if (o == DONE)
        o = command_count(c, 1, 1, f);
    if (o == DONE)
        o = command_id(c->argv[0], '\0', &id, f);
    if (o == DONE)
        o = lending_task_done(c->house, c->arena, c->actor, id, text, f);
    if (o == DONE && c->json)
        return command_print_json(c, json_pack("{s:I, s:b}", "id", (json_int_t)id, "done", 1), f);
    return o;
}

/* ---- check ---- */

struct findings {
    struct command *c;
    json_t *list;
};

static void note_finding(void *context, const char *line)
{
    struct findings *found = context;
    json_array_append_new(found->list, json_string(line));
    if (!found->c->json)
        fprintf(found->c->out, "%s\n", line);
}

/*
 * Runs all three, so that each fault is told; the first that fails decides. All see the book of one
 * moment: what the roles commit meanwhile is no fault.
 */
static enum outcome run_checks(struct command *c, struct findings *found, int64_t *rows,
                               struct fault *f)
{
    struct fault one;
    enum outcome o = db_read_begin(c->house->db, f);
    if (o != DONE)
        return o;
    o = db_sound(c->house->db, note_finding, found, f);
    enum outcome next = checks_run(c->house->db, c->arena, note_finding, found, &one);
    if (o == DONE && next != DONE) {
        o = next;
        *f = one;
    }
    next = audit_walk(c->house->db, note_finding, found, rows, &one);
    db_read_end(c->house->db);
    if (o == DONE && next != DONE) {
        o = next;
        *f = one;
    }
    return o;
}

static enum outcome check(struct command *c, struct fault *f)
{
    struct findings found = {.c = c, .list = json_array()};
    int64_t rows = 0;
    enum outcome o = run_checks(c, &found, &rows, f);
    if (c->json) {
        struct fault print;
        command_print_json(c,
                           json_pack("{s:b, s:o, s:I}", "sound", o == DONE, "findings", found.list,
                                     "audit_rows", (json_int_t)rows),
                           &print);
    } else {
        json_decref(found.list);
        if (o == DONE)
            fprintf(c->out, "case book sound, invariants hold, %lld rows of audit trail whole\n",
                    (long long)rows);
    }
    if (o == NEVER)
        f->code = EXIT_DATA;
    return o;
}

/* ---- backup, restore ---- */

static enum outcome backup(struct command *c, struct fault *f)
{
    enum outcome o = db_backup(c->house->db, c->argv[0], f);
    if (o == DONE && c->json)
        return command_print_json(c, json_pack("{s:s}", "backup", c->argv[0]), f);
    return o;
}

/* All roles' locks, so that none runs while the book is exchanged. */
static enum outcome lock_all(const char *path, int locks[DB_ROLE_COUNT], struct fault *f)
{
    enum outcome o = DONE;
    for (enum db_role role = 0; role < DB_COMMAND; role++)
        locks[role] = -1;
    for (enum db_role role = 0; o == DONE && role < DB_COMMAND; role++)
        o = db_role_lock(path, db_role_name(role), &locks[role], f);
    return o;
}

/* Letters of the past must not go out twice: all that are not sent are held until mail release. */
static enum outcome hold_letters(struct command *c, int64_t *held, struct fault *f)
{
    struct house house = *c->house;
    house.db = NULL;
    enum outcome o = house_open_book(&house, DB_COMMAND, false, f);
    if (o == DONE)
        o = db_begin(house.db, DESK, f);
    if (o == DONE) {
        struct audit_entry entry = {.actor = c->actor,
                                    .event = "restore",
                                    .now = clock_now(&c->house->clock),
                                    .random = c->house->random};
        o = health_restored(house.db, c->arena, clock_now(&c->house->clock), held, f);
        if (o == DONE)
            o = audit_add(house.db, c->arena, &entry, f);
        o = db_end(house.db, DESK, o, f);
    }
    db_close(&house.db);
    return o;
}

static enum outcome restore(struct command *c, struct fault *f)
{
    const char *path = c->house->settings->database.path;
    int locks[DB_ROLE_COUNT];
    int64_t held = 0;
    enum outcome o = lock_all(path, locks, f);
    if (o == DONE)
        o = db_restore(path, c->argv[0], f);
    if (o == DONE)
        o = hold_letters(c, &held, f);
    for (enum db_role role = 0; role < DB_COMMAND; role++)
        db_role_unlock(&locks[role]);
    if (o != DONE)
        return o;
    if (c->json)
        return command_print_json(
            c, json_pack("{s:s, s:I}", "restored", c->argv[0], "held", (json_int_t)held), f);
    fprintf(c->out, "återställd; %lld brev hålls kvar till levande mail release\n",
            (long long)held);
    return DONE;
}

const struct verb desk_verbs[] = {
    {"tasks", "", "", "what waits for a human", list_tasks, NEEDS_BOOK, 0, 0},
    {"task", "done", "ID [--text T]", "closes a task", task_done, NEEDS_BOOK, 1, 3},
    {"backup", "", "FILE", "copies the case book while it is in use", backup, NEEDS_BOOK, 1, 1},
    {"restore", "", "FILE", "puts a backup in its place; no role may run", restore, NEEDS_FILES, 1,
     1},
    {"check", "", "", "database, invariants and audit trail; 65 when one fails", check, NEEDS_BOOK,
     0, 0},
    {0},
};
