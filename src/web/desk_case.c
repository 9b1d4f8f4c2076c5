/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One request at the desk: what was asked, what is missing, who is asked and chosen, and what has
 * happened; first of all the next step, and below it whatever else can be done now.
 */
#include "desk_case.h"

#include <string.h>

#include "base/text.h"
#include "desk_roster.h"
#include "view/desk_cases.h"
#include "view/desk_tasks.h"

enum { MAIL_SHOWN = 512 << 10, MILLIS = 500 };

const struct field case_asks[] = {
    {"klart", FIELD_TEXT, .max = 40, .sv = "Klart"},
    {0},
};

/* ---- What can be done ---- */

static json_t *act_link(struct web_request *q, const struct request *r, const char *part,
                        const char *title)
{
    return json_pack("{s:s, s:s}", "href", act_path(q->arena, r->number, part), "name", title);
}

/* Those to ask are looked for first: the proposals are a search, and so a form. */
static void add_next(struct web_request *q, const struct request *r, const struct act *next,
                     json_t *view)
{
    struct form button = form_empty(q->arena, no_fields);
    bool matching = (r->state == STATE_TRIAGE && *r->route) || r->state == STATE_INVITING;
    if (matching)
        json_object_set_new(view, "match",
                            web_form(q, act_path(q->arena, r->number, "forslag"), &button));
    if (matching && r->state == STATE_TRIAGE)
        json_object_set_new(view, "match_first", json_true());
    if (next)
        json_object_set_new(view, "next", act_link(q, r, next->part, next->title));
}

static bool has_come(const json_t *view, const char *list)
{
    return !list || json_array_size(json_object_get(view, list)) > 0;
}

static void add_acts(struct web_request *q, const struct request *r, json_t *view)
{
    const struct act *next = act_next(r);
    json_t *near = json_array(), *others = json_array();
    if (web_may(q, ROLE_STAFF)) {
        add_next(q, r, next, view);
        for (const struct act *x = acts; x->part; x++)
            if (x != next && has_come(view, x->once) && act_is_offered(q, x, r))
                json_array_append_new(x->quiet ? others : near, act_link(q, r, x->part, x->title));
    }
    json_object_set_new(view, "has_others", json_boolean(json_array_size(others) > 0));
    json_object_set_new(view, "acts", near);
    json_object_set_new(view, "others", others);
}

/* ---- The mail it came with ---- */

static enum outcome add_mail(struct web_request *q, const struct request *r, json_t *view,
                             struct fault *f)
{
    struct known_fact facts[FACT_COUNT];
    struct mime_message message;
    struct fault gone;
    char *raw;
    size_t len;
    if (r->inbox_id == 0 || !r->mail_sha256)
        return DONE;
    enum outcome o = facts_load(q->house->db, q->arena, r->id, facts, f);
    if (o != DONE)
        return o;
    if (inbox_raw(q->house->db, q->arena, r->mail_sha256, &raw, &len, &gone) != DONE)
        return DONE; /* its time to be kept is over */
    const struct mime_limits limits = {
        .bytes = MAIL_SHOWN, .text_bytes = MAIL_SHOWN / 8, .millis = MILLIS};
    mime_read(q->arena, raw, len, &limits, &message);
    json_object_set_new(
        view, "mail",
        json_pack("{s:s, s:s, s:o, s:s}", "subject", message.subject, "from", message.from.address,
                  "pieces", view_marked(q->arena, message.text, facts), "href",
                  arena_printf(q->arena, "/personal/mejl/M%lld", (long long)r->inbox_id)));
    return DONE;
}

/* ---- The page ---- */

static void add_done(struct web_request *q, json_t *view)
{
    const char *part = web_asked(q, "klart");
    const struct act *act = act_named(part);
    if (act)
        desk_add_done(q, view, arena_printf(q->arena, "Klart: %s.", act->title));
}

static enum outcome add_unit(struct web_request *q, const struct request *r, json_t *view,
                             struct fault *f)
{
    int64_t id;
    enum outcome o = units_of_request(q->house->db, r->id, &id, f);
    return o == DONE && id ? desk_add_unit(q, id, view, f) : o;
}

static enum outcome show(struct web_request *q, const struct request *r, struct web_answer *out,
                         struct fault *f)
{
    json_t *view;
    const char *whom;
    enum outcome o = view_case(q->arena, q->house, r, &view, &whom, f);
    if (o != DONE)
        return o;
    if (*whom)
        o = web_looked_at(q, whom, f);
    if (o == DONE)
        o = add_mail(q, r, view, f);
    if (o == DONE)
        o = add_unit(q, r, view, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    add_acts(q, r, view);
    add_done(q, view);
    struct form button = form_empty(q->arena, no_fields);
    if (web_may(q, ROLE_STAFF))
        json_object_set_new(view, "task_form", web_form(q, "/personal/uppgifter/klar", &button));
    const char *subject = text_blank(r->subject) ? "Förfrågan utan ämne" : r->subject;
    return web_show(q, "desk-case", arena_printf(q->arena, "%s %s", r->number, subject), view, out,
                    f);
}

enum outcome desk_case(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct request r;
    enum outcome o = case_load(q, &r, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    return o == DONE ? show(q, &r, out, f) : o;
}
