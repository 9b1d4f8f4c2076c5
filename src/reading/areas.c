/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The tree of areas: looking up, and finding their words in a page.
 *
 * Phrases lie in buckets by the first two bytes of their first word, so that each token is compared
 * with a handful of them.
 */
#include <string.h>

#include "areas_table.h"

size_t areas_count(const struct areas *areas)
{
    return areas->count;
}

const struct area *areas_at(const struct areas *areas, size_t i)
{
    return i < areas->count ? &areas->list[i] : NULL;
}

const struct area *areas_find(const struct areas *areas, const char *id)
{
    for (size_t i = 0; i < areas->count; i++)
        if (strcmp(areas->list[i].id, id) == 0)
            return &areas->list[i];
    return NULL;
}

bool areas_within(const struct areas *areas, const char *id, const char *ancestor)
{
    for (const struct area *area = areas_find(areas, id); area;
         area = *area->parent ? areas_find(areas, area->parent) : NULL)
        if (strcmp(area->id, ancestor) == 0)
            return true;
    return false;
}

size_t areas_bucket(const char *word)
{
    unsigned char first = (unsigned char)word[0];
    unsigned char second = first ? (unsigned char)word[1] : 0;
    return (first * 31u + second) % BUCKETS;
}

static bool element_fits(const struct element *e, const struct token *t)
{
    if (e->wild)
        return t->kind != TOKEN_MARK;
    if (e->capitals && t->kind == TOKEN_WORD && !t->capitals)
        return false;
    if (e->capital && !t->capital)
        return false;
    if (e->prefix)
        return strncmp(t->word, e->text, strlen(e->text)) == 0;
    return strcmp(t->word, e->text) == 0 || (e->stem && t->stem && strcmp(t->stem, e->stem) == 0);
}

static bool joins(const struct token *t)
{
    return t->kind == TOKEN_MARK && strchr("-/'.", t->word[0]) && !t->word[1];
}

/* Tokens that the phrase covers at i; 0: it does not stand there. */
static size_t phrase_at(const struct phrase *phrase, const struct page *p, size_t i)
{
    size_t at = i;
    for (size_t w = 0; w < phrase->count; w++) {
        if (w > 0 && at < p->count && joins(&p->tokens[at]))
            at++;
        if (at >= p->count || p->tokens[at].sentence != p->tokens[i].sentence ||
            !element_fits(&phrase->words[w], &p->tokens[at]))
            return 0;
        at++;
    }
    return at - i;
}

const struct phrase *areas_match(const struct areas *areas, const struct page *p, size_t i,
                                 size_t *used)
{
    const struct phrase *best = NULL;
    *used = 0;
    if (p->tokens[i].kind == TOKEN_MARK)
        return NULL;
    for (size_t at = areas->buckets[areas_bucket(p->tokens[i].word)]; at;
         at = areas->phrases[at - 1].next) {
        const struct phrase *phrase = &areas->phrases[at - 1];
        size_t n = phrase_at(phrase, p, i);
        if (n > *used || (n && n == *used && best->source == PHRASE_STEM)) {
            best = phrase;
            *used = n;
        }
    }
    return best;
}
