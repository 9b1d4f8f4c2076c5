/* SPDX-License-Identifier: EUPL-1.2 */
/* The case book: the library's staff, who may log in at the desk. */
#ifndef LEVANDE_STORE_STAFF_H
#define LEVANDE_STORE_STAFF_H

#include "store/db.h"

struct staff {
    int64_t id;
    const char *name, *email, *role; /* staff | admin | reader */
    const char *password_hash;
    bool disabled;
};

enum outcome staff_add(struct db *db, struct arena *a, const struct staff *s, instant now,
                       int64_t *id, struct fault *f); /* NEVER EXIT_DATA: the name is taken */
enum outcome staff_list(struct db *db, struct arena *a, struct staff **out, size_t *count,
                        struct fault *f);
enum outcome staff_by_name(struct db *db, struct arena *a, const char *name, struct staff *out,
                           struct fault *f); /* NEVER EXIT_NO_INPUT: nobody of that name */
enum outcome staff_disable(struct db *db, struct arena *a, const char *name, instant now,
                           struct fault *f);
/* hash: of password_hash(). NEVER EXIT_NO_INPUT: nobody of that name. */
enum outcome staff_password(struct db *db, const char *name, const char *hash, struct fault *f);

#endif
