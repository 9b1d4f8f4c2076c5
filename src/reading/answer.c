/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a representative's or an association's mail answers to a question of interest.
 *
 * Clear words only. A condition ("om", "måste kolla") or both a yes and a no make it a maybe; words
 * that say neither leave it unclear, for a person to read. A question beside a clear yes ("Behöver
 * jag förbereda något?") takes nothing from the yes.
 */
#include <string.h>

#include "base/text.h"
#include "findings.h"
#include "sentence.h"
#include "zones.h"

static const struct cue replies[] = {
    {"nej", ANSWER_NO},
    {"nej tack", ANSWER_NO},
    {"tyvärr", ANSWER_NO},
    {"kan inte", ANSWER_NO},
    {"kan jag inte", ANSWER_NO},
    {"kan tyvärr", ANSWER_NO},
    {"kan ej", ANSWER_NO},
    {"har inte möjlighet", ANSWER_NO},
    {"avstår", ANSWER_NO},
    {"avböj*", ANSWER_NO},
    {"tackar nej", ANSWER_NO},
    {"inte intresserad", ANSWER_NO},
    {"har ingen möjlighet", ANSWER_NO},
    {"måste tacka nej", ANSWER_NO},
    {"får tacka nej", ANSWER_NO},
    {"passar inte", ANSWER_NO},
    {"orkar inte", ANSWER_NO},
    {"vill inte", ANSWER_NO},
    {"är upptagen", ANSWER_NO},
    {"har förhinder", ANSWER_NO},
    {"går inte", ANSWER_NO},
    {"hinner inte", ANSWER_NO},
    {"står över", ANSWER_NO},
    {"inte den här gången", ANSWER_NO},
    {"no", ANSWER_NO},
    {"no thanks", ANSWER_NO},
    {"cannot", ANSWER_NO},
    {"can ' t", ANSWER_NO},
    {"unable", ANSWER_NO},
    {"decline", ANSWER_NO},
    {"can not", ANSWER_NO},
    {"not able", ANSWER_NO},
    {"unfortunately", ANSWER_NO},
    {"not interested", ANSWER_NO},
    {"inte aktuellt", ANSWER_NO},
    {"inte vara med", ANSWER_NO},
    {"inte delta", ANSWER_NO},
    {"ja", ANSWER_YES},
    {"ja tack", ANSWER_YES},
    {"japp", ANSWER_YES},
    {"javisst", ANSWER_YES},
    {"jadå", ANSWER_YES},
    {"jag är intresserad", ANSWER_YES},
    {"jag kan", ANSWER_YES},
    {"jag vill", ANSWER_YES},
    {"ställer gärna upp", ANSWER_YES},
    {"ställer upp", ANSWER_YES},
    {"kommer gärna", ANSWER_YES},
    {"gärna", ANSWER_YES},
    {"absolut", ANSWER_YES},
    {"självklart", ANSWER_YES},
    {"tackar ja", ANSWER_YES},
    {"passar bra", ANSWER_YES},
    {"passar utmärkt", ANSWER_YES},
    {"räkna med mig", ANSWER_YES},
    {"jag är med", ANSWER_YES},
    {"jag kommer", ANSWER_YES},
    {"låter bra", ANSWER_YES},
    {"deltar gärna", ANSWER_YES},
    {"är med på det", ANSWER_YES},
    {"yes", ANSWER_YES},
    {"gladly", ANSWER_YES},
    {"i ' d love to", ANSWER_YES},
    {"i would love to", ANSWER_YES},
    {"happy to", ANSWER_YES},
    {"count me in", ANSWER_YES},
    {"of course", ANSWER_YES},
    {"i can", ANSWER_YES},
    {"i will", ANSWER_YES},
    {"visst", ANSWER_YES},
    {"kanske", ANSWER_MAYBE},
    {"eventuellt", ANSWER_MAYBE},
    {"måste kolla", ANSWER_MAYBE},
    {"måste först", ANSWER_MAYBE},
    {"behöver kolla", ANSWER_MAYBE},
    {"ska kolla", ANSWER_MAYBE},
    {"återkommer", ANSWER_MAYBE},
    {"osäker", ANSWER_MAYBE},
    {"vet inte", ANSWER_MAYBE},
    {"beror på", ANSWER_MAYBE},
    {"under förutsättning", ANSWER_MAYBE},
    {"om det går", ANSWER_MAYBE},
    {"om jag", ANSWER_MAYBE},
    {"bara om", ANSWER_MAYBE},
    {"kan nog", ANSWER_MAYBE},
    {"tror jag", ANSWER_MAYBE},
    {"får se", ANSWER_MAYBE},
    {"maybe", ANSWER_MAYBE},
    {"perhaps", ANSWER_MAYBE},
    {"not sure", ANSWER_MAYBE},
    {"depends", ANSWER_MAYBE},
    {"have to check", ANSWER_MAYBE},
    {"need to check", ANSWER_MAYBE},
    {"it might", ANSWER_MAYBE},
    {"möjligen", ANSWER_MAYBE},
    {"preliminärt", ANSWER_MAYBE},
    {"ja , om", ANSWER_MAYBE},
    {"ja om", ANSWER_MAYBE},
    {"ja , men bara", ANSWER_MAYBE},
    {"if i", ANSWER_MAYBE},
    {"villkor", ANSWER_MAYBE},
    {"förutsatt", ANSWER_MAYBE},
    {"hör av mig", ANSWER_MAYBE},
    {"get back to you", ANSWER_MAYBE},
    {"fundera", ANSWER_MAYBE},
    {"vill veta mer", ANSWER_MAYBE},
    {"ledig till", ANSWER_UNCLEAR},
    {"på semester", ANSWER_UNCLEAR},
    {"tillbaka den", ANSWER_UNCLEAR},
    {"out of office", ANSWER_UNCLEAR},
    {"åter i tjänst", ANSWER_UNCLEAR},
    {"läser inte min", ANSWER_UNCLEAR},
    {"out of the office", ANSWER_UNCLEAR},
    {"åter på", ANSWER_UNCLEAR},
    {NULL, 0},
};

/* Kind words that follow a no and are no yes: "fråga gärna igen", "hör gärna av er". */
static const struct cue pleasantries[] = {
    {"fråga mig gärna", 0}, {"fråga gärna", 0},         {"hör gärna", 0},
    {"gärna igen", 0},      {"gärna en annan", 0},      {"gärna nästa", 0},
    {"hör av er gärna", 0}, {"gärna framöver", 0},      {"kontakta mig gärna", 0},
    {"säg gärna", 0},       {"skicka gärna", 0},        {"ring gärna", 0},
    {"berätta gärna", 0},   {"gärna vid ett annat", 0}, {"gärna senare", 0},
    {"mejla gärna", 0},     {"svara gärna", 0},         {"kom gärna", 0},
    {"tänk gärna", 0},      {"fråga absolut", 0},       {"visst ja", 0},
    {"gärna veta", 0},      {"vill gärna veta", 0},     {NULL, 0},
};

/* The longest reply phrase at i. */
static const struct cue *reply_at(const struct page *p, size_t i, size_t *used)
{
    const struct cue *best = NULL;
    *used = 0;
    for (const struct cue *c = replies; c->pattern; c++) {
        size_t n = cue_at(p, i, c->pattern);
        if (n > *used) {
            best = c;
            *used = n;
        }
    }
    return best;
}

static enum answer page_answer(const struct page *p)
{
    size_t seen[ANSWER_UNCLEAR + 1] = {0};
    for (size_t i = 0; i < p->count;) {
        size_t used = 0;
        const struct token *t = &p->tokens[i];
        const struct cue *kind = cue_of(p, i, pleasantries);
        if (t->zone <= ZONE_BODY && kind) {
            i += cue_at(p, i, kind->pattern);
            continue;
        }
        const struct cue *c = t->zone <= ZONE_BODY ? reply_at(p, i, &used) : NULL;
        bool asked = p->sentences[t->sentence].question;
        if (c && !(asked && c->what != ANSWER_MAYBE && i > p->sentences[t->sentence].first)) {
            enum answer a = (enum answer)c->what;
            /* "jag kan tyvärr inte", "jag vill inte": what follows turns it */
            bool turned = a == ANSWER_YES && i + used < p->count &&
                          (t->negated || p->tokens[i + used].negated ||
                           cue_at(p, i + used, "inte") || cue_at(p, i + used, "tyvärr") ||
                           cue_at(p, i + used, "ej") || cue_at(p, i + used, "not"));
            if (turned)
                a = ANSWER_NO;
            seen[a]++;
        }
        i += used ? used : 1;
    }
    if (seen[ANSWER_UNCLEAR])
        return ANSWER_UNCLEAR;
    if (seen[ANSWER_MAYBE] && !seen[ANSWER_NO])
        return ANSWER_MAYBE;
    if (seen[ANSWER_YES] && seen[ANSWER_NO])
        return ANSWER_MAYBE;
    if (seen[ANSWER_YES])
        return ANSWER_YES;
    return seen[ANSWER_NO] ? ANSWER_NO : ANSWER_UNCLEAR;
}

enum answer reading_answer(struct arena *a, const char *own_text)
{
    enum { LONGEST = 256 * 1024 };
    const char *text = own_text ? own_text : "";
    struct page *p = page_make(a, "", arena_strndup(a, text, strnlen(text, LONGEST)));
    page_zones(p);
    page_sentences(p);
    page_negations(p);
    return page_answer(p);
}
