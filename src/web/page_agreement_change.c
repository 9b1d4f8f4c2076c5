/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /overenskommelse/TOKEN/andra: either side words the agreement anew; that makes a version.
 *
 * The form says from which version it was made. Where the other has written meanwhile, nothing is
 * saved (409): the form comes back with what was typed, with the other's words in the fields that
 * were left alone, and with both in sight where the two meet.
 */
#include "page_agreement.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { LINE_CHARS = 200, FIELD_CHARS = 2000, DESCRIPTION_CHARS = 5000 };

/* Behind what is said in Swedish and English: the same in easy-to-read Swedish. */
#define LINES(name_, sv_, en_, hint_sv_, hint_en_, easy_, hint_easy_)                              \
    {                                                                                              \
        .name = name_, .type = FIELD_LINES, .max = FIELD_CHARS, .sv = sv_, .en = en_,              \
        .hint_sv = hint_sv_, .hint_en = hint_en_, .easy = easy_, .hint_easy = hint_easy_           \
    }
/* The same, as the first of a group. */
#define OPENS(group_sv_, group_en_, name_, type_, max_, sv_, en_, hint_sv_, hint_en_, easy_,       \
              hint_easy_)                                                                          \
    {                                                                                              \
        .name = name_, .type = type_, .max = max_, .sv = sv_, .en = en_, .hint_sv = hint_sv_,      \
        .hint_en = hint_en_, .easy = easy_, .hint_easy = hint_easy_, .group_sv = group_sv_,        \
        .group_en = group_en_                                                                      \
    }

/* Labelled as the agreement's own fields are (agreement_label()). */
const struct field agreement_fields[] = {
    {"version", FIELD_NUMBER, .needed = true, .min = 1, .max = 100000, .sv = "Version",
     .en = "Version"},
    OPENS("Det som är viktigt", "What matters", "matters", FIELD_LINES, FIELD_CHARS,
          "Vad är viktigt för dig?", "What matters to you?",
          "Patientföreträdarens egna ord: om uppdraget, och om hur det blir bra att vara med.",
          "The representative's own words: about the assignment, and what makes it good to take "
          "part.",
          NULL, "Den som är med skriver själv. Vad är viktigt? Vad gör att det känns bra?"),
    OPENS("Uppdraget", "The assignment", "assignment", FIELD_LINES, DESCRIPTION_CHARS, "Uppdraget",
          "The assignment", "Vad det handlar om, varför, och vad som går att påverka.",
          "What it is about, why, and what is open to influence.", "Vad ska ni göra?",
          "Skriv vad det handlar om. Skriv varför. Skriv vad som går att ändra."),
    LINES("role", "Patientföreträdarens roll", "The representative's role",
          "Vad patientföreträdaren gör, och vad hen inte behöver göra.",
          "What the representative does, and does not have to do.", "Vad gör den som är med?",
          "Skriv också vad personen inte behöver göra."),
    LINES("next", "Nästa steg", "Next steps", "Vad som händer närmast, och vem som gör vad.",
          "What happens next, and who does what.", "Vad händer nu?", "Skriv vem som gör vad."),
    LINES("time", "Tid utöver tillfällena", "Time besides the occasions",
          "Till exempel läsning hemma eller ett samtal före.",
          "Reading at home, for example, or a talk beforehand.", "Tar det mer tid än mötena?",
          "Till exempel att läsa hemma."),
    LINES("preparation", "Förberedelser och material", "Preparation and material",
          "Vad som skickas i förväg, när och hur.", "What is sent beforehand, when and how.",
          "Vad får man före mötet?", "Skriv vad ni skickar, och när."),
    OPENS("Kontakt och stöd", "Contact and support", "contact", FIELD_TEXT, LINE_CHARS,
          "Kontaktperson", "Contact person", "En människa med namn.", "A person, by name.",
          "Vem kan man fråga?", "Skriv ett namn."),
    LINES("reach", "Så når man kontaktpersonen", "How to reach the contact person",
          "Telefon, e-post, och när det passar bäst.", "Phone, e-mail, and the best time.",
          "Hur når man den personen?", "Skriv telefon och e-post. Skriv när det passar bäst."),
    LINES("support", "Stöd vid tillfällena", "Support on the day",
          "Vem som möter upp, pauser, tillgänglighet, sällskap.",
          "Who meets up, breaks, accessibility, company.", "Vem hjälper till på mötet?",
          "Till exempel: vem som möter, och när det är paus."),
    OPENS("Ersättning", "Compensation", "compensation", FIELD_LINES, FIELD_CHARS, "Ersättning",
          "Compensation", "För varje tillfälle, före skatt.", "For each occasion, before tax.",
          "Vad får man betalt?", "Skriv för varje gång. Skatten är inte dragen."),
    LINES("travel", "Resor och utlägg", "Travel and outlays", NULL, NULL, "Vem betalar resan?",
          NULL),
    {"cost_ref", FIELD_TEXT, .max = LINE_CHARS, .sv = "Kostnadsställe eller referens",
     .en = "Cost reference",
     .hint_sv = "Verksamhetens. Skriv aldrig personnummer eller kontonummer här.",
     .hint_en = "The unit's. Never write a personal number or an account number here.",
     .easy = "Vad ska stå på räkningen?",
     .hint_easy = "Det vet de som betalar. Skriv inte personnummer här."},
    OPENS("Det som ska vara klart för båda", "What should be clear to both", "confidentiality",
          FIELD_LINES, FIELD_CHARS, "Information och sekretess", "Information and confidentiality",
          NULL, NULL, "Vad får man inte berätta vidare?", NULL),
    LINES("conflicts", "Jäv", "Conflicts of interest",
          "Till exempel en anställning eller ett uppdrag som kan påverka. Inget? Skriv det.",
          "A job or another role, for example, that could matter. None? Say so.",
          "Finns det något som krockar?",
          "Till exempel om man arbetar där. Finns det inget? Skriv det."),
    LINES("quotation", "Citat och bilder", "Quotation and pictures", NULL, NULL,
          "Får någon ta bilder, eller skriva vad du har sagt?", NULL),
    LINES("hears", "Besked om vad det ledde till", "Hearing what came of it",
          "Hur och när patientföreträdaren får veta det.",
          "How and when the representative is told.", "Hur får man veta vad det ledde till?",
          "Skriv hur, och när."),
    {"registration", FIELD_TEXT, .max = LINE_CHARS, .sv = "Diarienummer",
     .en = "Registration number"},
    {0},
};

static bool is_version(const struct field *field)
{
    return strcmp(field->name, "version") == 0;
}

static const char *text_of(struct web_request *q, const json_t *body, const char *name)
{
    return agreement_text(q->arena, body, agreement_by_name(name), q->language);
}

/* ---- The form ---- */

static enum outcome show_form(struct web_request *q, const struct form *form, int version,
                              struct web_answer *out, struct fault *f)
{
    char *names = arena_strdup(q->arena, "");
    for (size_t i = 0; i < form->count; i++)
        if (!is_version(&form->fields[i]))
            names = arena_printf(q->arena, "%s %s", names, form->fields[i].name);
    struct form shown = form_pick(q->arena, form, names);
    json_t *view =
        json_pack("{s:o, s:i, s:s, s:b}", "form",
                  web_form(q, web_at(q, "/overenskommelse/", "/andra"), &shown), "version", version,
                  "back", web_at(q, "/overenskommelse/", ""), "unit", agreement_of_unit(q));
    return web_show(q, "overenskommelse-andra",
                    web_word(q, "Ändra och fyll i", "Change and fill in"), view, out, f);
}

enum outcome page_change(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct agreement_case c;
    enum outcome o = agreement_load(q, &c, f);
    if (o != DONE)
        return o;
    if (!placement_stands(c.placement) ||
        !flow_decide(q->arena, c.request->state, EVENT_PROPOSE, 0).allowed)
        return agreement_say_over(q, &c, out, f);
    const struct agreement *newest = agreement_newest_of(&c);
    struct form form = web_form_of(q, agreement_fields);
    json_t *body = json_loads(newest->body, 0, NULL);
    for (size_t i = 0; i < form.count; i++)
        if (!form.values[i] && !is_version(&form.fields[i]))
            form.values[i] = text_of(q, body, form.fields[i].name);
    json_decref(body);
    int made_from = (int)strtol(form_given(&form, "version"), NULL, 10);
    return show_form(q, &form, made_from > 0 ? made_from : newest->version, out, f);
}

/* ---- Where two have written ---- */

static const struct agreement *made_from(const struct agreement_case *c, int version)
{
    for (size_t i = 0; i < c->version_count; i++)
        if (c->versions[i].version == version)
            return &c->versions[i];
    return &c->versions[0];
}

/* What was typed stays; what was left alone is as the other left it. */
static void merge(struct web_request *q, struct form *form, size_t i, const json_t *base,
                  const json_t *newest)
{
    const char *name = form->fields[i].name;
    const char *was = text_of(q, base, name), *is = text_of(q, newest, name);
    const char *typed = form->values[i] ? agreement_clean(q->arena, form->values[i]) : was;
    if (strcmp(typed, was) == 0) {
        form->values[i] = is;
        return;
    }
    if (strcmp(is, was) != 0 && strcmp(is, typed) != 0)
        form_fault(form, name,
                   arena_printf(q->arena,
                                web_word(q, "Den andra har skrivit: ”%s”. Ditt står kvar i rutan.",
                                         "The other party has written: “%s”. Yours is still in the "
                                         "box."),
                                *is ? is : web_word(q, "(tomt)", "(empty)")));
}

static enum outcome show_meeting(struct web_request *q, int version, struct web_answer *out,
                                 struct fault *f)
{
    struct agreement_case c;
    enum outcome o = agreement_load(q, &c, f);
    if (o != DONE)
        return o;
    const struct agreement *newest = agreement_newest_of(&c);
    json_t *base = json_loads(made_from(&c, version)->body, 0, NULL);
    json_t *body = json_loads(newest->body, 0, NULL);
    for (size_t i = 0; i < q->form.count; i++)
        if (!is_version(&q->form.fields[i]))
            merge(q, &q->form, i, base, body);
    json_decref(base);
    json_decref(body);
    q->trouble = 409;
    q->notice = web_plain(
        q,
        "Inget är sparat än. Den andra ändrade överenskommelsen medan du skrev. "
        "Det du skrev finns kvar, och det nya från den andra är inlagt. Se över "
        "det och spara igen.",
        "Den andra ändrade också. Det du skrev finns kvar. Läs det som är nytt. Spara sedan igen.",
        "Nothing has been saved yet. The other party changed the agreement while you "
        "were writing. What you wrote is still here, and what the other wrote has "
        "been put in. Look it over and save again.");
    return show_form(q, &q->form, newest->version, out, f);
}

enum outcome page_change_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct agreement_case c;
    enum agreement_verdict verdict;
    int version = (int)strtol(form_given(&q->form, "version"), NULL, 10);
    struct agreement_act act = agreement_act_of(q, version);
    json_t *fields = json_object();
    for (size_t i = 0; i < q->form.count; i++)
        if (q->form.values[i] && !is_version(&q->form.fields[i]))
            json_object_set_new(fields, q->form.fields[i].name, json_string(q->form.values[i]));
    act.fields = fields;
    enum outcome o = agreement_load(q, &c, f);
    if (o == DONE)
        o = lending_agreement_change(q->house, q->arena, &act, &verdict, f);
    json_decref(fields);
    if (o != DONE)
        return o;
    if (verdict == AGREEMENT_OVER)
        return agreement_say_over(q, &c, out, f);
    if (verdict == AGREEMENT_STALE)
        return show_meeting(q, version, out, f);
    web_go(q, web_at(q, "/overenskommelse/", ""), out);
    return DONE;
}
