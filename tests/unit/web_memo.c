/* SPDX-License-Identifier: EUPL-1.2 */
/* What is kept of long reckonings: found while the book is the same, or while it is recent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "memo.h"

static const char *found(const struct memo *memo, const char *name, int64_t state)
{
    size_t len = 0;
    const char *body = memo_find(memo, name, state, INT64_MAX, &len);
    if (body)
        assert_int_equal(len, strlen(body));
    return body ? body : "";
}

static void keep(struct memo *memo, const char *name, int64_t state, const char *body, int took)
{
    memo_keep(memo, name, state, body, strlen(body), took);
}

static void another_book_another_answer(void **state)
{
    (void)state;
    struct memo *memo = memo_new();
    assert_string_equal(found(memo, "a", 1), "");
    keep(memo, "a", 1, "ett", 1);
    assert_string_equal(found(memo, "a", 1), "ett");
    assert_string_equal(found(memo, "a", 2), "");
    assert_string_equal(found(memo, "b", 1), "");
    keep(memo, "a", 2, "två", 1);
    assert_string_equal(found(memo, "a", 2), "två");
    assert_string_equal(found(memo, "a", 1), "");
    memo_free(&memo);
    assert_null(memo);
}

static void what_took_long_may_be_some_seconds_old(void **state)
{
    (void)state;
    struct memo *memo = memo_new();
    size_t len;
    keep(memo, "a", 1, "ett", MEMO_LONG_MS);
    assert_string_equal(found(memo, "a", 2), "ett");
    assert_null(memo_find(memo, "a", 1, 0, &len));
    memo_free(&memo);
}

static void the_oldest_goes_and_what_is_too_long_is_not_kept(void **state)
{
    (void)state;
    struct memo *memo = memo_new();
    static char huge[1 << 20];
    char name[16];
    for (int i = 0; i < 9; i++) {
        snprintf(name, sizeof name, "n%d", i);
        keep(memo, name, 1, name, 1);
        assert_string_equal(found(memo, name, 1), name);
    }
    memset(huge, 'x', sizeof huge - 1);
    keep(memo, name, 1, huge, 1);
    assert_string_equal(found(memo, name, 1), "");
    memo_free(&memo);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_book_another_answer),
        cmocka_unit_test(what_took_long_may_be_some_seconds_old),
        cmocka_unit_test(the_oldest_goes_and_what_is_too_long_is_not_kept),
    };
    return cmocka_run_group_tests_name("web_memo", tests, NULL, NULL);
}
