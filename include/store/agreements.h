/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: the versions of each placement's agreement, who accepted which, and what was said
 * about them.
 *
 * A version is never rewritten: a change is a new one, and an acceptance belongs to the one it was
 * given to (invariant 10).
 */
#ifndef LEVANDE_STORE_AGREEMENTS_H
#define LEVANDE_STORE_AGREEMENTS_H

#include "store/db.h"

struct acceptance {
    instant at;      /* -1: not accepted */
    const char *how; /* page | phone | paper */
};

struct agreement {
    int64_t id, placement_id;
    int version;            /* 1, 2, … */
    const char *body;       /* its fields as JSON, keys sorted */
    const char *sha256;     /* of its canonical text, in hexadecimal */
    const char *written_by; /* unit | representative | staff | system */
    struct acceptance unit, representative;
    instant created_at;
};

/* Has each of both accepted this version? */
bool agreement_accepted(const struct agreement *g);

/* Adds a version; g->id is filled in. NEVER when the placement has one of that number. */
enum outcome agreements_add(struct db *db, struct arena *a, struct agreement *g, struct fault *f);
/* The newest version; out->id 0 when there is none. */
enum outcome agreements_newest(struct db *db, struct arena *a, int64_t placement_id,
                               struct agreement *out, struct fault *f);
/* All versions, oldest first. */
enum outcome agreements_of_placement(struct db *db, struct arena *a, int64_t placement_id,
                                     struct agreement **out, size_t *count, struct fault *f);
/* A party accepts; the first acceptance of a version stays as it is. */
enum outcome agreements_accept_unit(struct db *db, struct arena *a, int64_t id, const char *how,
                                    instant now, struct fault *f);
enum outcome agreements_accept_representative(struct db *db, struct arena *a, int64_t id,
                                              const char *how, instant now, struct fault *f);

struct agreement_comment {
    int64_t id, placement_id;
    int version;            /* that it was said about */
    const char *written_by; /* unit | representative | staff */
    const char *text;
    instant at;
};

/* Adds; c->id is filled in. */
enum outcome agreement_comments_add(struct db *db, struct arena *a, struct agreement_comment *c,
                                    struct fault *f);
/* All of a placement, oldest first. */
enum outcome agreement_comments_of(struct db *db, struct arena *a, int64_t placement_id,
                                   struct agreement_comment **out, size_t *count, struct fault *f);

#endif
