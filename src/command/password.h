/* SPDX-License-Identifier: EUPL-1.2 */
/* A new password, asked for. */
#ifndef LEVANDE_COMMAND_PASSWORD_H
#define LEVANDE_COMMAND_PASSWORD_H

#include <stdio.h>

#include "base/fault.h"

enum { PASSWORD_BYTES = 1024 };

/*
 * On a terminal asks twice, without echo; from anything else reads one line. NEVER EXIT_DATA when
 * it is too short, no UTF-8, or the two differ. The caller wipes the password after use.
 */
enum outcome password_ask(FILE *in, char password[PASSWORD_BYTES], struct fault *f);

#endif
