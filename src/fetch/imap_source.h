/* SPDX-License-Identifier: EUPL-1.2 */
/* What the files of the IMAP source share: where it stands between two steps. */
#ifndef LEVANDE_FETCH_IMAP_SOURCE_H
#define LEVANDE_FETCH_IMAP_SOURCE_H

#include "imap.h"
#include "source.h"

enum {
    BATCH_MAILS = 256,
    BATCH_BYTES = 8 * 1024 * 1024,
    LOOK_AT_ONCE = 2000, /* places looked up in a step that searches for missed mails */
    UNTOLD_AT_ONCE = 5000,
    TRIES = 3, /* of one mail that the server does not hand over */
    LEFT_MAX = 64,
    TELL_AGAIN_MS = 5 * 60 * 1000,
    RECHECK_MS = 60 * 60 * 1000,
    IDLE_MS = 9 * 60 * 1000,
};

/* Each stage is one kind of step. */
enum stage {
    STAGE_CLOSED,  /* no connection */
    STAGE_SELECT,  /* look into the folder anew */
    STAGE_TELL,    /* tell what a crash or a refusal left untold */
    STAGE_LIST,    /* which UIDs are there from the cursor on */
    STAGE_READ,    /* one batch of them */
    STAGE_END,     /* all was read: note it, and compare the counts */
    STAGE_COMPARE, /* after a restore: what does the `done` folder hold that the book forgot? */
    STAGE_WAIT,    /* until something comes or the poll is due */
};

/* A mail that the server did not hand over. It stays where it is and is tried again later. */
struct left {
    uint32_t uid;
    int64_t until; /* clock_ticks() */
};

struct imap_source {
    struct taking *taking;
    source_opener *open;
    void *context;
    struct imap *m; /* NULL: no connection */
    enum stage stage;
    struct arena *list_memory, *untold_memory;
    /* the list under way */
    uint32_t *uids, *sizes; /* a size of UINT32_MAX: not asked yet */
    size_t uid_count, uid_at;
    uint64_t
        list_from; /* where the next list begins; past UINT32_MAX: the folder's end is reached */
    bool recheck;  /* the list is of all mails, to find missed ones */
    size_t missed;
    bool comparing;      /* the list is of the `done` folder, after a restore */
    struct date since;   /* … from this day on */
    bool connected_anew; /* … and not yet read to the end */
    /* what was not told */
    struct untold *untold;
    size_t untold_count, untold_at;
    bool untold_listed, refused;
    int64_t tell_at, recheck_at, poll_at, idle_until;
    /* the mail that the server does not hand over */
    uint32_t trying, alone_to; /* up to alone_to each mail is fetched for itself */
    int tries;
    struct left left[LEFT_MAX];
    size_t left_count;
};

/* Fetches and stores the next batch of the list (imap_read.c). */
enum outcome imap_source_read(struct imap_source *s, struct fault *f);

/* Tells the mailbox of these messages and notes it (imap_told.c); DONE too when it refuses. */
enum outcome imap_source_tell(struct imap_source *s, const uint32_t *uids, const int64_t *ids,
                              size_t count, struct fault *f);

/* Goes on with the list of what was not told; *over when there is no more. */
enum outcome imap_source_tell_old(struct imap_source *s, bool *over, struct fault *f);

bool imap_source_is_left(const struct imap_source *s, uint32_t uid);

#endif
