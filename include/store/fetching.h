/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book for `fetch`: mailboxes, cursors, and the mails as bytes.
 *
 * Promise (invariant 1): fetching_add() has committed the whole message when the caller's
 * transaction is committed, and only then is the mailbox told. A message is known by its place
 * (mailbox, uidvalidity, uid or name) and by the hash of its bytes, never by its Message-ID.
 */
#ifndef LEVANDE_STORE_FETCHING_H
#define LEVANDE_STORE_FETCHING_H

#include "base/calendar.h"
#include "store/db.h"

struct mailbox {
    int64_t id;
    uint32_t uidvalidity; /* 0: never selected, or a Maildir */
    uint32_t next_uid;    /* all below were looked at */
    instant complete_at;  /* when it was last read to its end; -1: never */
};

/* A place in the mailbox. uid 0 and a name: Maildir; else IMAP. */
struct place {
    uint32_t uidvalidity, uid;
    const char *name; /* Maildir: the name before ":2,"; "" for IMAP */
};

/* What is known of a place or of bytes. */
struct stored {
    int64_t id;      /* 0: not known */
    bool told;       /* the mailbox was told */
    bool elsewhere;  /* known by its bytes, at another place */
    char sha256[65]; /* fetching_find(): of the bytes stored for this place */
};

/* Finds the mailbox by its source, or makes it. Opens a transaction of its own when none is open.
 */
enum outcome fetching_mailbox(struct db *db, const char *source, struct mailbox *out,
                              struct fault *f);

/* Is a message at this place stored? */
enum outcome fetching_find(struct db *db, int64_t mailbox, const struct place *place,
                           struct stored *out, struct fault *f);

/*
 * Stores a message; inside the caller's transaction. With bytes that were stored before, in this
 * or another mailbox, the row is a duplicate, pointing at the first, without bytes of its own.
 * Bytes over 1 MiB are to be laid down first, in slices, with fetching_lay(). cut: raw is only the
 * start of a message too large to keep whole. *id gets the new row's id.
 */
enum outcome fetching_add(struct db *db, int64_t mailbox, const struct place *place,
                          const char *sha256, const void *raw, size_t len, bool cut, instant now,
                          int64_t *id, struct fault *f);

/*
 * Lays a large message's bytes down in slices of at most 1 MiB, each in a transaction of its own,
 * before fetching_add(); what was laid down and never added is overwritten by the next try.
 */
enum outcome fetching_lay(struct db *db, const char *sha256, const void *raw, size_t len,
                          struct fault *f);

/*
 * After a change of UIDVALIDITY: is there a stored message with these bytes in this mailbox, from
 * an older validity, that no place of the new one has taken yet? Then it moves to the new place
 * and *out says which; else out->id is 0.
 */
enum outcome fetching_resync(struct db *db, int64_t mailbox, const struct place *place,
                             const char *sha256, struct stored *out, struct fault *f);

/* The mailbox was told of the message (moved, flagged, or nothing to tell). */
enum outcome fetching_told(struct db *db, int64_t id, instant now, struct fault *f);

/* Stored, but the mailbox not told (a crash between the two): ids and places, oldest first. */
struct untold {
    int64_t id;
    struct place place;
};
enum outcome fetching_untold(struct db *db, struct arena *a, int64_t mailbox, size_t max,
                             struct untold **out, size_t *count, struct fault *f);

/* Moves the cursor; with complete true, the mailbox was read to its end at `now`. */
enum outcome fetching_cursor(struct db *db, int64_t mailbox, uint32_t uidvalidity,
                             uint32_t next_uid, bool complete, uint32_t server_count, instant now,
                             struct fault *f);

/*
 * After a resync that reached the end: what was untold at a place of another validity is no longer
 * there to be told of.
 */
enum outcome fetching_gone(struct db *db, int64_t mailbox, uint32_t uidvalidity, instant now,
                           struct fault *f);

/*
 * How many messages of the mailbox and this validity are stored: all, or with left true only those
 * that were not taken out of the mailbox (not told yet, or too large to keep whole). What the
 * server holds beyond that was missed.
 */
enum outcome fetching_count(struct db *db, int64_t mailbox, uint32_t uidvalidity, bool left,
                            int64_t *count, struct fault *f);

/* A note on the role's health ("fetch.fault"); value is a code word, "" when all is well. */
enum outcome fetching_note(struct db *db, const char *name, const char *value, instant now,
                           struct fault *f);

/*
 * After a restore the book has forgotten what came since the backup, and in the mailbox it was
 * moved away: the date from which the `done` folder is to be compared with the book (year 0: there
 * is nothing to compare). fetching_note() with "restore.since" and "" says that it was done.
 */
enum outcome fetching_restored(struct db *db, struct date *since, struct fault *f);

/* Is there a stored message with these bytes, in any mailbox? */
enum outcome fetching_known(struct db *db, const char *sha256, bool *known, struct fault *f);

#endif
