/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Whether the mail itself asks for people through associations, from the pool, or both.
 */
#include <string.h>

#include "areas_table.h"
#include "findings.h"
#include "zones.h"

enum way { WAY_ASSOCIATION, WAY_POOL, WAY_LOOSE };

static const struct cue ways[] = {
    {"pool", WAY_POOL},
    {"ert nätverk", WAY_POOL},
    {"ni själva har kontakt", WAY_POOL},
    {"ni har kontakt med", WAY_POOL},
    {"er bank", WAY_POOL},
    {"er egen bank", WAY_POOL},
    {"era egna kontakter", WAY_POOL},
    {"ert register", WAY_POOL},
    {"ert eget register", WAY_POOL},
    {"era egna", WAY_POOL},
    {"er lista", WAY_POOL},
    {"era levande böcker", WAY_POOL},
    {"poolen", WAY_POOL},
    {"enskild*", WAY_POOL},
    {"fristående", WAY_POOL},
    {"utan föreningskoppling", WAY_POOL},
    {"inte * i någon förening", WAY_LOOSE},
    {"utanför förening*", WAY_POOL},
    {"oorganiserad*", WAY_POOL},
    {"ingen förening", WAY_LOOSE},
    {"inte * någon förening", WAY_LOOSE},
    {"utan förening*", WAY_LOOSE},
    {"*förening*", WAY_ASSOCIATION},
    {"*förbund*", WAY_ASSOCIATION},
    {"patient association*", WAY_ASSOCIATION},
    {"patientforening*", WAY_ASSOCIATION},
    {"brukarorganisation*", WAY_ASSOCIATION},
    {"patientorganisation*", WAY_ASSOCIATION},
    {"medlemsorganisation*", WAY_ASSOCIATION},
    {"funktionsrätt*", WAY_ASSOCIATION},
    {"kvinnojour*", WAY_ASSOCIATION},
    {"patient organi*", WAY_ASSOCIATION},
    {NULL, 0},
};

/* Words that hold "förening" or "förbund" and name no association. */
static const struct cue lookalikes[] = {
    {"förenin*s*koppling", 0},  {"kommunalförbund*", 0},
    {"bostadsrättsf*", 0},      {"förbundit*", 0},
    {"förbundsk*", 0},          {"idrottsf*", 0},
    {"enskilt rum", 0},         {"enskilt samtal", 0},
    {"enskilda samtal", 0},     {"enskilda rum", 0},
    {"ekonomisk förening", 0},  {"fackförbund*", 0},
    {"enskild* intervju*", 0},  {"personalförening*", 0},
    {"samordningsförbund*", 0}, {"förbundsstyrelse*", 0},
    {"läkarförening*", 0},      {"yrkesförening*", 0},
    {"specialistförening*", 0}, {NULL, 0},
};

/* What tells of associations without asking for people through them. */
static const struct cue told[] = {
    {"redan frågat", 0},   {"har redan", 0},     {"tipsade", 0},       {"har frågat", 0},
    {"läste", 0},          {"har tidigare", 0},  {"kanske mest", 0},   {"tack vare", 0},
    {"frågade vi", 0},     {"deras lokal", 0},   {"har talat med", 0}, {"pratat med", 0},
    {"inte möjlighet", 0}, {"är tillfråg*", 0},  {"kunde inte", 0},    {"kunnat hjälpa", 0},
    {"tillfrågad men", 0}, {"har kontaktat", 0}, {"samarbetar vi", 0}, {NULL, 0},
};

static bool asks(const struct page *p, size_t i)
{
    const struct sentence *s = &p->sentences[p->tokens[i].sentence];
    size_t first = i, end = i;
    while (first > s->first && p->tokens[first - 1].word[0] != ',')
        first--;
    while (end < s->end && p->tokens[end].word[0] != ',')
        end++;
    return !cue_in(p, first, end, told, NULL);
}

/* "behöver de inte företräda någon förening", "inte ha någon förening bakom sig". */
static bool without(const struct page *p, size_t i)
{
    static const struct cue links[] = {{"någon", 0}, {"några", 0}, {"andra", 0}, {"i", 0},
                                       {"från", 0},  {"via", 0},   {"till", 0},  {NULL, 0}};
    return p->tokens[i].negated ||
           (i && cue_of(p, i - 1, links) && i > 1 && p->tokens[i - 1].negated);
}

struct verdicts {
    size_t association, pool, turned; /* token + 1; 0: not said */
};

/* How many tokens the verdict on token i covers. */
static size_t look(struct findings *f, size_t i, struct verdicts *v)
{
    const struct page *p = f->page;
    const struct cue *c = cue_of(p, i, ways);
    size_t used;
    if (!c && f->areas) {
        const struct phrase *phrase = areas_match(f->areas, p, i, &used);
        if (phrase && phrase->source == PHRASE_ASSOCIATION && asks(p, i) && !p->tokens[i].negated)
            v->association = v->association ? v->association : i + 1;
        return 1;
    }
    if (!c || cue_of(p, i, lookalikes) || !asks(p, i))
        return 1;
    bool denied = without(p, i);
    if (c->what == WAY_LOOSE || (c->what == WAY_ASSOCIATION && denied))
        v->turned = v->turned ? v->turned : i + 1;
    else if (c->what == WAY_ASSOCIATION)
        v->association = v->association ? v->association : i + 1;
    else if (!denied)
        v->pool = v->pool ? v->pool : i + 1;
    return cue_at(p, i, c->pattern);
}

void find_route(struct findings *f)
{
    const struct page *p = f->page;
    struct verdicts v = {0, 0, 0};
    for (size_t i = 0; i < p->count;) {
        bool read = p->tokens[i].zone < ZONE_SIGNATURE && p->tokens[i].zone != ZONE_GREETING &&
                    form_label(p, i) != LABEL_UNIT;
        i += read ? look(f, i, &v) : 1;
    }
    bool pool = v.pool || v.turned;
    const char *value = v.association && pool ? "both"
                        : v.association       ? "association"
                        : pool                ? "pool"
                                              : NULL;
    if (!value)
        return;
    size_t at = v.association ? v.association : v.pool ? v.pool : v.turned;
    find_fact(f, FACT_ROUTE, value, page_sentence(p, at - 1));
}
