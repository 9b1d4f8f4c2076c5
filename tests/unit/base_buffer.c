/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The buffer: takes all up to its bound and nothing of what goes past it, and always ends in NUL.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

static void fills_to_the_bound_and_not_beyond(void **state)
{
    (void)state;
    for (size_t max = 0; max < 300; max++) {
        struct buffer b;
        buffer_init(&b, max);
        for (size_t i = 0; i < max; i++)
            assert_true(buffer_putc(&b, (char)('a' + i % 26)));
        assert_false(b.full);
        assert_false(buffer_putc(&b, '!'));
        assert_true(b.full);
        assert_int_equal(b.len, max);
        assert_int_equal(strlen(buffer_text(&b)), max);
        buffer_free(&b);
        assert_int_equal(b.max, max);
        assert_false(b.full);
    }
}

static void piece_that_does_not_fit_leaves_nothing(void **state)
{
    (void)state;
    struct buffer b;
    buffer_init(&b, 10);
    assert_true(buffer_puts(&b, "1234567"));
    assert_false(buffer_puts(&b, "89ab"));
    assert_string_equal(buffer_text(&b), "1234567");
    assert_false(buffer_printf(&b, "%s", "89ab"));
    assert_string_equal(buffer_text(&b), "1234567");
    assert_true(buffer_printf(&b, "%d", 890));
    assert_string_equal(buffer_text(&b), "1234567890");
    assert_true(b.full);
    assert_false(buffer_add(&b, "x", SIZE_MAX));
    buffer_clear(&b);
    assert_false(b.full);
    assert_string_equal(buffer_text(&b), "");
    buffer_free(&b);
}

static void printf_grows_the_buffer(void **state)
{
    (void)state;
    struct buffer b;
    buffer_init(&b, 100000);
    assert_string_equal(buffer_text(&b), "");
    size_t total = 0;
    for (int width = 1; width < 300; width++, total += (size_t)width - 1)
        assert_true(buffer_printf(&b, "%*d", width, 7));
    assert_int_equal(b.len, total);
    assert_int_equal(strlen(buffer_text(&b)), total);
    assert_true(b.cap > b.len);
    buffer_free(&b);
}

static void nul_bytes_are_content(void **state)
{
    (void)state;
    struct buffer b;
    buffer_init(&b, 8);
    assert_true(buffer_add(&b, "a\0b", 3));
    assert_int_equal(b.len, 3);
    assert_memory_equal(b.data, "a\0b", 4);
    assert_true(buffer_add(&b, NULL, 0));
    assert_int_equal(b.len, 3);
    buffer_free(&b);
}

static void drop_takes_from_the_front(void **state)
{
    (void)state;
    struct buffer b;
    buffer_init(&b, 100);
    buffer_drop(&b, 5);
    buffer_puts(&b, "one two three");
    buffer_drop(&b, 4);
    assert_string_equal(buffer_text(&b), "two three");
    buffer_drop(&b, 0);
    assert_int_equal(b.len, 9);
    buffer_drop(&b, 1000);
    assert_int_equal(b.len, 0);
    assert_string_equal(buffer_text(&b), "");
    buffer_free(&b);
}

static void greatest_bound_does_not_overflow(void **state)
{
    (void)state;
    struct buffer b;
    buffer_init(&b, SIZE_MAX);
    assert_true(buffer_puts(&b, "x"));
    assert_false(buffer_add(&b, "x", SIZE_MAX - 1));
    assert_string_equal(buffer_text(&b), "x");
    buffer_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fills_to_the_bound_and_not_beyond),
        cmocka_unit_test(piece_that_does_not_fit_leaves_nothing),
        cmocka_unit_test(printf_grows_the_buffer),
        cmocka_unit_test(nul_bytes_are_content),
        cmocka_unit_test(drop_takes_from_the_front),
        cmocka_unit_test(greatest_bound_does_not_overflow),
    };
    return cmocka_run_group_tests_name("base_buffer", tests, NULL, NULL);
}
