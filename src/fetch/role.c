/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The role `fetch`: brings whole messages from the mailbox into the book, and never looks inside.
 *
 * Here stands what is the same for every mailbox: opening, pauses after faults, what is logged and
 * noted of them, and the report. The pauses grow from one second to five minutes, spread by chance
 * so that many fetchers do not come back at the same moment, and begin anew after a good fetch.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "house.h"
#include "source.h"

enum { PAUSE_LEAST_MS = 1000, PAUSE_MOST_MS = 5 * 60 * 1000, NOTE_FROM = 3 };

struct fetch {
    const struct house *house;
    struct taking taking;
    struct net_token token;
    struct net_target target;
    struct imap_source *imap; /* one of these two */
    struct maildir *maildir;
    unsigned faults;  /* since the last good fetch */
    instant complete; /* taking.mailbox.complete_at when they were last forgiven */
    size_t stored;    /* … and taking.stored */
    int64_t again_at; /* clock_ticks(): no step does anything before it */
};

static enum outcome open_server(void *context, struct net_stream **out, struct fault *f)
{
    struct fetch *s = context;
    return net_open(&s->target, out, f);
}

static enum outcome fetch_open(const struct house *house, void **state, struct fault *f)
{
    struct fetch *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    s->house = house;
    s->taking = (struct taking){.house = house, .keep = house->settings->fetch.done == DONE_KEEP};
    enum outcome outcome =
        fetching_mailbox(house->db, house->settings->fetch.source, &s->taking.mailbox, f);
    if (outcome != DONE) {
        free(s);
        return outcome;
    }
    s->complete = s->taking.mailbox.complete_at;
    s->target = (struct net_target){
        .protocol = house->settings->fetch.kind == SOURCE_IMAPS ? NET_IMAPS : NET_IMAP,
        .server = &house->settings->fetch.server,
        .token = &s->token};
    if (house->settings->fetch.kind == SOURCE_MAILDIR)
        s->maildir = maildir_new(&s->taking);
    else
        s->imap = imap_source_new(&s->taking, open_server, s);
    *state = s;
    return DONE;
}

/* What /halsa and the operator are told of a fault: a word, never a text from outside. */
static const char *word_of(const struct fault *f)
{
    switch (f->code) {
    case EXIT_NOT_PERMITTED:
        return "login_refused";
    case EXIT_CONFIG:
        return "server_refused";
    case EXIT_NO_INPUT:
        return "file_missing";
    case EXIT_DATA:
        return "server_breaks_rules";
    case EXIT_TRY_AGAIN:
        return "book_busy";
    default:
        return "unavailable";
    }
}

/* Half of the pause is certain, the other half is chance. */
static int64_t pause_ms(const struct fetch *s)
{
    unsigned doublings = s->faults > 10 ? 10 : s->faults - 1;
    int64_t whole = (int64_t)PAUSE_LEAST_MS << doublings;
    if (whole > PAUSE_MOST_MS)
        whole = PAUSE_MOST_MS;
    return whole / 2 + random_below(s->house->random, (uint32_t)(whole / 2) + 1);
}

static void note_fault(struct fetch *s, const struct fault *why)
{
    int64_t pause = pause_ms(s);
    s->again_at = clock_ticks() + pause;
    log_event(&s->house->log, s->faults >= NOTE_FROM ? LOG_ERROR : LOG_WARN, "fault",
              "kind=%s times=%u pause_ms=%lld why=\"%s\"", word_of(why), s->faults,
              (long long)pause, why->text);
    struct fault ignored; /* when the book is the trouble, the note cannot be written either */
    if (s->faults >= NOTE_FROM)
        fetching_note(s->house->db, "fetch.fault", word_of(why), clock_now(&s->house->clock),
                      &ignored);
}

/* A good fetch: mails were stored, or the end was reached. */
static void forgive(struct fetch *s)
{
    if (s->taking.mailbox.complete_at == s->complete && s->taking.stored == s->stored)
        return;
    s->complete = s->taking.mailbox.complete_at;
    s->stored = s->taking.stored;
    s->faults = 0;
}

/*
 * One step of the mailbox. With --once, where "moved" must mean that something new has come, steps
 * are taken until a batch was stored or told, or the end is reached.
 */
static enum outcome step_mailbox(struct fetch *s, struct wish *wish, struct fault *f)
{
    size_t stored = s->taking.stored, told = s->taking.told;
    enum outcome outcome;
    do {
        outcome = s->imap ? imap_source_step(s->imap, wish, f) : maildir_step(s->maildir, wish, f);
    } while (outcome == DONE && s->house->once && wish->moved && s->taking.stored == stored &&
             s->taking.told == told);
    return outcome;
}

static enum outcome fetch_step(void *state, struct wish *wish, struct fault *f)
{
    struct fetch *s = state;
    *wish = (struct wish){.fd = -1, .wait_ms = PAUSE_LEAST_MS};
    int64_t left = s->again_at - clock_ticks();
    if (left > 0) {
        wish->wait_ms = left;
        wish->blocked = true;
        return DONE;
    }
    struct fault why = {0};
    enum outcome outcome = step_mailbox(s, wish, &why);
    forgive(s);
    if (outcome == DONE)
        return DONE;
    s->faults++;
    note_fault(s, &why);
    *wish = (struct wish){.fd = -1, .blocked = true, .wait_ms = s->again_at - clock_ticks()};
    if (f)
        *f = why;
    return outcome;
}

static const char *fetch_report(const void *state, struct arena *a)
{
    const struct fetch *s = state;
    return arena_printf(a, "%zu mail%s stored", s->taking.stored, s->taking.stored == 1 ? "" : "s");
}

static void fetch_close(void **state)
{
    struct fetch *s = *state;
    if (!s)
        return;
    imap_source_free(&s->imap);
    maildir_free(&s->maildir);
    free(s);
    *state = NULL;
}

const struct role fetch_role = {.name = "fetch",
                                .db_role = DB_FETCH,
                                .open = fetch_open,
                                .step = fetch_step,
                                .report = fetch_report,
                                .close = fetch_close};
