/* SPDX-License-Identifier: EUPL-1.2 */
/* What making versions (agreement.c) and accepting them (acceptance.c) share. Private here. */
#ifndef LEVANDE_LENDING_VERSIONS_H
#define LEVANDE_LENDING_VERSIONS_H

#include "deed.h"
#include "store/agreements.h"
#include "store/placements.h"

/* The event's placement and its newest version; NEVER EXIT_DATA when either is not there. */
enum outcome versions_find(struct deed *d, struct placement *p, struct agreement *newest,
                           struct fault *f);

/* Whoever has not accepted is looked for after some working days. */
enum outcome versions_timer(struct deed *d, const struct placement *p, const struct agreement *g,
                            struct fault *f);

/*
 * A letter to one party: that something waits; the page says what. what: "v3" of a version, "c7"
 * of a comment.
 */
enum outcome versions_tell(struct deed *d, const struct placement *p, bool to_unit,
                           const char *purpose, const char *what, struct fault *f);

#endif
