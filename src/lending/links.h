/* SPDX-License-Identifier: EUPL-1.2 */
/* The two tokens of a letter. Private to lending/. */
#ifndef LEVANDE_LENDING_LINKS_H
#define LEVANDE_LENDING_LINKS_H

#include "lending.h"

enum { LINK_DAYS = 366 };

/* Gives the letter a new token, in clear and as its hash. */
void links_make(const struct house *house, struct arena *a, struct letter *l);

/*
 * Keeps the hash of the letter's two tokens for whoever it is written to: the link's opens the
 * pages of `purpose` (about `subject`, a representative, or NULL), the one in its reply address
 * opens none.
 */
enum outcome links_keep(const struct house *house, struct arena *a, const struct letter *l,
                        const char *purpose, const char *subject, int days, struct fault *f);

/*
 * The letter goes to l->address now: new tokens, which open what the old ones did, and these end.
 * `purpose` where the book knows of none. The caller saves the letter.
 */
enum outcome links_renew(const struct house *house, struct arena *a, struct letter *l,
                         const char *purpose, struct fault *f);

#endif
