/* SPDX-License-Identifier: EUPL-1.2 */
/* A Maildir as steps: new/ and cur/, the three ways of telling, and files that others touch. */
#include "fetch_house.h"

#include <dirent.h>

#include "base/clock.h"
#include "fetch/source.h"

struct box {
    struct fetch_house *h;
    char path[96];
};

static struct box box_of(struct fetch_house *h, enum done_way done)
{
    struct box b = {.h = h};
    snprintf(b.path, sizeof b.path, "%s/in", h->folder);
    static const char *const parts[] = {"", "/new", "/cur", "/tmp"};
    for (size_t i = 0; i < 4; i++) {
        char folder[128];
        snprintf(folder, sizeof folder, "%s%s", b.path, parts[i]);
        mkdir(folder, 0700);
    }
    h->settings.fetch.server.path = b.path;
    h->settings.fetch.kind = SOURCE_MAILDIR;
    h->settings.fetch.done = done;
    return b;
}

static void put(const struct box *b, const char *file, const char *text, size_t len)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", b->path, file);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(text, 1, len, out), len);
    fclose(out);
}

static void put_text(const struct box *b, const char *file, const char *text)
{
    put(b, file, text, strlen(text));
}

static bool there(const struct box *b, const char *file)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", b->path, file);
    return access(path, F_OK) == 0;
}

static struct maildir *start(struct box *b)
{
    b->h->settings.fetch.server.path = b->path;
    fetch_house_mailbox(b->h, "maildir:/in");
    return maildir_new(&b->h->taking);
}

/* Steps to the end of the folder. */
static void go(struct box *b, struct maildir *d)
{
    struct wish wish = {.moved = true};
    for (int steps = 0; wish.moved; steps++) {
        wish = (struct wish){.fd = -1};
        assert_true(steps < 1000);
        assert_done(maildir_step(d, &wish, &b->h->f), b->h->f);
    }
}

static void run(struct box *b)
{
    struct maildir *d = start(b);
    go(b, d);
    maildir_free(&d);
}

#define number(sql) fetch_house_number(h, sql)

static void moved_with_flags_and_bytes_kept(void **state)
{
    struct fetch_house *h = *state;
    struct box b = box_of(h, DONE_MOVE);
    put(&b, "new/1.a", "a\0b\n", 4);
    put_text(&b, "cur/2.b:2,RS", "two\n");
    put_text(&b, "cur/3.c:2,", "");
    put_text(&b, "tmp/4.d", "not yet delivered\n");
    put_text(&b, "new/.hidden", "no mail\n");
    run(&b);
    assert_int_equal(number("SELECT count(*) FROM inbox"), 3);
    assert_int_equal(number("SELECT count(*) FROM inbox WHERE told_at IS NULL"), 0);
    assert_int_equal(number("SELECT count(*) FROM inbox_chunk WHERE bytes = x'6100620a'"), 1);
    assert_int_equal(number("SELECT bytes FROM inbox WHERE name = '3.c'"), 0);
    assert_int_equal(number("SELECT server_count FROM mailbox"), 3);
    assert_true(there(&b, ".Klart/cur/1.a:2,") && there(&b, ".Klart/cur/2.b:2,RS"));
    assert_true(there(&b, ".Klart/maildirfolder") && there(&b, ".Klart/tmp"));
    assert_true(!there(&b, "new/1.a") && there(&b, "tmp/4.d") && there(&b, "new/.hidden"));
}

static void flagged_once_and_never_seen(void **state)
{
    struct fetch_house *h = *state;
    struct box b = box_of(h, DONE_FLAG);
    put_text(&b, "new/1.a", "one\n");
    put_text(&b, "cur/2.b:2,DS", "two\n");
    put_text(&b, "cur/3.c:2,F", "three\n");
    run(&b);
    run(&b);
    assert_true(there(&b, "cur/1.a:2,F") && there(&b, "cur/2.b:2,DFS") && there(&b, "cur/3.c:2,F"));
    assert_int_equal(number("SELECT count(*) FROM inbox WHERE told_at IS NOT NULL"), 3);
}

static void kept_as_it_was(void **state)
{
    struct fetch_house *h = *state;
    struct box b = box_of(h, DONE_KEEP);
    put_text(&b, "new/1.a", "one\n");
    put_text(&b, "cur/2.b:2,S", "two\n");
    struct maildir *d = start(&b);
    go(&b, d);
    put_text(&b, "new/15.x", "between\n");
    go(&b, d);
    go(&b, d);
    maildir_free(&d);
    run(&b);
    assert_true(there(&b, "new/1.a") && there(&b, "cur/2.b:2,S") && there(&b, "new/15.x"));
    assert_int_equal(number("SELECT count(*) FROM inbox"), 3);
    assert_int_equal(number("SELECT count(*) FROM inbox WHERE told_at IS NOT NULL"), 3);
}

static void a_name_used_twice_is_two_mails(void **state)
{
    struct fetch_house *h = *state;
    struct box b = box_of(h, DONE_MOVE);
    for (int i = 0; i < 4; i++) {
        put_text(&b, "new/mail.eml", i % 2 ? "second\n" : "first\n");
        run(&b);
        assert_false(there(&b, "new/mail.eml"));
    }
    assert_int_equal(number("SELECT count(*) FROM inbox"), 2);
    assert_int_equal(number("SELECT count(*) FROM inbox WHERE state = 'unread'"), 2);
    assert_true(there(&b, ".Klart/cur/mail.eml:2,") && there(&b, ".Klart/cur/mail.eml.1:2,") &&
                there(&b, ".Klart/cur/mail.eml.3:2,"));
}

static void untold_files_are_told(void **state)
{
    struct fetch_house *h = *state;
    struct box b = box_of(h, DONE_MOVE);
    fetch_house_mailbox(h, "maildir:/in");
    struct arrived mail = {.place = {.name = "1.a"}, .bytes = "one\n", .len = 4};
    assert_done(take_mails(&h->taking, &mail, 1, 0, &h->f), h->f);
    put_text(&b, "new/1.a", "one\n");
    run(&b);
    assert_int_equal(number("SELECT count(*) FROM inbox WHERE told_at IS NOT NULL"), 1);
    assert_true(there(&b, ".Klart/cur/1.a:2,"));
}

/* Links, folders and names that end nowhere are no mails, and keep none out. */
static void odd_files_stop_nothing(void **state)
{
    struct fetch_house *h = *state;
    struct box b = box_of(h, DONE_MOVE);
    char path[256];
    snprintf(path, sizeof path, "%s/new/0.folder", b.path);
    mkdir(path, 0700);
    snprintf(path, sizeof path, "%s/new/0.link", b.path);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    snprintf(path, sizeof path, "%s/new/0.pipe", b.path);
    assert_int_equal(mkfifo(path, 0600), 0);
    put_text(&b, "new/1.a", "one\n");
    run(&b);
    assert_int_equal(number("SELECT count(*) FROM inbox"), 1);
    assert_true(there(&b, "new/0.folder") && there(&b, "new/0.link") && there(&b, "new/0.pipe"));
}

static void a_refused_move_is_tried_again(void **state)
{
    struct fetch_house *h = *state;
    struct box b = box_of(h, DONE_MOVE);
    put_text(&b, ".Klart", "a file in the folder's place\n");
    put_text(&b, "new/1.a", "one\n");
    put_text(&b, "new/2.b", "two\n");
    struct maildir *d = start(&b);
    go(&b, d);
    assert_int_equal(number("SELECT count(*) FROM inbox WHERE told_at IS NULL"), 2);
    assert_true(there(&b, "new/1.a") && there(&b, "new/2.b"));
    char path[256];
    snprintf(path, sizeof path, "%s/.Klart", b.path);
    unlink(path);
    go(&b, d);
    maildir_free(&d);
    assert_int_equal(number("SELECT count(*) FROM inbox WHERE told_at IS NULL"), 0);
    assert_int_equal(number("SELECT count(*) FROM inbox"), 2);
    assert_false(there(&b, "new/1.a"));
}

static void a_missing_maildir_is_waited_for(void **state)
{
    struct fetch_house *h = *state;
    struct box b = box_of(h, DONE_MOVE);
    snprintf(b.path, sizeof b.path, "%s/nowhere", h->folder);
    struct maildir *d = start(&b);
    struct wish wish = {.fd = -1};
    assert_int_equal(maildir_step(d, &wish, &h->f), AGAIN);
    maildir_free(&d);
}

static void many_go_in_batches(void **state)
{
    struct fetch_house *h = *state;
    struct box b = box_of(h, DONE_MOVE);
    for (int i = 0; i < 1001; i++) {
        char name[32], text[32];
        snprintf(name, sizeof name, "new/%06d.m", i);
        snprintf(text, sizeof text, "mail %d\n", i);
        put_text(&b, name, text);
    }
    run(&b);
    assert_int_equal(number("SELECT count(*) FROM inbox WHERE told_at IS NOT NULL"), 1001);
    assert_int_equal(number("SELECT id FROM inbox WHERE name = '000700.m'"), 701);
}

/* A restored book has forgotten what came since the backup; it lies in the `done` folder. */
static void after_a_restore_the_done_folder_is_compared(void **state)
{
    struct fetch_house *h = *state;
    struct box b = box_of(h, DONE_MOVE);
    put_text(&b, "new/1.a", "one\n");
    run(&b);
    put_text(&b, ".Klart/cur/2.b:2,S", "two, forgotten\n");
    put_text(&b, "new/3.c", "three\n");
    assert_done(fetching_note(h->house.db, "restore.since", "2020-01-01", 0, &h->f), h->f);
    run(&b);
    assert_int_equal(number("SELECT count(*) FROM inbox WHERE told_at IS NOT NULL"), 3);
    assert_int_equal(number("SELECT count(*) FROM inbox WHERE name = '.Klart/2.b'"), 1);
    assert_true(there(&b, ".Klart/cur/2.b:2,S") && there(&b, ".Klart/cur/3.c:2,"));
    put_text(&b, ".Klart/cur/4.d:2,S", "not looked at any more\n");
    run(&b);
    assert_int_equal(number("SELECT count(*) FROM inbox"), 3);
    assert_done(fetching_note(h->house.db, "restore.since", "2999-01-01", 0, &h->f), h->f);
    run(&b);
    assert_int_equal(number("SELECT count(*) FROM inbox"), 3);
}

/* A process that stays hears of a delivery through the descriptor it wishes for. */
static void a_delivery_is_heard_of(void **state)
{
    struct fetch_house *h = *state;
    struct box b = box_of(h, DONE_MOVE);
    h->house.once = false;
    struct maildir *d = start(&b);
    go(&b, d);
    struct wish wish = {.fd = -1};
    assert_done(maildir_step(d, &wish, &h->f), h->f);
    assert_true(!wish.moved && wish.fd >= 0 && wish.wait_ms > 1000);
    put_text(&b, "tmp/1.a", "one\n");
    char from[256], to[256];
    snprintf(from, sizeof from, "%s/tmp/1.a", b.path);
    snprintf(to, sizeof to, "%s/new/1.a", b.path);
    assert_int_equal(rename(from, to), 0);
    go(&b, d);
    assert_int_equal(number("SELECT count(*) FROM inbox"), 1);
    maildir_free(&d);
    h->house.once = true;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_house(moved_with_flags_and_bytes_kept),
        with_house(flagged_once_and_never_seen),
        with_house(kept_as_it_was),
        with_house(a_name_used_twice_is_two_mails),
        with_house(untold_files_are_told),
        with_house(odd_files_stop_nothing),
        with_house(a_refused_move_is_tried_again),
        with_house(a_missing_maildir_is_waited_for),
        with_house(after_a_restore_the_done_folder_is_compared),
        with_house(many_go_in_batches),
        with_house(a_delivery_is_heard_of),
    };
    return cmocka_run_group_tests_name("fetch_maildir", tests, NULL, NULL);
}
