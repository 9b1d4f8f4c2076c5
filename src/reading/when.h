/* SPDX-License-Identifier: EUPL-1.2 */
/* Mentions of days, weeks, clock times and lengths: see when.c and clock_time.c. */
#ifndef LEVANDE_READING_WHEN_H
#define LEVANDE_READING_WHEN_H

#include "page.h"

enum when_kind {
    WHEN_DAY,    /* from: one day */
    WHEN_SPAN,   /* from … to: several days on end */
    WHEN_WEEK,   /* from … to: Monday to Friday */
    WHEN_CLOCK,  /* start, perhaps end */
    WHEN_SAME,   /* "samma tid" */
    WHEN_LENGTH, /* minutes in start */
};

struct when {
    enum when_kind kind;
    struct date from, to;
    int start, end;     /* minutes after midnight; -1: not given */
    size_t first, stop; /* tokens */
    bool dubious;       /* the weekday does not fit the date */
    bool past;          /* it lies before the mail */
    bool bare_day;      /* "den 28:e": its month was inherited */
    bool within;        /* "inom två veckor": the last day of a period, no day of its own */
};

/*
 * All mentions in the page's subject and body, in order, at most *count of them; what lies in the
 * signature is no mention.
 */
struct when *when_all(const struct page *p, size_t *count);

/* A clock time or range at token i; 0: none. after_day: bare hours ("13-16") count too. */
size_t clock_at(const struct page *p, size_t i, bool after_day, struct when *out);

/* A length ("två timmar", "90 minuter") at token i; 0: none. */
size_t length_at(const struct page *p, size_t i, struct when *out);

/* A month's number for its name or abbreviation; 0: none. */
int month_named(const char *word);

/* ISO weekday for a name or abbreviation in any form; 0: none. */
int weekday_named(const char *word);

/* The mark at i is this one. */
bool mark_at(const struct page *p, size_t i, const char *mark);

/* A full date with its year in a line of a quoted mail's head, year 0 when there is none. */
struct date when_header_date(struct arena *a, const char *line);

#endif
