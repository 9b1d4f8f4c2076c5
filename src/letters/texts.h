/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The last touch on what was rendered, private to the letters module: plain.c for text, markdown.c
 * for HTML.
 */
#ifndef LEVANDE_LETTERS_TEXTS_H
#define LEVANDE_LETTERS_TEXTS_H

#include "base/arena.h"

enum {
    LINE_BYTES = 900,    /* the longest line of a part; RFC 5322 allows 998 */
    SUBJECT_CHARS = 160, /* code points */
};

/* One line: white space and control characters become single spaces; shortened. */
char *plain_line(struct arena *a, const char *text);

/*
 * A text part as people like to read it: no white space at the ends of lines, no two blank lines
 * in a row and none at either end, no control characters, no line longer than LINE_BYTES.
 */
char *plain_text(struct arena *a, const char *text);

/* The same HTML with no line longer than LINE_BYTES, as far as no tag is longer than that. */
char *folded_html(struct arena *a, const char *html);

/*
 * Markdown to an HTML fragment. Lines stay as they are written. Raw HTML and links with unsafe
 * schemes are left out; an image becomes its description, so that no letter fetches anything. A
 * web or mail address that has a line to itself becomes a link.
 */
char *markdown_html(struct arena *a, const char *markdown);

#endif
