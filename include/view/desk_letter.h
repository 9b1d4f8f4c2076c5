/* SPDX-License-Identifier: EUPL-1.2 */
/* A letter of ours as staff see it: to whom, about what, how it went, and what may be decided. */
#ifndef LEVANDE_VIEW_DESK_LETTER_H
#define LEVANDE_VIEW_DESK_LETTER_H

#include <jansson.h>

#include "house.h"
#include "store/outbox.h"

/*
 * {id, purpose, state, facts: [{label, value}], request_path, decisions: [{value, name, first}]}.
 * `decisions`: those that its state allows, the likeliest first.
 */
enum outcome view_desk_letter(struct arena *a, const struct house *house, const struct letter *l,
                              json_t **out, struct fault *f);

/* In a letter's frozen view: instead of its personal link and code, words that say so. */
void view_hide_link(json_t *view);

#endif
