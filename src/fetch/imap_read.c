/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One batch: sizes, bytes, the commit, and then the telling.
 *
 * A mail that the server does not hand over must not keep the later ones out. A batch that fails is
 * tried again mail by mail; one that fails by itself three times is left in the mailbox with an
 * error in the log, and the search for missed mails comes back to it.
 */
#include "imap_source.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

bool imap_source_is_left(const struct imap_source *s, uint32_t uid)
{
    for (size_t i = 0; i < s->left_count; i++)
        if (s->left[i].uid == uid && clock_ticks() < s->left[i].until)
            return true;
    return false;
}

static void leave(struct imap_source *s, uint32_t uid)
{
    size_t at = 0;
    while (at < s->left_count && s->left[at].uid != uid)
        at++;
    if (at == LEFT_MAX) {
        at = LEFT_MAX - 1;
        memmove(s->left, s->left + 1, at * sizeof s->left[0]);
    }
    s->left[at] = (struct left){.uid = uid, .until = clock_ticks() + RECHECK_MS};
    s->left_count = s->left_count > at ? s->left_count : at + 1;
    s->trying = 0;
    s->tries = 0;
    log_event(&s->taking->house->log, LOG_ERROR, "left",
              "uid=%u why=\"the server does not hand "
              "it over\"",
              uid);
}

/* The batch was not handed over: from here on mail by mail; true when this one is given up. */
static bool give_up(struct imap_source *s, const struct asked *asked, size_t count)
{
    if (asked[count - 1].uid > s->alone_to)
        s->alone_to = asked[count - 1].uid;
    if (count > 1)
        return false;
    if (s->trying != asked->uid)
        s->tries = 0;
    s->trying = asked->uid;
    if (++s->tries < TRIES)
        return false;
    leave(s, asked->uid);
    return true;
}

/* Asks for the sizes that are not known yet, of the next mails of the list. */
static enum outcome ask_sizes(struct imap_source *s, size_t count, struct fault *f)
{
    struct asked asked[BATCH_MAILS] = {0};
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (s->sizes[s->uid_at + i] == UINT32_MAX)
            asked[n++].uid = s->uids[s->uid_at + i];
    if (n == 0)
        return DONE;
    enum answer answer = imap_sizes(s->m, asked, n, f);
    if (answer == ANSWER_LOST)
        return AGAIN;
    if (answer != ANSWER_OK) { /* one of them spoils it for all: each will show for itself */
        for (size_t i = 0; i < n; i++)
            asked[i].there = true;
        s->alone_to = asked[n - 1].uid;
    }
    for (size_t i = 0, at = 0; i < n; i++) {
        while (s->uids[s->uid_at + at] != asked[i].uid)
            at++;
        bool odd = asked[i].size == UINT32_MAX;
        s->sizes[s->uid_at + at] = odd ? UINT32_MAX - 1 : asked[i].size;
        if (!asked[i].there)
            s->uids[s->uid_at + at] = 0; /* gone since it was listed */
    }
    return DONE;
}

/* How much of the list the next batch takes, and what it will weigh. */
static size_t plan(const struct imap_source *s, size_t count, struct asked *asked, size_t *n,
                   uint64_t *bytes)
{
    size_t at = 0;
    *n = 0;
    *bytes = 0;
    for (; at < count; at++) {
        uint32_t uid = s->uids[s->uid_at + at], size = s->sizes[s->uid_at + at];
        if (uid == 0)
            continue;
        bool alone = uid <= s->alone_to || size > IMAP_MAIL_MAX;
        if (*n > 0 && (alone || *bytes + size > BATCH_BYTES))
            break;
        asked[(*n)++] = (struct asked){.uid = uid, .size = size};
        *bytes += size;
        if (alone)
            return at + 1;
    }
    return at;
}

/* Stores what has come, moves the cursor, tells the mailbox. */
static enum outcome store(struct imap_source *s, struct asked *asked, size_t count, bool cut,
                          uint32_t next_uid, struct fault *f)
{
    struct arrived mails[BATCH_MAILS] = {0};
    uint32_t uids[BATCH_MAILS];
    int64_t ids[BATCH_MAILS];
    size_t n = 0, untold = 0;
    /* Two folders may share a UIDVALIDITY; the name keeps their places apart. */
    const char *folder = s->comparing ? s->taking->house->settings->fetch.done_folder : "";
    for (size_t i = 0; i < count; i++)
        if (asked[i].got)
            mails[n++] = (struct arrived){
                .place = {.uidvalidity = s->m->uidvalidity, .uid = asked[i].uid, .name = folder},
                .in_done = s->comparing,
                .bytes = asked[i].body.data,
                .len = asked[i].body.len,
                .cut = cut};
    enum outcome outcome = take_mails(s->taking, mails, n, s->comparing ? 0 : next_uid, f);
    for (size_t i = 0; outcome == DONE && i < n; i++) {
        if (!mails[i].id || mails[i].told)
            continue;
        uids[untold] = mails[i].place.uid;
        ids[untold++] = mails[i].id;
    }
    return outcome == DONE ? imap_source_tell(s, uids, ids, untold, f) : outcome;
}

/* The mails of the batch that came before the first that did not. */
static size_t handed_over(const struct asked *asked, size_t n)
{
    size_t good = 0;
    while (good < n && asked[good].got)
        good++;
    return good;
}

/*
 * Moves the list on behind uid, up to what was not handed over: perhaps it has gone, which asking
 * for its size again will tell.
 */
static void behind(struct imap_source *s, uint32_t uid)
{
    while (s->uid_at < s->uid_count && s->uids[s->uid_at] <= uid)
        s->uid_at++;
    if (s->uid_at < s->uid_count)
        s->sizes[s->uid_at] = UINT32_MAX;
}

/* Fetches the bytes of the planned mails and stores them; `taken` entries of the list are meant. */
static enum outcome fetch(struct imap_source *s, struct asked *asked, size_t n, uint64_t bytes,
                          size_t taken, struct fault *f)
{
    uint32_t last = asked[n - 1].uid;
    bool cut = asked->size > IMAP_MAIL_MAX;
    enum answer answer = imap_bodies(s->m, asked, n, cut, cut ? IMAP_MAIL_START : bytes, f);
    size_t good = answer == ANSWER_LOST ? 0 : handed_over(asked, n);
    bool given_up = good < n && give_up(s, asked, n);
    enum outcome outcome = DONE;
    if (good > 0 || given_up)
        outcome = store(s, asked, good, cut, (given_up ? last : asked[good - 1].uid) + 1, f);
    if (answer == ANSWER_LOST)
        return outcome == DONE ? AGAIN : outcome;
    if (outcome == DONE && (good == n || given_up))
        s->uid_at += taken;
    else if (outcome == DONE)
        behind(s, good > 0 ? asked[good - 1].uid : asked->uid - 1);
    return outcome;
}

enum outcome imap_source_read(struct imap_source *s, struct fault *f)
{
    struct asked asked[BATCH_MAILS] = {0};
    size_t count = s->uid_count - s->uid_at, n;
    uint64_t bytes;
    count = count < BATCH_MAILS ? count : BATCH_MAILS;
    enum outcome outcome = ask_sizes(s, count, f);
    if (outcome != DONE)
        return outcome;
    size_t taken = plan(s, count, asked, &n, &bytes);
    if (n == 0) {
        s->uid_at += taken;
        return DONE;
    }
    outcome = fetch(s, asked, n, bytes, taken, f);
    asked_free(asked, n);
    return outcome;
}
