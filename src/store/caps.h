/* SPDX-License-Identifier: EUPL-1.2 */
/* The caps that a letter would go past. Private to store/. */
#ifndef LEVANDE_STORE_CAPS_H
#define LEVANDE_STORE_CAPS_H

#include "store/sending.h"

/* The cap that the letter would go past, by its key in the configuration; *cap NULL: none. */
enum outcome caps_passed(struct db *db, struct arena *a, const struct sending_policy *policy,
                         const struct outgoing *letter, const char **cap, struct fault *f);

#endif
