/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * From the unit's page to its agreements, without looking for the letter: whoever has given the
 * code in this browser may open each of them by a link of its own.
 */
#include "page_agreement.h"

#include <string.h>

#include "base/text.h"

const struct field agreement_open_fields[] = {
    {"who", FIELD_TEXT, .needed = true, .max = 20, .sv = "Vem", .en = "Who"},
    {0},
};

static const char *standing_words(const struct web_request *q, const struct agreement *g)
{
    if (agreement_accepted(g))
        return web_word(q, "Överenskommelsen gäller.", "The agreement holds.");
    if (g->unit.at < 0)
        return web_plain(q, "Överenskommelsen väntar på er.", "Ni har inte sagt ja än.",
                         "The agreement is waiting for you.");
    return web_plain(q, "Ni har godkänt överenskommelsen. Nu väntar den på den andra.",
                     "Ni har sagt ja. Nu väntar vi på den andra.",
                     "You have accepted the agreement. Now it is waiting for the other party.");
}

enum outcome agreement_add_standing(struct web_request *q, json_t *chosen, struct fault *f)
{
    enum outcome o = DONE;
    for (size_t i = 0; o == DONE && i < json_array_size(chosen); i++) {
        json_t *item = json_array_get(chosen, i);
        struct placement p;
        struct agreement newest = {0};
        o = placements_find(q->house->db, q->arena, q->link.request_id,
                            json_string_value(json_object_get(item, "who")), &p, f);
        if (o == DONE)
            o = agreements_newest(q->house->db, q->arena, p.id, &newest, f);
        if (o == DONE && newest.id != 0)
            json_object_set_new(item, "standing", json_string(standing_words(q, &newest)));
    }
    return o;
}

enum outcome page_agreement_open_take(struct web_request *q, struct web_answer *out,
                                      struct fault *f)
{
    enum code_state state;
    char token[TOKEN_CHARS + 1];
    enum outcome o =
        lending_code_state(q->house, q->arena, web_code_party(q), q->cookie, &state, f);
    if (o != DONE)
        return o;
    if (state != CODE_PASSED) { /* the page asks for the code again */
        web_go(q, web_at(q, "/forfragan/", ""), out);
        return DONE;
    }
    o = lending_agreement_link(q->house, q->arena, q->link.request_id, "unit",
                               form_given(&q->form, "who"), token, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    if (o == DONE)
        web_go(q, arena_printf(q->arena, "/overenskommelse/%s", token), out);
    return o;
}
