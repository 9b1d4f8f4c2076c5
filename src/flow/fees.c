/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What an assignment pays: the class by its length, the amount by model and date, travel by car,
 * and whether the payer owes contributions on it.
 *
 * Whole kronor are counted, never fractions: a sum can be checked by hand.
 */
#include "flow.h"

enum { ORE_A_KILOMETRE = 250 };

enum fee_class flow_fee_class(int minutes)
{
    return minutes <= 2 * 60 ? FEE_SHORT : minutes <= 4 * 60 ? FEE_HALF_DAY : FEE_FULL_DAY;
}

long flow_national_fee(enum fee_class fee_class, long base_amount)
{
    static const int per_mille[] = {[FEE_SHORT] = 9, [FEE_HALF_DAY] = 18, [FEE_FULL_DAY] = 36};
    return (base_amount * per_mille[fee_class] + 500) / 1000;
}

static void by_base_amount(const struct fee_model *m, struct date day, struct fee *fee)
{
    const struct fee_base *used = NULL;
    for (size_t i = 0; i < m->base_count; i++)
        if (!used || m->bases[i].year <= day.year)
            used = &m->bases[i];
    if (!used)
        return;
    fee->kronor = flow_national_fee(fee->fee_class, used->kronor);
    fee->base_year = used->year;
    fee->base_amount = used->kronor;
    fee->outdated = used->year != day.year;
}

static void by_fixed_amount(const struct fee_model *m, struct date day, struct fee *fee)
{
    for (size_t i = 0; i < m->fixed_count; i++) {
        const struct fee_fixed *x = &m->fixed[i];
        if (date_compare(x->from, day) > 0)
            continue;
        fee->kronor = fee->fee_class == FEE_FULL_DAY ? x->full_day : x->half_day;
        fee->from = x->from;
    }
}

struct fee flow_fee(const struct fee_model *m, struct date day, int minutes)
{
    struct fee fee = {.kronor = -1, .fee_class = flow_fee_class(minutes)};
    if (m->national)
        by_base_amount(m, day, &fee);
    else
        by_fixed_amount(m, day, &fee);
    return fee;
}

long flow_car_ore(int kilometres)
{
    return (long)kilometres * ORE_A_KILOMETRE;
}

enum fee_duty flow_fee_duty(long before_ore, long this_ore, bool f_tax)
{
    if (f_tax)
        return DUTY_NEVER;
    if (before_ore >= FEE_YEAR_LIMIT_ORE)
        return DUTY_SINCE_BEFORE;
    return before_ore + this_ore >= FEE_YEAR_LIMIT_ORE ? DUTY_REACHED : DUTY_NONE;
}
