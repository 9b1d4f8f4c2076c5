/* SPDX-License-Identifier: EUPL-1.2 */
/* The role itself, step by step, on a real book: into a Maildir, and to a server that is not there.
 */
#include "send_book.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/file.h"
#include "house.h"

struct stage {
    struct book *book;
    struct settings settings;
    struct house house;
    void *state;
    char *log;
    size_t log_len;
};

static struct stage *stage_of(void **state)
{
    struct stage *s = calloc(1, sizeof *s);
    struct book *b = *state;
    s->book = b;
    s->settings.library.address = "library@example.org";
    s->settings.send.kind = TARGET_MAILDIR;
    s->settings.send.return_address = "library+{token}@example.org";
    s->settings.send.server.path = arena_printf(b->arena, "%s/out", b->folder);
    s->house = (struct house){.settings = &s->settings, .db = b->db, .once = true};
    s->house.clock.offset = instant_from_text("2027-03-02T12:00:00.000Z") - clock_now(NULL);
    s->house.random = random_system();
    s->house.log = (struct log){open_memstream(&s->log, &s->log_len), "send", LOG_DEBUG};
    return s;
}

static void stage_opens(struct stage *s)
{
    struct fault f = {0};
    if (send_role.open(&s->house, &s->state, &f) != DONE)
        fail_msg("%s", f.text);
}

static void stage_ends(struct stage *s)
{
    send_role.close(&s->state);
    assert_null(s->state);
    fclose(s->house.log.to);
    assert_null(strstr(s->log, "@example.net"));
    assert_null(strstr(s->log, TOKEN));
    free(s->log);
    free(s);
}

static struct wish step(struct stage *s)
{
    struct wish w;
    struct fault f = {0};
    assert_int_equal(send_role.step(s->state, &w, &f), DONE);
    return w;
}

static void all_letters_go_and_the_role_rests(void **state)
{
    struct stage *s = stage_of(state);
    for (int i = 1; i <= 3; i++)
        book_letter(s->book, (struct row){i, 1, 0, i, NULL, NULL});
    stage_opens(s);
    for (int i = 0; i < 3; i++)
        assert_true(step(s).moved);
    struct wish w = step(s);
    assert_false(w.moved);
    assert_false(w.blocked);
    assert_in_range(w.wait_ms, 1, 5000);
    assert_string_equal(
        send_role.report(s->state, s->book->arena),
        "3 letters sent, 0 put off, 0 failed, 0 unknown, 0 held, 0 found in flight");
    assert_value(s->book, "SELECT count(*) FROM letter WHERE state = 'sent' AND token IS NULL",
                 "3");
    assert_int_equal(
        access(arena_printf(s->book->arena, "%s/out/new/m2@example.org", s->book->folder), F_OK),
        0);
    stage_ends(s);
}

static void what_was_delivered_is_settled_when_the_role_ends(void **state)
{
    struct stage *s = stage_of(state);
    book_letter(s->book, (struct row){1, 1, 0, 0, NULL, NULL});
    book_letter(s->book, (struct row){2, 1, 0, 1, NULL, NULL});
    stage_opens(s);
    step(s);
    assert_value(s->book, "SELECT state FROM letter WHERE id = 1", "sending");
    struct book *b = s->book;
    stage_ends(s);
    assert_value(b, "SELECT group_concat(state, ' ') FROM letter", "sent queued");
}

static void a_letter_that_is_not_sound_fails_and_the_next_one_goes(void **state)
{
    struct stage *s = stage_of(state);
    book_letter(s->book, (struct row){1, 1, 0, 0, "a@example.net> x", NULL});
    book_letter(s->book, (struct row){2, 1, 0, 1, NULL, NULL});
    book_sql(s->book, "INSERT INTO letter (id, recipient, address, purpose, language, view, made,"
                      " message_id, queued_at, next_at) VALUES (3, 'P3', 'p3@example.net', 'x',"
                      " 'sv', '{}', 1, 'm3', '" LONG_AGO "', '" LONG_AGO "')");
    stage_opens(s);
    while (step(s).moved)
        continue;
    assert_value(s->book, "SELECT group_concat(state || noticed, ' ') FROM letter",
                 "failed0 sent0 failed0");
    stage_ends(s);
}

static void a_letter_found_in_flight_is_laid_into_the_maildir_again(void **state)
{
    struct stage *s = stage_of(state);
    book_letter(s->book, (struct row){1, 1, 0, 0, NULL, "state = 'sending', attempts = 1"});
    stage_opens(s);
    while (step(s).moved)
        continue;
    assert_value(s->book, "SELECT state || attempts FROM letter", "sent2");
    stage_ends(s);
}

/* A port of the loopback address where nobody listens. */
static int deaf_port(void)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
    close(fd);
    return ntohs(a.sin_port);
}

static void without_a_server_nothing_is_lost_or_counted(void **state)
{
    static const enum engine engines[] = {ENGINE_LIBESMTP, ENGINE_LIBCURL};
    for (size_t i = 0; i < 2; i++) {
        struct stage *s = stage_of(state);
        book_sql(s->book, "DELETE FROM letter_body; DELETE FROM letter");
        book_letter(s->book, (struct row){1, 1, 0, 0, NULL, NULL});
        book_letter(s->book, (struct row){2, 1, 0, 1, NULL, NULL});
        s->settings.send.kind = TARGET_SMTP;
        s->settings.send.engine = engines[i];
        s->settings.send.server = (struct mail_server){.host = "127.0.0.1", .port = deaf_port()};
        stage_opens(s);
        assert_true(step(s).moved);
        struct wish w = step(s);
        assert_false(w.moved);
        assert_true(w.blocked);
        assert_in_range(w.wait_ms, 1, 1000);
        assert_value(s->book, "SELECT group_concat(state || attempts, ' ') FROM letter",
                     "deferred0 queued0");
        assert_value(s->book, "SELECT count(*) FROM letter WHERE token IS NOT NULL", "2");
        stage_ends(s);
    }
}

#define ON_A_BOOK(test) cmocka_unit_test_setup_teardown(test, book_open, book_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_BOOK(all_letters_go_and_the_role_rests),
        ON_A_BOOK(what_was_delivered_is_settled_when_the_role_ends),
        ON_A_BOOK(a_letter_that_is_not_sound_fails_and_the_next_one_goes),
        ON_A_BOOK(a_letter_found_in_flight_is_laid_into_the_maildir_again),
        ON_A_BOOK(without_a_server_nothing_is_lost_or_counted),
    };
    return cmocka_run_group_tests_name("send_role", tests, NULL, NULL);
}
