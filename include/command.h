/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The nouns and verbs of `levande`.
 *
 * Each verb is one row of a const table: noun, verb, usage, the function, and whether it needs the
 * book. A verb prints for people, or with --json exactly one JSON value.
 */
#ifndef LEVANDE_COMMAND_H
#define LEVANDE_COMMAND_H

#include <jansson.h>
#include <stdio.h>

#include "house.h"

struct command {
    const struct house *house; /* house->db is NULL for verbs that need no book */
    struct arena *arena;       /* for the whole run */
    bool json;
    int argc; /* arguments after the verb */
    char **argv;
    FILE *in, *out;
    const char *actor; /* "command", or "staff:3" whose name is in LEVANDE_ACTOR */
};

typedef enum outcome command_function(struct command *c, struct fault *f);

enum command_needs {
    NEEDS_NOTHING,
    NEEDS_FILES, /* areas */
    NEEDS_BOOK,  /* book and areas */
    NEEDS_TEXTS  /* book, areas and templates, even where what the book holds of them has faults */
};

struct verb {
    const char *noun, *verb; /* verb "" for nouns that stand alone: tasks, backup, check */
    const char *usage;       /* "N KEY=VALUE…" */
    const char *help;        /* one line */
    command_function *run;
    enum command_needs needs;
    int least, most; /* number of arguments; most -1: any */
};

/* Each file of src/command/ exports its rows, ended by a row with noun NULL. */
extern const struct verb request_verbs[], choose_verbs[], write_verbs[], followup_verbs[],
    occasion_verbs[], meeting_verbs[], agreement_verbs[], compensation_verbs[], person_verbs[],
    association_verbs[], unit_verbs[], staff_verbs[], mail_verbs[], desk_verbs[], stats_verbs[],
    export_verbs[], settings_verbs[];

/* Runs argv; returns the exit code. */
int command_main(int argc, char **argv);

/* Prints the JSON value (and frees the reference) as one line or indented, UTF-8. */
enum outcome command_print_json(struct command *c, json_t *value, struct fault *f);

/*
 * Takes "--name VALUE" out of the arguments; NULL when it is not there. NEVER EXIT_USAGE when the
 * value is missing.
 */
enum outcome command_option(struct command *c, const char *name, const char **value,
                            struct fault *f);

/* Takes "--name" out of the arguments; was it there? */
bool command_flag(struct command *c, const char *name);

/* After the options were taken: so many arguments, or NEVER EXIT_USAGE. most -1: any. */
enum outcome command_count(struct command *c, int least, int most, struct fault *f);

/* After a change of a request: its new state, in words or as its view. */
enum outcome command_tell(struct command *c, const char *number, struct fault *f);

/* "P12" → 12; NEVER EXIT_USAGE when the text is not the letter and a number. */
enum outcome command_id(const char *text, char letter, int64_t *id, struct fault *f);

#endif
