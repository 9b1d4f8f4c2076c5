/* SPDX-License-Identifier: EUPL-1.2 */
/* What the pages of a unit's request share. Private to web/. */
#ifndef LEVANDE_WEB_PAGE_CASE_H
#define LEVANDE_WEB_PAGE_CASE_H

#include "craft.h"

struct unit_case {
    struct request request;
    struct known_fact facts[FACT_COUNT];
    bool may_cancel, takes_facts;
};

/* "choice" of the view: who said yes and who is chosen, or the code that shows them. */
enum outcome case_add_choice(struct web_request *q, const struct unit_case *c, json_t *view,
                             struct fault *f);

#endif
