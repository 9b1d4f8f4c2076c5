/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A form as a view: groups of fields with what was typed and what is wrong with it, and the summary
 * of faults that stands at the top of a refused form (WCAG 3.3.1, 3.3.3).
 */
#include "craft.h"

#include <string.h>

#include "base/text.h"
#include "reading.h"

enum { SCALE_BEST = 5 };

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new_nocheck(object, key, value); /* the key is a word of ours */
}

/* What is so, or said, stands in the view; what is not there is not so. */
static void set_so(json_t *object, const char *key, bool so)
{
    if (so)
        set(object, key, json_true());
}

static void set_text(json_t *object, const char *key, const char *text)
{
    if (text)
        set(object, key, json_string(text));
}

static json_t *option(const char *value, const char *label, const char *chosen, const char *id)
{
    json_t *o = json_object();
    set_text(o, "value", value);
    set_text(o, "label", label);
    set_text(o, "id", id);
    set_so(o, "chosen", chosen && strcmp(value, chosen) == 0);
    return o;
}

static json_t *choices(struct arena *a, const struct field *field, const char *chosen, bool english)
{
    json_t *list = json_array();
    for (const struct choice *c = field->choices; c && c->value; c++)
        json_array_append_new(list, option(c->value, english ? c->en : c->sv, chosen,
                                           arena_printf(a, "%s-%s", field->name, c->value)));
    return list;
}

/* The figures of a scale; the two at its ends bear words, too. */
static json_t *scale_choices(struct arena *a, const struct field *field, const char *chosen,
                             bool english)
{
    json_t *list = json_array();
    for (int n = 1; n <= SCALE_BEST; n++) {
        const char *figure = arena_printf(a, "%d", n);
        json_t *o = option(figure, figure, chosen, arena_printf(a, "%s-%s", field->name, figure));
        const struct choice *end = n == 1            ? &field->choices[0]
                                   : n == SCALE_BEST ? &field->choices[1]
                                                     : NULL;
        set_text(o, "meaning", !end ? NULL : english ? end->en : end->sv);
        json_array_append_new(list, o);
    }
    return list;
}

static json_t *area_choices(struct arena *a, const struct areas *areas, const char *chosen,
                            bool english)
{
    json_t *list = json_array();
    for (size_t i = 0; areas && i < areas_count(areas); i++) {
        const struct area *x = areas_at(areas, i);
        const char *name = english && x->en && *x->en ? x->en : x->sv;
        json_array_append_new(
            list, option(x->id, *x->parent ? arena_printf(a, "– %s", name) : name, chosen, x->id));
    }
    return list;
}

/* What the browser is told of an input: its type, and the keyboard that fits. */
static const struct {
    const char *type, *keys;
} inputs[] = {
    [FIELD_TEXT] = {"text", NULL},      [FIELD_NUMBER] = {"text", "numeric"},
    [FIELD_DATE] = {"date", NULL},      [FIELD_TIME] = {"time", NULL},
    [FIELD_EMAIL] = {"email", "email"}, [FIELD_PHONE] = {"tel", "tel"},
    [FIELD_CODE] = {"text", "numeric"}, [FIELD_SECRET] = {"password", NULL},
    [FIELD_FILE] = {"file", NULL},
};

static const char *described(struct arena *a, const struct field *field, const char *hint,
                             const char *fault)
{
    if (hint && fault)
        return arena_printf(a, "%s-hint %s-fault", field->name, field->name);
    if (hint || fault)
        return arena_printf(a, "%s-%s", field->name, hint ? "hint" : "fault");
    return NULL;
}

static void add_kind(struct arena *a, json_t *o, const struct field *field, const char *value,
                     const struct areas *areas, bool english)
{
    enum field_type type = field->type;
    bool list = type == FIELD_CHOICE || type == FIELD_AREA;
    set_so(o, "is_list", list);
    set_so(o, "is_radio", type == FIELD_RADIO);
    set_so(o, "is_scale", type == FIELD_SCALE);
    set_so(o, "is_lines", type == FIELD_LINES);
    set_so(o, "is_tick", type == FIELD_TICK);
    if (type < sizeof inputs / sizeof inputs[0] && inputs[type].type) {
        set_so(o, "is_input", true);
        set_text(o, "type", inputs[type].type);
        set_text(o, "keys", inputs[type].keys);
    }
    if (type == FIELD_AREA)
        set(o, "options", area_choices(a, areas, value, english));
    else if (type == FIELD_SCALE)
        set(o, "options", scale_choices(a, field, value, english));
    else if (type == FIELD_CHOICE || type == FIELD_RADIO)
        set(o, "options", choices(a, field, value, english));
}

/* Where much is asked for and little of it is needed, what may be left out says so. */
static bool marks_optional(const struct form *form)
{
    size_t needed = 0;
    for (size_t i = 0; i < form->count; i++)
        needed += form->fields[i].needed;
    return needed > 1;
}

/* The one of the three that is spoken. */
static const char *spoken(const char *language, const char *sv, const char *easy, const char *en)
{
    if (text_starts(language, "en"))
        return en;
    return easy && strcmp(language, "sv-lattlast") == 0 ? easy : sv;
}

static json_t *field_view(struct arena *a, const struct form *form, size_t i,
                          const struct areas *areas, const char *language)
{
    const struct field *field = &form->fields[i];
    bool english = text_starts(language, "en");
    const char *value = form->values[i] ? form->values[i] : "";
    const char *hint = spoken(language, field->hint_sv, field->hint_easy, field->hint_en);
    const char *fault = form->faults[i];
    bool groups_itself = field->type == FIELD_RADIO || field->type == FIELD_SCALE;
    bool unseen = field->type == FIELD_SECRET || field->type == FIELD_FILE;
    json_t *o = json_object();
    set_text(o, "name", field->name);
    set_text(o, "label", spoken(language, field->sv, field->easy, field->en));
    set_text(o, "value", unseen ? "" : value);
    set_so(o, "needed", field->needed);
    set_so(o, "optional", !field->needed && !field->narrow && marks_optional(form));
    set_so(o, "narrow", field->narrow);
    set_so(o, "ticked", field->type == FIELD_TICK && strcmp(value, "yes") == 0);
    set_text(o, "hint", hint);
    set_text(o, "fault", fault);
    set_text(o, "described", described(a, field, hint, fault));
    set_text(o, "autocomplete", field->autocomplete);
    if (field->type <= FIELD_LINES && field->max > 0) /* a script says how much is left */
        set(o, "max", json_integer(field->max));
    add_kind(a, o, field, value, areas, english);
    /* The summary's link goes to the first of several radio buttons. */
    set(o, "first",
        groups_itself && field->choices
            ? json_string(arena_printf(a, "%s-%s", field->name, field->choices[0].value))
            : json_string(field->name));
    return o;
}

static json_t *new_group(const struct field *field, bool english)
{
    const char *legend = english ? field->group_en : field->group_sv;
    return json_pack("{s:o, s:o}", "legend", legend ? json_string(legend) : json_null(), "fields",
                     json_array());
}

json_t *form_view(struct arena *a, const struct form *form, const struct areas *areas,
                  const char *language)
{
    bool english = text_starts(language, "en");
    json_t *groups = json_array(), *faults = json_array();
    json_t *group = NULL;
    for (size_t i = 0; i < form->count; i++) {
        if (!group || form->fields[i].group_sv) {
            group = new_group(&form->fields[i], english);
            json_array_append_new(groups, group);
        }
        json_t *field = field_view(a, form, i, areas, language);
        if (form->faults[i])
            json_array_append_new(faults, json_pack("{s:O, s:O, s:s}", "first",
                                                    json_object_get(field, "first"), "label",
                                                    json_object_get(field, "label"), "fault",
                                                    form->faults[i]));
        json_array_append_new(json_object_get(group, "fields"), field);
    }
    return json_pack("{s:o, s:o, s:b}", "groups", groups, "faults", faults, "has_faults",
                     form->fault_count > 0);
}
