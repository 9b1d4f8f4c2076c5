/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for the library's staff: accounts are added, closed, and given back to who has lost a
 * telephone or a password. Each in one transaction with its row in the trail; what takes a key from
 * somebody ends all their sessions.
 */
#ifndef LEVANDE_LENDING_STAFF_H
#define LEVANDE_LENDING_STAFF_H

#include "house.h"
#include "store/staff.h"

/* Are name, e-mail and role what they must be? NEVER in words when not. */
enum outcome lending_staff_check(const struct staff *staff, struct fault *f);
/* NEVER EXIT_DATA when that is not so, or the name is taken. */
enum outcome lending_staff_add(const struct house *house, struct arena *a, const char *actor,
                               const struct staff *staff, struct fault *f);
/* Logs in no more. NEVER EXIT_NO_INPUT: nobody of that name; so for all below. */
enum outcome lending_staff_disable(const struct house *house, struct arena *a, const char *actor,
                                   const char *name, struct fault *f);
/* The second factor and its recovery codes are gone, and enrolled anew at the next login. */
enum outcome lending_staff_reset(const struct house *house, struct arena *a, const char *actor,
                                 const char *name, struct fault *f);
/* hash: of password_hash(). */
enum outcome lending_staff_password(const struct house *house, struct arena *a, const char *actor,
                                    const char *name, const char *hash, struct fault *f);

#endif
