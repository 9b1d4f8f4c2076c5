/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: mails that came, for those who read them. (For fetch: store/fetching.h.)
 */
#ifndef LEVANDE_STORE_INBOX_H
#define LEVANDE_STORE_INBOX_H

#include "store/db.h"

struct mail {
    int64_t id, bytes, duplicate_of, request_id;
    const char *sha256;
    bool cut; /* too large: only its start is kept */
    instant stored_at;
    instant read_at;   /* -1: not yet */
    const char *state; /* unread | read | waiting | duplicate | dropped */
    int attempts;
    const char *intent, *automatic, *from_address, *from_name, *subject, *message_id, *party;
    const char *defects;
};

/* The next mails to read, oldest first, at most max. */
enum outcome inbox_unread(struct db *db, struct arena *a, size_t max, struct mail **out,
                          size_t *count, struct fault *f);

/* Those that belong to a request, in the order in which they came. */
enum outcome inbox_of_request(struct db *db, struct arena *a, int64_t request_id, struct mail **out,
                              size_t *count, struct fault *f);

enum outcome inbox_load(struct db *db, struct arena *a, int64_t id, struct mail *out,
                        struct fault *f);

/* The raw bytes, whole; a duplicate's are those of the first. Weeded bytes: NEVER EXIT_NO_INPUT. */
enum outcome inbox_raw(struct db *db, struct arena *a, const char *sha256, char **raw, size_t *len,
                       struct fault *f);

/*
 * Counts a reading as begun, in a commit of its own, so that a mail that kills its reader is
 * known.
 */
enum outcome inbox_begin(struct db *db, int64_t id, struct fault *f);

/* Writes what the reading found: state, intent, sender, subject, request, party, defects. */
enum outcome inbox_save(struct db *db, struct arena *a, const struct mail *m, struct fault *f);

/* Stores a mail given by hand (request read FILE); with known bytes, *id is the first's. */
enum outcome inbox_add(struct db *db, const char *sha256, const void *raw, size_t len, instant now,
                       struct arena *a, int64_t *id, struct fault *f);

/* Newest first; only those not yet read, or that wait for a person, where open is true. */
enum outcome inbox_list(struct db *db, struct arena *a, bool open, size_t max, struct mail **out,
                        size_t *count, struct fault *f);

/* Puts a mail back to be read again, or aside for good. */
enum outcome inbox_set_state(struct db *db, int64_t id, const char *state, struct fault *f);

/*
 * Is there a mail of this party of this request ("asked": of anybody who was asked) that waits for
 * staff, with a task that is open? Of the unit, also one from its sender that belongs to no thread.
 */
enum outcome inbox_party_waits(struct db *db, int64_t request_id, const char *party, bool *waits,
                               struct fault *f);

/*
 * Has every mailbox been read to its end at or after `when`, and is no fetched mail unread
 * (invariant 11)? True where there is no mailbox.
 */
enum outcome inbox_caught_up(struct db *db, struct arena *a, instant when, bool *yes,
                             struct fault *f);

#endif
