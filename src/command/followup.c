/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande followup …`: an answer that came by phone, on paper or in a mail.
 */
#include "command.h"

#include <string.h>

#include "lending/followup.h"

/* "unit", or a representative as "P12". */
static enum outcome read_party(const char *text, struct fault *f)
{
    int64_t id;
    return strcmp(text, "unit") == 0 ? DONE : command_id(text, 'P', &id, f);
}

static enum outcome read_how(struct command *c, const char **how, struct fault *f)
{
    static const char *const ways[] = {"phone", "paper", "mail"};
    enum outcome o = command_option(c, "--how", how, f);
    if (o != DONE)
        return o;
    if (!*how)
        *how = ways[0];
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (strcmp(*how, ways[i]) == 0)
            return DONE;
    return fault_set(f, NEVER, EXIT_USAGE, "%s: expected phone, paper or mail", *how);
}

/* KEY=VALUE …; an empty value takes an answer back. */
static enum outcome read_answers(struct command *c, json_t *answers, struct fault *f)
{
    enum outcome o = DONE;
    for (int i = 2; o == DONE && i < c->argc; i++) {
        char *equals = strchr(c->argv[i], '=');
        if (!equals)
            return fault_set(f, NEVER, EXIT_USAGE, "%s: expected KEY=VALUE", c->argv[i]);
        const char *key = arena_strndup(c->arena, c->argv[i], (size_t)(equals - c->argv[i]));
        o = followup_put(c->arena, answers, c->argv[1], key, equals + 1, f);
    }
    return o;
}

static enum outcome followup_answer(struct command *c, struct fault *f)
{
    struct request r;
    const char *how;
    json_t *answers = json_object();
    enum outcome o = read_how(c, &how, f);
    if (o == DONE)
        o = command_count(c, 3, -1, f);
    if (o == DONE)
        o = read_party(c->argv[1], f);
    if (o == DONE)
        o = read_answers(c, answers, f);
    if (o == DONE)
        o = requests_by_number(c->house->db, c->arena, c->argv[0], &r, f);
    if (o == DONE) {
        struct followup_said said = {.request_id = r.id,
                                     .party = c->argv[1],
                                     .answers = answers,
                                     .adds = true,
                                     .how = how,
                                     .actor = c->actor};
        o = lending_followup(c->house, c->arena, &said, f);
    }
    json_decref(answers);
    return o == DONE ? command_tell(c, c->argv[0], f) : o;
}

const struct verb followup_verbs[] = {
    {"followup", "answer", "N unit|P KEY=VALUE ... [--how phone|paper|mail]",
     "a follow-up that came by phone or letter; adds to what was answered before", followup_answer,
     NEEDS_BOOK, 3, -1},
    {0},
};
