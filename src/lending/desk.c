/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What staff settle by hand: tasks, and mails and letters that wait for a person.
 */
#include "lending/desk.h"

#include <string.h>

#include "store/audit.h"
#include "store/desk.h"
#include "store/inbox.h"
#include "store/outbox.h"

static const char *const LABEL = "settle by hand";

static enum outcome trail(const struct house *house, struct arena *a, const char *actor,
                          const char *event, const char *subject, const char *text, struct fault *f)
{
    return audit_add(house->db, a,
                     &(struct audit_entry){.actor = actor,
                                           .event = event,
                                           .subject = subject,
                                           .text = text,
                                           .now = clock_now(&house->clock),
                                           .random = house->random},
                     f);
}

static enum outcome finish(const struct house *house, enum outcome o, struct fault *f)
{
    o = db_end(house->db, LABEL, o, f);
    if (o == DONE)
        db_wake(house->db);
    return o;
}

enum outcome lending_task_done(const struct house *house, struct arena *a, const char *actor,
                               int64_t task, const char *text, struct fault *f)
{
    enum outcome o = db_begin(house->db, LABEL, f);
    if (o != DONE)
        return o;
    o = tasks_done(house->db, a, task, actor, text, clock_now(&house->clock), f);
    if (o == DONE)
        o = trail(house, a, actor, "task_done", arena_printf(a, "task:%lld", (long long)task), text,
                  f);
    return finish(house, o, f);
}

enum outcome lending_letter_settle(const struct house *house, struct arena *a, const char *actor,
                                   int64_t letter, bool again, struct fault *f)
{
    instant now = clock_now(&house->clock);
    enum outcome o = db_begin(house->db, LABEL, f);
    if (o != DONE)
        return o;
    o = again ? lending_send_again(house, a, letter, f)
              : outbox_settle(house->db, a, letter, "dropped", now, f);
    if (o == DONE)
        o = tasks_close_letter(house->db, a, letter, now, f);
    if (o == DONE)
        o = trail(house, a, actor, again ? "mail_retry" : "mail_drop",
                  arena_printf(a, "letter:%lld", (long long)letter), NULL, f);
    return finish(house, o, f);
}

static enum outcome settle_mail(const struct house *house, struct arena *a, int64_t id, bool again,
                                struct fault *f)
{
    struct mail m;
    enum outcome o = inbox_load(house->db, a, id, &m, f);
    if (o != DONE)
        return o;
    if (strcmp(m.state, "waiting") != 0 && strcmp(m.state, "unread") != 0)
        return fault_set(f, NEVER, EXIT_DATA, "mail %lld is %s: nothing waits", (long long)id,
                         m.state);
    o = inbox_set_state(house->db, id, again ? "unread" : "dropped", f);
    return o == DONE ? tasks_close_mail(house->db, a, id, clock_now(&house->clock), f) : o;
}

enum outcome lending_mail_settle(const struct house *house, struct arena *a, const char *actor,
                                 int64_t mail, bool again, struct fault *f)
{
    enum outcome o = db_begin(house->db, LABEL, f);
    if (o != DONE)
        return o;
    o = settle_mail(house, a, mail, again, f);
    if (o == DONE)
        o = trail(house, a, actor, again ? "mail_retry" : "mail_drop",
                  arena_printf(a, "mail:%lld", (long long)mail), NULL, f);
    return finish(house, o, f);
}

enum outcome lending_letters_release(const struct house *house, struct arena *a, const char *actor,
                                     int64_t *count, struct fault *f)
{
    enum outcome o = db_begin(house->db, LABEL, f);
    if (o != DONE)
        return o;
    o = outbox_release(house->db, a, clock_now(&house->clock), count, f);
    if (o == DONE)
        o = trail(house, a, actor, "mail_retry", "letter:0", NULL, f);
    return finish(house, o, f);
}
