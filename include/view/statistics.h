/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Statistics of a period: the figures, as a tree for --json, a table, CSV and a report.
 *
 * Two editions. The desk's has every figure. The one that may leave the desk hides groups of fewer
 * than STATISTICS_LEAST, and as many others with them as it takes that nobody can work them out
 * from a total; a hidden figure is null. Who speaks from own experience only (own) and who has an
 * association's mandate (mandate) are never added up.
 */
#ifndef LEVANDE_VIEW_STATISTICS_H
#define LEVANDE_VIEW_STATISTICS_H

#include "view.h"

enum { STATISTICS_LEAST = 5 };

/* One group of a distribution, and what is counted beside its number. */
struct tally {
    const char *key, *label;
    int64_t n, amount;
    bool hidden;
};

/*
 * Hides groups of 1 to 4, and then the smallest others, until at least two are hidden that hold
 * STATISTICS_LEAST together: from their sum none of them can be told. False when that cannot be
 * had, and the total must not be shown either; then all are hidden.
 */
bool statistics_hide(struct tally *list, size_t count);

/* The days of a period, both counted in; year 0: from the beginning, until today. */
struct statistics_period {
    struct date from, to;
};

/*
 * The tree: period, hidden_under (null or 5), requests {total, by_state, by_unit, by_area, by_kind,
 * by_route}, times {first_answer, filled, closed}: {n, median_days, p90_days}, fill, asks {own,
 * mandate, association}, placements {own, mandate}, fairness, followup {own, mandate, unit},
 * compensation {own, mandate}, advice. A list holds {key, label, n}. The caller owns it.
 */
enum outcome view_statistics(struct arena *a, const struct house *house,
                             const struct statistics_period *period, bool leaves, json_t **out,
                             struct fault *f);

/* The tree as CSV, semicolons between: part;row;key;label;value. A hidden figure is "..". */
char *view_statistics_csv(struct arena *a, const json_t *statistics);

/* The yearly report, as letters/document.h has it. The caller owns it. */
json_t *view_statistics_report(struct arena *a, const struct house *house,
                               const json_t *statistics);

#endif
