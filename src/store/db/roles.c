/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The locks that make a role the only one of its kind on a book.
 *
 * An open file description lock on PATH.role-NAME, with the holder's process id written inside.
 * Unlike flock() it can be asked about without being taken, so that looking who holds a role never
 * refuses the role that is just starting. The kernel lets it go when the holder ends, however it
 * ends; the number left inside means nothing without the lock.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "engine.h"

static struct flock whole_file(void)
{
    return (struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET};
}

static char *role_suffix(struct arena *a, const char *name)
{
    return arena_printf(a, ".role-%s", name);
}

/* The number inside; waits a moment for a holder that has not written it yet. */
static int read_pid(int fd)
{
    for (int looks = 0; looks < 50; looks++) {
        char digits[16] = "";
        if (pread(fd, digits, sizeof digits - 1, 0) > 0)
            return (int)strtol(digits, NULL, 10);
        engine_pause(1000);
    }
    return -1;
}

static enum outcome write_pid(int fd, struct fault *f)
{
    char digits[16];
    int len = snprintf(digits, sizeof digits, "%d\n", (int)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, digits, (size_t)len, 0) != len)
        return engine_system_fault(errno, f, "write the role's process id");
    return DONE;
}

static enum outcome take_role(int fd, const char *name, struct fault *f)
{
    struct flock wanted = whole_file();
    if (fcntl(fd, F_OFD_SETLK, &wanted) == 0)
        return write_pid(fd, f);
    if (errno != EAGAIN && errno != EACCES)
        return engine_system_fault(errno, f, "lock the role %s", name);
    return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "the role %s is held by process %d", name,
                     read_pid(fd));
}

enum outcome db_role_lock(const char *path, const char *name, int *lock, struct fault *f)
{
    *lock = -1;
    struct arena *a = arena_new();
    int fd;
    enum outcome outcome = beside_open(path, role_suffix(a, name), &fd, f);
    if (outcome == NEVER && f->code == EXIT_NO_INPUT)
        f->code = EXIT_CANT_CREATE; /* a role makes its book: what is missing is the folder */
    if (outcome == DONE)
        outcome = take_role(fd, name, f);
    if (outcome == DONE)
        *lock = fd;
    else if (fd >= 0)
        close(fd);
    arena_free(&a);
    return outcome;
}

void db_role_unlock(int *lock)
{
    if (*lock < 0)
        return;
    (void)!ftruncate(*lock, 0);
    close(*lock);
    *lock = -1;
}

int db_role_holder(const char *path, const char *name)
{
    struct arena *a = arena_new();
    int fd = open(beside(a, path, role_suffix(a, name)), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    arena_free(&a);
    if (fd < 0)
        return 0;
    struct flock asked = whole_file();
    bool held = fcntl(fd, F_OFD_GETLK, &asked) == 0 && asked.l_type != F_UNLCK;
    int pid = held ? read_pid(fd) : 0;
    close(fd);
    return pid;
}
