/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Names of facts, intents and answers; and values as staff type them brought to the one form.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "places.h"
#include "reading.h"

enum { MOST_PEOPLE = 1000, LONGEST_TEXT = 200, LONGEST_DESCRIPTION = 4000, MOST_ITEMS = 40 };

static const char *const fact_names[FACT_COUNT] = {
    [FACT_KIND] = "kind",
    [FACT_AREAS] = "areas",
    [FACT_PERSPECTIVE] = "perspective",
    [FACT_PEOPLE_MIN] = "people_min",
    [FACT_PEOPLE_MAX] = "people_max",
    [FACT_ROUTE] = "route",
    [FACT_OCCASIONS] = "occasions",
    [FACT_RESPOND_BY] = "respond_by",
    [FACT_FORMAT] = "format",
    [FACT_MUNICIPALITY] = "municipality",
    [FACT_COMPENSATION] = "compensation",
    [FACT_COST_REF] = "cost_ref",
    [FACT_UNIT] = "unit",
    [FACT_CONTACT_NAME] = "contact_name",
    [FACT_CONTACT_PHONE] = "contact_phone",
    [FACT_CONTACT_EMAIL] = "contact_email",
    [FACT_DESCRIPTION] = "description",
};

/* The words that a fact may hold, separated by spaces; NULL: it is free. */
static const char *const choices[FACT_COUNT] = {
    [FACT_KIND] = "improvement_work education development_day workshop seminar working_group "
                  "management_group reference_group interview focus_group lecture research "
                  "information_material other",
    [FACT_PERSPECTIVE] = "patient relative either",
    [FACT_ROUTE] = "association pool both",
    [FACT_FORMAT] = "on_site digital hybrid",
    [FACT_COMPENSATION] = "promised refused unsaid",
};

const char *fact_name(enum fact_key key)
{
    return (unsigned)key < FACT_COUNT ? fact_names[key] : "";
}

enum fact_key fact_by_name(const char *name)
{
    for (int key = 0; key < FACT_COUNT; key++)
        if (strcmp(fact_names[key], name) == 0)
            return (enum fact_key)key;
    return FACT_COUNT;
}

const char *intent_name(enum intent intent)
{
    static const char *const names[] = {
        [INTENT_OTHER] = "other",           [INTENT_REQUEST] = "request",
        [INTENT_ADVICE] = "advice",         [INTENT_VOLUNTEER] = "volunteer",
        [INTENT_REPLY] = "reply",           [INTENT_BOUNCE] = "bounce",
        [INTENT_AUTO_REPLY] = "auto_reply",
    };
    return (unsigned)intent < sizeof names / sizeof *names ? names[intent] : "other";
}

const char *answer_name(enum answer answer)
{
    static const char *const names[] = {
        [ANSWER_YES] = "yes",
        [ANSWER_NO] = "no",
        [ANSWER_MAYBE] = "maybe",
        [ANSWER_UNCLEAR] = "unclear",
    };
    return (unsigned)answer < sizeof names / sizeof *names ? names[answer] : NULL;
}

static enum outcome expected(struct fault *f, enum fact_key key, const char *what)
{
    return fault_set(f, NEVER, EXIT_DATA, "%s: expected %s", fact_name(key), what);
}

static enum outcome take_choice(struct arena *a, enum fact_key key, const char *value,
                                const char **out, struct fault *f)
{
    size_t count;
    char *folded = text_fold(a, value);
    char **words = text_split(a, choices[key], " ", &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i], folded) == 0) {
            *out = words[i];
            return DONE;
        }
    return expected(f, key, arena_printf(a, "one of: %s", choices[key]));
}

static enum outcome take_areas(struct arena *a, const struct areas *areas, const char *value,
                               const char **out, struct fault *f)
{
    size_t count;
    char **ids = text_split(a, text_fold(a, value), " ,", &count);
    *out = "";
    for (size_t i = 0; i < count; i++) {
        if (areas && !areas_find(areas, ids[i]))
            return fault_set(f, NEVER, EXIT_DATA, "areas: there is no area \"%.80s\"", ids[i]);
        bool twice = false;
        for (size_t j = 0; j < i; j++)
            twice = twice || strcmp(ids[j], ids[i]) == 0;
        if (!twice)
            *out = arena_printf(a, "%s%s%s", *out, **out ? " " : "", ids[i]);
    }
    return count && count <= MOST_ITEMS ? DONE : expected(f, FACT_AREAS, "1 to 40 area ids");
}

static enum outcome take_number(struct arena *a, enum fact_key key, const char *value,
                                const char **out, struct fault *f)
{
    char *end, *trimmed = text_trim(a, value);
    long n = strtol(trimmed, &end, 10);
    if (*trimmed < '0' || *trimmed > '9' || *end || n < 1 || n > MOST_PEOPLE)
        return expected(f, key, "a whole number from 1 to 1000");
    *out = arena_printf(a, "%ld", n);
    return DONE;
}

static enum outcome take_occasion(struct arena *a, char *text, const char **all, struct fault *f)
{
    struct civil start, end;
    char *slash = strchr(text, '/');
    if (slash)
        *slash = '\0';
    if (!civil_parse(text, &start) || !civil_parse(slash ? slash + 1 : text, &end))
        return expected(f, FACT_OCCASIONS, "START/END, each YYYY-MM-DD or YYYY-MM-DDTHH:MM");
    bool same_day = date_compare(start.date, end.date) == 0;
    bool backward = date_compare(end.date, start.date) < 0 ||
                    (same_day && start.hour >= 0 && end.hour >= 0 && civil_compare(end, start) < 0);
    if (backward)
        return expected(f, FACT_OCCASIONS, "an end that is not before its start");
    *all = arena_printf(a, "%s%s%s/%s", *all, **all ? " " : "", civil_text(a, start),
                        civil_text(a, end));
    return DONE;
}

static enum outcome take_occasions(struct arena *a, const char *value, const char **out,
                                   struct fault *f)
{
    size_t count;
    char **pieces = text_split(a, value, " ,;\t\n", &count);
    *out = "";
    if (!count || count > MOST_ITEMS)
        return expected(f, FACT_OCCASIONS, "1 to 40 pairs START/END");
    for (size_t i = 0; i < count; i++)
        if (take_occasion(a, pieces[i], out, f) != DONE)
            return NEVER;
    return DONE;
}

static enum outcome take_text(struct arena *a, enum fact_key key, const char *value,
                              const char **out, struct fault *f)
{
    size_t most = key == FACT_DESCRIPTION ? LONGEST_DESCRIPTION : LONGEST_TEXT;
    char *text = text_trim(a, value);
    if (!text_is_utf8(text, strlen(text)))
        return expected(f, key, "text in UTF-8");
    if (text_length(text) > most)
        return expected(f, key, arena_printf(a, "at most %zu characters", most));
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' && !(key == FACT_DESCRIPTION && *c == '\n'))
            return expected(f, key, "one line of text");
    *out = text;
    return DONE;
}

static enum outcome take_municipality(struct arena *a, const char *value, const char **out,
                                      struct fault *f)
{
    const char *name = municipality_named(text_fold(a, value));
    if (!name)
        return expected(f, FACT_MUNICIPALITY, "the name of a Swedish municipality");
    *out = name;
    return DONE;
}

static enum outcome take_date(struct arena *a, const char *value, const char **out, struct fault *f)
{
    struct date d;
    if (!date_parse(text_trim(a, value), &d))
        return expected(f, FACT_RESPOND_BY, "a date YYYY-MM-DD");
    *out = date_text(a, d);
    return DONE;
}

static enum outcome take_email(struct arena *a, const char *value, const char **out,
                               struct fault *f)
{
    *out = text_trim(a, value);
    return text_is_address(*out) ? DONE : expected(f, FACT_CONTACT_EMAIL, "an e-mail address");
}

static enum outcome take_phone(struct arena *a, const char *value, const char **out,
                               struct fault *f)
{
    char *text = text_trim(a, value);
    size_t digits = 0;
    for (const char *c = text; *c; c++)
        digits += *c >= '0' && *c <= '9';
    if (digits < 5 || digits > 15 || text_length(text) > 40)
        return expected(f, FACT_CONTACT_PHONE, "a phone number of 5 to 15 digits");
    return take_text(a, FACT_CONTACT_PHONE, text, out, f);
}

enum outcome fact_normalise(struct arena *a, const struct areas *areas, enum fact_key key,
                            const char *value, const char **out, struct fault *f)
{
    if ((unsigned)key >= FACT_COUNT)
        return fault_set(f, NEVER, EXIT_DATA, "there is no such fact");
    if (text_blank(value))
        return expected(f, key, "a value");
    if (choices[key])
        return take_choice(a, key, value, out, f);
    switch (key) {
    case FACT_AREAS:
        return take_areas(a, areas, value, out, f);
    case FACT_PEOPLE_MIN:
    case FACT_PEOPLE_MAX:
        return take_number(a, key, value, out, f);
    case FACT_OCCASIONS:
        return take_occasions(a, value, out, f);
    case FACT_RESPOND_BY:
        return take_date(a, value, out, f);
    case FACT_MUNICIPALITY:
        return take_municipality(a, value, out, f);
    case FACT_CONTACT_EMAIL:
        return take_email(a, value, out, f);
    case FACT_CONTACT_PHONE:
        return take_phone(a, value, out, f);
    default:
        return take_text(a, key, value, out, f);
    }
}
