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
    CUE_CHAINS = 32, /* of patterns by their first byte */
};

bool word_fits(const char *pattern, size_t len, const char *word)
{
    bool any_start = len > 1 && pattern[0] == '*';
    if (any_start) {
        pattern++;
        len--;
    } else if (len > 0 && *pattern != '*' && *pattern != *word) {
        return false; /* most are told apart here */
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

/*
 * A table is asked about nearly every word of a page, and nearly always in vain. So a page that
 * meets a table notes which of its patterns begin with what: those with a letter lie in a chain for
 * it, those with "*" in one of their own, each in the table's order.
 */
struct cue_index {
    const struct cue *table;
    struct {
        uint16_t next;
        uint8_t least; /* bytes of a word that an open pattern can fit; the first word's alone */
    } * patterns;      /* counted from one; 0 ends a chain */
    uint16_t chains[CUE_CHAINS + 1];
};

static unsigned chain_of(char first)
{
    return (unsigned char)first % CUE_CHAINS;
}

static uint8_t least_bytes(const char *pattern)
{
    size_t n = 0;
    for (; *pattern && *pattern != ' '; pattern++)
        n += *pattern != '*';
    return n < UINT8_MAX ? (uint8_t)n : UINT8_MAX;
}

static struct cue_index *index_make(struct arena *a, const struct cue *table)
{
    struct cue_index *x = arena_alloc(a, sizeof *x);
    size_t count = 0;
    while (table[count].pattern)
        count++;
    x->table = table;
    x->patterns = arena_array(a, count + 1, sizeof *x->patterns);
    for (size_t i = count; i > 0; i--) {
        const char *pattern = table[i - 1].pattern;
        uint16_t *chain = &x->chains[*pattern == '*' ? CUE_CHAINS : chain_of(*pattern)];
        x->patterns[i].next = *chain;
        x->patterns[i].least = *pattern == '*' ? least_bytes(pattern) : 0;
        *chain = (uint16_t)i;
    }
    return x;
}

/* The table's index on this page; NULL when the page has met too many tables for more. */
static const struct cue_index *index_of(const struct page *p, const struct cue *table)
{
    size_t at = (uintptr_t)table / sizeof *table;
    for (size_t tries = 0; tries < CUE_TABLES; tries++) {
        struct cue_index **slot = &p->cues[(at + tries) % CUE_TABLES];
        if (!*slot)
            *slot = index_make(p->arena, table);
        if ((*slot)->table == table)
            return *slot;
    }
    return NULL;
}

static const struct cue *first_of(const struct page *p, size_t i, const struct cue_index *x)
{
    const char *word = p->tokens[i].word;
    unsigned named = x->chains[chain_of(*word)], open = x->chains[CUE_CHAINS];
    size_t bytes = open ? strlen(word) : 0;
    while (named || open) {
        bool is_open = !named || (open && open < named);
        unsigned n = is_open ? open : named;
        if (bytes >= x->patterns[n].least && match(p, i, x->table[n - 1].pattern))
            return &x->table[n - 1];
        if (is_open)
            open = x->patterns[n].next;
        else
            named = x->patterns[n].next;
    }
    return NULL;
}

const struct cue *cue_of(const struct page *p, size_t i, const struct cue *table)
{
    if (i >= p->count)
        return NULL;
    const struct cue_index *x = index_of(p, table);
    if (x)
        return first_of(p, i, x);
    for (; table->pattern; table++)
        if (match(p, i, table->pattern))
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
