/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Deadlines: until when an answer is waited for, and what notice is realistic.
 */
#include "flow.h"

#include <limits.h>

enum { NOTICE_DAYS = 28 }; /* four weeks; services abroad ask for four to eight (chf.org.au) */

static struct date earliest(struct date a, struct date b)
{
    if (a.year == 0 || (b.year != 0 && date_compare(b, a) < 0))
        return b;
    return a;
}

static struct date after_pause(struct date d, bool (*paused)(const void *, struct date),
                               const void *pauses)
{
    if (!paused || !paused(pauses, d))
        return d;
    for (int days = 0; days < 366 && (paused(pauses, d) || !date_is_working_day(d)); days++)
        d = date_add(d, 1);
    return d;
}

struct date flow_deadline(struct date sent, int answer_days, struct date respond_by,
                          struct date first_occasion, bool (*paused)(const void *, struct date),
                          const void *pauses)
{
    struct date by_days = after_pause(date_add(sent, answer_days), paused, pauses);
    struct date before = {0};
    if (first_occasion.year != 0)
        before = date_add_working_days(first_occasion, -2);
    struct date deadline = earliest(by_days, earliest(respond_by, before));
    return date_compare(deadline, sent) < 0 ? sent : deadline;
}

int flow_short_notice_weeks(struct date today, struct date first_occasion)
{
    if (first_occasion.year == 0)
        return 0;
    long days = date_to_days(first_occasion) - date_to_days(today);
    if (days < 0 || days >= NOTICE_DAYS)
        return 0;
    return NOTICE_DAYS / 7;
}
