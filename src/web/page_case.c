/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /forfragan/TOKEN: a unit's request. A draft is shown and confirmed; a request tells its state,
 * what was understood, and what is missing, with a form for just that; and it can be cancelled, in
 * two steps.
 */
#include "page_case.h"

#include <string.h>

#include "base/text.h"
#include "view/pages.h"

/* ---- A draft ---- */

static enum outcome show_draft(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form kept = request_recall(q->arena, q->draft.fields);
    struct form button = form_empty(q->arena, no_fields);
    json_t *view = json_pack("{s:o, s:o, s:s}", "groups",
                             request_rows(q->arena, q->house->areas, &kept, web_english(q)), "form",
                             web_form(q, web_at(q, "/forfragan/", "/bekrafta"), &button),
                             "change_path", web_at(q, "/forfragan/", "/andra"));
    request_add_advice(q, &kept, view);
    return web_show(q, "utkast",
                    web_plain(q, "Stämmer er förfrågan?", "Har ni skrivit rätt?",
                              "Is your request as you meant it?"),
                    view, out, f);
}

enum outcome page_confirm_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    int64_t id = q->link.request_id;
    enum outcome o = DONE;
    if (id == 0) {
        struct form kept = request_recall(q->arena, q->draft.fields);
        struct page_request said;
        request_facts(q->arena, q->house->areas, &kept, web_english(q), &said);
        o = lending_draft_confirm(q->house, q->arena, &q->draft, &said, &id, f);
    }
    if (o == DONE)
        web_go(q, web_at(q, "/forfragan/", ""), out);
    return o;
}

/* ---- A request ---- */

static enum outcome load(struct web_request *q, struct unit_case *c, struct fault *f)
{
    enum outcome o = requests_load(q->house->db, q->arena, q->link.request_id, &c->request, f);
    if (o == DONE)
        o = facts_load(q->house->db, q->arena, c->request.id, c->facts, f);
    /* What has been carried out can be called off by staff alone, who know what happened. */
    c->may_cancel = o == DONE && c->request.state <= STATE_AGREED &&
                    flow_decide(q->arena, c->request.state, EVENT_CANCEL, KNOWN_BY_UNIT).allowed;
    c->takes_facts = o == DONE && c->request.state <= STATE_TRIAGE;
    return o;
}

/* The fields that fill in what is missing. */
static const char *fields_for(enum fact_key key)
{
    switch (key) {
    case FACT_DESCRIPTION:
        return "description";
    case FACT_AREAS:
        return "experience area";
    case FACT_PEOPLE_MIN:
        return "people_min people_max";
    case FACT_OCCASIONS:
        return "date1 from1 to1 date2 from2 to2 date3 from3 to3";
    case FACT_FORMAT:
        return "format municipality";
    case FACT_MUNICIPALITY:
        return "municipality";
    case FACT_CONTACT_NAME:
        return "contact_name contact_phone";
    case FACT_COMPENSATION:
        return "compensation cost_ref";
    default:
        return "";
    }
}

static void add_missing_form(struct web_request *q, const struct unit_case *c, json_t *view)
{
    size_t count;
    enum fact_key *missing = view_missing(q->arena, c->facts, &count);
    char *names = arena_strdup(q->arena, "");
    for (size_t i = 0; i < count; i++)
        names = arena_printf(q->arena, "%s %s", names, fields_for(missing[i]));
    struct form whole = web_form_of(q, facts_fields);
    struct form part = form_pick(q->arena, &whole, names);
    if (c->takes_facts && part.count > 0)
        json_object_set_new(view, "form", web_form(q, web_at(q, "/forfragan/", ""), &part));
}

enum outcome page_case(struct web_request *q, struct web_answer *out, struct fault *f)
{
    if (strcmp(q->link.purpose, "draft") == 0)
        return show_draft(q, out, f);
    struct unit_case c;
    enum outcome o = load(q, &c, f);
    if (o != DONE)
        return o;
    json_t *view =
        view_unit_page(q->arena, q->house, &c.request, c.facts, c.may_cancel, q->language);
    add_missing_form(q, &c, view);
    json_object_set_new(view, "occasions_path",
                        json_string(web_at(q, "/forfragan/", "/tillfallen")));
    json_object_set_new(view, "cancel_path", json_string(web_at(q, "/forfragan/", "/stall-in")));
    o = case_add_choice(q, &c, view, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    return web_show(
        q, "arende",
        arena_printf(q->arena, "%s %s", web_word(q, "Förfrågan", "Request"), c.request.number),
        view, out, f);
}

/* Own words that name no area are asked about again: a guess would ask the wrong people. */
static bool read_areas(struct web_request *q, struct page_request *said)
{
    if (said->facts[FACT_AREAS].value || text_blank(said->experience))
        return true;
    const char *areas = lending_areas_of(q->house, q->arena, said->experience);
    if (areas)
        said->facts[FACT_AREAS] = (struct fact){areas, said->experience};
    else
        form_fault(&q->form, "experience",
                   web_plain(q,
                             "Vi är inte säkra på vilket område det är. Välj det som ligger "
                             "närmast i listan, eller svara på vårt brev.",
                             "Vi förstår inte vilken erfarenhet ni söker. Välj i listan. Eller "
                             "svara på vårt brev.",
                             "We are not sure which area that is. Choose the nearest in the list, "
                             "or reply to our letter."));
    return areas != NULL;
}

enum outcome page_case_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct page_request said;
    request_facts(q->arena, q->house->areas, &q->form, web_english(q), &said);
    if (!read_areas(q, &said)) {
        q->trouble = 422;
        return page_case(q, out, f);
    }
    struct event event = {.kind = EVENT_FACTS,
                          .request_id = q->link.request_id,
                          .actor = "unit",
                          .by_unit = true,
                          .cause =
                              arena_printf(q->arena, "form:%s",
                                           instant_to_text(q->arena, clock_now(&q->house->clock)))};
    enum outcome o = lending_facts(q->house, q->arena, q->link.request_id, ORIGIN_FORM, said.facts,
                                   0, &event, NULL, f);
    if (o == DONE || (o == NEVER && f->code == EXIT_DATA)) {
        web_go(q, web_at(q, "/forfragan/", ""), out);
        return DONE;
    }
    return o;
}

/* ---- Calling it off ---- */

enum outcome page_cancel(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct unit_case c;
    enum outcome o = load(q, &c, f);
    if (o != DONE)
        return o;
    if (!c.may_cancel) {
        web_go(q, web_at(q, "/forfragan/", ""), out);
        return DONE;
    }
    struct form form = web_form_of(q, cancel_fields);
    json_t *view = json_pack("{s:o, s:s, s:s}", "form",
                             web_form(q, web_at(q, "/forfragan/", "/stall-in"), &form), "back",
                             web_at(q, "/forfragan/", ""), "number", c.request.number);
    return web_show(q, "stall-in", web_word(q, "Vill ni ställa in?", "Do you want to cancel?"),
                    view, out, f);
}

enum outcome page_cancel_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct event event = {.kind = EVENT_CANCEL,
                          .request_id = q->link.request_id,
                          .actor = "unit",
                          .by_unit = true,
                          .text = form_given(&q->form, "reason")};
    enum outcome o = lending_event(q->house, q->arena, &event, NULL, f);
    if (o == DONE || (o == NEVER && f->code == EXIT_DATA)) {
        web_go(q, web_at(q, "/forfragan/", ""), out);
        return DONE;
    }
    return o;
}
