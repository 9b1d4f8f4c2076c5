/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Associations at the desk: a list, one association, what is known of it, and the units that
 * already work with it.
 */
#include <string.h>

#include "base/text.h"
#include "desk_roster.h"
#include "lending/people.h"
#include "page_self.h"
#include "store/desk_lists.h"
#include "view/desk_people.h"

enum { A_PAGE = 50 };
static const char *const PLACE = "/personal/foreningar";

const struct field associations_asks[] = {
    {"ord", FIELD_TEXT, .max = 100, .sv = "Namn, kontaktperson eller kommun",
     .en = "Name, contact or municipality"},
    {"efter", FIELD_TEXT, .max = 200, .sv = "Efter", .en = "After"},
    {0},
};
const struct field association_fields[] = {
    {"name", FIELD_TEXT, .needed = true, .max = 200, .sv = "Namn", .en = "Name"},
    {"email", FIELD_EMAIL, .sv = "E-post", .en = "E-mail"},
    {"contact", FIELD_TEXT, .max = 200, .sv = "Kontaktperson", .en = "Contact"},
    {"areas", FIELD_LINES, .max = 2000, .sv = "Erfarenheter i föreningen", .en = "Experience",
     .hint_sv = "En på varje rad, till exempel stroke eller bröstcancer."},
    {"municipalities", FIELD_TEXT, .max = 2000, .sv = "Kommuner", .en = "Municipalities",
     .hint_sv = "Tomt: hela regionen."},
    {"mandate", FIELD_LINES, .max = 2000, .sv = "Uppdrag", .en = "Mandate",
     .hint_sv = "Vad de som föreningen utser har i uppdrag att företräda."},
    {"reply_days", FIELD_NUMBER, .narrow = true, .min = 1, .max = 90,
     .sv = "Brukar svara inom, dagar", .en = "Usually replies within, days"},
    {"letter_language", FIELD_CHOICE, .choices = self_letter_languages, .narrow = true,
     .sv = "Brev skickas på", .en = "Letters in"},
    {0},
};
const struct field cooperation_fields[] = {
    {"enhet", FIELD_TEXT, .needed = true, .max = 200, .sv = "Verksamhetens namn",
     .en = "The unit's name", .hint_sv = "Som den brukar skriva det i sina förfrågningar."},
    {0},
};

static char *at_association(const struct web_request *q, int64_t id, const char *after)
{
    return arena_printf(q->arena, "%s/A%lld%s", PLACE, (long long)id, after);
}

/* ---- The list ---- */

static enum outcome rows_of(struct web_request *q, const int64_t *ids, size_t count, json_t *rows,
                            const char **last, struct fault *f)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < count; i++) {
        struct association x;
        o = associations_load(q->house->db, q->arena, ids[i], &x, f);
        if (o != DONE)
            break;
        json_t *row = view_desk_association(q->arena, q->house, &x);
        json_object_set_new(row, "href", json_string(at_association(q, x.id, "")));
        json_object_set_new(row, "contact", json_string(x.contact));
        json_object_set_new(row, "municipalities", json_string(x.municipalities));
        json_array_append_new(rows, row);
        *last = x.name;
    }
    return o;
}

enum outcome desk_associations(struct web_request *q, struct web_answer *out, struct fault *f)
{
    int64_t *ids;
    size_t count;
    const char *last = NULL;
    enum outcome o = associations_page(q->house->db, q->arena, web_asked(q, "ord"),
                                       web_asked(q, "efter"), A_PAGE + 1, &ids, &count, f);
    json_t *rows = json_array();
    if (o == DONE)
        o = rows_of(q, ids, count > A_PAGE ? A_PAGE : count, rows, &last, f);
    if (o != DONE) {
        json_decref(rows);
        return o;
    }
    json_t *view =
        json_pack("{s:o, s:s, s:b, s:b}", "associations", rows, "words", web_asked(q, "ord"),
                  "found", count > 0, "may_change", web_may(q, ROLE_STAFF));
    if (count > A_PAGE)
        json_object_set_new(view, "next", json_string(web_here(q, "efter", last)));
    return web_show(q, "desk-associations", "Föreningar", view, out, f);
}

/* ---- One ---- */

/* Each with its page, where requests have come from it. */
static enum outcome add_units(struct web_request *q, int64_t id, json_t *view, struct fault *f)
{
    const char **units;
    size_t count;
    json_t *list = json_array();
    enum outcome o = associations_units(q->house->db, q->arena, id, &units, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        int64_t unit;
        json_t *one = json_pack("{s:s}", "name", units[i]);
        if (web_may(q, ROLE_STAFF))
            json_object_set_new(one, "form",
                                desk_button(q, at_association(q, id, "/samarbete-slut")));
        o = units_named(q->house->db, units[i], &unit, f);
        if (o == DONE && unit)
            o = desk_add_unit(q, unit, one, f);
        json_array_append_new(list, one);
    }
    json_object_set_new(view, "units", list);
    return o;
}

enum outcome desk_association(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct association x;
    bool open;
    enum outcome o = desk_association_open(q, &x, &open, out, f);
    if (o != DONE || !open)
        return o;
    json_t *view = view_desk_association(q->arena, q->house, &x);
    o = add_units(q, x.id, view, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    json_object_set_new(view, "at", json_string(at_association(q, x.id, "")));
    if (web_may(q, ROLE_STAFF))
        json_object_set_new(
            view, "form", desk_form(q, at_association(q, x.id, "/samarbete"), cooperation_fields));
    desk_say_done(q, view);
    return web_show(q, "desk-association", x.name, view, out, f);
}

static enum outcome cooperate(struct web_request *q, bool on, struct web_answer *out,
                              struct fault *f)
{
    struct association x;
    bool open;
    enum outcome o = desk_association_open(q, &x, &open, out, f);
    if (o == DONE && open)
        o = roster_cooperate(q->house, q->arena, web_actor(q), x.id, form_given(&q->form, "enhet"),
                             on, f);
    if (o != DONE)
        return desk_refused(q, o, desk_association, out, f);
    if (open)
        web_go(q, at_association(q, x.id, "?klart=sparat"), out);
    return DONE;
}

enum outcome desk_cooperate_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return cooperate(q, true, out, f);
}

enum outcome desk_cooperate_end_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return cooperate(q, false, out, f);
}

/* ---- What is known of it ---- */

void check_association(struct web_request *q)
{
    self_check_areas(q, "areas");
}

enum { ALL = 8 };

static void changes_of(const struct web_request *q, struct roster_change changes[ALL])
{
    const char *strange;
    for (size_t i = 0; i < ALL; i++) {
        const char *name = association_fields[i].name, *value = form_given(&q->form, name);
        bool areas = strcmp(name, "areas") == 0;
        changes[i] = (struct roster_change){name, areas ? self_areas(q, value, &strange) : value};
    }
}

enum outcome desk_association_new(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form = web_form_of(q, association_fields);
    form_fill(&form, "letter_language", "sv");
    return desk_roster_form(q, "Lägg till en förening", "/personal/foreningar/ny", PLACE, &form,
                            out, f);
}

/* A name that another association has is the one thing that only the door knows. */
static enum outcome refused(struct web_request *q, enum outcome o, web_handler *again,
                            struct web_answer *out, struct fault *f)
{
    if (o == NEVER && f->code == EXIT_DATA && text_starts(f->text, "name: A")) {
        form_fault(&q->form, "name", "Det finns redan en förening med det namnet.");
        return desk_refuse(q, NULL, again, out, f);
    }
    return desk_refused(q, o, again, out, f);
}

enum outcome desk_association_new_take(struct web_request *q, struct web_answer *out,
                                       struct fault *f)
{
    struct roster_change changes[ALL];
    int64_t id;
    changes_of(q, changes);
    enum outcome o = roster_association_add(q->house, q->arena, web_actor(q), changes, ALL, &id, f);
    if (o != DONE)
        return refused(q, o, desk_association_new, out, f);
    web_go(q, at_association(q, id, "?klart=sparat"), out);
    return DONE;
}

enum outcome desk_association_change(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct association x;
    bool open;
    enum outcome o = desk_association_open(q, &x, &open, out, f);
    if (o != DONE || !open)
        return o;
    struct form form = web_form_of(q, association_fields);
    form_fill(&form, "name", x.name);
    form_fill(&form, "email", x.email);
    form_fill(&form, "contact", x.contact);
    form_fill(&form, "areas", desk_area_lines(q, x.areas, x.area_count));
    form_fill(&form, "municipalities", x.municipalities);
    form_fill(&form, "mandate", x.mandate);
    form_fill(&form, "letter_language", x.letter_language);
    if (x.reply_days)
        form_fill(&form, "reply_days", arena_printf(q->arena, "%d", x.reply_days));
    return desk_roster_form(q, arena_printf(q->arena, "Ändra: %s", x.name),
                            at_association(q, x.id, "/andra"), at_association(q, x.id, ""), &form,
                            out, f);
}

enum outcome desk_association_change_take(struct web_request *q, struct web_answer *out,
                                          struct fault *f)
{
    struct roster_change changes[ALL];
    struct association x;
    bool open;
    enum outcome o = desk_association_open(q, &x, &open, out, f);
    if (o != DONE || !open)
        return o;
    changes_of(q, changes);
    o = roster_association_set(q->house, q->arena, web_actor(q), x.id, changes, ALL, f);
    if (o != DONE)
        return refused(q, o, desk_association_change, out, f);
    web_go(q, at_association(q, x.id, "?klart=sparat"), out);
    return DONE;
}
