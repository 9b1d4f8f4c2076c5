/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The calendar: occasions and last days to answer, by month and by week.
 */
#include <string.h>

#include "base/text.h"
#include "desk_plan.h"
#include "view/desk_calendar.h"

enum { SHOWN = 500, WEEK = 7 };

static const struct choice views[] = {{"manad", "Månad", "Month"}, {"vecka", "Vecka", "Week"}, {0}};

const struct field calendar_asks[] = {
    {"dag", FIELD_DATE, .sv = "Dag", .en = "Day"},
    {"vy", FIELD_CHOICE, .choices = views, .sv = "Visa", .en = "Show"},
    {0},
};

static const char *const months[] = {"januari",   "februari", "mars",     "april",
                                     "maj",       "juni",     "juli",     "augusti",
                                     "september", "oktober",  "november", "december"};

/* The Monday of its week. */
static struct date monday(struct date d)
{
    return date_add(d, -((date_to_days(d) + 3) % WEEK + WEEK) % WEEK);
}

/* What is shown: whole weeks, so that each weekday has its column. */
struct span {
    struct date from, until;   /* the days that are shown */
    struct date before, after; /* a day of what comes before it, and after */
    int month;                 /* 0: a week */
    const char *title;
};

static struct span month_of(struct arena *a, struct date d)
{
    struct date first = {d.year, d.month, 1};
    struct date next =
        d.month == 12 ? (struct date){d.year + 1, 1, 1} : (struct date){d.year, d.month + 1, 1};
    struct date last = date_add(next, -1);
    return (struct span){.from = monday(first),
                         .until = date_add(monday(last), WEEK),
                         .before = date_add(first, -1),
                         .after = next,
                         .month = d.month,
                         .title = arena_printf(a, "%s %d", months[d.month - 1], d.year)};
}

static struct span week_of(struct arena *a, struct date d)
{
    struct date from = monday(d);
    return (struct span){.from = from,
                         .until = date_add(from, WEEK),
                         .before = date_add(from, -WEEK),
                         .after = date_add(from, WEEK),
                         .title = arena_printf(a, "veckan från %s", date_in_words(a, from, "sv"))};
}

static json_t *link_to(struct web_request *q, struct date d, bool week)
{
    return json_string(arena_printf(q->arena, "%s?vy=%s&dag=%s", q->path, week ? "vecka" : "manad",
                                    date_text(q->arena, d)));
}

enum outcome desk_calendar(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct date today = civil_from_instant(clock_now(&q->house->clock)).date, d = today;
    bool week = strcmp(web_asked(q, "vy"), "vecka") == 0;
    struct calendar_entry *entries;
    size_t count;
    if (*web_asked(q, "dag"))
        date_parse(web_asked(q, "dag"), &d);
    struct span s = week ? week_of(q->arena, d) : month_of(q->arena, d);
    enum outcome o = calendar_entries(q->house->db, q->arena, date_text(q->arena, s.from),
                                      date_text(q->arena, s.until), SHOWN + 1, &entries, &count, f);
    if (o != DONE)
        return o;
    size_t shown = count > SHOWN ? SHOWN : count;
    json_t *view =
        json_pack("{s:s, s:o, s:b, s:b, s:o, s:o, s:o, s:o, s:o, s:b}", "period", s.title, "days",
                  view_days(q->arena, s.from, s.until, s.month, today, entries, shown), "week",
                  week, "more", count > SHOWN, "before", link_to(q, s.before, week), "after",
                  link_to(q, s.after, week), "now", link_to(q, today, week), "as_month",
                  link_to(q, d, false), "as_week", link_to(q, d, true), "nothing", count == 0);
    return web_show(q, "desk-calendar", arena_printf(q->arena, "Kalender: %s", s.title), view, out,
                    f);
}
