/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A month or a week of the library, for staff.
 */
#ifndef LEVANDE_VIEW_DESK_CALENDAR_H
#define LEVANDE_VIEW_DESK_CALENDAR_H

#include "store/desk_lists.h"
#include "view.h"

/*
 * [{date, words, day, today, outside, empty, entries: [{time, words, href}]}]: each day from one to
 * before another; outside: not of this month (0: no month is meant).
 */
json_t *view_days(struct arena *a, struct date from, struct date until, int month,
                  struct date today, const struct calendar_entry *entries, size_t count);

/*
 * The same as a calendar to subscribe to: the tree of letters/calendar.h, whose events name the
 * request by its number, and neither people nor areas (invariant 9).
 */
json_t *view_feed(struct arena *a, const struct settings *s, const struct calendar_entry *entries,
                  size_t count);

#endif
