/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * `levande request export N DIR`: everything of a request as a folder that a records office can
 * take over: originals byte for byte, letters as they were sent, PDFs, lists, and a register with
 * the hash of each file.
 *
 * Promises: the book is read as it is at one moment; only an empty or a new folder is written to;
 * file names are made of numbers and words of ours, never of what a mail said; the register is
 * written last, so that a folder with one is whole. That it was taken out stands in the trail.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/text.h"
#include "store/compensations.h"
#include "store/documents.h"
#include "view/pay.h"
#include "view/records.h"

static const char *const EXPORT = "request export";

enum { FOLDER_MODE = 0750, FILE_MODE = 0640 };

struct folder {
    struct command *c;
    const char *path;
    struct request request;
    instant now;
    struct record_entry *entries;
    size_t count, room;
};

static struct record_entry *entry(struct folder *d, const char *kind, instant at, const char *what)
{
    if (d->count == d->room) {
        size_t room = d->room ? 2 * d->room : 64;
        struct record_entry *more = arena_array(d->c->arena, room, sizeof *more);
        if (d->count > 0)
            memcpy(more, d->entries, d->count * sizeof *more);
        d->entries = more;
        d->room = room;
    }
    struct record_entry *e = &d->entries[d->count++];
    *e = (struct record_entry){kind, at, what, "", "", "", "", "", 0, ""};
    return e;
}

static enum outcome write_file(struct folder *d, struct record_entry *e, const char *name,
                               const void *data, size_t len, struct fault *f)
{
    struct arena *a = d->c->arena;
    unsigned char hash[SHA256_BYTES];
    sha256(data, len, hash);
    e->file = name;
    e->bytes = len;
    e->sha256 = hex_text(a, hash, sizeof hash);
    return file_write(arena_printf(a, "%s/%s", d->path, name), data, len, FILE_MODE, f);
}

/* "2027-03-01" */
static const char *day_of(struct folder *d, instant t)
{
    return t < 0 ? "utan-datum" : date_text(d->c->arena, civil_from_instant(t).date);
}

/* ---- What came ---- */

static enum outcome put_mail(struct folder *d, const struct mail *m, struct fault *f)
{
    struct arena *a = d->c->arena;
    struct record_entry *e = entry(d, "in", m->stored_at, "mejl");
    char *raw;
    size_t len;
    struct fault none;
    e->from = m->from_address;
    e->to = d->c->house->settings->library.address;
    if (!text_blank(m->subject))
        e->what = arena_printf(a, "mejl: %s", m->subject);
    if (m->cut)
        e->note = "större än gränsen: bara början är bevarad";
    if (m->duplicate_of) {
        e->note = "samma byte som ett tidigare mejl";
        return DONE;
    }
    enum outcome o = inbox_raw(d->c->house->db, a, m->sha256, &raw, &len, &none);
    if (o == NEVER && none.code == EXIT_NO_INPUT) {
        e->note = "gallrat";
        return DONE;
    }
    if (o != DONE) {
        *f = none;
        return o;
    }
    return write_file(
        d, e,
        arena_printf(a, "inkommande/M%06lld-%s.eml", (long long)m->id, day_of(d, m->stored_at)),
        raw, len, f);
}

/* The request's own mail may have been given by hand, and belong to it by its row alone. */
static enum outcome put_mails(struct folder *d, struct fault *f)
{
    struct mail *list, first = {0};
    size_t count;
    bool listed = d->request.inbox_id == 0;
    struct db *db = d->c->house->db;
    enum outcome o = inbox_of_request(db, d->c->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        listed = listed || list[i].id == d->request.inbox_id;
        o = put_mail(d, &list[i], f);
    }
    if (o == DONE && !listed)
        o = inbox_load(db, d->c->arena, d->request.inbox_id, &first, f);
    return o == DONE && !listed ? put_mail(d, &first, f) : o;
}

/* ---- What went ---- */

static enum outcome put_letter(struct folder *d, const struct letter *l, struct fault *f)
{
    struct arena *a = d->c->arena;
    instant at = l->ended_at >= 0 ? l->ended_at : l->begun_at;
    struct record_entry *e = entry(d, "ut", at >= 0 ? at : l->queued_at, l->purpose);
    char *raw = NULL;
    size_t len = 0;
    struct fault none;
    e->from = d->c->house->settings->library.address;
    e->to = *l->address ? arena_printf(a, "%s <%s>", l->recipient, l->address) : l->recipient;
    e->state = l->state;
    if (l->token) { /* it has not left: its link is still in clear */
        e->note = "har inte gått i väg";
        return DONE;
    }
    enum outcome o = outbox_raw(d->c->house->db, a, l->id, &raw, &len, &none);
    if (o == DONE && len > 0)
        return write_file(d, e,
                          arena_printf(a, "utgaende/L%06lld-%s-%s.eml", (long long)l->id,
                                       day_of(d, e->at), l->purpose),
                          raw, len, f);
    bool dropped = strcmp(l->state, "dropped") == 0;
    e->note = dropped ? "ströks" : l->made ? "gallrat" : "gjordes aldrig färdigt";
    if (o == DONE || none.code == EXIT_NO_INPUT)
        return DONE;
    *f = none;
    return o;
}

static enum outcome put_letters(struct folder *d, struct fault *f)
{
    struct letter *list;
    size_t count;
    enum outcome o =
        outbox_of_request(d->c->house->db, d->c->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = put_letter(d, &list[i], f);
    return o;
}

/* ---- What was drawn up ---- */

static const char *document_word(const char *kind, bool in_file)
{
    if (strcmp(kind, "agreement") == 0)
        return in_file ? "overenskommelse" : "överenskommelse";
    if (strcmp(kind, "payment") == 0)
        return "betalningsunderlag";
    return in_file ? "brev" : "brev med posten";
}

static enum outcome put_document(struct folder *d, const struct document *doc, struct fault *f)
{
    struct arena *a = d->c->arena;
    struct record_entry *e = entry(d, "upprättad", doc->made_at, document_word(doc->kind, false));
    void *bytes;
    size_t len;
    if (doc->made_at < 0) {
        e->note = *doc->failed ? "kunde inte ritas" : "är inte ritad än";
        return DONE;
    }
    enum outcome o = documents_bytes(d->c->house->db, a, doc->id, &bytes, &len, f);
    return o == DONE
               ? write_file(d, e,
                            arena_printf(a, "dokument/D%06lld-%s-%s.pdf", (long long)doc->id,
                                         day_of(d, doc->made_at), document_word(doc->kind, true)),
                            bytes, len, f)
               : o;
}

static enum outcome put_documents(struct folder *d, struct fault *f)
{
    struct document *list;
    size_t count;
    enum outcome o =
        documents_of_request(d->c->house->db, d->c->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = put_document(d, &list[i], f);
    return o;
}

/* ---- Lists made for the folder ---- */

static enum outcome put_text(struct folder *d, const char *name, const char *what, const char *text,
                             struct fault *f)
{
    return write_file(d, entry(d, "upprättad", d->now, what), name, text, strlen(text), f);
}

/* The bases one after another; only the first keeps its mark and its line of headings. */
static enum outcome put_payments(struct folder *d, struct fault *f)
{
    struct arena *a = d->c->arena;
    struct compensation *list;
    struct payment payment;
    size_t count;
    const char *all = "";
    enum outcome o = compensations_of_request(d->c->house->db, a, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        o = view_payment_load(a, d->c->house, list[i].id, &payment, f);
        if (o != DONE)
            break;
        const char *csv = view_payment_csv(a, &payment), *rows = strstr(csv, "\r\n");
        all = arena_printf(a, "%s%s", all, i == 0 || !rows ? csv : rows + strlen("\r\n"));
    }
    if (o != DONE || count == 0)
        return o;
    return put_text(d, "ersattning.csv", "betalningsunderlagen", all, f);
}

static enum outcome put_lists(struct folder *d, struct fault *f)
{
    struct arena *a = d->c->arena;
    struct known_fact facts[FACT_COUNT];
    struct audit_row *rows;
    size_t count;
    json_t *view;
    enum outcome o = facts_load(d->c->house->db, a, d->request.id, facts, f);
    if (o == DONE)
        o = put_text(d, "uppgifter.csv", "uppgifterna i ärendet", view_facts_csv(a, facts), f);
    if (o == DONE)
        o = audit_of_request(d->c->house->db, a, d->request.id, &rows, &count, f);
    if (o == DONE)
        o = put_text(d, "handelser.csv", "händelserna", view_trail_csv(a, rows, count), f);
    if (o == DONE)
        o = view_request(a, d->c->house, &d->request, &view, f);
    if (o != DONE)
        return o;
    char *text = json_dumps(view, JSON_INDENT(2));
    json_decref(view);
    o = put_text(d, "arende.json", "hela ärendet", text ? text : "{}", f);
    free(text);
    return o;
}

/* ---- The register ---- */

static int by_time(const void *x, const void *y)
{
    const struct record_entry *a = x, *b = y;
    return a->at != b->at ? (a->at > b->at) - (a->at < b->at) : strcmp(a->file, b->file);
}

static enum outcome put_sums(struct folder *d, struct fault *f)
{
    struct arena *a = d->c->arena;
    const char *all = "";
    for (size_t i = 0; i < d->count; i++)
        if (*d->entries[i].file)
            all = arena_printf(a, "%s%s  %s\n", all, d->entries[i].sha256, d->entries[i].file);
    return file_write(arena_printf(a, "%s/SHA256SUMS", d->path), all, strlen(all), FILE_MODE, f);
}

static enum outcome put_register(struct folder *d, struct fault *f)
{
    struct arena *a = d->c->arena;
    qsort(d->entries, d->count, sizeof *d->entries, by_time);
    size_t count = d->count;
    const char *xml = view_register_xml(a, &d->request, d->entries, count, d->now);
    const char *csv = view_register_csv(a, d->entries, count);
    enum outcome o =
        put_text(d, "LASMIG.txt", "", view_records_guide(a, d->c->house, &d->request, d->now), f);
    if (o == DONE)
        o = put_text(d, "register.csv", "", csv, f);
    if (o == DONE)
        o = put_text(d, "register.xml", "", xml, f);
    return o == DONE ? put_sums(d, f) : o;
}

/* ---- The folder ---- */

static enum outcome make_folder(struct folder *d, struct fault *f)
{
    static const char *const below[] = {"inkommande", "utgaende", "dokument"};
    struct arena *a = d->c->arena;
    char **names;
    size_t count = 0;
    enum outcome o = file_mkdirs(d->path, FOLDER_MODE, f);
    if (o == DONE)
        o = file_list(a, d->path, NULL, &names, &count, f);
    if (o == DONE && count > 0)
        return fault_set(f, NEVER, EXIT_CANT_CREATE, "%s is not empty", d->path);
    for (size_t i = 0; o == DONE && i < sizeof below / sizeof *below; i++)
        o = file_mkdirs(arena_printf(a, "%s/%s", d->path, below[i]), FOLDER_MODE, f);
    return o;
}

static enum outcome fill_folder(struct folder *d, struct fault *f)
{
    static enum outcome (*const parts[])(struct folder * d, struct fault * f) = {
        put_mails, put_letters, put_documents, put_payments, put_lists, put_register};
    enum outcome o = make_folder(d, f);
    for (size_t i = 0; o == DONE && i < sizeof parts / sizeof *parts; i++)
        o = parts[i](d, f);
    return o;
}

static enum outcome tell_trail(struct folder *d, struct fault *f)
{
    struct db *db = d->c->house->db;
    struct audit_entry e = {.actor = d->c->actor,
                            .event = "export",
                            .request_id = d->request.id,
                            .now = d->now,
                            .random = d->c->house->random};
    enum outcome o = db_begin(db, EXPORT, f);
    if (o != DONE)
        return o;
    o = audit_add(db, d->c->arena, &e, f);
    return db_end(db, EXPORT, o, f);
}

static enum outcome request_export(struct command *c, struct fault *f)
{
    struct folder d = {.c = c, .path = c->argv[1], .now = clock_now(&c->house->clock)};
    enum outcome o = db_read_begin(c->house->db, f);
    if (o == DONE)
        o = requests_by_number(c->house->db, c->arena, c->argv[0], &d.request, f);
    if (o == DONE)
        o = fill_folder(&d, f);
    db_read_end(c->house->db);
    if (o == DONE)
        o = tell_trail(&d, f);
    if (o != DONE)
        return o;
    if (c->json)
        return command_print_json(c,
                                  json_pack("{s:s, s:s, s:I}", "number", d.request.number, "folder",
                                            d.path, "files", (json_int_t)d.count),
                                  f);
    fprintf(c->out, "%s: %zu poster i %s\n", d.request.number, d.count, d.path);
    return DONE;
}

const struct verb export_verbs[] = {
    {"request", "export", "N DIR", "everything of a request as a folder for the records office",
     request_export, NEEDS_BOOK, 2, 2},
    {0},
};
