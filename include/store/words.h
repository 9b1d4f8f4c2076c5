/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: the words that requests are found by.
 *
 * Words are folded (case goes, å ä ö stay) and looked for by how they begin. They are what the unit
 * wrote, and nothing else: neither representatives' mails nor associations' are in here, so that
 * nobody finds people by what they have lived through without saying why (invariant 13).
 *
 * Promises: each word goes in the transaction in which what it came from goes (store/weeding.h).
 */
#ifndef LEVANDE_STORE_WORDS_H
#define LEVANDE_STORE_WORDS_H

#include "store/db.h"

enum words_origin {
    WORDS_OF_MAILS = 1,   /* goes with the mails */
    WORDS_OF_REQUEST = 2, /* what is known of it, goes with its facts */
};

enum { WORDS_ASKED = 4 }; /* so many words of a search count, the longest ones */

/*
 * The words of a text, folded, sorted, each once; at most max of them, of its first 64 KiB. Left
 * out: single letters, and those that nearly every text has ("och", "att"). A long one is cut. What
 * is written as one with signs within it ("a-b@c") is several words.
 */
char **words_in(struct arena *a, const char *text, size_t max, size_t *count);

/*
 * Adds the words of these texts. What is put down of a request a second time takes the place of the
 * first, mails do not: there may be several.
 */
enum outcome words_put(struct db *db, struct arena *a, int64_t request_id, enum words_origin origin,
                       const char *const *texts, size_t count, struct fault *f);
enum outcome words_replace(struct db *db, struct arena *a, int64_t request_id,
                           enum words_origin origin, const char *const *texts, size_t count,
                           struct fault *f);

/* What is looked for. */
struct words_query {
    char *
        *words; /* of words_in(): beginnings of words, all of which must be there; 0: none found */
    size_t count;
    const char *state; /* in which few are; NULL: any */
    bool oldest_first;
    int64_t after;  /* requests behind this id in the order; 0: from the beginning */
    int64_t newest; /* the newest id there is */
};

/* The ids of the requests that have the words, in order, at most max of them. */
enum outcome words_find(struct db *db, struct arena *a, const struct words_query *query, size_t max,
                        int64_t **ids, size_t *count, struct fault *f);

/* A request of before there were words, the newest first; 0: none. And that its are put down. */
enum outcome words_missing(struct db *db, int64_t *request_id, struct fault *f);
enum outcome words_there(struct db *db, int64_t request_id, struct fault *f);

#endif
