/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What the drivers share.
 */
#include "driver.h"

#include <stdarg.h>
#include <stdio.h>

const struct deadlines deadlines_default = {
    .connect = 20 * 1000,
    .command = 2 * 60 * 1000,
    .data = 2 * 60 * 1000,
    .body = 3 * 60 * 1000,
    .dot = 10 * 60 * 1000, /* a shorter one makes duplicates: RFC 1047 */
    .idle = 10 * 1000,
};

void delivery_set(struct delivery *d, enum outcome outcome, enum trouble trouble, const char *fmt,
                  ...)
{
    *d = (struct delivery){.outcome = outcome, .trouble = trouble};
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(d->answer, sizeof d->answer, fmt, ap);
    va_end(ap);
}

const char *driver_return_path(const struct settings *s, const struct outgoing *l, struct arena *a)
{
    const char *pattern = s->send.return_address;
    if (!pattern || !l->reply_token || !l->reply_token[0])
        return s->library.address;
    return settings_address(a, pattern, l->reply_token);
}
