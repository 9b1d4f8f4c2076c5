/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The access log. One line a look, appended whole; the web role alone writes the file, so that its
 * weeding, which lays a shorter file in its place, stands in nobody's way.
 */
#include "access.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "desk.h"

enum { DAY_CHARS = 10, LINE_MAX_BYTES = 1024, MODE = 0600 };

struct access_log {
    char *path;
    int months;
    long weeded_on; /* the day, since 1970 */
};

struct access_log *access_new(const char *book, int months)
{
    struct access_log *log = calloc(1, sizeof *log);
    if (!log || asprintf(&log->path, "%s.access.log", book) < 0)
        abort();
    log->months = months;
    return log;
}

void access_free(struct access_log **log)
{
    if (*log)
        free((*log)->path);
    free(*log);
    *log = NULL;
}

/* ---- Weeding ---- */

/* "2026-03-01": what was noted on an earlier day goes. */
static void first_kept(struct date today, int months, char out[DAY_CHARS + 1])
{
    int month = today.year * 12 + today.month - 1 - months;
    char text[64];
    snprintf(text, sizeof text, "%04d-%02d-%02d", month / 12, month % 12 + 1, today.day);
    memcpy(out, text, DAY_CHARS);
    out[DAY_CHARS] = '\0';
}

/* Reads past the lines that are too old; true when there were any. */
static bool skip_old(FILE *in, const char *first)
{
    char line[LINE_MAX_BYTES];
    long at = 0;
    while (fgets(line, sizeof line, in) && strncmp(line, first, DAY_CHARS) < 0)
        at = ftell(in);
    fseek(in, at, SEEK_SET);
    return at > 0;
}

static bool copy_rest(FILE *in, FILE *out)
{
    char block[1 << 14];
    size_t len;
    while ((len = fread(block, 1, sizeof block, in)) > 0)
        if (fwrite(block, 1, len, out) != len)
            return false;
    return !ferror(in) && fflush(out) == 0 && fsync(fileno(out)) == 0;
}

/* What cannot be weeded today is weeded tomorrow: noting goes on. */
static void weed(const struct access_log *log, struct date today)
{
    char first[DAY_CHARS + 1];
    struct arena *a = arena_new();
    const char *shorter = arena_printf(a, "%s.new", log->path);
    FILE *in = fopen(log->path, "re");
    first_kept(today, log->months, first);
    if (in && skip_old(in, first)) {
        int fd = open(shorter, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, MODE);
        FILE *out = fd >= 0 ? fdopen(fd, "w") : NULL;
        bool whole = out && copy_rest(in, out);
        if (out)
            fclose(out);
        else if (fd >= 0)
            close(fd);
        if (whole)
            rename(shorter, log->path);
        else
            unlink(shorter);
    }
    if (in)
        fclose(in);
    arena_free(&a);
}

static void weed_daily(struct access_log *log, instant now)
{
    struct date today = civil_from_instant(now).date;
    if (log->months < 0 || log->weeded_on == date_to_days(today))
        return;
    log->weeded_on = date_to_days(today);
    weed(log, today);
}

/* ---- Noting ---- */

/* A path may hold anything that an address can: nothing of it begins a new line or column. */
static char *one_word(struct arena *a, const char *text)
{
    char *word = arena_strdup(a, text);
    for (char *at = word; *at; at++)
        if ((unsigned char)*at <= ' ' || *at == 0x7f)
            *at = '?';
    return word;
}

enum outcome access_note(struct access_log *log, instant now, const char *actor, const char *method,
                         const char *path, const char *whom, struct fault *f)
{
    weed_daily(log, now);
    struct arena *a = arena_new();
    char *line = arena_printf(a, "%s %s %s %.300s %.600s\n", instant_to_text(a, now), actor, method,
                              one_word(a, path), whom);
    ssize_t len = (ssize_t)strlen(line);
    int fd = open(log->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, MODE);
    bool noted = fd >= 0 && write(fd, line, (size_t)len) == len;
    int why = errno;
    if (fd >= 0)
        close(fd);
    arena_free(&a);
    return noted ? DONE
                 : fault_set(f, AGAIN, EXIT_CANT_CREATE, "the access log cannot be written: %s",
                             strerror(why));
}

enum outcome web_looked_at(struct web_request *q, const char *whom, struct fault *f)
{
    return access_note(q->access, clock_now(&q->house->clock), web_actor(q), q->method, q->path,
                       whom, f);
}
