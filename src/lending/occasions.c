/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Occasions as effects: rows are made of the fact when the first representative is chosen; from
 * then on the rows are the truth, the fact follows them, and each keeps two timers: the working day
 * before, and when it is over.
 *
 * A change is one of time, place, link or access, and raises the SEQUENCE that calendars go by. The
 * letters about it stand in occasion_letters.c; what a form or a command may ask for, in
 * occasion_change.c; what follows when one is over, in occasion_over.c.
 */
#include "occasion.h"

#include <string.h>

#include "base/text.h"
#include "view/occasions.h"

bool occasion_planned(const struct occasion *o)
{
    return strcmp(o->state, "planned") == 0;
}

static char *id_text(struct deed *d, const struct occasion *o)
{
    return arena_printf(d->arena, "%lld", (long long)o->id);
}

static enum outcome list_all(struct deed *d, struct occasion **list, size_t *count, struct fault *f)
{
    return occasions_of_request(d->db, d->arena, d->request.id, list, count, f);
}

/* ---- Timers ---- */

enum outcome occasion_clear_timers(struct deed *d, const struct occasion *o, struct fault *f)
{
    const char *id = id_text(d, o);
    enum outcome done = timers_clear_one(d->db, d->request.id, "eve", id, f);
    return done == DONE ? timers_clear_one(d->db, d->request.id, "over", id, f) : done;
}

static enum outcome set_timer(struct deed *d, const char *kind, const char *subject, instant due,
                              struct fault *f)
{
    struct timer t = {.request_id = d->request.id, .kind = kind, .subject = subject, .due_at = due};
    return timers_set(d->db, d->arena, &t, f);
}

/*
 * A reminder whose day has come already is left out: whoever hears of the occasion now, hears when
 * and where it is.
 */
static enum outcome set_timers_of(struct deed *d, const struct occasion *o, struct fault *f)
{
    enum outcome done = occasion_clear_timers(d, o, f);
    if (done != DONE || !occasion_planned(o))
        return done;
    instant eve = occasion_eve(d->house->settings, o);
    if (eve > d->now)
        done = set_timer(d, "eve", id_text(d, o), eve, f);
    return done == DONE ? set_timer(d, "over", id_text(d, o), occasion_span(o).to, f) : done;
}

/* ---- From the fact to rows, and back ---- */

static struct occasion new_occasion(struct deed *d, const char *starts, const char *ends)
{
    char id[TOKEN_CHARS + 1];
    random_name(d->house->random, d->now, id);
    return (struct occasion){.request_id = d->request.id,
                             .kind = "assignment",
                             .uid = arena_printf(d->arena, "%s@%s", id,
                                                 text_domain(d->house->settings->library.address)),
                             .starts = starts,
                             .ends = ends,
                             .place = "",
                             .link = "",
                             .access = "",
                             .state = "planned",
                             .created_at = d->now,
                             .changed_at = d->now};
}

/* In the fact an end that is the start, or that cannot be one, means that the end is open. */
static enum outcome make_row(struct deed *d, const struct occasion_time *time, struct fault *f)
{
    const char *format = d->facts[FACT_FORMAT].value, *town = d->facts[FACT_MUNICIPALITY].value;
    bool open = (time->start.hour < 0) != (time->end.hour < 0) ||
                civil_compare(time->end, time->start) <= 0;
    struct occasion o = new_occasion(d, civil_text(d->arena, time->start),
                                     open ? "" : civil_text(d->arena, time->end));
    if (town && !(format && strcmp(format, "digital") == 0))
        o.place = town;
    enum outcome done = occasions_add(d->db, d->arena, &o, f);
    return done == DONE ? set_timers_of(d, &o, f) : done;
}

static enum outcome task_no_occasions(struct deed *d, struct fault *f)
{
    return deed_task(d, "no_occasions", "",
                     "Det finns inget tillfälle kvar som ligger framåt. Kom överens om en ny tid "
                     "med verksamheten, eller ställ in uppdraget.",
                     f);
}

enum outcome deed_make_occasions(struct deed *d, struct fault *f)
{
    struct occasion *list;
    size_t count, times;
    enum outcome o = list_all(d, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = set_timers_of(d, &list[i], f);
    if (o != DONE || count > 0)
        return o;
    struct occasion_time *time = view_occasions(d->arena, d->facts[FACT_OCCASIONS].value, &times);
    for (size_t i = 0; o == DONE && i < times; i++)
        o = make_row(d, &time[i], f);
    return o == DONE && times == 0 ? task_no_occasions(d, f) : o;
}

/* Staff's word: no older mail and no older form speaks against what the rows say. */
static enum outcome fact_follows(struct deed *d, struct fault *f)
{
    struct occasion *list;
    size_t count;
    enum outcome o = list_all(d, &list, &count, f);
    if (o == DONE)
        o = facts_put(d->db, d->arena, d->request.id, FACT_OCCASIONS, ORIGIN_STAFF,
                      view_occasions_fact(d->arena, list, count), d->event->actor, 0, d->now, f);
    return o == DONE ? facts_load(d->db, d->arena, d->request.id, d->facts, f) : o;
}

/* ---- Where the row of occasions stands ---- */

/* Does one lie ahead, whose end has not come? Has any been? */
static enum outcome look_around(struct deed *d, bool *ahead, bool *behind, struct fault *f)
{
    struct occasion *list;
    size_t count;
    enum outcome o = list_all(d, &list, &count, f);
    *ahead = *behind = false;
    for (size_t i = 0; o == DONE && i < count; i++) {
        bool over = occasion_planned(&list[i]) && occasion_span(&list[i]).to <= d->now;
        *ahead = *ahead || (occasion_planned(&list[i]) && !over);
        *behind = *behind || over || strcmp(list[i].state, "done") == 0;
    }
    return o;
}

/*
 * When the last that lay ahead is called off, either the assignment is over, with those that have
 * been: a timer says so at once; or it has no time at all, and a person must see to it.
 */
static enum outcome settle_rest(struct deed *d, struct fault *f)
{
    bool ahead, behind;
    enum outcome o = look_around(d, &ahead, &behind, f);
    if (o != DONE)
        return o;
    if (ahead)
        return tasks_close_request(d->db, d->arena, d->request.id, "no_occasions", d->now, f);
    return behind ? set_timer(d, "over", "", d->now, f) : task_no_occasions(d, f);
}

/* ---- A change ---- */

static const char *cause_of(struct deed *d, const struct occasion *o)
{
    return arena_printf(d->arena, "O%lld:%d", (long long)o->id, o->sequence);
}

static void set_if_said(const char **at, const char *value)
{
    if (value)
        *at = value;
}

static void apply(struct occasion *o, const struct occasion_change *change)
{
    set_if_said(&o->starts, change->starts);
    set_if_said(&o->ends, change->starts && !change->ends ? "" : change->ends);
    set_if_said(&o->place, change->place);
    set_if_said(&o->link, change->link);
    set_if_said(&o->access, change->access);
}

static enum outcome add(struct deed *d, const struct occasion_change *change, struct fault *f)
{
    if (!change->starts)
        return fault_set(f, NEVER, EXIT_DATA, "an occasion needs a time");
    struct occasion o = new_occasion(d, change->starts, "");
    apply(&o, change);
    enum outcome done = occasions_add(d->db, d->arena, &o, f);
    if (done == DONE)
        done = set_timers_of(d, &o, f);
    if (done == DONE)
        done = fact_follows(d, f);
    if (done != DONE)
        return done;
    return occasion_tell_all(d,
                             &(struct occasion_news){.purpose = "occasion_changed",
                                                     .now = &o,
                                                     .cause = cause_of(d, &o),
                                                     .calendar_method = "REQUEST"},
                             f);
}

static enum outcome save_change(struct deed *d, struct occasion *o, struct fault *f)
{
    o->sequence++;
    o->changed_at = d->now;
    enum outcome done = occasions_save(d->db, d->arena, o, f);
    if (done == DONE)
        done = set_timers_of(d, o, f);
    if (done == DONE) /* what was written before, and has not left, tells what is no longer so */
        done = outbox_drop_cause(d->db, d->arena, d->request.id,
                                 arena_printf(d->arena, "O%lld:", (long long)o->id), d->now, f);
    return done == DONE ? fact_follows(d, f) : done;
}

static enum outcome move(struct deed *d, struct occasion *o, const struct occasion_change *change,
                         struct fault *f)
{
    struct occasion was = *o;
    apply(o, change);
    enum outcome done = save_change(d, o, f);
    if (done != DONE)
        return done;
    return occasion_tell_all(d,
                             &(struct occasion_news){.purpose = "occasion_changed",
                                                     .now = o,
                                                     .was = &was,
                                                     .cause = cause_of(d, o),
                                                     .calendar_method = "REQUEST"},
                             f);
}

enum outcome occasion_call_off(struct deed *d, struct occasion *o, struct fault *f)
{
    o->state = "cancelled";
    enum outcome done = save_change(d, o, f);
    if (done != DONE)
        return done;
    return occasion_tell_all(d,
                             &(struct occasion_news){.purpose = "occasion_cancelled",
                                                     .now = o,
                                                     .cause = cause_of(d, o),
                                                     .calendar_method = "CANCEL"},
                             f);
}

/* All are called off with the request; the letters that say so bear the calendar's word of it. */
enum outcome deed_cancel_occasions(struct deed *d, struct fault *f)
{
    struct occasion *list;
    size_t count;
    enum outcome o = list_all(d, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        if (!occasion_planned(&list[i]) || occasion_span(&list[i]).to <= d->now)
            continue;
        list[i].state = "cancelled";
        list[i].sequence++;
        list[i].changed_at = d->now;
        o = occasions_save(d->db, d->arena, &list[i], f);
        if (o == DONE)
            o = occasion_clear_timers(d, &list[i], f);
    }
    return o;
}

enum outcome deed_occasions(struct deed *d, struct fault *f)
{
    const struct occasion_change *change = d->event->change;
    struct occasion o = {0};
    if (!change)
        return fault_set(f, NEVER, EXIT_DATA, "nothing is said of any occasion");
    enum outcome done = deed_make_occasions(d, f);
    if (done == DONE && change->what == OCCASION_ADD)
        done = add(d, change, f);
    else if (done == DONE)
        done = occasions_load(d->db, d->arena, change->id, &o, f);
    if (done == DONE && change->what != OCCASION_ADD &&
        (o.request_id != d->request.id || !occasion_planned(&o)))
        return fault_set(f, NEVER, EXIT_DATA, "%s has no occasion %lld that lies ahead",
                         d->request.number, (long long)change->id);
    if (done == DONE && change->what == OCCASION_MOVE)
        done = move(d, &o, change, f);
    else if (done == DONE && change->what == OCCASION_CANCEL)
        done = occasion_call_off(d, &o, f);
    return done == DONE ? settle_rest(d, f) : done;
}

/* ---- The day before ---- */

/* Letters leave within the [send] hours: one that rings late waits for them, if there is time. */
static instant reminding_moment(const struct deed *d)
{
    const struct settings *s = d->house->settings;
    struct civil at = civil_from_instant(d->now);
    int minute = at.hour * 60 + at.minute;
    if (minute >= s->send.hours_from && minute < s->send.hours_to)
        return d->now;
    if (minute >= s->send.hours_to)
        at.date = date_add(at.date, 1);
    at.hour = s->send.hours_from / 60;
    at.minute = s->send.hours_from % 60;
    return civil_to_instant(at);
}

enum outcome deed_remind_occasion(struct deed *d, struct fault *f)
{
    struct occasion o;
    enum outcome done = occasions_load(d->db, d->arena, d->event->subject_id, &o, f);
    if (done == NEVER && f->code == EXIT_NO_INPUT) /* there is nothing to remind of */
        return DONE;
    if (done != DONE || o.request_id != d->request.id || !occasion_planned(&o))
        return done;
    instant from = occasion_span(&o).from, leaves = reminding_moment(d);
    if (from <= d->now)
        return DONE;
    if (leaves > d->now && leaves < from)
        return set_timer(d, "eve", id_text(d, &o), leaves, f);
    return occasion_tell_all(d,
                             &(struct occasion_news){.purpose = "occasion_reminder",
                                                     .now = &o,
                                                     .cause = cause_of(d, &o)},
                             f);
}
