/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The agreement as data: its fields, its canonical text and hash, the five questions, the
 * difference (include/view/agreement.h). Nothing here reads the book or the clock.
 */
#include "view/agreement.h"

#include <string.h>

#include "base/buffer.h"
#include "base/secret.h"
#include "base/text.h"
#include "mime.h"
#include "words.h"

static const struct {
    const char *name, *sv, *en;
    bool written; /* by the parties */
} fields[AGREEMENT_COUNT] = {
    [AGREEMENT_MATTERS] = {"matters", "Vad är viktigt för dig?", "What matters to you?", true},
    [AGREEMENT_PARTIES] = {"parties", "De som kommer överens", "Who agree", false},
    [AGREEMENT_ASSIGNMENT] = {"assignment", "Uppdraget", "The assignment", true},
    [AGREEMENT_ROLE] = {"role", "Patientföreträdarens roll", "The representative's role", true},
    [AGREEMENT_OCCASIONS] = {"occasions", "Tillfällen", "Occasions", false},
    [AGREEMENT_NEXT] = {"next", "Nästa steg", "Next steps", true},
    [AGREEMENT_TIME] = {"time", "Tid utöver tillfällena", "Time besides the occasions", true},
    [AGREEMENT_PREPARATION] = {"preparation", "Förberedelser och material",
                               "Preparation and material", true},
    [AGREEMENT_CONTACT] = {"contact", "Kontaktperson", "Contact person", true},
    [AGREEMENT_REACH] = {"reach", "Så når man kontaktpersonen", "How to reach the contact person",
                         true},
    [AGREEMENT_SUPPORT] = {"support", "Stöd vid tillfällena", "Support on the day", true},
    [AGREEMENT_COMPENSATION] = {"compensation", "Ersättning", "Compensation", true},
    [AGREEMENT_TRAVEL] = {"travel", "Resor och utlägg", "Travel and outlays", true},
    [AGREEMENT_COST_REF] = {"cost_ref", "Kostnadsställe eller referens", "Cost reference", true},
    [AGREEMENT_CONFIDENTIALITY] = {"confidentiality", "Information och sekretess",
                                   "Information and confidentiality", true},
    [AGREEMENT_CONFLICTS] = {"conflicts", "Jäv", "Conflicts of interest", true},
    [AGREEMENT_QUOTATION] = {"quotation", "Citat och bilder", "Quotation and pictures", true},
    [AGREEMENT_HEARS] = {"hears", "Besked om vad det ledde till", "Hearing what came of it", true},
    [AGREEMENT_WITHDRAWAL] = {"withdrawal", "Att avbryta", "Withdrawing", false},
    [AGREEMENT_REGISTRATION] = {"registration", "Diarienummer", "Registration number", true},
};

const char *agreement_name(enum agreement_key key)
{
    return fields[key].name;
}

enum agreement_key agreement_by_name(const char *name)
{
    int key = 0;
    while (key < AGREEMENT_COUNT && strcmp(fields[key].name, name) != 0)
        key++;
    return (enum agreement_key)key;
}

const char *agreement_label(enum agreement_key key, const char *language)
{
    return words_english(language) ? fields[key].en : fields[key].sv;
}

bool agreement_is_written(enum agreement_key key)
{
    return fields[key].written;
}

/* ---- Texts ---- */

static void end_line(struct buffer *out, const char *line, size_t len)
{
    while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
        len--;
    buffer_add(out, line, len);
    buffer_putc(out, '\n');
}

char *agreement_clean(struct arena *a, const char *text)
{
    const char *from = mime_composed(a, text ? text : "");
    struct buffer out;
    buffer_init(&out, strlen(from) + 2);
    while (*from) {
        size_t len = strcspn(from, "\r\n");
        end_line(&out, from, len);
        from += len;
        from += *from == '\r' && from[1] == '\n' ? 2 : *from != '\0';
    }
    char *clean = text_trim(a, buffer_text(&out));
    buffer_free(&out);
    return clean;
}

static const char *member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

static bool occasion_of(const json_t *item, struct occasion_time *out)
{
    if (!civil_parse(member(item, "starts"), &out->start))
        return false;
    if (!civil_parse(member(item, "ends"), &out->end))
        out->end = out->start;
    return true;
}

/* "torsdag 8 april 2027 kl. 10.00–12.00, Sal 3" */
static char *occasion_line(struct arena *a, const json_t *item, const char *language)
{
    struct occasion_time time;
    if (!occasion_of(item, &time))
        return arena_strdup(a, member(item, "starts"));
    char *line = words_occasion(a, &time, language);
    const char *place = member(item, "place");
    return text_blank(place) ? line : arena_printf(a, "%s, %s", line, place);
}

static const char *occasions_text(struct arena *a, const json_t *body, const char *language)
{
    const json_t *list = json_object_get(body, "occasions");
    char *text = arena_strdup(a, "");
    for (size_t i = 0; i < json_array_size(list); i++)
        text = arena_printf(a, "%s%s%s", text, *text ? "\n" : "",
                            occasion_line(a, json_array_get(list, i), language));
    return text;
}

const char *agreement_text(struct arena *a, const json_t *body, enum agreement_key key,
                           const char *language)
{
    return key == AGREEMENT_OCCASIONS ? occasions_text(a, body, language)
                                      : arena_strdup(a, member(body, fields[key].name));
}

/* ---- The canonical text ---- */

/* Each line of a value behind a tab, so that no value can look like the next field. */
static void add_value(struct buffer *out, const char *value)
{
    while (*value) {
        size_t len = strcspn(value, "\n");
        buffer_putc(out, '\t');
        buffer_add(out, value, len);
        buffer_putc(out, '\n');
        value += len + (value[len] == '\n');
    }
}

/* A part of an occasion is one line, whatever was written. */
static void add_part(struct arena *a, struct buffer *out, const char *name, const char *value)
{
    if (text_blank(value))
        return;
    char *line = agreement_clean(a, value);
    for (char *c = line; (c = strchr(c, '\n'));)
        *c = ' ';
    add_value(out, arena_printf(a, "%s %s", name, line));
}

static void add_occasions(struct arena *a, struct buffer *out, const json_t *list)
{
    static const char *const parts[] = {"starts", "ends", "place"};
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *item = json_array_get(list, i);
        for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++)
            add_part(a, out, parts[k], member(item, parts[k]));
    }
}

char *agreement_canonical(struct arena *a, const char *number, const char *who, int version,
                          const json_t *body)
{
    struct buffer out;
    buffer_init(&out, AGREEMENT_BYTES);
    buffer_printf(&out, "agreement %s %s version %d\n", number, who, version);
    for (enum agreement_key key = 0; key < AGREEMENT_COUNT; key++) {
        buffer_printf(&out, "%s:\n", fields[key].name);
        if (key == AGREEMENT_OCCASIONS)
            add_occasions(a, &out, json_object_get(body, "occasions"));
        else
            add_value(&out, agreement_clean(a, member(body, fields[key].name)));
    }
    char *text = arena_strdup(a, buffer_text(&out));
    buffer_free(&out);
    return text;
}

char *agreement_hash(struct arena *a, const char *number, const char *who, int version,
                     const json_t *body)
{
    return sha256_text(a, agreement_canonical(a, number, who, version, body));
}

/* ---- The five questions ---- */

static bool says(const json_t *body, enum agreement_key key)
{
    return !text_blank(member(body, fields[key].name));
}

/* Is there a time, with its hour, that has not passed? */
static bool has_next_time(const json_t *body, struct date today)
{
    const json_t *list = json_object_get(body, "occasions");
    struct occasion_time time;
    for (size_t i = 0; i < json_array_size(list); i++)
        if (occasion_of(json_array_get(list, i), &time) && time.start.hour >= 0 &&
            date_compare(time.end.date, today) >= 0)
            return true;
    return false;
}

unsigned agreement_open(struct arena *a, const json_t *body, struct date today)
{
    bool overview = !text_blank(occasions_text(a, body, "sv")) && says(body, AGREEMENT_NEXT);
    const bool answered[AGREEMENT_QUESTIONS] = {
        says(body, AGREEMENT_CONTACT), says(body, AGREEMENT_MATTERS), overview,
        says(body, AGREEMENT_REACH), has_next_time(body, today)};
    unsigned open = 0;
    for (size_t n = 0; n < AGREEMENT_QUESTIONS; n++)
        open |= answered[n] ? 0 : 1u << n;
    return open;
}

const char *agreement_question(size_t n, bool to_unit, const char *language)
{
    static const struct {
        const char *sv, *en;
    } asked[AGREEMENT_QUESTIONS] = {
        {"Finns det en kontaktperson med namn?", "Is there a contact person, by name?"},
        {"Utgår planen från det som är viktigt för dig?",
         "Does the plan start from what matters to you?"},
        {"Finns det en överblick över tillfällena och nästa steg?",
         "Is there an overview of the occasions and the next steps?"},
        {"Finns det ett enkelt sätt att få kontakt?", "Is there an easy way to get in touch?"},
        {"Är nästa tid bestämd tillsammans?", "Is the next time agreed on together?"},
    };
    if (n == 1 && to_unit)
        return words_english(language) ? "Does the plan start from what matters to the "
                                         "representative?"
                                       : "Utgår planen från det som är viktigt för "
                                         "patientföreträdaren?";
    return words_english(language) ? asked[n].en : asked[n].sv;
}

/* ---- Difference ---- */

json_t *agreement_difference(struct arena *a, const json_t *before, const json_t *after,
                             const char *language)
{
    json_t *list = json_array();
    for (enum agreement_key key = 0; key < AGREEMENT_COUNT; key++) {
        const char *was = agreement_text(a, before, key, language);
        const char *is = agreement_text(a, after, key, language);
        if (strcmp(was, is) != 0)
            json_array_append_new(list, json_pack("{s:s, s:s, s:o, s:o}", "key", fields[key].name,
                                                  "label", agreement_label(key, language), "before",
                                                  view_text(was), "after", view_text(is)));
    }
    return list;
}

int agreement_known_to(bool unit, const struct agreement *versions, size_t count,
                       const struct agreement_comment *comments, size_t comment_count)
{
    const char *party = unit ? "unit" : "representative";
    int known = 0;
    for (size_t i = 0; i < count; i++) {
        const struct acceptance *own = unit ? &versions[i].unit : &versions[i].representative;
        if ((own->at >= 0 || strcmp(versions[i].written_by, party) == 0) &&
            versions[i].version > known)
            known = versions[i].version;
    }
    for (size_t i = 0; i < comment_count; i++)
        if (strcmp(comments[i].written_by, party) == 0 && comments[i].version > known)
            known = comments[i].version;
    return known;
}
