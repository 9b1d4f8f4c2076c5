/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The fence around files: Landlock, by the kernel's own calls, since no C library wraps them yet.
 *
 * Promise: afterwards this process, and each of its threads, opens only what the cage names, makes
 * no device, socket or link, runs no file, and where the kernel knows how, binds no port, connects
 * to none without the network, and signals nobody outside. What was open before stays open.
 *
 * The kernel says which of this it knows by a version; what is newer than the headers that this is
 * built with is written out here. Version 1 cannot leave a role the move of a file from one folder
 * to another, which a Maildir lives by: from version 2 on (Linux 5.19) the fence is closed.
 */
#include "cage.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FIRST_VERSION = 2, TRUNCATES = 3, CONNECTS = 4, CONTROLS = 5, SCOPES = 6 };

#define TRUNCATE (UINT64_C(1) << 14)
#define IOCTL_DEV (UINT64_C(1) << 15)
#define BIND_TCP (UINT64_C(1) << 0)
#define CONNECT_TCP (UINT64_C(1) << 1)
#define ABSTRACT_SOCKETS_AND_SIGNALS (UINT64_C(3))

/* What the kernel is told to deny, as its newest header has it; older ones know its beginning. */
struct denied {
    uint64_t files, ports, scopes;
};

static const uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
static const uint64_t writing = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
                                LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_FILE |
                                LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_MAKE_DIR |
                                LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REFER | TRUNCATE;
static const uint64_t of_a_file =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE;

/* All that this version of the kernel's knows to deny. */
static struct denied denied_by(const struct cage *cage, long version, size_t *size)
{
    struct denied d = {.files = (LANDLOCK_ACCESS_FS_REFER << 1) - 1};
    *size = sizeof d.files;
    if (version >= TRUNCATES)
        d.files |= TRUNCATE;
    if (version >= CONTROLS)
        d.files |= IOCTL_DEV;
    if (version >= CONNECTS) {
        d.ports = cage->network ? BIND_TCP : BIND_TCP | CONNECT_TCP;
        *size = offsetof(struct denied, scopes);
    }
    if (version >= SCOPES) {
        d.scopes = ABSTRACT_SOCKETS_AND_SIGNALS;
        *size = sizeof d;
    }
    return d;
}

/* A path that is not there is left out: it may be another system's. */
static bool leave(int fence, const char *path, uint64_t what)
{
    struct stat at;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return true;
    if (fstat(fd, &at) != 0 || !S_ISDIR(at.st_mode))
        what &= of_a_file;
    struct landlock_path_beneath_attr rule = {.allowed_access = what, .parent_fd = fd};
    bool left = syscall(SYS_landlock_add_rule, fence, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
    close(fd);
    return left;
}

static bool leave_all(int fence, const struct cage *cage, uint64_t known)
{
    bool left = leave(fence, "/dev/null", writing & known);
    for (size_t i = 0; left && i < cage->reads; i++)
        left = leave(fence, cage->read[i], reading);
    for (size_t i = 0; left && i < cage->writes; i++)
        left = leave(fence, cage->write[i], writing & known);
    return left;
}

static enum outcome lacks(struct fault *f)
{
    return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "Landlock: %s", strerror(errno));
}

enum outcome cage_files(const struct cage *cage, struct fault *f)
{
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 0)
        return lacks(f);
    if (version < FIRST_VERSION)
        return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "Landlock: version %ld", version);
    size_t size;
    struct denied denied = denied_by(cage, version, &size);
    int fence = (int)syscall(SYS_landlock_create_ruleset, &denied, size, 0);
    if (fence < 0)
        return lacks(f);
    enum outcome o = DONE;
    if (!leave_all(fence, cage, denied.files) || syscall(SYS_landlock_restrict_self, fence, 0) != 0)
        o = lacks(f);
    close(fence);
    return o;
}
