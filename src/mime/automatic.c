/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Is a mail a machine's? In this order: a delivery report by its structure, one by its signs, an
 * answer by machine, a list, and else a person.
 *
 * The order is what keeps a vacation from counting as a bounce and a bounce from counting as a
 * vacation: one in three bounces says "auto-replied", and one in two vacations says nothing.
 */
#include "mime_private.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"

/* "Frånvaro" begins subjects of people too: only alone, or with a date or a reason behind. */
static bool absence(const char *subject)
{
    static const char word[] = "frånvaro";
    static const char *const follows[] = {"meddelande", "till ", "t.o.m",  "t o m", "tom ",
                                          "fram ",      "från ", "under ", NULL};
    if (!text_starts(subject, word))
        return false;
    const char *rest = subject + strlen(word);
    rest += *rest == ' ';
    for (size_t i = 0; follows[i] != NULL; i++)
        if (text_starts(rest, follows[i]))
            return true;
    return *rest == '\0' || ispunct((unsigned char)*rest) || isdigit((unsigned char)*rest);
}

bool automatic_subject(const char *subject)
{
    static const char *const begins[] = {
        "autosvar",
        "auto:",
        "auto svar",
        "automatiskt svar",
        "automatisk svar",
        "automatisk besked",
        "automatic reply",
        "auto reply",
        "auto-reply",
        "autoreply",
        "auto response",
        "autoresponse",
        "automatic response",
        "automated response",
        "automated reply",
        "automatische antwort",
        "abwesenheit",
        "automaattinen vastaus",
        "réponse automatique",
        "respuesta automática",
        "frånvarande",
        "out of office",
        "out of the office",
        "out-of-office",
        "vacation",
        "ej på kontoret",
        "inte på kontoret",
        "semestermeddelande",
        "poissa",
        "fravær",
        NULL,
    };
    struct arena *a = arena_new();
    char *folded = text_fold(a, subject);
    bool found = absence(folded);
    for (size_t i = 0; !found && begins[i] != NULL; i++)
        found = text_starts(folded, begins[i]);
    arena_free(&a);
    return found;
}

static bool is_reply(const struct job *j)
{
    const struct signs *s = &j->signs;
    return (s->auto_submitted != NULL && text_starts(s->auto_submitted, "auto-replied")) ||
           s->auto_header || j->report.receipt || automatic_subject(j->message->subject) ||
           (s->precedence != NULL && text_starts(s->precedence, "auto"));
}

static bool is_list(const struct signs *s)
{
    static const char *const heaps[] = {"bulk", "list", "junk"};
    for (size_t i = 0; s->precedence != NULL && i < sizeof heaps / sizeof *heaps; i++)
        if (strcmp(s->precedence, heaps[i]) == 0)
            return true;
    return s->list;
}

static bool is_machine(const struct signs *s)
{
    return s->suppress || (s->auto_submitted != NULL && s->auto_submitted[0] != '\0' &&
                           strcmp(s->auto_submitted, "no") != 0);
}

void automatic_decide(struct job *j)
{
    struct mime_message *m = j->message;
    if (j->report.report || bounce_looks_like(j))
        m->automatic = AUTOMATIC_BOUNCE;
    else if (is_reply(j))
        m->automatic = AUTOMATIC_AUTO_REPLY;
    else if (is_list(&j->signs))
        m->automatic = AUTOMATIC_LIST;
    else if (is_machine(&j->signs))
        m->automatic = AUTOMATIC_AUTO_REPLY;
}
