/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Two stand-ins for a server: a script, which says the same whatever it is told; and a small IMAP
 * server in memory, which can be made to break off after any byte.
 */
#ifndef LEVANDE_TESTS_FETCH_SCRIPT_H
#define LEVANDE_TESTS_FETCH_SCRIPT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "net.h"

/* ---- a script ---- */

struct script {
    struct net_stream stream; /* first */
    const char *says;
    size_t len, at, piece; /* piece: bytes a read gives at most */
    bool ends;             /* after its words the connection is closed; else it is silent */
    struct buffer told;
    bool closed;
};

static inline enum net_got script_read(struct net_stream *s, void *into, size_t cap, size_t *got,
                                       int64_t deadline)
{
    struct script *script = (struct script *)s;
    (void)deadline;
    size_t n = script->len - script->at;
    n = n < cap ? n : cap;
    n = n < script->piece ? n : script->piece;
    if (n == 0)
        return script->ends ? NET_ENDED : NET_QUIET;
    memcpy(into, script->says + script->at, n);
    script->at += n;
    *got = n;
    return NET_BYTES;
}

static inline enum outcome script_write(struct net_stream *s, const void *data, size_t len,
                                        int64_t deadline, struct fault *f)
{
    (void)deadline;
    (void)f;
    buffer_add(&((struct script *)s)->told, data, len);
    return DONE;
}

static inline void script_close(struct net_stream *s)
{
    struct script *script = (struct script *)s;
    buffer_free(&script->told);
    script->closed = true;
}

static inline void script_start_bytes(struct script *s, const char *says, size_t len, size_t piece)
{
    *s = (struct script){.says = says, .len = len, .piece = piece, .ends = true};
    s->stream = (struct net_stream){
        .read = script_read, .write = script_write, .close = script_close, .fd = -1, .heard = ""};
    buffer_init(&s->told, 1 << 20);
}

static inline void script_start(struct script *s, const char *says)
{
    script_start_bytes(s, says, strlen(says), SIZE_MAX);
}

/* ---- a server in memory ---- */

struct server_mail {
    uint32_t uid; /* 0: no longer there */
    const char *bytes;
    size_t len;
    int moved; /* how often it was moved away */
    bool flagged;
};

struct server {
    struct server_mail mails[32];
    size_t count;
    uint32_t uidvalidity;
    const char *capability;
    size_t break_after; /* bytes it says before it breaks off; SIZE_MAX: never */
    bool refuses_move;
    uint32_t poison; /* the UID whose bytes it never hands over */
    size_t said;     /* bytes in all connections */
    int connections;
    /* the connection */
    struct net_stream stream;
    struct buffer in, out;
    size_t out_at;
};

static inline struct server *server_of(struct net_stream *s)
{
    return (struct server *)((char *)s - offsetof(struct server, stream));
}

static inline void server_add(struct server *s, uint32_t uid, const char *bytes, size_t len)
{
    s->mails[s->count++] = (struct server_mail){.uid = uid, .bytes = bytes, .len = len};
}

/* Is the uid in "1,3:5" or "7:*"? As servers do, "n:*" holds the last mail whatever n is. */
static inline bool server_in_set(const struct server *s, const char *set, uint32_t uid)
{
    uint32_t last = 0;
    for (size_t i = 0; i < s->count; i++)
        last = s->mails[i].uid > last ? s->mails[i].uid : last;
    while (*set && *set != ' ' && *set != '\r') {
        char *end;
        unsigned long a = strtoul(set, &end, 10), b = a;
        if (*end == ':' && end[1] == '*') {
            b = last;
            end += 2;
        } else if (*end == ':') {
            b = strtoul(end + 1, &end, 10);
        }
        if ((uid >= a && uid <= b) || (uid >= b && uid <= a))
            return true;
        set = *end == ',' ? end + 1 : end;
    }
    return false;
}

static inline size_t server_exists(const struct server *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++)
        n += s->mails[i].uid != 0;
    return n;
}

static inline void server_fetch(struct server *s, const char *set, bool bodies)
{
    unsigned sequence = 0;
    for (size_t i = 0; i < s->count; i++) {
        struct server_mail *m = &s->mails[i];
        if (!m->uid)
            continue;
        sequence++;
        if (!server_in_set(s, set, m->uid))
            continue;
        if (!bodies) {
            buffer_printf(&s->out, "* %u FETCH (UID %u RFC822.SIZE %zu)\r\n", sequence, m->uid,
                          m->len);
        } else if (m->uid != s->poison) {
            buffer_printf(&s->out, "* %u FETCH (FLAGS (\\Recent) UID %u BODY[] {%zu}\r\n", sequence,
                          m->uid, m->len);
            buffer_add(&s->out, m->bytes, m->len);
            buffer_puts(&s->out, ")\r\n");
        }
    }
}

static inline void server_answer(struct server *s, const char *tag, char *command)
{
    const char *set = command;
    for (int i = 0; i < 2 && set; i++) {
        set = strchr(set, ' ');
        set = set ? set + 1 : NULL;
    }
    if (strncmp(command, "CAPABILITY", 10) == 0) {
        buffer_printf(&s->out, "* CAPABILITY IMAP4rev1 %s\r\n", s->capability);
    } else if (strncmp(command, "SELECT", 6) == 0) {
        buffer_printf(&s->out, "* %zu EXISTS\r\n* OK [UIDVALIDITY %u] ok {5}\r\n", server_exists(s),
                      s->uidvalidity);
        buffer_puts(&s->out, "* OK [PERMANENTFLAGS (\\Seen \\*)] limited\r\n");
    } else if (strncmp(command, "UID SEARCH UID ", 15) == 0) {
        buffer_puts(&s->out, "* SEARCH");
        for (size_t i = 0; i < s->count; i++)
            if (s->mails[i].uid && server_in_set(s, command + 15, s->mails[i].uid))
                buffer_printf(&s->out, " %u", s->mails[i].uid);
        buffer_puts(&s->out, "\r\n");
    } else if (strncmp(command, "UID FETCH", 9) == 0) {
        server_fetch(s, set, strstr(command, "BODY.PEEK[]") != NULL);
        if (strstr(command, "BODY.PEEK[]") && s->poison && server_in_set(s, set, s->poison)) {
            buffer_printf(&s->out, "%s NO cannot hand it over\r\n", tag);
            return;
        }
    } else if (strncmp(command, "UID MOVE", 8) == 0 && s->refuses_move) {
        buffer_printf(&s->out, "%s NO [NOPERM] no\r\n", tag);
        return;
    } else if (strncmp(command, "UID MOVE", 8) == 0) {
        unsigned sequence = 0;
        for (size_t i = 0; i < s->count; i++) {
            struct server_mail *m = &s->mails[i];
            sequence += m->uid != 0;
            if (!m->uid || !server_in_set(s, set, m->uid))
                continue;
            m->uid = 0;
            m->moved++;
            buffer_printf(&s->out, "* %u EXPUNGE\r\n", sequence--);
        }
    } else if (strncmp(command, "UID STORE", 9) == 0) {
        for (size_t i = 0; i < s->count; i++)
            if (s->mails[i].uid && server_in_set(s, set, s->mails[i].uid))
                s->mails[i].flagged = true;
    }
    buffer_printf(&s->out, "%s OK done\r\n", tag);
}

static inline enum outcome server_write(struct net_stream *stream, const void *data, size_t len,
                                        int64_t deadline, struct fault *f)
{
    struct server *s = server_of(stream);
    (void)deadline;
    if (s->said >= s->break_after)
        return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "broken pipe");
    buffer_add(&s->in, data, len);
    char *line_end;
    while (s->in.len && (line_end = strstr(s->in.data, "\r\n")) != NULL) {
        char tag[16] = "";
        *line_end = '\0';
        size_t n = strcspn(s->in.data, " ");
        snprintf(tag, sizeof tag, "%.*s", (int)n, s->in.data);
        if (s->in.data[n])
            server_answer(s, tag, s->in.data + n + 1);
        buffer_drop(&s->in, (size_t)(line_end - s->in.data) + 2);
    }
    return DONE;
}

static inline enum net_got server_read(struct net_stream *stream, void *into, size_t cap,
                                       size_t *got, int64_t deadline)
{
    struct server *s = server_of(stream);
    (void)deadline;
    size_t n = s->out.len - s->out_at, may = s->break_after - s->said;
    if (s->said >= s->break_after)
        return NET_ENDED;
    n = n < cap ? n : cap;
    n = n < may ? n : may;
    if (n == 0)
        return NET_QUIET;
    memcpy(into, s->out.data + s->out_at, n);
    s->out_at += n;
    s->said += n;
    *got = n;
    return NET_BYTES;
}

static inline void server_close(struct net_stream *stream)
{
    struct server *s = server_of(stream);
    buffer_free(&s->in);
    buffer_free(&s->out);
    s->out_at = 0;
}

/* A source_opener. */
static inline enum outcome server_open(void *context, struct net_stream **out, struct fault *f)
{
    struct server *s = context;
    (void)f;
    s->connections++;
    s->out_at = 0;
    buffer_init(&s->in, 1 << 20);
    buffer_init(&s->out, 1 << 24);
    s->stream = (struct net_stream){
        .read = server_read, .write = server_write, .close = server_close, .fd = -1, .heard = ""};
    *out = &s->stream;
    return DONE;
}

#endif
