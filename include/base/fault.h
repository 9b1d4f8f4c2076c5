/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What can go wrong, as data.
 *
 * A function that can fail returns an outcome and, when it is not DONE, says why in a fault
 * that the caller handed in. There are four outcomes and not two, because mail knows four: a
 * connection that dies after the final dot leaves a letter that may or may not have arrived.
 *
 * Running out of memory is not among them: the process ends (see arena.h), the supervisor starts
 * the role anew, and the case book stands as it was before the transaction.
 */
#ifndef LEVANDE_BASE_FAULT_H
#define LEVANDE_BASE_FAULT_H

#include <stdarg.h>
#include <stddef.h>

enum outcome {
    DONE = 0, /* it is done */
    AGAIN,    /* not now: the same call may go through later (server down, book busy) */
    NEVER,    /* not ever: the same call will fail again (bad data, refused by a rule) */
    UNSURE,   /* nobody knows whether it happened; a person or a rule must settle it */
};

/* Exit codes of both programs, from sysexits.h; a fault carries the one that fits. */
enum exit_code {
    EXIT_OK = 0,
    EXIT_USAGE = 64,       /* the command line is wrong */
    EXIT_DATA = 65,        /* bad input data, or a move that the rules refuse */
    EXIT_NO_INPUT = 66,    /* what was named does not exist */
    EXIT_UNAVAILABLE = 69, /* a service that is needed is not there */
    EXIT_INTERNAL = 70,    /* a fault of ours */
    EXIT_CANT_CREATE = 73, /* an output cannot be made */
    EXIT_TRY_AGAIN = 75,   /* busy; a later try may go through */
    EXIT_NOT_PERMITTED = 77,
    EXIT_CONFIG = 78,
};

struct fault {
    enum outcome outcome;
    enum exit_code code;
    char text[512]; /* one sentence in English, without personal data, without a final stop */
};

/*
 * Fills in *f (which may be NULL) and returns the outcome, so that a caller can write
 * `return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "connect to %s: %s", host, why);`.
 * The text is cut to what fits.
 */
enum outcome fault_set(struct fault *f, enum outcome outcome, enum exit_code code, const char *fmt,
                       ...) __attribute__((format(printf, 4, 5)));

/* Puts "what: " before the fault's text, to tell where it happened. */
void fault_prefix(struct fault *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "done", "again", "never", "unsure". */
const char *outcome_name(enum outcome outcome);

#endif
