/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Codes that change with time (RFC 6238): HMAC-SHA-1, steps of thirty seconds, six figures, as the
 * programs for telephones make them. Knows no book: who calls keeps the secret and the last step.
 */
#ifndef LEVANDE_BASE_TOTP_H
#define LEVANDE_BASE_TOTP_H

#include "base/arena.h"
#include "base/clock.h"

#include <stdbool.h>

enum { TOTP_BYTES = 20, TOTP_SECONDS = 30, TOTP_FIGURES = 6 };

/* The secret as people and programs write it: base32 (RFC 4648) in capitals, 32 characters. */
char *totp_secret_text(struct arena *a, const unsigned char secret[TOTP_BYTES]);
/* Reads that; false when it is not one. */
bool totp_secret_read(const char *text, unsigned char secret[TOTP_BYTES]);

/* The step that an instant lies in. */
int64_t totp_step(instant at);
/* The code of a step: six figures and a NUL. */
void totp_code(const unsigned char secret[TOTP_BYTES], int64_t step, char out[TOTP_FIGURES + 1]);

/*
 * Is the code that of now, of one step ago or one ahead, and of a step after `used`? *step is it.
 */
bool totp_matches(const unsigned char secret[TOTP_BYTES], const char *code, instant now,
                  int64_t used, int64_t *step);

#endif
