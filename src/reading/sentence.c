/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Where sentences end, and which words in them stand under a negation.
 *
 * A negation reaches from its word to the end of its clause: a comma, "utan", "men", "däremot" or
 * the sentence's end stops it. What is said before it is not negated, but for what a rule looks for
 * itself ("arvode har vi inte").
 */
#include "sentence.h"

#include <string.h>

#include "base/text.h"

static const struct cue abbreviations[] = {
    {"kl", 0},  {"ca", 0},   {"dvs", 0},  {"t", 0},    {"ex", 0},   {"bl", 0},   {"a", 0},
    {"v", 0},   {"nr", 0},   {"tel", 0},  {"resp", 0}, {"enl", 0},  {"leg", 0},  {"med", 0},
    {"dr", 0},  {"tfn", 0},  {"el", 0},   {"st", 0},   {"jan", 0},  {"feb", 0},  {"mars", 0},
    {"apr", 0}, {"aug", 0},  {"sept", 0}, {"sep", 0},  {"okt", 0},  {"nov", 0},  {"dec", 0},
    {"fr", 0},  {"o", 0},    {"m", 0},    {"fx", 0},   {"exkl", 0}, {"inkl", 0}, {"tis", 0},
    {"ons", 0}, {"tors", 0}, {"fre", 0},  {"mån", 0},  {"lör", 0},  {"sön", 0},  {"max", 0},
    {"mob", 0}, {"ev", 0},   {"ung", 0},  {"min", 0},  {"tim", 0},  {"f", 0},    {"d", 0},
    {"s", 0},   {"k", 0},    {"ang", 0},  {"förm", 0}, {"vn", 0},   {"alt", 0},  {NULL, 0},
};

static bool is_mark(const struct token *t, const char *mark)
{
    return t->kind == TOKEN_MARK && strcmp(t->word, mark) == 0;
}

/* A full stop that ends a sentence: white space follows, and what stood before is a real word. */
static bool stop_ends(const struct page *p, size_t i)
{
    if (i + 1 < p->count && !p->tokens[i + 1].gap)
        return false;
    if (i == 0 || i + 1 >= p->count)
        return true;
    const struct token *before = &p->tokens[i - 1], *after = &p->tokens[i + 1];
    if (before->kind == TOKEN_WORD && cue_of(p, i - 1, abbreviations))
        return after->capital && after->line != before->line && after->kind == TOKEN_WORD;
    if (before->kind == TOKEN_DIGITS && strlen(before->word) <= 2)
        return after->capital || after->line != before->line;
    return true;
}

static bool mark_ends(const struct page *p, size_t i)
{
    const struct token *t = &p->tokens[i];
    if (t->kind != TOKEN_MARK)
        return false;
    if (is_mark(t, "."))
        return stop_ends(p, i);
    return is_mark(t, "!") || is_mark(t, "?") || is_mark(t, "\xE2\x80\xA6");
}

/* Whether a new line starts a sentence: after an empty line, at a field, a list item. */
static bool line_starts(const struct page *p, size_t i)
{
    const struct token *t = &p->tokens[i], *before = &p->tokens[i - 1];
    if (t->line == before->line)
        return false;
    if (t->line > before->line + 1)
        return true;
    const struct line *l = &p->lines[t->line], *last = &p->lines[before->line];
    if (l->goes_on)
        return false;
    if (l->label != LABEL_NONE || l->zone != last->zone || l->zone == ZONE_SIGNATURE)
        return true;
    if (last->label != LABEL_NONE && last->value < last->end)
        return true;
    return is_mark(t, "-") || is_mark(t, "\xE2\x80\xA2") || is_mark(t, "*");
}

void page_sentences(struct page *p)
{
    p->sentences = arena_array(p->arena, p->count + 1, sizeof *p->sentences);
    bool ended = true;
    for (size_t i = 0; i < p->count; i++) {
        struct sentence *s = p->sentence_count ? &p->sentences[p->sentence_count - 1] : NULL;
        bool closing = p->tokens[i].kind == TOKEN_MARK && !p->tokens[i].gap && s &&
                       (is_mark(&p->tokens[i], "\"") || is_mark(&p->tokens[i], ")") ||
                        is_mark(&p->tokens[i], "?") || is_mark(&p->tokens[i], "!"));
        bool full = s && i - s->first >= SENTENCE_TOKENS;
        if (!s || full || (ended && !closing) || line_starts(p, i)) {
            s = &p->sentences[p->sentence_count++];
            s->first = i;
        }
        s->end = i + 1;
        s->question = s->question || is_mark(&p->tokens[i], "?");
        ended = mark_ends(p, i) || (ended && closing);
        p->tokens[i].sentence = (int)(p->sentence_count - 1);
    }
}

static const struct cue denials[] = {
    {"inte", 0},         {"ej", 0},   {"inga", 0},    {"ingen", 0},      {"inget", 0},
    {"varken", 0},       {"icke", 0}, {"förutom", 0}, {"utom", 0},       {"not", 0},
    {"no", 0},           {"ikke", 0}, {"aldrig", 0},  {"snarare än", 0}, {"i stället för", 0},
    {"istället för", 0}, {NULL, 0},
};

static const struct cue turns[] = {
    {",", 0},      {";", 0},       {"utan", 0},   {"men", 0},      {"däremot", 0}, {"but", 0},
    {"\"", 0},     {"går det", 0}, {"ses vi", 0}, {"kan", 0},      {"bara", 0},    {"endast", 0},
    {":", 0},      {"(", 0},       {")", 0},      {"eftersom", 0}, {"då", 0},      {"dock", 0},
    {"om hur", 0}, {"om vad", 0},  {NULL, 0},
};

/* "inte bara", "inte minst", "om inte" deny nothing. */
static const struct cue mock_denials[] = {
    {"inte bara", 0},   {"inte minst", 0}, {"inte enbart", 0},  {"om inte", 0},
    {"ingen roll", 0},  {"not only", 0},   {"inga problem", 0}, {"inget problem", 0},
    {"inte endast", 0}, {NULL, 0},
};

void page_negations(struct page *p)
{
    bool denied = false, aside = false;
    for (size_t i = 0; i < p->count; i++) {
        struct token *t = &p->tokens[i];
        if (i == 0 || t->sentence != p->tokens[i - 1].sentence)
            denied = aside = false;
        if (is_mark(t, "("))
            aside = true;
        if (is_mark(t, ")"))
            aside = false;
        if (denied && cue_of(p, i, turns))
            denied = false;
        t->negated = denied;
        t->aside = aside;
        if (cue_of(p, i, denials) && !cue_of(p, i, mock_denials) &&
            !(i > 0 && cue_at(p, i - 1, "om inte")))
            denied = true;
    }
}
