/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The introduction before the first assignment: whoever is chosen without one gets a friendly
 * letter, once, and staff a task that closes itself when the introduction's day is noted.
 *
 * Who is nominated by an association stands outside the pool, and is prepared there.
 */
#include "care.h"

#include "store/desk.h"
#include "view/people.h"

static enum outcome open_task(const struct hand *hand, int64_t person, struct fault *f)
{
    const char *who = view_who(hand->a, 'P', person);
    const struct task task = {
        .kind = "introduction",
        .subject = who,
        .text = arena_printf(hand->a,
                             "%s är vald för första gången och har inte fått introduktion. Boka en "
                             "tid före uppdraget, och skriv in dagen.",
                             who),
        .since = hand->now};
    return tasks_open(hand->house->db, hand->a, &task, f);
}

enum outcome care_introduce(const struct hand *hand, int64_t person, struct fault *f)
{
    struct person p;
    bool written = false;
    const struct care_letter letter = {
        .purpose = "introduction", .path = "/mina-uppgifter/", .token_purpose = "person"};
    enum outcome o = people_load(hand->house->db, hand->a, person, &p, f);
    if (o != DONE || p.introduction_date || p.via != 0)
        return o;
    o = people_was_written(hand->house->db, person, "introduction", &written, f);
    if (o == DONE && !written)
        o = care_write(hand, &p, &letter, f);
    return o == DONE ? open_task(hand, person, f) : o;
}
