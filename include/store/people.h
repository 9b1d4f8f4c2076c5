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
    const char *perspective; /* "", patient, relative, both */
    const char *formats;     /* "", on_site, digital, both */
    const char *municipality;
    int travel_km;         /* -1: not said */
    const char *languages; /* "sv en" */
    const char *letter_language;
    const char *ways, *access_needs, *story, *conflicts;
    int birth_year;           /* 0: not said */
    const char *consent_date; /* "YYYY-MM-DD", NULL: none stands */
    const char *consent_version, *consent_how;
    const char *introduction_date, *renewed_on, *paused_until; /* NULL: none */
    const char *renewal_asked_on, *renewal_reminded_on; /* the question "still right?"; NULL: no */
    const char *rests_since; /* the day from which that question counts as not answered, or NULL */
    bool objects, protected_identity, deceased;
    instant left_at, erased_at; /* -1: no */
    int64_t via;                /* association that nominated; 0: in the pool */
    const char **areas;         /* ids */
    size_t area_count;
    const char **unwanted;
    size_t unwanted_count;
};

/* Loads one, with areas. NEVER EXIT_NO_INPUT when there is none (or it belongs to an unfinished
 * import). */
enum outcome people_load(struct db *db, struct arena *a, int64_t id, struct person *out,
                         struct fault *f);

/* As people_load(), but without areas. */
enum outcome people_load_alone(struct db *db, struct arena *a, int64_t id, struct person *out,
                               struct fault *f);

/* Inserts (id 0; *id gets the new one) or updates a whole person with areas; the caller's
 * transaction. */
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

/* Whom the daily look at the pool may have something to do with (lending/care.h). */
struct care_due {
    const char *today;
    const char *remind, *rest; /* asked on that day or before it */
    const char *renew;         /* last renewed, or come into the book, on that day or before it */
    const char *version;       /* the consent that is to stand; "": any will do */
};
/* Ids over `after`, rising, at most max. Asked to answer is nobody whose mail waits for staff. */
enum outcome people_care_due(struct db *db, struct arena *a, const struct care_due *due,
                             int64_t after, size_t max, int64_t **ids, size_t *count,
                             struct fault *f);
/* How many were asked on that day, and how many rest in all. */
enum outcome people_asked_on(struct db *db, const char *day, int64_t *count, struct fault *f);
enum outcome people_resting(struct db *db, int64_t *count, struct fault *f);
/* Is a letter for this purpose to the person still on its way? */
enum outcome people_letter_waits(struct db *db, int64_t id, const char *purpose, bool *waits,
                                 struct fault *f);
/* Has the person ever been written to for this purpose? */
enum outcome people_was_written(struct db *db, int64_t id, const char *purpose, bool *was,
                                struct fault *f);
/* Drops the letters of no request for this purpose that have not begun to leave. */
enum outcome people_drop_purpose(struct db *db, struct arena *a, int64_t id, const char *purpose,
                                 instant now, struct fault *f);
/* The question has left now: the days to answer in begin. */
enum outcome people_renewal_left(struct db *db, int64_t id, const char *day, struct fault *f);

/* What fairness needs to know, counted since the instant `since`. */
struct person_history {
    int asked, assigned; /* invitations queued, placements */
    int asked_last_30_days;
    const char *last_asked; /* "YYYY-MM-DD" or NULL */
};
enum outcome people_history(struct db *db, struct arena *a, int64_t id, instant since, instant now,
                            struct person_history *out, struct fault *f);

/* Ended asks and yeses since then, over the whole pool, for the rate of yes to plan with. */
enum outcome people_answer_rate(struct db *db, struct arena *a, instant since, int64_t *asked,
                                int64_t *yes, struct fault *f);

/*
 * Overtakes every letter to the person that has not begun to leave and whose urgency is at least
 * `least` (0: all; 1: asks and reminders): dropped, and invitations that were never sent are
 * cancelled with them (invariant 3). *dropped (may be NULL) is the number of letters.
 */
enum outcome people_overtake(struct db *db, int64_t id, int least, instant now, int64_t *dropped,
                             struct fault *f);

/*
 * Erases the person: name, addresses, areas, story, everything; the row stays as an id, so that the
 * trail and the statistics keep their links. Consent rows keep version, date and given. Letters to
 * the person lose address, name, view and bytes, links end, open questions are cancelled, and the
 * free texts of answers, follow-ups, tasks and the trail go. The mails that came from the person
 * stay, as originals, until their own time to be weeded.
 */
enum outcome people_erase(struct db *db, int64_t id, instant now, struct fault *f);
/*
 * Takes out somebody with whom there has been no contact for long: the person, areas, consents and
 * whom links were made for. Letters, agreements and follow-ups have their own time to be weeded.
 */
enum outcome people_weed(struct db *db, int64_t id, instant now, struct fault *f);

/* A consent that was given or withdrawn; the newest row counts. `at` is the day it was given. */
struct consent {
    const char *version, *how;
    bool given;
    instant at;
};
enum outcome people_consent_add(struct db *db, struct arena *a, int64_t id,
                                const struct consent *consent, struct fault *f);

/* When the person last withdrew a consent; -1: never. */
enum outcome people_consent_withdrawn(struct db *db, int64_t id, instant *at, struct fault *f);

/*
 * Moves all that is stored of `from` (asks, answers, placements, letters, links, mails, consents)
 * to `to`, and erases `from`. NEVER EXIT_DATA when both have to do with the same request.
 */
enum outcome people_merge(struct db *db, int64_t to, int64_t from, instant now, struct fault *f);

/* One thing that is stored of a person, as columns with their values; a value may be NULL. */
struct person_record {
    const char *kind; /* "consents", "invitations", "letters", … */
    const char *const *names;
    const char **values;
    size_t count;
};

/* All that is stored of the person outside of struct person, kind by kind: the right of access. */
enum outcome people_records(struct db *db, struct arena *a, int64_t id, struct person_record **out,
                            size_t *count, struct fault *f);

/* What an import compares by. via as in struct person. */
struct person_key {
    int64_t id, via;
    const char *name, *email, *phone;
};

/* The keys of all visible people; for imports, shown to nobody. */
enum outcome people_keys(struct db *db, struct arena *a, struct person_key **out, size_t *count,
                         struct fault *f);

/*
 * An import: people laid down in slices under one id, invisible to all others until they are shown.
 * Only the holder of the lock "import" (db_role_lock) may, so that what lies there from an import
 * that broke off is nobody's.
 */
enum outcome people_import_id(struct db *db, int64_t *import, struct fault *f);
enum outcome people_import_add(struct db *db, struct arena *a, const struct person *p,
                               int64_t import, instant now, int64_t *id, struct fault *f);

/* Makes at most max of them visible; *first and *last are their ids, 0 when none was left. */
enum outcome people_import_show(struct db *db, int64_t import, size_t max, int64_t *first,
                                int64_t *last, struct fault *f);

/* Deletes at most max people of any broken-off import; *deleted is 0 when none is left. */
enum outcome people_import_discard(struct db *db, size_t max, int64_t *deleted, struct fault *f);

#endif
