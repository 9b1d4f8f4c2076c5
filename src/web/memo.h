/* SPDX-License-Identifier: EUPL-1.2 */
/* What takes long to reckon is kept for those who ask again. Private to web/. */
#ifndef LEVANDE_WEB_MEMO_H
#define LEVANDE_WEB_MEMO_H

#include <stddef.h>
#include <stdint.h>

struct memo;

enum { MEMO_LONG_MS = 20, MEMO_AGE_MS = 10000 }; /* what took so long may be so old */

struct memo *memo_new(void);
void memo_free(struct memo **memo);

/*
 * What was kept under this name: of the book as it is now (db_state()), or, where it took long to
 * make, of some seconds ago; but never older than oldest_ms. NULL: nothing is; else valid until the
 * next memo_keep().
 */
const char *memo_find(const struct memo *memo, const char *name, int64_t state, int64_t oldest_ms,
                      size_t *len);

/* Keeps a copy of what took so long to make, in the place of the oldest where there is no room. */
void memo_keep(struct memo *memo, const char *name, int64_t state, const char *body, size_t len,
               int64_t took_ms);

#endif
