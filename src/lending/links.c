/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The two tokens of a letter: one in its links, one in the addresses that answers come back to.
 *
 * An address is seen by all whom an answer is copied to, and lies in the mails that the book keeps
 * as they came; so what stands in it says whose the answer is, and opens no page (invariant 9). In
 * clear both stand in a letter that is not yet sent, and nowhere else. The book keeps one row for
 * the two (token_hash()).
 */
#include "links.h"

void links_make(const struct house *house, struct arena *a, struct letter *l)
{
    char *token = arena_alloc(a, TOKEN_CHARS + 1);
    random_token(house->random, token);
    l->token = token;
    l->token_hash = token_hash(a, token);
}

enum outcome links_keep(const struct house *house, struct arena *a, const struct letter *l,
                        const char *purpose, const char *subject, int days, struct fault *f)
{
    instant now = clock_now(&house->clock);
    struct token t = {.request_id = l->request_id,
                      .letter_id = l->id,
                      .purpose = purpose,
                      .party = l->recipient,
                      .subject = subject,
                      .address = l->address,
                      .created_at = now,
                      .expires_at = now + DAYS((instant)days)};
    return tokens_add(house->db, a, l->token_hash, &t, f);
}

enum outcome links_renew(const struct house *house, struct arena *a, struct letter *l,
                         const char *purpose, struct fault *f)
{
    struct token old;
    enum outcome o = tokens_find(house->db, a, l->token_hash, &old, f);
    if (o == DONE)
        o = tokens_end_letter(house->db, a, l->id, clock_now(&house->clock), f);
    if (o != DONE)
        return o;
    links_make(house, a, l);
    return links_keep(house, a, l, old.id ? old.purpose : purpose, old.subject, LINK_DAYS, f);
}
