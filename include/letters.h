/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A template and a view to a mail text.
 *
 * Templates are Mustache (the public specification, without lambdas), written in Markdown with a
 * first line "Subject: …". The text part of a letter is the Markdown as written; the HTML part is
 * made from it by cmark, unsafe HTML left out. Values are escaped by default: for Markdown in a
 * letter, for HTML in a page.
 *
 * Nothing here knows the case book: a view (a JSON tree) comes in, texts go out.
 */
#ifndef LEVANDE_LETTERS_H
#define LEVANDE_LETTERS_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/fault.h"

/* ---- Mustache ---- */

struct mustache; /* a parsed template; immutable */

/*
 * How a value of {{name}} is escaped; {{{name}}} and {{&name}} are not escaped at all.
 * Markdown: every character that Markdown could take for markup gets a backslash in the Markdown
 * that cmark sees; the text part is rendered a second time with ESCAPE_NONE.
 */
enum escape { ESCAPE_HTML, ESCAPE_MARKDOWN, ESCAPE_NONE };

/*
 * Parses. name is the file's, for messages ("name:line: …"). All of *out lives in the arena and
 * refers to a copy of the text. NEVER for an unclosed tag or section, a section closed by another
 * name, a change of delimiters that cannot be read.
 */
enum outcome mustache_parse(struct arena *a, const char *name, const char *text,
                            struct mustache **out, struct fault *f);

/* Finds a partial by name; NULL: there is none, which renders as nothing (the specification). */
typedef const struct mustache *mustache_partial(void *context, const char *name);

/*
 * Renders into the arena. At most max bytes and 100 partials deep; past that NEVER.
 */
enum outcome mustache_render(struct arena *a, const struct mustache *template, const json_t *view,
                             enum escape escape, mustache_partial *partial, void *context,
                             size_t max, char **out, struct fault *f);

/* Calls visit for each variable or section name that the template uses, partials not followed. */
void mustache_names(const struct mustache *template,
                    void (*visit)(void *context, const char *name, int line), void *context);
/* Calls visit for each partial that it names. */
void mustache_partials(const struct mustache *template,
                       void (*visit)(void *context, const char *name, int line), void *context);

/* ---- The shelf of templates ---- */

struct shelf; /* all templates of a folder, parsed; those of the book go before them */

/*
 * Reads FOLDER/letters/<language>/<name>.md, FOLDER/letters/<language>/partials/<name>.md,
 * FOLDER/letters/frame.html (what the HTML part of every letter lies in: {{lang}}, {{title}},
 * {{{body}}}, library.*), FOLDER/pages/<name>.html (partials in pages/partials/), and where there
 * is one FOLDER/advice/<language>/<name>.md (see shelf_advice). Every fault is told to report (one
 * call a fault, "path:line: what is wrong and what is expected"); NEVER when there was one: a
 * template that does not parse, a letter without "Subject:", a partial that does not exist, a
 * letter that is in sv/ and not in sv-lattlast/ or en/.
 */
enum outcome shelf_open(const char *folder, void (*report)(void *context, const char *line),
                        void *context, struct shelf **out, struct fault *f);
void shelf_free(struct shelf **s);

/*
 * SHA-256 (hex) of a letter template, its partials and the frame: its version, kept with each
 * letter. NULL when there is no such letter.
 */
const char *shelf_version(const struct shelf *s, const char *language, const char *letter);

/*
 * An answer to a request for advice that staff may edit: what letter_make() takes as own_text for
 * the letter "message". language falls back to "sv"; NULL when there is no such text.
 */
const char *shelf_advice(const struct shelf *s, const char *language, const char *name);
/* The names of all such texts in Swedish, in the arena, with commas between. */
const char *shelf_advice_names(struct arena *a, const struct shelf *s);

/* ---- What staff wrote instead ---- */

struct shelf_change {
    const char *name;  /* of the text below the folder: "letters/sv/code.md" */
    const char *text;  /* all of it */
    const char *where; /* how a fault names it, before ":line: …" */
};

/*
 * The shelf with these texts instead of its own. It leans on `shipped`, which must outlive it; the
 * letters that are not changed keep their versions. Every fault is told to report as "where:line:
 * what is wrong"; NEVER, EXIT_DATA when there was one: whatever shelf_open() refuses, a text that
 * may not be changed, a field that there is not or that the letter may lack, a link that is gone,
 * a page with a script, a style or an open tag.
 */
enum outcome shelf_over(const struct shelf *shipped, const struct shelf_change *changes,
                        size_t count, void (*report)(void *context, const char *line),
                        void *context, struct shelf **out, struct fault *f);

/* May staff change this text? Letters, their partials, answers for advice, pages of mere text. */
bool shelf_may_change(const struct shelf *s, const char *name);

/* The text as it stands; NULL: there is none of that name. */
const char *shelf_text(const struct shelf *s, const char *name);

/* Calls visit for each file of the shelf. */
typedef void shelf_visitor(void *context, const char *name, const char *text, bool changeable);
void shelf_each(const struct shelf *s, shelf_visitor *visit, void *context);

struct letter_texts {
    const char *subject; /* one line */
    const char *text;    /* the plain part: Markdown as written, lines as they stand; none is
                            longer than 900 bytes */
    const char *html;    /* a whole HTML document with an inline style, lang set */
};

/*
 * Makes a letter. language falls back to "sv" when there is no such folder. own_text, where not
 * NULL, is staff's own wording (Markdown) instead of the template's body; it may use the view's
 * names ({{link}} above all) and the language's partials; the subject stays the template's. NEVER
 * when there is no such letter or a name that the template marks as needed
 * ({{name}} outside any section) is missing from the view: a letter with a hole is never sent.
 */
enum outcome letter_make(struct arena *a, const struct shelf *s, const char *language,
                         const char *letter, const json_t *view, const char *own_text,
                         struct letter_texts *out, struct fault *f);

/*
 * Renders a page: pages/<page>.html inside pages/<frame>.html, where {{>content}} stands,
 * HTML-escaped. NEVER (EXIT_NO_INPUT) when there is no such page.
 */
enum outcome page_render(struct arena *a, const struct shelf *s, const char *frame,
                         const char *page, const json_t *view, char **html, struct fault *f);

/* The names of the letters that there must be, ended by NULL: what flow may ask for. */
extern const char *const letter_names[];

#endif
