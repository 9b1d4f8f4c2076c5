/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The part of mime/ that knows GMime: headers.c reads the fields of the outermost message, parts.c
 * walks the tree, read.c parses and puts it all together, write.c makes letters.
 */
#ifndef LEVANDE_MIME_TREE_H
#define LEVANDE_MIME_TREE_H

#include <gmime/gmime.h>

#include "mime_private.h"

/* A text that is being put together from parts. */
struct body {
    struct buffer text;
    const char *charset; /* of the first part that gave something, or NULL */
    bool html;           /* some of it was made from HTML */
};

/* What the walk gives besides what it puts into the job. */
struct harvest {
    GMimeParserOptions *options; /* set by the caller */
    struct body body;            /* the mail's own text */
    struct body nested;    /* that of the messages attached to it, each under a header block */
    struct body spare;     /* that of the first text file attached, for a mail without any text */
    struct words returned; /* header blocks of attached messages: what a bounce may bring back */
};

/* Fills the message's header fields and the job's signs. */
void headers_read(struct job *j, GMimeMessage *message, GMimeParserOptions *options);

/* A header's value with its encoded words (RFC 2047) decoded; raw 8-bit text is read as well. */
char *encoded_text(struct arena *a, const char *value);

/* The same, but each run of encoded words becomes a single one in UTF-8, for GMime to read. */
char *encoded_joined(struct arena *a, const char *value);

/*
 * A header's value as text: unfolded, decoded, one line, single spaces. At most 16 KiB of it are
 * looked at.
 */
char *header_text(struct job *j, const char *raw);

/* --- content.c ---------------------------------------------------------------------------------
 */

/* Reads what fits into *out (NULL: only counts) and gives the decoded size of all. */
size_t content_read(struct job *j, GMimePart *part, struct buffer *out);

/* A parameter of the content type, "" when there is none. */
const char *content_parameter(GMimeObject *object, const char *name);

/* Joins a text to what is there, with an empty line between. */
void content_add(struct job *j, struct body *to, const char *text);

/* Reads a text part and joins it to *to. */
void content_text(struct job *j, GMimePart *part, bool html, struct body *to);

/* --- parts.c -----------------------------------------------------------------------------------
 */

/* Sets the bounds of a new harvest. */
void harvest_start(struct job *j, struct harvest *h);

/* Walks the parts below (and with) the object. */
void parts_walk(struct job *j, GMimeObject *object, struct harvest *h);

#endif
