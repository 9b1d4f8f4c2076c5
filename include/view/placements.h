/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Views of who was chosen: the letters of the second half of the loan, the candidates that a unit
 * chooses among, and placements as the contract's JSON.
 */
#ifndef LEVANDE_VIEW_PLACEMENTS_H
#define LEVANDE_VIEW_PLACEMENTS_H

#include "store/occasions.h"
#include "store/placements.h"
#include "view.h"

/* What a letter about a placement, or about the choice, is told of. */
struct placement_letter {
    const char *to_name, *language;
    const char
        *other_name; /* to the unit: the representative's name; NULL in letters to a person */
    const struct occasion *occasions; /* those that are planned are told; NULL: the fact's */
    size_t occasion_count;
    const char *link_path; /* "/overenskommelse/" …; NULL: no link */
};

/*
 * Kind, when, where and the link. The unit's also its number and the other's first name; never
 * topic, area, unit or why: a letter that names a representative must not tell what of.
 */
json_t *view_placement_letter(struct arena *a, const struct house *house, const struct request *r,
                              const struct known_fact facts[FACT_COUNT],
                              const struct placement_letter *letter);

#endif
