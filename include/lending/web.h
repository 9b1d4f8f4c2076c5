/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for pages: what a form does, each in one transaction that may be asked for twice.
 *
 * A page decides nothing by itself: an answer, a confirmed draft, new facts and a cancellation are
 * events like any other's (lending.h). What is only the web's stands here: drafts, links that are
 * mailed anew, and codes.
 */
#ifndef LEVANDE_LENDING_WEB_H
#define LEVANDE_LENDING_WEB_H

#include "lending.h"
#include "store/web.h"

/* ---- An answer to a question of interest ---- */

struct page_nominee {
    const char *name, *email;
};

struct page_answer {
    int64_t request_id;
    const char *who; /* "P12", "A3" */
    enum answer answer;
    const char *text; /* yes: exactly what the unit will see; maybe: the question; "" none */
    const struct page_nominee *nominees; /* of an association that says yes */
    size_t nominee_count;
    const char *actor,
        *how; /* who enters it ("staff"), and how it came; NULL: the party, on a page */
};

/*
 * Records the answer: the last one wins, every one is kept; the same again changes nothing. A
 * question is a task for staff; who is nominated is asked to confirm. NEVER EXIT_DATA when the
 * request takes no answers any more, EXIT_NO_INPUT when that one was not asked.
 */
enum outcome lending_page_answer(const struct house *house, struct arena *a,
                                 const struct page_answer *answer, struct fault *f);

/* ---- A request that is written on the web ---- */

struct page_draft {
    const char *fields; /* JSON: field → text */
    const char *address, *name, *language;
};

/*
 * Keeps the form as a draft and mails its link to the sender. An address that has sent in three
 * within a day gets no further letter (*mailed false): nobody is to be flooded in another's name.
 * AGAIN when a hundred have come within an hour, whoever sent them.
 */
enum outcome lending_draft(const struct house *house, struct arena *a,
                           const struct page_draft *draft, bool *mailed, struct fault *f);

/* The sender has looked it over and changed it; what has become a request stays as it is. */
enum outcome lending_draft_change(const struct house *house, const struct draft *draft,
                                  const char *fields, struct fault *f);

struct page_request {
    const char *subject, *sender_name;
    const char *experience; /* what is sought, in own words: read for areas where none is given */
    struct fact facts[FACT_COUNT];
};

/*
 * The sender confirms: the draft becomes a request, and is read by the rules. Who opened the link
 * has shown that the address is theirs, so a trusted domain is trusted. *request_id is the request,
 * the standing one when it was confirmed before.
 */
enum outcome lending_draft_confirm(const struct house *house, struct arena *a,
                                   const struct draft *draft, const struct page_request *request,
                                   int64_t *request_id, struct fault *f);

/*
 * The areas that own words name ("egen erfarenhet av stroke"), as ids separated by spaces; NULL
 * when none is sure.
 */
const char *lending_areas_of(const struct house *house, struct arena *a, const char *experience);

/* ---- Links mailed anew ---- */

/*
 * Notes that somebody asks for a new link for whoever has this address: to each open request of a
 * unit (kind "request"), or to each person ("person"). Whether there is any is not looked at here.
 * AGAIN while a hundred wait.
 */
enum outcome lending_link_ask(const struct house *house, struct arena *a, const char *kind,
                              const char *address, struct fault *f);

/*
 * Work: mails what was asked for longest ago; *moved: there was something. At most one letter in
 * ten minutes to each.
 */
enum outcome lending_link_mail(const struct house *house, struct arena *a, bool *moved,
                               struct fault *f);

/* ---- Codes (invariant 9) ---- */

enum {
    CODE_TRIES = 5,
    CODE_MINUTES = 10,
    CODE_HOURS = 12,  /* how long a browser that gave it is let in */
    CODES_AN_HOUR = 5 /* mailed to one person, whatever the browser */
};

enum code_state {
    CODE_NONE,   /* none was asked for in this browser, or it is too old */
    CODE_WAITS,  /* mailed; may be entered */
    CODE_SPENT,  /* wrong too often */
    CODE_PASSED, /* entered rightly within twelve hours */
};

/*
 * How it stands with this party in this browser: a representative ("P12"), or the unit of a request
 * ("R7", by the request's id). browser is its cookie, NULL: none.
 */
enum outcome lending_code_state(const struct house *house, struct arena *a, const char *party,
                                const char *browser, enum code_state *state, struct fault *f);

/* Mails a new code to the address on record. *mailed false: too many were asked for. */
enum outcome lending_code_send(const struct house *house, struct arena *a, const char *party,
                               const char *browser, bool *mailed, struct fault *f);

/*
 * Tries a code; each try counts, committed before the answer is given. When it passes, the browser
 * is known by a new cookie, *fresh, and by the old one no longer: somebody else may have planted
 * that; NULL else.
 */
enum outcome lending_code_enter(const struct house *house, struct arena *a, const char *party,
                                const char *browser, const char *code, enum code_state *state,
                                const char **fresh, struct fault *f);

/* ---- A pause ---- */

/* Pauses the asks for six months from today; a longer pause stays. until: the day it ends. */
enum outcome lending_pause(const struct house *house, struct arena *a, int64_t person,
                           const char **until, struct fault *f);

#endif
