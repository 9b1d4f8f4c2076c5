/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande request choose` and `request withdraw`: who is connected, and who takes no part after
 * all.
 */
#include "command.h"

#include "lending.h"

static enum outcome act(struct command *c, struct event *event, struct fault *f)
{
    struct request r;
    enum outcome o = requests_by_number(c->house->db, c->arena, c->argv[0], &r, f);
    if (o != DONE)
        return o;
    event->request_id = r.id;
    event->actor = c->actor;
    o = lending_event(c->house, c->arena, event, NULL, f);
    return o == DONE ? command_tell(c, r.number, f) : o;
}

/* With --done no more are wanted than those who are named, and those who were chosen before. */
static enum outcome request_choose(struct command *c, struct fault *f)
{
    int64_t id;
    bool done = command_flag(c, "--done");
    enum outcome o = DONE;
    for (int i = 1; o == DONE && i < c->argc; i++)
        o = command_id(c->argv[i], 'P', &id, f);
    if (o == DONE && c->argc < 2 && !done)
        return fault_set(f, NEVER, EXIT_USAGE, "expected at least one P…, or --done");
    struct event event = {.kind = EVENT_CHOOSE,
                          .names = (const char *const *)c->argv + 1,
                          .name_count = (size_t)c->argc - 1,
                          .finished = done};
    return o == DONE ? act(c, &event, f) : o;
}

static enum outcome request_withdraw(struct command *c, struct fault *f)
{
    const char *text;
    int64_t id;
    enum outcome o = command_option(c, "--text", &text, f);
    if (o == DONE)
        o = command_count(c, 2, 2, f);
    if (o == DONE)
        o = command_id(c->argv[1], 'P', &id, f);
    struct event event = {.kind = EVENT_WITHDRAW,
                          .who = c->argc > 1 ? c->argv[1] : "",
                          .party = "staff",
                          .text = text};
    return o == DONE ? act(c, &event, f) : o;
}

const struct verb choose_verbs[] = {
    {"request", "choose", "N P... [--done]",
     "connects them; the others are told when all places are taken, or with --done", request_choose,
     NEEDS_BOOK, 2, -1},
    {"request", "withdraw", "N P [--text T]",
     "takes back a choice: both are told, and the place is free", request_withdraw, NEEDS_BOOK, 2,
     4},
    {0},
};
