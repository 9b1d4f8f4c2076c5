/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A care unit as a tree: for the command line, and in words for staff at the desk.
 */
#ifndef LEVANDE_VIEW_UNITS_H
#define LEVANDE_VIEW_UNITS_H

#include <jansson.h>

#include "store/units.h"

/* {id, name, division, merged_into}; merged_into is null for one that stands by itself. */
json_t *view_unit(struct arena *a, const struct unit *u);
/* [{id, name, address, phone}] */
json_t *view_unit_contacts(struct arena *a, const struct unit_contact *list, size_t count);

/* [{number, subject, href, state_label, received, placed}] */
json_t *view_unit_requests(struct arena *a, const struct unit_request *list, size_t count);
/* [{year, occasions, people, paid, owed}]: amounts in words, owed only where something is. */
json_t *view_unit_years(struct arena *a, const struct unit_year *list, size_t count);

#endif
