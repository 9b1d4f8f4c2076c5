/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whether patients, relatives or either are wanted.
 *
 * The groups that are counted tell first, then the other sentences that seek or welcome somebody,
 * then the subject. People who are only spoken of ("för våra patienter") or cared for ("närstående
 * till vuxna med …") are not the ones who are wanted.
 */
#include <string.h>

#include "groups.h"
#include "zones.h"

/* "för våra patienter", "till barn": people who are spoken of, not wanted. */
static bool spoken_of(const struct page *p, size_t i)
{
    static const struct cue before[] = {
        {"våra", 0}, {"vår", 0},      {"för", 0},   {"av", 0},   {"mot", 0},
        {"hur", 0},  {"att", 0},      {"när", 0},   {"ge", 0},   {"vid", 0},
        {"alla", 0}, {"tar emot", 0}, {"deras", 0}, {"nya", 0},  {"de", 0},
        {"our", 0},  {"bland", 0},    {"antal", 0}, {"egna", 0}, {NULL, 0},
    };
    return i && p->tokens[i - 1].sentence == p->tokens[i].sentence && cue_of(p, i - 1, before);
}

/* What describes a person as one who has lived it: "som har", "med", "som lever". */
static bool has_lived(const struct page *p, size_t i)
{
    static const struct cue lived[] = {
        {"med", 0},           {"som * har", 0},     {"som har", 0},
        {"som haft", 0},      {"som lever", 0},     {"som varit", 0},
        {"som är", 0},        {"som gått", 0},      {"som fått", 0},
        {"living", 0},        {"som själv*", 0},    {"egen erfarenhet", 0},
        {"with", 0},          {"själva", 0},        {"som bor", 0},
        {"som blivit", 0},    {"som opererats", 0}, {"som redan", 0},
        {"som genomgått", 0}, {"som besök*", 0},    {"som använ*", 0},
        {"som sök*", 0},      {"som drabba*", 0},   {"som vårda*", 0},
        {"bakom sig", 0},     {"som lev*", 0},      {NULL, 0},
    };
    size_t end = p->sentences[p->tokens[i].sentence].end;
    return cue_in(p, i + 1, i + 12 < end ? i + 12 : end, lived, NULL);
}

/* "en patientföreträdare som haft sepsis": only a patient can be that. */
static bool lived_it(const struct page *p, size_t i)
{
    static const struct cue past[] = {
        {"som haft", 0},      {"som har haft", 0},      {"som fått", 0},      {"som har fått", 0},
        {"som genomgått", 0}, {"som har genomgått", 0}, {"som opererats", 0}, {"som vårdats", 0},
        {"som drabbats", 0},  {"som lever med", 0},     {"som överlevt", 0},  {NULL, 0}};
    return i + 1 < p->count && cue_of(p, i + 1, past);
}

struct views {
    bool patient, relative, any, person, somebody;
    bool spoken; /* patients are spoken of, though not as the ones who are wanted */
    size_t at;
};

/* "en person, mamma eller pappa": who the person is stands right behind. */
static bool relative_behind(const struct page *p, size_t i)
{
    size_t end = p->sentences[p->tokens[i].sentence].end;
    for (size_t at = i + 1; at < i + 4 && at < end; at++)
        if (who_at(p, at) == WHO_RELATIVE)
            return true;
    return false;
}

static bool relatives_in(const struct page *p, size_t first, size_t end)
{
    for (size_t i = first; i < end; i++)
        if (who_at(p, i) == WHO_RELATIVE)
            return true;
    return false;
}

/* "någon med Addisons sjukdom", "nån som redan gått hela vägen". */
static bool somebody_who(const struct page *p, size_t i)
{
    static const struct cue somebody[] = {
        {"någon som", 0}, {"nån som", 0}, {"några som", 0}, {"någon med", 0},
        {"några med", 0}, {"nån med", 0}, {"en som", 0},    {"en med", 0},
        {"de som", 0},    {"st med", 0},  {NULL, 0},
    };
    return p->sentences[p->tokens[i].sentence].seeks && cue_of(p, i, somebody) && has_lived(p, i);
}

/* "anhöriga till personer", "levt nära en person": whom the wanted ones are close to. */
static bool cared_for(const struct page *p, size_t i, enum who who)
{
    static const struct cue links[] = {{"till", 0},  {"åt", 0},  {"nära", 0},  {"en", 0},
                                       {"ett", 0},   {"den", 0}, {"någon", 0}, {"nån", 0},
                                       {"en av", 0}, {NULL, 0}};
    if (who == WHO_RELATIVE || who == WHO_PAIR)
        return false;
    bool tied = false;
    for (size_t at = i, n = 0; at > 0 && n < 4; n++) {
        at--;
        if (tied && who_at(p, at) == WHO_RELATIVE)
            return true;
        if (!cue_of(p, at, links))
            break;
        bool link = !cue_at(p, at, "en") && !cue_at(p, at, "ett") && !cue_at(p, at, "den");
        tied = tied || link;
        if (link && at && who_at(p, at - 1) == WHO_RELATIVE)
            return true;
    }
    return who == WHO_PERSON && i && cue_at(p, i - 1, "till");
}

/* "en fokusgrupp för kvinnor med …", "platser för patientföreträdare": those who make it up. */
static bool makes_up(const struct page *p, size_t i)
{
    static const struct cue bodies[] = {{"fokusgrupp*", 0}, {"*grupp", 0}, {"*grupper", 0},
                                        {"intervju*", 0},   {"plats*", 0}, {"samtalsgrupp*", 0},
                                        {"workshop*", 0},   {NULL, 0}};
    return i > 1 && cue_at(p, i - 1, "för") && cue_of(p, i - 2, bodies);
}

static void see(const struct page *p, size_t i, struct views *v)
{
    const struct token *t = &p->tokens[i];
    enum who who = t->zone < ZONE_SIGNATURE && !t->negated && !t->unit ? who_at(p, i) : WHO_NOBODY;
    v->somebody = v->somebody || (t->zone == ZONE_BODY && !t->negated && somebody_who(p, i));
    v->spoken = v->spoken || (who == WHO_PATIENT && has_lived(p, i));
    if (!who || cared_for(p, i, who) || (spoken_of(p, i) && !makes_up(p, i)))
        return;
    v->at = v->at ? v->at : i;
    bool lived = who == WHO_ANY && lived_it(p, i);
    v->any = v->any || (who == WHO_ANY && !lived);
    v->patient = v->patient || lived;
    v->relative = v->relative || who == WHO_RELATIVE || who == WHO_PAIR;
    v->person = v->person || who == WHO_PERSON;
    v->patient = v->patient || who == WHO_PATIENT ||
                 (who == WHO_PERSON && has_lived(p, i) && !relative_behind(p, i));
}

/* "Närstående går också bra": welcome too, though the sentence does not seek. */
static bool welcomes(const struct page *p, const struct sentence *s)
{
    static const struct cue welcome[] = {
        {"också bra", 0}, {"välkom*", 0}, {"också gärna", 0}, {"går också", 0}, {"går bra", 0},
        {"likaså", 0},    {"även", 0},    {"gärna", 0},       {NULL, 0},
    };
    return cue_in(p, s->first, s->end, welcome, NULL);
}

void find_perspective(struct findings *f, const struct crowd *c)
{
    const struct page *p = f->page;
    struct views v = {.at = 0}, fallback = {.at = 0};
    for (size_t i = 0; i < c->count; i++) {
        const struct sentence *s = &p->sentences[c->group[i].sentence];
        v.relative = v.relative || c->group[i].who == WHO_RELATIVE;
        v.person = v.person || c->group[i].who == WHO_PERSON;
        v.patient = v.patient || (c->group[i].bare && has_lived(p, c->group[i].first) &&
                                  !relatives_in(p, s->first, c->group[i].first));
        for (size_t t = s->first; t < s->end; t++)
            see(p, t, &v);
    }
    for (size_t n = 0; n < p->sentence_count; n++) {
        const struct sentence *s = &p->sentences[n];
        bool asks = s->seeks || welcomes(p, s) || form_label(p, s->first) == LABEL_AREAS ||
                    form_label(p, s->end - 1) == LABEL_PERSPECTIVE;
        struct views *into = (c->count && !welcomes(p, s)) ? &fallback : &v;
        for (size_t t = s->first; asks && t < s->end; t++)
            see(p, t, into);
    }
    bool silent = !v.patient && !v.relative && !v.any && !v.somebody && !fallback.patient &&
                  !fallback.relative && !fallback.any && !fallback.somebody;
    for (size_t t = 0; silent && t < p->count && p->tokens[t].zone == ZONE_SUBJECT; t++)
        see(p, t, &fallback);
    if (!v.patient && !v.relative) {
        v.patient = fallback.patient;
        v.relative = fallback.relative;
        v.any = v.any || fallback.any;
    }
    if (!v.at)
        v.at = fallback.at;
    /* persons with a diagnosis, and nothing about relatives: those who live with it */
    if (!v.patient && !v.relative && !v.any && !fallback.any)
        v.patient = v.somebody || fallback.somebody || v.spoken || fallback.spoken ||
                    (f->diagnosis && (v.person || fallback.person));
    if (f->completes && !v.patient && !v.relative && !v.any)
        return; /* an answer that is silent on it leaves what was said before */
    bool either = v.patient == v.relative || (v.any && !v.patient && v.relative);
    const char *value = either ? "either" : v.patient ? "patient" : "relative";
    find_fact(f, FACT_PERSPECTIVE, value, v.at ? page_sentence(p, v.at) : "");
}
