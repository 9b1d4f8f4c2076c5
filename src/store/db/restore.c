/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Putting a backup in the book's place.
 *
 * First the backup is copied beside the book and the copy is checked: what was checked is what
 * will be used, and the backup itself is only read. Then, under the writer's lock, the old book is
 * set aside as PATH.before-restore. Its WAL goes with it, as PATH.before-restore-wal: SQLite would
 * play an orphaned WAL into whatever file stands at PATH, and the newest commits lie in it. The
 * engine does not touch the old book, which may be damaged (or why restore it): both files stay
 * byte for byte, and open together as a book under their new name.
 *
 * A crash at any point leaves either the old book or the new one at PATH, or none with all of the
 * old one set aside: db_open() then makes no new book, and restoring once more completes it.
 * Nothing that was set aside earlier is ever overwritten.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine.h"

enum { COPY_BYTES = 64 * 1024, TURN_WAIT_MS = 30000 };

static bool holds_bytes(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && info.st_size > 0;
}

static enum outcome copy_bytes(int from, int to, const char *source, struct fault *f)
{
    static const char what[] = "copy the backup";
    char bytes[COPY_BYTES];
    ssize_t len;
    while ((len = read(from, bytes, sizeof bytes)) > 0) {
        for (ssize_t done = 0; done < len;) {
            ssize_t n = write(to, bytes + done, (size_t)(len - done));
            if (n < 0)
                return engine_system_fault(errno, f, "%s %s", what, source);
            done += n;
        }
    }
    if (len < 0 || fsync(to) != 0)
        return engine_system_fault(errno, f, "%s %s", what, source);
    return DONE;
}

/* Copies the source into the file `fresh`, which mkstemp() makes, with the old book's owner. */
static enum outcome copy_file(const char *source, const char *path, char *fresh, struct fault *f)
{
    int from = open(source, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return engine_system_fault(errno, f, "open the backup %s", source);
    int to = mkstemp(fresh);
    if (to < 0) {
        int number = errno;
        close(from);
        fresh[0] = '\0';
        return engine_system_fault(number, f, "make a file beside %s", path);
    }
    struct stat old;
    if (stat(path, &old) == 0) {
        if (geteuid() == 0)
            (void)!fchown(to, old.st_uid, old.st_gid);
        (void)fchmod(to, old.st_mode & 0666);
    }
    enum outcome outcome = copy_bytes(from, to, source, f);
    close(from);
    close(to);
    return outcome;
}

static void ignore_line(void *context, const char *line)
{
    (void)context;
    (void)line;
}

/* The copy must be a case book that this program knows, and sound. */
static enum outcome check_fresh(const char *fresh, const char *source, int newest, struct fault *f)
{
    struct db db = {.path = source, .role = DB_COMMAND};
    int version;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int code = sqlite3_open_v2(fresh, &db.engine, flags, NULL);
    enum outcome outcome = code == SQLITE_OK ? schema_known(&db, newest, &version, f)
                                             : engine_fault(db.engine, code, f, "open %s", fresh);
    if (outcome == DONE)
        outcome = db_sound(&db, ignore_line, NULL, f);
    statements_finalize(&db);
    sqlite3_close(db.engine);
    if (outcome == NEVER && f && f->code == EXIT_INTERNAL)
        f->code = EXIT_DATA; /* it is the file that is wrong, not the program */
    return outcome;
}

static enum outcome set_aside(struct arena *a, const char *path, struct fault *f)
{
    const char *before = beside(a, path, ".before-restore");
    const char *wal = beside(a, path, "-wal");
    if (access(path, F_OK) == 0) {
        if (access(before, F_OK) == 0)
            return fault_set(f, NEVER, EXIT_CANT_CREATE,
                             "%s is there from an earlier restore; move it away first", before);
        if (holds_bytes(wal) && link(wal, beside(a, before, "-wal")) != 0)
            return engine_system_fault(errno, f, "set %s aside", wal);
        if (rename(path, before) != 0)
            return engine_system_fault(errno, f, "set %s aside", path);
    }
    if ((unlink(wal) != 0 && errno != ENOENT) ||
        (unlink(beside(a, path, "-shm")) != 0 && errno != ENOENT))
        return engine_system_fault(errno, f, "remove what belongs to the old %s", path);
    return sync_folder(path, f);
}

static enum outcome swap(struct arena *a, const char *path, const char *fresh, struct fault *f)
{
    struct turn turn;
    enum outcome outcome = turn_open(&turn, path, f);
    if (outcome == DONE)
        outcome = turn_take(&turn, TURN_WAIT_MS, f);
    if (outcome == DONE)
        outcome = set_aside(a, path, f);
    if (outcome == DONE && rename(fresh, path) != 0)
        outcome = engine_system_fault(errno, f, "put the backup at %s", path);
    if (outcome == DONE)
        outcome = sync_folder(path, f);
    turn_give(&turn);
    turn_close(&turn);
    return outcome;
}

enum outcome db_restore_with(const char *path, const char *source, int newest, struct fault *f)
{
    struct arena *a = arena_new();
    char *fresh = beside(a, path, ".restore-XXXXXX");
    enum outcome outcome = DONE;
    if (holds_bytes(beside(a, source, "-wal")))
        outcome = fault_set(f, NEVER, EXIT_DATA, "%s is a book in use and no backup", source);
    if (outcome == DONE)
        outcome = copy_file(source, path, fresh, f);
    else
        fresh[0] = '\0';
    if (outcome == DONE)
        outcome = check_fresh(fresh, source, newest, f);
    if (outcome == DONE)
        outcome = swap(a, path, fresh, f);
    if (outcome != DONE && fresh[0])
        unlink(fresh);
    arena_free(&a);
    return outcome;
}

enum outcome db_restore(const char *path, const char *source, struct fault *f)
{
    return db_restore_with(path, source, (int)migration_count, f);
}
