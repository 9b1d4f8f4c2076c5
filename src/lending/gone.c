/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Somebody who has died, or is erased, in the middle of an assignment: the placement is withdrawn
 * by the one door, so that the unit is told kindly and the place is asked for anew; and a yes that
 * waits for the choice is taken back.
 *
 * An assignment that has been carried out stands as it is: it took place.
 */
#include "roster.h"

#include "lending.h"
#include "store/invitations.h"
#include "store/placements.h"
#include "view/people.h"

/* A yes of somebody who is gone is nobody's: others are asked. */
static enum outcome take_back_answers(const struct hand *hand, int64_t id, struct fault *f)
{
    struct invitation *list;
    size_t count;
    enum outcome o = invitations_willing(hand->house->db, hand->a, id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        const struct event event = {.kind = EVENT_ANSWER,
                                    .request_id = list[i].request_id,
                                    .actor = hand->actor,
                                    .who = list[i].who,
                                    .answer = ANSWER_NO,
                                    .how = "staff",
                                    .text = ""};
        bool taken;
        o = lending_offer(hand->house, hand->a, &event, &taken, f);
    }
    return o;
}

enum outcome roster_withdraw(const struct hand *hand, int64_t id, struct fault *f)
{
    struct placement *list;
    size_t count;
    enum outcome o = placements_of_person(hand->house->db, hand->a, id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        const struct event event = {.kind = EVENT_WITHDRAW,
                                    .request_id = list[i].request_id,
                                    .actor = hand->actor,
                                    .who = view_who(hand->a, 'P', id),
                                    .party = "staff"};
        bool taken;
        if (placement_stands(&list[i]))
            o = lending_offer(hand->house, hand->a, &event, &taken, f);
    }
    return o == DONE ? take_back_answers(hand, id, f) : o;
}
