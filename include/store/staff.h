/* SPDX-License-Identifier: EUPL-1.2 */
/* The case book: the library's staff, who may log in at the desk. */
#ifndef LEVANDE_STORE_STAFF_H
#define LEVANDE_STORE_STAFF_H

#include "store/db.h"

struct staff {
    int64_t id;
    const char *name, *email, *role; /* staff | admin | reader */
    const char *password_hash;
    instant first_until; /* others have seen the password, good until then; -1, 0: nobody */
    bool disabled;
};

enum outcome staff_add(struct db *db, struct arena *a, const struct staff *s, instant now,
                       int64_t *id, struct fault *f); /* NEVER EXIT_DATA: the name is taken */
enum outcome staff_list(struct db *db, struct arena *a, struct staff **out, size_t *count,
                        struct fault *f);
enum outcome staff_by_name(struct db *db, struct arena *a, const char *name, struct staff *out,
                           struct fault *f); /* NEVER EXIT_NO_INPUT: nobody of that name */
/* NEVER EXIT_NO_INPUT: nobody has that id. */
enum outcome staff_load(struct db *db, struct arena *a, int64_t id, struct staff *out,
                        struct fault *f);
enum outcome staff_role(struct db *db, int64_t id, const char *role, struct fault *f);
/* Administrators whose account is open. */
enum outcome staff_admins(struct db *db, int64_t *count, struct fault *f);
enum outcome staff_disable(struct db *db, struct arena *a, const char *name, instant now,
                           struct fault *f);
/* hash: of password_hash(); first_until as above. NEVER EXIT_NO_INPUT: nobody of that name. */
enum outcome staff_password(struct db *db, struct arena *a, const char *name, const char *hash,
                            instant first_until, struct fault *f);

/* ---- The calendar that a member of staff subscribes to ---- */

/* In place of the one there was. token_hash: SHA-256 of what its address holds. */
enum outcome staff_calendar_make(struct db *db, struct arena *a, int64_t staff_id,
                                 const char *token_hash, instant now, struct fault *f);
enum outcome staff_calendar_end(struct db *db, int64_t staff_id, struct fault *f);
/* *made_at -1: there is none. */
enum outcome staff_calendar_of(struct db *db, int64_t staff_id, instant *made_at, struct fault *f);
/* Whose it is; 0: nobody's whose account is open. */
enum outcome staff_calendar_find(struct db *db, const char *token_hash, int64_t *staff_id,
                                 struct fault *f);

#endif
