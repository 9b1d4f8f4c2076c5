/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Instants as text, and the system's two clocks.
 *
 * The text of an instant always has a year of four digits. What lies after the year 9999 is
 * written as its last millisecond, and that reads back as INSTANT_NEVER; what lies before the
 * year 1 is written as its first.
 */
#include "base/clock.h"

#include <time.h>

#include "base/calendar.h"
#include "parts.h"

static int64_t read_clock(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

instant clock_now(const struct clock *c)
{
    return read_clock(CLOCK_REALTIME) + (c ? c->offset : 0);
}

int64_t clock_ticks(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

instant instant_minute(instant t)
{
    return t == INSTANT_NEVER ? t : parts_floor_div(t, MINUTES(1)) * MINUTES(1);
}

char *instant_to_text(struct arena *a, instant t)
{
    if (t > INSTANT_LAST)
        t = INSTANT_LAST;
    if (t < INSTANT_FIRST)
        t = INSTANT_FIRST;
    int64_t day = parts_floor_div(t, DAYS(1));
    int ms = (int)(t - day * DAYS(1));
    struct date d = date_from_days((long)day);
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", d.year, d.month, d.day,
                        ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

instant instant_from_text(const char *text)
{
    struct date d;
    int hour, minute, second, ms = 0;
    const char *at = text;
    bool formed =
        parts_number(&at, 4, &d.year) && parts_mark(&at, '-') && parts_number(&at, 2, &d.month) &&
        parts_mark(&at, '-') && parts_number(&at, 2, &d.day) && parts_mark(&at, 'T') &&
        parts_number(&at, 2, &hour) && parts_mark(&at, ':') && parts_number(&at, 2, &minute) &&
        parts_mark(&at, ':') && parts_number(&at, 2, &second) &&
        (!parts_mark(&at, '.') || parts_number(&at, 3, &ms)) && parts_mark(&at, 'Z') && *at == '\0';
    if (!formed || !date_valid(d) || hour > 23 || minute > 59 || second > 59)
        return -1;
    instant t = DAYS(date_to_days(d)) + HOURS(hour) + MINUTES(minute) + SECONDS(second) + ms;
    return t == INSTANT_LAST ? INSTANT_NEVER : t;
}
