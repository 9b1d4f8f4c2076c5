/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /bli-levande-bok: somebody would like to become a living book.
 *
 * One small group of questions a page, and a page that shows all answers before they are sent in.
 * What is written is kept from step to step, for a day, behind a token in the address: so the back
 * button works, and so does another day's try. Nobody is anybody of the pool until the link mailed
 * to the address has been opened and the button on it pressed.
 */
#include "page_signup.h"

#include <string.h>

#include "base/text.h"
#include "lending/signup.h"

static const char *const OPEN_STEP = "/bli-levande-bok/borja";

/* The step that this row of the table shows; the first one stands at /borja, too. */
static size_t step_of(const struct web_request *q)
{
    const char *part = strrchr(q->route->path, '/') + 1;
    size_t i = 0;
    while (i + 1 < SIGNUP_STEPS && strcmp(signup_steps[i].part, part) != 0)
        i++;
    return strcmp(q->route->path, OPEN_STEP) == 0 ? 0 : i;
}

static const char *path_of_step(const struct web_request *q, const char *token, size_t step)
{
    return step < SIGNUP_STEPS
               ? arena_printf(q->arena, "/bli-levande-bok/%s/%s", token, signup_steps[step].part)
               : arena_printf(q->arena, "/bli-levande-bok/%s", token);
}

/* It has ended: forgotten after its time, or overtaken by a link mailed later. */
static bool is_over(const struct web_request *q)
{
    return q->signup.id == 0;
}

static enum outcome say_over(struct web_request *q, struct web_answer *out)
{
    web_fault_page(q, 410, out);
    return DONE;
}

/* ---- What it is ---- */

enum outcome page_signup(struct web_request *q, struct web_answer *out, struct fault *f)
{
    json_t *view = json_pack("{s:s, s:b}", "begin", OPEN_STEP, "asks_consent",
                             lending_signup_asks_consent(q->house->settings));
    return web_show(q, "bli-levande-bok",
                    web_plain(q, "Bli en levande bok", NULL, "Become a living book"), view, out, f);
}

/* ---- The steps ---- */

static enum outcome show_step(struct web_request *q, size_t at, const char *action,
                              const struct form *form, struct web_answer *out, struct fault *f)
{
    const struct signup_step *step = &signup_steps[at];
    const char *title = web_plain(q, step->sv, step->easy, step->en);
    json_t *view = json_pack("{s:o, s:s, s:i, s:i, s:b}", "form", web_form(q, action, form), "lead",
                             web_plain(q, step->lead_sv, step->lead_easy, step->lead_en), "step",
                             (int)at + 1, "steps", SIGNUP_STEPS, "first", at == 0);
    if (q->token) {
        json_object_set_new(view, "check", json_string(path_of_step(q, q->token, SIGNUP_STEPS)));
        json_object_set_new(view, "next", json_string(path_of_step(q, q->token, at + 1)));
    }
    json_object_set_new(
        view, "back",
        json_string(at > 0 && q->token ? path_of_step(q, q->token, at - 1) : "/bli-levande-bok"));
    return web_show(q, "anmalan-steg", title, view, out, f);
}

enum outcome page_signup_start(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form = web_form_of(q, signup_you_fields);
    form_fill(&form, "letter_language", q->language);
    return show_step(q, 0, OPEN_STEP, &form, out, f);
}

enum outcome page_signup_start_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const char *token;
    struct signup_words words = {.fields = signup_keep(q->arena, "{}", &q->form),
                                 .address = form_given(&q->form, "email"),
                                 .language = q->language};
    enum outcome o = lending_signup_begin(q->house, q->arena, &words, &token, f);
    if (o == DONE)
        web_go(q, path_of_step(q, token, 1), out);
    return o;
}

enum outcome page_signup_step(struct web_request *q, struct web_answer *out, struct fault *f)
{
    if (is_over(q))
        return say_over(q, out);
    size_t at = step_of(q);
    struct form form = q->trouble ? web_form_of(q, signup_steps[at].fields)
                                  : signup_recall(q->arena, &signup_steps[at], q->signup.fields);
    return show_step(q, at, path_of_step(q, q->token, at), &form, out, f);
}

/* What is written by now, this step's form counted in. */
static struct signup_words words_of(struct web_request *q, const struct form *form)
{
    const char *kept = signup_keep(q->arena, q->signup.fields, form);
    const char *letters = signup_word(q->arena, kept, "letter_language");
    return (struct signup_words){.fields = kept,
                                 .address = signup_word(q->arena, kept, "email"),
                                 .language = *letters ? letters : q->signup.language};
}

enum outcome page_signup_step_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    if (is_over(q))
        return say_over(q, out);
    struct signup_words words = words_of(q, &q->form);
    enum outcome o = lending_signup_keep(q->house, q->arena, &q->signup, &words, f);
    if (o == DONE)
        web_go(q, path_of_step(q, q->token, step_of(q) + 1), out);
    return o;
}

/* ---- Look it over, and send ---- */

static enum outcome show_check(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form = web_form_of(q, signup_send_fields);
    bool asks = lending_signup_asks_consent(q->house->settings);
    if (!asks)
        form = form_empty(q->arena, no_fields);
    else if (!q->trouble)
        form_fill(&form, "consent", signup_word(q->arena, q->signup.fields, "consent"));
    json_t *view =
        json_pack("{s:o, s:o, s:b, s:b}", "groups", signup_rows(q, q->signup.fields, true), "form",
                  web_form(q, web_at(q, "/bli-levande-bok/", ""), &form), "asks_consent", asks,
                  "sending", true);
    return web_show(q, "anmalan-granska", web_plain(q, "Stämmer det här?", NULL, "Is this right?"),
                    view, out, f);
}

static enum outcome show_confirm(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form = form_empty(q->arena, no_fields);
    bool consents = strcmp(signup_word(q->arena, q->signup.fields, "consent"), "yes") == 0;
    bool asks = lending_signup_asks_consent(q->house->settings);
    json_t *view =
        json_pack("{s:o, s:o, s:b, s:b}", "groups", signup_rows(q, q->signup.fields, false), "form",
                  web_form(q, web_at(q, "/bli-levande-bok/", "/bekrafta"), &form), "consented",
                  asks && consents, "unconsented", asks && !consents);
    return web_show(
        q, "anmalan-granska",
        web_plain(q, "Bekräfta att du vill vara med", NULL, "Confirm that you would like to join"),
        view, out, f);
}

static enum outcome show_welcome(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return web_show(q, "anmalan-klar", web_plain(q, "Välkommen till oss!", NULL, "Welcome!"),
                    json_object(), out, f);
}

enum outcome page_signup_case(struct web_request *q, struct web_answer *out, struct fault *f)
{
    if (is_over(q))
        return say_over(q, out);
    if (q->signup.person_id != 0)
        return show_welcome(q, out, f);
    return strcmp(q->link.purpose, "signup") == 0 ? show_check(q, out, f) : show_confirm(q, out, f);
}

enum outcome page_signup_send_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    bool mailed;
    if (is_over(q))
        return say_over(q, out);
    struct signup_words words = words_of(q, &q->form);
    enum outcome o = lending_signup_send(q->house, q->arena, &q->signup, &words, &mailed, f);
    /* The page is alike whether a letter went: it tells nobody of another's letters. */
    if (o == DONE)
        web_go(q, "/bli-levande-bok/skickad", out);
    return o;
}

enum outcome page_signup_sent(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return web_say(
        q, 200,
        web_plain(q, "Nästan klart: se efter i din e-post", NULL,
                  "Almost there: look in your e-mail"),
        web_plain(q,
                  "Vi har skickat ett brev med en länk till adressen som du angav. Öppna länken "
                  "och bekräfta, så är du anmäld. Länken gäller i sju dagar. Kommer det inget "
                  "brev? Se efter i skräpposten, eller hör av dig till oss.",
                  "Vi har skickat ett brev till din e-post. Öppna länken i brevet. Tryck på "
                  "knappen Bekräfta. Då är du anmäld. Länken finns i sju dagar.",
                  "We have sent a letter with a link to the address you gave. Open the link and "
                  "confirm, and you have joined. The link works for seven days. If no letter "
                  "comes, look among the junk mail, or get in touch with us."),
        out, f);
}

/* ---- The link was opened, and the button pressed ---- */

enum outcome page_signup_confirm_take(struct web_request *q, struct web_answer *out,
                                      struct fault *f)
{
    if (is_over(q))
        return say_over(q, out);
    size_t count;
    int64_t person;
    const struct roster_change *changes = signup_changes(q, q->signup.fields, &count);
    bool consents = strcmp(signup_word(q->arena, q->signup.fields, "consent"), "yes") == 0;
    enum outcome o = DONE;
    if (q->signup.person_id == 0)
        o = lending_signup_confirm(q->house, q->arena, &q->signup, changes, count, consents,
                                   &person, f);
    else
        person = q->signup.person_id;
    if (o == DONE)
        web_go(q, person != 0 ? web_at(q, "/bli-levande-bok/", "") : "/lank-skickad", out);
    return o;
}
