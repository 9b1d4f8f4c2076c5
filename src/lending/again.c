/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A letter that a person sends again (invariant 4): the same row, so that nobody is asked twice.
 *
 * As it is, where it only waited; made anew, with a token of its own, where it goes to another
 * address than before, or comes after one that came back.
 */
#include "deed.h"

#include <string.h>

#include "base/text.h"
#include "store/placements.h"
#include "links.h"

static enum outcome load(struct deed *d, int64_t letter_id, struct letter *l, struct fault *f)
{
    enum outcome o = outbox_load(d->db, d->arena, letter_id, l, f);
    if (o != DONE || l->request_id == 0)
        return o;
    o = requests_load(d->db, d->arena, l->request_id, &d->request, f);
    return o == DONE ? facts_load(d->db, d->arena, l->request_id, d->facts, f) : o;
}

static bool is_one_of(const char *purpose, const char *const *purposes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(purpose, purposes[i]) == 0)
            return true;
    return false;
}

/*
 * What asks for interest or for a choice has lost its purpose when others have been chosen, what
 * asks for anything else with the request's end; what tells of something has not.
 */
static bool overtaken(const struct deed *d, const struct letter *l)
{
    static const char *const choice[] = {"reminder_answer", "candidates"};
    static const char *const others[] = {"missing_facts", "agreement_changed", "agreement_reminder",
                                         "occasion_reminder"};
    bool asks_interest = text_starts(l->purpose, "invitation_") || is_one_of(l->purpose, choice, 2);
    if (l->request_id == 0)
        return false;
    return (asks_interest && d->request.state >= STATE_CONNECTED) ||
           (is_one_of(l->purpose, others, 4) && d->request.state >= STATE_CLOSED);
}

/* What asks something about a representative who has left the assignment asks for nothing. */
static enum outcome about_one_who_left(struct deed *d, const struct letter *l, bool *left,
                                       struct fault *f)
{
    static const char *const about[] = {"agreement_changed", "agreement_reminder",
                                        "occasion_reminder"};
    struct placement p = {0};
    const char *who = *l->recipient == 'P'
                          ? l->recipient
                          : arena_strndup(d->arena, l->cause, strcspn(l->cause, ":"));
    *left = false;
    if (l->request_id == 0 || *who != 'P' || !is_one_of(l->purpose, about, 3))
        return DONE;
    enum outcome o = placements_find(d->db, d->arena, l->request_id, who, &p, f);
    *left = o == DONE && p.id != 0 && !placement_stands(&p);
    return o;
}

/* The address on record of the letter's reader. */
static enum outcome address_on_record(struct deed *d, const struct letter *l, const char **address,
                                      struct fault *f)
{
    struct party party;
    *address = l->address;
    if (l->request_id != 0 && strcmp(l->recipient, "unit") == 0) {
        *address = deed_unit_address(d);
        return DONE;
    }
    if (*l->recipient != 'P' && *l->recipient != 'A')
        return DONE;
    enum outcome o = deed_party(d, l->recipient, &party, f);
    if (o == DONE && party.gone)
        return fault_set(f, NEVER, EXIT_DATA, "%s can no longer be written to", l->recipient);
    if (o == DONE)
        *address = party.address;
    return o;
}

static enum outcome renew(struct deed *d, struct letter *l, const char *address, struct fault *f)
{
    const char *opens = strcmp(l->recipient, "unit") == 0 ? "request" : "answer";
    l->address = address;
    enum outcome o = links_renew(d->house, d->arena, l, opens, f);
    return o == DONE ? outbox_renew(d->db, d->arena, l, d->now, f) : o;
}

enum outcome lending_send_again(const struct house *house, struct arena *a, int64_t letter_id,
                                struct fault *f)
{
    struct deed d = {.house = house, .db = house->db, .arena = a, .now = clock_now(&house->clock)};
    struct letter l;
    const char *address;
    bool left = false;
    enum outcome o = load(&d, letter_id, &l, f);
    if (o == DONE)
        o = about_one_who_left(&d, &l, &left, f);
    if (o == DONE && (left || overtaken(&d, &l)))
        return fault_set(f, NEVER, EXIT_DATA, "%s is over: letter %lld has nothing to ask",
                         d.request.number, (long long)letter_id);
    if (o == DONE)
        o = address_on_record(&d, &l, &address, f);
    if (o != DONE)
        return o;
    if (!text_is_address(address))
        return fault_set(f, NEVER, EXIT_DATA, "%s has no e-mail address to send to", l.recipient);
    /* A draft and a sign-up, which are nobody's yet, are found by the very link in their letter. */
    bool keeps_link = l.request_id == 0 && *l.recipient != 'P' && *l.recipient != 'A';
    bool came_back = strcmp(l.state, "sent") == 0 && l.bounced_at >= 0;
    if (!keeps_link && (came_back || !text_equals_nocase(address, l.address) || !l.made))
        return renew(&d, &l, address, f);
    return outbox_settle(house->db, a, letter_id, "queued", d.now, f);
}
