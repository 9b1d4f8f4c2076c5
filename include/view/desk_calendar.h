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

#endif
