/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Bytes of a mail to a message that can be read, and a message of ours to bytes.
 *
 * Promise: no mail is unreadable. mime_read() always gives a message; what could not be decoded is
 * replaced and named in `defects`, and limits on size, depth, parts and time end the work early
 * rather than fail. GMime does the structure; format=flowed, delivery reports, the windows-1252
 * behind iso-8859-1, HTML to text and the finding of quotes are ours.
 *
 * Nothing here decides what a mail wants (reading/) or to whom it belongs (lending/).
 */
#ifndef LEVANDE_MIME_H
#define LEVANDE_MIME_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/fault.h"

enum automatic {
    AUTOMATIC_NO = 0,
    AUTOMATIC_BOUNCE,     /* a delivery report: RFC 3464, or one of the older forms */
    AUTOMATIC_AUTO_REPLY, /* out of office and the like: RFC 3834, and what precedes it */
    AUTOMATIC_LIST,       /* a mailing list or bulk mail: RFC 2369, RFC 2919, Precedence */
};

/* null, "bounce", "auto_reply", "list", as JSON names them; NULL for AUTOMATIC_NO. */
const char *automatic_name(enum automatic automatic);

struct mime_address {
    const char *name;    /* decoded display name, "" when there is none */
    const char *address; /* as written, ASCII lower-cased domain; "" when malformed */
};

struct mime_attachment {
    const char *name; /* decoded file name, "" when there is none; no path separators */
    const char *type; /* "application/pdf" */
    size_t bytes;     /* decoded size */
};

/* What a bounce reports of its first recipient that failed (else of the first recipient). */
struct mime_bounce {
    const char *status;     /* "5.1.1"; NULL when the report gives none */
    const char *action;     /* "failed", "delayed", "delivered", "relayed", "expanded" */
    const char *recipient;  /* address; NULL when the report gives none */
    const char *diagnostic; /* the remote server's words, one line; NULL */
};

/*
 * The words in `defects`: charset_missing, charset_wrong, charset_unknown, nul_bytes, empty,
 * no_headers, no_text, structure_broken, encrypted, tnef_broken, from_missing, from_malformed,
 * date_missing; and where a limit left something out: truncated, text_truncated, parts_limit,
 * depth_limit, header_limit, time_limit.
 */
struct mime_message {
    struct mime_address from;   /* the first address of From; "" where it is missing */
    struct mime_address sender; /* Sender */
    const char *reply_to;       /* first address of Reply-To, or NULL */
    const char *return_path;    /* Return-Path without <>: "" is the null sender; NULL: no header */
    const char *subject;        /* decoded, one line, "" when missing */
    const char *message_id;     /* without <>, or NULL */
    const char **references;    /* ids of References, then In-Reply-To, without <>; no repeats */
    size_t reference_count;
    const char **recipients; /* addresses of To, Cc, Delivered-To, X-Original-To, Envelope-To */
    size_t recipient_count;  /* each once, at most 200 */
    instant date;            /* the Date header as an instant; -1 when missing or broken */
    struct date local_date;  /* its date as the sender's clock showed it; year 0 when missing */
    const char *text;        /* the body as plain UTF-8 text, LF line ends, no NULs */
    const char *own_text;    /* the same without quoted parts; never empty when text is not */
    bool quotes;             /* something was quoted, so that own_text differs */
    const char *charset;     /* the charset that the body was read with, "utf-8", lower case */
    struct mime_attachment *attachments;
    size_t attachment_count;
    enum automatic automatic;
    struct mime_bounce bounce; /* all NULL unless automatic is AUTOMATIC_BOUNCE */
    const char **returned_ids; /* Message-ID, References of the returned part of a bounce */
    size_t returned_id_count;
    const char **returned_addresses; /* To, Reply-To, Return-Path, From of the returned part, */
    size_t returned_address_count;   /* where a token of ours may stand */
    const char
        *auth_results; /* all Authentication-Results joined by '\n', topmost first, or NULL */
    const char *calendar_method; /* METHOD of the first text/calendar part ("REPLY"), or NULL */
    const char *calendar;        /* its text, UTF-8, at most 256 KiB; NULL: there is none */
    const char **defects;        /* words: "charset_wrong", "charset_missing", "no_text", … */
    size_t defect_count;
};

struct mime_limits {
    size_t bytes;      /* of the raw mail that are looked at; 0: the default, 64 MiB */
    size_t text_bytes; /* of the decoded text that are kept; 0: the default, 1 MiB */
    unsigned parts;    /* 0: the default, 1,000 */
    unsigned depth;    /* 0: the default, 50 */
    unsigned millis;   /* of work on one mail; 0: the default, 5,000 */
};

/* Makes the library ready and loads what it loads late (iconv modules), before a cage closes. */
void mime_start(void);

/*
 * Reads a mail. raw may hold anything, zero bytes too; nothing of it is kept: all that *m points
 * to lives in the arena. limits may be NULL: the defaults. Never fails.
 */
void mime_read(struct arena *a, const char *raw, size_t len, const struct mime_limits *limits,
               struct mime_message *m);

/*
 * The decoded content of the n-th file that mime_read() lists (from 0), out->bytes of it, at most
 * max. False when there is no such one.
 */
bool mime_attachment(struct arena *a, const char *raw, size_t len, size_t n, size_t max,
                     struct mime_attachment *out, char **bytes);

/*
 * HTML to plain text, in linear time: blocks become lines, lists get "- ", links keep their
 * address when it is not their text, scripts, styles and what is hidden by display:none is left
 * out. At most max bytes come out.
 */
char *mime_html_to_text(struct arena *a, const char *html, size_t len, size_t max);

/*
 * The start of the quoted part in a plain text (attribution line included), as a byte offset; the
 * text's length when nothing is quoted. Knows Outlook's (Från:/From: blocks, "-----Ursprungligt
 * meddelande-----"), Apple's, Gmail's and Thunderbird's forms in Swedish and English, and '>'.
 * Inline answers between '>' lines are not a quoted part; mime_own_text() leaves those lines out.
 */
size_t mime_quote_start(const char *text);

/*
 * The text without what is quoted, without a signature ("-- ") and a telephone's ("Skickat från min
 * iPhone"); the whole if nothing is left.
 */
char *mime_own_text(struct arena *a, const char *text);

/*
 * The text in Unicode's composed form (NFC), so that what looks alike compares alike; a text that
 * is not UTF-8 with its malformed bytes replaced.
 */
char *mime_composed(struct arena *a, const char *text);

/* A header field of a letter of ours, beside those that struct mime_letter names. */
struct mime_header {
    const char *name, *value;
};

/* A calendar file that goes with a letter. */
struct mime_calendar {
    const char *name;   /* of the file, ASCII: "uppdrag.ics" */
    const char *method; /* "REQUEST", as in its text */
    const char *text;
};

/* A finished letter: what letters/ makes and send/ sends. All texts are UTF-8. */
struct mime_letter {
    const char *from_name, *from_address;
    const char *to_name, *to_address;
    const char *reply_to; /* address */
    const char *subject;
    const char *message_id;  /* without <> */
    const char *in_reply_to; /* without <>, or NULL */
    const char *references;  /* ids without <>, space-separated, or NULL */
    instant date;
    const char *text;                      /* the plain part, LF line ends */
    const char *html;                      /* the HTML part; NULL: the letter is text/plain alone */
    const struct mime_calendar *calendars; /* files that are attached */
    size_t calendar_count;
    const struct mime_header *headers; /* Auto-Submitted, List-Unsubscribe, … */
    size_t header_count;
};

/*
 * Writes the letter as RFC 5322 with CRLF line ends, ASCII only (RFC 2047 words, quoted-printable
 * or base64 bodies), no line over 998 bytes, multipart/alternative inside multipart/mixed where
 * calendars are attached. NEVER when an address, a header or a file's name would break out of its
 * field (CR, LF, NUL, a malformed address).
 */
enum outcome mime_write(struct arena *a, const struct mime_letter *letter, char **raw, size_t *len,
                        struct fault *f);

#endif
