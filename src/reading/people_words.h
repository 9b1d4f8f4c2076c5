/* SPDX-License-Identifier: EUPL-1.2 */
/* Words for people: see people_words.c. */
#ifndef LEVANDE_READING_PEOPLE_WORDS_H
#define LEVANDE_READING_PEOPLE_WORDS_H

#include "page.h"

enum who {
    WHO_NOBODY = 0,
    WHO_ANY,    /* patientföreträdare: patient or relative */
    WHO_PERSON, /* person, deltagare: what they are is told by what follows */
    WHO_PATIENT,
    WHO_RELATIVE,
    WHO_PAIR, /* föräldrapar: two relatives in one word */
};

/* Who the word at token i names. */
enum who who_at(const struct page *p, size_t i);

/* How many, from lo to hi; 0 where that end is open. */
struct quantity {
    int lo, hi;
    bool total; /* "sammanlagt", "totalt" */
};

/* A quantity at token i ("minst två", "4-5 st", "ett par"): tokens covered, 0: none. */
size_t quantity_at(const struct page *p, size_t i, struct quantity *out);

#endif
