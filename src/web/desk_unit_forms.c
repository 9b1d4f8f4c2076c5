/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What staff change of a care unit: what it is called, its contacts, and that two are one.
 */
#include <string.h>

#include "base/text.h"
#include "desk_roster.h"
#include "lending/units.h"
#include "view/people.h"

const struct field unit_fields[] = {
    {"name", FIELD_TEXT, .needed = true, .max = 200, .sv = "Namn", .en = "Name",
     .hint_sv = "Namn som förfrågningar har använt förut fortsätter att höra hit."},
    {"division", FIELD_TEXT, .max = 200, .sv = "Sjukhus eller förvaltning", .en = "Hospital"},
    {0},
};
const struct field unit_contact_fields[] = {
    {"name", FIELD_TEXT, .max = 200, .sv = "Namn", .en = "Name"},
    {"address", FIELD_EMAIL, .sv = "E-post", .en = "E-mail"},
    {"phone", FIELD_PHONE, .narrow = true, .sv = "Telefon", .en = "Phone"},
    {0},
};
const struct field unit_contact_off_fields[] = {
    {"kontakt", FIELD_TEXT, .needed = true, .max = 20, .sv = "Kontakt", .en = "Contact"},
    {0},
};
const struct field unit_merge_asks[] = {
    {"med", FIELD_TEXT, .max = 20, .sv = "Den andra enhetens nummer", .en = "The other's number"},
    {0},
};
const struct field unit_merge_fields[] = {
    {"annan", FIELD_TEXT, .needed = true, .max = 20, .sv = "Den andra enhetens nummer",
     .en = "The other's number"},
    {0},
};

/* ---- What it is called ---- */

enum outcome desk_unit_change(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct unit u;
    bool open;
    enum outcome o = desk_unit_open(q, &u, &open, out, f);
    if (o != DONE || !open)
        return o;
    struct form form = web_form_of(q, unit_fields);
    form_fill(&form, "name", u.name);
    form_fill(&form, "division", u.division);
    json_t *view =
        json_pack("{s:o, s:s}", "form", web_form(q, desk_at_unit(q, u.id, "/andra"), &form), "back",
                  desk_at_unit(q, u.id, ""));
    return web_show(q, "desk-unit-form", arena_printf(q->arena, "Ändra: %s", u.name), view, out, f);
}

enum outcome desk_unit_change_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const struct roster_change changes[] = {{"name", form_given(&q->form, "name")},
                                            {"division", form_given(&q->form, "division")}};
    struct unit u;
    bool open;
    enum outcome o = desk_unit_open(q, &u, &open, out, f);
    if (o != DONE || !open)
        return o;
    o = roster_unit_set(q->house, q->arena, web_actor(q), u.id, changes, 2, f);
    if (o == NEVER && f->code == EXIT_DATA && text_starts(f->text, "name: U")) {
        form_fault(&q->form, "name",
                   arena_printf(q->arena,
                                "Så heter redan enheten %.*s. Är det samma enhet? Då kan du slå "
                                "ihop dem.",
                                (int)strcspn(f->text + 6, " "), f->text + 6));
        return desk_refuse(q, NULL, desk_unit_change, out, f);
    }
    if (o != DONE)
        return desk_refused(q, o, desk_unit_change, out, f);
    web_go(q, desk_at_unit(q, u.id, "?klart=sparat"), out);
    return DONE;
}

/* ---- Contacts ---- */

/* What the door refuses of a contact, in words beside its field. */
static enum outcome contact_refused(struct web_request *q, enum outcome o, web_handler *again,
                                    struct web_answer *out, struct fault *f)
{
    bool twice = o == NEVER && f->code == EXIT_DATA && text_starts(f->text, "address: the unit");
    bool empty = o == NEVER && f->code == EXIT_DATA && text_starts(f->text, "name: a name");
    if (!twice && !empty)
        return desk_refused(q, o, again, out, f);
    form_fault(&q->form, twice ? "address" : "name",
               twice ? "Enheten har redan en kontakt med den adressen."
                     : "Fyll i ett namn, en adress eller ett telefonnummer.");
    return desk_refuse(q, NULL, again, out, f);
}

static enum outcome take_contact(struct web_request *q, const struct unit *u, int64_t contact,
                                 web_handler *again, struct web_answer *out, struct fault *f)
{
    const struct roster_change changes[] = {{"name", form_given(&q->form, "name")},
                                            {"address", form_given(&q->form, "address")},
                                            {"phone", form_given(&q->form, "phone")}};
    enum outcome o =
        roster_unit_contact(q->house, q->arena, web_actor(q), u->id, &contact, changes, 3, f);
    if (o != DONE)
        return contact_refused(q, o, again, out, f);
    web_go(q, desk_at_unit(q, u->id, "?klart=sparat"), out);
    return DONE;
}

enum outcome desk_unit_contact_new_take(struct web_request *q, struct web_answer *out,
                                        struct fault *f)
{
    struct unit u;
    bool open;
    enum outcome o = desk_unit_open(q, &u, &open, out, f);
    return o == DONE && open ? take_contact(q, &u, 0, desk_unit, out, f) : o;
}

static enum outcome open_contact(struct web_request *q, const char *name, struct unit *u,
                                 struct unit_contact *x, bool *open, struct web_answer *out,
                                 struct fault *f)
{
    enum outcome o = desk_unit_open(q, u, open, out, f);
    if (o != DONE || !*open)
        return o;
    o = units_contact_load(q->house->db, q->arena, u->id, desk_number(name, 'K'), x, f);
    *open = o == DONE;
    if (o != NEVER || f->code != EXIT_NO_INPUT)
        return o;
    web_fault_page(q, 404, out);
    return DONE;
}

enum outcome desk_unit_contact(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct unit u;
    struct unit_contact x;
    bool open;
    enum outcome o = open_contact(q, q->part, &u, &x, &open, out, f);
    if (o != DONE || !open)
        return o;
    struct form form = web_form_of(q, unit_contact_fields);
    form_fill(&form, "name", x.name);
    form_fill(&form, "address", x.address);
    form_fill(&form, "phone", x.phone);
    const char *at = desk_at_unit(q, u.id, arena_printf(q->arena, "/kontakt/%s", q->part));
    json_t *view =
        json_pack("{s:o, s:s}", "form", web_form(q, at, &form), "back", desk_at_unit(q, u.id, ""));
    return web_show(q, "desk-unit-form", arena_printf(q->arena, "Kontakt hos %s", u.name), view,
                    out, f);
}

enum outcome desk_unit_contact_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct unit u;
    struct unit_contact x;
    bool open;
    enum outcome o = open_contact(q, q->part, &u, &x, &open, out, f);
    return o == DONE && open ? take_contact(q, &u, x.id, desk_unit_contact, out, f) : o;
}

enum outcome desk_unit_contact_off_take(struct web_request *q, struct web_answer *out,
                                        struct fault *f)
{
    struct unit u;
    struct unit_contact x;
    bool open;
    enum outcome o = open_contact(q, form_given(&q->form, "kontakt"), &u, &x, &open, out, f);
    if (o == DONE && open)
        o = roster_unit_contact_remove(q->house, q->arena, web_actor(q), u.id, x.id, f);
    if (o == DONE && open)
        web_go(q, desk_at_unit(q, u.id, "?klart=sparat"), out);
    return o;
}

/* ---- Two that are one ---- */

static enum outcome load_other(struct web_request *q, const struct unit *u, const char *who,
                               struct unit *other, bool *found, struct fault *f)
{
    int64_t id = desk_number(who, 'U');
    *found = false;
    if (id == 0 || id == u->id)
        return DONE;
    enum outcome o = units_load(q->house->db, q->arena, id, other, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT)
        return DONE;
    *found = o == DONE && !other->merged_into;
    return o;
}

static enum outcome add_both(struct web_request *q, const struct unit *u, const struct unit *other,
                             json_t *view, struct fault *f)
{
    json_t *stays, *goes;
    enum outcome o = desk_unit_view(q, u, &stays, f);
    if (o == DONE)
        json_object_set_new(view, "stays", stays);
    if (o == DONE && other)
        o = desk_unit_view(q, other, &goes, f);
    if (o != DONE || !other)
        return o;
    json_object_set_new(view, "goes", goes);
    json_object_set_new(view, "button", desk_button(q, desk_at_unit(q, u->id, "/sla-ihop")));
    return DONE;
}

enum outcome desk_unit_merge(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct unit u, other;
    const char *who = q->trouble ? form_given(&q->form, "annan") : web_asked(q, "med");
    bool open, found = false;
    enum outcome o = desk_unit_open(q, &u, &open, out, f);
    if (o == DONE && open)
        o = load_other(q, &u, who, &other, &found, f);
    if (o != DONE || !open)
        return o;
    json_t *view =
        json_pack("{s:s, s:s, s:s, s:b}", "at", desk_at_unit(q, u.id, ""), "who", who, "other",
                  found ? view_who(q->arena, 'U', other.id) : "", "unknown", !found && *who);
    o = add_both(q, &u, found ? &other : NULL, view, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    return web_show(q, "desk-unit-merge", "Samma enhet två gånger?", view, out, f);
}

enum outcome desk_unit_merge_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct unit u, other;
    bool open, found = false;
    enum outcome o = desk_unit_open(q, &u, &open, out, f);
    if (o == DONE && open)
        o = load_other(q, &u, form_given(&q->form, "annan"), &other, &found, f);
    if (o != DONE || !open)
        return o;
    if (!found)
        return desk_refuse(q, NULL, desk_unit_merge, out, f);
    o = roster_unit_merge(q->house, q->arena, web_actor(q), u.id, other.id, f);
    if (o == DONE)
        web_go(q, desk_at_unit(q, u.id, "?klart=ihop"), out);
    return o;
}
