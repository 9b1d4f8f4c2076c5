/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Both engines against a server that misbehaves (tests/peers/smtp-peer): one row a misbehaviour,
 * with what must be made of it. The same table holds for both.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "driver.h"

static const char *const expected_text = "From: l@example.org\r\n"
                                         "To: p@example.net\r\n"
                                         "Date: Mon, 01 Mar 2027 08:00:00 +0100\r\n"
                                         "Message-ID: <one@example.org>\r\n"
                                         "\r\n"
                                         "first\r\n.dot\r\n..\r\nbare\n.\nend\r\n";

static const struct expectation {
    const char *behaviour;
    enum outcome outcome;
    enum trouble trouble;
    bool lasting;
} table[] = {
    {"good", DONE, TROUBLE_NONE, false},
    {"good_251", DONE, TROUBLE_NONE, false},
    {"multi_line", DONE, TROUBLE_NONE, false},
    {"slow", DONE, TROUBLE_NONE, false},
    {"banner_silent", AGAIN, TROUBLE_BEFORE, false},
    {"banner_garbage", AGAIN, TROUBLE_BEFORE, false},
    {"banner_554", AGAIN, TROUBLE_BEFORE, false},
    {"banner_421", AGAIN, TROUBLE_BEFORE, false},
    {"banner_closed", AGAIN, TROUBLE_BEFORE, false},
    {"ehlo_451", AGAIN, TROUBLE_BEFORE, false},
    {"ehlo_closed", AGAIN, TROUBLE_BEFORE, false},
    {"mail_451", AGAIN, TROUBLE_NONE, false},
    {"mail_421", AGAIN, TROUBLE_BROKEN, false},
    {"mail_530", AGAIN, TROUBLE_BROKEN, true},
    {"mail_553", AGAIN, TROUBLE_BROKEN, true},
    {"mail_552", NEVER, TROUBLE_NONE, false},
    {"mail_closed", AGAIN, TROUBLE_BROKEN, false},
    {"mail_silent", AGAIN, TROUBLE_BROKEN, false},
    {"rcpt_450", AGAIN, TROUBLE_NONE, false},
    {"rcpt_550", NEVER, TROUBLE_NONE, false},
    {"rcpt_550_closed", NEVER, TROUBLE_NONE, false},
    {"rcpt_535", AGAIN, TROUBLE_BROKEN, true},
    {"rcpt_closed", AGAIN, TROUBLE_BROKEN, false},
    {"rcpt_garbage", AGAIN, TROUBLE_BROKEN, false},
    {"rcpt_refused_354", NEVER, TROUBLE_NONE, false},
    {"data_451", AGAIN, TROUBLE_NONE, false},
    {"data_554", NEVER, TROUBLE_NONE, false},
    {"data_250", AGAIN, TROUBLE_BROKEN, false},
    {"data_closed", AGAIN, TROUBLE_BROKEN, false},
    {"dot_451", AGAIN, TROUBLE_NONE, false},
    {"dot_421", AGAIN, TROUBLE_BROKEN, false},
    {"dot_554", NEVER, TROUBLE_NONE, false},
    {"dot_closed", UNSURE, TROUBLE_BROKEN, false},
    {"dot_silent", UNSURE, TROUBLE_BROKEN, false},
    {"dot_garbage", UNSURE, TROUBLE_BROKEN, false},
    {"dot_354", UNSURE, TROUBLE_BROKEN, false},
    {"dot_bare_lf", UNSURE, TROUBLE_BROKEN, false},
    {"dot_codes_differ", UNSURE, TROUBLE_BROKEN, false},
    {"in_data_closed", UNSURE, TROUBLE_BROKEN, false},
    {"drip", AGAIN, TROUBLE_BROKEN, false},
    {"long_reply", AGAIN, TROUBLE_BROKEN, false},
    {"long_line", AGAIN, TROUBLE_BROKEN, false},
    {"reset_refused", AGAIN, TROUBLE_NONE, false},
    {"closes_after_letter", DONE, TROUBLE_NONE, false},
    /* The library's idea of the message must not go before the recipient's code (bite 6). */
    {"rcpt_450 PIPELINING,CHUNKING", AGAIN, TROUBLE_NONE, false},
    {"rcpt_550 PIPELINING,CHUNKING", NEVER, TROUBLE_NONE, false},
    {"good PIPELINING,CHUNKING", DONE, TROUBLE_NONE, false},
    {"dot_451 PIPELINING,CHUNKING", AGAIN, TROUBLE_NONE, false},
    {"dot_closed PIPELINING,CHUNKING", UNSURE, TROUBLE_BROKEN, false},
    {"rcpt_450 SIZE", AGAIN, TROUBLE_NONE, false}, /* nothing pipelined */
    {"rcpt_550 SIZE", NEVER, TROUBLE_NONE, false},
    {"mail_451 SIZE", AGAIN, TROUBLE_NONE, false},
    {"data_554 SIZE", NEVER, TROUBLE_NONE, false},
    {"good SIZE", DONE, TROUBLE_NONE, false},
};

static const struct deadlines short_deadlines = {
    .connect = 1500, .command = 1000, .data = 1000, .body = 1000, .dot = 1000, .idle = 100};

struct peer {
    pid_t pid;
    FILE *to, *from;
};

struct bench {
    struct peer peer;
    struct settings settings;
    char line[1 << 20];
};

static int start_peer(void **state)
{
    struct bench *b = calloc(1, sizeof *b);
    int to[2], from[2];
    *state = b;
    signal(SIGPIPE, SIG_IGN);
    if (pipe(to) != 0 || pipe(from) != 0)
        return -1;
    b->peer.pid = fork();
    if (b->peer.pid == 0) {
        dup2(to[0], 0);
        dup2(from[1], 1);
        close(to[1]);
        close(from[0]);
        execl("/usr/bin/python3", "python3", "tests/peers/smtp-peer", (char *)NULL);
        _exit(127);
    }
    close(to[0]);
    close(from[1]);
    b->peer.to = fdopen(to[1], "w");
    b->peer.from = fdopen(from[0], "r");
    b->settings.library.address = "library@example.org";
    b->settings.send.kind = TARGET_SMTP;
    b->settings.send.return_address = "bounce+{token}@example.org";
    b->settings.send.server.host = "127.0.0.1";
    return 0;
}

static int stop_peer(void **state)
{
    struct bench *b = *state;
    fclose(b->peer.to);
    fclose(b->peer.from);
    waitpid(b->peer.pid, NULL, 0);
    free(b);
    return 0;
}

static const char *ask(struct bench *b, const char *what)
{
    fprintf(b->peer.to, "%s\n", what);
    fflush(b->peer.to);
    assert_non_null(fgets(b->line, sizeof b->line, b->peer.from));
    return b->line;
}

static void behave(struct bench *b, const char *behaviour)
{
    char command[200];
    snprintf(command, sizeof command, "behave %s", behaviour);
    assert_int_equal(sscanf(ask(b, command), "port %d", &b->settings.send.server.port), 1);
}

typedef enum outcome (*opener)(const struct driver_options *, struct driver **, struct fault *);

static struct driver *open_driver(struct bench *b, opener open)
{
    struct driver_options o = {.settings = &b->settings, .deadlines = &short_deadlines};
    struct driver *d = NULL;
    struct fault f = {0};
    assert_int_equal(open(&o, &d, &f), DONE);
    return d;
}

static struct outgoing a_letter(void)
{
    return (struct outgoing){.id = 1,
                             .address = "p@example.net",
                             .message_id = "one@example.org",
                             .reply_token = "abcdefghijklmnopqrstuvwxyz",
                             .raw = expected_text,
                             .len = strlen(expected_text),
                             .attempts = 1};
}

static void check_row(struct bench *b, opener open, const struct expectation *x)
{
    struct outgoing l = a_letter();
    struct delivery d = {0};
    behave(b, x->behaviour);
    struct driver *driver = open_driver(b, open);
    driver->send(driver, &l, NULL, &d);
    driver->close(driver);
    if (d.outcome != x->outcome || d.trouble != x->trouble || d.lasting != x->lasting)
        fail_msg("%s: %s trouble %d lasting %d: %s", x->behaviour, outcome_name(d.outcome),
                 d.trouble, d.lasting, d.answer);
    assert_true(strlen(d.answer) > 0);
    assert_null(strstr(d.answer, l.reply_token));
}

static void check_table(void **state, opener open)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        check_row(*state, open, &table[i]);
}

static void libesmtp_makes_the_right_thing_of_each(void **state)
{
    check_table(state, esmtp_open);
}

static void libcurl_makes_the_right_thing_of_each(void **state)
{
    check_table(state, smtp_open);
}

/* The bytes arrive mended and unstuffed, with the token in the envelope and DSN asked for. */
static void check_bytes(struct bench *b, opener open)
{
    struct outgoing l = a_letter();
    struct delivery d = {0};
    behave(b, "good");
    struct driver *driver = open_driver(b, open);
    driver->send(driver, &l, NULL, &d);
    driver->close(driver);
    const char *seen = ask(b, "seen");
    assert_non_null(
        strstr(seen, "MAIL FROM:<bounce+abcdefghijklmnopqrstuvwxyz@example.org> SIZE="));
    assert_non_null(strstr(seen, "RET=HDRS ENVID=one@example.org"));
    assert_non_null(strstr(seen, "RCPT TO:<p@example.net> NOTIFY=FAILURE,DELAY "
                                 "ORCPT=rfc822;p@example.net"));
    assert_non_null(strstr(seen, "Message-ID: <one@example.org>\\r\\n\\r\\nfirst\\r\\n"
                                 ".dot\\r\\n..\\r\\nbare\\r\\n.\\r\\nend"));
    assert_non_null(strstr(seen, "\"connections\": 1"));
}

static void both_engines_send_the_same_bytes(void **state)
{
    check_bytes(*state, esmtp_open);
    check_bytes(*state, smtp_open);
}

/* A feed of three more letters; the second of all four is refused. */
struct supply {
    struct bench *bench;
    int left;
    enum outcome outcomes[4];
    int settled;
};

static bool supply_next(void *context, const struct delivery *last, struct outgoing *letter)
{
    struct supply *s = context;
    s->outcomes[s->settled++] = last->outcome;
    if (s->left == 0)
        return false;
    s->left--;
    *letter = a_letter();
    return true;
}

static void libesmtp_pulls_letters_into_one_session(void **state)
{
    struct bench *b = *state;
    static const char *const offers[] = {"good", "good PIPELINING,CHUNKING", "good SIZE"};
    for (size_t i = 0; i < 3; i++) {
        struct supply supply = {.bench = b, .left = 3};
        const struct feed feed = {supply_next, &supply};
        struct outgoing l = a_letter();
        struct delivery d = {0};
        behave(b, offers[i]);
        struct driver *driver = open_driver(b, esmtp_open);
        driver->send(driver, &l, &feed, &d);
        driver->close(driver);
        assert_true(d.settled);
        assert_int_equal(supply.settled, 4);
        for (int n = 0; n < 4; n++)
            assert_int_equal(supply.outcomes[n], DONE);
        assert_non_null(strstr(ask(b, "seen"), "\"connections\": 1"));
    }
}

/* What breaks off in the middle leaves the letters before it as they were settled. */
static void libesmtp_settles_each_letter_for_itself(void **state)
{
    struct bench *b = *state;
    struct supply supply = {.bench = b, .left = 3};
    const struct feed feed = {supply_next, &supply};
    struct outgoing l = a_letter();
    struct delivery d = {0};
    behave(b, "closes_after_letter");
    struct driver *driver = open_driver(b, esmtp_open);
    driver->send(driver, &l, &feed, &d);
    driver->close(driver);
    assert_int_equal(supply.settled, 1);
    assert_int_equal(supply.outcomes[0], DONE);
    assert_false(d.settled);
    assert_int_equal(d.outcome, AGAIN);
}

static void libcurl_keeps_its_connection(void **state)
{
    struct bench *b = *state;
    struct outgoing l = a_letter();
    struct delivery d = {0};
    behave(b, "dot_451");
    struct driver *driver = open_driver(b, smtp_open);
    for (int i = 0; i < 3; i++) {
        driver->send(driver, &l, NULL, &d);
        assert_int_equal(d.outcome, AGAIN);
    }
    assert_non_null(strstr(ask(b, "seen"), "\"connections\": 1"));
    usleep(150 * 1000);
    driver->rest(driver); /* idle too long */
    assert_non_null(strstr(ask(b, "seen"), "QUIT"));
    driver->close(driver);
}

static void libcurl_opens_a_dead_connection_anew(void **state)
{
    struct bench *b = *state;
    struct outgoing l = a_letter();
    struct delivery d = {0};
    behave(b, "closes_after_letter");
    struct driver *driver = open_driver(b, smtp_open);
    for (int i = 0; i < 3; i++) {
        driver->send(driver, &l, NULL, &d);
        assert_int_equal(d.outcome, DONE);
    }
    assert_non_null(strstr(ask(b, "seen"), "\"connections\": 3"));
    driver->close(driver);
}

/* A listener whose queue is full: connect() would block for minutes. */
static void a_connection_that_never_stands_ends_in_time(void **state)
{
    static const opener openers[] = {esmtp_open, smtp_open};
    struct bench *b = *state;
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof address;
    int fillers[4];
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(listen(listener, 0), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &len), 0);
    for (int i = 0; i < 4; i++) {
        fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        connect(fillers[i], (struct sockaddr *)&address, sizeof address);
    }
    b->settings.send.server.port = ntohs(address.sin_port);
    for (int i = 0; i < 2; i++) {
        struct outgoing l = a_letter();
        struct delivery d = {0};
        struct driver *driver = open_driver(b, openers[i]);
        int64_t began = clock_ticks();
        driver->send(driver, &l, NULL, &d);
        assert_in_range(clock_ticks() - began, 500, 6000);
        assert_int_equal(d.outcome, AGAIN);
        assert_int_equal(d.trouble, TROUBLE_BEFORE);
        driver->close(driver);
    }
    for (int i = 0; i < 4; i++)
        close(fillers[i]);
    close(listener);
}

static void libesmtp_refuses_what_it_cannot_do(void **state)
{
    struct bench *b = *state;
    struct settings s = b->settings;
    struct driver_options o = {.settings = &s};
    struct driver *d = NULL;
    struct fault f = {0};
    s.send.server.host = "::1";
    assert_int_equal(esmtp_open(&o, &d, &f), NEVER);
    s.send.server.host = "127.0.0.1";
    s.send.kind = TARGET_SMTPS;
    assert_int_equal(esmtp_open(&o, &d, &f), NEVER);
    s.send.kind = TARGET_SMTP;
    s.send.server.host = "mail.example.org"; /* in clear to another machine */
    assert_int_equal(esmtp_open(&o, &d, &f), NEVER);
    assert_null(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_engines_send_the_same_bytes),
        cmocka_unit_test(libesmtp_makes_the_right_thing_of_each),
        cmocka_unit_test(libcurl_makes_the_right_thing_of_each),
        cmocka_unit_test(libesmtp_pulls_letters_into_one_session),
        cmocka_unit_test(libesmtp_settles_each_letter_for_itself),
        cmocka_unit_test(libcurl_keeps_its_connection),
        cmocka_unit_test(libcurl_opens_a_dead_connection_anew),
        cmocka_unit_test(a_connection_that_never_stands_ends_in_time),
        cmocka_unit_test(libesmtp_refuses_what_it_cannot_do),
    };
    return cmocka_run_group_tests_name("send_peers", tests, start_peer, stop_peer);
}
