/* SPDX-License-Identifier: EUPL-1.2 */
/* Shared by the files that find mentions of time: when.c and weeks.c. */
#ifndef LEVANDE_READING_WHEN_SCAN_H
#define LEVANDE_READING_WHEN_SCAN_H

#include "when.h"

enum { MENTIONS = 200 };

struct scan {
    const struct page *p;
    struct when *found;
    size_t count;
    int month, year; /* of the latest day mentioned: what "den 28:e" inherits */
};

/* Notes a mention, while there is room. */
void scan_add(struct scan *s, const struct when *w);

/* Each notes the mentions that begin at token i; how many tokens they cover, 0: none. */
size_t scan_day(struct scan *s, size_t i);
size_t scan_week(struct scan *s, size_t i);
size_t scan_relative(struct scan *s, size_t i); /* "på fredag", "i morgon" */
size_t scan_within(struct scan *s, size_t i);   /* "inom två veckor" */

/* The token at i is this word; digits of at most so many places, from low to high. */
bool scan_word(const struct page *p, size_t i, const char *word);
bool scan_digits(const struct page *p, size_t i, size_t most, int low, int high);

#endif
