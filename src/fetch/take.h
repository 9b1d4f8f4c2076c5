/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Taking mails over: from bytes at hand to rows in the case book.
 *
 * Promise (invariant 1): when take_mails() is DONE, every mail of it is committed whole, and its
 * `id` says so; only then may the mailbox be told. Several mails share a commit, each in its own
 * savepoint, so that one that cannot be stored keeps no other out.
 */
#ifndef LEVANDE_FETCH_TAKE_H
#define LEVANDE_FETCH_TAKE_H

#include "house.h"
#include "store/fetching.h"

struct taking {
    const struct house *house;
    struct mailbox mailbox;
    bool keep;           /* [fetch] done = keep: there is nothing to tell */
    size_t stored, told; /* mails, since the role was opened */
};

struct arrived {
    struct place place;
    const char *bytes;
    size_t len;
    bool cut;     /* only the start of a mail that is too large; stays in the mailbox */
    bool in_done; /* from the `done` folder: stored only when its bytes are new, nothing to tell */
    /* filled in by take_mails() */
    char sha256[65];
    int64_t id; /* 0: could not be stored */
    bool told;  /* the mailbox need not be told */
};

/*
 * Stores the mails, in commits of a bounded size, and moves the cursor with them: behind the last
 * uid of each commit, and at the end to next_uid (0: a Maildir, which has no cursor). AGAIN: the
 * book could not be written; what was committed before stands. NEVER: no mail could be stored.
 */
enum outcome take_mails(struct taking *t, struct arrived *mails, size_t count, uint32_t next_uid,
                        struct fault *f);

/* Notes, in one commit, that the mailbox was told of these rows. */
enum outcome take_told(struct taking *t, const int64_t *ids, size_t count, struct fault *f);

/* The `done` folder was compared with a restored book. */
enum outcome take_compared(struct taking *t, struct fault *f);

/* The mailbox was read to its end now, where it holds `server_count` messages. */
enum outcome take_complete(struct taking *t, uint32_t server_count, struct fault *f);

#endif
