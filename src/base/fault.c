/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Faults: an outcome, an exit code and one sentence.
 *
 * A sentence is made in a local array first, so that a caller may quote the fault that it is
 * about to overwrite. A sentence that is cut is cut between characters, never inside one.
 */
#include "base/fault.h"

#include <stdio.h>
#include <string.h>

/* Copies text into f, cut to what fits, without half a UTF-8 character at the end. */
static void store(struct fault *f, const char *text)
{
    size_t len = strlen(text);
    if (len >= sizeof f->text) {
        len = sizeof f->text - 1;
        while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
            len--;
    }
    memcpy(f->text, text, len);
    f->text[len] = '\0';
}

enum outcome fault_set(struct fault *f, enum outcome outcome, enum exit_code code, const char *fmt,
                       ...)
{
    if (f) {
        char text[2 * sizeof f->text];
        va_list ap;
        va_start(ap, fmt);
        if (vsnprintf(text, sizeof text, fmt, ap) < 0)
            text[0] = '\0';
        va_end(ap);
        f->outcome = outcome;
        f->code = code;
        store(f, text);
    }
    return outcome;
}

void fault_prefix(struct fault *f, const char *fmt, ...)
{
    if (!f)
        return;
    char what[sizeof f->text], text[3 * sizeof f->text];
    va_list ap;
    va_start(ap, fmt);
    if (vsnprintf(what, sizeof what, fmt, ap) < 0)
        what[0] = '\0';
    va_end(ap);
    snprintf(text, sizeof text, "%s: %s", what, f->text);
    store(f, text);
}

const char *outcome_name(enum outcome outcome)
{
    switch (outcome) {
    case DONE:
        return "done";
    case AGAIN:
        return "again";
    case NEVER:
        return "never";
    case UNSURE:
        return "unsure";
    }
    return "unsure";
}
