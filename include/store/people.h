/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: people of the pool, nominated persons, and their areas and consents.
 *
 * No list of people leaves here without a search being recorded (store/searches.h): the callers in
 * lending/ and command/ see to it, and `levande check` looks (invariant 13).
 */
#ifndef LEVANDE_STORE_PEOPLE_H
#define LEVANDE_STORE_PEOPLE_H

#include "base/calendar.h"
#include "store/db.h"

struct person {
    int64_t id;
    const char *name, *email, *phone, *postal_address;
    const char *perspective;   /* "", patient, relative, both */
    const char *formats;       /* "", on_site, digital, both */
    const char *municipality;
    int travel_km;             /* -1: not said */
    const char *languages;     /* "sv en" */
    const char *letter_language;
    const char *ways, *access_needs, *story, *conflicts;
    int birth_year;            /* 0: not said */
    const char *consent_date;  /* "YYYY-MM-DD", NULL: none stands */
    const char *consent_version, *consent_how;
    const char *introduction_date, *renewed_on, *paused_until; /* NULL: none */
    bool objects, protected_identity, deceased;
    instant left_at, erased_at; /* -1: no */
    int64_t via;               /* association that nominated; 0: in the pool */
    const char **areas;        /* ids */
    size_t area_count;
    const char **unwanted;
    size_t unwanted_count;
};

/* Loads one, with areas. NEVER EXIT_NO_INPUT when there is none (or it belongs to an unfinished import). */
enum outcome people_load(struct db *db, struct arena *a, int64_t id, struct person *out,
                         struct fault *f);

/* Inserts (id 0; *id gets the new one) or updates a whole person with areas; the caller's transaction. */
enum outcome people_save(struct db *db, struct arena *a, const struct person *p, instant now,
                         int64_t *id, struct fault *f);

/* Ids of all visible people of the pool, rising; for the one list that has a stated purpose. */
enum outcome people_ids(struct db *db, struct arena *a, int64_t **ids, size_t *count,
                        struct fault *f);

/* Ids of people of the pool with this very area among the wanted ones, rising; a read. */
enum outcome people_with_area(struct db *db, struct arena *a, const char *area, int64_t **ids,
                              size_t *count, struct fault *f);

/* Ids of visible people with this e-mail (compared without case). */
enum outcome people_with_email(struct db *db, struct arena *a, const char *email, int64_t **ids,
                               size_t *count, struct fault *f);

/* What fairness needs to know, counted since the instant `since`. */
struct person_history {
    int asked, assigned;     /* invitations queued, placements */
    int asked_last_30_days;
    const char *last_asked;  /* "YYYY-MM-DD" or NULL */
};
enum outcome people_history(struct db *db, struct arena *a, int64_t id, instant since, instant now,
                            struct person_history *out, struct fault *f);

/* Asks and yeses over the whole book, for the rate of yes to plan with. */
enum outcome people_answer_rate(struct db *db, int64_t *asked, int64_t *yes, struct fault *f);

/* Pauses the asks until the date (NULL ends the pause). */
enum outcome people_pause(struct db *db, int64_t id, const char *until, struct fault *f);

/*
 * Erases the person: name, addresses, areas, story, everything; the row stays as an id, so that the
 * trail and the statistics keep their links. Consent rows keep version, date and given.
 */
enum outcome people_erase(struct db *db, int64_t id, instant now, struct fault *f);

#endif
