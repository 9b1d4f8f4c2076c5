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

#endif
