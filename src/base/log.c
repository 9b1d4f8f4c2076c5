/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Log lines: made whole in a local array, cleaned, and written in one piece, so that the lines of
 * several processes do not mix. What does not fit in a line is left out.
 */
#include "base/log.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

enum { LINE_MAX_BYTES = 1024 };

/* Controls of ASCII and Latin-1, and what breaks or turns a line in Unicode. */
static bool is_control(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || (cp >= 0x2028 && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069) || cp == 0xFFFD;
}

/* Puts '?' for each control character and malformed byte; the text never gets longer. */
static size_t clean(char *text)
{
    size_t used = 0;
    const char *at = text;
    for (uint32_t cp; (cp = text_next(&at)) != 0;)
        used += text_put(is_control(cp) ? '?' : cp, text + used);
    return used;
}

void log_event(const struct log *log, enum log_level level, const char *event, const char *fmt, ...)
{
    if (!log || !log->to || level > log->least)
        return;
    char line[LINE_MAX_BYTES], pairs[LINE_MAX_BYTES];
    va_list ap;
    va_start(ap, fmt);
    if (!fmt || vsnprintf(pairs, sizeof pairs, fmt, ap) < 0)
        pairs[0] = '\0';
    va_end(ap);
    int len = snprintf(line, sizeof line - 1, "<%d> %s %s%s%s", (int)level, log->role, event,
                       pairs[0] ? " " : "", pairs);
    if (len < 0)
        return;
    size_t used = clean(line);
    line[used++] = '\n';
    fwrite(line, 1, used, log->to);
    fflush(log->to);
}
