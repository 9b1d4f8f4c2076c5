/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The files beside the book: named, opened, made to last.
 *
 * A file beside the book gets the book's owner and mode, so that a command run by root leaves
 * nothing that the daemon cannot open. The database file itself is never opened here while a
 * connection is: closing any descriptor of it would drop the engine's locks.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"

char *beside(struct arena *a, const char *path, const char *suffix)
{
    return arena_printf(a, "%s%s", path, suffix);
}

enum outcome engine_system_fault(int number, struct fault *f, const char *fmt, ...)
{
    char what[300];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    const char *why = strerror(number);
    if (number == EACCES || number == EPERM || number == EROFS)
        return fault_set(f, NEVER, EXIT_NOT_PERMITTED, "%s: %s", what, why);
    if (number == ENOENT || number == ENOTDIR || number == EISDIR || number == ENAMETOOLONG)
        return fault_set(f, NEVER, EXIT_NO_INPUT, "%s: %s", what, why);
    return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "%s: %s", what, why);
}

/* Gives a file just made the owner and mode of the book, if there is a book. */
static void adopt(int fd, const char *path)
{
    struct stat book;
    if (stat(path, &book) != 0)
        return;
    if (geteuid() == 0 && fchown(fd, book.st_uid, book.st_gid) != 0)
        return;
    (void)fchmod(fd, book.st_mode & 0666);
}

enum outcome beside_open(const char *path, const char *suffix, int *fd, struct fault *f)
{
    struct arena *a = arena_new();
    const char *name = beside(a, path, suffix);
    enum outcome outcome = DONE;
    *fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd >= 0)
        adopt(*fd, path);
    else if (errno == EEXIST)
        *fd = open(name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (*fd < 0)
        outcome = engine_system_fault(errno, f, "open %s", name);
    arena_free(&a);
    return outcome;
}

static enum outcome sync_named(const char *path, int flags, struct fault *f)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (fd < 0)
        return engine_system_fault(errno, f, "open %s", path);
    int failed = fsync(fd) == 0 ? 0 : errno;
    close(fd);
    return failed ? engine_system_fault(failed, f, "fsync %s", path) : DONE;
}

enum outcome sync_file(const char *path, struct fault *f)
{
    return sync_named(path, 0, f);
}

enum outcome sync_folder(const char *path, struct fault *f)
{
    struct arena *a = arena_new();
    enum outcome outcome = sync_named(dirname(arena_strdup(a, path)), O_DIRECTORY, f);
    arena_free(&a);
    return outcome;
}
