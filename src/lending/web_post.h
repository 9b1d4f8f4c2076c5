/* SPDX-License-Identifier: EUPL-1.2 */
/* Letters of no move of a request: links, codes, and those to the pool. Private to lending/. */
#ifndef LEVANDE_LENDING_WEB_POST_H
#define LEVANDE_LENDING_WEB_POST_H

#include <jansson.h>

#include "lending.h"

struct page_letter {
    int64_t request_id; /* 0: none */
    const char *recipient, *address, *name, *language;
    const char *purpose, *cause;
    const char *token_purpose; /* what its link opens: "draft", "request", "person", "message" */
    const char *token_subject; /* what it is about, "O5"; NULL: nothing more */
    int token_days;
    int urgency;   /* as in struct letter */
    instant later; /* how long it waits before it leaves: many at once would trip the caps */
    json_t *view;  /* the reference is taken */
};

/*
 * Queues the letter with tokens of its own, inside the caller's transaction; nothing is queued
 * when the same letter stands already. *queued (may be NULL) is its row, with the token in clear.
 */
enum outcome page_letter_queue(const struct house *house, struct arena *a,
                               const struct page_letter *letter, struct letter *queued,
                               struct fault *f);

/* Ends a transaction of a page: commits and tells the other roles, or undoes. */
enum outcome page_finish(const struct house *house, const char *label, enum outcome o,
                         struct fault *f);

#endif
