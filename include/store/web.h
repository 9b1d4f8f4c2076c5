/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book for pages: drafts of requests, codes, links to look up, and the
 * figures that machines ask for.
 */
#ifndef LEVANDE_STORE_WEB_H
#define LEVANDE_STORE_WEB_H

#include "store/db.h"

/* ---- Drafts: request forms that wait for their sender's word ---- */

struct draft {
    int64_t id;
    const char *token_hash; /* of its link */
    const char *fields;     /* JSON: field → text */
    const char *address, *language;
    instant created_at, expires_at;
    int64_t request_id; /* what it became; 0: nothing yet */
};

/* Adds; d->id is filled in. The caller's transaction. */
enum outcome drafts_add(struct db *db, struct arena *a, struct draft *d, struct fault *f);
/* out->id 0 when there is none with this token. */
enum outcome drafts_find(struct db *db, struct arena *a, const char *token_hash, struct draft *out,
                         struct fault *f);
/* What is written in it from now on, unless it has become a request. */
enum outcome drafts_save(struct db *db, int64_t id, const char *fields, struct fault *f);
/* The draft is now this request, which holds what it said. */
enum outcome drafts_became(struct db *db, int64_t id, int64_t request_id, struct fault *f);
/* How many of this address ("": of all), upper or lower case alike, expire then or later. */
enum outcome drafts_since(struct db *db, struct arena *a, const char *address, instant expiring,
                          int64_t *count, struct fault *f);
/* Weeds those that were never confirmed and are past their time. */
enum outcome drafts_weed(struct db *db, struct arena *a, instant now, struct fault *f);

/* ---- Codes (invariant 9) ---- */

struct code {
    int64_t id;
    const char *party, *browser_hash, *code_hash;
    int tries;
    instant created_at, expires_at, passed_until; /* passed_until -1: not entered */
};

enum outcome codes_add(struct db *db, struct arena *a, const struct code *c, struct fault *f);
/* Weeds those that were made before then. */
enum outcome codes_weed(struct db *db, struct arena *a, instant before, struct fault *f);
/* The newest code of this party in this browser; out->id 0: there is none. */
enum outcome codes_newest(struct db *db, struct arena *a, const char *browser_hash,
                          const char *party, struct code *out, struct fault *f);
/* How many codes the party has been sent since then, in all browsers. */
enum outcome codes_since(struct db *db, struct arena *a, const char *party, instant since,
                         int64_t *count, struct fault *f);
/* One more try. */
enum outcome codes_try(struct db *db, int64_t id, struct fault *f);
/*
 * It was entered rightly; from now on all that this browser has been given stands under another
 * name of it.
 */
enum outcome codes_pass(struct db *db, struct arena *a, const struct code *c, const char *browser,
                        instant until, struct fault *f);

/* ---- Links to look up ---- */

/* A link that was asked for on an open page: kind "request" or "person". */
struct link_wish {
    int64_t id;
    const char *kind, *address;
};

/* Adds; *waiting is how many wait, this one included. */
enum outcome wishes_add(struct db *db, struct arena *a, const struct link_wish *w, instant now,
                        int64_t *waiting, struct fault *f);
/* The one that has waited longest; out->id 0: none waits. */
enum outcome wishes_next(struct db *db, struct arena *a, struct link_wish *out, struct fault *f);
enum outcome wishes_done(struct db *db, int64_t id, struct fault *f);

/* Ids of the newest requests whose sender, or whose contact, has this address; at most max. */
enum outcome web_requests_of(struct db *db, struct arena *a, const char *address, size_t max,
                             int64_t **ids, size_t *count, struct fault *f);

/* How many links for this purpose the party has been sent since then. */
enum outcome web_links_since(struct db *db, struct arena *a, const char *party, const char *purpose,
                             instant since, int64_t *count, struct fault *f);

/* ---- Notes and figures ---- */

/* The value of a health note; NULL when nothing is noted. */
enum outcome web_note(struct db *db, struct arena *a, const char *name, const char **value,
                      struct fault *f);
/* Writes the note if there is none of that name; the first to write it wins. */
enum outcome web_note_first(struct db *db, struct arena *a, const char *name, const char *value,
                            instant now, struct fault *f);

/* One figure of the book: "requests", "inviting", 12. */
struct figure {
    const char *name, *label;
    int64_t value;
    instant oldest; /* of what is counted; -1: does not apply */
};

/* All figures, grouped by name. */
enum outcome web_figures(struct db *db, struct arena *a, struct figure **out, size_t *count,
                         struct fault *f);

#endif
