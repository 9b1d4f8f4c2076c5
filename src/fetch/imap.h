/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Our side of IMAP, as much of it as fetching needs: responses, words, commands, one folder.
 *
 * Promises: a literal is counted, so a mail's own text can never be taken for an answer; every
 * line, literal and number of responses has a bound; every wait has a deadline. A server that
 * breaks a rule loses its connection, nothing else.
 */
#ifndef LEVANDE_FETCH_IMAP_H
#define LEVANDE_FETCH_IMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/calendar.h"
#include "base/fault.h"
#include "net.h"

enum {
    IMAP_TEXT_MAX = 4 * 1024 * 1024,   /* of a response, its literals not counted */
    IMAP_LITERAL_SMALL = 64 * 1024,    /* literals of a response that carries no mail */
    IMAP_MAIL_MAX = 64 * 1024 * 1024,  /* a mail that is kept whole */
    IMAP_MAIL_START = 1024 * 1024,     /* what is kept of a larger one */
    IMAP_RESPONSES_MAX = 100 * 1000,   /* to one command */
    IMAP_LIST_MAX = 200 * 1000,        /* UIDs of one search */
    IMAP_COMMAND_MS = 60 * 1000,       /* for a command, and for silence in the midst of one */
    IMAP_BYTES_PER_SECOND = 32 * 1024, /* the slowest line that is waited for */
};

/* ---- words: the parts of a response (imap_words.c) ---- */

struct words {
    char *at, *end;
    bool bad; /* something was not of the form asked for; all further calls fail */
};

struct bytes {
    const char *data;
    size_t len;
    bool nil;
};

struct words words_of(char *data, size_t len);
bool words_end(struct words *w);                     /* nothing but spaces is left */
bool words_char(struct words *w, char c);            /* takes c when it comes next */
bool words_atom(struct words *w, struct bytes *out); /* "UID", "BODY[HEADER.FIELDS (A B)]<0>" */
bool words_take(struct words *w, const char *word);  /* takes that atom when it comes next */
bool words_number(struct words *w, uint32_t *out);
bool words_string(struct words *w, struct bytes *out);   /* NIL, "quoted" or {n} literal */
bool words_skip(struct words *w);                        /* any value, lists included */
bool bytes_are(const struct bytes *b, const char *word); /* ASCII, without case */

/* ---- wire: from bytes to responses (imap_wire.c) ---- */

enum wire_got { WIRE_RESPONSE, WIRE_QUIET, WIRE_LOST };

struct wire {
    struct net_stream *stream;
    char *in; /* bytes received and not yet looked at: from … to */
    size_t from, to;
    struct buffer response; /* the response at hand: its lines, with the literals between them */
    size_t line_start, text_len, literal_len, literal_left;
    size_t literal_max; /* bound on the sum of a response's literals */
    bool whole;         /* `response` was handed out and is to be cleared */
};

void wire_init(struct wire *w, struct net_stream *stream);
void wire_free(struct wire *w); /* closes the stream */

/*
 * The next response in w->response, valid until the next call; waits until `deadline`
 * (clock_ticks()), and no more than IMAP_COMMAND_MS in silence. WIRE_QUIET: not whole yet, call
 * again. WIRE_LOST: closed, broken, or a bound was passed: *f says which.
 */
enum wire_got wire_read(struct wire *w, int64_t deadline, struct fault *f);

/* ---- commands (imap_command.c) ---- */

enum answer {
    ANSWER_OK,
    ANSWER_NO,   /* refused; the connection is good */
    ANSWER_BAD,  /* not understood; the connection is good */
    ANSWER_LOST, /* the connection is of no more use; the fault says why, and is AGAIN */
};

struct imap {
    struct wire wire;
    unsigned tag;
    bool lost;
    const char *why; /* … when it was the server's doing; a constant text */
    char code[32];   /* first word of the response code of the last answer: "TRYCREATE" */
    /* what the server can, as it said after the login */
    bool can_idle, can_move, can_uidplus, can_esearch;
    /* the folder, as SELECT and later untagged responses tell */
    uint32_t exists, uidvalidity, uidnext;
    bool news;     /* EXISTS has grown since this was last set to false */
    bool keywords; /* keywords of our own may be set */
    bool idling;
    char idle_tag[16];
};

/* An untagged response that is not of the general kind; w stands behind the "* ". */
typedef void imap_untagged(void *context, struct imap *m, struct words *w);

/* Takes the stream over. */
void imap_init(struct imap *m, struct net_stream *stream);
void imap_free(struct imap *m);

/*
 * Sends a command (without tag and line end) and reads until its answer. General untagged
 * responses change *m; the others go to `on`, which may be NULL. budget_ms: the answer's deadline
 * from now. literal_max: see struct wire.
 */
enum answer imap_command(struct imap *m, int64_t budget_ms, size_t literal_max, imap_untagged *on,
                         void *context, const char *command, struct fault *f);

/* Marks the connection as lost, with a fault about what the server did. */
enum answer imap_break(struct imap *m, struct fault *f, const char *what);

/* ---- one folder (imap_folder.c) ---- */

/* Asks what the server can, after the login. */
enum answer imap_capability(struct imap *m, struct fault *f);

/* SELECT; the folder's name in UTF-8. LOST when the server tells no UIDVALIDITY. */
enum answer imap_select(struct imap *m, const char *folder, struct fault *f);

/* The folder's UIDs from `from` to `to` (UINT32_MAX: to the last), rising, each once. */
enum answer imap_search(struct imap *m, struct arena *a, uint32_t from, uint32_t to,
                        uint32_t **uids, size_t *count, struct fault *f);

/* The UIDs of what came on that day or later; more than IMAP_LIST_MAX is LOST. */
enum answer imap_search_since(struct imap *m, struct arena *a, struct date since, uint32_t **uids,
                              size_t *count, struct fault *f);

/* A message that was asked for. */
struct asked {
    uint32_t uid;
    bool there;    /* the server answered for it */
    uint32_t size; /* as the server says */
    bool got;      /* body holds its bytes */
    struct bytes body;
    struct buffer held; /* the memory behind body; asked_free() */
};
void asked_free(struct asked *asked, size_t count);

/* RFC822.SIZE of each. */
enum answer imap_sizes(struct imap *m, struct asked *asked, size_t count, struct fault *f);

/*
 * BODY.PEEK[] of each; with start, of only the first IMAP_MAIL_START bytes. expected: the bytes to
 * come, for the deadline.
 */
enum answer imap_bodies(struct imap *m, struct asked *asked, size_t count, bool start,
                        uint64_t expected, struct fault *f);

/*
 * IDLE: begin (NO and BAD: the server does not want to), look without waiting (DONE, with m->news
 * when something has come; AGAIN when the connection is lost), end.
 */
enum answer imap_idle(struct imap *m, struct fault *f);
enum outcome imap_idle_look(struct imap *m, struct fault *f);
enum answer imap_idle_end(struct imap *m, struct fault *f);

void imap_logout(struct imap *m);

/* ---- telling the mailbox (imap_tell.c) ---- */

/*
 * Moves the messages to the folder: UID MOVE where offered, else COPY, \Deleted, and UID EXPUNGE
 * of these alone. Without UIDPLUS nothing could be taken away without the risk of taking others'
 * mail with it; a copy would then be made anew each time, so the messages are only flagged. A
 * missing folder is made. NO: refused.
 */
enum answer imap_move(struct imap *m, const uint32_t *uids, size_t count, const char *folder,
                      struct fault *f);

/* Sets the keyword $LevandeKlar, or \Flagged where a folder takes no keywords. */
enum answer imap_flag(struct imap *m, const uint32_t *uids, size_t count, struct fault *f);

/* Writes "1,3:5" for rising numbers. */
void imap_set(struct buffer *out, const uint32_t *uids, size_t count);

/* A folder's name (UTF-8) as IMAP and Maildir++ want it: modified UTF-7 (RFC 3501 5.1.3); quoted.
 */
void imap_utf7(struct buffer *out, const char *name);
void imap_folder_name(struct buffer *out, const char *name);

#endif
