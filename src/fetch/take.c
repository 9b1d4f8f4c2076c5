/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Storing, in commits that are short.
 *
 * No write transaction may last over some 20 ms: so a commit holds at most COMMIT_BYTES of mail,
 * and what is larger than a piece of the book is laid down before it, piece by piece. Hashes are
 * made before the transaction begins.
 */
#include "take.h"

#include <stdio.h>
#include <string.h>

#include "base/secret.h"

enum { COMMIT_BYTES = 2 * 1024 * 1024, PIECE = 1024 * 1024 };

static void hash(struct arrived *mail)
{
    unsigned char digest[SHA256_BYTES];
    sha256(mail->bytes, mail->len, digest);
    for (size_t i = 0; i < SHA256_BYTES; i++)
        snprintf(mail->sha256 + 2 * i, 3, "%02x", digest[i]);
}

/* A place that is known, bytes whose place has changed, or a new mail; inside a savepoint. */
static enum outcome take_one(struct taking *t, struct arrived *mail, instant now, struct fault *f)
{
    struct db *db = t->house->db;
    struct stored stored;
    bool known = false;
    enum outcome outcome = mail->in_done ? fetching_known(db, mail->sha256, &known, f) : DONE;
    if (outcome != DONE || known)
        return outcome;
    outcome = fetching_find(db, t->mailbox.id, &mail->place, &stored, f);
    if (outcome == DONE && !stored.id && mail->place.uid && !mail->in_done)
        outcome = fetching_resync(db, t->mailbox.id, &mail->place, mail->sha256, &stored, f);
    mail->told = stored.told;
    mail->id = stored.id;
    if (outcome == DONE && !stored.id)
        outcome = fetching_add(db, t->mailbox.id, &mail->place, mail->sha256, mail->bytes,
                               mail->len, mail->cut, now, &mail->id, f);
    if (outcome == DONE && !mail->told && (t->keep || mail->cut || mail->in_done)) {
        mail->told = true;
        outcome = fetching_told(db, mail->id, now, f);
    }
    t->stored += outcome == DONE && !stored.id;
    return outcome;
}

/* Each in its savepoint. A mail that can never be stored is undone and reported, and stays. */
static enum outcome take_each(struct taking *t, struct arrived *mails, size_t count, instant now,
                              struct fault *f)
{
    struct db *db = t->house->db;
    size_t refused = 0;
    for (size_t i = 0; i < count; i++) {
        enum outcome outcome = db_savepoint(db, f);
        if (outcome != DONE)
            return outcome;
        outcome = take_one(t, &mails[i], now, f);
        if (outcome == DONE) {
            outcome = db_savepoint_keep(db, f);
        } else if (outcome == NEVER) {
            db_savepoint_undo(db);
            mails[i].id = 0;
            log_event(&t->house->log, LOG_ERROR, "not_stored", "uid=%u bytes=%zu why=\"%s\"",
                      mails[i].place.uid, mails[i].len, f ? f->text : "");
            outcome = ++refused == count ? NEVER : DONE;
        }
        if (outcome != DONE)
            return outcome;
    }
    return DONE;
}

/* One commit. */
static enum outcome take_group(struct taking *t, struct arrived *mails, size_t count,
                               uint32_t next_uid, struct fault *f)
{
    static const char label[] = "take mails";
    struct db *db = t->house->db;
    instant now = clock_now(&t->house->clock);
    size_t before = t->stored;
    enum outcome outcome = db_begin(db, label, f);
    if (outcome == DONE)
        outcome = take_each(t, mails, count, now, f);
    if (outcome == DONE && next_uid > t->mailbox.next_uid)
        outcome =
            fetching_cursor(db, t->mailbox.id, t->mailbox.uidvalidity, next_uid, false, 0, now, f);
    if (outcome == DONE)
        outcome = db_commit(db, label, f);
    if (outcome != DONE) {
        db_rollback(db);
        t->stored = before;
        return outcome;
    }
    if (next_uid > t->mailbox.next_uid)
        t->mailbox.next_uid = next_uid;
    if (t->stored > before)
        db_wake(db);
    return DONE;
}

static void report(const struct taking *t, const struct arrived *mails, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (mails[i].cut && mails[i].id)
            log_event(&t->house->log, LOG_WARN, "cut", "mail=%lld kept_bytes=%zu",
                      (long long)mails[i].id, mails[i].len);
}

enum outcome take_mails(struct taking *t, struct arrived *mails, size_t count, uint32_t next_uid,
                        struct fault *f)
{
    size_t before = t->stored, from = 0;
    do {
        size_t to = from, bytes = 0;
        for (; to < count && (to == from || bytes + mails[to].len <= COMMIT_BYTES); to++) {
            hash(&mails[to]);
            bytes += mails[to].len;
            enum outcome outcome = mails[to].len > PIECE
                                       ? fetching_lay(t->house->db, mails[to].sha256,
                                                      mails[to].bytes, mails[to].len, f)
                                       : DONE;
            if (outcome != DONE)
                return outcome;
        }
        uint32_t cursor = to == count || !next_uid ? next_uid : mails[to - 1].place.uid + 1;
        enum outcome outcome = take_group(t, mails + from, to - from, cursor, f);
        if (outcome != DONE)
            return outcome;
        from = to;
    } while (from < count);
    report(t, mails, count);
    if (t->stored > before)
        log_event(&t->house->log, LOG_INFO, "stored", "mails=%zu of=%zu", t->stored - before,
                  count);
    return DONE;
}

enum outcome take_told(struct taking *t, const int64_t *ids, size_t count, struct fault *f)
{
    static const char label[] = "told";
    struct db *db = t->house->db;
    instant now = clock_now(&t->house->clock);
    enum outcome outcome = db_begin(db, label, f);
    for (size_t i = 0; outcome == DONE && i < count; i++)
        outcome = fetching_told(db, ids[i], now, f);
    if (outcome == DONE)
        outcome = db_commit(db, label, f);
    if (outcome == DONE)
        t->told += count;
    else
        db_rollback(db);
    return outcome;
}

enum outcome take_compared(struct taking *t, struct fault *f)
{
    log_event(&t->house->log, LOG_NOTICE, "compared", "after=restore");
    return fetching_note(t->house->db, "restore.since", "", clock_now(&t->house->clock), f);
}

enum outcome take_complete(struct taking *t, uint32_t server_count, struct fault *f)
{
    static const char label[] = "complete";
    struct db *db = t->house->db;
    instant now = clock_now(&t->house->clock);
    enum outcome outcome = db_begin(db, label, f);
    if (outcome == DONE && t->mailbox.uidvalidity)
        outcome = fetching_gone(db, t->mailbox.id, t->mailbox.uidvalidity, now, f);
    if (outcome == DONE)
        outcome = fetching_cursor(db, t->mailbox.id, t->mailbox.uidvalidity, t->mailbox.next_uid,
                                  true, server_count, now, f);
    if (outcome == DONE)
        outcome = fetching_note(db, "fetch.fault", "", now, f);
    if (outcome == DONE)
        outcome = db_commit(db, label, f);
    if (outcome != DONE)
        db_rollback(db);
    else
        t->mailbox.complete_at = now;
    return outcome;
}
