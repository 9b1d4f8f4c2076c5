/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Greeting, signature and footer.
 *
 * A signature starts at a closing formula ("Med vänlig hälsning", "Mvh Tommy"), at "-- ", or at a
 * line that is its author's name, when little follows. What stands after a rule, or after an empty
 * line in whole sentences, is a footer: a newsletter, an advertisement. Nothing but unit, name and
 * phone is ever read from a signature, and nothing at all from a footer; a "PS" is body again.
 */
#include "zones.h"

#include <string.h>

#include "base/text.h"

enum { SIGNATURE_LINES = 16, CLOSING_WORDS = 8, FOOTER_WORDS = 8 };

static const struct cue greetings[] = {
    {"hej*", 0},         {"tjena", 0}, {"god morgon", 0}, {"goddag", 0}, {"god dag", 0},
    {"dear", 0},         {"hi", 0},    {"hello", 0},      {"kära", 0},   {"kære", 0},
    {"till levande", 0}, {"bästa", 0}, {"god middag", 0}, {"hallå", 0},  {NULL, 0},
};

static const struct cue closings[] = {
    {"med vänlig*", 0},     {"vänlig* hälsning*", 0},
    {"vänligen", 0},        {"mvh", 0},
    {"hälsning*", 0},       {"* hälsning*", 0},
    {"allt gott", 0},       {"kram*", 0},
    {"hälsar", 0},          {"hälsn", 0},
    {"best wishes", 0},     {"kind regards", 0},
    {"best regards", 0},    {"regards", 0},
    {"bedste hilsner", 0},  {"* hilsen", 0},
    {"med vennlig*", 0},    {"vh", 0},
    {"yours sincerely", 0}, {"sincerely", 0},
    {"ha det *", 0},        {"hälsn *", 0},
    {"med bästa *", 0},     {"med varma *", 0},
    {"venlig hilsen", 0},   {"må så gott", 0},
    {"warm regards", 0},    {NULL, 0},
};

static bool words_equal(const struct token *t, const char *word, size_t len)
{
    return strlen(t->word) == len && memcmp(t->word, word, len) == 0;
}

/* How many words of the author's name the tokens from i on are; hyphens inside are passed. */
static size_t name_words(const struct page *p, size_t i, size_t *end)
{
    char *name = text_fold(p->arena, p->from_name);
    size_t found = 0;
    char *rest = NULL;
    for (char *w = strtok_r(name, " -,.", &rest); w && i < p->count;
         w = strtok_r(NULL, " -,.", &rest)) {
        if (p->tokens[i].word[0] == '-' && found)
            i++;
        if (i >= p->count || !words_equal(&p->tokens[i], w, strlen(w)))
            break;
        found++;
        i++;
    }
    *end = i;
    return found;
}

static size_t word_count(const struct page *p, const struct line *l)
{
    size_t n = 0;
    for (size_t i = l->first; i < l->end; i++)
        n += p->tokens[i].kind != TOKEN_MARK;
    return n;
}

static bool is_rule(const struct page *p, const struct line *l)
{
    size_t n = 0;
    for (uint32_t at = l->at; at < l->stop; at++) {
        if (!strchr("-_=* ", p->text[at]))
            return false;
        n += p->text[at] != ' ';
    }
    return n >= 2;
}

/* The author's name, alone on the line or before a comma, title or end; "/Jonna", "//Linus". */
static bool is_name_line(const struct page *p, const struct line *l)
{
    size_t i = l->first, end;
    while (i < l->end && strchr("/-", p->tokens[i].word[0]) && p->tokens[i].kind == TOKEN_MARK)
        i++;
    bool slash = i > l->first;
    size_t words = name_words(p, i, &end);
    if (words == 0)
        return slash && p->tokens[l->first].word[0] == '/' && i < l->end && p->tokens[i].capital &&
               word_count(p, l) <= CLOSING_WORDS;
    bool stops = end >= l->end || strchr(",|(/-", p->tokens[end].word[0]);
    return (stops && (words >= 2 || slash || end >= l->end)) ||
           (words >= 2 && word_count(p, l) <= CLOSING_WORDS &&
            p->tokens[l->end - 1].kind != TOKEN_MARK);
}

static bool is_closing(const struct page *p, const struct line *l)
{
    /* "Vänligen svara senast 15/11." closes nothing */
    bool asks = cue_at(p, l->first, "vänligen") && l->first + 1 < l->end &&
                p->tokens[l->first + 1].kind == TOKEN_WORD && !p->tokens[l->first + 1].capital;
    return l->first < l->end && !asks && word_count(p, l) <= CLOSING_WORDS &&
           cue_of(p, l->first, closings);
}

static size_t signature_line(const struct page *p)
{
    size_t left = 0;
    for (size_t i = 1; i < p->line_count; i++)
        left += p->lines[i].first < p->lines[i].end;
    bool begun = false;
    for (size_t i = 1; i < p->line_count; i++) {
        const struct line *l = &p->lines[i];
        if (l->first == l->end)
            continue;
        bool starts =
            is_closing(p, l) || is_name_line(p, l) || (l->stop - l->at <= 3 && is_rule(p, l));
        if (begun && starts && left <= SIGNATURE_LINES && l->label == LABEL_NONE)
            return i;
        begun = begun || !cue_of(p, l->first, greetings) || word_count(p, l) > 4;
        left--;
    }
    return p->line_count;
}

static bool speaks(const struct page *p, const struct line *l)
{
    const struct token *last = &p->tokens[l->end - 1];
    return word_count(p, l) >= FOOTER_WORDS || strchr("!?.", last->word[0]) ||
           cue_at(p, l->first, "skickat från") || cue_at(p, l->first, "sent from") ||
           cue_at(p, l->first, "hämta outlook");
}

static void zone_signature(struct page *p, size_t first)
{
    enum zone zone = ZONE_SIGNATURE;
    size_t seen = 0;
    bool blank = false;
    for (size_t i = first; i < p->line_count; i++) {
        struct line *l = &p->lines[i];
        if (l->first == l->end) {
            blank = true;
            continue;
        }
        if (l->stop - l->at > 3 && is_rule(p, l) && seen > 1)
            zone = ZONE_FOOTER;
        if (cue_at(p, l->first, "ps") || cue_at(p, l->first, "p . s"))
            zone = ZONE_BODY;
        else if (zone == ZONE_SIGNATURE && blank && seen > 1 && speaks(p, l))
            zone = ZONE_FOOTER;
        l->zone = zone;
        seen++;
        blank = false;
    }
}

/* "… på stranden. Vänligen Ingemar Skoghäll, barnläkare, …" at the end of a running text. */
static size_t inline_signature(const struct page *p)
{
    size_t end;
    for (size_t i = p->count; i-- > 1;) {
        if (p->tokens[i].line == 0 || p->count - i > SENTENCE_TOKENS)
            break;
        if (!cue_of(p, i, closings))
            continue;
        for (size_t j = i + 1; j < i + 5 && j < p->count; j++)
            if (p->tokens[j].capital && name_words(p, j, &end) > 0)
                return i;
    }
    return p->count;
}

void page_zones(struct page *p)
{
    p->lines[0].zone = ZONE_SUBJECT;
    for (size_t i = 1; i < p->line_count; i++) {
        struct line *l = &p->lines[i];
        if (l->first == l->end)
            continue;
        if (cue_of(p, l->first, greetings) && word_count(p, l) <= 5)
            l->zone = ZONE_GREETING;
        break;
    }
    size_t first = signature_line(p);
    zone_signature(p, first);
    for (size_t i = 0; i < p->count; i++)
        p->tokens[i].zone = p->lines[p->tokens[i].line].zone;
    if (first >= p->line_count)
        for (size_t i = inline_signature(p); i < p->count; i++)
            p->tokens[i].zone = ZONE_SIGNATURE;
}
