/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * /bli-levande-bok: the steps of a sign-up, each a page with a small form. Private to web/.
 */
#ifndef LEVANDE_WEB_PAGE_SIGNUP_H
#define LEVANDE_WEB_PAGE_SIGNUP_H

#include "craft.h"

struct signup_step {
    const char *part; /* of its path: "/bli-levande-bok/TOKEN/erfarenhet" */
    const struct field *fields;
    const char *sv, *easy, *en; /* its question; easy NULL: as in Swedish */
    const char *lead_sv, *lead_easy, *lead_en;
};

enum { SIGNUP_STEPS = 5 };
extern const struct signup_step signup_steps[SIGNUP_STEPS];

extern const struct field signup_you_fields[], signup_experience_fields[], signup_story_fields[],
    signup_part_fields[], signup_needs_fields[], signup_send_fields[];

void check_signup_experience(struct web_request *q), check_signup_story(struct web_request *q),
    check_signup_needs(struct web_request *q);

web_handler page_signup, page_signup_start, page_signup_start_take, page_signup_step,
    page_signup_step_take, page_signup_case, page_signup_send_take, page_signup_sent,
    page_signup_confirm_take;

/* ---- What has been written (signup_words.c) ---- */

/* The step's form with what was written in it before. */
struct form signup_recall(struct arena *a, const struct signup_step *step, const char *kept);
/* What was written before, and this step's form in the place of what it said then; as JSON. */
char *signup_keep(struct arena *a, const char *kept, const struct form *form);
/* One text of it; "" when it was left out. */
const char *signup_word(struct arena *a, const char *kept, const char *name);
/* Step by step, as question and answer, with where it is changed (none: no links). */
json_t *signup_rows(const struct web_request *q, const char *kept, bool links);
/* As the person's record takes it; *count of them. */
struct roster_change *signup_changes(struct web_request *q, const char *kept, size_t *count);

#endif
