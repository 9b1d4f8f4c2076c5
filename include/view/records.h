/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The register of a request's records: what a records office needs to take a folder over and to
 * see, years later, that nothing in it has been changed.
 */
#ifndef LEVANDE_VIEW_RECORDS_H
#define LEVANDE_VIEW_RECORDS_H

#include "view.h"

/* One record: a mail, a letter, a document, or a list made for the folder. Texts are never NULL. */
struct record_entry {
    const char *kind;      /* in|ut|upprättad */
    instant at;            /* when it came, left or was made; -1: not yet */
    const char *what;      /* in words */
    const char *from, *to; /* who wrote it, and to whom; "" where that says nothing */
    const char *state;     /* of a letter; "" else */
    const char *note;      /* why there is no file; "" */
    const char *file;      /* inside the folder; "": there is none */
    size_t bytes;
    const char *sha256; /* of the file, in hexadecimal */
};

/* The register as XML 1.0 and as CSV (semicolons, UTF-8 with a byte order mark). */
char *view_register_xml(struct arena *a, const struct request *r, const struct record_entry *list,
                        size_t count, instant now);
char *view_register_csv(struct arena *a, const struct record_entry *list, size_t count);

/* What is known of the request, each fact with the words it was read from; CSV. */
char *view_facts_csv(struct arena *a, const struct known_fact facts[FACT_COUNT]);
/* What happened, from the trail; CSV. */
char *view_trail_csv(struct arena *a, const struct audit_row *rows, size_t count);

/* What the folder is, for whoever opens it first. */
char *view_records_guide(struct arena *a, const struct house *house, const struct request *r,
                         instant now);

#endif
