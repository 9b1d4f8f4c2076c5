/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Between libmicrohttpd and the table: a head and a body become a request; the answer goes back
 * (reply.c).
 *
 * Bounds: a body of more than 64 KiB, or of 2 MiB with a file from who is logged in, is read to its
 * end and thrown away, up to 4 MiB, so that its sender sees why; beyond that the connection is cut.
 * How many connections there may be, and for how long, says guests.c. The form is parsed as it
 * comes; the parser is ended before the form is used, since it gives an empty last field only then.
 * A head that says twice, or not clearly, where its body ends cuts the connection.
 */
#include "server.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"

enum {
    BODY_MAX = 64 << 10,
    UPLOAD_MAX = 2 << 20,
    BODY_DRAINED = 4 << 20,
    PAIRS_MAX = 100,
    PARSER_BYTES = 4096,
    LONG_MS = 100,
};

/* ---- A request under way ---- */

struct visit {
    struct arena *arena;
    struct MHD_PostProcessor *parser;
    struct pair *pairs;
    struct buffer *values; /* beside pairs */
    size_t count, bytes, body_max;
    bool too_large;
    bool long_work; /* so long that it went through much of the book */
};

static enum MHD_Result take_pair(void *context, enum MHD_ValueKind kind, const char *key,
                                 const char *file, const char *type, const char *encoding,
                                 const char *data, uint64_t offset, size_t size)
{
    struct visit *v = context;
    (void)kind, (void)type, (void)encoding;
    if (offset == 0 || v->count == 0) {
        if (v->count == PAIRS_MAX || !key || strlen(key) > KEY_MAX) {
            v->too_large = true;
            return MHD_YES;
        }
        v->pairs[v->count] =
            (struct pair){.name = arena_strdup(v->arena, key), .file = file != NULL};
        buffer_init(&v->values[v->count++], v->body_max);
    }
    if (size > 0)
        buffer_add(&v->values[v->count - 1], data, size);
    return MHD_YES;
}

static struct visit *begin_visit(struct server *s, struct MHD_Connection *connection,
                                 const char *method)
{
    struct visit *v = calloc(1, sizeof *v);
    if (!v)
        abort();
    v->arena = s->spare ? s->spare : arena_new();
    s->spare = NULL;
    if (strcmp(method, "POST") != 0)
        return v;
    v->pairs = arena_array(v->arena, PAIRS_MAX, sizeof *v->pairs);
    v->values = arena_array(v->arena, PAIRS_MAX, sizeof *v->values);
    /* NULL for a type that is no form's: then nothing is taken, and needed fields are missing. */
    v->parser = MHD_create_post_processor(connection, PARSER_BYTES, take_pair, v);
    return v;
}

static void end_parser(struct visit *v)
{
    if (v->parser)
        MHD_destroy_post_processor(v->parser);
    v->parser = NULL;
    for (size_t i = 0; i < v->count; i++) {
        v->pairs[i].value = buffer_text(&v->values[i]);
        v->pairs[i].len = v->values[i].len;
    }
}

/*
 * One arena is kept for the next visit, with the memory that it has. What long work needed besides
 * goes back at once: a login needs 19 MiB, and the two need not add up.
 */
static void end_visit(struct server *s, struct visit *v)
{
    if (v->parser)
        MHD_destroy_post_processor(v->parser);
    for (size_t i = 0; i < v->count; i++)
        buffer_free(&v->values[i]);
    bool long_work = v->long_work;
    if (s->spare) {
        arena_free(&v->arena);
    } else {
        arena_reset(v->arena);
        s->spare = v->arena;
    }
    free(v);
    if (long_work)
        (void)malloc_trim(0);
}

static enum MHD_Result take_body(struct visit *v, const char *data, size_t *size)
{
    v->bytes += *size;
    v->too_large = v->too_large || v->bytes > v->body_max;
    if (v->parser && !v->too_large)
        MHD_post_process(v->parser, data, *size); /* what cannot be parsed is not there */
    *size = 0;
    return v->bytes > BODY_DRAINED ? MHD_NO : MHD_YES;
}

/* ---- The head ---- */

/* One of those that pages are written in; NULL: it is none. */
static const char *language_of(const char *name)
{
    static const char *const languages[] = {"sv", "sv-lattlast", "en"};
    for (size_t i = 0; name && i < sizeof languages / sizeof languages[0]; i++)
        if (strcmp(name, languages[i]) == 0)
            return languages[i];
    return NULL;
}

static struct web_request request_of(struct server *s, struct MHD_Connection *connection,
                                     const char *method, const char *url, struct visit *v)
{
    const struct settings *settings = s->house->settings;
    const char *forwarded = head_forwarded(v->arena, connection);
    const char *wished = MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, "lang");
    const char *cookie =
        MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, server_cookie(settings));
    struct web_request q = {.house = s->house,
                            .key = s->key,
                            .limits = s->limits,
                            .pace = s->pace,
                            .access = s->access,
                            .memo = s->memo,
                            .takes_packed = head_takes_packed(connection),
                            .has = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                               MHD_HTTP_HEADER_IF_NONE_MATCH),
                            .foreign = head_is_foreign(connection),
                            .desk_cookie = MHD_lookup_connection_value(
                                connection, MHD_COOKIE_KIND, server_desk_cookie(settings)),
                            .arena = v->arena,
                            .method = method,
                            .path = url,
                            .too_large = v->too_large,
                            .forwarded = forwarded != NULL,
                            .pairs = v->pairs,
                            .pair_count = v->count};
    char peer[GUEST_ADDRESS];
    guest_address(connection, peer);
    q.client = client_of(v->arena, peer, forwarded, settings->web.trusted_proxies);
    if (cookie && token_formed(cookie))
        q.cookie = arena_strdup(v->arena, cookie);
    q.wished = language_of(wished);
    q.remembered = language_of(
        MHD_lookup_connection_value(connection, MHD_COOKIE_KIND, SERVER_LANGUAGE_COOKIE));
    if (q.wished && (!q.remembered || strcmp(q.wished, q.remembered) != 0))
        q.new_language = q.wished;
    q.language = q.wished ? q.wished : q.remembered ? q.remembered : settings->library.language;
    head_query(connection, &q);
    if (text_ends(url, ".json")) {
        q.json = true;
        q.path = arena_strndup(v->arena, url, strlen(url) - strlen(".json"));
    }
    return q;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **seen)
{
    struct server *s = context;
    (void)version;
    if (!*seen) {
        if (!head_ends_clearly(connection))
            return MHD_NO;
        struct visit *v = begin_visit(s, connection, method);
        if (v->pairs) {
            struct web_request q = request_of(s, connection, method, url, v);
            v->body_max = web_takes_file(&q) ? UPLOAD_MAX : BODY_MAX;
        }
        *seen = v;
        return MHD_YES;
    }
    struct visit *v = *seen;
    if (*upload_size > 0)
        return take_body(v, upload, upload_size);
    end_parser(v);
    struct web_request q = request_of(s, connection, method, url, v);
    struct web_answer answer = {0};
    int64_t began = clock_ticks();
    web_answer(&q, &answer);
    v->long_work = clock_ticks() - began >= LONG_MS;
    s->answered++;
    return server_reply(connection, &q, &answer);
}

static void completed(void *context, struct MHD_Connection *connection, void **seen,
                      enum MHD_RequestTerminationCode how)
{
    (void)how;
    if (*seen)
        end_visit(context, *seen);
    *seen = NULL;
    guest_answered(connection);
}

/* Certificate and key, where [web] names them; the options end at once where it does not. */
static enum outcome tls_options(struct server *s, struct MHD_OptionItem items[3], struct fault *f)
{
    enum { PEM_MAX = 1 << 20 };
    const struct settings *settings = s->house->settings;
    char *cert, *key;
    size_t len;
    items[0] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    if (!settings->web.tls_cert_file)
        return DONE;
    s->pem = arena_new();
    enum outcome o = file_read(s->pem, settings->web.tls_cert_file, PEM_MAX, &cert, &len, f);
    if (o == DONE)
        o = file_read(s->pem, settings->web.tls_key_file, PEM_MAX, &key, &len, f);
    if (o != DONE)
        return o;
    items[0] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, cert};
    items[1] = (struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, key};
    items[2] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
    return DONE;
}

enum outcome server_start(struct server *s, int fd, struct fault *f)
{
    enum { IDLE_SECONDS = 15, MEMORY = 32 << 10 };
    struct MHD_OptionItem tls[3];
    enum outcome o = tls_options(s, tls, f);
    if (o != DONE)
        return o;
    unsigned flags = MHD_USE_EPOLL | (s->pem ? MHD_USE_TLS : 0);
    s->daemon = MHD_start_daemon(flags, 0, guests_may_come, s, handle, s, MHD_OPTION_LISTEN_SOCKET,
                                 fd, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
                                 MHD_OPTION_CONNECTION_LIMIT, (unsigned)guests_room(s),
                                 MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)MEMORY,
                                 MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED,
                                 completed, s, MHD_OPTION_NOTIFY_CONNECTION, guests_came_or_went, s,
                                 MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
    if (!s->daemon)
        return fault_set(f, NEVER, EXIT_UNAVAILABLE, "the web server cannot be started%s",
                         s->pem ? "; do certificate and key belong together?" : "");
    return DONE;
}

void server_stop(struct server *s)
{
    if (s->daemon) {
        /* The supervisor's socket outlives this role: it is taken out before the daemon ends. */
        MHD_quiesce_daemon(s->daemon);
        MHD_stop_daemon(s->daemon);
    }
    s->daemon = NULL;
    arena_free(&s->spare);
    arena_free(&s->pem);
}
