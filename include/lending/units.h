/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for care units: each change by staff in one transaction with its audit row.
 *
 * Requests make units as they name them; what is changed here is how a unit is shown, whom one
 * writes to there, and that two of them are one. No letter goes by it: a request keeps the words
 * and the address that it came with.
 */
#ifndef LEVANDE_LENDING_UNITS_H
#define LEVANDE_LENDING_UNITS_H

#include "lending/people.h"
#include "store/units.h"

/*
 * Keys: name (needed), division. The names it had stay its own. NEVER EXIT_DATA when another unit
 * has the name ("name: U7 …"): then the two may be one; and for one that is a part of another.
 */
enum outcome roster_unit_set(const struct house *house, struct arena *a, const char *actor,
                             int64_t id, const struct roster_change *changes, size_t count,
                             struct fault *f);

/*
 * Adds (*contact 0) or changes a contact of the unit. Keys: name, address, phone; one of them must
 * say something. NEVER EXIT_DATA when the unit has a contact with that address already.
 */
enum outcome roster_unit_contact(const struct house *house, struct arena *a, const char *actor,
                                 int64_t id, int64_t *contact, const struct roster_change *changes,
                                 size_t count, struct fault *f);
enum outcome roster_unit_contact_remove(const struct house *house, struct arena *a,
                                        const char *actor, int64_t id, int64_t contact,
                                        struct fault *f);

/*
 * Makes two units one: `from` becomes a part of `to`, with its names, requests and contacts; its
 * cooperations and payments go by its names, and so go along. NEVER EXIT_DATA when they are the
 * same already.
 */
enum outcome roster_unit_merge(const struct house *house, struct arena *a, const char *actor,
                               int64_t to, int64_t from, struct fault *f);

#endif
