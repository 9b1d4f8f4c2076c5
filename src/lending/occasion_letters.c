/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What is written about an occasion: to the unit with all that it has said of it, to each
 * representative without the unit's own words (invariant 9), and to both with a calendar file that
 * keeps its UID.
 */
#include "occasion.h"

#include <string.h>

#include "base/text.h"
#include "view/occasions.h"
#include "view/pages.h"

static void set(json_t *view, const char *key, json_t *value)
{
    json_object_set_new(view, key, value);
}

static bool differ(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") != 0;
}

/* What both sides read: which assignment, when it is, when it was, and whether it is new. */
static void add_times(struct deed *d, const struct occasion_news *news, json_t *view,
                      const char *language)
{
    const struct occasion *now = news->now, *was = news->was;
    set(view, "letter", json_pack("{s:s}", "number", d->request.number));
    bool moved = was && (differ(was->starts, now->starts) || differ(was->ends, now->ends));
    set(view, "occasion_when", json_string(view_occasion_when(d->arena, now, language)));
    set(view, "occasion_before",
        moved ? json_string(view_occasion_when(d->arena, was, language)) : json_null());
    set(view, "is_new", json_boolean(was == NULL));
    set(view, "details_changed",
        json_boolean(was && (differ(was->place, now->place) || differ(was->link, now->link) ||
                             differ(was->access, now->access))));
}

static void add_calendar(struct deed *d, const struct occasion_news *news, json_t *view,
                         const struct calendar_reader *reader)
{
    if (news->calendar_method && text_is_address(reader->address))
        set(view, "calendar",
            view_calendar(d->arena, d->house, &d->request, d->facts, news->calendar_method,
                          news->now, 1, reader));
}

static enum outcome tell_person(struct deed *d, const struct occasion_news *news, const char *who,
                                struct fault *f)
{
    struct party party;
    enum outcome o = deed_party(d, who, &party, f);
    if (o != DONE || party.gone)
        return o;
    struct calendar_reader reader = {
        .name = party.name, .address = party.address, .language = party.language, .neutral = true};
    json_t *view = view_link_letter(d->arena, d->house, party.name, "/overenskommelse/");
    set(view, "person", json_true());
    add_times(d, news, view, party.language);
    set(view, "occasion_place",
        view_text(view_neutral_place(d->arena, d->facts, news->now, party.language)));
    set(view, "meeting_link",
        view_text(view_neutral_link(d->arena, d->house, d->facts, news->now)));
    add_calendar(d, news, view, &reader);
    struct order order = {.recipient = who,
                          .address = text_is_address(party.address) ? party.address : "",
                          .name = party.name,
                          .language = party.language,
                          .purpose = news->purpose,
                          .cause = news->cause,
                          .token_purpose = "agreement",
                          .subject = who,
                          .view = view};
    return deed_queue(d, &order, f);
}

/* ---- Letters about the whole assignment ---- */

static const struct with_calendar {
    const char *purpose, *method;
    bool raised;  /* a new version: it is called off for all */
    bool neutral; /* the letter names a representative: none of the unit's own words */
} with_calendar[] = {
    {"connected_person", "REQUEST", false, true}, {"connected_unit", "REQUEST", false, true},
    {"withdrawn_person", "CANCEL", false, true},  {"cancelled_placed", "CANCEL", true, true},
    {"cancelled_unit", "CANCEL", true, false},
};

static const struct with_calendar *wants_calendar(const char *purpose)
{
    for (size_t i = 0; i < sizeof with_calendar / sizeof with_calendar[0]; i++)
        if (strcmp(with_calendar[i].purpose, purpose) == 0)
            return &with_calendar[i];
    return NULL;
}

enum outcome deed_add_calendar(struct deed *d, const struct order *order, struct fault *f)
{
    const struct with_calendar *with = wants_calendar(order->purpose);
    struct occasion *list;
    size_t count, ahead = 0;
    if (!with || !text_is_address(order->address))
        return DONE;
    enum outcome o = occasions_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (occasion_planned(&list[i]) && occasion_span(&list[i]).to > d->now) {
            list[ahead] = list[i];
            list[ahead++].sequence += with->raised;
        }
    if (o != DONE || ahead == 0)
        return o;
    const struct calendar_reader reader = {.name = order->name,
                                           .address = order->address,
                                           .language = order->language,
                                           .neutral = with->neutral};
    set(order->view, "calendar",
        view_calendar(d->arena, d->house, &d->request, d->facts, with->method, list, ahead,
                      &reader));
    return DONE;
}

/* ---- Letters about one occasion ---- */

/*
 * The unit's own words may name an illness: so its letter names nobody. Who comes stands on its
 * page.
 */
static enum outcome tell_unit(struct deed *d, const struct occasion_news *news, struct fault *f)
{
    const struct request *r = &d->request;
    const char *address = deed_unit_address(d);
    if (!text_is_address(address))
        return deed_task(d, "no_address", news->purpose,
                         "Verksamheten har ingen e-postadress som fungerar. Berätta om "
                         "tillfället på annat sätt, eller fyll i contact_email.",
                         f);
    const char *name = view_unit_contact(r, d->facts);
    struct calendar_reader reader = {.name = name, .address = address, .language = r->language};
    json_t *view = view_link_letter(d->arena, d->house, name, "/forfragan/");
    set(view, "person", json_false());
    add_times(d, news, view, r->language);
    set(view, "occasion_place", view_text(news->now->place));
    set(view, "meeting_link", view_text(news->now->link));
    set(view, "access", view_text(news->now->access));
    add_calendar(d, news, view, &reader);
    struct order order = {.recipient = "unit",
                          .address = address,
                          .name = name,
                          .language = r->language,
                          .purpose = news->purpose,
                          .cause = news->cause,
                          .token_purpose = "request",
                          .view = view};
    return deed_queue(d, &order, f);
}

enum outcome occasion_tell_all(struct deed *d, const struct occasion_news *news, struct fault *f)
{
    struct placement *list;
    size_t count, told = 0;
    bool reminds = strcmp(news->purpose, "occasion_reminder") == 0;
    enum outcome o = placements_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (placement_stands(&list[i])) {
            told++;
            o = tell_person(d, news, list[i].who, f);
        }
    return o == DONE && (told > 0 || !reminds) ? tell_unit(d, news, f) : o;
}
