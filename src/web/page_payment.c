/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /ersattning/TOKEN: one payment basis. The unit sees what to pay and marks that it has; the
 * representative reports time, travel and outlays, and says whether the money has come, or that
 * none is wanted.
 *
 * Personal numbers and accounts belong to payroll: every field of text refuses them (form.c).
 */
#include "craft.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/documents.h"
#include "view/pay.h"

enum { MOST_HOURS = 99, MOST_KM = 3000, MOST_OUTLAYS_ORE = 10000000 };

static const struct choice unit_paid[] = {
    {"yes", "Ja, den är betald", "Yes, it has been paid"},
    {"no", "Nej, inte än", "No, not yet"},
    {0},
};

static const struct choice person_paid[] = {
    {"yes", "Ja, den har kommit", "Yes, it has come"},
    {"no", "Nej, inte än", "No, not yet"},
    {"declined", "Jag vill inte ha någon ersättning", "I do not want any compensation"},
    {0},
};

const struct field paid_fields[] = {
    {"paid", FIELD_RADIO, .needed = true, .choices = unit_paid, .easy = "Har ni betalat?",
     .sv = "Är ersättningen betald?", .en = "Has the compensation been paid?"},
    {0},
};

const struct field received_fields[] = {
    {"paid", FIELD_RADIO, .needed = true, .choices = person_paid,
     .easy = "Har du fått dina pengar?", .sv = "Har du fått din ersättning?",
     .en = "Have you received your compensation?"},
    {0},
};

const struct field report_fields[] = {
    {"hours", FIELD_NUMBER, .narrow = true, .max = MOST_HOURS, .sv = "Timmar", .en = "Hours",
     .group_sv = "Hur länge varade det?", .group_en = "How long did it last?"},
    {"minutes", FIELD_NUMBER, .narrow = true, .max = 59, .sv = "Minuter", .en = "Minutes"},
    {"travel_hours", FIELD_NUMBER, .narrow = true, .max = MOST_HOURS, .sv = "Timmar", .en = "Hours",
     .group_sv = "Hur lång tid tog resan, fram och tillbaka?",
     .group_en = "How long did the journey take, there and back?"},
    {"travel_minutes", FIELD_NUMBER, .narrow = true, .max = 59, .sv = "Minuter", .en = "Minutes"},
    {"km", FIELD_NUMBER, .narrow = true, .max = MOST_KM, .sv = "Kilometer med egen bil",
     .en = "Kilometres by own car", .hint_sv = "Fram och tillbaka. En mil ger 25 kronor.",
     .hint_en = "There and back. Ten kilometres give SEK 25.", .group_sv = "Vad kostade resan?",
     .group_en = "What did the journey cost?"},
    {"outlays", FIELD_TEXT, .narrow = true, .max = 20, .easy = "Annat som du har betalt, i kronor",
     .hint_easy = "Till exempel en biljett: 84,50.", .sv = "Biljetter och utlägg, i kronor",
     .en = "Tickets and outlays, in kronor", .hint_sv = "Till exempel 84,50.",
     .hint_en = "For example 84.50."},
    {"receipts", FIELD_LINES, .max = 1000,
     .hint_easy = "Till exempel en biljett. Ge kvittona till dem som betalar.",
     .sv = "Vilka kvitton har du?", .en = "Which receipts do you have?",
     .hint_sv = "Till exempel tågbiljett. Kvittona lämnar du till dem som betalar.",
     .hint_en = "For example a train ticket. You give the receipts to those who pay."},
    {"f_tax", FIELD_TICK, .sv = "Jag har F-skatt och skickar en faktura",
     .en = "I have F-tax and send an invoice", .group_sv = "Skatt", .group_en = "Tax"},
    {0},
};

/* ---- Looking ---- */

/* *found false, and the page of a 404, when the link is not about a basis, or about another's. */
static enum outcome load(struct web_request *q, struct payment *p, bool *found,
                         struct web_answer *out, struct fault *f)
{
    const char *subject = q->link.subject;
    enum outcome o = DONE;
    bool there = subject && *subject == 'C';
    if (there)
        o = view_payment_load(q->arena, q->house, strtoll(subject + 1, NULL, 10), p, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT) {
        there = false;
        o = DONE;
    }
    *found = o == DONE && there && p->basis.request_id == q->link.request_id &&
             (*q->link.party == 'u' || strcmp(q->link.party, p->basis.who) == 0);
    if (o == DONE && !*found)
        web_fault_page(q, 404, out);
    return o;
}

static bool by_unit(const struct web_request *q)
{
    return *q->link.party == 'u';
}

static char *number(struct web_request *q, int64_t n)
{
    return arena_printf(q->arena, "%lld", (long long)n);
}

static void fill_minutes(struct web_request *q, struct form *form, const char *hours,
                         const char *minutes, int total)
{
    if (total <= 0)
        return;
    form_fill(form, hours, number(q, total / 60));
    form_fill(form, minutes, number(q, total % 60));
}

static struct form report_form(struct web_request *q, const struct compensation *c)
{
    struct form form = web_form_of(q, report_fields);
    fill_minutes(q, &form, "hours", "minutes", c->minutes - c->travel_minutes);
    fill_minutes(q, &form, "travel_hours", "travel_minutes", c->travel_minutes);
    if (c->travel_km > 0)
        form_fill(&form, "km", number(q, c->travel_km));
    if (c->travel_ore > 0)
        form_fill(&form, "outlays",
                  arena_printf(q->arena, "%lld,%02d", (long long)(c->travel_ore / 100),
                               (int)(c->travel_ore % 100)));
    form_fill(&form, "receipts", c->receipts);
    if (c->f_tax)
        form_fill(&form, "f_tax", "yes");
    return form;
}

/* Adds a form with its heading; the one that was refused is the page's own, for its summary. */
static void add_form(struct web_request *q, json_t *view, const struct form *form, const char *path,
                     const char *heading, const char *words)
{
    json_t *shown = web_form(q, web_at(q, "/ersattning/", path), form);
    if (form->fault_count > 0)
        json_object_set(view, "form", shown);
    json_array_append_new(
        json_object_get(view, "forms"),
        json_pack("{s:s, s:s?, s:o}", "heading", heading, "words", words, "form", shown));
}

static void add_report(struct web_request *q, const struct compensation *c, json_t *view)
{
    struct form form = report_form(q, c);
    add_form(
        q, view, &form, "", web_word(q, "Tid, resor och utlägg", "Time, travel and outlays"),
        web_plain(q,
                  "Restiden räknas in, så den kan ge mer i ersättning. Lämna tomt det som inte "
                  "gäller dig.",
                  "Resan tar också tid. Den räknar vi med. Skriv bara det som gäller dig.",
                  "Travel time is included, so it may give you more. Leave empty what does "
                  "not apply to you."));
}

static void add_paid(struct web_request *q, const struct compensation *c, json_t *view)
{
    struct form form = web_form_of(q, by_unit(q) ? paid_fields : received_fields);
    if (c->paid)
        form_fill(&form, "paid", c->paid);
    add_form(q, view, &form, "/betald", web_word(q, "Betalningen", "The payment"), NULL);
}

enum outcome page_payment(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct payment p;
    bool found, unit = by_unit(q);
    enum outcome o = load(q, &p, &found, out, f);
    if (o != DONE || !found)
        return o;
    json_t *view = view_payment(q->arena, &p, unit, q->language);
    bool declined = p.basis.paid && strcmp(p.basis.paid, "declined") == 0;
    json_object_set_new(view, "forms", json_array());
    if (!unit && compensation_owed(&p.basis))
        add_report(q, &p.basis, view);
    if (!unit || !declined)
        add_paid(q, &p.basis, view);
    json_object_set_new(view, "csv_path", json_string(web_at(q, "/ersattning/", "/underlag.csv")));
    json_object_set_new(view, "pdf_path", json_string(web_at(q, "/ersattning/", "/underlag.pdf")));
    const char *title =
        unit ? web_plain(q, "Betalningsunderlag", "Vad ska ni betala?", "Payment basis")
             : web_plain(q, "Din ersättning", "Vad får du betalt?", "Your compensation");
    return web_show(q, "ersattning", title, view, out, f);
}

/* ---- Taking ---- */

static bool outlays_of(const struct web_request *q, int64_t *ore)
{
    *ore = 0;
    return !form_has(&q->form, "outlays") ||
           (flow_read_kronor(form_given(&q->form, "outlays"), ore) && *ore <= MOST_OUTLAYS_ORE);
}

void check_report(struct web_request *q)
{
    int64_t ore;
    if (!outlays_of(q, &ore))
        form_fault(&q->form, "outlays",
                   web_word(q, "Skriv beloppet i kronor, till exempel 84,50.",
                            "Write the amount in kronor, for example 84.50."));
}

static int minutes_of(const struct web_request *q, const char *hours, const char *minutes)
{
    return atoi(form_given(&q->form, hours)) * 60 + atoi(form_given(&q->form, minutes));
}

/* What the rules no longer take (it has been paid meanwhile) the page itself explains. */
static enum outcome offer(struct web_request *q, struct event *event, const struct payment *p,
                          struct web_answer *out, struct fault *f)
{
    event->request_id = p->basis.request_id;
    event->subject_id = p->basis.id;
    event->actor = q->link.party;
    event->who = p->basis.who;
    enum outcome o = lending_event(q->house, q->arena, event, NULL, f);
    if (o != DONE && (o != NEVER || f->code != EXIT_DATA))
        return o;
    web_go(q, web_at(q, "/ersattning/", ""), out);
    return DONE;
}

enum outcome page_payment_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct payment p;
    bool found;
    enum outcome o = load(q, &p, &found, out, f);
    if (o != DONE || !found)
        return o;
    struct pay_report report = {.minutes = minutes_of(q, "hours", "minutes"),
                                .travel_minutes = minutes_of(q, "travel_hours", "travel_minutes"),
                                .travel_km = atoi(form_given(&q->form, "km")),
                                .receipts = form_given(&q->form, "receipts"),
                                .f_tax = form_has(&q->form, "f_tax")};
    outlays_of(q, &report.travel_ore);
    if (report.minutes == 0)
        report.minutes = -1;
    struct event event = {.kind = EVENT_REPORT, .report = &report};
    return offer(q, &event, &p, out, f);
}

enum outcome page_paid_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct payment p;
    bool found;
    enum outcome o = load(q, &p, &found, out, f);
    if (o != DONE || !found)
        return o;
    struct event event = {.kind = EVENT_PAID, .paid = form_given(&q->form, "paid")};
    return offer(q, &event, &p, out, f);
}

/* ---- Fetching ---- */

enum outcome page_payment_csv(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct payment p;
    bool found;
    enum outcome o = load(q, &p, &found, out, f);
    if (o != DONE || !found)
        return o;
    out->type = "text/csv; charset=utf-8";
    out->body = view_payment_csv(q->arena, &p);
    out->len = strlen(out->body);
    return DONE;
}

enum outcome page_payment_pdf(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct payment p;
    struct document document;
    void *bytes = NULL;
    size_t len = 0;
    bool found;
    enum outcome o = load(q, &p, &found, out, f);
    if (o != DONE || !found)
        return o;
    o = documents_find(q->house->db, q->arena, "payment", number(q, p.basis.id), &document, f);
    if (o == DONE && document.id != 0)
        o = documents_bytes(q->house->db, q->arena, document.id, &bytes, &len, f);
    if (o != DONE)
        return o;
    if (len == 0)
        return web_say(
            q, 503, web_word(q, "PDF:en görs just nu", "The PDF is being made"),
            web_plain(q,
                      "Vänta en liten stund och öppna sidan igen. Underlaget finns också "
                      "på sidan och som fil för Excel.",
                      "Vänta en stund. Öppna sedan sidan igen.",
                      "Wait a moment and open the page again. The payment basis is on "
                      "its page and as a file for Excel too."),
            out, f);
    out->type = "application/pdf";
    out->body = bytes;
    out->len = len;
    return DONE;
}
