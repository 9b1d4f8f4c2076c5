/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The choice on /forfragan/TOKEN: those who said yes, by first name and in their own words, and a
 * form to choose among them.
 *
 * They stand behind a code, mailed to wherever the request's letters go (invariant 9): the link may
 * have been passed on, and what people tell was meant for those who ask. A form that is older than
 * the state of things does nothing, and the page says what has happened.
 */
#include "page_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "page_agreement.h"
#include "lending/choice.h"
#include "store/invitations.h"
#include "store/nominations.h"
#include "store/placements.h"
#include "view/placements.h"

const struct field choose_fields[] = {
    {"who", FIELD_PICKS, .sv = "Vem ni väljer", .en = "Whom you choose"},
    {"done", FIELD_TICK, .sv = "Vi behöver inte fler än dem som vi har valt",
     .en = "We need no more than those we have chosen"},
    {0},
};

/* ---- Who there is ---- */

struct people {
    struct candidate *waiting, *chosen;
    size_t waiting_count, chosen_count;
};

static enum outcome candidate_of(struct web_request *q, const struct invitation *i,
                                 struct candidate *out, struct fault *f)
{
    struct person p;
    struct nomination n;
    struct association x;
    struct db *db = q->house->db;
    enum outcome o = people_load(db, q->arena, i->person_id, &p, f);
    if (o == DONE)
        o = nominations_find(db, q->arena, i->request_id, i->who, &n, f);
    if (o != DONE)
        return o;
    *out = (struct candidate){.who = i->who, .name = p.name, .text = i->text};
    if (n.id == 0)
        return DONE;
    o = associations_load(db, q->arena, n.association_id, &x, f);
    out->association = o == DONE ? x.name : NULL;
    return o;
}

static enum outcome sort_in(struct web_request *q, const struct invitation *i, struct people *p,
                            struct fault *f)
{
    struct placement placed;
    enum outcome o = placements_find(q->house->db, q->arena, i->request_id, i->who, &placed, f);
    bool stands = o == DONE && placement_stands(&placed);
    bool waits = strcmp(i->state, "yes") == 0 && !i->outcome;
    if (o != DONE || i->person_id == 0 || (!stands && !waits))
        return o;
    return candidate_of(
        q, i, stands ? &p->chosen[p->chosen_count++] : &p->waiting[p->waiting_count++], f);
}

static enum outcome load_people(struct web_request *q, struct people *p, struct fault *f)
{
    struct invitation *list;
    size_t count;
    enum outcome o =
        invitations_of_request(q->house->db, q->arena, q->link.request_id, &list, &count, f);
    *p = (struct people){0};
    if (o != DONE)
        return o;
    p->waiting = arena_array(q->arena, count + 1, sizeof *p->waiting);
    p->chosen = arena_array(q->arena, count + 1, sizeof *p->chosen);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = sort_in(q, &list[i], p, f);
    return o;
}

/* ---- Shown ---- */

static void add_code(struct web_request *q, json_t *choice, enum code_state state)
{
    struct form button = form_empty(q->arena, no_fields), enter = web_form_of(q, code_fields);
    json_object_set_new(choice, "needs_code", json_true());
    json_object_set_new(choice, "code_spent", json_boolean(state == CODE_SPENT));
    json_object_set_new(choice, "send", web_form(q, web_at(q, "/forfragan/", "/kod"), &button));
    if (state == CODE_WAITS)
        json_object_set_new(
            choice, "enter",
            json_pack("{s:o}", "form", web_form(q, web_at(q, "/forfragan/", "/oppna"), &enter)));
}

static enum outcome add_people(struct web_request *q, const struct unit_case *c,
                               const struct people *p, json_t *choice, struct fault *f)
{
    bool choosing = c->request.state == STATE_CHOOSING;
    size_t shown = choosing ? p->waiting_count : 0;
    struct form form = form_empty(q->arena, choose_fields);
    struct form button = form_empty(q->arena, no_fields);
    json_object_set_new(choice, "candidates", view_candidates(q->arena, p->waiting, shown));
    json_object_set_new(choice, "chosen", view_candidates(q->arena, p->chosen, p->chosen_count));
    json_object_set_new(choice, "has_chosen", json_boolean(p->chosen_count > 0));
    json_object_set_new(choice, "may_finish", json_boolean(choosing));
    if (choosing)
        json_object_set_new(choice, "form", web_form(q, web_at(q, "/forfragan/", "/valj"), &form));
    json_object_set_new(choice, "agreement",
                        web_form(q, web_at(q, "/forfragan/", "/overenskommelse"), &button));
    return agreement_add_standing(q, json_object_get(choice, "chosen"), f);
}

/* People, or the way to them; nothing where there is nobody to see. */
enum outcome case_add_choice(struct web_request *q, const struct unit_case *c, json_t *view,
                             struct fault *f)
{
    struct people people;
    enum code_state state;
    if (c->request.state < STATE_INVITING || c->request.state > STATE_FOLLOWED_UP)
        return DONE;
    enum outcome o = load_people(q, &people, f);
    bool choosing = c->request.state == STATE_CHOOSING;
    if (o != DONE || (people.chosen_count == 0 && !(choosing && people.waiting_count > 0)))
        return o;
    o = lending_code_state(q->house, q->arena, web_code_party(q), q->cookie, &state, f);
    if (o != DONE)
        return o;
    json_t *choice = json_pack("{s:b, s:b}", "turn", choosing, "group",
                               view_is_group(c->facts[FACT_KIND].value));
    if (state == CODE_PASSED)
        o = add_people(q, c, &people, choice, f);
    else
        add_code(q, choice, state);
    json_object_set_new(view, "choice", choice);
    return o;
}

/* ---- The code ---- */

enum outcome page_choose_code_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return web_send_code(q, web_at(q, "/forfragan/", ""), out, f);
}

enum outcome page_choose_open_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    enum code_state state;
    enum outcome o = web_enter_code(q, &state, f);
    if (o != DONE)
        return o;
    if (state == CODE_PASSED) {
        web_go(q, web_at(q, "/forfragan/", ""), out);
        return DONE;
    }
    q->trouble = 422;
    form_fault(&q->form, "code",
               web_plain(q, "Koden stämmer inte. Försök igen, eller be om en ny.",
                         "Koden är fel. Försök igen. Ni kan också be om en ny kod.",
                         "The code is wrong. Try again, or ask for a new one."));
    return page_case(q, out, f);
}

/* ---- The choice ---- */

static enum outcome say(struct web_request *q, unsigned status, const char *notice,
                        struct web_answer *out, struct fault *f)
{
    q->trouble = status;
    q->notice = notice;
    return page_case(q, out, f);
}

static enum outcome tell(struct web_request *q, enum choice_verdict verdict, struct web_answer *out,
                         struct fault *f)
{
    switch (verdict) {
    case CHOICE_GONE:
        return say(
            q, 409,
            web_plain(q,
                      "Någon av dem som ni valde kan inte längre vara med, så ingen är vald "
                      "än. Här ser ni hur det är nu. Välj igen.",
                      "En av dem som ni valde kan inte vara med. Ingen är vald än. Välj igen.",
                      "One of those you chose can no longer take part, so nobody has been "
                      "chosen yet. This is how things are now. Please choose again."),
            out, f);
    case CHOICE_NOBODY:
        return say(q, 422,
                   web_word(q, "Välj minst en person först.", "Choose at least one person first."),
                   out, f);
    case CHOICE_OVER:
        return say(
            q, 409,
            web_plain(q,
                      "Valet är redan gjort, så det här ändrade ingenting. Vill ni ha med "
                      "någon mer eller någon annan? Hör av er till oss.",
                      "Ni har redan valt. Vill ni ha fler, eller någon annan? Skriv till oss.",
                      "The choice has been made already, so this changed nothing. Would you "
                      "like somebody more, or somebody else? Get in touch with us."),
            out, f);
    default:
        web_go(q, web_at(q, "/forfragan/", ""), out);
        return DONE;
    }
}

enum outcome page_choose_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    enum code_state state;
    enum choice_verdict verdict = CHOICE_NOBODY;
    struct page_choice choice = {.request_id = q->link.request_id,
                                 .finished = form_has(&q->form, "done")};
    choice.names =
        (const char *const *)text_split(q->arena, form_given(&q->form, "who"), " ", &choice.count);
    enum outcome o =
        lending_code_state(q->house, q->arena, web_code_party(q), q->cookie, &state, f);
    if (o != DONE)
        return o;
    if (state != CODE_PASSED) /* twelve hours have passed: the page asks for a code again */
        return tell(q, CHOICE_MADE, out, f);
    if (choice.count > 0 || choice.finished)
        o = lending_page_choose(q->house, q->arena, &choice, &verdict, f);
    return o == DONE ? tell(q, verdict, out, f) : o;
}
