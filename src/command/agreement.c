/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande agreement …`: agreements as staff see them, and what came by phone or on paper.
 *
 * The library is no party: staff enter what a party said, and the book keeps that it came so.
 */
#include "command.h"

#include <string.h>

#include "base/text.h"
#include "entries.h"
#include "lending/agreement.h"

static struct date today(const struct command *c)
{
    return civil_from_instant(clock_now(&c->house->clock)).date;
}

static enum outcome find(struct command *c, struct request *r, struct fault *f)
{
    return requests_by_number(c->house->db, c->arena, c->argv[0], r, f);
}

/* ---- show ---- */

static const char *how_it_stands(struct command *c, const struct acceptance *x)
{
    if (x->at < 0)
        return "har inte godkänt";
    return arena_printf(c->arena, "godkände %s (%s)", instant_local_text(c->arena, x->at), x->how);
}

static void print_agreement(struct command *c, const struct agreement_case *x)
{
    const struct agreement *g = &x->versions[x->version_count - 1];
    json_t *body = json_loads(g->body, 0, NULL);
    unsigned open = agreement_open(c->arena, body, today(c));
    fprintf(c->out, "%s %s version %d (%s)\n", x->request->number, x->placement->who, g->version,
            g->sha256);
    fprintf(c->out, "Verksamheten %s\n", how_it_stands(c, &g->unit));
    fprintf(c->out, "%s %s\n", x->placement->who, how_it_stands(c, &g->representative));
    for (enum agreement_key key = 0; key < AGREEMENT_COUNT; key++) {
        const char *text = agreement_text(c->arena, body, key, "sv");
        fprintf(c->out, "\n%s [%s]\n%s\n", agreement_label(key, "sv"), agreement_name(key),
                text_blank(text) ? "–" : text);
    }
    for (size_t n = 0; n < AGREEMENT_QUESTIONS; n++)
        if (open & 1u << n)
            fprintf(c->out, "\nÖppet: %s\n", agreement_question(n, true, "sv"));
    json_decref(body);
}

static enum outcome show_one(struct command *c, int64_t request_id, const char *who, json_t *list,
                             struct fault *f)
{
    struct agreement_case x;
    enum outcome o = lending_agreement(c->house, c->arena, request_id, who, &x, f);
    if (o != DONE)
        return o;
    if (!c->json)
        print_agreement(c, &x);
    json_array_append_new(list, view_agreement(c->arena, &x, today(c)));
    return DONE;
}

static enum outcome show_all(struct command *c, int64_t request_id, json_t *list, struct fault *f)
{
    struct placement *placements;
    size_t count;
    enum outcome o =
        placements_of_request(c->house->db, c->arena, request_id, &placements, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = show_one(c, request_id, placements[i].who, list, f);
    return o;
}

/* With P one object; without, a list of all. */
static enum outcome agreement_show(struct command *c, struct fault *f)
{
    struct request r;
    int64_t id;
    bool one = c->argc == 2;
    json_t *list = json_array();
    enum outcome o = find(c, &r, f);
    if (o == DONE && one)
        o = command_id(c->argv[1], 'P', &id, f);
    if (o == DONE)
        o = one ? show_one(c, r.id, c->argv[1], list, f) : show_all(c, r.id, list, f);
    json_t *shown = o == DONE && one ? json_incref(json_array_get(list, 0)) : json_incref(list);
    json_decref(list);
    if (o == DONE && c->json)
        return command_print_json(c, shown, f);
    json_decref(shown);
    return o;
}

/* ---- accept, set ---- */

typedef enum outcome act_function(const struct house *house, struct arena *a,
                                  const struct agreement_act *act, enum agreement_verdict *verdict,
                                  struct fault *f);

/* After an act: what the agreement is now, or why nothing was done. */
static enum outcome carry_out(struct command *c, act_function *act, struct agreement_act *what,
                              struct fault *f)
{
    struct request r;
    int64_t id;
    enum agreement_verdict verdict;
    json_t *list = json_array();
    what->who = c->argv[1];
    what->actor = c->actor;
    enum outcome o = find(c, &r, f);
    if (o == DONE)
        o = command_id(what->who, 'P', &id, f);
    what->request_id = r.id;
    if (o == DONE)
        o = act(c->house, c->arena, what, &verdict, f);
    if (o == DONE && verdict == AGREEMENT_OVER)
        o = fault_set(f, NEVER, EXIT_DATA, "%s: the agreement with %s takes that no longer",
                      r.number, what->who);
    if (o == DONE)
        o = show_one(c, r.id, what->who, list, f);
    json_t *shown = json_incref(json_array_get(list, 0));
    json_decref(list);
    if (o == DONE && c->json)
        return command_print_json(c, shown, f);
    json_decref(shown);
    return o;
}

static enum outcome agreement_accept(struct command *c, struct fault *f)
{
    const char *how;
    enum outcome o = command_option(c, "--how", &how, f);
    if (o == DONE)
        o = command_count(c, 3, 3, f);
    if (o != DONE)
        return o;
    struct agreement_act act = {.party = c->argv[2], .how = how ? how : "phone"};
    if (strcmp(act.party, "unit") != 0 && strcmp(act.party, "representative") != 0)
        return fault_set(f, NEVER, EXIT_USAGE, "%s: expected unit or representative", act.party);
    if (strcmp(act.how, "phone") != 0 && strcmp(act.how, "paper") != 0)
        return fault_set(f, NEVER, EXIT_USAGE, "%s: expected phone or paper", act.how);
    return carry_out(c, lending_agreement_accept, &act, f);
}

static enum outcome agreement_set(struct command *c, struct fault *f)
{
    struct roster_change *changes;
    size_t count;
    enum outcome o = entries_changes(c, 2, &changes, &count, f);
    if (o != DONE)
        return o;
    json_t *fields = json_object();
    for (size_t i = 0; i < count; i++)
        json_object_set_new(fields, changes[i].key, json_string(changes[i].value));
    struct agreement_act act = {.party = "staff", .fields = fields};
    o = carry_out(c, lending_agreement_change, &act, f);
    json_decref(fields);
    return o;
}

const struct verb agreement_verbs[] = {
    {"agreement", "show", "N [P]", "the agreement with each representative, or with one",
     agreement_show, NEEDS_BOOK, 1, 2},
    {"agreement", "accept", "N P unit|representative [--how phone|paper]",
     "a party accepted the newest version by phone or on paper", agreement_accept, NEEDS_BOOK, 3,
     5},
    {"agreement", "set", "N P KEY=VALUE ...", "words that came by phone or on paper: a new version",
     agreement_set, NEEDS_BOOK, 3, -1},
    {0},
};
