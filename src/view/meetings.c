/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Meetings of the pool in words (include/view/meetings.h).
 */
#include "view/meetings.h"

#include <string.h>

#include "base/text.h"
#include "calendar.h"
#include "view/people.h"
#include "words.h"

const char *view_meeting_title(const struct occasion *m, const char *language)
{
    bool network = strcmp(m->kind, "network") == 0;
    if (words_english(language))
        return network ? "Network meeting" : "Introduction";
    return network ? "Nätverksträff" : "Introduktion";
}

json_t *view_meeting(struct arena *a, const struct occasion *m, const char *language)
{
    return json_pack("{s:s, s:b, s:s, s:o, s:o, s:o}", "title", view_meeting_title(m, language),
                     "network", strcmp(m->kind, "network") == 0, "occasion_when",
                     view_occasion_when(a, m, language), "occasion_place", view_text(m->place),
                     "meeting_link", view_text(m->link), "access", view_text(m->access));
}

static void add(json_t *event, const char *key, const char *value)
{
    if (!text_blank(value))
        json_object_set_new(event, key, json_string(value));
}

json_t *view_meeting_calendar(struct arena *a, const struct house *house, const struct occasion *m,
                              const char *method, const struct calendar_reader *reader)
{
    const char *summary = arena_printf(a, "%s, %s", view_meeting_title(m, reader->language),
                                       house->settings->library.name);
    json_t *event = json_pack("{s:s, s:i, s:s, s:s}", "uid", m->uid, "sequence", m->sequence,
                              "starts", m->starts, "summary", summary);
    add(event, "ends", m->ends);
    add(event, "place", m->place);
    add(event, "link", m->link);
    add(event, "description", m->access);
    return calendar_frame(house->settings, method, json_pack("[o]", event), reader);
}

json_t *view_meeting_row(struct arena *a, const struct occasion *m, const struct guest *guests,
                         size_t count)
{
    int invited = 0, yes = 0, no = 0;
    for (size_t i = 0; i < count; i++) {
        invited++;
        yes += strcmp(guests[i].answer, "yes") == 0;
        no += strcmp(guests[i].answer, "no") == 0;
    }
    json_t *row = view_occasion(a, m, "sv");
    json_object_set_new(row, "kind", json_string(m->kind));
    json_object_set_new(row, "invited", json_integer(invited));
    json_object_set_new(row, "yes", json_integer(yes));
    json_object_set_new(row, "no", json_integer(no));
    return row;
}

json_t *view_guest(struct arena *a, const struct guest *g)
{
    return json_pack(
        "{s:s, s:s, s:o, s:o, s:o}", "who", view_who(a, 'P', g->person_id), "name", g->name,
        "answer", view_text(g->answer), "how", view_text(g->how), "answered_at",
        g->answered_at < 0 ? json_null() : json_string(instant_local_text(a, g->answered_at)));
}
