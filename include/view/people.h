/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People, associations and staff as JSON trees, for staff and for the person (right of access).
 *
 * These views hold what somebody has lived through: they are for the person behind a personal link
 * and for staff with a reason, never for a letter (invariant 9).
 */
#ifndef LEVANDE_VIEW_PEOPLE_H
#define LEVANDE_VIEW_PEOPLE_H

#include <jansson.h>

#include "store/associations.h"
#include "store/people.h"
#include "store/staff.h"

/* "P12" or "A3". */
char *view_who(struct arena *a, char letter, int64_t id);

/*
 * All that struct person holds, under the keys of `levande person set`: `id`, texts ("" for
 * nothing said), numbers and dates (null), truth values, `areas`, `unwanted` and `languages` as
 * arrays.
 */
json_t *view_person(struct arena *a, const struct person *p);

/* A row of a list: id, name, municipality, areas. Of a person with protected identity: id, name. */
json_t *view_person_row(struct arena *a, const struct person *p);

/* view_person() and, kind by kind, all else that is stored: {"consents": […], "letters": […], …}.
 */
json_t *view_person_export(struct arena *a, const struct person *p,
                           const struct person_record *records, size_t count);

json_t *view_association(struct arena *a, const struct association *x);

/* Without the password's hash. */
json_t *view_staff(const struct staff *s);

#endif
