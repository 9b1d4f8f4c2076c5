/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Facts as views: with the contract's keys and types, and what is still missing of them.
 */
#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

struct occasion_time *view_occasions(struct arena *a, const char *value, size_t *count)
{
    size_t pieces;
    char **texts = text_split(a, value ? value : "", " ", &pieces);
    struct occasion_time *times = arena_array(a, pieces + 1, sizeof *times);
    *count = 0;
    for (size_t i = 0; i < pieces; i++) {
        char *slash = strchr(texts[i], '/');
        if (slash)
            *slash = '\0';
        struct occasion_time *t = &times[*count];
        if (!civil_parse(texts[i], &t->start))
            continue;
        if (!slash || !civil_parse(slash + 1, &t->end))
            t->end = t->start;
        (*count)++;
    }
    return times;
}

struct date view_first_day(struct arena *a, const char *occasions)
{
    size_t count;
    struct occasion_time *times = view_occasions(a, occasions, &count);
    struct date first = {0};
    for (size_t i = 0; i < count; i++)
        if (first.year == 0 || date_compare(times[i].start.date, first) < 0)
            first = times[i].start.date;
    return first;
}

static json_t *areas_json(struct arena *a, const char *value)
{
    json_t *array = json_array();
    size_t count;
    char **ids = text_split(a, value ? value : "", " ", &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_string(ids[i]));
    return array;
}

static json_t *occasions_json(struct arena *a, const char *value)
{
    json_t *array = json_array();
    size_t count;
    struct occasion_time *times = view_occasions(a, value, &count);
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_pack("{s:s, s:s}", "start", civil_text(a, times[i].start),
                                               "end", civil_text(a, times[i].end)));
    return array;
}

static json_t *fact_json(struct arena *a, enum fact_key key, const char *value)
{
    switch (key) {
    case FACT_AREAS:
        return areas_json(a, value);
    case FACT_OCCASIONS:
        return occasions_json(a, value);
    case FACT_PEOPLE_MIN:
    case FACT_PEOPLE_MAX:
        return value ? json_integer(atoll(value)) : json_null();
    case FACT_COMPENSATION:
        return json_string(value ? value : "unsaid");
    default:
        return view_text(value);
    }
}

json_t *view_facts(struct arena *a, const char *const values[FACT_COUNT])
{
    json_t *view = json_object();
    for (enum fact_key key = 0; key < FACT_COUNT; key++)
        json_object_set_new(view, fact_name(key), fact_json(a, key, values[key]));
    return view;
}

static bool known(const struct known_fact facts[FACT_COUNT], enum fact_key key)
{
    return facts[key].value && !text_blank(facts[key].value);
}

static bool is(const struct known_fact facts[FACT_COUNT], enum fact_key key, const char *value)
{
    return facts[key].value && strcmp(facts[key].value, value) == 0;
}

/* What a unit must state before an invitation goes out. */
enum fact_key *view_missing(struct arena *a, const struct known_fact facts[FACT_COUNT],
                            size_t *count)
{
    enum fact_key *keys = arena_array(a, FACT_COUNT, sizeof *keys);
    size_t n = 0;
    if (!known(facts, FACT_DESCRIPTION))
        keys[n++] = FACT_DESCRIPTION;
    if (!known(facts, FACT_AREAS))
        keys[n++] = FACT_AREAS;
    if (!known(facts, FACT_PEOPLE_MIN) && !known(facts, FACT_PEOPLE_MAX))
        keys[n++] = FACT_PEOPLE_MIN;
    if (!known(facts, FACT_OCCASIONS))
        keys[n++] = FACT_OCCASIONS;
    if (!known(facts, FACT_FORMAT) && !known(facts, FACT_MUNICIPALITY))
        keys[n++] = FACT_FORMAT;
    else if (!is(facts, FACT_FORMAT, "digital") && !known(facts, FACT_MUNICIPALITY))
        keys[n++] = FACT_MUNICIPALITY;
    if (!known(facts, FACT_CONTACT_NAME))
        keys[n++] = FACT_CONTACT_NAME;
    if (!known(facts, FACT_COMPENSATION) || is(facts, FACT_COMPENSATION, "unsaid"))
        keys[n++] = FACT_COMPENSATION;
    *count = n;
    return keys;
}

json_t *view_text(const char *text)
{
    return text && *text ? json_string(text) : json_null();
}

json_t *view_time(struct arena *a, instant t)
{
    return t < 0 || t == INSTANT_NEVER ? json_null() : json_string(instant_local_text(a, t));
}
