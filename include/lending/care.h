/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The pool takes care of itself: once a year each is asked whether all is still right, a consent is
 * asked for anew when its text has changed, and a pause ends with a letter.
 *
 * Who answers neither the question nor its one reminder rests: is searched for no more, and is not
 * erased; a word, on the page or to staff, ends the rest at once.
 */
#ifndef LEVANDE_LENDING_CARE_H
#define LEVANDE_LENDING_CARE_H

#include <jansson.h>

#include "house.h"
#include "store/people.h"

enum {
    CARE_REMIND_DAYS = 14, /* after the question */
    CARE_REST_DAYS = 30, /* after the question, and at least CARE_REMIND_DAYS after the reminder */
    CARE_ASKS_A_DAY = 100, /* a pool that came into the book on one day is asked over several */
};

/*
 * A slice of the daily look at the pool, in a transaction of its own; *moved: there may be more
 * today. Nobody rests before the mailbox has been read to its end (invariant 11).
 */
enum outcome lending_care(const struct house *house, struct arena *a, bool *moved, struct fault *f);

/* Where consent is the basis: does one stand, and for another text than the one of today? */
bool lending_consent_owed(const struct settings *s, const struct person *p);

/* All that is stored is right, and the person is still willing. */
enum outcome lending_confirm(const struct house *house, struct arena *a, const char *actor,
                             int64_t person, struct fault *f);

/*
 * The person lets us search by experience, or no longer does. Where consent is the basis it is a
 * consent to the text that stands now, or its withdrawal; else an objection, or its end. how:
 * "page", "phone", "letter".
 */
enum outcome lending_willing(const struct house *house, struct arena *a, const char *actor,
                             int64_t person, bool willing, const char *how, struct fault *f);

/* All that is stored of the person (view_person_export()); inside the caller's read. */
enum outcome lending_person_export(const struct house *house, struct arena *a, int64_t person,
                                   json_t **out, struct fault *f);

#endif
