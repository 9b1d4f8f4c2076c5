/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /traff/TOKEN: a meeting of the pool, and whether its reader comes; its calendar file beside it.
 * Nothing stands here of anybody, so the link alone opens it.
 */
#include "craft.h"

#include <stdlib.h>
#include <string.h>

#include "lending/meetings.h"
#include "letters/calendar.h"
#include "view/meetings.h"

static const struct choice answers[] = {{"yes", "Ja, jag kommer", "Yes, I will come"},
                                        {"no", "Nej, jag kan inte", "No, I cannot"},
                                        {0}};

const struct field meeting_fields[] = {
    {"answer", FIELD_CHOICE, .needed = true, .choices = answers, .sv = "Kommer du?",
     .en = "Will you come?"},
    {0},
};

/* The link is about one meeting: "O5". */
static int64_t meeting_of(const struct web_request *q)
{
    return q->link.subject[0] == 'O' ? strtoll(q->link.subject + 1, NULL, 10) : 0;
}

static enum outcome load(struct web_request *q, struct occasion *m, struct guest *g,
                         struct fault *f)
{
    enum outcome o = lending_meeting_load(q->house, q->arena, meeting_of(q), m, f);
    return o == DONE ? guests_find(q->house->db, q->arena, m->id, web_party_id(q), g, f) : o;
}

enum outcome page_meeting(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct occasion m;
    struct guest g;
    enum outcome o = load(q, &m, &g, f);
    if (o != DONE)
        return o;
    struct form form = web_form_of(q, meeting_fields);
    json_t *view = view_meeting(q->arena, &m, q->language);
    json_object_set_new(view, "form", web_form(q, web_at(q, "/traff/", ""), &form));
    json_object_set_new(view, "open",
                        json_boolean(lending_meeting_open(&m, clock_now(&q->house->clock))));
    json_object_set_new(view, "cancelled", json_boolean(strcmp(m.state, "cancelled") == 0));
    json_object_set_new(view, "comes", json_boolean(strcmp(g.answer, "yes") == 0));
    json_object_set_new(view, "declined", json_boolean(strcmp(g.answer, "no") == 0));
    json_object_set_new(view, "calendar_path", json_string(web_at(q, "/traff/", "/kalender.ics")));
    return web_show(q, "traff", view_meeting_title(&m, q->language), view, out, f);
}

enum outcome page_meeting_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct occasion m;
    struct guest g;
    enum outcome o = load(q, &m, &g, f);
    if (o == DONE && lending_meeting_open(&m, clock_now(&q->house->clock)))
        o = lending_meeting_answer(q->house, q->arena, q->link.party, m.id, web_party_id(q),
                                   form_given(&q->form, "answer"), "page", f);
    if (o == DONE)
        web_go(q, web_at(q, "/traff/", ""), out);
    return o;
}

enum outcome page_meeting_calendar(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct occasion m;
    struct guest g;
    struct calendar_file *made = NULL;
    size_t files = 0;
    enum outcome o = load(q, &m, &g, f);
    if (o != DONE)
        return o;
    if (strcmp(m.state, "cancelled") == 0) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    const struct calendar_reader reader = {.language = q->language};
    json_t *view = view_meeting_calendar(q->arena, q->house, &m, "PUBLISH", &reader);
    o = calendar_make(q->arena, view, clock_now(&q->house->clock), &made, &files, f);
    json_decref(view);
    if (o == DONE)
        *out = (struct web_answer){.status = 200,
                                   .type = "text/calendar; charset=utf-8; method=PUBLISH",
                                   .body = made[0].text,
                                   .len = strlen(made[0].text)};
    return o;
}
