/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People and associations in words, for staff (include/view/desk_people.h).
 */
#include "view/desk_people.h"

#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "view/pages.h"

static void add(json_t *rows, const char *label, const char *value)
{
    if (!text_blank(value))
        json_array_append_new(rows, json_pack("{s:s, s:s}", "label", label, "value", value));
}

struct word {
    const char *id, *words;
};

static const char *word_of(const struct word *words, const char *id)
{
    for (; words->id; words++)
        if (id && strcmp(words->id, id) == 0)
            return words->words;
    return id;
}

static const struct word perspectives[] = {
    {"patient", "Patient"}, {"relative", "Närstående"}, {"both", "Patient och närstående"}, {0}};
static const struct word formats[] = {
    {"on_site", "På plats"}, {"digital", "Digitalt"}, {"both", "På plats eller digitalt"}, {0}};
static const struct word letter_languages[] = {
    {"sv", "Svenska"}, {"sv-lattlast", "Lättläst svenska"}, {"en", "Engelska"}, {0}};

static const char *day(struct arena *a, const char *date)
{
    struct date d;
    return date && date_parse(date, &d) ? date_in_words(a, d, "sv") : date;
}

/* ---- A person ---- */

static void add_reach(struct arena *a, json_t *rows, const struct person *p, bool reach)
{
    if (!reach) {
        add(rows, "Kontaktuppgifter", "Visas inte för läsare: personen har skyddade uppgifter.");
        return;
    }
    add(rows, "E-post", p->email);
    add(rows, "Telefon", p->phone);
    add(rows, "Postadress", p->postal_address);
    add(rows, "Brev skickas på", word_of(letter_languages, p->letter_language));
    add(rows, "Talar", view_languages(a, p->languages, "sv"));
}

static void add_experience(struct arena *a, const struct house *house, json_t *rows,
                           const struct person *p)
{
    add(rows, "Erfarenheter", view_areas_in_words(a, house, p->areas, p->area_count, "sv"));
    add(rows, "Vill inte få frågor om",
        view_areas_in_words(a, house, p->unwanted, p->unwanted_count, "sv"));
    add(rows, "Perspektiv", word_of(perspectives, p->perspective));
    add(rows, "Berättelse", p->story);
    add(rows, "Vill bidra genom att", p->ways);
    add(rows, "På plats eller digitalt", word_of(formats, p->formats));
    add(rows, "Kommun", p->municipality);
    if (p->travel_km >= 0)
        add(rows, "Kan resa", arena_printf(a, "%d km", p->travel_km));
    add(rows, "Behöver för att kunna delta", p->access_needs);
    add(rows, "Jäv: verksamheter som inte passar", p->conflicts);
    if (p->birth_year)
        add(rows, "Födelseår", arena_printf(a, "%d", p->birth_year));
}

static void add_days(struct arena *a, json_t *rows, const struct person *p)
{
    add(rows, "Samtycke", day(a, p->consent_date));
    add(rows, "Samtyckets text", p->consent_version);
    add(rows, "Hur samtycket gavs", p->consent_how);
    add(rows, "Introduktion", day(a, p->introduction_date));
    add(rows, "Sade senast att allt stämmer", day(a, p->renewed_on));
    add(rows, "Tillfrågad om allt stämmer", day(a, p->renewal_asked_on));
}

/* What decides whether the person is asked just now. */
static json_t *standing(struct arena *a, const struct person *p, bool by_consent)
{
    json_t *list = json_array();
    const struct {
        bool so;
        const char *words;
    } all[] = {
        {p->deceased, "Avliden: får inga brev."},
        {p->protected_identity, "Har skyddade uppgifter: var försiktig med allt du skriver."},
        {p->left_at >= 0, "Har lämnat biblioteket."},
        {p->via != 0, "Föreslagen av en förening, och inte med i biblioteket."},
        {p->paused_until != NULL, arena_printf(a, "Har paus till och med %s.",
                                               p->paused_until ? day(a, p->paused_until) : "")},
        {p->rests_since != NULL, "Vilar: har inte svarat på om allt stämmer, och får inga frågor."},
        {by_consent && !p->consent_date, "Har inte samtyckt: kommer inte med när vi söker."},
        {!by_consent && p->objects, "Vill inte sökas fram."},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].so)
            json_array_append_new(list, json_string(all[i].words));
    return list;
}

json_t *view_desk_person(struct arena *a, const struct house *house, const struct person *p,
                         bool reach)
{
    bool by_consent = strcmp(house->settings->library.legal_basis, "consent") == 0;
    json_t *rows = json_array();
    add_reach(a, rows, p, reach);
    add_experience(a, house, rows, p);
    add_days(a, rows, p);
    json_t *view =
        json_pack("{s:s, s:s, s:o, s:o, s:b, s:b}", "id", view_who(a, 'P', p->id), "name", p->name,
                  "standing", standing(a, p, by_consent), "rows", rows, "willing",
                  by_consent ? p->consent_date != NULL : !p->objects, "by_consent", by_consent);
    if (p->paused_until)
        json_object_set_new(view, "paused_until", json_string(day(a, p->paused_until)));
    if (p->renewal_asked_on)
        json_object_set_new(view, "asked", json_true());
    return view;
}

/* ---- What the person was asked ---- */

static const char *came_of(const struct person_ask *x)
{
    static const struct word placements[] = {{"chosen", "Vald"},
                                             {"agreed", "Vald, och överens"},
                                             {"done", "Uppdraget är gjort"},
                                             {"followed_up", "Uppdraget är gjort och uppföljt"},
                                             {"withdrawn", "Vald, men drog sig ur"},
                                             {"cancelled", "Vald, men uppdraget ställdes in"},
                                             {0}};
    static const struct word outcomes[] = {{"chosen", "Vald"},
                                           {"not_chosen", "Inte vald den gången"},
                                           {"filled", "Platserna tog slut"},
                                           {"cancelled", "Förfrågan ställdes in"},
                                           {0}};
    static const struct word states[] = {{"queued", "Frågan väntar på att skickas"},
                                         {"sent", "Väntar på svar"},
                                         {"unknown", "Frågan kanske inte kom fram"},
                                         {"bounced", "Frågan kom inte fram"},
                                         {"yes", "Svarade ja"},
                                         {"no", "Svarade nej"},
                                         {"maybe", "Hade en fråga"},
                                         {"expired", "Svarade inte"},
                                         {"cancelled", "Frågan togs tillbaka"},
                                         {0}};
    if (x->placement)
        return word_of(placements, x->placement);
    return x->outcome ? word_of(outcomes, x->outcome) : word_of(states, x->state);
}

json_t *view_person_asks(struct arena *a, const struct person_ask *asks, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        struct date d = civil_from_instant(asks[i].at).date;
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:s, s:s}", "number", asks[i].number, "subject",
                            asks[i].subject, "href",
                            arena_printf(a, "/personal/forfragningar/%s", asks[i].number), "when",
                            date_in_words(a, d, "sv"), "words", came_of(&asks[i])));
    }
    return list;
}

/* ---- An association ---- */

json_t *view_desk_association(struct arena *a, const struct house *house,
                              const struct association *x)
{
    json_t *rows = json_array();
    add(rows, "E-post", x->email);
    add(rows, "Kontaktperson", x->contact);
    add(rows, "Erfarenheter", view_areas_in_words(a, house, x->areas, x->area_count, "sv"));
    add(rows, "Kommuner", *x->municipalities ? x->municipalities : "Hela regionen");
    add(rows, "Uppdrag", x->mandate);
    add(rows, "Brev skickas på", word_of(letter_languages, x->letter_language));
    if (x->reply_days)
        add(rows, "Brukar svara inom", arena_printf(a, "%d dagar", x->reply_days));
    return json_pack("{s:s, s:s, s:o}", "id", view_who(a, 'A', x->id), "name", x->name, "rows",
                     rows);
}
