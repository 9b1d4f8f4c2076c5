/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The unit has another contact, by staff's word: what was mailed to the former one opens nothing
 * any more (invariant 9), what has not left goes to the new one, and the new one gets a link.
 *
 * A contact that the unit itself writes into its form changes no link: whoever holds it has handed
 * it over.
 */
#include "contact.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "links.h"
#include "view/pages.h"
#include "web_post.h"

static bool is_one_of(const char *state, const char *const *states)
{
    for (; *states; states++)
        if (strcmp(state, *states) == 0)
            return true;
    return false;
}

/* The frozen view with another reader. */
static const char *for_reader(struct arena *a, const char *view, const char *name)
{
    json_t *tree = json_loads(view, 0, NULL);
    if (json_is_object(tree))
        json_object_set_new(tree, "recipient", view_recipient(a, name));
    char *text = tree ? json_dumps(tree, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
    const char *kept = text ? arena_strdup(a, text) : view;
    free(text);
    json_decref(tree);
    return kept;
}

struct moving {
    const struct house *house;
    struct arena *a;
    const char *address, *name; /* the new contact's */
    bool linked;                /* a letter with a link is on its way there, or will be */
};

static enum outcome redirect(struct moving *x, struct letter *l, struct fault *f)
{
    l->name = x->name;
    l->view = for_reader(x->a, l->view, x->name);
    l->address = x->address;
    x->linked = true;
    enum outcome o = links_renew(x->house, x->a, l, "request", f);
    return o == DONE ? outbox_redirect(x->house->db, l, f) : o;
}

/* One that came back, or could not be sent, goes again by a person's hand (again.c). */
static enum outcome redirect_waiting(struct moving *x, int64_t request_id, struct fault *f)
{
    static const char *const waits[] = {"queued", "deferred", "held", NULL};
    struct letter *list;
    size_t count;
    enum outcome o = outbox_of_request(x->house->db, x->a, request_id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        struct letter *l = &list[i];
        if (strcmp(l->recipient, "unit") != 0)
            continue;
        x->linked = x->linked || strcmp(l->state, "failed") == 0 || l->bounced_at >= 0;
        if (is_one_of(l->state, waits) && !text_equals_nocase(l->address, x->address))
            o = redirect(x, l, f);
    }
    return o;
}

static enum outcome mail_link(struct moving *x, const struct request *r, struct fault *f)
{
    json_t *view = view_link_letter(x->a, x->house, x->name, "/forfragan/");
    json_object_set_new(view, "letter", json_pack("{s:s}", "number", r->number));
    json_object_set_new(view, "new_contact", json_true());
    const struct page_letter letter = {
        .request_id = r->id,
        .recipient = "unit",
        .address = x->address,
        .name = x->name,
        .language = r->language,
        .purpose = "new_link",
        .cause =
            arena_printf(x->a, "contact:%s", instant_to_text(x->a, clock_now(&x->house->clock))),
        .token_purpose = "request",
        .token_days = LINK_DAYS,
        .view = view};
    return page_letter_queue(x->house, x->a, &letter, NULL, f);
}

enum outcome contact_moved(const struct house *house, struct arena *a, const struct request *r,
                           const struct known_fact before[FACT_COUNT],
                           const struct known_fact after[FACT_COUNT], struct fault *f)
{
    const char *was = view_unit_address(r, before);
    struct moving x = {.house = house,
                       .a = a,
                       .address = view_unit_address(r, after),
                       .name = view_unit_contact(r, after)};
    if (text_equals_nocase(was, x.address) || !text_is_address(x.address))
        return DONE;
    enum outcome o =
        tokens_end_others(house->db, a, r->id, "unit", x.address, clock_now(&house->clock), f);
    if (o == DONE)
        o = redirect_waiting(&x, r->id, f);
    bool knows_us = r->acknowledged && r->state < STATE_CLOSED;
    return o == DONE && knows_us && !x.linked ? mail_link(&x, r, f) : o;
}
