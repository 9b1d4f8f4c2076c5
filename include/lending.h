/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The one door: an event comes in, one transaction goes out.
 *
 * Whoever acts (a mail, a form, a timer, the command line) makes an event and calls
 * lending_event(). In one transaction that loads the request, asks flow/ what follows, carries the
 * effects out, and appends to the audit trail. Nothing else changes a request (invariant 3).
 */
#ifndef LEVANDE_LENDING_H
#define LEVANDE_LENDING_H

#include <jansson.h>

#include "flow.h"
#include "house.h"
#include "mime.h"
#include "reading.h"
#include "store/desk.h"
#include "store/inbox.h"
#include "store/outbox.h"
#include "store/requests.h"

struct event {
    enum event_kind kind;
    int64_t request_id;
    const char *actor;            /* "system", "unit", "P12", "staff:3", "command" */
    bool changed;                 /* EVENT_FACTS: time, place, format or pay are others */
    bool by_unit, sure;           /* EVENT_FACTS: the unit speaks; EVENT_READ: surely a request */
    const char *route, *route_by; /* EVENT_ROUTE */
    const char *text;             /* a note, a message, an ending, an answer's words */
    const char *who;              /* EVENT_ANSWER, _LETTER_*, _WRITE: "unit", "P12", "A3" */
    const char *const *names;     /* EVENT_INVITE: "P12", "A3" … */
    const int *scores;            /* beside names; NULL: none */
    size_t name_count;
    enum answer answer; /* EVENT_ANSWER */
    const char *how;    /* EVENT_ANSWER: "mail", "page", "staff" */
    int64_t inbox_id, letter_id;
    bool printed;      /* EVENT_LETTER_SENT: it goes by post */
    bool unknown;      /* EVENT_LETTER_SENT: it may or may not have left */
    const char *cause; /* tells letters of this event from others of the same purpose */

    /* From a yes to the follow-up. `who` is the representative ("P12") whose placement it is. */
    bool finished;      /* EVENT_CHOOSE: no more are wanted than those in names, and before */
    const char *party;  /* EVENT_PROPOSE, _COMMENT, _ACCEPT, _WITHDRAW: who speaks: "unit",
                           "representative", "staff"; EVENT_FOLLOWUP: "unit" or "P12" */
    const char *hash;   /* EVENT_ACCEPT: of the version that is accepted */
    const char *body;   /* EVENT_PROPOSE: the fields, EVENT_FOLLOWUP: the answers; as JSON */
    const char *email;  /* EVENT_NOMINATE: with text, the name; who is the association */
    int64_t subject_id; /* EVENT_TIMER_EVE, _OVER: the occasion; EVENT_REPORT, _PAID,
                           _TIMER_PAID: the compensation */
    const char *paid;   /* EVENT_PAID: "yes", "no", "declined" */
    const struct occasion_change *change; /* EVENT_OCCASION */
    const struct pay_report *report;      /* EVENT_REPORT */
};

/* What is reported of an occasion that is over; -1 and NULL leave it as it was. */
struct pay_report {
    int minutes, travel_minutes; /* there, and on the way */
    int travel_km;               /* by own car */
    int64_t travel_ore;          /* other travel and outlays, by receipt */
    const char *receipts, *cost_ref;
    int f_tax; /* 0 or 1 */
};

/* What happens to an occasion. */
struct occasion_change {
    enum { OCCASION_ADD, OCCASION_MOVE, OCCASION_CANCEL } what;
    int64_t id;                        /* of the one that is moved or cancelled */
    const char *starts, *ends;         /* local, as in the book; NULL: as it was */
    const char *place, *link, *access; /* NULL: as it was */
};

/* What came of it. */
struct verdict {
    enum state from, to;
    const char *number;
    bool refused; /* the rules said no */
};

/*
 * The door. A transaction of its own, unless one is open already (then the caller's savepoint
 * bounds it). NEVER EXIT_DATA with the rules' reason when the move is refused; NEVER EXIT_NO_INPUT
 * when there is no such request. Tells the other roles (db_wake) when the transaction was its own.
 */
enum outcome lending_event(const struct house *house, struct arena *a, const struct event *event,
                           struct verdict *verdict, struct fault *f);

/*
 * Offers an event that may come too late, inside the caller's transaction: when the rules refuse
 * it, *taken is false, nothing of it stays, and that is no fault.
 */
enum outcome lending_offer(const struct house *house, struct arena *a, const struct event *event,
                           bool *taken, struct fault *f);

/* Staff, or a form, give facts: values by key, NULL where nothing is said. One event. */
enum outcome lending_facts(const struct house *house, struct arena *a, int64_t request_id,
                           enum origin origin, const struct fact facts[FACT_COUNT],
                           int64_t inbox_id, const struct event *event, struct verdict *verdict,
                           struct fault *f);

/*
 * A mail that was read: finds the thread it belongs to, and does what the contract's section 7
 * says. Inside the caller's transaction. m->state, request_id, party are filled in and saved.
 */
enum outcome lending_mail(const struct house *house, struct arena *a, struct mail *m,
                          const struct mime_message *message, const struct reading *reading,
                          struct fault *f);

/* Makes a request from a mail by a person's hand; NEVER EXIT_DATA when it made one before. */
enum outcome lending_request_from(const struct house *house, struct arena *a, struct mail *m,
                                  const struct mime_message *message, const struct reading *reading,
                                  const char *actor, struct verdict *verdict, struct fault *f);

/*
 * The next wave: matches, records the search, and asks those who come first; or, when there is
 * nobody, says so to the rules. *asked (may be NULL) is how many.
 */
enum outcome lending_wave(const struct house *house, struct arena *a, int64_t request_id,
                          const char *actor, size_t *asked, struct fault *f);

/*
 * Candidates with reasons, as the contract's JSON (`request match`); the search is recorded before
 * anything is shown. At most limit (0: all).
 */
enum outcome lending_match(const struct house *house, struct arena *a, int64_t request_id,
                           const char *actor, size_t limit, json_t **out, struct fault *f);

/*
 * The same for a search that this actor has recorded, as it would come out now; it records nothing.
 * NEVER EXIT_NO_INPUT when there is no such search of the request. Where only associations are
 * looked for, there is none to record, and search_id is not looked at.
 */
enum outcome lending_match_shown(const struct house *house, struct arena *a, int64_t request_id,
                                 const char *actor, int64_t search_id, size_t limit, json_t **out,
                                 struct fault *f);

/*
 * Asks those that a person named, after the exclusions that nobody may pass over have been looked
 * at: NEVER EXIT_DATA with the first one's reason, and then nobody is asked.
 */
enum outcome lending_invite(const struct house *house, struct arena *a, int64_t request_id,
                            const char *actor, const char *const *names, size_t count,
                            struct verdict *verdict, struct fault *f);

/*
 * Rings one due timer, from the state as it is (invariant 11). *waits: it acts on a silence that is
 * not certain yet, and stays.
 */
enum outcome lending_ring(const struct house *house, struct arena *a, const struct timer *timer,
                          bool *waits, struct fault *f);

/*
 * The digest: on working days, once the time of [staff] digest has come, each member of staff with
 * an address gets a letter with what waits; once a day. *moved when letters were queued.
 */
enum outcome lending_digest(const struct house *house, struct arena *a, bool *moved,
                            struct fault *f);

/*
 * Once a day: forms that were never confirmed and codes that are over are taken out of the book,
 * and base amounts that have become known are looked for.
 */
enum outcome lending_tidy(const struct house *house, struct arena *a, struct fault *f);

/* How far the weeding of a day has come; all zero to begin with. */
struct weeding_round {
    int stage;       /* what is looked at */
    int64_t after;   /* the last id that was */
    int64_t look_at; /* clock_ticks() of the next look whether a new day has begun */
};

/*
 * The words of one request that was there before there were words to find it by; *moved while
 * there are more.
 */
enum outcome lending_words(const struct house *house, struct arena *a, bool *moved,
                           struct fault *f);

/*
 * Once a day: keeps the figures of what is over, and takes out what [retention] says is no longer
 * to be kept, each with a row of the log and of the trail. One short transaction a call; *moved
 * while there is more.
 */
enum outcome lending_weed(const struct house *house, struct arena *a, struct weeding_round *round,
                          bool *moved, struct fault *f);

/*
 * Alarms: what the book shows to be wrong with the service goes to the operator's address; each
 * kind once in twelve hours while it lasts. *moved when a letter was queued.
 */
enum outcome lending_alarms(const struct house *house, struct arena *a, bool *moved,
                            struct fault *f);

/* Acts on what became of a letter: sent, failed, unknown, held, or dropped in flight. */
enum outcome lending_notice(const struct house *house, struct arena *a, const struct letter *l,
                            struct fault *f);

/*
 * A person's word that a letter goes again, inside the caller's transaction: one that waits, as it
 * is; one that came back, or whose reader has another address now, made anew for the address on
 * record and with a token of its own. NEVER EXIT_DATA when it was sent and did not come back, when
 * it asks something of a request that is over, or when its reader cannot be written to.
 */
enum outcome lending_send_again(const struct house *house, struct arena *a, int64_t letter_id,
                                struct fault *f);

/* May mail from this sender be acknowledged without asking staff? */
bool lending_trusts(struct arena *a, const struct settings *s, const char *address,
                    const char *auth_results);

/* Reads raw bytes with mime/ and reading/, as work and `mail read` do; touches no database. */
void lending_read(struct arena *a, const struct house *house, const char *raw, size_t len,
                  struct mime_message *message, struct reading *reading);

#endif
