/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The payment basis as one view: what the page shows, and (payment_paper.c) what the CSV file and
 * the document are made of, so that all of them say the same sums.
 */
#include "view/pay.h"
#include "words.h"

#include <string.h>

#include "base/text.h"
#include "store/people.h"
#include "view/pages.h"
#include "view/people.h"

enum outcome view_payment_load(struct arena *a, const struct house *house, int64_t id,
                               struct payment *out, struct fault *f)
{
    struct person person;
    enum outcome o = compensations_load(house->db, a, id, &out->basis, f);
    if (o == DONE)
        o = requests_load(house->db, a, out->basis.request_id, &out->request, f);
    if (o == DONE)
        o = facts_load(house->db, a, out->basis.request_id, out->facts, f);
    if (o == DONE)
        o = people_load(house->db, a, out->basis.person_id, &person, f);
    if (o == DONE)
        o = compensations_before(house->db, &out->basis, &out->before_ore, f);
    if (o == DONE)
        out->name = text_blank(person.name) ? out->basis.who : person.name;
    return o;
}

int64_t view_payment_total(const struct compensation *c)
{
    return c->fee_ore + flow_car_ore(c->travel_km) + c->travel_ore;
}

/* ---- Words ---- */

static char *when_words(struct arena *a, const struct compensation *c, const char *language)
{
    struct occasion_time t = {.start = {.hour = -1}};
    civil_parse(c->starts, &t.start);
    if (text_blank(c->ends) || !civil_parse(c->ends, &t.end))
        t.end = t.start;
    return words_occasion(a, &t, language);
}

static const char *duty_words(const struct payment *p, bool english)
{
    switch (flow_fee_duty(p->before_ore, p->basis.fee_ore, p->basis.f_tax)) {
    case DUTY_NEVER:
        return english ? "No: the representative has F-tax and sends an invoice"
                       : "Nej: patientföreträdaren har F-skatt och skickar en faktura";
    case DUTY_SINCE_BEFORE:
        return english ? "Yes: the year's sum had reached SEK 1,000 before"
                       : "Ja: årets summa hade nått 1\u00a0000\u00a0kronor redan tidigare";
    case DUTY_REACHED:
        return english ? "Yes, from the first krona, what was paid earlier this year too: the "
                         "year's sum reaches SEK 1,000 with this"
                       : "Ja, från första kronan, även på det som betalats tidigare i år: årets "
                         "summa når 1\u00a0000\u00a0kronor med det här underlaget";
    default:
        return english ? "No: the year's sum is below SEK 1,000"
                       : "Nej: årets summa är under 1\u00a0000\u00a0kronor";
    }
}

static const char *paid_words(struct arena *a, const struct compensation *c, bool english)
{
    if (!c->paid)
        return english ? "Not yet noted as paid" : "Inte noterad som betald än";
    if (strcmp(c->paid, "declined") == 0)
        return english ? "The representative does not want any compensation"
                       : "Patientföreträdaren vill inte ha någon ersättning";
    if (strcmp(c->paid, "no") == 0)
        return english ? "Not paid yet" : "Inte betald än";
    const char *language = english ? "en" : "sv";
    return arena_printf(a, english ? "Paid, noted on %s" : "Betald, noterat %s",
                        date_in_words(a, civil_from_instant(c->paid_at).date, language));
}

/* ---- Rows ---- */

struct rows {
    struct arena *a;
    json_t *list;
    const char *language;
    bool english;
};

/* A row; id names it for machines. A blank value makes none. */
static void row(struct rows *r, const char *id, const char *sv, const char *en, const char *value)
{
    if (!text_blank(value))
        json_array_append_new(r->list, json_pack("{s:s, s:s, s:s}", "id", id, "label",
                                                 r->english ? en : sv, "value", value));
}

/* Something more about the row that was added last. */
static void mark(struct rows *r, const char *key, json_t *value)
{
    json_t *last = json_array_get(r->list, json_array_size(r->list) - 1);
    json_object_set_new(last, key, value);
}

static void sum(struct rows *r, const char *id, const char *sv, const char *en, int64_t ore)
{
    row(r, id, sv, en, view_kronor(r->a, ore, r->language));
}

static void add_what(struct rows *r, const struct payment *p, bool for_unit)
{
    const struct compensation *c = &p->basis;
    row(r, "number", "Ärende", "Case", p->request.number);
    row(r, "unit", "Betalas av", "Paid by", p->facts[FACT_UNIT].value);
    if (for_unit)
        row(r, "name", "Betalas till", "Paid to", p->name);
    row(r, "when", "Tillfälle", "Occasion", when_words(r->a, c, r->language));
    if (c->minutes > 0)
        row(r, "time", "Tid med resa", "Time with travel",
            view_duration(r->a, c->minutes, r->language));
    else
        row(r, "time", "Tid med resa", "Time with travel",
            r->english ? "Not known yet" : "Vi vet inte än");
    if (c->travel_minutes > 0)
        row(r, "travel_time", "Varav restid", "Of which travel",
            view_duration(r->a, c->travel_minutes, r->language));
    row(r, "model", "Så är arvodet räknat", "How the fee is calculated", c->model);
    if (r->english && !text_blank(c->model)) /* it was worded when the basis was stated */
        mark(r, "value_lang", json_string("sv"));
}

static void add_sums(struct rows *r, const struct payment *p)
{
    const struct compensation *c = &p->basis;
    sum(r, "fee", "Arvode före skatt", "Fee before tax", c->fee_ore);
    if (c->travel_km > 0)
        row(r, "car", "Egen bil", "Own car",
            arena_printf(
                r->a, r->english ? "%s (%d km, SEK 25 per 10 km)" : "%s (%d km, 25 kronor per mil)",
                view_kronor(r->a, flow_car_ore(c->travel_km), r->language), c->travel_km));
    if (c->travel_ore > 0)
        sum(r, "travel", "Övriga resor och utlägg mot kvitto", "Other travel and outlays",
            c->travel_ore);
    row(r, "receipts", "Kvitton", "Receipts", c->receipts);
    sum(r, "total", "Summa", "Sum", view_payment_total(c));
    mark(r, "strong", json_true());
}

static void add_year(struct rows *r, const struct payment *p)
{
    const struct compensation *c = &p->basis;
    int64_t after = p->before_ore + (c->f_tax ? 0 : c->fee_ore);
    row(r, "cost_ref", "Ansvar eller referens", "Cost reference", c->cost_ref);
    row(r, "f_tax", "F-skatt", "F-tax",
        c->f_tax ? (r->english ? "Yes" : "Ja") : (r->english ? "No" : "Nej"));
    sum(r, "year_before", "Arvoden från er tidigare i år", "Fees from you earlier this year",
        p->before_ore);
    sum(r, "year_after", "Arvoden från er i år med det här",
        "Fees from you this year, including this one", after);
    row(r, "duty", "Arbetsgivaravgift", "Employer's contributions", duty_words(p, r->english));
}

json_t *view_payment(struct arena *a, const struct payment *p, bool for_unit, const char *language)
{
    bool english = words_english(language);
    struct rows r = {a, json_array(), language, english};
    const struct compensation *c = &p->basis;
    add_what(&r, p, for_unit);
    add_sums(&r, p);
    if (for_unit)
        add_year(&r, p);
    row(&r, "paid", "Betalning", "Payment", paid_words(a, c, english));
    json_t *view = json_pack("{s:s, s:o, s:b, s:b, s:b, s:b, s:b}", "number", p->request.number,
                             "rows", r.list, "for_unit", for_unit, "owed", compensation_owed(c),
                             "is_paid", c->paid && strcmp(c->paid, "yes") == 0, "time_unknown",
                             c->minutes == 0, "f_tax", c->f_tax);
    json_object_set_new(view, "total",
                        json_string(view_kronor(a, view_payment_total(c), language)));
    json_object_set_new(view, "when", json_string(when_words(a, c, language)));
    return view;
}

json_t *view_payment_letter(struct arena *a, const struct house *house, const struct payment *p,
                            const char *name, bool changed, const char *language)
{
    size_t others;
    const char *reader = name ? name : view_unit_contact(&p->request, p->facts);
    char **other = text_split(a, p->name, " \t", &others);
    json_t *view = view_link_letter(a, house, reader, "/ersattning/");
    json_object_set_new(view, "occasion_when", json_string(when_words(a, &p->basis, language)));
    json_object_set_new(view, "changed", json_boolean(changed));
    if (!name) {
        json_object_set_new(view, "letter", json_pack("{s:s}", "number", p->request.number));
        json_object_set_new(view, "other_first_name", json_string(others > 0 ? other[0] : ""));
    }
    return view;
}

json_t *view_compensation(struct arena *a, const struct compensation *c, int64_t before_ore)
{
    json_t *view = json_pack(
        "{s:I, s:s, s:I, s:s, s:i, s:i, s:i, s:I, s:I, s:I, s:s, s:I}", "id", (json_int_t)c->id,
        "who", c->who, "occasion", (json_int_t)c->occasion_id, "day", c->day, "minutes", c->minutes,
        "travel_minutes", c->travel_minutes, "travel_km", c->travel_km, "car_ore",
        (json_int_t)flow_car_ore(c->travel_km), "travel_ore", (json_int_t)c->travel_ore, "fee_ore",
        (json_int_t)c->fee_ore, "model", c->model, "total_ore", (json_int_t)view_payment_total(c));
    json_object_set_new(view, "receipts", view_text(c->receipts));
    json_object_set_new(view, "cost_ref", view_text(c->cost_ref));
    json_object_set_new(view, "f_tax", json_boolean(c->f_tax));
    json_object_set_new(view, "year_before_ore", json_integer(before_ore));
    json_object_set_new(view, "paid", view_text(c->paid));
    json_object_set_new(view, "paid_at", view_time(a, c->paid_at));
    json_object_set_new(view, "stated_at", view_time(a, c->stated_at));
    json_object_set_new(view, "chased_at", view_time(a, c->chased_at));
    return view;
}

enum outcome view_compensations(struct arena *a, const struct house *house, int64_t request_id,
                                const char *who, json_t **out, struct fault *f)
{
    struct compensation *list;
    size_t count;
    int64_t before;
    enum outcome o = compensations_of_request(house->db, a, request_id, &list, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++) {
        if (who && strcmp(who, list[i].who) != 0)
            continue;
        o = compensations_before(house->db, &list[i], &before, f);
        if (o == DONE)
            json_array_append_new(array, view_compensation(a, &list[i], before));
    }
    if (o == DONE)
        *out = array;
    else
        json_decref(array);
    return o;
}
