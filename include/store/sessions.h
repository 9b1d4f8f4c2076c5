/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: sessions of the staff at the desk, and their second factor. Of a session's token
 * the book keeps the SHA-256; a session that has ended, by itself or with its owner's account, is
 * found no more.
 */
#ifndef LEVANDE_STORE_SESSIONS_H
#define LEVANDE_STORE_SESSIONS_H

#include "store/db.h"

struct staff_session {
    int64_t id, staff_id;
    const char *token_hash;
    const char *name, *role, *email; /* of the member of staff */
    instant expires_at;
    bool passed; /* the second factor has been shown */
    bool first;  /* let in by a password that others have seen: a new one comes first */
    int tries;   /* wrong codes in this session */
};

/* Adds; passed says whether the second factor was shown. The caller's transaction. */
enum outcome sessions_add(struct db *db, struct arena *a, const struct staff_session *s,
                          instant now, struct fault *f);
/* out->id 0: none of this token that stands at this time, of somebody who may still log in. */
enum outcome sessions_find(struct db *db, struct arena *a, const char *token_hash, instant now,
                           struct staff_session *out, struct fault *f);
enum outcome sessions_end(struct db *db, struct arena *a, int64_t id, instant now, struct fault *f);
/* All of one member of staff. */
enum outcome sessions_end_all(struct db *db, struct arena *a, int64_t staff_id, instant now,
                              struct fault *f);
/* Weeds those that began before then. */
enum outcome sessions_weed(struct db *db, struct arena *a, instant before, struct fault *f);

/* ---- The second factor ---- */

struct second_factor {
    const char *secret; /* base32; NULL: not enrolled */
    int64_t step;       /* the last one used */
    int64_t faults;     /* wrong codes since a right one, in all sessions */
    int64_t codes_left; /* recovery codes not used */
};

enum outcome factors_load(struct db *db, struct arena *a, int64_t staff_id,
                          struct second_factor *out, struct fault *f);
/* Enrols where nothing is enrolled; *took false: something was. */
enum outcome factors_enrol(struct db *db, int64_t staff_id, const char *secret, int64_t step,
                           bool *took, struct fault *f);
/* The step is used, and wrong codes are forgotten; *took false: it, or a later one, was used. */
enum outcome factors_use(struct db *db, int64_t staff_id, int64_t step, bool *took,
                         struct fault *f);
/* One more wrong code, in this session and of this member of staff. */
enum outcome factors_fault(struct db *db, int64_t session_id, int64_t staff_id, struct fault *f);
enum outcome recovery_add(struct db *db, int64_t staff_id, const char *code_hash, struct fault *f);
/* *took false: there is no such code, or it has been used. */
enum outcome recovery_use(struct db *db, struct arena *a, int64_t staff_id, const char *code_hash,
                          instant now, bool *took, struct fault *f);
/* Takes all recovery codes away, used or not. */
enum outcome recovery_clear(struct db *db, int64_t staff_id, struct fault *f);
/* Takes the second factor and its recovery codes away: it is enrolled anew at the next login. */
enum outcome factors_clear(struct db *db, int64_t staff_id, struct fault *f);

#endif
