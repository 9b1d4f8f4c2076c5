/* SPDX-License-Identifier: EUPL-1.2 */
/* The choice, for tests: two are wanted, on 22 April; staff act, and letters leave when told. */
#ifndef LEVANDE_TESTS_LENDING_CHOICE_H
#define LEVANDE_TESTS_LENDING_CHOICE_H

#include "lending_steps.h"

#define OUTCOMES                                                                                   \
    "SELECT CASE WHEN person_id IS NULL THEN 'A' || association_id ELSE 'P' || person_id END ||"   \
    " ':' || state || ':' || coalesce(outcome, '-') FROM invitation ORDER BY id"
#define PLACED "SELECT 'P' || person_id || ':' || state FROM placement ORDER BY id"
/* What each one who was asked was told last, in the order in which they were asked. */
#define ENDINGS                                                                                    \
    "SELECT who || ':' || (SELECT purpose FROM letter WHERE recipient = who AND purpose NOT LIKE"  \
    " 'invitation_%' AND purpose NOT LIKE 'reminder_%' AND state <> 'dropped'"                     \
    " ORDER BY letter.id DESC LIMIT 1) FROM (SELECT id, CASE WHEN person_id IS NULL"               \
    " THEN 'A' || association_id ELSE 'P' || person_id END AS who FROM invitation) ORDER BY id"

/* Asked, all of them people, and the letters have left. */
static inline void asked(struct lending_house *h, const char *names)
{
    size_t count;
    text_split(h->arena, names, " ", &count);
    h->settings.routing.automatic = false;
    house_people(h, (int)count, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    assert_did(staff_invites(h, names), h);
    letters_leave(h);
}

static inline void answers(struct lending_house *h, const char *who, enum answer answer)
{
    staff(h, .kind = EVENT_ANSWER, .who = who, .answer = answer, .how = "staff", .text = "");
}

static inline struct event choice_of(struct lending_house *h, const char *names, bool finished)
{
    struct event e = {.kind = EVENT_CHOOSE, .finished = finished};
    e.names = (const char *const *)text_split(h->arena, names, " ", &e.name_count);
    return e;
}

static inline void choose(struct lending_house *h, const char *names, bool finished)
{
    assert_did(staff_event(h, choice_of(h, names, finished)), h);
}

/* The refusal leaves the book byte for byte as it was. */
static inline void refused(struct lending_house *h, const char *words, const char *names,
                           bool finished)
{
    const char *before = house_dump(h);
    assert_refusal(staff_event(h, choice_of(h, names, finished)), h, EXIT_DATA, words);
    assert_string_equal(house_dump(h), before);
}

static inline void withdraw(struct lending_house *h, const char *who, const char *party)
{
    staff(h, .kind = EVENT_WITHDRAW, .who = who, .party = party,
          .actor = strcmp(party, "representative") == 0 ? who : NULL);
}

#endif
