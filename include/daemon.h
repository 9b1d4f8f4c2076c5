/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * How roles are run: one in this process, several under the supervisor, or all to the end (--once).
 */
#ifndef LEVANDE_DAEMON_H
#define LEVANDE_DAEMON_H

#include "house.h"

struct daemon_options {
    const char *config; /* path of the configuration */
    const char *now;    /* --now, or NULL */
    instant offset;     /* of the clock, settled once from `now`, so that it runs on */
    bool clock_set;
    const struct house *house; /* the configuration, read and found good; NULL: read it anew */
    const struct role *roles[4];
    size_t role_count;
    bool once;
};

/*
 * Runs one role in this process until SIGTERM or SIGINT. ready_fd (or -1) gets 'r' once the role is
 * open and 'p' at its first progress. Returns the exit code.
 */
int daemon_run_role(const struct daemon_options *options, const struct role *role, int listen_fd,
                    int ready_fd);

/* Keeps the roles alive, each in a process of its own; returns the exit code. */
int daemon_supervise(const struct daemon_options *options);

/* Runs the roles in turn in this process until nothing moves; returns the exit code. */
int daemon_once(const struct daemon_options *options);

/* Wipes all of the environment that no role needs; called first of all. */
void daemon_clean_environment(void);

/* Where log lines and faults of the configuration go. */
void daemon_report(void *context, const char *line);

#endif
