/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A guardian's yes (guardian.h): asked for when somebody young is chosen, and when it turns out
 * afterwards that somebody chosen is young.
 */
#include "guardian.h"

#include <string.h>

#include "store/desk.h"

enum { OF_AGE = 18 };

static const char *const TASK = "guardian";

bool guardian_needed(const struct person *p, instant now)
{
    return p->birth_year > 0 && civil_from_instant(now).date.year - p->birth_year <= OF_AGE;
}

enum outcome guardian_ask(struct db *db, struct arena *a, const struct placement *p, instant now,
                          struct fault *f)
{
    const struct task t = {
        .kind = TASK,
        .request_id = p->request_id,
        .subject = p->who,
        .text = arena_printf(a,
                             "%s kan vara under 18 år. En vårdnadshavare måste också säga ja "
                             "innan uppdraget börjar. Hör av dig, och anteckna svaret.",
                             p->who),
        .since = now};
    return tasks_open(db, a, &t, f);
}

static bool lies_ahead(const struct placement *p)
{
    return strcmp(p->state, "chosen") == 0 || strcmp(p->state, "agreed") == 0;
}

enum outcome guardian_look_again(const struct hand *hand, const struct person *after,
                                 struct fault *f)
{
    struct db *db = hand->house->db;
    struct placement *list;
    size_t count;
    bool needed = guardian_needed(after, hand->now);
    enum outcome o = placements_of_person(db, hand->a, after->id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        const struct placement *p = &list[i];
        if (!lies_ahead(p))
            continue;
        o = needed ? guardian_ask(db, hand->a, p, hand->now, f)
                   : tasks_close_about(db, hand->a, p->request_id, TASK, p->who, hand->now, f);
    }
    return o;
}
