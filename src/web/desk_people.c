/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People at the desk: searched for with a purpose, which is written down before anything is shown
 * (invariant 13); or opened by who knows whom it is about, by number or address.
 */
#include "desk_roster.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending/people.h"
#include "store/searches.h"
#include "view/desk_tasks.h"
#include "view/pages.h"
#include "view/people.h"

static const char *const PLACE = "/personal/personer";
enum { A_PAGE = 50 };

const struct field people_search_fields[] = {
    {"syfte", FIELD_TEXT, .needed = true, .max = 200, .sv = "Vad ska du använda sökningen till?",
     .en = "What is the search for?",
     .hint_sv = "Till exempel: ringa dem som vill vara med på höstträffen. Syftet sparas "
                "tillsammans med ditt namn."},
    {"ord", FIELD_TEXT, .max = 100, .sv = "Namn, e-post eller telefon",
     .en = "Name, e-mail or phone",
     .hint_sv = "En del av det räcker. Med punkt, @ eller siffror söker vi på e-post och telefon."},
    {"omrade", FIELD_AREA, .narrow = true, .sv = "Erfarenhet", .en = "Experience"},
    {"kommun", FIELD_TEXT, .narrow = true, .max = 100, .sv = "Kommun", .en = "Municipality"},
    {0},
};
const struct field people_open_fields[] = {
    {"vem", FIELD_TEXT, .needed = true, .max = 254, .sv = "Personens nummer eller e-post",
     .en = "Number or e-mail", .hint_sv = "Till exempel P12 eller namn@example.org."},
    {0},
};
const struct field people_result_asks[] = {
    {"fran", FIELD_NUMBER, .min = 0, .max = ROSTER_SEARCH_MOST, .sv = "Från", .en = "From"},
    {0},
};

/* ---- The page to search from ---- */

enum outcome desk_people(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const char *basis = q->house->settings->library.legal_basis;
    json_t *view = json_pack("{s:o, s:b, s:b, s:o}", "open", json_object(), "may_search",
                             strcmp(basis, "none") != 0, "may_change", web_may(q, ROLE_STAFF),
                             "form", desk_form(q, PLACE, people_search_fields));
    json_object_set_new(json_object_get(view, "open"), "form",
                        desk_form(q, "/personal/personer/oppna", people_open_fields));
    return web_show(q, "desk-people", "Personer", view, out, f);
}

enum outcome desk_people_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const struct roster_query query = {.purpose = form_given(&q->form, "syfte"),
                                       .words = form_given(&q->form, "ord"),
                                       .area = form_given(&q->form, "omrade"),
                                       .municipality = form_given(&q->form, "kommun")};
    int64_t id;
    enum outcome o = roster_search(q->house, q->arena, web_actor(q), &query, &id, f);
    if (o == NEVER && f->code == EXIT_NOT_PERMITTED)
        return desk_refuse(q,
                           "Det står inte i inställningarna vilken laglig grund biblioteket har "
                           "för att söka bland personer. Därför går det inte att söka.",
                           desk_people, out, f);
    if (o == DONE)
        web_go(q, arena_printf(q->arena, "/personal/personer/sokning/%lld", (long long)id), out);
    return o;
}

/* By number, or by the one person who has this address. */
enum outcome desk_people_open_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const char *who = form_given(&q->form, "vem");
    int64_t id = desk_number(who, 'P'), *ids = &id;
    size_t count = 1;
    struct person p;
    enum outcome o = DONE;
    if (id == 0)
        o = people_with_email(q->house->db, q->arena, who, &ids, &count, f);
    if (o == DONE && count == 1)
        o = people_load_alone(q->house->db, q->arena, ids[0], &p, f);
    if (o == DONE && count == 1) {
        web_go(q, desk_at_person(q, ids[0], ""), out);
        return DONE;
    }
    if (o != DONE && (o != NEVER || f->code != EXIT_NO_INPUT))
        return o;
    const char *numbers = "";
    for (size_t i = 0; o == DONE && i < count; i++)
        numbers = arena_printf(q->arena, "%s%s%s", numbers, *numbers ? ", " : "",
                               view_who(q->arena, 'P', ids[i]));
    form_fault(&q->form, "vem",
               *numbers ? arena_printf(q->arena, "Flera har den adressen: %s. Skriv ett av numren.",
                                       numbers)
                        : "Det finns ingen person med det numret eller den adressen.");
    return desk_refuse(q, NULL, desk_people, out, f);
}

/* ---- What was found ---- */

/* Only who searched sees what was found; a colleague has a purpose of their own. */
static enum outcome load_search(struct web_request *q, struct search *s, json_t **found,
                                struct web_answer *out, struct fault *f)
{
    int64_t id = strtoll(q->token, NULL, 10);
    enum outcome o = searches_load(q->house->db, q->arena, id, s, f);
    *found = NULL;
    if (o == NEVER && f->code == EXIT_NO_INPUT) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    if (o != DONE)
        return o;
    if (strcmp(s->actor, web_actor(q)) != 0 || s->request_id != 0)
        web_fault_page(q, 403, out);
    else
        *found = json_loads(s->result, 0, NULL);
    return DONE;
}

static json_t *row_view(struct web_request *q, const struct person *p)
{
    json_t *row = view_person_row(q->arena, p);
    json_object_set_new(row, "href", json_string(desk_at_person(q, p->id, "")));
    if (p->protected_identity)
        json_object_set_new(row, "protected", json_true());
    else
        json_object_set_new(
            row, "experience",
            json_string(view_areas_in_words(q->arena, q->house, p->areas, p->area_count, "sv")));
    if (p->paused_until)
        json_object_set_new(row, "paused_until", json_string(p->paused_until));
    return row;
}

/* Those of the page, as they are now; who has been erased since is left out. */
static enum outcome rows_of(struct web_request *q, const json_t *found, size_t from, json_t *rows,
                            struct fault *f)
{
    const char *whom = "";
    enum outcome o = DONE;
    for (size_t i = from; o == DONE && i < json_array_size(found) && i < from + A_PAGE; i++) {
        const char *who = json_string_value(json_object_get(json_array_get(found, i), "who"));
        struct person p;
        o = people_load(q->house->db, q->arena, desk_number(who ? who : "", 'P'), &p, f);
        if (o == NEVER && f->code == EXIT_NO_INPUT) {
            o = DONE;
            continue;
        }
        if (o != DONE || p.erased_at >= 0)
            continue;
        whom = arena_printf(q->arena, "%s%s%s", whom, *whom ? " " : "", who);
        json_array_append_new(rows, row_view(q, &p));
    }
    return o == DONE && *whom ? web_looked_at(q, whom, f) : o;
}

enum outcome desk_people_result(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct search s;
    json_t *found;
    enum outcome o = load_search(q, &s, &found, out, f);
    if (o != DONE || !found)
        return o;
    size_t from = strtoul(web_asked(q, "fran"), NULL, 10), count = json_array_size(found);
    json_t *rows = json_array();
    o = rows_of(q, found, from, rows, f);
    json_decref(found);
    if (o != DONE) {
        json_decref(rows);
        return o;
    }
    json_t *view =
        json_pack("{s:s, s:s, s:I, s:b, s:o, s:b}", "purpose", s.purpose, "ago",
                  view_ago(q->arena, s.at, clock_now(&q->house->clock)), "count", (json_int_t)count,
                  "more", count == ROSTER_SEARCH_MOST, "people", rows, "found", count > 0);
    if (from + A_PAGE < count)
        json_object_set_new(
            view, "next",
            json_string(web_here(q, "fran", arena_printf(q->arena, "%zu", from + A_PAGE))));
    return web_show(q, "desk-people-found", "Det här hittade vi", view, out, f);
}
