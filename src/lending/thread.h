/* SPDX-License-Identifier: EUPL-1.2 */
/* The thread that a mail belongs to (invariant 8). Private to lending/. */
#ifndef LEVANDE_LENDING_THREAD_H
#define LEVANDE_LENDING_THREAD_H

#include "lending.h"

struct thread {
    bool found;
    bool right_sender;  /* the mail comes from the address that the token or letter was made for */
    bool over;          /* the token has expired, or was ended */
    int64_t request_id; /* 0: a letter without a request */
    int64_t letter_id;  /* the letter that it answers, or that came back; 0: unknown */
    const char *party;  /* "unit", "P12", "A3" */
};

/*
 * By the token in an address it was sent to; else by our Message-ID among what it refers to. For a
 * bounce also by what the returned part holds. Never by subject.
 */
enum outcome thread_find(const struct house *house, struct arena *a,
                         const struct mime_message *message, struct thread *out, struct fault *f);

#endif
