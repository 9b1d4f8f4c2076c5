/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Civil dates: days, weeks, holidays and working days. Pure arithmetic; the zone is in
 * calendar_zone.c.
 *
 * All counting goes over the number of days since 1970-01-01. A date that is computed lies in the
 * years 1 to 9999: what would fall outside stops at the first or the last day.
 */
#include "base/calendar.h"

#include <string.h>

#include "parts.h"

enum { DAYS_FIRST = -719162, DAYS_LAST = 2932896 }; /* 0001-01-01, 9999-12-31 */

/*
 * The year is taken to begin in March, so that the leap day is its last; then months have lengths
 * that a straight line gives, and 400 years have 146097 days.
 */
long date_to_days(struct date d)
{
    long year = (long)d.year - (d.month <= 2);
    long era = parts_floor_div(year, 400);
    long year_of_era = year - era * 400;
    long month = d.month > 2 ? d.month - 3 : d.month + 9;
    long day_of_year = (153 * month + 2) / 5 + d.day - 1;
    long day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

struct date date_from_days(long days)
{
    if (days < DAYS_FIRST)
        days = DAYS_FIRST;
    if (days > DAYS_LAST)
        days = DAYS_LAST;
    long shifted = days + 719468;
    long era = parts_floor_div(shifted, 146097);
    long day_of_era = shifted - era * 146097;
    long year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    long day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    long month = (5 * day_of_year + 2) / 153;
    struct date d = {.day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
                     .month = (int)(month < 10 ? month + 3 : month - 9)};
    d.year = (int)(year_of_era + era * 400 + (d.month <= 2));
    return d;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

bool date_valid(struct date d)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d.year < 1 || d.year > 9999 || d.month < 1 || d.month > 12)
        return false;
    int last = d.month == 2 && is_leap(d.year) ? 29 : lengths[d.month - 1];
    return d.day >= 1 && d.day <= last;
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year < b.year ? -1 : 1;
    if (a.month != b.month)
        return a.month < b.month ? -1 : 1;
    return (a.day > b.day) - (a.day < b.day);
}

struct date date_add(struct date d, long days)
{
    long sum;
    if (__builtin_add_overflow(date_to_days(d), days, &sum))
        sum = days < 0 ? DAYS_FIRST : DAYS_LAST;
    return date_from_days(sum);
}

int date_weekday(struct date d)
{
    long since_monday = date_to_days(d) + 3; /* 1970-01-01 was a Thursday */
    return (int)(since_monday - parts_floor_div(since_monday, 7) * 7) + 1;
}

/* The Monday of week 1: the week that holds 4 January. As days, since it may lie in year 0. */
static long first_monday(int year)
{
    struct date fourth = {year, 1, 4};
    return date_to_days(fourth) - (date_weekday(fourth) - 1);
}

/* A week belongs to the year that its Thursday lies in. */
int date_week(struct date d)
{
    long days = date_to_days(d);
    long thursday = days - date_weekday(d) + 4;
    int year = d.year;
    if (thursday < date_to_days((struct date){year, 1, 1}))
        year--;
    else if (thursday > date_to_days((struct date){year, 12, 31}))
        year++;
    return (int)((days - first_monday(year)) / 7) + 1;
}

struct date date_of_week(int year, int week)
{
    if (week < 1 || week > date_weeks_in_year(year))
        return (struct date){0, 0, 0};
    return date_from_days(first_monday(year) + 7L * (week - 1));
}

int date_weeks_in_year(int year)
{
    return (int)((first_monday(year + 1) - first_monday(year)) / 7);
}

/* The tables of the Gregorian computus as arithmetic (Meeus, Jones and Butcher). */
struct date date_easter(int year)
{
    int golden = year % 19;
    int century = year / 100, in_century = year % 100;
    int lunar = (8 * century + 13) / 25;
    int epact = (19 * golden + century - century / 4 - lunar + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    int late = (golden + 11 * epact + 22 * weekday) / 451;
    int sum = epact + weekday - 7 * late + 114;
    return (struct date){year, sum / 31, sum % 31 + 1};
}

/* The days that the law ties to Easter, as days after Easter Sunday. */
static bool follows_easter(struct date d)
{
    switch (date_to_days(d) - date_to_days(date_easter(d.year))) {
    case -2: /* långfredagen */
    case 0:  /* påskdagen */
    case 1:  /* annandag påsk */
    case 39: /* Kristi himmelsfärdsdag */
    case 49: /* pingstdagen */
        return true;
    default:
        return false;
    }
}

static bool has_fixed_day(struct date d)
{
    switch (100 * d.month + d.day) {
    case 101:  /* nyårsdagen */
    case 106:  /* trettondedag jul */
    case 501:  /* första maj */
    case 606:  /* nationaldagen */
    case 1224: /* julafton */
    case 1225: /* juldagen */
    case 1226: /* annandag jul */
    case 1231: /* nyårsafton */
        return true;
    default:
        return false;
    }
}

static bool is_midsummer(struct date d)
{
    int eve = 100 * d.month + d.day - (date_weekday(d) == 6);
    return date_weekday(d) >= 5 && date_weekday(d) <= 6 && eve >= 619 && eve <= 625;
}

/* The Saturday from 31 October to 6 November. */
static bool is_all_saints(struct date d)
{
    int day = 100 * d.month + d.day;
    return date_weekday(d) == 6 && (day == 1031 || (day >= 1101 && day <= 1106));
}

/* The law as it reads since 2005, applied to every year. */
bool date_is_holiday(struct date d)
{
    return has_fixed_day(d) || follows_easter(d) || is_midsummer(d) || is_all_saints(d);
}

bool date_is_working_day(struct date d)
{
    return date_weekday(d) <= 5 && !date_is_holiday(d);
}

/* The nearest working day on or after d (step 1), on or before it (step -1). */
static struct date nearest_working_day(struct date d, int step)
{
    while (!date_is_working_day(d)) {
        struct date next = date_add(d, step);
        if (date_compare(next, d) == 0)
            break; /* time's end */
        d = next;
    }
    return d;
}

struct date date_add_working_days(struct date d, int n)
{
    if (n == 0)
        return nearest_working_day(d, 1);
    int step = n < 0 ? -1 : 1;
    for (long left = (long)n * step; left > 0; left--) {
        struct date next = nearest_working_day(date_add(d, step), step);
        if (date_compare(next, d) == 0)
            break;
        d = next;
    }
    return d;
}

/* Reads a date at *at and moves *at behind it. */
static bool read_date(const char **at, struct date *d)
{
    const char *p = *at;
    struct date read;
    if (!parts_number(&p, 4, &read.year) || !parts_mark(&p, '-') ||
        !parts_number(&p, 2, &read.month) || !parts_mark(&p, '-') ||
        !parts_number(&p, 2, &read.day) || !date_valid(read))
        return false;
    *at = p;
    *d = read;
    return true;
}

bool date_parse(const char *text, struct date *d)
{
    struct date read;
    if (!read_date(&text, &read) || *text != '\0')
        return false;
    *d = read;
    return true;
}

char *date_text(struct arena *a, struct date d)
{
    return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

bool civil_parse(const char *text, struct civil *c)
{
    struct civil read = {.hour = -1, .minute = 0};
    if (!read_date(&text, &read.date))
        return false;
    if (*text != '\0') {
        if (!parts_mark(&text, 'T') && !parts_mark(&text, ' '))
            return false;
        if (!parts_number(&text, 2, &read.hour) || !parts_mark(&text, ':') ||
            !parts_number(&text, 2, &read.minute) || *text != '\0' || read.hour > 23 ||
            read.minute > 59)
            return false;
    }
    *c = read;
    return true;
}

char *civil_text(struct arena *a, struct civil c)
{
    char *day = date_text(a, c.date);
    return c.hour < 0 ? day : arena_printf(a, "%sT%02d:%02d", day, c.hour, c.minute);
}

static int minute_of_day(struct civil c)
{
    return c.hour < 0 ? 0 : 60 * c.hour + c.minute;
}

int civil_compare(struct civil a, struct civil b)
{
    int days = date_compare(a.date, b.date);
    return days != 0 ? days : minute_of_day(a) - minute_of_day(b);
}

static const char *const weekdays[2][7] = {
    {"måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"},
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
};
static const char *const months[2][12] = {
    {"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
     "oktober", "november", "december"},
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
};

static bool is_english(const char *language)
{
    return language && strcmp(language, "en") == 0;
}

char *date_in_words(struct arena *a, struct date d, const char *language)
{
    if (!date_valid(d))
        return arena_strdup(a, "");
    bool english = is_english(language);
    return arena_printf(a, "%s %d %s %d", weekdays[english][date_weekday(d) - 1], d.day,
                        months[english][d.month - 1], d.year);
}

/* "i går", "i dag", "i morgon"; NULL for any other day. */
static const char *beside(struct date d, struct date today, bool english)
{
    static const char *const words[2][3] = {{"i går", "i dag", "i morgon"},
                                            {"yesterday", "today", "tomorrow"}};
    long days = (long)(date_to_days(d) - date_to_days(today));
    return days >= -1 && days <= 1 ? words[english][days + 1] : NULL;
}

char *date_near(struct arena *a, struct date d, struct date today, const char *language)
{
    const char *near = beside(d, today, is_english(language));
    char *words = date_in_words(a, d, language);
    return near && *words ? arena_printf(a, "%s, %s", near, words) : words;
}

char *time_near(struct arena *a, struct civil c, struct date today)
{
    if (!date_valid(c.date))
        return arena_strdup(a, "");
    const char *near = beside(c.date, today, false), *month = months[0][c.date.month - 1];
    const char *at = c.minute ? arena_printf(a, "kl. %d.%02d", c.hour, c.minute)
                              : arena_printf(a, "kl. %d", c.hour);
    if (near)
        return arena_printf(a, "%s, %d %s, %s", near, c.date.day, month, at);
    const char *year = c.date.year == today.year ? "" : arena_printf(a, " %d", c.date.year);
    return arena_printf(a, "%s %d %s%s %s", weekdays[0][date_weekday(c.date) - 1], c.date.day,
                        month, year, at);
}
