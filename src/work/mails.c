/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Reading the inbox: several mails a commit, each in its own savepoint.
 *
 * A mail is read outside the writer's turn. Before that its reading is counted as begun, so that
 * a mail that kills the process is known: it is tried again alone, and after three tries set aside
 * for a person: one poison mail must not stop all the others.
 */
#include "work.h"

#include <string.h>

enum { BATCH = 50, BATCH_BYTES = 16 << 20, MOST_TRIES = 3 };

static const char *const READ = "read mails";

struct piece {
    struct mail mail;
    struct mime_message message;
    struct reading reading;
    bool unreadable;
};

/* How many of the unread go together: the first alone when it has been tried before. */
static size_t batch_of(const struct mail *mails, size_t count)
{
    int64_t bytes = 0;
    size_t n = 0;
    while (n < count && (n == 0 || (mails[n].attempts == 0 && bytes < BATCH_BYTES))) {
        bytes += mails[n].bytes;
        if (mails[n++].attempts > 0)
            break;
    }
    return n;
}

/* Once a process: only one that died in a mail counts against it, not a book that was busy. */
static enum outcome count_begun(struct worker *w, const struct mail *mails, size_t count,
                                struct fault *f)
{
    struct db *db = w->house->db;
    if (mails[count - 1].id <= w->begun)
        return DONE;
    enum outcome o = db_begin(db, READ, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (mails[i].id > w->begun)
            o = inbox_begin(db, mails[i].id, f);
    o = db_end(db, READ, o, f);
    if (o == DONE)
        w->begun = mails[count - 1].id;
    return o;
}

static enum outcome read_one(struct worker *w, struct piece *p, struct fault *f)
{
    char *raw;
    size_t len;
    if (p->mail.attempts >= MOST_TRIES) {
        p->unreadable = true;
        return DONE;
    }
    enum outcome o = inbox_raw(w->house->db, w->arena, p->mail.sha256, &raw, &len, f);
    if (o == NEVER && f->code == EXIT_NO_INPUT) {
        p->unreadable = true;
        return DONE;
    }
    if (o == DONE)
        lending_read(w->arena, w->house, raw, len, &p->message, &p->reading);
    return o;
}

static enum outcome set_aside(struct worker *w, struct mail *m, const char *text, struct fault *f)
{
    struct db *db = w->house->db;
    instant now = clock_now(&w->house->clock);
    struct task t = {.kind = "unreadable", .inbox_id = m->id, .text = text, .since = now};
    enum outcome o = inbox_set_state(db, m->id, "waiting", f);
    return o == DONE ? tasks_open(db, w->arena, &t, f) : o;
}

/* What goes wrong with one mail is undone and set aside; the others go on. */
static enum outcome take_one(struct worker *w, struct piece *p, struct fault *f)
{
    struct db *db = w->house->db;
    if (p->unreadable)
        return set_aside(w, &p->mail, "Mejlet går inte att läsa in. Läs originalet.", f);
    enum outcome o = db_savepoint(db, f);
    if (o != DONE)
        return o;
    o = lending_mail(w->house, w->arena, &p->mail, &p->message, &p->reading, f);
    if (o == DONE)
        return db_savepoint_keep(db, f);
    db_savepoint_undo(db);
    if (o == AGAIN)
        return o;
    log_event(&w->house->log, LOG_ERROR, "mail_set_aside", "mail=%lld why=%s",
              (long long)p->mail.id, f->text);
    return set_aside(w, &p->mail, "Något gick fel när mejlet skulle tas om hand. Läs originalet.",
                     f);
}

static enum outcome take_all(struct worker *w, struct piece *pieces, size_t count, struct fault *f)
{
    struct db *db = w->house->db;
    enum outcome o = db_begin(db, READ, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = take_one(w, &pieces[i], f);
    o = db_end(db, READ, o, f);
    if (o == DONE)
        w->mails += count;
    return o;
}

enum outcome work_read_mails(struct worker *w, bool *moved, struct fault *f)
{
    struct mail *mails;
    size_t count;
    enum outcome o = inbox_unread(w->house->db, w->arena, BATCH, &mails, &count, f);
    if (o != DONE || count == 0)
        return o;
    count = batch_of(mails, count);
    o = count_begun(w, mails, count, f);
    struct piece *pieces = arena_array(w->arena, count, sizeof *pieces);
    for (size_t i = 0; o == DONE && i < count; i++) {
        pieces[i].mail = mails[i];
        o = read_one(w, &pieces[i], f);
    }
    if (o == DONE)
        o = take_all(w, pieces, count, f);
    *moved = o == DONE;
    return o;
}
