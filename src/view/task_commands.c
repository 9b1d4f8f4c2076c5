/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Which command settles a task (include/view.h): what a task says suits the desk and the command
 * line alike, and this tells the latter how. A kind without a row has no single command.
 */
#include <string.h>

#include "base/text.h"
#include "view.h"

/* A word of one capital letter stands for the task's: its request, person, mail, letter, id. */
static const struct {
    const char *kind, *command;
} commands[] = {
    {"route", "request route N association|association_first|pool|both|advice|decline"},
    {"untrusted_sender", "request route N association|association_first|pool|both|advice|decline"},
    {"unsure", "request route N association|association_first|pool|both|advice|decline"},
    {"wave", "request invite N"},
    {"short", "request invite N"},
    {"choose", "request choose N P…"},
    {"nobody", "request write N unit --text …"},
    {"unit_silent", "request write N unit --text …"},
    {"question", "request write N P --text …"},
    {"advice", "request write N unit --text-id NAMN"},
    {"advice", "request read M"},
    {"answer", "mail show M"},
    {"mail", "mail show M"},
    {"reply", "mail show M"},
    {"wrong_sender", "mail show M"},
    {"expired", "mail show M"},
    {"volunteer", "mail show M"},
    {"unreadable", "mail show M"},
    {"letter_unknown", "mail retry L"},
    {"letter_failed", "mail retry L"},
    {"letter_held", "mail release"},
    {"to_print", "task done T"},
    {"no_occasions", "occasion add N …"},
    {"no_address", "request set N contact_email=…"},
    {"outcome_owed", "followup answer N unit changed=…"},
    {"pay_time", "compensation show N"},
    {"recount", "compensation show N"},
    {"unpaid", "compensation show N"},
    {"agreement", "agreement show N"},
    {"introduction", "person set P introduction_date=…"},
    {"introduced", "meeting show O"},
    {"resting", "person confirm P…"},
    {"close", "request close N"},
};

/* What a letter stands for; NULL: the task has none. */
static const char *meant(struct arena *a, const struct task *t, char letter)
{
    const char *subject = t->subject ? t->subject : "";
    size_t digits = *subject ? strspn(subject + 1, "0123456789") : 0;
    switch (letter) {
    case 'N':
        return t->number;
    case 'M':
        return t->inbox_id ? arena_printf(a, "M%lld", (long long)t->inbox_id) : NULL;
    case 'L':
        return t->letter_id ? arena_printf(a, "L%lld", (long long)t->letter_id) : NULL;
    case 'P':
        return *subject == 'P' && digits > 0 ? arena_strndup(a, subject, digits + 1) : NULL;
    case 'O':
        return *subject == 'O' && digits > 0 ? arena_strndup(a, subject + 1, digits) : NULL;
    default:
        return arena_printf(a, "%lld", (long long)t->id);
    }
}

/* NULL when the task lacks what a letter stands for. */
static char *filled(struct arena *a, const struct task *t, const char *command)
{
    size_t count;
    char **words = text_split(a, command, " ", &count), *out = arena_strdup(a, "levande");
    for (size_t i = 0; i < count; i++) {
        const char *word = words[i];
        if (strlen(word) == 1 && strchr("NMLPOT", *word))
            word = meant(a, t, *word);
        if (!word)
            return NULL;
        out = arena_printf(a, "%s %s", out, word);
    }
    return out;
}

char *view_task_command(struct arena *a, const struct task *t)
{
    char *command = NULL;
    for (size_t i = 0; !command && i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(commands[i].kind, t->kind) == 0)
            command = filled(a, t, commands[i].command);
    return command;
}
