/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Forms: what was sent, checked by its table of fields before any handler sees it.
 *
 * Promise: every value is UTF-8 without control characters but line ends, within its bounds, and of
 * its type; a field that the table does not know, or one sent twice, refuses the whole form. What
 * was typed is kept, so that nobody has to write it again.
 */
#include "craft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reading.h"
#include "reading/private.h"

enum {
    LONGEST_LINE = 200,
    LONGEST_ADDRESS = 254,
    LONGEST_PICKS = 1000,
    LONGEST_SECRET = 1023,
    CODE_FIGURES = 6,
};

static size_t count_fields(const struct field *fields)
{
    size_t n = 0;
    while (fields && fields[n].name)
        n++;
    return n;
}

struct form form_empty(struct arena *a, const struct field *fields)
{
    size_t count = count_fields(fields);
    return (struct form){.fields = fields,
                         .count = count,
                         .values = arena_array(a, count + 1, sizeof(char *)),
                         .faults = arena_array(a, count + 1, sizeof(char *))};
}

static size_t find(const struct form *form, const char *name)
{
    size_t i = 0;
    while (i < form->count && strcmp(form->fields[i].name, name) != 0)
        i++;
    return i;
}

const char *form_given(const struct form *form, const char *name)
{
    size_t i = find(form, name);
    return i < form->count && form->values[i] ? form->values[i] : "";
}

bool form_has(const struct form *form, const char *name)
{
    return !text_blank(form_given(form, name));
}

void form_fill(struct form *form, const char *name, const char *value)
{
    size_t i = find(form, name);
    if (i < form->count && !form->sent)
        form->values[i] = value;
}

struct form form_pick(struct arena *a, const struct form *form, const char *names)
{
    size_t count, n = 0;
    char **wanted = text_split(a, names, " ", &count);
    struct field *fields = arena_array(a, form->count + 1, sizeof *fields);
    struct form out = {.fields = fields,
                       .values = arena_array(a, form->count + 1, sizeof(char *)),
                       .faults = arena_array(a, form->count + 1, sizeof(char *)),
                       .sent = form->sent};
    for (size_t i = 0; i < form->count; i++)
        for (size_t k = 0; k < count; k++)
            if (strcmp(form->fields[i].name, wanted[k]) == 0) {
                fields[n] = form->fields[i];
                out.values[n] = form->values[i];
                out.faults[n] = form->faults[i];
                out.fault_count += out.faults[n] != NULL;
                n++;
                break;
            }
    out.count = n;
    return out;
}

void form_fault(struct form *form, const char *name, const char *words)
{
    size_t i = find(form, name);
    if (i >= form->count || form->faults[i])
        return;
    form->faults[i] = words;
    form->fault_count++;
}

void form_forgive(struct form *form)
{
    for (size_t i = 0; i < form->count; i++)
        if (form->fields[i].needed && form->faults[i] && text_blank(form->values[i])) {
            form->faults[i] = NULL;
            form->fault_count--;
        }
}

/* ---- Cleaning: one kind of line end, no other control characters ---- */

static const char *clean(struct arena *a, const struct pair *pair, bool lines)
{
    char *out = arena_alloc(a, pair->len + 1), *to = out;
    for (size_t i = 0; i < pair->len; i++) {
        unsigned char c = (unsigned char)pair->value[i];
        if (c == '\r' && i + 1 < pair->len && pair->value[i + 1] == '\n')
            continue;
        if (c == '\r' || c == '\n' || c == '\t')
            *to++ = lines && c != '\t' ? '\n' : ' ';
        else if (c >= 0x20 && c != 0x7f)
            *to++ = (char)c;
    }
    *to = '\0';
    return text_trim(a, out);
}

/* ---- Checking, type by type: NULL when it is good, else what is wrong ---- */

struct checking {
    struct arena *a;
    const struct areas *areas;
    bool english;
};

static const char *word(const struct checking *c, const char *sv, const char *en)
{
    return c->english ? en : sv;
}

static int longest(const struct field *field)
{
    if (field->type == FIELD_EMAIL)
        return LONGEST_ADDRESS;
    if (field->type == FIELD_PICKS)
        return LONGEST_PICKS;
    return field->max > 0 && field->type <= FIELD_LINES ? field->max : LONGEST_LINE;
}

static const char *check_choice(const struct checking *c, const struct field *field,
                                const char *value)
{
    for (const struct choice *x = field->choices; x && x->value; x++)
        if (strcmp(x->value, value) == 0)
            return NULL;
    return word(c, "Välj ett av alternativen.", "Choose one of the alternatives.");
}

static const char *check_number(const struct checking *c, const struct field *field,
                                const char *value)
{
    char *end;
    long n = strtol(value, &end, 10);
    if (*value >= '0' && *value <= '9' && !*end && n >= field->min && n <= field->max)
        return NULL;
    return arena_printf(
        c->a, word(c, "Skriv ett heltal från %d till %d.", "Write a whole number from %d to %d."),
        field->min, field->max);
}

static const char *check_date(const struct checking *c, const char *value)
{
    struct date d;
    if (strlen(value) == strlen("2027-03-01") && date_parse(value, &d) && d.year >= 2000 &&
        d.year < 2200)
        return NULL;
    return word(c, "Skriv dag, månad och år, till exempel 1/3 2027 eller 2027-03-01.",
                "Write day, month and year, for example 1/3 2027 or 2027-03-01.");
}

static bool two_digits(const char *at, int below)
{
    return at[0] >= '0' && at[0] <= '9' && at[1] >= '0' && at[1] <= '9' &&
           (at[0] - '0') * 10 + at[1] - '0' < below;
}

static const char *check_time(const struct checking *c, const char *value)
{
    if (strlen(value) == 5 && two_digits(value, 24) && value[2] == ':' && two_digits(value + 3, 60))
        return NULL;
    return word(c, "Skriv klockslaget med fyra siffror, till exempel 13:30.",
                "Write the time with four figures, for example 13:30.");
}

static const char *check_phone(const struct checking *c, const char *value)
{
    size_t digits = 0;
    for (const char *at = value; *at; at++)
        digits += *at >= '0' && *at <= '9';
    if (digits >= 5 && digits <= 20 && strspn(value, "0123456789+-() ") == strlen(value))
        return NULL;
    return word(c, "Skriv ett telefonnummer med siffror.", "Write a phone number in figures.");
}

/* They belong to whoever pays; what is typed here is read by many more. */
static const char *check_text(const struct checking *c, const char *value)
{
    switch (reading_private_number(value)) {
    case PRIVATE_PERSON:
        return word(c,
                    "Ta bort personnumret. Vi tar inte emot personnummer. Det lämnar du direkt "
                    "till den som ska betala, när du blir tillfrågad.",
                    "Remove the personal number. We do not accept personal numbers. You give "
                    "it directly to whoever pays, when you are asked.");
    case PRIVATE_ACCOUNT:
        return word(c,
                    "Ta bort kontonumret. Vi tar inte emot bankuppgifter. De lämnas direkt till "
                    "den som ska betala.",
                    "Remove the account number. We do not accept bank details. They are given "
                    "directly to whoever pays.");
    default:
        return NULL;
    }
}

static const char *check_value(const struct checking *c, const struct field *field,
                               const char *value)
{
    switch (field->type) {
    case FIELD_TEXT:
    case FIELD_LINES:
        return check_text(c, value);
    case FIELD_CHOICE:
    case FIELD_RADIO:
        return check_choice(c, field, value);
    case FIELD_SCALE:
        return strlen(value) == 1 && *value >= '1' && *value <= '5'
                   ? NULL
                   : word(c, "Välj en siffra från 1 till 5.", "Choose a figure from 1 to 5.");
    case FIELD_AREA:
        return c->areas && areas_find(c->areas, value)
                   ? NULL
                   : word(c, "Välj ett område ur listan.", "Choose an area from the list.");
    case FIELD_NUMBER:
        return check_number(c, field, value);
    case FIELD_DATE:
        return check_date(c, value);
    case FIELD_TIME:
        return check_time(c, value);
    case FIELD_EMAIL:
        return text_is_address(value) && strchr(text_domain(value), '.')
                   ? NULL
                   : word(c, "Skriv en hel e-postadress, till exempel namn@example.org.",
                          "Write a whole e-mail address, for example name@example.org.");
    case FIELD_PHONE:
        return check_phone(c, value);
    case FIELD_PICKS:
        return strspn(value, "PA0123456789 ") == strlen(value)
                   ? NULL
                   : word(c, "Välj bland dem som visas.", "Choose among those that are shown.");
    case FIELD_TICK:
        return strcmp(value, "yes") == 0 ? NULL : word(c, "Kryssa i rutan.", "Tick the box.");
    case FIELD_CODE:
        return strlen(value) == CODE_FIGURES && strspn(value, "0123456789") == CODE_FIGURES
                   ? NULL
                   : word(c, "Skriv de sex siffrorna i koden.",
                          "Write the six figures of the code.");
    default:
        return NULL;
    }
}

/* Day, month and year as people write them, "1/3 2027" or "1.3.2027", where a browser only takes
 * text; anything else stays as it was typed. */
static const char *normal_date(struct arena *a, const char *value)
{
    enum { LONGEST = 14 };
    int day, month, year, end = 0;
    if (strlen(value) > LONGEST ||
        sscanf(value, "%2d%*[/. -]%2d%*[/. -]%4d%n", &day, &month, &year, &end) != 3 ||
        value[end] || day < 1 || month < 1 || year < 1000)
        return value;
    return arena_printf(a, "%04d-%02d-%02d", year, month, day);
}

/* Figures may be written with spaces, a time with a point. */
static const char *normal(struct arena *a, const struct field *field, const char *value)
{
    char *copy = arena_strdup(a, value), *to = copy;
    if (field->type == FIELD_TIME && strlen(copy) == 5 && copy[2] == '.')
        copy[2] = ':';
    if (field->type == FIELD_DATE)
        return normal_date(a, copy);
    if (field->type != FIELD_CODE && field->type != FIELD_NUMBER)
        return copy;
    for (const char *at = value; *at; at++)
        if (*at != ' ')
            *to++ = *at;
    *to = '\0';
    return copy;
}

/* A password or a file is what it is: neither cleaned nor judged, and of no NUL. */
static void take_as_is(const struct checking *c, struct form *form, size_t i,
                       const struct pair *pair)
{
    const struct field *field = &form->fields[i];
    bool file = field->type == FIELD_FILE;
    size_t max = file ? (size_t)field->max << 10 : LONGEST_SECRET;
    form->values[i] = arena_strndup(c->a, pair->value, pair->len);
    if (pair->len > max)
        form_fault(form, field->name,
                   word(c, "Det är för stort för att ta emot.", "It is too large to take."));
    else if (memchr(pair->value, '\0', pair->len) || pair->file != file)
        form_fault(form, field->name, word(c, "Det går inte att läsa.", "It cannot be read."));
}

static void take(const struct checking *c, struct form *form, size_t i, const struct pair *pair)
{
    const struct field *field = &form->fields[i];
    if (field->type == FIELD_SECRET || field->type == FIELD_FILE) {
        take_as_is(c, form, i, pair);
        return;
    }
    bool whole = !pair->file && !memchr(pair->value, '\0', pair->len) &&
                 text_is_utf8(pair->value, pair->len);
    if (!whole) {
        form->values[i] = pair->file ? "" : text_repair(c->a, pair->value, pair->len);
        form_fault(form, field->name,
                   word(c, "En del av texten går inte att läsa. Se över den och skicka igen.",
                        "A part of the text cannot be read. Look it over and send it again."));
        return;
    }
    const char *value = normal(c->a, field, clean(c->a, pair, field->type == FIELD_LINES));
    if (field->type == FIELD_PICKS && form->values[i])
        value = arena_printf(c->a, "%s %s", form->values[i], value);
    form->values[i] = value;
    int max = longest(field);
    size_t length = text_length(value);
    if (length > (size_t)max)
        form_fault(form, field->name,
                   arena_printf(c->a,
                                word(c, "Skriv högst %d tecken. Nu är det %zu.",
                                     "Write at most %d characters. There are %zu now."),
                                max, length));
    else if (*value) {
        const char *wrong = check_value(c, field, value);
        if (wrong)
            form_fault(form, field->name, wrong);
    }
}

struct form form_read(struct arena *a, const struct field *fields, const struct pair *pairs,
                      size_t count, const struct areas *areas, bool english)
{
    struct checking c = {a, areas, english};
    struct form form = form_empty(a, fields);
    form.sent = true;
    for (size_t i = 0; i < count; i++) {
        size_t at = find(&form, pairs[i].name);
        if (strcmp(pairs[i].name, "form") == 0 && !form.token)
            form.token = arena_strndup(a, pairs[i].value, pairs[i].len);
        else if (at == form.count || (form.values[at] && fields[at].type != FIELD_PICKS))
            form.strange = true;
        else
            take(&c, &form, at, &pairs[i]);
    }
    for (size_t i = 0; i < form.count; i++)
        if (fields[i].needed && text_blank(form.values[i]))
            form_fault(
                &form, fields[i].name,
                fields[i].type == FIELD_SCALE
                    ? word(&c, "Välj en siffra från 1 till 5.", "Choose a figure from 1 to 5.")
                : fields[i].type == FIELD_RADIO || fields[i].type == FIELD_CHOICE
                    ? word(&c, "Välj ett av alternativen.", "Choose one of the alternatives.")
                    : word(&c, "Fyll i det här.", "Please fill this in."));
    return form;
}
