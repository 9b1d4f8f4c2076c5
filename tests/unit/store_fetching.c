/* SPDX-License-Identifier: EUPL-1.2 */
/* The case book for `fetch`: places, bytes kept once, resync with twins, what was not told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "pool_book.h"
#include "store/fetching.h"

enum { NOW = 1000000 };
static const char label[] = "test";

static int book_of_fetch(void **state)
{
    if (pool_make(state) != 0)
        return -1;
    struct pool_book *b = *state;
    db_close(&b->db);
    pool_open(b, DB_FETCH);
    return 0;
}

static int64_t mailbox(struct pool_book *b, const char *source)
{
    struct mailbox box;
    assert_done(fetching_mailbox(b->db, source, &box, &b->fault), b->fault);
    return box.id;
}

static int64_t add(struct pool_book *b, int64_t box, uint32_t validity, uint32_t uid,
                   const char *sha, const char *text, bool cut)
{
    int64_t id = 0;
    struct place place = {.uidvalidity = validity, .uid = uid, .name = uid ? "" : text};
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_done(fetching_add(b->db, box, &place, sha, text, strlen(text), cut, NOW, &id, &b->fault),
                b->fault);
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
    return id;
}

static int64_t number(struct pool_book *b, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *s;
    assert_int_equal(sqlite3_open_v2(b->path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    int64_t n = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
    sqlite3_finalize(s);
    sqlite3_close(db);
    return n;
}

static void a_mailbox_is_made_once(void **state)
{
    struct pool_book *b = *state;
    struct mailbox box;
    assert_done(fetching_mailbox(b->db, "imaps://example.org/INBOX", &box, &b->fault), b->fault);
    assert_true(box.id > 0 && box.next_uid == 1 && box.uidvalidity == 0 && box.complete_at == -1);
    assert_done(fetching_cursor(b->db, box.id, 7, 4294967295u, true, 12, NOW, &b->fault), b->fault);
    struct mailbox again;
    assert_done(fetching_mailbox(b->db, "imaps://example.org/INBOX", &again, &b->fault), b->fault);
    assert_true(again.id == box.id && again.uidvalidity == 7 && again.next_uid == 4294967295u);
    assert_int_equal(again.complete_at, NOW);
    assert_done(fetching_cursor(b->db, box.id, 8, 5, false, 0, NOW + 5, &b->fault), b->fault);
    assert_done(fetching_mailbox(b->db, "imaps://example.org/INBOX", &again, &b->fault), b->fault);
    assert_true(again.uidvalidity == 8 && again.next_uid == 5 && again.complete_at == NOW);
    assert_int_not_equal(mailbox(b, "maildir:/var/mail"), box.id);
}

static void bytes_are_kept_once(void **state)
{
    struct pool_book *b = *state;
    int64_t one = mailbox(b, "one"), two = mailbox(b, "two");
    int64_t first = add(b, one, 7, 1, "aa", "hej", false);
    int64_t again = add(b, one, 7, 2, "aa", "hej", false);
    int64_t other = add(b, two, 9, 1, "aa", "hej", false);
    int64_t start = add(b, two, 9, 2, "aa", "hej", true); /* the start of another, larger one */
    assert_true(first && again && other && start);
    assert_int_equal(number(b, "SELECT count(*) FROM inbox_chunk"), 1);
    assert_int_equal(number(b, "SELECT count(*) FROM inbox WHERE duplicate_of = 1"), 2);
    assert_int_equal(number(b, "SELECT count(*) FROM inbox WHERE state = 'duplicate'"), 2);
    assert_int_equal(number(b, "SELECT count(*) FROM inbox WHERE state = 'unread'"), 2);
}

static void a_place_holds_one_mail(void **state)
{
    struct pool_book *b = *state;
    int64_t box = mailbox(b, "one");
    add(b, box, 7, 1, "aa", "hej", false);
    struct place place = {.uidvalidity = 7, .uid = 1, .name = ""};
    struct stored stored;
    assert_done(fetching_find(b->db, box, &place, &stored, &b->fault), b->fault);
    assert_true(stored.id == 1 && !stored.told);
    assert_string_equal(stored.sha256, "aa");
    assert_done(fetching_told(b->db, 1, NOW, &b->fault), b->fault);
    assert_done(fetching_find(b->db, box, &place, &stored, &b->fault), b->fault);
    assert_true(stored.told);
    int64_t id;
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_done(db_savepoint(b->db, &b->fault), b->fault);
    assert_int_not_equal(
        fetching_add(b->db, box, &place, "bb", "annat", 5, false, NOW, &id, &b->fault), DONE);
    db_savepoint_undo(b->db);
    db_rollback(b->db);
    place.uid = 2;
    assert_done(fetching_find(b->db, box, &place, &stored, &b->fault), b->fault);
    assert_int_equal(stored.id, 0);
}

static void a_large_mail_is_laid_down_in_pieces(void **state)
{
    struct pool_book *b = *state;
    int64_t box = mailbox(b, "one"), id;
    size_t len = 2 * 1024 * 1024 + 5;
    char *text = malloc(len);
    assert_non_null(text);
    memset(text, 'x', len);
    struct place place = {.uidvalidity = 7, .uid = 1, .name = ""};
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_int_equal(fetching_add(b->db, box, &place, "cc", text, len, false, NOW, &id, &b->fault),
                     NEVER);
    db_rollback(b->db);
    assert_done(fetching_lay(b->db, "cc", text, len, &b->fault), b->fault);
    assert_done(fetching_lay(b->db, "cc", text, len, &b->fault), b->fault);
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_done(fetching_add(b->db, box, &place, "cc", text, len, false, NOW, &id, &b->fault),
                b->fault);
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
    assert_int_equal(number(b, "SELECT count(*) FROM inbox_chunk"), 3);
    assert_int_equal(number(b, "SELECT sum(length(bytes)) FROM inbox_chunk"), (int64_t)len);
    assert_int_equal(number(b, "SELECT bytes FROM inbox"), (int64_t)len);
    free(text);
}

static int64_t resync(struct pool_book *b, int64_t box, uint32_t uid, const char *sha)
{
    struct stored stored;
    struct place place = {.uidvalidity = 8, .uid = uid, .name = ""};
    assert_done(fetching_resync(b->db, box, &place, sha, &stored, &b->fault), b->fault);
    assert_true(stored.elsewhere == (stored.id != 0));
    return stored.id;
}

static void twins_take_a_place_each(void **state)
{
    struct pool_book *b = *state;
    int64_t box = mailbox(b, "one");
    int64_t first = add(b, box, 7, 1, "aa", "hej", false);
    int64_t twin = add(b, box, 7, 2, "aa", "hej", false);
    add(b, mailbox(b, "two"), 7, 1, "aa", "hej", false); /* another mailbox: not ours to move */
    assert_done(fetching_told(b->db, first, NOW, &b->fault), b->fault);
    assert_done(db_begin(b->db, label, &b->fault), b->fault);
    assert_int_equal(resync(b, box, 10, "aa"), first);
    assert_int_equal(resync(b, box, 11, "aa"), twin);
    assert_int_equal(resync(b, box, 12, "aa"), 0);
    assert_int_equal(resync(b, box, 13, "bb"), 0);
    assert_done(db_commit(b->db, label, &b->fault), b->fault);
    assert_int_equal(number(b, "SELECT uid FROM inbox WHERE id = 1 AND uidvalidity = 8"), 10);
    assert_int_equal(number(b, "SELECT uid FROM inbox WHERE id = 2 AND uidvalidity = 8"), 11);
    assert_int_equal(number(b, "SELECT count(*) FROM inbox WHERE told_at IS NOT NULL"), 0);
}

static void untold_mails_are_listed_and_let_go(void **state)
{
    struct pool_book *b = *state;
    int64_t box = mailbox(b, "one");
    struct untold *untold;
    size_t count;
    add(b, box, 7, 1, "aa", "a", false);
    add(b, box, 7, 2, "bb", "b", false);
    add(b, box, 8, 3, "cc", "c", false);
    add(b, mailbox(b, "maildir"), 0, 0, "dd", "d", false);
    assert_done(fetching_told(b->db, 2, NOW, &b->fault), b->fault);
    assert_done(fetching_untold(b->db, b->arena, box, 10, &untold, &count, &b->fault), b->fault);
    assert_int_equal(count, 2);
    assert_true(untold[0].id == 1 && untold[0].place.uid == 1 && untold[1].place.uid == 3);
    assert_done(fetching_untold(b->db, b->arena, box, 1, &untold, &count, &b->fault), b->fault);
    assert_int_equal(count, 1);
    assert_done(fetching_gone(b->db, box, 8, NOW, &b->fault), b->fault);
    assert_done(fetching_untold(b->db, b->arena, box, 10, &untold, &count, &b->fault), b->fault);
    assert_true(count == 1 && untold[0].id == 3);
    int64_t all, left;
    assert_done(fetching_count(b->db, box, 7, false, &all, &b->fault), b->fault);
    assert_done(fetching_count(b->db, box, 8, true, &left, &b->fault), b->fault);
    assert_true(all == 2 && left == 1);
}

static void a_note_is_one_row(void **state)
{
    struct pool_book *b = *state;
    assert_done(fetching_note(b->db, "fetch.fault", "unavailable", NOW, &b->fault), b->fault);
    assert_done(fetching_note(b->db, "fetch.fault", "", NOW + 1, &b->fault), b->fault);
    assert_int_equal(number(b, "SELECT count(*) FROM health_note WHERE value = ''"), 1);
}

int main(void)
{
#define with_book(test) cmocka_unit_test_setup_teardown(test, book_of_fetch, pool_clear)
    const struct CMUnitTest tests[] = {
        with_book(a_mailbox_is_made_once),  with_book(bytes_are_kept_once),
        with_book(a_place_holds_one_mail),  with_book(a_large_mail_is_laid_down_in_pieces),
        with_book(twins_take_a_place_each), with_book(untold_mails_are_listed_and_let_go),
        with_book(a_note_is_one_row),
    };
    return cmocka_run_group_tests_name("store_fetching", tests, NULL, NULL);
}
