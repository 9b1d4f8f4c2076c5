/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What is written about a meeting of the pool: the invitation, what has changed, that it is called
 * off, and a reminder the working day before to who comes; each with its calendar file.
 *
 * Work tells a few in each transaction, until the book shows nobody who is left to be told. The
 * daily look sets every planned meeting going again, for newcomers, reminders, and its end.
 */
#include "care.h"

#include <string.h>

#include "base/text.h"
#include "lending/meetings.h"
#include "lending/occasions.h"
#include "store/desk.h"
#include "view/meetings.h"
#include "web_post.h"

enum {
    SLICE = 10,
    AT_ONCE = 100,      /* so many letters leave as soon as they may … */
    APART_SECONDS = 15, /* … and the others one after the other: 240 an hour */
    NOTICE_DAYS = 3,    /* nobody is invited later than that before it */
};

static const char *const TELL = "tell of a meeting";

struct telling {
    struct hand hand;
    struct occasion m;
    const char *today;
    size_t told; /* in this slice */
};

struct kind_of_letter {
    enum guests_wanted to;
    const char *purpose, *method; /* method NULL: no calendar file */
};

static instant later(int64_t before)
{
    return before < AT_ONCE ? 0 : SECONDS((before - AT_ONCE + 1) * APART_SECONDS);
}

static enum outcome note(struct telling *x, const struct kind_of_letter *k, int64_t person,
                         struct fault *f)
{
    struct guest g;
    enum outcome o = guests_find(x->hand.house->db, x->hand.a, x->m.id, person, &g, f);
    if (g.invited_at < 0)
        g.invited_at = x->hand.now;
    if (k->to == GUESTS_UNREMINDED)
        g.reminded_at = x->hand.now;
    g.told = x->m.sequence;
    return o == DONE ? guests_save(x->hand.house->db, x->hand.a, &g, f) : o;
}

static enum outcome write_one(struct telling *x, const struct kind_of_letter *k, int64_t person,
                              struct fault *f)
{
    struct person p;
    int64_t before = 0;
    enum outcome o = people_load(x->hand.house->db, x->hand.a, person, &p, f);
    if (o == DONE && k->to != GUESTS_UNREMINDED)
        o = guests_told(x->hand.house->db, &x->m, &before, f);
    if (o != DONE)
        return o;
    const struct calendar_reader reader = {
        .name = p.name, .address = p.email, .language = p.letter_language};
    json_t *view = view_meeting(x->hand.a, &x->m, p.letter_language);
    if (k->method && text_is_address(p.email))
        json_object_set_new(
            view, "calendar",
            view_meeting_calendar(x->hand.a, x->hand.house, &x->m, k->method, &reader));
    const struct care_letter letter = {
        .purpose = k->purpose,
        .path = "/traff/",
        .token_purpose = "meeting",
        .token_subject = arena_printf(x->hand.a, "O%lld", (long long)x->m.id),
        .cause = arena_printf(x->hand.a, "O%lld:%d", (long long)x->m.id, x->m.sequence),
        .view = view,
        .later = later(before)};
    o = care_write(&x->hand, &p, &letter, f);
    return o == DONE ? note(x, k, person, f) : o;
}

static enum outcome write_some(struct telling *x, const struct kind_of_letter *k, struct fault *f)
{
    int64_t *ids;
    size_t count = 0;
    enum outcome o = guests_next(x->hand.house->db, x->hand.a, &x->m, k->to, x->today,
                                 SLICE - x->told, &ids, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = write_one(x, k, ids[i], f);
    x->told += o == DONE ? count : 0;
    return o;
}

/* Is today the working day before it, or later? */
static bool eve_has_come(const struct telling *x)
{
    struct civil eve = civil_from_instant(occasion_eve(x->hand.house->settings, &x->m));
    return date_compare(civil_from_instant(x->hand.now).date, eve.date) >= 0;
}

static enum outcome tell_planned(struct telling *x, struct fault *f)
{
    static const struct kind_of_letter changed = {GUESTS_UNTOLD, "meeting_changed", "REQUEST"},
                                       invited = {GUESTS_UNINVITED, "meeting_invitation",
                                                  "REQUEST"},
                                       reminded = {GUESTS_UNREMINDED, "meeting_reminder", NULL};
    instant from = occasion_span(&x->m).from;
    enum outcome o = write_some(x, &changed, f);
    if (o == DONE && x->told < SLICE && from - x->hand.now > DAYS(NOTICE_DAYS))
        o = write_some(x, &invited, f);
    if (o == DONE && x->told < SLICE && from > x->hand.now && eve_has_come(x))
        o = write_some(x, &reminded, f);
    return o;
}

/* It has taken place; of an introduction staff write down who was there. */
static enum outcome end(struct telling *x, struct fault *f)
{
    const struct task task = {
        .kind = "introduced",
        .subject = arena_printf(x->hand.a, "O%lld", (long long)x->m.id),
        .text = arena_printf(x->hand.a,
                             "Introduktionen %s har varit. Skriv in dagen för var och en som kom.",
                             x->m.starts),
        .since = x->hand.now};
    x->m.state = "done";
    enum outcome o = occasions_save(x->hand.house->db, x->hand.a, &x->m, f);
    if (o == DONE && strcmp(x->m.kind, "introduction") == 0)
        o = tasks_open(x->hand.house->db, x->hand.a, &task, f);
    return o;
}

static enum outcome tell(struct telling *x, struct fault *f)
{
    static const struct kind_of_letter cancelled = {GUESTS_UNTOLD, "meeting_cancelled", "CANCEL"};
    bool planned = strcmp(x->m.state, "planned") == 0;
    enum outcome o = DONE;
    if (strcmp(x->m.state, "cancelled") == 0)
        o = write_some(x, &cancelled, f);
    else if (planned && !lending_meeting_open(&x->m, x->hand.now))
        o = end(x, f);
    else if (planned)
        o = tell_planned(x, f);
    return o == DONE && x->told == 0 ? meetings_tell(x->hand.house->db, x->m.id, false, f) : o;
}

enum outcome lending_meetings_tell(const struct house *house, struct arena *a, bool *moved,
                                   struct fault *f)
{
    instant now = clock_now(&house->clock);
    struct telling x = {
        .hand = {.house = house, .a = a, .actor = "system", .how = "system", .now = now},
        .today = date_text(a, civil_from_instant(now).date)};
    int64_t id = 0;
    enum outcome o = meetings_telling(house->db, &id, f);
    if (o != DONE || id == 0)
        return o;
    o = db_begin(house->db, TELL, f);
    if (o != DONE)
        return o;
    o = lending_meeting_load(house, a, id, &x.m, f);
    if (o == DONE)
        o = tell(&x, f);
    *moved = o == DONE;
    return page_finish(house, TELL, o, f);
}
