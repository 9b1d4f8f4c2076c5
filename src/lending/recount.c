/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The base amount of a year becomes known after some of its payment bases have been stated with the
 * amount before it. They are not restated behind anybody's back: a unit may have paid by them. Each
 * is a task that says what it was and what it would be, and closes when the basis is stated anew.
 */
#include "pay.h"

#include <stdlib.h>
#include <string.h>

#include "store/desk.h"

enum { YEARS = 10 }; /* that may lack their amount at once */

static enum outcome ask_to_recount(const struct house *house, struct arena *a,
                                   const struct compensation *c, int64_t ore, struct fault *f)
{
    const struct task t = {
        .kind = PAY_RECOUNT,
        .request_id = c->request_id,
        .subject = arena_printf(a, "C%lld", (long long)c->id),
        .text = arena_printf(
            a,
            "Prisbasbeloppet för %.4s är känt nu. Arvodet till %s för %s är räknat med det "
            "gamla: %s. Med det nya blir det %s. Stäm av med verksamheten, och spara underlaget "
            "på nytt så räknas det om.",
            c->day, c->who, c->day, view_kronor(a, c->fee_ore, "sv"), view_kronor(a, ore, "sv")),
        .since = clock_now(&house->clock)};
    return tasks_open(house->db, a, &t, f);
}

/* What nobody is owed, or nobody can count yet, stays as it is. */
static enum outcome look_at(const struct house *house, struct arena *a,
                            const struct compensation *c, struct fault *f)
{
    struct date day;
    bool declined = c->paid && strcmp(c->paid, "declined") == 0;
    if (declined || c->minutes <= 0 || !date_parse(c->day, &day))
        return DONE;
    struct fee fee = view_fee(a, house->settings, day, c->minutes);
    int64_t ore = (int64_t)fee.kronor * 100;
    return fee.kronor < 0 || ore == c->fee_ore ? DONE : ask_to_recount(house, a, c, ore, f);
}

static enum outcome recount_year(const struct house *house, struct arena *a, int year,
                                 struct fault *f)
{
    struct compensation *list;
    size_t count;
    enum outcome o = compensations_of_year(house->db, a, year, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        o = look_at(house, a, &list[i], f);
    if (o != DONE)
        return o;
    return tasks_close_general(house->db, a, PAY_NO_AMOUNT, arena_printf(a, "%d", year),
                               clock_now(&house->clock), f);
}

enum outcome pay_amount_is_known(const struct house *house, struct arena *a, int year,
                                 struct fault *f)
{
    struct task *list;
    size_t count;
    enum outcome o = tasks_of_kind(house->db, a, PAY_NO_AMOUNT, 0, YEARS, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++)
        if (atoi(list[i].subject) == year)
            return recount_year(house, a, year, f);
    return o;
}

enum outcome pay_look_for_amounts(const struct house *house, struct arena *a, struct fault *f)
{
    struct task *list;
    size_t count;
    enum outcome o = tasks_of_kind(house->db, a, PAY_NO_AMOUNT, 0, YEARS, &list, &count, f);
    for (size_t i = 0; o == DONE && i < count; i++) {
        int year = atoi(list[i].subject);
        struct fee fee =
            view_fee(a, house->settings, (struct date){.year = year, .month = 7, .day = 1}, 60);
        if (!fee.outdated)
            o = recount_year(house, a, year, f);
    }
    return o;
}
