/* SPDX-License-Identifier: EUPL-1.2 */
/* The groups of people that a page asks for: found by people.c, weighed by perspective.c. */
#ifndef LEVANDE_READING_GROUPS_H
#define LEVANDE_READING_GROUPS_H

#include "findings.h"
#include "people_words.h"

enum { MOST_GROUPS = 12 };

struct group {
    struct quantity q;
    enum who who;
    size_t first, end; /* tokens */
    size_t sentence;
    bool joined; /* "och", "samt", "därutöver" before it, or a comma in a list */
    bool bare;   /* "en som haft …": no noun */
};

struct crowd {
    struct group group[MOST_GROUPS];
    size_t count;
};

/* Whether patients or relatives are wanted, from these groups and the page's words. */
void find_perspective(struct findings *f, const struct crowd *c);

#endif
