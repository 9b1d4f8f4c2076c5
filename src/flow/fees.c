/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What an assignment pays, by the national model.
 */
#include "flow.h"

enum fee_class flow_fee_class(int minutes)
{
    return minutes <= 2 * 60 ? FEE_SHORT : minutes <= 4 * 60 ? FEE_HALF_DAY : FEE_FULL_DAY;
}

long flow_national_fee(enum fee_class fee_class, long base_amount)
{
    static const int per_mille[] = {[FEE_SHORT] = 9, [FEE_HALF_DAY] = 18, [FEE_FULL_DAY] = 36};
    return (base_amount * per_mille[fee_class] + 500) / 1000;
}
