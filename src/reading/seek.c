/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Which sentences say that somebody is wanted. How many, who and with what experience is read
 * there first: a number elsewhere ("vi är 45 medarbetare") is not about representatives.
 */
#include "findings.h"
#include "people_words.h"
#include "zones.h"

/* Verbs and phrases of wanting somebody. */
static const struct cue seeking[] = {
    {"sök", 0},
    {"söker", 0},
    {"sökes", 0},
    {"behöver", 0},
    {"behövs", 0},
    {"vill ha", 0},
    {"vill gärna ha", 0},
    {"vill * ha", 0},
    {"vill vi ha", 0},
    {"vill vi * ha", 0},
    {"önskar", 0},
    {"önskemål", 0},
    {"efterlyser", 0},
    {"efterfrågar", 0},
    {"letar efter", 0},
    {"letar", 0},
    {"bjuda in", 0},
    {"bjuder in", 0},
    {"hitta", 0},
    {"få tag", 0},
    {"får tag", 0},
    {"få hit", 0},
    {"få in", 0},
    {"få med", 0},
    {"knyta", 0},
    {"vilja ha", 0},
    {"skulle vilja", 0},
    {"behöva", 0},
    {"saknas", 0},
    {"saknar", 0},
    {"ha med", 0},
    {"tänkt oss", 0},
    {"tänker oss", 0},
    {"lyssna på", 0},
    {"lyssna till", 0},
    {"höra en", 0},
    {"räcker", 0},
    {"skulle vara", 0},
    {"kan ni hjälpa", 0},
    {"kan ni förmedla", 0},
    {"förmedla", 0},
    {"fokusgrupp med", 0},
    {"fokusgrupper med", 0},
    {"vänder oss till", 0},
    {"i sällskap med", 0},
    {"would love to have", 0},
    {"looking for", 0},
    {"we need", 0},
    {"seek", 0},
    {"mangler", 0},
    {"ønsker", 0},
    {"søger", 0},
    {"trenger", 0},
    {"reserver*", 0},
    {"vore toppen", 0},
    {"hade varit *", 0},
    {"vore perfekt", 0},
    {"vore bra", 0},
    {"vore fint", 0},
    {"vill att", 0},
    {"medverk*", 0},
    {"rekrytera", 0},
    {"beställa", 0},
    {"låna", 0},
    {"vill låna", 0},
    {"komma och", 0},
    {"kunde sitta med", 0},
    {"sitta med", 0},
    {"kunde komma", 0},
    {"kan komma", 0},
    {"skulle kunna", 0},
    {"träffa", 0},
    {"intervjua", 0},
    {"ställa upp", 0},
    {"läsa igenom", 0},
    {"anlita", 0},
    {"hjälp med", 0},
    {"hjälp att", 0},
    {"behov av", 0},
    {"plats för", 0},
    {"platser för", 0},
    {"vill träffa", 0},
    {"ser gärna", 0},
    {"hade varit grymt", 0},
    {"vore bra med", 0},
    {"gärna två", 0},
    {"kan någon", 0},
    {"finns det någon", 0},
    {"har ni någon", 0},
    {"har ni några", 0},
    {"vill prata med", 0},
    {"delta i", 0},
    {"deltar", 0},
    {"vill höra", 0},
    {"vara med och", 0},
    {"få låna", 0},
    {"förfrågan om", 0},
    {"vill vi se", 0},
    {"gärna vill ha", 0},
    {"vill involvera", 0},
    {"involvera", 0},
    {"rekryterar", 0},
    {"looking to", 0},
    {"would like", 0},
    {"sökt", 0},
    {"vänder vi oss", 0},
    {"behöv", 0},
    {"vakant*", 0},
    {"önskas", 0},
    {"ha dit", 0},
    {"ha hit", 0},
    {"få kontakt med", 0},
    {"kontakt med", 0},
    {"kommer och", 0},
    {"ber att få", 0},
    {"vill intervjua", 0},
    {"har ni nån", 0},
    {"finns någon", 0},
    {"finns det nån", 0},
    {"nominer*", 0},
    {"tillfrågas", 0},
    {"ytterligare", 0},
    {"låta", 0},
    {"delta på", 0},
    {"delta vid", 0},
    {"kan tänka sig", 0},
    {"vill bjuda", 0},
    {"vill knyta", 0},
    {"komma till oss", 0},
    {"skulle uppskatta", 0},
    {NULL, 0},
};

/* Kinds of assignment: the sentence that names one tells what it is about. */
static const struct cue topics[] = {
    {"workshop*", 0},    {"*grupp", 0},     {"*gruppen", 0},
    {"*grupper*", 0},    {"semin*", 0},     {"*seminar*", 0},
    {"webbin*", 0},      {"föreläsn*", 0},  {"utbildn*", 0},
    {"*utbildning*", 0}, {"*arbete", 0},    {"*projekt*", 0},
    {"studie*", 0},      {"film*", 0},      {"broschyr*", 0},
    {"tema*", 0},        {"*dag", 0},       {"utvecklingsdag*", 0},
    {"intervju*", 0},    {"*kväll*", 0},    {"panel*", 0},
    {"*skol*", 0},       {"kurs*", 0},      {"gör om", 0},
    {"göra om", 0},      {"handlar om", 0}, {"förbättr*", 0},
    {"erfarenhet*", 0},  {"forskn*", 0},    {"utveckl*", 0},
    {"förstå", 0},       {"team*", 0},      {"informations*", 0},
    {"ny*", 0},          {"uppsats*", 0},   {NULL, 0},
};

static bool seeks(const struct page *p, size_t i)
{
    if (cue_of(p, i, seeking))
        return true;
    const char *word = p->tokens[i].word;
    return word_near(word, "behöver") || word_near(word, "söker") || word_near(word, "önskar");
}

void mark_sentences(struct page *p)
{
    for (size_t n = 0; n < p->sentence_count; n++) {
        struct sentence *s = &p->sentences[n];
        for (size_t i = s->first; i < s->end && p->tokens[i].zone < ZONE_SIGNATURE; i++) {
            enum label label = form_label(p, i);
            s->seeks = s->seeks || label == LABEL_PEOPLE || seeks(p, i);
            s->topical = s->topical || label == LABEL_AREAS || label == LABEL_KIND ||
                         label == LABEL_DESCRIPTION || cue_of(p, i, topics);
        }
    }
}
