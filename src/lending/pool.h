/* SPDX-License-Identifier: EUPL-1.2 */
/* Candidates for a request, loaded and ranked. Private to lending/. */
#ifndef LEVANDE_LENDING_POOL_H
#define LEVANDE_LENDING_POOL_H

#include "lending.h"
#include "matching.h"
#include "view.h"

struct candidates {
    struct request request;
    struct known_fact facts[FACT_COUNT];
    bool pool, associations; /* which of the two the route lets be asked now */
    const char *basis;       /* the legal basis; NULL: none, and then no person was looked for */
    struct match_person *people;
    struct match *people_ranked;
    size_t people_count;
    struct match_association *groups;
    struct match *groups_ranked;
    size_t group_count;
};

/* Loads and ranks all who may have to do with the request's areas. Reads only. */
enum outcome pool_candidates(const struct house *house, struct arena *a, int64_t request_id,
                             struct candidates *out, struct fault *f);

/* Ranks the named person alone, whatever their areas; one entry in people. */
enum outcome pool_person(const struct house *house, struct arena *a, struct candidates *c,
                         const char *who, struct match *out, struct fault *f);

/* A wave at its timer, as lending_wave(); when the timer stands no more, nobody is asked. */
enum outcome pool_ring_wave(const struct house *house, struct arena *a, const struct timer *timer,
                            struct fault *f);

/* When an ask or a reminder that is queued now will leave: within the hours, in no pause. */
instant asking_moment(const struct settings *s, instant now);

/* Until when those who are asked now may answer (asking.c); answer_days is the most they get. */
struct date asking_deadline(const struct house *house, struct arena *a,
                            const struct known_fact facts[FACT_COUNT], int answer_days,
                            bool by_post);

/* Would an ask that is queued now leave less than a day to answer in? */
bool asking_is_late(const struct house *house, struct arena *a,
                    const struct known_fact facts[FACT_COUNT]);

/* Writes the search down, with who was found; inside a transaction (invariant 13). */
enum outcome pool_record(const struct house *house, struct arena *a, const struct candidates *c,
                         const char *actor, const char *purpose, struct fault *f);

#endif
