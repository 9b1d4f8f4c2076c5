/* SPDX-License-Identifier: EUPL-1.2 */
/* What the files of the statistics' view share: the sums of a period, and parts of the tree. */
#ifndef LEVANDE_VIEW_STATISTICS_SUMS_H
#define LEVANDE_VIEW_STATISTICS_SUMS_H

#include "store/statistics.h"
#include "view/statistics.h"

struct sums {
    struct arena *a;
    const struct house *house;
    bool leaves; /* the edition that leaves the desk */
    struct figure *figures;
    size_t figure_count;
    struct figure_count *counts;
    size_t count_count;
    struct spread *pool;
    size_t pool_count;
};

struct tallies {
    struct tally *list;
    size_t count;
    bool by_size; /* else in an order of their own, which says nothing of their size */
};

/* The number, or null where it is hidden. */
json_t *sums_number(int64_t n, bool hidden);
/* The same for a share or a mean, with so many decimals. */
json_t *sums_real(double value, int decimals, bool hidden);
/* A list of {key, label, n}; *whole says whether the total may stand beside it. */
json_t *sums_rows(const struct sums *s, struct tallies t, bool *whole);
/* The same as members of an object, with the total: {"total": 12, "yes": 7, …}. */
json_t *sums_members(const struct sums *s, struct tallies t);

/* Requests, statistics.c; what took place, statistics_counts.c. who: "own", "mandate", … */
json_t *sums_asks(const struct sums *s, const char *who);
json_t *sums_placements(const struct sums *s, const char *who);
json_t *sums_followups(const struct sums *s, const char *who);
json_t *sums_compensation(const struct sums *s, const char *who);
json_t *sums_fairness(const struct sums *s);

#endif
