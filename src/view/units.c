/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Care units as trees (include/view/units.h).
 */
#include "view/units.h"

#include "base/calendar.h"
#include "base/text.h"
#include "view/pay.h"
#include "view/people.h"

json_t *view_unit(struct arena *a, const struct unit *u)
{
    return json_pack("{s:s, s:s, s:s, s:o}", "id", view_who(a, 'U', u->id), "name", u->name,
                     "division", u->division, "merged_into",
                     u->merged_into ? json_string(view_who(a, 'U', u->merged_into)) : json_null());
}

json_t *view_unit_contacts(struct arena *a, const struct unit_contact *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_pack("{s:s, s:s, s:s, s:s}", "id",
                                               view_who(a, 'K', list[i].id), "name", list[i].name,
                                               "address", list[i].address, "phone", list[i].phone));
    return array;
}

json_t *view_unit_requests(struct arena *a, const struct unit_request *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct unit_request *r = &list[i];
        struct date day = civil_from_instant(r->received_at).date;
        json_t *row = json_pack("{s:s, s:s, s:s, s:s, s:s}", "number", r->number, "subject",
                                text_blank(r->subject) ? "Utan ämne" : r->subject, "state_label",
                                state_swedish(r->state), "received", date_in_words(a, day, "sv"),
                                "href", arena_printf(a, "/personal/forfragningar/%s", r->number));
        if (r->placed > 0)
            json_object_set_new(row, "placed", json_integer(r->placed));
        json_array_append_new(array, row);
    }
    return array;
}

json_t *view_unit_years(struct arena *a, const struct unit_year *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        const struct unit_year *y = &list[i];
        json_t *row = json_pack("{s:s, s:I, s:I, s:s}", "year", y->year, "occasions",
                                (json_int_t)y->occasions, "people", (json_int_t)y->people, "paid",
                                view_kronor(a, y->paid_ore, "sv"));
        if (y->owed_ore > 0)
            json_object_set_new(row, "owed", json_string(view_kronor(a, y->owed_ore, "sv")));
        json_array_append_new(array, row);
    }
    return array;
}
