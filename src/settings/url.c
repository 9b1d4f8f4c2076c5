/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Values that name a place: mailbox, mail server, database, web address, and where to listen.
 *
 * A URL here is SCHEME://HOST[:PORT][/PATH]; an IPv6 address stands in brackets. A user or password
 * never stands in it: the user has a key, the secret a file.
 */
#include "conf.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/text.h"

bool conf_is_loopback(const char *host)
{
    unsigned char b[16];
    if (inet_pton(AF_INET, host, b) == 1)
        return b[0] == 127;
    if (inet_pton(AF_INET6, host, b) == 1)
        return memcmp(b, &in6addr_loopback, sizeof b) == 0;
    return strcasecmp(host, "localhost") == 0;
}

/* A host name, or an IPv4 address where all of it is digits and points. */
static bool is_host(const char *host)
{
    struct in_addr number;
    size_t len = strlen(host);
    if (strspn(host, "0123456789.") == len)
        return inet_pton(AF_INET, host, &number) == 1;
    if (len > 253 || host[0] == '-' || host[0] == '.' || strstr(host, ".."))
        return false;
    return strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == len;
}

/* HOST[:PORT] or [IPV6][:PORT]. */
static bool host_port(struct arena *a, const char *text, const char **host, int *port)
{
    const char *rest;
    if (text[0] == '[') {
        struct in6_addr number;
        size_t len = strcspn(text, "]");
        *host = arena_strndup(a, text + 1, len - 1);
        if (text[len] != ']' || inet_pton(AF_INET6, *host, &number) != 1)
            return false;
        rest = text + len + 1;
    } else {
        size_t len = strcspn(text, ":");
        *host = arena_strndup(a, text, len);
        if (len == 0 || !is_host(*host))
            return false;
        rest = text + len;
    }
    long n = 0;
    if (rest[0] != '\0' && (rest[0] != ':' || !conf_digits(rest + 1, 1, 65535, &n)))
        return false;
    *port = (int)n;
    return true;
}

bool conf_url(struct arena *a, const char *text, struct url *u, const char **why)
{
    const char *colon = strstr(text, "://");
    if (!colon || strpbrk(text, " \t"))
        return false;
    u->scheme = arena_strndup(a, text, (size_t)(colon - text));
    const char *authority = colon + 3;
    size_t len = strcspn(authority, "/?#");
    if (memchr(authority, '@', len)) {
        *why = "a user stands in the address; users and secrets have keys of their own";
        return false;
    }
    u->path = arena_strdup(a, authority + len);
    if (!host_port(a, arena_strndup(a, authority, len), &u->host, &u->port)) {
        *why = "its host or port is not valid";
        return false;
    }
    return true;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The folder in a URL's path, %XX taken out; NULL when it is none that a server can be asked for.
 */
static const char *folder_of(struct arena *a, const char *path)
{
    if (path[0] != '/' || path[1] == '\0' || strpbrk(path, "?#"))
        return NULL;
    char *out = arena_strdup(a, path + 1), *to = out;
    for (const char *c = path + 1; *c; c++) {
        int byte = (unsigned char)*c;
        if (*c == '%') {
            if (hex(c[1]) < 0 || hex(c[2]) < 0)
                return NULL;
            byte = hex(c[1]) * 16 + hex(c[2]);
            c += 2;
        }
        if (byte < ' ' || byte == 0x7F)
            return NULL;
        *to++ = (char)byte;
    }
    *to = '\0';
    return text_is_utf8(out, strlen(out)) ? out : NULL;
}

/* maildir:PATH. The folder may still have to be made; what is there already must be one. */
static bool maildir(struct loader *l, const char *value, struct mail_server *server)
{
    struct stat st;
    const char *path = value + strlen("maildir:");
    if (!path[0])
        return false;
    if (stat(path, &st) == 0 && !S_ISDIR(st.st_mode)) {
        l->why = "this is not a folder";
        return false;
    }
    server->path = arena_strdup(l->a, path);
    return true;
}

bool conf_source(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k, (void)field;
    struct url u = {0};
    l->s->fetch.source = arena_strdup(l->a, value);
    l->s->fetch.kind = SOURCE_MAILDIR;
    if (text_starts(value, "maildir:"))
        return maildir(l, value, &l->s->fetch.server);
    if (!conf_url(l->a, value, &u, &l->why))
        return false;
    bool tls = strcmp(u.scheme, "imaps") == 0;
    l->s->fetch.kind = tls ? SOURCE_IMAPS : SOURCE_IMAP;
    l->s->fetch.server.host = u.host;
    l->s->fetch.server.port = u.port ? u.port : tls ? 993 : 143;
    l->s->fetch.folder = folder_of(l->a, u.path);
    return (tls || strcmp(u.scheme, "imap") == 0) && l->s->fetch.folder;
}

bool conf_done(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k, (void)field;
    if (text_starts(value, "move:")) {
        l->s->fetch.done = DONE_MOVE;
        l->s->fetch.done_folder = text_trim(l->a, value + strlen("move:"));
        return l->s->fetch.done_folder[0] != '\0';
    }
    bool flag = strcmp(value, "flag") == 0;
    l->s->fetch.done = flag ? DONE_FLAG : DONE_KEEP;
    return flag || strcmp(value, "keep") == 0;
}

bool conf_target(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k, (void)field;
    struct url u = {0};
    l->s->send.kind = TARGET_MAILDIR;
    if (text_starts(value, "maildir:"))
        return maildir(l, value, &l->s->send.server);
    if (!conf_url(l->a, value, &u, &l->why))
        return false;
    bool tls = strcmp(u.scheme, "smtps") == 0;
    l->s->send.kind = tls ? TARGET_SMTPS : TARGET_SMTP;
    l->s->send.server.host = u.host;
    l->s->send.server.port = u.port ? u.port : tls ? 465 : 587;
    return (tls || strcmp(u.scheme, "smtp") == 0) && (!u.path[0] || strcmp(u.path, "/") == 0);
}

/*
 * A book that is there goes by its own name: whatever links lead to it, the files beside it, and so
 * its locks, are the same.
 */
static char *name_of_book(struct arena *a, const char *path)
{
    char *real = realpath(path, NULL);
    char *name = arena_strdup(a, real ? real : path);
    free(real);
    return name;
}

bool conf_database(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k, (void)field;
    if (text_starts(value, "postgres:") || text_starts(value, "postgresql:")) {
        l->why = "PostgreSQL is not built into this program, only SQLite is";
        return false;
    }
    if (!text_starts(value, "sqlite:"))
        return false;
    l->s->database.path = name_of_book(l->a, value + strlen("sqlite:"));
    return l->s->database.path[0] != '\0';
}

bool conf_listen(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k, (void)field;
    unsigned char b[16];
    const char *host = NULL;
    int port = 0;
    if (!host_port(l->a, value, &host, &port) || port == 0)
        return false;
    l->s->web.listen_host = host;
    l->s->web.listen_port = port;
    return inet_pton(AF_INET, host, b) == 1 || inet_pton(AF_INET6, host, b) == 1 ||
           strcasecmp(host, "localhost") == 0;
}

/* https, or http to this machine alone. */
static bool web_url(struct loader *l, const char *value, struct url *u)
{
    if (!conf_url(l->a, value, u, &l->why))
        return false;
    if (strcmp(u->scheme, "https") == 0)
        return true;
    if (strcmp(u->scheme, "http") == 0 && !conf_is_loopback(u->host))
        l->why = "http:// is not private";
    return strcmp(u->scheme, "http") == 0 && !l->why;
}

bool conf_base_url(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k;
    struct url u = {0};
    *(const char **)field = arena_strdup(l->a, value);
    if (!web_url(l, value, &u))
        return false;
    if (text_ends(value, "/"))
        l->why = "it ends with a slash";
    return !l->why && !strpbrk(u.path, "?#");
}

bool conf_token_url(struct loader *l, const struct key *k, const char *value, void *field)
{
    (void)k;
    struct url u = {0};
    *(const char **)field = value[0] ? arena_strdup(l->a, value) : NULL;
    return !value[0] || (web_url(l, value, &u) && !strchr(u.path, '#'));
}
