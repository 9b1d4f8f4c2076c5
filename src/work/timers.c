/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Ringing the due timers, earliest first. Those that wait for a silence to be certain are passed
 * over, and looked at again in the next round.
 */
#include "work.h"

enum { BATCH = 20, LOOKS = 10 };

static void remember(struct worker *w, const struct timer *t)
{
    w->passed = (struct timer){.id = t->id, .due_at = t->due_at};
    w->round = true;
}

/* A timer that cannot be rung must not hold up the others: a person looks at its request. */
static enum outcome set_aside(struct worker *w, const struct timer *t, struct fault *f)
{
    static const char *const ASIDE = "timer aside";
    struct db *db = w->house->db;
    struct task task = {.kind = "timer_failed",
                        .request_id = t->request_id,
                        .subject = t->kind,
                        .text = "Något som skulle ha skett av sig självt gick inte. Se efter vad "
                                "förfrågan behöver.",
                        .since = clock_now(&w->house->clock)};
    log_event(&w->house->log, LOG_ERROR, "timer_set_aside", "timer=%s request=%lld why=%s", t->kind,
              (long long)t->request_id, f->text);
    enum outcome o = db_begin(db, ASIDE, f);
    if (o == DONE)
        o = timers_end(db, w->arena, t, NULL, f);
    if (o == DONE)
        o = tasks_open(db, w->arena, &task, f);
    return db_end(db, ASIDE, o, f);
}

/* Looks at the next of the round; *waits when it stays. */
static enum outcome ring_one(struct worker *w, const struct timer *t, bool *waits, struct fault *f)
{
    *waits = false;
    remember(w, t);
    enum outcome o = lending_ring(w->house, w->arena, t, waits, f);
    if (o == NEVER) {
        *waits = false;
        return set_aside(w, t, f);
    }
    if (o != DONE || *waits)
        return o;
    log_event(&w->house->log, LOG_INFO, "rang", "timer=%s request=%lld", t->kind,
              (long long)t->request_id);
    return DONE;
}

/* Some of the round, which is over when there are no more, and begins anew after a fault. */
static enum outcome ring_some(struct worker *w, bool *moved, struct fault *f)
{
    struct timer *timers;
    size_t count;
    if (!w->round)
        w->waiting = 0;
    enum outcome o = timers_due(w->house->db, w->arena, clock_now(&w->house->clock),
                                w->round ? &w->passed : NULL, BATCH, &timers, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        bool waits;
        o = ring_one(w, &timers[i], &waits, f);
        if (o != DONE)
            break;
        w->waiting += waits;
        w->timers += !waits;
        *moved = *moved || !waits;
    }
    if (o != DONE || count < BATCH)
        w->round = false;
    return o;
}

/* Timers that wait are no work done, however many: the next step goes on with the round. */
enum outcome work_ring_timers(struct worker *w, bool *moved, struct fault *f)
{
    enum outcome o = DONE;
    for (int looks = 0; o == DONE && looks < LOOKS && !*moved; looks++) {
        o = ring_some(w, moved, f);
        if (!w->round)
            break;
    }
    return o;
}
