/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A request form as facts, as a draft keeps it, and as its sender sees it again.
 *
 * What has a fact of its own becomes that fact; all else is the unit's words about the assignment,
 * and stands in its description, a line each, so that whoever is asked reads all of it.
 */
#include "craft.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reading.h"

enum { OCCASIONS = 3 };

/* ---- What several fields together must be ---- */

static char *numbered(struct arena *a, const char *name, int n)
{
    return arena_printf(a, "%s%d", name, n);
}

static void check_day(struct web_request *q, const char *name)
{
    struct date day, today = civil_from_instant(clock_now(&q->house->clock)).date;
    if (date_parse(form_given(&q->form, name), &day) && date_compare(day, today) < 0)
        form_fault(&q->form, name,
                   web_word(q, "Dagen har redan varit.", "That day has already been."));
}

static void check_occasion(struct web_request *q, int n)
{
    char *date = numbered(q->arena, "date", n), *from = numbered(q->arena, "from", n),
         *to = numbered(q->arena, "to", n);
    const struct form *form = &q->form;
    check_day(q, date);
    if (!form_has(form, date) && (form_has(form, from) || form_has(form, to)))
        form_fault(&q->form, date, web_word(q, "Skriv också dagen.", "Write the day, too."));
    if (form_has(form, from) != form_has(form, to))
        form_fault(&q->form, form_has(form, from) ? to : from,
                   web_plain(q, "Skriv både när det börjar och när det slutar.",
                             "När börjar det? När slutar det? Skriv båda.",
                             "Write both when it begins and when it ends."));
    else if (form_has(form, from) && strcmp(form_given(form, to), form_given(form, from)) <= 0)
        form_fault(&q->form, to,
                   web_word(q, "Det slutar innan det har börjat.", "It ends before it begins."));
}

void check_request(struct web_request *q)
{
    struct form *form = &q->form;
    for (int n = 1; n <= OCCASIONS; n++)
        check_occasion(q, n);
    check_day(q, "respond_by");
    if (form_has(form, "people_min") && form_has(form, "people_max") &&
        atoi(form_given(form, "people_max")) < atoi(form_given(form, "people_min")))
        form_fault(form, "people_max",
                   web_plain(q, "Det är färre än det minsta antalet.",
                             "Det är för få. Skriv en högre siffra.",
                             "That is fewer than the least number."));
    const char *place;
    if (form_has(form, "municipality") &&
        fact_normalise(q->arena, NULL, FACT_MUNICIPALITY, form_given(form, "municipality"), &place,
                       NULL) != DONE)
        form_fault(form, "municipality",
                   web_word(q, "Skriv namnet på en svensk kommun, till exempel Göteborg.",
                            "Write the name of a Swedish municipality, for example Göteborg."));
}

/* ---- Facts ---- */

static const struct {
    enum fact_key key;
    const char *field;
} direct[] = {
    {FACT_KIND, "kind"},
    {FACT_AREAS, "area"},
    {FACT_PERSPECTIVE, "perspective"},
    {FACT_PEOPLE_MIN, "people_min"},
    {FACT_PEOPLE_MAX, "people_max"},
    {FACT_ROUTE, "route"},
    {FACT_RESPOND_BY, "respond_by"},
    {FACT_FORMAT, "format"},
    {FACT_MUNICIPALITY, "municipality"},
    {FACT_COMPENSATION, "compensation"},
    {FACT_COST_REF, "cost_ref"},
    {FACT_CONTACT_NAME, "contact_name"},
    {FACT_CONTACT_PHONE, "contact_phone"},
    {FACT_CONTACT_EMAIL, "contact_email"},
};

/* What stands in the description, and what it is called there. */
static const struct {
    const char *field, *sv, *en;
} told[] = {
    {"description", NULL, NULL},
    {"why", "Varför, och vad vi hoppas på", "Why, and what we hope for"},
    {"open", "Vad som går att påverka", "What is open to influence"},
    {"influence", "Roll", "Role"},
    {"experience", "Erfarenhet som vi söker", "Experience we are looking for"},
    {"need", "Det vi behöver mest", "What we need most"},
    {"languages", "Språk", "Language"},
    {"when_else", "När", "When"},
    {"outside", "Tid utanför mötena", "Time outside the meetings"},
    {"place", "Plats", "Place"},
    {"participants", "Andra som är med", "Who else takes part"},
    {"support", "Stöd", "Support"},
    {"accessibility", "Tillgänglighet", "Accessibility"},
    {"confidentiality", "Sekretess", "Confidentiality"},
};

static const char *in_words(const struct form *form, const struct areas *areas, size_t i,
                            bool english)
{
    const char *value = form->values[i];
    if (form->fields[i].type == FIELD_TICK)
        return english ? "Yes" : "Ja";
    if (form->fields[i].type == FIELD_AREA) {
        const struct area *area = areas ? areas_find(areas, value) : NULL;
        return area ? (english && area->en ? area->en : area->sv) : value;
    }
    for (const struct choice *c = form->fields[i].choices; c && c->value; c++)
        if (strcmp(c->value, value) == 0)
            return english ? c->en : c->sv;
    return value;
}

static size_t index_of(const struct form *form, const char *name)
{
    size_t i = 0;
    while (i < form->count && strcmp(form->fields[i].name, name) != 0)
        i++;
    return i;
}

static char *description(struct arena *a, const struct areas *areas, const struct form *form,
                         bool english)
{
    char *text = arena_strdup(a, "");
    for (size_t k = 0; k < sizeof told / sizeof told[0]; k++) {
        if (!form_has(form, told[k].field))
            continue;
        const char *words = in_words(form, areas, index_of(form, told[k].field), english);
        const char *label = english ? told[k].en : told[k].sv;
        text = label ? arena_printf(a, "%s%s%s: %s", text, *text ? "\n" : "", label, words)
                     : arena_printf(a, "%s%s%s", text, *text ? "\n" : "", words);
    }
    return text;
}

/* "2027-04-08T10:00/2027-04-08T12:00 2027-05-01/2027-05-01" */
static char *occasions(struct arena *a, const struct form *form)
{
    char *all = arena_strdup(a, "");
    for (int n = 1; n <= OCCASIONS; n++) {
        const char *day = form_given(form, numbered(a, "date", n));
        const char *from = form_given(form, numbered(a, "from", n));
        const char *to = form_given(form, numbered(a, "to", n));
        if (!*day)
            continue;
        const char *gap = *all ? " " : "";
        all = *from && *to ? arena_printf(a, "%s%s%sT%s/%sT%s", all, gap, day, from, day, to)
                           : arena_printf(a, "%s%s%s/%s", all, gap, day, day);
    }
    return all;
}

static const char *unit_name(struct arena *a, const struct form *form)
{
    const char *unit = form_given(form, "unit"), *division = form_given(form, "division");
    return *unit && *division ? arena_printf(a, "%s, %s", unit, division) : unit;
}

static void put(struct arena *a, const struct areas *areas, struct page_request *out,
                enum fact_key key, const char *value)
{
    const char *normal;
    if (text_blank(value) || fact_normalise(a, areas, key, value, &normal, NULL) != DONE)
        return;
    out->facts[key] = (struct fact){normal, arena_strdup(a, value)};
}

void request_facts(struct arena *a, const struct areas *areas, const struct form *form,
                   bool english, struct page_request *out)
{
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < sizeof direct / sizeof direct[0]; i++)
        put(a, areas, out, direct[i].key, form_given(form, direct[i].field));
    put(a, areas, out, FACT_OCCASIONS, occasions(a, form));
    put(a, areas, out, FACT_UNIT, unit_name(a, form));
    if (form_has(form, "description"))
        put(a, areas, out, FACT_DESCRIPTION, description(a, areas, form, english));
    out->subject = form_given(form, "title");
    out->sender_name = form_given(form, "contact_name");
    out->experience = form_given(form, "experience");
}

/* ---- A draft ---- */

char *request_keep(struct arena *a, const struct form *form)
{
    json_t *kept = json_object();
    for (size_t i = 0; i < form->count; i++)
        if (!text_blank(form->values[i]))
            json_object_set_new(kept, form->fields[i].name, json_string(form->values[i]));
    char *text = json_dumps(kept, JSON_COMPACT), *copy = arena_strdup(a, text ? text : "{}");
    free(text);
    json_decref(kept);
    return copy;
}

struct form request_recall(struct arena *a, const char *json)
{
    struct form form = form_empty(a, request_fields);
    json_t *kept = json_loads(json, 0, NULL);
    for (size_t i = 0; i < form.count; i++) {
        const char *value = json_string_value(json_object_get(kept, form.fields[i].name));
        form.values[i] = value ? arena_strdup(a, value) : NULL;
    }
    json_decref(kept);
    return form;
}

json_t *request_rows(struct arena *a, const struct areas *areas, const struct form *form,
                     bool english)
{
    json_t *groups = json_array(), *group = NULL;
    for (size_t i = 0; i < form->count; i++) {
        const struct field *field = &form->fields[i];
        if (field->group_sv || !group) {
            group = json_array();
            json_array_append_new(groups, json_pack("{s:s, s:o}", "legend",
                                                    english ? field->group_en : field->group_sv,
                                                    "rows", group));
        }
        if (!text_blank(form->values[i]))
            json_array_append_new(group,
                                  json_pack("{s:s, s:s}", "label", english ? field->en : field->sv,
                                            "value", in_words(form, areas, i, english)));
    }
    (void)a;
    for (size_t i = json_array_size(groups); i > 0; i--)
        if (json_array_size(json_object_get(json_array_get(groups, i - 1), "rows")) == 0)
            json_array_remove(groups, i - 1);
    return groups;
}
