/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande mail …`: what came and what goes, and what waits of it. Mails that came are named M12,
 * letters L7; a bare number is a letter where a letter is meant.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "lending/desk.h"
#include "store/documents.h"
#include "view.h"

enum { MAIL_MAX = 64 << 20, LIST_MAX = 10000 };

static enum outcome read_all(struct command *c, char **raw, size_t *len, struct fault *f)
{
    if (strcmp(c->argv[0], "-") != 0)
        return file_read(c->arena, c->argv[0], MAIL_MAX, raw, len, f);
    struct buffer b;
    char piece[65536];
    size_t n;
    buffer_init(&b, MAIL_MAX);
    while ((n = fread(piece, 1, sizeof piece, c->in)) > 0 && buffer_add(&b, piece, n))
        continue;
    *len = b.len;
    *raw = arena_strndup(c->arena, buffer_text(&b), 0);
    if (b.len > 0) {
        *raw = arena_alloc(c->arena, b.len + 1);
        memcpy(*raw, b.data, b.len);
    }
    bool full = b.full;
    buffer_free(&b);
    if (full)
        return fault_set(f, NEVER, EXIT_DATA, "the mail is larger than 64 MiB");
    return DONE;
}

static enum outcome mail_read(struct command *c, struct fault *f)
{
    struct mime_message message;
    struct reading reading;
    char *raw;
    size_t len;
    enum outcome o = read_all(c, &raw, &len, f);
    if (o != DONE)
        return o;
    mime_start();
    lending_read(c->arena, c->house, raw, len, &message, &reading);
    return command_print_json(c, view_mail_reading(c->arena, &message, &reading), f);
}

static enum outcome mail_list(struct command *c, struct fault *f)
{
    bool open = c->argc > 0 && strcmp(c->argv[0], "--unread") == 0;
    if (c->argc > 0 && !open)
        return fault_set(f, NEVER, EXIT_USAGE, "%s: expected --unread", c->argv[0]);
    struct mail *mails;
    struct letter *letters;
    size_t mail_count, letter_count;
    enum outcome o = inbox_list(c->house->db, c->arena, open, LIST_MAX, &mails, &mail_count, f);
    if (o == DONE)
        o = outbox_list(c->house->db, c->arena, open, LIST_MAX, &letters, &letter_count, f);
    if (o != DONE)
        return o;
    json_t *in = json_array(), *out = json_array();
    for (size_t i = 0; i < mail_count; i++)
        json_array_append_new(in, view_mail_row(c->arena, &mails[i]));
    for (size_t i = 0; i < letter_count; i++)
        json_array_append_new(out, view_letter_row(c->arena, &letters[i]));
    json_t *view = json_pack("{s:o, s:o}", "inbox", in, "outbox", out);
    if (c->json)
        return command_print_json(c, view, f);
    json_decref(view);
    for (size_t i = 0; i < mail_count; i++)
        fprintf(c->out, "M%-6lld %-9s %-10s %s  %s\n", (long long)mails[i].id, mails[i].state,
                mails[i].intent, mails[i].from_address, mails[i].subject);
    for (size_t i = 0; i < letter_count; i++)
        fprintf(c->out, "L%-6lld %-9s %-8s %s\n", (long long)letters[i].id, letters[i].state,
                letters[i].recipient, letters[i].purpose);
    return DONE;
}

/* "M12", "L7"; a bare number means the kind that is handed in. */
static enum outcome name_of(const char *text, char bare, char *kind, int64_t *id, struct fault *f)
{
    *kind = text[0] == 'M' || text[0] == 'L' ? text[0] : bare;
    return command_id(text, text[0] == *kind ? *kind : '\0', id, f);
}

static enum outcome print_raw(struct command *c, const char *raw, size_t len, struct fault *f)
{
    if (fwrite(raw, 1, len, c->out) != len)
        return fault_set(f, NEVER, EXIT_CANT_CREATE, "the output cannot be written");
    return DONE;
}

static enum outcome show_mail(struct command *c, int64_t id, bool whole, struct fault *f)
{
    struct mail m;
    char *raw;
    size_t len;
    enum outcome o = inbox_load(c->house->db, c->arena, id, &m, f);
    if (o == DONE)
        o = inbox_raw(c->house->db, c->arena, m.sha256, &raw, &len, f);
    if (o != DONE)
        return o;
    if (whole)
        return print_raw(c, raw, len, f);
    struct mime_message message;
    struct reading reading;
    mime_start();
    lending_read(c->arena, c->house, raw, len, &message, &reading);
    json_t *view = view_mail_row(c->arena, &m);
    json_object_set_new(view, "reading", view_mail_reading(c->arena, &message, &reading));
    if (c->json)
        return command_print_json(c, view, f);
    json_decref(view);
    fprintf(c->out, "M%lld %s %s\nFrån: %s <%s>\nÄmne: %s\n\n%s\n", (long long)id, m.state,
            m.intent, message.from.name, message.from.address, message.subject, message.text);
    return DONE;
}

static enum outcome show_letter(struct command *c, int64_t id, bool whole, struct fault *f)
{
    struct letter l;
    char *raw = NULL;
    size_t len = 0;
    struct fault unmade;
    enum outcome o = outbox_load(c->house->db, c->arena, id, &l, f);
    if (o != DONE)
        return o;
    bool made = outbox_raw(c->house->db, c->arena, id, &raw, &len, &unmade) == DONE;
    if (whole)
        return made ? print_raw(c, raw, len, f)
                    : fault_set(f, NEVER, EXIT_NO_INPUT, "letter %lld has not been made",
                                (long long)id);
    json_t *view = view_letter_row(c->arena, &l);
    struct mime_message message = {.text = ""};
    if (made) {
        mime_start();
        mime_read(c->arena, raw, len, NULL, &message);
        json_object_set_new(view, "subject", json_string(message.subject));
        json_object_set_new(view, "text", json_string(message.text));
    }
    if (c->json)
        return command_print_json(c, view, f);
    json_decref(view);
    fprintf(c->out, "L%lld %s %s till %s\n\n%s\n", (long long)id, l.state, l.purpose, l.recipient,
            message.text);
    return DONE;
}

static enum outcome mail_show(struct command *c, struct fault *f)
{
    bool whole = false;
    int kept = 0;
    for (int i = 0; i < c->argc; i++) {
        if (strcmp(c->argv[i], "--raw") == 0)
            whole = true;
        else
            c->argv[kept++] = c->argv[i];
    }
    c->argc = kept;
    char kind;
    int64_t id;
    enum outcome o = command_count(c, 1, 1, f);
    if (o == DONE)
        o = name_of(c->argv[0], 'M', &kind, &id, f);
    if (o != DONE)
        return o;
    return kind == 'L' ? show_letter(c, id, whole, f) : show_mail(c, id, whole, f);
}

/* ---- print ---- */

static enum outcome drawn(struct command *c, int64_t id, void **bytes, size_t *len, struct fault *f)
{
    struct letter l;
    struct document d;
    enum outcome o = outbox_load(c->house->db, c->arena, id, &l, f);
    if (o == DONE && strcmp(l.state, "to_print") != 0)
        return fault_set(f, NEVER, EXIT_DATA, "letter %lld is %s: only what is to_print is printed",
                         (long long)id, l.state);
    *len = 0;
    if (o == DONE)
        o = documents_find(c->house->db, c->arena, "letter",
                           arena_printf(c->arena, "%lld", (long long)id), &d, f);
    if (o == DONE && d.id != 0)
        o = documents_bytes(c->house->db, c->arena, d.id, bytes, len, f);
    if (o == DONE && *len == 0)
        return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "letter %lld has not been drawn yet%s%s",
                         (long long)id, d.id != 0 && *d.failed ? ": " : "",
                         d.id != 0 ? d.failed : "");
    return o;
}

/* For its owner alone: the link in it opens a page. */
static enum outcome mail_print(struct command *c, struct fault *f)
{
    char kind;
    int64_t id;
    void *bytes = NULL;
    size_t len;
    enum outcome o = name_of(c->argv[0], 'L', &kind, &id, f);
    if (o == DONE && kind != 'L')
        return fault_set(f, NEVER, EXIT_USAGE, "%s is no letter", c->argv[0]);
    if (o == DONE)
        o = drawn(c, id, &bytes, &len, f);
    if (o == DONE)
        o = file_write(c->argv[1], bytes, len, 0600, f);
    if (o == DONE && c->json)
        return command_print_json(
            c, json_pack("{s:I, s:s}", "id", (json_int_t)id, "file", c->argv[1]), f);
    return o;
}

/* ---- retry, drop, release ---- */

static enum outcome settle(struct command *c, bool retry, struct fault *f)
{
    char kind;
    int64_t id;
    enum outcome o = name_of(c->argv[0], 'L', &kind, &id, f);
    if (o == DONE)
        o = kind == 'L' ? lending_letter_settle(c->house, c->arena, c->actor, id, retry, f)
                        : lending_mail_settle(c->house, c->arena, c->actor, id, retry, f);
    if (o != DONE)
        return o;
    if (c->json)
        return command_print_json(
            c,
            json_pack("{s:I, s:s}", "id", (json_int_t)id, "state",
                      retry ? (kind == 'L' ? "queued" : "unread") : "dropped"),
            f);
    return DONE;
}

static enum outcome mail_retry(struct command *c, struct fault *f)
{
    return settle(c, true, f);
}

static enum outcome mail_drop(struct command *c, struct fault *f)
{
    return settle(c, false, f);
}

static enum outcome mail_release(struct command *c, struct fault *f)
{
    int64_t count = 0;
    enum outcome o = lending_letters_release(c->house, c->arena, c->actor, &count, f);
    if (o != DONE)
        return o;
    if (c->json)
        return command_print_json(c, json_pack("{s:I}", "released", (json_int_t)count), f);
    fprintf(c->out, "%lld brev släppta\n", (long long)count);
    return DONE;
}

const struct verb mail_verbs[] = {
    {"mail", "read", "FILE.eml|-", "what the software reads in a mail, as JSON", mail_read,
     NEEDS_FILES, 1, 1},
    {"mail", "list", "[--unread]", "what came and what goes; --unread: what waits", mail_list,
     NEEDS_BOOK, 0, 1},
    {"mail", "show", "M12|L7 [--raw]", "one mail or letter; --raw: byte for byte", mail_show,
     NEEDS_BOOK, 1, 2},
    {"mail", "print", "L7 FILE.pdf", "a letter that goes by post, as PDF", mail_print, NEEDS_BOOK,
     2, 2},
    {"mail", "retry", "L7|M12", "sends a letter again, or reads a mail again", mail_retry,
     NEEDS_BOOK, 1, 1},
    {"mail", "drop", "L7|M12", "puts it aside for good", mail_drop, NEEDS_BOOK, 1, 1},
    {"mail", "release", "", "lets all held letters go", mail_release, NEEDS_BOOK, 0, 0},
    {0},
};
