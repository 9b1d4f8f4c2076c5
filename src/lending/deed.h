/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A deed: one event on its way through the door, inside one transaction. Private to lending/.
 */
#ifndef LEVANDE_LENDING_DEED_H
#define LEVANDE_LENDING_DEED_H

#include <jansson.h>

#include "lending.h"
#include "store/audit.h"
#include "store/invitations.h"
#include "view.h"

struct deed {
    const struct house *house;
    struct db *db;
    struct arena *arena;
    instant now;
    const struct event *event;
    struct request request;
    struct known_fact facts[FACT_COUNT];
    const char *settled_route, *settled_by; /* the rules settled it: the next event */
};

/* Carries the effects out, in the order of their bits. */
enum outcome deed_effects(struct deed *d, effects wanted, struct fault *f);

/* ---- Letters (letters.c) ---- */

struct order {
    const char *recipient, *address, *name, *language;
    const char *purpose, *cause;
    const char *token_purpose; /* "request", "answer", "message" */
    const char *own_text;
    json_t *view; /* the order takes the reference */
    int urgency;
};

/* Queues one letter with its Message-ID and its token; asked once. */
enum outcome deed_queue(struct deed *d, const struct order *order, struct fault *f);

/* Keeps the hash of the letter's token, for whoever answers to it. */
enum outcome deed_remember_token(struct deed *d, const struct letter *l, const char *purpose,
                                 struct fault *f);

/*
 * Where letters to the unit go: the sender, until staff or a form set contact_email; an address
 * that only stands in a mail is nobody's word. "" where neither is known.
 */
const char *deed_unit_address(const struct deed *d);

/* A letter to the unit, with the request's view. */
enum outcome deed_write_unit(struct deed *d, const char *purpose, const char *cause,
                             const char *text, struct fault *f);

/* The person's or association's name, address and language. */
struct party {
    const char *name, *first_contact, *address, *language;
    bool association, gone; /* gone: dead, or erased */
};
enum outcome deed_party(struct deed *d, const char *who, struct party *out, struct fault *f);

/* A letter to somebody who is or was asked. */
enum outcome deed_write_asked(struct deed *d, const char *who, const char *purpose,
                              const char *cause, const char *deadline, const char *text,
                              struct fault *f);

/* ---- Asking (asking.c) ---- */

enum outcome deed_invite(struct deed *d, struct fault *f);
enum outcome deed_record_sent(struct deed *d, struct fault *f);
enum outcome deed_record_bounce(struct deed *d, struct fault *f);
enum outcome deed_tell_cancelled(struct deed *d, struct fault *f);
/* The event's letter left although the request was cancelled: its reader is told too. */
enum outcome deed_tell_late(struct deed *d, struct fault *f);
enum outcome deed_tell_unfilled(struct deed *d, struct fault *f);
enum outcome deed_reword_ask(struct deed *d, const char *who, const char *deadline,
                             struct fault *f);

/* ---- Answers (answers.c) ---- */

/* Places to fill: people_min, else people_max, else one. */
size_t asking_places(const struct known_fact facts[FACT_COUNT]);
/* Adds what the invitations show, with this event counted in: enough, outstanding, all declined. */
enum outcome deed_tally(struct deed *d, unsigned *known, struct fault *f);
enum outcome deed_record_answer(struct deed *d, struct fault *f);
enum outcome deed_stop_asking(struct deed *d, struct fault *f);
enum outcome deed_choice(struct deed *d, struct fault *f);
enum outcome deed_timer_remind(struct deed *d, struct fault *f);
enum outcome deed_remind(struct deed *d, struct fault *f);
enum outcome deed_expire(struct deed *d, struct fault *f);
enum outcome deed_tell_changed(struct deed *d, struct fault *f);
/* Sets the timer that rings when this day is over. */
enum outcome deed_deadline(struct deed *d, const char *deadline, struct fault *f);

/* ---- The route (settle.c) ---- */

/* Proposes by the design's order; in automatic mode the proposal is settled. */
enum outcome deed_settle(struct deed *d, struct fault *f);

/* ---- Small ones ---- */

/* The unit is reminded after three working days, and staff after as many more. */
enum { UNIT_DAYS = 3 };

/* The same time of day, so many working days on. */
instant deed_in_working_days(instant from, int days);

enum outcome deed_task(struct deed *d, const char *kind, const char *subject, const char *text,
                       struct fault *f);
enum outcome deed_timer(struct deed *d, const char *kind, instant due, const char *silence,
                        struct fault *f);

#endif
