/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What somebody may do on the own page: say that all is right, change it, go on after a pause, let
 * us search or not, take all of it along, leave.
 *
 * All of it stands behind the code that opens the page (page_own.c): without it each of these leads
 * back there. Who leaves is erased at once, after one question.
 */
#include "page_self.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending/care.h"
#include "lending/people.h"
#include "reading.h"
#include "view/pages.h"

/* ---- The form ---- */

const struct choice self_perspectives[] = {{"patient", "Patient", "Patient"},
                                           {"relative", "Närstående", "Relative"},
                                           {"both", "Både och", "Both"},
                                           {0}};
const struct choice self_formats[] = {{"on_site", "På plats", "On site"},
                                      {"digital", "Digitalt", "Online"},
                                      {"both", "Både och", "Both"},
                                      {0}};
const struct choice self_letter_languages[] = {
    {"sv", "Svenska", "Swedish"},
    {"sv-lattlast", "Lättläst svenska", "Easy-to-read Swedish"},
    {"en", "Engelska", "English"},
    {0}};

const struct field self_fields[] = {
    {"name", FIELD_TEXT, .needed = true, .max = 200, .sv = "Namn", .en = "Name",
     .autocomplete = "name", .group_sv = "Hur vi når dig", .group_en = "How to reach you"},
    {"email", FIELD_EMAIL,
     .hint_easy = "Hit skickar vi brev och koder. Har du ingen e-post? Då får du brev med posten.",
     .sv = "E-post", .en = "E-mail",
     .hint_sv = "Våra brev och koderna till den här sidan kommer dit. Har du ingen e-post får du "
                "brev med posten.",
     .hint_en = "Our letters, and the codes for this page, come there. Without e-mail you get "
                "letters by post.",
     .autocomplete = "email"},
    {"phone", FIELD_PHONE, .sv = "Telefon", .en = "Phone", .autocomplete = "tel"},
    {"postal_address", FIELD_LINES, .max = 500, .sv = "Postadress", .en = "Postal address",
     .autocomplete = "street-address"},
    {"letter_language", FIELD_RADIO, .needed = true, .choices = self_letter_languages,
     .sv = "Hur vill du ha våra brev?", .en = "How would you like our letters?"},
    {"areas", FIELD_LINES, .max = 2000, .easy = "Vad har du varit med om?",
     .hint_easy = "Skriv en sak på varje rad. Till exempel: stroke.", .sv = "Dina erfarenheter",
     .en = "Your experience", .hint_sv = "En på varje rad, till exempel stroke eller bröstcancer.",
     .hint_en = "One on each line, for example stroke or breast cancer.",
     .group_sv = "Det du har erfarenhet av", .group_en = "What you have experience of"},
    {"unwanted", FIELD_LINES, .max = 2000, .sv = "Det här vill du inte få frågor om",
     .en = "What you do not want to be asked about", .hint_sv = "En på varje rad.",
     .hint_en = "One on each line."},
    {"perspective", FIELD_RADIO, .choices = self_perspectives,
     .sv = "Är du patient eller närstående?", .en = "Are you a patient or a relative?"},
    {"story", FIELD_LINES, .max = 20000,
     .hint_easy = "Skriv med egna ord. Ingen får läsa den om du inte har sagt ja.",
     .sv = "Din berättelse", .en = "Your story",
     .hint_sv = "Med egna ord. Ingen verksamhet får läsa den utan att du har sagt ja.",
     .hint_en = "In your own words. No care unit reads it unless you have said yes."},
    {"ways", FIELD_LINES, .max = 2000, .easy = "Hur vill du vara med?",
     .hint_easy = "Till exempel: berätta. Eller: vara med i en grupp.", .sv = "Hur vill du bidra?",
     .en = "How would you like to contribute?",
     .hint_sv = "Till exempel berätta, vara med i en grupp, eller tala vid en utbildning.",
     .hint_en = "For example tell your story, join a group, or speak at a course.",
     .group_sv = "Hur du vill vara med", .group_en = "How you would like to take part"},
    {"formats", FIELD_RADIO, .choices = self_formats, .sv = "På plats eller digitalt?",
     .en = "On site or online?"},
    {"municipality", FIELD_TEXT, .max = 100, .sv = "Kommun", .en = "Municipality"},
    {"travel_km", FIELD_NUMBER, .min = 0, .max = 2000, .sv = "Så många kilometer kan du resa",
     .en = "How many kilometres you can travel"},
    {"languages", FIELD_TEXT, .max = 200, .sv = "Språk som du talar",
     .en = "Languages that you speak", .hint_sv = "Till exempel svenska, finska.",
     .hint_en = "For example Swedish, Finnish."},
    {"access_needs", FIELD_LINES, .max = 2000, .easy = "Vad behöver du för att vara med?",
     .sv = "Det här behöver du för att kunna delta", .en = "What you need to take part",
     .hint_sv = "Till exempel tolk, hiss eller korta pass.",
     .hint_en = "For example an interpreter, a lift or short sessions."},
    {0},
};

static const struct choice willing_choices[] = {{"yes", "Ja", "Yes"}, {"no", "Nej", "No"}, {0}};

const struct field willing_fields[] = {
    {"willing", FIELD_CHOICE, .needed = true, .choices = willing_choices, .sv = "Får vi söka?",
     .en = "May we search?"},
    {0},
};

/* ---- Areas and languages, from words and back ---- */

static const struct area *area_named(const struct areas *areas, const char *words)
{
    for (size_t i = 0; i < areas_count(areas); i++) {
        const struct area *x = areas_at(areas, i);
        if (text_same(x->sv, words) || text_same(x->id, words) ||
            (x->en && text_same(x->en, words)))
            return x;
    }
    return NULL;
}

const char *self_areas(const struct web_request *q, const char *lines, const char **strange)
{
    size_t count;
    char **list = text_split(q->arena, lines, "\n,;", &count);
    const char *ids = "";
    *strange = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *words = text_trim(q->arena, list[i]);
        const struct area *named = area_named(q->house->areas, words);
        const char *found = named ? named->id : lending_areas_of(q->house, q->arena, words);
        if (text_blank(words))
            continue;
        if (!found && !*strange)
            *strange = words;
        ids = arena_printf(q->arena, "%s%s%s", ids, *ids ? " " : "", found ? found : "");
    }
    return ids;
}

static const char *lines_of_areas(const struct web_request *q, const char *const *ids, size_t count)
{
    const char *lines = "";
    for (size_t i = 0; i < count; i++) {
        const struct area *x = areas_find(q->house->areas, ids[i]);
        const char *name = !x ? ids[i] : web_english(q) && x->en && *x->en ? x->en : x->sv;
        lines = arena_printf(q->arena, "%s%s%s", lines, *lines ? "\n" : "", name);
    }
    return lines;
}

void self_check_areas(struct web_request *q, const char *name)
{
    const char *strange;
    self_areas(q, form_given(&q->form, name), &strange);
    if (strange)
        form_fault(&q->form, name,
                   arena_printf(q->arena,
                                web_plain(q,
                                          "Vi känner inte igen ”%s”. Prova ett annat ord, eller "
                                          "berätta om det i din berättelse.",
                                          "Vi förstår inte ”%s”. Skriv ett annat ord. Eller skriv "
                                          "om det i din berättelse.",
                                          "We do not know “%s”. Try another word, or tell about it "
                                          "in your story."),
                                text_shorten(q->arena, strange, 60)));
}

void self_check_languages(struct web_request *q)
{
    const char *strange;
    if (!view_language_codes(q->arena, form_given(&q->form, "languages"), &strange))
        form_fault(
            &q->form, "languages",
            arena_printf(
                q->arena,
                web_plain(
                    q,
                    "Vi känner inte igen språket ”%s”. Skriv det på svenska, "
                    "till exempel finska.",
                    "Vi känner inte till språket ”%s”. Skriv det på svenska, till exempel finska.",
                    "We do not know the language “%s”. Write it in English, "
                    "for example Finnish."),
                text_shorten(q->arena, strange, 40)));
}

void check_self(struct web_request *q)
{
    self_check_areas(q, "areas");
    self_check_areas(q, "unwanted");
    self_check_languages(q);
    if (!form_has(&q->form, "email") && !form_has(&q->form, "postal_address"))
        form_fault(&q->form, "email",
                   web_word(q, "Skriv en e-postadress eller en postadress, så att vi når dig.",
                            "Write an e-mail address or a postal address, so that we reach you."));
}

/* ---- Behind the code ---- */

/* Loads the person once the code has been given; else the browser is sent to where it is asked. */
static enum outcome open_page(struct web_request *q, bool *open, struct web_answer *out,
                              struct fault *f)
{
    enum code_state state;
    enum outcome o = lending_code_state(q->house, q->arena, q->link.party, q->cookie, &state, f);
    *open = o == DONE && state == CODE_PASSED;
    if (*open)
        return people_load(q->house->db, q->arena, q->person.id, &q->person, f);
    if (o == DONE)
        web_go(q, web_at(q, "/mina-uppgifter/", ""), out);
    return o;
}

static enum outcome back(struct web_request *q, enum outcome o, struct web_answer *out)
{
    if (o == DONE)
        web_go(q, web_at(q, "/mina-uppgifter/", ""), out);
    return o;
}

/* ---- Change ---- */

static void fill(const struct web_request *q, struct form *form)
{
    const struct person *p = &q->person;
    form_fill(form, "name", p->name);
    form_fill(form, "email", p->email);
    form_fill(form, "phone", p->phone);
    form_fill(form, "postal_address", p->postal_address);
    form_fill(form, "letter_language", p->letter_language);
    form_fill(form, "areas", lines_of_areas(q, p->areas, p->area_count));
    form_fill(form, "unwanted", lines_of_areas(q, p->unwanted, p->unwanted_count));
    form_fill(form, "perspective", p->perspective);
    form_fill(form, "story", p->story);
    form_fill(form, "ways", p->ways);
    form_fill(form, "formats", p->formats);
    form_fill(form, "municipality", p->municipality);
    if (p->travel_km >= 0)
        form_fill(form, "travel_km", arena_printf(q->arena, "%d", p->travel_km));
    form_fill(form, "languages", view_languages(q->arena, p->languages, q->language));
    form_fill(form, "access_needs", p->access_needs);
}

enum outcome page_self_change(struct web_request *q, struct web_answer *out, struct fault *f)
{
    bool open;
    enum outcome o = open_page(q, &open, out, f);
    if (o != DONE || !open)
        return o;
    struct form form = web_form_of(q, self_fields);
    fill(q, &form);
    json_t *names = json_array();
    for (size_t i = 0; i < areas_count(q->house->areas); i++) {
        const struct area *x = areas_at(q->house->areas, i);
        json_array_append_new(names,
                              json_string(web_english(q) && x->en && *x->en ? x->en : x->sv));
    }
    json_t *view = json_pack("{s:o, s:o, s:s}", "form",
                             web_form(q, web_at(q, "/mina-uppgifter/", "/andra"), &form), "known",
                             names, "back", web_at(q, "/mina-uppgifter/", ""));
    return web_show(q, "mina-uppgifter-andra",
                    web_word(q, "Ändra dina uppgifter", "Change your details"), view, out, f);
}

enum outcome page_self_change_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    static const char *const plain[] = {"name",           "email",           "phone",
                                        "postal_address", "story",           "ways",
                                        "formats",        "letter_language", "municipality",
                                        "travel_km",      "access_needs",    "perspective"};
    enum { PLAIN = sizeof plain / sizeof plain[0] };
    struct roster_change changes[PLAIN + 4];
    const char *strange;
    size_t n = 0;
    bool open;
    enum outcome o = open_page(q, &open, out, f);
    if (o != DONE || !open)
        return o;
    for (; n < PLAIN; n++)
        changes[n] = (struct roster_change){plain[n], form_given(&q->form, plain[n])};
    changes[n++] =
        (struct roster_change){"areas", self_areas(q, form_given(&q->form, "areas"), &strange)};
    changes[n++] = (struct roster_change){
        "unwanted", self_areas(q, form_given(&q->form, "unwanted"), &strange)};
    changes[n++] = (struct roster_change){
        "languages", view_language_codes(q->arena, form_given(&q->form, "languages"), &strange)};
    changes[n++] = (struct roster_change){
        "renewed_on", date_text(q->arena, civil_from_instant(clock_now(&q->house->clock)).date)};
    return back(
        q, roster_person_set(q->house, q->arena, q->link.party, q->person.id, changes, n, f), out);
}

/* ---- One button each ---- */

enum outcome page_self_confirm_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    bool open;
    enum outcome o = open_page(q, &open, out, f);
    if (o != DONE || !open)
        return o;
    return back(q, lending_confirm(q->house, q->arena, q->link.party, q->person.id, f), out);
}

enum outcome page_self_pause_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const char *until;
    bool open;
    enum outcome o = open_page(q, &open, out, f);
    if (o != DONE || !open)
        return o;
    return back(q, lending_pause(q->house, q->arena, q->person.id, &until, f), out);
}

enum outcome page_self_go_on_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const struct roster_change change = {"paused_until", ""};
    bool open;
    enum outcome o = open_page(q, &open, out, f);
    if (o != DONE || !open)
        return o;
    return back(
        q, roster_person_set(q->house, q->arena, q->link.party, q->person.id, &change, 1, f), out);
}

enum outcome page_self_willing_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    bool open, willing = strcmp(form_given(&q->form, "willing"), "yes") == 0;
    enum outcome o = open_page(q, &open, out, f);
    if (o != DONE || !open)
        return o;
    return back(
        q, lending_willing(q->house, q->arena, q->link.party, q->person.id, willing, "page", f),
        out);
}

/* ---- All of it, as a file ---- */

enum outcome page_self_export(struct web_request *q, struct web_answer *out, struct fault *f)
{
    json_t *all;
    bool open;
    enum outcome o = open_page(q, &open, out, f);
    if (o == DONE && open)
        o = lending_person_export(q->house, q->arena, q->person.id, &all, f);
    if (o != DONE || !open)
        return o;
    char *text = json_dumps(all, JSON_INDENT(2));
    json_decref(all);
    out->type = "application/json; charset=utf-8";
    out->file = "mina-uppgifter.json";
    out->body = arena_strdup(q->arena, text);
    out->len = strlen(text);
    free(text);
    return DONE;
}

/* ---- Leaving ---- */

enum outcome page_self_leave(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form = form_empty(q->arena, no_fields);
    bool open;
    enum outcome o = open_page(q, &open, out, f);
    if (o != DONE || !open)
        return o;
    json_t *view = json_pack("{s:o, s:s, s:s}", "form",
                             web_form(q, web_at(q, "/mina-uppgifter/", "/lamna"), &form), "back",
                             web_at(q, "/mina-uppgifter/", ""), "export_path",
                             web_at(q, "/mina-uppgifter/", "/uppgifter"));
    return web_show(
        q, "lamna",
        web_plain(q, "Vill du lämna oss?", "Vill du sluta hos oss?", "Would you like to leave?"),
        view, out, f);
}

enum outcome page_self_leave_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    bool open;
    enum outcome o = open_page(q, &open, out, f);
    if (o != DONE || !open)
        return o;
    o = roster_person_erase(q->house, q->arena, q->link.party, q->person.id, f);
    if (o != DONE)
        return o;
    return web_say(
        q, 200, web_word(q, "Nu är dina uppgifter borta", "Your details are gone"),
        web_plain(q,
                  "Tack för allt du har delat med dig av. Vi har raderat det som fanns "
                  "sparat om dig, och du får inga fler brev. Vill du vara med igen är "
                  "du varmt välkommen.",
                  "Tack för att du har varit med. Vi har tagit bort det som vi hade sparat om dig. "
                  "Du får inga fler brev. Vill du vara med igen? Då är du välkommen.",
                  "Thank you for all that you have shared. We have erased what was "
                  "stored about you, and you will get no more letters. If you would like "
                  "to come back, you are most welcome."),
        out, f);
}
