/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The digest to staff, the alarms to the operator, and what is tidied away each day.
 *
 * Both are judged by what the book shows and not by what a process believes. That one was sent is
 * a note in the book, so a restart sends none twice. No personal data stands in them: numbers of
 * requests, kinds of tasks.
 */
#include "deed.h"

#include <string.h>

#include "base/text.h"
#include "pay.h"
#include "store/signups.h"
#include "store/staff.h"
#include "store/web.h"

static const char *const WATCH = "watch";

enum { ALARM_PAUSE_HOURS = 12 };

static struct deed no_request(const struct house *house, struct arena *a)
{
    return (struct deed){
        .house = house, .db = house->db, .arena = a, .now = clock_now(&house->clock)};
}

static json_t *library_only(const struct settings *s)
{
    return json_pack("{s:{s:s, s:s, s:s, s:s}}", "library", "name", s->library.name, "region",
                     s->library.region, "address", s->library.address, "base_url",
                     s->library.base_url);
}

/* ---- The digest ---- */

static bool digest_is_due(const struct settings *s, instant now)
{
    struct civil c = civil_from_instant(now);
    return s->staff.digest >= 0 && date_is_working_day(c.date) &&
           c.hour * 60 + c.minute >= s->staff.digest;
}

/* A task's first line: what follows it is somebody's own words, which no letter holds. */
static const char *first_line(struct arena *a, const char *text)
{
    return arena_strndup(a, text, strcspn(text, "\n"));
}

static json_t *digest_view(struct deed *d, const struct staff *to, const struct task *tasks,
                           size_t count)
{
    json_t *view = library_only(d->house->settings), *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s}", "number", tasks[i].number ? tasks[i].number : "",
                            "text", first_line(d->arena, tasks[i].text), "since",
                            date_text(d->arena, civil_from_instant(tasks[i].since).date)));
    json_object_set_new(view, "recipient",
                        json_pack("{s:s, s:s}", "name", to->name, "first_name", ""));
    json_object_set_new(view, "tasks", list);
    json_object_set_new(view, "waits", json_boolean(count > 0));
    return view;
}

static enum outcome write_digests(struct deed *d, struct fault *f)
{
    struct staff *staff;
    struct task *tasks;
    size_t people, count;
    enum outcome o = staff_list(d->db, d->arena, &staff, &people, f);
    if (o == DONE)
        o = tasks_list(d->db, d->arena, &tasks, &count, f);
    for (size_t i = 0; o == DONE && i < people; i++) {
        if (staff[i].disabled || !text_is_address(staff[i].email))
            continue;
        struct order order = {.recipient = "staff",
                              .address = staff[i].email,
                              .name = staff[i].name,
                              .language = "sv",
                              .purpose = "digest",
                              .cause = date_text(d->arena, civil_from_instant(d->now).date),
                              .token_purpose = "message",
                              .view = digest_view(d, &staff[i], tasks, count)};
        o = deed_queue(d, &order, f);
    }
    return o;
}

enum outcome lending_digest(const struct house *house, struct arena *a, bool *moved,
                            struct fault *f)
{
    struct deed d = no_request(house, a);
    struct note last;
    if (!digest_is_due(house->settings, d.now))
        return DONE;
    const char *today = date_text(a, civil_from_instant(d.now).date);
    enum outcome o = health_note_read(house->db, a, "digest", &last, f);
    if (o != DONE || (last.value && strcmp(last.value, today) >= 0))
        return o;
    o = db_begin(house->db, WATCH, f);
    if (o == DONE)
        o = write_digests(&d, f);
    if (o == DONE)
        o = health_note(house->db, a, "digest", today, d.now, f);
    o = db_end(house->db, WATCH, o, f);
    *moved = *moved || o == DONE;
    return o;
}

/* ---- Alarms ---- */

struct alarm {
    const char *kind, *text;
};

/* What the book shows to be wrong now; at most three. */
static size_t find_alarms(const struct house *house, const struct health *h, instant now,
                          struct alarm out[3])
{
    size_t n = 0;
    instant patience = SECONDS(10 * (int64_t)house->settings->fetch.poll_seconds);
    if (patience < MINUTES(15))
        patience = MINUTES(15);
    if (h->last_complete_fetch >= 0 && now - h->last_complete_fetch > patience)
        out[n++] = (struct alarm){"alarm.fetch", "Brevlådan har inte kunnat läsas på en stund. Nya "
                                                 "mejl ligger kvar där och väntar."};
    if (h->oldest_due >= 0 && now - h->oldest_due > MINUTES(30))
        out[n++] = (struct alarm){
            "alarm.send", "Brev som skulle ha gått i väg väntar sedan mer än en halvtimme."};
    if (h->oldest_unread >= 0 && now - h->oldest_unread > MINUTES(15))
        out[n++] = (struct alarm){
            "alarm.work", "Mejl som har hämtats väntar på att läsas sedan mer än en kvart."};
    return n;
}

static enum outcome write_alarm(struct deed *d, const struct alarm *alarm, struct fault *f)
{
    json_t *view = library_only(d->house->settings);
    json_object_set_new(view, "alarms", json_pack("[s]", alarm->text));
    struct order order = {.recipient = "operator",
                          .address = d->house->settings->library.operator_address,
                          .language = "sv",
                          .purpose = "operator_alarm",
                          .cause = instant_to_text(d->arena, d->now),
                          .token_purpose = "message",
                          .view = view};
    return deed_queue(d, &order, f);
}

static enum outcome sound_alarm(struct deed *d, const struct alarm *alarm, bool *moved,
                                struct fault *f)
{
    struct note last;
    enum outcome o = health_note_read(d->db, d->arena, alarm->kind, &last, f);
    if (o != DONE || (last.value && d->now - last.at < HOURS(ALARM_PAUSE_HOURS)))
        return o;
    o = db_begin(d->db, WATCH, f);
    if (o == DONE)
        o = write_alarm(d, alarm, f);
    if (o == DONE)
        o = health_note(d->db, d->arena, alarm->kind, "sounded", d->now, f);
    o = db_end(d->db, WATCH, o, f);
    *moved = *moved || o == DONE;
    return o;
}

enum outcome lending_alarms(const struct house *house, struct arena *a, bool *moved,
                            struct fault *f)
{
    struct deed d = no_request(house, a);
    struct alarm alarms[3];
    struct health h;
    if (!house->settings->library.operator_address)
        return DONE;
    enum outcome o =
        health_read(house->db, a, d.now, settings_asks_since(house->settings, d.now), &h, f);
    size_t count = o == DONE ? find_alarms(house, &h, d.now, alarms) : 0;
    for (size_t i = 0; o == DONE && i < count; i++)
        o = sound_alarm(&d, &alarms[i], moved, f);
    return o;
}

/* ---- Once a day ---- */

enum outcome lending_tidy(const struct house *house, struct arena *a, struct fault *f)
{
    struct note last;
    instant now = clock_now(&house->clock);
    const char *today = date_text(a, civil_from_instant(now).date);
    enum outcome o = health_note_read(house->db, a, "tidied", &last, f);
    if (o != DONE || (last.value && strcmp(last.value, today) >= 0))
        return o;
    o = db_begin(house->db, WATCH, f);
    if (o == DONE)
        o = drafts_weed(house->db, a, now, f);
    if (o == DONE)
        o = signups_weed(house->db, a, now, f);
    if (o == DONE)
        o = codes_weed(house->db, a, now - DAYS(1), f);
    if (o == DONE)
        o = pay_look_for_amounts(house, a, f);
    if (o == DONE)
        o = health_note(house->db, a, "tidied", today, now, f);
    o = db_end(house->db, WATCH, o, f);
    return o == DONE ? lending_forget_nominees(house, a, f) : o;
}
