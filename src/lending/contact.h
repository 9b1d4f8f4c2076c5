/* SPDX-License-Identifier: EUPL-1.2 */
/* The unit's contact, when staff change who it is. Private to lending/. */
#ifndef LEVANDE_LENDING_CONTACT_H
#define LEVANDE_LENDING_CONTACT_H

#include "deed.h"

/*
 * Inside the transaction that changed the facts; r as it is after them. Does nothing where letters
 * to the unit go to the same address as before.
 */
enum outcome contact_moved(const struct house *house, struct arena *a, const struct request *r,
                           const struct known_fact before[FACT_COUNT],
                           const struct known_fact after[FACT_COUNT], struct fault *f);

#endif
