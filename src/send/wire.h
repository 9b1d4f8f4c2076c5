/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * SMTP on the wire: replies read, commands written, a letter's bytes made fit for DATA. Pure.
 */
#ifndef LEVANDE_SEND_WIRE_H
#define LEVANDE_SEND_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "driver.h"

enum {
    REPLY_LINE = 1000, /* bytes of a line, without its end */
    REPLY_LINES = 128, /* lines of a reply */
    REPLY_TEXT = 480,  /* bytes of it that are kept */
};

/* A reply, as it is read byte by byte. Zeroed: none begun. */
struct reply {
    int code;              /* of a whole reply: 200 … 599 */
    char text[REPLY_TEXT]; /* "250 2.0.0 Ok": lines joined by spaces, printable ASCII only */
    size_t used, lines, len;
    char line[REPLY_LINE];
    bool cr;
};

enum reply_state { REPLY_MORE, REPLY_WHOLE, REPLY_BAD };

/*
 * Reads on; *used is how many of the bytes belong to this reply. REPLY_BAD: what came is no SMTP
 * reply (RFC 5321 section 4.2: three digits, space or hyphen, CRLF, one code in all lines) or goes
 * past a bound; the connection can't be trusted any more.
 */
enum reply_state reply_read(struct reply *r, const char *data, size_t len, size_t *used);

/* DONE 2xx, AGAIN 4xx, NEVER 5xx, else UNSURE. */
enum outcome reply_outcome(int code);

/* Does the text begin with this enhanced code behind the code ("5.7.8"; "5.7." fits all such)? */
bool reply_enhanced(const struct reply *r, const char *code);

/*
 * Judges a refusal of MAIL or RCPT. Such as "log in first" or "you may not use this address" are
 * not the letter's: AGAIN, broken, lasting. Whatever names the message's size is the letter's.
 */
enum step { STEP_MAIL, STEP_RCPT, STEP_DATA };
void reply_judge(const struct reply *r, enum step step, struct delivery *out);

/*
 * Is the letter fit to be handed to a server: addresses well formed, a header with exactly one
 * From, To, Date and Message-ID (the book's) and nothing that a server or library would take for
 * its own (Bcc, Return-Path, Resent-…), no NUL and no 8-bit byte? NEVER (EXIT_DATA) else.
 */
enum outcome wire_sound(const struct outgoing *l, const char *return_path, struct fault *f);

/* The bytes with every bare CR or LF made a CRLF, ended by one. */
char *wire_mend(struct arena *a, const char *raw, size_t len, size_t *mended);

/* RFC 3461: what is not printable ASCII, '+' and '=' as +XX. */
char *wire_xtext(struct arena *a, const char *text);

struct wire_offers {
    bool pipelining, dsn, size;
};

/* "MAIL FROM:<…>" and "RCPT TO:<…>" with the parameters that were offered, CRLF at the end. */
void wire_mail(struct buffer *b, struct arena *a, const char *return_path, const char *envid,
               size_t size, const struct wire_offers *offers);
void wire_rcpt(struct buffer *b, struct arena *a, const char *address,
               const struct wire_offers *offers);

/* Mended bytes with a dot before each line that begins with one; without the final dot. */
void wire_stuff(struct buffer *b, const char *mended, size_t len);

#endif
