/* SPDX-License-Identifier: EUPL-1.2 */
/* The role as a whole: opened, stepped, reported; and how it waits when the server is away. */
#include "fetch_house.h"

static void a_server_that_is_down_blocks_and_is_paused_for(void **state)
{
    struct fetch_house *h = *state;
    h->settings.fetch.kind = SOURCE_IMAP;
    h->settings.fetch.server = (struct mail_server){.host = "127.0.0.1", .port = 1};
    void *role = NULL;
    assert_done(fetch_role.open(&h->house, &role, &h->f), h->f);
    struct wish wish;
    int64_t before = 0;
    assert_int_equal(fetch_role.step(role, &wish, &h->f), AGAIN);
    assert_true(wish.blocked && !wish.moved && wish.fd == -1);
    assert_true(wish.wait_ms > 400 && wish.wait_ms <= 1000);
    before = wish.wait_ms;
    assert_int_equal(fetch_role.step(role, &wish, &h->f), DONE);
    assert_true(wish.blocked && !wish.moved && wish.wait_ms <= before);
    struct arena *a = arena_new();
    assert_string_equal(fetch_role.report(role, a), "0 mails stored");
    arena_free(&a);
    fetch_role.close(&role);
    assert_null(role);
}

static void once_says_when_nothing_moves(void **state)
{
    struct fetch_house *h = *state;
    char path[128], file[256];
    snprintf(path, sizeof path, "%s/in", h->folder);
    static const char *const parts[] = {"", "/new", "/cur"};
    for (size_t i = 0; i < 3; i++) {
        snprintf(file, sizeof file, "%s%s", path, parts[i]);
        assert_int_equal(mkdir(file, 0700), 0);
    }
    snprintf(file, sizeof file, "%s/new/1.a", path);
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    fputs("Subject: a\n\nhej\n", out);
    fclose(out);
    h->settings.fetch.kind = SOURCE_MAILDIR;
    h->settings.fetch.server.path = path;
    void *role = NULL;
    assert_done(fetch_role.open(&h->house, &role, &h->f), h->f);
    struct wish wish;
    assert_int_equal(fetch_role.step(role, &wish, &h->f), DONE);
    assert_true(wish.moved);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(fetch_role.step(role, &wish, &h->f), DONE);
        assert_true(!wish.moved && !wish.blocked);
    }
    struct arena *a = arena_new();
    assert_string_equal(fetch_role.report(role, a), "1 mail stored");
    arena_free(&a);
    fetch_role.close(&role);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_house(a_server_that_is_down_blocks_and_is_paused_for),
        with_house(once_says_when_nothing_moves),
    };
    return cmocka_run_group_tests_name("fetch_role", tests, NULL, NULL);
}
