/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Through the table: which route, who may, is the form whole and ours; then the handler.
 *
 * Looking changes nothing (invariant 7): GET and HEAD reach only handlers that show, OPTIONS none
 * at all. A refused form is shown again with what was typed: 422 for its fields, 403 for its token,
 * 503 while the book is busy.
 */
#include "craft.h"

#include <string.h>

#include "base/text.h"
#include "desk.h"

enum { LONGEST_PATH = 512 };

/* What stands at TOKEN and at PART of a pattern; NULL: the pattern has no such place. */
struct holes {
    const char *token, *part;
};

/* Does the path fit the pattern? */
static bool fits(struct arena *a, const char *pattern, const char *path, struct holes *holes)
{
    static const char token[] = "TOKEN", part[] = "PART";
    *holes = (struct holes){NULL, NULL};
    while (*pattern) {
        bool at_token = *pattern == *token && text_starts(pattern, token);
        bool at_part = *pattern == *part && text_starts(pattern, part);
        if (!at_token && !at_part) {
            if (*pattern++ != *path++)
                return false;
            continue;
        }
        size_t len = strcspn(path, "/");
        const char **hole = at_token ? &holes->token : &holes->part;
        *hole = arena_strndup(a, path, len);
        path += len;
        pattern += at_token ? strlen(token) : strlen(part);
    }
    return !*path;
}

/* The pattern that the path fits: one that names it whole goes before one with a hole. */
static const char *find_pattern(struct web_request *q)
{
    const char *holed = NULL;
    for (size_t i = 0; i < web_route_count; i++) {
        struct holes holes;
        if (!fits(q->arena, web_routes[i].path, q->path, &holes))
            continue;
        if (!holes.token) {
            q->token = q->part = NULL;
            return web_routes[i].path;
        }
        if (!holed) {
            holed = web_routes[i].path;
            q->token = holes.token;
            q->part = holes.part;
        }
    }
    return holed;
}

static const struct web_route *find_route(const char *pattern, const char *method)
{
    for (size_t i = 0; pattern && i < web_route_count; i++)
        if (strcmp(web_routes[i].path, pattern) == 0 && strcmp(web_routes[i].method, method) == 0)
            return &web_routes[i];
    return NULL;
}

static const char *allowed(const char *pattern)
{
    bool takes = find_route(pattern, "POST") != NULL;
    if (!find_route(pattern, "GET"))
        return "POST";
    return takes ? "GET, HEAD, POST" : "GET, HEAD";
}

/* ---- Who may ---- */

/* Is the word one of those, which spaces separate? */
static bool listed(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += len)
        if ((at == words || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
    return false;
}

/* A draft that was confirmed is its request from then on. */
static enum outcome look_up_draft(struct web_request *q, const char *hash, struct fault *f)
{
    if (strcmp(q->link.purpose, "draft") != 0)
        return DONE;
    enum outcome o = drafts_find(q->house->db, q->arena, hash, &q->draft, f);
    if (o == DONE && q->draft.request_id != 0) {
        q->link.request_id = q->draft.request_id;
        q->link.purpose = "request";
    }
    return o;
}

static void choose_language(struct web_request *q, const char *party)
{
    if (!q->wished && !q->remembered && party && *party)
        q->language = party;
}

/* Whose link it is, and so the language of the page. */
static enum outcome load_party(struct web_request *q, struct fault *f)
{
    struct request r;
    enum outcome o = DONE;
    const char *party = q->link.party;
    if (*party == 'P') {
        o = people_load(q->house->db, q->arena, web_party_id(q), &q->person, f);
        choose_language(q, o == DONE ? q->person.letter_language : NULL);
    } else if (*party == 'A') {
        o = associations_load(q->house->db, q->arena, web_party_id(q), &q->association, f);
        choose_language(q, o == DONE ? q->association.letter_language : NULL);
    } else if (q->link.request_id != 0) {
        o = requests_load(q->house->db, q->arena, q->link.request_id, &r, f);
        choose_language(q, o == DONE ? r.language : NULL);
    } else if (q->draft.id != 0) {
        choose_language(q, q->draft.language);
    } else if (q->signup.id != 0) {
        choose_language(q, q->signup.language);
    }
    return o;
}

/* The row of this path and method that takes this link; NULL: none does. */
static const struct web_route *row_for_link(const struct web_request *q)
{
    const struct web_route *r = q->route;
    for (; r < web_routes + web_route_count; r++)
        if (strcmp(r->path, q->route->path) == 0 && strcmp(r->method, q->route->method) == 0 &&
            listed(r->purposes, q->link.purpose) && strchr(r->parties, q->link.party[0]))
            return r;
    return NULL;
}

/* 0 when the link opens this page; else the status that says why not. */
static enum outcome judge_link(struct web_request *q, unsigned *status, struct fault *f)
{
    instant now = clock_now(&q->house->clock);
    *status = 404;
    if (!token_formed(q->token))
        return DONE;
    char *hash = token_hash(q->arena, q->token);
    enum outcome o = tokens_find(q->house->db, q->arena, hash, &q->link, f);
    if (o == DONE && q->link.id != 0)
        o = look_up_draft(q, hash, f);
    if (o == DONE && text_ends(q->link.purpose ? q->link.purpose : "", "signup"))
        o = signups_find(q->house->db, q->arena, hash, &q->signup, f);
    const struct web_route *row = o == DONE && q->link.id != 0 ? row_for_link(q) : NULL;
    if (!row)
        return o;
    q->route = row;
    bool over = q->link.ended_at >= 0 || (q->link.expires_at >= 0 && q->link.expires_at <= now);
    *status = over ? 410 : 0;
    return load_party(q, f);
}

/* *status 303: the way goes over the login. */
static enum outcome judge_staff(struct web_request *q, unsigned *status, struct fault *f)
{
    bool half = q->route->who == WHO_HALF;
    enum outcome o = session_find(q, f);
    bool first = q->session.passed && q->session.first;
    if (o != DONE || q->session.id == 0 || q->session.passed == half || (first && !q->route->own))
        *status = 303;
    else
        *status = half || first || web_may(q, q->route->role) ? 0 : 403;
    return o;
}

/* This machine itself, or staff who want to see what it is told. */
static enum outcome judge_machine(struct web_request *q, unsigned *status, struct fault *f)
{
    bool machine = q->client.machine && !q->forwarded;
    enum outcome o = machine ? DONE : session_find(q, f);
    *status = machine || (o == DONE && web_may(q, ROLE_READER)) ? 0 : 403;
    return o;
}

static enum outcome judge(struct web_request *q, unsigned *status, struct fault *f)
{
    *status = 0;
    switch (q->route->who) {
    case WHO_MACHINE:
        return judge_machine(q, status, f);
    case WHO_LINK:
        return judge_link(q, status, f);
    case WHO_STAFF:
    case WHO_HALF:
        return judge_staff(q, status, f);
    default:
        return DONE;
    }
}

/* ---- What the address asks for ---- */

/* Names that the route does not know are no fault: a mail program may add its own. */
static void read_asked(struct web_request *q)
{
    if (!q->route->asks)
        return;
    struct pair *known = arena_array(q->arena, q->query_count + 1, sizeof *known);
    size_t count = 0;
    for (size_t i = 0; i < q->query_count; i++)
        for (const struct field *x = q->route->asks; x->name; x++)
            if (strcmp(x->name, q->query[i].name) == 0)
                known[count++] = q->query[i];
    q->asked = form_read(q->arena, q->route->asks, known, count, q->house->areas, web_english(q));
}

const char *web_asked(const struct web_request *q, const char *name)
{
    for (size_t i = 0; i < q->asked.count; i++)
        if (strcmp(q->asked.fields[i].name, name) == 0)
            return q->asked.faults[i] || !q->asked.values[i] ? "" : q->asked.values[i];
    return "";
}

bool web_takes_file(struct web_request *q)
{
    const struct web_route *r = find_route(find_pattern(q), "POST");
    return r && r->upload && session_held(q);
}

/* ---- The form ---- */

/* Shows the form again with what was typed, and why it was refused. */
static enum outcome show_again(struct web_request *q, unsigned status, const char *notice,
                               struct web_answer *out, struct fault *f)
{
    const struct web_route *shown =
        find_route(q->route->form_path ? q->route->form_path : q->route->path, "GET");
    q->trouble = status;
    q->notice = notice;
    *out = (struct web_answer){.status = status};
    if (shown)
        return shown->handle(q, out, f);
    web_fault_page(q, status, out);
    return DONE;
}

static const char *busy_words(const struct web_request *q)
{
    return web_plain(
        q,
        "Det är mycket att göra just nu, så det gick inte att spara. Det du skrev "
        "finns kvar här. Vänta en liten stund och skicka igen.",
        "Vi kunde inte spara. Vänta en stund. Skicka sedan igen. Det du skrev finns kvar.",
        "There is a lot to do just now, so this could not be saved. What you wrote is "
        "still here. Wait a moment and send it again.");
}

static enum outcome take_form(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const struct web_route *r = q->route;
    q->form =
        form_read(q->arena, r->fields, q->pairs, q->pair_count, q->house->areas, web_english(q));
    bool ours =
        !q->foreign && guard_holds(q->arena, q->key, r->half ? r->form_path : q->path,
                                   web_holder(q), clock_now(&q->house->clock), q->form.token);
    if (!r->no_token && !ours)
        return show_again(
            q, 403,
            web_plain(q,
                      "Sidan hade varit öppen så länge att vi inte vågade lita på "
                      "den. Se över det du skrev och skicka igen.",
                      "Sidan har varit öppen för länge. Läs det du skrev. Skicka sedan igen.",
                      "The page had been open for so long that we did not dare to "
                      "trust it. Look over what you wrote and send it again."),
            out, f);
    if (r->check && !q->form.strange)
        r->check(q);
    if (r->half)
        form_forgive(&q->form);
    if (q->form.strange || q->form.fault_count > 0)
        return show_again(q, 422,
                          q->form.strange
                              ? web_word(q, "Formuläret innehöll något som inte hör dit.",
                                         "The form held something that does not belong in it.")
                              : NULL,
                          out, f);
    if (r->mails && !limits_take_letter(q->limits, &q->client, clock_ticks()))
        return show_again(q, 429,
                          web_plain(q,
                                    "Det har kommit ovanligt många formulär från din adress. Det "
                                    "du skrev finns kvar här. Vänta en stund och skicka igen, "
                                    "eller mejla oss.",
                                    "Vi kan inte ta emot mer just nu. Vänta en stund. Skicka sedan "
                                    "igen. Det du skrev finns kvar.",
                                    "There have been unusually many forms from your address. What "
                                    "you wrote is still here. Wait a while and send it again, or "
                                    "write to us."),
                          out, f);
    enum outcome o = r->handle(q, out, f);
    if (o == AGAIN)
        return show_again(q, 503, busy_words(q), out, f);
    return o;
}

/* ---- The whole ---- */

/* Who may not is told why, by a status; *settled: there is nothing more to do. */
static enum outcome turn_away(struct web_request *q, struct web_answer *out, bool *settled,
                              struct fault *f)
{
    unsigned status;
    enum outcome o = judge(q, &status, f);
    *settled = o != DONE || status != 0;
    if (o != DONE || status == 0)
        return o;
    if (status == 404)
        limits_take(q->limits, &q->client, COST_WRONG_LINK, clock_ticks());
    if (status == 303)
        session_ask(q, out);
    else
        web_fault_page(q, status, out);
    return DONE;
}

/* A page is of one moment: all that it reads, it reads in one transaction. */
static enum outcome look(struct web_request *q, struct web_answer *out, struct fault *f)
{
    bool settled;
    enum outcome o = q->route->who == WHO_ALL ? DONE : db_read_begin(q->house->db, f);
    if (o != DONE)
        return o;
    o = turn_away(q, out, &settled, f);
    if (!settled) {
        read_asked(q);
        o = q->route->handle(q, out, f);
    }
    if (q->route->who != WHO_ALL)
        db_read_end(q->house->db);
    return o;
}

static enum outcome run(struct web_request *q, struct web_answer *out, struct fault *f)
{
    bool settled;
    if (strcmp(q->route->method, "POST") != 0)
        return look(q, out, f);
    enum outcome o = turn_away(q, out, &settled, f);
    if (settled)
        return o;
    if (q->too_large) {
        web_fault_page(q, 413, out);
        return DONE;
    }
    return take_form(q, out, f);
}

static void answer_unrouted(struct web_request *q, const char *pattern, const char *method,
                            struct web_answer *out)
{
    struct fault f;
    if (text_starts(q->path, "/personal/") && session_find(q, &f) == DONE)
        desk_speak(q);
    if (!pattern) {
        web_fault_page(q, 404, out);
        return;
    }
    out->allow = allowed(pattern);
    if (strcmp(method, "OPTIONS") == 0)
        *out = (struct web_answer){.status = 204, .allow = out->allow, .body = ""};
    else
        web_fault_page(q, 405, out);
}

static bool may_ask(struct web_request *q, const char *method)
{
    if (q->route && q->route->free)
        return true;
    int cost = strcmp(method, "POST") == 0 ? COST_FORM : COST_LOOK;
    return limits_take(q->limits, &q->client, cost, clock_ticks());
}

void web_answer(struct web_request *q, struct web_answer *out)
{
    struct fault f = {0};
    const char *method = strcmp(q->method, "HEAD") == 0 ? "GET" : q->method;
    *out = (struct web_answer){.status = 200, .type = "text/html; charset=utf-8"};
    if (strlen(q->path) > LONGEST_PATH) {
        web_fault_page(q, 414, out);
        return;
    }
    const char *pattern = find_pattern(q);
    q->route = find_route(pattern, method);
    desk_speak(q);
    if (!may_ask(q, method)) {
        web_fault_page(q, 429, out);
        return;
    }
    if (!q->route) {
        answer_unrouted(q, pattern, method, out);
        return;
    }
    enum outcome o = run(q, out, &f);
    if (o == DONE)
        return;
    /* What the link or the path is about may have been weeded since it was made. */
    bool gone = o == NEVER && f.code == EXIT_NO_INPUT;
    web_fault_page(q, o == AGAIN ? 503 : gone ? 404 : 500, out);
    log_event(&q->house->log, LOG_ERROR, "page_failed", "route=%s status=%u why=%s", q->route->path,
              out->status, f.text);
}
