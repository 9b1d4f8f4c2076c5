/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Ringing the due timers, earliest first. Those that wait for a silence to be certain are passed
 * over, and looked at again in the next round.
 */
#include "work.h"

enum { BATCH = 20 };

static void remember(struct worker *w, const struct timer *t)
{
    w->passed = (struct timer){.id = t->id, .due_at = t->due_at};
    w->round = true;
}

enum outcome work_ring_timers(struct worker *w, bool *moved, struct fault *f)
{
    instant now = clock_now(&w->house->clock);
    struct timer *timers;
    size_t count;
    if (!w->round)
        w->waiting = 0;
    enum outcome o = timers_due(w->house->db, w->arena, now, w->round ? &w->passed : NULL, BATCH,
                                &timers, &count, f);
    if (o != DONE)
        return o;
    for (size_t i = 0; o == DONE && i < count; i++) {
        bool waits;
        remember(w, &timers[i]);
        o = lending_ring(w->house, w->arena, &timers[i], &waits, f);
        if (o != DONE)
            break;
        if (waits) {
            w->waiting++;
            continue;
        }
        w->timers++;
        *moved = true;
        log_event(&w->house->log, LOG_INFO, "rang", "timer=%s request=%lld", timers[i].kind,
                  (long long)timers[i].request_id);
    }
    if (count < BATCH)
        w->round = false;
    else
        *moved = true;
    return o;
}
