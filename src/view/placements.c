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
#include "store/agreements.h"
#include "view/agreement.h"
#include "view/pages.h"
#include "view/pay.h"
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

/* ---- Candidates ---- */

json_t *view_candidates(struct arena *a, const struct candidate *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct candidate *c = &list[i];
        json_t *one = json_pack("{s:s, s:o, s:b}", "who", c->who, "first_name",
                                view_text(first_name(a, c->name)), "own", c->association == NULL);
        set(one, "association", view_text(c->association));
        set(one, "text", view_text(c->text));
        json_array_append_new(array, one);
    }
    return array;
}

bool view_is_group(const char *kind)
{
    static const char *const groups[] = {"improvement_work", "working_group", "management_group",
                                         "reference_group",  "workshop",      "focus_group"};
    for (size_t i = 0; kind && i < sizeof groups / sizeof groups[0]; i++)
        if (strcmp(kind, groups[i]) == 0)
            return true;
    return false;
}

/* ---- For --json ---- */

static enum outcome placement_view(struct arena *a, const struct house *house,
                                   const struct placement *p, json_t *array, struct fault *f)
{
    struct agreement newest;
    json_t *pay = NULL;
    enum outcome o = agreements_newest(house->db, a, p->id, &newest, f);
    if (o == DONE)
        o = view_compensations(a, house, p->request_id, p->who, &pay, f);
    if (o != DONE)
        return o;
    json_t *one = json_pack(
        "{s:s, s:s, s:o, s:o, s:s, s:o, s:o}", "who", p->who, "state", p->state, "speaks_for",
        p->speaks_for ? json_string(arena_printf(a, "A%lld", (long long)p->speaks_for))
                      : json_null(),
        "chosen_at", view_time(a, p->chosen_at), "chosen_by", p->chosen_by, "agreed_at",
        view_time(a, p->agreed_at), "ended_at", view_time(a, p->ended_at));
    set(one, "ended_by", view_text(p->ended_by));
    set(one, "ended_why", view_text(p->ended_why));
    set(one, "f_tax", json_boolean(p->f_tax));
    set(one, "agreement", view_agreement_brief(a, &newest));
    set(one, "compensation", pay);
    json_array_append_new(array, one);
    return DONE;
}

enum outcome view_placements(struct arena *a, const struct house *house, int64_t request_id,
                             json_t **out, struct fault *f)
{
    struct placement *list;
    size_t count;
    enum outcome o = placements_of_request(house->db, a, request_id, &list, &count, f);
    *out = json_array();
    for (size_t i = 0; o == DONE && i < count; i++)
        o = placement_view(a, house, &list[i], *out, f);
    return o;
}
