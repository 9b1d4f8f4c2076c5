/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What may be the time of an occasion, how long it lasts, and when it is reminded of.
 *
 * Occasions are agreed on in local time. Two hours of the year make trouble: one in March does not
 * come at all, and one in October comes twice. A time that begins or ends in either is refused, for
 * nobody would know when to be there; an occasion that lasts across the change is as good as any.
 */
#include "lending/occasions.h"

#include <string.h>

#include "base/text.h"

enum { MOST_DAYS = 31, MOST_DAYS_AHEAD = 3 * 366 };

static bool same(struct civil a, struct civil b)
{
    return date_compare(a.date, b.date) == 0 && a.hour == b.hour && a.minute == b.minute;
}

/* Does the zone have this local time, and once? */
static enum time_flaw flaw_of_clock(struct civil c)
{
    static const int changes[] = {60, 30}; /* minutes: what the world's zones put their clocks by */
    if (c.hour < 0)
        return TIME_GOOD;
    instant t = civil_to_instant(c); /* the first of two */
    if (!same(civil_from_instant(t), c))
        return TIME_SKIPPED;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        if (same(civil_from_instant(t + MINUTES(changes[i])), c))
            return TIME_DOUBLED;
    return TIME_GOOD;
}

static enum time_flaw flaw_of_start(struct civil start, instant now)
{
    struct civil today = civil_from_instant(now);
    if (date_to_days(start.date) - date_to_days(today.date) > MOST_DAYS_AHEAD)
        return TIME_FAR;
    if (start.hour < 0)
        return date_compare(start.date, today.date) < 0 ? TIME_PAST : TIME_GOOD;
    return civil_to_instant(start) <= now ? TIME_PAST : TIME_GOOD;
}

static enum time_flaw flaw_of_end(struct civil start, struct civil end)
{
    if ((start.hour < 0) != (end.hour < 0))
        return TIME_MALFORMED;
    if (date_to_days(end.date) - date_to_days(start.date) > MOST_DAYS)
        return TIME_LONG;
    int order = start.hour < 0 ? date_compare(end.date, start.date) + 1 : civil_compare(end, start);
    return order <= 0 ? TIME_BACKWARDS : flaw_of_clock(end);
}

enum time_flaw occasion_flaw(const char *starts, const char *ends, instant now)
{
    struct civil start, end;
    if (!starts || !civil_parse(starts, &start))
        return TIME_MALFORMED;
    bool open = text_blank(ends);
    if (!open && !civil_parse(ends, &end))
        return TIME_MALFORMED;
    enum time_flaw flaw = flaw_of_start(start, now);
    if (flaw == TIME_GOOD)
        flaw = flaw_of_clock(start);
    return flaw == TIME_GOOD && !open ? flaw_of_end(start, end) : flaw;
}

const char *occasion_flaw_words(enum time_flaw flaw, bool english)
{
    static const struct {
        const char *sv, *en;
    } words[TIME_FLAWS] = {
        [TIME_MALFORMED] = {"Skriv datum och klockslag, till exempel 2027-04-08 och 13:00",
                            "a time is a date, or a date and a clock time, and both ends alike: "
                            "2027-04-08T13:00 2027-04-08T15:00"},
        [TIME_BACKWARDS] = {"Tillfället slutar innan det börjar. Kontrollera klockslagen",
                            "the occasion ends before it begins"},
        [TIME_PAST] = {"Tiden har redan varit. Välj en tid som ligger framåt",
                       "the time lies in the past"},
        [TIME_FAR] = {"Tiden ligger mer än tre år fram. Stämmer årtalet?",
                      "the time lies more than three years ahead"},
        [TIME_LONG] = {"Tillfället är längre än en månad. Stämmer datumen?",
                       "the occasion lasts longer than a month"},
        [TIME_SKIPPED] = {"Klockan ställs fram den natten, så det klockslaget finns inte. Välj en "
                          "annan tid",
                          "the clocks are put forward past that time, which does not come"},
        [TIME_DOUBLED] = {"Klockan ställs tillbaka den natten, så det klockslaget kommer två "
                          "gånger. Välj en annan tid",
                          "the clocks are put back past that time, which comes twice"},
    };
    return english ? words[flaw].en : words[flaw].sv;
}

static instant midnight_after(struct date day)
{
    return civil_to_instant((struct civil){.date = date_add(day, 1)});
}

struct time_span occasion_span(const struct occasion *o)
{
    struct civil start = {{0}, 0, 0}, end;
    civil_parse(o->starts, &start);
    bool ends = civil_parse(o->ends, &end);
    return (struct time_span){
        .from = civil_to_instant(start),
        .to = ends && end.hour >= 0 ? civil_to_instant(end)
                                    : midnight_after(ends ? end.date : start.date),
    };
}

instant occasion_eve(const struct settings *s, const struct occasion *o)
{
    struct civil at = civil_from_instant(occasion_span(o).from);
    return civil_to_instant((struct civil){.date = date_add_working_days(at.date, -1),
                                           .hour = s->send.hours_from / 60,
                                           .minute = s->send.hours_from % 60});
}
