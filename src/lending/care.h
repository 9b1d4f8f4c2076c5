/* SPDX-License-Identifier: EUPL-1.2 */
/* Letters to one in the pool, about no request. Private to lending/. */
#ifndef LEVANDE_LENDING_CARE_PRIVATE_H
#define LEVANDE_LENDING_CARE_PRIVATE_H

#include "lending.h"
#include "lending/care.h"
#include "roster.h"

struct care_letter {
    const char *purpose;
    const char *path;          /* of its link */
    const char *token_purpose; /* what that opens: "person", "meeting" */
    const char *token_subject; /* "O5", or NULL */
    const char *cause;         /* NULL: none */
    json_t *view;  /* beside view_link_letter(); the reference is taken; NULL: nothing */
    instant later; /* as in struct page_letter */
};

/* Queues it, by e-mail or by post; who has neither address gets none. Leaves within the hours. */
enum outcome care_write(const struct hand *hand, const struct person *p,
                        const struct care_letter *letter, struct fault *f);

/* May the person be searched for, as far as the legal basis and the person's own word go? */
bool care_searchable(const struct settings *s, const struct person *p);

/* Who is chosen for the first time without an introduction: a letter, and a task. (introduce.c) */
enum outcome care_introduce(const struct hand *hand, int64_t person, struct fault *f);

/* A letter to the pool has left; the days to answer it in begin. */
enum outcome care_letter_left(const struct house *house, struct arena *a, const struct letter *l,
                              struct fault *f);

#endif
