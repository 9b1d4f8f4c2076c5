/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /overenskommelse/TOKEN/avsta: to leave an assignment, or to take a choice back, in two steps.
 * It needs no reason; what is written goes to the library alone.
 */
#include "page_agreement.h"

#include <string.h>

#include "lending/choice.h"

const struct field withdraw_fields[] = {
    {"reason", FIELD_LINES, .max = 1000, .sv = "Vill du berätta något för oss?",
     .en = "Is there anything you would like to tell us?",
     .hint_sv = "Du behöver inte. Det är bara vi på biblioteket som läser det.",
     .hint_en = "You do not have to. Only we at the library read it."},
    {0},
};

/* Was it the reader of this page who left? */
static bool by_reader(const struct web_request *q, const struct agreement_case *c)
{
    const char *reader = agreement_of_unit(q) ? "unit" : c->placement->who;
    return strcmp(c->placement->ended_by, reader) == 0;
}

static enum outcome say_left(struct web_request *q, struct web_answer *out, struct fault *f)
{
    if (agreement_of_unit(q))
        return web_say(
            q, 200, web_word(q, "Valet är taget tillbaka", "The choice has been taken back"),
            web_plain(
                q,
                "Vi berättar det för den som var vald. Behövs det någon annan, så "
                "frågar vi vidare och hör av oss till er.",
                "Vi berättar det för den som var vald. Behöver ni någon annan? Då frågar vi fler.",
                "We tell the person who was chosen. If somebody else is needed, we "
                "ask further and get in touch with you."),
            out, f);
    return web_say(q, 200, web_word(q, "Tack för att du sa till", "Thank you for telling us"),
                   web_plain(q,
                             "Nu är du inte längre med i uppdraget. Vi berättar det för dem som du "
                             "skulle möta. Du behöver inte göra något mer.",
                             "Du är inte med längre. Vi berättar det för dem som du skulle träffa. "
                             "Du behöver inte göra något mer.",
                             "You are no longer part of the assignment. We tell those you were to "
                             "meet. You do not need to do anything more."),
                   out, f);
}

enum outcome page_withdraw(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct agreement_case c;
    enum outcome o = agreement_load(q, &c, f);
    if (o != DONE)
        return o;
    bool open = flow_decide(q->arena, c.request->state, EVENT_WITHDRAW, 0).allowed;
    if (strcmp(c.placement->state, "withdrawn") == 0 && by_reader(q, &c))
        return say_left(q, out, f);
    if (!placement_stands(c.placement) || !open)
        return agreement_say_over(q, &c, out, f);
    struct form form = web_form_of(q, withdraw_fields);
    bool unit = agreement_of_unit(q);
    json_t *view = json_pack("{s:o, s:s, s:b, s:s}", "form",
                             web_form(q, web_at(q, "/overenskommelse/", "/avsta"), &form), "back",
                             web_at(q, "/overenskommelse/", ""), "unit", unit, "other",
                             unit ? c.person->name : "");
    return web_show(q, "avsta",
                    unit ? web_plain(q, "Vill ni ta tillbaka valet?", "Vill ni ändra ert val?",
                                     "Take the choice back?")
                         : web_plain(q, "Vill du avstå från uppdraget?", "Vill du inte vara med?",
                                     "Leave the assignment?"),
                    view, out, f);
}

enum outcome page_withdraw_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct agreement_case c;
    enum choice_verdict verdict;
    enum outcome o = agreement_load(q, &c, f);
    if (o != DONE)
        return o;
    const struct page_withdrawal w = {.request_id = q->link.request_id,
                                      .who = c.placement->who,
                                      .by_unit = agreement_of_unit(q),
                                      .text = form_given(&q->form, "reason")};
    o = lending_page_withdraw(q->house, q->arena, &w, &verdict, f);
    if (o != DONE)
        return o;
    if (verdict == CHOICE_OVER)
        return agreement_say_over(q, &c, out, f);
    web_go(q, web_at(q, "/overenskommelse/", "/avsta"), out);
    return DONE;
}
