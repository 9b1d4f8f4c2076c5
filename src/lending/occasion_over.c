/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * An occasion that is over is done, and each representative who was to be there is owed what it
 * pays: a payment basis of its own (compensation.c). Carrying out the whole assignment is not here
 * but in followup.c.
 */
#include "occasion.h"

static enum outcome state_bases(struct deed *d, const struct occasion *o, struct fault *f)
{
    struct placement *list;
    size_t count;
    enum outcome done = placements_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; done == DONE && i < count; i++)
        if (placement_stands(&list[i]))
            done = deed_pay_basis(d, &list[i], o, f);
    return done;
}

static enum outcome finish(struct deed *d, struct occasion *o, struct fault *f)
{
    o->state = "done";
    o->changed_at = d->now;
    enum outcome done = occasions_save(d->db, d->arena, o, f);
    if (done == DONE)
        done = occasion_clear_timers(d, o, f);
    return done == DONE ? state_bases(d, o, f) : done;
}

/* Its end has come, whether or not the timer that says so has rung yet. */
static bool took_place(const struct deed *d, const struct occasion *o)
{
    return occasion_planned(o) && occasion_span(o).to <= d->now;
}

enum outcome deed_pay_until_now(struct deed *d, const struct placement *p, struct fault *f)
{
    struct occasion *list;
    size_t count;
    enum outcome o = occasions_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (took_place(d, &list[i]))
            o = deed_pay_basis(d, p, &list[i], f);
    return o;
}

/*
 * Those that are over are done. Where somebody says that the assignment has been carried out, one
 * that has begun is done too, and what still lay ahead is called off.
 */
enum outcome deed_occasion_over(struct deed *d, struct fault *f)
{
    struct occasion *list;
    size_t count;
    bool all = d->event->kind == EVENT_DONE;
    enum outcome o = occasions_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        if (!occasion_planned(&list[i]))
            continue;
        if (took_place(d, &list[i]) || (all && occasion_span(&list[i]).from <= d->now))
            o = finish(d, &list[i], f);
        else if (all)
            o = occasion_call_off(d, &list[i], f);
    }
    return o;
}
