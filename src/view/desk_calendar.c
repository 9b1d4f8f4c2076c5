/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Days with what stands on them (include/view/desk_calendar.h).
 */
#include "view/desk_calendar.h"

#include <string.h>

#include "base/calendar.h"
#include "base/text.h"

/* "kl. 09.00–11.00", "kl. 09.00", or "" for a whole day. */
static const char *time_of(struct arena *a, const struct calendar_entry *x)
{
    size_t day = strlen("2027-03-01T");
    if (strlen(x->starts) < day + 5)
        return "";
    const char *at = x->starts + day;
    bool same = strlen(x->ends) >= day + 5 && strncmp(x->starts, x->ends, day) == 0;
    const char *to = same ? arena_printf(a, "–%.2s.%.2s", x->ends + day, x->ends + day + 3) : "";
    return arena_printf(a, "kl. %.2s.%.2s%s", at, at + 3, to);
}

/* "Uppdrag LB-2027-0001": what may stand where others see it. */
static const char *name_of(struct arena *a, const struct calendar_entry *x)
{
    const char *what = strcmp(x->kind, "deadline") == 0       ? "Sista svarsdag"
                       : strcmp(x->kind, "network") == 0      ? "Nätverksträff"
                       : strcmp(x->kind, "introduction") == 0 ? "Introduktion"
                                                              : "Uppdrag";
    return x->number ? arena_printf(a, "%s %s", what, x->number) : what;
}

static const char *words_of(struct arena *a, const struct calendar_entry *x)
{
    if (strcmp(x->kind, "deadline") == 0)
        return x->waited_for == 1
                   ? arena_printf(a, "Sista svarsdag för %s: 1 har inte svarat", x->number)
                   : arena_printf(a, "Sista svarsdag för %s: %lld har inte svarat", x->number,
                                  (long long)x->waited_for);
    const char *named = name_of(a, x);
    return *x->place ? arena_printf(a, "%s, %s", named, x->place) : named;
}

static json_t *entry_view(struct arena *a, const struct calendar_entry *x)
{
    json_t *o = json_pack("{s:s, s:s, s:s, s:s}", "kind", x->kind, "starts", x->starts, "time",
                          time_of(a, x), "words", words_of(a, x));
    if (x->number)
        json_object_set_new(o, "href",
                            json_string(arena_printf(a, "/personal/forfragningar/%s", x->number)));
    if (strcmp(x->kind, "deadline") == 0)
        json_object_set_new(o, "deadline", json_true());
    return o;
}

static json_t *day_view(struct arena *a, struct date d, int month, struct date today,
                        json_t *entries)
{
    static const char *const weekdays[] = {"mån", "tis", "ons", "tors", "fre", "lör", "sön"};
    static const char *const months[] = {"januari",   "februari", "mars",     "april",
                                         "maj",       "juni",     "juli",     "augusti",
                                         "september", "oktober",  "november", "december"};
    const char *brief =
        arena_printf(a, "%s %d %s", weekdays[date_weekday(d) - 1], d.day, months[d.month - 1]);
    json_t *o =
        json_pack("{s:s, s:s, s:s, s:i, s:o}", "date", date_text(a, d), "words",
                  date_in_words(a, d, "sv"), "brief", brief, "day", d.day, "entries", entries);
    if (date_compare(d, today) == 0)
        json_object_set_new(o, "today", json_true());
    if (month != 0 && d.month != month)
        json_object_set_new(o, "outside", json_true());
    if (json_array_size(entries) == 0)
        json_object_set_new(o, "empty", json_true());
    return o;
}

json_t *view_days(struct arena *a, struct date from, struct date until, int month,
                  struct date today, const struct calendar_entry *entries, size_t count)
{
    json_t *days = json_array();
    size_t i = 0;
    for (struct date d = from; date_compare(d, until) < 0; d = date_add(d, 1)) {
        const char *day = date_text(a, d);
        json_t *list = json_array();
        for (; i < count && text_starts(entries[i].starts, day); i++)
            json_array_append_new(list, entry_view(a, &entries[i]));
        json_array_append_new(days, day_view(a, d, month, today, list));
    }
    return days;
}

/* ---- To subscribe to ---- */

static json_t *event_view(struct arena *a, const struct settings *s, const struct calendar_entry *x)
{
    bool deadline = strcmp(x->kind, "deadline") == 0;
    const char *host = strchr(s->library.address, '@');
    const char *uid = deadline ? arena_printf(a, "%s-%s%s", x->number, x->starts, host) : x->uid;
    json_t *o = json_pack("{s:s, s:i, s:s, s:s, s:s}", "uid", uid, "sequence", x->sequence,
                          "starts", x->starts, "summary", name_of(a, x), "place", x->place);
    if (*x->ends)
        json_object_set_new(o, "ends", json_string(x->ends));
    if (x->number)
        json_object_set_new(o, "link",
                            json_string(arena_printf(a, "%s/personal/forfragningar/%s",
                                                     s->library.base_url, x->number)));
    return o;
}

json_t *view_feed(struct arena *a, const struct settings *s, const struct calendar_entry *entries,
                  size_t count)
{
    json_t *events = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(events, event_view(a, s, &entries[i]));
    return json_pack("{s:s, s:s, s:o}", "method", "PUBLISH", "zone", s->library.timezone, "events",
                     events);
}
