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
    const char *const *connected;           /* who fit without a choice: the next event, too */
    size_t connected_count;
};

/* Carries the effects out, in the order of the table in effects.c. */
enum outcome deed_effects(struct deed *d, effects wanted, struct fault *f);

/* ---- Letters (letters.c) ---- */

struct order {
    const char *recipient, *address, *name, *language;
    const char *purpose, *cause;
    const char *token_purpose; /* "request", "answer", "message", "agreement" … */
    const char *subject;       /* which representative the link is about: "P12"; NULL: none */
    const char *own_text;
    json_t *view; /* the order takes the reference */
    int urgency;
};

/* Queues one letter with its Message-ID and its tokens; asked once. */
enum outcome deed_queue(struct deed *d, const struct order *order, struct fault *f);

/* view_unit_address() of the deed's request. */
const char *deed_unit_address(const struct deed *d);

/* A letter to the unit, with the request's view. */
enum outcome deed_write_unit(struct deed *d, const char *purpose, const char *cause,
                             const char *text, struct fault *f);

/* The person's or association's name, address and language. */
struct party {
    const char *name, *first_contact, *address, *language;
    bool association, gone; /* gone: dead, or erased */
    bool nominated;         /* an association has named this person */
};
enum outcome deed_party(struct deed *d, const char *who, struct party *out, struct fault *f);

/* A letter to somebody who is or was asked. */
enum outcome deed_write_asked(struct deed *d, const char *who, const char *purpose,
                              const char *cause, const char *deadline, const char *text,
                              struct fault *f);

struct placement;
/* A letter about one placement (placed.c). */
struct about {
    const struct placement *placement;
    const char *purpose;
    const char *cause;         /* of this letter among those about the placement; NULL: "" */
    const char *link_path;     /* NULL: "/overenskommelse/" */
    const char *token_purpose; /* NULL: "agreement" */
    json_t *more;              /* keys beside the view's own, or NULL; the reference is taken */
    int urgency;
};
/*
 * Queues it, to the unit or to the representative, with view_placement_letter() and a link of its
 * own. Who is dead or erased gets none; a unit without an address is a task.
 */
enum outcome deed_write_placed(struct deed *d, bool to_unit, const struct about *about,
                               struct fault *f);

/* The request is the unit's that it names: found by the name, or added (units.c). */
enum outcome deed_unit(struct deed *d, struct fault *f);

/* ---- Asking (asking.c) ---- */

enum outcome deed_invite(struct deed *d, struct fault *f);
/* Asks one, unless they have been asked: the invitation and its letter. */
enum outcome deed_ask(struct deed *d, const char *who, int score, struct fault *f);
enum outcome deed_record_sent(struct deed *d, struct fault *f);
enum outcome deed_record_bounce(struct deed *d, struct fault *f);
enum outcome deed_tell_cancelled(struct deed *d, struct fault *f);
/* The event's letter left although the request was cancelled: its reader is told too. */
enum outcome deed_tell_late(struct deed *d, struct fault *f);
enum outcome deed_tell_unfilled(struct deed *d, struct fault *f);
/* Can the one who was asked be told? Whose letter came back, or who is no more, cannot. */
enum outcome deed_can_be_told(struct deed *d, const struct invitation *i, bool *can,
                              struct fault *f);
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

/* ---- Nominations (nominate.c) ---- */

/* How long a nominated person may think it over; then the name is forgotten. */
enum { NOMINEE_DAYS = 14 };
enum outcome deed_nominate(struct deed *d, struct fault *f);
/* Where this one was nominated, the nomination is confirmed, declined or expired. */
enum outcome deed_nominee_said(struct deed *d, const char *who, const char *state, struct fault *f);
/* Who was named and has not confirmed is erased; a transaction of its own each. */
enum outcome lending_forget_nominees(const struct house *house, struct arena *a, struct fault *f);

/* The next wave: by itself in automatic mode, else as a task (effects.c). */
enum outcome deed_wave(struct deed *d, struct fault *f);

/* ---- The choice (choose.c), and what ends it before its time (withdraw.c) ---- */

/* A person's yes that counts: not taken back, and not answered by a choice of others. */
bool asking_counts(const struct invitation *i);
/* Tells one who was asked that others have been chosen, unless that one has an outcome already. */
enum outcome deed_tell_filled(struct deed *d, struct invitation *i, struct fault *f);

/* Adds what placements, occasions and follow-ups show, with this event counted in. */
enum outcome deed_tally_placed(struct deed *d, unsigned *known, struct fault *f);
enum outcome deed_place(struct deed *d, struct fault *f);
enum outcome deed_tell_choice(struct deed *d, struct fault *f);
enum outcome deed_withdraw(struct deed *d, struct fault *f);
enum outcome deed_reopen(struct deed *d, struct fault *f);
enum outcome deed_cancel_placements(struct deed *d, struct fault *f);

/* ---- Agreements (agreement.c) ---- */

struct placement;
/* The first version, prefilled from the request, and the timer that minds it. */
enum outcome deed_first_version(struct deed *d, const struct placement *p, struct fault *f);
enum outcome deed_version(struct deed *d, struct fault *f);
enum outcome deed_comment(struct deed *d, struct fault *f);
enum outcome deed_accept(struct deed *d, struct fault *f);
enum outcome deed_remind_agreement(struct deed *d, struct fault *f);

/* ---- Occasions (occasions.c) ---- */

/* Makes rows of the fact, where there are none, and sets their timers. */
enum outcome deed_make_occasions(struct deed *d, struct fault *f);
enum outcome deed_occasions(struct deed *d, struct fault *f);
/* Those that lie ahead are called off without a letter of their own: the request is cancelled. */
enum outcome deed_cancel_occasions(struct deed *d, struct fault *f);
/*
 * Adds "calendar" to the view of a letter about the whole assignment, where its purpose wants one:
 * who is connected gets all that lies ahead, and is told when the place or the assignment is gone.
 */
enum outcome deed_add_calendar(struct deed *d, const struct order *order, struct fault *f);
enum outcome deed_remind_occasion(struct deed *d, struct fault *f);
enum outcome deed_occasion_over(struct deed *d, struct fault *f);
/* Before a placement ends: what has taken place is paid, though its timer has not rung yet. */
enum outcome deed_pay_until_now(struct deed *d, const struct placement *p, struct fault *f);

/* ---- Compensation (compensation.c) ---- */

struct occasion;
/* The payment basis of one placement and one occasion that is over, and its letter to the unit. */
enum outcome deed_pay_basis(struct deed *d, const struct placement *p, const struct occasion *o,
                            struct fault *f);
/* Hours, travel and outlays: the basis is stated anew, and the unit hears of it. */
enum outcome deed_report(struct deed *d, struct fault *f);
enum outcome deed_paid(struct deed *d, struct fault *f);
/* Still unpaid: the unit is reminded once; the second time a task. */
enum outcome deed_task_unpaid(struct deed *d, struct fault *f);
/* All timers were cleared: those of what is still owed for occasions that took place stand anew. */
enum outcome deed_keep_unpaid(struct deed *d, struct fault *f);

/* ---- Follow-up (followup.c) ---- */

/* Adds whether all have answered, and whether nothing is left; deed_tally_placed() calls it. */
enum outcome deed_tally_followups(struct deed *d, unsigned *known, struct fault *f);
enum outcome deed_carried_out(struct deed *d, struct fault *f);
enum outcome deed_timer_followup(struct deed *d, struct fault *f);
enum outcome deed_ask_followup(struct deed *d, struct fault *f);
enum outcome deed_remind_followup(struct deed *d, struct fault *f);
enum outcome deed_end_followup(struct deed *d, struct fault *f);
enum outcome deed_followup(struct deed *d, struct fault *f);
enum outcome deed_timer_close(struct deed *d, struct fault *f);
enum outcome deed_task_close(struct deed *d, struct fault *f);

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
