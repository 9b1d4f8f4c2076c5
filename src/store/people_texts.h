/* SPDX-License-Identifier: EUPL-1.2 */
/* The SQL texts about people, by name; people*.c share them. */
#ifndef LEVANDE_STORE_PEOPLE_TEXTS_H
#define LEVANDE_STORE_PEOPLE_TEXTS_H

#include "lists.h"

enum people_text {
    PERSON_LOAD,
    PERSON_AREAS,
    PERSON_INSERT,
    PERSON_UPDATE,
    PERSON_AREAS_CLEAR,
    PERSON_AREA_ADD,
    PERSON_IDS,
    PERSON_WITH_AREA,
    PERSON_WITH_EMAIL,
    PERSON_HISTORY,
    PERSON_ANSWER_RATE,
    PERSON_PAUSE,
    /* what overtakes letters */
    PERSON_DROP_LETTERS,
    PERSON_CLOSE_DROPPED,
    PERSON_CANCEL_UNSENT,
    /* consent */
    PERSON_CONSENT_ADD,
    PERSON_CONSENT_WITHDRAWN,
    /* imports */
    PERSON_KEYS,
    PERSON_IMPORT_ID,
    PERSON_IMPORT_RANGE,
    PERSON_IMPORT_SHOW,
    PERSON_DISCARD_AREAS,
    PERSON_DISCARD_CONSENTS,
    PERSON_DISCARD,
    /* the right of access, in the order of the export */
    PERSON_RECORD_CONSENTS,
    PERSON_RECORD_INVITATIONS,
    PERSON_RECORD_ANSWERS,
    PERSON_RECORD_NOMINATIONS,
    PERSON_RECORD_PLACEMENTS,
    PERSON_RECORD_FOLLOWUPS,
    PERSON_RECORD_LETTERS,
    PERSON_RECORD_MAILS,
    PERSON_RECORD_LINKS,
    PERSON_RECORD_SEARCHES,
    PERSON_RECORD_TRAIL,
    /* erasing: first those with id and now, then those with the id alone */
    PERSON_ERASE,
    PERSON_ERASE_LETTERS,
    PERSON_ERASE_LINKS,
    PERSON_ERASE_AREAS,
    PERSON_ERASE_CONSENTS,
    PERSON_ERASE_BODIES,
    PERSON_ERASE_ASKS,
    PERSON_ERASE_ASK_TEXTS,
    PERSON_ERASE_ANSWERS,
    PERSON_ERASE_PLACEMENTS,
    PERSON_ERASE_FOLLOWUPS,
    PERSON_ERASE_TASKS,
    PERSON_ERASE_TRAIL,
    /* merging: with both ids, the one that stays first */
    PERSON_SHARED_REQUESTS,
    PERSON_MERGE_INVITATIONS,
    PERSON_MERGE_NOMINATIONS,
    PERSON_MERGE_PLACEMENTS,
    PERSON_MERGE_FOLLOWUPS,
    PERSON_MERGE_LETTERS,
    PERSON_MERGE_MAILS,
    PERSON_MERGE_LINKS,
    PERSON_MERGE_SUBJECTS,
    PERSON_MERGE_TIMERS,
    PERSON_MERGE_SILENCE,
    PERSON_MERGE_TASKS,
    PERSON_MERGE_CONSENTS,
    PERSON_TEXT_COUNT,
};

/* Inserts a person under an import id (0: visible at once); in people.c. */
enum outcome person_insert(struct db *db, struct arena *a, const struct person *p, int64_t import,
                           instant now, int64_t *id, struct fault *f);

#endif
