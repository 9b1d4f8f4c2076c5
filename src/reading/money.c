/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What is paid, and to which cost centre the invoice goes.
 *
 * Food, tickets and travel alone are no compensation; a question or "not settled yet" says nothing.
 */
#include <string.h>

#include "findings.h"
#include "when.h"
#include "zones.h"

enum pay { PAY_FEE, PAY_WORD };

static const struct cue paying[] = {
    {"arvod*", PAY_FEE},
    {"*arvode*", PAY_FEE},
    {"arvoderas", PAY_FEE},
    {"pengar", PAY_WORD},
    {"någon peng", PAY_FEE},
    {"en peng", PAY_FEE},
    {"ekonomiskt", PAY_WORD},
    {"betalning", PAY_FEE},
    {"betalas", PAY_WORD},
    {"full ersättning", PAY_FEE},
    {"gage", PAY_FEE},
    {"*ersättning*", PAY_FEE},
    {"ersätt*", PAY_FEE},
    {"ersätter", PAY_FEE},
    {"ersätta", PAY_FEE},
    {"ersätts", PAY_FEE},
    {"betalt", PAY_FEE},
    {"betalar", PAY_WORD},
    {"presentkort*", PAY_FEE},
    {"honorar*", PAY_FEE},
    {"paid", PAY_FEE},
    {"compensat*", PAY_FEE},
    {"fee", PAY_FEE},
    {"gift card*", PAY_FEE},
    {"timlön*", PAY_FEE},
    {"avlön*", PAY_FEE},
    {"betala", PAY_WORD},
    {"lön", PAY_FEE},
    {"dagersättning", PAY_FEE},
    {"sammanträdesarvod*", PAY_FEE},
    {"föreläsararvod*", PAY_FEE},
    {"kr per timme", PAY_FEE},
    {"kronor i timmen", PAY_FEE},
    {"kr / tim*", PAY_FEE},
    {"kr i timmen", PAY_FEE},
    {"kronor per timme", PAY_FEE},
    {"godtgör*", PAY_FEE},
    {NULL, 0},
};

static const struct cue refusing[] = {
    {"inte", 0},      {"ej", 0},      {"inget", 0},       {"ingen", 0},        {"inga", 0},
    {"saknas", 0},    {"saknar", 0},  {"utan arvod*", 0}, {"utan ersätt*", 0}, {"ideellt", 0},
    {"unpaid", 0},    {"not", 0},     {"no", 0},          {"ikke", 0},         {"aldrig", 0},
    {"dessvärre", 0}, {"obetal*", 0}, {"kan tyvärr", 0},  {NULL, 0},
};

static const struct cue unsettled[] = {
    {"inte klart", 0},       {"oklart", 0},           {"inte bestämt", 0},
    {"återkommer om", 0},    {"vet inte", 0},         {"ingen aning", 0},
    {"inte beslutat", 0},    {"undersöker", 0},       {"hur gör", 0},
    {"om vi kan", 0},        {"inte löst", 0},        {"ska kolla", 0},
    {"får vi återkomma", 0}, {"inte avgjort", 0},     {"utreds", 0},
    {"inte klar", 0},        {"inte fått besked", 0}, {"inte fastställ*", 0},
    {"kanske", 0},           {"eventuell*", 0},       {"not settled", 0},
    {"diskuter*", 0},        {"vad brukar", 0},       {"hur brukar", 0},
    {"inte avgjord", 0},     {"väntar på besked", 0}, {"inte beslutad", 0},
    {"beslutas senare", 0},  {"osäkert", 0},          {"inte spikad", 0},
    {"återkommer vi om", 0}, {"ska diskuteras", 0},   {NULL, 0},
};

/* Travel and outlays are no fee; "ersättning för resa" is one of them. */
static bool only_outlay(const struct page *p, size_t i)
{
    static const struct cue outlays[] = {
        {"ersättning för res*", 0},
        {"ersätts för res*", 0},
        {"ersätter res*", 0},
        {"ersättning för mil*", 0},
        {"ersättning för utlägg", 0},
        {"betalar res*", 0},
        {"betalar för res*", 0},
        {"betalar parker*", 0},
        {"betalar lunch*", 0},
        {"betalar fika", 0},
        {"ersätter utlägg", 0},
        {"ersättning för parker*", 0},
        {"betala res*", 0},
        {"betala parker*", 0},
        {"ersättare", 0},
        {"reseersättning*", 0},
        {"ersättning av res*", 0},
        {"ersättningsnivå*", 0},
        {NULL, 0},
    };
    return cue_of(p, i, outlays) || strncmp(p->tokens[i].word, "ersättare", 10) == 0;
}

/* The clause around i, what stands in parentheses apart. */
static bool denied(const struct page *p, size_t i)
{
    static const struct cue breaks[] = {{",", 0},    {"men", 0}, {";", 0}, {"däremot", 0},
                                        {"utan", 0}, {"och", 0}, {NULL, 0}};
    const struct sentence *s = &p->sentences[p->tokens[i].sentence];
    size_t from = i, to = i;
    while (from > s->first && !cue_of(p, from - 1, breaks))
        from--;
    if (from > s->first && strcmp(p->tokens[from - 1].word, "utan") == 0)
        from--;
    while (to + 1 < s->end && !cue_of(p, to + 1, breaks) && p->tokens[to + 1].word[0] != '(')
        to++;
    for (size_t j = from; j <= to; j++)
        if ((!p->tokens[j].aside || p->tokens[i].aside) && cue_of(p, j, refusing))
            return true;
    return false;
}

enum verdict { UNSAID, PROMISED, REFUSED };

/* "… på Zoom. 800 kr.": a sum that is a sentence of its own. */
static bool bare_sum(const struct page *p, size_t i)
{
    static const struct cue units[] = {{"kr", 0}, {"kronor", 0}, {"sek", 0}, {":-", 0}, {NULL, 0}};
    enum { SUM_TOKENS = 4 };
    const struct sentence *s = &p->sentences[p->tokens[i].sentence];
    return p->tokens[i].kind == TOKEN_DIGITS && i == s->first && s->end - i <= SUM_TOKENS &&
           cue_in(p, i + 1, s->end, units, NULL);
}

static enum verdict verdict_at(const struct page *p, size_t i)
{
    const struct cue *c = cue_of(p, i, paying);
    if (!c && p->tokens[i].zone == ZONE_BODY && bare_sum(p, i))
        return PROMISED;
    if (!c || p->tokens[i].zone >= ZONE_SIGNATURE || only_outlay(p, i))
        return UNSAID;
    const struct sentence *s = &p->sentences[p->tokens[i].sentence];
    if (cue_in(p, s->first, s->end, unsettled, NULL))
        return UNSAID;
    if (s->question && form_label(p, i) != LABEL_COMPENSATION)
        return UNSAID;
    if (denied(p, i))
        return REFUSED;
    static const struct cue sums[] = {{"kr", 0},      {"kronor", 0},   {"sek", 0}, {"timme*", 0},
                                      {"deltag*", 0}, {"medverk*", 0}, {"er", 0},  {"halvdag*", 0},
                                      {"heldag*", 0}, {"halv dag", 0}, {NULL, 0}};
    if (c->what == PAY_WORD && !cue_in(p, i, s->end, sums, NULL))
        return UNSAID;
    return PROMISED;
}

static enum verdict field_verdict(const struct page *p, const struct line *field)
{
    static const struct cue no[] = {{"nej", 0},      {"ingen", 0},  {"inget", 0},
                                    {"inte", 0},     {"ej", 0},     {"no", 0},
                                    {"utgår ej", 0}, {"saknas", 0}, {NULL, 0}};
    static const struct cue yes[] = {
        {"ja", 0},     {"arvod*", 0},    {"enligt", 0}, {"kr", 0},     {"utgår", 0},
        {"enl", 0},    {"timm*", 0},     {"yes", 0},    {"kronor", 0}, {"presentkort*", 0},
        {"betal*", 0}, {"regionens", 0}, {"följer", 0}, {"dag", 0},    {"halvdag", 0},
        {"heldag", 0}, {"sek", 0},       {NULL, 0}};
    if (cue_in(p, field->value, field->end, unsettled, NULL))
        return UNSAID;
    if (cue_in(p, field->value, field->end, no, NULL))
        return REFUSED;
    return cue_in(p, field->value, field->end, yes, NULL) ? PROMISED : UNSAID;
}

static void tell(struct findings *f, enum verdict v, const char *source)
{
    if (v != UNSAID)
        find_fact(f, FACT_COMPENSATION, v == PROMISED ? "promised" : "refused", source);
}

static void find_pay(struct findings *f)
{
    const struct page *p = f->page;
    const struct line *field = form_field(p, LABEL_COMPENSATION);
    if (field) {
        tell(f, field_verdict(p, field), page_slice(p, field->first, field->end));
        return;
    }
    size_t promised = 0, refusal = 0;
    for (size_t i = 0; i < p->count; i++) {
        enum verdict v = verdict_at(p, i);
        if (v == PROMISED && !promised)
            promised = i + 1;
        if (v == REFUSED && !refusal)
            refusal = i + 1;
    }
    if (promised && refusal) {
        find_proposal(f, FACT_COMPENSATION, "promised", page_sentence(p, promised - 1),
                      "ambiguous");
        find_proposal(f, FACT_COMPENSATION, "refused", page_sentence(p, refusal - 1), "ambiguous");
    } else if (promised || refusal) {
        size_t at = (promised ? promised : refusal) - 1;
        tell(f, promised ? PROMISED : REFUSED, page_sentence(p, at));
    }
}

static const struct cue cost_words[] = {
    {"ansvar", 0},          {"ansvarsnummer", 0},
    {"ansvarskod", 0},      {"kst", 0},
    {"kostnadsställe*", 0}, {"kostnadsst", 0},
    {"k - ställe", 0},      {"referens vid fakturering", 0},
    {"fakturareferens", 0}, {"faktureringsreferens", 0},
    {"fakturaref", 0},      {"beställarreferens", 0},
    {"referens", 0},        {"ref", 0},
    {"refnr", 0},           {"referenskod", 0},
    {"kontering", 0},       {"märkning", 0},
    {"faktureras", 0},

    {"faktura märks", 0},   {"fakturakod", 0},
    {"beställarkod", 0},    {"internfakturering", 0},
    {"projektnummer", 0},

    {"referensnummer", 0},  {"zz - kod", 0},
    {"fakturamärkning", 0}, {"märk fakturan", 0},
    {"cost centre", 0},     {"märks", 0},
    {"er referens", 0},     {NULL, 0},
};

/* A reference's value: letters, digits and inner hyphens without a gap, at least one digit. */
static size_t value_at(const struct page *p, size_t i, size_t *end)
{
    bool digit = false;
    size_t at = i;
    if (i >= p->count || p->tokens[i].kind == TOKEN_MARK)
        return 0;
    while (at < p->count && (at == i || !p->tokens[at].gap) &&
           (p->tokens[at].kind != TOKEN_MARK ||
            (strchr("-/", p->tokens[at].word[0]) && at + 1 < p->count && !p->tokens[at + 1].gap &&
             p->tokens[at + 1].kind != TOKEN_MARK))) {
        digit = digit || p->tokens[at].kind == TOKEN_DIGITS;
        at++;
    }
    /* "referens HVM 2201" */
    if (at == i + 1 && p->tokens[i].capitals && strlen(p->tokens[i].word) <= 4 && at < p->count &&
        p->tokens[at].kind == TOKEN_DIGITS && p->tokens[at].line == p->tokens[i].line) {
        digit = true;
        at++;
    }
    /* "ansvar 55 123" */
    if (at == i + 1 && strlen(p->tokens[i].word) <= 3 && at < p->count &&
        p->tokens[at].kind == TOKEN_DIGITS && strlen(p->tokens[at].word) == 3)
        at++;
    /* "referens 8126 AFF" */
    if (at < p->count && digit && p->tokens[at].capitals && strlen(p->tokens[at].word) <= 4 &&
        p->tokens[at].line == p->tokens[i].line &&
        (at + 1 >= p->count || p->tokens[at + 1].kind == TOKEN_MARK ||
         p->tokens[at + 1].line != p->tokens[at].line))
        at++;
    *end = at;
    return digit && p->tokens[at - 1].end - p->tokens[i].at >= 3;
}

/* Between the word and its value: ":", "=", "nr", "är", "kod". */
static size_t skip_links(const struct page *p, size_t i)
{
    static const struct cue links[] = {{":", 0},   {"=", 0},    {"nr", 0},
                                       {".", 0},   {"är", 0},   {"nummer", 0},
                                       {"kod", 0}, {"#", 0},    {"vid fakturering", 0},
                                       {"med", 0}, {"till", 0}, {NULL, 0}};
    const struct cue *c;
    for (int n = 0; n < 4 && i < p->count && (c = cue_of(p, i, links)); n++)
        i += cue_at(p, i, c->pattern);
    return i;
}

static bool all_one_number(const struct page *p, size_t i, size_t end)
{
    return end - i == 1 && p->tokens[i].kind == TOKEN_DIGITS;
}

static void find_cost(struct findings *f)
{
    const struct page *p = f->page;
    for (size_t i = 0; i < p->count; i++) {
        const struct cue *c = p->tokens[i].zone < ZONE_FOOTER ? cue_of(p, i, cost_words) : NULL;
        if (!c)
            continue;
        size_t at = skip_links(p, i + cue_at(p, i, c->pattern)), end;
        if (!value_at(p, at, &end))
            continue;
        const char *value = page_slice(p, at, end), *source = page_slice(p, i, end);
        bool plain = strncmp(c->pattern, "ref", 3) != 0 || !all_one_number(p, at, end) ||
                     p->tokens[i].zone == ZONE_BODY;
        if (plain)
            find_fact(f, FACT_COST_REF, value, source);
        else
            find_proposal(f, FACT_COST_REF, value, source, "signature_only");
    }
}

void find_money(struct findings *f)
{
    find_pay(f);
    find_cost(f);
}
