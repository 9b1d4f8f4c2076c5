/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A Maildir as files: names, bytes, and the renames by which it is told.
 *
 * The name before ":2," is the message's own and never changes; what stands behind is flags, and
 * the folder is new/ or cur/. tmp/ is never looked at.
 */
#ifndef LEVANDE_FETCH_MAILDIR_FILES_H
#define LEVANDE_FETCH_MAILDIR_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fault.h"

struct maildir_file {
    const char *name; /* before ":2," */
    const char *file; /* the whole name */
    bool in_new;
};

/* All messages, sorted by name, each once. AGAIN when a folder cannot be read. */
enum outcome maildir_list(struct arena *a, const char *path, struct maildir_file **files,
                          size_t *count, struct fault *f);

enum maildir_got {
    MAILDIR_READ,
    MAILDIR_CUT,  /* larger than max: only the first `start` bytes */
    MAILDIR_GONE, /* moved or removed since it was listed */
    MAILDIR_ODD,  /* no plain file, or one that cannot be read: *f says why */
};

/* Reads a message's bytes. */
enum maildir_got maildir_read(const char *path, const struct maildir_file *file, size_t max,
                              size_t start, struct buffer *out, struct fault *f);

/* When the file last came to where it is, in seconds since the epoch; 0 when it is not there. */
long long maildir_since(const char *path, const struct maildir_file *file);

/*
 * Moves it to the Maildir++ folder PATH/FOLDER/cur (".Klart"), keeping its flags; the folder must
 * be there (maildir_folder()). A name that is taken there gets a number behind. DONE too when it
 * has gone.
 */
enum outcome maildir_move(const char *path, const struct maildir_file *file, const char *folder,
                          struct fault *f);

/* Sets flag F; a message in new/ goes to cur/. DONE too when it has gone. */
enum outcome maildir_flag(const char *path, const struct maildir_file *file, struct fault *f);

/* The Maildir++ folder of this name (UTF-8): ".Klart", and ".A.B" for "A/B". */
char *maildir_folder_name(struct arena *a, const char *name);

/* Makes PATH/FOLDER with new, cur, tmp and the mark "maildirfolder", where they are missing. */
enum outcome maildir_folder(const char *path, const char *folder, struct fault *f);

#endif
