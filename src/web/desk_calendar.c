/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The calendar: occasions and last days to answer, by month and by week; and the same for a
 * calendar program that subscribes to it.
 *
 * Who subscribes has an address of their own: 128 random bits, shown once, of which the book keeps
 * the hash. It opens the calendar and nothing else, and is closed with its owner's account. A
 * calendar is seen by others: it names requests by number, and neither people nor areas
 * (invariant 9).
 */
#include <string.h>

#include "base/text.h"
#include "desk_plan.h"
#include "lending/staff.h"
#include "letters/calendar.h"
#include "view/desk_calendar.h"

enum { SHOWN = 500, WEEK = 7, FEED_BEFORE = 31, FEED_AFTER = 366 };

static const struct choice views[] = {{"manad", "Månad", "Month"}, {"vecka", "Vecka", "Week"}, {0}};

const struct field calendar_asks[] = {
    {"dag", FIELD_DATE, .sv = "Dag", .en = "Day"},
    {"vy", FIELD_CHOICE, .choices = views, .sv = "Visa", .en = "Show"},
    {"klart", FIELD_TEXT, .max = 20, .sv = "Klart"},
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

/* "subscription": whether there is one, since when, and the buttons. */
static enum outcome add_subscription(struct web_request *q, json_t *view, struct fault *f)
{
    instant made_at;
    struct form button = form_empty(q->arena, no_fields);
    enum outcome o = staff_calendar_of(q->house->db, q->session.staff_id, &made_at, f);
    if (o != DONE)
        return o;
    json_t *x = json_pack("{s:o}", "make", web_form(q, "/personal/kalender/adress", &button));
    if (made_at >= 0) {
        struct date since = civil_from_instant(made_at).date;
        json_object_set_new(x, "since", json_string(date_in_words(q->arena, since, "sv")));
        json_object_set_new(x, "close", web_form(q, "/personal/kalender/avsluta", &button));
    }
    json_object_set_new(view, "subscription", x);
    if (strcmp(web_asked(q, "klart"), "avslutad") == 0)
        desk_add_done(q, view, "Adressen är stängd. Den som har den ser ingenting mer.");
    return DONE;
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
    o = add_subscription(q, view, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    return web_show(q, "desk-calendar", arena_printf(q->arena, "Kalender: %s", s.title), view, out,
                    f);
}

/* ---- Subscribing ---- */

/* The address stands on this page and nowhere else. */
enum outcome desk_calendar_open_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    char token[TOKEN_CHARS + 1];
    enum outcome o = lending_staff_calendar(q->house, q->arena, q->session.staff_id, token, f);
    if (o != DONE)
        return o;
    const char *base = q->house->settings->library.base_url;
    const char *host = strstr(base, "://");
    const char *program =
        arena_printf(q->arena, "webcal%s/kalender/%s.ics", host ? host : "://", token);
    return web_show(q, "desk-calendar-address", "Din kalenderadress",
                    json_pack("{s:s, s:s}", "address",
                              arena_printf(q->arena, "%s/kalender/%s.ics", base, token), "program",
                              program),
                    out, f);
}

enum outcome desk_calendar_close_take(struct web_request *q, struct web_answer *out,
                                      struct fault *f)
{
    enum outcome o = lending_staff_calendar_end(q->house, q->arena, q->session.staff_id, f);
    if (o == DONE)
        web_go(q, "/personal/kalender?klart=avslutad", out);
    return o;
}

/* ---- /kalender/TOKEN.ics ---- */

/* *staff 0: the address is nobody's. */
static enum outcome subscriber(struct web_request *q, int64_t *staff, struct fault *f)
{
    static const char end[] = ".ics";
    *staff = 0;
    if (!text_ends(q->token, end))
        return DONE;
    const char *token = arena_strndup(q->arena, q->token, strlen(q->token) - strlen(end));
    if (!token_formed(token))
        return DONE;
    return staff_calendar_find(q->house->db, sha256_text(q->arena, token), staff, f);
}

/* From a month ago to a year ahead; of a day the same bytes, as long as nothing has changed. */
static enum outcome make_feed(struct web_request *q, struct calendar_file **files, struct fault *f)
{
    struct calendar_entry *entries;
    size_t count, made;
    struct civil day = {.date = civil_from_instant(clock_now(&q->house->clock)).date};
    struct date from = date_add(day.date, -FEED_BEFORE), until = date_add(day.date, FEED_AFTER);
    enum outcome o =
        calendar_entries(q->house->db, q->arena, date_text(q->arena, from),
                         date_text(q->arena, until), CALENDAR_EVENTS, &entries, &count, f);
    if (o != DONE)
        return o;
    json_t *view = view_feed(q->arena, q->house->settings, entries, count);
    o = calendar_make(q->arena, view, civil_to_instant(day), files, &made, f);
    json_decref(view);
    return o;
}

enum outcome page_calendar_feed(struct web_request *q, struct web_answer *out, struct fault *f)
{
    int64_t staff;
    struct calendar_file *files = NULL;
    enum outcome o = subscriber(q, &staff, f);
    if (o == DONE && staff == 0) {
        limits_take(q->limits, &q->client, COST_WRONG_LINK, clock_ticks());
        web_fault_page(q, 404, out);
        return DONE;
    }
    if (o == DONE)
        o = make_feed(q, &files, f);
    if (o == DONE)
        *out = (struct web_answer){.status = 200,
                                   .type = "text/calendar; charset=utf-8; method=PUBLISH",
                                   .body = files[0].text,
                                   .len = strlen(files[0].text)};
    return o;
}
