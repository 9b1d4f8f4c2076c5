/* SPDX-License-Identifier: EUPL-1.2 */
/* Taking a token out of a letter's bytes. */
#ifndef LEVANDE_STORE_MASK_H
#define LEVANDE_STORE_MASK_H

#include <stddef.h>

#include "base/arena.h"

/*
 * Puts an 'x' for each character of the token, wherever it stands in the RFC 5322 bytes: plainly,
 * broken over lines of quoted-printable, or inside a base64 part. The length stays, and so does
 * every other byte. Returns how many times it was found. The arena is for scratch.
 */
size_t mask_token(struct arena *a, char *raw, size_t len, const char *token);

/*
 * The same for all that a letter's token stands for in its bytes: the link, the address for
 * replies, and the code of a letter of the purpose "code".
 */
size_t mask_letter(struct arena *a, char *raw, size_t len, const char *token, const char *purpose);

#endif
