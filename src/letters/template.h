/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A parsed Mustache template as a tree, private to the letters module: mustache_parse.c makes it,
 * mustache_render.c walks it.
 *
 * Standalone lines are settled when the tree is made, so that rendering knows only texts, values,
 * sections and partials; comments and changes of delimiters leave no node.
 */
#ifndef LEVANDE_LETTERS_TEMPLATE_H
#define LEVANDE_LETTERS_TEMPLATE_H

#include "base/buffer.h"
#include "letters.h"

enum {
    SECTIONS_MAX = 100,      /* nested sections, as parsed and as rendered */
    PARTIALS_MAX = 100,      /* nested partials, as rendered */
    RENDER_STEPS = 1000000,  /* nodes visited by one rendering: what multiplies itself ends here */
    NAME_PARTS_MAX = 16,     /* a.b.c… */
    LETTER_BYTES = 1 << 20,  /* one rendered letter */
    PAGE_BYTES = 8 << 20,    /* one rendered page */
    TEMPLATE_BYTES = 1 << 18 /* one template file */
};

enum node_kind { NODE_TEXT, NODE_VALUE, NODE_RAW, NODE_SECTION, NODE_INVERTED, NODE_PARTIAL };

/* A piece of a name; the last is followed by one without a text. */
struct part {
    const char *text;
    size_t len;
};

struct node {
    enum node_kind kind;
    int line;           /* where its tag begins, from 1; 0 for a text */
    const char *text;   /* NODE_TEXT: the text; else the name as written */
    size_t len;         /* NODE_TEXT: bytes of text */
    struct part *parts; /* the name at its dots; none for the implicit iterator "." */
    const char *indent; /* NODE_PARTIAL: what stands before it when it is alone on its line */
    bool alone;         /* NODE_PARTIAL: it is alone on its line */
    struct node *first; /* of a section */
    struct node *next;
};

struct mustache {
    const char *name;
    struct node *first;
};

/* As mustache_parse(), for a text that begins at this line of its file. */
enum outcome template_parse(struct arena *a, const char *name, int first_line, const char *text,
                            struct mustache **out, struct fault *f);

struct manner {
    enum escape escape;
    bool whole; /* a value outside any section that the view does not have is NEVER */
    mustache_partial *partial;
    void *context;
    size_t max;
};

/* As mustache_render(), in this manner. */
enum outcome template_render(struct arena *a, const struct mustache *template, const json_t *view,
                             const struct manner *manner, char **out, struct fault *f);

/*
 * Adds a value to what is rendered so far. For Markdown, a value that begins a line may hold
 * several paragraphs; one inside a line keeps its lines but no blank ones, so that it cannot end
 * the list or paragraph it stands in. Indentation and control characters of the value are left out.
 */
void escape_add(struct buffer *out, enum escape escape, const char *value);

#endif
