/* SPDX-License-Identifier: EUPL-1.2 */
/* The words that staff find requests by (store/words.h), kept up to date. Private to lending/. */
#ifndef LEVANDE_LENDING_WORDS_H
#define LEVANDE_LENDING_WORDS_H

#include "lending.h"

/* A mail that has been read: when it is the unit's, and of a request, its words are added. */
enum outcome words_take_mail(const struct house *house, struct arena *a, const struct mail *m,
                             const struct mime_message *message, struct fault *f);

/* What is known of a request, anew; first: nothing has been put down of it before. */
enum outcome words_take_request(const struct house *house, struct arena *a, int64_t request_id,
                                bool first, struct fault *f);

#endif
