/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Patterns of words against the tokens of a page. The rules of the other files are tables of such
 * patterns; this is the only code that compares them.
 */
#include <string.h>

#include "base/text.h"
#include "page.h"

enum {
    LONGEST = 40,    /* code points of a word that may hold a slip */
    MOST_PASSED = 3, /* marks between two words of a pattern */
};

bool word_fits(const char *pattern, size_t len, const char *word)
{
    bool any_start = len > 1 && pattern[0] == '*';
    if (any_start) {
        pattern++;
        len--;
    }
    bool any_end = len > 0 && pattern[len - 1] == '*';
    if (any_end)
        len--;
    size_t have = strlen(word);
    if (have < len)
        return false;
    if (any_start && any_end)
        return memmem(word, have, pattern, len) != NULL;
    if (any_start)
        return memcmp(word + have - len, pattern, len) == 0;
    return memcmp(word, pattern, len) == 0 && (any_end || have == len);
}

/* Marks that a pattern need not name: they join words, or dress them. */
static bool passable(const struct token *t)
{
    return t->kind == TOKEN_MARK && strchr("-/\"'", t->word[0]) && t->word[1] == '\0';
}

/* Where the pattern's first word ends when it fits the token; NULL when it does not. */
static inline const char *first_fits(const char *pattern, const char *word)
{
    if (*pattern == '*') {
        size_t len = strcspn(pattern, " ");
        return word_fits(pattern, len, word) ? pattern + len : NULL;
    }
    while (*word && *pattern == *word) {
        pattern++;
        word++;
    }
    if (*pattern == '*' && (pattern[1] == ' ' || pattern[1] == '\0'))
        return pattern + 1;
    return *word == '\0' && (*pattern == ' ' || *pattern == '\0') ? pattern : NULL;
}

/* The same for a pattern that begins as the token does; what follows is most often one word. */
static inline size_t match(const struct page *p, size_t i, const char *pattern)
{
    const char *w = first_fits(pattern, p->tokens[i].word);
    size_t at = i + 1;
    while (w && *w) {
        w++;
        if (!strchr("-/\"'", *w))
            for (int n = 0; n < MOST_PASSED && at < p->count && passable(&p->tokens[at]); n++)
                at++;
        if (at >= p->count || p->tokens[at].sentence != p->tokens[i].sentence)
            return 0;
        w = first_fits(w, p->tokens[at++].word);
    }
    return w ? at - i : 0;
}

size_t cue_at(const struct page *p, size_t i, const char *pattern)
{
    return i < p->count ? match(p, i, pattern) : 0;
}

/* Most patterns fail at their first letter: that is looked at before anything is called. */
const struct cue *cue_of(const struct page *p, size_t i, const struct cue *table)
{
    if (i >= p->count)
        return NULL;
    char first = p->tokens[i].word[0];
    for (; table->pattern; table++)
        if ((*table->pattern == first || *table->pattern == '*') && match(p, i, table->pattern))
            return table;
    return NULL;
}

const struct cue *cue_in(const struct page *p, size_t first, size_t end, const struct cue *table,
                         size_t *at)
{
    for (size_t i = first; i < end && i < p->count; i++) {
        const struct cue *c = cue_of(p, i, table);
        if (c) {
            if (at)
                *at = i;
            return c;
        }
    }
    return NULL;
}

/* The code points of a word, at most LONGEST; *len is 0 when it is longer. */
static void code_points(const char *word, uint32_t out[LONGEST + 1], size_t *len)
{
    for (*len = 0; *word && *len < LONGEST; (*len)++)
        out[*len] = text_next(&word);
    *len = *word ? 0 : *len;
    out[*len] = 0;
}

static bool equal(const uint32_t *a, const uint32_t *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

bool word_near(const char *first, const char *second)
{
    uint32_t wa[LONGEST + 1], wb[LONGEST + 1], *a = wa, *b = wb;
    size_t la, lb;
    size_t ba = strlen(first), bb = strlen(second);
    if (ba > bb + 3 || bb > ba + 3)
        return false;
    code_points(first, wa, &la);
    code_points(second, wb, &lb);
    if (!la || !lb || la + 1 < lb || lb + 1 < la)
        return false;
    for (; *a && *a == *b; a++)
        b++;
    if (!*a || !*b)
        return true;
    if (la != lb)
        return la < lb ? equal(a, b + 1) : equal(a + 1, b);
    return equal(a + 1, b + 1) || (a[1] && a[0] == b[1] && a[1] == b[0] && equal(a + 2, b + 2));
}
