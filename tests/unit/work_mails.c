/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Reading the inbox: several mails a commit, and none that stops the others, whatever it holds.
 */
#include "lending_steps.h"

#include "work.h"

static struct worker worker_of(struct lending_house *h)
{
    return (struct worker){.house = &h->house, .arena = h->arena};
}

static int64_t comes(struct lending_house *h, const char *from, const char *body)
{
    char *raw = mail_text(h, &(struct mail_written){.from = from, .body = body});
    return mail_store(h, raw, strlen(raw));
}

/* One turn over the inbox; whether there was anything to do. */
static bool read_some(struct lending_house *h, struct worker *w)
{
    bool moved = false;
    assert_did(work_read_mails(w, &moved, &h->fault), h);
    house_sound(h);
    return moved;
}

#define INBOX "SELECT state FROM inbox ORDER BY id"

static void several_mails_go_in_one_turn(void **state)
{
    struct lending_house *h = *state;
    struct worker w = worker_of(h);
    for (int i = 0; i < 4; i++)
        comes(h, UNIT, whole_request);
    assert_true(read_some(h, &w));
    assert_book(h, INBOX, "read read read read");
    assert_book(h, "SELECT count(*) FROM request", "4");
    assert_int_equal(w.mails, 4);
    assert_false(read_some(h, &w));
}

static void one_bad_mail_is_undone_and_the_rest_stands(void **state)
{
    struct lending_house *h = *state;
    struct worker w = worker_of(h);
    char *raw = mail_text(h, &(struct mail_written){.body = whole_request});
    mail_store(h, raw, strlen(raw));
    mail_store(h, raw, strlen(raw)); /* the same bytes: one request a mail, by constraint */
    comes(h, UNIT, part_request);
    assert_true(read_some(h, &w));
    assert_book(h, INBOX, "read waiting read");
    assert_book(h, STATE, "triage clarifying");
    assert_book(h, "SELECT kind || ':' || inbox_id FROM task WHERE inbox_id IS NOT NULL",
                "unreadable:2");
    assert_book(h, "SELECT count(*) FROM audit WHERE event = 'arrived'", "2");
    assert_book(h, "SELECT count(*) FROM fact WHERE inbox_id = 2", "0");
}

static void a_mail_that_killed_its_reader_thrice_is_set_aside(void **state)
{
    struct lending_house *h = *state;
    struct worker w = worker_of(h);
    int64_t id = comes(h, UNIT, whole_request);
    comes(h, UNIT, part_request);
    house_sql(
        h, arena_printf(h->arena, "UPDATE inbox SET attempts = 3 WHERE id = %lld", (long long)id));
    assert_true(read_some(h, &w));
    assert_book(h, INBOX, "waiting unread");
    assert_book(h, TASKS, "unreadable");
    assert_true(read_some(h, &w));
    assert_book(h, INBOX, "waiting read");
    assert_book(h, "SELECT count(*) FROM request", "1");
    /* A person has it read again: it is tried anew. */
    assert_did(db_begin(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_did(inbox_set_state(h->house.db, id, "unread", &h->fault), h);
    assert_did(db_commit(h->house.db, HOUSE_LABEL, &h->fault), h);
    assert_true(read_some(h, &w));
    assert_book(h, INBOX, "read read");
}

static void one_that_was_tried_before_is_tried_alone(void **state)
{
    struct lending_house *h = *state;
    struct worker w = worker_of(h);
    comes(h, UNIT, whole_request);
    comes(h, UNIT, whole_request);
    comes(h, UNIT, whole_request);
    house_sql(h, "UPDATE inbox SET attempts = 1 WHERE id <> 3");
    assert_true(read_some(h, &w));
    assert_book(h, INBOX, "read unread unread");
    assert_book(h, "SELECT attempts FROM inbox ORDER BY id", "2 1 0");
    assert_true(read_some(h, &w));
    assert_book(h, INBOX, "read read unread");
    assert_true(read_some(h, &w));
    assert_book(h, INBOX, "read read read");
}

static void no_bytes_at_all_are_a_mail(void **state)
{
    struct lending_house *h = *state;
    struct worker w = worker_of(h);
    mail_store(h, "", 0);
    comes(h, UNIT, part_request);
    assert_true(read_some(h, &w));
    assert_book(h, INBOX, "waiting read");
    assert_book(h, "SELECT kind FROM task WHERE inbox_id = 1", "mail");
    assert_true(strstr(house_value(h, "SELECT defects FROM inbox WHERE id = 1"), "empty") != NULL);
}

static void bytes_that_are_gone_are_told_of(void **state)
{
    struct lending_house *h = *state;
    struct worker w = worker_of(h);
    int64_t id = comes(h, UNIT, whole_request);
    house_sql(h, "DELETE FROM inbox_chunk");
    bool moved = false;
    assert_did(work_read_mails(&w, &moved, &h->fault), h);
    assert_book(h, INBOX, "waiting");
    assert_book(h, TASKS, "unreadable");
    assert_string_equal(
        house_breaches(h),
        arena_printf(h->arena, "stored first: the bytes of this mail are not whole: %lld mail",
                     (long long)id));
}

static void a_mail_that_was_cut_is_a_task(void **state)
{
    struct lending_house *h = *state;
    struct worker w = worker_of(h);
    comes(h, UNIT, whole_request);
    house_sql(h, "UPDATE inbox SET cut = 1");
    assert_true(read_some(h, &w));
    assert_book(h, INBOX, "waiting");
    assert_book(h, TASKS, "too_large");
    assert_book(h, "SELECT count(*) FROM request", "0");
    assert_book(h, LETTERS, "");
}

/* 50 MB of text behind a request: read in bounded time, and the next mail goes on. */
static void fifty_megabytes_are_read(void **state)
{
    enum { BIG = 50 << 20 };
    struct lending_house *h = *state;
    struct worker w = worker_of(h);
    char *start = mail_text(h, &(struct mail_written){.body = whole_request});
    char *raw = malloc(BIG);
    assert_non_null(raw);
    size_t len = strlen(start);
    memcpy(raw, start, len);
    while (len < BIG - 80)
        len += (size_t)sprintf(raw + len, "En rad till som inte säger något %zu.\r\n", len);
    mail_store(h, raw, len);
    free(raw);
    comes(h, UNIT, part_request);
    int64_t began = clock_ticks();
    while (read_some(h, &w))
        ;
    assert_in_range(clock_ticks() - began, 0, 30000);
    assert_book(h, INBOX, "read read");
    assert_book(h, "SELECT number || ':' || sender_address FROM request WHERE id = 1",
                "LB-2027-0001:" UNIT);
    assert_true(strstr(house_value(h, "SELECT defects FROM inbox WHERE id = 1"), "truncated") !=
                NULL);
}

static void noise_is_a_task_each(void **state)
{
    struct lending_house *h = *state;
    struct worker w = worker_of(h);
    char noise[4096];
    random_fill(h->house.random, noise, sizeof noise);
    mail_store(h, noise, sizeof noise);
    mail_store(h, "\0\0\0\0", 4);
    mail_store(h, "From: x\r\n", 9);
    mail_store(h, "\r\n\r\nbara text", 13);
    while (read_some(h, &w))
        ;
    assert_book(h, INBOX, "waiting waiting waiting waiting");
    assert_book(h, LETTERS, "");
    assert_book(h, "SELECT count(*) FROM task", "4");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        house_test(several_mails_go_in_one_turn),
        house_test(one_bad_mail_is_undone_and_the_rest_stands),
        house_test(a_mail_that_killed_its_reader_thrice_is_set_aside),
        house_test(one_that_was_tried_before_is_tried_alone),
        house_test(no_bytes_at_all_are_a_mail),
        house_test(bytes_that_are_gone_are_told_of),
        house_test(a_mail_that_was_cut_is_a_task),
        house_test(fifty_megabytes_are_read),
        house_test(noise_is_a_task_each),
    };
    return cmocka_run_group_tests_name("work_mails", tests, house_group, house_group_over);
}
