/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Documents as PDF: what the archive keeps, and what goes by post.
 *
 * A document is a JSON tree of blocks, in the order in which it is read. What comes out is A4 with
 * structure tags (Document, H1, P, L, Table …), its language and its title, so that a screen reader
 * reads it as the page on the web is read. Nothing is cut: a long word is broken, a long text or
 * table goes on over as many pages as it takes, and a table's head is repeated.
 *
 * The same tree and the same time give the same bytes on the same machine: nothing is asked of the
 * clock, and nothing is drawn by chance. Nothing here knows the case book.
 *
 * The tree:
 *
 *   {"lang": "sv",                       the language, "sv" where it is missing
 *    "title": "Överenskommelse",         needed: metadata, and the footer of every page
 *    "subject": "…", "author": "…",      metadata; may be missing
 *    "reference": "LB-2027-0001",        in the footer; may be missing
 *    "blocks": [ … ]}
 *
 * A text is UTF-8; "\n" breaks the line. Wherever a block has "text" it may have "spans" instead:
 *
 *   [{"text": "Läs mer på "}, {"text": "vår sida", "link": "https://…"},
 *    {"text": "nu", "strong": true, "emphasis": true}]
 *
 * The blocks:
 *
 *   {"type": "heading", "level": 1, "text": …}            levels 1 to 3; stays with what follows
 *   {"type": "paragraph", "text": …, "style": "lead"}     or "small"; "style" may be missing
 *   {"type": "quote", "text": …}                          somebody's own words
 *   {"type": "list", "ordered": false, "items": [ … ]}    an item: a text, or {"text": …} or
 *                                                         {"spans": …}, with "items" (and
 *                                                         "ordered") for a list below it
 *   {"type": "pairs", "rows": [{"label": …, "value": …}]} one label and its value a row
 *   {"type": "table", "head": ["När", "Kronor"], "rows": [["8 april", "1 000"], …],
 *    "align": ["left", "right"], "foot": ["Summa", "1 000"]}
 *                                                         "align", "foot", "head" may be missing
 *   {"type": "signature", "parties": [{"role": …, "name": …, "accepted": …}]}
 *                                                         "accepted": how and when, as a text;
 *                                                         without it a line to sign on
 *   {"type": "address", "from": ["…"], "to": ["…"], "date": "…", "reference": "…"}
 *                                                         the head of a letter by post, first of
 *                                                         all blocks
 *   {"type": "chart", …}                                  as letters/chart.h has it; its figures
 *                                                         follow as a table
 *   {"type": "rule"}                                      a line across
 *   {"type": "page"}                                      what follows begins a page
 *
 * A member of another name is passed over; a member of the wrong type, a block of an unknown type
 * and a tree past the bounds below are refused, with the block's number in the fault.
 */
#ifndef LEVANDE_LETTERS_DOCUMENT_H
#define LEVANDE_LETTERS_DOCUMENT_H

#include <stddef.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/fault.h"

enum {
    DOCUMENT_TEXT_BYTES = 1024 * 1024, /* of all texts together */
    DOCUMENT_BLOCKS = 5000,
    DOCUMENT_ROWS = 20000, /* of all tables together */
    DOCUMENT_COLUMNS = 12,
    DOCUMENT_DEPTH = 6, /* of lists in lists */
    DOCUMENT_PAGES = 2000,
};

/*
 * Draws the document. created is the date of creation that the metadata tells; the bytes live in
 * the arena. Control characters and those that turn the direction of writing by force are left
 * out, a malformed byte becomes U+FFFD, a character that no font has is shown as a box.
 * NEVER (EXIT_DATA) when the tree is not as above or goes past a bound.
 */
enum outcome document_make(struct arena *a, const json_t *document, instant created, char **pdf,
                           size_t *len, struct fault *f);

/*
 * The same tree as a web page of its own: one file with its style in it and nothing to fetch, to
 * be read on a screen or printed. NEVER (EXIT_DATA) for an unknown type of block, and for a chart
 * that is not as letters/chart.h has it.
 */
enum outcome document_html(struct arena *a, const json_t *document, char **html, struct fault *f);
/* Its blocks alone, to be set into a page that has a frame and a style of its own. */
enum outcome document_html_blocks(struct arena *a, const json_t *document, char **html,
                                  struct fault *f);

/* A letter that goes by post. All texts are UTF-8; NULL is "". */
struct document_letter {
    const char *lang;
    const char *title;     /* the subject: the heading above the text */
    const char *from;      /* the sender, one line each: "Levande bibliotek\nBox 1\n400 00 X" */
    const char *to;        /* the recipient as on an envelope, one line each; six are seen */
    const char *date;      /* "1 mars 2027" */
    const char *reference; /* "LB-2027-0001" */
    const char *markdown;  /* the letter's text, as letter_make() gives it */
    const char *author;    /* metadata */
};

/*
 * The document of a letter: an address block that shows in the window of a Swedish C5 envelope
 * (window to the right, H2), the title, then what the Markdown holds. Links keep their address in
 * print. The caller owns the reference.
 */
json_t *document_from_letter(struct arena *a, const struct document_letter *letter);

#endif
