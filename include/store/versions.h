/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: what staff wrote instead of what is shipped, as versions. The newest of a name
 * counts; none is ever changed or taken away, so that a text of last year can be read and brought
 * back.
 */
#ifndef LEVANDE_STORE_VERSIONS_H
#define LEVANDE_STORE_VERSIONS_H

#include "store/db.h"

struct setting_version {
    int64_t id;
    const char *kind; /* template | text | areas | rule | amount | key */
    const char *name; /* "letters/sv/code.md", "areas/cancer", "rules", "compensation.fixed" */
    int64_t version;  /* from 1 */
    const char *body;
    bool shipped;          /* back to what the files say; body is "" */
    const char *of_sha256; /* of what the files said when it was written; "": nothing */
    int64_t by_staff;      /* 0: on the command line */
    const char *by_name;   /* of that member of staff; NULL */
    instant at;
};

/* The id of the newest version of all; 0: there is none. Costs next to nothing. */
enum outcome versions_newest(struct db *db, int64_t *id, struct fault *f);

/* The newest version of each name, by name; those that go back to the files are left out. */
enum outcome versions_standing(struct db *db, struct arena *a, struct setting_version **out,
                               size_t *count, struct fault *f);

/* The newest version of the name; out->id 0: there is none. */
enum outcome versions_current(struct db *db, struct arena *a, const char *name,
                              struct setting_version *out, struct fault *f);

/* One version of the name; NEVER, EXIT_NO_INPUT: there is no such version. */
enum outcome versions_get(struct db *db, struct arena *a, const char *name, int64_t version,
                          struct setting_version *out, struct fault *f);

/* Versions of the name ("": of all names) before this id (0: all), newest first, at most max. */
enum outcome versions_list(struct db *db, struct arena *a, const char *name, int64_t before,
                           size_t max, struct setting_version **out, size_t *count,
                           struct fault *f);

/* Adds the next version of v->name; v->id and v->version are filled in. The caller's
 * transaction. */
enum outcome versions_add(struct db *db, struct arena *a, struct setting_version *v, instant now,
                          struct fault *f);

/* Is the area one that somebody, or an association, has? */
enum outcome versions_area_used(struct db *db, const char *area, bool *used, struct fault *f);

#endif
