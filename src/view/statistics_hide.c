/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Which figures are too small to leave the desk.
 *
 * A group of 1 to 4 is hidden because somebody in it might be known by it. When the total is shown,
 * the groups that are hidden have a sum that anybody can work out; so there must be two of them at
 * least, and their sum must leave open how it is shared. The groups that are hidden for this are
 * the smallest there are, since least is lost by them.
 */
#include "view/statistics.h"

static bool is_small(const struct tally *t)
{
    return t->n > 0 && t->n < STATISTICS_LEAST;
}

/* The smallest group that is shown; one that is empty only where there is no other. */
static struct tally *next_to_hide(struct tally *list, size_t count)
{
    struct tally *best = NULL;
    for (size_t i = 0; i < count; i++) {
        struct tally *t = &list[i];
        if (t->hidden)
            continue;
        if (!best || (best->n == 0 && t->n > 0) || (t->n > 0 && t->n < best->n))
            best = t;
    }
    return best;
}

bool statistics_hide(struct tally *list, size_t count)
{
    size_t hidden = 0;
    int64_t sum = 0, total = 0;
    for (size_t i = 0; i < count; i++) {
        list[i].hidden = is_small(&list[i]);
        hidden += list[i].hidden;
        sum += list[i].hidden ? list[i].n : 0;
        total += list[i].n;
    }
    if (hidden == 0)
        return true;
    while (hidden < 2 || sum < STATISTICS_LEAST) {
        struct tally *more = next_to_hide(list, count);
        if (!more)
            break;
        more->hidden = true;
        hidden++;
        sum += more->n;
    }
    if (hidden >= 2 && sum >= STATISTICS_LEAST)
        return true;
    for (size_t i = 0; i < count; i++)
        list[i].hidden = true;
    return total == 0;
}
