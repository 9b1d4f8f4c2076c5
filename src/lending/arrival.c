/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A mail becomes a request: row, facts with their sources, proposals, trail; then it is read by
 * the rules. One request a mail, by constraint (invariant 2).
 */
#include "incoming.h"

#include <string.h>

#include "base/text.h"
#include "store/audit.h"
#include "words.h"

static const char *language_of(const struct settings *s)
{
    return s->library.language;
}

static enum outcome add_row(struct incoming *in, const char *source, struct request *r,
                            struct fault *f)
{
    const struct settings *s = in->house->settings;
    *r = (struct request){.state = STATE_RECEIVED,
                          .state_since = in->now,
                          .received_at = in->mail->stored_at >= 0 ? in->mail->stored_at : in->now,
                          .source = source,
                          .inbox_id = in->mail->id,
                          .mail_sha256 = in->mail->sha256,
                          .subject = in->message->subject,
                          .trusted = lending_trusts(in->arena, s, in->message->from.address,
                                                    in->message->auth_results),
                          .sender_address = text_is_address(in->message->from.address)
                                                ? in->message->from.address
                                                : "",
                          .sender_name = in->message->from.name,
                          .message_id = in->message->message_id ? in->message->message_id : "",
                          .language = language_of(s),
                          .route = "",
                          .route_by = ""};
    int year = civil_from_instant(r->received_at).date.year;
    return requests_add(in->house->db, in->arena, r, year, f);
}

static enum outcome add_facts(struct incoming *in, const struct request *r, struct fault *f)
{
    struct db *db = in->house->db;
    const struct reading *reading = in->reading;
    enum outcome o = DONE;
    for (enum fact_key key = 0; o == DONE && key < FACT_COUNT; key++)
        if (reading->facts[key].value)
            o = facts_put(db, in->arena, r->id, key, ORIGIN_MAIL, reading->facts[key].value,
                          reading->facts[key].source, in->mail->id, in->now, f);
    for (size_t i = 0; o == DONE && i < reading->proposal_count; i++)
        o = proposals_put(db, r->id, &reading->proposals[i], f);
    return o;
}

static enum outcome add_trail(struct incoming *in, const struct request *r, const char *actor,
                              struct fault *f)
{
    struct audit_entry entry = {.actor = actor,
                                .event = "arrived",
                                .request_id = r->id,
                                .subject =
                                    arena_printf(in->arena, "mail:%lld", (long long)in->mail->id),
                                .to_state = state_name(STATE_RECEIVED),
                                .now = in->now,
                                .random = in->house->random};
    return audit_add(in->house->db, in->arena, &entry, f);
}

static enum outcome arrive(struct incoming *in, const char *source, const char *actor, bool sure,
                           struct verdict *verdict, struct fault *f)
{
    struct request r;
    enum outcome o = add_row(in, source, &r, f);
    if (o == DONE)
        o = add_facts(in, &r, f);
    if (o == DONE)
        o = words_take_request(in->house, in->arena, r.id, true, f);
    if (o == DONE)
        o = add_trail(in, &r, actor, f);
    if (o != DONE)
        return o;
    in->mail->request_id = r.id;
    in->mail->party = "unit";
    struct event read = {.kind = EVENT_READ, .request_id = r.id, .actor = "system", .sure = sure};
    return lending_event(in->house, in->arena, &read, verdict, f);
}

enum outcome incoming_request(struct incoming *in, bool sure, struct verdict *verdict,
                              struct fault *f)
{
    return arrive(in, "mail", "system", sure && in->reading->intent_sure, verdict, f);
}

enum outcome lending_request_from(const struct house *house, struct arena *a, struct mail *m,
                                  const struct mime_message *message, const struct reading *reading,
                                  const char *actor, struct verdict *verdict, struct fault *f)
{
    if (m->request_id != 0)
        return fault_set(f, NEVER, EXIT_DATA, "the mail belongs to a request already");
    struct incoming in = {.house = house,
                          .arena = a,
                          .now = clock_now(&house->clock),
                          .mail = m,
                          .message = message,
                          .reading = reading};
    m->from_address = message->from.address;
    m->from_name = message->from.name;
    m->subject = message->subject;
    m->message_id = message->message_id ? message->message_id : "";
    m->intent = intent_name(reading->intent);
    /* Who wants advice is not told which facts of a loan are missing. */
    bool sure = message->automatic == AUTOMATIC_NO && reading->intent != INTENT_ADVICE;
    enum outcome o = arrive(&in, "command", actor, sure, verdict, f);
    m->state = "read";
    m->read_at = in.now;
    if (o == DONE)
        o = tasks_close_mail(house->db, a, m->id, in.now, f);
    if (o == DONE)
        o = words_take_mail(house, a, m, message, f);
    return o == DONE ? inbox_save(house->db, a, m, f) : o;
}
