/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * An IMAP folder as steps, against a server in memory: whatever breaks, every mail is stored once
 * and told once, and none is told before it is stored.
 */
#include "fetch_house.h"

#include "base/clock.h"
#include "fetch/imap_source.h"

static const char mail_a[] = "Subject: a\r\n\r\nett\r\n";
static const char mail_b[] = "Subject: b\r\n\r\nL3 OK\r\n* 99 EXISTS\r\n\0tv\xe5\r\n";
static const char mail_c[] = "Subject: c\r\n\r\ntre\r\n";

static void three_mails(struct server *s)
{
    *s = (struct server){.uidvalidity = 7, .capability = "MOVE", .break_after = SIZE_MAX};
    server_add(s, 3, mail_a, sizeof mail_a - 1);
    server_add(s, 4, mail_b, sizeof mail_b - 1);
    server_add(s, 9, mail_c, sizeof mail_c - 1);
}

/*
 * Steps until the end of the folder or a fault; faults are counted and, with `mend`, the next
 * connection is whole.
 */
static int run(struct fetch_house *h, struct server *s, bool mend)
{
    struct imap_source *source = imap_source_new(&h->taking, server_open, s);
    int faults = 0;
    for (int steps = 0; steps < 200; steps++) {
        struct wish wish = {.fd = -1};
        enum outcome outcome = imap_source_step(source, &wish, &h->f);
        assert_int_not_equal(outcome, NEVER);
        faults += outcome != DONE;
        if (outcome == DONE && !wish.moved)
            break;
        if (outcome != DONE && !mend)
            break;
        if (outcome != DONE)
            s->break_after = SIZE_MAX;
    }
    imap_source_free(&source);
    return faults;
}

static int64_t count(struct fetch_house *h, const char *where)
{
    char sql[256];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM inbox WHERE mailbox_id = %lld AND %s",
             (long long)h->taking.mailbox.id, where);
    return fetch_house_number(h, sql);
}

static void all_is_stored_and_moved(void **state)
{
    struct fetch_house *h = *state;
    struct server s;
    three_mails(&s);
    fetch_house_mailbox(h, "whole");
    assert_int_equal(run(h, &s, false), 0);
    assert_int_equal(count(h, "told_at IS NOT NULL"), 3);
    assert_int_equal(server_exists(&s), 0);
    assert_int_equal(h->taking.stored, 3);
    assert_int_equal(fetch_house_number(h, "SELECT next_uid FROM mailbox WHERE source = 'whole'"),
                     10);
    assert_int_equal(
        fetch_house_number(h, "SELECT complete_at IS NOT NULL FROM mailbox WHERE source = 'whole'"),
        1);
}

/* The server breaks off after its 0th, 1st, 2nd … byte, and comes back whole. */
static void broken_off_after_every_byte(void **state)
{
    struct fetch_house *h = *state;
    struct server s;
    three_mails(&s);
    fetch_house_mailbox(h, "measure");
    run(h, &s, false);
    size_t all = s.said;
    assert_true(all > 500);
    for (size_t at = 0; at < all; at++) {
        char source[32];
        snprintf(source, sizeof source, "broken-%zu", at);
        three_mails(&s);
        s.break_after = at;
        fetch_house_mailbox(h, source);
        assert_true(run(h, &s, true) > 0 || at + 64 > all);
        if (count(h, "1") != 3 || count(h, "told_at IS NOT NULL") != 3 || server_exists(&s) != 0)
            fail_msg("broken off after byte %zu: %lld stored, %zu left", at,
                     (long long)count(h, "1"), server_exists(&s));
        for (size_t i = 0; i < s.count; i++)
            assert_int_equal(s.mails[i].moved, 1);
    }
    assert_int_equal(fetch_house_number(h, "SELECT count(*) FROM inbox_chunk"), 3);
}

/* Killed between storing and telling: told at the next start; one that has gone is so too. */
static void untold_mails_are_told(void **state)
{
    struct fetch_house *h = *state;
    struct server s;
    three_mails(&s);
    fetch_house_mailbox(h, "untold");
    struct place place = {.uidvalidity = 7, .uid = 4, .name = ""};
    struct arrived mails[2] = {{.place = place, .bytes = mail_b, .len = sizeof mail_b - 1},
                               {.place = place, .bytes = mail_c, .len = sizeof mail_c - 1}};
    mails[1].place.uid = 5; /* moved away by somebody since */
    h->taking.mailbox.uidvalidity = 7;
    assert_done(take_mails(&h->taking, mails, 2, 6, &h->f), h->f);
    assert_int_equal(count(h, "told_at IS NULL"), 2);
    assert_int_equal(fetch_house_number(h, "SELECT next_uid FROM mailbox"), 6);
    s.mails[0].uid = 0;
    fetch_house_mailbox(h, "untold");
    assert_int_equal(run(h, &s, false), 0);
    assert_int_equal(count(h, "told_at IS NULL"), 0);
    assert_int_equal(count(h, "1"), 3);
    assert_int_equal(server_exists(&s), 0);
}

static void a_new_uidvalidity_keeps_what_is_known(void **state)
{
    struct fetch_house *h = *state;
    struct server s;
    h->settings.fetch.done = DONE_KEEP;
    three_mails(&s);
    server_add(&s, 12, mail_a, sizeof mail_a - 1); /* a twin */
    fetch_house_mailbox(h, "validity");
    assert_int_equal(run(h, &s, false), 0);
    assert_int_equal(count(h, "state = 'duplicate'"), 1);
    three_mails(&s);
    server_add(&s, 12, mail_a, sizeof mail_a - 1);
    server_add(&s, 13, "new\r\n", 5);
    server_add(&s, 14, mail_a, sizeof mail_a - 1); /* one twin more */
    s.uidvalidity = 8;
    fetch_house_mailbox(h, "validity");
    assert_int_equal(run(h, &s, false), 0);
    assert_int_equal(count(h, "1"), 6);
    assert_int_equal(count(h, "uidvalidity = 8"), 6);
    assert_int_equal(count(h, "state = 'duplicate'"), 2);
}

static void a_refused_move_stops_nothing(void **state)
{
    struct fetch_house *h = *state;
    struct server s;
    three_mails(&s);
    s.refuses_move = true;
    fetch_house_mailbox(h, "refused");
    assert_int_equal(run(h, &s, false), 0);
    assert_int_equal(count(h, "told_at IS NULL"), 3);
    s.refuses_move = false;
    fetch_house_mailbox(h, "refused");
    assert_int_equal(run(h, &s, false), 0);
    assert_int_equal(count(h, "told_at IS NOT NULL"), 3);
    assert_int_equal(server_exists(&s), 0);
}

static void one_mail_that_is_never_handed_over_stops_no_other(void **state)
{
    struct fetch_house *h = *state;
    struct server s;
    three_mails(&s);
    s.poison = 4;
    fetch_house_mailbox(h, "poison");
    assert_int_equal(run(h, &s, false), 0);
    assert_int_equal(count(h, "told_at IS NOT NULL"), 2);
    assert_int_equal(server_exists(&s), 1);
    s.poison = 0; /* mended: the count shows that one is missing */
    fetch_house_mailbox(h, "poison");
    assert_int_equal(run(h, &s, false), 0);
    assert_int_equal(count(h, "told_at IS NOT NULL"), 3);
    assert_int_equal(server_exists(&s), 0);
}

/* A mail that came while we read, and "n:*" on a folder without news. */
static void the_last_mail_is_not_fetched_again(void **state)
{
    struct fetch_house *h = *state;
    struct server s;
    h->settings.fetch.done = DONE_FLAG;
    three_mails(&s);
    fetch_house_mailbox(h, "again");
    for (int i = 0; i < 3; i++) {
        assert_int_equal(run(h, &s, false), 0);
        assert_int_equal(count(h, "1"), 3);
    }
    assert_true(s.mails[0].flagged && s.mails[1].flagged && s.mails[2].flagged);
    server_add(&s, 10, "later\r\n", 7);
    assert_int_equal(run(h, &s, false), 0);
    assert_int_equal(count(h, "1"), 4);
}

/* The book cannot be written: nothing is told, and nothing is lost. */
static void without_the_book_nothing_is_told(void **state)
{
    struct fetch_house *h = *state;
    struct server s;
    three_mails(&s);
    fetch_house_mailbox(h, "locked");
    struct db_options options = {
        .path = h->book, .role = DB_FETCH, .create = true, .lock_wait_ms = 50};
    struct db *usual = h->house.db, *other = NULL;
    assert_done(db_open(&options, &other, &h->f), h->f);
    h->house.db = other;
    static const char label[] = "held by another";
    assert_done(db_begin(usual, label, &h->f), h->f);
    assert_int_equal(run(h, &s, false), 1);
    assert_int_equal(server_exists(&s), 3);
    db_rollback(usual);
    assert_int_equal(run(h, &s, false), 0);
    assert_int_equal(count(h, "told_at IS NOT NULL"), 3);
    h->house.db = usual;
    db_close(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_house(all_is_stored_and_moved),
        with_house(broken_off_after_every_byte),
        with_house(untold_mails_are_told),
        with_house(a_new_uidvalidity_keeps_what_is_known),
        with_house(a_refused_move_stops_nothing),
        with_house(one_mail_that_is_never_handed_over_stops_no_other),
        with_house(the_last_mail_is_not_fetched_again),
        with_house(without_the_book_nothing_is_told),
    };
    return cmocka_run_group_tests_name("fetch_source", tests, NULL, NULL);
}
