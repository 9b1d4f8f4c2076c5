/* SPDX-License-Identifier: EUPL-1.2 */
/* Facts and proposals, noted once each. */
#include "findings.h"

#include <string.h>

#include "base/text.h"

void find_fact(struct findings *f, enum fact_key key, const char *value, const char *source)
{
    if (!f->facts[key].value && !text_blank(value))
        f->facts[key] = (struct fact){value, source ? source : ""};
}

void find_proposal(struct findings *f, enum fact_key key, const char *value, const char *source,
                   const char *why)
{
    if (f->proposal_count == MOST_PROPOSALS || text_blank(value))
        return;
    for (size_t i = 0; i < f->proposal_count; i++)
        if (f->proposals[i].key == key && strcmp(f->proposals[i].value, value) == 0)
            return;
    f->proposals[f->proposal_count++] = (struct proposal){key, value, source, why};
}
