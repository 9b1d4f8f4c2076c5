/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What has been written in the steps of a sign-up: kept as JSON, shown again, and read as what a
 * person's record takes.
 */
#include "page_self.h"
#include "page_signup.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending/signup.h"
#include "view/pages.h"

static json_t *opened(const char *kept)
{
    json_t *all = json_loads(kept ? kept : "{}", 0, NULL);
    return all ? all : json_object();
}

struct form signup_recall(struct arena *a, const struct signup_step *step, const char *kept)
{
    struct form form = form_empty(a, step->fields);
    json_t *all = opened(kept);
    for (size_t i = 0; i < form.count; i++) {
        const char *value = json_string_value(json_object_get(all, form.fields[i].name));
        form.values[i] = value ? arena_strdup(a, value) : NULL;
    }
    json_decref(all);
    return form;
}

char *signup_keep(struct arena *a, const char *kept, const struct form *form)
{
    json_t *all = opened(kept);
    for (size_t i = 0; i < form->count; i++) {
        if (text_blank(form->values[i]))
            json_object_del(all, form->fields[i].name);
        else
            json_object_set_new(all, form->fields[i].name, json_string(form->values[i]));
    }
    char *text = json_dumps(all, JSON_COMPACT), *copy = arena_strdup(a, text ? text : "{}");
    free(text);
    json_decref(all);
    return copy;
}

const char *signup_word(struct arena *a, const char *kept, const char *name)
{
    json_t *all = opened(kept);
    const char *value = json_string_value(json_object_get(all, name));
    const char *copy = value ? arena_strdup(a, value) : "";
    json_decref(all);
    return copy;
}

static const char *in_words(const struct web_request *q, const struct field *field,
                            const char *value)
{
    for (const struct choice *c = field->choices; c && c->value; c++)
        if (strcmp(c->value, value) == 0)
            return web_word(q, c->sv, c->en);
    return value;
}

json_t *signup_rows(const struct web_request *q, const char *kept, bool links)
{
    json_t *groups = json_array();
    for (size_t s = 0; s < SIGNUP_STEPS; s++) {
        const struct signup_step *step = &signup_steps[s];
        struct form form = signup_recall(q->arena, step, kept);
        json_t *rows = json_array();
        for (size_t i = 0; i < form.count; i++)
            if (!text_blank(form.values[i]))
                json_array_append_new(
                    rows, json_pack("{s:s, s:s}", "label",
                                    web_plain(q, step->fields[i].sv, step->fields[i].easy,
                                              step->fields[i].en),
                                    "value", in_words(q, &step->fields[i], form.values[i])));
        json_t *group =
            json_pack("{s:s, s:b, s:o}", "legend", web_plain(q, step->sv, step->easy, step->en),
                      "answered", json_array_size(rows) > 0, "rows", rows);
        if (links)
            json_object_set_new(group, "change",
                                json_string(web_at(q, "/bli-levande-bok/",
                                                   arena_printf(q->arena, "/%s", step->part))));
        if (links || json_array_size(rows) > 0)
            json_array_append_new(groups, group);
        else
            json_decref(group);
    }
    return groups;
}

/* Areas and languages are written in words; the record takes ids and codes. */
static const char *as_recorded(struct web_request *q, const char *name, const char *value)
{
    const char *strange;
    if (strcmp(name, "areas") == 0 || strcmp(name, "unwanted") == 0)
        return self_areas(q, value, &strange);
    if (strcmp(name, "languages") == 0)
        return view_language_codes(q->arena, value, &strange);
    return value;
}

struct roster_change *signup_changes(struct web_request *q, const char *kept, size_t *count)
{
    enum { FIELDS_MOST = 40 };
    struct roster_change *list = arena_array(q->arena, FIELDS_MOST, sizeof *list);
    size_t n = 0;
    for (size_t s = 0; s < SIGNUP_STEPS; s++) {
        struct form form = signup_recall(q->arena, &signup_steps[s], kept);
        for (size_t i = 0; i < form.count && n < FIELDS_MOST; i++) {
            const char *name = form.fields[i].name;
            if (!text_blank(form.values[i]))
                list[n++] = (struct roster_change){name, as_recorded(q, name, form.values[i])};
        }
    }
    *count = n;
    return list;
}
