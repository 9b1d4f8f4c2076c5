/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for the pages of a choice: the unit chooses among those who said yes, and either side
 * may withdraw. All that was meant is done, in one transaction, or nothing; and the same again
 * changes nothing.
 */
#ifndef LEVANDE_LENDING_CHOICE_H
#define LEVANDE_LENDING_CHOICE_H

#include "lending.h"

enum choice_verdict {
    CHOICE_MADE,   /* now, or by the same click before */
    CHOICE_GONE,   /* one of those named has not said yes, or not any more: nobody was chosen */
    CHOICE_NOBODY, /* no more are wanted, and nobody has been chosen */
    CHOICE_OVER,   /* it is no longer to be chosen, or to be left */
};

struct page_choice {
    int64_t request_id;
    const char *const *names; /* "P12" … */
    size_t count;
    bool finished; /* no more are wanted than these, and those chosen before */
};

enum outcome lending_page_choose(const struct house *house, struct arena *a,
                                 const struct page_choice *choice, enum choice_verdict *verdict,
                                 struct fault *f);

struct page_withdrawal {
    int64_t request_id;
    const char *who; /* whose place it is */
    bool by_unit;    /* else that one's own word */
    const char *text;
};

enum outcome lending_page_withdraw(const struct house *house, struct arena *a,
                                   const struct page_withdrawal *w, enum choice_verdict *verdict,
                                   struct fault *f);

#endif
