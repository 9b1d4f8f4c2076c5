/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /forfragan/TOKEN/tillfallen: the unit sees its occasions, adds one, moves one, calls one off. And
 * /overenskommelse/TOKEN/kalender.ics: all of them as a calendar file, for either side.
 *
 * One form adds and moves: what is left empty stays as it was. Nothing is prefilled, so a form that
 * lay open for an hour undoes nobody's change.
 */
#include "page_agreement.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending/occasions.h"
#include "letters/calendar.h"
#include "view/occasions.h"

enum { ANY_ID = 1000000000 };

const struct field occasion_fields[] = {
    {"occasion", FIELD_NUMBER, .needed = true, .max = ANY_ID, .sv = "Vilket tillfälle gäller det?",
     .en = "Which occasion is it?"},
    {"date", FIELD_DATE, .narrow = true, .sv = "Dag", .en = "Day", .group_sv = "Ny tid",
     .group_en = "New time"},
    {"from", FIELD_TIME, .narrow = true, .sv = "Från klockan", .en = "From"},
    {"to", FIELD_TIME, .narrow = true, .sv = "Till klockan", .en = "To"},
    {"place", FIELD_TEXT, .max = 200, .sv = "Plats", .en = "Place", .group_sv = "Så hittar man dit",
     .group_en = "How to get there", .hint_sv = "Adress, hus, plan och rum.",
     .hint_en = "Address, building, floor and room."},
    {"link", FIELD_TEXT, .max = 500, .easy = "Länk till mötet",
     .hint_easy = "Behövs när man ses på nätet. Länken börjar med https://", .sv = "Möteslänk",
     .en = "Meeting link",
     .hint_sv = "Om det går att vara med digitalt. Länken börjar med https://",
     .hint_en = "If one can take part online. The link begins with https://"},
    {"access", FIELD_LINES, .max = 2000,
     .hint_easy = "Hur kommer man in? Vem möter? Finns det hiss?", .sv = "Bra att veta",
     .en = "Good to know",
     .hint_sv = "Hur man kommer in, vem som möter, parkering, hiss, hörslinga.",
     .hint_en = "How to get in, who meets you, parking, lift, hearing loop."},
    {0},
};

const struct field occasion_off_fields[] = {
    {"occasion", FIELD_NUMBER, .needed = true, .min = 1, .max = ANY_ID,
     .sv = "Vilket tillfälle gäller det?", .en = "Which occasion is it?"},
    {"sure", FIELD_TICK, .needed = true, .easy = "Ja, det blir inget. Berätta det för alla",
     .sv = "Ja, ställ in tillfället och berätta det för alla",
     .en = "Yes, cancel the occasion and tell everybody"},
    {0},
};

/* ---- What is there ---- */

struct times {
    struct request request;
    struct occasion *list;
    size_t count;
    bool rows; /* somebody has been chosen: place, link and access can be said */
    bool open; /* the rules take a change */
};

static enum outcome load(struct web_request *q, struct times *t, struct fault *f)
{
    struct occasion *rows;
    size_t row_count = 0;
    enum outcome o = requests_load(q->house->db, q->arena, q->link.request_id, &t->request, f);
    if (o == DONE)
        o = occasions_of_request(q->house->db, q->arena, t->request.id, &rows, &row_count, f);
    if (o == DONE)
        o = lending_occasions(q->house, q->arena, t->request.id, &t->list, &t->count, f);
    t->rows = row_count > 0;
    enum event_kind event = t->rows ? EVENT_OCCASION : EVENT_FACTS;
    t->open = o == DONE && flow_decide(q->arena, t->request.state, event, KNOWN_BY_UNIT).allowed;
    return o;
}

static bool is_ahead(const struct web_request *q, const struct occasion *o)
{
    return strcmp(o->state, "planned") == 0 && occasion_span(o).to > clock_now(&q->house->clock);
}

/* Each with what it takes to choose it in a form; chosen: the id that was sent. */
static json_t *rows_view(struct web_request *q, const struct times *t, const char *chosen)
{
    json_t *list = json_array();
    for (size_t i = 0; i < t->count; i++) {
        const struct occasion *o = &t->list[i];
        json_t *row = view_occasion(q->arena, o, q->language);
        json_object_set_new(row, "ahead", json_boolean(is_ahead(q, o)));
        json_object_set_new(row, "cancelled", json_boolean(strcmp(o->state, "cancelled") == 0));
        json_object_set_new(
            row, "chosen",
            json_boolean(strcmp(chosen, arena_printf(q->arena, "%lld", (long long)o->id)) == 0));
        json_array_append_new(list, row);
    }
    return list;
}

/* ---- The page ---- */

static bool any_ahead(const struct web_request *q, const struct times *t)
{
    bool any = false;
    for (size_t i = 0; i < t->count; i++)
        any = any || is_ahead(q, &t->list[i]);
    return any;
}

static void add_forms(struct web_request *q, const struct times *t, json_t *view)
{
    struct form change = web_form_of(q, occasion_fields), off = web_form_of(q, occasion_off_fields);
    struct form shown =
        form_pick(q->arena, &change, t->rows ? "date from to place link access" : "date from to");
    struct form sure = form_pick(q->arena, &off, "sure");
    const char *which =
        form_given(q->form.fields == occasion_off_fields ? &off : &change, "occasion");
    json_object_set_new(
        view, "change",
        json_pack("{s:o}", "form", web_form(q, web_at(q, "/forfragan/", "/tillfallen"), &shown)));
    json_object_set_new(
        view, "off",
        json_pack("{s:o}", "form",
                  web_form(q, web_at(q, "/forfragan/", "/tillfallen/stall-in"), &sure)));
    json_object_set_new(view, "new_chosen", json_boolean(!*which || strcmp(which, "0") == 0));
}

/* What was wrong with the form that was refused; which occasion it is about is the page's own. */
static void add_faults(struct web_request *q, json_t *view)
{
    bool off = q->form.fields == occasion_off_fields;
    if (!q->trouble || (!off && q->form.fields != occasion_fields))
        return;
    json_object_set(view, "form",
                    json_object_get(json_object_get(view, off ? "off" : "change"), "form"));
    for (size_t i = 0; i < q->form.count; i++)
        if (q->form.faults[i] && strcmp(q->form.fields[i].name, "occasion") == 0)
            q->notice =
                web_plain(q, "Välj vilket tillfälle det gäller.", "Välj vilken dag ni menar.",
                          "Choose which occasion it is about.");
}

enum outcome page_occasions(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct times t = {0};
    enum outcome o = load(q, &t, f);
    if (o != DONE)
        return o;
    const char *which = form_given(&q->form, "occasion");
    json_t *view =
        json_pack("{s:s, s:o, s:b, s:b, s:b, s:b, s:s}", "number", t.request.number, "times",
                  rows_view(q, &t, which), "has_times", t.count > 0, "rows", t.rows, "open", t.open,
                  "has_ahead", any_ahead(q, &t), "back", web_at(q, "/forfragan/", ""));
    if (t.open)
        add_forms(q, &t, view);
    add_faults(q, view);
    return web_show(q, "tillfallen", web_word(q, "Tillfällen", "Occasions"), view, out, f);
}

void web_add_times(struct web_request *q, const struct occasion *list, size_t count, json_t *view)
{
    json_t *times = json_array();
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].state, "cancelled") != 0)
            json_array_append_new(times, view_occasion(q->arena, &list[i], q->language));
    json_object_set_new(view, "has_times", json_boolean(json_array_size(times) > 0));
    json_object_set_new(view, "times", times);
}

/* ---- A change ---- */

/* The occasion that the form is about, as it is; false for a new one, and where there is none. */
static bool find_named(struct web_request *q, struct occasion *out)
{
    struct occasion *list;
    size_t count = 0;
    struct fault f;
    int64_t id = strtoll(form_given(&q->form, "occasion"), NULL, 10);
    if (lending_occasions(q->house, q->arena, q->link.request_id, &list, &count, &f) != DONE)
        return false; /* the door will meet the same fault, and say so */
    for (size_t i = 0; i < count; i++)
        if (list[i].id == id) {
            *out = list[i];
            return true;
        }
    return false;
}

static const char *clock_of(struct web_request *q, struct civil c)
{
    return c.hour < 0 ? "" : arena_printf(q->arena, "%02d:%02d", c.hour, c.minute);
}

static const char *clock_on(struct web_request *q, struct date day, const char *clock)
{
    const char *text = date_text(q->arena, day);
    return *clock ? arena_printf(q->arena, "%sT%s", text, clock) : text;
}

static const char *given_or(const struct web_request *q, const char *name, const char *otherwise)
{
    return form_has(&q->form, name) ? form_given(&q->form, name) : otherwise;
}

struct asked_time {
    bool any;          /* the form says something of the time */
    bool day_missing;  /* but not which day */
    bool from_missing; /* or when it ends, and not when it begins */
    const char *starts, *ends;
};

/* The time as it will be: what the form leaves empty is as it was. */
static struct asked_time read_time(struct web_request *q)
{
    struct occasion was = {0};
    struct civil start = {{0}, -1, 0}, end = {{0}, -1, 0};
    struct asked_time t = {.any = form_has(&q->form, "date") || form_has(&q->form, "from") ||
                                  form_has(&q->form, "to")};
    bool known = t.any && find_named(q, &was) && civil_parse(was.starts, &start);
    bool ends = known && civil_parse(was.ends, &end);
    long more = ends ? date_to_days(end.date) - date_to_days(start.date) : 0;
    struct date day = start.date;
    if (form_has(&q->form, "date"))
        date_parse(form_given(&q->form, "date"), &day);
    t.day_missing = t.any && day.year == 0;
    if (!t.any || t.day_missing)
        return t;
    const char *from = given_or(q, "from", clock_of(q, start));
    const char *to = given_or(q, "to", clock_of(q, end));
    t.from_missing = *to && !*from;
    t.starts = clock_on(q, day, from);
    t.ends = *to || (more > 0 && !*from) ? clock_on(q, date_add(day, more), to) : "";
    return t;
}

static bool says_anything(const struct web_request *q, const struct asked_time *t)
{
    return t->any || form_has(&q->form, "place") || form_has(&q->form, "link") ||
           form_has(&q->form, "access");
}

static void check_asked(struct web_request *q, const struct asked_time *t, bool is_new)
{
    struct form *form = &q->form;
    if (t->day_missing || (is_new && !t->any))
        form_fault(
            form, "date",
            web_word(q, "Skriv vilken dag tillfället är.", "Write the day of the occasion."));
    else if (t->from_missing)
        form_fault(form, "from", web_word(q, "Skriv när det börjar.", "Write when it begins."));
    else if (!says_anything(q, t))
        form_fault(form, "date",
                   web_plain(q,
                             "Skriv det som ska ändras: tiden, platsen, länken eller det som är "
                             "bra att veta.",
                             "Skriv det som är nytt: tid, plats, länk eller något annat.",
                             "Write what is to change: the time, the place, the link or what is "
                             "good to know."));
}

/* What has begun may still be moved by its end: that the door decides, which knows its start. */
void check_times(struct web_request *q)
{
    bool is_new = strcmp(form_given(&q->form, "occasion"), "0") == 0;
    if (q->form.fault_count > 0)
        return;
    struct asked_time t = read_time(q);
    check_asked(q, &t, is_new);
    enum time_flaw flaw = TIME_GOOD;
    if (q->form.fault_count == 0 && t.starts)
        flaw = occasion_flaw(t.starts, t.ends, clock_now(&q->house->clock));
    if (flaw != TIME_GOOD && !(flaw == TIME_PAST && !is_new))
        form_fault(&q->form, flaw == TIME_BACKWARDS ? "to" : "date",
                   arena_printf(q->arena, "%s.", occasion_flaw_words(flaw, web_english(q))));
    if (form_has(&q->form, "link") && !occasion_link_is_good(form_given(&q->form, "link")))
        form_fault(&q->form, "link",
                   web_word(q, "Länken ska börja med https:// och inte ha mellanslag.",
                            "The link must begin with https:// and have no spaces."));
}

/* The door's no: the page comes back with what was typed, and with what is so now. */
static enum outcome say_no(struct web_request *q, struct web_answer *out, struct fault *f)
{
    q->trouble = 422;
    q->notice = web_plain(q,
                          "Det gick inte att ändra tillfället. Det har kanske redan varit, eller "
                          "är inställt. Så här är det nu:",
                          "Det går inte att ändra. Det har kanske redan varit. Så här är det nu:",
                          "The occasion could not be changed. Perhaps it has been already, or is "
                          "cancelled. This is how it is now:");
    return page_occasions(q, out, f);
}

static enum outcome take(struct web_request *q, const struct occasion_change *change,
                         struct web_answer *out, struct fault *f)
{
    enum outcome o =
        lending_occasion(q->house, q->arena, q->link.request_id, "unit", change, NULL, f);
    if (o == NEVER && (f->code == EXIT_DATA || f->code == EXIT_NO_INPUT))
        return say_no(q, out, f);
    if (o == DONE)
        web_go(q, web_at(q, "/forfragan/", "/tillfallen"), out);
    return o;
}

enum outcome page_occasion_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct asked_time time = read_time(q);
    struct occasion_change change = {
        .starts = time.starts,
        .ends = time.ends,
        .id = strtoll(form_given(&q->form, "occasion"), NULL, 10),
        .place = given_or(q, "place", NULL),
        .link = given_or(q, "link", NULL),
        .access = given_or(q, "access", NULL),
    };
    change.what = change.id == 0 ? OCCASION_ADD : OCCASION_MOVE;
    return take(q, &change, out, f);
}

enum outcome page_occasion_off_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct occasion_change change = {.what = OCCASION_CANCEL,
                                     .id = strtoll(form_given(&q->form, "occasion"), NULL, 10)};
    return take(q, &change, out, f);
}

/* ---- The calendar file ---- */

enum outcome page_calendar(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct agreement_case c;
    struct known_fact facts[FACT_COUNT];
    struct occasion *list;
    size_t count, files = 0;
    struct calendar_file *made = NULL;
    enum outcome o = agreement_load(q, &c, f);
    if (o == DONE && !placement_stands(c.placement))
        return agreement_say_over(q, &c, out, f);
    if (o == DONE)
        o = occasions_of_request(q->house->db, q->arena, c.request->id, &list, &count, f);
    if (o == DONE)
        o = facts_load(q->house->db, q->arena, c.request->id, facts, f);
    if (o != DONE)
        return o;
    struct calendar_reader reader = {.language = q->language};
    json_t *view =
        view_calendar(q->arena, q->house, c.request, facts, "PUBLISH", list, count, &reader);
    bool empty = json_array_size(json_object_get(view, "events")) == 0;
    if (!empty)
        o = calendar_make(q->arena, view, clock_now(&q->house->clock), &made, &files, f);
    json_decref(view);
    if (o == DONE && (empty || files == 0)) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    if (o == DONE)
        *out = (struct web_answer){.status = 200,
                                   .type = "text/calendar; charset=utf-8; method=PUBLISH",
                                   .body = made[0].text,
                                   .len = strlen(made[0].text)};
    return o;
}
