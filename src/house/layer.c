/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What staff wrote instead of what is shipped, laid over what the files say.
 *
 * A layer is made whole beside the one that holds, and takes its place between two steps of a
 * role, so that no step sees half of a change. It leans on the files as they were read: what they
 * say by now counts only after a reload, as ever. The layer before it is kept until the next one
 * comes, for whoever still holds a word of it.
 */
#include "layer.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "letters.h"
#include "reading.h"
#include "store/versions.h"

struct layer {
    struct arena *arena;
    const struct settings *settings;
    const struct areas *areas;
    const char *areas_text;
    struct shelf *shelf; /* its own; NULL: no text is changed */
    struct layer *before;
};

static const char AREA[] = "areas/";
static const char RULES[] = "rules";

/* ---- Names ---- */

const char *house_kind(const struct house *house, const char *name)
{
    const struct shelf *shelf = house->shipped.settings ? house->shipped.shelf : house->shelf;
    if (text_starts(name, AREA))
        return "areas";
    if (strchr(name, '/'))
        return !shelf || !shelf_may_change(shelf, name) ? NULL
               : text_starts(name, "advice/")           ? "text"
                                                        : "template";
    if (!settings_may_change(house->settings, name))
        return NULL;
    return strcmp(name, RULES) == 0             ? "rule"
           : text_starts(name, "compensation.") ? "amount"
                                                : "key";
}

static const char *text_in(struct arena *a, const struct settings *settings, const char *areas,
                           const struct shelf *shelf, const char *name)
{
    if (text_starts(name, AREA))
        return areas ? areas_section(a, areas, name + strlen(AREA)) : NULL;
    if (strchr(name, '/'))
        return shelf ? shelf_text(shelf, name) : NULL;
    return settings_text(a, settings, name);
}

const char *house_shipped_text(const struct house *house, struct arena *a, const char *name)
{
    const struct shipped *s = &house->shipped;
    return s->settings ? text_in(a, s->settings, house->areas_text, s->shelf, name)
                       : text_in(a, house->settings, house->areas_text, house->shelf, name);
}

/* ---- Laying ---- */

/* A layer on its way. */
struct laying {
    const struct house *house;
    struct layer *layer;
    const struct setting_version *versions;
    size_t count;
    void (*report)(void *context, const char *line);
    void *context;
    bool faulty;
};

static const char *where_of(struct arena *a, const struct setting_version *v)
{
    return v->version > 0 ? arena_printf(a, "%s (version %lld)", v->name, (long long)v->version)
                          : arena_printf(a, "%s", v->name);
}

static bool is_area(const struct setting_version *v)
{
    return strcmp(v->kind, "areas") == 0;
}

static bool is_text(const struct setting_version *v)
{
    return strcmp(v->kind, "template") == 0 || strcmp(v->kind, "text") == 0;
}

static void lay_settings(struct laying *x)
{
    struct arena *a = x->layer->arena;
    struct setting_change *changes = arena_array(a, x->count, sizeof *changes);
    size_t count = 0;
    struct fault f;
    for (size_t i = 0; i < x->count; i++)
        if (!is_area(&x->versions[i]) && !is_text(&x->versions[i]))
            changes[count++] = (struct setting_change){.name = x->versions[i].name,
                                                       .text = x->versions[i].body,
                                                       .where = where_of(a, &x->versions[i])};
    if (count > 0 && settings_over(a, x->house->shipped.settings, changes, count, x->report,
                                   x->context, &x->layer->settings, &f) != DONE)
        x->faulty = true;
}

/* A fault of the whole text is told by the section that it stands in. */
static void tell_area(struct laying *x, const char *text, const char *fault)
{
    struct arena *a = x->layer->arena;
    int line = 0;
    const char *what = fault;
    if (sscanf(fault, "areas:%d: ", &line) == 1 && strstr(fault, ": "))
        what = strstr(fault, ": ") + 2;
    x->report(x->context,
              line > 0 ? arena_printf(a, "%s: %s", areas_place(a, text, line), what) : fault);
    x->faulty = true;
}

static void lay_areas(struct laying *x)
{
    struct arena *a = x->layer->arena;
    struct area_change *changes = arena_array(a, x->count, sizeof *changes);
    size_t count = 0;
    char *text = NULL;
    struct areas *areas;
    struct fault f;
    for (size_t i = 0; i < x->count; i++)
        if (is_area(&x->versions[i]) && text_starts(x->versions[i].name, AREA))
            changes[count++] =
                (struct area_change){x->versions[i].name + strlen(AREA), x->versions[i].body};
    if (count == 0 || !x->house->areas_text)
        return;
    if (areas_over(a, x->house->areas_text, changes, count, &text, &f) != DONE)
        tell_area(x, "", f.text);
    else if (areas_read(a, "areas", text, &areas, &f) != DONE)
        tell_area(x, text, f.text);
    else {
        x->layer->areas = areas;
        x->layer->areas_text = text;
    }
}

static void lay_texts(struct laying *x)
{
    struct arena *a = x->layer->arena;
    struct shelf_change *changes = arena_array(a, x->count, sizeof *changes);
    size_t count = 0;
    struct fault f;
    for (size_t i = 0; i < x->count; i++)
        if (is_text(&x->versions[i]))
            changes[count++] = (struct shelf_change){.name = x->versions[i].name,
                                                     .text = x->versions[i].body,
                                                     .where = where_of(a, &x->versions[i])};
    if (count > 0 && x->house->shipped.shelf &&
        shelf_over(x->house->shipped.shelf, changes, count, x->report, x->context, &x->layer->shelf,
                   &f) != DONE)
        x->faulty = true;
}

enum outcome layer_check_rules(struct arena *a, const char *where, const struct settings *s,
                               const struct areas *areas,
                               void (*report)(void *context, const char *line), void *context,
                               struct fault *f)
{
    enum outcome o = DONE;
    for (size_t i = 0; i < s->routing.rule_count; i++) {
        const struct routing_rule *rule = &s->routing.rules[i];
        for (size_t k = 0; k < rule->area_count; k++) {
            if (areas_find(areas, rule->areas[k]))
                continue;
            report(context,
                   arena_printf(a, "%s:1: [rule %s] names the area %s; expected an id of %s", where,
                                rule->name, rule->areas[k], s->files.areas));
            o = fault_set(f, NEVER, EXIT_CONFIG, "a rule names an unknown area");
        }
    }
    return o;
}

static void free_layer(struct layer **layer)
{
    if (!*layer)
        return;
    struct arena *a = (*layer)->arena;
    shelf_free(&(*layer)->shelf);
    arena_free(&a);
    *layer = NULL;
}

static void ignore(void *context, const char *line)
{
    (void)context, (void)line;
}

/* Makes a layer of these versions; NEVER when they have faults, all of which were told. */
static enum outcome lay(const struct house *house, const struct setting_version *versions,
                        size_t count, void (*report)(void *context, const char *line),
                        void *context, struct layer **out, struct fault *f)
{
    struct arena *a = arena_new();
    struct laying x = {.house = house,
                       .layer = arena_alloc(a, sizeof *x.layer),
                       .versions = versions,
                       .count = count,
                       .report = report ? report : ignore,
                       .context = context};
    *x.layer = (struct layer){
        .arena = a, .settings = house->shipped.settings, .areas = house->shipped.areas};
    lay_settings(&x);
    lay_areas(&x);
    lay_texts(&x);
    if (!x.faulty && x.layer->areas &&
        layer_check_rules(a, RULES, x.layer->settings, x.layer->areas, x.report, context, f) !=
            DONE)
        x.faulty = true;
    if (x.faulty) {
        free_layer(&x.layer);
        return fault_set(f, NEVER, EXIT_CONFIG,
                         "what the case book holds over the files has "
                         "faults");
    }
    *out = x.layer;
    return DONE;
}

/* ---- Taking ---- */

static void keep_shipped(struct house *house)
{
    if (house->shipped.settings)
        return;
    house->shipped =
        (struct shipped){.settings = house->settings, .areas = house->areas, .shelf = house->shelf};
}

static void hold(struct house *house, struct layer *layer)
{
    if (house->layer)
        free_layer(&house->layer->before);
    layer->before = house->layer;
    house->layer = layer;
    house->settings = layer->settings;
    house->areas = layer->areas;
    house->shelf = layer->shelf ? layer->shelf : house->shipped.shelf;
}

void layer_drop(struct house *house)
{
    if (!house->layer)
        return;
    free_layer(&house->layer->before);
    free_layer(&house->layer);
    house->settings = house->shipped.settings;
    house->areas = house->shipped.areas;
    house->shelf = house->shipped.shelf;
}

/* The newest of each name, and which was the newest of all, from one state of the book. */
static enum outcome read_book(struct house *house, struct arena *a, struct setting_version **list,
                              size_t *count, int64_t *newest, struct fault *f)
{
    enum outcome o = db_read_begin(house->db, f);
    if (o != DONE)
        return o;
    o = versions_newest(house->db, newest, f);
    if (o == DONE)
        o = versions_standing(house->db, a, list, count, f);
    db_read_end(house->db);
    return o;
}

static enum outcome take(struct house *house, void (*report)(void *context, const char *line),
                         void *context, struct fault *f)
{
    struct arena *a = arena_new();
    struct setting_version *list = NULL;
    struct layer *layer = NULL;
    size_t count = 0;
    int64_t newest = 0;
    keep_shipped(house);
    enum outcome o = read_book(house, a, &list, &count, &newest, f);
    if (o == DONE) {
        house->taken = newest;
        if (count > 0 || house->layer)
            o = lay(house, list, count, report, context, &layer, f);
    }
    if (o == DONE && layer)
        hold(house, layer);
    arena_free(&a);
    return o;
}

enum outcome house_take_book(struct house *house, void (*report)(void *context, const char *line),
                             void *context, struct fault *f)
{
    return take(house, report, context, f);
}

static void log_fault(void *context, const char *line)
{
    const struct house *house = context;
    log_event(&house->log, LOG_ERROR, "setting_refused", "why=\"%s\"", line);
}

void house_renew(struct house *house)
{
    int64_t newest = 0;
    struct fault f;
    if (versions_newest(house->db, &newest, &f) != DONE || newest == house->taken)
        return;
    if (take(house, log_fault, house, &f) == DONE)
        log_event(&house->log, LOG_INFO, "settings_taken", "version=%lld", (long long)newest);
}

/* ---- Trying ---- */

enum outcome house_try(const struct house *house, const struct setting_version *version,
                       void (*report)(void *context, const char *line),
                       void (*look)(void *context, const struct shelf *shelf), void *context,
                       struct fault *f)
{
    struct arena *a = arena_new();
    struct house trial = *house;
    struct setting_version *list = NULL, *all;
    struct layer *layer = NULL;
    size_t count = 0, n = 0;
    keep_shipped(&trial);
    enum outcome o = versions_standing(house->db, a, &list, &count, f);
    if (o == DONE) {
        all = arena_array(a, count + 1, sizeof *all);
        for (size_t i = 0; i < count; i++)
            if (strcmp(list[i].name, version->name) != 0)
                all[n++] = list[i];
        if (!version->shipped)
            all[n++] = *version;
        o = lay(&trial, all, n, report, context, &layer, f);
        if (o == NEVER)
            fault_set(f, NEVER, EXIT_DATA, "%s has faults: nothing is changed", version->name);
        if (o == DONE && look)
            look(context, layer->shelf ? layer->shelf : trial.shipped.shelf);
    }
    free_layer(&layer);
    arena_free(&a);
    return o;
}

const char *house_areas_text(const struct house *house, struct arena *a)
{
    bool changed = house->layer && house->layer->areas_text;
    return arena_strdup(a, changed ? house->layer->areas_text : house->areas_text);
}

const char *house_text(const struct house *house, struct arena *a, const char *name)
{
    struct setting_version v;
    struct fault f;
    if (house->db && versions_current(house->db, a, name, &v, &f) == DONE && v.id && !v.shipped)
        return v.body;
    return house_shipped_text(house, a, name);
}
