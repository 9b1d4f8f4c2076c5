/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande request …`: what staff do with requests. Each verb makes an event and goes through the
 * one door; what the rules refuse ends with 65 and their reason.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "lending.h"
#include "lending/web.h"
#include "view.h"

enum { MAIL_MAX = 64 << 20, LIST_MAX = 100000 };

static enum outcome find(struct command *c, struct request *r, struct fault *f)
{
    return requests_by_number(c->house->db, c->arena, c->argv[0], r, f);
}

enum outcome command_tell(struct command *c, const char *number, struct fault *f)
{
    struct request r;
    enum outcome o = requests_by_number(c->house->db, c->arena, number, &r, f);
    json_t *view;
    if (o == DONE)
        o = view_request(c->arena, c->house, &r, &view, f);
    if (o != DONE)
        return o;
    if (c->json)
        return command_print_json(c, view, f);
    json_decref(view);
    fprintf(c->out, "%s %s (%s)\n", r.number, state_name(r.state), state_swedish(r.state));
    return DONE;
}

static enum outcome act(struct command *c, struct event *event, struct fault *f)
{
    struct request r;
    struct verdict verdict;
    enum outcome o = find(c, &r, f);
    if (o != DONE)
        return o;
    event->request_id = r.id;
    event->actor = c->actor;
    o = lending_event(c->house, c->arena, event, &verdict, f);
    return o == DONE ? command_tell(c, r.number, f) : o;
}

/* ---- list, show ---- */

static int newest_first(const void *x, const void *y)
{
    const struct task *a = x, *b = y;
    return (a->request_id < b->request_id) - (a->request_id > b->request_id);
}

/* How many tasks a request has. Both lists run from the newest request to the oldest: *at is how
 * far the tasks have been counted. */
static size_t tasks_of(const struct task *tasks, size_t count, int64_t request_id, size_t *at)
{
    size_t n = 0;
    while (*at < count && tasks[*at].request_id > request_id)
        ++*at;
    for (; *at < count && tasks[*at].request_id == request_id; ++*at)
        n++;
    return n;
}

static void print_row(struct command *c, const struct request *r, json_t *row)
{
    const char *unit = json_string_value(json_object_get(row, "unit"));
    const char *waits = json_string_value(json_object_get(row, "waits_for"));
    fprintf(c->out, "%-13s %-12s %-8s %s%s%s\n", r->number, state_name(r->state),
            waits ? waits : "-", r->subject, unit ? " – " : "", unit ? unit : "");
}

static enum outcome request_list(struct command *c, struct fault *f)
{
    const char *name;
    struct request *list;
    struct task *tasks;
    size_t count, task_count;
    enum outcome o = command_option(c, "--state", &name, f);
    if (o == DONE)
        o = command_count(c, 0, 0, f);
    enum state state = name ? state_by_name(name) : STATE_COUNT;
    if (o == DONE && name && state == STATE_COUNT)
        return fault_set(f, NEVER, EXIT_USAGE, "there is no state %s", name);
    if (o == DONE)
        o = db_read_begin(c->house->db, f);
    if (o == DONE)
        o = requests_list(c->house->db, c->arena, state, LIST_MAX, &list, &count, f);
    if (o == DONE)
        o = tasks_list(c->house->db, c->arena, &tasks, &task_count, f);
    db_read_end(c->house->db);
    if (o != DONE)
        return o;
    if (task_count > 0)
        qsort(tasks, task_count, sizeof *tasks, newest_first);
    size_t at = 0;
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct known_fact facts[FACT_COUNT] = {[FACT_UNIT] = {.value = list[i].unit}};
        json_t *row = view_request_row(c->arena, &list[i], facts,
                                       tasks_of(tasks, task_count, list[i].id, &at));
        if (!c->json)
            print_row(c, &list[i], row);
        json_array_append_new(array, row);
    }
    if (c->json)
        return command_print_json(c, array, f);
    json_decref(array);
    return DONE;
}

/* Views are made for machines; a person gets the same, one line a value. */
static void print_view(struct command *c, const json_t *view, int depth);

static void print_list(struct command *c, const json_t *list, int depth)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        char *text = json_dumps(json_array_get(list, i), JSON_ENCODE_ANY | JSON_COMPACT);
        fprintf(c->out, "%*s%s\n", depth, "", text ? text : "");
        free(text);
    }
}

static void print_value(struct command *c, const char *key, const json_t *value, int depth)
{
    if (json_is_object(value) || (json_is_array(value) && json_array_size(value) > 0)) {
        fprintf(c->out, "%*s%s:\n", depth, "", key);
        if (json_is_object(value))
            print_view(c, value, depth + 2);
        else
            print_list(c, value, depth + 2);
    } else if (json_is_string(value)) {
        fprintf(c->out, "%*s%-18s %s\n", depth, "", key, json_string_value(value));
    } else if (json_is_integer(value)) {
        fprintf(c->out, "%*s%-18s %lld\n", depth, "", key, (long long)json_integer_value(value));
    }
}

static void print_view(struct command *c, const json_t *view, int depth)
{
    json_t *all = (json_t *)view; /* walking changes nothing */
    for (void *at = json_object_iter(all); at; at = json_object_iter_next(all, at))
        print_value(c, json_object_iter_key(at), json_object_iter_value(at), depth);
}

static enum outcome request_show(struct command *c, struct fault *f)
{
    struct request r;
    json_t *view;
    enum outcome o = db_read_begin(c->house->db, f);
    if (o == DONE)
        o = find(c, &r, f);
    if (o == DONE)
        o = view_request(c->arena, c->house, &r, &view, f);
    db_read_end(c->house->db);
    if (o != DONE)
        return o;
    if (c->json)
        return command_print_json(c, view, f);
    print_view(c, view, 0);
    json_decref(view);
    return DONE;
}

/* ---- read ---- */

static const char *const READ = "request read";

/* "M12": a mail of the inbox; else a file. */
static enum outcome take_mail(struct command *c, struct mail *m, char **raw, size_t *len,
                              struct fault *f)
{
    struct db *db = c->house->db;
    int64_t id;
    struct fault not_an_id;
    if (command_id(c->argv[0], 'M', &id, &not_an_id) != DONE) {
        enum outcome o = file_read(c->arena, c->argv[0], MAIL_MAX, raw, len, f);
        unsigned char hash[SHA256_BYTES];
        if (o != DONE)
            return o;
        sha256(*raw, *len, hash);
        o = inbox_add(db, hex_text(c->arena, hash, sizeof hash), *raw, *len,
                      clock_now(&c->house->clock), c->arena, &id, f);
        return o == DONE ? inbox_load(db, c->arena, id, m, f) : o;
    }
    enum outcome o = inbox_load(db, c->arena, id, m, f);
    return o == DONE ? inbox_raw(db, c->arena, m->sha256, raw, len, f) : o;
}

static enum outcome request_read(struct command *c, struct fault *f)
{
    struct db *db = c->house->db;
    struct mail m;
    struct mime_message message;
    struct reading reading;
    struct verdict verdict;
    char *raw;
    size_t len;
    mime_start();
    enum outcome o = db_begin(db, READ, f);
    if (o == DONE)
        o = take_mail(c, &m, &raw, &len, f);
    if (o == DONE) {
        lending_read(c->arena, c->house, raw, len, &message, &reading);
        o = lending_request_from(c->house, c->arena, &m, &message, &reading, c->actor, &verdict, f);
    }
    o = db_end(db, READ, o, f);
    if (o != DONE)
        return o;
    db_wake(db);
    return command_tell(c, verdict.number, f);
}

/* ---- set, route, invite, answer ---- */

static enum outcome request_set(struct command *c, struct fault *f)
{
    struct request r;
    struct fact facts[FACT_COUNT] = {{0}};
    enum outcome o = find(c, &r, f);
    for (int i = 1; o == DONE && i < c->argc; i++) {
        char *equals = strchr(c->argv[i], '=');
        if (!equals)
            return fault_set(f, NEVER, EXIT_USAGE, "%s: expected KEY=VALUE", c->argv[i]);
        const char *name = arena_strndup(c->arena, c->argv[i], (size_t)(equals - c->argv[i]));
        enum fact_key key = fact_by_name(name);
        if (key == FACT_COUNT)
            return fault_set(f, NEVER, EXIT_USAGE, "there is no fact %s", name);
        o = DONE;
        facts[key].value = "";
        if (equals[1] != '\0')
            o = fact_normalise(c->arena, c->house->areas, key, equals + 1, &facts[key].value, f);
        facts[key].source = c->actor;
    }
    struct event event = {.kind = EVENT_FACTS, .request_id = r.id, .actor = c->actor};
    if (o == DONE)
        o = lending_facts(c->house, c->arena, r.id, ORIGIN_STAFF, facts, 0, &event, NULL, f);
    return o == DONE ? command_tell(c, r.number, f) : o;
}

static enum outcome request_route(struct command *c, struct fault *f)
{
    const char *text;
    enum outcome o = command_option(c, "--text", &text, f);
    if (o == DONE)
        o = command_count(c, 2, 2, f);
    if (o != DONE)
        return o;
    const char *route = c->argv[1];
    struct event event = {.kind = EVENT_ROUTE, .route = route, .route_by = "staff", .text = text};
    if (strcmp(route, "advice") == 0)
        event = (struct event){.kind = EVENT_ADVICE, .text = text};
    else if (strcmp(route, "decline") == 0)
        event = (struct event){.kind = EVENT_DECLINE, .text = text};
    else if (route_by_name(route) == ROUTE_NONE)
        return fault_set(f, NEVER, EXIT_USAGE,
                         "%s: expected association, association_first, pool, both, advice or "
                         "decline",
                         route);
    return act(c, &event, f);
}

static enum outcome request_match(struct command *c, struct fault *f)
{
    const char *limit;
    struct request r;
    json_t *view;
    int64_t most = 0;
    enum outcome o = command_option(c, "--limit", &limit, f);
    if (o == DONE)
        o = command_count(c, 1, 1, f);
    if (o == DONE && limit)
        o = command_id(limit, '\0', &most, f);
    if (o == DONE)
        o = find(c, &r, f);
    if (o == DONE)
        o = lending_match(c->house, c->arena, r.id, c->actor, (size_t)most, &view, f);
    if (o != DONE)
        return o;
    if (c->json)
        return command_print_json(c, view, f);
    size_t i;
    json_t *row;
    json_array_foreach(view, i, row)
    {
        const char *excluded = json_string_value(json_object_get(row, "excluded"));
        fprintf(c->out, "%-6s %4lld  %s%s%s\n", json_string_value(json_object_get(row, "who")),
                (long long)json_integer_value(json_object_get(row, "score")),
                json_string_value(json_object_get(row, "name")), excluded ? "  – " : "",
                excluded ? excluded : "");
    }
    json_decref(view);
    return DONE;
}

static enum outcome request_invite(struct command *c, struct fault *f)
{
    struct request r;
    enum outcome o = find(c, &r, f);
    for (int i = 1; o == DONE && i < c->argc; i++) {
        int64_t id;
        o = command_id(c->argv[i], c->argv[i][0] == 'A' ? 'A' : 'P', &id, f);
    }
    if (o == DONE && c->argc > 1)
        o = lending_invite(c->house, c->arena, r.id, c->actor, (const char *const *)c->argv + 1,
                           (size_t)c->argc - 1, NULL, f);
    else if (o == DONE)
        o = lending_wave(c->house, c->arena, r.id, c->actor, NULL, f);
    return o == DONE ? command_tell(c, r.number, f) : o;
}

static enum outcome request_answer(struct command *c, struct fault *f)
{
    const char *text, *how;
    int64_t id;
    enum outcome o = command_option(c, "--text", &text, f);
    if (o == DONE)
        o = command_option(c, "--how", &how, f);
    if (o == DONE)
        o = command_count(c, 3, 3, f);
    if (o == DONE)
        o = command_id(c->argv[1], c->argv[1][0] == 'A' ? 'A' : 'P', &id, f);
    if (o != DONE)
        return o;
    if (how && strcmp(how, "phone") != 0 && strcmp(how, "letter") != 0)
        return fault_set(f, NEVER, EXIT_USAGE, "--how is phone or letter");
    enum answer answer = ANSWER_YES;
    while (answer <= ANSWER_MAYBE && strcmp(answer_name(answer), c->argv[2]) != 0)
        answer++;
    if (answer > ANSWER_MAYBE)
        return fault_set(f, NEVER, EXIT_USAGE, "%s: expected yes, no or maybe", c->argv[2]);
    struct event event = {.kind = EVENT_ANSWER,
                          .who = c->argv[1],
                          .answer = answer,
                          .how = how ? how : "staff",
                          .text = text ? text : ""};
    return act(c, &event, f);
}

/* A nomination that came by phone: the association's yes, and the person it names. */
static enum outcome request_nominate(struct command *c, struct fault *f)
{
    struct request r;
    int64_t id;
    struct page_nominee nominee = {.name = c->argv[2], .email = c->argv[3]};
    enum outcome o = find(c, &r, f);
    if (o == DONE)
        o = command_id(c->argv[1], 'A', &id, f);
    if (o == DONE && !text_is_address(nominee.email))
        return fault_set(f, NEVER, EXIT_USAGE, "%s is no e-mail address", nominee.email);
    struct page_answer answer = {.request_id = r.id,
                                 .who = c->argv[1],
                                 .answer = ANSWER_YES,
                                 .text = "",
                                 .nominees = &nominee,
                                 .nominee_count = 1,
                                 .actor = c->actor,
                                 .how = "staff"};
    if (o == DONE)
        o = lending_page_answer(c->house, c->arena, &answer, f);
    return o == DONE ? command_tell(c, r.number, f) : o;
}

/* ---- Ends and words ---- */

static enum outcome request_cancel(struct command *c, struct fault *f)
{
    const char *text;
    enum outcome o = command_option(c, "--text", &text, f);
    if (o == DONE)
        o = command_count(c, 1, 1, f);
    if (o == DONE && text_blank(text))
        return fault_set(f, NEVER, EXIT_USAGE, "--text must say why: the unit reads it");
    struct event event = {.kind = EVENT_CANCEL, .text = text};
    return o == DONE ? act(c, &event, f) : o;
}

static enum outcome request_close(struct command *c, struct fault *f)
{
    struct event event = {.kind = EVENT_CLOSE};
    return act(c, &event, f);
}

/* Somebody says that the assignment has been carried out: what still lay ahead is called off. */
static enum outcome request_done(struct command *c, struct fault *f)
{
    struct event event = {.kind = EVENT_DONE};
    return act(c, &event, f);
}

static enum outcome request_note(struct command *c, struct fault *f)
{
    struct event event = {.kind = EVENT_NOTE, .text = c->argv[1]};
    return act(c, &event, f);
}

const struct verb request_verbs[] = {
    {"request", "list", "[--state S]", "all requests, newest first", request_list, NEEDS_BOOK, 0,
     2},
    {"request", "show", "N", "one request, with facts, answers, letters and history", request_show,
     NEEDS_BOOK, 1, 1},
    {"request", "read", "FILE.eml|M12", "makes a request from a mail by hand", request_read,
     NEEDS_BOOK, 1, 1},
    {"request", "set", "N KEY=VALUE ...", "corrects facts; an empty value takes one away",
     request_set, NEEDS_BOOK, 2, -1},
    {"request", "route", "N association|association_first|pool|both|advice|decline [--text T]",
     "settles where the question goes", request_route, NEEDS_BOOK, 2, 4},
    {"request", "match", "N [--limit K]", "candidates with reasons; the search is recorded",
     request_match, NEEDS_BOOK, 1, 3},
    {"request", "invite", "N [P...|A...]", "asks the named, or the next wave", request_invite,
     NEEDS_BOOK, 1, -1},
    {"request", "answer", "N P|A yes|no|maybe [--how phone|letter] [--text T]",
     "an answer that came by phone or letter", request_answer, NEEDS_BOOK, 3, 7},
    {"request", "nominate", "N A NAME EMAIL", "a nomination that came by phone", request_nominate,
     NEEDS_BOOK, 4, 4},
    {"request", "cancel", "N --text T", "cancels, and tells everyone who was asked", request_cancel,
     NEEDS_BOOK, 1, 3},
    {"request", "done", "N", "the assignment has been carried out", request_done, NEEDS_BOOK, 1, 1},
    {"request", "close", "N", "closes a request that is over", request_close, NEEDS_BOOK, 1, 1},
    {"request", "note", "N TEXT", "notes something in the history", request_note, NEEDS_BOOK, 2, 2},
    {0},
};
