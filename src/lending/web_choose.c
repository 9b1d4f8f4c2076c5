/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the unit's and the representative's pages do about a choice: choose, and withdraw.
 *
 * A page may be old: it was open while somebody withdrew, another browser has chosen, the button
 * was pressed twice. So what the page meant is looked at in the transaction that acts, and either
 * all of it is done or nothing.
 */
#include "lending/choice.h"

#include <string.h>

#include "store/invitations.h"
#include "store/placements.h"
#include "web_post.h"

static const char *const CHOOSE = "a choice on a page", *const WITHDRAW = "a withdrawal on a page";

/* How many of the named stand chosen, and how many may be: they said yes, and nobody said no. */
static enum outcome count_named(const struct house *house, struct arena *a,
                                const struct page_choice *choice, size_t *standing, size_t *willing,
                                struct fault *f)
{
    enum outcome o = DONE;
    *standing = *willing = 0;
    for (size_t i = 0; o == DONE && i < choice->count; i++) {
        struct placement p;
        struct invitation asked;
        o = placements_find(house->db, a, choice->request_id, choice->names[i], &p, f);
        if (o == DONE)
            o = invitations_find(house->db, a, choice->request_id, choice->names[i], &asked, f);
        bool stands = o == DONE && placement_stands(&p);
        *standing += stands;
        *willing += o == DONE && !stands && asked.id != 0 && strcmp(asked.state, "yes") == 0;
    }
    return o;
}

static enum outcome choose(const struct house *house, struct arena *a,
                           const struct page_choice *choice, enum choice_verdict *verdict,
                           struct fault *f)
{
    struct request r;
    size_t standing, willing;
    struct verdict moved = {0};
    enum outcome o = requests_load(house->db, a, choice->request_id, &r, f);
    if (o == DONE)
        o = count_named(house, a, choice, &standing, &willing, f);
    if (o != DONE)
        return o;
    bool open = r.state == STATE_INVITING || r.state == STATE_CHOOSING;
    bool done_before = standing == choice->count && (choice->count > 0 || choice->finished);
    *verdict = CHOICE_MADE;
    if (!open && done_before && r.state >= STATE_CONNECTED && r.state <= STATE_AGREED)
        return DONE;
    if (!open || standing + willing < choice->count) {
        *verdict = open ? CHOICE_GONE : CHOICE_OVER;
        return DONE;
    }
    const struct event event = {.kind = EVENT_CHOOSE,
                                .request_id = choice->request_id,
                                .actor = "unit",
                                .by_unit = true,
                                .names = choice->names,
                                .name_count = choice->count,
                                .finished = choice->finished};
    o = lending_event(house, a, &event, &moved, f);
    if (o == NEVER && moved.refused) {
        *verdict = CHOICE_NOBODY;
        return DONE;
    }
    return o;
}

enum outcome lending_page_choose(const struct house *house, struct arena *a,
                                 const struct page_choice *choice, enum choice_verdict *verdict,
                                 struct fault *f)
{
    enum outcome o = db_begin(house->db, CHOOSE, f);
    if (o != DONE)
        return o;
    o = page_finish(house, CHOOSE, choose(house, a, choice, verdict, f), f);
    if (o != NEVER || f->code != EXIT_DATA)
        return o;
    *verdict = CHOICE_GONE; /* one of them has died since */
    return DONE;
}

static enum outcome withdraw(const struct house *house, struct arena *a,
                             const struct page_withdrawal *w, enum choice_verdict *verdict,
                             struct fault *f)
{
    struct placement p;
    enum outcome o = placements_find(house->db, a, w->request_id, w->who, &p, f);
    *verdict = CHOICE_MADE;
    if (o != DONE || !placement_stands(&p)) /* the second click */
        return o;
    const struct event event = {.kind = EVENT_WITHDRAW,
                                .request_id = w->request_id,
                                .actor = w->by_unit ? "unit" : w->who,
                                .who = w->who,
                                .party = w->by_unit ? "unit" : "representative",
                                .text = w->text};
    bool taken;
    o = lending_offer(house, a, &event, &taken, f);
    if (o == DONE && !taken)
        *verdict = CHOICE_OVER;
    return o;
}

enum outcome lending_page_withdraw(const struct house *house, struct arena *a,
                                   const struct page_withdrawal *w, enum choice_verdict *verdict,
                                   struct fault *f)
{
    enum outcome o = db_begin(house->db, WITHDRAW, f);
    return o == DONE ? page_finish(house, WITHDRAW, withdraw(house, a, w, verdict, f), f) : o;
}
