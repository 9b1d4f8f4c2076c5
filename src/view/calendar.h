/* SPDX-License-Identifier: EUPL-1.2 */
/* What all calendar trees have in common (occasions.c, meetings.c). Private to view/. */
#ifndef LEVANDE_VIEW_CALENDAR_H
#define LEVANDE_VIEW_CALENDAR_H

#include "view/occasions.h"

/*
 * The tree of include/letters/calendar.h around its events, of which it takes the reference. But
 * for PUBLISH it names the library as organizer and the reader as the one who attends.
 */
json_t *calendar_frame(const struct settings *s, const char *method, json_t *events,
                       const struct calendar_reader *reader);

#endif
