/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Calendar files (iCalendar, RFC 5545, 5546): occasions to attach to a letter, and the answers
 * that calendar programs send back.
 *
 * The tree that files are made of; a letter's frozen view holds it under "calendar":
 *
 *   {"method": "REQUEST",                 or "CANCEL", or "PUBLISH"
 *    "zone": "Europe/Stockholm",          of all local times; this one where it is missing
 *    "organizer": {"name": …, "address": …},
 *    "attendee": {"name": …, "address": …},   the recipient; RSVP=FALSE; neither for PUBLISH
 *    "events": [
 *      {"uid": "…@bibliotek.example",     the same for all versions of an occasion
 *       "sequence": 0,                    raised with every version
 *       "starts": "2027-04-08T10:00",     local; or a date alone: the whole day
 *       "ends": "2027-04-08T12:00",       may be missing; a date alone is the last day
 *       "summary": "Uppdrag LB-2027-0001",    neutral: a calendar is seen by others
 *       "place": "…", "link": "https://…", "description": "…",   each may be missing; a link that
                                         is no web address stands in the description alone
 *       "number": "LB-2027-0001"}]}       may be missing; stands in the description
 *
 * Nothing here knows who may see what: what must not stand in a calendar is not handed in.
 */
#ifndef LEVANDE_LETTERS_CALENDAR_H
#define LEVANDE_LETTERS_CALENDAR_H

#include <stddef.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/fault.h"

enum {
    CALENDAR_EVENTS = 1000,
    CALENDAR_TEXT_BYTES = 8000,       /* of one text that goes into a file */
    CALENDAR_READ_BYTES = 256 * 1024, /* of an incoming file that are looked at */
};

struct calendar_file {
    const char *name;   /* "uppdrag.ics", "uppdrag-2.ics" */
    const char *method; /* "REQUEST" */
    const char *text;   /* the file, with CRLF line ends, folded at 75 octets */
};

/*
 * Makes the files: one for each event of a REQUEST or CANCEL, since a calendar program answers for
 * one UID a file (RFC 5546, 3.2.2); all events of a PUBLISH in one, be it none. dtstamp is when the
 * letter was queued. Each file brings the rules of its zone, and the same input gives the same
 * bytes.
 * NEVER (EXIT_DATA) for a tree that is not as above, an event that ends before it begins, a zone
 * that is not known, or more than CALENDAR_EVENTS.
 */
enum outcome calendar_make(struct arena *a, const json_t *calendar, instant dtstamp,
                           struct calendar_file **files, size_t *count, struct fault *f);

/* What an incoming file says of its first event. A text that it does not say is "". */
struct calendar_reply {
    const char *method;   /* "REPLY", in upper case */
    const char *uid;      /* as we wrote it */
    const char *attendee; /* the address, without "mailto:"; the first where there are several */
    const char *partstat; /* "ACCEPTED", "DECLINED", "TENTATIVE", …, in upper case */
    const char *comment;  /* what the person wrote, lines ended by LF */
    long sequence;        /* 0 when it is missing or no number */
    instant dtstamp;      /* when it was answered; -1 when it is missing or not in UTC */
};

/*
 * Reads an incoming iCalendar text, whatever it holds, in linear time; never fails: what could not
 * be read is "". All texts are well-formed UTF-8 without control characters (but LF in comment).
 */
void calendar_read(struct arena *a, const char *text, size_t len, struct calendar_reply *reply);

#endif
