/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: who signs up to the pool, from the first page that is filled in until the link
 * mailed to that address is confirmed. It is nobody of the pool before that.
 */
#ifndef LEVANDE_STORE_SIGNUPS_H
#define LEVANDE_STORE_SIGNUPS_H

#include "store/db.h"

struct signup {
    int64_t id;
    const char *token_hash;  /* of the pages that are being filled in */
    const char *letter_hash; /* of the link that was mailed last; NULL: it has not been sent in */
    const char *fields;      /* JSON: field → text */
    const char *address, *language;
    instant created_at, expires_at;
    int64_t person_id; /* who it became; 0: nobody yet */
};

/* Adds; s->id is filled in. The caller's transaction. */
enum outcome signups_add(struct db *db, struct arena *a, struct signup *s, struct fault *f);
/* By the hash of either of its links; out->id 0: there is none. */
enum outcome signups_find(struct db *db, struct arena *a, const char *hash, struct signup *out,
                          struct fault *f);
/* What has been written by now: fields, address, language; letter_hash and expires_at with it. */
enum outcome signups_save(struct db *db, struct arena *a, const struct signup *s, struct fault *f);
/*
 * It became this person: what was written goes from here, the letter and its link are the person's
 * from now on, and the pages that were being filled in end.
 */
enum outcome signups_became(struct db *db, struct arena *a, const struct signup *s,
                            const char *person, int64_t person_id, instant now, struct fault *f);
/* How many were begun since then. */
enum outcome signups_since(struct db *db, struct arena *a, instant since, int64_t *count,
                           struct fault *f);
/* How many links to confirm were mailed since then, to this address ("": to all). */
enum outcome signups_mailed(struct db *db, struct arena *a, const char *address, instant since,
                            int64_t *count, struct fault *f);
/* Forgets those that are past their time. */
enum outcome signups_weed(struct db *db, struct arena *a, instant now, struct fault *f);

#endif
