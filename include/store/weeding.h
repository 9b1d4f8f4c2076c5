/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: weeding. What is no longer to be kept is taken out, by type of document; the rows
 * stay, with ids, states and times, so that the book still tells what happened, and when.
 *
 * Promises: no state, no hash of a mail, no row of the trail is touched (free text beside the trail
 * goes); what waits for a person stays whole; each weeding is a row of the table `weeding`.
 */
#ifndef LEVANDE_STORE_WEEDING_H
#define LEVANDE_STORE_WEEDING_H

#include "store/db.h"

/* Types of documents, as [retention] names them; those before WEED_PERSON are of a request. */
enum weed {
    WEED_MAIL,      /* the bytes, sender and subject of mails */
    WEED_REQUEST,   /* facts, free texts, what was said beside the trail */
    WEED_AGREEMENT, /* agreements and payment bases: their words and PDFs */
    WEED_LETTER,    /* the bytes, addresses and wordings of letters */
    WEED_FOLLOWUP,  /* answers of follow-ups */
    WEED_SEARCH,    /* searches over people */
    WEED_ACCESS,    /* whom personal links were made for */
    WEED_PERSON,    /* people nobody has had contact with */
    WEED_COUNT,
};

/* "mail", … */
const char *weed_name(enum weed what);

/* A request that has been over since before `before`, after the id `after`; id 0: none is left. */
struct weed_due {
    int64_t id;
    instant since;
};
enum outcome weeding_due(struct db *db, struct arena *a, enum weed what, instant before,
                         int64_t after, struct weed_due *out, struct fault *f);

/* Takes the documents of this type out of a request; *n is how many there were. */
enum outcome weeding_request(struct db *db, struct arena *a, enum weed what, int64_t request_id,
                             instant now, int64_t *n, struct fault *f);

/* The same for what belongs to no request, by its own age, at most max; *n of them. */
enum outcome weeding_loose(struct db *db, struct arena *a, enum weed what, instant before,
                           size_t max, instant now, int64_t *n, struct fault *f);

/* Some bytes of mails that have been weeded, at most max pieces; *n 0 when none are left. */
enum outcome weeding_bytes(struct db *db, size_t max, int64_t *n, struct fault *f);

/* Somebody without a case under way, with whom there was no contact since `before`; 0: none. */
enum outcome weeding_person_due(struct db *db, struct arena *a, instant before, int64_t after,
                                int64_t *id, struct fault *f);

/* What was said of that one beside the trail, outside any request, goes. */
enum outcome weeding_person(struct db *db, int64_t id, struct fault *f);

/* A row of the log. */
struct weeding {
    instant at;
    const char *what, *rule, *subject; /* subject: "P12", or "" */
    int64_t request_id, n;             /* request_id 0: of none */
};
enum outcome weeding_add(struct db *db, struct arena *a, const struct weeding *w, struct fault *f);
/* Those of a request, oldest first. */
enum outcome weeding_of_request(struct db *db, struct arena *a, int64_t request_id,
                                struct weeding **out, size_t *count, struct fault *f);

#endif
