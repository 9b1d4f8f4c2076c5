/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * An answer on its way out, with the headers that keep a page to itself: no foreign code, no frame,
 * no copy in a cache, no address handed on; over TLS never without it again, and a cookie that no
 * other site of the same domain can plant.
 */
#include "server.h"

#include "base/text.h"

static const struct {
    const char *name, *value;
} protections[] = {
    {"Content-Security-Policy",
     "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; "
     "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

/* Do the pages come over TLS, from here or from a proxy in front? */
static bool is_secure(const struct settings *s)
{
    return s->web.tls_cert_file || text_starts(s->library.base_url, "https:");
}

const char *server_cookie(const struct settings *s)
{
    return is_secure(s) ? "__Host-levande" : "levande";
}

const char *server_desk_cookie(const struct settings *s)
{
    return is_secure(s) ? "__Host-levande-desk" : "levande-desk";
}

/* It lives as long as the browser is open; how long it is good for stands in the book. */
static void add_desk_cookie(struct MHD_Response *response, const struct web_request *q)
{
    const struct settings *s = q->house->settings;
    if (q->new_desk_cookie)
        MHD_add_response_header(response, "Set-Cookie",
                                arena_printf(q->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
                                             server_desk_cookie(s), q->new_desk_cookie,
                                             *q->new_desk_cookie ? "" : "; Max-Age=0",
                                             is_secure(s) ? "; Secure" : ""));
}

/* For a year: who has chosen a language once need not choose it on every page. */
static void add_language_cookie(struct MHD_Response *response, const struct web_request *q)
{
    enum { YEAR = 365 * 24 * 3600 };
    if (q->new_language)
        MHD_add_response_header(
            response, "Set-Cookie",
            arena_printf(q->arena,
                         SERVER_LANGUAGE_COOKIE "=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Lax%s",
                         q->new_language, YEAR, is_secure(q->house->settings) ? "; Secure" : ""));
}

/* How long it may be kept, by whom, and how to ask whether it is still the same. */
static void add_keeping(struct MHD_Response *response, const struct web_answer *x,
                        const struct parcel *p)
{
    bool still = p->tag && !x->kept;
    MHD_add_response_header(response, "Cache-Control",
                            x->kept ? "public, max-age=31536000, immutable"
                            : still ? "private, no-cache"
                                    : "no-store");
    if (p->tag)
        MHD_add_response_header(response, "ETag", p->tag);
    if (still) /* the language is remembered in a cookie */
        MHD_add_response_header(response, "Vary", "Accept-Encoding, Cookie");
    else if (p->varies)
        MHD_add_response_header(response, "Vary", "Accept-Encoding");
    if (p->packed && !p->known)
        MHD_add_response_header(response, "Content-Encoding", "gzip");
}

enum MHD_Result server_reply(struct MHD_Connection *connection, const struct web_request *q,
                             const struct web_answer *x)
{
    const struct settings *settings = q->house->settings;
    struct parcel parcel = parcel_of(q, x);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(parcel.len, (void *)parcel.body, MHD_RESPMEM_PERSISTENT);
    if (!response)
        return MHD_NO;
    if (x->type && parcel.len > 0)
        MHD_add_response_header(response, "Content-Type", x->type);
    for (size_t i = 0; i < sizeof protections / sizeof protections[0]; i++)
        MHD_add_response_header(response, protections[i].name, protections[i].value);
    add_keeping(response, x, &parcel);
    if (x->file) {
        MHD_add_response_header(response, "Content-Security-Policy", "sandbox");
        MHD_add_response_header(response, "Content-Disposition",
                                arena_printf(q->arena, "attachment; filename=\"%s\"", x->file));
    }
    if (x->allow)
        MHD_add_response_header(response, "Allow", x->allow);
    if (x->location)
        MHD_add_response_header(response, "Location", x->location);
    if (is_secure(settings))
        MHD_add_response_header(response, "Strict-Transport-Security", "max-age=31536000");
    if (q->new_cookie)
        MHD_add_response_header(response, "Set-Cookie",
                                arena_printf(q->arena,
                                             "%s=%s; Path=/; Max-Age=%d; HttpOnly; "
                                             "SameSite=Strict%s",
                                             server_cookie(settings), q->new_cookie,
                                             CODE_HOURS * 3600,
                                             is_secure(settings) ? "; Secure" : ""));
    add_desk_cookie(response, q);
    add_language_cookie(response, q);
    if (x->retry)
        MHD_add_response_header(response, "Retry-After", "5");
    enum MHD_Result queued =
        MHD_queue_response(connection, parcel.known ? MHD_HTTP_NOT_MODIFIED : x->status, response);
    MHD_destroy_response(response);
    return queued;
}
