/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One session of libesmtp: the letter's bytes handed over, its events heard, its letters judged.
 *
 * What became of a letter is judged by the code of its recipient, then by the reply to its end, and
 * by whether any of its data went out; never by the message's code alone, which the library makes
 * up when recipients were put off.
 */
#include "esmtp_session.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"

enum {
    MOST_LETTERS = 100,    /* in one session */
    LONGEST_MS = 5 * 1000, /* … and no more are asked for after this time, so that a step ends */
    QUIT_MS = 3 * 1000,
};

/* ---------------------------------------------------------------- the letter's bytes */

/* The library's reader: all at once, then nothing; errno must be 0 at the end. */
static const char *serve(void **context, int *len, void *arg)
{
    (void)context;
    struct session *s = arg;
    errno = 0;
    if (!len) {
        s->served = false;
        return NULL;
    }
    *len = s->served ? 0 : (int)s->len;
    s->served = true;
    return *len > 0 ? s->bytes : NULL;
}

/* xtext longer than this does not fit the library's buffer. */
enum { XTEXT_ROOM = 250 };

bool session_add(struct session *s, const struct outgoing *l)
{
    const struct settings *settings = s->engine->options.settings;
    arena_reset(s->arena);
    s->bytes = wire_mend(s->arena, l->raw, l->len, &s->len);
    s->served = s->data_went = s->concluded = false;
    smtp_message_t m = s->len < INT32_MAX ? smtp_add_message(s->smtp) : NULL;
    if (!m || !smtp_set_reverse_path(m, driver_return_path(settings, l, s->arena)))
        return false;
    s->recipient = smtp_add_recipient(m, l->address);
    if (!s->recipient || !smtp_set_messagecb(m, serve, s))
        return false;
    smtp_size_set_estimate(m, s->len);
    smtp_dsn_set_ret(m, Ret_HDRS);
    smtp_dsn_set_notify(s->recipient, Notify_FAILURE | Notify_DELAY);
    if (strlen(wire_xtext(s->arena, l->message_id)) <= 100)
        smtp_dsn_set_envid(m, l->message_id);
    if (strlen(wire_xtext(s->arena, l->address)) <= XTEXT_ROOM)
        smtp_dsn_set_orcpt(s->recipient, "rfc822", l->address);
    s->letters++;
    return true;
}

/* ---------------------------------------------------------------- what became of it */

/* The library's status as a reply, so that both engines judge alike. */
static struct reply as_reply(const smtp_status_t *status)
{
    struct reply r = {.code = status ? status->code : 0};
    if (!status)
        return r;
    const char *text = status->text ? status->text : "";
    if (status->enh_class)
        snprintf(r.text, sizeof r.text, "%d %d.%d.%d %s", r.code, status->enh_class,
                 status->enh_subject, status->enh_detail, text);
    else
        snprintf(r.text, sizeof r.text, "%d %s", r.code, text);
    return r;
}

static void envelope_answered(struct session *s, const smtp_status_t *status, enum step step)
{
    struct reply r = as_reply(status);
    if (s->concluded || s->monitor.noise || reply_outcome(r.code) == DONE)
        return;
    reply_judge(&r, step, s->out);
    s->concluded = true;
    if (step == STEP_MAIL)
        watch_arm(&s->engine->watch, QUIT_MS);
}

/*
 * With CHUNKING a refused first piece shows as "503 bad sequence" or "551 discarded" of a later
 * one: whether for good or for now is lost, so that it is tried again.
 */
static bool hides_another(const struct session *s, int code)
{
    return s->monitor.chunking && (code == 503 || code == 551);
}

static void letter_answered(struct session *s, smtp_message_t m)
{
    struct reply r = as_reply(smtp_message_transfer_status(m));
    if (s->concluded)
        return;
    enum outcome o = s->monitor.noise ? UNSURE : reply_outcome(r.code);
    if (o == NEVER && hides_another(s, r.code))
        o = AGAIN;
    if (!s->data_went && (o == DONE || o == UNSURE))
        delivery_set(s->out, AGAIN, TROUBLE_BROKEN, "an odd reply to DATA: %s", r.text);
    else if (o == UNSURE)
        delivery_set(s->out, UNSURE, TROUBLE_BROKEN, "no clear reply after the letter's end");
    else
        delivery_set(s->out, o, r.code == 421 ? TROUBLE_BROKEN : TROUBLE_NONE, "%s", r.text);
    s->concluded = true;
}

/* Settles the letter and adds the next one, if there is one and this session may go on. */
static void go_on(struct session *s)
{
    struct outgoing next;
    bool good = s->feed && s->data_went && s->out->trouble == TROUBLE_NONE &&
                s->letters < MOST_LETTERS && clock_ticks() - s->began < LONGEST_MS;
    watch_arm(&s->engine->watch, 0);
    if (good) {
        s->out->settled = true;
        good = s->feed->next(s->feed->context, s->out, &next);
    }
    if (good) {
        *s->out = (struct delivery){0};
        good = session_add(s, &next);
    }
    watch_arm(&s->engine->watch, good ? 3 * s->engine->options.deadlines->command : QUIT_MS);
}

void session_ended_early(struct session *s)
{
    const struct monitor *m = &s->monitor;
    struct delivery *out = s->out;
    const char *why = s->engine->watch.rung ? "no reply in time"
                      : m->noise            ? "what came is no SMTP reply"
                      : !s->connected       ? "the server can't be reached"
                                            : "the connection was lost";
    if (s->data_went) {
        delivery_set(out, UNSURE, TROUBLE_BROKEN, "%s after the letter had begun to leave", why);
        return;
    }
    bool lasting = true;
    if (m->injected)
        why = "an answer was injected behind STARTTLS";
    else if (s->tls.fault)
        why = s->tls.fault;
    else if (s->no_starttls)
        why = "the server offers no STARTTLS";
    else if (m->refused)
        why = m->login_reply[0] ? m->login_reply : "the server offers no login that we know";
    else
        lasting = false;
    if (m->refused && m->login_reply[0] == '4')
        lasting = false;
    delivery_set(out, AGAIN, m->enveloped ? TROUBLE_BROKEN : TROUBLE_BEFORE, "%s", why);
    out->lasting = lasting;
}

/* ---------------------------------------------------------------- events */

/*
 * Without CHUNKING a letter over 2 KiB leaves in several writes, and Nagle's algorithm would make
 * each wait for the server's delayed acknowledgement. With it, the server's replies are the small
 * writes, and ours are better left whole.
 */
static void set_nodelay(struct session *s)
{
    int fd = (int)s->engine->watch.fd, on = 1;
    if (fd >= 0)
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void connected(struct session *s)
{
    struct esmtp *e = s->engine;
    s->connected = true;
    e->watch.fd = socket_find(s->mark, e->options.settings->send.server.port);
    watch_arm(&e->watch, 3 * e->options.deadlines->command);
}

static void data_goes(struct session *s)
{
    const struct deadlines *d = s->engine->options.deadlines;
    if (!s->data_went)
        watch_arm(&s->engine->watch, d->body + d->dot);
    s->data_went = true;
}

void session_event(smtp_session_t smtp, int event, void *arg, ...)
{
    (void)smtp;
    struct session *s = arg;
    va_list ap;
    va_start(ap, arg);
    switch (event) {
    case SMTP_EV_CONNECT:
        connected(s);
        break;
    case SMTP_EV_EXTNA_STARTTLS:
        s->no_starttls = true;
        break;
    case SMTP_EV_WRONG_PEER_CERTIFICATE: /* its own idea of the name; OpenSSL has checked ours */
        *va_arg(ap, int *) = s->monitor.secured && !s->tls.fault;
        break;
    case SMTP_EV_MAILSTATUS:
        va_arg(ap, const char *);
        envelope_answered(s, smtp_reverse_path_status(va_arg(ap, smtp_message_t)), STEP_MAIL);
        if (!s->monitor.chunking)
            set_nodelay(s);
        break;
    case SMTP_EV_RCPTSTATUS:
        envelope_answered(s, smtp_recipient_status(s->recipient), STEP_RCPT);
        break;
    case SMTP_EV_MESSAGEDATA:
        data_goes(s);
        break;
    case SMTP_EV_MESSAGESENT:
        letter_answered(s, va_arg(ap, smtp_message_t));
        go_on(s);
        break;
    case SMTP_EV_DISCONNECT:
        s->engine->watch.fd = -1;
        break;
    default:
        break;
    }
    va_end(ap);
}
