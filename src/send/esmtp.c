/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * SMTP with libesmtp, hardened: the engine for smtp:// with a password or none.
 *
 * The library wants to know its letters before it starts. But it looks for the next one only after
 * it has told of the last (SMTP_EV_MESSAGESENT), and one that is added in that very moment is sent
 * over the same connection. So a session begins with one letter and asks the feed for more as it
 * goes: each is claimed in the book before its first byte, the one before it settled in the same
 * commit, and nothing is prepared ahead.
 *
 * esmtp_session.c judges the letters; esmtp_monitor.c, esmtp_tls.c and esmtp_watch.c answer for
 * what the library gets wrong with logins, STARTTLS, certificates and time.
 */
#include "esmtp_session.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"

/* ---------------------------------------------------------------- the session */

struct login {
    const char *user;
    char *password;
    const struct monitor *monitor;
};

/* A second mechanism would only fail the same way and count as a second wrong password. */
static int answer_login(auth_client_request_t request, char **result, int fields, void *arg)
{
    struct login *l = arg;
    if (l->monitor->refused)
        return 0;
    for (int i = 0; i < fields; i++)
        result[i] = (request[i].flags & AUTH_PASS)   ? l->password
                    : (request[i].flags & AUTH_USER) ? (char *)(uintptr_t)l->user
                                                     : NULL;
    return 1;
}

static void set_timeouts(smtp_session_t smtp, const struct deadlines *d)
{
    const int below = Timeout_OVERRIDE_RFC2822_MINIMUM;
    smtp_set_timeout(smtp, Timeout_GREETING | below, d->command);
    smtp_set_timeout(smtp, Timeout_ENVELOPE | below, d->command);
    smtp_set_timeout(smtp, Timeout_DATA | below, d->data);
    smtp_set_timeout(smtp, Timeout_TRANSFER | below, d->body);
    smtp_set_timeout(smtp, Timeout_DATA2 | below, d->dot);
}

/* The TLS context, and the password when there is a login. */
static enum outcome prepare(struct session *s, struct login *login, struct fault *f)
{
    struct esmtp *e = s->engine;
    const struct mail_server *server = &e->options.settings->send.server;
    enum outcome o = DONE;
    if (server->tls && !e->tls)
        o = tls_context_new(server, &e->tls, f);
    if (o == DONE && server->user && server->password_file)
        o = file_read_secret(s->arena, server->password_file, &login->password, f);
    login->user = login->password ? server->user : NULL;
    s->monitor.login = login->user != NULL;
    return o;
}

static bool configure(struct session *s, auth_context_t auth, struct login *login)
{
    struct esmtp *e = s->engine;
    const struct mail_server *server = &e->options.settings->send.server;
    const char *where = arena_printf(s->arena, "%s:%d", server->host, server->port);
    bool good = smtp_set_server(s->smtp, where) && smtp_set_eventcb(s->smtp, session_event, s) &&
                smtp_set_monitorcb(s->smtp, monitor_heard, &s->monitor, 0) &&
                smtp_starttls_enable(s->smtp, server->tls ? Starttls_REQUIRED : Starttls_DISABLED);
    if (good && server->tls) {
        s->tls.host = server->host;
        tls_context_use(e->tls, &s->tls);
        good = smtp_starttls_set_ctx(s->smtp, e->tls);
    }
    if (good && login->user) {
        auth_set_mechanism_flags(auth, AUTH_PLUGIN_PLAIN, 0);
        auth_set_interact_cb(auth, answer_login, login);
        good = smtp_auth_set_context(s->smtp, auth);
    }
    set_timeouts(s->smtp, e->options.deadlines);
    return good;
}

static void run(struct session *s, const struct outgoing *letter, struct login *login)
{
    struct esmtp *e = s->engine;
    auth_context_t auth = login->user ? auth_create_context() : NULL;
    s->smtp = smtp_create_session();
    if (s->smtp && configure(s, auth, login) && session_add(s, letter)) {
        s->began = clock_ticks();
        s->mark = socket_mark();
        watch_arm(&e->watch, e->options.deadlines->connect);
        smtp_start_session(s->smtp);
        watch_arm(&e->watch, 0);
    }
    if (s->smtp)
        smtp_destroy_session(s->smtp);
    if (auth)
        auth_destroy_context(auth);
    if (e->tls)
        tls_context_use(e->tls, NULL);
}

static void send_letters(struct driver *driver, const struct outgoing *letter,
                         const struct feed *feed, struct delivery *out)
{
    struct esmtp *e = (struct esmtp *)driver;
    struct session s = {.engine = e, .feed = feed, .out = out, .arena = arena_new()};
    struct login login = {.monitor = &s.monitor};
    struct arena *secret = s.arena; /* the password outlives the letters' bytes */
    struct fault f = {0};
    *out = (struct delivery){0};
    s.monitor.watch = &e->watch;
    s.tls.monitor = &s.monitor;
    e->watch.fd = -1;
    e->watch.rung = 0;
    if (prepare(&s, &login, &f) != DONE) {
        delivery_set(out, AGAIN, TROUBLE_BEFORE, "%s", f.text);
        out->lasting = true;
    } else {
        s.arena = arena_new();
        run(&s, letter, &login);
        if (!s.concluded && !out->settled)
            session_ended_early(&s);
        arena_free(&s.arena);
    }
    if (login.password)
        explicit_bzero(login.password, strlen(login.password));
    arena_free(&secret);
}

/* ---------------------------------------------------------------- the driver */

/* The plugins are opened now, while the role may still open what it likes. */
static void load_mechanisms(void)
{
    static const char *const names[] = {"PLAIN", "LOGIN", "CRAM-MD5"};
    auth_client_init();
    auth_context_t auth = auth_create_context();
    auth_set_mechanism_flags(auth, AUTH_PLUGIN_PLAIN, 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        auth_set_mechanism(auth, names[i]);
    auth_destroy_context(auth);
}

/* Where the library looks for certificates of ours: a folder that holds none. */
static enum outcome set_home(const char *home, struct fault *f)
{
    if (!home)
        return DONE;
    enum outcome o = file_mkdirs(home, 0700, f);
    if (o == DONE && setenv("XDG_CONFIG_DIR", home, 1) != 0)
        o = fault_set(f, AGAIN, EXIT_TRY_AGAIN, "no memory for the environment");
    return o;
}

static void rest(struct driver *driver)
{
    (void)driver;
}

static void close_driver(struct driver *driver)
{
    struct esmtp *e = (struct esmtp *)driver;
    watch_end(&e->watch);
    tls_context_free(&e->tls);
    auth_client_exit();
    free(e);
}

enum outcome esmtp_open(const struct driver_options *o, struct driver **out, struct fault *f)
{
    const struct mail_server *server = &o->settings->send.server;
    if (o->settings->send.kind != TARGET_SMTP || strchr(server->host, ':') ||
        server->oauth2_token_url)
        return fault_set(
            f, NEVER, EXIT_CONFIG,
            "[send] engine libesmtp knows neither smtps://, OAuth2 nor IPv6 addresses");
    if (!server->tls && !net_is_loopback(server->host))
        return fault_set(f, NEVER, EXIT_CONFIG, "[send] without TLS only to a loopback address");
    enum outcome done = set_home(o->home, f);
    if (done != DONE)
        return done;
    struct esmtp *e = calloc(1, sizeof *e);
    if (!e || !watch_start(&e->watch)) {
        free(e);
        return fault_set(f, AGAIN, EXIT_TRY_AGAIN, "no timer for the deadlines of libesmtp");
    }
    e->driver = (struct driver){send_letters, rest, close_driver};
    e->options = *o;
    if (!e->options.deadlines)
        e->options.deadlines = &deadlines_default;
    signal(SIGPIPE, SIG_IGN);
    load_mechanisms();
    *out = &e->driver;
    return DONE;
}
