/* SPDX-License-Identifier: EUPL-1.2 */
/* A role that is open in this process. Private to daemon/. */
#ifndef LEVANDE_DAEMON_RUNNING_H
#define LEVANDE_DAEMON_RUNNING_H

#include "daemon.h"

struct running {
    const struct role *role;
    struct house house;
    struct arena *arena; /* of the settings and areas */
    void *state;
    int lock;
};

/* Reads the configuration, takes the role's lock, opens book and role. Close it in any case. */
enum outcome running_open(struct running *r, const struct daemon_options *options,
                          const struct role *role, int listen_fd, struct fault *f);
void running_close(struct running *r);

/* Gives away what these open roles do not need; cannot be undone in this process. */
enum outcome running_cage(const struct running *roles, size_t count, struct fault *f);

/* Blocks the signals that the program acts on and gives the descriptor that they come through. */
int running_signals(void);
/* The next signal there, 0 when there is none. */
int running_next_signal(int fd);

/* Gives back the memory that only the start has needed (rest.c). */
void daemon_rest(void);

#endif
