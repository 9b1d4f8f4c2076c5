/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Is it a bounce? For those that are only text: what says so itself, by RFC 3464, is read in
 * delivery.c.
 *
 * A report without structure is known by agreement of its
 * signs: who sends it, what the subject says, what the first lines say, whether the mail in
 * question came back with it. No single one of these is enough, since people forward bounces and
 * write about them, and vacation programs use the null sender too. Only the mailer daemon by name
 * is taken at its word.
 */
#include "mime_private.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

enum { LOOKED_AT = 6000 };

static const char *const subjects[] = {
    "undeliver",
    "olevererbar",
    "returned mail",
    "returned to sender",
    "returning message",
    "returning to sender",
    "delivery fail",
    "delivery has failed",
    "delivery error",
    "failure notice",
    "failure delivery",
    "delivery status notification",
    "delivery notification",
    "mail delivery status",
    "message status",
    "not deliverable",
    "delivery report",
    "delivery problem",
    "delivery warning",
    "mail error",
    "mail system error",
    "processing error",
    "non-delivery",
    "nondelivery",
    "not delivered",
    "message delayed",
    "delayed mail",
    "delivery delayed",
    "not yet been delivered",
    "warning: message",
    "could not be delivered",
    "couldn't be delivered",
    "mail could not",
    "failed mail",
    "mail failed",
    "user unknown",
    "kunde inte levereras",
    "inte levererat",
    "ej levererat",
    "wasn't delivered",
    "delivery incomplete",
    "unable to deliver",
    "nondeliverable",
    "ndn:",
    "leveransfel",
    "leveransen misslyckades",
    "leveransen är fördröjd",
    "leveransen har fördröjts",
    "gick inte att leverera",
    "kan ikke leveres",
    "nicht zustellbar",
    "no se puede entregar",
    "leveransrapport",
    "leveransstatus",
    "leverans misslyckades",
    "misslyckad leverans",
    "leveransen försenad",
    "kunne ikke leveres",
    "unzustellbar",
    "nicht zugestellt",
    "non remis",
    NULL,
};

static const char *const failures[] = {
    "not be delivered",
    "n't be delivered",
    "cannot be delivered",
    "could not deliver",
    "unable to deliver",
    "n't able to deliver",
    "not able to deliver",
    "not delivered",
    "not been delivered",
    "undeliverable",
    "undelivered",
    "not reach the following",
    "not reach some or all",
    "not be reached",
    "following addresses had",
    "recipients failed",
    "recipient failed",
    "address(es) failed",
    "addresses failed",
    "address failed",
    "failed recipient",
    "failed addresses",
    "delivery failed",
    "delivery has failed",
    "delivery to the following",
    "delevery to the following",
    "attempting to deliver",
    "not receive a copy",
    "not accepting mail",
    "permanent error",
    "fatal error",
    "user unknown",
    "unknown user",
    "no such user",
    "user not known",
    "not known at this site",
    "invalid final delivery userid",
    "mailbox unavailable",
    "mailbox is full",
    "mailbox full",
    "over quota",
    "quota exceeded",
    "quota violation",
    "over disk quota",
    "no mailbox here",
    "error was detected while processing",
    "encountered an error",
    "delivery problems",
    "did not exactly match",
    "kunde inte levereras",
    "gick inte att leverera",
    "inte att leverera till",
    "har inte levererats",
    "inte kunnat levereras",
    "nådde inte följande",
    "okänd mottagare",
    "postlåda är full",
    "kunne ikke leveres",
    "nicht zugestellt",
    "pas pu etre delivre",
    "pas pu être remis",
    "no pudo ser entregado",
    "no se pudo entregar",
    NULL,
};

static const char *const delays[] = {
    "not yet been delivered",
    "has been delayed",
    "still being retried",
    "will be retried",
    "delivery attempts will continue",
    "will continue to attempt",
    "will continue to try",
    "continue to be made",
    "has been postponed",
    "warning message only",
    "this is a warning only",
    "just a warning",
    "do not need to resend",
    "har fördröjts",
    "är fördröjd",
    "är försenat",
    "inte levererats ännu",
    "har ännu inte levererats",
    "delivery incomplete",
    "temporary problem delivering",
    "ännu inte levererats",
    "kommer att fortsätta försöka",
    NULL,
};

/* --- Is it one? --------------------------------------------------------------------------------
 */

char *bounce_words(const struct job *j)
{
    const char *text = j->message->text;
    size_t len = strnlen(text, LOOKED_AT);
    while (len > 0 && (text[len] & 0xC0) == 0x80)
        len--;
    return text_fold(j->arena, arena_strndup(j->arena, text, len));
}

static bool forwarded(const char *subject)
{
    static const char *const prefixes[] = {"re:", "sv:", "vb:", "fw:", "fwd:", "vs:", "aw:", NULL};
    for (size_t i = 0; prefixes[i] != NULL; i++)
        if (text_starts(subject, prefixes[i]))
            return true;
    return false;
}

bool bounce_daemon(const char *address)
{
    static const char *const names[] = {"mailer-daemon", "mailer_daemon", "maildaemon",
                                        "mail-daemon",   "mdaemon",       NULL};
    for (size_t i = 0; names[i] != NULL; i++)
        if (text_starts_nocase(address, names[i]))
            return true;
    return false;
}

static bool official(const struct mime_message *m, struct arena *a)
{
    static const char *const names[] = {"mail delivery",
                                        "mailer-daemon",
                                        "mail system",
                                        "postmaster",
                                        "system administrator",
                                        "microsoft outlook",
                                        "mailer daemon",
                                        "delivery subsystem",
                                        "mail administrator",
                                        "microsoft exchange",
                                        NULL};
    return text_starts_nocase(m->from.address, "postmaster") ||
           text_starts_nocase(m->from.address, "post_master") ||
           text_starts_nocase(m->from.address, "microsoftexchange") ||
           phrase_find(text_fold(a, m->from.name), names) != NULL;
}

const char *bounce_refusal(const char *text)
{
    for (const char *p = text; *p; p++) {
        bool code = (*p == '4' || *p == '5') && isdigit((unsigned char)p[1]) &&
                    isdigit((unsigned char)p[2]) && (p[3] == ' ' || p[3] == '-');
        if (code && (p == text || !(isalnum((unsigned char)p[-1]) || p[-1] == '.')) && p[4] == *p &&
            p[5] == '.' && isdigit((unsigned char)p[6]) && p[7] == '.')
            return p;
    }
    return NULL;
}

const char *bounce_failure(const char *text, size_t len)
{
    const char *first = NULL;
    for (size_t i = 0; failures[i] != NULL; i++) {
        const char *at = text_find_nocase(text, len, failures[i]);
        first = at != NULL && (first == NULL || at < first) ? at : first;
    }
    return first;
}

bool bounce_delayed(const char *folded)
{
    return phrase_find(folded, delays) != NULL;
}

bool bounce_looks_like(const struct job *j)
{
    const struct mime_message *m = j->message;
    char *subject = text_fold(j->arena, m->subject), *words = bounce_words(j);
    if (automatic_subject(m->subject))
        return false;
    if (j->signs.failed_recipient != NULL || bounce_daemon(m->from.address))
        return true;
    bool says = bounce_failure(words, strlen(words)) != NULL || bounce_refusal(words) != NULL ||
                bounce_delayed(words);
    bool titled = !forwarded(subject) && phrase_find(subject, subjects) != NULL;
    bool nobody =
        m->return_path != NULL && (m->return_path[0] == '\0' || bounce_daemon(m->return_path));
    bool sent_by_office = official(m, j->arena) || (nobody && m->from.address[0] == '\0');
    if (titled)
        return says || sent_by_office || nobody || j->report.returned;
    return says && (sent_by_office || (nobody && (j->report.returned || bounce_refusal(words))));
}
