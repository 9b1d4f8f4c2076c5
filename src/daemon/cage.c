/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The cage: closed once, when a role has opened what it needs, to give the rest away. Whoever
 * captures a role through a mail, a form or a server's answer finds no more there than it has.
 *
 * What is left to whom: the case book's folder to all; the mailboxes that are folders, passwords
 * and the roots of trust to those two that reach a network, `fetch` and `send`; fonts and the
 * system's libraries to be read. `work` and `web` reach no network at all, and none runs a program.
 * The configuration is not read again: a reload makes a new process (supervisor.c).
 *
 * A kernel that lacks one of the two fences is no reason not to serve: it is noted in the log, once
 * for each role, and what can be closed is closed.
 */
#include "cage.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/text.h"
#include "running.h"

static void add(const char *paths[CAGE_PATHS], size_t *count, const char *path)
{
    if (path && *path && *count < CAGE_PATHS)
        paths[(*count)++] = path;
}

static void may_read(struct cage *cage, const char *path)
{
    add(cage->read, &cage->reads, path);
}

static const char *folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
}

/* A file that is replaced is another file: what is left is the folder that it lies in. */
static void may_read_beside(struct arena *a, struct cage *cage, const char *path)
{
    char real[PATH_MAX];
    if (!path)
        return;
    may_read(cage, folder_of(a, path));
    if (realpath(path, real))
        may_read(cage, folder_of(a, arena_strdup(a, real)));
}

/* What is not there yet may come: then the nearest folder above it is left. */
static void may_write(struct arena *a, struct cage *cage, const char *path)
{
    while (path && access(path, F_OK) != 0 && strcmp(path, ".") != 0 && strcmp(path, "/") != 0)
        path = folder_of(a, path);
    add(cage->write, &cage->writes, path);
}

/* What libraries read late: character sets, fonts, the number of processors, themselves. */
static void leave_system(struct arena *a, struct cage *cage)
{
    static const char *const system[] = {
        "/usr",           "/lib",         "/lib64",
        "/etc/fonts",     "/etc/ssl",     "/etc/ld.so.cache",
        "/etc/localtime", "/dev/urandom", "/dev/random",
        "/dev/null",      "/proc/self",   "/sys/devices/system/cpu",
        "/nix/store",     "/gnu/store",   "/var/cache/fontconfig",
    };
    for (size_t i = 0; i < sizeof system / sizeof system[0]; i++)
        may_read(cage, system[i]);
#ifdef __SANITIZE_ADDRESS__
    may_read_beside(a, cage, "/proc/self/exe"); /* for the lines in what the sanitizers tell */
#else
    (void)a;
#endif
}

/* How names become addresses is the system's matter, and its files are replaced while we run. */
static void leave_network(struct arena *a, struct cage *cage)
{
    cage->network = true;
    may_read(cage, "/etc");
    may_read_beside(a, cage, "/etc/resolv.conf");
    may_read_beside(a, cage, getenv("SSL_CERT_FILE"));
    const char *folders = getenv("SSL_CERT_DIR");
    size_t count = 0;
    char **roots = folders ? text_split(a, folders, ":", &count) : NULL;
    for (size_t i = 0; i < count; i++)
        may_read(cage, roots[i]);
}

static void leave_server(struct arena *a, struct cage *cage, const struct mail_server *server)
{
    leave_network(a, cage);
    may_read_beside(a, cage, server->ca_file);
    may_read_beside(a, cage, server->password_file);
    may_read_beside(a, cage, server->oauth2_client_secret_file);
    if (server->path)
        may_write(a, cage, server->path);
}

static void leave(struct arena *a, struct cage *cage, const struct running *r)
{
    const struct settings *s = r->house.settings;
    may_write(a, cage, folder_of(a, s->database.path));
    if (r->role == &fetch_role)
        leave_server(a, cage, &s->fetch.server);
    if (r->role == &send_role)
        leave_server(a, cage, &s->send.server);
}

static void note(const struct running *r, const char *what, enum outcome o, const struct fault *f)
{
    if (o != DONE)
        log_event(&r->house.log, LOG_NOTICE, what, "why=\"%s\"", f->text);
}

enum outcome running_cage(const struct running *roles, size_t count, struct fault *f)
{
    if (count == 0)
        return DONE;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return fault_set(f, NEVER, EXIT_INTERNAL, "the cage cannot be closed");
    struct arena *a = arena_new();
    struct cage cage = {0};
    struct fault lacks = {0};
    leave_system(a, &cage);
    for (size_t i = 0; i < count; i++)
        leave(a, &cage, &roles[i]);
    note(&roles[0], "files_not_caged", cage_files(&cage, &lacks), &lacks);
    note(&roles[0], "calls_not_caged", cage_calls(&cage, &lacks), &lacks);
    arena_free(&a);
    return DONE;
}
