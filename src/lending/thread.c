/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The right thread: tokens for replies first, our own Message-IDs second, nothing else. A link's
 * token stands in no address: what comes to one was put together by somebody else.
 */
#include "thread.h"

#include <string.h>

#include "base/text.h"

static enum outcome by_token(const struct house *house, struct arena *a, const char *address,
                             const char *sender, struct thread *out, struct fault *f)
{
    const struct settings *s = house->settings;
    char *token = settings_token(a, s->send.reply_address, address);
    if (!token)
        token = settings_token(a, s->send.return_address, address);
    if (!token || !token_formed(token))
        return DONE;
    struct token t;
    enum outcome o = tokens_find(house->db, a, sha256_text(a, token), &t, f);
    if (o == DONE && t.id != 0)
        *out =
            (struct thread){.found = true,
                            .right_sender = text_equals_nocase(t.address, sender),
                            .over = t.ended_at >= 0 ||
                                    (t.expires_at >= 0 && t.expires_at <= clock_now(&house->clock)),
                            .request_id = t.request_id,
                            .letter_id = t.letter_id,
                            .party = t.party};
    return o;
}

static enum outcome by_message_id(const struct house *house, struct arena *a, const char *id,
                                  const char *sender, struct thread *out, struct fault *f)
{
    struct letter l;
    enum outcome o = outbox_by_message_id(house->db, a, id, &l, f);
    if (o == DONE && l.id != 0)
        *out = (struct thread){.found = true,
                               .right_sender = text_equals_nocase(l.address, sender),
                               .request_id = l.request_id,
                               .letter_id = l.id,
                               .party = l.recipient};
    return o;
}

typedef enum outcome finder(const struct house *house, struct arena *a, const char *text,
                            const char *sender, struct thread *out, struct fault *f);

static enum outcome among(const struct house *house, struct arena *a, finder *find,
                          const char **texts, size_t count, const char *sender, struct thread *out,
                          struct fault *f)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && !out->found && i < count; i++)
        o = find(house, a, texts[i], sender, out, f);
    return o;
}

enum outcome thread_find(const struct house *house, struct arena *a, const struct mime_message *m,
                         struct thread *out, struct fault *f)
{
    memset(out, 0, sizeof *out);
    const char *sender = m->from.address;
    enum outcome o = among(house, a, by_token, m->recipients, m->recipient_count, sender, out, f);
    bool bounce = m->automatic == AUTOMATIC_BOUNCE;
    if (o == DONE && bounce)
        o = among(house, a, by_token, m->returned_addresses, m->returned_address_count, sender, out,
                  f);
    if (o == DONE && bounce)
        o = among(house, a, by_message_id, m->returned_ids, m->returned_id_count, sender, out, f);
    if (o == DONE)
        o = among(house, a, by_message_id, m->references, m->reference_count, sender, out, f);
    return o;
}
