/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What an assignment pays: the class by its length, the amount by model and date, travel by car,
 * and whether the payer owes contributions on it.
 *
 * Whole kronor are counted, never fractions: a sum can be checked by hand.
 */
#include "flow.h"

#include <string.h>

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

/* ---- Amounts as people write them ---- */

static const char *past_space(const char *at)
{
    while (*at == ' ' || strncmp(at, "\u00a0", 2) == 0)
        at += *at == ' ' ? 1 : 2;
    return at;
}

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

/* Öre behind a comma or a point: one figure is tens of öre. */
static const char *read_ore(const char *at, int64_t *ore)
{
    if ((*at != ',' && *at != '.' && *at != ':') || !is_figure(at[1]))
        return at;
    *ore += (at[1] - '0') * 10;
    at += 2;
    if (is_figure(*at))
        *ore += *at++ - '0';
    return at;
}

bool flow_read_kronor(const char *text, int64_t *ore)
{
    static const char *const ends[] = {"", "kr", "kr.", "kronor", "SEK", ":-", ",-"};
    const int64_t most = 1000 * 1000 * 1000;
    const char *at = past_space(text);
    int64_t kronor = 0, found = 0;
    if (!is_figure(*at))
        return false;
    for (; is_figure(*at) && kronor < most;
         at = is_figure(*past_space(at + 1)) ? past_space(at + 1) : at + 1)
        kronor = kronor * 10 + *at - '0';
    at = past_space(read_ore(at, &found));
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (strncmp(at, ends[i], strlen(ends[i])) == 0 && !*past_space(at + strlen(ends[i]))) {
            *ore = kronor * 100 + found;
            return kronor < most;
        }
    return false;
}

enum fee_duty flow_fee_duty(long before_ore, long this_ore, bool f_tax)
{
    if (f_tax)
        return DUTY_NEVER;
    if (before_ore >= FEE_YEAR_LIMIT_ORE)
        return DUTY_SINCE_BEFORE;
    return before_ore + this_ore >= FEE_YEAR_LIMIT_ORE ? DUTY_REACHED : DUTY_NONE;
}
