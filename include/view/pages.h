/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Views of the personal pages, and of the small letters that lead to them.
 *
 * What a letter must not say stands here, behind the personal link (invariant 9): topic, unit and
 * why. language: "en" is English; all else is Swedish.
 */
#ifndef LEVANDE_VIEW_PAGES_H
#define LEVANDE_VIEW_PAGES_H

#include "store/people.h"
#include "store/nominations.h"
#include "store/web.h"
#include "view.h"

/* A letter that holds a link (or, link_path NULL, none) and otherwise says nothing of anybody. */
json_t *view_link_letter(struct arena *a, const struct house *house, const char *name,
                         const char *link_path);

/* Who reads /svar/TOKEN. */
struct asked {
    const struct invitation *invitation;
    const char *name;
    const char *association; /* its name; NULL for a person */
    const char *named_by;    /* the association that has named this person, or NULL */
    const char *story;       /* of a person: what a yes begins with */
    const struct nomination *nominations;
    size_t nomination_count;
};

/* The invitation in full, and how its answer stands; open: an answer is taken. */
json_t *view_asked_page(struct arena *a, const struct house *house, const struct request *r,
                        const struct known_fact facts[FACT_COUNT], const struct asked *asked,
                        bool open, const char *language);

/* A unit's request: its state in words, what was understood, what is missing. */
json_t *view_unit_page(struct arena *a, const struct house *house, const struct request *r,
                       const struct known_fact facts[FACT_COUNT], bool may_cancel,
                       const char *language);

/*
 * The seven steps of a loan, each with title, done, now; none of a request that was advised,
 * declined, cancelled or not filled.
 */
json_t *view_loan_steps(enum state state, const char *language);

/* "svenska, finska" for "sv fi"; and back: NULL, with the word in *strange, where one is none. */
char *view_languages(struct arena *a, const char *codes, const char *language);
char *view_language_codes(struct arena *a, const char *words, const char **strange);

/* What is stored of a person, as label and value, for the person's own eyes. */
json_t *view_own_page(struct arena *a, const struct house *house, const struct person *p,
                      const char *language);

/* "bröstcancer, stroke" for ids of the area file. */
char *view_areas_in_words(struct arena *a, const struct house *house, const char *const *ids,
                          size_t count, const char *language);

/* Figures as Prometheus reads them. */
char *view_metrics(struct arena *a, const struct figure *figures, size_t count, instant now,
                   int schema, const char *version);

#endif
