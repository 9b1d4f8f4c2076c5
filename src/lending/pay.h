/* SPDX-License-Identifier: EUPL-1.2 */
/* Payment bases, shared by compensation.c and paid.c. Private to lending/. */
#ifndef LEVANDE_LENDING_PAY_H
#define LEVANDE_LENDING_PAY_H

#include "deed.h"
#include "view/pay.h"

/* The unit has a month to pay, as an invoice has. */
enum { PAY_DAYS = 30 };

/* "C7": what a link or a task about a payment basis names. */
char *pay_subject(struct deed *d, const struct compensation *c);

/* The basis that the event is about. NEVER EXIT_NO_INPUT when it is not of this request. */
enum outcome pay_load(struct deed *d, struct compensation *c, struct fault *f);

/* A letter to the unit with a link to the basis; a task where it has no address. */
enum outcome pay_write_unit(struct deed *d, const struct payment *p, const char *purpose,
                            const char *cause, bool changed, struct fault *f);

/* The timer that asks whether it has been paid. */
enum outcome pay_set_timer(struct deed *d, const struct compensation *c, instant due,
                           struct fault *f);

/* ---- A base amount that becomes known (recount.c) ---- */

#define PAY_NO_AMOUNT                                                                              \
    "base_amount"             /* the task that says a year has none; its subject is the year */
#define PAY_RECOUNT "recount" /* the task about one basis that was stated without it */

/*
 * A base amount of that year stands in the configuration: where a task said that it did not, each
 * basis of the year that would be stated otherwise now is a task, and the first one closes.
 */
enum outcome pay_amount_is_known(const struct house *house, struct arena *a, int year,
                                 struct fault *f);

/* Once a day, inside a transaction: the same for each year that a task says has none. */
enum outcome pay_look_for_amounts(const struct house *house, struct arena *a, struct fault *f);

#endif
