/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One person at the desk: what is known, how they stand, what they were asked; and what staff do
 * when somebody rings: pause, consent, "all is right", a file of everything, make two entries one,
 * erase. Changing what is known: desk_person_form.c.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "desk_roster.h"
#include "lending/care.h"
#include "lending/people.h"
#include "store/desk_lists.h"
#include "view/desk_people.h"

enum { ASKS = 50 };

static const struct choice yes_no[] = {{"yes", "Ja", "Yes"}, {"no", "Nej", "No"}, {0}};
static const struct choice ways[] = {
    {"phone", "På telefon", "By phone"}, {"letter", "Med brev eller mejl", "By letter"}, {0}};

const struct field person_pause_fields[] = {
    {"till", FIELD_DATE, .needed = true, .sv = "Paus till och med", .en = "Pause until"},
    {0},
};
const struct field person_consent_fields[] = {
    {"far", FIELD_RADIO, .needed = true, .choices = yes_no, .sv = "Får vi söka fram personen?",
     .en = "May we search for the person?"},
    {"hur", FIELD_RADIO, .needed = true, .choices = ways, .sv = "Hur sade personen det?",
     .en = "How did the person say so?"},
    {0},
};
const struct field person_erase_fields[] = {
    {"saker", FIELD_TICK, .needed = true,
     .sv = "Ja, personen vill det, eller ska inte vara kvar. Det går inte att ångra.",
     .en = "Yes. It cannot be undone."},
    {0},
};
const struct field person_merge_asks[] = {
    {"med", FIELD_TEXT, .max = 20, .sv = "Den andra personens nummer", .en = "The other's number",
     .hint_sv = "Till exempel P40."},
    {0},
};
const struct field person_merge_fields[] = {
    {"annan", FIELD_TEXT, .needed = true, .max = 20, .sv = "Den andra personens nummer",
     .en = "The other's number"},
    {0},
};
const struct field done_asks[] = {
    {"klart", FIELD_TEXT, .max = 20, .sv = "Klart", .en = "Done"},
    {0},
};

static const char *done_words(const char *what)
{
    static const struct {
        const char *what, *words;
    } all[] = {
        {"sparat", "Det är sparat."},
        {"paus", "Pausen är sparad. Frågor som inte har hunnit gå ut är stoppade."},
        {"fortsatt", "Pausen är slut."},
        {"samtycke", "Det personen sade är sparat."},
        {"stammer", "Det är noterat att allt stämmer."},
        {"ihop", "De två är nu en."},
        {"importerat", "Filen är inläst."},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (strcmp(all[i].what, what) == 0)
            return all[i].words;
    return NULL;
}

void desk_say_done(struct web_request *q, json_t *view)
{
    const char *words = done_words(web_asked(q, "klart"));
    if (words)
        desk_add_done(q, view, words);
}

/* ---- The page ---- */

static void set_form(json_t *view, const char *name, json_t *form)
{
    json_object_set_new(view, name, json_pack("{s:o}", "form", form));
}

static void add_actions(struct web_request *q, const struct person *p, json_t *view)
{
    set_form(view, "pause", desk_form(q, desk_at_person(q, p->id, "/paus"), person_pause_fields));
    set_form(view, "consent",
             desk_form(q, desk_at_person(q, p->id, "/samtycke"), person_consent_fields));
    json_object_set_new(view, "go_on", desk_button(q, desk_at_person(q, p->id, "/fortsatt")));
    json_object_set_new(view, "confirm", desk_button(q, desk_at_person(q, p->id, "/stammer")));
    json_object_set_new(view, "may_change", json_true());
}

/* Others with the same address: perhaps the same person twice. */
static enum outcome add_twins(struct web_request *q, const struct person *p, json_t *view,
                              struct fault *f)
{
    json_t *list = json_array();
    int64_t *ids;
    size_t count = 0;
    enum outcome o = DONE;
    if (!text_blank(p->email))
        o = people_with_email(q->house->db, q->arena, p->email, &ids, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (ids[i] != p->id)
            json_array_append_new(
                list, json_pack("{s:s, s:s}", "id", view_who(q->arena, 'P', ids[i]), "href",
                                desk_at_person(q, p->id,
                                               arena_printf(q->arena, "/sla-ihop?med=P%lld",
                                                            (long long)ids[i]))));
    json_object_set_new(view, "twins", list);
    return o;
}

enum outcome desk_person(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct person p;
    struct person_ask *asks;
    size_t count;
    bool open;
    enum outcome o = desk_person_open(q, &p, &open, out, f);
    if (o != DONE || !open)
        return o;
    o = people_asks(q->house->db, q->arena, p.id, ASKS, &asks, &count, f);
    if (o != DONE)
        return o;
    json_t *view = view_desk_person(q->arena, q->house, &p, desk_may_reach(q, &p));
    json_object_set_new(view, "asks", view_person_asks(q->arena, asks, count));
    json_object_set_new(view, "was_asked", json_boolean(count > 0));
    json_object_set_new(view, "at", json_string(desk_at_person(q, p.id, "")));
    o = add_twins(q, &p, view, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    if (web_may(q, ROLE_STAFF))
        add_actions(q, &p, view);
    desk_say_done(q, view);
    return web_show(q, "desk-person", p.name, view, out, f);
}

/* ---- One button each ---- */

static enum outcome back(struct web_request *q, enum outcome o, const char *done,
                         struct web_answer *out, struct fault *f)
{
    if (o != DONE)
        return desk_refused(q, o, desk_person, out, f);
    web_go(q,
           desk_at_person(q, desk_number(q->token, 'P'), arena_printf(q->arena, "?klart=%s", done)),
           out);
    return DONE;
}

static enum outcome pause_until(struct web_request *q, const char *until, const char *done,
                                struct web_answer *out, struct fault *f)
{
    const struct roster_change change = {"paused_until", until};
    struct person p;
    bool open;
    enum outcome o = desk_person_open(q, &p, &open, out, f);
    if (o != DONE || !open)
        return o;
    return back(q, roster_person_set(q->house, q->arena, web_actor(q), p.id, &change, 1, f), done,
                out, f);
}

void check_person_pause(struct web_request *q)
{
    struct date until, today = civil_from_instant(clock_now(&q->house->clock)).date;
    if (date_parse(form_given(&q->form, "till"), &until) && date_compare(until, today) <= 0)
        form_fault(&q->form, "till", "Skriv en dag som kommer.");
}

enum outcome desk_person_pause_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return pause_until(q, form_given(&q->form, "till"), "paus", out, f);
}

enum outcome desk_person_go_on_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return pause_until(q, "", "fortsatt", out, f);
}

enum outcome desk_person_consent_take(struct web_request *q, struct web_answer *out,
                                      struct fault *f)
{
    struct person p;
    bool open, yes = strcmp(form_given(&q->form, "far"), "yes") == 0;
    enum outcome o = desk_person_open(q, &p, &open, out, f);
    if (o != DONE || !open)
        return o;
    return back(q,
                lending_willing(q->house, q->arena, web_actor(q), p.id, yes,
                                form_given(&q->form, "hur"), f),
                "samtycke", out, f);
}

enum outcome desk_person_confirm_take(struct web_request *q, struct web_answer *out,
                                      struct fault *f)
{
    struct person p;
    bool open;
    enum outcome o = desk_person_open(q, &p, &open, out, f);
    if (o != DONE || !open)
        return o;
    return back(q, lending_confirm(q->house, q->arena, web_actor(q), p.id, f), "stammer", out, f);
}

/* ---- All of it, as a file ---- */

enum outcome desk_person_export(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct person p;
    json_t *all;
    bool open;
    enum outcome o = desk_person_open(q, &p, &open, out, f);
    if (o == DONE && open)
        o = lending_person_export(q->house, q->arena, p.id, &all, f);
    if (o != DONE || !open)
        return o;
    char *text = json_dumps(all, JSON_INDENT(2));
    json_decref(all);
    out->type = "application/json; charset=utf-8";
    out->file = arena_printf(q->arena, "P%lld.json", (long long)p.id);
    out->body = arena_strdup(q->arena, text ? text : "");
    out->len = strlen(out->body);
    free(text);
    return DONE;
}

/* ---- Two entries that are one person ---- */

static enum outcome load_other(struct web_request *q, const struct person *p, const char *who,
                               struct person *other, bool *found, struct fault *f)
{
    int64_t id = desk_number(who, 'P');
    *found = false;
    if (id == 0 || id == p->id)
        return DONE;
    enum outcome o = people_load(q->house->db, q->arena, id, other, f);
    *found = o == DONE && other->erased_at < 0;
    if (*found)
        return web_looked_at(q, view_who(q->arena, 'P', other->id), f);
    return o == NEVER && f->code == EXIT_NO_INPUT ? DONE : o;
}

enum outcome desk_person_merge(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct person p, other;
    const char *who = q->trouble ? form_given(&q->form, "annan") : web_asked(q, "med");
    bool open, found;
    enum outcome o = desk_person_open(q, &p, &open, out, f);
    if (o == DONE && open)
        o = load_other(q, &p, who, &other, &found, f);
    if (o != DONE || !open)
        return o;
    json_t *view =
        json_pack("{s:o, s:s, s:s}", "stays", view_desk_person(q->arena, q->house, &p, true), "at",
                  desk_at_person(q, p.id, ""), "who", who);
    if (found) {
        json_object_set_new(view, "goes", view_desk_person(q->arena, q->house, &other, true));
        json_object_set_new(view, "button", desk_button(q, desk_at_person(q, p.id, "/sla-ihop")));
        json_object_set_new(view, "other", json_string(view_who(q->arena, 'P', other.id)));
    }
    json_object_set_new(view, "unknown", json_boolean(!found && *who));
    return web_show(q, "desk-person-merge", "Samma person två gånger?", view, out, f);
}

enum outcome desk_person_merge_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct person p, other;
    bool open, found = false;
    enum outcome o = desk_person_open(q, &p, &open, out, f);
    if (o == DONE && open)
        o = load_other(q, &p, form_given(&q->form, "annan"), &other, &found, f);
    if (o != DONE || !open)
        return o;
    if (!found)
        return desk_refuse(q, NULL, desk_person_merge, out, f);
    o = roster_person_merge(q->house, q->arena, web_actor(q), p.id, other.id, f);
    if (o == NEVER && f->code == EXIT_DATA)
        return desk_refuse(q,
                           "De går inte att slå ihop: båda har med samma förfrågan att göra, så "
                           "de är kanske två olika personer.",
                           desk_person_merge, out, f);
    return back(q, o, "ihop", out, f);
}

/* ---- Erasing ---- */

enum outcome desk_person_erase(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct person p;
    bool open;
    enum outcome o = desk_person_open(q, &p, &open, out, f);
    if (o != DONE || !open)
        return o;
    json_t *view = json_pack("{s:s, s:s, s:s, s:o}", "id", view_who(q->arena, 'P', p.id), "name",
                             p.name, "at", desk_at_person(q, p.id, ""), "form",
                             desk_form(q, desk_at_person(q, p.id, "/radera"), person_erase_fields));
    return web_show(q, "desk-person-erase", "Radera en person", view, out, f);
}

enum outcome desk_person_erase_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct person p;
    bool open;
    enum outcome o = desk_person_open(q, &p, &open, out, f);
    if (o != DONE || !open)
        return o;
    o = roster_person_erase(q->house, q->arena, web_actor(q), p.id, f);
    if (o != DONE)
        return o;
    return web_say(q, 200, "Personen är raderad",
                   "Allt som var sparat om personen är borta. Numret finns kvar i loggen, utan "
                   "namn.",
                   out, f);
}
