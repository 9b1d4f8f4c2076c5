/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the files of mime/ share: one job (the reading of one mail), and the small contracts
 * between its steps. Nothing outside this folder includes it, and nothing here knows GMime; what
 * does is in tree.h.
 */
#ifndef LEVANDE_MIME_PRIVATE_H
#define LEVANDE_MIME_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "mime.h"

/* A list of texts without repeats that takes at most max of them. */
struct words {
    const char **items;
    size_t count, cap, max;
};

/* Adds a copy unless it is there, empty or beyond the bound. */
void words_add(struct arena *a, struct words *w, const char *text);
void words_addn(struct arena *a, struct words *w, const char *text, size_t len);
bool words_has(const struct words *w, const char *text);

/* What the headers say about being automatic, kept until the whole mail has been seen. */
struct signs {
    const char *auto_submitted;   /* its first word in lower case, or NULL */
    const char *precedence;       /* lower case, or NULL */
    const char *failed_recipient; /* first address of X-Failed-Recipients, or NULL */
    bool auto_header;             /* X-Autoreply and its kin */
    bool suppress;                /* X-Auto-Response-Suppress */
    bool list;                    /* List-Id, List-Unsubscribe, List-Post */
};

/* What the parts say about being a delivery report. */
struct report {
    bool report;                   /* multipart/report of deliveries, or a delivery-status part */
    bool receipt;                  /* a disposition notification or another kind of report */
    const char *status_text;       /* the delivery-status blocks as text, or NULL */
    const char *inner_status_text; /* those of a report that came inside another mail, or NULL */
    bool returned;                 /* a message/rfc822 or its headers came along */
};

/* The reading of one mail. */
struct job {
    struct arena *arena;
    struct mime_limits limits;
    int64_t deadline; /* in clock_ticks() */
    struct mime_message *message;
    struct words defects, references, recipients, returned_ids, returned_addresses;
    struct mime_attachment *attachments;
    size_t attachment_count, attachment_cap;
    struct signs signs;
    struct report report;
    unsigned parts;        /* seen so far */
    size_t text_budget;    /* bytes of text parts that may still be read */
    size_t leaf_bytes;     /* decoded bytes of all leaves so far */
    struct buffer *wanted; /* gets the content of one attachment; NULL: of none */
    size_t wanted_at;      /* which one, from 0 */
};

/* Notes a defect, once. */
void job_defect(struct job *j, const char *word);

/* True when the time is up; notes it. */
bool job_late(struct job *j);

/* Adds an attachment; name may be a path or NULL. Beyond limits.parts they are left out. */
void job_attach(struct job *j, const char *name, const char *type, size_t bytes);

/* --- scan.c: before GMime builds a tree ------------------------------------------------------ */

/*
 * The bytes that may be given to the parser, *len of them, so that its tree has at most about
 * limits->parts parts and a bounded number of header lines: raw itself, or a copy where fields had
 * to be cut. Names what it cut in *defect (NULL when nothing). Linear.
 */
const char *scan_bound(struct arena *a, const char *raw, size_t *len,
                       const struct mime_limits *limits, const char **defect);

/* --- charset.c ------------------------------------------------------------------------------- */

struct decoded {
    char *text; /* well-formed UTF-8, NUL-terminated; may hold NULs before its end */
    size_t len;
    const char *charset; /* what it was read with, lower case */
    const char *defect;  /* "charset_wrong", "charset_missing", "charset_unknown", or NULL */
};

/* Loads the conversions that may be needed. */
void charset_start(void);

/* Bytes to UTF-8, whatever they are and whatever was declared (NULL: nothing was). */
struct decoded charset_decode(struct arena *a, const char *bytes, size_t len, const char *declared);

/* The code point that windows-1252 has at 0x80-0x9F; any other number comes back as it is. */
uint32_t charset_c1(uint32_t cp);

/* A header value that GMime decoded: made well-formed, C1 mapped, control characters to spaces. */
char *charset_header(struct arena *a, const char *value);

/*
 * A body's text for people: LF line ends, no NULs, no control characters but tab, no-break spaces
 * to spaces, soft hyphens and other invisible marks gone, no white space at line ends (but for the
 * signature's "-- "), at most two empty lines in a row, none at the start and end.
 */
char *charset_tidy(struct arena *a, const char *text, size_t len);

/* Cuts the text in place to at most max bytes, at the end of a code point; gives the text. */
char *charset_cut(char *text, size_t max);

/* --- flowed.c -------------------------------------------------------------------------------- */

/* Undoes format=flowed (RFC 3676). Line ends may be CRLF; they come out as LF. */
char *flowed_join(struct arena *a, const char *text, size_t len, bool delsp);

/* --- entities.c ------------------------------------------------------------------------------ */

/* Reads an entity at *p ("&aring;"), moves *p behind it; 0, and *p stays, when there is none. */
uint32_t entity_read(const char **p, const char *end);

/* --- tnef.c, rtf.c --------------------------------------------------------------------------- */

/*
 * Reads a winmail.dat: its files are added to the job; gives its text, or NULL when there is none
 * to be found (then a defect is noted where the container is broken).
 */
char *tnef_read(struct job *j, const char *data, size_t len);

/* Undoes MS-OXRTFCP; NULL when it is broken. At most max bytes come out. */
char *rtf_unpack(struct arena *a, const unsigned char *data, size_t len, size_t max, size_t *out);

/* RTF to plain text; RTF that wraps HTML (MS-OXRTFEX) by way of that HTML. */
char *rtf_to_text(struct arena *a, const char *rtf, size_t len, size_t max);

/* --- returned.c, bounce.c, delivery.c, automatic.c
 * ------------------------------------------------------- */

/* Collects ids and addresses from header lines in a text: what a bounce brings back. */
void returned_harvest(struct job *j, const char *text, size_t len);

/* The first address in a text from `from` on that may be a recipient; NULL when there is none. */
char *returned_address(struct arena *a, const char *text, size_t len);

/* True when sender, subject and text together are those of a bounce without a DSN structure. */
bool bounce_looks_like(const struct job *j);

/* The text up to the mail that came back, folded: the report's own words. */
char *bounce_words(const struct job *j);

/* The first words in a text, folded or not, that say a delivery failed; NULL: there are none. */
const char *bounce_failure(const char *text, size_t len);

/* True when folded words say that delivery is only late. */
bool bounce_delayed(const char *folded);

/* The place of an SMTP server's refusal ("550 5.1.1 …"), or NULL. */
const char *bounce_refusal(const char *text);

/* True for mailer-daemon@ and its kin. */
bool bounce_daemon(const char *address);

/* Fills message->bounce from the delivery-status blocks, else from the headers and the text. */
void bounce_fill(struct job *j);

/* Decides message->automatic from all that was gathered. */
void automatic_decide(struct job *j);

/* True when the subject is an out-of-office's or another machine's answer. */
bool automatic_subject(const char *subject);

/* --- words.c: looking for phrases ------------------------------------------------------------ */

/* The place in the folded text of the first of the phrases (a NULL ends them), or NULL. */
const char *phrase_find(const char *folded, const char *const *phrases);

#endif
