/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Views of follow-ups: their letters, which name nobody and nothing but the kind and the day; the
 * page behind the link; and the rows of `request show`.
 */
#ifndef LEVANDE_VIEW_FOLLOWUPS_H
#define LEVANDE_VIEW_FOLLOWUPS_H

#include "store/followups.h"
#include "store/occasions.h"
#include "view.h"

/* The last occasion that was not called off; NULL: there is none. */
const struct occasion *view_last_occasion(const struct occasion *list, size_t count);

/* last: as above, or NULL. To the unit: its number; to a person never topic, unit or why. */
json_t *view_followup_letter(struct arena *a, const struct house *house, const struct request *r,
                             const struct known_fact facts[FACT_COUNT], const char *name,
                             const char *language, const struct occasion *last, bool to_unit);

/* Who reads /uppfoljning/TOKEN. */
enum followup_reader { FOLLOWUP_REPRESENTATIVE, FOLLOWUP_UNIT, FOLLOWUP_ADVISED, FOLLOWUP_OFFERED };

struct followup_page {
    enum followup_reader reader;
    const struct followup *followup; /* NULL: who offered is asked nothing */
    const struct occasion *last;
    const char *words; /* what the unit said that changed; NULL: nothing yet */
    const char *language;
};

/*
 * The page: what it is about, how the answer stands, and, for those who took part or offered to,
 * the unit's words; in short to those who offered.
 */
json_t *view_followup_page(struct arena *a, const struct request *r,
                           const struct known_fact facts[FACT_COUNT],
                           const struct followup_page *page);

/* The first sentences of a text, as many as fit into so many characters; cut where none does. */
char *view_first_sentences(struct arena *a, const char *text, size_t max);

/* party, due_at, sent_at, reminded_at, answered_at, how, answers. */
json_t *view_followup_row(struct arena *a, const struct followup *fu);

#endif
