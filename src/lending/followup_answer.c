/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What an answer to a follow-up sets off.
 *
 * What the unit says that the contribution changed goes to everyone who took part, and in short to
 * those who offered to: each letter holds a link alone, and the words stand behind it, as the unit
 * wrote them (invariants 5 and 9). A low figure, or a wish to be called, is a task. The last answer
 * wins; those before it stand in the trail.
 */
#include "followup.h"

#include <string.h>

#include "base/text.h"
#include "lending/followup.h"
#include "store/invitations.h"
#include "view/followups.h"

/* ---- Letters ---- */

static enum outcome queue_to(struct deed *d, struct order *order, struct fault *f)
{
    struct occasion *list;
    size_t count;
    enum outcome o = occasions_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    if (o != DONE)
        return o;
    order->cause = "";
    order->view = view_followup_letter(d->arena, d->house, &d->request, d->facts, order->name,
                                       order->language, view_last_occasion(list, count),
                                       strcmp(order->recipient, "unit") == 0);
    return deed_queue(d, order, f);
}

static enum outcome write_unit(struct deed *d, const char *purpose, int urgency, struct fault *f)
{
    const char *address = deed_unit_address(d);
    if (!text_is_address(address))
        return deed_task(d, "no_address", purpose,
                         "Verksamheten har ingen e-postadress som fungerar, och ska få en "
                         "uppföljning. Ring, och skriv in svaret.",
                         f);
    const struct request *r = &d->request;
    struct order order = {.recipient = "unit",
                          .address = address,
                          .name = view_unit_contact(r, d->facts),
                          .language = r->language,
                          .purpose = purpose,
                          .token_purpose =
                              strcmp(purpose, "advice_followup") == 0 ? "advice" : "followup",
                          .urgency = urgency};
    return queue_to(d, &order, f);
}

enum outcome followup_write(struct deed *d, const char *party, const char *purpose, int urgency,
                            struct fault *f)
{
    struct party to;
    if (strcmp(party, "unit") == 0)
        return write_unit(d, purpose, urgency, f);
    enum outcome o = deed_party(d, party, &to, f);
    if (o != DONE || to.gone)
        return o;
    struct order order = {.recipient = party,
                          .address = text_is_address(to.address) ? to.address : "",
                          .name = to.first_contact,
                          .language = to.language,
                          .purpose = purpose,
                          .token_purpose =
                              strcmp(purpose, "outcome_short") == 0 ? "outcome" : "followup",
                          .urgency = urgency};
    return queue_to(d, &order, f);
}

/* ---- Telling what changed ---- */

static enum outcome tell_who_took_part(struct deed *d, struct fault *f)
{
    struct placement *list;
    size_t count;
    enum outcome o = placements_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (placement_stands(&list[i]))
            o = followup_write(d, list[i].who, "outcome_person", 0, f);
    return o;
}

/* A yes that was not taken up: who offered to take part hears what came of it, in short. */
static enum outcome tell_who_offered(struct deed *d, struct fault *f)
{
    struct invitation *list;
    size_t count;
    bool took_part;
    enum outcome o = invitations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        const struct invitation *x = &list[i];
        if (x->person_id == 0 || strcmp(x->state, "yes") != 0)
            continue;
        o = followup_party_stands(d, x->who, &took_part, f);
        if (o == DONE && !took_part)
            o = followup_write(d, x->who, "outcome_short", 0, f);
    }
    return o;
}

static enum outcome take_unit_words(struct deed *d, const json_t *answers, struct fault *f)
{
    const char *changed = json_string_value(json_object_get(answers, "changed"));
    if (d->request.advice)
        return DONE;
    struct followups_left left;
    enum outcome o = followups_left(d->db, d->request.id, &left, f);
    if (o == DONE && text_blank(changed) && left.untold > 0)
        return followup_owed(d, "Verksamheten har svarat, men inte på vad som förändrades.", f);
    if (o != DONE || text_blank(changed)) /* an answer changed after all had been told */
        return o;
    o = tell_who_took_part(d, f);
    if (o == DONE)
        o = tell_who_offered(d, f);
    return o == DONE
               ? tasks_close_request(d->db, d->arena, d->request.id, "outcome_owed", d->now, f)
               : o;
}

/* ---- A reason to call ---- */

/* The first line goes into staff's digest and names nothing; what was said stands below it. */
static enum outcome mind_worry(struct deed *d, const char *party, const json_t *answers,
                               struct fault *f)
{
    const char *said = "";
    bool low = false;
    for (const struct followup_item *item = followup_items(party); item->key; item++) {
        const json_t *value = json_object_get(answers, item->key);
        if (json_is_integer(value)) {
            low = low || json_integer_value(value) <= FOLLOWUP_LOW;
            said = arena_printf(d->arena, "%s\n%s: %d av %d", said, item->label,
                                (int)json_integer_value(value), FOLLOWUP_BEST);
        } else if (item->type == ITEM_TEXT && json_is_string(value)) {
            said =
                arena_printf(d->arena, "%s\n%s: %s", said, item->label, json_string_value(value));
        }
    }
    if (!low && !json_object_get(answers, "worry"))
        return DONE;
    return deed_task(d, "followup_worry", party,
                     arena_printf(d->arena, "%s %s i uppföljningen. Hör av er.%s",
                                  strcmp(party, "unit") == 0 ? "Verksamheten" : party,
                                  low ? "ger ett lågt betyg" : "vill att ni hör av er", said),
                     f);
}

/* ---- The answer ---- */

/* What asks for the answer is overtaken by it (invariant 3). */
static enum outcome overtake(struct deed *d, const char *party, struct fault *f)
{
    static const char *const asks[] = {"followup_person", "followup_unit", "followup_reminder",
                                       "advice_followup"};
    enum outcome o = timers_clear_one(d->db, d->request.id, "followup_remind", party, f);
    for (size_t i = 0; o == DONE && i < sizeof asks / sizeof asks[0]; i++)
        o = outbox_drop(d->db, d->arena, d->request.id, party, asks[i], d->now, f);
    if (o == DONE && strcmp(d->event->how, "page") != 0)
        o = tasks_answered(d->db, d->arena, d->request.id, party, d->now, f);
    return o;
}

static enum outcome keep(struct deed *d, struct followup *fu, struct fault *f)
{
    struct placement p;
    fu->answers = d->event->body;
    fu->answer_how = d->event->how;
    fu->answered_at = d->now;
    enum outcome o = followups_save(d->db, d->arena, fu, f);
    if (o == DONE)
        o = placements_find(d->db, d->arena, d->request.id, fu->party, &p, f);
    if (o != DONE || p.id == 0 || strcmp(p.state, "done") != 0)
        return o;
    p.state = "followed_up";
    return placements_save(d->db, d->arena, &p, f);
}

enum outcome deed_followup(struct deed *d, struct fault *f)
{
    const struct event *e = d->event;
    struct followup fu = {0};
    json_t *answers = e->body ? json_loads(e->body, 0, NULL) : NULL;
    if (!json_is_object(answers) || !e->party || !e->how) {
        json_decref(answers);
        return fault_set(f, NEVER, EXIT_DATA, "an answer to a follow-up says who, what and how");
    }
    enum outcome o = followups_find(d->db, d->arena, d->request.id, e->party, &fu, f);
    if (o == DONE && fu.id == 0)
        o = fault_set(f, NEVER, EXIT_DATA, "%s has no follow-up of %s", e->party,
                      d->request.number);
    if (o == DONE)
        o = keep(d, &fu, f);
    if (o == DONE)
        o = overtake(d, e->party, f);
    if (o == DONE && strcmp(e->party, "unit") == 0)
        o = take_unit_words(d, answers, f);
    if (o == DONE)
        o = mind_worry(d, e->party, answers, f);
    if (o == DONE && d->request.state == STATE_CARRIED_OUT)
        o = followup_mind_end(d, f);
    json_decref(answers);
    return o;
}
