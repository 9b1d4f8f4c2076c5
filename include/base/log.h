/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Log lines for the journal: `<level> role event key=value …` on standard error.
 *
 * A line names things by id, never people: no address, name, subject or text of a mail.
 */
#ifndef LEVANDE_BASE_LOG_H
#define LEVANDE_BASE_LOG_H

#include <stdio.h>

/* The numbers are syslog's, as systemd reads them from the start of a line. */
enum log_level { LOG_ERROR = 3, LOG_WARN = 4, LOG_NOTICE = 5, LOG_INFO = 6, LOG_DEBUG = 7 };

struct log {
    FILE *to;             /* NULL: silent */
    const char *role;     /* "fetch", "work", "send", "web", "supervisor", "levande" */
    enum log_level least; /* what is less urgent is left out */
};

/*
 * One line. event is a word ("stored", "refused"); fmt makes the pairs, "mail=%ld bytes=%zu".
 * Control characters in the result become '?', so that nobody can forge a line.
 */
void log_event(const struct log *log, enum log_level level, const char *event, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

#endif
