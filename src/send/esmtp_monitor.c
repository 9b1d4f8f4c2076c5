/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The session seen from beside: what libesmtp does not tell, or does not mind.
 *
 * It takes an answer injected behind STARTTLS for the answer inside TLS; it goes on unauthenticated
 * after a refused login, and after no login at all; it reads replies leniently. The monitor sees
 * all bytes but those of letters, reads replies with our own strict reader, and where something is
 * wrong shuts the socket, so that nothing more can be sent.
 */
#include <string.h>

#include "base/text.h"
#include "esmtp.h"

static bool says(const char *text, size_t len, const char *verb)
{
    size_t n = strlen(verb);
    return len >= n && memcmp(text, verb, n) == 0;
}

/* Called before the bytes leave: shutting the socket here keeps them back. */
static void said(struct monitor *m, const char *text, size_t len)
{
    if (says(text, len, "STARTTLS"))
        m->starttls = true;
    if (says(text, len, "EHLO") || says(text, len, "HELO"))
        m->ehlo = true, m->chunking = m->pipelining = false;
    if (says(text, len, "AUTH "))
        m->authenticating = true;
    if (!says(text, len, "MAIL "))
        return;
    m->enveloped = true;
    if (m->login && !m->authenticated) {
        m->refused = true;
        m->enveloped = false;
        watch_shut(m->watch);
    }
}

static void login_answered(struct monitor *m)
{
    if (m->reply.code == 334)
        return;
    m->authenticating = false;
    m->authenticated = m->reply.code / 100 == 2;
    if (m->authenticated)
        return;
    m->refused = true;
    memcpy(m->login_reply, m->reply.text, sizeof m->login_reply);
    watch_shut(m->watch);
}

static void whole_reply(struct monitor *m)
{
    if (m->authenticating)
        login_answered(m);
    if (m->ehlo) {
        m->ehlo = false;
        m->chunking = strstr(m->reply.text, " CHUNKING") != NULL;
        m->pipelining = strstr(m->reply.text, " PIPELINING") != NULL;
    }
    if (m->starttls && !m->secured)
        m->agreed = true;
    m->reply = (struct reply){0};
}

static void heard(struct monitor *m, const char *text, size_t len)
{
    for (size_t used = 0; len > 0; text += used, len -= used) {
        if (m->agreed && !m->secured) {
            m->injected = true;
            watch_shut(m->watch);
            return;
        }
        enum reply_state state = reply_read(&m->reply, text, len, &used);
        if (state == REPLY_WHOLE)
            whole_reply(m);
        if (state == REPLY_BAD) {
            m->noise = true;
            watch_shut(m->watch);
            return;
        }
    }
}

void monitor_heard(const char *text, int len, int writing, void *arg)
{
    struct monitor *m = arg;
    if (len <= 0 || m->noise || m->injected)
        return;
    if (writing == 1)
        said(m, text, (size_t)len);
    else if (writing == 0)
        heard(m, text, (size_t)len);
}
