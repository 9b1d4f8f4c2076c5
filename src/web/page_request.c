/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /forfragan: the request form. What is sent in is a draft until the link mailed to its sender has
 * been opened and the form confirmed; so nobody can ask in another's name.
 */
#include "craft.h"

#include "view/pages.h"

enum outcome page_request(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form = web_form_of(q, request_fields);
    json_t *view = json_pack("{s:o}", "form", web_form(q, "/forfragan", &form));
    return web_show(q, "forfragan", web_word(q, "Skriv en förfrågan", "Write a request"), view, out,
                    f);
}

enum outcome page_request_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct page_draft draft = {.fields = request_keep(q->arena, &q->form),
                               .address = form_given(&q->form, "contact_email"),
                               .name = form_given(&q->form, "contact_name"),
                               .language =
                                   web_english(q) ? "en" : q->house->settings->library.language};
    bool mailed;
    enum outcome o = lending_draft(q->house, q->arena, &draft, &mailed, f);
    if (o != DONE)
        return o;
    /* The page is alike whether a letter went: it tells nobody of another's letters. */
    web_go(q, "/forfragan/skickad", out);
    return DONE;
}

enum outcome page_request_sent(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return web_say(
        q, 200,
        web_word(q, "Nästan klart: se efter i din e-post", "Almost there: look in your e-mail"),
        web_word(q,
                 "Vi har skickat ett brev med en länk till adressen som du angav. Öppna "
                 "länken och bekräfta, så har vi fått er förfrågan. Länken gäller i sju "
                 "dagar. Kommer det inget brev? Se efter i skräpposten, eller mejla oss.",
                 "We have sent a letter with a link to the address you gave. Open the "
                 "link and confirm, and we have your request. The link is good for "
                 "seven days. If no letter comes, look among the junk mail, or write "
                 "to us."),
        out, f);
}
