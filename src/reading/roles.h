/* SPDX-License-Identifier: EUPL-1.2 */
/* What a mentioned day is about: see roles.c. */
#ifndef LEVANDE_READING_ROLES_H
#define LEVANDE_READING_ROLES_H

#include "when.h"

enum role { ROLE_OTHER, ROLE_OCCASION, ROLE_PERHAPS, ROLE_RESPOND };

/* All mentions of a page, in order. */
struct mentions {
    const struct page *p;
    const struct when *found;
    size_t count;
};

/* The role of the day, span or week that is mention i. */
enum role role_of(const struct mentions *m, size_t i);

#endif
