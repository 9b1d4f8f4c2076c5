/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the clock and the calendar share: the span of time that has a text, and reading numbers of
 * a fixed width. Private to base.
 */
#ifndef LEVANDE_BASE_PARTS_H
#define LEVANDE_BASE_PARTS_H

#include <stdbool.h>

#include "base/clock.h"

#define INSTANT_FIRST INT64_C(-62135596800000) /* 0001-01-01T00:00:00.000Z */
#define INSTANT_LAST INT64_C(253402300799999)  /* 9999-12-31T23:59:59.999Z */

/* Reads exactly count digits at *at and moves *at behind them; false, and unmoved, if not there. */
static inline bool parts_number(const char **at, int count, int *value)
{
    int n = 0;
    for (int i = 0; i < count; i++) {
        char c = (*at)[i];
        if (c < '0' || c > '9')
            return false;
        n = 10 * n + (c - '0');
    }
    *at += count;
    *value = n;
    return true;
}

/* Reads the character c at *at and moves *at behind it. */
static inline bool parts_mark(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

/* Division that rounds down, for times before 1970. */
static inline int64_t parts_floor_div(int64_t n, int64_t d)
{
    return n / d - (n % d < 0);
}

#endif
