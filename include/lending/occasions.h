/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for occasions: a time is added, moved or called off, by the unit's page or by staff.
 *
 * Until the first representative is chosen the times are one fact of the request, and an occasion's
 * id is its place in that list (1, 2 …). Afterwards each is a row of its own with its own calendar
 * file; the rows are the truth and the fact follows them.
 */
#ifndef LEVANDE_LENDING_OCCASIONS_H
#define LEVANDE_LENDING_OCCASIONS_H

#include "lending.h"
#include "store/occasions.h"

/* Why a time cannot be an occasion's. */
enum time_flaw {
    TIME_GOOD,
    TIME_MALFORMED, /* not YYYY-MM-DD, nor YYYY-MM-DDTHH:MM; or one of each */
    TIME_BACKWARDS, /* it ends before, or as, it begins */
    TIME_PAST,      /* it begins before now; a day without clock time, before today */
    TIME_FAR,       /* more than three years ahead: a slip of the pen */
    TIME_LONG,      /* longer than a month: a slip of the pen */
    TIME_SKIPPED,   /* the clocks are put forward past it: it does not come that night */
    TIME_DOUBLED,   /* the clocks are put back past it: it comes twice that night */
    TIME_FLAWS,
};

/* Looks at local times as a form or a command gives them; ends may be NULL or "": open. */
enum time_flaw occasion_flaw(const char *starts, const char *ends, instant now);
/* The flaw as one sentence, without a final stop; NULL for TIME_GOOD. */
const char *occasion_flaw_words(enum time_flaw flaw, bool english);

/* A web address without spaces, at most 500 bytes; or "". */
bool occasion_link_is_good(const char *link);

/*
 * From when to when it lasts. A day without clock time lasts from midnight to midnight; one without
 * an end, to the end of the day that it begins on.
 */
struct time_span {
    instant from, to;
};
struct time_span occasion_span(const struct occasion *o);

/* When its reminder is due: the working day before, as letters may first leave ([send] hours). */
instant occasion_eve(const struct settings *s, const struct occasion *o);

/*
 * The occasions of a request by their start, those called off too. Before anybody is chosen they
 * are made of the fact: id is the place, uid "".
 */
enum outcome lending_occasions(const struct house *house, struct arena *a, int64_t request_id,
                               struct occasion **out, size_t *count, struct fault *f);

/*
 * Adds, moves or calls off one; everybody concerned hears of it. The same again changes nothing.
 * NEVER EXIT_DATA when the time has a flaw, or the occasion is over or called off; NEVER
 * EXIT_NO_INPUT when the request has no such occasion. verdict may be NULL.
 */
enum outcome lending_occasion(const struct house *house, struct arena *a, int64_t request_id,
                              const char *actor, const struct occasion_change *change,
                              struct verdict *verdict, struct fault *f);

#endif
