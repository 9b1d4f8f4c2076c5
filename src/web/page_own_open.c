/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * From a representative's own page to the agreements and the meetings, without looking for the
 * letters: whoever has given the code in this browser may open each by a link of its own.
 */
#include "page_agreement.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending/meetings.h"
#include "page_self.h"
#include "view/meetings.h"

/* The number of a request, or "O5" of a meeting. */
const struct field own_open_fields[] = {
    {"what", FIELD_TEXT, .needed = true, .max = 40, .sv = "Vad", .en = "What"},
    {0},
};

/* ---- What there is ---- */

/* The unit, and when people meet next; no more: the agreement tells the rest. */
static enum outcome assignment(struct web_request *q, const struct request *r, json_t **out,
                               struct fault *f)
{
    struct known_fact facts[FACT_COUNT];
    struct occasion *list;
    size_t count;
    instant now = clock_now(&q->house->clock);
    const char *when = NULL;
    enum outcome o = facts_load(q->house->db, q->arena, r->id, facts, f);
    if (o == DONE)
        o = occasions_of_request(q->house->db, q->arena, r->id, &list, &count, f);
    if (o != DONE)
        return o;
    for (size_t i = 0; !when && i < count; i++)
        if (lending_meeting_open(&list[i], now))
            when = view_occasion_when(q->arena, &list[i], q->language);
    const char *unit = facts[FACT_UNIT].value;
    *out = json_pack("{s:s, s:s, s:o}", "what", r->number, "label", unit ? unit : r->number, "when",
                     view_text(when));
    return DONE;
}

static enum outcome add_assignments(struct web_request *q, json_t *list, struct fault *f)
{
    struct placement *placed;
    size_t count;
    enum outcome o = placements_of_person(q->house->db, q->arena, q->person.id, &placed, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        struct request r;
        json_t *item = NULL;
        if (!placement_stands(&placed[i]))
            continue;
        o = requests_load(q->house->db, q->arena, placed[i].request_id, &r, f);
        if (o == DONE && r.state < STATE_CLOSED)
            o = assignment(q, &r, &item, f);
        if (item)
            json_array_append_new(list, item);
    }
    return o;
}

static json_t *meeting(struct web_request *q, const struct occasion *m, const struct guest *g)
{
    const char *answer = strcmp(g->answer, "yes") == 0 ? web_word(q, "Du kommer.", "You will come.")
                         : strcmp(g->answer, "no") == 0
                             ? web_word(q, "Du kommer inte.", "You will not come.")
                             : web_word(q, "Du har inte svarat.", "You have not answered.");
    return json_pack("{s:o, s:s, s:s, s:s}", "what",
                     json_string(arena_printf(q->arena, "O%lld", (long long)m->id)), "label",
                     view_meeting_title(m, q->language), "when",
                     view_occasion_when(q->arena, m, q->language), "standing", answer);
}

static enum outcome add_meetings(struct web_request *q, json_t *list, struct fault *f)
{
    struct occasion *all;
    size_t count;
    instant now = clock_now(&q->house->clock);
    enum outcome o = occasions_of_request(q->house->db, q->arena, 0, &all, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        struct guest g;
        if (!lending_meeting_open(&all[i], now))
            continue;
        o = guests_find(q->house->db, q->arena, all[i].id, q->person.id, &g, f);
        if (o == DONE && g.invited_at >= 0)
            json_array_append_new(list, meeting(q, &all[i], &g));
    }
    return o;
}

enum outcome own_add_open(struct web_request *q, json_t *view, struct fault *f)
{
    struct form button = form_empty(q->arena, no_fields);
    json_t *assignments = json_array(), *meetings = json_array();
    enum outcome o = add_assignments(q, assignments, f);
    if (o == DONE)
        o = add_meetings(q, meetings, f);
    json_object_set_new(view, "has_assignments", json_boolean(json_array_size(assignments) > 0));
    json_object_set_new(view, "has_meetings", json_boolean(json_array_size(meetings) > 0));
    json_object_set_new(view, "assignments", assignments);
    json_object_set_new(view, "meetings", meetings);
    json_object_set_new(view, "open",
                        web_form(q, web_at(q, "/mina-uppgifter/", "/oppna"), &button));
    return o;
}

/* ---- Opened ---- */

static enum outcome make_link(struct web_request *q, const char *what, const char **path,
                              char token[TOKEN_CHARS + 1], struct fault *f)
{
    struct request r;
    if (*what == 'O') {
        *path = "/traff/";
        return lending_meeting_link(q->house, q->arena, strtoll(what + 1, NULL, 10), q->person.id,
                                    token, f);
    }
    *path = "/overenskommelse/";
    enum outcome o = requests_by_number(q->house->db, q->arena, what, &r, f);
    return o == DONE ? lending_agreement_link(q->house, q->arena, r.id, q->link.party,
                                              q->link.party, token, f)
                     : o;
}

enum outcome page_own_open_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    enum code_state state;
    const char *path;
    char token[TOKEN_CHARS + 1];
    enum outcome o = lending_code_state(q->house, q->arena, q->link.party, q->cookie, &state, f);
    if (o != DONE)
        return o;
    if (state != CODE_PASSED) { /* the page asks for the code again */
        web_go(q, web_at(q, "/mina-uppgifter/", ""), out);
        return DONE;
    }
    o = make_link(q, form_given(&q->form, "what"), &path, token, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    if (o == DONE)
        web_go(q, arena_printf(q->arena, "%s%s", path, token), out);
    return o;
}
