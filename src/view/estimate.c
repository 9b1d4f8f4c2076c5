/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Estimate and kind warnings (include/view/estimate.h).
 *
 * The hours that count are those of the meeting; what the way there adds is not known yet, and that
 * is said. Foreign services ask for four to eight weeks' notice, and a representative who is alone
 * in a group is heard less: both are told as advice, since the unit may have its reasons.
 */
#include "view/estimate.h"

#include <string.h>

#include "base/calendar.h"
#include "flow.h"
#include "view.h"
#include "view/pay.h"
#include "view/placements.h"
#include "words.h"

static int places(const struct sketch *s)
{
    return s->people_min > 0 ? s->people_min : s->people_max > 0 ? s->people_max : 1;
}

/* ---- The estimate ---- */

static json_t *row(struct arena *a, const struct house *house, const struct occasion_time *time,
                   const char *language, int64_t *kronor)
{
    int minutes = view_minutes(civil_text(a, time->start), civil_text(a, time->end));
    json_t *o = json_pack("{s:s}", "when", date_in_words(a, time->start.date, language));
    struct fee fee = view_fee(a, house->settings, time->start.date, minutes);
    if (minutes == 0 || fee.kronor < 0)
        return o;
    *kronor += fee.kronor;
    json_object_set_new(o, "duration", json_string(view_duration(a, minutes, language)));
    json_object_set_new(o, "each",
                        json_string(view_kronor(a, (int64_t)fee.kronor * 100, language)));
    return o;
}

json_t *view_estimate(struct arena *a, const struct house *house, const struct sketch *s,
                      const char *language)
{
    size_t count, untimed = 0;
    int64_t each = 0;
    struct occasion_time *times = view_occasions(a, s->occasions, &count);
    if (count == 0 || (s->compensation && strcmp(s->compensation, "refused") == 0))
        return NULL;
    json_t *rows = json_array();
    for (size_t i = 0; i < count; i++) {
        int64_t before = each;
        json_array_append_new(rows, row(a, house, &times[i], language, &each));
        untimed += each == before;
    }
    json_t *view = json_pack("{s:o, s:i, s:b, s:b}", "rows", rows, "people", places(s), "untimed",
                             untimed > 0, "one", places(s) == 1);
    if (each > 0)
        json_object_set_new(view, "total",
                            json_string(view_kronor(a, each * places(s) * 100, language)));
    return view;
}

/* ---- Warnings ---- */

static void warn(json_t *list, const char *words)
{
    json_array_append_new(list, json_string(words));
}

static void warn_of_notice(struct arena *a, const struct sketch *s, struct date today, bool english,
                           json_t *list)
{
    struct date first = view_first_day(a, s->occasions);
    int weeks = flow_short_notice_weeks(today, first);
    long days = date_to_days(first) - date_to_days(today);
    if (weeks == 0)
        return;
    const char *left = english ? (days == 0   ? "The first time is today."
                                  : days == 1 ? "The first time is tomorrow."
                                              : "There are %ld days until the first time.")
                               : (days == 0   ? "Första tillfället är redan i dag."
                                  : days == 1 ? "Första tillfället är redan i morgon."
                                              : "Det är %ld dagar kvar till första tillfället.");
    const char *advice =
        english ? "%s Four to eight weeks is about right. Send it all the same, but fewer will be "
                  "able to come. Could it be later?"
                : "%s Fyra till åtta veckor är lagom. Skicka ändå, men färre hinner säga ja. Går "
                  "det att vänta lite?";
    warn(list, arena_printf(a, advice, days > 1 ? arena_printf(a, left, days) : left));
}

static void warn_of_answer(struct arena *a, const struct house *house, const struct sketch *s,
                           struct date today, bool english, json_t *list)
{
    struct date by;
    int usual = house->settings->invite.answer_days;
    if (!s->respond_by || !date_parse(s->respond_by, &by))
        return;
    long days = date_to_days(by) - date_to_days(today);
    if (days < 0 || days >= usual)
        return;
    warn(list, arena_printf(a,
                            english ? "You would like an answer very soon. We usually give people "
                                      "%d days to think it over."
                                    : "Ni vill ha svar mycket snart. Vi brukar ge dem vi frågar %d "
                                      "dagar att tänka efter.",
                            usual));
}

static void warn_of_one(const struct sketch *s, bool english, json_t *list)
{
    bool one = s->people_max == 1 || (s->people_min == 1 && s->people_max == 0);
    if (!one || !view_is_group(s->kind))
        return;
    warn(list, english ? "You are asking for one person to join a group. Two is good advice: it is "
                         "easier to speak up when you are not alone."
                       : "Ni söker en enda person till en grupp. Två är ett gott råd: det är "
                         "lättare att ta plats när man inte är ensam.");
}

static void warn_of_pay(const struct sketch *s, bool english, json_t *list)
{
    if (!s->compensation || strcmp(s->compensation, "refused") != 0)
        return;
    warn(list, english ? "Without compensation fewer can take part. Those who share their "
                         "experience give of their time, and often of their strength."
                       : "Utan ersättning är det färre som kan vara med. Den som delar med sig ger "
                         "av sin tid, och ofta av sin kraft.");
}

json_t *view_warnings(struct arena *a, const struct house *house, const struct sketch *s,
                      const char *language)
{
    bool english = words_english(language);
    struct date today = civil_from_instant(clock_now(&house->clock)).date;
    json_t *list = json_array();
    warn_of_notice(a, s, today, english, list);
    warn_of_answer(a, house, s, today, english, list);
    warn_of_one(s, english, list);
    warn_of_pay(s, english, list);
    return list;
}
