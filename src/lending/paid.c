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

/* Is another of the request's owed that the unit has been reminded of? */
static enum outcome another_chased(struct deed *d, bool *chased, struct fault *f)
{
    struct compensation *list;
    size_t count;
    enum outcome o = compensations_of_request(d->db, d->arena, d->request.id, &list, &count, f);
    *chased = false;
    for (size_t i = 0; o == DONE && i < count; i++)
        *chased = *chased || (compensation_owed(&list[i]) && list[i].chased_at >= 0);
    return o;
}

static enum outcome note_settled(struct deed *d, const struct compensation *c, struct fault *f)
{
    bool chased = false;
    const char *subject = arena_printf(d->arena, "%lld", (long long)c->id);
    enum outcome o = timers_clear_one(d->db, d->request.id, "paid", subject, f);
    if (o == DONE)
        o = tasks_close_about(d->db, d->arena, d->request.id, "unpaid", pay_subject(d, c), d->now,
                              f);
    if (o == DONE)
        o = another_chased(d, &chased, f);
    if (o != DONE || chased)
        return o;
    return outbox_drop(d->db, d->arena, d->request.id, "unit", "payment_reminder", d->now, f);
}

/* The unit's "not yet" only waits on; the other's asks the unit, or contradicts it. */
static enum outcome note_unpaid(struct deed *d, struct compensation *c, const char *before,
                                bool by_unit, struct fault *f)
{
    bool was_settled = before && strcmp(before, "no") != 0;
    if (by_unit)
        return was_settled ? pay_set_timer(d, c, d->now + DAYS(PAY_DAYS), f) : DONE;
    if (before && strcmp(before, "yes") == 0)
        return task_unpaid(d, c, "den är noterad som betald, men det sägs att den inte har kommit.",
                           f);
    return c->chased_at < 0 ? chase(d, c, f) : DONE;
}

static enum outcome note(struct deed *d, struct compensation *c, bool by_unit, struct fault *f)
{
    const char *before = c->paid, *paid = d->event->paid;
    bool declined = before && strcmp(before, "declined") == 0;
    if (by_unit && declined) /* what somebody does not want is not owed */
        return DONE;
    if (!before || strcmp(before, paid) != 0)
        c->paid_at = d->now;
    c->paid = paid;
    enum outcome o = compensations_save(d->db, d->arena, c, f);
    if (o != DONE)
        return o;
    return strcmp(paid, "no") == 0 ? note_unpaid(d, c, before, by_unit, f) : note_settled(d, c, f);
}

enum outcome deed_paid(struct deed *d, struct fault *f)
{
    struct compensation c;
    const char *paid = d->event->paid;
    const char *by = d->event->party ? d->event->party : d->event->actor;
    bool by_unit = strcmp(by, "unit") == 0;
    enum outcome o = pay_load(d, &c, f);
    if (o != DONE)
        return o;
    if (!paid ||
        (strcmp(paid, "yes") != 0 && strcmp(paid, "no") != 0 && strcmp(paid, "declined") != 0))
        return fault_set(f, NEVER, EXIT_DATA, "expected yes, no or declined");
    if (strcmp(paid, "declined") == 0 && by_unit)
        return fault_set(f, NEVER, EXIT_DATA, "only the representative may decline it");
    return note(d, &c, by_unit, f);
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
