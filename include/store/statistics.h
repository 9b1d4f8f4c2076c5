/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: figures. What is counted of a request is kept in tables of its own when it is
 * over, without anybody who had to do with it, so that weeding changes no figure.
 *
 * Promise: a figure is the same whether it is read from the book or from what was kept, since both
 * come from one view of the book (figure_now). A period holds from <= time < to. Requests belong to
 * the period in which they came; asks, payments and follow-ups to that in which they took place.
 */
#ifndef LEVANDE_STORE_STATISTICS_H
#define LEVANDE_STORE_STATISTICS_H

#include "store/db.h"

struct figure {
    instant came, asked, answered, filled, closed; /* to the hour; -1: not */
    const char *state, *unit, *areas, *kind, *route;
    bool advice;
    int places, taken;
};

/* Requests that came in the period, in no order. */
enum outcome statistics_requests(struct db *db, struct arena *a, instant from, instant to,
                                 struct figure **out, size_t *count, struct fault *f);

/* So many of that kind; the columns of the table figure_count. */
struct figure_count {
    const char *what, *who, *value;
    int64_t n, amount;
};

/* All that took place in the period, summed; a kind may come in several rows. */
enum outcome statistics_counts(struct db *db, struct arena *a, instant from, instant to,
                               struct figure_count **out, size_t *count, struct fault *f);

/* How often one of the pool was asked, and chosen, in the period. */
struct spread {
    int64_t asks, assignments;
};

/* Everybody who was in the pool at some time of the period, the least asked first. */
enum outcome statistics_pool(struct db *db, struct arena *a, instant from, instant to,
                             struct spread **out, size_t *count, struct fault *f);

/*
 * Keeps the figures of a request that is over, anew where they stand already; once any of its
 * documents have been weeded they stay as they are. Inside the caller's transaction.
 */
enum outcome statistics_keep(struct db *db, struct arena *a, int64_t request_id, struct fault *f);
/* It goes on after all: what was kept is taken back. */
enum outcome statistics_drop(struct db *db, int64_t request_id, struct fault *f);
/* A request that is over and has none kept; 0: there is none. */
enum outcome statistics_unkept(struct db *db, int64_t *request_id, struct fault *f);

#endif
