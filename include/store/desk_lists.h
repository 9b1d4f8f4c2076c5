/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: what the desk lists and shows of people and associations, a page at a time, and
 * what its calendar shows.
 *
 * A search over people goes through lending/people.h, which writes it down (invariant 13).
 */
#ifndef LEVANDE_STORE_DESK_LISTS_H
#define LEVANDE_STORE_DESK_LISTS_H

#include "store/db.h"

/* Whom a search finds: of the pool, living, and covered by the legal basis. */
struct people_query {
    const char *words; /* in the name; with a figure, "." or "@" in address or phone; "": any */
    const char *municipality; /* "": any */
    const char *area;         /* among the wanted ones; "": any */
    bool consent_is_basis;    /* who has consented; else who does not object */
};
/* Ids by name, at most max. */
enum outcome people_search(struct db *db, struct arena *a, const struct people_query *query,
                           size_t max, int64_t **ids, size_t *count, struct fault *f);

/* One question to a person, with what came of it. */
struct person_ask {
    const char *number;                      /* of the request */
    const char *subject;                     /* its own words */
    const char *state, *outcome, *placement; /* outcome, placement: NULL where there is none */
    instant at;
};
/* The latest first, at most max. */
enum outcome people_asks(struct db *db, struct arena *a, int64_t id, size_t max,
                         struct person_ask **out, size_t *count, struct fault *f);

/* Ids by name, those after this one; words: in name, contact or municipalities, "": any. */
enum outcome associations_page(struct db *db, struct arena *a, const char *words, const char *after,
                               size_t max, int64_t **ids, size_t *count, struct fault *f);
/* The units (folded) whose requests are steered to the association. */
enum outcome associations_units(struct db *db, struct arena *a, int64_t id, const char ***units,
                                size_t *count, struct fault *f);

/* What has a day: an occasion, or the last day to answer of those who were asked for a request. */
struct calendar_entry {
    const char *starts, *ends; /* local: "2027-03-01" or "2027-03-01T09:00"; ends "" open */
    const char *kind;          /* assignment|network|introduction, or "deadline" */
    const char *number;        /* of the request; NULL: of the whole pool */
    const char *place, *uid;   /* of an occasion */
    int sequence;
    int64_t waited_for; /* of a deadline: how many have not answered */
};
/* From one day to before another, by their start, at most max; what is called off is left out. */
enum outcome calendar_entries(struct db *db, struct arena *a, const char *from, const char *until,
                              size_t max, struct calendar_entry **out, size_t *count,
                              struct fault *f);

#endif
