/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The role `send`: takes letters from the book one by one, hands them to a driver, and writes what
 * became of each.
 *
 * A step is one turn in the book (the last letter settled and the next claimed, in one commit) and
 * one delivery; libesmtp may go on for a few letters within it, by the feed. What a delivery gave
 * is kept until it is committed: when the book is busy it is written in the next step, and when
 * the role ends in close(). So at any moment one letter at most is in doubt (invariant 4).
 *
 * Trouble with the server is not the letters' fault: they are put off and the role waits, from a
 * second up to five minutes; what a person must mend is noted for /halsa. Log lines name letters by
 * id and give the server's code, never its words, which may hold an address.
 */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "house.h"
#include "timing.h"
#include "wire.h"

enum { LOOK_MS = 5000, BUSY_MS = 1000 };

struct tally {
    unsigned sent, deferred, failed, unknown, held, recovered;
};

struct sender {
    const struct house *house;
    struct driver *driver;
    struct arena *arena;    /* of the letter in flight */
    struct arena *lasting;  /* of the role */
    struct outgoing letter; /* in flight, or delivered and not yet settled */
    struct delivery result;
    bool pending;                                     /* result is still to be written */
    unsigned troubles;                                /* in a row */
    int64_t paused_until;                             /* clock_ticks() */
    char noted[sizeof((struct delivery *)0)->answer]; /* what stands in send.fault */
    bool note_known;
    int wake; /* inotify on the book's wake file; -1: none */
    struct tally tally;
};

/* ---------------------------------------------------------------- words for log and note */

/* What may be shown of a reason: the server's codes alone, or our own words whole. */
static void public_reason(const char *answer, char *out, size_t cap)
{
    size_t code = strspn(answer, "0123456789");
    size_t n = strlen(answer);
    if (code == 3) {
        n = code + (answer[code] == ' ' ? strspn(answer + code + 1, "0123456789.") + 1 : 0);
        if (n == code + 1)
            n = code;
    }
    if (n >= cap)
        n = cap - 1;
    memcpy(out, answer, n);
    out[n] = '\0';
}

static void log_result(struct sender *s, const struct delivery *d, instant next_at)
{
    static const char *const events[] = {
        [DONE] = "sent", [AGAIN] = "deferred", [NEVER] = "failed", [UNSURE] = "unsure"};
    unsigned *const counts[] = {[DONE] = &s->tally.sent,
                                [AGAIN] = &s->tally.deferred,
                                [NEVER] = &s->tally.failed,
                                [UNSURE] = &s->tally.unknown};
    enum outcome o = d->outcome == AGAIN && next_at == INSTANT_NEVER ? NEVER : d->outcome;
    char reason[sizeof d->answer];
    public_reason(d->answer, reason, sizeof reason);
    ++*counts[o];
    log_event(&s->house->log, o == DONE ? LOG_INFO : LOG_WARN, events[o],
              "letter=%lld attempt=%d reason=\"%s\"", (long long)s->letter.id, s->letter.attempts,
              reason);
}

/* ---------------------------------------------------------------- after a delivery */

/* Trouble in a row makes the pauses grow; any letter that the server has spoken of ends them. */
static void mind_trouble(struct sender *s, const struct delivery *d)
{
    if (d->trouble == TROUBLE_NONE) {
        s->troubles = 0;
        s->paused_until = 0;
        return;
    }
    int64_t pause = timing_pause_ms(++s->troubles);
    s->paused_until = clock_ticks() + pause;
    log_event(&s->house->log, d->lasting ? LOG_ERROR : LOG_WARN, "paused", "ms=%lld lasting=%d",
              (long long)pause, d->lasting);
}

/* Keeps send.fault in the book true; a book that is busy gets it with the next letter. */
static void note_fault(struct sender *s, const struct delivery *d)
{
    char why[sizeof d->answer] = "";
    if (d->lasting)
        public_reason(d->answer, why, sizeof why);
    else if (d->trouble != TROUBLE_NONE)
        return;
    if (s->note_known && strcmp(why, s->noted) == 0)
        return;
    struct fault f = {0};
    s->note_known = sending_fault(s->house->db, why, clock_now(&s->house->clock), &f) == DONE;
    memcpy(s->noted, why, sizeof s->noted);
}

static void remember(struct sender *s, const struct delivery *d)
{
    s->result = *d;
    s->pending = true;
    mind_trouble(s, d);
}

/* ---------------------------------------------------------------- turns in the book */

/* The result as the book wants it; its text lives as long as the sender's. */
static struct sending_result result_of(const struct sender *s, instant now)
{
    const struct delivery *d = &s->result;
    struct sending_result r = {.id = s->letter.id, .outcome = d->outcome, .answer = d->answer};
    if (d->outcome == AGAIN && d->trouble == TROUBLE_BEFORE) {
        r.uncounted = true;
        r.next_at = now;
    } else if (d->outcome == AGAIN || d->outcome == UNSURE) {
        r.next_at = timing_retry(&s->letter, now);
    }
    if (d->outcome == UNSURE && r.next_at == INSTANT_NEVER)
        r.next_at = now;
    return r;
}

/* Settles what is pending and claims the next letter, unless only is set. */
static enum outcome take_turn(struct sender *s, bool only, struct sending_turn *turn,
                              struct fault *f)
{
    const struct house *h = s->house;
    struct sending_policy policy = timing_policy(h->settings, clock_now(&h->clock));
    struct sending_result last = {0};
    policy.only_settle = only;
    if (s->pending)
        last = result_of(s, policy.now);
    arena_reset(s->arena);
    enum outcome o = sending_turn(h->db, s->arena, &last, &policy, turn, f);
    if (o != DONE)
        return o;
    if (s->pending) {
        log_result(s, &s->result, last.next_at);
        note_fault(s, &s->result);
    }
    s->pending = false;
    s->tally.held += (unsigned)turn->held;
    if (turn->held > 0)
        log_event(&h->log, LOG_WARN, "held", "letters=%zu", turn->held);
    if (turn->settled)
        db_wake(h->db);
    if (turn->has_letter)
        s->letter = turn->letter;
    return DONE;
}

/* Is the letter in flight fit to be sent? Else the result says why not. */
static bool fit(struct sender *s)
{
    struct fault f = {0};
    const char *from = driver_return_path(s->house->settings, &s->letter, s->arena);
    if (wire_sound(&s->letter, from, &f) == DONE)
        return true;
    delivery_set(&s->result, NEVER, TROUBLE_NONE, "%s", f.text);
    s->pending = true;
    return false;
}

/* The feed of a driver that needs its next letter at once. */
static bool next_letter(void *context, const struct delivery *last, struct outgoing *letter)
{
    struct sender *s = context;
    struct sending_turn turn;
    struct fault f = {0};
    remember(s, last);
    do {
        if (take_turn(s, false, &turn, &f) != DONE || !turn.has_letter)
            return false;
    } while (!fit(s));
    *letter = s->letter;
    return true;
}

static void deliver(struct sender *s)
{
    const struct feed feed = {next_letter, s};
    struct delivery d = {0};
    if (!fit(s))
        return;
    s->driver->send(s->driver, &s->letter, &feed, &d);
    if (!d.settled)
        remember(s, &d);
}

/* ---------------------------------------------------------------- the role */

static void drain(int fd)
{
    char events[4096];
    ssize_t n = fd < 0 ? 0 : 1;
    while (n > 0)
        n = read(fd, events, sizeof events);
}

static void shorten(int64_t *wait, int64_t other)
{
    if (other < *wait)
        *wait = other > 0 ? other : 0;
}

/* When to look again, nothing having been there to send. */
static void say_when(const struct sender *s, const struct sending_turn *turn, struct wish *wish)
{
    int64_t paused = s->paused_until - clock_ticks();
    wish->wait_ms = LOOK_MS;
    wish->rate_ms = turn->rate_ms;
    wish->moved = turn->held > 0;
    wish->blocked = turn->waiting || (paused > 0 && turn->next_at != INSTANT_NEVER);
    if (paused > 0) {
        wish->wait_ms = paused;
        return;
    }
    if (turn->next_at != INSTANT_NEVER)
        shorten(&wish->wait_ms, turn->next_at - clock_now(&s->house->clock));
    if (turn->rate_ms > 0)
        wish->wait_ms = turn->rate_ms < LOOK_MS ? turn->rate_ms : LOOK_MS;
}

static enum outcome send_step(void *state, struct wish *wish, struct fault *f)
{
    struct sender *s = state;
    struct sending_turn turn;
    *wish = (struct wish){.wait_ms = BUSY_MS, .fd = s->wake, .events = POLLIN, .blocked = true};
    drain(s->wake);
    bool paused = clock_ticks() < s->paused_until;
    enum outcome o = take_turn(s, paused, &turn, f);
    if (o != DONE) {
        log_event(&s->house->log, LOG_WARN, "busy", "pending=%d", s->pending);
        return o;
    }
    wish->blocked = false;
    if (turn.has_letter) {
        deliver(s);
        wish->moved = true;
        return DONE;
    }
    s->driver->rest(s->driver);
    say_when(s, &turn, wish);
    return DONE;
}

static enum outcome open_driver(struct sender *s, struct fault *f)
{
    const struct settings *settings = s->house->settings;
    const struct driver_options options = {
        .settings = settings,
        .home = arena_printf(s->lasting, "%s.send", db_path(s->house->db)),
        .deadlines = &deadlines_default,
    };
    if (settings->send.kind == TARGET_MAILDIR)
        return maildir_open(&options, &s->driver, f);
    if (settings->send.engine == ENGINE_LIBESMTP)
        return esmtp_open(&options, &s->driver, f);
    return smtp_open(&options, &s->driver, f);
}

static void watch_wake(struct sender *s)
{
    s->wake = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (s->wake >= 0 && inotify_add_watch(s->wake, db_wake_path(s->house->db),
                                          IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE) < 0) {
        close(s->wake);
        s->wake = -1;
    }
}

/* Frees everything; a result that could not be written leaves its letter to sending_recover(). */
static void send_close(void **state)
{
    struct sender *s = *state;
    struct sending_turn turn;
    struct fault f = {0};
    if (!s)
        return;
    if (s->pending && take_turn(s, true, &turn, &f) != DONE)
        log_event(&s->house->log, LOG_ERROR, "unsettled", "letter=%lld", (long long)s->letter.id);
    if (s->driver)
        s->driver->close(s->driver);
    if (s->wake >= 0)
        close(s->wake);
    arena_free(&s->arena);
    arena_free(&s->lasting);
    free(s);
    *state = NULL;
}

static enum outcome send_open(const struct house *house, void **state, struct fault *f)
{
    struct sender *s = calloc(1, sizeof *s);
    if (!s)
        return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "no memory for the role");
    s->house = house;
    s->wake = -1;
    s->arena = arena_new();
    s->lasting = arena_new();
    *state = s;
    signal(SIGPIPE, SIG_IGN);
    size_t recovered = 0;
    struct sending_policy policy = timing_policy(house->settings, clock_now(&house->clock));
    enum outcome o = open_driver(s, f);
    if (o == DONE)
        o = sending_recover(house->db, &policy, &recovered, f);
    if (o != DONE) {
        send_close(state);
        return o;
    }
    s->tally.recovered = (unsigned)recovered;
    if (recovered > 0) {
        log_event(&house->log, LOG_WARN, "recovered", "letters=%zu", recovered);
        db_wake(house->db);
    }
    watch_wake(s);
    return DONE;
}

static const char *send_report(const void *state, struct arena *a)
{
    const struct tally *t = &((const struct sender *)state)->tally;
    return arena_printf(a,
                        "%u letters sent, %u put off, %u failed, %u unknown, %u held, "
                        "%u found in flight",
                        t->sent, t->deferred, t->failed, t->unknown, t->held, t->recovered);
}

const struct role send_role = {
    .name = "send",
    .db_role = DB_SEND,
    .open = send_open,
    .step = send_step,
    .report = send_report,
    .close = send_close,
};
