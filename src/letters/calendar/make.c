/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * calendar_make(): occasions to calendar files, by libical.
 *
 * Times are written as the wall clock shows them, with the zone's name, and the zone's rules come
 * with the file, so that an occasion agreed on in winter for a day in summer is where the people
 * are. libical gives a zone's whole history since 1879; what had ended long before the first
 * occasion is left out.
 *
 * All that comes in is looked at first: a line end in an address or a UID would be a property of
 * its author's own. Texts are escaped and folded by libical.
 */
#include <string.h>

#include <libical/ical.h>

#include "base/calendar.h"
#include "base/text.h"
#include "letters/calendar.h"

enum { ID_BYTES = 250, LINK_BYTES = 2000 };

static const char PRODUCT[] = "-//Levande bibliotek//Levande//SV";

struct occasion {
    const char *uid, *link;
    const char *summary, *place, *description; /* cleaned */
    json_int_t sequence;
    struct civil starts, ends; /* ends: year 0 when it is missing */
};

struct party {
    const char *name, *address; /* address NULL: none */
};

struct work {
    struct arena *arena;
    icalproperty_method method;
    const char *zone, *lang;
    icalcomponent *rules; /* VTIMEZONE; NULL when no occasion has a clock time */
    struct party organizer, attendee;
    struct occasion *occasions;
    size_t count;
    instant dtstamp;
};

/* --- Reading the tree --------------------------------------------------------------------------
 */

static const char *member(const json_t *holder, const char *name)
{
    const char *text = json_string_value(json_object_get(holder, name));
    return text ? text : "";
}

/* Without control characters; line ends stay where lines are true, else they become spaces. */
static char *cleaned(struct arena *a, const char *text, bool lines)
{
    char *copy = text_repair(a, text, strlen(text)), *to = copy;
    for (const char *p = copy; *p; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '\n' || c == '\t')
            *to++ = lines && c == '\n' ? '\n' : ' ';
        else if (c >= 0x20 && c != 0x7F)
            *to++ = *p;
    }
    *to = '\0';
    return text_trim(a, copy);
}

static bool printable(const char *text, size_t max)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < len; i++)
        if (text[i] <= ' ' || text[i] >= 0x7F || strchr("\"<>\\,;", text[i]) != NULL)
            return false;
    return len > 0 && len <= max;
}

static bool web_address(const char *text)
{
    return (text_starts(text, "https://") || text_starts(text, "http://")) &&
           text_length(text) == strlen(text) && strpbrk(text, " \"<>\\\r\n\t") == NULL &&
           strlen(text) <= LINK_BYTES;
}

static bool read_times(const json_t *event, struct occasion *o)
{
    const char *ends = member(event, "ends");
    if (!civil_parse(member(event, "starts"), &o->starts))
        return false;
    if (*ends == '\0')
        return true;
    if (!civil_parse(ends, &o->ends))
        return false;
    return (o->starts.hour < 0) == (o->ends.hour < 0) && civil_compare(o->ends, o->starts) >= 0;
}

/* What the description says: the text, the number, the link, a paragraph each. */
static char *describe(struct work *w, const json_t *event, const char *link)
{
    const char *label = text_equals_nocase(w->lang, "en") ? "Request" : "Ärende";
    const char *text = cleaned(w->arena, member(event, "description"), true);
    const char *number = cleaned(w->arena, member(event, "number"), false);
    const char *first = *text && (*number || *link) ? "\n\n" : "";
    if (*number)
        number = arena_printf(w->arena, "%s: %s%s", label, number, *link ? "\n" : "");
    return arena_printf(w->arena, "%s%s%s%s", text, first, number, link);
}

static const char *read_occasion(struct work *w, const json_t *event, struct occasion *o)
{
    struct arena *a = w->arena;
    *o = (struct occasion){
        .uid = member(event, "uid"),
        .link = cleaned(a, member(event, "link"), false),
        .summary = cleaned(a, member(event, "summary"), false),
        .place = cleaned(a, member(event, "place"), false),
        .sequence = json_integer_value(json_object_get(event, "sequence")),
    };
    if (!printable(o->uid, ID_BYTES))
        return "its uid is missing or malformed";
    if (o->sequence < 0 || o->sequence > 1000000)
        return "its sequence is no count";
    if (*o->summary == '\0')
        return "its summary is missing";
    if (!read_times(event, o))
        return "its times are missing, malformed, or end before they begin";
    o->description = describe(w, event, o->link);
    if (strlen(o->summary) > CALENDAR_TEXT_BYTES || strlen(o->place) > CALENDAR_TEXT_BYTES ||
        strlen(o->description) > CALENDAR_TEXT_BYTES)
        return "a text is too long";
    return NULL;
}

static bool read_party(struct work *w, const json_t *holder, struct party *p)
{
    const char *address = member(holder, "address");
    if (holder == NULL)
        return true;
    char *name = cleaned(w->arena, member(holder, "name"), false);
    for (char *at = name; (at = strchr(at, '"')) != NULL;)
        *at = '\''; /* a parameter's value cannot hold one */
    *p = (struct party){.name = text_shorten(w->arena, name, 200), .address = address};
    return text_is_address(address);
}

static const char *read_head(struct work *w, const json_t *calendar)
{
    const char *method = member(calendar, "method");
    w->method = strcmp(method, "REQUEST") == 0   ? ICAL_METHOD_REQUEST
                : strcmp(method, "CANCEL") == 0  ? ICAL_METHOD_CANCEL
                : strcmp(method, "PUBLISH") == 0 ? ICAL_METHOD_PUBLISH
                                                 : ICAL_METHOD_NONE;
    if (w->method == ICAL_METHOD_NONE)
        return "its method is none of REQUEST, CANCEL and PUBLISH";
    if (!read_party(w, json_object_get(calendar, "organizer"), &w->organizer) ||
        !read_party(w, json_object_get(calendar, "attendee"), &w->attendee))
        return "the address of its organizer or attendee is malformed";
    bool asks = w->method != ICAL_METHOD_PUBLISH;
    if (asks && (w->organizer.address == NULL || w->attendee.address == NULL))
        return "its organizer or attendee is missing";
    w->lang = member(calendar, "lang");
    w->zone = member(calendar, "zone");
    if (*w->zone == '\0')
        w->zone = "Europe/Stockholm";
    else if (strcmp(w->zone, "UTC") == 0)
        w->zone = "Etc/UTC"; /* the one that has rules to write */
    return NULL;
}

static enum outcome read_tree(struct work *w, const json_t *calendar, struct fault *f)
{
    const json_t *events = json_object_get(calendar, "events");
    const char *wrong = read_head(w, calendar);
    bool asks = w->method != ICAL_METHOD_PUBLISH;
    if (wrong == NULL &&
        ((asks && json_array_size(events) == 0) || json_array_size(events) > CALENDAR_EVENTS))
        wrong = "it has no events, or too many";
    if (wrong != NULL)
        return fault_set(f, NEVER, EXIT_DATA, "the calendar: %s", wrong);
    w->occasions = arena_array(w->arena, json_array_size(events), sizeof *w->occasions);
    size_t i;
    json_t *event;
    json_array_foreach(events, i, event)
    {
        wrong = read_occasion(w, event, &w->occasions[w->count++]);
        if (wrong != NULL)
            return fault_set(f, NEVER, EXIT_DATA, "event %zu of the calendar: %s", i + 1, wrong);
    }
    return DONE;
}

/* --- The zone ----------------------------------------------------------------------------------
 */

static struct icaltimetype ical_time(struct civil c)
{
    struct icaltimetype t = icaltime_null_time();
    t.year = c.date.year;
    t.month = c.date.month;
    t.day = c.date.day;
    t.is_date = c.hour < 0;
    t.hour = c.hour < 0 ? 0 : c.hour;
    t.minute = c.hour < 0 ? 0 : c.minute;
    return t;
}

/* The last day on which a rule of a zone begins to hold; far ahead when it has no end. */
static long last_onset(icalcomponent *rule)
{
    struct icaltimetype last = icalcomponent_get_dtstart(rule);
    icalproperty *p = icalcomponent_get_first_property(rule, ICAL_RRULE_PROPERTY);
    if (p != NULL) {
        struct icaltimetype until = icalproperty_get_rrule(p).until;
        if (icaltime_is_null_time(until))
            return date_to_days((struct date){9999, 12, 31});
        last = until;
    }
    p = icalcomponent_get_first_property(rule, ICAL_RDATE_PROPERTY);
    for (; p != NULL; p = icalcomponent_get_next_property(rule, ICAL_RDATE_PROPERTY)) {
        struct icaltimetype date = icalproperty_get_rdate(p).time;
        if (icaltime_compare(date, last) > 0)
            last = date;
    }
    return date_to_days((struct date){last.year, last.month, last.day});
}

static void drop(icalcomponent *zone, icalcomponent *rule)
{
    if (rule == NULL)
        return;
    icalcomponent_remove_component(zone, rule);
    icalcomponent_free(rule);
}

/*
 * Takes the rules away that had ended a year before the day; where none has held since before
 * then, the one that ended last is kept, since it still holds.
 */
static void prune(icalcomponent *zone, long day)
{
    icalcomponent *rule, *next, *latest = NULL;
    bool holds = false;
    for (rule = icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT); rule; rule = next) {
        next = icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT);
        struct icaltimetype t = icalcomponent_get_dtstart(rule);
        if (last_onset(rule) >= day - 366) {
            holds = holds || date_to_days((struct date){t.year, t.month, t.day}) < day - 366;
        } else if (latest == NULL || last_onset(rule) > last_onset(latest)) {
            drop(zone, latest);
            latest = rule;
        } else {
            drop(zone, rule);
        }
    }
    if (holds)
        drop(zone, latest);
}

/* Its rules under its plain name: libical puts a prefix of its own before it. */
static enum outcome find_zone(struct work *w, struct fault *f)
{
    long first = date_to_days(civil_from_instant(w->dtstamp).date);
    bool timed = w->count == 0; /* a calendar holds something, if only its zone (RFC 5545, 3.4) */
    for (size_t i = 0; i < w->count; i++) {
        long day = date_to_days(w->occasions[i].starts.date);
        first = i == 0 || day < first ? day : first;
        timed = timed || w->occasions[i].starts.hour >= 0;
    }
    if (!timed)
        return DONE;
    size_t len =
        strspn(w->zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz/_-+0123456789");
    icaltimezone *zone =
        len < 60 && w->zone[len] == '\0' ? icaltimezone_get_builtin_timezone(w->zone) : NULL;
    icalcomponent *rules = zone ? icaltimezone_get_component(zone) : NULL;
    if (rules == NULL)
        return fault_set(f, NEVER, EXIT_DATA, "the calendar: its zone is not known");
    w->rules = icalcomponent_new_clone(rules);
    icalproperty_set_tzid(icalcomponent_get_first_property(w->rules, ICAL_TZID_PROPERTY), w->zone);
    prune(w->rules, first);
    return DONE;
}

/* --- Writing -----------------------------------------------------------------------------------
 */

static icalproperty *with_zone(struct work *w, icalproperty *p, struct civil c)
{
    if (c.hour >= 0)
        icalproperty_add_parameter(p, icalparameter_new_tzid(w->zone));
    return p;
}

static void add_times(struct work *w, icalcomponent *event, const struct occasion *o)
{
    struct civil ends = o->ends;
    icalproperty *p = icalproperty_new_dtstart(ical_time(o->starts));
    icalcomponent_add_property(event, with_zone(w, p, o->starts));
    if (o->starts.hour < 0) { /* the end of a whole day is the day after it */
        ends = ends.date.year ? ends : o->starts;
        ends.date = date_add(ends.date, 1);
    }
    if (ends.date.year != 0)
        icalcomponent_add_property(event,
                                   with_zone(w, icalproperty_new_dtend(ical_time(ends)), ends));
}

static void name_party(icalproperty *p, const struct party *party)
{
    if (*party->name)
        icalproperty_add_parameter(p, icalparameter_new_cn(party->name));
}

static void add_parties(struct work *w, icalcomponent *event)
{
    struct arena *a = w->arena;
    if (w->organizer.address != NULL) {
        icalproperty *p =
            icalproperty_new_organizer(arena_printf(a, "mailto:%s", w->organizer.address));
        name_party(p, &w->organizer);
        icalcomponent_add_property(event, p);
    }
    if (w->attendee.address == NULL || w->method == ICAL_METHOD_PUBLISH)
        return;
    icalproperty *p = icalproperty_new_attendee(arena_printf(a, "mailto:%s", w->attendee.address));
    name_party(p, &w->attendee);
    icalproperty_add_parameter(p, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
    if (w->method == ICAL_METHOD_REQUEST)
        icalproperty_add_parameter(p, icalparameter_new_partstat(ICAL_PARTSTAT_NEEDSACTION));
    icalproperty_add_parameter(p, icalparameter_new_rsvp(ICAL_RSVP_FALSE));
    icalcomponent_add_property(event, p);
}

static icalcomponent *write_event(struct work *w, const struct occasion *o)
{
    icalcomponent *event = icalcomponent_new_vevent();
    time_t stamp = (time_t)(w->dtstamp / 1000);
    struct icaltimetype utc =
        icaltime_from_timet_with_zone(stamp, 0, icaltimezone_get_utc_timezone());
    bool cancelled = w->method == ICAL_METHOD_CANCEL;
    icalcomponent_add_property(event, icalproperty_new_uid(o->uid));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(utc));
    icalcomponent_add_property(event, icalproperty_new_sequence((int)o->sequence));
    add_times(w, event, o);
    icalcomponent_add_property(event, icalproperty_new_summary(o->summary));
    if (*o->place)
        icalcomponent_add_property(event, icalproperty_new_location(o->place));
    if (*o->description)
        icalcomponent_add_property(event, icalproperty_new_description(o->description));
    if (web_address(o->link))
        icalcomponent_add_property(event, icalproperty_new_url(o->link));
    add_parties(w, event);
    icalcomponent_add_property(
        event, icalproperty_new_status(cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    return event;
}

/* The file that holds the occasions from, up to, without, to. */
static char *write_file(struct work *w, size_t from, size_t to)
{
    icalcomponent *calendar = icalcomponent_new_vcalendar();
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid(PRODUCT));
    icalcomponent_add_property(calendar, icalproperty_new_calscale("GREGORIAN"));
    icalcomponent_add_property(calendar, icalproperty_new_method(w->method));
    if (w->rules != NULL)
        icalcomponent_add_component(calendar, icalcomponent_new_clone(w->rules));
    for (size_t i = from; i < to; i++)
        icalcomponent_add_component(calendar, write_event(w, &w->occasions[i]));
    char *text = icalcomponent_as_ical_string_r(calendar);
    char *copy = arena_strdup(w->arena, text);
    icalmemory_free_buffer(text);
    icalcomponent_free(calendar);
    return copy;
}

static void write_files(struct work *w, struct calendar_file **files, size_t *count)
{
    bool one = w->method == ICAL_METHOD_PUBLISH;
    *count = one ? 1 : w->count;
    *files = arena_array(w->arena, *count, sizeof **files);
    for (size_t i = 0; i < *count; i++)
        (*files)[i] = (struct calendar_file){
            .name = i == 0 ? "uppdrag.ics" : arena_printf(w->arena, "uppdrag-%zu.ics", i + 1),
            .method = icalproperty_method_to_string(w->method),
            .text = write_file(w, one ? 0 : i, one ? w->count : i + 1),
        };
}

enum outcome calendar_make(struct arena *a, const json_t *calendar, instant dtstamp,
                           struct calendar_file **files, size_t *count, struct fault *f)
{
    struct work w = {.arena = a, .dtstamp = dtstamp};
    icalerror_set_errors_are_fatal(0);
    enum outcome o = read_tree(&w, calendar, f);
    if (o == DONE)
        o = find_zone(&w, f);
    if (o == DONE)
        write_files(&w, files, count);
    if (w.rules != NULL)
        icalcomponent_free(w.rules);
    return o;
}
