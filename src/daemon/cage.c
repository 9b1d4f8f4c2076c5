/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The cage: called once, when a role has opened what it needs, to give the rest away.
 *
 * It gives up what no role ever needs: gaining privileges by running something. Narrower cages for
 * each role (system calls, paths) belong here, and nowhere else.
 */
#include "running.h"

#include <sys/prctl.h>

enum outcome running_cage(const struct role *role, struct fault *f)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fault_set(f, NEVER, EXIT_INTERNAL, "the cage of %s cannot be closed", role->name);
    return DONE;
}
