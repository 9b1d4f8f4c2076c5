/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A person and an association in words, for staff at the desk.
 */
#ifndef LEVANDE_VIEW_DESK_PEOPLE_H
#define LEVANDE_VIEW_DESK_PEOPLE_H

#include "store/desk_lists.h"
#include "view/people.h"
#include "house.h"

/*
 * {id, name, standing: [words], rows: [{label, value}], paused_until, willing, by_consent, asked}:
 * what is known of the person, and how they stand. reach: with addresses.
 */
json_t *view_desk_person(struct arena *a, const struct house *house, const struct person *p,
                         bool reach);

/* [{number, subject, href, when, words}]: questions to the person, and what came of them. */
json_t *view_person_asks(struct arena *a, const struct person_ask *asks, size_t count);

/* {id, name, rows}. */
json_t *view_desk_association(struct arena *a, const struct house *house,
                              const struct association *x);

#endif
