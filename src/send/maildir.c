/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Letters into a Maildir: the target of demonstrations and of those who post by other means.
 *
 * The file is named after the letter's Message-ID. So a delivery that a crash cut off, done again,
 * is the same file with the same bytes, and nothing here is ever unknown: the letter lies in `new`
 * or it does not. Written whole in `tmp`, fsync, renamed, fsync of the folder.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"
#include "base/text.h"
#include "driver.h"

struct maildir {
    struct driver driver;
    const struct settings *settings;
};

/* Characters that may stand in the name of a Maildir's file: none of "/" and ":". */
static bool may_stand(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           strchr("@.-_+=", c) != NULL;
}

/* The Message-ID, or its hash where it could not be the name of a file. */
static const char *file_name(struct arena *a, const char *message_id)
{
    size_t len = strlen(message_id);
    bool fit = len > 0 && len <= 200 && message_id[0] != '.';
    for (size_t i = 0; i < len && fit; i++)
        fit = may_stand(message_id[i]);
    return fit ? message_id : sha256_text(a, message_id);
}

/*
 * A reader may have moved the letter from new to cur, with flags behind its name. Then it is
 * there, and a second file would be a second letter.
 */
static bool in_cur(struct arena *a, const char *path, const char *name)
{
    const char *cur = arena_printf(a, "%s/cur", path);
    DIR *folder = opendir(cur);
    bool found = false;
    size_t len = strlen(name);
    for (struct dirent *e; folder && !found && (e = readdir(folder));)
        found =
            strncmp(e->d_name, name, len) == 0 && (e->d_name[len] == '\0' || e->d_name[len] == ':');
    if (folder)
        closedir(folder);
    return found;
}

static bool write_whole(int fd, const char *data, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, data, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        data += n;
        len -= (size_t)n;
    }
    return fsync(fd) == 0;
}

static bool sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return synced;
}

/* Writes path/tmp/name and renames it to path/new/name; on failure errno says why. */
static bool put(struct arena *a, const char *path, const char *name, const char *data, size_t len)
{
    const char *tmp = arena_printf(a, "%s/tmp/%s", path, name);
    const char *target = arena_printf(a, "%s/new/%s", path, name);
    int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return false;
    bool written = write_whole(fd, data, len);
    if (close(fd) != 0 || !written || rename(tmp, target) != 0) {
        int why = errno;
        unlink(tmp);
        errno = why;
        return false;
    }
    return sync_folder(arena_printf(a, "%s/new", path));
}

static enum outcome make_folders(struct arena *a, const char *path, struct fault *f)
{
    static const char *const folders[] = {"tmp", "new", "cur"};
    enum outcome o = DONE;
    for (size_t i = 0; i < 3 && o == DONE; i++)
        o = file_mkdirs(arena_printf(a, "%s/%s", path, folders[i]), 0700, f);
    return o;
}

/*
 * The file: what a final delivery adds in front (where the letter came from, to whom it went), and
 * the letter with the line ends of the files of this system.
 */
static char *with_envelope(struct maildir *m, struct arena *a, const struct outgoing *l,
                           size_t *len)
{
    const char *head = arena_printf(a, "Return-Path: <%s>\nDelivered-To: %s\n",
                                    driver_return_path(m->settings, l, a), l->address);
    char *all = arena_alloc(a, strlen(head) + l->len + 1);
    size_t n = strlen(head);
    memcpy(all, head, n);
    for (size_t i = 0; i < l->len; i++)
        if (l->raw[i] != '\r' || i + 1 == l->len || l->raw[i + 1] != '\n')
            all[n++] = l->raw[i];
    *len = n;
    return all;
}

static void send_letter(struct driver *driver, const struct outgoing *l, const struct feed *feed,
                        struct delivery *out)
{
    (void)feed;
    struct maildir *m = (struct maildir *)driver;
    struct arena *a = arena_new();
    const char *path = m->settings->send.server.path, *name = file_name(a, l->message_id);
    struct fault f = {0};
    size_t len;
    char *data = with_envelope(m, a, l, &len);
    if (l->attempts > 1 && in_cur(a, path, name)) {
        delivery_set(out, DONE, TROUBLE_NONE, "the letter lies in the Maildir");
    } else if (make_folders(a, path, &f) != DONE) {
        delivery_set(out, AGAIN, TROUBLE_BEFORE, "%s", f.text);
        out->lasting = true;
    } else if (!put(a, path, name, data, len)) {
        delivery_set(out, AGAIN, TROUBLE_BEFORE, "Maildir: %s", strerror(errno));
        out->lasting = true;
    } else {
        delivery_set(out, DONE, TROUBLE_NONE, "laid into the Maildir");
    }
    arena_free(&a);
}

static void rest(struct driver *driver)
{
    (void)driver;
}

static void close_driver(struct driver *driver)
{
    free(driver);
}

enum outcome maildir_open(const struct driver_options *o, struct driver **out, struct fault *f)
{
    if (!o->settings->send.server.path)
        return fault_set(f, NEVER, EXIT_CONFIG, "[send] target names no Maildir");
    struct maildir *m = calloc(1, sizeof *m);
    if (!m)
        return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "no memory for a Maildir");
    m->driver = (struct driver){send_letter, rest, close_driver};
    m->settings = o->settings;
    *out = &m->driver;
    return DONE;
}
