/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for who wants to become a living book: filled in a page at a time, mailed a link, and a
 * person of the pool only once that link has been confirmed.
 *
 * Promise: what was written is forgotten after a day when it is not sent in, and after seven when
 * it is not confirmed. Where experience of illness may be kept by consent alone, only name and
 * address are kept of one who does not give it.
 */
#ifndef LEVANDE_LENDING_SIGNUP_H
#define LEVANDE_LENDING_SIGNUP_H

#include "lending/people.h"
#include "store/signups.h"

enum { SIGNUP_HOURS = 24, SIGNUP_DAYS = 7 };

/* What a page has by now. */
struct signup_words {
    const char *fields; /* JSON: field → text */
    const char *address, *language;
};

/* Begins; *token is the one that its pages stand at. AGAIN when very many have begun lately. */
enum outcome lending_signup_begin(const struct house *house, struct arena *a,
                                  const struct signup_words *words, const char **token,
                                  struct fault *f);

/* Keeps what a page says. */
enum outcome lending_signup_keep(const struct house *house, struct arena *a,
                                 const struct signup *signup, const struct signup_words *words,
                                 struct fault *f);

/*
 * It is sent in: a link is mailed to the address. One that was mailed three within a day gets no
 * more (*mailed false); AGAIN when a hundred have gone out within an hour.
 */
enum outcome lending_signup_send(const struct house *house, struct arena *a,
                                 const struct signup *signup, const struct signup_words *words,
                                 bool *mailed, struct fault *f);

/* Must one consent before we keep what one has lived through? Not where a decision is the basis. */
bool lending_signup_asks_consent(const struct settings *s);

/*
 * Takes out of the changes what is not kept of one who has not consented: all but name, addresses,
 * and the language of letters. How many are left.
 */
size_t lending_signup_kept(struct roster_change *changes, size_t count, bool consents);

/*
 * The link was confirmed: the person stands in the pool, with the consent to the text of today if
 * one was given; staff have a task to greet, and the person a letter with a link of their own.
 * changes: as roster_person_add(). *person 0: one of that name and address stands there already; a
 * new link is mailed, and nothing else is done.
 */
enum outcome lending_signup_confirm(const struct house *house, struct arena *a,
                                    const struct signup *signup,
                                    const struct roster_change *changes, size_t count,
                                    bool consents, int64_t *person, struct fault *f);

#endif
