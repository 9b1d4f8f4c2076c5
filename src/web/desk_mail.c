/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A mail that came: as text, whatever it was; its files and its original to be kept, never to be
 * shown by the browser (reply.c sends what has a file's name as such, in a sandbox, whatever its
 * sender called it); and what staff decide about it.
 */
#include "desk_case.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "lending.h"
#include "lending/desk.h"
#include "view/desk_cases.h"

enum { SHOWN_BYTES = 8 << 20, SHOWN_TEXT = 256 << 10, SHOWN_MILLIS = 1000, FILE_MAX = 64 << 20 };

static const char *const MAKE = "a request from a mail at the desk";

/* 12 of "M12"; 0: it is no such name. */
static int64_t id_of(const char *name, char letter)
{
    size_t digits = *name == letter ? strspn(name + 1, "0123456789") : 0;
    return digits > 0 && digits < 18 && !name[digits + 1] ? strtoll(name + 1, NULL, 10) : 0;
}

static bool missing(enum outcome o, const struct fault *f)
{
    return o == NEVER && f->code == EXIT_NO_INPUT;
}

static enum outcome load(struct web_request *q, struct mail *m, struct fault *f)
{
    enum outcome o = inbox_load(q->house->db, q->arena, id_of(q->token, 'M'), m, f);
    bool party = o == DONE && m->party && (*m->party == 'P' || *m->party == 'A');
    return party ? web_looked_at(q, m->party, f) : o;
}

static char *mail_path(struct web_request *q, const char *part)
{
    return arena_printf(q->arena, "/personal/mejl/%s%s%s", q->token, part ? "/" : "",
                        part ? part : "");
}

/* ---- Shown ---- */

static json_t *files_of(struct web_request *q, const struct mime_message *message)
{
    json_t *list = json_array();
    for (size_t i = 0; i < message->attachment_count; i++) {
        const struct mime_attachment *x = &message->attachments[i];
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:s}", "name",
                            text_blank(x->name) ? "Fil utan namn" : x->name, "type", x->type,
                            "size", arena_printf(q->arena, "%zu kB", (x->bytes + 1023) / 1024),
                            "href", mail_path(q, arena_printf(q->arena, "bilaga-%zu", i + 1))));
    }
    return list;
}

static void add_message(struct web_request *q, const struct mail *m, json_t *view)
{
    struct mime_message message;
    struct fault gone;
    char *raw;
    size_t len;
    if (inbox_raw(q->house->db, q->arena, m->sha256, &raw, &len, &gone) != DONE) {
        json_object_set_new(view, "gone", json_true());
        return;
    }
    const struct mime_limits limits = {
        .bytes = SHOWN_BYTES, .text_bytes = SHOWN_TEXT, .millis = SHOWN_MILLIS};
    mime_read(q->arena, raw, len, &limits, &message);
    json_object_set_new(view, "text", json_string(message.text));
    json_object_set_new(view, "attachments", files_of(q, &message));
    json_object_set_new(view, "has_attachments", json_boolean(message.attachment_count > 0));
    json_object_set_new(view, "original", json_string(mail_path(q, "original")));
}

static enum outcome add_request(struct web_request *q, const struct mail *m, json_t *view,
                                struct fault *f)
{
    struct request r;
    if (m->request_id == 0)
        return DONE;
    enum outcome o = requests_load(q->house->db, q->arena, m->request_id, &r, f);
    if (o == DONE)
        json_object_set_new(view, "request",
                            json_pack("{s:s, s:s}", "number", r.number, "href",
                                      act_path(q->arena, r.number, NULL)));
    return o;
}

static void add_buttons(struct web_request *q, const struct mail *m, json_t *view)
{
    struct form button = form_empty(q->arena, no_fields);
    bool waits = strcmp(m->state, "waiting") == 0 || strcmp(m->state, "unread") == 0;
    if (!web_may(q, ROLE_STAFF))
        return;
    if (m->request_id == 0 && m->duplicate_of == 0)
        json_object_set_new(view, "make", web_form(q, mail_path(q, "forfragan"), &button));
    if (waits) {
        json_object_set_new(view, "again", web_form(q, mail_path(q, "las-om"), &button));
        json_object_set_new(view, "drop", web_form(q, mail_path(q, "lagg-undan"), &button));
    }
}

enum outcome desk_mail(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct mail m;
    enum outcome o = load(q, &m, f);
    if (missing(o, f)) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    if (o != DONE)
        return o;
    json_t *view = json_pack("{s:s, s:s, s:s, s:s}", "from", m.from_address, "from_name",
                             m.from_name ? m.from_name : "", "state", m.state, "when",
                             view_when(q->arena, m.stored_at, clock_now(&q->house->clock)));
    add_message(q, &m, view);
    add_buttons(q, &m, view);
    o = add_request(q, &m, view, f);
    if (o != DONE) {
        json_decref(view);
        return o;
    }
    const char *subject = text_blank(m.subject) ? "Mejl utan ämne" : m.subject;
    return web_show(q, "desk-mail", subject, view, out, f);
}

/* ---- To be kept ---- */

/* What a sender called it, as a name that no system takes for a path, a program or a header. */
static const char *safe_name(struct arena *a, const char *name, const char *otherwise)
{
    static const char good[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    char *out = arena_strdup(a, name), *to = out;
    for (const char *at = name; *at && to - out < 80; at++)
        *to++ = strchr(good, *at) ? *at : '_';
    *to = '\0';
    const char *start = out + strspn(out, "._");
    return *start ? start : otherwise;
}

/* The n-th file, or where n is 0 the mail itself. *found: there is such a one. */
static void take_file(struct web_request *q, const char *raw, size_t len, size_t n,
                      struct web_answer *out, bool *found)
{
    struct mime_attachment file;
    char *bytes;
    *found = true;
    out->type = "application/octet-stream";
    if (n == 0) {
        out->body = raw;
        out->len = len;
        out->file = arena_printf(q->arena, "%s.eml", q->token);
        return;
    }
    *found = mime_attachment(q->arena, raw, len, n - 1, FILE_MAX, &file, &bytes);
    if (!*found)
        return;
    out->body = bytes;
    out->len = file.bytes;
    out->file = safe_name(q->arena, file.name, "bilaga");
}

enum outcome desk_mail_file(struct web_request *q, struct web_answer *out, struct fault *f)
{
    static const char numbered[] = "bilaga-";
    struct mail m;
    char *raw;
    size_t len, n = 0;
    bool found = strcmp(q->part, "original") == 0;
    if (text_starts(q->part, numbered)) {
        char *end;
        n = strtoul(q->part + strlen(numbered), &end, 10);
        found = n > 0 && n <= 1000 && !*end;
    }
    enum outcome o = found ? load(q, &m, f) : DONE;
    if (found && o == DONE)
        o = inbox_raw(q->house->db, q->arena, m.sha256, &raw, &len, f);
    if (found && o == DONE)
        take_file(q, raw, len, n, out, &found);
    if (!found || missing(o, f)) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    return o;
}

/* ---- Decided ---- */

static enum outcome make_request(struct web_request *q, struct mail *m, struct verdict *verdict,
                                 struct fault *f)
{
    struct db *db = q->house->db;
    struct mime_message message;
    struct reading reading;
    char *raw;
    size_t len;
    enum outcome o = inbox_raw(db, q->arena, m->sha256, &raw, &len, f);
    if (o != DONE)
        return o;
    lending_read(q->arena, q->house, raw, len, &message, &reading);
    o = db_begin(db, MAKE, f);
    if (o != DONE)
        return o;
    o = lending_request_from(q->house, q->arena, m, &message, &reading, web_actor(q), verdict, f);
    if (o == DONE)
        o = tasks_close_mail(db, q->arena, m->id, clock_now(&q->house->clock), f);
    o = db_end(db, MAKE, o, f);
    if (o == DONE)
        db_wake(db);
    return o;
}

static enum outcome say_no(struct web_request *q, struct web_answer *out, struct fault *f)
{
    q->trouble = 409;
    q->notice = "Det gick inte: mejlet är redan avgjort, eller har redan blivit en förfrågan.";
    return desk_mail(q, out, f);
}

enum outcome desk_mail_take(struct web_request *q, struct web_answer *out, struct fault *f)
{
    struct mail m;
    struct verdict verdict = {0};
    bool again = strcmp(q->part, "las-om") == 0, drop = strcmp(q->part, "lagg-undan") == 0;
    bool make = strcmp(q->part, "forfragan") == 0;
    enum outcome o = load(q, &m, f);
    if (missing(o, f) || !(again || drop || make)) {
        web_fault_page(q, 404, out);
        return DONE;
    }
    if (o == DONE)
        o = make ? make_request(q, &m, &verdict, f)
                 : lending_mail_settle(q->house, q->arena, web_actor(q), m.id, again, f);
    if (o == NEVER && (f->code == EXIT_DATA || f->code == EXIT_NO_INPUT))
        return say_no(q, out, f);
    if (o == DONE)
        web_go(q, make ? act_path(q->arena, verdict.number, NULL) : mail_path(q, NULL), out);
    return o;
}
