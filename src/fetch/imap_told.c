/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * After the commit: the mailbox is told, and that it was is noted.
 *
 * A crash between the two tells again, which does no harm. A refusal (no such right, no room)
 * stops nothing: the mails are safe in the book, stay in the mailbox, and are told again later.
 */
#include "imap_source.h"

#include "base/clock.h"

/* One command's worth, by [fetch] done. */
static enum answer tell(struct imap_source *s, const uint32_t *uids, size_t count, struct fault *f)
{
    const struct settings *settings = s->taking->house->settings;
    switch (settings->fetch.done) {
    case DONE_MOVE:
        return imap_move(s->m, uids, count, settings->fetch.done_folder, f);
    case DONE_FLAG:
        return imap_flag(s->m, uids, count, f);
    default:
        return ANSWER_OK;
    }
}

static void refused(struct imap_source *s, uint32_t uid)
{
    s->refused = true;
    s->tell_at = clock_ticks() + TELL_AGAIN_MS;
    log_event(&s->taking->house->log, LOG_WARN, "mailbox_refuses", "uid=%u code=%s", uid,
              s->m->code);
}

/* Each for itself, after a refusal of all together; stops at the first that is refused alone. */
static enum outcome tell_singly(struct imap_source *s, const uint32_t *uids, const int64_t *ids,
                                size_t count, struct fault *f)
{
    for (size_t i = 0; i < count && !s->refused; i++) {
        enum answer answer = tell(s, &uids[i], 1, f);
        if (answer == ANSWER_LOST)
            return AGAIN;
        if (answer != ANSWER_OK) {
            refused(s, uids[i]);
            continue;
        }
        enum outcome outcome = take_told(s->taking, &ids[i], 1, f);
        if (outcome != DONE)
            return outcome;
    }
    return DONE;
}

enum outcome imap_source_tell(struct imap_source *s, const uint32_t *uids, const int64_t *ids,
                              size_t count, struct fault *f)
{
    if (count == 0 || s->refused)
        return DONE;
    enum answer answer = tell(s, uids, count, f);
    if (answer == ANSWER_LOST)
        return AGAIN;
    if (answer != ANSWER_OK)
        return tell_singly(s, uids, ids, count, f);
    return take_told(s->taking, ids, count, f);
}

/* Reads the list, once for each look into the folder. */
static enum outcome list_untold(struct imap_source *s, struct fault *f)
{
    arena_reset(s->untold_memory);
    s->untold_listed = true;
    s->untold_at = s->untold_count = 0;
    return fetching_untold(s->taking->house->db, s->untold_memory, s->taking->mailbox.id,
                           UNTOLD_AT_ONCE, &s->untold, &s->untold_count, f);
}

/*
 * The next mails of the list that lie in the folder as it is now, in rising order as long as they
 * rise: a set is told in the order of its UIDs.
 */
static size_t next_untold(struct imap_source *s, uint32_t *uids, int64_t *ids)
{
    size_t count = 0;
    for (; s->untold_at < s->untold_count && count < BATCH_MAILS; s->untold_at++) {
        const struct untold *u = &s->untold[s->untold_at];
        if (u->place.uidvalidity != s->taking->mailbox.uidvalidity || u->place.uid == 0)
            continue;
        if (count > 0 && u->place.uid <= uids[count - 1])
            break;
        uids[count] = u->place.uid;
        ids[count++] = u->id;
    }
    return count;
}

enum outcome imap_source_tell_old(struct imap_source *s, bool *over, struct fault *f)
{
    uint32_t uids[BATCH_MAILS];
    int64_t ids[BATCH_MAILS];
    if (s->refused && clock_ticks() >= s->tell_at)
        s->refused = false;
    enum outcome outcome = s->untold_listed ? DONE : list_untold(s, f);
    size_t count = outcome == DONE && !s->refused ? next_untold(s, uids, ids) : 0;
    if (count > 0)
        outcome = imap_source_tell(s, uids, ids, count, f);
    *over = count == 0;
    if (*over)
        s->untold_listed = false;
    return outcome;
}
