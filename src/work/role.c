/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The work role: reads stored mails, notices what became of letters, rings timers, makes letters,
 * draws documents, and is the only one that checkpoints the book. It reaches no network.
 *
 * A step does one piece of the first kind that there is any of, in that order: an answer that has
 * been fetched is read before a timer acts on its absence.
 */
#include "work.h"

#include <stdlib.h>

#include "lending/care.h"
#include "lending/meetings.h"
#include "lending/web.h"

enum { LOOK_MS = 5000, WAL_FULL = 16 << 20, WAL_SOME = 1 << 20 };

typedef enum outcome piece_of_work(struct worker *w, bool *moved, struct fault *f);

static enum outcome work_open(const struct house *house, void **state, struct fault *f)
{
    (void)f;
    mime_start();
    struct worker *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    w->house = house;
    w->arena = arena_new();
    *state = w;
    return DONE;
}

static int64_t until_next_timer(struct worker *w, struct fault *f)
{
    instant due, now = clock_now(&w->house->clock);
    if (timers_next(w->house->db, &due, f) != DONE || due == INSTANT_NEVER)
        return LOOK_MS;
    int64_t wait = due - now;
    return wait > LOOK_MS || wait <= 0 ? LOOK_MS : wait;
}

/* A full WAL is moved into the book at once; a smaller one when there is nothing else to do. */
static enum outcome tidy(struct worker *w, bool idle, struct fault *f)
{
    int64_t bytes = db_wal_bytes(w->house->db);
    if (bytes > WAL_FULL || (idle && bytes > WAL_SOME))
        return db_checkpoint(w->house->db, f);
    return DONE;
}

/* Looked at once a minute: the digest's hour, and whether the service is well. */
static enum outcome keep_watch(struct worker *w, bool *moved, struct fault *f)
{
    enum { WATCH_MS = 60 * 1000 };
    int64_t ticks = clock_ticks();
    if (ticks < w->watch_at)
        return DONE;
    w->watch_at = ticks + WATCH_MS;
    enum outcome o = lending_digest(w->house, w->arena, moved, f);
    if (o == DONE)
        o = lending_tidy(w->house, w->arena, f);
    return o == DONE ? lending_alarms(w->house, w->arena, moved, f) : o;
}

static enum outcome mail_links(struct worker *w, bool *moved, struct fault *f)
{
    return lending_link_mail(w->house, w->arena, moved, f);
}

static enum outcome care_for_pool(struct worker *w, bool *moved, struct fault *f)
{
    enum outcome o = lending_care(w->house, w->arena, moved, f);
    return o == DONE && !*moved ? lending_meetings_tell(w->house, w->arena, moved, f) : o;
}

/* After all else: nobody waits for it. */
static enum outcome weed(struct worker *w, bool *moved, struct fault *f)
{
    return lending_weed(w->house, w->arena, &w->weeding, moved, f);
}

static enum outcome older_words(struct worker *w, bool *moved, struct fault *f)
{
    return lending_words(w->house, w->arena, moved, f);
}

static enum outcome work_step(void *state, struct wish *wish, struct fault *f)
{
    static piece_of_work *const pieces[] = {
        work_read_mails, work_notice_letters, work_ring_timers,    mail_links, keep_watch,
        care_for_pool,   work_make_letters,   work_draw_documents, weed,       older_words};
    struct worker *w = state;
    *wish = (struct wish){.fd = -1, .wait_ms = LOOK_MS};
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && !wish->moved && i < sizeof pieces / sizeof pieces[0]; i++)
        o = pieces[i](w, &wish->moved, f);
    if (o == DONE)
        o = tidy(w, !wish->moved, f);
    if (o == AGAIN) {
        log_event(&w->house->log, LOG_WARN, "postponed", "why=%s", f->text);
        wish->blocked = true;
        wish->moved = false;
        wish->wait_ms = 1000;
    } else if (!wish->moved) {
        wish->more = w->round;
        wish->wait_ms = until_next_timer(w, f);
    }
    arena_reset(w->arena);
    return o;
}

static const char *work_report(const void *state, struct arena *a)
{
    const struct worker *w = state;
    return arena_printf(a, "%zu mails read, %zu timers rung, %zu letters made, %zu documents drawn",
                        w->mails, w->timers, w->letters, w->documents);
}

static void work_close(void **state)
{
    struct worker *w = *state;
    if (!w)
        return;
    struct fault f;
    if (db_checkpoint(w->house->db, &f) != DONE)
        log_event(&w->house->log, LOG_NOTICE, "checkpoint_left", "why=%s", f.text);
    arena_free(&w->arena);
    free(w);
    *state = NULL;
}

const struct role work_role = {.name = "work",
                               .db_role = DB_WORK,
                               .open = work_open,
                               .step = work_step,
                               .report = work_report,
                               .close = work_close};
