/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Compensation: a payment basis after each occasion, stated anew when hours, travel or outlays are
 * reported. Whether it has been paid stands in paid.c.
 *
 * The unit pays; this library only counts. The day of the occasion decides the amount, so a change
 * of the configuration reaches later days alone. No number of a person or an account is taken in.
 */
#include "pay.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reading/private.h"
#include "store/documents.h"
#include "store/occasions.h"
#include "store/placements.h"
#include "view/pay.h"

char *pay_subject(struct deed *d, const struct compensation *c)
{
    return arena_printf(d->arena, "C%lld", (long long)c->id);
}

/* ---- The fee ---- */

/* A year that is not in the configuration: one task a year, whatever request it comes up in. */
static enum outcome mind_base_amount(struct deed *d, const struct fee *fee, int year,
                                     struct fault *f)
{
    const char *subject = arena_printf(d->arena, "%d", year);
    if (!fee->outdated)
        return pay_amount_is_known(d->house, d->arena, year, f);
    struct task t = {
        .kind = PAY_NO_AMOUNT,
        .subject = subject,
        .text = arena_printf(d->arena,
                             "Prisbasbeloppet för %d saknas i inställningarna ([compensation] "
                             "price_base_amount). Så länge räknas arvoden med beloppet för %d.",
                             year, fee->base_year),
        .since = d->now};
    return tasks_open(d->db, d->arena, &t, f);
}

static enum outcome state_fee(struct deed *d, struct compensation *c, struct fault *f)
{
    struct date day = {0};
    date_parse(c->day, &day);
    if (c->minutes <= 0) {
        c->fee_ore = 0;
        c->model = "Arvodet räknas när tiden är känd";
        return DONE;
    }
    struct fee fee = view_fee(d->arena, d->house->settings, day, c->minutes);
    c->fee_ore = fee.kronor > 0 ? (int64_t)fee.kronor * 100 : 0;
    c->model = view_fee_words(d->arena, &fee);
    return mind_base_amount(d, &fee, day.year, f);
}

/* What a person has to settle before the basis can be paid. */
static enum outcome task_open_questions(struct deed *d, const struct compensation *c,
                                        struct fault *f)
{
    if (c->minutes == 0)
        return deed_task(d, "pay_time", pay_subject(d, c),
                         arena_printf(d->arena,
                                      "Det är inte känt hur länge tillfället %s varade, så arvodet "
                                      "till %s kan inte räknas. Den som var med kan skriva det på "
                                      "sin sida, eller så skriver du in det.",
                                      c->day, c->who),
                         f);
    if (c->fee_ore == 0)
        return deed_task(d, "pay_amount", pay_subject(d, c),
                         arena_printf(d->arena,
                                      "Inställningarna har inget belopp för %s ([compensation] "
                                      "fixed), så underlaget till %s är utan arvode.",
                                      c->day, c->who),
                         f);
    return DONE;
}

/* ---- Letters and paper ---- */

enum outcome pay_write_unit(struct deed *d, const struct payment *p, const char *purpose,
                            const char *cause, bool changed, struct fault *f)
{
    const char *address = deed_unit_address(d);
    if (!text_is_address(address))
        return deed_task(d, "no_address", purpose,
                         "Verksamheten har ingen e-postadress som fungerar, så den får inte "
                         "betalningsunderlaget. Hör av dig på annat sätt, eller fyll i "
                         "contact_email.",
                         f);
    struct order order = {
        .recipient = "unit",
        .address = address,
        .name = view_unit_contact(&d->request, d->facts),
        .language = d->request.language,
        .purpose = purpose,
        .cause = cause,
        .token_purpose = "payment",
        .subject = pay_subject(d, &p->basis),
        .view = view_payment_letter(d->arena, d->house, p, NULL, changed, d->request.language)};
    return deed_queue(d, &order, f);
}

/* The representative is asked for hours, travel and outlays, all of which may be none. */
static enum outcome write_representative(struct deed *d, const struct payment *p, struct fault *f)
{
    struct party party;
    enum outcome o = deed_party(d, p->basis.who, &party, f);
    if (o != DONE || party.gone)
        return o;
    struct order order = {.recipient = p->basis.who,
                          .address = text_is_address(party.address) ? party.address : "",
                          .name = party.first_contact,
                          .language = party.language,
                          .purpose = "payment_report",
                          .cause = pay_subject(d, &p->basis),
                          .token_purpose = "payment",
                          .subject = pay_subject(d, &p->basis),
                          .view = view_payment_letter(d->arena, d->house, p, party.first_contact,
                                                      false, party.language)};
    return deed_queue(d, &order, f);
}

static enum outcome ask_document(struct deed *d, const struct payment *p, struct fault *f)
{
    json_t *tree = view_payment_document(d->arena, d->house, p);
    char *text = json_dumps(tree, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(tree);
    struct document document = {.request_id = d->request.id,
                                .kind = "payment",
                                .subject = arena_printf(d->arena, "%lld", (long long)p->basis.id),
                                .view = arena_strdup(d->arena, text),
                                .created_at = d->now,
                                .made_at = -1};
    free(text);
    return documents_ask(d->db, d->arena, &document, f);
}

enum outcome pay_set_timer(struct deed *d, const struct compensation *c, instant due,
                           struct fault *f)
{
    struct timer t = {.request_id = d->request.id,
                      .kind = "paid",
                      .subject = arena_printf(d->arena, "%lld", (long long)c->id),
                      .due_at = due,
                      .silence = "unit"};
    return timers_set(d->db, d->arena, &t, f);
}

/* ---- The basis ---- */

/* The payer's name by which the year's sum is kept: the unit's, else its mail domain. */
static const char *payer_of(struct deed *d)
{
    const char *unit = d->facts[FACT_UNIT].value;
    return text_fold(d->arena, text_blank(unit) ? text_domain(deed_unit_address(d)) : unit);
}

static bool pays_nothing(const struct deed *d)
{
    const char *said = d->facts[FACT_COMPENSATION].value;
    return said && strcmp(said, "refused") == 0;
}

static enum outcome send_out(struct deed *d, const struct compensation *c, struct fault *f)
{
    struct payment p;
    enum outcome o = view_payment_load(d->arena, d->house, c->id, &p, f);
    if (o == DONE)
        o = task_open_questions(d, &p.basis, f);
    if (o == DONE)
        o = ask_document(d, &p, f);
    if (o == DONE)
        o = pay_write_unit(d, &p, "payment_basis", pay_subject(d, c), false, f);
    if (o == DONE)
        o = write_representative(d, &p, f);
    return o == DONE ? pay_set_timer(d, c, d->now + DAYS(PAY_DAYS), f) : o;
}

enum outcome deed_pay_basis(struct deed *d, const struct placement *p, const struct occasion *o,
                            struct fault *f)
{
    if (pays_nothing(d) || !placement_stands(p) || strcmp(o->state, "cancelled") == 0)
        return DONE;
    const char *cost_ref = d->facts[FACT_COST_REF].value;
    struct compensation c = {.placement_id = p->id,
                             .occasion_id = o->id,
                             .payer = payer_of(d),
                             .day = arena_strndup(d->arena, o->starts, strlen("2027-03-01")),
                             .minutes = view_minutes(o->starts, o->ends),
                             .cost_ref = cost_ref ? cost_ref : "",
                             .f_tax = p->f_tax,
                             .stated_at = d->now};
    enum outcome done = state_fee(d, &c, f);
    if (done == DONE)
        done = compensations_add(d->db, d->arena, &c, f);
    return done == DONE && c.id != 0 ? send_out(d, &c, f) : done;
}

/* ---- Reports ---- */

enum outcome pay_load(struct deed *d, struct compensation *c, struct fault *f)
{
    enum outcome o = compensations_load(d->db, d->arena, d->event->subject_id, c, f);
    if (o == DONE && c->request_id != d->request.id)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "%s has no such payment basis",
                         d->request.number);
    return o;
}

static bool by_staff(const struct deed *d)
{
    return *d->event->actor != 'P' && strcmp(d->event->actor, "unit") != 0;
}

static enum outcome refuse_numbers(const struct pay_report *r, struct fault *f)
{
    if ((r->receipts && reading_private_number(r->receipts) != PRIVATE_NONE) ||
        (r->cost_ref && reading_private_number(r->cost_ref) != PRIVATE_NONE))
        return fault_set(f, NEVER, EXIT_DATA,
                         "a personal number or an account number is given to whoever pays, and "
                         "not kept here");
    return DONE;
}

/* Times are told apart in a report and added up in the book. */
static void take_report(struct compensation *c, const struct pay_report *r)
{
    int there = r->minutes >= 0 ? r->minutes : c->minutes - c->travel_minutes;
    if (r->travel_minutes >= 0)
        c->travel_minutes = r->travel_minutes;
    c->minutes = there > 0 ? there + c->travel_minutes : 0;
    if (there <= 0)
        c->travel_minutes = 0;
    if (r->travel_km >= 0)
        c->travel_km = r->travel_km;
    if (r->travel_ore >= 0)
        c->travel_ore = r->travel_ore;
    if (r->receipts)
        c->receipts = r->receipts;
    if (r->cost_ref)
        c->cost_ref = r->cost_ref;
    if (r->f_tax >= 0)
        c->f_tax = r->f_tax != 0;
}

static bool same_basis(const struct compensation *a, const struct compensation *b)
{
    return a->minutes == b->minutes && a->travel_minutes == b->travel_minutes &&
           a->travel_km == b->travel_km && a->travel_ore == b->travel_ore &&
           a->fee_ore == b->fee_ore && a->f_tax == b->f_tax &&
           strcmp(a->receipts, b->receipts) == 0 && strcmp(a->cost_ref, b->cost_ref) == 0 &&
           strcmp(a->model, b->model) == 0;
}

/* Who has F-tax has it at the next occasion too. */
static enum outcome keep_f_tax(struct deed *d, const struct compensation *c, struct fault *f)
{
    struct placement p;
    enum outcome o = placements_find(d->db, d->arena, c->request_id, c->who, &p, f);
    if (o != DONE || p.id == 0 || p.f_tax == c->f_tax)
        return o;
    p.f_tax = c->f_tax;
    return placements_save(d->db, d->arena, &p, f);
}

/* Tasks about what is now known close; those of the request's other bases come back. */
static enum outcome renew_questions(struct deed *d, struct fault *f)
{
    struct compensation *list;
    size_t count;
    enum outcome o = tasks_close_request(d->db, d->arena, d->request.id, "pay_time", d->now, f);
    if (o == DONE)
        o = tasks_close_request(d->db, d->arena, d->request.id, "pay_amount", d->now, f);
    if (o == DONE)
        o = compensations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = task_open_questions(d, &list[i], f);
    return o;
}

/* The unit hears of a change once a day at most; its page always shows the latest. */
static enum outcome tell_change(struct deed *d, const struct compensation *c, struct fault *f)
{
    struct payment p;
    enum outcome o = view_payment_load(d->arena, d->house, c->id, &p, f);
    if (o == DONE)
        o = ask_document(d, &p, f);
    if (o != DONE)
        return o;
    const char *today = date_text(d->arena, civil_from_instant(d->now).date);
    return pay_write_unit(d, &p, "payment_basis",
                          arena_printf(d->arena, "%s:%s", pay_subject(d, c), today), true, f);
}

enum outcome deed_report(struct deed *d, struct fault *f)
{
    const struct pay_report *r = d->event->report;
    struct compensation c, before;
    enum outcome o = pay_load(d, &c, f);
    if (o == DONE && !r)
        return fault_set(f, NEVER, EXIT_DATA, "nothing is reported");
    if (o == DONE)
        o = refuse_numbers(r, f);
    if (o != DONE)
        return o;
    if (!compensation_owed(&c) && !by_staff(d))
        return fault_set(f, NEVER, EXIT_DATA, "it has been paid, so only staff may change it");
    before = c;
    take_report(&c, r);
    o = state_fee(d, &c, f);
    if (o != DONE || same_basis(&before, &c))
        return o;
    c.changed_at = d->now;
    o = compensations_save(d->db, d->arena, &c, f);
    if (o == DONE)
        o = tasks_close_about(d->db, d->arena, d->request.id, PAY_RECOUNT, pay_subject(d, &c),
                              d->now, f);
    if (o == DONE)
        o = keep_f_tax(d, &c, f);
    if (o == DONE)
        o = renew_questions(d, f);
    return o == DONE ? tell_change(d, &c, f) : o;
}
