/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What staff may change, as rows: for the command, and for the desk.
 */
#include "view/settings.h"

#include <string.h>

#include "base/buffer.h"
#include "base/secret.h"
#include "base/text.h"
#include "letters.h"
#include "reading.h"
#include "view.h"

enum { INI_MOST = 1 << 20 };

/* What is shipped is another text by now than when this one was made from it. */
static bool is_outdated(struct arena *a, const struct house *house, const struct setting_version *v)
{
    const char *shipped = v->shipped ? NULL : house_shipped_text(house, a, v->name);
    return shipped && *v->of_sha256 && strcmp(v->of_sha256, sha256_text(a, shipped)) != 0;
}

json_t *view_setting_version(struct arena *a, const struct house *house,
                             const struct setting_version *v)
{
    return json_pack("{s:s, s:s, s:I, s:b, s:o, s:o, s:b}", "name", v->name, "kind", v->kind,
                     "version", (json_int_t)v->version, "shipped", v->shipped, "by",
                     view_text(v->by_name), "at", view_time(a, v->at), "outdated",
                     is_outdated(a, house, v));
}

struct naming {
    const struct setting_version *list;
    size_t count;
    void (*visit)(void *context, const char *name, bool changed);
    void *context;
};

static bool is_changed(const struct naming *n, const char *name)
{
    for (size_t i = 0; i < n->count; i++)
        if (strcmp(n->list[i].name, name) == 0)
            return true;
    return false;
}

static void name_one(struct naming *n, const char *name)
{
    n->visit(n->context, name, is_changed(n, name));
}

static void name_sheet(void *context, const char *name, const char *text, bool changeable)
{
    (void)text;
    if (changeable)
        name_one(context, name);
}

enum outcome view_setting_names(const struct house *house, struct arena *a,
                                void (*visit)(void *context, const char *name, bool changed),
                                void *context, struct fault *f)
{
    struct naming n = {.visit = visit, .context = context};
    struct setting_version *list;
    enum outcome o = versions_standing(house->db, a, &list, &n.count, f);
    if (o != DONE)
        return o;
    n.list = list;
    if (house->shelf)
        shelf_each(house->shelf, name_sheet, &n);
    for (size_t i = 0; i < areas_count(house->areas); i++)
        name_one(&n, arena_printf(a, "areas/%s", areas_at(house->areas, i)->id));
    name_one(&n, "rules");
    for (size_t i = 0; i < house->settings->text_count; i++) {
        const struct setting_text *t = &house->settings->texts[i];
        const char *name = arena_printf(a, "%s.%s", t->section, t->name);
        if (settings_may_change(house->settings, name))
            name_one(&n, name);
    }
    return DONE;
}

const char *view_settings_ini(struct arena *a, const struct settings *s)
{
    struct buffer b;
    const char *section = "";
    buffer_init(&b, INI_MOST);
    for (size_t i = 0; i < s->text_count; i++) {
        const struct setting_text *t = &s->texts[i];
        if (!settings_may_change(s, arena_printf(a, "%s.%s", t->section, t->name)))
            continue;
        if (strcmp(section, t->section) != 0)
            buffer_printf(&b, "%s[%s]\n", *section ? "\n" : "", t->section);
        section = t->section;
        buffer_printf(&b, "%s = %s\n", t->name, t->value);
    }
    buffer_printf(&b, "\n%s", settings_text(a, s, "rules"));
    char *text = arena_strndup(a, buffer_text(&b), b.len);
    buffer_free(&b);
    return text;
}
