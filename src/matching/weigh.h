/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the files of matching share: the table of weights, and a match that gathers its reasons.
 * Private to matching.
 */
#ifndef LEVANDE_MATCHING_WEIGH_H
#define LEVANDE_MATCHING_WEIGH_H

#include "matching.h"

enum weight {
    AREA_EXACT,
    AREA_BELOW,
    AREA_ABOVE,
    AREA_ANY,
    PERSPECTIVE,
    FORMAT,
    SAME_MUNICIPALITY,
    TRAVELS,
    STAYS,
    INTRODUCED,
    SPEAKS,
    INTERPRETER,
    NEVER_ASKED,
    NOT_ASKED_LATELY,
    ASKED_LATELY,
    ASSIGNED_LATELY,
    IN_CATCHMENT,
    WEIGHTS,
};

/* How far what is wanted and what is there agree; a higher one is a better one. */
enum area_fit { AREA_FIT_NONE, AREA_FIT_ABOVE, AREA_FIT_BELOW, AREA_FIT_EXACT };

/* The best fit of one wanted area among the areas of a person or association. */
enum area_fit weigh_area(const char *wanted, const char *const *areas, size_t count,
                         match_within *within, const void *tree);

/* True when nothing certain is asked for: no area at all, or any experience will do. */
bool weigh_any_area(const struct match_request *request);

/* True when at least one wanted area fits, or any experience will do. */
bool weigh_some_area(const struct match_request *request, const char *const *areas, size_t count,
                     match_within *within, const void *tree);

/* Room for as many reasons as a match of this request can have. */
void weigh_start(struct arena *a, const struct match_request *request, struct match *m);

/* Adds a reason, and its weight to the score. */
void weigh_add(struct match *m, enum weight w);

/* The same, times a count that the text tells. */
void weigh_add_times(struct arena *a, struct match *m, enum weight w, int times);

/* A reason for each wanted area that fits. */
void weigh_add_areas(struct arena *a, struct match *m, const struct match_request *request,
                     const char *const *areas, size_t count, match_within *within,
                     const void *tree);

/* True when the word stands in a list that is separated by commas or spaces (as seps says). */
bool weigh_listed(struct arena *a, const char *list, const char *seps, const char *word);

/* exclude.c: the key of the first exclusion that applies, or NULL. */
const char *exclude_person(struct arena *a, const struct match_request *request,
                           const struct match_person *p, const struct match_rules *rules,
                           match_within *within, const void *tree);

/* rank.c: sorts: best first, ties by a hash of number and who, the excluded last as they came. */
void rank_sort(struct arena *a, const char *number, struct match *matches, size_t count,
               const char *(*who)(const void *all, size_t i), const void *all);

#endif
