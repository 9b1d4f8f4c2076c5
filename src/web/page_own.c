/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Links mailed anew, a person's own page behind a code, and the pause.
 *
 * The link shows that somebody holds a letter; the code shows that it is the one who reads that
 * mailbox now. Only together do they open what is stored (invariant 9).
 */
#include "craft.h"

#include <string.h>

#include "lending/care.h"
#include "page_self.h"
#include "view/pages.h"

/* ---- A new link ---- */

static enum outcome link_form(struct web_request *q, const char *action, const char *title,
                              const char *text, struct web_answer *out, struct fault *f)
{
    struct form form = web_form_of(q, address_fields);
    json_t *view = json_pack("{s:o, s:s, s:s}", "form", web_form(q, action, &form), "text", text,
                             "button", web_word(q, "Skicka en länk", "Send a link"));
    return web_show(q, "form", title, view, out, f);
}

enum outcome page_unit_link(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return link_form(
        q, "/forfragan/lank",
        web_word(q, "Få en ny länk till er förfrågan", "A new link to your request"),
        web_plain(q,
                  "Skriv den e-postadress som förfrågan kom från. Vi skickar en ny "
                  "länk till varje förfrågan som är öppen.",
                  "Skriv den e-postadress som ni frågade från. Vi skickar en ny länk dit.",
                  "Write the e-mail address that the request came from. We send a new "
                  "link to each request that is open."),
        out, f);
}

enum outcome page_own_link(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return link_form(
        q, "/mina-uppgifter", web_word(q, "Se dina uppgifter", "See your details"),
        web_plain(
            q,
            "Är du patientföreträdare hos oss? Skriv din e-postadress, så "
            "skickar vi en länk till din egen sida.",
            "Är du med hos oss? Skriv din e-postadress. Vi skickar en länk till din egen sida.",
            "Are you a representative with us? Write your e-mail address and we "
            "will send a link to your own page."),
        out, f);
}

/* Alike, whether anybody has the address. */
enum outcome page_link_sent(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return web_say(
        q, 200, web_plain(q, "Se efter i din e-post", "Titta i din e-post", "Look in your e-mail"),
        web_plain(q,
                  "Finns adressen hos oss, så kommer ett brev med en länk om en liten "
                  "stund. Kommer det inget brev? Se efter i skräpposten, eller hör av "
                  "dig till oss.",
                  "Är adressen rätt? Då får du snart ett brev med en länk. Får du inget brev? "
                  "Titta i skräpposten. Eller skriv till oss.",
                  "If we have the address, a letter with a link comes in a little while. "
                  "If no letter comes, look among the junk mail, or get in touch with "
                  "us."),
        out, f);
}

enum outcome page_unit_link_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    enum outcome o =
        lending_link_ask(q->house, q->arena, "request", form_given(&q->form, "email"), f);
    if (o == DONE)
        web_go(q, "/lank-skickad", out);
    return o;
}

enum outcome page_own_link_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    enum outcome o =
        lending_link_ask(q->house, q->arena, "person", form_given(&q->form, "email"), f);
    if (o == DONE)
        web_go(q, "/lank-skickad", out);
    return o;
}

/* ---- The own page ---- */

static enum outcome show_own(struct web_request *q, struct web_answer *out, struct fault *f)
{
    static const struct {
        const char *name, *path;
    } buttons[] = {{"confirm", "/stammer"},
                   {"pause", "/paus"},
                   {"go_on", "/fortsatt"},
                   {"consent", "/samtycke"}};
    struct form button = form_empty(q->arena, no_fields);
    json_t *view = view_own_page(q->arena, q->house, &q->person, q->language);
    for (size_t i = 0; i < sizeof buttons / sizeof buttons[0]; i++)
        json_object_set_new(view, buttons[i].name,
                            web_form(q, web_at(q, "/mina-uppgifter/", buttons[i].path), &button));
    json_object_set_new(view, "own_path", json_string(web_at(q, "/mina-uppgifter/", "")));
    json_object_set_new(view, "consent_owed",
                        json_boolean(lending_consent_owed(q->house->settings, &q->person)));
    enum outcome o = own_add_open(q, view, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    return web_show(q, "mina-uppgifter", web_word(q, "Dina uppgifter", "Your details"), view, out,
                    f);
}

static const char *code_words(const struct web_request *q, enum code_state state)
{
    switch (state) {
    case CODE_WAITS:
        return web_plain(q,
                         "Vi har skickat en kod med sex siffror till din e-post. Den gäller i tio "
                         "minuter.",
                         "Vi har skickat en kod till din e-post. Koden är sex siffror. Skriv den "
                         "inom tio minuter.",
                         "We have sent a code of six figures to your e-mail. It works for ten "
                         "minutes.");
    case CODE_SPENT:
        return web_plain(q, "Koden har skrivits fel för många gånger. Be om en ny.",
                         "Koden blev fel för många gånger. Be om en ny kod.",
                         "The code was wrong too many times. Ask for a new one.");
    default:
        return web_plain(q,
                         "Här finns det som vi har sparat om dig. För att ingen annan ska kunna "
                         "läsa det skickar vi först en kod till din e-post.",
                         "Här står det som vi har sparat om dig. Bara du får läsa det. Därför "
                         "skickar vi en kod till din e-post.",
                         "Here is what we have stored about you. So that nobody else can read it, "
                         "we first send a code to your e-mail.");
    }
}

static enum outcome ask_code(struct web_request *q, enum code_state state, struct web_answer *out,
                             struct fault *f)
{
    struct form button = form_empty(q->arena, no_fields);
    struct form enter = web_form_of(q, code_fields);
    json_t *view = json_pack("{s:s, s:o}", "text", code_words(q, state), "send",
                             web_form(q, web_at(q, "/mina-uppgifter/", "/kod"), &button));
    if (state == CODE_WAITS)
        json_object_set_new(view, "form", web_form(q, web_at(q, "/mina-uppgifter/", ""), &enter));
    return web_show(q, "kod", web_word(q, "Visa att det är du", "Show that it is you"), view, out,
                    f);
}

enum outcome page_own(struct web_request *q, struct web_answer *out, struct fault *f)
{
    enum code_state state;
    enum outcome o = lending_code_state(q->house, q->arena, q->link.party, q->cookie, &state, f);
    if (o != DONE)
        return o;
    return state == CODE_PASSED ? show_own(q, out, f) : ask_code(q, state, out, f);
}

const char *web_code_party(const struct web_request *q)
{
    return q->link.party[0] == 'P' ? q->link.party
                                   : arena_printf(q->arena, "R%lld", (long long)q->link.request_id);
}

enum outcome web_send_code(struct web_request *q, const char *back, struct web_answer *out,
                           struct fault *f)
{
    enum code_state state;
    const char *party = web_code_party(q);
    enum outcome o = lending_code_state(q->house, q->arena, party, q->cookie, &state, f);
    char *fresh = arena_alloc(q->arena, TOKEN_CHARS + 1);
    const char *browser = q->cookie ? q->cookie : fresh;
    bool mailed = true;
    random_token(q->house->random, fresh);
    if (o == DONE && state != CODE_PASSED)
        o = lending_code_send(q->house, q->arena, party, browser, &mailed, f);
    if (o != DONE)
        return o;
    if (!mailed)
        return web_say(q, 429, web_word(q, "Vänta en stund", "Please wait a while"),
                       web_plain(q,
                                 "Vi har skickat många koder till dig den senaste timmen. Vänta en "
                                 "stund, eller hör av dig till oss.",
                                 "Du har fått många koder. Vänta en stund. Eller skriv till oss.",
                                 "We have sent you many codes in the last hour. Wait a while, or "
                                 "get in touch with us."),
                       out, f);
    web_go(q, back, out);
    q->new_cookie = browser;
    return DONE;
}

enum outcome page_code_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    return web_send_code(q, web_at(q, "/mina-uppgifter/", ""), out, f);
}

enum outcome web_enter_code(struct web_request *q, enum code_state *state, struct fault *f)
{
    return lending_code_enter(q->house, q->arena, web_code_party(q), q->cookie ? q->cookie : "",
                              form_given(&q->form, "code"), state, &q->new_cookie, f);
}

enum outcome page_own_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    enum code_state state;
    enum outcome o = web_enter_code(q, &state, f);
    if (o != DONE)
        return o;
    if (state == CODE_PASSED) {
        web_go(q, web_at(q, "/mina-uppgifter/", ""), out);
        return DONE;
    }
    q->trouble = 422;
    form_fault(&q->form, "code",
               web_plain(q, "Koden stämmer inte. Försök igen.", "Koden är fel. Försök igen.",
                         "The code is wrong. Try again."));
    return ask_code(q, state, out, f);
}

/* ---- The pause ---- */

enum outcome page_pause(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct form form = form_empty(q->arena, no_fields);
    out->status = 405;
    out->allow = "POST";
    json_t *view = json_pack("{s:o}", "form", web_form(q, web_at(q, "/paus/", ""), &form));
    return web_show(q, "paus", web_word(q, "Vill du ta en paus?", "Would you like a break?"), view,
                    out, f);
}

enum outcome page_pause_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    const char *until;
    struct date day;
    enum outcome o = lending_pause(q->house, q->arena, web_party_id(q), &until, f);
    if (o != DONE || !date_parse(until, &day))
        return o;
    return web_say(
        q, 200, web_word(q, "Nu tar vi en paus", "We are taking a break"),
        arena_printf(
            q->arena,
            web_plain(q,
                      "Du får inga nya frågor från oss till och med %s. Vill du "
                      "vara med tidigare än så? Hör av dig, så frågar vi igen.",
                      "Vi frågar dig inget till och med %s. Vill du börja tidigare? Säg till oss.",
                      "You will get no new questions from us until %s. If you "
                      "would like to be asked before that, tell us."),
            date_in_words(q->arena, day, q->language)),
        out, f);
}
