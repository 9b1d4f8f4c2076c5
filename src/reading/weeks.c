/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Weeks ("v. 19", "vecka 10–12"), and days told by their distance from the mail's own date: "på
 * fredag", "i morgon", "inom två veckor". Nothing here is found in a mail without a date.
 */
#include <string.h>

#include "when_scan.h"

/* "inom två veckor", "inom 10 dagar": the last day of it. */
size_t scan_within(struct scan *s, size_t i)
{
    const struct page *p = s->p;
    if (!p->date.year || !scan_word(p, i, "inom") || i + 2 >= p->count ||
        p->tokens[i + 1].number < 1 || p->tokens[i + 1].number > 60)
        return 0;
    int days = cue_at(p, i + 2, "veck*") ? 7 : cue_at(p, i + 2, "dag*") ? 1 : 0;
    if (!days)
        return 0;
    struct when w = {.kind = WHEN_DAY, .start = -1, .end = -1, .first = i, .stop = i + 3};
    w.from = w.to = date_add(p->date, days * p->tokens[i + 1].number);
    w.within = true;
    scan_add(s, &w);
    return 3;
}

/* "på fredag", "senast på fredag", "nu på torsdag", "i morgon": the first such day to come. */
size_t scan_relative(struct scan *s, size_t i)
{
    const struct page *p = s->p;
    if (!p->date.year)
        return 0;
    struct when w = {.kind = WHEN_DAY, .start = -1, .end = -1, .first = i};
    if (cue_at(p, i, "månadens slut") || cue_at(p, i, "slutet av månaden")) {
        w.from = (struct date){p->date.year, p->date.month, 28};
        while (date_add(w.from, 1).month == p->date.month)
            w.from = date_add(w.from, 1);
        w.stop = i + (cue_at(p, i, "månadens slut") ? 2 : 3);
    } else if (scan_word(p, i, "imorgon") || cue_at(p, i, "i morgon")) {
        w.from = date_add(p->date, 1);
        w.stop = i + (scan_word(p, i, "imorgon") ? 1 : 2);
    } else if ((scan_word(p, i, "på") || scan_word(p, i, "senast")) && i + 1 < p->count) {
        const char *word = p->tokens[i + 1].word;
        int weekday = weekday_named(word);
        size_t len = strlen(word);
        size_t used = weekday ? scan_day(&(struct scan){.p = p, .found = &w}, i + 1) : 0;
        if (!weekday || len < 5 || word[len - 1] != 'g' || used)
            return 0;
        int ahead = (weekday - date_weekday(p->date) + 7) % 7;
        w.from = date_add(p->date, ahead ? ahead : 7);
        w.stop = i + 2;
    } else {
        return 0;
    }
    w.to = w.from;
    scan_add(s, &w);
    return w.stop - i;
}

static void add_week(struct scan *s, int number, int last, size_t first, size_t stop)
{
    struct date base = s->p->date;
    if (!base.year || number < 1 || number > 53)
        return;
    int year = base.year;
    /* the ISO year of the mail may differ from its calendar year around new year */
    struct date monday = number <= date_weeks_in_year(year) ? date_of_week(year, number) : base;
    if (number > date_weeks_in_year(year) || date_compare(date_add(monday, 6), base) < 0)
        year++;
    if (number > date_weeks_in_year(year))
        return;
    struct when w = {.kind = WHEN_WEEK, .start = -1, .end = -1, .first = first, .stop = stop};
    w.from = date_of_week(year, number);
    w.to = date_add(date_of_week(year, last), 4);
    scan_add(s, &w);
}

/* "v 3", "v. 19", "vecka 10–12", "v 9 och 10", "week 7". */
size_t scan_week(struct scan *s, size_t i)
{
    const struct page *p = s->p;
    if (!scan_word(p, i, "v") && !scan_word(p, i, "vecka") && !scan_word(p, i, "veckorna") &&
        !scan_word(p, i, "week") && !scan_word(p, i, "uge") && !scan_word(p, i, "veckor"))
        return 0;
    size_t at = i + 1;
    at += mark_at(p, at, ".");
    if (!scan_digits(p, at, 2, 1, 53))
        return 0;
    int number = p->tokens[at].number, last = number;
    size_t stop = at + 1;
    if (mark_at(p, stop, "-") && scan_digits(p, stop + 1, 2, number, 53)) {
        last = p->tokens[stop + 1].number;
        stop += 2;
    }
    add_week(s, number, last, i, stop);
    while ((scan_word(p, stop, "och") || scan_word(p, stop, "eller") || mark_at(p, stop, ",")) &&
           scan_digits(p, stop + 1, 2, 1, 53) && !month_named(p->tokens[stop + 1].word) &&
           !(stop + 2 < p->count &&
             (month_named(p->tokens[stop + 2].word) || mark_at(p, stop + 2, "/") ||
              (mark_at(p, stop + 2, ".") && stop + 3 < p->count &&
               p->tokens[stop + 3].kind == TOKEN_DIGITS)))) {
        add_week(s, p->tokens[stop + 1].number, p->tokens[stop + 1].number, stop + 1, stop + 2);
        stop += 2;
    }
    return stop - i;
}
