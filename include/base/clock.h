/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Instants, and the clock that is handed in.
 *
 * An instant is a number of milliseconds since 1970-01-01T00:00Z. Nobody asks the system for the
 * time but through a clock, so that a test, a drill (--now) or a simulation sets it.
 */
#ifndef LEVANDE_BASE_CLOCK_H
#define LEVANDE_BASE_CLOCK_H

#include <stdint.h>

#include "base/arena.h"

typedef int64_t instant; /* milliseconds since the epoch, UTC */

#define INSTANT_NEVER INT64_MAX
#define SECONDS(n) ((instant)(n)*1000)
#define MINUTES(n) ((instant)(n)*60 * 1000)
#define HOURS(n) ((instant)(n)*60 * 60 * 1000)
#define DAYS(n) ((instant)(n)*24 * 60 * 60 * 1000)

struct clock {
    instant offset; /* added to the system's time: 0 in operation */
};

/* The wall clock's time now, with the clock's offset. */
instant clock_now(const struct clock *c);

/* Milliseconds of a clock that never jumps; for deadlines and pauses only. */
int64_t clock_ticks(void);

/*
 * The beginning of the minute that t lies in; INSTANT_NEVER stays. What falls due is due from its
 * whole minute on: --now names minutes, so a step that is taken again at the same minute finds it.
 */
instant instant_minute(instant t);

/*
 * "2027-03-01T08:15:00.000Z": what the case book stores (UTC). Always of the same length, so that
 * instants sort as texts. Reading takes the form without milliseconds too.
 * INSTANT_NEVER gives "9999-12-31T23:59:59.999Z", which sorts last and reads back as it.
 */
char *instant_to_text(struct arena *a, instant t);

/* Reads what instant_to_text() writes; returns -1 when the text is not of that form. */
instant instant_from_text(const char *text);

#endif
