/* SPDX-License-Identifier: EUPL-1.2 */
/* The steps of a loan up to its follow-up, and an answer to it, for tests. */
#ifndef LEVANDE_TESTS_LENDING_FOLLOWUPS_H
#define LEVANDE_TESTS_LENDING_FOLLOWUPS_H

#include "lending_steps.h"

#include "lending/followup.h"
#include "store/followups.h"

#define FOLLOWUPS "SELECT party FROM followup ORDER BY id"
#define ANSWERED "SELECT party FROM followup WHERE answered_at IS NOT NULL ORDER BY id"
#define OF_FOLLOWUPS                                                                               \
    "SELECT recipient || ':' || purpose || ':' || state FROM letter WHERE purpose LIKE"            \
    " 'followup_%' OR purpose LIKE 'outcome_%' ORDER BY id"
#define REMINDS "SELECT subject FROM timer WHERE kind = 'followup_remind' ORDER BY id"
#define PLACED "SELECT state FROM placement ORDER BY id"
#define OWN_TASKS                                                                                  \
    "SELECT kind || ':' || subject FROM task WHERE closed_at IS NULL"                              \
    " AND kind IN ('outcome_owed', 'followup_worry', 'close', 'agreement') ORDER BY id"
#define OPEN_HERE "SELECT kind FROM task WHERE request_id = 1 AND closed_at IS NULL"
#define WORDS "Kallelsen är omskriven. Den går att förstå nu."

/* Both accept the agreement as it is, by phone. */
static inline void agree(struct lending_house *h, const char *who)
{
    const char *hash = house_value(
        h, arena_printf(h->arena,
                        "SELECT sha256 FROM agreement JOIN placement ON placement.id ="
                        " placement_id WHERE 'P' || person_id = '%s' ORDER BY version DESC LIMIT 1",
                        who));
    const char *const parties[] = {"unit", "representative"};
    for (size_t i = 0; i < 2; i++)
        staff(h, .kind = EVENT_ACCEPT, .who = who, .party = parties[i], .hash = hash,
              .how = "phone");
}

/* Two are wanted, on 22 April; P1 and P2 are chosen, P3 said yes too, P4 said no. */
static inline void connected(struct lending_house *h)
{
    const char *const both[] = {"P1", "P2"};
    h->settings.routing.automatic = false;
    house_people(h, 4, "stroke");
    request_comes(h);
    staff(h, .kind = EVENT_ROUTE, .route = "pool", .route_by = "staff");
    assert_did(staff_invites(h, "P1 P2 P3 P4"), h);
    letters_leave(h);
    for (int i = 1; i <= 4; i++)
        staff(h, .kind = EVENT_ANSWER, .who = arena_printf(h->arena, "P%d", i),
              .answer = i < 4 ? ANSWER_YES : ANSWER_NO, .how = "staff");
    staff(h, .kind = EVENT_CHOOSE, .names = both, .name_count = 2);
    letters_leave(h);
}

static inline void at(struct lending_house *h, const char *local)
{
    house_at(h, local);
    timers_ring(h);
}

/* The last occasion is over. */
static inline void over(struct lending_house *h)
{
    connected(h);
    agree(h, "P1");
    agree(h, "P2");
    assert_book(h, STATE, "agreed");
    at(h, "2027-04-22T15:00");
    letters_leave(h);
    assert_book(h, STATE, "carried_out");
}

static inline void asked(struct lending_house *h)
{
    over(h);
    at(h, "2027-04-29T15:00");
    letters_leave(h);
}

/* "process=5|paid=yes" */
static inline enum outcome give(struct lending_house *h, const char *party, const char *how,
                                const char *said)
{
    size_t count;
    char **pairs = text_split(h->arena, said, "|", &count);
    json_t *answers = json_object();
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < count; i++) {
        char *equals = strchr(pairs[i], '=');
        *equals = '\0';
        o = followup_put(h->arena, answers, party, pairs[i], equals + 1, &h->fault);
    }
    struct followup_said x = {.request_id = 1,
                              .party = party,
                              .answers = answers,
                              .adds = strcmp(how, "page") != 0,
                              .how = how,
                              .actor = strcmp(how, "page") != 0 ? "staff:1" : NULL};
    if (o == DONE)
        o = lending_followup(&h->house, h->arena, &x, &h->fault);
    json_decref(answers);
    house_sound(h);
    return o;
}

#define says(h, party, said) assert_did(give((h), (party), "page", (said)), (h))

static inline const char *answers_of(struct lending_house *h, const char *party)
{
    return house_value(
        h, arena_printf(h->arena, "SELECT answers FROM followup WHERE party = '%s'", party));
}

#endif
