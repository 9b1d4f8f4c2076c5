/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The shelf from the inside, private to the letters module: shelf.c fills it, shelf_check.c looks
 * it through, and letter.c takes from it.
 */
#ifndef LEVANDE_LETTERS_SHELF_H
#define LEVANDE_LETTERS_SHELF_H

#include "template.h"

/* One template file. */
struct sheet {
    const char *key;                /* its place below the folder: "letters/sv/code.md" */
    const char *name;               /* without its suffix */
    const char *path;               /* for messages */
    const char *text;               /* the whole file */
    const struct mustache *subject; /* of a letter; else NULL */
    const struct mustache *body;
    const char *version; /* of a letter; else NULL */
    bool changed;        /* staff wrote it: it is laid over what is shipped */
};

/* The templates of one language, or of the pages, with their partials. */
struct folder {
    const char *name;
    struct sheet *sheets, *partials;
    size_t sheet_count, partial_count;
};

struct shelf {
    struct arena *arena;
    struct folder *languages;
    size_t language_count;
    struct folder *advice; /* by language; their partials are the letters' */
    size_t advice_count;
    struct folder pages;
    struct sheet frame; /* what the HTML part of every letter lies in */
};

/* Each gives NULL when there is none. */
const struct folder *shelf_language(const struct shelf *s, const char *language);
const struct sheet *folder_sheet(const struct folder *folder, const char *name);
const struct sheet *folder_partial(const struct folder *folder, const char *name);

/* A frame of pages, "frame" or "…-frame": what the others lie in. */
bool is_page_frame(const struct sheet *sheet);

/* The letter in this language, else in Swedish; *folder is where it was found. */
const struct sheet *shelf_letter(const struct shelf *s, const char *language, const char *letter,
                                 const struct folder **folder);

/* A shelf that is being filled, and whom to tell what is wrong with it. */
struct reader {
    struct shelf *shelf;
    void (*report)(void *context, const char *line); /* NULL: nobody */
    void *context;
    size_t root;   /* bytes of the folder's path, with its slash */
    size_t faults; /* told so far */
};

/* Counts a fault and tells it: "path:line: what is wrong and what is expected". */
void shelf_fault(struct reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Parses the sheet's text; a letter begins with its subject. */
void shelf_parse(struct reader *r, struct sheet *sheet, bool letter);

/* The partials of advice are those of the letters in its language. */
void shelf_tie_advice(struct shelf *s);

/* Gives each letter its version, from its text, its partials and the frame. */
void shelf_set_versions(struct shelf *s);

/* shelf_markup.c: the page's HTML is whole, and holds nothing that acts or is fetched. */
void shelf_check_markup(struct reader *r, const struct sheet *sheet);

/* shelf_names.c: the fields that changed sheets use are fields that there are. */
void shelf_check_names(struct reader *r, const struct shelf *shipped);

/* Looks through what was read from this folder. */
void shelf_check(struct reader *r, const char *folder);

#endif
