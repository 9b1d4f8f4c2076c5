/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The page of one act on a request: its form, the letters that would follow, and then the deed.
 *
 * Sending the form does the act in a transaction. When letters would follow that have not been
 * shown as they are, all of it is undone and they are shown; when they have, it stands. So nothing
 * goes that nobody has read, and what has changed since it was read is shown anew.
 */
#include "desk_case.h"

#include <string.h>

#include "base/text.h"
#include "view/desk_cases.h"

static const char *const ACT = "an act at the desk";

char *act_path(struct arena *a, const char *number, const char *part)
{
    return arena_printf(a, "/personal/forfragningar/%s%s%s", number, part ? "/" : "",
                        part ? part : "");
}

enum outcome case_load(struct web_request *q, struct request *r, struct fault *f)
{
    return requests_by_number(q->house->db, q->arena, q->token, r, f);
}

static bool listed(const char *names, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = names; at && (at = strstr(at, name)); at += len)
        if ((at == names || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
    return false;
}

/* ---- Shown ---- */

static bool holds(const struct form *form, const char *field, const char *who)
{
    const char *given = form_given(form, field);
    return listed(given, who);
}

static void add_person(struct web_request *q, const struct act *act, const struct form *form,
                       json_t *list, const char *who, const char *name, const char *standing)
{
    const char *field = act->people == PEOPLE_SOME ? "vem" : "part";
    json_t *one = json_pack("{s:s, s:s, s:s, s:s, s:s}", "field", field, "who", who, "name", name,
                            "standing", standing, "id", arena_printf(q->arena, "vem-%s", who));
    if (one && act->people == PEOPLE_SOME)
        json_object_set_new(one, "several", json_true());
    if (one && holds(form, field, who))
        json_object_set_new(one, "chosen", json_true());
    json_array_append_new(list, one);
}

static json_t *people_of(struct web_request *q, const struct act *act, const json_t *view,
                         const struct form *form)
{
    static const char *const lists[] = {"invitations", "placements", "payments"};
    json_t *list = json_array();
    if (act->among(view, "unit", view))
        add_person(q, act, form, list, "unit", "Verksamheten", "");
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        size_t k;
        json_t *one;
        json_array_foreach(json_object_get(view, lists[i]), k, one)
        {
            if (act->among(view, lists[i], one))
                add_person(q, act, form, list, json_string_value(json_object_get(one, "who")),
                           json_string_value(json_object_get(one, "name")),
                           json_string_value(json_object_get(one, "standing")));
        }
    }
    return list;
}

/* The fields that the act shows by itself: people are shown by name. */
static struct form own_form(struct web_request *q, const struct act *act, const struct request *r)
{
    struct form all = web_form_of(q, act_fields);
    if (act->fill)
        act->fill(q, r, &all);
    struct form own = form_pick(q->arena, &all, act->fields);
    const char *names = "";
    for (size_t i = 0; i < own.count; i++)
        if (strcmp(own.fields[i].name, "part") != 0 && strcmp(own.fields[i].name, "vem") != 0 &&
            strcmp(own.fields[i].name, "o_version") != 0)
            names = arena_printf(q->arena, "%s %s", names, own.fields[i].name);
    struct form shown = form_pick(q->arena, &own, names);
    struct field *fields = arena_array(q->arena, shown.count + 1, sizeof *fields);
    for (size_t i = 0; i < shown.count; i++) {
        fields[i] = shown.fields[i];
        fields[i].needed = listed(act->needed, fields[i].name);
        if (act->text && strcmp(fields[i].name, "text") == 0)
            fields[i].sv = act->text;
    }
    shown.fields = fields;
    return shown;
}

static enum outcome add_people(struct web_request *q, const struct act *act,
                               const struct request *r, json_t *view, struct fault *f)
{
    json_t *told;
    const char *whom;
    if (act->people == PEOPLE_NONE)
        return DONE;
    enum outcome o = view_case(q->arena, q->house, r, &told, &whom, f);
    if (o == DONE && *whom)
        o = web_looked_at(q, whom, f);
    if (o != DONE)
        return o;
    struct form all = web_form_of(q, act_fields);
    if (act->fill)
        act->fill(q, r, &all);
    json_t *people = people_of(q, act, told, &all);
    json_object_set_new(view, "nobody", json_boolean(json_array_size(people) == 0));
    json_object_set_new(view, "people", people);
    json_object_set_new(view, "has_people", json_true());
    json_decref(told);
    return DONE;
}

/* The one who was named before the form, of those who can be; NULL: nobody is yet. */
static const json_t *named_first(struct web_request *q, const json_t *view)
{
    struct form all = web_form_of(q, act_fields);
    const char *who = form_has(&all, "part") ? form_given(&all, "part") : web_asked(q, "till");
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(view, "people"), i, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "who")), who) == 0)
            return one;
    }
    return NULL;
}

static json_t *hidden(const char *name, const char *value)
{
    return json_pack("{s:s, s:s}", "name", name, "value", value);
}

/* The page on which they are named: a link each. */
static enum outcome show_whom(struct web_request *q, const struct act *act, const struct request *r,
                              json_t *view, struct web_answer *out, struct fault *f)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(view, "people"), i, one)
    {
        const char *who = json_string_value(json_object_get(one, "who"));
        const char *at = act_path(q->arena, r->number, act->part);
        json_object_set_new(one, "href",
                            json_string(arena_printf(q->arena, "%s?till=%s", at, who)));
    }
    return web_show(q, "desk-act-whom", act->title, view, out, f);
}

/* What the page holds of the one who was named: *whom NULL when somebody has to be named first. */
static enum outcome add_named(struct web_request *q, const struct act *act, const struct request *r,
                              json_t *view, const char **whom, struct fault *f)
{
    const json_t *one = named_first(q, view);
    *whom = NULL;
    if (!one)
        return DONE;
    *whom = json_string_value(json_object_get(one, "who"));
    json_object_set_new(view, "hidden", json_pack("[o]", hidden("part", *whom)));
    json_object_set(view, "named", json_object_get(one, "name"));
    json_object_set(view, "named_standing", json_object_get(one, "standing"));
    json_object_del(view, "has_people");
    return act->add ? act->add(q, r, *whom, view, f) : DONE;
}

static json_t *frame_of(struct web_request *q, const struct act *act, const struct request *r)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s}", "number", r->number, "subject", r->subject,
                     "lead", act->lead, "button", act->button, "back",
                     act_path(q->arena, r->number, NULL));
}

static enum outcome show_act(struct web_request *q, const struct act *act, const struct request *r,
                             struct web_answer *out, struct fault *f)
{
    struct form form = own_form(q, act, r);
    json_t *view = frame_of(q, act, r);
    const char *whom = "";
    enum outcome o = add_people(q, act, r, view, f);
    if (o == DONE && act->people == PEOPLE_FIRST)
        o = add_named(q, act, r, view, &whom, f);
    else if (o == DONE && act->add)
        o = act->add(q, r, whom, view, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    if (!whom)
        return show_whom(q, act, r, view, out, f);
    json_object_set_new(view, "form", web_form(q, act_path(q->arena, r->number, act->part), &form));
    const char *wrong = NULL;
    for (size_t i = 0; q->trouble && i < q->form.count; i++)
        if (q->form.fields == act_fields && q->form.faults[i] &&
            (strcmp(q->form.fields[i].name, "part") == 0 ||
             strcmp(q->form.fields[i].name, "vem") == 0))
            wrong = q->form.faults[i];
    if (wrong)
        json_object_set_new(view, "people_fault", json_string(wrong));
    return web_show(q, "desk-act", act->title, view, out, f);
}

static bool missing(enum outcome o, const struct fault *f)
{
    return o == NEVER && f->code == EXIT_NO_INPUT;
}

enum outcome desk_act(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct request r;
    const struct act *act = act_named(q->part);
    enum outcome o = case_load(q, &r, f);
    if (!act || missing(o, f)) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    return o == DONE ? show_act(q, act, &r, out, f) : o;
}

/* ---- Taken ---- */

static void check_needed(struct web_request *q, const struct act *act)
{
    for (size_t i = 0; i < q->form.count; i++)
        if (listed(act->needed, q->form.fields[i].name) && text_blank(q->form.values[i]))
            form_fault(&q->form, q->form.fields[i].name,
                       q->form.fields[i].type == FIELD_LINES ||
                               q->form.fields[i].type == FIELD_EMAIL
                           ? "Fyll i det här."
                           : "Välj eller fyll i det här.");
}

/* All that was sent, as the second step sends it again. */
static json_t *sent_again(struct web_request *q, const struct letter_look *look)
{
    json_t *list = json_array();
    for (size_t i = 0; i < q->form.count; i++) {
        const char *name = q->form.fields[i].name, *value = q->form.values[i];
        bool emptied = value && text_starts(name, "o_"); /* a text may be taken away */
        if ((text_blank(value) && !emptied) || text_starts(name, "ord") ||
            strcmp(name, "steg") == 0 || strcmp(name, "visat") == 0)
            continue;
        json_array_append_new(list, hidden(name, value));
    }
    json_array_append_new(list, hidden("steg", "skicka"));
    json_array_append_new(list, hidden("visat", look->seen));
    return list;
}

/* What the button does, and that it sends: "Fråga och skicka breven", "Skicka brevet". */
static const char *sending(struct arena *a, const struct act *act, const struct letter_look *look)
{
    bool one = json_array_size(look->letters) == 1 &&
               !json_is_true(json_object_get(json_array_get(look->letters, 0), "many"));
    return text_starts(act->button, "Skicka")
               ? act->button
               : arena_printf(a, "%s och skicka %s", act->button, one ? "brevet" : "breven");
}

static enum outcome show_letters(struct web_request *q, const struct act *act,
                                 const struct request *r, struct letter_look *look,
                                 struct web_answer *out, struct fault *f)
{
    struct form none = form_empty(q->arena, act_fields);
    struct form bare = form_pick(q->arena, &none, "");
    enum outcome o = *look->whom ? web_looked_at(q, look->whom, f) : DONE;
    if (o != DONE)
        return o;
    json_t *view = frame_of(q, act, r);
    json_object_set_new(view, "button", json_string(sending(q->arena, act, look)));
    json_object_set_new(view, "letters", json_incref(look->letters));
    json_object_set_new(view, "hidden", sent_again(q, look));
    if (strcmp(form_given(&q->form, "steg"), "skicka") == 0)
        json_object_set_new(view, "changed", json_true());
    json_object_set_new(view, "form", web_form(q, act_path(q->arena, r->number, act->part), &bare));
    return web_show(q, "desk-letters",
                    arena_printf(q->arena, "Läs innan det skickas: %s", act->title), view, out, f);
}

/* A refusal of the rules, in words. */
static const char *refusal(struct web_request *q, const struct request *r, const struct fault *f)
{
    const char *colon = strstr(f->text, "must not be asked: ");
    if (colon)
        return arena_printf(q->arena, "Det går inte att fråga %.*s: %s.",
                            (int)strcspn(f->text, " "), f->text,
                            view_exclusion(colon + strlen("must not be asked: ")));
    if (strstr(f->text, "meanwhile"))
        return "Inget är sparat än. Någon har ändrat överenskommelsen medan du skrev. Det du skrev "
               "finns kvar, och det nya är inlagt. Se över det och spara igen.";
    if (f->code == EXIT_NOT_PERMITTED)
        return "Poolen får inte sökas utan rättslig grund. Den som sköter driften kan ändra det.";
    if (q->form.fault_count > 0)
        return NULL;
    return arena_printf(
        q->arena,
        "Det gick inte. Förfrågan är nu i läget %s, och där går det inte att göra så "
        "här med det som är ifyllt.",
        state_swedish(r->state));
}

static bool seen(const struct web_request *q, const struct letter_look *look)
{
    return json_array_size(look->letters) == 0 ||
           (strcmp(form_given(&q->form, "steg"), "skicka") == 0 &&
            strcmp(form_given(&q->form, "visat"), look->seen) == 0);
}

/* *shown: the letters are to be read first, and nothing has been done. */
static enum outcome carry_out(struct web_request *q, const struct act *act, const struct request *r,
                              struct letter_look *look, bool *shown, struct fault *f)
{
    struct db *db = q->house->db;
    *shown = false;
    enum outcome o = db_begin_around(db, ACT, f);
    if (o != DONE)
        return o;
    o = letters_before(q, r, look, f);
    if (o == DONE)
        o = act->carry_out(q, r, f);
    if (o == DONE)
        o = letters_after(q, r, look, f);
    *shown = o == DONE && !seen(q, look);
    if (o == DONE && !*shown)
        o = letters_word(q, look, f);
    if (o == DONE && !*shown)
        o = db_commit(db, ACT, f);
    else
        db_rollback(db);
    if (o == DONE && !*shown)
        db_wake(db);
    return o;
}

static bool is_refusal(enum outcome o, const struct fault *f)
{
    return o == NEVER && (f->code == EXIT_DATA || f->code == EXIT_USAGE ||
                          f->code == EXIT_NO_INPUT || f->code == EXIT_NOT_PERMITTED);
}

static enum outcome act_now(struct web_request *q, const struct act *act, const struct request *r,
                            struct web_answer *out, struct fault *f)
{
    struct letter_look look = {.whom = "", .seen = ""};
    bool shown;
    enum outcome o = carry_out(q, act, r, &look, &shown, f);
    if (o == DONE && shown)
        o = show_letters(q, act, r, &look, out, f);
    else if (o == DONE)
        web_go(
            q,
            arena_printf(q->arena, "%s?klart=%s", act_path(q->arena, r->number, NULL), act->part),
            out);
    json_decref(look.letters);
    if (!is_refusal(o, f) && !(o == NEVER && q->form.fault_count > 0))
        return o;
    q->trouble = 409;
    q->notice = refusal(q, r, f);
    return show_act(q, act, r, out, f);
}

enum outcome desk_act_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct request r;
    const struct act *act = act_named(q->part);
    enum outcome o = case_load(q, &r, f);
    if (!act || missing(o, f)) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    if (o != DONE)
        return o;
    check_needed(q, act);
    if (q->form.fault_count > 0) {
        q->trouble = 422;
        return show_act(q, act, &r, out, f);
    }
    return act_now(q, act, &r, out, f);
}
