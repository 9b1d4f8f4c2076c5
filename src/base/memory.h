/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The one answer to memory that is out: say so and end. Private to base.
 */
#ifndef LEVANDE_BASE_MEMORY_H
#define LEVANDE_BASE_MEMORY_H

#include <stdio.h>
#include <stdlib.h>

_Noreturn static inline void memory_out(size_t wanted)
{
    fprintf(stderr, "<3> base memory_out wanted=%zu\n", wanted);
    abort();
}

#endif
