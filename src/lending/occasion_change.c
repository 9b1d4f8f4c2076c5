/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for occasions (include/lending/occasions.h): what a form or a command asks for is looked
 * at before it becomes an event, so that the rules see only times that can be kept.
 *
 * Before anybody is chosen the change is one of a fact, and everyone who has been asked hears of it
 * as of any other; afterwards it is an event of its own. The same change again is none: a form sent
 * twice, or by two at once, changes nothing the second time.
 */
#include "lending/occasions.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "view.h"
#include "view/occasions.h"

enum { PLACE_CHARS = 200, LINK_BYTES = 500, ACCESS_CHARS = 2000 };

static const char *const CHANGE = "occasion";

struct changing {
    const struct house *house;
    struct arena *a;
    instant now;
    const char *actor;
    struct request request;
    struct occasion *list;
    size_t count;
    bool rows; /* they stand in the book; else the list is made of the fact */
};

/* ---- Those there are ---- */

static struct occasion of_fact(struct arena *a, const struct occasion_time *time, size_t place)
{
    bool open = (time->start.hour < 0) != (time->end.hour < 0) ||
                civil_compare(time->end, time->start) <= 0;
    return (struct occasion){.id = (int64_t)place,
                             .kind = "assignment",
                             .uid = "",
                             .starts = civil_text(a, time->start),
                             .ends = open ? "" : civil_text(a, time->end),
                             .place = "",
                             .link = "",
                             .access = "",
                             .state = "planned",
                             .created_at = -1,
                             .changed_at = -1};
}

enum outcome lending_occasions(const struct house *house, struct arena *a, int64_t request_id,
                               struct occasion **out, size_t *count, struct fault *f)
{
    struct known_fact facts[FACT_COUNT];
    enum outcome o = occasions_of_request(house->db, a, request_id, out, count, f);
    if (o == DONE && *count == 0)
        o = facts_load(house->db, a, request_id, facts, f);
    if (o != DONE || *count > 0)
        return o;
    struct occasion_time *times = view_occasions(a, facts[FACT_OCCASIONS].value, count);
    *out = arena_array(a, *count + 1, sizeof **out);
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = of_fact(a, &times[i], i + 1);
    return DONE;
}

static bool is(const struct occasion *o, const char *state)
{
    return strcmp(o->state, state) == 0;
}

static enum outcome find(const struct changing *x, int64_t id, struct occasion **out,
                         struct fault *f)
{
    for (size_t i = 0; i < x->count; i++)
        if (x->list[i].id == id) {
            *out = &x->list[i];
            return DONE;
        }
    return fault_set(f, NEVER, EXIT_NO_INPUT, "%s has no occasion %lld", x->request.number,
                     (long long)id);
}

/* ---- What may be asked for ---- */

static const char *in_form(struct arena *a, const char *time)
{
    struct civil c;
    return civil_parse(time, &c) ? civil_text(a, c) : time;
}

/* The occasion as it will be; fields that the change does not name stay. */
static struct occasion changed(const struct changing *x, const struct occasion *was,
                               const struct occasion_change *c)
{
    struct occasion now = *was;
    if (c->starts) {
        now.starts = in_form(x->a, c->starts);
        now.ends = "";
    }
    if (c->ends)
        now.ends = text_blank(c->ends) ? "" : in_form(x->a, c->ends);
    now.place = c->place ? text_trim(x->a, c->place) : now.place;
    now.link = c->link ? text_trim(x->a, c->link) : now.link;
    now.access = c->access ? text_trim(x->a, c->access) : now.access;
    return now;
}

bool occasion_link_is_good(const char *link)
{
    bool web = text_starts(link, "https://") || text_starts(link, "http://");
    return !*link || (web && strlen(link) <= LINK_BYTES && !strpbrk(link, " \t\r\n\"<>\\"));
}

/* One that has begun may be lengthened: its start is then no news. */
static enum outcome check(const struct changing *x, const struct occasion *was,
                          const struct occasion *now, struct fault *f)
{
    bool same_start = strcmp(was->starts, now->starts) == 0;
    instant seen =
        same_start && occasion_span(now).from <= x->now ? occasion_span(now).from - 1 : x->now;
    enum time_flaw flaw = occasion_flaw(now->starts, now->ends, seen);
    if (flaw != TIME_GOOD)
        return fault_set(f, NEVER, EXIT_DATA, "%s", occasion_flaw_words(flaw, true));
    if (!occasion_link_is_good(now->link))
        return fault_set(f, NEVER, EXIT_DATA,
                         "the link must begin with https:// and have no space");
    if (text_length(now->place) > PLACE_CHARS || text_length(now->access) > ACCESS_CHARS)
        return fault_set(f, NEVER, EXIT_DATA, "place: at most %d characters; access: at most %d",
                         PLACE_CHARS, ACCESS_CHARS);
    return DONE;
}

static bool same_time(const struct occasion *a, const struct occasion *b)
{
    return strcmp(a->starts, b->starts) == 0 && strcmp(a->ends, b->ends) == 0;
}

static bool same_details(const struct occasion *a, const struct occasion *b)
{
    return strcmp(a->place, b->place) == 0 && strcmp(a->link, b->link) == 0 &&
           strcmp(a->access, b->access) == 0;
}

/* Another place is another assignment; a fuller name of the same one is not. */
static bool other_place(struct arena *a, const struct occasion *was, const struct occasion *now)
{
    return !text_blank(was->place) &&
           strstr(text_fold(a, now->place), text_fold(a, was->place)) == NULL;
}

/* ---- Before anybody is chosen: a fact ---- */

static int by_start(const void *x, const void *y)
{
    const struct occasion *a = x, *b = y;
    return strcmp(a->starts, b->starts);
}

static enum outcome change_fact(struct changing *x, struct occasion *list, size_t count,
                                struct verdict *verdict, struct fault *f)
{
    struct fact facts[FACT_COUNT] = {{0}};
    if (count > 1)
        qsort(list, count, sizeof *list, by_start);
    facts[FACT_OCCASIONS] = (struct fact){view_occasions_fact(x->a, list, count), x->actor};
    struct event event = {.kind = EVENT_FACTS,
                          .request_id = x->request.id,
                          .actor = x->actor,
                          .by_unit = strcmp(x->actor, "unit") == 0,
                          .cause = arena_printf(x->a, "form:%s", instant_to_text(x->a, x->now))};
    return lending_facts(x->house, x->a, x->request.id, ORIGIN_STAFF, facts, 0, &event, verdict, f);
}

/* ---- Afterwards: an event ---- */

static char *in_words(struct arena *a, const struct occasion *o)
{
    return arena_printf(a, "%s%s%s", o->starts, *o->ends ? "/" : "", o->ends);
}

/* For the trail: what it was and what it is. */
static const char *told(const struct changing *x, const struct occasion *was,
                        const struct occasion *now, int what)
{
    if (what == OCCASION_ADD)
        return arena_printf(x->a, "new: %s", in_words(x->a, now));
    if (what == OCCASION_CANCEL)
        return arena_printf(x->a, "%lld called off: %s", (long long)was->id, in_words(x->a, was));
    if (same_time(was, now))
        return arena_printf(x->a, "%lld: place, link or access", (long long)was->id);
    return arena_printf(x->a, "%lld: from %s to %s", (long long)was->id, in_words(x->a, was),
                        in_words(x->a, now));
}

static enum outcome change_row(struct changing *x, const struct occasion *was,
                               const struct occasion *now, const struct occasion_change *change,
                               struct verdict *verdict, struct fault *f)
{
    struct occasion_change whole = {.what = change->what,
                                    .id = was->id,
                                    .starts = now->starts,
                                    .ends = now->ends,
                                    .place = now->place,
                                    .link = now->link,
                                    .access = now->access};
    bool moved =
        change->what != OCCASION_MOVE || !same_time(was, now) || other_place(x->a, was, now);
    struct event event = {.kind = EVENT_OCCASION,
                          .request_id = x->request.id,
                          .actor = x->actor,
                          .by_unit = strcmp(x->actor, "unit") == 0,
                          .changed = moved,
                          .text = told(x, was, now, (int)change->what),
                          .change = &whole};
    return lending_event(x->house, x->a, &event, verdict, f);
}

/* ---- The three ---- */

static enum outcome no_change(const struct changing *x, struct verdict *verdict)
{
    if (verdict)
        *verdict = (struct verdict){
            .from = x->request.state, .to = x->request.state, .number = x->request.number};
    return DONE;
}

static enum outcome details_too_early(const struct changing *x, const struct occasion_change *c,
                                      struct fault *f)
{
    if (x->rows || (text_blank(c->place) && text_blank(c->link) && text_blank(c->access)))
        return DONE;
    return fault_set(f, NEVER, EXIT_DATA,
                     "place, link and access belong to an occasion once somebody has been chosen; "
                     "until then the place is the request's municipality");
}

static enum outcome add(struct changing *x, const struct occasion_change *c,
                        struct verdict *verdict, struct fault *f)
{
    struct occasion none = {
        .starts = "", .ends = "", .place = "", .link = "", .access = "", .state = "planned"};
    if (!c->starts)
        return fault_set(f, NEVER, EXIT_DATA, "%s", occasion_flaw_words(TIME_MALFORMED, true));
    struct occasion now = changed(x, &none, c);
    enum outcome o = check(x, &none, &now, f);
    for (size_t i = 0; o == DONE && i < x->count; i++)
        if (is(&x->list[i], "planned") && same_time(&x->list[i], &now))
            return no_change(x, verdict);
    if (o != DONE || x->rows)
        return o == DONE ? change_row(x, &none, &now, c, verdict, f) : o;
    struct occasion *list = arena_array(x->a, x->count + 1, sizeof *list);
    if (x->count > 0)
        memcpy(list, x->list, x->count * sizeof *list);
    list[x->count] = now;
    return change_fact(x, list, x->count + 1, verdict, f);
}

static enum outcome move(struct changing *x, struct occasion *was, const struct occasion_change *c,
                         struct verdict *verdict, struct fault *f)
{
    struct occasion now = changed(x, was, c);
    if (!is(was, "planned") || occasion_span(was).to <= x->now)
        return fault_set(f, NEVER, EXIT_DATA, "occasion %lld is over or called off",
                         (long long)was->id);
    if (same_time(was, &now) && same_details(was, &now))
        return no_change(x, verdict);
    enum outcome o = check(x, was, &now, f);
    if (o != DONE || x->rows)
        return o == DONE ? change_row(x, was, &now, c, verdict, f) : o;
    *was = now;
    return change_fact(x, x->list, x->count, verdict, f);
}

static enum outcome call_off(struct changing *x, struct occasion *was,
                             const struct occasion_change *c, struct verdict *verdict,
                             struct fault *f)
{
    if (is(was, "cancelled"))
        return no_change(x, verdict);
    if (!is(was, "planned") || occasion_span(was).to <= x->now)
        return fault_set(f, NEVER, EXIT_DATA, "occasion %lld is over", (long long)was->id);
    if (x->rows)
        return change_row(x, was, was, c, verdict, f);
    was->state = "cancelled";
    return change_fact(x, x->list, x->count, verdict, f);
}

static enum outcome change(struct changing *x, const struct occasion_change *c,
                           struct verdict *verdict, struct fault *f)
{
    struct occasion *was = NULL, *rows;
    size_t row_count = 0;
    enum outcome o = requests_load(x->house->db, x->a, x->request.id, &x->request, f);
    if (o == DONE)
        o = occasions_of_request(x->house->db, x->a, x->request.id, &rows, &row_count, f);
    if (o == DONE)
        o = lending_occasions(x->house, x->a, x->request.id, &x->list, &x->count, f);
    x->rows = o == DONE && row_count > 0;
    if (o == DONE)
        o = details_too_early(x, c, f);
    if (o == DONE && c->what == OCCASION_ADD)
        return add(x, c, verdict, f);
    if (o == DONE)
        o = find(x, c->id, &was, f);
    if (o != DONE)
        return o;
    return c->what == OCCASION_MOVE ? move(x, was, c, verdict, f) : call_off(x, was, c, verdict, f);
}

enum outcome lending_occasion(const struct house *house, struct arena *a, int64_t request_id,
                              const char *actor, const struct occasion_change *c,
                              struct verdict *verdict, struct fault *f)
{
    struct changing x = {.house = house,
                         .a = a,
                         .now = clock_now(&house->clock),
                         .actor = actor,
                         .request = {.id = request_id}};
    enum outcome o = db_begin(house->db, CHANGE, f);
    if (o != DONE)
        return o;
    o = change(&x, c, verdict, f);
    o = db_end(house->db, CHANGE, o, f);
    if (o == DONE)
        db_wake(house->db);
    return o;
}
