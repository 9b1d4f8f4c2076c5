/* SPDX-License-Identifier: EUPL-1.2 */
/* A mail on its way into the case book. Private to lending/. */
#ifndef LEVANDE_LENDING_INCOMING_H
#define LEVANDE_LENDING_INCOMING_H

#include "lending.h"
#include "thread.h"

struct incoming {
    const struct house *house;
    struct arena *arena;
    instant now;
    struct mail *mail;
    const struct mime_message *message;
    const struct reading *reading;
    struct thread thread;
};

/* A person is to look at the mail: a task, and the mail waits. text is in Swedish. */
enum outcome incoming_task(struct incoming *in, const char *kind, const char *text,
                           struct fault *f);

/*
 * The mail becomes a request, and the request is read. sure false: whatever the sender, a person
 * looks first. verdict may be NULL.
 */
enum outcome incoming_request(struct incoming *in, bool sure, struct verdict *verdict,
                              struct fault *f);

/* *taken: a calendar program has answered; kept, or shown to a person, and nothing is changed. */
enum outcome incoming_calendar(struct incoming *in, bool *taken, struct fault *f);

/* The mail answers a letter of ours. */
enum outcome incoming_reply(struct incoming *in, struct fault *f);

#endif
