/* SPDX-License-Identifier: EUPL-1.2 */
/* What the doors for the staff's accounts share (staff.c, staff_own.c). Private to lending/. */
#ifndef LEVANDE_LENDING_STAFF_DEED_H
#define LEVANDE_LENDING_STAFF_DEED_H

#include "house.h"
#include "store/audit.h"

#define STAFF_DEED "staff"

enum outcome staff_trail(const struct house *house, struct arena *a, const char *actor,
                         const char *event, int64_t id, struct fault *f);
/* So many random characters in groups of four, which are easier to copy by hand. */
char *staff_secret(const struct house *house, struct arena *a, size_t chars);

#endif
