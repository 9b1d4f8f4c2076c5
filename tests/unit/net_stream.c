/* SPDX-License-Identifier: EUPL-1.2 */
/* What net/ refuses before a byte is sent, what it says of a server that is not there, and EHLO. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "net.h"

static void loopback_is_known(void **state)
{
    (void)state;
    static const char *const yes[] = {"localhost", "LOCALHOST", "127.0.0.1",
                                      "127.9.8.7", "::1",       "[::1]"};
    static const char *const no[] = {
        "",    "localhost.example", "128.0.0.1", "10.0.0.1", "127.0.0.1.example.org", "127.1",
        "::2", "[127.0.0.1",        NULL};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (!net_is_loopback(yes[i]))
            fail_msg("not taken for loopback: %s", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (net_is_loopback(no[i]))
            fail_msg("taken for loopback: %s", no[i] ? no[i] : "nothing");
}

static void offers_are_found(void **state)
{
    (void)state;
    struct net_stream s = {.heard =
                               "250-mail.example\n250-SIZE 1000\n250-DSN\n250-auth PLAIN LOGIN\n"
                               "250 PIPELINING\n235 Welcome\n"};
    struct arena *a = arena_new();
    char *value = NULL;
    assert_true(net_offers(&s, a, "SIZE", &value));
    assert_string_equal(value, "1000");
    assert_true(net_offers(&s, a, "dsn", &value));
    assert_string_equal(value, "");
    assert_true(net_offers(&s, a, "AUTH", &value));
    assert_string_equal(value, "PLAIN LOGIN");
    assert_true(net_offers(&s, a, "PIPELINING", NULL));
    assert_false(net_offers(&s, a, "PIPE", NULL));
    assert_false(net_offers(&s, a, "Welcome", NULL));
    assert_false(net_offers(&s, a, "CHUNKING", NULL));
    arena_free(&a);
}

static enum outcome open_at(const struct mail_server *server, enum net_protocol protocol,
                            struct fault *f)
{
    struct net_stream *stream = NULL;
    struct net_target target = {
        .protocol = protocol, .server = server, .connect_ms = 400, .total_ms = 800};
    enum outcome outcome = net_open(&target, &stream, f);
    assert_null(stream);
    return outcome;
}

static void without_tls_only_loopback(void **state)
{
    (void)state;
    struct mail_server server = {.host = "mail.example.org", .port = 143, .user = "u"};
    struct fault f = {0};
    assert_int_equal(open_at(&server, NET_IMAP, &f), NEVER);
    assert_int_equal(f.code, EXIT_CONFIG);
    assert_non_null(strstr(f.text, "loopback"));
    server.tls = true;
    server.oauth2_token_url = "https://login.example.org/token";
    assert_int_equal(open_at(&server, NET_IMAP, &f), NEVER);
    assert_int_equal(f.code, EXIT_INTERNAL);
}

/* A port on which nobody listens, or, with listening, one where nobody ever answers. */
static int port_of(int *fd, bool listening)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    *fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(*fd, (struct sockaddr *)&at, len), 0);
    assert_int_equal(getsockname(*fd, (struct sockaddr *)&at, &len), 0);
    if (listening)
        assert_int_equal(listen(*fd, 4), 0);
    return ntohs(at.sin_port);
}

static void a_server_that_is_down_is_for_later(void **state)
{
    (void)state;
    struct fault f = {0};
    int fd;
    struct mail_server server = {.host = "127.0.0.1", .tls = true};
    server.port = port_of(&fd, false);
    assert_int_equal(open_at(&server, NET_IMAPS, &f), AGAIN);
    assert_int_equal(f.code, EXIT_UNAVAILABLE);
    close(fd);
}

static void a_silent_server_has_a_deadline(void **state)
{
    (void)state;
    static const enum net_protocol all[] = {NET_IMAP, NET_IMAPS, NET_SMTP, NET_SMTPS};
    for (size_t i = 0; i < 4; i++) {
        struct fault f = {0};
        int fd;
        struct mail_server server = {.host = "127.0.0.1", .tls = true};
        server.port = port_of(&fd, true);
        int64_t start = clock_ticks();
        assert_int_equal(open_at(&server, all[i], &f), AGAIN);
        assert_int_equal(f.code, EXIT_UNAVAILABLE);
        assert_true(clock_ticks() - start < 5000);
        close(fd);
    }
}

static void a_missing_secret_is_told(void **state)
{
    (void)state;
    struct fault f = {0};
    struct mail_server server = {.host = "127.0.0.1",
                                 .port = 1,
                                 .tls = true,
                                 .user = "levande",
                                 .password_file = "/nonexistent/word"};
    assert_int_equal(open_at(&server, NET_IMAPS, &f), NEVER);
    assert_int_equal(f.code, EXIT_NO_INPUT);
    assert_null(strstr(f.text, "levande"));
}

static void a_token_comes_by_https_alone(void **state)
{
    (void)state;
    static const char *const urls[] = {"http://login.example.org/token", "ftp://127.0.0.1/token",
                                       "file:///etc/passwd"};
    for (size_t i = 0; i < 3; i++) {
        struct fault f = {0};
        static struct net_token token;
        strcpy(token.text, "old");
        struct mail_server server = {
            .host = "127.0.0.1", .oauth2_token_url = urls[i], .oauth2_client_id = "id"};
        assert_int_equal(oauth2_token(&server, 500, &token, &f), NEVER);
        assert_int_equal(f.code, EXIT_CONFIG);
        assert_string_equal(token.text, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loopback_is_known),
        cmocka_unit_test(offers_are_found),
        cmocka_unit_test(without_tls_only_loopback),
        cmocka_unit_test(a_server_that_is_down_is_for_later),
        cmocka_unit_test(a_silent_server_has_a_deadline),
        cmocka_unit_test(a_missing_secret_is_told),
        cmocka_unit_test(a_token_comes_by_https_alone),
    };
    return cmocka_run_group_tests_name("net_stream", tests, NULL, NULL);
}
