/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /svar/TOKEN: the question of interest in full, and its answer.
 *
 * GET shows; POST decides, and may be repeated. What the unit will see of a yes stands in the form,
 * word for word, and begins with the person's own story.
 */
#include "craft.h"

#include <string.h>

#include "base/text.h"
#include "store/invitations.h"
#include "store/nominations.h"
#include "view/pages.h"

enum { NOMINEES = 4 };

/* All that the page needs to know. */
struct question {
    struct request request;
    struct known_fact facts[FACT_COUNT];
    struct invitation invitation;
    struct nomination *nominations;
    struct asked asked;
    bool open, chosen;
};

static enum outcome add_party(struct web_request *q, struct question *x, struct fault *f)
{
    if (q->link.party[0] == 'P') {
        struct association named_by;
        x->asked.name = q->person.name;
        x->asked.story = q->person.story;
        if (q->person.via == 0)
            return DONE;
        enum outcome o = associations_load(q->house->db, q->arena, q->person.via, &named_by, f);
        x->asked.named_by = o == DONE ? named_by.name : NULL;
        return o;
    }
    x->asked.name = q->association.contact;
    x->asked.association = q->association.name;
    enum outcome o = nominations_of(q->house->db, q->arena, x->request.id, q->association.id,
                                    &x->nominations, &x->asked.nomination_count, f);
    x->asked.nominations = x->nominations;
    return o;
}

static enum outcome load(struct web_request *q, struct question *x, struct fault *f)
{
    struct db *db = q->house->db;
    memset(x, 0, sizeof *x);
    enum outcome o = requests_load(db, q->arena, q->link.request_id, &x->request, f);
    if (o == DONE)
        o = facts_values(db, q->arena, x->request.id, x->facts, f);
    if (o == DONE)
        o = invitations_find(db, q->arena, x->request.id, q->link.party, &x->invitation, f);
    if (o == DONE)
        o = add_party(q, x, f);
    x->asked.invitation = &x->invitation;
    x->chosen = o == DONE && q->link.party[0] == 'P' && x->invitation.id != 0 &&
                strcmp(x->invitation.state, "yes") == 0 && x->invitation.outcome &&
                strcmp(x->invitation.outcome, "chosen") == 0;
    x->open = flow_decide(q->arena, x->request.state, EVENT_ANSWER, 0).allowed && !x->chosen;
    return o;
}

static struct form person_form(struct web_request *q, const struct question *x)
{
    const struct invitation *i = &x->invitation;
    struct form form = web_form_of(q, answer_fields);
    bool yes = strcmp(i->state, "yes") == 0;
    if (yes || strcmp(i->state, "no") == 0 || strcmp(i->state, "maybe") == 0)
        form_fill(&form, "answer", i->state);
    form_fill(&form, "text", yes && i->text && *i->text ? i->text : x->asked.story);
    return form;
}

static struct form association_form(struct web_request *q, const struct question *x)
{
    const char *state = x->invitation.state;
    struct form form = web_form_of(q, nomination_fields);
    if (strcmp(state, "yes") == 0 || strcmp(state, "no") == 0 || strcmp(state, "maybe") == 0)
        form_fill(&form, "answer", state);
    return form;
}

enum outcome page_asked(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct question x;
    enum outcome o = load(q, &x, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT)
        x.invitation.id = 0;
    else if (o != DONE)
        return o;
    if (x.invitation.id == 0) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    json_t *view =
        view_asked_page(q->arena, q->house, &x.request, x.facts, &x.asked, x.open, q->language);
    if (x.open) {
        struct form form = x.asked.association ? association_form(q, &x) : person_form(q, &x);
        json_object_set_new(view, "form", web_form(q, q->path, &form));
    } else if (!x.chosen) {
        out->status = 410;
    }
    json_object_set_new(view, "chosen", json_boolean(x.chosen));
    if (!x.asked.association)
        json_object_set_new(view, "pause_link", json_string(web_at(q, "/paus/", "")));
    const char *title =
        x.chosen
            ? web_plain(q, "Du är vald till uppdraget", "Du får uppdraget", "You have been chosen")
        : !x.open ? web_plain(q, "Uppdraget tar inte emot svar längre",
                              "Det går inte att svara längre", "Answers are no longer taken")
        : x.asked.association
            ? web_word(q, "Vill ni nominera någon?", "Would you like to nominate somebody?")
            : web_word(q, "Vill du vara med?", "Would you like to take part?");
    return web_show(q, "svar", title, view, out, f);
}

/* The answer, or a kind page when the request takes none any more. */
static enum outcome answer(struct web_request *q, const struct page_answer *said,
                           struct web_answer *out, struct fault *f)
{
    enum outcome o = lending_page_answer(q->house, q->arena, said, f);
    if (o == NEVER && (f->code == EXIT_DATA || f->code == EXIT_NO_INPUT))
        return page_asked(q, out, f);
    if (o == DONE)
        web_go(q, q->path, out);
    return o;
}

static enum answer given(const struct web_request *q)
{
    const char *word = form_given(&q->form, "answer");
    return strcmp(word, "yes") == 0  ? ANSWER_YES
           : strcmp(word, "no") == 0 ? ANSWER_NO
                                     : ANSWER_MAYBE;
}

enum outcome page_asked_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    enum answer is = given(q);
    struct page_answer said = {.request_id = q->link.request_id,
                               .who = q->link.party,
                               .answer = is,
                               .text = is == ANSWER_YES     ? form_given(&q->form, "text")
                                       : is == ANSWER_MAYBE ? form_given(&q->form, "question")
                                                            : ""};
    return answer(q, &said, out, f);
}

/* ---- An association ---- */

static char *numbered(struct web_request *q, const char *name, int n)
{
    return arena_printf(q->arena, "%s%d", name, n);
}

void check_nominations(struct web_request *q)
{
    bool any = false;
    for (int n = 1; n <= NOMINEES; n++) {
        char *name = numbered(q, "name", n), *email = numbered(q, "email", n);
        any = any || form_has(&q->form, name) || form_has(&q->form, email);
        if (form_has(&q->form, name) && !form_has(&q->form, email))
            form_fault(
                &q->form, email,
                web_word(q, "Skriv också e-postadressen.", "Write the e-mail address, too."));
        if (!form_has(&q->form, name) && form_has(&q->form, email))
            form_fault(&q->form, name, web_word(q, "Skriv också namnet.", "Write the name, too."));
    }
    if (given(q) != ANSWER_YES)
        return;
    if (!any)
        form_fault(&q->form, "name1",
                   web_word(q, "Skriv namnet på den som ni nominerar.",
                            "Write the name of the person you nominate."));
    if (!form_has(&q->form, "agreed"))
        form_fault(&q->form, "agreed",
                   web_word(q, "Nominera bara den som själv har sagt ja.",
                            "Nominate only those who have agreed themselves."));
}

enum outcome page_nominate_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct page_nominee nominees[NOMINEES];
    size_t count = 0;
    enum answer is = given(q);
    for (int n = 1; is == ANSWER_YES && n <= NOMINEES; n++)
        if (form_has(&q->form, numbered(q, "name", n)))
            nominees[count++] =
                (struct page_nominee){form_given(&q->form, numbered(q, "name", n)),
                                      form_given(&q->form, numbered(q, "email", n))};
    struct page_answer said = {.request_id = q->link.request_id,
                               .who = q->link.party,
                               .answer = is,
                               .text = is == ANSWER_MAYBE ? form_given(&q->form, "question") : "",
                               .nominees = nominees,
                               .nominee_count = count};
    return answer(q, &said, out, f);
}
