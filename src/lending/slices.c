/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Bulk work in slices (slices.h). The clock that never jumps measures a slice: it ends after a
 * time and not after a number, so that it is short on any machine.
 */
#include "slices.h"

#include <time.h>

#include "base/clock.h"

enum {
    SLICE_MS = 6,   /* the piece under way and the commit come on top */
    STEP_MAX = 200, /* rows at once, where one statement does them all */
};

static const char label[] = "a slice of an import";

/* The writer's lock is fair: who waits for it has it after this. */
static void pause_between(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

static enum outcome finish(struct db *db, enum outcome o, struct fault *f)
{
    return db_end(db, label, o, f);
}

enum outcome slices_over(struct db *db, size_t count, slice_piece *piece, void *context,
                         struct fault *f)
{
    for (size_t at = 0; at < count;) {
        enum outcome o = db_begin(db, label, f);
        if (o != DONE)
            return o;
        int64_t until = clock_ticks() + SLICE_MS;
        do
            o = piece(context, at++, f);
        while (o == DONE && at < count && clock_ticks() < until);
        o = finish(db, o, f);
        if (o != DONE)
            return o;
        pause_between();
    }
    return DONE;
}

enum outcome slices_until_done(struct db *db, slice_step *step, void *context, struct fault *f)
{
    bool more = true;
    while (more) {
        enum outcome o = db_begin(db, label, f);
        if (o != DONE)
            return o;
        o = finish(db, step(context, STEP_MAX, &more, f), f);
        if (o != DONE)
            return o;
        pause_between();
    }
    return DONE;
}
