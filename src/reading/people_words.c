/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Words for the people who are wanted, and words for how many.
 */
#include "people_words.h"

#include <string.h>

enum { MOST_PEOPLE = 60 };

static const struct cue people[] = {
    {"patientföretr*", WHO_ANY},
    {"företrädare", WHO_ANY},
    {"patientrepres*", WHO_ANY},
    {"representant*", WHO_ANY},
    {"brukarrepres*", WHO_ANY},
    {"patient represen*", WHO_ANY},
    {"levande bok", WHO_ANY},
    {"levande böcker", WHO_ANY},
    {"patientmedverka*", WHO_ANY},
    {"brukarmedverka*", WHO_ANY},
    {"föräldrapar", WHO_PAIR},
    {"*närstående", WHO_RELATIVE},
    {"*anhörig", WHO_RELATIVE},
    {"*anhöriga", WHO_RELATIVE},
    {"upp med en förälder", WHO_RELATIVE},
    {"upp med en mamma", WHO_RELATIVE},
    {"upp med en pappa", WHO_RELATIVE},
    {"levt nära", WHO_RELATIVE},
    {"lever nära", WHO_RELATIVE},
    {"stått nära", WHO_RELATIVE},
    {"står nära", WHO_RELATIVE},
    {"mist en", WHO_RELATIVE},
    {"mist sin", WHO_RELATIVE},
    {"förlorat en", WHO_RELATIVE},
    {"förlorat sin", WHO_RELATIVE},
    {"har följt med", WHO_RELATIVE},
    {"sambo", WHO_RELATIVE},
    {"partner till", WHO_RELATIVE},
    {"vuxet barn", WHO_RELATIVE},
    {"vuxna barn till", WHO_RELATIVE},
    {"föräldrar*", WHO_RELATIVE},
    {"förälder*", WHO_RELATIVE},
    {"*föräldrar", WHO_RELATIVE},
    {"närstående*", WHO_RELATIVE},
    {"anhörig*", WHO_RELATIVE},
    {"mamm*", WHO_RELATIVE},
    {"papp*", WHO_RELATIVE},
    {"make", WHO_RELATIVE},
    {"maka", WHO_RELATIVE},
    {"dotter", WHO_RELATIVE},
    {"son", WHO_RELATIVE},
    {"familjer", WHO_RELATIVE},
    {"syskon*", WHO_RELATIVE},
    {"efterlevande*", WHO_RELATIVE},
    {"gode män", WHO_RELATIVE},
    {"god man", WHO_RELATIVE},
    {"parents", WHO_RELATIVE},
    {"relatives", WHO_RELATIVE},
    {"carers", WHO_RELATIVE},
    {"pårørende", WHO_RELATIVE},
    {"vårdnadshavare*", WHO_RELATIVE},
    {"änk*", WHO_RELATIVE},
    {"patientberättar*", WHO_PATIENT},
    {"patientröst*", WHO_PERSON},
    {"patienter*", WHO_PATIENT},
    {"patient", WHO_PATIENT},
    {"*patienter", WHO_PATIENT},
    {"*patient", WHO_PATIENT},
    {"patients", WHO_PATIENT},
    {"brukare", WHO_PATIENT},
    {"kvinn*", WHO_PATIENT},
    {"män", WHO_PATIENT},
    {"vuxna", WHO_PATIENT},
    {"vuxen", WHO_PATIENT},
    {"ungdom", WHO_PATIENT},
    {"ungdomar", WHO_PATIENT},
    {"unga", WHO_PATIENT},
    {"tonåring*", WHO_PATIENT},
    {"*överlevare", WHO_PATIENT},
    {"*skadade", WHO_PATIENT},
    {"*amputerade", WHO_PATIENT},
    {"*drabbade", WHO_PATIENT},
    {"*opererade", WHO_PATIENT},
    {"*utsatta", WHO_PATIENT},
    {"*sjuka", WHO_PATIENT},
    {"*iker", WHO_PATIENT},
    {"*transplanterad", WHO_PATIENT},
    {"*transplanterade", WHO_PATIENT},
    {"*opererad", WHO_PATIENT},
    {"synsvaga", WHO_PATIENT},
    {"mammor", WHO_RELATIVE},
    {"användare", WHO_PATIENT},
    {"nyblivna", WHO_PATIENT},
    {"seniorer", WHO_PATIENT},
    {"person", WHO_PERSON},
    {"personer*", WHO_PERSON},
    {"deltagare*", WHO_PERSON},
    {"ledam*", WHO_PERSON},
    {"människor", WHO_PERSON},
    {"individer", WHO_PERSON},
    {"medforskare", WHO_PERSON},
    {"forskningspartner*", WHO_PERSON},
    {"testperson*", WHO_PERSON},
    {"people", WHO_PERSON},
    {"participants", WHO_PERSON},
    {"stolar", WHO_PERSON},
    {"platser för", WHO_PERSON},
    {"vakanta platser", WHO_PERSON},
    {"kontaktperson*", WHO_NOBODY},
    {"*person", WHO_PERSON},
    {"talare", WHO_PERSON},
    {"föreläsare", WHO_PERSON},
    {"röster", WHO_PERSON},
    {"medverkande", WHO_PERSON},
    {"medlemmar", WHO_PERSON},
    {"fristående", WHO_PERSON},
    {"invånare", WHO_PERSON},
    {"berättare", WHO_PERSON},
    {"någon", WHO_NOBODY},
    {NULL, 0},
};

enum who who_at(const struct page *p, size_t i)
{
    const struct token *t = &p->tokens[i];
    if (t->kind != TOKEN_WORD || strstr(t->word, "personal"))
        return WHO_NOBODY;
    const struct cue *c = cue_of(p, i, people);
    if (c)
        return (enum who)c->what;
    if (word_near(t->word, "patienter") || word_near(t->word, "patientföreträdare"))
        return strlen(t->word) > 12 ? WHO_ANY : WHO_PATIENT;
    return WHO_NOBODY;
}

struct amount {
    const char *pattern;
    int lo, hi;
};

/* Words for amounts that are no plain numbers. */
static const struct amount amounts[] = {
    {"ett par tre", 2, 3},  {"ett par", 2, 2},        {"ett tiotal", 10, 10},
    {"ett dussin", 12, 12}, {"ett tjugotal", 20, 20}, {"ett femtontal", 15, 15},
    {"a couple", 2, 2},     {"ett halvdussin", 6, 6}, {NULL, 0, 0},
};

enum bound { BOUND_NONE, BOUND_LEAST, BOUND_MOST, BOUND_TOTAL, BOUND_ABOUT };

static const struct cue bounds[] = {
    {"minst", BOUND_LEAST},      {"åtminstone", BOUND_LEAST},
    {"at least", BOUND_LEAST},   {"mindst", BOUND_LEAST},
    {"lägst", BOUND_LEAST},      {"max", BOUND_MOST},
    {"maximalt", BOUND_MOST},    {"högst", BOUND_MOST},
    {"upp till", BOUND_MOST},    {"up to", BOUND_MOST},
    {"sammanlagt", BOUND_TOTAL}, {"totalt", BOUND_TOTAL},
    {"ca", BOUND_ABOUT},         {"cirka", BOUND_ABOUT},
    {"ungefär", BOUND_ABOUT},    {"omkring", BOUND_ABOUT},
    {"gärna", BOUND_ABOUT},      {"runt", BOUND_ABOUT},
    {"mellan", BOUND_ABOUT},     {NULL, 0},
};

static bool is_word(const struct page *p, size_t i, const char *word)
{
    return i < p->count && strcmp(p->tokens[i].word, word) == 0;
}

static int number_at(const struct page *p, size_t i)
{
    if (i >= p->count || p->tokens[i].number < 1 || p->tokens[i].number > MOST_PEOPLE)
        return 0;
    /* "v. 32", "kl 9", "typ 1", "plan 5", "12/2", "1,5" */
    static const struct cue names[] = {{"v", 0},    {"kl", 0},    {"typ", 0},     {"plan", 0},
                                       {"sal", 0},  {"hus", 0},   {"klockan", 0}, {"den", 0},
                                       {"nr", 0},   {"vecka", 0}, {"type", 0},    {"avdelning", 0},
                                       {"över", 0}, {"under", 0}, {NULL, 0}};
    size_t before = i ? i - 1 : 0;
    if (i && p->tokens[before].word[0] == '.' && before)
        before--;
    if (i && cue_of(p, before, names))
        return 0;
    if (i + 1 < p->count && !p->tokens[i + 1].gap && strchr("/.:,", p->tokens[i + 1].word[0]) &&
        i + 2 < p->count && p->tokens[i + 2].kind == TOKEN_DIGITS && !p->tokens[i + 2].gap)
        return 0;
    return p->tokens[i].number;
}

/* Behind a first number: "- 5", "till tre", "eller fyra", ", kanske fyra", ", max tre". */
static size_t second_number(const struct page *p, size_t i, int first, int *hi)
{
    size_t at = i;
    bool comma = is_word(p, at, ",");
    at += comma;
    bool open = is_word(p, at, "-") || is_word(p, at, "till") || is_word(p, at, "eller") ||
                is_word(p, at, "to") || is_word(p, at, "or") || is_word(p, at, "kanske") ||
                is_word(p, at, "max") || is_word(p, at, "möjligen") || is_word(p, at, "högst") ||
                is_word(p, at, "och") || is_word(p, at, "helst") || is_word(p, at, "gärna");
    if (!open || (comma && (is_word(p, at, "och") || is_word(p, at, "-"))))
        return 0;
    bool to_most =
        is_word(p, at, "och") && (is_word(p, at + 1, "högst") || is_word(p, at + 1, "max"));
    if (is_word(p, at, "och") && !to_most && !(i >= 2 && is_word(p, i - 2, "mellan")))
        return 0;
    at++;
    at += is_word(p, at, "högst") || is_word(p, at, "kanske") || is_word(p, at, "max") ||
          is_word(p, at, "möjligen") || is_word(p, at, "rentav") || is_word(p, at, "eventuellt");
    int n = number_at(p, at);
    if (n <= first)
        return 0;
    *hi = n;
    return at + 1 - i;
}

size_t quantity_at(const struct page *p, size_t i, struct quantity *out)
{
    size_t at = i;
    enum bound bound = BOUND_NONE;
    *out = (struct quantity){0, 0, false};
    for (const struct cue *b; (b = cue_of(p, at, bounds)); at += cue_at(p, at, b->pattern)) {
        out->total = out->total || b->what == BOUND_TOTAL;
        if (bound == BOUND_NONE || bound == BOUND_ABOUT || bound == BOUND_TOTAL)
            bound = (enum bound)b->what;
    }
    for (const struct amount *m = amounts; m->pattern; m++)
        if (cue_at(p, at, m->pattern)) {
            out->lo = m->lo;
            out->hi = m->hi;
            at += cue_at(p, at, m->pattern);
            break;
        }
    if (!out->lo) {
        out->lo = out->hi = number_at(p, at);
        if (!out->lo)
            return 0;
        at++;
        at += second_number(p, at, out->lo, &out->hi);
    }
    if (bound == BOUND_LEAST && out->lo == out->hi)
        out->hi = 0;
    if (bound == BOUND_MOST && out->lo == out->hi)
        out->lo = 0;
    while (is_word(p, at, "st") || is_word(p, at, "stycken") || is_word(p, at, "styck") ||
           (is_word(p, at, ".") && at > i && is_word(p, at - 1, "st")))
        at++;
    return at - i;
}
