/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Files of a Maildir. Others deliver, read, mark and remove at the same time, without locks: so a
 * file that is not where it was a moment ago is no fault, and a rename never replaces a file.
 */
#include "maildir_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "imap.h"

enum { PATH_BYTES = 4096, SAME_NAMES = 100 };

/* A path of its parts; false when it is too long to be one. */
static bool path_of(char out[PATH_BYTES], const char *path, const char *folder, const char *file)
{
    int n = snprintf(out, PATH_BYTES, "%s/%s/%s", path, folder, file);
    return n > 0 && n < PATH_BYTES;
}

static enum outcome cannot(struct fault *f, const char *what, int error)
{
    return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "maildir: %s: %s", what, strerror(error));
}

/* ---- listing ---- */

struct listing {
    struct arena *a;
    struct maildir_file *files;
    size_t count, cap;
};

static void listing_add(struct listing *l, const char *file, bool in_new)
{
    if (l->count == l->cap) {
        struct maildir_file *old = l->files;
        l->cap = l->cap ? l->cap * 2 : 256;
        l->files = arena_array(l->a, l->cap, sizeof *l->files);
        if (old)
            memcpy(l->files, old, l->count * sizeof *old);
    }
    const char *kept = arena_strdup(l->a, file);
    const char *flags = strstr(kept, ":2,");
    const char *name = flags ? arena_strndup(l->a, kept, (size_t)(flags - kept)) : kept;
    l->files[l->count++] = (struct maildir_file){.name = name, .file = kept, .in_new = in_new};
}

static enum outcome list_folder(struct listing *l, const char *path, bool in_new, struct fault *f)
{
    char folder[PATH_BYTES];
    if (!path_of(folder, path, in_new ? "new" : "cur", ""))
        return cannot(f, "open", ENAMETOOLONG);
    DIR *dir = opendir(folder);
    if (!dir)
        return cannot(f, in_new ? "open new" : "open cur", errno);
    struct dirent *entry;
    while (errno = 0, (entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.')
            listing_add(l, entry->d_name, in_new);
    int error = errno;
    closedir(dir);
    return error ? cannot(f, "read the folder", error) : DONE;
}

static int by_name(const void *a, const void *b)
{
    const struct maildir_file *x = a, *y = b;
    int order = strcmp(x->name, y->name);
    return order ? order : (int)x->in_new - (int)y->in_new;
}

enum outcome maildir_list(struct arena *a, const char *path, struct maildir_file **files,
                          size_t *count, struct fault *f)
{
    struct listing l = {.a = a};
    *count = 0;
    /* new before cur: a message that is moved meanwhile is then met at least once. */
    enum outcome outcome = list_folder(&l, path, true, f);
    if (outcome == DONE)
        outcome = list_folder(&l, path, false, f);
    if (outcome != DONE)
        return outcome;
    if (l.count > 0)
        qsort(l.files, l.count, sizeof *l.files, by_name);
    for (size_t i = 0; i < l.count; i++)
        if (*count == 0 || strcmp(l.files[*count - 1].name, l.files[i].name) != 0)
            l.files[(*count)++] = l.files[i];
    *files = l.files;
    return DONE;
}

/* ---- reading ---- */

static bool read_bytes(int fd, size_t max, struct buffer *out)
{
    char piece[64 * 1024];
    while (out->len < max) {
        size_t want = max - out->len < sizeof piece ? max - out->len : sizeof piece;
        ssize_t got = read(fd, piece, want);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0 || !buffer_add(out, piece, (size_t)got))
            break;
    }
    return true;
}

enum maildir_got maildir_read(const char *path, const struct maildir_file *file, size_t max,
                              size_t start, struct buffer *out, struct fault *f)
{
    char from[PATH_BYTES];
    struct stat st;
    if (!path_of(from, path, file->in_new ? "new" : "cur", file->file)) {
        cannot(f, "open a message", ENAMETOOLONG);
        return MAILDIR_ODD;
    }
    int fd = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 && errno == ENOENT)
        return MAILDIR_GONE;
    if (fd < 0) {
        cannot(f, "open a message", errno);
        return MAILDIR_ODD;
    }
    enum maildir_got got = MAILDIR_ODD;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        fault_set(f, AGAIN, EXIT_DATA, "maildir: a message is no plain file");
    } else {
        bool cut = (size_t)st.st_size > max;
        got = cut ? MAILDIR_CUT : MAILDIR_READ;
        buffer_clear(out);
        if (!read_bytes(fd, cut ? start : max, out)) {
            cannot(f, "read a message", errno);
            got = MAILDIR_ODD;
        }
    }
    close(fd);
    return got;
}

long long maildir_since(const char *path, const struct maildir_file *file)
{
    char at[PATH_BYTES];
    struct stat st;
    bool there = path_of(at, path, file->in_new ? "new" : "cur", file->file) && lstat(at, &st) == 0;
    return there ? (long long)st.st_ctime : 0;
}

/* ---- telling ---- */

/* DONE when moved or when the message has gone meanwhile; *taken when the new name is taken. */
static enum outcome rename_new(const char *from, const char *to, bool *taken, struct fault *f)
{
    *taken = false;
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return DONE;
    *taken = errno == EEXIST;
    if (*taken)
        return DONE;
    if (errno == ENOENT && access(from, F_OK) != 0)
        return DONE;
    return cannot(f, "rename a message", errno);
}

enum outcome maildir_move(const char *path, const struct maildir_file *file, const char *folder,
                          struct fault *f)
{
    char from[PATH_BYTES], to[PATH_BYTES], into[PATH_BYTES], name[PATH_BYTES];
    const char *flags = strstr(file->file, ":2,");
    snprintf(into, sizeof into, "%s/cur", folder);
    for (int i = 0; i < SAME_NAMES; i++) {
        char number[16] = "";
        if (i > 0)
            snprintf(number, sizeof number, ".%d", i);
        int n = snprintf(name, sizeof name, "%s%s%s", file->name, number, flags ? flags : ":2,");
        if (n >= (int)sizeof name || !path_of(to, path, into, name) ||
            !path_of(from, path, file->in_new ? "new" : "cur", file->file))
            return cannot(f, "rename a message", ENAMETOOLONG);
        bool taken;
        enum outcome outcome = rename_new(from, to, &taken, f);
        if (outcome != DONE || !taken)
            return outcome;
    }
    return cannot(f, "rename a message", EEXIST);
}

/* The flags with F among them, in the order of the alphabet as Maildir asks. */
static void with_flag(char *out, size_t size, const char *flags)
{
    size_t before = strcspn(flags, "FGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    snprintf(out, size, "%.*sF%s", (int)before, flags, flags + before);
}

enum outcome maildir_flag(const char *path, const struct maildir_file *file, struct fault *f)
{
    char from[PATH_BYTES], to[PATH_BYTES], name[PATH_BYTES], flags[256];
    const char *old = strstr(file->file, ":2,");
    old = old ? old + strlen(":2,") : "";
    if (strchr(old, 'F') || strlen(old) > sizeof flags - 2)
        return DONE;
    with_flag(flags, sizeof flags, old);
    int n = snprintf(name, sizeof name, "%s:2,%s", file->name, flags);
    if (n >= (int)sizeof name || !path_of(to, path, "cur", name) ||
        !path_of(from, path, file->in_new ? "new" : "cur", file->file))
        return cannot(f, "rename a message", ENAMETOOLONG);
    bool taken;
    return rename_new(from, to, &taken, f);
}

char *maildir_folder_name(struct arena *a, const char *name)
{
    struct buffer coded;
    buffer_init(&coded, 1024);
    buffer_putc(&coded, '.');
    imap_utf7(&coded, name);
    char *folder = arena_strdup(a, buffer_text(&coded));
    buffer_free(&coded);
    for (char *c = folder; *c; c++)
        if (*c == '/')
            *c = '.';
    return folder;
}

enum outcome maildir_folder(const char *path, const char *folder, struct fault *f)
{
    static const char *const parts[] = {"tmp", "new", "cur"};
    char made[PATH_BYTES];
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!path_of(made, path, folder, parts[i]))
            return cannot(f, "make a folder", ENAMETOOLONG);
        enum outcome outcome = file_mkdirs(made, 0700, f);
        if (outcome != DONE)
            return outcome == NEVER ? AGAIN : outcome;
    }
    if (!path_of(made, path, folder, "maildirfolder"))
        return cannot(f, "make a folder", ENAMETOOLONG);
    int fd = open(made, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0)
        close(fd);
    return DONE;
}
