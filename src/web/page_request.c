/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /forfragan: the request form. What is sent in is a draft until the link mailed to its sender has
 * been opened and the form confirmed; so nobody can ask in another's name.
 *
 * A half-filled form may be counted on: it is shown again with what it would cost and what makes it
 * hard, and nothing of it is kept. Behind the link the draft can be changed before it is confirmed.
 */
#include "craft.h"

#include <stdlib.h>

#include "view/estimate.h"
#include "view/pages.h"

void request_add_advice(struct web_request *q, const struct form *form, json_t *view)
{
    struct page_request said;
    request_facts(q->arena, q->house->areas, form, web_english(q), &said);
    const char *least = said.facts[FACT_PEOPLE_MIN].value,
               *most = said.facts[FACT_PEOPLE_MAX].value;
    struct sketch sketch = {.kind = said.facts[FACT_KIND].value,
                            .occasions = said.facts[FACT_OCCASIONS].value,
                            .respond_by = said.facts[FACT_RESPOND_BY].value,
                            .compensation = said.facts[FACT_COMPENSATION].value,
                            .people_min = least ? atoi(least) : 0,
                            .people_max = most ? atoi(most) : 0};
    json_t *warnings = view_warnings(q->arena, q->house, &sketch, q->language);
    json_t *estimate = view_estimate(q->arena, q->house, &sketch, q->language);
    json_object_set_new(view, "has_warnings", json_boolean(json_array_size(warnings) > 0));
    json_object_set_new(view, "warnings", warnings);
    if (estimate)
        json_object_set_new(view, "estimate", estimate);
}

/* ---- The form ---- */

static enum outcome show_form(struct web_request *q, const struct form *form, bool counted,
                              struct web_answer *out, struct fault *f)
{
    json_t *view = json_pack("{s:o, s:s, s:b}", "form", web_form(q, "/forfragan", form), "count",
                             "/forfragan/rakna", "counted", counted);
    if (counted)
        request_add_advice(q, form, view);
    return web_show(q, "forfragan",
                    web_plain(q, "Skriv en förfrågan", "Fråga oss om hjälp", "Write a request"),
                    view, out, f);
}

enum outcome page_request(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form = web_form_of(q, request_fields);
    return show_form(q, &form, false, out, f);
}

enum outcome page_request_count_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return show_form(q, &q->form, true, out, f);
}

enum outcome page_request_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct page_draft draft = {.fields = request_keep(q->arena, &q->form),
                               .address = form_given(&q->form, "contact_email"),
                               .name = form_given(&q->form, "contact_name"),
                               .language = q->language};
    bool mailed;
    enum outcome o = lending_draft(q->house, q->arena, &draft, &mailed, f);
    if (o != DONE)
        return o;
    /* The page is alike whether a letter went: it tells nobody of another's letters. */
    web_go(q, "/forfragan/skickad", out);
    return DONE;
}

/* ---- The draft, changed ---- */

enum outcome page_request_change(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form =
        q->trouble ? web_form_of(q, request_fields) : request_recall(q->arena, q->draft.fields);
    json_t *view =
        json_pack("{s:o, s:b}", "form", web_form(q, web_at(q, "/forfragan/", "/andra"), &form),
                  "changing", true);
    return web_show(q, "forfragan", web_word(q, "Ändra förfrågan", "Change the request"), view, out,
                    f);
}

enum outcome page_request_change_take(struct web_request *q, struct web_answer *out,
                                      struct fault *f)
{
    enum outcome o = lending_draft_change(q->house, &q->draft, request_keep(q->arena, &q->form), f);
    if (o == DONE)
        web_go(q, web_at(q, "/forfragan/", ""), out);
    return o;
}

enum outcome page_request_sent(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return web_say(
        q, 200,
        web_plain(q, "Nästan klart: se efter i din e-post", "Snart klart: titta i din e-post",
                  "Almost there: look in your e-mail"),
        web_plain(q,
                  "Vi har skickat ett brev med en länk till adressen som du angav. Öppna "
                  "länken och bekräfta, så har vi fått er förfrågan. Länken gäller i sju "
                  "dagar. Kommer det inget brev? Se efter i skräpposten, eller mejla oss.",
                  "Vi har skickat ett brev till er e-post. Öppna länken i brevet. Tryck på "
                  "Bekräfta. Då har vi fått er fråga. Länken finns i sju dagar. Får ni inget brev? "
                  "Titta i skräpposten. Eller skriv till oss.",
                  "We have sent a letter with a link to the address you gave. Open the "
                  "link and confirm, and we have your request. The link works for "
                  "seven days. If no letter comes, look among the junk mail, or write "
                  "to us."),
        out, f);
}
