/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Files: read whole with a bound, written whole or not at all.
 */
#ifndef LEVANDE_BASE_FILE_H
#define LEVANDE_BASE_FILE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/fault.h"

/*
 * Reads the whole file into the arena, with a NUL behind the *len bytes. More than max bytes, or a
 * file that cannot be read, is NEVER (EXIT_NO_INPUT).
 */
enum outcome file_read(struct arena *a, const char *path, size_t max, char **data, size_t *len,
                       struct fault *f);

/* The first line of a file without its line end: a secret of a `…_file` key. At most 8 KiB. */
enum outcome file_read_secret(struct arena *a, const char *path, char **secret, struct fault *f);

/*
 * Writes through a temporary file beside it, fsync, rename, fsync of the folder: afterwards the
 * file holds either what it held or all of the new. mode as for open(2).
 */
enum outcome file_write(const char *path, const void *data, size_t len, unsigned mode,
                        struct fault *f);

/* Makes the folder and those above it, as mkdir -p. */
enum outcome file_mkdirs(const char *path, unsigned mode, struct fault *f);

/* The names in a folder that end with suffix (NULL: all but . and ..), sorted, in the arena. */
enum outcome file_list(struct arena *a, const char *folder, const char *suffix, char ***names,
                       size_t *count, struct fault *f);

#endif
