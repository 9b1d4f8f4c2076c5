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

/* ---- Languages ---- */

static const struct {
    const char *code, *sv, *en;
} tongues[] = {{"sv", "svenska", "Swedish"},
               {"en", "engelska", "English"},
               {"fi", "finska", "Finnish"},
               {"ar", "arabiska", "Arabic"},
               {"so", "somaliska", "Somali"},
               {"fa", "persiska", "Persian"},
               {"pl", "polska", "Polish"},
               {"es", "spanska", "Spanish"},
               {"de", "tyska", "German"},
               {"fr", "franska", "French"},
               {"no", "norska", "Norwegian"},
               {"da", "danska", "Danish"},
               {"ku", "kurdiska", "Kurdish"},
               {"ti", "tigrinska", "Tigrinya"},
               {"tr", "turkiska", "Turkish"},
               {"uk", "ukrainska", "Ukrainian"},
               {"ru", "ryska", "Russian"},
               {"ro", "rumänska", "Romanian"},
               {"bs", "bosniska", "Bosnian"},
               {"hr", "kroatiska", "Croatian"},
               {"sr", "serbiska", "Serbian"},
               {"sq", "albanska", "Albanian"},
               {"th", "thailändska", "Thai"},
               {"zh", "kinesiska", "Chinese"},
               {"it", "italienska", "Italian"},
               {"pt", "portugisiska", "Portuguese"},
               {"se", "nordsamiska", "Sami"},
               {"prs", "dari", "Dari"},
               {"sgn", "teckenspråk", "sign language"}};
enum { TONGUES = sizeof tongues / sizeof tongues[0] };

char *view_languages(struct arena *a, const char *codes, const char *language)
{
    bool english = words_english(language);
    size_t count;
    char **list = text_split(a, codes ? codes : "", " ", &count);
    char *all = arena_strdup(a, "");
    for (size_t i = 0; i < count; i++) {
        const char *name = list[i];
        for (size_t k = 0; k < TONGUES; k++)
            if (strcmp(tongues[k].code, list[i]) == 0)
                name = english ? tongues[k].en : tongues[k].sv;
        all = arena_printf(a, "%s%s%s", all, i > 0 ? ", " : "", name);
    }
    return all;
}

/* The code of a language by its name, or a code as it is; NULL: neither. */
static const char *code_of(struct arena *a, const char *words)
{
    const char *folded = text_fold(a, words);
    size_t len = strlen(folded);
    for (size_t k = 0; k < TONGUES; k++)
        if (text_same(tongues[k].sv, words) || text_same(tongues[k].en, words))
            return tongues[k].code;
    bool code = (len == 2 || len == 3) && strspn(folded, "abcdefghijklmnopqrstuvwxyz") == len;
    return code && strcmp(folded, "och") != 0 && strcmp(folded, "and") != 0 ? folded : NULL;
}

char *view_language_codes(struct arena *a, const char *words, const char **strange)
{
    size_t count;
    char **list = text_split(a, words, ",;\n", &count);
    char *codes = arena_strdup(a, "");
    for (size_t i = 0; i < count; i++) {
        const char *word = text_trim(a, list[i]);
        const char *code = code_of(a, word);
        if (text_blank(word))
            continue;
        *strange = word;
        if (!code)
            return NULL;
        codes = arena_printf(a, "%s%s%s", codes, *codes ? " " : "", code);
    }
    return codes;
}

/* ---- The page ---- */

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
        {"patient", "patient", "patient"},
        {"relative", "närstående", "relative"},
        {"both", "både och", "both"},
        {"on_site", "på plats", "on site"},
        {"digital", "digitalt", "online"},
        {"sv", "på svenska", "in Swedish"},
        {"sv-lattlast", "på lättläst svenska", "in easy-to-read Swedish"},
        {"en", "på engelska", "in English"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (value && strcmp(words[i].id, value) == 0)
            return x->english ? words[i].en : words[i].sv;
    return value;
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
    add(&x, "Hur långt du kan resa", "How far you can travel",
        p->travel_km >= 0 ? arena_printf(a, "%d km", p->travel_km) : NULL);
    add(&x, "Språk", "Languages", view_languages(a, p->languages, language));
    add(&x, "Våra brev till dig", "Our letters to you", choice(&x, p->letter_language));
    add(&x, "Det här behöver du för att kunna delta", "What you need to take part",
        p->access_needs);
    add(&x, "Jäv", "Conflicts of interest", p->conflicts);
    if (p->birth_year)
        add(&x, "Födelseår", "Year of birth", arena_printf(a, "%d", p->birth_year));
    add(&x, "Samtycke", "Consent", day(&x, p->consent_date, language));
    add(&x, "Introduktion", "Introduction", day(&x, p->introduction_date, language));
    add(&x, "Senast sade du att allt stämmer", "You last said that all is right",
        day(&x, p->renewed_on, language));
    json_object_set_new(view, "rows", x.rows);
    json_object_set_new(view, "paused_until", view_text(day(&x, p->paused_until, language)));
    json_object_set_new(view, "asks", json_boolean(p->renewal_asked_on != NULL));
    json_object_set_new(view, "rests", json_boolean(p->rests_since != NULL));
    bool consent = strcmp(house->settings->library.legal_basis, "consent") == 0;
    json_object_set_new(view, "by_consent", json_boolean(consent));
    json_object_set_new(view, "willing",
                        json_boolean(consent ? p->consent_date != NULL : !p->objects));
    return view;
}
