/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a page wants: points for each intent from the phrases in it, and for a request from what one
 * is made of: a form's fields, or a kind of assignment, people, their number, a day and pay.
 * reading.c weighs them with what the mail's headers say.
 */
#include <string.h>

#include "findings.h"
#include "people_words.h"
#include "when.h"
#include "zones.h"

enum { FAINT = 1, CLEAR = 3, PLAIN = 6 };

/* A patient or relative who offers to take part. */
static const struct cue offers[] = {
    {"er pool", FAINT},
    {"ställa upp", CLEAR},
    {"komma med i", CLEAR},
    {"hjälpa till", FAINT},
    {"dela med mig", CLEAR},
    {"dela med sig", FAINT},
    {"bidra", FAINT},
    {"till nytta", CLEAR},
    {"nästa steg", FAINT},
    {"fylla i", FAINT},
    {"hur går det till", CLEAR},
    {"bli levande bok", PLAIN},
    {"anmäla mig", CLEAR},
    {"jag har haft", CLEAR},
    {"jag blev opererad", CLEAR},
    {"jag är mamma till", PLAIN},
    {"jag är pappa till", PLAIN},
    {"min man", CLEAR},
    {"min fru", CLEAR},
    {"vår dotter", CLEAR},
    {"vår son", CLEAR},
    {"min son", CLEAR},
    {"min dotter", CLEAR},
    {"jag fick diagnosen", PLAIN},
    {"jag har själv", CLEAR},
    {"berätta om det", FAINT},
    {"mina erfarenheter", PLAIN},
    {"min erfarenhet", PLAIN},
    {"höra av mig till er", CLEAR},
    {"jag lever med", PLAIN},
    {"jag drabbades", PLAIN},
    {"jag insjuknade", PLAIN},
    {"bor i", FAINT},
    {"min mamma", CLEAR},
    {"min pappa", CLEAR},
    {"jag fick en stroke", PLAIN},
    {"som patient har jag", PLAIN},
    {"bli patientföreträdare", PLAIN},
    {"engagera mig", PLAIN},
    {"vara med i er", CLEAR},
    {"jag är patient", CLEAR},
    {"hör gärna av er om ni behöver", CLEAR},
    {"min sjukdom", CLEAR},
    {"min diagnos", CLEAR},
    {"kan man få", FAINT},
    {"samlar personer", CLEAR},
    {"prata inför", CLEAR},
    {"vi gör det gärna", CLEAR},
    {"anhörig till", FAINT},
    {"jag är anhörig", PLAIN},
    {"mitt barn", FAINT},
    {"bli en levande bok", PLAIN},
    {"jag vill gärna bidra", PLAIN},
    {"i er bank", CLEAR},
    {"min hustru", CLEAR},
    {"jag opererades", CLEAR},
    {"skulle gärna berätta", CLEAR},
    {"gärna berättar", CLEAR},
    {"jag har levt med", PLAIN},
    {"jag blev sjuk", CLEAR},
    {"i living library", FAINT},
    {"jag har diabetes", CLEAR},
    {"min bror", CLEAR},
    {"min syster", CLEAR},
    {"min sambo", CLEAR},
    {"ställa mig", CLEAR},
    {"bidra med min*", PLAIN},
    {"skulle gärna prata", PLAIN},
    {"jag skulle gärna", CLEAR},
    {"gärna vara med och hjälpa", CLEAR},
    {"erbjuder mig", PLAIN},
    {"sedan min", CLEAR},
    {"jag har * erfarenhet", CLEAR},
    {"hur anmäler man sig", CLEAR},
    {"jag är * år och", CLEAR},
    {"bli en del av", CLEAR},
    {"sådan som jag", PLAIN},
    {"jag har kämpat", CLEAR},
    {"jag bor", FAINT},
    {NULL, 0},
};

/* Advice is wanted: tips, methods, how to. */
static const struct cue advice[] = {
    {"tips", CLEAR},
    {"tipsa om", CLEAR},
    {"råd om", CLEAR},
    {"metodstöd", PLAIN},
    {"metodfråga", PLAIN},
    {"metod*", FAINT},
    {"handledning", CLEAR},
    {"arbetsformer", CLEAR},
    {"hur gör man", CLEAR},
    {"hur gör vi", CLEAR},
    {"mall", CLEAR},
    {"mallar", CLEAR},
    {"någon mall", CLEAR},
    {"brukar man", CLEAR},
    {"verktyg", CLEAR},
    {"har ni någon mall", PLAIN},
    {"något material", CLEAR},
    {"bra frågor", FAINT},
    {"arbetssätt", FAINT},
    {"undrar jag hur", CLEAR},
    {"hur tänker ni", CLEAR},
    {"hur tänker man", CLEAR},
    {"hur ska man", CLEAR},
    {"vad brukar ni rekommendera", PLAIN},
    {"någon utbildning för oss", CLEAR},
    {"stöd i hur", CLEAR},
    {"bolla", CLEAR},
    {"bollplank", CLEAR},
    {"någon kurs", CLEAR},
    {"råd", FAINT},
    {"vägledning", CLEAR},
    {"hur formulerar", CLEAR},
    {"hur man tänker", CLEAR},
    {"checklista", CLEAR},
    {"rekrytering det gäller", CLEAR},
    {"hur många", FAINT},
    {"hur mycket", FAINT},
    {"vad gäller", FAINT},
    {"gäller samma regler", CLEAR},
    {"blankett", FAINT},
    {"rådgivning", CLEAR},
    {"någon som kan hjälpa oss tänka", PLAIN},
    {"fråga om arvode*", PLAIN},
    {"advice", CLEAR},
    {"hur lägger man upp", CLEAR},
    {"hur kan vi", FAINT},
    {"goda exempel", FAINT},
    {"vad brukar", CLEAR},
    {"hur brukar ni", FAINT},
    {"hur brukar man", CLEAR},
    {"hur ni brukar", FAINT},
    {"stöd kring", CLEAR},
    {"stöd med", FAINT},
    {"hur brukar andra", PLAIN},
    {"kan ni komma", PLAIN},
    {"komma hit och prata", CLEAR},
    {"någon av er", CLEAR},
    {"utveckla samarbetet", CLEAR},
    {"några råd", CLEAR},
    {"lite råd", PLAIN},
    {"rekommendera*", CLEAR},
    {"boka ett samtal", CLEAR},
    {"ett samtal med er", CLEAR},
    {"samtal med någon hos er", PLAIN},
    {"hur man gör", CLEAR},
    {"hur lägger", CLEAR},
    {"lägga upp det", CLEAR},
    {"hur vi kan", FAINT},
    {"checklistor", CLEAR},
    {"vilket belopp", CLEAR},
    {"hur gör ni", CLEAR},
    {"hur går man till väga", PLAIN},
    {"erfarenheter av att", FAINT},
    {"ge oss råd", PLAIN},
    {"hur ni gör", CLEAR},
    {"hur ni bygger", CLEAR},
    {"vad ska vi tänka på", PLAIN},
    {"vad bör vi tänka på", PLAIN},
    {"konsultation", CLEAR},
    {"guide", FAINT},
    {"riktlinjer för", FAINT},
    {"metodval", PLAIN},
    {"utbildning för oss", CLEAR},
    {NULL, 0},
};

/* Nobody is sought: these turn what looks like a request into advice. */
static const struct cue not_sought[] = {
    {"söker * inga", PLAIN},
    {"söker inga", PLAIN},
    {"söker inte", PLAIN},
    {"söker alltså inga", PLAIN},
    {"inte rekrytering*", PLAIN},
    {"inga fler", CLEAR},
    {"behöver inga", CLEAR},
    {"redan tackat ja", CLEAR},
    {"inte fler patient*", CLEAR},
    {"sköter vi själva", CLEAR},
    {"har vi redan", FAINT},
    {"inte tal om", CLEAR},
    {"inte ute efter fler", PLAIN},
    {"har redan patientföretr*", CLEAR},
    {"egna patienter", FAINT},
    {"inte hjälp att hitta", PLAIN},
    {"behöver inte hjälp att hitta", PLAIN},
    {"patienter har vi", CLEAR},
    {"inga patientföreträdare", CLEAR},
    {"företrädare har vi", PLAIN},
    {"inte några patientf*", PLAIN},
    {"inte ute efter någ*", PLAIN},
    {"behöver vi inte hjälp", PLAIN},
    {"inte hjälp med att hitta", PLAIN},
    {"inte att ni * någon", CLEAR},
    {"inga nya", CLEAR},
    {"inga personer", CLEAR},
    {"inga representanter", CLEAR},
    {"personer har vi redan", PLAIN},
    {"deltagare har vi redan", PLAIN},
    {"egna familjer", CLEAR},
    {"egna patientföretr*", CLEAR},
    {"inte någon patientf*", PLAIN},
    {NULL, 0},
};

/* Letters that have nothing to do with lending people. */
static const struct cue others[] = {
    {"nyhetsbrev*", PLAIN},
    {"prenumer*", CLEAR},
    {"avregistrera*", PLAIN},
    {"lånekort*", PLAIN},
    {"ljudbok*", PLAIN},
    {"bibliotekskort*", PLAIN},
    {"låna om", CLEAR},
    {"reservera en bok", PLAIN},
    {"böcker hemma", CLEAR},
    {"verifiera", CLEAR},
    {"ditt konto", PLAIN},
    {"klicka här", PLAIN},
    {"lösenord*", CLEAR},
    {"filialen", CLEAR},
    {"förseningsavgift*", PLAIN},
    {"boken", CLEAR},
    {"unsubscribe", PLAIN},
    {"exkl . moms", CLEAR},
    {"anmäl dig", CLEAR},
    {"erbjudande", CLEAR},
    {"rabatt*", CLEAR},
    {"lagringskvot", PLAIN},
    {"klaga", CLEAR},
    {"klagomål", CLEAR},
    {"min läkare", CLEAR},
    {"patientnämnden", CLEAR},
    {"remiss*", FAINT},
    {"faktura * förfall*", PLAIN},
    {"boka tid", CLEAR},
    {"avboka", CLEAR},
    {"anmälan", FAINT},
    {"offert*", CLEAR},
    {"demo", CLEAR},
    {"era öppettider", PLAIN},
    {"öppettider", CLEAR},
    {"romanen", CLEAR},
    {"låna boken", PLAIN},
    {"bokcirkel*", CLEAR},
    {"utställning*", CLEAR},
    {"jobbansökan", PLAIN},
    {"tjänsten som", CLEAR},
    {"cv", CLEAR},
    {"recept", FAINT},
    {"mitt recept", PLAIN},
    {"min remiss", PLAIN},
    {"min journal", PLAIN},
    {"byta vårdcentral", PLAIN},
    {"väntetid*", FAINT},
    {"jag vill ha svar", CLEAR},
    {"hela sortimentet", PLAIN},
    {"beställ före", PLAIN},
    {"beställ nu", PLAIN},
    {"kampanj*", CLEAR},
    {"upphandlingar", FAINT},
    {"rör inte vården", PLAIN},
    {"säljer", CLEAR},
    {"vinn", CLEAR},
    {"webbutik", PLAIN},
    {"läkartid", PLAIN},
    {"mitt provsvar", PLAIN},
    {"mina provsvar", PLAIN},
    {"min operation", CLEAR},
    {"jag har väntat", CLEAR},
    {NULL, 0},
};

enum { FORM_FIELDS = 4 };

/* A filled-in form asks for people though it never says so: fields for what only a request has. */
static int form_points(const struct page *p)
{
    static const enum label asked[] = {
        LABEL_PEOPLE,      LABEL_DATE,         LABEL_PLACE,   LABEL_KIND,       LABEL_AREAS,
        LABEL_PERSPECTIVE, LABEL_COMPENSATION, LABEL_RESPOND, LABEL_UNIT,       LABEL_COST,
        LABEL_CONTACT,     LABEL_FORMAT,       LABEL_TIME,    LABEL_DESCRIPTION};
    size_t fields = 0;
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
        fields += form_field(p, asked[i]) != NULL;
    bool people = form_field(p, LABEL_PEOPLE) || form_field(p, LABEL_AREAS) ||
                  form_field(p, LABEL_PERSPECTIVE);
    return people && fields >= FORM_FIELDS ? PLAIN + CLEAR : 0;
}

static int points(const struct page *p, const struct cue *table)
{
    int sum = 0;
    for (size_t i = 0; i < p->count && sum < 100; i++) {
        const struct cue *c = p->tokens[i].zone < ZONE_SIGNATURE ? cue_of(p, i, table) : NULL;
        sum += c && !p->tokens[i].negated ? c->what : 0;
    }
    return sum;
}

/* "två stycken som …", "tre med …": people by number alone. */
static bool counted_who(const struct page *p, size_t i)
{
    struct quantity q;
    size_t used = quantity_at(p, i, &q);
    return used && (cue_at(p, i + used, "som") || cue_at(p, i + used, "med") ||
                    cue_at(p, i + used - 1, "stycken"));
}

/* Points for people who are wanted: in a sentence that seeks, not in the first person's story. */
static int sought(const struct page *p)
{
    static const struct cue we[] = {
        {"vi", 0},        {"oss", 0},         {"vår*", 0},       {"we", 0},    {"ni", 0},
        {"jag söker", 0}, {"jag behöver", 0}, {"jag skulle", 0}, {"söker", 0}, {"söks", 0},
        {"behöv*", 0},    {"önskas", 0},      {NULL, 0}};
    int sum = 0;
    for (size_t n = 0; n < p->sentence_count && sum < 100; n++) {
        const struct sentence *s = &p->sentences[n];
        if (!s->seeks || p->tokens[s->first].zone >= ZONE_SIGNATURE)
            continue;
        bool who = false;
        for (size_t i = s->first; i < s->end && !who; i++)
            who = !p->tokens[i].negated &&
                  (who_at(p, i) || cue_at(p, i, "någon som") || cue_at(p, i, "någon med") ||
                   cue_at(p, i, "några som") || cue_at(p, i, "någon eller några") ||
                   cue_at(p, i, "nån som") || cue_at(p, i, "en som") || cue_at(p, i, "en med") ||
                   cue_at(p, i, "ett par stycken") || counted_who(p, i));
        if (who)
            sum += cue_in(p, s->first, s->end, we, NULL) ? PLAIN : CLEAR;
    }
    return sum;
}

enum { ENOUGH_SIGNS = 4 };

/*
 * What a request is made of, whatever its verbs: a kind of assignment, people, how many of them, a
 * day to come, and pay. Nothing else that reaches us speaks of nearly all of these.
 */
static int signs(const struct page *p)
{
    static const struct cue pay[] = {
        {"arvod*", 0},   {"*ersättning*", 0}, {"ersätt*", 0}, {"presentkort*", 0},
        {"honorar*", 0}, {"kostnadsst*", 0},  {"ansvar", 0},  {"ansvarskod", 0},
        {"betalt", 0},   {"kst", 0},          {NULL, 0}};
    bool kind = false, who = false, counted = false, day = false, paid = false;
    for (size_t i = 0; i < p->count; i++) {
        if (p->tokens[i].zone >= ZONE_SIGNATURE || p->tokens[i].negated)
            continue;
        struct quantity q;
        size_t used = quantity_at(p, i, &q);
        kind = kind || p->sentences[p->tokens[i].sentence].topical;
        who = who || who_at(p, i) > WHO_NOBODY;
        for (size_t at = i + used; used && at < i + used + 3 && at < p->count; at++)
            counted = counted || who_at(p, at) > WHO_NOBODY;
        counted = counted || counted_who(p, i);
        paid = paid || cue_of(p, i, pay);
    }
    size_t count;
    const struct when *found = when_all(p, &count);
    for (size_t i = 0; i < count; i++)
        day = day || (found[i].kind <= WHEN_WEEK && !found[i].past);
    return kind + who + counted + day + paid >= ENOUGH_SIGNS ? PLAIN : 0;
}

struct wishes page_wishes(const struct page *p)
{
    struct wishes w = {.request = sought(p) + form_points(p) + signs(p)};
    int against = points(p, not_sought);
    w.advice = points(p, advice) + against;
    w.request -= 2 * against;
    w.volunteer = points(p, offers);
    w.other = points(p, others);
    for (size_t i = 0; i < p->count; i++)
        if (p->tokens[i].zone == ZONE_SUBJECT && who_at(p, i) > WHO_NOBODY && !p->tokens[i].negated)
            w.request += FAINT;
    return w;
}
