/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * People and associations from a CSV file (RFC 4180, comma or semicolon, UTF-8 or Windows-1252).
 *
 * Promise: all rows are checked first, each fault is told with its line, and then nothing is
 * imported. A sound file goes in by slices of less than 20 ms each, and can be given again: the
 * same file changes nothing.
 *
 * People. Name and e-mail together say who somebody is (without an e-mail, name and phone): who is
 * in the pool already is updated, all others are added. In an update an empty cell changes
 * nothing, and a consent that was withdrawn since is not taken up again. New people are laid down
 * unseen; when the last one is there, those who stood in the pool already are updated and the new
 * ones shown. If the machine stops before that, nothing is seen of the import; if it stops within
 * it, what was shown is whole, and giving the file again does the rest.
 *
 * Associations. The name says which one it is; otherwise alike.
 */
#ifndef LEVANDE_LENDING_IMPORT_H
#define LEVANDE_LENDING_IMPORT_H

#include "house.h"

/* More bytes than this are refused. */
#define IMPORT_MAX_BYTES ((size_t)256 << 20)

/* Gets each line about the file: "line 7: …", "Rad 7: …". A note is not a fault. */
struct import_report {
    void (*line)(void *context, bool note, const char *text);
    void *context;
    bool swedish; /* for staff at the desk; else in English, for the command line */
};

struct import_result {
    size_t rows, added, updated, notes;
    size_t faults; /* over 0: nothing was imported */
};

/*
 * Imports. NEVER EXIT_DATA when the file has faults; AGAIN EXIT_TRY_AGAIN when another import is
 * under way or the book is busy.
 */
enum outcome import_people(const struct house *house, struct arena *a, const char *actor,
                           const char *data, size_t len, const struct import_report *report,
                           struct import_result *result, struct fault *f);
enum outcome import_associations(const struct house *house, struct arena *a, const char *actor,
                                 const char *data, size_t len, const struct import_report *report,
                                 struct import_result *result, struct fault *f);

#endif
