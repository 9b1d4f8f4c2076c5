/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The first version of an agreement: what the request says already, and the few rules that always
 * hold. What only the two can know is left empty, so that it is seen to be open.
 *
 * Whoever speaks with an association's mandate and whoever speaks from own experience only are
 * never worded alike.
 */
#include "view/agreement.h"

#include <string.h>

#include "base/text.h"
#include "view/pay.h"
#include "words.h"

struct drafting {
    struct arena *a;
    const struct agreement_source *s;
    json_t *body;
    bool english;
};

static const char *word(const struct drafting *d, const char *sv, const char *en)
{
    return d->english ? en : sv;
}

static void put(const struct drafting *d, enum agreement_key key, const char *text)
{
    json_object_set_new(d->body, agreement_name(key), json_string(agreement_clean(d->a, text)));
}

static const char *fact(const struct drafting *d, enum fact_key key)
{
    const char *value = d->s->facts[key].value;
    return value ? value : "";
}

static void put_parties(const struct drafting *d)
{
    const char *unit = fact(d, FACT_UNIT), *name = d->s->person->name;
    const char *parties = arena_printf(d->a, word(d, "%s och %s.", "%s and %s."),
                                       *unit ? unit : word(d, "Verksamheten", "The unit"), name);
    const char *speaks =
        d->s->association
            ? arena_printf(d->a,
                           word(d, "%s företräder %s och har föreningens mandat.",
                                "%s represents %s and has its mandate."),
                           name, d->s->association)
            : arena_printf(d->a,
                           word(d, "%s deltar med sin egen erfarenhet och talar för sig själv.",
                                "%s takes part with own experience and speaks for no one else."),
                           name);
    const char *guardian =
        word(d, "\nDen som är under 18 år är med bara om en vårdnadshavare också har sagt ja.",
             "\nAnyone under 18 takes part only if a guardian has agreed as well.");
    put(d, AGREEMENT_PARTIES,
        arena_printf(d->a, "%s\n%s%s", parties, speaks, d->s->young ? guardian : ""));
}

/* The kinds' names begin with an ASCII letter. */
static char *capital(struct arena *a, const char *text)
{
    char *copy = arena_strdup(a, text);
    if (*copy >= 'a' && *copy <= 'z')
        *copy = (char)(*copy - 'a' + 'A');
    return copy;
}

/* "Workshop" above the unit's own words. */
static void put_assignment(const struct drafting *d)
{
    const char *kind = words_kind(d->s->facts[FACT_KIND].value, d->english ? "en" : "sv");
    const char *about = fact(d, FACT_DESCRIPTION);
    if (text_blank(about))
        about = d->s->request->subject;
    put(d, AGREEMENT_ASSIGNMENT,
        kind ? arena_printf(d->a, "%s\n\n%s", capital(d->a, kind), about) : about);
    put(d, AGREEMENT_ROLE,
        d->s->association
            ? word(d,
                   "Bidrar med erfarenheter från föreningens medlemmar. Väljer själv vad som "
                   "berättas.",
                   "Contributes the experience of the association's members, and chooses what to "
                   "tell.")
            : word(d, "Bidrar med sin egen erfarenhet. Väljer själv vad som berättas.",
                   "Contributes own experience, and chooses what to tell."));
}

static void put_contact(const struct drafting *d)
{
    const char *phone = fact(d, FACT_CONTACT_PHONE), *email = d->s->unit_address;
    const char *reach = "";
    if (*phone && *email)
        reach = arena_printf(d->a, word(d, "Telefon %s\nE-post %s", "Phone %s\nE-mail %s"), phone,
                             email);
    else if (*phone)
        reach = arena_printf(d->a, word(d, "Telefon %s", "Phone %s"), phone);
    else if (*email)
        reach = arena_printf(d->a, word(d, "E-post %s", "E-mail %s"), email);
    put(d, AGREEMENT_CONTACT, fact(d, FACT_CONTACT_NAME));
    put(d, AGREEMENT_REACH, reach);
}

static const char *member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

const char *agreement_pay(struct arena *a, const struct house *house,
                          const struct known_fact facts[FACT_COUNT], const json_t *occasions,
                          const char *language)
{
    const char *said = facts[FACT_COMPENSATION].value, *first = NULL;
    char *each = arena_strdup(a, "");
    bool alike = true;
    if (!said || strcmp(said, "promised") != 0)
        return pay_words(a, house, facts, language);
    for (size_t i = 0; i < json_array_size(occasions); i++) {
        const json_t *item = json_array_get(occasions, i);
        const char *starts = member(item, "starts");
        const char *pay = view_occasion_pay(a, house, starts, member(item, "ends"), language);
        struct civil from;
        const char *day = civil_parse(starts, &from) ? date_in_words(a, from.date, language) : "";
        each = arena_printf(a, "%s%s%s: %s", each, *each ? "\n" : "", day, pay);
        alike = alike && (!first || strcmp(first, pay) == 0);
        first = first ? first : pay;
    }
    return !first ? pay_words(a, house, facts, language) : alike ? first : each;
}

static void put_pay(const struct drafting *d)
{
    const json_t *occasions = json_object_get(d->body, agreement_name(AGREEMENT_OCCASIONS));
    const char *words =
        agreement_pay(d->a, d->s->house, d->s->facts, occasions, d->english ? "en" : "sv");
    bool promised = strcmp(fact(d, FACT_COMPENSATION), "promised") == 0;
    put(d, AGREEMENT_COMPENSATION, words);
    put(d, AGREEMENT_TRAVEL,
        promised ? word(d, "Egen bil: 25 kronor per mil. Annan resa och utlägg: mot kvitto.",
                        "Own car: SEK 25 per 10 km. Other travel and outlays: against receipts.")
                 : "");
    put(d, AGREEMENT_COST_REF, fact(d, FACT_COST_REF));
}

static void put_rules(const struct drafting *d)
{
    put(d, AGREEMENT_CONFIDENTIALITY,
        word(d,
             "Det som någon berättar i förtroende stannar mellan dem som är med. Verksamheten "
             "berättar före första tillfället vad som gäller för sekretess.",
             "What is told in confidence stays among those who take part. Before the first time "
             "the unit explains the rules of confidentiality."));
    put(d, AGREEMENT_QUOTATION,
        word(d, "Inga citat och inga bilder används utan ett ja, varje gång.",
             "No quotation and no picture is used without a yes, each time."));
    put(d, AGREEMENT_HEARS,
        word(d, "Verksamheten berättar efter uppdraget vad bidraget ledde till.",
             "After the assignment the unit tells what came of the contribution."));
    put(d, AGREEMENT_WITHDRAWAL,
        word(d,
             "Patientföreträdaren får avbryta när som helst och behöver inte säga varför. Det som "
             "redan är gjort ersätts som överenskommet.",
             "The representative may withdraw at any time and need not say why. What has been done "
             "already is paid for as agreed."));
    put(d, AGREEMENT_REGISTRATION, d->s->request->number);
}

json_t *agreement_occasions(struct arena *a, const struct occasion *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct occasion *o = &list[i];
        if (strcmp(o->state, "cancelled") != 0)
            json_array_append_new(array, json_pack("{s:s, s:s, s:s}", "starts", o->starts, "ends",
                                                   o->ends, "place", agreement_clean(a, o->place)));
    }
    return array;
}

json_t *agreement_first(struct arena *a, const struct agreement_source *s)
{
    struct drafting d = {.a = a,
                         .s = s,
                         .body = json_object(),
                         .english = words_english(s->person->letter_language)};
    for (enum agreement_key key = 0; key < AGREEMENT_COUNT; key++)
        put(&d, key, "");
    json_object_set_new(d.body, agreement_name(AGREEMENT_OCCASIONS),
                        agreement_occasions(a, s->occasions, s->occasion_count));
    put_parties(&d);
    put_assignment(&d);
    put_contact(&d);
    put_pay(&d);
    put_rules(&d);
    return d.body;
}
