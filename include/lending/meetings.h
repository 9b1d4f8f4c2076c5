/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for meetings of the pool: introductions and network meetings.
 *
 * Staff make one, move it or call it off; the letters follow in slices, some at once and the rest
 * spread out, so that a large pool trips no cap. To a network meeting all are invited who have not
 * left and are not on a pause; to an introduction, who has not had one. Who joins later, or whose
 * pause ends, is invited with the next daily look.
 */
#ifndef LEVANDE_LENDING_MEETINGS_H
#define LEVANDE_LENDING_MEETINGS_H

#include "lending.h"
#include "store/guests.h"

/*
 * Makes, moves or calls off a meeting. kind ("network", "introduction") is of one that is made;
 * *id is the meeting's. The same again changes nothing. NEVER EXIT_DATA when the time has a flaw or
 * the meeting is over or called off; NEVER EXIT_NO_INPUT when there is no such meeting.
 */
enum outcome lending_meeting(const struct house *house, struct arena *a, const char *actor,
                             const char *kind, const struct occasion_change *change, int64_t *id,
                             struct fault *f);

/* Loads a meeting: an occasion of no request. NEVER EXIT_NO_INPUT when there is none. */
enum outcome lending_meeting_load(const struct house *house, struct arena *a, int64_t id,
                                  struct occasion *out, struct fault *f);
/* Is it planned, and not over? */
bool lending_meeting_open(const struct occasion *m, instant now);

/*
 * Somebody comes ("yes") or does not ("no"); the last answer counts. how: "page", "phone",
 * "letter", "staff". NEVER EXIT_DATA when the meeting is over or called off.
 */
enum outcome lending_meeting_answer(const struct house *house, struct arena *a, const char *actor,
                                    int64_t id, int64_t person, const char *answer, const char *how,
                                    struct fault *f);

/* Who is invited and who comes, for staff; the trail tells that the list was read. */
enum outcome lending_meeting_guests(const struct house *house, struct arena *a, const char *actor,
                                    int64_t id, struct guest **out, size_t *count, struct fault *f);

/* Work: the next letters about a meeting, a slice; *moved: there was something to do. */
enum outcome lending_meetings_tell(const struct house *house, struct arena *a, bool *moved,
                                   struct fault *f);

/*
 * A new link to a meeting for one who is invited to it and has shown in this browser who they are;
 * good for a day, and never mailed. NEVER EXIT_NO_INPUT when that one is not invited.
 */
enum outcome lending_meeting_link(const struct house *house, struct arena *a, int64_t id,
                                  int64_t person, char token[TOKEN_CHARS + 1], struct fault *f);

#endif
