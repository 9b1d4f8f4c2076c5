/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The care unit as it calls itself.
 *
 * First a form's field, then the signature's first line that names a unit, then a name in the
 * running text ("vi på Kardiologmottagningen …"). Where the signature names only a whole
 * organisation ("NU-sjukvården") and the text names a unit, the text's is the assignment's. A line
 * of the signature that holds no word for a unit is one only where it alone can be.
 */
#include <string.h>

#include "base/text.h"
#include "findings.h"
#include "signature.h"
#include "when.h"
#include "zones.h"

enum { LONGEST_UNIT = 8 };

static const struct cue unit_words[] = {
    {"*mottagning", 0},
    {"*mottagningen", 0},
    {"*mottagningar*", 0},
    {"*avdelning", 0},
    {"*avdelningen", 0},
    {"*klinik", 0},
    {"*kliniken", 0},
    {"*enhet", 0},
    {"*enheten", 0},
    {"*centrum", 0},
    {"*centrumet", 0},
    {"*center", 0},
    {"*centret", 0},
    {"*vårdcentral", 0},
    {"*vårdcentralen", 0},
    {"*team", 0},
    {"*teamet", 0},
    {"*sjukhus", 0},
    {"*sjukhuset", 0},
    {"*lasarett", 0},
    {"institution*", 0},
    {"*programmet", 0},
    {"högskol*", 0},
    {"*universitet", 0},
    {"*förvaltningen", 0},
    {"*habilitering*", 0},
    {"*tandvård*", 0},
    {"*centralen", 0},
    {"ortopedteknik", 0},
    {"bup", 0},
    {"geriatriken", 0},
    {"*dialysen", 0},
    {"*sjukvården", 0},
    {"*processgrupp*", 0},
    {"department", 0},
    {"akademin", 0},
    {"*sektionen", 0},
    {"*verksamhet*", 0},
    {"närhälsan", 0},
    {"capio", 0},
    {"sahlgrenska", 0},
    {"ortopedi", 0},
    {"psykiatri*", 0},
    {"*akuten", 0},
    {"*psykiatrin", 0},
    {"*medicin", 0},
    {"kirurgi*", 0},
    {"*mottagn", 0},
    {"*avd", 0},
    {"palliativa", 0},
    {"*hälsan", 0},
    {"hospis*", 0},
    {"*kommun", 0},
    {"kompetenscent*", 0},
    {"faculty", 0},
    {"school", 0},
    {"university", 0},
    {"hospital", 0},
    {"fou", 0},
    {"folktandvården", 0},
    {"rehab*", 0},
    {"neonatal*", 0},
    {"su", 0},
    {"säs", 0},
    {"näl", 0},
    {"skas", 0},
    {"barnmorske*", 0},
    {"*förlossning*", 0},
    {"*kirurgen", 0},
    {"*laboratoriet", 0},
    {"*apotek*", 0},
    {"*ambulans*", 0},
    {"*staben", 0},
    {"koncernkontoret", 0},
    {"vårdutveckling*", 0},
    {"kvalitet", 0},
    {"*vården", 0},
    {"*skolan", 0},
    {"*logen", 0},
    {"*kontoret", 0},
    {"region*", 0},
    {"*huset", 0},
    {"*gruppen", 0},
    {"rcc", 0},
    {"*rehab", 0},
    {"barnahus", 0},
    {"*plattformen", 0},
    {"*rådet", 0},
    {"*nätverket", 0},
    {"närsjukvård*", 0},
    {"*sjukvård", 0},
    {"*sjukvårdsteam*", 0},
    {"intensivvård*", 0},
    {"*service", 0},
    {"*inköp", 0},
    {"samordning*", 0},
    {"transplantation*", 0},
    {"*vård", 0},
    {"hälsocentral*", 0},
    {"jourcentral*", 0},
    {"*akutmottagning*", 0},
    {"minnes*", 0},
    {"smärt*", 0},
    {"strålbehandling*", 0},
    {"kvinnohälsa*", 0},
    {"röntgen*", 0},
    {"logopedi*", 0},
    {"fysioterapi*", 0},
    {"barnmedicin*", 0},
    {NULL, 0},
};

/* Whole organisations: too wide to be the unit when a narrower one is named. */
static const struct cue organisations[] = {
    {"nu - sjukvården", 0},
    {"nu-sjukvården", 0},
    {"västra götalandsregionen", 0},
    {"vgr", 0},
    {"skaraborgs sjukhus", 0},
    {"sahlgrenska universitetssjukhuset", 0},
    {"su", 0},
    {"göteborgs universitet", 0},
    {"södra älvsborgs sjukhus", 0},
    {"säs", 0},
    {"skas", 0},
    {"region *", 0},
    {"* universitet", 0},
    {"chalmers*", 0},
    {"högskolan *", 0},
    {"högskolan i *", 0},
    {"koncernkontoret", 0},
    {"västra götaland", 0},
    {NULL, 0},
};

static bool names_unit(const struct page *p, size_t first, size_t end)
{
    return cue_in(p, first, end, unit_words, NULL);
}

static bool is_organisation(const struct page *p, size_t first, size_t end)
{
    for (const struct cue *c = organisations; c->pattern; c++)
        if (cue_at(p, first, c->pattern) == end - first)
            return true;
    return false;
}

/* Words of a unit's proper name inside running text: the heads that a name is built around. */
static const struct cue heads[] = {
    {"*mottagningen", 0},   {"*avdelningen", 0}, {"*kliniken", 0},
    {"*enheten", 0},        {"*centrum", 0},     {"*vårdcentral", 0},
    {"*vårdcentralen", 0},  {"*teamet", 0},      {"*centralen", 0},
    {"*habiliteringen", 0}, {"*tandvården", 0},  {"*sjukvården", 0},
    {"ortopedteknik", 0},   {"bup", 0},          {"geriatriken", 0},
    {"*dialysen", 0},       {"*center", 0},      {"institutionen", 0},
    {"närhälsan", 0},       {"*psykiatrin", 0},  {"*sektionen", 0},
    {"*förvaltningen", 0},  {"*mottagning", 0},  {"*avdelning", 0},
    {"*akuten", 0},         {"*team", 0},        {"akademin", 0},
    {"*enhet", 0},          {NULL, 0},
};

/* Words that end as units do. */
static const struct cue no_units[] = {
    {"*erfarenhet", 0}, {"*medvetenhet", 0}, {"*öppenhet", 0}, {"*angelägenhet", 0}, {NULL, 0}};

static bool is_lower_word(const struct token *t, const char *word)
{
    return strcmp(t->word, word) == 0;
}

/* How far a name goes on behind its head: capitals, "för/om …", ", Sjukhus", "SU/Östra". */
static size_t name_end(const struct page *p, size_t head)
{
    size_t end = head + 1, sentence = p->sentences[p->tokens[head].sentence].end;
    int words = 0;
    while (end < sentence && end < head + 10) {
        const struct token *t = &p->tokens[end];
        if (t->line != p->tokens[end - 1].line)
            break;
        bool slash = (mark_at(p, end, "/") || mark_at(p, end, "-")) && end + 1 < sentence &&
                     !t->gap && p->tokens[end + 1].capital;
        bool comma = mark_at(p, end, ",") && end + 1 < sentence && p->tokens[end + 1].capital &&
                     (cue_of(p, end + 1, unit_words) ||
                      (end + 2 < sentence && cue_of(p, end + 2, unit_words)));
        bool about = (is_lower_word(t, "för") || is_lower_word(t, "om")) && words == 0;
        bool numbered = t->kind == TOKEN_DIGITS && end == head + 1 && strlen(t->word) <= 3 &&
                        !mark_at(p, end + 1, "-") && !mark_at(p, end + 1, "/");
        if (t->capital || slash || comma || numbered) {
            end++;
        } else if (about ||
                   (words > 0 && words < 4 && t->kind == TOKEN_WORD && !is_lower_word(t, "och") &&
                    !is_lower_word(t, "som") && !is_lower_word(t, "vi") &&
                    !is_lower_word(t, "ska") && !is_lower_word(t, "håller") &&
                    !is_lower_word(t, "söker") && !is_lower_word(t, "har"))) {
            words++;
            end++;
        } else if (is_lower_word(t, "sjukhus") || is_lower_word(t, "lasarett") ||
                   is_lower_word(t, "specialistsjukhus")) {
            end++;
        } else {
            break;
        }
    }
    return end;
}

/* Where a name begins: capitals and "och" parts before its head ("Barn- och ungdoms…"). */
static size_t name_start(const struct page *p, size_t head)
{
    size_t first = head, sentence = p->sentences[p->tokens[head].sentence].first;
    while (first > sentence && first + 6 > head) {
        const struct token *t = &p->tokens[first - 1];
        bool joint =
            mark_at(p, first - 1, "-") ||
            (t->capital && mark_at(p, first, "-") && !p->tokens[first].gap) ||
            (is_lower_word(t, "och") && first > sentence + 2 && mark_at(p, first - 2, "-"));
        if (!joint && !(t->capital && t->kind == TOKEN_WORD && p->tokens[first].gap))
            break;
        first--;
    }
    return first;
}

/* A unit's proper name at or around the head word: capital first letter is what tells. */
static bool unit_around(const struct page *p, size_t head, size_t *first, size_t *end)
{
    if (p->tokens[head].kind != TOKEN_WORD || !cue_of(p, head, heads) || cue_of(p, head, no_units))
        return false;
    *first = name_start(p, head);
    *end = name_end(p, head);
    if (!p->tokens[*first].capital)
        return false;
    while (*first < head &&
           (cue_at(p, *first, "vi") || cue_at(p, *first, "vår") || cue_at(p, *first, "på") ||
            cue_at(p, *first, "hej") || cue_at(p, *first, "till")))
        (*first)++;
    bool alone = *end == *first + 1 && p->tokens[*first].capitals; /* "hos BUP": no unit's name */
    return p->tokens[*first].capital && !alone;
}

void mark_units(struct page *p)
{
    for (size_t i = 0; i < p->count; i++) {
        size_t first, end;
        if (p->tokens[i].zone == ZONE_FOOTER || !unit_around(p, i, &first, &end))
            continue;
        for (size_t t = first; t < end; t++)
            p->tokens[t].unit = true;
        i = end > i ? end - 1 : i;
    }
}

/* The first unit's name in the running text. */
static bool in_text(const struct page *p, size_t *first, size_t *end)
{
    for (size_t i = 0; i < p->count; i++) {
        if (p->tokens[i].zone != ZONE_BODY && p->tokens[i].zone != ZONE_GREETING)
            continue;
        if (p->tokens[i].negated || !unit_around(p, i, first, end))
            continue;
        bool starts = *first == p->sentences[p->tokens[i].sentence].first && *end == *first + 1;
        bool whole = *end - *first > 1 || cue_at(p, i, "*mottagningen") ||
                     cue_at(p, i, "*avdelningen") || cue_at(p, i, "*kliniken");
        if (!starts || whole)
            return true;
    }
    return false;
}

/* "vi på folktandvården i hjällbo", "hudmottagningen i Skövde": a unit without a capital. */
static bool in_small_letters(const struct page *p, size_t *first, size_t *end)
{
    static const struct cue small[] = {
        {"*mottagningen", 0},   {"*kliniken", 0},      {"*avdelningen", 0},
        {"vårdcentralen", 0},   {"folktandvården", 0}, {"*enheten", 0},
        {"*habiliteringen", 0}, {"*teamet", 0},        {NULL, 0}};
    for (size_t i = 0; i < p->count; i++) {
        if (p->tokens[i].zone != ZONE_BODY || p->tokens[i].negated || !cue_of(p, i, small) ||
            !(cue_at(p, i + 1, "i") || cue_at(p, i + 1, "på")) || i + 2 >= p->count)
            continue;
        bool starts = i == p->sentences[p->tokens[i].sentence].first;
        bool ours = i > 1 && cue_at(p, i - 2, "vi på");
        if (!(ours || starts) || p->tokens[i + 2].kind != TOKEN_WORD ||
            !(p->tokens[i + 2].capital || ours))
            continue;
        *first = i;
        *end = i + 3;
        return true;
    }
    return false;
}

/* A line of its own below the signer's name, the only one that is neither title nor address. */
static bool stands_alone(const struct page *p, const struct signature *s, const struct piece *other)
{
    const struct line *l = &p->lines[p->tokens[other->first].line];
    bool named = false;
    for (size_t i = 0; i < s->count; i++) {
        named = named || (s->pieces[i].kind == PIECE_NAME && s->pieces[i].first < other->first);
        if (s->pieces[i].kind == PIECE_OTHER && &s->pieces[i] != other)
            return false;
    }
    for (size_t i = other->first; i < other->end; i++)
        if (p->tokens[i].kind == TOKEN_DIGITS)
            return false;
    return named && p->tokens[other->first].capital && l->first == other->first &&
           l->end == other->end && other->end - other->first <= LONGEST_UNIT;
}

void find_unit(struct findings *f)
{
    const struct page *p = f->page;
    const struct line *field = form_field(p, LABEL_UNIT);
    if (field) {
        const char *value = form_value(p, field);
        find_fact(f, FACT_UNIT, value, page_slice(p, field->first, field->end));
        return;
    }
    struct signature s;
    signature_read(p, &s);
    const struct piece *found = NULL, *organisation = NULL, *other = NULL;
    for (size_t i = 0; i < s.count && !found; i++) {
        const struct piece *piece = &s.pieces[i];
        if (piece->kind != PIECE_OTHER)
            continue;
        if (!names_unit(p, piece->first, piece->end))
            other = other ? other : piece;
        else if (is_organisation(p, piece->first, piece->end))
            organisation = organisation ? organisation : piece;
        else
            found = piece;
    }
    size_t first = 0, end = 0;
    bool text = !found && (in_text(p, &first, &end) || in_small_letters(p, &first, &end));
    if (!text)
        first = end = 0;
    if (!found && !text)
        found = organisation;
    if (!found && !text && other && stands_alone(p, &s, other))
        found = other;
    if (found) {
        first = found->first;
        end = found->end;
    }
    while (
        end > first + 1 &&
        (title_word(p, first) || cue_at(p, first, "och") || p->tokens[first].kind == TOKEN_MARK) &&
        names_unit(p, first + 1, end))
        first++; /* "Enhetschef Vuxenhabiliteringen Alingsås" */
    if (end > first)
        find_fact(f, FACT_UNIT, page_slice(p, first, end), page_slice(p, first, end));
    else if (other)
        find_proposal(f, FACT_UNIT, page_slice(p, other->first, other->end),
                      page_slice(p, other->first, other->end), "signature_only");
}
