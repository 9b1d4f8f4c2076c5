/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Opening: host, TLS, certificate, login; with what each of libcurl's codes means for us.
 *
 * CURLOPT_CONNECT_ONLY does it all and hands over the socket. Three things libcurl leaves open are
 * closed here: with a CA file of ours the system's are not trusted besides; an SMTP server that
 * offers no AUTH would be used without a login, so a login that was asked for must have been
 * answered with 235; a proxy from the environment is not asked.
 */
#include "net_private.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"

enum { CONNECT_MS = 20000, TOTAL_MS = 60000, TOKEN_NEW_MS = 10000 };

bool net_is_loopback(const char *host)
{
    char bare[64] = "";
    size_t len = host ? strlen(host) : 0;
    if (len == 0 || len >= sizeof bare)
        return false;
    bool bracketed = host[0] == '[' && host[len - 1] == ']';
    memcpy(bare, host + bracketed, len - 2 * bracketed);
    struct in_addr v4;
    struct in6_addr v6;
    if (inet_pton(AF_INET, bare, &v4) == 1)
        return (ntohl(v4.s_addr) >> 24) == 127;
    if (inet_pton(AF_INET6, bare, &v6) == 1)
        return IN6_IS_ADDR_LOOPBACK(&v6);
    return text_equals_nocase(bare, "localhost");
}

/* Called about once a second while libcurl works or waits; other than 0 ends it. */
static int look_up(void *context, curl_off_t total, curl_off_t now, curl_off_t up, curl_off_t gone)
{
    (void)context, (void)total, (void)now, (void)up, (void)gone;
    return told_to_end();
}

bool curl_secure(CURL *handle, const char *ca_file)
{
    bool ok =
        curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
        curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, look_up) == CURLE_OK &&
        curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
        curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
        curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
        curl_easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK;
    if (ok && ca_file)
        ok = curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file) == CURLE_OK &&
             curl_easy_setopt(handle, CURLOPT_CAPATH, NULL) == CURLE_OK;
    return ok;
}

/* "NO [UNAVAILABLE] …" and a 4yz of SMTP mean later, though libcurl calls both a refused login. */
static bool says_later(const char *line)
{
    return line[0] == '4' || text_find_nocase(line, strlen(line), "[UNAVAILABLE]") ||
           text_find_nocase(line, strlen(line), "[INUSE]") ||
           text_find_nocase(line, strlen(line), "[LIMIT]");
}

enum outcome curl_fault(CURLcode code, const char *detail, const char *last, struct fault *f)
{
    const char *why = *detail ? detail : curl_easy_strerror(code);
    switch (code) {
    case CURLE_LOGIN_DENIED:
    case CURLE_AUTH_ERROR:
        if (says_later(last))
            return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "the server cannot log us in now");
        return fault_set(f, NEVER, EXIT_NOT_PERMITTED, "the server refuses the login");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return fault_set(f, NEVER, EXIT_CONFIG, "the server's certificate is refused: %s", why);
    case CURLE_USE_SSL_FAILED:
        return fault_set(f, NEVER, EXIT_CONFIG, "the server offers no TLS");
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_NOT_BUILT_IN:
        return fault_set(f, NEVER, EXIT_CONFIG, "connect: %s", why);
    case CURLE_OPERATION_TIMEDOUT:
        return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "connect: out of time");
    default:
        return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "connect: %s", why);
    }
}

static char *url_of(struct arena *a, const struct net_target *t)
{
    static const char *const schemes[] = {
        [NET_IMAP] = "imap", [NET_IMAPS] = "imaps", [NET_SMTP] = "smtp", [NET_SMTPS] = "smtps"};
    const char *host = t->server->host;
    bool literal6 = strchr(host, ':') && host[0] != '[';
    return arena_printf(a, literal6 ? "%s://[%s]:%d" : "%s://%s:%d", schemes[t->protocol], host,
                        t->server->port);
}

/* Puts the login into the handle; nothing without a user. */
static enum outcome set_login(CURL *handle, struct arena *a, const struct net_target *t,
                              struct fault *f)
{
    const struct mail_server *server = t->server;
    if (!server->user)
        return DONE;
    curl_easy_setopt(handle, CURLOPT_USERNAME, server->user);
    if (server->oauth2_token_url) {
        curl_easy_setopt(handle, CURLOPT_XOAUTH2_BEARER, t->token->text);
        curl_easy_setopt(handle, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
        return DONE;
    }
    char *secret = "";
    if (server->password_file) {
        enum outcome outcome = file_read_secret(a, server->password_file, &secret, f);
        if (outcome != DONE)
            return outcome;
    }
    curl_easy_setopt(handle, CURLOPT_PASSWORD, secret);
    explicit_bzero(secret, strlen(secret));
    return DONE;
}

static void set_connection(CURL *handle, struct arena *a, const struct net_target *t)
{
    long connect_ms = t->connect_ms ? t->connect_ms : CONNECT_MS;
    long total_ms = t->total_ms ? t->total_ms : TOTAL_MS;
    curl_easy_setopt(handle, CURLOPT_URL, url_of(a, t));
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "imap,imaps,smtp,smtps");
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, total_ms);
    curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(handle, CURLOPT_USE_SSL,
                     (long)(t->server->tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
}

/* The last line in heard: the answer that ended the connecting. */
static const char *last_line(const char *heard)
{
    size_t len = strlen(heard);
    while (len > 0 && heard[len - 1] == '\n')
        len--;
    while (len > 0 && heard[len - 1] != '\n')
        len--;
    return heard + len;
}

/* True when a line of heard starts with the code. */
static bool heard_code(const char *heard, const char *code)
{
    for (const char *line = heard; *line;) {
        if (text_starts(line, code))
            return true;
        line = strchrnul(line, '\n');
        line += *line == '\n';
    }
    return false;
}

static enum outcome try_open(struct arena *a, const struct net_target *t, struct net_stream **out,
                             struct fault *f)
{
    bool smtp = t->protocol == NET_SMTP || t->protocol == NET_SMTPS;
    struct curl_stream *c = curl_stream_new(smtp);
    if (!c)
        return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "libcurl cannot start");
    struct net_stream *stream = &c->stream;
    set_connection(c->handle, a, t);
    enum outcome outcome = curl_secure(c->handle, t->server->ca_file)
                               ? set_login(c->handle, a, t, f)
                               : fault_set(f, NEVER, EXIT_CONFIG, "libcurl cannot check TLS");
    if (outcome == DONE) {
        CURLcode code = curl_easy_perform(c->handle);
        stream->heard = buffer_text(&c->heard);
        if (code != CURLE_OK)
            outcome = curl_fault(code, c->error, last_line(stream->heard), f);
    }
    curl_socket_t fd = CURL_SOCKET_BAD;
    if (outcome == DONE && smtp && t->server->user && !heard_code(stream->heard, "235"))
        outcome = fault_set(f, NEVER, EXIT_NOT_PERMITTED, "the server offers no login of ours");
    if (outcome == DONE && (curl_easy_getinfo(c->handle, CURLINFO_ACTIVESOCKET, &fd) != CURLE_OK ||
                            fd == CURL_SOCKET_BAD))
        outcome = fault_set(f, AGAIN, EXIT_UNAVAILABLE, "connect: the connection is gone");
    if (outcome != DONE) {
        net_close(&stream);
        return outcome;
    }
    stream->fd = fd;
    *out = stream;
    return DONE;
}

/* Opens with the token at hand, fetched or renewed when needed. */
static enum outcome open_with_token(struct arena *a, const struct net_target *t,
                                    struct net_stream **out, struct fault *f)
{
    int total_ms = t->total_ms ? t->total_ms : TOTAL_MS;
    struct net_token *token = t->token;
    bool fresh = !token->text[0] || clock_ticks() >= token->ends_at;
    if (fresh) {
        enum outcome outcome = oauth2_token(t->server, total_ms, token, f);
        if (outcome != DONE)
            return outcome;
    }
    struct fault local = {0};
    enum outcome outcome = try_open(a, t, out, &local);
    bool stale = outcome == NEVER && local.code == EXIT_NOT_PERMITTED && !fresh &&
                 clock_ticks() - token->got_at >= TOKEN_NEW_MS;
    if (stale) {
        outcome = oauth2_token(t->server, total_ms, token, &local);
        if (outcome == DONE)
            outcome = try_open(a, t, out, &local);
    }
    if (outcome != DONE && f)
        *f = local;
    return outcome;
}

enum outcome net_open(const struct net_target *t, struct net_stream **out, struct fault *f)
{
    *out = NULL;
    const struct mail_server *server = t->server;
    if (!server->host)
        return fault_set(f, NEVER, EXIT_CONFIG, "no mail server is configured");
    bool implicit = t->protocol == NET_IMAPS || t->protocol == NET_SMTPS;
    if (!server->tls && !implicit && !net_is_loopback(server->host))
        return fault_set(f, NEVER, EXIT_CONFIG, "without TLS only a loopback address is used");
    if (server->oauth2_token_url && !t->token)
        return fault_set(f, NEVER, EXIT_INTERNAL, "no place for the access token");
    struct arena *a = arena_new();
    enum outcome outcome =
        server->oauth2_token_url ? open_with_token(a, t, out, f) : try_open(a, t, out, f);
    arena_free(&a);
    return outcome;
}
