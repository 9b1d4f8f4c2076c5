/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Letters of a move: their rows, with frozen view, Message-ID and tokens of their own (links.c).
 */
#include "deed.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "links.h"
#include "store/associations.h"
#include "store/people.h"

enum outcome deed_queue(struct deed *d, const struct order *order, struct fault *f)
{
    struct arena *a = d->arena;
    char id[TOKEN_CHARS + 1];
    enum outcome o = deed_add_calendar(d, order, f);
    random_name(d->house->random, d->now, id);
    char *view = json_dumps(order->view, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(order->view);
    struct letter l = {.request_id = d->request.id,
                       .recipient = order->recipient,
                       .address = order->address,
                       .name = order->name ? order->name : "",
                       .purpose = order->purpose,
                       .cause = order->cause,
                       .language = order->language,
                       .view = arena_strdup(a, view),
                       .own_text = order->own_text,
                       .urgency = order->urgency,
                       .message_id = arena_printf(a, "%s@%s", id,
                                                  text_domain(d->house->settings->library.address)),
                       .queued_at = d->now,
                       .next_at = instant_minute(d->now)};
    free(view);
    if (strcmp(order->recipient, "unit") == 0)
        l.in_reply_to = d->request.message_id;
    links_make(d->house, a, &l);
    if (o == DONE)
        o = outbox_queue(d->db, a, &l, f);
    if (o == DONE && l.id != 0)
        o = links_keep(d->house, a, &l, order->token_purpose, order->subject, LINK_DAYS, f);
    return o;
}

const char *deed_unit_address(const struct deed *d)
{
    return view_unit_address(&d->request, d->facts);
}

enum outcome deed_write_unit(struct deed *d, const char *purpose, const char *cause,
                             const char *text, struct fault *f)
{
    const struct request *r = &d->request;
    const char *address = deed_unit_address(d);
    if (!text_is_address(address))
        return deed_task(d, "no_address", purpose,
                         "Verksamheten har ingen e-postadress som fungerar. Hör av dig på annat "
                         "sätt, eller fyll i contact_email.",
                         f);
    struct order order = {.recipient = "unit",
                          .address = address,
                          .name = view_unit_contact(r, d->facts),
                          .language = r->language,
                          .purpose = purpose,
                          .cause = cause,
                          .token_purpose = "request",
                          .own_text = strcmp(purpose, "message") == 0 ? text : NULL,
                          .view = view_unit_letter(d->arena, d->house, r, d->facts, text)};
    return deed_queue(d, &order, f);
}

enum outcome deed_party(struct deed *d, const char *who, struct party *out, struct fault *f)
{
    int64_t id = strtoll(who + 1, NULL, 10);
    if (*who == 'A') {
        struct association x;
        enum outcome o = associations_load(d->db, d->arena, id, &x, f);
        if (o == DONE)
            *out = (struct party){.name = x.name,
                                  .first_contact = x.contact,
                                  .address = x.email,
                                  .language = x.letter_language,
                                  .association = true};
        return o;
    }
    struct person p;
    enum outcome o = people_load(d->db, d->arena, id, &p, f);
    if (o == DONE)
        *out = (struct party){.gone = p.deceased || p.erased_at >= 0,
                              .nominated = p.via != 0,
                              .name = p.name,
                              .first_contact = p.name,
                              .address = p.email,
                              .language = p.letter_language};
    return o;
}

/* What the letter that thanks for an answer must know of it. */
static void add_answer(const struct deed *d, const char *purpose, json_t *view)
{
    if (strcmp(purpose, "answer_received") != 0)
        return;
    json_object_set_new(view, "answer_yes", json_boolean(d->event->answer == ANSWER_YES));
    json_object_set_new(view, "answer_no", json_boolean(d->event->answer == ANSWER_NO));
    json_object_set_new(view, "answer_maybe", json_boolean(d->event->answer == ANSWER_MAYBE));
}

enum outcome deed_write_asked(struct deed *d, const char *who, const char *purpose,
                              const char *cause, const char *deadline, const char *text,
                              struct fault *f)
{
    struct party party;
    enum outcome o = deed_party(d, who, &party, f);
    if (o != DONE)
        return o;
    if (party.gone)
        return fault_set(f, NEVER, EXIT_DATA, "%s can no longer be written to", who);
    bool ask = text_starts(purpose, "invitation_") || text_starts(purpose, "reminder_");
    json_t *view =
        view_asked_letter(d->arena, d->house, &d->request, d->facts, party.first_contact,
                          party.association ? party.name : NULL, deadline, party.language);
    if (text)
        json_object_set_new(view, "text", json_string(text));
    add_answer(d, purpose, view);
    struct order order = {.recipient = who,
                          .address = text_is_address(party.address) ? party.address : "",
                          .name = party.association ? party.name : party.first_contact,
                          .language = party.language,
                          .purpose = purpose,
                          .cause = cause,
                          .token_purpose = "answer",
                          .own_text = strcmp(purpose, "message") == 0 ? text : NULL,
                          .view = view,
                          .urgency = ask ? 1 : 0};
    return deed_queue(d, &order, f);
}
