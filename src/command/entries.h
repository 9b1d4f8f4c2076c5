/* SPDX-License-Identifier: EUPL-1.2 */
/* What several nouns share: KEY=VALUE, imports, plain output, the details of an occasion. */
#ifndef LEVANDE_COMMAND_ENTRIES_H
#define LEVANDE_COMMAND_ENTRIES_H

#include "command.h"
#include "lending.h"
#include "lending/import.h"
#include "lending/people.h"

/* The arguments from `first` on as KEY=VALUE; NEVER EXIT_USAGE where one is none. */
enum outcome entries_changes(struct command *c, int first, struct roster_change **changes,
                             size_t *count, struct fault *f);

/* The value of an option "--name TEXT" or "--name=TEXT" among the arguments; NULL: not given. */
const char *entries_option(const struct command *c, const char *name);

/* Ends a verb: with --json the value as it is, else one line "key: value" a key that says
 * something. */
enum outcome entries_print(struct command *c, json_t *value, struct fault *f);

/* The same for a list: a line a value, with the values of these keys (ended by NULL) in columns. */
enum outcome entries_print_rows(struct command *c, json_t *rows, const char *const *keys,
                                struct fault *f);

typedef enum outcome entries_importer(const struct house *house, struct arena *a, const char *actor,
                                      const char *data, size_t len,
                                      const struct import_report *report,
                                      struct import_result *result, struct fault *f);

/* Imports the file of the first argument, tells what was said of it and what came of it. */
enum outcome entries_import(struct command *c, entries_importer *importer, struct fault *f);

/* --place, --link and --access of an occasion; afterwards least to most arguments are left. */
enum outcome entries_occasion(struct command *c, struct occasion_change *change, int least,
                              int most, struct fault *f);

/*
 * The same, and the arguments ID [START [END]], where `at` others stand before them. USAGE when
 * nothing new is said.
 */
enum outcome entries_occasion_move(struct command *c, int at, struct occasion_change *change,
                                   struct fault *f);

#endif
