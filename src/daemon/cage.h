/* SPDX-License-Identifier: EUPL-1.2 */
/* What a cage leaves to its role. Private to daemon/. */
#ifndef LEVANDE_DAEMON_CAGE_H
#define LEVANDE_DAEMON_CAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

enum { CAGE_PATHS = 64 };

struct cage {
    bool network;                  /* connections to other machines */
    const char *read[CAGE_PATHS];  /* files, and folders with all in them; what is not, is not */
    const char *write[CAGE_PATHS]; /* folders, each there already */
    size_t reads, writes;
};

/*
 * Gives away the calls that no role makes (cage_calls.c), and all files and connections but those
 * named (cage_files.c). DONE; or AGAIN when this kernel cannot, with the reason in f.
 */
enum outcome cage_calls(const struct cage *cage, struct fault *f);
enum outcome cage_files(const struct cage *cage, struct fault *f);

#endif
