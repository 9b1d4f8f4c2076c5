/* SPDX-License-Identifier: EUPL-1.2 */
/* A later mail that changes the occasions of the one quoted below it: see correction.c. */
#ifndef LEVANDE_READING_CORRECTION_H
#define LEVANDE_READING_CORRECTION_H

#include "reading.h"
#include "page.h"

/*
 * The occasions that hold when the newer page says `now` (a fact's value; NULL: no day) and the
 * quoted request said `before` (may be NULL).
 */
const char *correct_occasions(struct arena *a, const struct page *newer, const char *now,
                              const char *before);

#endif
