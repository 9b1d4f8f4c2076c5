/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Views of the choice and of what follows it (include/view/placements.h).
 *
 * The unit knows what its own request is about, and yet its letters do not say: one line with a
 * name and a topic in it would tie the two together for whoever reads over a shoulder
 * (invariant 9).
 */
#include "view/placements.h"

#include <string.h>

#include "base/text.h"
#include "view/pages.h"
#include "words.h"

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new(object, key, value);
}

static bool is_planned(const struct occasion *o)
{
    return strcmp(o->state, "planned") == 0;
}

static void add_times(struct arena *a, json_t *list, const char *value, const char *language)
{
    size_t count;
    struct occasion_time *times = view_occasions(a, value, &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(words_occasion(a, &times[i], language)));
}

static json_t *when_words(struct arena *a, const struct known_fact facts[FACT_COUNT],
                          const struct placement_letter *l)
{
    json_t *list = json_array();
    if (!l->occasions)
        add_times(a, list, facts[FACT_OCCASIONS].value, l->language);
    for (size_t i = 0; l->occasions && i < l->occasion_count; i++) {
        const struct occasion *o = &l->occasions[i];
        if (is_planned(o))
            add_times(a, list, arena_printf(a, "%s/%s", o->starts, o->ends), l->language);
    }
    return list;
}

static const char *first_name(struct arena *a, const char *name)
{
    size_t count;
    char **parts = text_split(a, name ? name : "", " \t", &count);
    return count > 0 ? parts[0] : NULL;
}

json_t *view_placement_letter(struct arena *a, const struct house *house, const struct request *r,
                              const struct known_fact facts[FACT_COUNT],
                              const struct placement_letter *l)
{
    json_t *view = view_link_letter(a, house, l->to_name, l->link_path);
    json_t *when = when_words(a, facts, l);
    const char *kind = words_kind(facts[FACT_KIND].value, l->language);
    const char *some =
        words_english(l->language) ? "an assignment in care" : "ett uppdrag i vården";
    const char *where = words_where(a, facts, l->language);
    if (l->other_name) {
        set(view, "letter", json_pack("{s:s}", "number", r->number));
        set(view, "other_first_name", view_text(first_name(a, l->other_name)));
    }
    set(view, "when_open", json_boolean(json_array_size(when) == 0));
    set(view, "when", when);
    set(view, "where_open", json_boolean(where == NULL));
    set(view, "where", view_text(where));
    set(view, "kind_label", json_string(kind ? kind : some));
    return view;
}
