/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Letters about one placement: to the unit, to the representative, each with a link of its own.
 *
 * The cause begins with the representative's name in letters to the unit ("P12:v3"), so that the
 * letters about one placement are told from those about the next, and can be overtaken together
 * (outbox_drop_cause).
 */
#include "deed.h"

#include "base/text.h"
#include "store/occasions.h"
#include "store/placements.h"
#include "view/placements.h"

static json_t *view_of(struct deed *d, const struct about *about, const struct party *person,
                       bool to_unit, const struct occasion *occasions, size_t count)
{
    const struct placement_letter letter = {
        .to_name = to_unit ? view_unit_contact(&d->request, d->facts) : person->name,
        .language = to_unit ? d->request.language : person->language,
        .other_name = to_unit ? person->name : NULL,
        .occasions = count > 0 ? occasions : NULL,
        .occasion_count = count,
        .link_path = about->link_path ? about->link_path : "/overenskommelse/"};
    json_t *view = view_placement_letter(d->arena, d->house, &d->request, d->facts, &letter);
    if (about->more)
        json_object_update(view, about->more);
    return view;
}

static enum outcome queue(struct deed *d, const struct about *about, const struct party *person,
                          bool to_unit, json_t *view, struct fault *f)
{
    const char *who = about->placement->who, *cause = about->cause ? about->cause : "";
    const char *colon = *cause ? ":" : "";
    const struct order order = {
        .recipient = to_unit ? "unit" : who,
        .address = to_unit                            ? deed_unit_address(d)
                   : text_is_address(person->address) ? person->address
                                                      : "",
        .name = to_unit ? view_unit_contact(&d->request, d->facts) : person->name,
        .language = to_unit ? d->request.language : person->language,
        .purpose = about->purpose,
        .cause = to_unit ? arena_printf(d->arena, "%s%s%s", who, colon, cause) : cause,
        .token_purpose = about->token_purpose ? about->token_purpose : "agreement",
        .subject = who,
        .view = view,
        .urgency = about->urgency};
    return deed_queue(d, &order, f);
}

static enum outcome write_to(struct deed *d, bool to_unit, const struct about *about,
                             struct fault *f)
{
    struct party person;
    struct occasion *occasions;
    size_t count;
    enum outcome o = deed_party(d, about->placement->who, &person, f);
    if (o != DONE || (person.gone && !to_unit))
        return o;
    if (to_unit && !text_is_address(deed_unit_address(d)))
        return deed_task(d, "no_address", about->purpose,
                         "Verksamheten har ingen e-postadress som fungerar. Hör av dig på annat "
                         "sätt, eller fyll i contact_email.",
                         f);
    o = occasions_of_request(d->db, d->arena, d->request.id, &occasions, &count, f);
    if (o != DONE)
        return o;
    json_t *view = view_of(d, about, &person, to_unit, occasions, count);
    return queue(d, about, &person, to_unit, view, f);
}

enum outcome deed_write_placed(struct deed *d, bool to_unit, const struct about *about,
                               struct fault *f)
{
    enum outcome o = write_to(d, to_unit, about, f);
    json_decref(about->more);
    return o;
}
