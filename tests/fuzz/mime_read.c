/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Fuzzes mime_read(): whatever comes in, what comes out is well-formed and within its limits.
 * Built with -fsanitize=fuzzer,address,undefined; dictionary mime.dict, seeds mime_read.seeds/.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "mime.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    mime_start();
    return 0;
}

static void check(const char *text)
{
    if (text != NULL && !text_is_utf8(text, strlen(text)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct mime_limits limits = {.text_bytes = 4096, .parts = 50, .depth = 10};
    struct arena *a = arena_new();
    struct mime_message m;
    mime_read(a, (const char *)data, size, &limits, &m);
    check(m.text);
    check(m.own_text);
    check(m.subject);
    check(m.from.name);
    check(m.bounce.diagnostic);
    check(m.calendar_method);
    check(m.calendar);
    for (size_t i = 0; i < m.attachment_count; i++)
        check(m.attachments[i].name);
    if (strlen(m.text) > limits.text_bytes || (m.text[0] != '\0' && m.own_text[0] == '\0'))
        abort();
    if (mime_quote_start(m.text) > strlen(m.text))
        abort();
    arena_free(&a);
    return 0;
}
