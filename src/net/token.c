/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * An OAuth2 access token by client credentials.
 *
 * The answer is bounded, its kind is checked, and a token must be made of the characters that a
 * bearer token may have (RFC 6750): it goes into a login line, where a stray control character
 * would be a command. Redirects are not followed, for they would carry the secret elsewhere.
 */
#include "net_private.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"

enum {
    ANSWER_MAX = 64 * 1024,
    EXPIRES_DEFAULT_S = 300,
    EXPIRES_MAX_S = 24 * 60 * 60,
    EARLY_MS = 60 * 1000,
};

static size_t take_answer(char *data, size_t size, size_t count, void *context)
{
    return buffer_add(context, data, size * count) ? size * count : 0;
}

/* The host of a URL, up to its port or path; "" when there is none. */
static char *host_of(struct arena *a, const char *url)
{
    const char *start = strstr(url, "://");
    start = start ? start + 3 : url;
    if (*start == '[')
        return arena_strndup(a, start, strcspn(start, "]") + 1);
    return arena_strndup(a, start, strcspn(start, ":/?#"));
}

/* The form body, with each value escaped; NULL when memory is out. */
static char *form_of(CURL *handle, struct arena *a, const struct mail_server *server,
                     const char *secret)
{
    const char *const values[] = {server->oauth2_client_id, secret, server->oauth2_scope};
    char *escaped[3] = {"", "", ""};
    for (size_t i = 0; i < 3; i++) {
        char *text = values[i] ? curl_easy_escape(handle, values[i], 0) : NULL;
        if (values[i] && !text)
            return NULL;
        escaped[i] = arena_strdup(a, text ? text : "");
        curl_free(text);
    }
    return arena_printf(a, "grant_type=client_credentials&client_id=%s&client_secret=%s%s%s",
                        escaped[0], escaped[1], *escaped[2] ? "&scope=" : "", escaped[2]);
}

/* RFC 6750: letters, digits and -._~+/ with = behind; the length is bounded by its place. */
static bool is_bearer(const char *text)
{
    size_t len = strlen(text);
    size_t body =
        strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/");
    size_t pads = strspn(text + body, "=");
    return body > 0 && body + pads == len && len < sizeof((struct net_token *)0)->text;
}

/* An error word of RFC 6749 ("invalid_client"), for the fault; "" for anything else. */
static const char *error_word(json_t *answer)
{
    const char *word = json_string_value(json_object_get(answer, "error"));
    bool plain =
        word && strlen(word) < 64 && word[strspn(word, "abcdefghijklmnopqrstuvwxyz_")] == '\0';
    return plain ? word : "";
}

static enum outcome read_answer(json_t *answer, long status, struct net_token *out, struct fault *f)
{
    if (status >= 500 || status == 429 || status == 408)
        return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "access token: the server answers %ld",
                         status);
    if (status != 200)
        return fault_set(f, NEVER, EXIT_NOT_PERMITTED, "access token refused: %ld %s", status,
                         error_word(answer));
    const char *text = json_string_value(json_object_get(answer, "access_token"));
    if (!text || !is_bearer(text))
        return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "access token: the answer holds none");
    json_t *expires = json_object_get(answer, "expires_in");
    json_int_t seconds = EXPIRES_DEFAULT_S;
    if (json_is_integer(expires))
        seconds = json_integer_value(expires);
    else if (json_is_string(expires) && sscanf(json_string_value(expires), "%9lld", &seconds) != 1)
        seconds = EXPIRES_DEFAULT_S;
    seconds = seconds < 0 ? 0 : seconds > EXPIRES_MAX_S ? EXPIRES_MAX_S : seconds;
    memcpy(out->text, text, strlen(text) + 1);
    out->got_at = clock_ticks();
    out->ends_at = out->got_at + (int64_t)seconds * 1000 - EARLY_MS;
    return DONE;
}

/* Sends the form; the answer's JSON in *answer (may stay NULL), its status in *status. */
static enum outcome ask(CURL *handle, const char *form, const char *url, json_t **answer,
                        long *status, struct fault *f)
{
    char error[CURL_ERROR_SIZE] = "";
    struct buffer body;
    buffer_init(&body, ANSWER_MAX);
    curl_easy_setopt(handle, CURLOPT_URL, url);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, form);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, error);
    CURLcode code = curl_easy_perform(handle);
    enum outcome outcome = DONE;
    if (code == CURLE_OK) {
        curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, status);
        *answer = json_loadb(buffer_text(&body), body.len, 0, NULL);
    } else {
        outcome = curl_fault(code, error, "", f);
        fault_prefix(f, "access token");
    }
    if (body.data)
        explicit_bzero(body.data, body.len);
    buffer_free(&body);
    return outcome;
}

static enum outcome fetch_token(struct curl_stream *c, struct arena *a,
                                const struct mail_server *server, int timeout_ms,
                                struct net_token *out, struct fault *f)
{
    char *secret = "";
    if (server->oauth2_client_secret_file) {
        enum outcome outcome = file_read_secret(a, server->oauth2_client_secret_file, &secret, f);
        if (outcome != DONE)
            return outcome;
    }
    bool loopback = net_is_loopback(host_of(a, server->oauth2_token_url));
    char *form = form_of(c->handle, a, server, secret);
    explicit_bzero(secret, strlen(secret));
    if (!form || !curl_secure(c->handle, NULL))
        return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "access token: libcurl cannot start");
    if (server->ca_file) /* beside the system's: the token's server may be another house's */
        curl_easy_setopt(c->handle, CURLOPT_CAINFO, server->ca_file);
    curl_easy_setopt(c->handle, CURLOPT_PROTOCOLS_STR, loopback ? "https,http" : "https");
    curl_easy_setopt(c->handle, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
    json_t *answer = NULL;
    long status = 0;
    enum outcome outcome = ask(c->handle, form, server->oauth2_token_url, &answer, &status, f);
    if (outcome == DONE)
        outcome = read_answer(answer, status, out, f);
    json_decref(answer);
    explicit_bzero(form, strlen(form));
    return outcome;
}

enum outcome oauth2_token(const struct mail_server *server, int timeout_ms, struct net_token *out,
                          struct fault *f)
{
    explicit_bzero(out, sizeof *out);
    struct curl_stream *c = curl_stream_new(false);
    if (!c)
        return fault_set(f, AGAIN, EXIT_UNAVAILABLE, "libcurl cannot start");
    struct arena *a = arena_new();
    enum outcome outcome = fetch_token(c, a, server, timeout_ms, out, f);
    arena_free(&a);
    c->stream.close(&c->stream);
    return outcome;
}
