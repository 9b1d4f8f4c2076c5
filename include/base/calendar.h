/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Days, weeks, Swedish holidays, and local time.
 *
 * Civil dates and times are what people agree on ("torsdag 8 april kl 10"); they become instants
 * only through the zone. The arithmetic on civil dates is pure. The two functions that know the
 * zone use the C library's, which is set once when a process starts, by calendar_zone().
 *
 * Holidays: lagen (1989:253) om allmänna helgdagar; to them come midsummer's, Christmas and New
 * Year's eve, on which no one works, as lag (1930:173) 2 § counts them for deadlines.
 */
#ifndef LEVANDE_BASE_CALENDAR_H
#define LEVANDE_BASE_CALENDAR_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/clock.h"

struct date {
    int year, month, day; /* month 1-12; year 0 means "no date" */
};

struct civil {
    struct date date;
    int hour, minute; /* hour -1 means "no clock time given" */
};

/*
 * Days since 1970-01-01 (proleptic Gregorian), and back. A date that is computed stays within the
 * years 1 to 9999: what would fall outside stops at the first or the last day.
 */
long date_to_days(struct date d);
struct date date_from_days(long days);

bool date_valid(struct date d);
int date_compare(struct date a, struct date b); /* <0, 0, >0 */
struct date date_add(struct date d, long days);

/* ISO 8601 weekday: Monday 1 … Sunday 7. */
int date_weekday(struct date d);

/*
 * ISO 8601 week number, and the Monday of a week of an ISO year; week 1-53. A week that the year
 * does not have gives "no date".
 */
int date_week(struct date d);
struct date date_of_week(int year, int week);
int date_weeks_in_year(int year);

/* Easter Sunday (Gregorian). */
struct date date_easter(int year);

/* True on public holidays and the three eves above (Saturdays and Sundays as such do not count). */
bool date_is_holiday(struct date d);

/* Monday to Friday and no holiday. */
bool date_is_working_day(struct date d);

/* The date n working days after d (n < 0: before). n == 0: d itself, or the next working day. */
struct date date_add_working_days(struct date d, int n);

/* "YYYY-MM-DD"; returns false, and leaves *d alone, when the text is not a valid date. */
bool date_parse(const char *text, struct date *d);
char *date_text(struct arena *a, struct date d);

/* "YYYY-MM-DD" or "YYYY-MM-DDTHH:MM" (a space instead of T is taken too), and back. */
bool civil_parse(const char *text, struct civil *c);
char *civil_text(struct arena *a, struct civil c);
int civil_compare(struct civil a, struct civil b); /* no clock time counts as midnight */

/*
 * Sets the process's zone by its IANA name ("Europe/Stockholm"); false when the system does not
 * know it. Called once, when a process starts.
 */
bool calendar_zone(const char *name);

/* Local time to an instant. A time in the spring gap moves forward; one met twice is the first. */
instant civil_to_instant(struct civil c);
struct civil civil_from_instant(instant t);

/* ISO 8601 with offset, "2027-03-01T09:15:00+01:00": what JSON shows. */
char *instant_local_text(struct arena *a, instant t);

/*
 * "torsdag 8 april 2027", "Thursday 8 April 2027"; language "en" gives English, all else Swedish.
 */
char *date_in_words(struct arena *a, struct date d, const char *language);

/* The same, of a day beside today with that said first: "i morgon, torsdag 8 april 2027". */
char *date_near(struct arena *a, struct date d, struct date today, const char *language);

/*
 * A time as one says it, in Swedish: "i morgon, 8 april, kl. 13", "torsdag 8 april kl. 13.30", and
 * with its year where it is not this one: "torsdag 8 april 2027 kl. 13".
 */
char *time_near(struct arena *a, struct civil c, struct date today);

#endif
