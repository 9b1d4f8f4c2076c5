/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Care units at the desk: a list, and one unit with its contacts, its requests and what came of
 * them. What is changed there: desk_unit_forms.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk_roster.h"
#include "view/people.h"
#include "view/units.h"

enum { A_PAGE = 50, REQUESTS = 25, CONTACTS = 100 };
static const char *const PLACE = "/personal/enheter";

const struct field units_asks[] = {
    {"ord", FIELD_TEXT, .max = 100, .sv = "Namn, sjukhus eller kontakt",
     .en = "Name, hospital or contact"},
    {"efter", FIELD_NUMBER, .min = 1, .max = 2000000000, .sv = "Efter", .en = "After"},
    {0},
};
const struct field unit_asks[] = {
    {"klart", FIELD_TEXT, .max = 20, .sv = "Klart", .en = "Done"},
    {"fore", FIELD_NUMBER, .min = 1, .max = 2000000000, .sv = "Före", .en = "Before"},
    {0},
};

char *desk_at_unit(const struct web_request *q, int64_t id, const char *after)
{
    return arena_printf(q->arena, "%s/U%lld%s", PLACE, (long long)id, after);
}

enum outcome desk_unit_open(struct web_request *q, struct unit *u, bool *open,
                            struct web_answer *out, struct fault *f)
{
    enum outcome o = units_load(q->house->db, q->arena, desk_number(q->token, 'U'), u, f);
    *open = o == DONE && !u->merged_into;
    if (o == DONE && u->merged_into)
        web_go(q, desk_at_unit(q, u->merged_into, ""), out);
    if (o != NEVER || f->code != EXIT_NO_INPUT)
        return o;
    web_fault_page(q, 404, out);
    return DONE;
}

enum outcome desk_add_unit(struct web_request *q, int64_t id, json_t *view, struct fault *f)
{
    struct unit u;
    enum outcome o = units_load(q->house->db, q->arena, id, &u, f);
    if (o == DONE)
        json_object_set_new(view, "unit_page",
                            json_pack("{s:s, s:s, s:s}", "id", view_who(q->arena, 'U', u.id),
                                      "name", u.name, "href", desk_at_unit(q, u.id, "")));
    return o;
}

/* ---- The list ---- */

static enum outcome rows_of(struct web_request *q, const int64_t *ids, size_t count, json_t *rows,
                            struct fault *f)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < count; i++) {
        struct unit u;
        int64_t requests;
        instant newest;
        o = units_load(q->house->db, q->arena, ids[i], &u, f);
        if (o == DONE)
            o = units_count(q->house->db, ids[i], &requests, &newest, f);
        if (o != DONE)
            break;
        json_t *row = view_unit(q->arena, &u);
        json_object_set_new(row, "href", json_string(desk_at_unit(q, u.id, "")));
        json_object_set_new(row, "requests", json_integer(requests));
        if (newest >= 0)
            json_object_set_new(
                row, "newest",
                json_string(date_in_words(q->arena, civil_from_instant(newest).date, "sv")));
        json_array_append_new(rows, row);
    }
    return o;
}

enum outcome desk_units(struct web_request *q, struct web_answer *out, struct fault *f)
{
    int64_t *ids;
    size_t count;
    enum outcome o =
        units_page(q->house->db, q->arena, web_asked(q, "ord"),
                   strtoll(web_asked(q, "efter"), NULL, 10), A_PAGE + 1, &ids, &count, f);
    size_t shown = o != DONE ? 0 : count > A_PAGE ? A_PAGE : count;
    json_t *rows = json_array();
    if (o == DONE)
        o = rows_of(q, ids, shown, rows, f);
    if (o != DONE) {
        json_decref(rows);
        return o;
    }
    json_t *view = json_pack("{s:o, s:s, s:b}", "units", rows, "words", web_asked(q, "ord"),
                             "found", count > 0);
    if (count > A_PAGE)
        json_object_set_new(
            view, "next",
            json_string(
                web_here(q, "efter", arena_printf(q->arena, "%lld", (long long)ids[shown - 1]))));
    return web_show(q, "desk-units", "Enheter", view, out, f);
}

/* ---- One ---- */

static enum outcome add_names(struct web_request *q, const struct unit *u, json_t *view,
                              struct fault *f)
{
    const char **names, *own = text_fold(q->arena, u->name);
    size_t count;
    enum outcome o = units_names(q->house->db, q->arena, u->id, &names, &count, f);
    const char *others = "";
    for (size_t i = 0; o == DONE && i < count; i++)
        if (strcmp(names[i], own) != 0)
            others = arena_printf(q->arena, "%s%s%s", others, *others ? ", " : "", names[i]);
    json_object_set_new(view, "others", json_string(others));
    return o;
}

static enum outcome add_contacts(struct web_request *q, const struct unit *u, json_t *view,
                                 struct fault *f)
{
    struct unit_contact *list;
    size_t count, i;
    json_t *row;
    enum outcome o = units_contacts(q->house->db, q->arena, u->id, CONTACTS, &list, &count, f);
    if (o != DONE)
        return o;
    json_t *rows = view_unit_contacts(q->arena, list, count);
    json_array_foreach(rows, i, row)
    {
        const char *id = json_string_value(json_object_get(row, "id"));
        json_object_set_new(
            row, "href",
            json_string(desk_at_unit(q, u->id, arena_printf(q->arena, "/kontakt/%s", id))));
    }
    json_object_set_new(view, "contacts", rows);
    json_object_set_new(view, "has_contacts", json_boolean(count > 0));
    return DONE;
}

static enum outcome add_requests(struct web_request *q, const struct unit *u, json_t *view,
                                 struct fault *f)
{
    struct unit_request *list;
    size_t count;
    enum outcome o =
        units_requests(q->house->db, q->arena, u->id, strtoll(web_asked(q, "fore"), NULL, 10),
                       REQUESTS + 1, &list, &count, f);
    if (o != DONE)
        return o;
    size_t shown = count > REQUESTS ? REQUESTS : count;
    json_object_set_new(view, "requests", view_unit_requests(q->arena, list, shown));
    json_object_set_new(view, "has_requests", json_boolean(count > 0));
    if (count > REQUESTS)
        json_object_set_new(
            view, "next",
            json_string(web_here(q, "fore",
                                 arena_printf(q->arena, "%lld", (long long)list[shown - 1].id))));
    return DONE;
}

static json_t *links_view(struct web_request *q, const struct unit_link *list, size_t count,
                          const char *place, char letter)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        const char *who = view_who(q->arena, letter, list[i].id);
        json_array_append_new(array, json_pack("{s:s, s:s, s:s}", "id", who, "name", list[i].name,
                                               "href", arena_printf(q->arena, "%s%s", place, who)));
    }
    return array;
}

/* Whom it works with, who may be the same, and what was paid. */
static enum outcome add_around(struct web_request *q, const struct unit *u, json_t *view,
                               struct fault *f)
{
    struct unit_link *partners, *twins;
    struct unit_year *years;
    size_t partner_count, twin_count, year_count;
    struct db *db = q->house->db;
    enum outcome o = units_partners(db, q->arena, u->id, &partners, &partner_count, f);
    if (o == DONE)
        o = units_twins(db, q->arena, u->id, &twins, &twin_count, f);
    if (o == DONE)
        o = units_years(db, q->arena, u->id, &years, &year_count, f);
    if (o != DONE)
        return o;
    json_object_set_new(view, "partners",
                        links_view(q, partners, partner_count, "/personal/foreningar/", 'A'));
    json_object_set_new(view, "has_partners", json_boolean(partner_count > 0));
    json_object_set_new(
        view, "twins",
        links_view(q, twins, twin_count, desk_at_unit(q, u->id, "/sla-ihop?med="), 'U'));
    json_object_set_new(view, "years", view_unit_years(q->arena, years, year_count));
    json_object_set_new(view, "has_years", json_boolean(year_count > 0));
    return DONE;
}

enum outcome desk_unit_view(struct web_request *q, const struct unit *u, json_t **out,
                            struct fault *f)
{
    int64_t requests;
    instant newest;
    json_t *view = view_unit(q->arena, u);
    enum outcome o = add_names(q, u, view, f);
    if (o == DONE)
        o = add_contacts(q, u, view, f);
    if (o == DONE)
        o = add_requests(q, u, view, f);
    if (o == DONE)
        o = add_around(q, u, view, f);
    if (o == DONE)
        o = units_count(q->house->db, u->id, &requests, &newest, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    json_object_set_new(view, "count", json_integer(requests));
    *out = view;
    return DONE;
}

enum outcome desk_unit(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct unit u;
    json_t *view;
    bool open;
    enum outcome o = desk_unit_open(q, &u, &open, out, f);
    if (o == DONE && open)
        o = desk_unit_view(q, &u, &view, f);
    if (o != DONE || !open)
        return o;
    json_object_set_new(view, "at", json_string(desk_at_unit(q, u.id, "")));
    if (web_may(q, ROLE_STAFF)) {
        json_object_set_new(view, "may_change", json_true());
        json_object_set_new(
            view, "contact",
            json_pack("{s:o}", "form",
                      desk_form(q, desk_at_unit(q, u.id, "/kontakt"), unit_contact_fields)));
        json_object_set_new(view, "off", desk_button(q, desk_at_unit(q, u.id, "/kontakt-bort")));
    }
    desk_say_done(q, view);
    return web_show(q, "desk-unit", u.name, view, out, f);
}
