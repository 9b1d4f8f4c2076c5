/* SPDX-License-Identifier: EUPL-1.2 */
/* Whoever may be under age is chosen only with a guardian's yes. Private to lending/. */
#ifndef LEVANDE_LENDING_GUARDIAN_H
#define LEVANDE_LENDING_GUARDIAN_H

#include "roster.h"
#include "store/people.h"
#include "store/placements.h"

/* Only the year of birth is known: whoever turns eighteen this year may still be seventeen. */
bool guardian_needed(const struct person *p, instant now);

/* A task: the guardian of the one who is placed must say yes too. */
enum outcome guardian_ask(struct db *db, struct arena *a, const struct placement *p, instant now,
                          struct fault *f);

/*
 * The year of birth has been corrected: for each assignment that lies ahead the task is opened, or
 * closed, as the new one says.
 */
enum outcome guardian_look_again(const struct hand *hand, const struct person *after,
                                 struct fault *f);

#endif
