/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for what staff settle by hand outside a request's rules: a task that is done, a mail or
 * a letter that waits for a person's word. Each in one transaction with its row in the trail, for
 * the command line and the desk alike.
 */
#ifndef LEVANDE_LENDING_DESK_H
#define LEVANDE_LENDING_DESK_H

#include "lending.h"

/* Closes a task. NEVER EXIT_NO_INPUT when it is not open. text: what came of it, or NULL. */
enum outcome lending_task_done(const struct house *house, struct arena *a, const char *actor,
                               int64_t task, const char *text, struct fault *f);

/*
 * What waits goes on: a letter is sent again, with the same Message-ID; a mail is read again. Or it
 * is put aside for good. Its tasks close. NEVER EXIT_DATA when its state does not allow it.
 */
enum outcome lending_letter_settle(const struct house *house, struct arena *a, const char *actor,
                                   int64_t letter, bool again, struct fault *f);
enum outcome lending_mail_settle(const struct house *house, struct arena *a, const char *actor,
                                 int64_t mail, bool again, struct fault *f);

/* Lets all held letters go; *count of them. */
enum outcome lending_letters_release(const struct house *house, struct arena *a, const char *actor,
                                     int64_t *count, struct fault *f);

#endif
