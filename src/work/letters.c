/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Making letters: rows with a frozen view become bytes, outside the writer's turn.
 *
 * A letter that cannot be made fails and becomes a task; the move that asked for it stands.
 */
#include "work.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "letters.h"
#include "letters/calendar.h"
#include "letters/document.h"
#include "mime.h"
#include "store/documents.h"
#include "store/people.h"
#include "view.h"

enum { BATCH = 50 };

static const char *const MAKE = "make letters";
static const char *const NOTICE = "notice letters";

struct made {
    char *raw;
    size_t len;
    const char *version;
    const char *paper; /* of a letter by post: the document to be drawn, as JSON */
    struct fault fault;
};

/* RFC 8058: one click pauses the asks. On invitations and reminders to persons only. */
static size_t add_headers(struct arena *a, const struct settings *s, const struct letter *l,
                          struct mime_header headers[4])
{
    size_t n = 0;
    headers[n++] = (struct mime_header){
        "Auto-Submitted", l->in_reply_to && *l->in_reply_to ? "auto-replied" : "auto-generated"};
    if (*l->recipient == 'P' &&
        (text_starts(l->purpose, "invitation_") || text_starts(l->purpose, "reminder_"))) {
        headers[n++] = (struct mime_header){
            "List-Unsubscribe", arena_printf(a, "<%s/paus/%s>", s->library.base_url, l->token)};
        headers[n++] = (struct mime_header){"List-Unsubscribe-Post", "List-Unsubscribe=One-Click"};
    }
    return n;
}

/*
 * The files of the view's "calendar", where it has one. Who is asked to attend is who the letter
 * goes to, whatever address was known when it was queued; a letter by post has no files.
 */
static enum outcome attach(struct arena *a, const struct letter *l, json_t *view,
                           struct mime_letter *letter, struct fault *f)
{
    struct calendar_file *files;
    size_t count;
    json_t *calendar = json_object_get(view, "calendar");
    if (!*l->address || json_array_size(json_object_get(calendar, "events")) == 0)
        return DONE;
    json_object_set_new(
        calendar, "attendee",
        json_pack("{s:s, s:s}", "name", l->name ? l->name : "", "address", l->address));
    enum outcome o = calendar_make(a, calendar, l->queued_at, &files, &count, f);
    if (o != DONE)
        return o;
    struct mime_calendar *calendars = arena_array(a, count, sizeof *calendars);
    for (size_t i = 0; i < count; i++)
        calendars[i] = (struct mime_calendar){files[i].name, files[i].method, files[i].text};
    letter->calendars = calendars;
    letter->calendar_count = count;
    return DONE;
}

static enum outcome write_letter(struct worker *w, const struct letter *l, json_t *view,
                                 const struct letter_texts *texts, struct made *made)
{
    const struct settings *s = w->house->settings;
    struct arena *a = w->arena;
    struct mime_header headers[4];
    char reply_token[TOKEN_CHARS + 1] = "";
    if (l->token)
        token_for_replies(l->token, reply_token);
    struct mime_letter letter = {
        .from_name = s->library.name,
        .from_address = s->send.from,
        .to_name = l->name,
        .to_address = *l->address ? l->address : "postbrev@invalid",
        .reply_to = settings_address(a, s->send.reply_address, reply_token),
        .subject = texts->subject,
        .message_id = l->message_id,
        .in_reply_to = l->in_reply_to && *l->in_reply_to ? l->in_reply_to : NULL,
        .references = l->in_reply_to && *l->in_reply_to ? l->in_reply_to : NULL,
        .date = l->queued_at,
        .text = texts->text,
        .html = texts->html,
        .headers = headers,
        .header_count = add_headers(a, s, l, headers),
    };
    enum outcome o = attach(a, l, view, &letter, &made->fault);
    return o == DONE ? mime_write(a, &letter, &made->raw, &made->len, &made->fault) : o;
}

/* ---- By post ---- */

/* The recipient as on an envelope. */
static enum outcome envelope(struct worker *w, const struct letter *l, const char **to,
                             struct fault *f)
{
    int64_t id = strtoll(l->recipient + 1, NULL, 10);
    struct person p = {.postal_address = ""};
    enum outcome o = *l->recipient == 'P' ? people_load(w->house->db, w->arena, id, &p, f) : DONE;
    *to = arena_printf(w->arena, "%s\n%s", l->name, p.postal_address);
    return o;
}

static enum outcome put_on_paper(struct worker *w, const struct letter *l,
                                 const struct letter_texts *texts, struct made *made)
{
    const struct settings *s = w->house->settings;
    const char *to, *language = text_starts(l->language, "sv") ? "sv" : l->language;
    enum outcome o = envelope(w, l, &to, &made->fault);
    if (o != DONE)
        return o;
    const struct document_letter letter = {
        .lang = language,
        .title = texts->subject,
        .from = arena_printf(w->arena, "%s\n%s\n%s", s->library.name, s->library.region,
                             s->library.address),
        .to = to,
        .date = date_in_words(w->arena, civil_from_instant(l->queued_at).date, language),
        .markdown = texts->text,
        .author = s->library.name};
    json_t *tree = document_from_letter(w->arena, &letter);
    char *text = json_dumps(tree, JSON_COMPACT | JSON_SORT_KEYS);
    json_decref(tree);
    if (!text)
        return fault_set(&made->fault, NEVER, EXIT_INTERNAL, "the letter cannot be put on paper");
    made->paper = arena_strdup(w->arena, text);
    free(text);
    return DONE;
}

static enum outcome make_one(struct worker *w, const struct letter *l, struct made *made)
{
    const struct shelf *shelf = w->house->shelf;
    json_t *view = json_loads(l->view, 0, NULL);
    if (!view)
        return fault_set(&made->fault, NEVER, EXIT_INTERNAL, "the frozen view cannot be read");
    view_add_link(w->arena, view, w->house->settings, l->token);
    struct letter_texts texts;
    enum outcome o = letter_make(w->arena, shelf, l->language, l->purpose, view, l->own_text,
                                 &texts, &made->fault);
    if (o == DONE)
        o = write_letter(w, l, view, &texts, made);
    if (o == DONE && strcmp(l->state, "to_print") == 0)
        o = put_on_paper(w, l, &texts, made);
    json_decref(view);
    made->version = shelf_version(shelf, l->language, l->purpose);
    return o;
}

static enum outcome ask_for_paper(struct worker *w, const struct letter *l, const char *paper,
                                  struct fault *f)
{
    const struct document d = {.request_id = l->request_id,
                               .kind = "letter",
                               .subject = arena_printf(w->arena, "%lld", (long long)l->id),
                               .view = paper,
                               .created_at = l->queued_at};
    return documents_ask(w->house->db, w->arena, &d, f);
}

static enum outcome print_task(struct worker *w, const struct letter *l, struct fault *f)
{
    struct task t = {.kind = "to_print",
                     .request_id = l->request_id,
                     .letter_id = l->id,
                     .subject = l->recipient,
                     .text = arena_printf(w->arena,
                                          "Brevet ska skrivas ut och skickas med post (levande "
                                          "mail print L%lld brev.pdf). Markera uppgiften som "
                                          "klar när det är postat.",
                                          (long long)l->id),
                     .since = clock_now(&w->house->clock)};
    return tasks_open(w->house->db, w->arena, &t, f);
}

static enum outcome lay_down(struct worker *w, const struct letter *l, const struct made *made,
                             struct fault *f)
{
    struct db *db = w->house->db;
    if (!made->raw) {
        log_event(&w->house->log, LOG_ERROR, "letter_unmakeable", "letter=%lld why=%s",
                  (long long)l->id, made->fault.text);
        return outbox_unmakeable(db, w->arena, l->id, made->fault.text, clock_now(&w->house->clock),
                                 f);
    }
    bool taken; /* else it is another letter by now, and is made in the next step */
    enum outcome o =
        outbox_made(db, l, made->raw, made->len, made->version ? made->version : "", &taken, f);
    if (o != DONE || !taken || !made->paper)
        return o;
    o = ask_for_paper(w, l, made->paper, f);
    return o == DONE ? print_task(w, l, f) : o;
}

enum outcome work_make_letters(struct worker *w, bool *moved, struct fault *f)
{
    struct db *db = w->house->db;
    struct letter *letters;
    size_t count;
    enum outcome o = outbox_unmade(db, w->arena, BATCH, &letters, &count, f);
    if (o != DONE || count == 0)
        return o;
    struct made *made = arena_array(w->arena, count, sizeof *made);
    for (size_t i = 0; i < count; i++)
        if (make_one(w, &letters[i], &made[i]) != DONE)
            made[i].raw = NULL;
    o = db_begin(db, MAKE, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = lay_down(w, &letters[i], &made[i], f);
    o = db_end(db, MAKE, o, f);
    if (o == DONE)
        db_wake(db);
    w->letters += o == DONE ? count : 0;
    *moved = o == DONE;
    return o;
}

/* What cannot be acted on is undone and shown to a person; the others go on. */
static enum outcome notice_one(struct worker *w, const struct letter *l, struct fault *f)
{
    struct db *db = w->house->db;
    enum outcome o = db_savepoint(db, f);
    if (o != DONE)
        return o;
    o = lending_notice(w->house, w->arena, l, f);
    if (o == DONE)
        return db_savepoint_keep(db, f);
    db_savepoint_undo(db);
    if (o == AGAIN)
        return o;
    log_event(&w->house->log, LOG_ERROR, "notice_set_aside", "letter=%lld why=%s", (long long)l->id,
              f->text);
    struct task t = {.kind = "letter_failed",
                     .request_id = l->request_id,
                     .letter_id = l->id,
                     .subject = l->recipient,
                     .text = "Det som skulle följa på brevet gick inte. Se efter vad som behövs.",
                     .since = clock_now(&w->house->clock)};
    o = outbox_notice(db, l->id, f);
    return o == DONE ? tasks_open(db, w->arena, &t, f) : o;
}

enum outcome work_notice_letters(struct worker *w, bool *moved, struct fault *f)
{
    struct db *db = w->house->db;
    struct letter *letters;
    size_t count;
    enum outcome o = outbox_unnoticed(db, w->arena, BATCH, &letters, &count, f);
    if (o != DONE || count == 0)
        return o;
    o = db_begin(db, NOTICE, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = notice_one(w, &letters[i], f);
    o = db_end(db, NOTICE, o, f);
    *moved = o == DONE;
    return o;
}
