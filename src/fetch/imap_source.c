/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * An IMAP folder as steps.
 *
 * The queue is our own cursor, (UIDVALIDITY, next UID), never \Seen: staff may open, mark and move
 * mails as they like. Each look begins with SELECT, which tells of a changed UIDVALIDITY; then all
 * places are new, and the mails are known again by their bytes. When the end is reached the
 * server's count is held against ours; if it holds more, every place is looked up and what was
 * missed is fetched.
 *
 * Any fault drops the connection: the next step begins with a new one, and from what is committed.
 */
#include "imap_source.h"

#include <poll.h>
#include <stdlib.h>

#include "base/clock.h"

struct imap_source *imap_source_new(struct taking *t, source_opener *open, void *context)
{
    struct imap_source *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->taking = t;
    s->open = open;
    s->context = context;
    s->list_memory = arena_new();
    s->untold_memory = arena_new();
    return s;
}

static void drop(struct imap_source *s, bool farewell)
{
    if (s->m) {
        if (farewell)
            imap_logout(s->m);
        imap_free(s->m);
        free(s->m);
    }
    s->m = NULL;
    s->stage = STAGE_CLOSED;
    s->uid_count = s->uid_at = 0;
    s->untold_listed = s->comparing = false;
}

void imap_source_free(struct imap_source **s)
{
    if (!*s)
        return;
    drop(*s, true);
    arena_free(&(*s)->list_memory);
    arena_free(&(*s)->untold_memory);
    free(*s);
    *s = NULL;
}

/* NO and BAD to a command that must go through are a fault like a lost connection. */
static enum outcome must(enum answer answer)
{
    return answer == ANSWER_OK ? DONE : AGAIN;
}

static enum outcome step_connect(struct imap_source *s, struct fault *f)
{
    struct net_stream *stream = NULL;
    if (s->open(s->context, &stream, f) != DONE)
        return AGAIN; /* a refused login or certificate too: somebody may mend it at the server */
    s->m = calloc(1, sizeof *s->m);
    if (!s->m)
        abort();
    imap_init(s->m, stream);
    enum outcome outcome = must(imap_capability(s->m, f));
    if (outcome != DONE)
        return outcome;
    s->refused = false;
    s->connected_anew = true;
    s->stage = STAGE_SELECT;
    log_event(&s->taking->house->log, LOG_INFO, "connected", "idle=%d move=%d uidplus=%d",
              s->m->can_idle, s->m->can_move, s->m->can_uidplus);
    return DONE;
}

/* No mail is in doubt: what is remembered of single UIDs belonged to another folder or validity. */
static void forget_uids(struct imap_source *s)
{
    s->left_count = 0;
    s->alone_to = s->trying = 0;
    s->tries = 0;
}

/* Begins a list at this UID. */
static void list_from(struct imap_source *s, uint32_t uid, bool recheck)
{
    s->stage = STAGE_LIST;
    s->list_from = uid;
    s->recheck = recheck;
    s->missed = 0;
    s->m->news = false;
}

static enum outcome step_select(struct imap_source *s, struct fault *f)
{
    struct mailbox *box = &s->taking->mailbox;
    const struct house *house = s->taking->house;
    enum outcome outcome = must(imap_select(s->m, house->settings->fetch.folder, f));
    if (outcome != DONE)
        return outcome;
    if (box->uidvalidity != s->m->uidvalidity) {
        if (box->uidvalidity)
            log_event(&house->log, LOG_WARN, "uidvalidity_changed", "from=%u to=%u",
                      box->uidvalidity, s->m->uidvalidity);
        outcome = fetching_cursor(house->db, box->id, s->m->uidvalidity, 1, false, 0,
                                  clock_now(&house->clock), f);
        if (outcome != DONE)
            return outcome;
        box->uidvalidity = s->m->uidvalidity;
        box->next_uid = 1;
        forget_uids(s);
    }
    s->stage = STAGE_TELL;
    return DONE;
}

static enum outcome step_tell(struct imap_source *s, struct fault *f)
{
    bool over;
    enum outcome outcome = imap_source_tell_old(s, &over, f);
    if (outcome == DONE && over)
        list_from(s, s->taking->mailbox.next_uid, false);
    return outcome;
}

static void clear_list(struct imap_source *s)
{
    arena_reset(s->list_memory);
    s->uids = NULL;
    s->uid_count = s->uid_at = 0;
}

/* The list is there; no size of it is known. */
static void begin_reading(struct imap_source *s)
{
    s->sizes = arena_array(s->list_memory, s->uid_count + 1, sizeof *s->sizes);
    for (size_t i = 0; i < s->uid_count; i++)
        s->sizes[i] = UINT32_MAX;
    s->stage = STAGE_READ;
}

/*
 * One list: all to the end where the folder is small enough, else a window of it, so that the
 * answer has a bound.
 */
static enum outcome step_list(struct imap_source *s, struct fault *f)
{
    bool small = s->m->exists <= IMAP_LIST_MAX || s->m->uidnext == 0;
    uint64_t to = s->list_from + IMAP_LIST_MAX - 1;
    uint64_t last = s->m->uidnext ? (uint64_t)s->m->uidnext - 1 : UINT32_MAX;
    bool all = small || to >= last;
    clear_list(s);
    enum outcome outcome = DONE;
    if (s->m->exists > 0 && s->list_from <= UINT32_MAX)
        outcome = must(imap_search(s->m, s->list_memory, (uint32_t)s->list_from,
                                   all ? UINT32_MAX : (uint32_t)to, &s->uids, &s->uid_count, f));
    if (outcome != DONE)
        return outcome;
    begin_reading(s);
    s->list_from = all ? (uint64_t)UINT32_MAX + 1 : to + 1;
    return DONE;
}

/*
 * While missed mails are looked for: steps over the places that are known, up to one that is not,
 * which is then fetched by itself.
 */
static enum outcome skip_known(struct imap_source *s, bool *found, struct fault *f)
{
    const struct mailbox *box = &s->taking->mailbox;
    *found = false;
    for (int i = 0; i < LOOK_AT_ONCE && s->uid_at < s->uid_count; i++, s->uid_at++) {
        struct stored stored;
        struct place place = {
            .uidvalidity = box->uidvalidity, .uid = s->uids[s->uid_at], .name = ""};
        if (place.uid == 0 || imap_source_is_left(s, place.uid))
            continue;
        enum outcome outcome = fetching_find(s->taking->house->db, box->id, &place, &stored, f);
        if (outcome != DONE)
            return outcome;
        if (stored.id)
            continue;
        *found = true;
        s->missed += place.uid < box->next_uid && place.uid != s->trying;
        if (place.uid > s->alone_to)
            s->alone_to = place.uid;
        return DONE;
    }
    return DONE;
}

/* ---- after a restore ---- */

static enum outcome end_comparing(struct imap_source *s, struct fault *f)
{
    s->comparing = false;
    s->stage = STAGE_SELECT;
    forget_uids(s);
    return take_compared(s->taking, f);
}

/*
 * What came since the backup was moved to the `done` folder, and the restored book knows nothing
 * of it: the folder is read, and bytes that are new to the book are stored.
 */
static enum outcome step_compare(struct imap_source *s, struct fault *f)
{
    enum answer answer = imap_select(s->m, s->taking->house->settings->fetch.done_folder, f);
    if (answer == ANSWER_LOST)
        return AGAIN;
    forget_uids(s);
    s->comparing = true;
    s->recheck = false;
    if (answer != ANSWER_OK) /* there is no such folder: nothing was moved */
        return end_comparing(s, f);
    clear_list(s);
    enum outcome outcome =
        must(imap_search_since(s->m, s->list_memory, s->since, &s->uids, &s->uid_count, f));
    begin_reading(s);
    return outcome;
}

/* Is there something to compare before the mailbox may be called complete? */
static enum outcome look_for_restore(struct imap_source *s, bool *compare_first, struct fault *f)
{
    const struct house *house = s->taking->house;
    *compare_first = false;
    if (house->settings->fetch.done != DONE_MOVE)
        return DONE;
    enum outcome outcome = fetching_restored(house->db, &s->since, f);
    *compare_first = outcome == DONE && s->since.year != 0;
    return outcome;
}

static enum outcome step_read(struct imap_source *s, struct fault *f)
{
    bool found = true;
    enum outcome outcome = DONE;
    if (s->recheck)
        outcome = skip_known(s, &found, f);
    if (outcome == DONE && found && s->uid_at < s->uid_count)
        outcome = imap_source_read(s, f);
    if (outcome != DONE || s->uid_at < s->uid_count)
        return outcome;
    if (s->comparing)
        return end_comparing(s, f);
    s->stage = s->list_from <= UINT32_MAX ? STAGE_LIST : STAGE_END;
    return DONE;
}

/* Does the server hold more than we know of? */
static enum outcome compare(struct imap_source *s, bool *more, struct fault *f)
{
    const struct taking *t = s->taking;
    bool takes_away =
        t->house->settings->fetch.done == DONE_MOVE && (s->m->can_move || s->m->can_uidplus);
    int64_t known = 0;
    *more = false;
    if (s->m->exists == 0)
        return DONE;
    enum outcome outcome =
        fetching_count(t->house->db, t->mailbox.id, t->mailbox.uidvalidity, takes_away, &known, f);
    *more = outcome == DONE && s->m->exists > known;
    return outcome;
}

static enum outcome step_end(struct imap_source *s, struct fault *f)
{
    const struct house *house = s->taking->house;
    if (s->m->news) { /* more has come while we read */
        list_from(s, s->taking->mailbox.next_uid, false);
        return DONE;
    }
    if (s->recheck && s->missed)
        log_event(&house->log, LOG_WARN, "missed", "found=%zu left=%zu", s->missed, s->left_count);
    bool more = false;
    enum outcome outcome =
        s->recheck || clock_ticks() < s->recheck_at ? DONE : compare(s, &more, f);
    if (outcome == DONE && more) {
        s->recheck_at = clock_ticks() + RECHECK_MS;
        list_from(s, 1, true);
        return DONE;
    }
    bool compare_first = false;
    if (outcome == DONE)
        outcome = look_for_restore(s, &compare_first, f);
    if (outcome == DONE && compare_first) {
        s->stage = STAGE_COMPARE;
        return DONE;
    }
    if (outcome == DONE)
        outcome = take_complete(s->taking, s->m->exists, f);
    if (outcome != DONE)
        return outcome;
    if (s->connected_anew)
        log_event(&house->log, LOG_INFO, "complete", "in_mailbox=%u", s->m->exists);
    s->connected_anew = s->recheck = false;
    s->poll_at = clock_ticks() + (int64_t)house->settings->fetch.poll_seconds * 1000;
    s->stage = STAGE_WAIT;
    return DONE;
}

/* ---- waiting ---- */

static enum outcome leave_idle(struct imap_source *s, enum stage stage, struct fault *f)
{
    enum outcome outcome = s->m->idling ? must(imap_idle_end(s->m, f)) : DONE;
    if (outcome == DONE && stage == STAGE_LIST)
        list_from(s, s->taking->mailbox.next_uid, false);
    else
        s->stage = stage;
    return outcome;
}

/* IDLE where the server offers it; one that refuses it is not asked again. */
static enum outcome begin_idle(struct imap_source *s, struct fault *f)
{
    enum answer answer = imap_idle(s->m, f);
    if (answer == ANSWER_NO || answer == ANSWER_BAD)
        s->m->can_idle = false;
    s->idle_until = clock_ticks() + IDLE_MS;
    return answer == ANSWER_LOST ? AGAIN : DONE;
}

static enum outcome step_wait(struct imap_source *s, struct wish *wish, struct fault *f)
{
    enum outcome outcome = DONE;
    if (s->m->idling)
        outcome = imap_idle_look(s->m, f);
    if (outcome != DONE)
        return outcome;
    wish->moved = true;
    if (clock_ticks() >= s->poll_at)
        return leave_idle(s, STAGE_SELECT, f);
    if (s->m->news)
        return leave_idle(s, STAGE_LIST, f);
    if (s->m->idling && clock_ticks() >= s->idle_until)
        return leave_idle(s, STAGE_WAIT, f);
    if (s->m->can_idle && !s->m->idling)
        return begin_idle(s, f);
    wish->moved = false;
    int64_t until = s->m->idling && s->idle_until < s->poll_at ? s->idle_until : s->poll_at;
    wish->wait_ms = until - clock_ticks();
    wish->fd = s->m->idling ? s->m->wire.stream->fd : -1;
    wish->events = POLLIN;
    return DONE;
}

/*
 * With --once the end of the folder is the end: the step that reaches it says that nothing moves,
 * and one that is asked for after it takes a fresh look.
 */
static enum outcome one_stage(struct imap_source *s, struct wish *wish, struct fault *f)
{
    switch (s->stage) {
    case STAGE_CLOSED:
        return step_connect(s, f);
    case STAGE_SELECT:
        return step_select(s, f);
    case STAGE_TELL:
        return step_tell(s, f);
    case STAGE_LIST:
        return step_list(s, f);
    case STAGE_READ:
        return step_read(s, f);
    case STAGE_END:
        return step_end(s, f);
    case STAGE_COMPARE:
        return step_compare(s, f);
    default:
        return step_wait(s, wish, f);
    }
}

enum outcome imap_source_step(struct imap_source *s, struct wish *wish, struct fault *f)
{
    if (s->taking->house->once && s->stage == STAGE_WAIT)
        s->stage = STAGE_SELECT;
    bool waiting = s->stage == STAGE_WAIT;
    wish->moved = true;
    enum outcome outcome = one_stage(s, wish, f);
    if (outcome != DONE) {
        drop(s, false);
        return outcome;
    }
    if (!waiting && s->stage == STAGE_WAIT && s->taking->house->once) {
        wish->moved = false;
        wish->wait_ms = (int64_t)s->taking->house->settings->fetch.poll_seconds * 1000;
    }
    return DONE;
}
