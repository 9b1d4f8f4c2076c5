/* SPDX-License-Identifier: EUPL-1.2 */
/* A mail's parts: see parts.c. */
#ifndef LEVANDE_READING_MAIL_PARTS_H
#define LEVANDE_READING_MAIL_PARTS_H

#include "base/arena.h"
#include "base/calendar.h"
#include "reading.h"

enum { MOST_PARTS = 8 };

struct part {
    const char *text;
    const char *from_name, *from_address;
    struct date date;
    bool library; /* our own letter, quoted */
};

struct parts {
    struct part part[MOST_PARTS]; /* the newest first: what the sender wrote */
    size_t count;
};

/* Splits the mail's text into what its sender wrote and the mails quoted in it. */
void parts_split(struct arena *a, const struct reading_input *in, struct parts *out);

/* "Lind, Kajsa (VGR)" to "Kajsa Lind"; "" when it is no person's name. */
const char *person_name(struct arena *a, const char *display);

#endif
