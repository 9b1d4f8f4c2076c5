/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The access log: who of the staff has looked at whose data, when, on which page. A file of its own
 * beside the book (PATH.access.log), since a look writes nothing else. Private to web/.
 */
#ifndef LEVANDE_WEB_ACCESS_H
#define LEVANDE_WEB_ACCESS_H

#include "base/clock.h"
#include "base/fault.h"

struct access_log;

/* months: how long a line is kept ([retention] access); -1: for good. */
struct access_log *access_new(const char *book, int months);
void access_free(struct access_log **log);

/*
 * Adds "time actor method path whom", and once a day takes away the lines that are too old. AGAIN
 * when it cannot be written: then the data may not be shown either.
 */
enum outcome access_note(struct access_log *log, instant now, const char *actor, const char *method,
                         const char *path, const char *whom, struct fault *f);

#endif
