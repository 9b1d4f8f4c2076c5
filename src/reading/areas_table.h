/* SPDX-License-Identifier: EUPL-1.2 */
/* The areas in memory, shared by areas_file.c (reads them) and areas.c (finds them in a text). */
#ifndef LEVANDE_READING_AREAS_TABLE_H
#define LEVANDE_READING_AREAS_TABLE_H

#include "page.h"
#include "reading.h"

enum { PHRASE_WORDS = 8, BUCKETS = 1024 };

enum phrase_source {
    PHRASE_WORD,
    PHRASE_STEM,
    PHRASE_PHRASE,
    PHRASE_ASSOCIATION,
    PHRASE_ANY,
    PHRASE_EXCEPT
};

struct element {
    const char *text; /* folded; without its '*' */
    const char *stem; /* NULL: the word must be equal */
    bool prefix, capitals, wild;
    bool capital; /* the word must begin with a capital: names of associations */
};

struct phrase {
    struct element words[PHRASE_WORDS];
    size_t count;
    size_t area;
    enum phrase_source source;
    size_t next; /* in its bucket, +1; 0: the last */
};

/* What an area's keys "setting = yes" and so on say; config/areas.ini explains them. */
enum area_flag {
    AREA_SETTING = 1,
    AREA_YIELDS = 2,
    AREA_BESIDE = 4,
    AREA_FIRM = 8,
    AREA_UNIT = 16
};

struct areas {
    struct area *list;
    unsigned *flags; /* of enum area_flag */
    size_t *parent;  /* index of the parent, or count */
    size_t count;
    struct phrase *phrases;
    size_t phrase_count;
    size_t buckets[BUCKETS]; /* by the first two bytes of a phrase's first word; +1 */
};

/* The bucket of a folded word. */
size_t areas_bucket(const char *word);

/* The longest phrase at token i, and how many tokens it covers; NULL: none. */
const struct phrase *areas_match(const struct areas *areas, const struct page *p, size_t i,
                                 size_t *used);

#endif
