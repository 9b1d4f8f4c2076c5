/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Local time: from civil times to instants and back, by the C library's zone.
 *
 * Only localtime_r() is asked, never mktime(): what mktime() makes of a gap or of a time that is
 * met twice depends on its history, and it looks at the environment again. The zone's file is read
 * once, in calendar_zone(), so that a process in a cage needs no file for it later.
 */
#include "base/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "parts.h"

/* True when the system's zone folder holds a compiled zone of that name. */
static bool zone_known(const char *name)
{
    char path[256], magic[4];
    if (name[0] == '\0' || name[0] == '/' || strstr(name, ".."))
        return false;
    int len = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    if (len < 0 || (size_t)len >= sizeof path)
        return false;
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    bool zone = fread(magic, 1, sizeof magic, file) == sizeof magic && !memcmp(magic, "TZif", 4);
    fclose(file);
    return zone;
}

bool calendar_zone(const char *name)
{
    if (!zone_known(name) || setenv("TZ", name, 1) != 0)
        return false;
    tzset();
    return true;
}

/* The local time at t, kept a day inside the years that have a text, so that it has one too. */
static struct tm local_time(instant t)
{
    if (t < INSTANT_FIRST + DAYS(1))
        t = INSTANT_FIRST + DAYS(1);
    if (t > INSTANT_LAST - DAYS(1))
        t = INSTANT_LAST - DAYS(1);
    time_t seconds = (time_t)parts_floor_div(t, 1000);
    struct tm tm = {0};
    localtime_r(&seconds, &tm);
    return tm;
}

/* How far local time is ahead of UTC at t. */
static instant zone_offset(instant t)
{
    return SECONDS(local_time(t).tm_gmtoff);
}

/*
 * The zone's offset changes at most once within a day of the time. With the offset before a change
 * the time met twice becomes the first of the two, and a time in the gap moves forward by the
 * gap's length; the offset after the change is taken only where it, and not the one before, holds.
 */
instant civil_to_instant(struct civil c)
{
    instant as_utc = DAYS(date_to_days(c.date));
    if (c.hour >= 0)
        as_utc += HOURS(c.hour) + MINUTES(c.minute);
    instant before = zone_offset(as_utc - DAYS(1)), after = zone_offset(as_utc + DAYS(1));
    bool before_holds = zone_offset(as_utc - before) == before;
    bool after_holds = zone_offset(as_utc - after) == after;
    return as_utc - (after_holds && !before_holds ? after : before);
}

struct civil civil_from_instant(instant t)
{
    struct tm tm = local_time(t);
    return (struct civil){.date = {tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday},
                          .hour = tm.tm_hour,
                          .minute = tm.tm_min};
}

char *instant_local_text(struct arena *a, instant t)
{
    struct tm tm = local_time(t);
    long minutes = labs(tm.tm_gmtoff) / 60;
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d%c%02ld:%02ld", tm.tm_year + 1900,
                        tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec,
                        tm.tm_gmtoff < 0 ? '-' : '+', minutes / 60, minutes % 60);
}
