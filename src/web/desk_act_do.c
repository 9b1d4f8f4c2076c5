/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the acts on a request do (desk_case.h): each reads the form, which has been found good, and
 * goes through a door of lending/. A refusal of the rules comes back as a fault.
 */
#include "desk_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending.h"
#include "lending/agreement.h"
#include "lending/followup.h"
#include "lending/occasions.h"
#include "lending/web.h"
#include "letters.h"
#include "view/desk_texts.h"

static const char *given(const struct web_request *q, const char *name)
{
    return form_given(&q->form, name);
}

static enum outcome pass(struct web_request *q, const struct request *r, struct event *event,
                         struct fault *f)
{
    event->request_id = r->id;
    event->actor = web_actor(q);
    return lending_event(q->house, q->arena, event, NULL, f);
}

static const char *const *picked(const struct web_request *q, size_t *count)
{
    return (const char *const *)text_split(q->arena, given(q, "vem"), " ", count);
}

/* ---- From the mail to the question ---- */

enum outcome act_set_route(struct web_request *q, const struct request *r, struct fault *f)
{
    const char *way = given(q, "vag");
    struct event event = {
        .kind = EVENT_ROUTE, .route = way, .route_by = "staff", .text = given(q, "text")};
    if (strcmp(way, "advice") == 0)
        event = (struct event){.kind = EVENT_ADVICE, .text = given(q, "text")};
    else if (strcmp(way, "decline") == 0)
        event = (struct event){.kind = EVENT_DECLINE, .text = given(q, "text")};
    return pass(q, r, &event, f);
}

enum outcome act_ask_named(struct web_request *q, const struct request *r, struct fault *f)
{
    size_t count;
    const char *const *names = picked(q, &count);
    if (count == 0)
        return lending_wave(q->house, q->arena, r->id, web_actor(q), NULL, f);
    return lending_invite(q->house, q->arena, r->id, web_actor(q), names, count, NULL, f);
}

enum outcome act_take_answer(struct web_request *q, const struct request *r, struct fault *f)
{
    enum answer answer = ANSWER_YES;
    while (answer < ANSWER_MAYBE && strcmp(answer_name(answer), given(q, "svar")) != 0)
        answer++;
    struct event event = {.kind = EVENT_ANSWER,
                          .who = given(q, "part"),
                          .answer = answer,
                          .how = form_has(&q->form, "hur") ? given(q, "hur") : "staff",
                          .text = given(q, "text")};
    return pass(q, r, &event, f);
}

enum outcome act_nominate(struct web_request *q, const struct request *r, struct fault *f)
{
    struct page_nominee nominee = {.name = given(q, "namn"), .email = given(q, "epost")};
    struct page_answer answer = {.request_id = r->id,
                                 .who = given(q, "part"),
                                 .answer = ANSWER_YES,
                                 .text = "",
                                 .nominees = &nominee,
                                 .nominee_count = 1,
                                 .actor = web_actor(q),
                                 .how = "staff"};
    return lending_page_answer(q->house, q->arena, &answer, f);
}

/* ---- From the choice to the end ---- */

enum outcome act_choose(struct web_request *q, const struct request *r, struct fault *f)
{
    struct event event = {.kind = EVENT_CHOOSE, .finished = form_has(&q->form, "fardig")};
    event.names = picked(q, &event.name_count);
    return pass(q, r, &event, f);
}

enum outcome act_withdraw(struct web_request *q, const struct request *r, struct fault *f)
{
    struct event event = {.kind = EVENT_WITHDRAW,
                          .who = given(q, "part"),
                          .party = "staff",
                          .text = given(q, "text")};
    return pass(q, r, &event, f);
}

enum outcome act_accept(struct web_request *q, const struct request *r, struct fault *f)
{
    enum agreement_verdict verdict;
    const char *how = given(q, "satt");
    struct agreement_act act = {.request_id = r->id,
                                .who = given(q, "part"),
                                .party = given(q, "parti"),
                                .actor = web_actor(q),
                                .how = strcmp(how, "paper") == 0 ? how : "phone"};
    enum outcome o = lending_agreement_accept(q->house, q->arena, &act, &verdict, f);
    if (o == DONE && verdict == AGREEMENT_OVER)
        return fault_set(f, NEVER, EXIT_DATA, "the agreement takes that no longer");
    return o;
}

static const char *moment(const struct web_request *q, const char *time)
{
    if (!form_has(&q->form, "dag"))
        return NULL;
    return *given(q, time) ? arena_printf(q->arena, "%sT%s", given(q, "dag"), given(q, time))
           : strcmp(time, "fran") == 0 ? given(q, "dag")
                                       : "";
}

static const char *said(const struct web_request *q, const char *name)
{
    return form_has(&q->form, name) ? given(q, name) : NULL;
}

enum outcome act_change_time(struct web_request *q, const struct request *r, struct fault *f)
{
    int64_t id = strtoll(given(q, "tillfalle"), NULL, 10);
    struct occasion_change change = {.what = id == 0 ? OCCASION_ADD : OCCASION_MOVE,
                                     .id = id,
                                     .starts = moment(q, "fran"),
                                     .ends = moment(q, "till"),
                                     .place = said(q, "plats"),
                                     .link = said(q, "lank"),
                                     .access = said(q, "tilltrade")};
    if (form_has(&q->form, "bort"))
        change = (struct occasion_change){.what = OCCASION_CANCEL, .id = id};
    else if (!change.starts && id == 0) {
        form_fault(&q->form, "dag", "Skriv vilken dag det är.");
        return fault_set(f, NEVER, EXIT_USAGE, "a new occasion has a day");
    }
    return lending_occasion(q->house, q->arena, r->id, web_actor(q), &change, NULL, f);
}

enum outcome act_done(struct web_request *q, const struct request *r, struct fault *f)
{
    struct event event = {.kind = EVENT_DONE};
    return pass(q, r, &event, f);
}

/* The answers to the items of this party's follow-up, as they were told. */
static enum outcome follow_up(struct web_request *q, const struct request *r, const char *party,
                              struct fault *f)
{
    json_t *answers = json_object();
    enum outcome o = DONE;
    for (const struct followup_item *i = followup_items(party); o == DONE && i->key; i++) {
        const char *value = given(q, arena_printf(q->arena, "s_%s", i->key));
        if (*value)
            o = followup_put(q->arena, answers, party, i->key, value, f);
    }
    struct followup_said told = {.request_id = r->id,
                                 .party = party,
                                 .answers = answers,
                                 .adds = true,
                                 .how = given(q, "satt"),
                                 .actor = web_actor(q)};
    if (o == DONE)
        o = lending_followup(q->house, q->arena, &told, f);
    json_decref(answers);
    return o;
}

enum outcome act_follow_up_unit(struct web_request *q, const struct request *r, struct fault *f)
{
    return follow_up(q, r, "unit", f);
}

enum outcome act_follow_up_person(struct web_request *q, const struct request *r, struct fault *f)
{
    return follow_up(q, r, given(q, "part"), f);
}

/* ---- Words, and ends ---- */

enum outcome act_write_letter(struct web_request *q, const struct request *r, struct fault *f)
{
    struct event event = {.kind = EVENT_WRITE, .who = given(q, "part"), .text = given(q, "text")};
    return pass(q, r, &event, f);
}

/* One of the texts under advice/, as it reads in the unit's language; NULL: there is none. */
static const char *advice_text(struct web_request *q, const struct request *r, const char *name)
{
    const struct settings *s = q->house->settings;
    const char *text = *name ? shelf_advice(q->house->shelf, r->language, name) : NULL;
    struct letter_texts texts;
    struct fault f;
    if (!text)
        return NULL;
    json_t *view = json_pack("{s:{s:s, s:s, s:s, s:s}, s:{}}", "library", "name", s->library.name,
                             "region", s->library.region, "address", s->library.address, "base_url",
                             s->library.base_url, "recipient");
    enum outcome o =
        letter_make(q->arena, q->house->shelf, r->language, "message", view, text, &texts, &f);
    json_decref(view);
    return o == DONE ? texts.text : NULL;
}

void act_fill_letter(struct web_request *q, const struct request *r, struct form *form)
{
    const char *text = advice_text(q, r, web_asked(q, "rad"));
    form_fill(form, "part", web_asked(q, "till"));
    form_fill(form, "text",
              text ? text
                   : arena_printf(q->arena, "Hej!\n\n\n\nVänliga hälsningar\n%s\n%s",
                                  q->session.name, q->house->settings->library.name));
}

/* "texts": the texts to begin with, a link each. */
enum outcome act_add_texts(struct web_request *q, const struct request *r, const char *who,
                           json_t *view, struct fault *f)
{
    size_t count;
    json_t *list = json_array();
    char **names =
        text_split(q->arena, shelf_advice_names(q->arena, q->house->shelf), ", ", &count);
    (void)r;
    (void)who;
    (void)f;
    for (size_t i = 0; i < count; i++) {
        const char *file = arena_printf(q->arena, "advice/sv/%s.md", names[i]);
        json_array_append_new(list, json_pack("{s:s, s:s}", "name",
                                              view_desk_text_title(q->arena, q->house, file),
                                              "href", web_here(q, "rad", names[i])));
    }
    json_object_set_new(view, "has_texts", json_boolean(count > 0));
    json_object_set_new(view, "texts", list);
    return DONE;
}

enum outcome act_note(struct web_request *q, const struct request *r, struct fault *f)
{
    struct event event = {.kind = EVENT_NOTE, .text = given(q, "text")};
    return pass(q, r, &event, f);
}

enum outcome act_cancel(struct web_request *q, const struct request *r, struct fault *f)
{
    struct event event = {.kind = EVENT_CANCEL, .text = given(q, "text")};
    return pass(q, r, &event, f);
}

enum outcome act_close_case(struct web_request *q, const struct request *r, struct fault *f)
{
    struct event event = {.kind = EVENT_CLOSE};
    return pass(q, r, &event, f);
}
