/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Has the compensation been paid? The unit or the representative says so; where it has not been,
 * or nothing is heard for a month, the unit is reminded once, and then it is for a person.
 */
#include "pay.h"

#include <string.h>

/* The unit has ten working days after the reminder. */
enum { PAY_AGAIN_DAYS = 10 };

static enum outcome task_unpaid(struct deed *d, const struct compensation *c, const char *why,
                                struct fault *f)
{
    return deed_task(d, "unpaid", pay_subject(d, c),
                     arena_printf(d->arena,
                                  "Ersättningen till %s för %s: %s Hör av dig till "
                                  "verksamheten.",
                                  c->who, c->day, why),
                     f);
}

/* Once at the unit; after that it is for a person. */
static enum outcome chase(struct deed *d, struct compensation *c, struct fault *f)
{
    struct payment p;
    if (c->chased_at >= 0)
        return task_unpaid(d, c, "den är inte noterad som betald, trots en påminnelse.", f);
    c->chased_at = d->now;
    enum outcome o = compensations_save(d->db, d->arena, c, f);
    if (o == DONE)
        o = view_payment_load(d->arena, d->house, c->id, &p, f);
    if (o == DONE)
        o = pay_write_unit(d, &p, "payment_reminder", pay_subject(d, c), false, f);
    return o == DONE ? pay_set_timer(d, c, deed_in_working_days(d->now, PAY_AGAIN_DAYS), f) : o;
}

static enum outcome close_if_none_owed(struct deed *d, struct fault *f)
{
    struct compensation *list;
    size_t count;
    enum outcome o = compensations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (compensation_owed(&list[i]) && list[i].chased_at >= 0)
            return DONE;
    return o == DONE ? tasks_close_request(d->db, d->arena, d->request.id, "unpaid", d->now, f) : o;
}

static enum outcome note_settled(struct deed *d, const struct compensation *c, struct fault *f)
{
    const char *subject = arena_printf(d->arena, "%lld", (long long)c->id);
    enum outcome o = timers_clear_one(d->db, d->request.id, "paid", subject, f);
    if (o == DONE)
        o = outbox_drop(d->db, d->arena, d->request.id, "unit", "payment_reminder", d->now, f);
    return o == DONE ? close_if_none_owed(d, f) : o;
}

/* by: "unit", "P12", or staff. The unit's "not yet" only waits on; the other's asks the unit. */
static enum outcome note(struct deed *d, struct compensation *c, const char *paid, const char *by,
                         struct fault *f)
{
    bool was_paid = c->paid && strcmp(c->paid, "yes") == 0, settles = strcmp(paid, "no") != 0;
    if (!c->paid || strcmp(c->paid, paid) != 0)
        c->paid_at = d->now;
    c->paid = paid;
    enum outcome o = compensations_save(d->db, d->arena, c, f);
    if (o == DONE && settles)
        return note_settled(d, c, f);
    if (o != DONE || strcmp(by, "unit") == 0)
        return o;
    if (was_paid)
        return task_unpaid(d, c, "den är noterad som betald, men det sägs att den inte har kommit.",
                           f);
    return c->chased_at < 0 ? chase(d, c, f) : DONE;
}

enum outcome deed_paid(struct deed *d, struct fault *f)
{
    struct compensation c;
    const char *paid = d->event->paid;
    enum outcome o = pay_load(d, &c, f);
    if (o != DONE)
        return o;
    if (!paid ||
        (strcmp(paid, "yes") != 0 && strcmp(paid, "no") != 0 && strcmp(paid, "declined") != 0))
        return fault_set(f, NEVER, EXIT_DATA, "expected yes, no or declined");
    if (strcmp(paid, "declined") == 0 && strcmp(d->event->actor, "unit") == 0)
        return fault_set(f, NEVER, EXIT_DATA, "only the representative may decline it");
    return note(d, &c, paid, d->event->actor, f);
}

enum outcome deed_pay_said(struct deed *d, const char *party, bool paid, struct fault *f)
{
    struct compensation *list;
    size_t count;
    enum outcome o = compensations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        bool concerns = strcmp(party, "unit") == 0 || strcmp(party, list[i].who) == 0;
        bool contradicts = list[i].paid && strcmp(list[i].paid, "yes") == 0 && !paid;
        if (concerns && (compensation_owed(&list[i]) || (contradicts && *party == 'P')))
            o = note(d, &list[i], paid ? "yes" : "no", party, f);
    }
    return o;
}

enum outcome deed_task_unpaid(struct deed *d, struct fault *f)
{
    struct compensation c;
    enum outcome o = pay_load(d, &c, f);
    return o == DONE && compensation_owed(&c) ? chase(d, &c, f) : o;
}

enum outcome deed_keep_unpaid(struct deed *d, struct fault *f)
{
    struct compensation *list;
    size_t count;
    enum outcome o = compensations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (compensation_owed(&list[i]))
            o = pay_set_timer(d, &list[i], d->now + DAYS(PAY_DAYS), f);
    return o;
}
