/* SPDX-License-Identifier: EUPL-1.2 */
/* Places and their municipalities: see places.c (well-known places) and municipalities.c. */
#ifndef LEVANDE_READING_PLACES_H
#define LEVANDE_READING_PLACES_H

#include "page.h"

/* The municipality of the place named at token i, and how many tokens name it; NULL: none. */
const char *place_at(const struct page *p, size_t i, size_t *used);

/* The name as Swedish law writes it for a municipality in any case or genitive; NULL: unknown. */
const char *municipality_named(const char *folded);

#endif
