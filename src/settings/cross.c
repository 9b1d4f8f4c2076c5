/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What keys mean together: logins that are whole, TLS that is not given away, the engine that can
 * do what is asked, and defaults that are another key's value.
 *
 * A check looks only at keys that were read without a fault, so that one mistake is told once.
 */
#include "conf.h"

#include <string.h>

static struct key_state *state(struct loader *l, const char *section, const char *name)
{
    return &l->keys[conf_key(section, name)];
}

static bool good(struct loader *l, const char *section, const char *name)
{
    return !state(l, section, name)->bad;
}

/* The line of a key, or that where its section begins. */
static int line(struct loader *l, const char *section, const char *name)
{
    const struct key_state *s = state(l, section, name);
    return s->line ? s->line : s->heading;
}

/* tls = none only to this machine, and never where the URL itself says TLS. */
static void check_tls(struct loader *l, const char *section, const char *place, bool implicit,
                      const struct mail_server *server)
{
    if (!server->host || server->tls || !good(l, section, "tls") || !good(l, section, place))
        return;
    if (implicit)
        conf_fault(l, line(l, section, "tls"),
                   "[%s] tls = none: %s asks for TLS; expected required, or the URL without the s",
                   section, place);
    else if (!conf_is_loopback(server->host))
        conf_fault(l, line(l, section, "tls"),
                   "[%s] tls = none: %s is another machine; expected required (none only to a "
                   "loopback address)",
                   section, place);
}

/* All that OAuth2 needs, once one of its keys is given. */
static void check_oauth2(struct loader *l, const char *section, const struct mail_server *server)
{
    const struct {
        const char *name, *value;
        bool needed;
    } keys[] = {
        {"oauth2_token_url", server->oauth2_token_url, true},
        {"oauth2_client_id", server->oauth2_client_id, true},
        {"oauth2_client_secret_file", server->oauth2_client_secret_file, true},
        {"oauth2_scope", server->oauth2_scope, false},
    };
    const char *given = NULL;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (!given && keys[i].value)
            given = keys[i].name;
    for (size_t i = 0; given && i < sizeof keys / sizeof *keys; i++)
        if (keys[i].needed && !keys[i].value && good(l, section, keys[i].name))
            conf_fault(l, line(l, section, given),
                       "[%s] %s is given without %s; expected oauth2_token_url, oauth2_client_id "
                       "and oauth2_client_secret_file together",
                       section, given, keys[i].name);
}

/* True when the place and the keys about the login were all read without a fault. */
static bool login_read(struct loader *l, const char *section, const char *place)
{
    return good(l, section, place) && good(l, section, "user") &&
           good(l, section, "password_file") && good(l, section, "oauth2_token_url") &&
           good(l, section, "oauth2_client_id") && good(l, section, "oauth2_client_secret_file");
}

/* A user and one way to prove it, or neither where that is allowed. */
static void check_login(struct loader *l, const char *section, const char *place, bool needed,
                        const struct mail_server *server)
{
    bool oauth2 = server->oauth2_token_url != NULL;
    bool proof = server->password_file || oauth2;
    check_oauth2(l, section, server);
    if (!server->host || !login_read(l, section, place))
        return;
    if (server->password_file && oauth2)
        conf_fault(l, line(l, section, "password_file"),
                   "[%s] password_file and oauth2_token_url are both given; expected one of them",
                   section);
    if (!server->user && (needed || proof))
        conf_fault(l, line(l, section, "user"), "[%s] user is missing; expected the login's name",
                   section);
    if ((server->user || needed) && !proof)
        conf_fault(l, line(l, section, "user"),
                   "[%s] password_file is missing; expected the file that holds the password of "
                   "user, or the keys of OAuth2",
                   section);
}

/* auto: libesmtp wherever it can; what it cannot do is told when it is asked for by name. */
static void settle_engine(struct loader *l)
{
    const struct mail_server *server = &l->s->send.server;
    const char *cannot = NULL;
    if (server->oauth2_token_url)
        cannot = "OAuth2";
    if (server->host && strchr(server->host, ':'))
        cannot = "an IPv6 address";
    if (l->s->send.kind == TARGET_SMTPS)
        cannot = "smtps://";
    if (l->s->send.engine == ENGINE_LIBESMTP && cannot && good(l, "send", "target"))
        conf_fault(l, line(l, "send", "engine"),
                   "[send] engine = libesmtp: libesmtp cannot do %s; expected auto or libcurl",
                   cannot);
    if (l->s->send.engine == ENGINE_AUTO)
        l->s->send.engine = cannot ? ENGINE_LIBCURL : ENGINE_LIBESMTP;
}

static void check_web(struct loader *l)
{
    bool cert = l->s->web.tls_cert_file != NULL, key = l->s->web.tls_key_file != NULL;
    const char *given = cert ? "tls_cert_file" : "tls_key_file";
    const char *other = cert ? "tls_key_file" : "tls_cert_file";
    if (cert != key && good(l, "web", other))
        conf_fault(l, line(l, "web", given), "[web] %s is given without %s; expected both or none",
                   given, other);
}

/* The model in use has an amount to use. */
static void check_compensation(struct loader *l)
{
    bool national = l->s->compensation.national;
    size_t count = national ? l->s->compensation.base_amount_count : l->s->compensation.fixed_count;
    const char *name = national ? "price_base_amount" : "fixed";
    if (good(l, "compensation", "model") && good(l, "compensation", name) && count == 0)
        conf_fault(l, line(l, "compensation", name),
                   "[compensation] %s is empty; expected at least one amount for model = %s", name,
                   national ? "national" : "fixed");
}

/* Who writes and who is answered, where it was not said. */
static void settle_addresses(struct settings *s)
{
    if (!s->send.from)
        s->send.from = s->library.address;
    if (!s->send.reply_address)
        s->send.reply_address = s->library.address;
    if (!s->send.return_address)
        s->send.return_address = s->send.reply_address;
}

void conf_cross(struct loader *l)
{
    struct settings *s = l->s;
    check_tls(l, "fetch", "source", s->fetch.kind == SOURCE_IMAPS, &s->fetch.server);
    check_tls(l, "send", "target", s->send.kind == TARGET_SMTPS, &s->send.server);
    check_login(l, "fetch", "source", true, &s->fetch.server);
    check_login(l, "send", "target", false, &s->send.server);
    settle_engine(l);
    check_web(l);
    check_compensation(l);
    settle_addresses(s);
}
