/* SPDX-License-Identifier: EUPL-1.2 */
/* What the tests of mime/ share: an arena per test, and the reading of a mail from a literal. */
#ifndef TEST_MIME_MAIL_H
#define TEST_MIME_MAIL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/text.h"
#include "mime.h"

static inline int begin(void **state)
{
    *state = arena_new();
    return 0;
}

static inline int end(void **state)
{
    struct arena *a = *state;
    arena_free(&a);
    return 0;
}

static inline struct mime_message read_bytes(void **state, const char *raw, size_t len)
{
    struct mime_message m;
    mime_read(*state, raw, len, NULL, &m);
    assert_true(text_is_utf8(m.text, strlen(m.text)));
    assert_true(text_is_utf8(m.subject, strlen(m.subject)));
    return m;
}

static inline struct mime_message read_mail(void **state, const char *raw)
{
    return read_bytes(state, raw, strlen(raw));
}

static inline int has_defect(const struct mime_message *m, const char *word)
{
    for (size_t i = 0; i < m->defect_count; i++)
        if (strcmp(m->defects[i], word) == 0)
            return 1;
    return 0;
}

static inline int among(const char *const *list, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], text) == 0)
            return 1;
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

#define FROM "From: Lisa <lisa@vard.example>\nTo: bibliotek@example.org\n"
#define PLAIN "Content-Type: text/plain; charset=utf-8\n"

#endif
