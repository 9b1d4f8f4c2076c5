/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Who must not be asked, and why: the hard exclusions, in one table, gravest first.
 *
 * Only what is known excludes. Somebody whose perspective, format or municipality nobody wrote down
 * stays on the list: staff can ask.
 */
#include "weigh.h"

#include <string.h>

#include "base/text.h"

enum { MONTH_DAYS = 30 };

/* All that a rule may look at. */
struct view {
    struct arena *a;
    const struct match_request *request;
    const struct match_person *p;
    const struct match_rules *rules;
    match_within *within;
    const void *tree;
};

static bool is(const char *value, const char *word)
{
    return value && strcmp(value, word) == 0;
}

static bool is_deceased(const struct view *v)
{
    return v->p->deceased;
}

static bool has_left(const struct view *v)
{
    return v->p->left;
}

static bool is_protected(const struct view *v)
{
    return v->p->protected_identity;
}

static bool lacks_consent(const struct view *v)
{
    return v->rules->consent_is_basis && !v->p->consents;
}

static bool objects(const struct view *v)
{
    return v->p->objects;
}

static bool is_unconfirmed(const struct view *v)
{
    return v->p->unconfirmed;
}

static bool lacks_address(const struct view *v)
{
    return !v->p->has_address;
}

static bool in_conflict(const struct view *v)
{
    return v->p->conflict;
}

static bool asked_already(const struct view *v)
{
    return v->p->already_asked;
}

static bool pauses(const struct view *v)
{
    return v->p->paused_until.year != 0 && date_compare(v->request->today, v->p->paused_until) <= 0;
}

/* Asked as often in the last 30 days as anybody may be. */
static bool rests(const struct view *v)
{
    int asked = v->p->asked_month;
    if (asked == 0 && v->p->last_asked.year != 0 &&
        date_to_days(v->request->today) - date_to_days(v->p->last_asked) < MONTH_DAYS)
        asked = 1;
    return v->rules->max_asks_per_month > 0 && asked >= v->rules->max_asks_per_month;
}

/* The request wants something that is, or lies below, what the person does not want. */
static bool is_unwanted(const struct view *v)
{
    for (size_t i = 0; i < v->request->area_count; i++)
        for (size_t j = 0; j < v->p->unwanted_count; j++)
            if (v->within(v->tree, v->request->areas[i], v->p->unwanted[j]))
                return true;
    return false;
}

static bool lacks_area(const struct view *v)
{
    return !weigh_some_area(v->request, v->p->areas, v->p->area_count, v->within, v->tree);
}

static bool lacks_perspective(const struct view *v)
{
    const char *wanted = v->request->perspective, *own = v->p->perspective;
    return wanted && own && !is(wanted, "either") && !is(own, "both") && strcmp(wanted, own) != 0;
}

static bool lacks_format(const struct view *v)
{
    const char *wanted = v->request->format, *own = v->p->formats;
    return wanted && own && !is(wanted, "hybrid") && !is(own, "both") && strcmp(wanted, own) != 0;
}

static bool lacks_language(const struct view *v)
{
    const char *own = text_blank(v->p->languages) ? "sv" : v->p->languages;
    return !text_blank(v->request->language) &&
           !weigh_listed(v->a, own, " ,", v->request->language);
}

static const struct {
    const char *key;
    bool (*applies)(const struct view *v);
} RULES[] = {
    {"deceased", is_deceased},
    {"left", has_left},
    {"protected", is_protected},
    {"no_consent", lacks_consent},
    {"objects", objects},
    {"unconfirmed", is_unconfirmed},
    {"no_address", lacks_address},
    {"conflict", in_conflict},
    {"already_asked", asked_already},
    {"paused", pauses},
    {"resting", rests},
    {"unwanted_area", is_unwanted},
    {"area", lacks_area},
    {"perspective", lacks_perspective},
    {"format", lacks_format},
    {"language", lacks_language},
};

const char *exclude_person(struct arena *a, const struct match_request *request,
                           const struct match_person *p, const struct match_rules *rules,
                           match_within *within, const void *tree)
{
    const struct view v = {a, request, p, rules, within, tree};
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++)
        if (RULES[i].applies(&v))
            return RULES[i].key;
    return NULL;
}
