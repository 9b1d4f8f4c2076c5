/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Values in the reader's words, Swedish and English.
 */
#include "words.h"

#include <string.h>

#include "base/text.h"

struct word {
    const char *id, *sv, *en;
};

static const struct word kinds[] = {
    {"improvement_work", "förbättringsarbete", "improvement work"},
    {"education", "utbildning", "education"},
    {"development_day", "utvecklingsdag", "development day"},
    {"workshop", "workshop", "workshop"},
    {"seminar", "seminarium", "seminar"},
    {"working_group", "arbetsgrupp", "working group"},
    {"management_group", "ledningsgrupp", "management group"},
    {"reference_group", "referensgrupp", "reference group"},
    {"interview", "intervju", "interview"},
    {"focus_group", "fokusgrupp", "focus group"},
    {"lecture", "föreläsning", "lecture"},
    {"research", "forskning", "research"},
    {"information_material", "informationsmaterial", "information material"},
    {"other", "annat uppdrag", "another kind of assignment"},
};

static const struct word values[] = {
    {"patient", "patient", "patient"},
    {"relative", "närstående", "relative"},
    {"either", "patient eller närstående", "patient or relative"},
    {"association", "via patientförening", "through patient associations"},
    {"association_first", "patientförening först, sedan poolen",
     "associations first, then the pool"},
    {"pool", "enskilda med egen erfarenhet", "individuals with own experience"},
    {"both", "både patientföreningar och enskilda", "both associations and individuals"},
    {"on_site", "på plats", "on site"},
    {"digital", "digitalt", "online"},
    {"hybrid", "på plats eller digitalt", "on site or online"},
    {"promised", "ersättning betalas", "compensation is paid"},
    {"refused", "ingen ersättning betalas", "no compensation is paid"},
    {"unsaid", "inte sagt än", "not said yet"},
};

static const struct {
    const char *sv, *en, *hint_sv, *hint_en;
} labels[FACT_COUNT] = {
    [FACT_KIND] = {"Typ av uppdrag", "Kind of assignment", "till exempel workshop eller utbildning",
                   "for example a workshop or a course"},
    [FACT_AREAS] = {"Erfarenhet som ni söker", "Experience wanted",
                    "vilken sjukdom eller vårderfarenhet det gäller, eller att all erfarenhet av "
                    "vården är välkommen",
                    "which illness or care it concerns, or that any experience of care will do"},
    [FACT_PERSPECTIVE] = {"Patient eller närstående", "Patient or relative",
                          "om ni söker patienter, närstående eller båda",
                          "patients, relatives or both"},
    [FACT_PEOPLE_MIN] = {"Antal personer", "Number of people", "hur många ni vill ha med",
                         "how many you would like to take part"},
    [FACT_PEOPLE_MAX] = {"Högst antal personer", "At most", "hur många som högst får plats",
                         "how many at most"},
    [FACT_ROUTE] = {"Vem frågan går till", "Who is asked", "föreningar, enskilda eller båda",
                    "associations, individuals or both"},
    [FACT_OCCASIONS] = {"Tid", "Time", "datum och klockslag, eller ungefär när det ska vara",
                        "date and time, or roughly when"},
    [FACT_RESPOND_BY] = {"Svar senast", "Answer by", "när ni senast behöver svar",
                         "when you need an answer"},
    [FACT_FORMAT] = {"Plats eller digitalt", "On site or online",
                     "var ni ses, eller att det är digitalt",
                     "where you meet, or that it is online"},
    [FACT_MUNICIPALITY] = {"Ort", "Place", "vilken kommun ni ses i", "which municipality"},
    [FACT_COMPENSATION] = {"Ersättning", "Compensation", "om ni betalar ersättning för uppdraget",
                           "whether you pay compensation"},
    [FACT_COST_REF] = {"Ansvar eller referens", "Cost reference", "vad fakturan ska märkas med",
                       "what the invoice is marked with"},
    [FACT_UNIT] = {"Verksamhet", "Unit", "vad er verksamhet heter", "the name of your unit"},
    [FACT_CONTACT_NAME] = {"Kontaktperson", "Contact", "vem den som kommer kan vända sig till",
                           "whom to turn to"},
    [FACT_CONTACT_PHONE] = {"Telefon", "Phone", "telefonnummer till kontaktpersonen",
                            "the contact's phone number"},
    [FACT_CONTACT_EMAIL] = {"E-post", "E-mail", "e-postadress till kontaktpersonen",
                            "the contact's e-mail address"},
    [FACT_DESCRIPTION] = {"Uppdraget", "The assignment", "vad ni ska göra tillsammans, och varför",
                          "what you will do together, and why"},
};

bool words_english(const char *language)
{
    return language && text_starts(language, "en");
}

static const char *look_up(const struct word *table, size_t count, const char *id,
                           const char *language)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].id, id) == 0)
            return words_english(language) ? table[i].en : table[i].sv;
    return NULL;
}

const char *words_kind(const char *kind, const char *language)
{
    return kind ? look_up(kinds, sizeof kinds / sizeof kinds[0], kind, language) : NULL;
}

const char *words_label(enum fact_key key, const char *language)
{
    return words_english(language) ? labels[key].en : labels[key].sv;
}

const char *words_hint(enum fact_key key, const char *language)
{
    return words_english(language) ? labels[key].hint_en : labels[key].hint_sv;
}

const char *words_route(const char *route, const char *language)
{
    return look_up(values, sizeof values / sizeof values[0], route, language);
}

const char *words_where(struct arena *a, const struct known_fact facts[FACT_COUNT],
                        const char *language)
{
    const char *format = facts[FACT_FORMAT].value, *place = facts[FACT_MUNICIPALITY].value;
    bool english = words_english(language);
    if (format && strcmp(format, "digital") == 0)
        return english ? "online" : "digitalt";
    if (place && format && strcmp(format, "hybrid") == 0)
        return arena_printf(a, english ? "%s or online" : "%s eller digitalt", place);
    return place;
}

/* "lördag 27 mars 2027 kl. 22.00", or the day alone. */
static char *moment(struct arena *a, const struct civil *c, const char *language)
{
    char *day = date_in_words(a, c->date, language);
    return c->hour < 0
               ? day
               : arena_printf(a, words_english(language) ? "%s at %02d:%02d" : "%s kl. %02d.%02d",
                              day, c->hour, c->minute);
}

char *words_occasion(struct arena *a, const struct occasion_time *o, const char *language)
{
    char *from = moment(a, &o->start, language);
    if (date_compare(o->start.date, o->end.date) != 0)
        return arena_printf(a, "%s – %s", from, moment(a, &o->end, language));
    if (o->start.hour < 0 || o->end.hour < 0 || civil_compare(o->start, o->end) == 0)
        return from;
    return arena_printf(a, words_english(language) ? "%s–%02d:%02d" : "%s–%02d.%02d", from,
                        o->end.hour, o->end.minute);
}

static char *join(struct arena *a, char *so_far, const char *next)
{
    return *so_far ? arena_printf(a, "%s, %s", so_far, next) : arena_strdup(a, next);
}

static char *areas_in_words(struct arena *a, const struct areas *areas, const char *value,
                            const char *language)
{
    size_t count;
    char **ids = text_split(a, value, " ", &count);
    char *all = arena_strdup(a, "");
    for (size_t i = 0; i < count; i++) {
        const struct area *area = areas ? areas_find(areas, ids[i]) : NULL;
        const char *name = !area                                 ? ids[i]
                           : words_english(language) && area->en ? area->en
                                                                 : area->sv;
        all = join(a, all, name);
    }
    return all;
}

static char *occasions_in_words(struct arena *a, const char *value, const char *language)
{
    size_t count;
    struct occasion_time *times = view_occasions(a, value, &count);
    char *all = arena_strdup(a, "");
    for (size_t i = 0; i < count; i++)
        all = *all ? arena_printf(a, "%s; %s", all, words_occasion(a, &times[i], language))
                   : words_occasion(a, &times[i], language);
    return all;
}

char *words_value(struct arena *a, const struct areas *areas, enum fact_key key, const char *value,
                  const char *language)
{
    const char *word = NULL;
    struct date day;
    switch (key) {
    case FACT_AREAS:
        return areas_in_words(a, areas, value, language);
    case FACT_OCCASIONS:
        return occasions_in_words(a, value, language);
    case FACT_RESPOND_BY:
        return date_parse(value, &day) ? date_in_words(a, day, language) : arena_strdup(a, value);
    case FACT_KIND:
        word = words_kind(value, language);
        break;
    case FACT_PERSPECTIVE:
    case FACT_ROUTE:
    case FACT_FORMAT:
    case FACT_COMPENSATION:
        word = look_up(values, sizeof values / sizeof values[0], value, language);
        break;
    default:
        break;
    }
    return arena_strdup(a, word ? word : value);
}
