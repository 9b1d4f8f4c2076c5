/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a unit is told while it writes its request: what the assignment would cost, and kindly what
 * makes it hard to find somebody. Nothing here refuses anything.
 */
#ifndef LEVANDE_VIEW_ESTIMATE_H
#define LEVANDE_VIEW_ESTIMATE_H

#include <jansson.h>

#include "house.h"

/* What has been written by now, as facts are kept; NULL and 0: not said. */
struct sketch {
    const char *kind, *occasions, *respond_by, *compensation;
    int people_min, people_max;
};

/*
 * The compensation by the model of the configuration, occasion by occasion: rows of when, duration
 * and each, people, total; untimed where an occasion has no hours yet. NULL when there is nothing
 * to count on.
 */
json_t *view_estimate(struct arena *a, const struct house *house, const struct sketch *sketch,
                      const char *language);

/* Kind warnings, an array of texts: short notice, an early answer, alone in a group, no pay. */
json_t *view_warnings(struct arena *a, const struct house *house, const struct sketch *sketch,
                      const char *language);

#endif
