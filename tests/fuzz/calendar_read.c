/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Fuzzes calendar_read(): whatever comes in, what comes out is well-formed and bounded, its address
 * is one and its words are in upper case. Dictionary calendar.dict.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "letters/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *text, const char *controls)
{
    size_t len = strlen(text);
    if (!text_is_utf8(text, len) || len > 8000)
        abort();
    for (const char *p = text; *p; p++)
        if (((unsigned char)*p < 0x20 || *p == 0x7F) && strchr(controls, *p) == NULL)
            abort();
}

static void check_word(const char *text)
{
    check(text, "");
    for (const char *p = text; *p; p++)
        if (*p >= 'a' && *p <= 'z')
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new();
    struct calendar_reply r;
    calendar_read(a, (const char *)data, size, &r);
    check_word(r.method);
    check_word(r.partstat);
    check(r.uid, "");
    check(r.comment, "\n");
    if (*r.attendee != '\0' && !text_is_address(r.attendee))
        abort();
    if (r.sequence < 0 || r.dtstamp < -1)
        abort();
    arena_free(&a);
    return 0;
}
