/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Views that letters are made from; frozen in the letter's row when it is queued.
 *
 * The view of somebody who is asked holds no topic, area, unit or reason (invariant 9), so that no
 * template can tell what its reader should only see behind the personal link.
 */
#include "view.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "flow.h"
#include "words.h"

static void set(json_t *object, const char *key, json_t *value)
{
    json_object_set_new_nocheck(object, key, value); /* the key is a word of ours */
}

static json_t *library_view(const struct settings *s)
{
    return json_pack("{s:s, s:s, s:s, s:s}", "name", s->library.name, "region", s->library.region,
                     "address", s->library.address, "base_url", s->library.base_url);
}

json_t *view_recipient(struct arena *a, const char *name)
{
    size_t count;
    char **parts = text_split(a, name ? name : "", " \t", &count);
    return json_pack("{s:s, s:s}", "name", name ? name : "", "first_name",
                     count > 0 ? parts[0] : "");
}

/* The facts in the order that a reader wants them. */
static const enum fact_key told[] = {
    FACT_KIND,      FACT_DESCRIPTION, FACT_AREAS,        FACT_PERSPECTIVE,  FACT_PEOPLE_MIN,
    FACT_OCCASIONS, FACT_FORMAT,      FACT_MUNICIPALITY, FACT_RESPOND_BY,   FACT_COMPENSATION,
    FACT_COST_REF,  FACT_ROUTE,       FACT_UNIT,         FACT_CONTACT_NAME, FACT_CONTACT_PHONE,
};

static char *people_in_words(struct arena *a, const char *min, const char *max, bool english)
{
    if (min && max && strcmp(min, max) != 0)
        return arena_printf(a, "%s–%s", min, max);
    if (min && !max)
        return arena_printf(a, english ? "at least %s" : "minst %s", min);
    if (max && !min)
        return arena_printf(a, english ? "at most %s" : "högst %s", max);
    return arena_strdup(a, min);
}

/* The mail's own words, on one line and no longer than a reader wants to see again. */
static char *in_short(struct arena *a, const char *text)
{
    enum { SHORT = 240 };
    char *line = arena_strdup(a, text);
    for (char *c = line; *c; c++)
        if (*c == '\n' || *c == '\r' || *c == '\t')
            *c = ' ';
    return text_shorten(a, line, SHORT);
}

static void add_understood(struct arena *a, json_t *list, const struct house *house,
                           const struct known_fact facts[FACT_COUNT], const char *language)
{
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        enum fact_key key = told[i];
        const char *value = facts[key].value;
        char *words;
        if (key == FACT_PEOPLE_MIN && (value || facts[FACT_PEOPLE_MAX].value))
            words =
                people_in_words(a, value, facts[FACT_PEOPLE_MAX].value, words_english(language));
        else if (value && key == FACT_DESCRIPTION)
            words = in_short(a, value);
        else if (value && strcmp(value, "unsaid") != 0)
            words = words_value(a, house->areas, key, value, language);
        else
            continue;
        json_array_append_new(
            list, json_pack("{s:s, s:s}", "label", words_label(key, language), "value", words));
    }
}

static json_t *missing_view(struct arena *a, const struct known_fact facts[FACT_COUNT],
                            const char *language)
{
    size_t count;
    enum fact_key *keys = view_missing(a, facts, &count);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s, s:s}", "label", words_label(keys[i], language),
                                              "hint", words_hint(keys[i], language)));
    return list;
}

static json_t *lead_time_view(struct arena *a, const struct house *house,
                              const struct known_fact facts[FACT_COUNT], const char *language)
{
    struct date today = civil_from_instant(clock_now(&house->clock)).date;
    struct date first = view_first_day(a, facts[FACT_OCCASIONS].value);
    int weeks = flow_short_notice_weeks(today, first);
    if (weeks == 0)
        return json_null();
    long days = date_to_days(first) - date_to_days(today);
    const char *text = words_english(language) ? "There are %ld days left until the first time."
                                               : "Det är %ld dagar kvar till första tillfället.";
    char *words =
        days == 0 ? arena_strdup(a, words_english(language) ? "The first time is today."
                                                            : "Första tillfället är redan i dag.")
        : days == 1
            ? arena_strdup(a, words_english(language) ? "The first time is tomorrow."
                                                      : "Första tillfället är redan i morgon.")
            : arena_printf(a, text, days);
    return json_pack("{s:i, s:s}", "weeks", weeks, "text", words);
}

/* NULL where nobody's word but a mail's says who the contact is. */
static const char *address_given(const struct known_fact facts[FACT_COUNT])
{
    const struct known_fact *contact = &facts[FACT_CONTACT_EMAIL];
    return contact->origin >= ORIGIN_FORM && !text_blank(contact->value) ? contact->value : NULL;
}

const char *view_unit_address(const struct request *r, const struct known_fact facts[FACT_COUNT])
{
    const char *given = address_given(facts);
    return given ? given : r->sender_address;
}

const char *view_unit_contact(const struct request *r, const struct known_fact facts[FACT_COUNT])
{
    const char *name = facts[FACT_CONTACT_NAME].value;
    return name && address_given(facts) ? name : r->sender_name;
}

json_t *view_unit_letter(struct arena *a, const struct house *house, const struct request *r,
                         const struct known_fact facts[FACT_COUNT], const char *text)
{
    json_t *understood = json_array(), *missing = missing_view(a, facts, r->language);
    add_understood(a, understood, house, facts, r->language);
    bool lacks = json_array_size(missing) > 0;
    const char *name = view_unit_contact(r, facts);
    json_t *view =
        json_pack("{s:o, s:{s:s}, s:o, s:s, s:o, s:o, s:b, s:b, s:o, s:s}", "library",
                  library_view(house->settings), "letter", "number", r->number, "recipient",
                  view_recipient(a, name), "subject", r->subject, "understood", understood,
                  "missing", missing, "has_missing", lacks, "complete", !lacks, "lead_time",
                  lead_time_view(a, house, facts, r->language), "link_path", "/forfragan/");
    json_object_set_new(view, "text", view_text(text));
    return view;
}

static json_t *when_view(struct arena *a, const char *occasions, const char *language)
{
    size_t count;
    struct occasion_time *times = view_occasions(a, occasions, &count);
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_string(words_occasion(a, &times[i], language)));
    return list;
}

json_t *view_asked_letter(struct arena *a, const struct house *house, const struct request *r,
                          const struct known_fact facts[FACT_COUNT], const char *name,
                          const char *association, const char *deadline, const char *language)
{
    const struct settings *s = house->settings;
    json_t *when = when_view(a, facts[FACT_OCCASIONS].value, language);
    const char *where = words_where(a, facts, language);
    const char *pay = pay_words(a, house, facts, language);
    struct date day;
    json_t *view = json_pack("{s:o, s:o, s:o, s:b, s:s}", "library", library_view(s), "recipient",
                             view_recipient(a, name), "when", when, "when_open",
                             json_array_size(when) == 0, "link_path", "/svar/");
    const char *kind = words_kind(facts[FACT_KIND].value, language);
    const char *some = words_english(language) ? "an assignment in care" : "ett uppdrag i vården";
    set(view, "kind_label", json_string(kind ? kind : some));
    set(view, "where", view_text(where));
    set(view, "where_open", json_boolean(where == NULL));
    set(view, "people", view_text(facts[FACT_PEOPLE_MIN].value));
    set(view, "compensation", view_text(pay));
    set(view, "compensation_unsaid", json_boolean(pay == NULL));
    set(view, "answer_by",
        deadline && date_parse(deadline, &day) ? json_string(date_in_words(a, day, language))
                                               : json_null());
    if (association)
        set(view, "association", json_pack("{s:s}", "name", association));
    if (s->invite.topic_in_mail && !text_blank(r->subject))
        set(view, "topic", json_string(r->subject));
    return view;
}

void view_add_link(struct arena *a, json_t *view, const struct settings *s, const char *token)
{
    const char *path = json_string_value(json_object_get(view, "link_path"));
    char code[CODE_CHARS + 1];
    if (token && json_is_true(json_object_get(view, "code"))) {
        token_for_code(token, code);
        json_object_set_new(view, "code", json_string(code));
    }
    if (!path || !token)
        return;
    char *link = arena_printf(a, "%s%s%s", s->library.base_url, path, token);
    json_object_set_new(view, "link", json_string(link));
    json_object_set_new(view, "links", json_pack("{s:s}", "answer", link));
}
