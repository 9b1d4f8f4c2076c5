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

/* One who said yes, or who is chosen. */
struct candidate {
    const char *who, *name;
    const char *text;        /* what that one wanted the unit to see; "" nothing */
    const char *association; /* whose mandate it is; NULL: own experience only */
};

/*
 * Those to choose among, or those chosen: first name and own words, and whose mandate it is. Never
 * the profile: what is stored of a person is for that person's eyes.
 */
json_t *view_candidates(struct arena *a, const struct candidate *list, size_t count);

/* Several have a place in a group's work; one alone is asked to speak for all. */
bool view_is_group(const char *kind);

/* "placements" of `request show`; with agreement and compensation. */
enum outcome view_placements(struct arena *a, const struct house *house, int64_t request_id,
                             json_t **out, struct fault *f);

#endif
