/* SPDX-License-Identifier: EUPL-1.2 */
/* The desk's names for the words of the book. Private to view/. */
#ifndef LEVANDE_VIEW_DESK_WORDS_H
#define LEVANDE_VIEW_DESK_WORDS_H

#include "view/desk_cases.h"
#include "words.h"

/* What happened, in the history: "route" → "Väg vald". */
const char *desk_event(const char *event);
/* How it stands with an invitation, a placement, a nomination or an occasion. */
const char *desk_standing(const char *state);

#endif
