/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The parts of the work role: reading mails, noticing letters, ringing timers, making letters,
 * drawing documents.
 */
#ifndef LEVANDE_WORK_H
#define LEVANDE_WORK_H

#include "house.h"
#include "lending.h"

struct worker {
    const struct house *house;
    struct arena *arena; /* for one step */
    struct timer
        passed;       /* the last timer looked at in this round, so that waiting ones are skipped */
    bool round;       /* a round over the due timers is under way */
    int64_t watch_at; /* clock_ticks() of the next look at digest and alarms */
    struct weeding_round weeding;
    int64_t begun; /* the newest mail whose reading this process has counted as begun */
    size_t mails, letters, timers, waiting, documents; /* for the report */
};

/* Each does one bounded piece; *moved is set when there was something to do. */
enum outcome work_read_mails(struct worker *w, bool *moved, struct fault *f);
enum outcome work_notice_letters(struct worker *w, bool *moved, struct fault *f);
enum outcome work_ring_timers(struct worker *w, bool *moved, struct fault *f);
enum outcome work_make_letters(struct worker *w, bool *moved, struct fault *f);
enum outcome work_draw_documents(struct worker *w, bool *moved, struct fault *f);

#endif
