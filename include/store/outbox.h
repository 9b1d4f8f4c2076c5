/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The case book: letters, as they are queued, made and looked at. (For send: store/sending.h.)
 */
#ifndef LEVANDE_STORE_OUTBOX_H
#define LEVANDE_STORE_OUTBOX_H

#include "store/db.h"

struct letter {
    int64_t id, request_id;      /* 0: no request */
    const char *recipient;       /* "unit", "P12", "A3", "staff", "operator" */
    const char *address, *name;  /* address "": to be printed */
    const char *purpose, *cause; /* template's name; "" or version, change, event */
    const char *language, *view; /* frozen JSON */
    const char *own_text;        /* staff's wording, or NULL */
    int urgency;                 /* 0 at once, 1 within the hours */
    const char *state, *message_id, *in_reply_to;
    const char *token; /* in clear until sent, else NULL */
    const char *token_hash;
    bool made;
    instant queued_at, next_at, begun_at, ended_at, bounced_at; /* -1: not */
    int attempts;
    const char *answer, *template_version;
};

/*
 * Queues a letter; inside the transaction of the move that asks for it. l->id is filled in; it is
 * 0 where the same letter (request, recipient, purpose, cause) stands already: asked once. An ask
 * that was dropped before it left is queued anew in its own row.
 */
enum outcome outbox_queue(struct db *db, struct arena *a, struct letter *l, struct fault *f);

/* Letters whose bytes are yet to be made, oldest first. */
enum outcome outbox_unmade(struct db *db, struct arena *a, size_t max, struct letter **out,
                           size_t *count, struct fault *f);

/*
 * Lays the bytes made of the letter as it was read beside it; *taken is false, and nothing is done,
 * where it has been dropped, reworded or renewed since: then they are bytes of another letter.
 */
enum outcome outbox_made(struct db *db, const struct letter *as_read, const void *raw, size_t len,
                         const char *template_version, bool *taken, struct fault *f);

/*
 * A letter that cannot be made: failed, with the reason; not noticed, so that a task comes of it.
 */
enum outcome outbox_unmakeable(struct db *db, struct arena *a, int64_t id, const char *why,
                               instant now, struct fault *f);

enum outcome outbox_load(struct db *db, struct arena *a, int64_t id, struct letter *out,
                         struct fault *f);
enum outcome outbox_raw(struct db *db, struct arena *a, int64_t id, char **raw, size_t *len,
                        struct fault *f);
enum outcome outbox_of_request(struct db *db, struct arena *a, int64_t request_id,
                               struct letter **out, size_t *count, struct fault *f);
/* Those to one person or association that have not begun to leave, of any request or none. */
enum outcome outbox_waiting(struct db *db, struct arena *a, const char *recipient,
                            struct letter **out, size_t *count, struct fault *f);

/* The letter with this Message-ID; out->id 0 when there is none. */
enum outcome outbox_by_message_id(struct db *db, struct arena *a, const char *message_id,
                                  struct letter *out, struct fault *f);

/* Letters whose end work has not acted on yet: sent, failed, unknown, held. */
enum outcome outbox_unnoticed(struct db *db, struct arena *a, size_t max, struct letter **out,
                              size_t *count, struct fault *f);
enum outcome outbox_notice(struct db *db, int64_t id, struct fault *f);

/* Newest first; only those that wait for a person (failed, unknown, held, to_print) where open. */
enum outcome outbox_list(struct db *db, struct arena *a, bool open, size_t max, struct letter **out,
                         size_t *count, struct fault *f);

/*
 * Overtakes: letters of the request not yet begun become dropped, and the tasks about them close;
 * recipient "" takes all recipients; purpose "" all purposes but those of payment, since what took
 * place is paid in any case.
 */
enum outcome outbox_drop(struct db *db, struct arena *a, int64_t request_id, const char *recipient,
                         const char *purpose, instant now, struct fault *f);

/* The same for letters to anybody whose cause begins so ("O5:": of the fifth occasion). */
enum outcome outbox_drop_cause(struct db *db, struct arena *a, int64_t request_id,
                               const char *prefix, instant now, struct fault *f);

/* Was the last ask to this one dropped before it left? */
enum outcome outbox_ask_is_dropped(struct db *db, int64_t request_id, const char *recipient,
                                   bool *dropped, struct fault *f);

/* An ask that has not begun to leave is made anew from another view. */
enum outcome outbox_reword(struct db *db, int64_t request_id, const char *recipient,
                           const char *purpose, const char *view, struct fault *f);

/* Staff's wording of a letter whose bytes are yet to be made. */
enum outcome outbox_word(struct db *db, int64_t id, const char *own_text, struct fault *f);

/*
 * A person's word on one letter: state "queued" (send it again, past the caps) or "dropped".
 * NEVER EXIT_DATA when its state does not allow it (only what is not sent and not under way does).
 */
enum outcome outbox_settle(struct db *db, struct arena *a, int64_t id, const char *state,
                           instant now, struct fault *f);

/*
 * The same letter again, to be made anew for l->address with l->token: one that came back, or that
 * waits for a person. NEVER EXIT_DATA otherwise.
 */
enum outcome outbox_renew(struct db *db, struct arena *a, const struct letter *l, instant now,
                          struct fault *f);

/*
 * A letter that has not begun to leave goes to l->address and l->name instead, made anew from
 * l->view with l->token; one that a cap holds stays held.
 */
enum outcome outbox_redirect(struct db *db, const struct letter *l, struct fault *f);

/* Lets all held letters go; *count of them. */
enum outcome outbox_release(struct db *db, struct arena *a, instant now, int64_t *count,
                            struct fault *f);

/* The letter came back. */
enum outcome outbox_bounced(struct db *db, struct arena *a, int64_t id, const char *diagnostic,
                            instant now, struct fault *f);

#endif
