/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Files, whole or not at all.
 *
 * The promise of file_write() rests on the order: the new content is on the disk before the name
 * points at it, and the name is on the disk before DONE is said. When only the last step fails the
 * new content stands, but nobody knows whether it outlives a power cut: that is UNSURE.
 */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/text.h"

enum { SECRET_MAX = 8 * 1024, PIECE = 16 * 1024, TEMPORARY_TRIES = 100 };

static enum outcome cannot_read(const char *path, const char *why, struct fault *f)
{
    return fault_set(f, NEVER, EXIT_NO_INPUT, "read %s: %s", path, why);
}

/* A full disk may have room later; a forbidden or missing folder stays so. */
static enum outcome cannot_write(const char *path, int error, struct fault *f)
{
    bool passing = error == ENOSPC || error == EDQUOT || error == EMFILE || error == ENFILE;
    return fault_set(f, passing ? AGAIN : NEVER, EXIT_CANT_CREATE, "write %s: %s", path,
                     strerror(error));
}

/* Reads to the end or to the buffer's bound; false with errno when reading fails. */
static bool read_all(int fd, struct buffer *into)
{
    char piece[PIECE];
    for (;;) {
        ssize_t got = read(fd, piece, sizeof piece);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0 || !buffer_add(into, piece, (size_t)got))
            return true;
    }
}

enum outcome file_read(struct arena *a, const char *path, size_t max, char **data, size_t *len,
                       struct fault *f)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return cannot_read(path, strerror(errno), f);
    struct buffer content;
    buffer_init(&content, max);
    enum outcome outcome = DONE;
    if (!read_all(fd, &content))
        outcome = cannot_read(path, strerror(errno), f);
    else if (content.full)
        outcome = fault_set(f, NEVER, EXIT_NO_INPUT, "read %s: more than %zu bytes", path, max);
    else {
        *data = arena_strndup(a, buffer_text(&content), content.len);
        *len = content.len;
    }
    buffer_free(&content);
    close(fd);
    return outcome;
}

enum outcome file_read_secret(struct arena *a, const char *path, char **secret, struct fault *f)
{
    char *data;
    size_t len;
    enum outcome outcome = file_read(a, path, SECRET_MAX, &data, &len, f);
    if (outcome != DONE)
        return outcome;
    size_t line = strcspn(data, "\r\n");
    if (line < len && data[line] == '\0')
        return fault_set(f, NEVER, EXIT_DATA, "read %s: a NUL byte in the first line", path);
    data[line] = '\0';
    *secret = data;
    return DONE;
}

static bool write_all(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t put = write(fd, data, len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        data += put;
        len -= (size_t)put;
    }
    return true;
}

/* Makes a new file beside path; its name is in the arena. Returns -1, with errno, on failure. */
static int open_temporary(struct arena *a, const char *path, mode_t mode, char **name)
{
    int fd = -1;
    errno = EEXIST;
    for (int i = 0; i < TEMPORARY_TRIES && fd < 0 && errno == EEXIST; i++) {
        *name = arena_printf(a, "%s.new-%ld-%d", path, (long)getpid(), i);
        fd = open(*name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    }
    return fd;
}

/* The folder that path lies in. */
static const char *folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
}

/* Returns 0 or an errno. A file system that knows no sync of folders (EINVAL) has nothing to do. */
static int sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno;
    int error = fsync(fd) == 0 || errno == EINVAL ? 0 : errno;
    close(fd);
    return error;
}

/* Writes and syncs the temporary file and closes it; returns 0 or an errno. */
static int fill_temporary(int fd, const void *data, size_t len)
{
    int error = write_all(fd, data, len) && fsync(fd) == 0 ? 0 : errno;
    if (close(fd) != 0 && error == 0)
        error = errno;
    return error;
}

static enum outcome replace(struct arena *a, const char *path, const void *data, size_t len,
                            unsigned mode, struct fault *f)
{
    char *temporary;
    int fd = open_temporary(a, path, (mode_t)mode, &temporary);
    if (fd < 0)
        return cannot_write(path, errno, f);
    int error = fill_temporary(fd, data, len);
    if (error == 0 && rename(temporary, path) != 0)
        error = errno;
    if (error != 0) {
        unlink(temporary);
        return cannot_write(path, error, f);
    }
    const char *folder = folder_of(a, path);
    error = sync_folder(folder);
    if (error != 0)
        return fault_set(f, UNSURE, EXIT_CANT_CREATE, "sync %s: %s", folder, strerror(error));
    return DONE;
}

enum outcome file_write(const char *path, const void *data, size_t len, unsigned mode,
                        struct fault *f)
{
    struct arena *a = arena_new();
    enum outcome outcome = replace(a, path, data, len, mode, f);
    arena_free(&a);
    return outcome;
}

/* Makes one folder, if it is not there; returns 0 or an errno. */
static int make_folder(const char *path, mode_t mode)
{
    if (mkdir(path, mode) == 0)
        return 0;
    int error = errno;
    struct stat found;
    if (stat(path, &found) == 0)
        return S_ISDIR(found.st_mode) ? 0 : ENOTDIR;
    return error;
}

enum outcome file_mkdirs(const char *path, unsigned mode, struct fault *f)
{
    struct arena *a = arena_new();
    char *partial = arena_strdup(a, path);
    int error = 0;
    for (char *at = partial; error == 0 && *at;) {
        at += strspn(at, "/");
        at += strcspn(at, "/");
        char kept = *at;
        *at = '\0';
        error = make_folder(partial, (mode_t)mode);
        *at = kept;
    }
    arena_free(&a);
    return error == 0 ? DONE : cannot_write(path, error, f);
}

/* A list of names that grows in an arena. */
struct names {
    struct arena *arena;
    char **list;
    size_t count, room;
};

static void add_name(struct names *n, const char *name)
{
    if (n->count == n->room) {
        n->room = n->room ? 2 * n->room : 16;
        char **wider = arena_array(n->arena, n->room, sizeof *wider);
        for (size_t i = 0; i < n->count; i++)
            wider[i] = n->list[i];
        n->list = wider;
    }
    n->list[n->count++] = arena_strdup(n->arena, name);
}

static bool is_wanted(const char *name, const char *suffix)
{
    if (suffix)
        return text_ends(name, suffix);
    return strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

enum outcome file_list(struct arena *a, const char *folder, const char *suffix, char ***names,
                       size_t *count, struct fault *f)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return cannot_read(folder, strerror(errno), f);
    struct names found = {.arena = a};
    struct dirent *entry;
    while (errno = 0, (entry = readdir(dir)) != NULL) {
        if (is_wanted(entry->d_name, suffix))
            add_name(&found, entry->d_name);
    }
    int error = errno;
    closedir(dir);
    if (error != 0)
        return cannot_read(folder, strerror(error), f);
    if (found.count > 1)
        qsort(found.list, found.count, sizeof *found.list, compare_names);
    *names = found.list;
    *count = found.count;
    return DONE;
}
