/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Facts and people to a ranked, explained, fair list. Pure.
 *
 * Promise: nobody is shown who must not be asked (hard exclusions, each with its key), and the
 * reasons of a score add up to it exactly, so that staff can see why one stands before another.
 * Fair by construction: whoever was asked or chosen lately steps back, whoever never was steps
 * forward (what representatives complain of: always the same few people), and ties fall by a hash
 * of request and person, the same each time, so that nobody is first by alphabet or age in the
 * pool.
 */
#ifndef LEVANDE_MATCHING_H
#define LEVANDE_MATCHING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/calendar.h"

struct areas; /* reading.h's tree; here only asked through match_within */

/* What the request asks for. */
struct match_request {
    const char *number;       /* "LB-2027-0001" */
    const char *const *areas; /* ids, count of them */
    size_t area_count;
    const char *perspective;    /* patient | relative | either | NULL */
    const char *format;         /* on_site | digital | hybrid | NULL */
    const char *municipality;   /* NULL: not said */
    const char *language;       /* language needed, NULL: Swedish is taken for granted */
    struct date first_occasion; /* year 0: none */
    struct date today;
};

/* One person of the pool, as far as matching may know. */
struct match_person {
    const char *who; /* "P12" */
    const char *name;
    const char *const *areas;
    size_t area_count;
    const char *const *unwanted; /* areas that the person does not want to be asked about */
    size_t unwanted_count;
    const char *perspective;  /* patient | relative | both | NULL */
    const char *formats;      /* on_site | digital | both | NULL */
    const char *municipality; /* NULL: unknown */
    int travel_km;            /* how far the person travels; -1: not said */
    const char *languages;    /* "sv en fi", NULL: "sv" */
    const char *story;        /* own words */
    bool has_address;         /* e-mail or post: can be asked at all */
    bool consents;            /* a consent that stands, where consent is the basis */
    bool objects;             /* an objection to being searched */
    bool protected_identity;
    bool deceased, left;
    bool unconfirmed;         /* did not answer whether all is still right */
    bool conflict;            /* a conflict of interest with the unit (jäv) */
    bool already_asked;       /* for this request */
    struct date paused_until; /* the last day of a pause; year 0: not paused */
    struct date introduced;   /* introduction training; year 0: none */
    int asked_month;          /* asks in the last 30 days */
    int asked_lately;         /* asks in the last twelve months */
    int assigned_lately;      /* assignments in the last twelve months */
    struct date last_asked;   /* year 0: never */
};

struct match_rules {
    bool consent_is_basis;  /* without consent: excluded; else only an objection excludes */
    int max_asks_per_month; /* somebody asked this often in 30 days rests; 0: no rule */
};

struct match_reason {
    const char *key;  /* "area_exact", "area_near", "fair", "distance", … */
    const char *text; /* in Swedish, for staff */
    int weight;       /* may be negative */
};

struct match {
    size_t person; /* index into the people handed in */
    int score;     /* sum of the weights */
    struct match_reason *reasons;
    size_t reason_count;
    const char *excluded; /* NULL, or the key of the exclusion: "no_consent", "paused", … */
};

/*
 * The keys of exclusions, in the order in which they are looked at, so that the gravest is told:
 * deceased, left, protected (a protected identity: a person sees to it, never a machine),
 * no_consent, objects, unconfirmed, no_address, conflict, already_asked, paused, resting,
 * unwanted_area, area, perspective, format, language; for associations also catchment.
 */

/* The area that any experience of care answers to. */
#define MATCH_ANY_AREA "delaktighet"

/* Asks the area tree: is id ancestor or below it? */
typedef bool match_within(const void *tree, const char *id, const char *ancestor);

/*
 * Ranks: those not excluded first, best first; the excluded behind them in the order given.
 * *out has people_count entries in the arena.
 */
void match_rank(struct arena *a, const struct match_request *request,
                const struct match_person *people, size_t people_count,
                const struct match_rules *rules, match_within *within, const void *tree,
                struct match **out);

/*
 * How many to ask at once so that places are filled with the given probability, when each yes
 * comes independently with probability yes_rate (0..1). Already standing yeses are counted by the
 * caller. At least places, at most max_wave (so a max_wave below places gives max_wave).
 */
size_t match_wave_size(size_t places, double yes_rate, double fill_probability, size_t max_wave);

/*
 * The rate of yes to plan with: what was seen (yes of asked), drawn towards the prior of one in
 * three until some thirty answers are known (a Beta(3, 6) prior).
 */
double match_yes_rate(long asked, long yes);

/* An association, as far as matching may know, and its rank for a request. */
struct match_association {
    const char *who; /* "A3" */
    const char *name;
    const char *const *areas;
    size_t area_count;
    const char *municipalities; /* comma-separated; empty: the whole region */
    bool has_address;
    bool already_asked;
};
void match_associations(struct arena *a, const struct match_request *request,
                        const struct match_association *associations, size_t count,
                        match_within *within, const void *tree, struct match **out);

#endif
