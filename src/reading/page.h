/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A page: one part of a mail (what its author wrote, or one mail quoted in it) cut into tokens,
 * lines and sentences, so that every rule can speak of words and not of bytes.
 *
 * A token knows where in the text it stands, in what zone (subject, greeting, body, signature) and
 * in which sentence. Sentences are at most SENTENCE_TOKENS long, so that looking through a sentence
 * costs a bounded amount and the whole reading stays linear.
 */
#ifndef LEVANDE_READING_PAGE_H
#define LEVANDE_READING_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/calendar.h"

enum { SENTENCE_TOKENS = 160, CUE_TABLES = 256 };

enum token_kind { TOKEN_WORD, TOKEN_DIGITS, TOKEN_MARK };

enum zone { ZONE_SUBJECT, ZONE_GREETING, ZONE_BODY, ZONE_SIGNATURE, ZONE_FOOTER };

/* What a line "Label: value" of a form is about. */
enum label {
    LABEL_NONE = 0,
    LABEL_UNIT,
    LABEL_CONTACT,
    LABEL_PHONE,
    LABEL_COST,
    LABEL_PEOPLE,
    LABEL_DATE,
    LABEL_TIME,
    LABEL_PLACE,
    LABEL_FORMAT,
    LABEL_KIND,
    LABEL_AREAS,
    LABEL_PERSPECTIVE,
    LABEL_COMPENSATION,
    LABEL_RESPOND,
    LABEL_ROUTE,
    LABEL_EMAIL,
    LABEL_DESCRIPTION,
    LABEL_OTHER, /* a field that says nothing we ask for: its numbers and dates are no facts */
};

struct token {
    const char *word; /* folded; digits as written */
    const char *stem; /* of a word; NULL for other tokens */
    uint32_t at, end; /* byte offsets in the page's text */
    int line, sentence;
    int number; /* of digits (up to nine of them) or of a number word; -1: none */
    enum token_kind kind;
    enum zone zone;
    bool gap;      /* white space stands before it */
    bool capital;  /* its first letter is a capital */
    bool capitals; /* all of its letters are, and there are at least two */
    bool unit;     /* part of the name of a care unit */
    bool negated;  /* under a "not", "no", "except" */
    bool aside;    /* between parentheses */
};

struct line {
    size_t first, end; /* tokens */
    uint32_t at, stop; /* bytes, without the line feed */
    enum zone zone;
    enum label label;
    size_t value; /* first token of the field's value */
    bool goes_on; /* it goes on with the value of the line above */
};

struct sentence {
    size_t first, end; /* tokens */
    bool question;
    bool seeks;   /* it says that somebody is wanted */
    bool topical; /* it names a kind of assignment */
};

struct cue_index; /* of cue.c */

struct page {
    struct arena *arena;
    struct cue_index **cues; /* of the tables that were asked about it, CUE_TABLES of room */
    const char *text;
    struct token *tokens;
    size_t count;
    struct line *lines;
    size_t line_count;
    struct sentence *sentences;
    size_t sentence_count;
    struct date date;      /* from which dates without a year are counted; year 0: unknown */
    const char *from_name; /* of the one who wrote this part; "" when unknown */
    const char *from_address;
};

/* Cuts the subject (may be "") and the text into a page. */
struct page *page_make(struct arena *a, const char *subject, const char *text);

/* Marks the tokens that stand under a negation, and those between parentheses. */
void page_negations(struct page *p);

/* The text from one token up to (not with) another, as written, white space folded. */
const char *page_slice(const struct page *p, size_t first, size_t end);

/* The sentence of a token, as written. */
const char *page_sentence(const struct page *p, size_t token);

/*
 * How many tokens the pattern covers at token i; 0: it does not match. A pattern is words with
 * spaces between; "*" at a word's end stands for any end, at its start for any beginning, and a
 * word "*" for any one token; a mark stands for itself. Between words of a pattern a hyphen, a
 * slash or a quotation mark in the text is passed over.
 */
size_t cue_at(const struct page *p, size_t i, const char *pattern);

struct cue {
    const char *pattern;
    int what;
};

/* The first cue of the table (which ends with a NULL pattern) that matches at i, or NULL. */
const struct cue *cue_of(const struct page *p, size_t i, const struct cue *table);

/* The first match of the table in tokens first … end-1; *at says where, when it isn't NULL. */
const struct cue *cue_in(const struct page *p, size_t first, size_t end, const struct cue *table,
                         size_t *at);

/* True for a folded word within one slip (a letter missing, added, changed, two swapped). */
bool word_near(const char *a, const char *b);

/* One pattern word against one token's word, wildcards as above. */
bool word_fits(const char *pattern, size_t len, const char *word);

#endif
