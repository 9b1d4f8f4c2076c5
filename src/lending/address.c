/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A person or an association has another address, by staff's word: what was mailed to the former
 * one opens nothing any more (invariant 9; it may have been a stranger's), and what has not left
 * goes to the new one. An ask that waits for its answer gets a link anew, without being asked a
 * second time (invariant 4); to all else the representative's own page leads.
 *
 * What is not here: the unit's contact (contact.c), and a letter that came back (again.c).
 */
#include "address.h"

#include <string.h>

#include "base/text.h"
#include "links.h"
#include "store/desk.h"
#include "store/invitations.h"
#include "store/outbox.h"
#include "store/requests.h"
#include "view/pages.h"
#include "web_post.h"

enum { OWN_PAGE_DAYS = 30, GIVEN_MOST = 20 };

/* A code is of use only where it was asked for, and for minutes: it is dropped. */
static enum outcome redirect(const struct hand *hand, const struct moved *m, struct letter *l,
                             struct fault *f)
{
    const struct house *house = hand->house;
    if (strcmp(l->purpose, "code") == 0)
        return outbox_settle(house->db, hand->a, l->id, "dropped", hand->now, f);
    l->address = m->address;
    enum outcome o = links_renew(house, hand->a, l, "answer", f);
    return o == DONE ? outbox_redirect(house->db, l, f) : o;
}

static enum outcome redirect_waiting(const struct hand *hand, const struct moved *m,
                                     struct fault *f)
{
    struct letter *list;
    size_t count;
    enum outcome o = outbox_waiting(hand->house->db, hand->a, m->who, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (!text_equals_nocase(list[i].address, m->address))
            o = redirect(hand, m, &list[i], f);
    return o;
}

static enum outcome mail_link(const struct hand *hand, const struct moved *m, int64_t request_id,
                              const char *path, const char *opens, int days, struct fault *f)
{
    json_t *view = view_link_letter(hand->a, hand->house, m->name, path);
    json_object_set_new(view, "new_address", json_true());
    const struct page_letter letter = {
        .request_id = request_id,
        .recipient = m->who,
        .address = m->address,
        .name = m->name,
        .language = m->language,
        .purpose = "new_link",
        .cause = arena_printf(hand->a, "address:%s", instant_to_text(hand->a, hand->now)),
        .token_purpose = opens,
        .token_days = days,
        .view = view};
    return page_letter_queue(hand->house, hand->a, &letter, NULL, f);
}

static bool is_open(const struct request *r, const struct invitation *i)
{
    static const char *const open[] = {"sent", "unknown", "maybe", "yes"};
    for (size_t n = 0; n < sizeof open / sizeof open[0]; n++)
        if (i->id != 0 && strcmp(i->state, open[n]) == 0)
            return r->state < STATE_CONNECTED && !i->outcome;
    return false;
}

/* Another link to each ask that is open; *mailed of them. */
static enum outcome link_asks(const struct hand *hand, const struct moved *m,
                              const int64_t *requests, size_t count, size_t *mailed,
                              struct fault *f)
{
    struct db *db = hand->house->db;
    enum outcome o = DONE;
    *mailed = 0;
    for (size_t n = 0; o == DONE && n < count; n++) {
        struct request r;
        struct invitation i = {0};
        if (requests[n] == 0)
            continue;
        o = requests_load(db, hand->a, requests[n], &r, f);
        if (o == DONE)
            o = invitations_find(db, hand->a, r.id, m->who, &i, f);
        if (o != DONE || !is_open(&r, &i))
            continue;
        o = mail_link(hand, m, r.id, "/svar/", "answer", LINK_DAYS, f);
        ++*mailed;
    }
    return o;
}

enum outcome address_moved(const struct hand *hand, const char *was, const struct moved *m,
                           struct fault *f)
{
    struct db *db = hand->house->db;
    int64_t *given;
    size_t count = 0, mailed = 0;
    bool own = strcmp(hand->actor, m->who) == 0;
    if (own || !m->address || !text_is_address(m->address) ||
        text_equals_nocase(was ? was : "", m->address))
        return DONE;
    enum outcome o = tokens_given(db, hand->a, m->who, m->address, GIVEN_MOST, &given, &count, f);
    if (o == DONE)
        o = redirect_waiting(hand, m, f);
    if (o == DONE)
        o = tokens_end_party(db, hand->a, m->who, m->address, hand->now, f);
    if (o != DONE || m->gone || count == 0)
        return o;
    o = link_asks(hand, m, given, count, &mailed, f);
    return o == DONE && mailed == 0 && *m->who == 'P'
               ? mail_link(hand, m, 0, "/mina-uppgifter/", "person", OWN_PAGE_DAYS, f)
               : o;
}
