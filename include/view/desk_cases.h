/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Requests as the desk shows them: in a list, and one by itself with all that is known of it, in
 * words that staff use.
 */
#ifndef LEVANDE_VIEW_DESK_CASES_H
#define LEVANDE_VIEW_DESK_CASES_H

#include "store/cases.h"
#include "view.h"

/* {number, subject, unit, state_label, since, received, first_day, tasks, href} */
json_t *view_case_row(struct arena *a, const struct case_row *r, instant now);

/*
 * One request: what `request show` tells, and beside each of its words the word that staff know.
 * The facts as label and value with the words they were read from; tasks; who was asked, and how
 * it stands, by name; who is chosen; letters; history. *whom gets those it names ("P12 P40").
 */
enum outcome view_case(struct arena *a, const struct house *house, const struct request *r,
                       json_t **out, const char **whom, struct fault *f);

/* A mail's text in pieces, {text, mark, key}: marked is what a fact was read from. */
json_t *view_marked(struct arena *a, const char *text, const struct known_fact facts[FACT_COUNT]);

/* Who is meant by "unit", "P12", "A3", "staff": a name for staff's eyes. */
const char *view_party(struct arena *a, const struct house *house, const char *who);

/* What a letter's purpose, and its state, is called at the desk. */
const char *view_purpose(const char *purpose);
const char *view_letter_state(const char *state);
/* Why somebody is not asked: "paused" → "har paus". */
const char *view_exclusion(const char *word);
/* "i dag, 1 mars, kl. 13.05", "tisdag 2 mars kl. 10": by time_near() of base/calendar.h. */
char *view_when(struct arena *a, instant at, instant now);

#endif
