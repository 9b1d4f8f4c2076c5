/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: the audit trail, a chain of hashes (invariant 12).
 *
 * Each row's hash covers the row and the hash before it, so that a row cannot be changed, taken
 * out or put in unnoticed. People are named by id only. Free text lies beside the chain and stands
 * in it as a salted hash: erasing the text leaves the chain whole, and the hash gives nothing away.
 */
#ifndef LEVANDE_STORE_AUDIT_H
#define LEVANDE_STORE_AUDIT_H

#include "base/secret.h"
#include "store/db.h"

struct audit_entry {
    const char *actor;                 /* "system", "unit", "P12", "staff:3", "command" */
    const char *event;                 /* "route", "answer", … */
    int64_t request_id;                /* 0: none */
    const char *subject;               /* whom it concerns, "P12", "letter:7"; NULL or "": nobody */
    const char *from_state, *to_state; /* NULL or "" where no state changed */
    const char *text;                  /* free text; NULL: none */
    instant now;
    struct random_source random; /* for the salt */
};

/* Appends; inside the caller's transaction. */
enum outcome audit_add(struct db *db, struct arena *a, const struct audit_entry *e,
                       struct fault *f);

struct audit_row {
    instant at;
    const char *actor, *event, *subject, *from_state, *to_state;
    const char *staff; /* the name of the staff who acted; NULL: it was somebody else */
    const char *text;  /* NULL: none, or erased */
};

/* The history of a request, oldest first. */
enum outcome audit_of_request(struct db *db, struct arena *a, int64_t request_id,
                              struct audit_row **out, size_t *count, struct fault *f);

/*
 * Walks the chain; each break is told to report. DONE when it is whole. *rows gets its length.
 */
enum outcome audit_walk(struct db *db, void (*report)(void *context, const char *line),
                        void *context, int64_t *rows, struct fault *f);

/* A row as the desk's log shows it. */
struct audit_line {
    int64_t id;
    const char *number; /* of the request, or NULL */
    struct audit_row row;
    bool holds; /* it is what was written, after the row before it */
};
/* What the log is asked for; NULL or "" leaves it open. At most one of the first three counts. */
struct audit_filter {
    const char *number, *subject, *actor;
    const char *day; /* "2027-03-01": that day and before */
    int64_t before;  /* only rows of lower ids; 0: from the newest */
};
/* The newest first, at most max, each checked against its own hash and the row before it. */
enum outcome audit_page(struct db *db, struct arena *a, const struct audit_filter *filter,
                        size_t max, struct audit_line **out, size_t *count, struct fault *f);

#endif
