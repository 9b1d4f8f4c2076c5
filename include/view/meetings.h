/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Views of meetings of the pool: for letters, the page and the command line, and the tree that
 * their calendar files are made of. They tell of nobody who comes.
 */
#ifndef LEVANDE_VIEW_MEETINGS_H
#define LEVANDE_VIEW_MEETINGS_H

#include "house.h"
#include "store/guests.h"
#include "view/occasions.h"

/* "Nätverksträff", "Introduktion". */
const char *view_meeting_title(const struct occasion *m, const char *language);

/* title, occasion_when, occasion_place, meeting_link, access; what is not said is null. */
json_t *view_meeting(struct arena *a, const struct occasion *m, const char *language);

/* The tree of include/letters/calendar.h, for one reader; PUBLISH names nobody. */
json_t *view_meeting_calendar(struct arena *a, const struct house *house, const struct occasion *m,
                              const char *method, const struct calendar_reader *reader);

/* For staff: view_occasion() with kind, and how many were invited, come, and do not. */
json_t *view_meeting_row(struct arena *a, const struct occasion *m, const struct guest *guests,
                         size_t count);
/* who, name, answer (null: none), how, answered_at. */
json_t *view_guest(struct arena *a, const struct guest *g);

#endif
