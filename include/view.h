/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Rows to views: the JSON trees that pages, letters and --json show.
 *
 * One view of a thing serves all three. Views for letters and pages speak the reader's language;
 * views for --json hold the contract's keys. A view given to a person holds nothing that ties
 * anybody to an illness (invariant 9): that is decided here, by what is put in, and not by the
 * template.
 *
 * Each function gives a new reference that the caller owns.
 */
#ifndef LEVANDE_VIEW_H
#define LEVANDE_VIEW_H

#include <jansson.h>

#include "house.h"
#include "mime.h"
#include "reading.h"
#include "store/audit.h"
#include "store/desk.h"
#include "store/inbox.h"
#include "store/invitations.h"
#include "store/outbox.h"
#include "store/requests.h"

/* ---- Facts ---- */

/*
 * The facts with the contract's keys and types: areas and occasions as arrays, people as numbers.
 */
json_t *view_facts(struct arena *a, const char *const values[FACT_COUNT]);

/* The occasions that "start/end start/end" names; *count of them, in the order they stand. */
struct occasion_time {
    struct civil start, end;
};
struct occasion_time *view_occasions(struct arena *a, const char *value, size_t *count);

/* The first day of the first occasion; year 0 where there is none. */
struct date view_first_day(struct arena *a, const char *occasions);

/* What a unit must state before anybody is asked, and has not: fact keys, *count of them. */
enum fact_key *view_missing(struct arena *a, const struct known_fact facts[FACT_COUNT],
                            size_t *count);

/* ---- Letters ---- */

/*
 * Where letters to the unit go: the sender, until staff or a form set contact_email; an address
 * that only stands in a mail is nobody's word. "" where neither is known.
 */
const char *view_unit_address(const struct request *r, const struct known_fact facts[FACT_COUNT]);

/* Whom letters to the unit greet: the contact that goes with that address, else the sender. */
const char *view_unit_contact(const struct request *r, const struct known_fact facts[FACT_COUNT]);

/* {"name": …, "first_name": …}, as a greeting wants it; name NULL: nobody's. */
json_t *view_recipient(struct arena *a, const char *name);

/* To the unit: what was understood, what is missing, the notice; `text` is staff's, or NULL. */
json_t *view_unit_letter(struct arena *a, const struct house *house, const struct request *r,
                         const struct known_fact facts[FACT_COUNT], const char *text);

/*
 * To somebody who is, or was, asked: kind, when, where, pay, answer by; never topic, area, unit or
 * why, unless the region decided so (topic_in_mail). association: its name, or NULL for a person.
 */
json_t *view_asked_letter(struct arena *a, const struct house *house, const struct request *r,
                          const struct known_fact facts[FACT_COUNT], const char *name,
                          const char *association, const char *deadline, const char *language);

/* Completes a frozen view when the letter is made: link or code, from the token. */
void view_add_link(struct arena *a, json_t *view, const struct settings *s, const char *token);

/* ---- JSON of the contract (section 5) ---- */

json_t *view_mail_reading(struct arena *a, const struct mime_message *m, const struct reading *r);
json_t *view_request_row(struct arena *a, const struct request *r,
                         const struct known_fact facts[FACT_COUNT], size_t open_tasks);
enum outcome view_request(struct arena *a, const struct house *house, const struct request *r,
                          json_t **out, struct fault *f);
json_t *view_task(struct arena *a, const struct task *t);
/* The command that settles it, "levande request invite LB-2027-0001"; NULL: there is not one. */
char *view_task_command(struct arena *a, const struct task *t);
json_t *view_mail_row(struct arena *a, const struct mail *m);
json_t *view_letter_row(struct arena *a, const struct letter *l);
json_t *view_health(struct arena *a, const struct health *h, instant now, int poll_seconds,
                    bool *well);

/* A text, or null where it is NULL or empty; an instant with offset, or null where it is -1. */
json_t *view_text(const char *text);
json_t *view_time(struct arena *a, instant t);

#endif
