/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for follow-ups: what each party is asked, which words an answer may hold, and an answer
 * given on a page or entered by staff.
 */
#ifndef LEVANDE_LENDING_FOLLOWUP_H
#define LEVANDE_LENDING_FOLLOWUP_H

#include "lending.h"

enum {
    FOLLOWUP_BEST = 5,         /* scales run from 1 */
    FOLLOWUP_LOW = 2,          /* so low is a reason to call */
    FOLLOWUP_TEXT_MAX = 4000,  /* characters of a free text */
    FOLLOWUP_TEXTS_MAX = 2000, /* characters of the words that are passed on */
};

/* One question of a follow-up. */
struct followup_item {
    const char *key;
    enum { ITEM_SCALE, ITEM_WORD, ITEM_TEXT, ITEM_TICK } type;
    const char *words; /* ITEM_WORD: those that it may hold, separated by spaces */
    const char *label; /* as staff read it, in Swedish */
};

/* The questions to this party ("unit", "P12"), ended by a NULL key. */
const struct followup_item *followup_items(const char *party);

/*
 * Puts one answer into the object; an empty value, as null, takes it back. NEVER EXIT_USAGE when
 * the party is not asked that, or cannot answer it so.
 */
enum outcome followup_put(struct arena *a, json_t *answers, const char *party, const char *key,
                          const char *value, struct fault *f);

struct followup_said {
    int64_t request_id;
    const char *party;
    const json_t *answers;
    bool adds;         /* to what was answered before; else it takes its place */
    const char *how;   /* "page", "phone", "paper", "mail" */
    const char *actor; /* NULL: the party */
};

/*
 * An answer: one event, and where it says whether the compensation has been paid, one more for each
 * payment basis that it settles. The same again changes nothing. NEVER EXIT_DATA when the party was
 * not asked, or the request takes no follow-up.
 */
enum outcome lending_followup(const struct house *house, struct arena *a,
                              const struct followup_said *said, struct fault *f);

/* What the unit said that the contribution changed, for those who took part; NULL: nothing yet. */
enum outcome lending_outcome(const struct house *house, struct arena *a, int64_t request_id,
                             const char **words, struct fault *f);

#endif
