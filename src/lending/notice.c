/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What became of a letter: `send` notes it, and here the request hears of it.
 *
 * `send` may change nothing but the outbox, so each end of a letter is noticed here once: an
 * invitation that left starts its deadline; what failed, is uncertain or was held is a task.
 */
#include "lending.h"

#include <string.h>

#include "base/text.h"
#include "care.h"
#include "store/invitations.h"

static enum outcome open_task(const struct house *house, struct arena *a, const struct letter *l,
                              const char *kind, const char *text, struct fault *f)
{
    struct task t = {.kind = kind,
                     .request_id = l->request_id,
                     .letter_id = l->id,
                     .subject = l->recipient,
                     .text = text,
                     .since = clock_now(&house->clock)};
    return tasks_open(house->db, a, &t, f);
}

static bool is_invitation(const struct letter *l)
{
    return text_starts(l->purpose, "invitation_");
}

/* Does it say what came of it? */
static bool is_ending(const struct letter *l)
{
    static const char *const endings[] = {"cancelled_asked", "cancelled_placed", "not_chosen",
                                          "filled",          "nominee_chosen",   "connected_person",
                                          "withdrawn_person"};
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (strcmp(l->purpose, endings[i]) == 0)
            return true;
    return false;
}

static enum outcome tell_rules(const struct house *house, struct arena *a, const struct letter *l,
                               enum event_kind kind, bool unknown, struct fault *f)
{
    struct event event = {.kind = kind,
                          .request_id = l->request_id,
                          .actor = "system",
                          .who = l->recipient,
                          .letter_id = l->id,
                          .printed = strcmp(l->state, "printed") == 0,
                          .unknown = unknown};
    return lending_event(house, a, &event, NULL, f);
}

/* The letter that tells somebody how it went has left: the invitation is closed with it. */
static enum outcome note_told(const struct house *house, struct arena *a, const struct letter *l,
                              struct fault *f)
{
    struct invitation i;
    enum outcome o = invitations_find(house->db, a, l->request_id, l->recipient, &i, f);
    if (o != DONE || i.id == 0)
        return o;
    i.told_at = l->ended_at >= 0 ? l->ended_at : clock_now(&house->clock);
    return invitations_save(house->db, a, &i, f);
}

/* It left, or may have: what an invitation starts, and what an ending closes. */
static enum outcome tell_left(const struct house *house, struct arena *a, const struct letter *l,
                              bool unknown, struct fault *f)
{
    if (is_invitation(l))
        return tell_rules(house, a, l, EVENT_LETTER_SENT, unknown, f);
    if (is_ending(l))
        return note_told(house, a, l, f);
    return l->request_id == 0 ? care_letter_left(house, a, l, f) : DONE;
}

static enum outcome notice_left(const struct house *house, struct arena *a, const struct letter *l,
                                bool unknown, struct fault *f)
{
    enum outcome o = tell_left(house, a, l, unknown, f);
    return o == DONE ? tasks_close_letter(house->db, a, l->id, clock_now(&house->clock), f) : o;
}

static enum outcome notice_unknown(const struct house *house, struct arena *a,
                                   const struct letter *l, struct fault *f)
{
    enum outcome o = tell_left(house, a, l, true, f);
    if (o != DONE)
        return o;
    return open_task(house, a, l, "letter_unknown",
                     "Det är osäkert om brevet kom i väg. Avgör om det ska skickas igen "
                     "(mail retry) eller inte (mail drop).",
                     f);
}

static enum outcome notice_failed(const struct house *house, struct arena *a,
                                  const struct letter *l, struct fault *f)
{
    enum outcome o = DONE;
    if (is_invitation(l))
        o = tell_rules(house, a, l, EVENT_LETTER_FAILED, false, f);
    if (o != DONE || (is_invitation(l) && l->made)) /* the rules' own task says what to do */
        return o;
    return open_task(house, a, l, "letter_failed",
                     "Brevet kunde inte skickas. Rätta adressen och skicka igen (mail retry), "
                     "eller hör av dig på annat sätt.",
                     f);
}

static enum outcome notice(const struct house *house, struct arena *a, const struct letter *l,
                           struct fault *f)
{
    if (strcmp(l->state, "sent") == 0)
        return notice_left(house, a, l, false, f);
    if (strcmp(l->state, "printed") == 0)
        return notice_left(house, a, l, false, f);
    if (strcmp(l->state, "unknown") == 0)
        return notice_unknown(house, a, l, f);
    if (strcmp(l->state, "dropped") == 0) /* by the configured rule: it may have arrived */
        return notice_left(house, a, l, true, f);
    if (strcmp(l->state, "failed") == 0)
        return notice_failed(house, a, l, f);
    if (strcmp(l->state, "held") == 0)
        return open_task(house, a, l, "letter_held",
                         "Brevet hålls kvar: fler brev än gränsen tillåter. Se efter att inget är "
                         "fel, och släpp det sedan (mail release).",
                         f);
    return DONE;
}

enum outcome lending_notice(const struct house *house, struct arena *a, const struct letter *l,
                            struct fault *f)
{
    enum outcome o = notice(house, a, l, f);
    return o == DONE ? outbox_notice(house->db, l->id, f) : o;
}
