/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Occasions in words and as calendar trees (include/view/occasions.h): what each reader may see is
 * decided here, by what is put in.
 */
#include "view/occasions.h"

#include <string.h>

#include "base/text.h"
#include "calendar.h"
#include "words.h"

char *view_occasion_when(struct arena *a, const struct occasion *o, const char *language)
{
    struct occasion_time time;
    if (!civil_parse(o->starts, &time.start))
        return arena_strdup(a, o->starts);
    if (!civil_parse(o->ends, &time.end))
        time.end = time.start;
    return words_occasion(a, &time, language);
}

json_t *view_occasion(struct arena *a, const struct occasion *o, const char *language)
{
    return json_pack("{s:I, s:s, s:s, s:o, s:o, s:o, s:o, s:s}", "id", (json_int_t)o->id, "when",
                     view_occasion_when(a, o, language), "starts", o->starts, "ends",
                     view_text(o->ends), "place", view_text(o->place), "meeting_link",
                     view_text(o->link), "access", view_text(o->access), "state", o->state);
}

char *view_occasions_fact(struct arena *a, const struct occasion *list, size_t count)
{
    char *all = arena_strdup(a, "");
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].state, "cancelled") != 0)
            all = arena_printf(a, "%s%s%s/%s", all, *all ? " " : "", list[i].starts,
                               *list[i].ends ? list[i].ends : list[i].starts);
    return all;
}

/* ---- What a representative may read in a letter ---- */

const char *view_neutral_place(struct arena *a, const struct known_fact facts[FACT_COUNT],
                               const struct occasion *o, const char *language)
{
    const char *town = facts[FACT_MUNICIPALITY].value, *format = facts[FACT_FORMAT].value;
    if (text_blank(o->place) && format && strcmp(format, "digital") == 0)
        return words_english(language) ? "online" : "digitalt";
    if (text_blank(town))
        return NULL;
    bool there = text_blank(o->place) || strstr(text_fold(a, o->place), text_fold(a, town)) != NULL;
    return there ? town : NULL;
}

/* The letters of the link as words, for the reading of areas. */
static char *words_of(struct arena *a, const char *link)
{
    char *text = text_fold(a, link);
    for (char *c = text; *c; c++)
        if (strchr("/:.-_?&=#%+~@,;", *c))
            *c = ' ';
    return text;
}

/* Does a longer word of the unit's name stand in the link? */
static bool names_unit(struct arena *a, const char *link, const char *unit)
{
    enum { TELLING = 4 };
    size_t count;
    char **words = text_split(a, text_fold(a, unit ? unit : ""), " ,.-", &count);
    for (size_t i = 0; i < count; i++)
        if (text_length(words[i]) >= TELLING && strstr(text_fold(a, link), words[i]))
            return true;
    return false;
}

const char *view_neutral_link(struct arena *a, const struct house *house,
                              const struct known_fact facts[FACT_COUNT], const struct occasion *o)
{
    if (text_blank(o->link) || names_unit(a, o->link, facts[FACT_UNIT].value))
        return NULL;
    const char *said = arena_printf(a, "Vi söker patientföreträdare med erfarenhet av %s.\n",
                                    words_of(a, o->link));
    struct reading reading;
    reading_read(a, house->areas, &(struct reading_input){.text = said, .own_text = said},
                 &reading);
    bool tells = reading.facts[FACT_AREAS].value != NULL;
    for (size_t i = 0; i < reading.proposal_count; i++)
        tells = tells || reading.proposals[i].key == FACT_AREAS;
    return tells ? NULL : o->link;
}

/* ---- Calendar trees ---- */

static const char *description(const struct calendar_reader *reader, const struct occasion *o)
{
    if (!reader->neutral)
        return o->access;
    return words_english(reader->language)
               ? "The address, whom to call and all the rest stand on your own "
                 "page: the link is in our letter."
               : "Adress, vem du kan ringa och allt annat står på din egen sida: "
                 "länken finns i vårt brev.";
}

static json_t *event_view(struct arena *a, const struct house *house, const struct request *r,
                          const struct known_fact facts[FACT_COUNT], const struct occasion *o,
                          const struct calendar_reader *reader)
{
    const char *what = words_english(reader->language) ? "Assignment" : "Uppdrag";
    const char *place =
        reader->neutral ? view_neutral_place(a, facts, o, reader->language) : o->place;
    const char *link = reader->neutral ? view_neutral_link(a, house, facts, o) : o->link;
    const char *said = description(reader, o);
    json_t *event = json_pack(
        "{s:s, s:i, s:s, s:o, s:s}", "uid", o->uid, "sequence", o->sequence, "starts", o->starts,
        "summary", json_string(arena_printf(a, "%s %s", what, r->number)), "number", r->number);
    if (*o->ends)
        json_object_set_new(event, "ends", json_string(o->ends));
    if (!text_blank(place))
        json_object_set_new(event, "place", json_string(place));
    if (!text_blank(link))
        json_object_set_new(event, "link", json_string(link));
    if (!text_blank(said))
        json_object_set_new(event, "description", json_string(said));
    return event;
}

/* Whose it is, and who is asked to attend; what is published names nobody. */
json_t *calendar_frame(const struct settings *s, const char *method, json_t *events,
                       const struct calendar_reader *reader)
{
    json_t *view = json_pack("{s:s, s:s, s:o}", "method", method, "zone", s->library.timezone,
                             "events", events);
    if (strcmp(method, "PUBLISH") == 0)
        return view;
    json_object_set_new(
        view, "organizer",
        json_pack("{s:s, s:s}", "name", s->library.name, "address", s->library.address));
    json_object_set_new(view, "attendee",
                        json_pack("{s:s, s:s}", "name", reader->name ? reader->name : "", "address",
                                  reader->address ? reader->address : ""));
    return view;
}

json_t *view_calendar(struct arena *a, const struct house *house, const struct request *r,
                      const struct known_fact facts[FACT_COUNT], const char *method,
                      const struct occasion *list, size_t count,
                      const struct calendar_reader *reader)
{
    bool calls_off = strcmp(method, "CANCEL") == 0;
    json_t *events = json_array();
    for (size_t i = 0; i < count; i++)
        if (calls_off || strcmp(list[i].state, "cancelled") != 0)
            json_array_append_new(events, event_view(a, house, r, facts, &list[i], reader));
    return calendar_frame(house->settings, method, events, reader);
}
