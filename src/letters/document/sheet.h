/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the files that draw a document share; private to this folder, the only one that knows cairo
 * and pango.
 *
 *   document.c   document_make(): the tree is checked, laid out once to count pages, then drawn
 *   check.c      is the tree as the contract says?
 *   sheet.c      pages, tags, the footer, and when a new page begins
 *   runs.c       what a text may hold
 *   prose.c      a text becomes lines, and lines are drawn
 *   blocks.c     headings, paragraphs, lists and the other blocks
 *   grid.c       tables and pairs
 *   picture.c    charts
 *   finish.c     what cairo leaves out of a tagged PDF
 *   postal.c     a letter's Markdown becomes a document
 *
 * All lengths are points, 72 an inch; y grows downwards.
 */
#ifndef LEVANDE_LETTERS_SHEET_H
#define LEVANDE_LETTERS_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include <cairo.h>
#include <jansson.h>
#include <pango/pangocairo.h>

#include "base/arena.h"
#include "base/fault.h"
#include "letters/document.h"

#define MM(n) ((n)*72.0 / 25.4)
#define PAGE_WIDTH MM(210)
#define PAGE_HEIGHT MM(297)
#define MARGIN MM(25)
#define BODY_WIDTH (PAGE_WIDTH - 2 * MARGIN)
#define BODY_TOP MM(22)
#define BODY_BOTTOM (PAGE_HEIGHT - MM(26))

enum style {
    STYLE_BODY,
    STYLE_LEAD,
    STYLE_SMALL,
    STYLE_QUOTE,
    STYLE_CELL,
    STYLE_HEAD, /* of a table, and labels */
    STYLE_POSTAL,
    STYLE_H1,
    STYLE_H2,
    STYLE_H3,
    STYLE_COUNT,
};

/* A piece of text with one look. */
struct run {
    const char *text;
    const char *link; /* NULL: none */
    bool strong, emphasis;
};

struct line {
    PangoLayoutLine *line;
    size_t base;           /* where the text of its layout begins in the whole text */
    double x;              /* of its left end, from the left of the column */
    double ascent, height; /* from its top to its baseline; to the next line's top */
};

/* A text set into lines of one width. */
struct lines {
    struct line *at;
    size_t count;
    double height; /* of all lines */
    double width;  /* of the widest */
    enum style style;
    struct links *links; /* NULL: none in this text */
    PangoLayout **layouts;
    size_t layout_count;
};

/* A heading that waits for what it stands above. */
struct kept {
    struct lines lines;
    const char *tag;
    double above; /* free space above it */
};

enum { KEPT = 8 };

struct sheet {
    struct arena *arena;
    cairo_t *cr; /* NULL: nothing is drawn, only pages are counted */
    PangoContext *pango;
    const char *lang, *title, *reference;
    double y;
    unsigned page, pages; /* the page that is drawn; how many there will be */
    struct kept kept[KEPT];
    size_t kept_count;
    struct marks *marks; /* of the structure, for finish.c */
};

/* ---- sheet.c ---- */

/* Begins the first page. */
void sheet_begin(struct sheet *s);
/* Ends the last page. */
void sheet_end(struct sheet *s);
void sheet_break(struct sheet *s);
/* True when nothing stands on the page yet. */
bool sheet_fresh(const struct sheet *s);
/* True when a piece of this height has room on the page. */
bool sheet_fits(const struct sheet *s, double height);
/* Turns the page when a piece of this height has no room, and the page is not fresh. */
void sheet_room(struct sheet *s, double height);
/*
 * Begins a block: free space above it, then the headings that waited for it, on a page that has
 * room for them and for its first piece, least high. Called before the block's tag.
 */
void sheet_start(struct sheet *s, double above, double least);
/* Lets a heading wait for the block after it; at most KEPT wait. */
void sheet_keep(struct sheet *s, const char *tag, struct lines lines, double above);
/* A structure tag; both do nothing while pages are counted. */
void sheet_open(struct sheet *s, const char *tag);
void sheet_close(struct sheet *s, const char *tag);
/* TH with its scope, "Row" or "Column"; Figure with the text that stands for it. */
void sheet_open_head(struct sheet *s, const char *scope);
void sheet_open_figure(struct sheet *s, const char *alt);
/* A thin line across, and a shaded area. */
void sheet_rule(struct sheet *s, double x, double y, double width, double grey);
void sheet_shade(struct sheet *s, double x, double y, double width, double height);

/* ---- runs.c ---- */

/* The runs of a block's "text" or "spans", cleaned. */
struct run *prose_runs(struct arena *a, const json_t *holder, size_t *count);
/* The text that holds nothing which a page cannot show. */
char *prose_clean(struct arena *a, const char *text);

/* ---- prose.c ---- */

/* The context that all texts are set with; ended by g_object_unref(). */
PangoContext *prose_context(const char *lang);
/* Sets runs into lines; right: at the column's right end. Ended by prose_free(). */
struct lines prose_set(struct sheet *s, const struct run *runs, size_t count, enum style style,
                       double width, bool right);
struct lines prose_text(struct sheet *s, const char *text, enum style style, double width);
void prose_free(struct lines *l);
/*
 * Draws lines from (the first is 0) up to, without, to. nested: inside a tag that has other
 * children too, so that each piece gets a tag of its own.
 */
void prose_draw(struct sheet *s, const struct lines *l, size_t from, size_t to, double x, double y,
                bool nested);
/* How many lines from the one given have room within height, and how high they are. */
size_t prose_fit(const struct lines *l, size_t from, double height, double *used);
/* Lets the lines flow from s->y on over the pages, within the tag. */
void prose_flow(struct sheet *s, const char *tag, const struct lines *l, double x);
/* The height of the first lines that must stay together. */
double prose_least(const struct lines *l);
/* The width of the text on one line. */
double prose_width(struct sheet *s, const char *text, enum style style);

/* ---- blocks.c, grid.c, picture.c ---- */

void block_draw(struct sheet *s, const json_t *block);
void grid_table(struct sheet *s, const json_t *block);
void grid_pairs(struct sheet *s, const json_t *block);
void picture_draw(struct sheet *s, const json_t *block);

/* ---- check.c ---- */

/* NEVER, with the block's number, when the tree is not as letters/document.h says. */
enum outcome document_check(struct arena *a, const json_t *document, struct fault *f);

/* ---- finish.c ---- */

/* The scopes of all TH and the texts of all Figures, in the order of the tags. */
struct marks {
    const char **scopes, **alts;
    size_t scope_count, scope_cap, alt_count, alt_cap;
};

void marks_add(struct arena *a, const char ***list, size_t *count, size_t *cap, const char *text);

/*
 * Adds to cairo's PDF the language, that its title is to be shown, the order of tabbing, scopes and
 * alternative texts. A file of another make than cairo 1.16's comes back as it is.
 */
char *finish_pdf(struct arena *a, const char *pdf, size_t *len, const char *lang,
                 const struct marks *marks);

/* A text of the tree, "" when it is missing. */
static inline const char *member(const json_t *holder, const char *name)
{
    const char *text = json_string_value(json_object_get(holder, name));
    return text ? text : "";
}

#endif
