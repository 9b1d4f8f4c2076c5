/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The door for the library's staff: accounts are added, given another role, closed, and given back
 * to who has lost a telephone or a password; each keeps password, recovery codes and calendar. Each
 * in one transaction with its row in the trail; what takes a key from somebody ends all their
 * sessions.
 *
 * What would leave the desk without anybody who may change its settings is refused to who stands
 * there ("staff:3"): closing one's own account, and closing or lessening the last administrator's.
 * The command line may, since it can add another.
 */
#ifndef LEVANDE_LENDING_STAFF_H
#define LEVANDE_LENDING_STAFF_H

#include "house.h"
#include "store/staff.h"

enum {
    PASSWORD_LEAST = 12, /* characters */
    FIRST_DAYS = 7,      /* a first password opens for so long */
    FIRST_CHARS = 16,    /* of a first password, 80 bits */
    RECOVERY_CODES = 10,
    RECOVERY_CHARS = 16,
};

/* Are name, e-mail and role what they must be? NEVER in words when not. */
enum outcome lending_staff_check(const struct staff *staff, struct fault *f);
/* NEVER EXIT_DATA when that is not so, or the name is taken. */
enum outcome lending_staff_add(const struct house *house, struct arena *a, const char *actor,
                               const struct staff *staff, struct fault *f);
/*
 * Logs in no more, and the calendar of theirs is closed. NEVER EXIT_NO_INPUT: nobody of that name;
 * so for all below. With spare, NEVER EXIT_DATA for oneself and the last administrator: the desk
 * must not lock itself; whoever has the machine adds another.
 */
enum outcome lending_staff_disable(const struct house *house, struct arena *a, const char *actor,
                                   const char *name, bool spare, struct fault *f);
/* NEVER EXIT_DATA: no such role, one's own, or the last administrator's. */
enum outcome lending_staff_role(const struct house *house, struct arena *a, const char *actor,
                                const char *name, const char *role, struct fault *f);
/* The second factor and its recovery codes are gone, and enrolled anew at the next login. */
enum outcome lending_staff_reset(const struct house *house, struct arena *a, const char *actor,
                                 const char *name, struct fault *f);
/* hash: of password_hash(). */
enum outcome lending_staff_password(const struct house *house, struct arena *a, const char *actor,
                                    const char *name, const char *hash, struct fault *f);

/*
 * A password for who has none yet, or has lost it: random, told once, good for a week, and good for
 * nothing but to choose another. *hash and *until are for the account, *shown is for a person:
 * "k3vn-7x2a-…". A reckoning of some 50 ms.
 */
void staff_first_password(const struct house *house, struct arena *a, const char **shown,
                          const char **hash, instant *until);
/* The same in the place of the password that they had. */
enum outcome lending_staff_first(const struct house *house, struct arena *a, const char *actor,
                                 const char *name, const char **shown, struct fault *f);

/* ---- One's own, by the id of a member of staff ---- */

/*
 * Ten new recovery codes, as they are told once ("k3vn-7x2a-…"); the old ones are gone. Within a
 * transaction of the caller's, or its own.
 */
enum outcome lending_staff_recovery(const struct house *house, struct arena *a, int64_t staff_id,
                                    const char *codes[RECOVERY_CODES], struct fault *f);
/* A new address for one's calendar; whoever has the old one sees nothing more. */
enum outcome lending_staff_calendar(const struct house *house, struct arena *a, int64_t staff_id,
                                    char token[TOKEN_CHARS + 1], struct fault *f);
enum outcome lending_staff_calendar_end(const struct house *house, struct arena *a,
                                        int64_t staff_id, struct fault *f);

#endif
