/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Drawing documents: rows with a frozen view become PDF, outside the writer's turn, one a step.
 *
 * One that cannot be drawn says why and becomes a task; the move that gave cause for it stands.
 */
#include "work.h"

#include "letters/document.h"
#include "store/documents.h"

static const char *const DRAW = "draw a document";

struct drawn {
    char *bytes;
    size_t len;
    struct fault fault;
};

static enum outcome draw(struct worker *w, const struct document *d, struct drawn *drawn)
{
    json_t *tree = json_loads(d->view, 0, NULL);
    if (!tree)
        return fault_set(&drawn->fault, NEVER, EXIT_INTERNAL, "the frozen view cannot be read");
    enum outcome o =
        document_make(w->arena, tree, d->created_at, &drawn->bytes, &drawn->len, &drawn->fault);
    json_decref(tree);
    return o;
}

static enum outcome set_aside(struct worker *w, const struct document *d, const struct fault *why,
                              struct fault *f)
{
    struct db *db = w->house->db;
    struct task t = {.kind = "document",
                     .request_id = d->request_id,
                     .subject = arena_printf(w->arena, "%s %s", d->kind, d->subject),
                     .text = "Ett dokument till arkivet kunde inte göras. Sidan fungerar ändå. "
                             "Hör av dig till den som sköter driften.",
                     .since = clock_now(&w->house->clock)};
    log_event(&w->house->log, LOG_ERROR, "document_unmakeable", "document=%lld why=%s",
              (long long)d->id, why->text);
    enum outcome o = documents_unmakeable(db, d->id, why->text, f);
    return o == DONE ? tasks_open(db, w->arena, &t, f) : o;
}

static enum outcome lay_down(struct worker *w, const struct document *d, enum outcome came,
                             const struct drawn *drawn, struct fault *f)
{
    bool kept;
    if (came != DONE)
        return set_aside(w, d, &drawn->fault, f);
    return documents_made(w->house->db, w->arena, d, drawn->bytes, drawn->len,
                          clock_now(&w->house->clock), &kept, f);
}

enum outcome work_draw_documents(struct worker *w, bool *moved, struct fault *f)
{
    struct db *db = w->house->db;
    struct document d;
    struct drawn drawn = {0};
    enum outcome o = documents_waiting(db, w->arena, &d, f);
    if (o != DONE || d.id == 0)
        return o;
    enum outcome came = draw(w, &d, &drawn);
    o = db_begin(db, DRAW, f);
    if (o == DONE)
        o = lay_down(w, &d, came, &drawn, f);
    o = db_end(db, DRAW, o, f);
    w->documents += o == DONE && came == DONE;
    *moved = o == DONE;
    return o;
}
