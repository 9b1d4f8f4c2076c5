/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A mail that has been read: to whom it belongs, and what is done about it.
 *
 * The order: what came back, what a machine wrote, what belongs to a thread, what is new. Whatever
 * is not certain becomes a task with the mail beside it, and the mail waits (`waiting`) until a
 * person has decided. Nothing automatic is ever answered (invariant 6).
 */
#include "incoming.h"

#include <string.h>

#include "base/text.h"
#include "words.h"

enum outcome incoming_task(struct incoming *in, const char *kind, const char *text, struct fault *f)
{
    struct task t = {.kind = kind,
                     .request_id = in->mail->request_id,
                     .inbox_id = in->mail->id,
                     .text = text,
                     .since = in->now};
    in->mail->state = "waiting";
    return tasks_open(in->house->db, in->arena, &t, f);
}

/* ---- What came back ---- */

static enum outcome letter_failed(struct incoming *in, const struct letter *l, struct fault *f)
{
    const struct mime_bounce *b = &in->message->bounce;
    const char *why = b->diagnostic ? b->diagnostic : b->status ? b->status : "bounced";
    enum outcome o = outbox_bounced(in->house->db, in->arena, l->id, why, in->now, f);
    if (o != DONE || l->request_id == 0)
        return o;
    struct event event = {.kind = EVENT_LETTER_FAILED,
                          .request_id = l->request_id,
                          .actor = "system",
                          .who = l->recipient,
                          .letter_id = l->id,
                          .inbox_id = in->mail->id};
    return lending_event(in->house, in->arena, &event, NULL, f);
}

static enum outcome take_bounce(struct incoming *in, struct fault *f)
{
    const char *action = in->message->bounce.action;
    if (action && (strcmp(action, "delayed") == 0 || strcmp(action, "delivered") == 0 ||
                   strcmp(action, "relayed") == 0 || strcmp(action, "expanded") == 0))
        return DONE; /* a notice, no failure: kept, and nothing to do */
    struct letter l = {0};
    enum outcome o = DONE;
    if (in->thread.letter_id != 0)
        o = outbox_load(in->house->db, in->arena, in->thread.letter_id, &l, f);
    if (o == DONE && l.id == 0)
        return incoming_task(in, "bounce",
                             "Ett brev har kommit tillbaka, men det syns inte vilket. Läs "
                             "mejlet.",
                             f);
    if (o != DONE || l.bounced_at >= 0)
        return o;
    return letter_failed(in, &l, f);
}

/* ---- What a machine wrote ---- */

static bool from_ourselves(const struct incoming *in)
{
    size_t count;
    char **own =
        text_split(in->arena, settings_own_addresses(in->arena, in->house->settings), " ", &count);
    for (size_t i = 0; i < count; i++)
        if (text_equals_nocase(own[i], in->message->from.address))
            return true;
    const struct settings *s = in->house->settings;
    const char *from = in->message->from.address;
    return settings_token(in->arena, s->send.reply_address, from) != NULL ||
           settings_token(in->arena, s->send.return_address, from) != NULL;
}

/* An answer to the null sender reaches nobody, or another machine. */
static bool wants_no_answer(const struct incoming *in)
{
    const char *sender = in->message->return_path;
    return in->message->automatic != AUTOMATIC_NO || (sender && *sender == '\0') ||
           from_ourselves(in);
}

static enum outcome take_automatic(struct incoming *in, struct fault *f)
{
    if (in->message->automatic == AUTOMATIC_AUTO_REPLY && in->thread.found)
        return DONE; /* out of office: kept with its request, never an answer */
    return incoming_task(in, "automatic",
                         "Mejlet ser ut att vara skickat av en maskin eller en lista. Ingen har "
                         "fått svar. Läs det om det behövs.",
                         f);
}

/* ---- A new mail ---- */

static enum outcome seen_before(struct incoming *in, bool *seen, struct fault *f)
{
    int64_t id = 0;
    enum outcome o = DONE;
    if (!text_blank(in->mail->message_id))
        o = requests_with_message_id(in->house->db, in->mail->message_id, &id, f);
    *seen = id != 0;
    return o;
}

static enum outcome take_request(struct incoming *in, struct fault *f)
{
    bool seen;
    if (in->mail->request_id != 0)
        return DONE; /* it is read again, and made its request the first time */
    enum outcome o = seen_before(in, &seen, f);
    if (o == DONE)
        o = incoming_request(in, !seen, NULL, f);
    if (o == DONE && seen)
        o = incoming_task(in, "perhaps_same",
                          "Mejlet har samma id som ett tidigare, men är inte likadant. Kanske är "
                          "det samma förfrågan. Läs båda och avgör.",
                          f);
    return o;
}

static enum outcome take_new(struct incoming *in, struct fault *f)
{
    switch (in->reading->intent) {
    case INTENT_REQUEST:
        return take_request(in, f);
    case INTENT_ADVICE:
        return incoming_task(
            in, "advice",
            "En verksamhet vill ha råd. Läs mejlet. Gör en förfrågan av det och välj "
            "rådgivning som väg, så kan ni svara därifrån.",
            f);
    case INTENT_VOLUNTEER:
        return incoming_task(in, "volunteer",
                             "Någon vill bli patientföreträdare. Läs mejlet och svara.", f);
    case INTENT_REPLY:
        return incoming_task(in, "reply",
                             "Mejlet verkar vara ett svar, men det syns inte på vad. Läs det.", f);
    default:
        return incoming_task(in, "mail", "Ett mejl som inte är en förfrågan. Läs det.", f);
    }
}

/* ---- The whole ---- */

static enum outcome sort_mail(struct incoming *in, struct fault *f)
{
    bool taken;
    if (in->message->automatic == AUTOMATIC_BOUNCE)
        return take_bounce(in, f);
    enum outcome o = incoming_calendar(in, &taken, f);
    if (o != DONE || taken)
        return o;
    if (wants_no_answer(in))
        return take_automatic(in, f);
    if (in->mail->cut)
        return incoming_task(in, "too_large",
                             "Mejlet är för stort för att tas emot helt. Början finns här, och "
                             "hela ligger kvar i brevlådan.",
                             f);
    if (in->thread.found && !in->thread.right_sender)
        return incoming_task(in, "wrong_sender",
                             "Svaret kommer från en annan adress än den som brevet gick till. Läs "
                             "det och avgör.",
                             f);
    if (in->thread.over)
        return incoming_task(in, "expired",
                             "Svaret gäller ett brev vars tid är ute. Läs det och avgör.", f);
    if (in->thread.found)
        return incoming_reply(in, f);
    return take_new(in, f);
}

static char *joined(struct arena *a, const char **words, size_t count)
{
    char *all = arena_strdup(a, "");
    for (size_t i = 0; i < count; i++)
        all = arena_printf(a, "%s%s%s", all, i > 0 ? " " : "", words[i]);
    return all;
}

static void describe(struct incoming *in)
{
    struct mail *m = in->mail;
    const struct mime_message *message = in->message;
    const char *automatic = automatic_name(message->automatic);
    m->state = "read";
    m->read_at = in->now;
    m->intent = intent_name(in->reading->intent);
    m->automatic = automatic ? automatic : "";
    m->from_address = message->from.address;
    m->from_name = message->from.name;
    m->subject = message->subject;
    m->message_id = message->message_id ? message->message_id : "";
    m->defects = joined(in->arena, message->defects, message->defect_count);
    if (in->thread.found) {
        m->request_id = in->thread.request_id;
        m->party = in->thread.party;
    }
}

enum outcome lending_mail(const struct house *house, struct arena *a, struct mail *m,
                          const struct mime_message *message, const struct reading *reading,
                          struct fault *f)
{
    struct incoming in = {.house = house,
                          .arena = a,
                          .now = clock_now(&house->clock),
                          .mail = m,
                          .message = message,
                          .reading = reading};
    enum outcome o = thread_find(house, a, message, &in.thread, f);
    if (o != DONE)
        return o;
    describe(&in);
    o = sort_mail(&in, f);
    if (o == DONE)
        o = words_take_mail(house, a, m, message, f);
    return o == DONE ? inbox_save(house->db, a, m, f) : o;
}
