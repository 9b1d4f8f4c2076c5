/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What staff enter of a request's papers for somebody who phones (desk_case.h): time, travel and
 * outlays of a payment basis, whether it is paid, and the agreement's words.
 *
 * The agreement's form says from which version it was made. Where somebody has written meanwhile,
 * nothing is saved: the form comes back with what was typed, and with what is new in the fields
 * that were left alone.
 */
#include "desk_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending/agreement.h"
#include "store/compensations.h"

enum { MOST_OUTLAYS_ORE = 10000000 };

static const char *given(const struct web_request *q, const char *name)
{
    return form_given(&q->form, name);
}

/* ---- What an occasion pays ---- */

/* The basis of this id, when it is one of the request's; c->id 0: it is none. */
static enum outcome find_basis(struct web_request *q, const struct request *r, const char *id,
                               struct compensation *c, struct fault *f)
{
    memset(c, 0, sizeof *c);
    enum outcome o = compensations_load(q->house->db, q->arena, strtoll(id, NULL, 10), c, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT)
        o = DONE;
    if (o == DONE && c->request_id != r->id)
        memset(c, 0, sizeof *c);
    return o;
}

static enum outcome on_basis(struct web_request *q, const struct request *r, struct event *event,
                             struct fault *f)
{
    struct compensation c;
    enum outcome o = find_basis(q, r, given(q, "part"), &c, f);
    if (o == DONE && c.id == 0)
        return fault_set(f, NEVER, EXIT_DATA, "there is no such payment basis");
    event->request_id = r->id;
    event->subject_id = c.id;
    event->who = c.who;
    event->actor = web_actor(q);
    return o == DONE ? lending_event(q->house, q->arena, event, NULL, f) : o;
}

/* -1: neither is said. */
static int minutes_of(const struct web_request *q, const char *hours, const char *minutes)
{
    if (!form_has(&q->form, hours) && !form_has(&q->form, minutes))
        return -1;
    return atoi(given(q, hours)) * 60 + atoi(given(q, minutes));
}

static const char *said(const struct web_request *q, const char *name)
{
    return form_has(&q->form, name) ? given(q, name) : NULL;
}

enum outcome act_report_pay(struct web_request *q, const struct request *r, struct fault *f)
{
    struct pay_report report = {
        .minutes = minutes_of(q, "e_timmar", "e_minuter"),
        .travel_minutes = minutes_of(q, "e_restimmar", "e_resminuter"),
        .travel_km = form_has(&q->form, "e_km") ? atoi(given(q, "e_km")) : -1,
        .travel_ore = -1,
        .receipts = said(q, "e_kvitton"),
        .cost_ref = said(q, "e_ref"),
        .f_tax = !form_has(&q->form, "e_fskatt") ? -1 : strcmp(given(q, "e_fskatt"), "yes") == 0};
    if (form_has(&q->form, "e_utlagg") &&
        (!flow_read_kronor(given(q, "e_utlagg"), &report.travel_ore) ||
         report.travel_ore > MOST_OUTLAYS_ORE)) {
        form_fault(&q->form, "e_utlagg", "Skriv beloppet i kronor, till exempel 84,50.");
        return fault_set(f, NEVER, EXIT_DATA, "this is no amount");
    }
    struct event event = {.kind = EVENT_REPORT, .report = &report};
    return on_basis(q, r, &event, f);
}

enum outcome act_paid(struct web_request *q, const struct request *r, struct fault *f)
{
    struct event event = {.kind = EVENT_PAID, .paid = given(q, "e_betald")};
    return on_basis(q, r, &event, f);
}

static void fill_number(struct web_request *q, struct form *form, const char *name, int number)
{
    if (number > 0)
        form_fill(form, name, arena_printf(q->arena, "%d", number));
}

void act_fill_pay(struct web_request *q, const struct request *r, struct form *form)
{
    struct compensation c;
    struct fault f;
    form_fill(form, "part", web_asked(q, "till"));
    if (form->sent || find_basis(q, r, form_given(form, "part"), &c, &f) != DONE || c.id == 0)
        return;
    int there = c.minutes - c.travel_minutes;
    fill_number(q, form, "e_timmar", there / 60);
    fill_number(q, form, "e_minuter", there % 60);
    fill_number(q, form, "e_restimmar", c.travel_minutes / 60);
    fill_number(q, form, "e_resminuter", c.travel_minutes % 60);
    fill_number(q, form, "e_km", c.travel_km);
    if (c.travel_ore > 0)
        form_fill(form, "e_utlagg",
                  arena_printf(q->arena, "%lld,%02d", (long long)(c.travel_ore / 100),
                               (int)(c.travel_ore % 100)));
    form_fill(form, "e_kvitton", c.receipts);
    form_fill(form, "e_ref", c.cost_ref);
    form_fill(form, "e_fskatt", c.f_tax ? "yes" : "no");
    if (c.paid)
        form_fill(form, "e_betald", c.paid);
}

/* ---- The agreement ---- */

/* The agreement's name of a field of the form; NULL: it is none of the agreement's. */
static const char *agreed(const struct field *field)
{
    bool own = text_starts(field->name, "o_") && strcmp(field->name, "o_version") != 0;
    return own ? field->name + strlen("o_") : NULL;
}

static const char *text_in(struct web_request *q, const json_t *body, const char *name)
{
    return agreement_text(q->arena, body, agreement_by_name(name), "sv");
}

static const struct agreement *newest_of(const struct agreement_case *c)
{
    return &c->versions[c->version_count - 1];
}

static const struct agreement *version_of(const struct agreement_case *c, int version)
{
    for (size_t i = 0; i < c->version_count; i++)
        if (c->versions[i].version == version)
            return &c->versions[i];
    return &c->versions[0];
}

void act_fill_agreement(struct web_request *q, const struct request *r, struct form *form)
{
    struct agreement_case c;
    struct fault f;
    form_fill(form, "part", web_asked(q, "till"));
    const char *who = form_given(form, "part");
    if (form->sent || !*who || lending_agreement(q->house, q->arena, r->id, who, &c, &f) != DONE)
        return;
    json_t *body = json_loads(newest_of(&c)->body, 0, NULL);
    for (size_t i = 0; i < form->count; i++)
        if (agreed(&form->fields[i]))
            form_fill(form, form->fields[i].name, text_in(q, body, agreed(&form->fields[i])));
    json_decref(body);
}

/* What was typed stays; what was left alone is as somebody else left it. */
static void merge(struct web_request *q, size_t i, const json_t *base, const json_t *newest)
{
    const char *name = agreed(&q->form.fields[i]);
    const char *was = text_in(q, base, name), *is = text_in(q, newest, name);
    const char *typed = q->form.values[i] ? agreement_clean(q->arena, q->form.values[i]) : was;
    if (strcmp(typed, was) == 0)
        q->form.values[i] = is;
    else if (strcmp(is, was) != 0 && strcmp(is, typed) != 0)
        form_fault(&q->form, q->form.fields[i].name,
                   arena_printf(q->arena,
                                "Under tiden har någon skrivit: ”%s”. Ditt står kvar i rutan.",
                                *is ? is : "(tomt)"));
}

static enum outcome meet(struct web_request *q, const struct agreement_act *act, struct fault *f)
{
    struct agreement_case c;
    enum outcome o = lending_agreement(q->house, q->arena, act->request_id, act->who, &c, f);
    if (o != DONE)
        return o;
    json_t *base = json_loads(version_of(&c, act->version)->body, 0, NULL);
    json_t *newest = json_loads(newest_of(&c)->body, 0, NULL);
    for (size_t i = 0; i < q->form.count; i++)
        if (agreed(&q->form.fields[i]))
            merge(q, i, base, newest);
    json_decref(base);
    json_decref(newest);
    return fault_set(f, NEVER, EXIT_DATA, "the agreement was changed meanwhile");
}

enum outcome act_change_agreement(struct web_request *q, const struct request *r, struct fault *f)
{
    enum agreement_verdict verdict;
    json_t *fields = json_object();
    for (size_t i = 0; i < q->form.count; i++)
        if (q->form.values[i] && agreed(&q->form.fields[i]))
            json_object_set_new(fields, agreed(&q->form.fields[i]), json_string(q->form.values[i]));
    struct agreement_act act = {.request_id = r->id,
                                .who = given(q, "part"),
                                .party = given(q, "skriver"),
                                .actor = web_actor(q),
                                .version = atoi(given(q, "o_version")),
                                .fields = fields};
    enum outcome o = lending_agreement_change(q->house, q->arena, &act, &verdict, f);
    json_decref(fields);
    if (o != DONE)
        return o;
    if (verdict == AGREEMENT_STALE)
        return meet(q, &act, f);
    if (verdict == AGREEMENT_OVER)
        return fault_set(f, NEVER, EXIT_DATA, "the agreement takes that no longer");
    return DONE;
}

/* ---- How its words have changed ---- */

static const char *writer(const char *party)
{
    return strcmp(party, "unit") == 0             ? "verksamheten"
           : strcmp(party, "representative") == 0 ? "representanten"
                                                  : "biblioteket";
}

static json_t *version_view(struct web_request *q, const struct agreement_case *c, size_t i)
{
    const struct agreement *g = &c->versions[i];
    struct date day = civil_from_instant(g->created_at).date;
    json_t *now = json_loads(g->body, 0, NULL);
    json_t *then = i > 0 ? json_loads(c->versions[i - 1].body, 0, NULL) : NULL;
    json_t *view =
        json_pack("{s:i, s:s, s:s, s:b, s:b}", "version", g->version, "by", writer(g->written_by),
                  "on", date_in_words(q->arena, day, "sv"), "unit_accepted", g->unit.at >= 0,
                  "person_accepted", g->representative.at >= 0);
    if (then)
        json_object_set_new(view, "changes", agreement_difference(q->arena, then, now, "sv"));
    json_decref(then);
    json_decref(now);
    return view;
}

enum outcome act_add_versions(struct web_request *q, const struct request *r, const char *who,
                              json_t *view, struct fault *f)
{
    struct agreement_case c;
    json_t *versions = json_array();
    enum outcome o = lending_agreement(q->house, q->arena, r->id, who, &c, f);
    if (o != DONE) {
        json_decref(versions);
        return o;
    }
    for (size_t i = c.version_count; i > 0; i--)
        json_array_append_new(versions, version_view(q, &c, i - 1));
    json_array_append_new(json_object_get(view, "hidden"),
                          json_pack("{s:s, s:s}", "name", "o_version", "value",
                                    arena_printf(q->arena, "%d", newest_of(&c)->version)));
    json_object_set_new(view, "versions", versions);
    json_object_set_new(view, "has_versions", json_true());
    return DONE;
}
