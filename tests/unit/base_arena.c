/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The arena: pieces are zeroed, aligned and apart; sizes that cannot be end the process; under
 * AddressSanitizer what was not handed out must not be touched.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#endif

static void pieces_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    unsigned char *pieces[2000];
    for (size_t i = 0; i < 2000; i++) {
        pieces[i] = arena_alloc(a, i % 97);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < i % 97; k++)
            assert_int_equal(pieces[i][k], 0);
        memset(pieces[i], (int)(i % 251), i % 97);
    }
    for (size_t i = 0; i < 2000; i++) {
        for (size_t k = 0; k < i % 97; k++)
            assert_int_equal(pieces[i][k], i % 251);
    }
    arena_free(&a);
    assert_null(a);
    arena_free(&a);
}

static void large_pieces_and_small_ones_live_together(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    char *small = arena_strdup(a, "before");
    char *large = arena_alloc(a, 5 * 1024 * 1024);
    char *behind = arena_strdup(a, "behind");
    large[0] = large[5 * 1024 * 1024 - 1] = 'x';
    assert_string_equal(small, "before");
    assert_string_equal(behind, "behind");
    assert_int_equal(arena_used(a), 5 * 1024 * 1024 + 14);
    arena_free(&a);
}

static void reset_gives_zeroed_memory_again(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
            char *piece = arena_alloc(a, 1000);
            assert_int_equal(piece[0], 0);
            assert_int_equal(piece[999], 0);
            memset(piece, 'x', 1000);
        }
        assert_int_equal(arena_used(a), 100000);
        arena_reset(a);
        assert_int_equal(arena_used(a), 0);
    }
    arena_alloc(a, 3 * 1024 * 1024);
    arena_reset(a);
    assert_non_null(arena_alloc(a, 1));
    arena_free(&a);
}

static void texts_are_copied(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    assert_null(arena_strdup(a, NULL));
    assert_string_equal(arena_strdup(a, ""), "");
    assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
    assert_memory_equal(arena_strndup(a, "a\0b", 3), "a\0b", 4);
    assert_string_equal(arena_printf(a, "%s-%d", "x", 12), "x-12");
    for (int width = 254; width <= 258; width++) {
        char *text = arena_printf(a, "%*d", width, 7);
        assert_int_equal(strlen(text), width);
        assert_int_equal(text[width - 1], '7');
    }
    arena_free(&a);
}

/* Runs what must end the process in a child, and returns the signal that ended it. */
static int signal_that_ends(void (*deed)(struct arena *))
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(3);
        deed(arena_new());
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void product_overflows(struct arena *a)
{
    volatile size_t count = SIZE_MAX / 8 + 2;
    arena_array(a, count, 8);
}

static void size_overflows(struct arena *a)
{
    volatile size_t size = SIZE_MAX - 8;
    arena_alloc(a, size);
}

static void length_overflows(struct arena *a)
{
    volatile size_t len = SIZE_MAX;
    arena_strndup(a, "x", len);
}

static void nothing_wrong(struct arena *a)
{
    arena_array(a, 4, 8);
}

static void impossible_sizes_end_the_process(void **state)
{
    (void)state;
    assert_int_equal(signal_that_ends(product_overflows), SIGABRT);
    assert_int_equal(signal_that_ends(size_overflows), SIGABRT);
    assert_int_equal(signal_that_ends(length_overflows), SIGABRT);
    assert_int_equal(signal_that_ends(nothing_wrong), 0);
}

static void sanitizer_sees_the_ends_of_pieces(void **state)
{
    (void)state;
#ifdef __SANITIZE_ADDRESS__
    struct arena *a = arena_new();
    for (size_t size = 1; size < 100; size++) {
        char *piece = arena_alloc(a, size);
        assert_false(__asan_address_is_poisoned(piece + size - 1));
        assert_true(__asan_address_is_poisoned(piece + size));
    }
    char *gone = arena_alloc(a, 10);
    arena_reset(a);
    assert_true(__asan_address_is_poisoned(gone));
    arena_free(&a);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(large_pieces_and_small_ones_live_together),
        cmocka_unit_test(reset_gives_zeroed_memory_again),
        cmocka_unit_test(texts_are_copied),
        cmocka_unit_test(impossible_sizes_end_the_process),
        cmocka_unit_test(sanitizer_sees_the_ends_of_pieces),
    };
    return cmocka_run_group_tests_name("base_arena", tests, NULL, NULL);
}
