/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande request write`: a letter in staff's own words, or one of the texts under advice/, which
 * staff may edit as files.
 */
#include "command.h"

#include <string.h>

#include "base/text.h"
#include "lending.h"
#include "letters.h"

static void report(void *context, const char *line)
{
    (void)context;
    fprintf(stderr, "%s\n", line);
}

/* The text of that name in the unit's language; it lives as long as the command. */
static enum outcome read_advice(struct command *c, const struct request *r, const char *name,
                                const char **text, struct fault *f)
{
    struct shelf *shelf = NULL;
    enum outcome o = shelf_open(c->house->settings->files.templates, report, NULL, &shelf, f);
    if (o != DONE)
        return o;
    const char *found = shelf_advice(shelf, r->language, name);
    if (found)
        *text = arena_strdup(c->arena, found);
    else
        o = fault_set(f, NEVER, EXIT_USAGE, "there is no text %s; expected one of %s", name,
                      shelf_advice_names(c->arena, shelf));
    shelf_free(&shelf);
    return o;
}

static enum outcome read_words(struct command *c, const char **text, const char **text_id,
                               struct fault *f)
{
    enum outcome o = command_option(c, "--text", text, f);
    if (o == DONE)
        o = command_option(c, "--text-id", text_id, f);
    if (o == DONE)
        o = command_count(c, 2, 2, f);
    if (o == DONE && !text_blank(*text) + (*text_id != NULL) != 1)
        return fault_set(f, NEVER, EXIT_USAGE,
                         "--text must hold the letter, or --text-id name one of the texts");
    return o;
}

static enum outcome request_write(struct command *c, struct fault *f)
{
    const char *text, *text_id;
    struct request r;
    int64_t id;
    enum outcome o = read_words(c, &text, &text_id, f);
    if (o == DONE && strcmp(c->argv[1], "unit") != 0)
        o = command_id(c->argv[1], c->argv[1][0] == 'A' ? 'A' : 'P', &id, f);
    if (o == DONE)
        o = requests_by_number(c->house->db, c->arena, c->argv[0], &r, f);
    if (o == DONE && text_id)
        o = read_advice(c, &r, text_id, &text, f);
    if (o != DONE)
        return o;
    struct event event = {.kind = EVENT_WRITE,
                          .request_id = r.id,
                          .actor = c->actor,
                          .who = c->argv[1],
                          .text = text};
    o = lending_event(c->house, c->arena, &event, NULL, f);
    return o == DONE ? command_tell(c, r.number, f) : o;
}

const struct verb write_verbs[] = {
    {"request", "write", "N unit|P|A --text T|--text-id NAME",
     "sends a letter of your own, or one of the texts for advice", request_write, NEEDS_BOOK, 2, 4},
    {0},
};
