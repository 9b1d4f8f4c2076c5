/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: documents (PDF) that are to be drawn, and that have been.
 *
 * Whoever gives cause for one asks for it inside its own transaction, with a frozen view. Work
 * draws it outside, once; web and the export give out the bytes as they were drawn.
 */
#ifndef LEVANDE_STORE_DOCUMENTS_H
#define LEVANDE_STORE_DOCUMENTS_H

#include "store/db.h"

struct document {
    int64_t id, request_id; /* request_id 0: of none */
    const char *kind;       /* agreement | payment | letter */
    const char *subject;    /* what it is of: an id of that kind, "12" */
    const char *view;       /* frozen JSON: the tree of letters/document.h */
    instant created_at;     /* when it was asked for: what its metadata tells */
    instant made_at;        /* -1: not drawn yet */
    const char *sha256;     /* of its bytes, in hexadecimal; "" until it is drawn */
    const char *failed;     /* why it cannot be drawn; "" */
};

/*
 * Asks for a document. One of this kind and subject that was asked for before is drawn anew when
 * its view has changed, and stays as it is when it has not.
 */
enum outcome documents_ask(struct db *db, struct arena *a, const struct document *d,
                           struct fault *f);
/* The one that has waited longest to be drawn; out->id 0 when none waits. */
enum outcome documents_waiting(struct db *db, struct arena *a, struct document *out,
                               struct fault *f);
/* It is drawn from this view; *kept false when another has been asked for in the meantime. */
enum outcome documents_made(struct db *db, struct arena *a, const struct document *d,
                            const void *bytes, size_t len, instant now, bool *kept,
                            struct fault *f);
/* It cannot be drawn. */
enum outcome documents_unmakeable(struct db *db, int64_t id, const char *why, struct fault *f);
/* out->id 0 when none was asked for. */
enum outcome documents_find(struct db *db, struct arena *a, const char *kind, const char *subject,
                            struct document *out, struct fault *f);
/* Those of a request, oldest first. */
enum outcome documents_of_request(struct db *db, struct arena *a, int64_t request_id,
                                  struct document **out, size_t *count, struct fault *f);
/* The bytes as they were drawn; *len 0 when they are not. */
enum outcome documents_bytes(struct db *db, struct arena *a, int64_t id, void **bytes, size_t *len,
                             struct fault *f);

#endif
