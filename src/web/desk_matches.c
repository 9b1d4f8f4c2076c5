/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Proposals: who could be asked, with reasons and with what stands in the way. Looking for people
 * is a form (invariant 13): it records the search, and what it found is shown by its number.
 */
#include "desk_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending.h"
#include "store/cases.h"
#include "view/desk_cases.h"

enum { SHOWN = 60 };

const struct field matches_asks[] = {
    {"sokning", FIELD_NUMBER, .min = 0, .max = 2000000000, .sv = "Sökning"},
    {0},
};

static bool refused(enum outcome o, const struct fault *f)
{
    return o == NEVER && (f->code == EXIT_NO_INPUT || f->code == EXIT_NOT_PERMITTED);
}

static enum outcome without(struct web_request *q, const struct fault *f, struct web_answer *out,
                            struct fault *own)
{
    if (f->code == EXIT_NOT_PERMITTED)
        return web_say(q, 403, "Poolen får inte sökas",
                       "Det finns ingen rättslig grund inlagd för att söka bland personerna. Den "
                       "som sköter driften kan ändra det.",
                       out, own);
    web_fault_page(q, 404, out);
    return DONE;
}

enum outcome desk_match_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct request r;
    struct fault why;
    json_t *found = NULL;
    int64_t search = 0;
    enum outcome o = case_load(q, &r, &why);
    if (o == DONE)
        o = lending_match(q->house, q->arena, r.id, web_actor(q), SHOWN, &found, &why);
    json_decref(found);
    if (o == DONE)
        o = cases_last_search(q->house->db, r.id, web_actor(q), &search, &why);
    if (refused(o, &why))
        return without(q, &why, out, f);
    if (o != DONE) {
        *f = why;
        return o;
    }
    web_go(q,
           arena_printf(q->arena, "%s?sokning=%lld", act_path(q->arena, r.number, "forslag"),
                        (long long)search),
           out);
    return DONE;
}

/* Adds the words, and sorts out who can be ticked; *whom gets all that are named. */
static void tell(struct web_request *q, json_t *found, json_t *view, const char **whom)
{
    size_t i;
    json_t *x, *people = json_array(), *groups = json_array(), *others = json_array();
    *whom = "";
    json_array_foreach(found, i, x)
    {
        const char *who = json_string_value(json_object_get(x, "who"));
        const char *excluded = json_string_value(json_object_get(x, "excluded"));
        if (*who == 'P')
            *whom = arena_printf(q->arena, "%s%s%s", *whom, **whom ? " " : "", who);
        if (excluded)
            json_object_set_new(x, "why_not", json_string(view_exclusion(excluded)));
        json_array_append(excluded ? others : *who == 'P' ? people : groups, x);
    }
    json_object_set_new(view, "has_people", json_boolean(json_array_size(people) > 0));
    json_object_set_new(view, "has_groups", json_boolean(json_array_size(groups) > 0));
    json_object_set_new(view, "has_others", json_boolean(json_array_size(others) > 0));
    json_object_set_new(view, "none",
                        json_boolean(json_array_size(people) == 0 && json_array_size(groups) == 0));
    json_object_set_new(view, "people", people);
    json_object_set_new(view, "groups", groups);
    json_object_set_new(view, "others", others);
}

static enum outcome show(struct web_request *q, const struct request *r, json_t *found,
                         struct web_answer *out, struct fault *f)
{
    const char *whom;
    struct form none = form_empty(q->arena, act_fields);
    struct form bare = form_pick(q->arena, &none, "");
    json_t *view = json_pack("{s:s, s:s, s:s}", "number", r->number, "subject", r->subject, "back",
                             act_path(q->arena, r->number, NULL));
    tell(q, found, view, &whom);
    enum outcome o = *whom ? web_looked_at(q, whom, f) : DONE;
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    if (act_is_offered(q, act_named("fraga"), r))
        json_object_set_new(view, "form",
                            web_form(q, act_path(q->arena, r->number, "fraga"), &bare));
    return web_show(q, "desk-matches", "Förslag på vem som kan frågas", view, out, f);
}

enum outcome desk_matches(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct request r;
    struct fault why;
    json_t *found = NULL;
    enum outcome o = case_load(q, &r, &why);
    if (o == DONE)
        o = lending_match_shown(q->house, q->arena, r.id, web_actor(q),
                                strtoll(web_asked(q, "sokning"), NULL, 10), SHOWN, &found, &why);
    if (refused(o, &why))
        return without(q, &why, out, f);
    if (o == DONE)
        o = show(q, &r, found, out, f);
    else
        *f = why;
    json_decref(found);
    return o;
}
