/* SPDX-License-Identifier: EUPL-1.2 */
/* What the follow-up's two files share. Private to lending/. */
#ifndef LEVANDE_LENDING_FOLLOWUP_PRIVATE_H
#define LEVANDE_LENDING_FOLLOWUP_PRIVATE_H

#include "deed.h"
#include "store/followups.h"
#include "store/placements.h"

/* Those who have not answered and can still be asked: the unit, and whose placement stands. */
enum outcome followups_awaited(struct deed *d, struct followup **out, size_t *count,
                               struct fault *f);

/* Was that one chosen, does the placement stand, and can the person still be written to? */
enum outcome followup_party_stands(struct deed *d, const char *who, bool *stands, struct fault *f);

/* A letter whose link opens the follow-up's page; urgency as in struct order. */
enum outcome followup_write(struct deed *d, const char *party, const char *purpose, int urgency,
                            struct fault *f);

/* Once all who are waited for have been reminded: when the waiting ends. */
enum outcome followup_mind_end(struct deed *d, struct fault *f);

/* The task that says who owes those who took part the word of what changed. */
enum outcome followup_owed(struct deed *d, const char *why, struct fault *f);

#endif
