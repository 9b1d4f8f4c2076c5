/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a mentioned day is: an occasion, the date to answer by, or neither.
 *
 * The words of its clause tell: behind the mention before it and the last comma, and a few words
 * after it. "Filmen ska vara klar den 1 mars" and "jag har semester v. 8" are neither.
 */
#include "roles.h"

#include "zones.h"

enum { WINDOW = 14, AFTER = 8, CLOCK_REACH = 12 };

static const struct cue latest[] = {
    {"senast", 0},    {"senest", 0},       {"sista dag*", 0}, {"sista svar*", 0}, {"by", 0},
    {"före den", 0},  {"innan den", 0},    {"latest", 0},     {"deadline", 0},    {"no later", 0},
    {"fram till", 0}, {"innan", 0},        {"före", 0},       {"before", 0},      {"osa", 0},
    {"inom", 0},      {"dessförinnan", 0}, {NULL, 0},
};

static const struct cue answering[] = {
    {"svar*", 0},         {"besked*", 0},      {"återkom*", 0},   {"hör av", 0},
    {"höra av", 0},       {"veta", 0},         {"meddela*", 0},   {"namn*", 0},
    {"förslag*", 0},      {"återkoppl*", 0},   {"klartecken", 0}, {"let me know", 0},
    {"anmäl*", 0},        {"navn*", 0},        {"osa", 0},        {"reply", 0},
    {"get back", 0},      {"höra från er", 0}, {"höra ifrån", 0}, {"respond", 0},
    {"hear from", 0},     {"intresse*", 0},    {"kontakta", 0},   {"hör gärna", 0},
    {"ringer", 0},        {"mejla", 0},        {"tacksam*", 0},   {"hör ni av", 0},
    {"hojta*", 0},        {"säg till", 0},     {"säga till", 0},  {"tipsa*", 0},
    {"positivt svar", 0}, {"hoppas på", 0},    {"hördes", 0},     {"vet vi", 0},
    {"fått in", 0},       {"ge oss", 0},       {"få ett", 0},     {NULL, 0},
};

static const struct cue elsewhere[] = {
    {"semester*", 0},    {"ledig*", 0},      {"tryck*", 0},
    {"klar", 0},         {"klara", 0},       {"färdig*", 0},
    {"annons*", 0},      {"inbjudan", 0},    {"inbjudning*", 0},
    {"går ut", 0},       {"publicer*", 0},   {"lanser*", 0},
    {"går live", 0},     {"invig*", 0},      {"beslut*", 0},
    {"dnr", 0},          {"född", 0},        {"födda", 0},
    {"fött", 0},         {"pågår", 0},       {"till och med", 0},
    {"t o m", 0},        {"tom", 0},         {"projektet", 0},
    {"sportlov*", 0},    {"åter", 0},        {"tillbaka", 0},
    {"har varit", 0},    {"förra", 0},       {"i fjol", 0},
    {"träffades", 0},    {"begyndte", 0},    {"från och med", 0},
    {"fr o m", 0},       {"from", 0},        {"var vi", 0},
    {"hade vi", 0},      {"höll vi", 0},     {"ska in", 0},
    {"skall in", 0},     {"lämnas in", 0},   {"träder i kraft", 0},
    {"höstlov*", 0},     {"inlämn*", 0},     {"skolan startar", 0},
    {"until", 0},        {"gravid*", 0},     {"graviditetsv*", 0},
    {"stängt", 0},       {"lov", 0},         {"konferens i", 0},
    {"införs", 0},       {"sen dess", 0},    {"sedan dess", 0},
    {"mejlade", 0},      {"skrev", 0},       {"ringde", 0},
    {"borta", 0},        {"frånvarande", 0}, {"bortrest", 0},
    {"tjänstledig*", 0}, {"byggs", 0},       {"utkast", 0},
    {"remiss*", 0},      {"rapport*", 0},    {"driftsätt*", 0},
    {"schemat", 0},      {"programmet", 0},  {"skickas", 0},
    {"skickades", 0},    {"jullov*", 0},     {"föräldraled*", 0},
    {"sjukskriv*", 0},   {"stänger", 0},     {"redovis*", 0},
    {"avslutas", 0},     {"i kraft", 0},     {"personalmöte*", 0},
    {"internt", 0},      {"budget*", 0},     {"ansökan", 0},
    {"löper", 0},        {NULL, 0},
};

/* The same, unless a clock time stands there: "flyttat mötet till den 22 april kl 14". */
static const struct cue begins_elsewhere[] = {
    {"flytt*", 0},
    {"drar igång", 0},
    {"öppnar", 0},
    {NULL, 0},
};

static const struct cue meeting[] = {
    {"träff*", 0},     {"möt*", 0},       {"ses", 0},       {"håll*", 0},     {"hålls", 0},
    {"äger rum", 0},   {"inspel*", 0},    {"workshop*", 0}, {"semin*", 0},    {"*dag", 0},
    {"*kväll", 0},     {"kväll*", 0},     {"test*", 0},     {"intervju*", 0}, {"fokus*", 0},
    {"rundvandr*", 0}, {"utbildn*", 0},   {"föreläs*", 0},  {"görs", 0},      {"sker", 0},
    {"nån gång", 0},   {"någon gång", 0}, {"tillfäll*", 0}, {"panel*", 0},    {"kurs*", 0},
    {"webbin*", 0},    {"*dagen", 0},     {"under", 0},     {"antingen", 0},  {"*seminarium", 0},
    {"när", 0},        {"*möte*", 0},     {"filma*", 0},    {"meeting", 0},   {"on", 0},
    {"apt", 0},        {"skola*", 0},     {"start", 0},     {"infaller", 0},  {"har vi", 0},
    {"planerad*", 0},  {"blir", 0},       {"datum*", 0},    {"bokat", 0},     {"kommer", 0},
    {"konferens*", 0}, {NULL, 0},
};

/* Where the words about mention i begin: behind the mention before it, at most WINDOW back. */
static size_t window_start(const struct mentions *m, size_t i)
{
    const struct when *w = &m->found[i];
    size_t start = m->p->sentences[m->p->tokens[w->first].sentence].first;
    for (size_t j = i; j-- > 0;) {
        if (m->found[j].kind > WHEN_WEEK)
            continue;
        if (m->found[j].stop > start)
            start = m->found[j].stop;
        break;
    }
    return w->first > start + WINDOW ? w->first - WINDOW : start;
}

/* Where the words behind it end: at a comma, full stop or the next mention. */
static size_t window_end(const struct mentions *m, size_t i)
{
    const struct when *w = &m->found[i];
    size_t end = m->p->sentences[m->p->tokens[w->first].sentence].end;
    size_t stop = w->stop;
    while (
        stop < end && stop < w->stop + AFTER && !mark_at(m->p, stop, ",") &&
        !mark_at(m->p, stop, "(") && !cue_at(m->p, stop, "så") &&
        !(i + 1 < m->count && m->found[i + 1].kind <= WHEN_WEEK && stop >= m->found[i + 1].first))
        stop++;
    return stop;
}

/* The start of the clause before the mention: the last comma in the window, if words follow it. */
static size_t clause_start(const struct page *p, size_t start, size_t first)
{
    for (size_t i = first; i-- > start;)
        if ((mark_at(p, i, ",") && i + 2 < first) || mark_at(p, i, ";") || mark_at(p, i, "("))
            return i + 1;
    return start;
}

static bool clock_near(const struct mentions *m, size_t i)
{
    const struct when *w = &m->found[i];
    for (size_t j = i + 1; j < m->count && m->found[j].first < w->stop + CLOCK_REACH; j++)
        if (m->found[j].kind == WHEN_CLOCK || m->found[j].kind == WHEN_SAME)
            return m->p->tokens[m->found[j].first].sentence == m->p->tokens[w->first].sentence;
    return false;
}

static enum role answer_role(const struct mentions *m, size_t i, size_t start, size_t end)
{
    const struct page *p = m->p;
    const struct when *w = &m->found[i];
    const struct sentence *s = &p->sentences[p->tokens[w->first].sentence];
    size_t clause = clause_start(p, start, w->first);
    bool by = cue_in(p, start, w->first + 1, latest, NULL);
    bool answers = cue_in(p, start, w->first, answering, NULL) ||
                   cue_in(p, w->stop, end, answering, NULL) ||
                   (by && cue_in(p, s->first, w->first, answering, NULL));
    bool other = cue_in(p, clause, w->first, elsewhere, NULL);
    bool late_word = cue_in(
        p, clause, w->first + 1,
        (struct cue[]){
            {"senast", 0}, {"senest", 0}, {"sista *dag", 0}, {"by", 0}, {"latest", 0}, {NULL, 0}},
        NULL);
    static const struct cue rather[] = {{"helst", 0}, {"gärna", 0}, {NULL, 0}};
    if (by && !other && !clock_near(m, i) && cue_in(p, clause, w->first, rather, NULL))
        return ROLE_RESPOND;
    if (by && answers)
        return ROLE_RESPOND;
    if (w->within)
        return ROLE_OTHER;
    if (by && late_word && !other && !cue_in(p, w->stop, end, elsewhere, NULL))
        return ROLE_RESPOND;
    if (by && late_word)
        return ROLE_OTHER;
    if (answers && !clock_near(m, i) && !cue_in(p, start, w->first, meeting, NULL) && !other)
        return ROLE_RESPOND;
    return ROLE_OCCASION;
}

enum role role_of(const struct mentions *m, size_t i)
{
    const struct page *p = m->p;
    const struct when *w = &m->found[i];
    enum label label = form_label(p, w->first);
    if (label == LABEL_RESPOND)
        return ROLE_RESPOND;
    if (label == LABEL_OTHER || label == LABEL_COST)
        return ROLE_OTHER;
    size_t start = window_start(m, i), end = window_end(m, i);
    enum role role = answer_role(m, i, start, end);
    if (role != ROLE_OCCASION || w->past)
        return w->past ? ROLE_OTHER : role;
    if (label == LABEL_DATE || label == LABEL_TIME)
        return ROLE_OCCASION;
    size_t clause = clause_start(p, start, w->first);
    if (cue_in(p, clause, w->first + 1, elsewhere, NULL) || p->tokens[w->first].negated)
        return ROLE_OTHER;
    if (cue_in(p, w->stop, end, elsewhere, NULL) && !clock_near(m, i))
        return ROLE_OTHER;
    if (clock_near(m, i))
        return ROLE_OCCASION;
    if (cue_in(p, clause, w->first, begins_elsewhere, NULL) ||
        cue_in(p, w->stop, end, begins_elsewhere, NULL))
        return ROLE_OTHER;
    const struct sentence *s = &p->sentences[p->tokens[w->first].sentence];
    bool meets = cue_in(p, s->first, w->first, meeting, NULL) ||
                 cue_in(p, w->stop, end, meeting, NULL) || s->seeks;
    return meets ? ROLE_OCCASION : ROLE_PERHAPS;
}
