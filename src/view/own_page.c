/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What is stored of a person, in words, for the person alone.
 */
#include "view/pages.h"

#include <string.h>

#include "base/text.h"
#include "words.h"

char *view_areas_in_words(struct arena *a, const struct house *house, const char *const *ids,
                          size_t count, const char *language)
{
    char *joined = arena_strdup(a, "");
    for (size_t i = 0; i < count; i++)
        joined = arena_printf(a, "%s%s%s", joined, i > 0 ? " " : "", ids[i]);
    return words_value(a, house->areas, FACT_AREAS, joined, language);
}

struct own_page {
    struct arena *a;
    json_t *rows;
    bool english;
};

static void add(struct own_page *x, const char *sv, const char *en, const char *value)
{
    if (text_blank(value))
        return;
    json_array_append_new(x->rows,
                          json_pack("{s:s, s:s}", "label", x->english ? en : sv, "value", value));
}

static const char *choice(struct own_page *x, const char *value)
{
    static const struct {
        const char *id, *sv, *en;
    } words[] = {
        {"patient", "patient", "patient"}, {"relative", "närstående", "relative"},
        {"both", "både och", "both"},      {"on_site", "på plats", "on site"},
        {"digital", "digitalt", "online"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (value && strcmp(words[i].id, value) == 0)
            return x->english ? words[i].en : words[i].sv;
    return value;
}

/* "sv fi" as a reader says it. */
static char *languages(struct own_page *x, const char *codes)
{
    static const struct {
        const char *code, *sv, *en;
    } names[] = {{"sv", "svenska", "Swedish"},  {"en", "engelska", "English"},
                 {"fi", "finska", "Finnish"},   {"ar", "arabiska", "Arabic"},
                 {"so", "somaliska", "Somali"}, {"fa", "persiska", "Persian"},
                 {"pl", "polska", "Polish"},    {"es", "spanska", "Spanish"},
                 {"de", "tyska", "German"},     {"fr", "franska", "French"}};
    size_t count;
    char **list = text_split(x->a, codes ? codes : "", " ", &count);
    char *all = arena_strdup(x->a, "");
    for (size_t i = 0; i < count; i++) {
        const char *name = list[i];
        for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
            if (strcmp(names[k].code, list[i]) == 0)
                name = x->english ? names[k].en : names[k].sv;
        all = arena_printf(x->a, "%s%s%s", all, i > 0 ? ", " : "", name);
    }
    return all;
}

static const char *day(struct own_page *x, const char *date, const char *language)
{
    struct date d;
    return date && date_parse(date, &d) ? date_in_words(x->a, d, language) : NULL;
}

json_t *view_own_page(struct arena *a, const struct house *house, const struct person *p,
                      const char *language)
{
    struct own_page x = {.a = a, .rows = json_array(), .english = words_english(language)};
    json_t *view = view_link_letter(a, house, p->name, NULL);
    add(&x, "Namn", "Name", p->name);
    add(&x, "E-post", "E-mail", p->email);
    add(&x, "Telefon", "Phone", p->phone);
    add(&x, "Postadress", "Postal address", p->postal_address);
    add(&x, "Erfarenheter", "Experience",
        view_areas_in_words(a, house, p->areas, p->area_count, language));
    add(&x, "Vill inte få frågor om", "Does not want to be asked about",
        view_areas_in_words(a, house, p->unwanted, p->unwanted_count, language));
    add(&x, "Din berättelse", "Your story", p->story);
    add(&x, "Patient eller närstående", "Patient or relative", choice(&x, p->perspective));
    add(&x, "Hur du vill bidra", "How you would like to contribute", p->ways);
    add(&x, "På plats eller digitalt", "On site or online", choice(&x, p->formats));
    add(&x, "Kommun", "Municipality", p->municipality);
    add(&x, "Språk", "Languages", languages(&x, p->languages));
    add(&x, "Det här behöver du för att kunna delta", "What you need to take part",
        p->access_needs);
    add(&x, "Jäv", "Conflicts of interest", p->conflicts);
    if (p->birth_year)
        add(&x, "Födelseår", "Year of birth", arena_printf(a, "%d", p->birth_year));
    add(&x, "Samtycke", "Consent", day(&x, p->consent_date, language));
    add(&x, "Introduktion", "Introduction", day(&x, p->introduction_date, language));
    json_object_set_new(view, "rows", x.rows);
    json_object_set_new(view, "paused_until", view_text(day(&x, p->paused_until, language)));
    return view;
}
