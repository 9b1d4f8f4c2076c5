/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What is known of a person, as a form: somebody new, or changed for one who is there.
 */
#include <string.h>

#include "base/text.h"
#include "desk_roster.h"
#include "lending/people.h"
#include "page_self.h"
#include "view/pages.h"

const struct field person_fields[] = {
    {"name", FIELD_TEXT, .needed = true, .max = 200, .sv = "Namn", .en = "Name",
     .group_sv = "Kontakt", .group_en = "Contact"},
    {"email", FIELD_EMAIL, .sv = "E-post", .en = "E-mail",
     .hint_sv = "Utan e-post skrivs breven ut och skickas med posten."},
    {"phone", FIELD_PHONE, .narrow = true, .sv = "Telefon", .en = "Phone"},
    {"postal_address", FIELD_LINES, .max = 500, .sv = "Postadress", .en = "Postal address"},
    {"letter_language", FIELD_CHOICE, .choices = self_letter_languages, .narrow = true,
     .sv = "Brev skickas på", .en = "Letters in"},
    {"areas", FIELD_LINES, .max = 2000, .sv = "Erfarenheter", .en = "Experience",
     .hint_sv = "En på varje rad, till exempel stroke eller bröstcancer.", .group_sv = "Erfarenhet",
     .group_en = "Experience"},
    {"unwanted", FIELD_LINES, .max = 2000, .sv = "Vill inte få frågor om",
     .en = "Not to be asked about", .hint_sv = "En på varje rad."},
    {"perspective", FIELD_CHOICE, .choices = self_perspectives, .narrow = true, .sv = "Perspektiv",
     .en = "Perspective"},
    {"story", FIELD_LINES, .max = 20000, .sv = "Berättelse, med personens egna ord", .en = "Story"},
    {"conflicts", FIELD_LINES, .max = 2000, .sv = "Jäv: verksamheter som inte passar",
     .en = "Conflicts of interest", .hint_sv = "En på varje rad."},
    {"ways", FIELD_LINES, .max = 2000, .sv = "Vill bidra genom att", .en = "Ways to contribute",
     .group_sv = "Hur personen vill vara med", .group_en = "How to take part"},
    {"formats", FIELD_CHOICE, .choices = self_formats, .narrow = true,
     .sv = "På plats eller digitalt", .en = "On site or online"},
    {"municipality", FIELD_TEXT, .narrow = true, .max = 100, .sv = "Kommun", .en = "Municipality"},
    {"travel_km", FIELD_NUMBER, .narrow = true, .min = 0, .max = 2000, .sv = "Kan resa, kilometer",
     .en = "Can travel, kilometres"},
    {"languages", FIELD_TEXT, .max = 200, .sv = "Talar", .en = "Speaks",
     .hint_sv = "Till exempel svenska, finska."},
    {"access_needs", FIELD_LINES, .max = 2000, .sv = "Behöver för att kunna delta",
     .en = "Needs to take part"},
    {"birth_year", FIELD_NUMBER, .narrow = true, .min = 1900, .max = 2100, .sv = "Födelseår",
     .en = "Year of birth", .hint_sv = "Bara för utbetalningar.", .group_sv = "I biblioteket",
     .group_en = "In the library"},
    {"introduction_date", FIELD_DATE, .narrow = true, .sv = "Introduktion", .en = "Introduction"},
    {"protected_identity", FIELD_TICK, .sv = "Har skyddade uppgifter", .en = "Protected identity"},
    {"deceased", FIELD_TICK, .sv = "Har avlidit: alla brev stoppas",
     .en = "Is deceased: all letters are stopped"},
    {0},
};

static const char *const plain[] = {"name",
                                    "email",
                                    "phone",
                                    "postal_address",
                                    "letter_language",
                                    "perspective",
                                    "story",
                                    "conflicts",
                                    "ways",
                                    "formats",
                                    "municipality",
                                    "travel_km",
                                    "access_needs",
                                    "birth_year",
                                    "introduction_date",
                                    "protected_identity",
                                    "deceased"};
enum { PLAIN = sizeof plain / sizeof plain[0], ALL = PLAIN + 3 };

void check_person(struct web_request *q)
{
    self_check_areas(q, "areas");
    self_check_areas(q, "unwanted");
    self_check_languages(q);
}

static size_t changes_of(const struct web_request *q, struct roster_change changes[ALL])
{
    const char *strange;
    size_t n = 0;
    for (; n < PLAIN; n++)
        changes[n] = (struct roster_change){plain[n], form_given(&q->form, plain[n])};
    changes[n++] =
        (struct roster_change){"areas", self_areas(q, form_given(&q->form, "areas"), &strange)};
    changes[n++] = (struct roster_change){
        "unwanted", self_areas(q, form_given(&q->form, "unwanted"), &strange)};
    changes[n++] = (struct roster_change){
        "languages", view_language_codes(q->arena, form_given(&q->form, "languages"), &strange)};
    return n;
}

static void fill(const struct web_request *q, struct form *form, const struct person *p)
{
    struct arena *a = q->arena;
    const struct {
        const char *name, *value;
    } all[] = {
        {"name", p->name},
        {"email", p->email},
        {"phone", p->phone},
        {"postal_address", p->postal_address},
        {"letter_language", p->letter_language},
        {"areas", desk_area_lines(q, p->areas, p->area_count)},
        {"unwanted", desk_area_lines(q, p->unwanted, p->unwanted_count)},
        {"perspective", p->perspective},
        {"story", p->story},
        {"conflicts", p->conflicts},
        {"ways", p->ways},
        {"formats", p->formats},
        {"municipality", p->municipality},
        {"travel_km", p->travel_km >= 0 ? arena_printf(a, "%d", p->travel_km) : NULL},
        {"languages", view_languages(a, p->languages, "sv")},
        {"access_needs", p->access_needs},
        {"birth_year", p->birth_year ? arena_printf(a, "%d", p->birth_year) : NULL},
        {"introduction_date", p->introduction_date},
        {"protected_identity", p->protected_identity ? "yes" : NULL},
        {"deceased", p->deceased ? "yes" : NULL},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].value)
            form_fill(form, all[i].name, all[i].value);
}

/* ---- Somebody new ---- */

enum outcome desk_person_new(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form = web_form_of(q, person_fields);
    form_fill(&form, "languages", "svenska");
    form_fill(&form, "letter_language", "sv");
    return desk_roster_form(q, "Lägg till en person", "/personal/personer/ny", "/personal/personer",
                            &form, out, f);
}

enum outcome desk_person_new_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct roster_change changes[ALL];
    size_t n = changes_of(q, changes);
    int64_t id;
    enum outcome o = roster_person_add(q->house, q->arena, web_actor(q), changes, n, &id, f);
    if (o != DONE)
        return desk_refused(q, o, desk_person_new, out, f);
    web_go(q, desk_at_person(q, id, "?klart=sparat"), out);
    return DONE;
}

/* ---- Somebody who is there ---- */

enum outcome desk_person_change(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct person p;
    bool open;
    enum outcome o = desk_person_open(q, &p, &open, out, f);
    if (o != DONE || !open)
        return o;
    struct form form = web_form_of(q, person_fields);
    fill(q, &form, &p);
    return desk_roster_form(q, arena_printf(q->arena, "Ändra: %s", p.name),
                            desk_at_person(q, p.id, "/andra"), desk_at_person(q, p.id, ""), &form,
                            out, f);
}

enum outcome desk_person_change_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct roster_change changes[ALL];
    struct person p;
    bool open;
    enum outcome o = desk_person_open(q, &p, &open, out, f);
    if (o != DONE || !open)
        return o;
    size_t n = changes_of(q, changes);
    o = roster_person_set(q->house, q->arena, web_actor(q), p.id, changes, n, f);
    if (o != DONE)
        return desk_refused(q, o, desk_person_change, out, f);
    web_go(q, desk_at_person(q, p.id, "?klart=sparat"), out);
    return DONE;
}
