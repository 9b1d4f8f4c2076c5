/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A letter of ours at the desk: what it says, how it went, and what staff decide where only a
 * person can: send it again, leave it, or say that it has been posted.
 *
 * It is shown as its template and its frozen view make it. Its personal link is left out: it opens
 * the recipient's pages. On paper it must stand, so the PDF is for those who post it.
 */
#include <stdlib.h>
#include <string.h>

#include "desk.h"
#include "lending/desk.h"
#include "letters.h"
#include "store/documents.h"
#include "store/outbox.h"
#include "view/desk_letter.h"

static const struct choice decisions[] = {
    {"igen", "Skicka brevet igen", NULL},
    {"inte", "Skicka det inte", NULL},
    {"postat", "Det är postat", NULL},
    {0},
};
const struct field letter_fields[] = {
    {"beslut", FIELD_CHOICE, .needed = true, .choices = decisions, .sv = "Beslut"},
    {0},
};

/* "L7" of the path; 0: it is none. */
static int64_t letter_id(const struct web_request *q)
{
    char *end;
    long long id = *q->token == 'L' ? strtoll(q->token + 1, &end, 10) : 0;
    return id > 0 && q->token[1] != '0' && !*end ? id : 0;
}

/* *there false: the page has been answered with 404. */
static enum outcome load(struct web_request *q, struct letter *l, bool *there,
                         struct web_answer *out, struct fault *f)
{
    int64_t id = letter_id(q);
    enum outcome o = id > 0 ? outbox_load(q->house->db, q->arena, id, l, f) : DONE;
    *there = id > 0 && o == DONE;
    if (*there || (o == NEVER && f->code != EXIT_NO_INPUT) || o == AGAIN)
        return o;
    web_fault_page(q, 404, out);
    return DONE;
}

/* What it says; NULL where its template has changed so much since that it cannot be shown. */
static json_t *words_of(struct web_request *q, const struct letter *l)
{
    struct letter_texts texts;
    struct fault f;
    json_t *view = json_loads(l->view, 0, NULL);
    if (!view)
        return json_null();
    view_hide_link(view);
    enum outcome o = letter_make(q->arena, q->house->shelf, l->language, l->purpose, view,
                                 l->own_text, &texts, &f);
    json_decref(view);
    return o == DONE ? json_pack("{s:s, s:s}", "subject", texts.subject, "text", texts.text)
                     : json_null();
}

static enum outcome drawn(struct web_request *q, const struct letter *l, void **bytes, size_t *len,
                          struct fault *f)
{
    struct document d;
    *len = 0;
    if (strcmp(l->state, "to_print") != 0)
        return DONE;
    enum outcome o = documents_find(q->house->db, q->arena, "letter",
                                    arena_printf(q->arena, "%lld", (long long)l->id), &d, f);
    return o == DONE && d.id != 0 ? documents_bytes(q->house->db, q->arena, d.id, bytes, len, f)
                                  : o;
}

enum outcome desk_letter(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct letter l;
    bool there;
    void *bytes;
    size_t len = 0;
    enum outcome o = load(q, &l, &there, out, f);
    if (o != DONE || !there)
        return o;
    if (*l.recipient == 'P' || *l.recipient == 'A')
        o = web_looked_at(q, l.recipient, f);
    if (o == DONE)
        o = drawn(q, &l, &bytes, &len, f);
    json_t *view = NULL;
    if (o == DONE)
        o = view_desk_letter(q->arena, q->house, &l, &view, f);
    if (o != DONE)
        return o;
    json_object_set_new(view, "words", words_of(q, &l));
    if (web_may(q, ROLE_STAFF)) {
        struct form form = form_empty(q->arena, letter_fields);
        json_object_set_new(view, "form", web_form(q, web_at(q, "/personal/utskick/", ""), &form));
        if (len > 0)
            json_object_set_new(view, "pdf",
                                json_string(web_at(q, "/personal/utskick/", "/brev.pdf")));
    }
    return web_show(q, "desk-letter", arena_printf(q->arena, "Brev %s", q->token), view, out, f);
}

enum outcome desk_letter_pdf(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct letter l;
    bool there;
    void *bytes = NULL;
    size_t len = 0;
    enum outcome o = load(q, &l, &there, out, f);
    if (o != DONE || !there)
        return o;
    o = web_looked_at(q, l.recipient, f);
    if (o == DONE)
        o = drawn(q, &l, &bytes, &len, f);
    if (o == DONE && len == 0)
        web_fault_page(q, 404, out);
    else if (o == DONE)
        *out = (struct web_answer){
            .status = 200, .type = "application/pdf", .body = bytes, .len = len};
    return o;
}

/* The task to post it is done; that it is printed follows. */
static enum outcome posted(struct web_request *q, const struct letter *l, struct fault *f)
{
    int64_t task;
    enum outcome o = tasks_to_print(q->house->db, l->id, &task, f);
    if (o == DONE && task == 0)
        return fault_set(f, NEVER, EXIT_DATA, "letter %lld is %s: nothing is to be posted",
                         (long long)l->id, l->state);
    return o == DONE ? lending_task_done(q->house, q->arena, web_actor(q), task, NULL, f) : o;
}

enum outcome desk_letter_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct letter l;
    bool there;
    enum outcome o = load(q, &l, &there, out, f);
    if (o != DONE || !there)
        return o;
    const char *decision = form_given(&q->form, "beslut");
    if (strcmp(decision, "postat") == 0)
        o = posted(q, &l, f);
    else
        o = lending_letter_settle(q->house, q->arena, web_actor(q), l.id,
                                  strcmp(decision, "igen") == 0, f);
    if (o == NEVER && f->code == EXIT_DATA) {
        q->trouble = 422;
        q->notice = "Det går inte längre: brevet har redan gått i väg eller lagts åt sidan.";
        return desk_letter(q, out, f);
    }
    if (o == DONE)
        web_go(q, "/personal", out);
    return o;
}
