/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a delivery report says: which recipient, what happened, why.
 *
 * RFC 3464's blocks are read first; what they leave open, and all of the reports that are only
 * text, is looked for in the words. A delay is a report with the action "delayed": no failure, and
 * nothing to act on.
 */
#include "mime_private.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

enum { LOOKED_AT = 12000, DIAGNOSTIC_CHARS = 300 };

/* --- RFC 3464 ----------------------------------------------------------------------------------
 */

struct recipient {
    const char *final, *original, *action, *status, *diagnostic;
    bool any;
};

/* "rfc822; <a@example.org>" to the address; NULL when there is none. */
static const char *dsn_address(struct arena *a, const char *value)
{
    return returned_address(a, value, strlen(value));
}

/* "smtp; 550 5.1.1 …" to its words on one line. */
static const char *after_type(struct arena *a, const char *value)
{
    const char *semicolon = strchr(value, ';');
    size_t count = 0;
    char **words = text_split(a, semicolon ? semicolon + 1 : value, " \t\n", &count);
    char *line = arena_strdup(a, "");
    for (size_t i = 0; i < count && strlen(line) < DIAGNOSTIC_CHARS; i++)
        line = arena_printf(a, "%s%s%s", line, i > 0 ? " " : "", words[i]);
    return text_shorten(a, line, DIAGNOSTIC_CHARS);
}

static bool status_formed(const char *p)
{
    return (*p == '2' || *p == '4' || *p == '5') && p[1] == '.' && isdigit((unsigned char)p[2]);
}

/* "5.1.1 (bad address)" to "5.1.1"; NULL when it is not of that form. */
static const char *status_of(struct arena *a, const char *value)
{
    size_t n = strspn(value, "0123456789.");
    while (n > 0 && value[n - 1] == '.')
        n--;
    return status_formed(value) && n <= 9 ? arena_strndup(a, value, n) : NULL;
}

static void take_field(struct arena *a, struct recipient *r, const char *name, const char *value)
{
    if (text_equals_nocase(name, "Final-Recipient"))
        r->final = dsn_address(a, value);
    else if (text_equals_nocase(name, "Original-Recipient"))
        r->original = dsn_address(a, value);
    else if (text_equals_nocase(name, "Status"))
        r->status = status_of(a, value);
    else if (text_equals_nocase(name, "Diagnostic-Code"))
        r->diagnostic = after_type(a, value);
    else if (text_equals_nocase(name, "Action")) {
        char *action = text_fold(a, value);
        action[strcspn(action, " (;,")] = '\0';
        r->action = action;
    } else
        return;
    r->any = true;
}

static const char *action_of(const struct recipient *r)
{
    static const char *const known[] = {"failed", "delayed", "delivered", "relayed", "expanded"};
    for (size_t i = 0; r->action != NULL && i < sizeof known / sizeof *known; i++)
        if (strcmp(r->action, known[i]) == 0)
            return known[i];
    if (r->action == NULL && r->status != NULL && r->status[0] != '5')
        return r->status[0] == '2' ? "delivered" : "delayed";
    return "failed";
}

/* Takes a block's recipient over when it is the first, or the first that failed. */
static void settle(struct mime_bounce *b, struct recipient *r)
{
    if (r->any) {
        bool failed = strcmp(action_of(r), "failed") == 0;
        if (b->action == NULL || (failed && strcmp(b->action, "failed") != 0)) {
            b->action = action_of(r);
            b->status = r->status;
            b->recipient = r->final ? r->final : r->original;
            b->diagnostic = r->diagnostic;
        }
    }
    *r = (struct recipient){0};
}

/* The end of the field that begins at p, folded lines included. */
static const char *field_end(const char *p)
{
    const char *stop = strchr(p, '\n');
    while (stop != NULL && (stop[1] == ' ' || stop[1] == '\t'))
        stop = strchr(stop + 1, '\n');
    return stop ? stop : p + strlen(p);
}

/* Reads the blocks; a second Final-Recipient begins a new one, as where the empty line is lost. */
static void read_status(struct job *j, const char *text)
{
    struct arena *a = j->arena;
    struct mime_bounce *b = &j->message->bounce;
    struct recipient r = {0};
    for (const char *p = text, *stop; *p && !job_late(j); p = *stop ? stop + 1 : stop) {
        stop = field_end(p);
        const char *colon = memchr(p, ':', (size_t)(stop - p));
        if (stop == p)
            settle(b, &r);
        if (colon == NULL)
            continue;
        char *name = text_trim(a, arena_strndup(a, p, (size_t)(colon - p)));
        char *value = text_trim(a, arena_strndup(a, colon + 1, (size_t)(stop - colon - 1)));
        if (text_equals_nocase(name, "Final-Recipient") && r.final != NULL)
            settle(b, &r);
        take_field(a, &r, name, value);
    }
    settle(b, &r);
}

/* --- Plain words -------------------------------------------------------------------------------
 */

/* The first "5.1.1" that is no part of a longer number; NULL when there is none. */
static const char *status_in(struct arena *a, const char *text)
{
    for (const char *p = text; *p; p++) {
        if (p > text && (isdigit((unsigned char)p[-1]) || p[-1] == '.'))
            continue;
        size_t n = strspn(p, "0123456789.");
        size_t dots = 0;
        for (size_t i = 0; i < n; i++)
            dots += p[i] == '.' && i + 1 < n;
        if (dots == 2 && status_formed(p) && (p[0] == '4' || p[0] == '5') && p[3] == '.')
            return status_of(a, p);
    }
    return NULL;
}

static bool own_address(const struct job *j, const char *address)
{
    return bounce_daemon(address) || text_starts_nocase(address, "postmaster@") ||
           text_equals_nocase(address, j->message->from.address) ||
           words_has(&j->recipients, address);
}

/* The first address from `text` to `end` that can be the one that failed. */
static const char *address_within(struct job *j, const char *text, const char *end)
{
    for (const char *p = text; p < end;) {
        char *address = returned_address(j->arena, p, (size_t)(end - p));
        if (address == NULL)
            return NULL;
        if (!own_address(j, address))
            return address;
        p = strstr(p, address) + strlen(address);
    }
    return NULL;
}

/* Where the report's own words end and the mail that came back begins. */
static size_t report_length(const char *text)
{
    static const char *const marks[] = {"\nReceived:",
                                        "\nReturn-Path:",
                                        "\n>Return-Path:",
                                        "original message follows",
                                        "copy of the message",
                                        "\nMessage-ID:",
                                        NULL};
    size_t len = strnlen(text, LOOKED_AT);
    for (size_t i = 0; marks[i] != NULL; i++) {
        const char *at = text_find_nocase(text, len, marks[i]);
        if (at != NULL)
            len = (size_t)(at - text);
    }
    return len;
}

/* The address behind the words that say what happened, else any in the report's own words. */
static const char *recipient_in(struct job *j, const char *text)
{
    const char *end = text + report_length(text);
    const char *said = bounce_failure(text, (size_t)(end - text));
    const char *found = said ? address_within(j, said, end) : NULL;
    if (found == NULL)
        found = address_within(j, text, end);
    return found ? found : address_within(j, text, text + strnlen(text, LOOKED_AT));
}

/* The line of the text that holds an SMTP refusal, as one line. */
static const char *diagnostic_in(struct arena *a, const char *text)
{
    const char *at = bounce_refusal(text);
    if (at == NULL)
        return NULL;
    return text_shorten(a, arena_strndup(a, at, strcspn(at, "\n")), DIAGNOSTIC_CHARS);
}

static void read_words(struct job *j)
{
    struct mime_bounce *b = &j->message->bounce;
    const char *text = j->message->text, *words = bounce_words(j);
    char *subject = text_fold(j->arena, j->message->subject);
    if (b->recipient == NULL && j->signs.failed_recipient != NULL)
        b->recipient = j->signs.failed_recipient;
    if (b->recipient == NULL)
        b->recipient = recipient_in(j, text);
    if (b->status == NULL)
        b->status = status_in(j->arena, words);
    if (b->diagnostic == NULL)
        b->diagnostic = diagnostic_in(j->arena, text);
    if (b->action != NULL)
        return;
    static const char *const titles[] = {"delay", "warning", "fördröj", "försen", NULL};
    bool late = bounce_delayed(words) ||
                (phrase_find(subject, titles) != NULL && strstr(words, "permanent") == NULL &&
                 strstr(words, "unknown") == NULL && strstr(words, "no such user") == NULL);
    b->action = late ? "delayed" : "failed";
}

void bounce_fill(struct job *j)
{
    const char *status = j->report.status_text;
    if (status == NULL)
        status = j->report.inner_status_text;
    if (status == NULL && j->report.report)
        status = j->message->text; /* a report whose boundary was lost on the way */
    if (status != NULL)
        read_status(j, status);
    read_words(j);
}
