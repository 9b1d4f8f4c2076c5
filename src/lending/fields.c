/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The fields of people, associations and units, one row a key: where it lies, what may stand in it.
 *
 * The same table serves `levande person set`, the forms and the CSV columns, so that a value that
 * one of them refuses cannot come in by another. What a change implies (consents, letters) is not
 * here but in people.c.
 */
#include "fields.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reading.h"

enum kind {
    NAME,      /* one line, needed */
    LINE,      /* one line */
    TEXT_,     /* any number of lines */
    ADDRESS,   /* e-mail */
    CHOICE,    /* one of `choices` */
    AREAS,     /* ids of the area file; the count stands at `count` */
    LANGUAGES, /* codes of two or three letters */
    YEAR,      /* of birth; 0: not said */
    DAY,       /* a date, NULL: none */
    PAST_DAY,  /* a date that is not to come */
    NUMBER,    /* from 0 to `max`; "" gives `none` */
    FLAG,      /* yes or no */
};

struct field {
    const char *key;
    enum kind kind;
    bool column;
    size_t offset, count;
    long max; /* characters, or the highest number */
    int none;
    const char *choices; /* separated by spaces */
    const char *unsaid;  /* a CHOICE or LANGUAGES where nothing is said; NULL: "" */
};

#define IN_PERSON(member) .offset = offsetof(struct person, member)
#define IN_ASSOCIATION(member) .offset = offsetof(struct association, member)
#define LETTER_LANGUAGES "sv sv-lattlast en"

static const struct field person_fields[] = {
    {"name", NAME, true, IN_PERSON(name), .max = 200},
    {"email", ADDRESS, true, IN_PERSON(email)},
    {"phone", LINE, true, IN_PERSON(phone), .max = 60},
    {"areas", AREAS, true, IN_PERSON(areas), .count = offsetof(struct person, area_count)},
    {"perspective", CHOICE, true, IN_PERSON(perspective), .choices = "patient relative both"},
    {"municipality", LINE, true, IN_PERSON(municipality), .max = 100},
    {"languages", LANGUAGES, true, IN_PERSON(languages), .unsaid = "sv"},
    {"formats", CHOICE, true, IN_PERSON(formats), .choices = "on_site digital both"},
    {"birth_year", YEAR, true, IN_PERSON(birth_year)},
    {"consent_date", PAST_DAY, true, IN_PERSON(consent_date)},
    {"consent_version", LINE, true, IN_PERSON(consent_version), .max = 60},
    {"introduction_date", DAY, true, IN_PERSON(introduction_date)},
    {"story", TEXT_, true, IN_PERSON(story), .max = 20000},
    {"travel_km", NUMBER, false, IN_PERSON(travel_km), .max = 2000, .none = -1},
    {"letter_language", CHOICE, false, IN_PERSON(letter_language), .choices = LETTER_LANGUAGES,
     .unsaid = "sv"},
    {"unwanted", AREAS, false, IN_PERSON(unwanted),
     .count = offsetof(struct person, unwanted_count)},
    {"ways", TEXT_, false, IN_PERSON(ways), .max = 2000},
    {"access_needs", TEXT_, false, IN_PERSON(access_needs), .max = 2000},
    {"conflicts", TEXT_, false, IN_PERSON(conflicts), .max = 2000},
    {"postal_address", TEXT_, false, IN_PERSON(postal_address), .max = 500},
    {"consent_how", LINE, false, IN_PERSON(consent_how), .max = 100},
    {"renewed_on", PAST_DAY, false, IN_PERSON(renewed_on)},
    {"paused_until", DAY, false, IN_PERSON(paused_until)},
    {"objects", FLAG, false, IN_PERSON(objects)},
    {"protected_identity", FLAG, false, IN_PERSON(protected_identity)},
    {"deceased", FLAG, false, IN_PERSON(deceased)},
    {0},
};
const char person_columns[] =
    "name, email, phone, areas, perspective, municipality, languages, formats, birth_year, "
    "consent_date, consent_version, introduction_date, story";

static const struct field association_fields[] = {
    {"name", NAME, true, IN_ASSOCIATION(name), .max = 200},
    {"email", ADDRESS, true, IN_ASSOCIATION(email)},
    {"contact", LINE, true, IN_ASSOCIATION(contact), .max = 200},
    {"areas", AREAS, true, IN_ASSOCIATION(areas),
     .count = offsetof(struct association, area_count)},
    {"municipalities", LINE, true, IN_ASSOCIATION(municipalities), .max = 2000},
    {"mandate", TEXT_, false, IN_ASSOCIATION(mandate), .max = 2000},
    {"letter_language", CHOICE, false, IN_ASSOCIATION(letter_language), .choices = LETTER_LANGUAGES,
     .unsaid = "sv"},
    {"reply_days", NUMBER, false, IN_ASSOCIATION(reply_days), .max = 90, .none = 0},
    {0},
};
const char association_columns[] = "name, email, contact, areas, municipalities";

static const struct field unit_fields[] = {
    {"name", NAME, false, .offset = offsetof(struct unit, name), .max = 200},
    {"division", LINE, false, .offset = offsetof(struct unit, division), .max = 200},
    {0},
};

static const struct field unit_contact_fields[] = {
    {"name", LINE, false, .offset = offsetof(struct unit_contact, name), .max = 200},
    {"address", ADDRESS, false, .offset = offsetof(struct unit_contact, address)},
    {"phone", LINE, false, .offset = offsetof(struct unit_contact, phone), .max = 60},
    {0},
};

struct person person_empty(void)
{
    return (struct person){.languages = "sv",
                           .letter_language = "sv",
                           .travel_km = -1,
                           .left_at = -1,
                           .erased_at = -1};
}

struct association association_empty(void)
{
    return (struct association){.email = "",
                                .contact = "",
                                .municipalities = "",
                                .mandate = "",
                                .letter_language = "sv",
                                .left_at = -1};
}

struct field_rules field_rules_of(const struct house *house, struct arena *a, instant now)
{
    return (struct field_rules){
        .a = a, .areas = house->areas, .today = civil_from_instant(now).date};
}

/* ---- the checks; each gives NULL, or what is wrong ---- */

static const char *say(const struct field_rules *r, const char *en, const char *sv)
{
    return r->swedish ? sv : en;
}

static const char *check_text(const struct field_rules *r, const char *value, long max, bool lines)
{
    if (!text_is_utf8(value, strlen(value)))
        return say(r, "this is not UTF-8", "det är inte UTF-8");
    for (const char *c = value; *c; c++)
        if ((unsigned char)*c < 0x20 && !(lines && strchr("\n\r\t", *c)))
            return say(r, "line breaks and control characters cannot stand here",
                       "radbrytningar och styrtecken får inte stå här");
    if (text_length(value) > (size_t)max)
        return arena_printf(r->a, r->swedish ? "mer än %ld tecken" : "longer than %ld characters",
                            max);
    return NULL;
}

static const char *set_line(const struct field_rules *r, const struct field *field,
                            const char *value, const char **out)
{
    if (field->kind == NAME && *value == '\0')
        return say(r, "a name is needed", "ett namn behövs");
    const char *wrong = check_text(r, value, field->max, field->kind == TEXT_);
    if (!wrong)
        *out = value;
    return wrong;
}

static const char *set_address(const struct field_rules *r, const char *value, const char **out)
{
    if (*value && !text_is_address(value))
        return say(r, "this is no e-mail address", "det är ingen e-postadress");
    char *address = arena_strdup(r->a, value);
    for (char *c = strrchr(address, '@'); c && *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    *out = address;
    return NULL;
}

static const char *set_choice(const struct field_rules *r, const char *choices, const char *value,
                              const char **out)
{
    size_t count;
    char **all = text_split(r->a, choices, " ", &count);
    const char *folded = text_fold(r->a, value);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i], folded) == 0) {
            *out = all[i];
            return NULL;
        }
    return arena_printf(r->a, r->swedish ? "\"%s\" är inget av: %s" : "\"%s\" is none of: %s",
                        text_shorten(r->a, value, 40), choices);
}

static bool holds(const char *const *items, size_t count, const char *item)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i], item) == 0)
            return true;
    return false;
}

static int by_text(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* In the order in which the book gives them back, so that the same areas are no change. */
static const char *set_areas(const struct field_rules *rules, const char *value,
                             const char ***areas, size_t *area_count)
{
    size_t count, kept = 0;
    char **ids = text_split(rules->a, value, " ,\n\r\t", &count);
    const char **list = arena_array(rules->a, count, sizeof *list);
    for (size_t i = 0; i < count; i++) {
        const struct area *area = rules->areas ? areas_find(rules->areas, ids[i]) : NULL;
        if (!area)
            return arena_printf(rules->a,
                                rules->swedish ? "det finns inget område \"%s\""
                                               : "there is no area \"%s\"",
                                text_shorten(rules->a, ids[i], 60));
        if (!holds(list, kept, area->id))
            list[kept++] = area->id;
    }
    qsort(list, kept, sizeof *list, by_text);
    *areas = list;
    *area_count = kept;
    return NULL;
}

static bool language_code(const char *text)
{
    size_t len = strlen(text);
    return (len == 2 || len == 3) && strspn(text, "abcdefghijklmnopqrstuvwxyz") == len;
}

static const char *set_languages(const struct field_rules *r, const char *value, const char **out)
{
    size_t count, kept = 0;
    char **codes = text_split(r->a, text_fold(r->a, value), " ,", &count);
    const char **list = arena_array(r->a, count, sizeof *list);
    const char *joined = "";
    for (size_t i = 0; i < count; i++) {
        if (!language_code(codes[i]))
            return arena_printf(r->a,
                                r->swedish ? "\"%s\" är ingen språkkod som sv, en eller fi"
                                           : "\"%s\" is no language code such as sv, en or fi",
                                text_shorten(r->a, codes[i], 40));
        if (holds(list, kept, codes[i]))
            continue;
        list[kept++] = codes[i];
        joined = arena_printf(r->a, "%s%s%s", joined, *joined ? " " : "", codes[i]);
    }
    *out = joined;
    return NULL;
}

/* Digits alone, at most nine; -1 for anything else. */
static long whole_number(const char *value)
{
    size_t len = strlen(value);
    if (len == 0 || len > 9 || strspn(value, "0123456789") != len)
        return -1;
    return strtol(value, NULL, 10);
}

static const char *set_number(const struct field_rules *r, long least, long most, int none,
                              const char *value, int *out)
{
    long number = whole_number(value);
    if (*value == '\0') {
        *out = none;
        return NULL;
    }
    if (number < least || number > most)
        return arena_printf(r->a,
                            r->swedish ? "det ska vara ett tal från %ld till %ld"
                                       : "expected a number from %ld to %ld",
                            least, most);
    *out = (int)number;
    return NULL;
}

static const char *set_day(const struct field_rules *rules, const struct field *field,
                           const char *value, const char **out)
{
    struct date d;
    *out = NULL;
    if (*value == '\0')
        return NULL;
    if (!date_parse(value, &d))
        return say(rules, "expected a date as 2027-03-01", "ett datum skrivs som 2027-03-01");
    if (field->kind == PAST_DAY && date_compare(d, rules->today) > 0)
        return say(rules, "this day is yet to come", "den dagen har inte varit än");
    *out = date_text(rules->a, d);
    return NULL;
}

static const char *set_flag(const struct field_rules *r, const char *value, bool *out)
{
    static const char *const yes[] = {"1", "yes", "ja", "true"};
    static const char *const no[] = {"", "0", "no", "nej", "false"};
    const char *folded = text_fold(r->a, value);
    *out = holds(yes, sizeof yes / sizeof yes[0], folded);
    if (*out || holds(no, sizeof no / sizeof no[0], folded))
        return NULL;
    return say(r, "expected yes or no", "det ska vara ja eller nej");
}

static const char *set_field(const struct field_rules *rules, const struct field *field,
                             char *record, const char *value)
{
    void *at = record + field->offset;
    if (*value == '\0' && (field->kind == CHOICE || field->kind == LANGUAGES)) {
        *(const char **)at = field->unsaid ? field->unsaid : "";
        return NULL;
    }
    switch (field->kind) {
    case NAME:
    case LINE:
    case TEXT_:
        return set_line(rules, field, value, at);
    case ADDRESS:
        return set_address(rules, value, at);
    case CHOICE:
        return set_choice(rules, field->choices, value, at);
    case AREAS:
        return set_areas(rules, value, at, (size_t *)(void *)(record + field->count));
    case LANGUAGES:
        return set_languages(rules, value, at);
    case YEAR:
        return set_number(rules, 1900, rules->today.year, 0, value, at);
    case DAY:
    case PAST_DAY:
        return set_day(rules, field, value, at);
    case NUMBER:
        return set_number(rules, 0, field->max, field->none, value, at);
    case FLAG:
        return set_flag(rules, value, at);
    }
    return "this cannot be set";
}

static const struct field *find(const struct field *fields, const char *key)
{
    for (; fields->key; fields++)
        if (strcmp(fields->key, key) == 0)
            return fields;
    return NULL;
}

static enum outcome set(const struct field_rules *rules, const struct field *fields, void *record,
                        const char *key, const char *value, struct fault *f)
{
    const struct field *field = find(fields, key);
    if (!field) {
        const char *keys = "";
        for (field = fields; field->key; field++)
            keys = arena_printf(rules->a, "%s%s%s", keys, *keys ? ", " : "", field->key);
        return fault_set(f, NEVER, EXIT_USAGE, "there is no key \"%s\"; the keys are: %s", key,
                         keys);
    }
    const char *wrong = set_field(rules, field, record, text_trim(rules->a, value));
    return wrong ? fault_set(f, NEVER, EXIT_DATA, "%s: %s", key, wrong) : DONE;
}

enum outcome person_field_set(const struct field_rules *rules, struct person *p, const char *key,
                              const char *value, struct fault *f)
{
    return set(rules, person_fields, p, key, value, f);
}

enum outcome association_field_set(const struct field_rules *rules, struct association *x,
                                   const char *key, const char *value, struct fault *f)
{
    return set(rules, association_fields, x, key, value, f);
}

enum outcome unit_field_set(const struct field_rules *rules, struct unit *u, const char *key,
                            const char *value, struct fault *f)
{
    return set(rules, unit_fields, u, key, value, f);
}

enum outcome unit_contact_field_set(const struct field_rules *rules, struct unit_contact *x,
                                    const char *key, const char *value, struct fault *f)
{
    return set(rules, unit_contact_fields, x, key, value, f);
}

bool person_field_is_column(const char *key)
{
    const struct field *field = find(person_fields, key);
    return field && field->column;
}

bool association_field_is_column(const char *key)
{
    const struct field *field = find(association_fields, key);
    return field && field->column;
}
