/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /overenskommelse/TOKEN: the agreement, for the unit and for the representative: read it, say what
 * matters, comment, accept. Changing it: page_agreement_change.c.
 *
 * The first acceptance asks for a code by mail: a link may have been passed on, and an acceptance
 * binds. A version that is no longer the newest is never accepted: 409, with what is new.
 */
#include "page_agreement.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

const struct field comment_fields[] = {
    {"text", FIELD_LINES, .needed = true, .max = 2000, .sv = "Skriv en kommentar",
     .en = "Write a comment", .hint_sv = "Till exempel en fråga. Den andra får veta att den finns.",
     .hint_en = "A question, for example. The other will be told that it is there."},
    {0},
};

const struct field accept_fields[] = {
    {"version", FIELD_NUMBER, .needed = true, .min = 1, .max = 100000, .sv = "Version",
     .en = "Version"},
    {"code", FIELD_CODE, .sv = "Koden i brevet", .en = "The code in the letter",
     .hint_sv = "Sex siffror.", .hint_en = "Six figures.", .autocomplete = "one-time-code"},
    {0},
};

/* ---- Loading ---- */

bool agreement_of_unit(const struct web_request *q)
{
    return q->link.party[0] == 'u';
}

static const char *representative(const struct web_request *q)
{
    return agreement_of_unit(q) ? q->link.subject : q->link.party;
}

enum outcome agreement_load(struct web_request *q, struct agreement_case *c, struct fault *f)
{
    return lending_agreement(q->house, q->arena, q->link.request_id, representative(q), c, f);
}

struct agreement_act agreement_act_of(const struct web_request *q, int version)
{
    bool unit = agreement_of_unit(q);
    return (struct agreement_act){.request_id = q->link.request_id,
                                  .who = representative(q),
                                  .party = unit ? "unit" : "representative",
                                  .actor = q->link.party,
                                  .how = "page",
                                  .version = version};
}

const struct agreement *agreement_newest_of(const struct agreement_case *c)
{
    return &c->versions[c->version_count - 1];
}

enum outcome agreement_say_over(struct web_request *q, const struct agreement_case *c,
                                struct web_answer *out, struct fault *f)
{
    bool left = !placement_stands(c->placement);
    return web_say(
        q, left ? 410 : 409, web_word(q, "Uppdraget är avslutat", "The assignment is over"),
        left
            ? web_plain(q,
                        "Överenskommelsen gäller inte längre, eftersom uppdraget är "
                        "inställt eller någon har lämnat det. Du behöver inte göra "
                        "någonting. Hör av dig till oss om något är oklart.",
                        "Uppdraget blir inte av, eller någon har slutat. Du behöver inte göra "
                        "något. Undrar du något? Skriv till oss.",
                        "The agreement no longer holds: the assignment was cancelled, "
                        "or somebody has left it. You need not do anything. Get in "
                        "touch with us if anything is unclear.")
            : web_plain(
                  q,
                  "Överenskommelsen kan inte ändras längre, eftersom uppdraget är "
                  "avslutat. Hör av dig till oss om något är fel.",
                  "Uppdraget är slut. Det går inte att ändra längre. Är något fel? Skriv till oss.",
                  "The agreement can no longer be changed, because the assignment "
                  "is over. Get in touch with us if anything is wrong."),
        out, f);
}

/* ---- The page ---- */

/* Has the reader accepted any version before? Then no code is asked for. */
static bool has_accepted(const struct web_request *q, const struct agreement_case *c)
{
    for (size_t i = 0; i < c->version_count; i++)
        if ((agreement_of_unit(q) ? c->versions[i].unit : c->versions[i].representative).at >= 0)
            return true;
    return false;
}

static enum outcome needs_code(struct web_request *q, const struct agreement_case *c, bool *needs,
                               enum code_state *state, struct fault *f)
{
    enum outcome o = lending_code_state(q->house, q->arena, web_code_party(q), q->cookie, state, f);
    *needs = !has_accepted(q, c) && *state != CODE_PASSED;
    return o;
}

static void add_acceptance(struct web_request *q, json_t *view, bool needs, enum code_state state)
{
    struct form button = form_empty(q->arena, no_fields), form = web_form_of(q, accept_fields);
    struct form code = form_pick(q->arena, &form, needs && state == CODE_WAITS ? "code" : "");
    json_object_set_new(view, "needs_code", json_boolean(needs));
    json_object_set_new(view, "code_waits", json_boolean(needs && state == CODE_WAITS));
    json_object_set_new(view, "code_spent", json_boolean(needs && state == CODE_SPENT));
    if (needs)
        json_object_set_new(view, "send",
                            web_form(q, web_at(q, "/overenskommelse/", "/kod"), &button));
    if (!needs || state == CODE_WAITS)
        json_object_set_new(
            view, "accept",
            json_pack("{s:o}", "form",
                      web_form(q, web_at(q, "/overenskommelse/", "/godkann"), &code)));
}

static void add_comment_form(struct web_request *q, json_t *view)
{
    struct form form = web_form_of(q, comment_fields);
    json_object_set_new(
        view, "say",
        json_pack("{s:o}", "form",
                  web_form(q, web_at(q, "/overenskommelse/", "/kommentar"), &form)));
}

/* What matters is asked for where it is read, as long as it is not said. */
static void add_matters_form(struct web_request *q, json_t *view)
{
    static const struct field fields[] = {
        {"matters", FIELD_LINES, .max = 2000, .sv = "Med dina egna ord", .en = "In your own words",
         .hint_sv = "Om uppdraget, och om hur det blir bra för dig att vara med. Skriv så lite "
                    "eller mycket du vill.",
         .hint_en = "About the assignment, and what makes it good for you to take part. Write as "
                    "little or as much as you like."},
        {0},
    };
    struct form form = form_empty(q->arena, fields);
    json_object_set_new(
        view, "tell",
        json_pack("{s:o}", "form", web_form(q, web_at(q, "/overenskommelse/", "/andra"), &form)));
}

/* The fault of whichever form was refused stands at the top of the page. */
static void add_summary(const struct web_request *q, json_t *view)
{
    const char *refused = q->form.fields == accept_fields    ? "accept"
                          : q->form.fields == comment_fields ? "say"
                                                             : NULL;
    json_t *form = refused ? json_object_get(json_object_get(view, refused), "form") : NULL;
    if (q->trouble && form)
        json_object_set(view, "form", form);
}

static void add_paths(struct web_request *q, const struct agreement_case *c, json_t *view)
{
    if (flow_decide(q->arena, c->request->state, EVENT_WITHDRAW, 0).allowed)
        json_object_set_new(view, "leave_path",
                            json_string(web_at(q, "/overenskommelse/", "/avsta")));
    json_object_set_new(view, "change_path", json_string(web_at(q, "/overenskommelse/", "/andra")));
    json_object_set_new(view, "pdf_path", json_string(web_at(q, "/overenskommelse/", "/pdf")));
    json_object_set_new(view, "calendar_path",
                        json_string(web_at(q, "/overenskommelse/", "/kalender.ics")));
}

static enum outcome show(struct web_request *q, const struct agreement_case *c,
                         struct web_answer *out, struct fault *f)
{
    struct agreement_reader reader = {.unit = agreement_of_unit(q),
                                      .language = q->language,
                                      .today =
                                          civil_from_instant(clock_now(&q->house->clock)).date};
    bool needs;
    enum code_state state;
    struct occasion *list;
    size_t count;
    enum outcome o = needs_code(q, c, &needs, &state, f);
    if (o == DONE)
        o = occasions_of_request(q->house->db, q->arena, c->request->id, &list, &count, f);
    if (o != DONE)
        return o;
    json_t *view = view_agreement_page(q->arena, c, &reader);
    bool open = flow_decide(q->arena, c->request->state, EVENT_COMMENT, 0).allowed;
    bool said = !json_is_true(json_object_get(json_object_get(view, "matters"), "empty"));
    json_object_set_new(view, "open", json_boolean(open));
    add_paths(q, c, view);
    web_add_times(q, list, count, view);
    if (json_is_true(json_object_get(view, "waits_for_me")) &&
        flow_decide(q->arena, c->request->state, EVENT_ACCEPT, 0).allowed)
        add_acceptance(q, view, needs, state);
    if (open)
        add_comment_form(q, view);
    if (open && !reader.unit && !said)
        add_matters_form(q, view);
    add_summary(q, view);
    return web_show(q, "overenskommelse", web_word(q, "Överenskommelsen", "The agreement"), view,
                    out, f);
}

enum outcome page_agreement(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct agreement_case c;
    enum outcome o = agreement_load(q, &c, f);
    if (o != DONE)
        return o;
    return placement_stands(c.placement) ? show(q, &c, out, f) : agreement_say_over(q, &c, out, f);
}

/* ---- The code, the acceptance ---- */

enum outcome page_agreement_code_take(struct web_request *q, struct web_answer *out,
                                      struct fault *f)
{
    return web_send_code(q, web_at(q, "/overenskommelse/", ""), out, f);
}

static enum outcome refuse(struct web_request *q, unsigned status, const char *notice,
                           struct web_answer *out, struct fault *f)
{
    struct agreement_case c;
    enum outcome o = agreement_load(q, &c, f);
    q->trouble = status;
    q->notice = notice;
    return o == DONE ? show(q, &c, out, f) : o;
}

/* *passed: the reader has shown to be who the letters go to. */
static enum outcome try_code(struct web_request *q, bool *passed, struct fault *f)
{
    enum code_state state;
    enum outcome o = web_enter_code(q, &state, f);
    *passed = o == DONE && state == CODE_PASSED;
    if (*passed &&
        q->new_cookie) /* what is shown next is shown to the browser as it is now known */
        q->cookie = q->new_cookie;
    if (o == DONE && !*passed)
        form_fault(&q->form, "code",
                   web_plain(q, "Koden stämmer inte. Försök igen, eller be om en ny.",
                             "Koden är fel. Försök igen. Du kan också be om en ny kod.",
                             "The code is wrong. Try again, or ask for a new one."));
    return o;
}

static enum outcome accept(struct web_request *q, const struct agreement_case *c,
                           struct web_answer *out, struct fault *f)
{
    enum agreement_verdict verdict;
    struct agreement_act act =
        agreement_act_of(q, (int)strtol(form_given(&q->form, "version"), NULL, 10));
    enum outcome o = lending_agreement_accept(q->house, q->arena, &act, &verdict, f);
    if (o != DONE)
        return o;
    if (verdict == AGREEMENT_OVER)
        return agreement_say_over(q, c, out, f);
    if (verdict == AGREEMENT_STALE)
        return refuse(
            q, 409,
            web_plain(q,
                      "Inget är godkänt än. Överenskommelsen har ändrats sedan du öppnade "
                      "sidan. Läs det som är nytt här nedanför och godkänn sedan.",
                      "Texten har ändrats. Läs det som är nytt. Sedan kan du säga ja.",
                      "Nothing has been accepted yet. The agreement has changed since you "
                      "opened the page. Read what is new below, and then accept."),
            out, f);
    web_go(q, web_at(q, "/overenskommelse/", ""), out);
    return DONE;
}

enum outcome page_accept_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct agreement_case c;
    bool needs, passed = true;
    enum code_state state;
    enum outcome o = agreement_load(q, &c, f);
    if (o == DONE && !placement_stands(c.placement))
        return agreement_say_over(q, &c, out, f);
    if (o == DONE)
        o = needs_code(q, &c, &needs, &state, f);
    if (o == DONE && needs)
        o = try_code(q, &passed, f);
    if (o != DONE)
        return o;
    return passed ? accept(q, &c, out, f) : refuse(q, 422, NULL, out, f);
}

/* ---- A comment ---- */

enum outcome page_comment_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct agreement_case c;
    enum agreement_verdict verdict;
    struct agreement_act act = agreement_act_of(q, 0);
    act.text = form_given(&q->form, "text");
    enum outcome o = agreement_load(q, &c, f);
    if (o == DONE)
        o = lending_agreement_comment(q->house, q->arena, &act, &verdict, f);
    if (o != DONE)
        return o;
    if (verdict == AGREEMENT_OVER)
        return agreement_say_over(q, &c, out, f);
    web_go(q, web_at(q, "/overenskommelse/", ""), out);
    return DONE;
}

/* ---- The archive's copy ---- */

/* The bytes as they were drawn; until then there is nothing at this address. */
enum outcome page_agreement_pdf(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct agreement_case c;
    void *bytes = NULL;
    size_t len = 0;
    enum outcome o = agreement_load(q, &c, f);
    if (o == DONE && c.document->id != 0)
        o = documents_bytes(q->house->db, q->arena, c.document->id, &bytes, &len, f);
    if (o != DONE)
        return o;
    if (len == 0) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    *out = (struct web_answer){.status = 200, .type = "application/pdf", .body = bytes, .len = len};
    return DONE;
}
