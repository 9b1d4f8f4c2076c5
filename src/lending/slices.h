/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Bulk work in slices: write transactions of less than 20 ms, and a pause between them in which
 * whoever waits for the writer's lock gets it.
 */
#ifndef LEVANDE_LENDING_SLICES_H
#define LEVANDE_LENDING_SLICES_H

#include <stdbool.h>
#include <stddef.h>

#include "store/db.h"

/* Does piece `index`; a fault ends the work and undoes its slice. */
typedef enum outcome slice_piece(void *context, size_t index, struct fault *f);

/* Runs pieces 0 to count - 1; a slice ends when it has taken some 6 ms. */
enum outcome slices_over(struct db *db, size_t count, slice_piece *piece, void *context,
                         struct fault *f);

/* Does at most max at once; *more tells whether there may be more to do. */
typedef enum outcome slice_step(void *context, size_t max, bool *more, struct fault *f);

/* Runs the step, a slice each, until there is no more. */
enum outcome slices_until_done(struct db *db, slice_step *step, void *context, struct fault *f);

#endif
