/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The yearly report: the figures in Swedish words, tables and charts, as a document that becomes a
 * PDF or a web page. It says how it was counted, so that it can be read alone.
 */
#include "view/statistics.h"

#include <string.h>

enum { ROWS_MOST = 40, BARS_MOST = 12 };

struct report {
    struct arena *a;
    json_t *blocks;
};

/* "1 066", "2,5"; ".." for what is hidden. */
static const char *figure_text(struct arena *a, const json_t *value)
{
    if (json_is_real(value)) {
        char *text = arena_printf(a, "%.1f", json_real_value(value));
        *strchr(text, '.') = ',';
        return text;
    }
    if (!json_is_integer(value))
        return "..";
    long long n = json_integer_value(value);
    return n < 1000      ? arena_printf(a, "%lld", n)
           : n < 1000000 ? arena_printf(a, "%lld\u00a0%03lld", n / 1000, n % 1000)
                         : arena_printf(a, "%lld\u00a0%03lld\u00a0%03lld", n / 1000000,
                                        n / 1000 % 1000, n % 1000);
}

static const char *percent_text(struct arena *a, const json_t *share)
{
    return json_is_real(share)
               ? arena_printf(a, "%d\u00a0%%", (int)(json_real_value(share) * 100 + 0.5))
               : "..";
}

static void add(struct report *r, json_t *block)
{
    json_array_append_new(r->blocks, block);
}

static void heading(struct report *r, int level, const char *text)
{
    add(r, json_pack("{s:s, s:i, s:s}", "type", "heading", "level", level, "text", text));
}

static void paragraph(struct report *r, const char *style, const char *text)
{
    add(r, json_pack("{s:s, s:s, s:s}", "type", "paragraph", "text", text, "style", style));
}

static json_t *at(const json_t *tree, const char *first, const char *second)
{
    return json_object_get(json_object_get(tree, first), second);
}

/* ---- Tables and charts ---- */

/* A table with one column of words and others of figures. heads: ended by NULL. */
static json_t *table_begin(struct report *r, const char *const *heads)
{
    json_t *head = json_array(), *align = json_array(), *rows = json_array();
    for (size_t i = 0; heads[i]; i++) {
        json_array_append_new(head, json_string(heads[i]));
        json_array_append_new(align, json_string(i == 0 ? "left" : "right"));
    }
    add(r, json_pack("{s:s, s:o, s:o, s:o}", "type", "table", "head", head, "align", align, "rows",
                     rows));
    return rows;
}

/* values: so many, of which a NULL is left empty. */
static void table_row(struct report *r, json_t *rows, const char *label,
                      const json_t *const *values, size_t count)
{
    json_t *row = json_pack("[s]", label);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(row, json_string(figure_text(r->a, values[i])));
    json_array_append_new(rows, row);
}

static void groups(struct report *r, const char *title, const char *what, const json_t *list)
{
    size_t i;
    json_t *row;
    heading(r, 3, title);
    if (json_array_size(list) == 0) {
        paragraph(r, "", "Inga under perioden.");
        return;
    }
    json_t *rows = table_begin(r, (const char *const[]){what, "Antal", NULL});
    json_array_foreach(list, i, row)
    {
        const json_t *n = json_object_get(row, "n");
        if (i < ROWS_MOST)
            table_row(r, rows, json_string_value(json_object_get(row, "label")), &n, 1);
    }
    if (json_array_size(list) > ROWS_MOST)
        paragraph(
            r, "small",
            arena_printf(r->a, "De %d största av %zu visas.", ROWS_MOST, json_array_size(list)));
}

static void chart(struct report *r, const char *kind, const char *title, const char *what,
                  const json_t *list)
{
    size_t i;
    json_t *row, *labels = json_array(), *values = json_array();
    json_array_foreach(list, i, row)
    {
        if (i >= BARS_MOST)
            break;
        json_array_append(labels, json_object_get(row, "label"));
        json_array_append(values, json_object_get(row, "n"));
    }
    if (i == 0) {
        json_decref(labels);
        json_decref(values);
        return;
    }
    add(r, json_pack("{s:s, s:s, s:s, s:s, s:o, s:[{s:s, s:o}]}", "type", "chart", "kind", kind,
                     "title", title, "what", what, "labels", labels, "series", "name", "Antal",
                     "values", values));
}

/* ---- Parts ---- */

static void requests_part(struct report *r, const json_t *tree)
{
    const json_t *requests = json_object_get(tree, "requests");
    heading(r, 2, "Förfrågningarna");
    chart(r, "bars", "Vad förfrågningarna gällde", "Uppdrag", json_object_get(requests, "by_kind"));
    groups(r, "Hur långt de har kommit", "Läge", json_object_get(requests, "by_state"));
    groups(r, "Verksamheter", "Verksamhet", json_object_get(requests, "by_unit"));
    groups(r, "Områden", "Område", json_object_get(requests, "by_area"));
    paragraph(r, "small", "En förfrågan räknas i vart och ett av sina områden.");
    groups(r, "Vilken väg frågan gick", "Väg", json_object_get(requests, "by_route"));
    paragraph(r, "",
              arena_printf(r->a, "Råd i stället för, eller utan, ett lån gavs i %s ärenden.",
                           figure_text(r->a, json_object_get(tree, "advice"))));
}

static const char *fill_text(struct arena *a, const json_t *fill)
{
    if (json_is_null(json_object_get(fill, "rate")))
        return json_integer_value(json_object_get(fill, "total")) == 0
                   ? "Inget lån har avgjorts under perioden."
                   : "Hur stor del av lånen som tillsattes visas inte: en grupp är för liten.";
    const char *loans = arena_printf(a, "Av de lån som har avgjorts blev %s tillsatta (%s av %s).",
                                     percent_text(a, json_object_get(fill, "rate")),
                                     figure_text(a, json_object_get(fill, "filled")),
                                     figure_text(a, json_object_get(fill, "total")));
    if (json_is_null(json_object_get(fill, "places")))
        return loans;
    return arena_printf(a, "%s %s av %s önskade platser fylldes.", loans,
                        figure_text(a, json_object_get(fill, "taken")),
                        figure_text(a, json_object_get(fill, "places")));
}

static void times_part(struct report *r, const json_t *tree)
{
    static const struct {
        const char *key, *label;
    } spans[] = {{"first_answer", "Till det första svaret från någon som tillfrågats"},
                 {"filled", "Till att alla platser var tillsatta"},
                 {"closed", "Till att ärendet var avslutat"}};
    heading(r, 2, "Hur lång tid det tog");
    json_t *rows = table_begin(r, (const char *const[]){"Från att förfrågan kom", "Ärenden",
                                                        "Median, dygn", "90 % inom, dygn", NULL});
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        const json_t *span = at(tree, "times", spans[i].key);
        const json_t *values[] = {json_object_get(span, "n"), json_object_get(span, "median_days"),
                                  json_object_get(span, "p90_days")};
        table_row(r, rows, spans[i].label, values, 3);
    }
    paragraph(r, "", fill_text(r->a, json_object_get(tree, "fill")));
}

static const char *const sides[][2] = {{"own", "Patientföreträdare med egen erfarenhet"},
                                       {"mandate", "Företrädare med mandat från en förening"},
                                       {"association", "Föreningar"},
                                       {"unit", "Verksamheter"}};

/* A row a side; keys and heads are ended by NULL, heads with one more for the side. */
static void by_side(struct report *r, const json_t *part, const char *const *keys,
                    const char *const *heads)
{
    json_t *rows = table_begin(r, heads);
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        const json_t *side = json_object_get(part, sides[i][0]), *values[10];
        size_t count = 0;
        for (; side && keys[count]; count++)
            values[count] = json_object_get(side, keys[count]);
        if (side)
            table_row(r, rows, sides[i][1], values, count);
    }
}

static void answers_part(struct report *r, const json_t *tree)
{
    heading(r, 2, "Frågor och svar");
    paragraph(
        r, "",
        "Egen erfarenhet och mandat från en förening är olika saker. De räknas därför var för "
        "sig och läggs aldrig ihop.");
    by_side(r, json_object_get(tree, "asks"),
            (const char *const[]){"total", "yes", "no", "maybe", "silent", "waiting", "cancelled",
                                  NULL},
            (const char *const[]){"", "Frågor", "Ja", "Nej", "Kanske", "Inget svar", "Väntar",
                                  "Inställda", NULL});
    heading(r, 3, "Uppdrag");
    by_side(r, json_object_get(tree, "placements"),
            (const char *const[]){"stands", "withdrawn", "cancelled", NULL},
            (const char *const[]){"", "Valda", "Drog sig ur", "Inställda", NULL});
}

static void fairness_part(struct report *r, const json_t *tree)
{
    const json_t *fairness = json_object_get(tree, "fairness");
    heading(r, 2, "Hur frågorna fördelades");
    chart(r, "columns", "Hur många gånger personerna i poolen blev tillfrågade", "Tillfrågad",
          json_object_get(fairness, "times_asked"));
    paragraph(
        r, "",
        arena_printf(r->a,
                     "%s personer fanns i poolen någon gång under perioden. %s av dem fick "
                     "ingen fråga. Den tiondel som fick flest frågor fick %s av alla.",
                     figure_text(r->a, json_object_get(fairness, "people")),
                     figure_text(r->a, json_object_get(fairness, "never_asked")),
                     percent_text(r->a, json_object_get(fairness, "most_asked_tenth_share"))));
    groups(r, "Hur många uppdrag de fick", "Fick uppdrag",
           json_object_get(fairness, "times_chosen"));
}

static const char *word_of(const char *key)
{
    static const char *const words[][2] = {{"yes", "ja"},           {"no", "nej"},
                                           {"maybe", "kanske"},     {"later", "senare"},
                                           {"declined", "avstått"}, {"unsaid", "inte sagt"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i][0], key) == 0)
            return words[i][1];
    return key;
}

/* "4,5 av 5", or "ja 12, kanske 3, nej 0". */
static const char *item_text(struct arena *a, const json_t *item)
{
    const char *key, *all = "";
    json_t *value;
    const json_t *mean = json_object_get(item, "mean");
    if (mean)
        return json_is_null(mean) ? ".." : arena_printf(a, "%s av 5", figure_text(a, mean));
    json_object_foreach(json_object_get(item, "values"), key, value)
    {
        all = arena_printf(a, "%s%s%s %s", all, *all ? ", " : "", word_of(key),
                           figure_text(a, value));
    }
    return all;
}

static void followup_part(struct report *r, const json_t *tree)
{
    heading(r, 2, "Uppföljningen");
    by_side(r, json_object_get(tree, "followup"),
            (const char *const[]){"total", "answered", "silent", NULL},
            (const char *const[]){"", "Tillfrågade", "Svarade", "Svarade inte", NULL});
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        size_t k;
        json_t *item, *rows, *side = at(tree, "followup", sides[i][0]);
        if (!side)
            continue;
        heading(r, 3, sides[i][1]);
        rows = table_begin(r, (const char *const[]){"Fråga", "Svar", "Resultat", NULL});
        json_array_foreach(json_object_get(side, "items"), k, item)
        {
            json_array_append_new(rows, json_pack("[s, s, s]",
                                                  json_string_value(json_object_get(item, "label")),
                                                  figure_text(r->a, json_object_get(item, "n")),
                                                  item_text(r->a, item)));
        }
    }
}

static void compensation_part(struct report *r, const json_t *tree)
{
    heading(r, 2, "Ersättningen");
    by_side(r, json_object_get(tree, "compensation"),
            (const char *const[]){"total", "kronor", "travel_kronor", "travel_km", NULL},
            (const char *const[]){"", "Underlag", "Arvode, kr", "Resor och utlägg, kr",
                                  "Egen bil, km", NULL});
    json_t *rows = table_begin(r, (const char *const[]){"Betalt", "Underlag", "Arvode, kr", NULL});
    for (size_t i = 0; i < 2; i++) {
        size_t k;
        json_t *paid;
        json_array_foreach(json_object_get(at(tree, "compensation", sides[i][0]), "paid"), k, paid)
        {
            const char *word = word_of(json_string_value(json_object_get(paid, "key")));
            const json_t *values[] = {json_object_get(paid, "n"), json_object_get(paid, "kronor")};
            table_row(r, rows, arena_printf(r->a, "%s: %s", sides[i][1], word), values, 2);
        }
    }
}

static void notes_part(struct report *r, const json_t *tree)
{
    heading(r, 2, "Så är siffrorna räknade");
    paragraph(r, "",
              "En förfrågan hör till den period då den kom. Frågor, uppdrag, uppföljningar och "
              "ersättning hör till den period då de ägde rum. Tider räknas i dygn, på timmen när.");
    if (json_is_integer(json_object_get(tree, "hidden_under")))
        paragraph(r, "",
                  "Två punkter (..) betyder att siffran inte visas eller inte finns. Grupper med "
                  "färre än fem visas inte, för att ingen ska kunna kännas igen. Ibland döljs en "
                  "grupp till, så att den första inte går att räkna ut.");
}

static const char *lead_text(struct arena *a, const struct house *house, const json_t *tree)
{
    const char *from = json_string_value(at(tree, "period", "from"));
    return arena_printf(a, "%s%s%s. %s förfrågningar kom till %s.", from ? from : "Från början",
                        from ? " till " : " till ", json_string_value(at(tree, "period", "to")),
                        figure_text(a, at(tree, "requests", "total")),
                        house->settings->library.name);
}

json_t *view_statistics_report(struct arena *a, const struct house *house, const json_t *statistics)
{
    struct report r = {.a = a, .blocks = json_array()};
    const char *name = house->settings->library.name, *region = house->settings->library.region;
    const char *title = arena_printf(a, "%s i siffror", name);
    heading(&r, 1, title);
    paragraph(&r, "lead", lead_text(a, house, statistics));
    requests_part(&r, statistics);
    times_part(&r, statistics);
    answers_part(&r, statistics);
    fairness_part(&r, statistics);
    followup_part(&r, statistics);
    compensation_part(&r, statistics);
    notes_part(&r, statistics);
    return json_pack("{s:s, s:s, s:s, s:o}", "lang", "sv", "title", title, "author",
                     region && *region ? region : name, "blocks", r.blocks);
}
