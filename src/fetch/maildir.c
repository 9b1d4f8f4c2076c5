/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A Maildir as steps: one listing, then batch after batch of it.
 *
 * A message is known by its name, so one that was looked at in an earlier listing is not looked up
 * again, and one that the book knows is not read again. The exception is done = move: there a
 * known name that lies in the folder again was put back by somebody, or was used twice; it is read,
 * and other bytes are a new mail (stored under the name with a piece of their hash behind a slash,
 * which no file's name can hold).
 *
 * The kernel tells of new files (inotify); the poll looks all the same.
 */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/clock.h"
#include "imap.h"
#include "maildir_files.h"
#include "source.h"

enum { BATCH_MAILS = 200, BATCH_BYTES = 2 * 1024 * 1024, LOOK_AT_ONCE = 5000 };

struct listed {
    struct arena *memory;
    struct maildir_file *files;
    size_t count;
};

/* A message of the batch: read and to be stored, or known and to be told. */
struct message {
    const struct maildir_file *file;
    struct buffer bytes;
    struct arrived arrived;
    bool known;
};

struct maildir {
    struct taking *taking;
    const char *path;
    const char *done_folder; /* done = move */
    struct arena *memory;
    int watch;                 /* inotify; -1: not there */
    struct listed now, before; /* `before`: the last listing that was read to its end */
    size_t at, before_at;
    bool listing, news, refused, folder_made;
    bool comparing;     /* the listing is of the `done` folder, after a restore */
    instant since;      /* … of what came there from this moment on */
    const char *listed; /* the Maildir of the listing: path, or done_path */
    const char *done_path;
    size_t odd; /* messages of this listing that could not be read */
    int64_t poll_at;
    struct message batch[BATCH_MAILS];
    size_t batch_count;
};

static void watch_folders(struct maildir *d)
{
    const struct log *log = &d->taking->house->log;
    const uint32_t what = IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE;
    struct arena *a = arena_new();
    d->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (d->watch >= 0 &&
        (inotify_add_watch(d->watch, arena_printf(a, "%s/new", d->path), what) < 0 ||
         inotify_add_watch(d->watch, arena_printf(a, "%s/cur", d->path), what) < 0)) {
        close(d->watch);
        d->watch = -1;
    }
    if (d->watch < 0)
        log_event(log, LOG_NOTICE, "not_watched", "poll_seconds=%d",
                  d->taking->house->settings->fetch.poll_seconds);
    arena_free(&a);
}

struct maildir *maildir_new(struct taking *t)
{
    struct maildir *d = calloc(1, sizeof *d);
    if (!d)
        abort();
    d->taking = t;
    d->path = t->house->settings->fetch.server.path;
    d->watch = -1;
    d->memory = arena_new();
    if (t->house->settings->fetch.done == DONE_MOVE) {
        d->done_folder = maildir_folder_name(d->memory, t->house->settings->fetch.done_folder);
        d->done_path = arena_printf(d->memory, "%s/%s", d->path, d->done_folder);
    }
    d->now.memory = arena_new();
    d->before.memory = arena_new();
    for (size_t i = 0; i < BATCH_MAILS; i++)
        buffer_init(&d->batch[i].bytes, IMAP_MAIL_MAX);
    return d;
}

void maildir_free(struct maildir **d)
{
    if (!*d)
        return;
    if ((*d)->watch >= 0)
        close((*d)->watch);
    arena_free(&(*d)->memory);
    arena_free(&(*d)->now.memory);
    arena_free(&(*d)->before.memory);
    for (size_t i = 0; i < BATCH_MAILS; i++)
        buffer_free(&(*d)->batch[i].bytes);
    free(*d);
    *d = NULL;
}

/* Takes the kernel's news away; true when there was some. */
static bool drain(struct maildir *d)
{
    char events[16 * 1024];
    bool any = false;
    while (d->watch >= 0 && read(d->watch, events, sizeof events) > 0)
        any = true;
    return any;
}

/*
 * What came since the backup was moved to the `done` folder, and a restored book knows nothing of
 * it: then that folder is listed first, and bytes that are new to the book are stored.
 */
static enum outcome look_for_restore(struct maildir *d, struct fault *f)
{
    struct date since;
    d->comparing = false;
    if (!d->done_path)
        return DONE;
    enum outcome outcome = fetching_restored(d->taking->house->db, &since, f);
    if (outcome != DONE || since.year == 0)
        return outcome;
    if (access(d->done_path, F_OK) != 0)
        return take_compared(d->taking, f);
    d->comparing = true;
    d->since = civil_to_instant((struct civil){.date = since, .hour = 0});
    return DONE;
}

static enum outcome start_listing(struct maildir *d, struct fault *f)
{
    if (d->watch < 0 && !d->taking->house->once)
        watch_folders(d);
    drain(d);
    arena_reset(d->now.memory);
    d->news = d->refused = false;
    d->at = d->before_at = d->odd = 0;
    enum outcome outcome = look_for_restore(d, f);
    d->listed = d->comparing ? d->done_path : d->path;
    if (outcome == DONE)
        outcome = maildir_list(d->now.memory, d->listed, &d->now.files, &d->now.count, f);
    d->listing = outcome == DONE;
    return outcome;
}

/* Was this name in the last listing? Both are sorted, so they are walked side by side. */
static bool seen_before(struct maildir *d, const char *name)
{
    while (d->before_at < d->before.count) {
        int order = strcmp(d->before.files[d->before_at].name, name);
        if (order >= 0)
            return order == 0;
        d->before_at++;
    }
    return false;
}

/* ---- a batch ---- */

/* Reads a message into the batch's next place; false when there is nothing to store. */
static bool read_into(struct maildir *d, const struct maildir_file *file)
{
    struct fault f = {0};
    struct message *m = &d->batch[d->batch_count];
    enum maildir_got got =
        maildir_read(d->listed, file, IMAP_MAIL_MAX, IMAP_MAIL_START, &m->bytes, &f);
    if (got == MAILDIR_GONE) {
        d->news = true; /* perhaps under another name by now: the next listing will tell */
        return false;
    }
    if (got == MAILDIR_ODD) {
        d->odd++;
        log_event(&d->taking->house->log, LOG_ERROR, "left", "why=\"%s\"", f.text);
        return false;
    }
    m->file = file;
    m->known = false;
    m->arrived = (struct arrived){.place = {.name = file->name},
                                  .bytes = m->bytes.len ? m->bytes.data : "",
                                  .len = m->bytes.len,
                                  .cut = got == MAILDIR_CUT};
    return true;
}

/* A known name that lies in the folder again: the same mail, to be told of; or another one. */
static void compare_known(struct maildir *d, struct message *m, const struct stored *stored)
{
    struct arena *a = d->now.memory;
    unsigned char digest[SHA256_BYTES];
    sha256(m->arrived.bytes, m->arrived.len, digest);
    char *hash = hex_text(a, digest, sizeof digest);
    m->known = strcmp(hash, stored->sha256) == 0;
    m->arrived.id = stored->id;
    if (!m->known)
        m->arrived.place.name = arena_printf(a, "%s/%.16s", m->file->name, hash);
}

/* Looks one listed file up and puts it into the batch when something is to be done with it. */
static enum outcome consider(struct maildir *d, const struct maildir_file *file, struct fault *f)
{
    struct stored stored;
    struct place place = {.name = file->name};
    struct message *m = &d->batch[d->batch_count];
    bool move = d->taking->house->settings->fetch.done == DONE_MOVE;
    enum outcome outcome =
        fetching_find(d->taking->house->db, d->taking->mailbox.id, &place, &stored, f);
    if (outcome != DONE)
        return outcome;
    if (stored.id && (d->refused || (stored.told && !move)))
        return DONE;
    if (stored.id && !move) {
        m->file = file;
        m->known = true;
        m->arrived = (struct arrived){.id = stored.id};
        d->batch_count++;
        return DONE;
    }
    if (!read_into(d, file))
        return DONE;
    if (stored.id)
        compare_known(d, m, &stored);
    d->batch_count += !(m->known && m->arrived.cut); /* too large to move; it stays */
    return DONE;
}

/* A file of the `done` folder; its place is named so that it is not that of one in the mailbox. */
static void consider_done(struct maildir *d, const struct maildir_file *file)
{
    struct message *m = &d->batch[d->batch_count];
    if (maildir_since(d->listed, file) * 1000 < d->since || !read_into(d, file))
        return;
    m->arrived.in_done = true;
    m->arrived.place.name = arena_printf(d->now.memory, "%s/%s", d->done_folder, file->name);
    d->batch_count++;
}

static enum outcome fill_batch(struct maildir *d, struct fault *f)
{
    size_t bytes = 0;
    bool move = d->taking->house->settings->fetch.done == DONE_MOVE;
    d->batch_count = 0;
    for (int looked = 0; d->at < d->now.count && d->batch_count < BATCH_MAILS &&
                         bytes < BATCH_BYTES && looked < LOOK_AT_ONCE;
         d->at++) {
        const struct maildir_file *file = &d->now.files[d->at];
        if (seen_before(d, file->name) && !move)
            continue;
        size_t before = d->batch_count;
        enum outcome outcome = DONE;
        looked++;
        if (d->comparing)
            consider_done(d, file);
        else
            outcome = consider(d, file, f);
        if (outcome != DONE)
            return outcome;
        if (d->batch_count > before && !d->batch[before].known)
            bytes += d->batch[before].arrived.len;
    }
    return DONE;
}

static enum outcome store_batch(struct maildir *d, struct fault *f)
{
    struct arrived mails[BATCH_MAILS];
    size_t n = 0;
    for (size_t i = 0; i < d->batch_count; i++)
        if (!d->batch[i].known)
            mails[n++] = d->batch[i].arrived;
    enum outcome outcome = n ? take_mails(d->taking, mails, n, 0, f) : DONE;
    n = 0;
    for (size_t i = 0; outcome == DONE && i < d->batch_count; i++)
        if (!d->batch[i].known)
            d->batch[i].arrived = mails[n++];
    return outcome;
}

static enum outcome tell_one(struct maildir *d, const struct maildir_file *file, struct fault *f)
{
    const struct settings *s = d->taking->house->settings;
    if (s->fetch.done == DONE_FLAG)
        return maildir_flag(d->path, file, f);
    if (s->fetch.done != DONE_MOVE)
        return DONE;
    enum outcome outcome = DONE;
    if (!d->folder_made)
        outcome = maildir_folder(d->path, d->done_folder, f);
    d->folder_made = outcome == DONE;
    return outcome == DONE ? maildir_move(d->path, file, d->done_folder, f) : outcome;
}

/* A refusal (rights, a full disk) stops no fetching: the mails stay and are told at a later look.
 */
static enum outcome tell_batch(struct maildir *d, struct fault *f)
{
    int64_t ids[BATCH_MAILS];
    size_t n = 0;
    bool move = d->taking->house->settings->fetch.done == DONE_MOVE; /* here, so not moved yet */
    for (size_t i = 0; i < d->batch_count && !d->refused; i++) {
        struct message *m = &d->batch[i];
        struct fault why = {0};
        if (!m->arrived.id || m->arrived.cut || m->arrived.in_done || (m->arrived.told && !move))
            continue;
        if (tell_one(d, m->file, &why) == DONE) {
            ids[n++] = m->arrived.id;
        } else {
            d->refused = true;
            d->folder_made = false;
            log_event(&d->taking->house->log, LOG_WARN, "mailbox_refuses", "why=\"%s\"", why.text);
        }
    }
    return n ? take_told(d->taking, ids, n, f) : DONE;
}

static enum outcome step_batch(struct maildir *d, struct fault *f)
{
    enum outcome outcome = fill_batch(d, f);
    if (outcome == DONE)
        outcome = store_batch(d, f);
    return outcome == DONE ? tell_batch(d, f) : outcome;
}

/* The listing was read to its end: it becomes the one that the next is held against. */
static enum outcome finish_listing(struct maildir *d, struct fault *f)
{
    if (d->comparing) {
        d->listing = false;
        d->news = true; /* now for the mailbox itself */
        return take_compared(d->taking, f);
    }
    enum outcome outcome = take_complete(d->taking, (uint32_t)d->now.count, f);
    if (outcome != DONE)
        return outcome;
    struct listed old = d->before;
    bool all_done = d->odd == 0 && !d->refused;
    d->before = d->now;
    if (!all_done)
        d->before.count = 0;
    d->now = old;
    d->listing = false;
    d->poll_at = clock_ticks() + (int64_t)d->taking->house->settings->fetch.poll_seconds * 1000;
    return DONE;
}

enum outcome maildir_step(struct maildir *d, struct wish *wish, struct fault *f)
{
    bool once = d->taking->house->once;
    enum outcome outcome = DONE;
    if (d->listing) {
        outcome = d->at < d->now.count ? step_batch(d, f) : finish_listing(d, f);
        if (outcome != DONE)
            d->listing = false;
        wish->moved = outcome == DONE && (d->listing || !once || d->news);
        return outcome;
    }
    d->news = drain(d) || d->news;
    if (once || d->news || clock_ticks() >= d->poll_at) {
        wish->moved = true;
        return start_listing(d, f);
    }
    wish->wait_ms = d->poll_at - clock_ticks();
    wish->fd = d->watch;
    wish->events = POLLIN;
    return DONE;
}
