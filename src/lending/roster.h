/* SPDX-License-Identifier: EUPL-1.2 */
/* What the door for people and the imports share: one change inside an open transaction. */
#ifndef LEVANDE_LENDING_ROSTER_H
#define LEVANDE_LENDING_ROSTER_H

#include "lending/people.h"

/* Who changes the roster, where and when. */
struct hand {
    const struct house *house;
    struct arena *a;
    const char *actor;
    const char *how; /* of a consent where the person's record does not say: "command", "import" */
    instant now;
};

/*
 * Saves what became of a person, with all that follows from it, and a row of the trail. before is
 * the person as loaded. *changed is false, and nothing is written, when both are the same.
 */
enum outcome roster_save_change(const struct hand *hand, const struct person *before,
                                const struct person *after, bool *changed, struct fault *f);

/* The consent that a new person came with, if any, becomes a row. */
enum outcome roster_note_consent(const struct hand *hand, int64_t id, const struct person *p,
                                 struct fault *f);

/* The last day on which the person withdrew a consent; year 0: never. */
enum outcome roster_withdrawn_on(const struct hand *hand, int64_t id, struct date *day,
                                 struct fault *f);

/* An association, new (before is NULL) or changed, with a row of the trail; as above. */
enum outcome roster_save_association(const struct hand *hand, const struct association *before,
                                     const struct association *after, int64_t *id, bool *changed,
                                     struct fault *f);

/*
 * Takes back the choice of one who is to be erased or has died, wherever an assignment lies ahead,
 * and a yes that waits for the choice; before that one's letters are overtaken. (gone.c)
 */
enum outcome roster_withdraw(const struct hand *hand, int64_t id, struct fault *f);

/* A row of the trail about "P12" or "A3". */
enum outcome roster_trail(const struct hand *hand, const char *event, const char *subject,
                          const char *text, struct fault *f);

#endif
