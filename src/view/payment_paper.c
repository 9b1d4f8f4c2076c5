/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The payment basis as a CSV file for payroll, and as a document for the archive; Swedish.
 */
#include "view/pay.h"

#include <string.h>

#include "base/text.h"
#include "flow.h"

/* ---- CSV ---- */

/* Would a sheet calculate it? Those begin so, whatever space stands before. */
static bool is_formula(const char *text)
{
    text += strspn(text, " \t\r\n");
    return *text && strchr("=+-@|%", *text);
}

char *view_csv_cell(struct arena *a, const char *text)
{
    char *out = arena_alloc(a, 2 * strlen(text) + 4), *to = out;
    *to++ = '"';
    if (is_formula(text))
        *to++ = '\'';
    for (const char *at = text; *at; at++) {
        if (*at == '"')
            *to++ = '"';
        *to++ = *at;
    }
    *to++ = '"';
    *to = '\0';
    return out;
}

/* "1066,00": a number that a sheet with Swedish settings can add up. */
static char *csv_kronor(struct arena *a, int64_t ore)
{
    return arena_printf(a, "%lld,%02d", (long long)(ore / 100), (int)(ore % 100));
}

static const char *csv_paid(const struct compensation *c)
{
    if (!c->paid)
        return "";
    return strcmp(c->paid, "yes") == 0 ? "ja" : strcmp(c->paid, "no") == 0 ? "nej" : "avstår";
}

static const char *csv_duty(const struct payment *p)
{
    enum fee_duty duty = flow_fee_duty(p->before_ore, p->basis.fee_ore, p->basis.f_tax);
    return duty == DUTY_REACHED || duty == DUTY_SINCE_BEFORE ? "ja" : "nej";
}

struct column {
    const char *head, *cell; /* a cell of figures stands as it is */
};

static char *csv_line(struct arena *a, const struct column *columns, size_t count, bool heads)
{
    char *line = arena_strdup(a, "");
    for (size_t i = 0; i < count; i++)
        line = arena_printf(a, "%s%s%s", line, i > 0 ? ";" : "",
                            heads ? view_csv_cell(a, columns[i].head) : columns[i].cell);
    return arena_printf(a, "%s\r\n", line);
}

char *view_payment_csv(struct arena *a, const struct payment *p)
{
    const struct compensation *c = &p->basis;
    const char *unit = p->facts[FACT_UNIT].value;
    int64_t year = p->before_ore + (c->f_tax ? 0 : c->fee_ore);
    const struct column columns[] = {
        {"Ärende", view_csv_cell(a, p->request.number)},
        {"Tillfälle", view_csv_cell(a, c->day)},
        {"Betalas av", view_csv_cell(a, unit ? unit : "")},
        {"Betalas till", view_csv_cell(a, p->name)},
        {"Minuter med resa", arena_printf(a, "%d", c->minutes)},
        {"Varav restid i minuter", arena_printf(a, "%d", c->travel_minutes)},
        {"Så är arvodet räknat", view_csv_cell(a, c->model)},
        {"Arvode i kronor", csv_kronor(a, c->fee_ore)},
        {"Egen bil i kilometer", arena_printf(a, "%d", c->travel_km)},
        {"Egen bil i kronor", csv_kronor(a, flow_car_ore(c->travel_km))},
        {"Övriga resor och utlägg i kronor", csv_kronor(a, c->travel_ore)},
        {"Kvitton", view_csv_cell(a, c->receipts)},
        {"Summa i kronor", csv_kronor(a, view_payment_total(c))},
        {"Ansvar eller referens", view_csv_cell(a, c->cost_ref)},
        {"F-skatt", view_csv_cell(a, c->f_tax ? "ja" : "nej")},
        {"Arvoden tidigare i år i kronor", csv_kronor(a, p->before_ore)},
        {"Arvoden i år med det här i kronor", csv_kronor(a, year)},
        {"Arbetsgivaravgift", view_csv_cell(a, csv_duty(p))},
        {"Betald", view_csv_cell(a, csv_paid(c))},
    };
    size_t count = sizeof columns / sizeof columns[0];
    return arena_printf(a, "\xef\xbb\xbf%s%s", csv_line(a, columns, count, true),
                        csv_line(a, columns, count, false));
}

/* ---- The document ---- */

json_t *view_payment_document(struct arena *a, const struct house *house, const struct payment *p)
{
    json_t *shown = view_payment(a, p, true, "sv");
    json_t *pairs = json_array(), *row;
    size_t i;
    /* Whether it has been paid is noted after the paper was drawn. */
    json_array_foreach(json_object_get(shown, "rows"), i,
                       row) if (strcmp(json_string_value(json_object_get(row, "id")), "paid") != 0)
        json_array_append_new(pairs, json_pack("{s:O, s:O}", "label", json_object_get(row, "label"),
                                               "value", json_object_get(row, "value")));
    json_t *blocks = json_pack(
        "[{s:s, s:i, s:s}, {s:s, s:s, s:s}, {s:s, s:o}, {s:s, s:s, s:s}]", "type", "heading",
        "level", 1, "text", "Betalningsunderlag", "type", "paragraph", "style", "lead", "text",
        "Underlag för ersättning till en patientföreträdare. Verksamheten betalar.", "type",
        "pairs", "rows", pairs, "type", "paragraph", "style", "small", "text",
        "Personnummer och kontonummer står inte här. De lämnas direkt till den som betalar ut.");
    json_t *document = json_pack("{s:s, s:s, s:s, s:s, s:o}", "lang", "sv", "title",
                                 "Betalningsunderlag", "reference", p->request.number, "author",
                                 house->settings->library.name, "blocks", blocks);
    json_decref(shown);
    return document;
}
