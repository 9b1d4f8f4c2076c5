/* SPDX-License-Identifier: EUPL-1.2 */
/* Occasions on their way through the door: what their letters say. Private to lending/. */
#ifndef LEVANDE_LENDING_OCCASION_H
#define LEVANDE_LENDING_OCCASION_H

#include "deed.h"
#include "lending/occasions.h"
#include "store/placements.h"

/* A change, or a reminder, that everybody concerned hears of. */
struct occasion_news {
    const char *purpose;         /* occasion_changed, occasion_cancelled, occasion_reminder */
    const struct occasion *now;  /* as it is after the change */
    const struct occasion *was;  /* as it was before; NULL: it is new, or nothing has changed */
    const char *cause;           /* "O5:2": of the occasion and its version */
    const char *calendar_method; /* "REQUEST", "CANCEL"; NULL: no calendar file */
};

/* One letter to the unit, and one to each representative whose placement stands. */
enum outcome occasion_tell_all(struct deed *d, const struct occasion_news *news, struct fault *f);

bool occasion_planned(const struct occasion *o); /* neither called off nor done */
/* Calls one off: the row, its timers, the fact, and everybody concerned. */
enum outcome occasion_call_off(struct deed *d, struct occasion *o, struct fault *f);
/* Takes away the timers of the day before and of its end. */
enum outcome occasion_clear_timers(struct deed *d, const struct occasion *o, struct fault *f);

#endif
