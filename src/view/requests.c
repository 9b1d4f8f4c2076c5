/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Requests, tasks, mails and letters as the contract's JSON.
 */
#include "view.h"

#include <string.h>

#include "store/nominations.h"
#include "store/web.h"
#include "store/weeding.h"
#include "view/followups.h"
#include "view/placements.h"
#include "words.h"

/* Whom the request waits for, in each state: a word that a list can show. */
static const char *waits_for(enum state state, size_t open_tasks)
{
    if (open_tasks > 0)
        return "staff";
    switch (state) {
    case STATE_RECEIVED:
    case STATE_TRIAGE:
        return "staff";
    case STATE_CLARIFYING:
    case STATE_CHOOSING:
        return "unit";
    case STATE_INVITING:
        return "answers";
    case STATE_CONNECTED:
    case STATE_AGREED:
    case STATE_CARRIED_OUT:
    case STATE_FOLLOWED_UP:
        return "parties";
    default:
        return NULL;
    }
}

json_t *view_request_row(struct arena *a, const struct request *r,
                         const struct known_fact facts[FACT_COUNT], size_t open_tasks)
{
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o}", "number", r->number, "state",
                     state_name(r->state), "subject", r->subject, "unit",
                     view_text(facts[FACT_UNIT].value), "received_at", view_time(a, r->received_at),
                     "waits_for", view_text(waits_for(r->state, open_tasks)));
}

static json_t *invitation_view(struct arena *a, const struct invitation *i)
{
    return json_pack("{s:s, s:s, s:i, s:o, s:o, s:o, s:o, s:o, s:o}", "who", i->who, "state",
                     i->state, "wave", i->wave, "asked_at", view_time(a, i->asked_at), "deadline",
                     view_text(i->deadline), "answered_at", view_time(a, i->answered_at), "text",
                     view_text(i->text), "outcome", view_text(i->outcome), "told_at",
                     view_time(a, i->told_at));
}

static enum outcome invitations_view(struct arena *a, const struct house *house,
                                     const struct request *r, json_t *view, struct fault *f)
{
    struct invitation *list;
    size_t count;
    enum outcome o = invitations_of_request(house->db, a, r->id, &list, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++)
        json_array_append_new(array, invitation_view(a, &list[i]));
    json_object_set_new(view, "invitations", array);
    return o;
}

json_t *view_letter_row(struct arena *a, const struct letter *l)
{
    return json_pack("{s:I, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:i, s:o}", "id", (json_int_t)l->id,
                     "to", l->recipient, "purpose", l->purpose, "state", l->state, "message_id",
                     l->message_id, "queued_at", view_time(a, l->queued_at), "ended_at",
                     view_time(a, l->ended_at), "bounced_at", view_time(a, l->bounced_at),
                     "attempts", l->attempts, "answer", view_text(l->answer));
}

static enum outcome letters_view(struct arena *a, const struct house *house,
                                 const struct request *r, json_t *view, struct fault *f)
{
    struct letter *list;
    size_t count;
    enum outcome o = outbox_of_request(house->db, a, r->id, &list, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++)
        json_array_append_new(array, view_letter_row(a, &list[i]));
    json_object_set_new(view, "letters", array);
    return o;
}

static enum outcome history_view(struct arena *a, const struct house *house,
                                 const struct request *r, json_t *view, struct fault *f)
{
    struct audit_row *rows;
    size_t count;
    enum outcome o = audit_of_request(house->db, a, r->id, &rows, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++)
        json_array_append_new(array, json_pack("{s:o, s:s, s:o, s:s, s:o, s:o, s:o, s:o}", "at",
                                               view_time(a, rows[i].at), "actor", rows[i].actor,
                                               "staff", view_text(rows[i].staff), "event",
                                               rows[i].event, "from", view_text(rows[i].from_state),
                                               "to", view_text(rows[i].to_state), "subject",
                                               view_text(rows[i].subject), "text",
                                               view_text(rows[i].text)));
    json_object_set_new(view, "history", array);
    return o;
}

static enum outcome nominations_view(struct arena *a, const struct house *house,
                                     const struct request *r, json_t *view, struct fault *f)
{
    struct nomination *list;
    size_t count;
    enum outcome o = nominations_of(house->db, a, r->id, 0, &list, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++)
        json_array_append_new(
            array,
            json_pack("{s:o, s:o, s:s, s:o}", "association",
                      json_string(arena_printf(a, "A%lld", (long long)list[i].association_id)),
                      "who", json_string(arena_printf(a, "P%lld", (long long)list[i].person_id)),
                      "state", list[i].state, "at", view_time(a, list[i].at)));
    json_object_set_new(view, "nominations", array);
    return o;
}

static enum outcome placements_view(struct arena *a, const struct house *house,
                                    const struct request *r, json_t *view, struct fault *f)
{
    json_t *array;
    enum outcome o = view_placements(a, house, r->id, &array, f);
    json_object_set_new(view, "placements", array);
    return o;
}

static enum outcome followups_view(struct arena *a, const struct house *house,
                                   const struct request *r, json_t *view, struct fault *f)
{
    struct followup *list;
    size_t count;
    enum outcome o = followups_of_request(house->db, a, r->id, &list, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++)
        json_array_append_new(array, view_followup_row(a, &list[i]));
    json_object_set_new(view, "followups", array);
    return o;
}

static json_t *missing_json(struct arena *a, const struct known_fact facts[FACT_COUNT])
{
    size_t count;
    enum fact_key *keys = view_missing(a, facts, &count);
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_string(fact_name(keys[i])));
    return array;
}

static enum outcome proposals_view(struct arena *a, const struct house *house,
                                   const struct request *r, json_t *view, struct fault *f)
{
    struct proposal *list;
    size_t count;
    enum outcome o = proposals_load(house->db, a, r->id, &list, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++)
        json_array_append_new(array, json_pack("{s:s, s:s, s:s, s:s}", "key",
                                               fact_name(list[i].key), "value", list[i].value,
                                               "source", list[i].source, "why", list[i].why));
    json_object_set_new(view, "proposals", array);
    return o;
}

static void add_facts(struct arena *a, json_t *view, const struct known_fact facts[FACT_COUNT])
{
    const char *values[FACT_COUNT];
    json_t *sources = json_object();
    for (enum fact_key key = 0; key < FACT_COUNT; key++) {
        values[key] = facts[key].value;
        if (facts[key].value)
            json_object_set_new(sources, fact_name(key),
                                json_string(facts[key].source ? facts[key].source : ""));
    }
    json_t *plain = view_facts(a, values);
    json_object_update(view, plain);
    json_decref(plain);
    json_object_set_new(view, "sources", sources);
}

/* What has been weeded of it; whose facts are gone owes none. */
static enum outcome weeded_view(struct arena *a, const struct house *house, const struct request *r,
                                json_t *view, struct fault *f)
{
    struct weeding *list;
    size_t count;
    enum outcome o = weeding_of_request(house->db, a, r->id, &list, &count, f);
    json_t *array = json_array();
    for (size_t i = 0; o == DONE && i < count; i++) {
        json_array_append_new(array, json_pack("{s:o, s:s, s:s, s:I}", "at",
                                               view_time(a, list[i].at), "what", list[i].what,
                                               "rule", list[i].rule, "n", (json_int_t)list[i].n));
        if (strcmp(list[i].what, weed_name(WEED_REQUEST)) == 0)
            json_array_clear(json_object_get(view, "missing"));
    }
    json_object_set_new(view, "weeded", array);
    return o;
}

enum outcome view_request(struct arena *a, const struct house *house, const struct request *r,
                          json_t **out, struct fault *f)
{
    struct known_fact facts[FACT_COUNT];
    enum outcome o = facts_load(house->db, a, r->id, facts, f);
    if (o != DONE)
        return o;
    json_t *view = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:o, s:o}", "number", r->number, "state", state_name(r->state),
        "state_swedish", state_swedish(r->state), "subject", r->subject, "source", r->source,
        "received_at", view_time(a, r->received_at), "state_since", view_time(a, r->state_since));
    add_facts(a, view, facts);
    /* The route that was settled goes before the one that the mail asked for. */
    json_object_set_new(view, "wished_route", view_text(facts[FACT_ROUTE].value));
    if (*r->route)
        json_object_set_new(view, "route", json_string(r->route));
    json_object_set_new(view, "route_by", view_text(r->route_by));
    json_object_set_new(view, "sender", view_text(r->sender_address));
    json_object_set_new(view, "trusted", json_boolean(r->trusted));
    json_object_set_new(view, "missing", missing_json(a, facts));
    o = invitations_view(a, house, r, view, f);
    if (o == DONE)
        o = nominations_view(a, house, r, view, f);
    if (o == DONE)
        o = placements_view(a, house, r, view, f);
    if (o == DONE)
        o = followups_view(a, house, r, view, f);
    if (o == DONE)
        o = letters_view(a, house, r, view, f);
    if (o == DONE)
        o = proposals_view(a, house, r, view, f);
    if (o == DONE)
        o = history_view(a, house, r, view, f);
    if (o == DONE)
        o = weeded_view(a, house, r, view, f);
    if (o == DONE)
        *out = view;
    else
        json_decref(view);
    return o;
}

json_t *view_task(struct arena *a, const struct task *t)
{
    json_t *view =
        json_pack("{s:I, s:s, s:o, s:o, s:s}", "id", (json_int_t)t->id, "kind", t->kind, "number",
                  view_text(t->number), "since", view_time(a, t->since), "text", t->text);
    json_object_set_new(view, "mail", t->inbox_id ? json_integer(t->inbox_id) : json_null());
    json_object_set_new(view, "letter", t->letter_id ? json_integer(t->letter_id) : json_null());
    json_object_set_new(view, "subject", view_text(t->subject));
    json_object_set_new(view, "command", view_text(view_task_command(a, t)));
    return view;
}

json_t *view_mail_row(struct arena *a, const struct mail *m)
{
    json_t *view = json_pack("{s:I, s:s, s:o, s:o, s:o, s:s, s:s}", "id", (json_int_t)m->id,
                             "state", m->state, "stored_at", view_time(a, m->stored_at), "intent",
                             view_text(m->intent), "automatic", view_text(m->automatic), "from",
                             m->from_address, "subject", m->subject);
    json_object_set_new(view, "message_id", view_text(m->message_id));
    json_object_set_new(view, "party", view_text(m->party));
    json_object_set_new(view, "bytes", json_integer(m->bytes));
    json_object_set_new(view, "duplicate_of",
                        m->duplicate_of ? json_integer(m->duplicate_of) : json_null());
    json_object_set_new(view, "defects", view_text(m->defects));
    return view;
}

json_t *view_health(struct arena *a, const struct health *h, instant now, int poll_seconds,
                    bool *well)
{
    instant patience = SECONDS(10 * (int64_t)poll_seconds);
    if (patience < MINUTES(15))
        patience = MINUTES(15);
    const char *reason = NULL;
    if (h->last_complete_fetch >= 0 && now - h->last_complete_fetch > patience)
        reason = "the mailbox has not been read to its end for too long";
    else if (h->oldest_due >= 0 && now - h->oldest_due > MINUTES(30))
        reason = "a letter that is due has not been sent";
    else if (h->oldest_unread >= 0 && now - h->oldest_unread > MINUTES(15))
        reason = "a mail that was stored has not been read";
    *well = reason == NULL;
    return json_pack("{s:s, s:o, s:o, s:I, s:I, s:I}", "status", *well ? "ok" : "ill", "reason",
                     view_text(reason), "last_complete_fetch", view_time(a, h->last_complete_fetch),
                     "tasks", (json_int_t)h->tasks, "queued", (json_int_t)h->queued, "requests",
                     (json_int_t)h->requests);
}
