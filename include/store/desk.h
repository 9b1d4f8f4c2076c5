/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: the clock, the desk and the links: timers, tasks for people, personal tokens, and
 * small notes about the service's own health.
 */
#ifndef LEVANDE_STORE_DESK_H
#define LEVANDE_STORE_DESK_H

#include "store/db.h"

/* ---- Timers ---- */

struct timer {
    int64_t id, request_id;
    const char *kind, *subject;
    instant due_at;
    const char *silence; /* the party whose silence it acts on; "": nobody's */
};

/* Sets, or moves, the one timer of this kind and subject. */
enum outcome timers_set(struct db *db, struct arena *a, const struct timer *t, struct fault *f);
/*
 * Due at `now`, earliest first, at most max, and only those after (due_at, id) of *after if given.
 */
enum outcome timers_due(struct db *db, struct arena *a, instant now, const struct timer *after,
                        size_t max, struct timer **out, size_t *count, struct fault *f);
/*
 * Ends a timer; *was (may be NULL) says whether it stood as it was looked at, so that it rings
 * once. Its id alone does not tell, since the next timer may bear it.
 */
enum outcome timers_end(struct db *db, struct arena *a, const struct timer *t, bool *was,
                        struct fault *f);
/* Ends those of a request; kind "" takes all. */
enum outcome timers_clear_one(struct db *db, int64_t request_id, const char *kind,
                              const char *subject, struct fault *f);
enum outcome timers_clear(struct db *db, int64_t request_id, const char *kind, struct fault *f);
/* When the next one is due; INSTANT_NEVER: none. */
enum outcome timers_next(struct db *db, instant *due, struct fault *f);

/* ---- Tasks ---- */

struct task {
    int64_t id, request_id, inbox_id, letter_id;
    const char *kind, *subject, *text;
    const char *number; /* of the request, or NULL */
    const char *asked;  /* the subject of the request; "": it has none */
    instant since;
};

/*
 * Opens a task, unless an open one of the same kind stands for the same request, mail, letter,
 * subject.
 */
enum outcome tasks_open(struct db *db, struct arena *a, const struct task *t, struct fault *f);
/* All open ones, oldest first. */
enum outcome tasks_list(struct db *db, struct arena *a, struct task **out, size_t *count,
                        struct fault *f);
/* How many are open of each kind, at most TASKS_COUNTED, and since when the oldest. */
enum { TASKS_COUNTED = 1000 };
struct task_count {
    const char *kind;
    int64_t count;
    instant oldest;
};
enum outcome tasks_count(struct db *db, struct arena *a, struct task_count **out, size_t *count,
                         struct fault *f);
/* Of one kind, oldest first: at most max, those after this id. */
enum outcome tasks_of_kind(struct db *db, struct arena *a, const char *kind, int64_t after,
                           size_t max, struct task **out, size_t *count, struct fault *f);
/* The open one to print and post this letter; *id 0: there is none. */
enum outcome tasks_to_print(struct db *db, int64_t letter_id, int64_t *id, struct fault *f);
/*
 * Closes one; NEVER EXIT_NO_INPUT when it is not open. A mail that waited for no other task is
 * settled with it, so that nobody's silence is doubted any longer; a letter that was to be printed
 * is printed.
 */
enum outcome tasks_done(struct db *db, struct arena *a, int64_t id, const char *by,
                        const char *text, instant now, struct fault *f);
/* Closes those whose cause is gone: of a request (kind "" takes all), of a mail, of a letter. */
enum outcome tasks_close_request(struct db *db, struct arena *a, int64_t request_id,
                                 const char *kind, instant now, struct fault *f);
/* Of a request, those of the kind that are about this subject. */
enum outcome tasks_close_about(struct db *db, struct arena *a, int64_t request_id, const char *kind,
                               const char *subject, instant now, struct fault *f);
/* Those of a request about one party: subject "P12", or "P12:…". Mails and letters of it stay. */
enum outcome tasks_close_subject(struct db *db, struct arena *a, int64_t request_id,
                                 const char *subject, instant now, struct fault *f);
enum outcome tasks_close_mail(struct db *db, struct arena *a, int64_t inbox_id, instant now,
                              struct fault *f);
enum outcome tasks_close_letter(struct db *db, struct arena *a, int64_t letter_id, instant now,
                                struct fault *f);
/* Of no request: of this kind and subject. */
enum outcome tasks_close_general(struct db *db, struct arena *a, const char *kind,
                                 const char *subject, instant now, struct fault *f);
/* Staff have entered the party's answer: its mails that were no clear answer wait no longer. */
enum outcome tasks_answered(struct db *db, struct arena *a, int64_t request_id, const char *party,
                            instant now, struct fault *f);

/* ---- Tokens ---- */

struct token {
    int64_t id, request_id, letter_id;
    const char *purpose;                      /* "answer", "request", "message", "agreement" … */
    const char *party;                        /* "unit", "P12", "A3", "staff", "operator" */
    const char *subject;                      /* about which representative: "P12"; else "" */
    const char *address;                      /* that it was made for */
    instant created_at, expires_at, ended_at; /* -1: not */
};

/* sha256: hexadecimal, of the token in clear. */
enum outcome tokens_add(struct db *db, struct arena *a, const char *sha256, const struct token *t,
                        struct fault *f);
/* out->id 0 when nobody has such a token. */
enum outcome tokens_find(struct db *db, struct arena *a, const char *sha256, struct token *out,
                         struct fault *f);

/* All of the party's of this request end that were made for another address. */
enum outcome tokens_end_others(struct db *db, struct arena *a, int64_t request_id,
                               const char *party, const char *address, instant now,
                               struct fault *f);
/* All of the party's end that were mailed to another address. */
enum outcome tokens_end_party(struct db *db, struct arena *a, const char *party,
                              const char *address, instant now, struct fault *f);
/*
 * The newest requests, 0 for none, of open links that reached another address of that party's, as
 * far as anybody knows.
 */
enum outcome tokens_given(struct db *db, struct arena *a, const char *party, const char *address,
                          size_t max, int64_t **requests, size_t *count, struct fault *f);
/* Ends those of a letter, which goes to another address. */
enum outcome tokens_end_letter(struct db *db, struct arena *a, int64_t letter_id, instant now,
                               struct fault *f);

/* ---- Health ---- */

/* What the book shows of the service, for /halsa; -1 where there is nothing. */
struct health {
    instant last_complete_fetch; /* the oldest of all mailboxes' last complete reading */
    instant oldest_unread;       /* stored_at of the oldest unread mail */
    instant oldest_due;          /* since when the oldest letter that is due waits */
    int64_t tasks, mails, requests, queued;
};
/* asks_since: since when asks may leave ([send] hours, pauses); -1: they may not now. */
enum outcome health_read(struct db *db, struct arena *a, instant now, instant asks_since,
                         struct health *out, struct fault *f);
/* The times of it alone, which cost the same however much the book holds. */
enum outcome health_times(struct db *db, struct arena *a, instant now, instant asks_since,
                          struct health *out, struct fault *f);

/*
 * After a restore: what the book believes unsent may have left since the backup, so all of it is
 * held until `mail release`; *held of them. A note tells fetch to compare the mailbox's `done`
 * folder by hash, from a week before the backup ("restore.since", a date).
 */
enum outcome health_restored(struct db *db, struct arena *a, instant now, int64_t *held,
                             struct fault *f);

/* out->value NULL where there is no such note. */
struct note {
    const char *value;
    instant at;
};
enum outcome health_note_read(struct db *db, struct arena *a, const char *name, struct note *out,
                              struct fault *f);

/* A small note (name → value), replaced each time. */
enum outcome health_note(struct db *db, struct arena *a, const char *name, const char *value,
                         instant now, struct fault *f);

/* ---- Checks ---- */

/*
 * Runs the invariants that the data can show: each breach to report. DONE when there is none,
 * NEVER EXIT_DATA otherwise.
 */
enum outcome checks_run(struct db *db, struct arena *a,
                        void (*report)(void *context, const char *line), void *context,
                        struct fault *f);

#endif
