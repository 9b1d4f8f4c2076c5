/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Letters that a page asks for: a link to confirm, a new link, a code. They leave at once and carry
 * tokens of their own, like the letters of a move (letters.c).
 */
#include "web_post.h"

#include <stdlib.h>

#include "base/text.h"
#include "links.h"

enum outcome page_letter_queue(const struct house *house, struct arena *a,
                               const struct page_letter *p, struct letter *queued, struct fault *f)
{
    char id[TOKEN_CHARS + 1];
    instant now = clock_now(&house->clock);
    random_name(house->random, now, id);
    char *view = json_dumps(p->view, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(p->view);
    struct letter l = {
        .request_id = p->request_id,
        .recipient = p->recipient,
        .address = p->address,
        .name = p->name ? p->name : "",
        .purpose = p->purpose,
        .cause = p->cause ? p->cause : "",
        .language = p->language,
        .view = arena_strdup(a, view),
        .message_id = arena_printf(a, "%s@%s", id, text_domain(house->settings->library.address)),
        .urgency = p->urgency,
        .queued_at = now,
        .next_at = instant_minute(now) + p->later};
    free(view);
    links_make(house, a, &l);
    enum outcome o = outbox_queue(house->db, a, &l, f);
    if (o == DONE && l.id != 0)
        o = links_keep(house, a, &l, p->token_purpose, p->token_subject, p->token_days, f);
    if (queued)
        *queued = l;
    return o;
}

enum outcome page_finish(const struct house *house, const char *label, enum outcome o,
                         struct fault *f)
{
    o = db_end(house->db, label, o, f);
    if (o == DONE)
        db_wake(house->db);
    return o;
}
