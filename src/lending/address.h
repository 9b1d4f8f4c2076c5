/* SPDX-License-Identifier: EUPL-1.2 */
/* The address of somebody on the roster, when staff change it. Private to lending/. */
#ifndef LEVANDE_LENDING_ADDRESS_H
#define LEVANDE_LENDING_ADDRESS_H

#include "roster.h"

/* Whose address it is, as they are after the change. */
struct moved {
    const char *who;     /* "P12" or "A3" */
    const char *address; /* the new one */
    const char *name;    /* that letters greet */
    const char *language;
    bool gone; /* is written to no more */
};

/*
 * Inside the transaction that changed it. Does nothing where the address is the same as before or
 * is none, nor where its owner changed it: whoever holds their links has them from themselves.
 */
enum outcome address_moved(const struct hand *hand, const char *was, const struct moved *m,
                           struct fault *f);

#endif
